//! Writing to disk.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use nexachart_source::{Diagnostic, OsError};

use crate::disk::to_path;

/// Writes files, each one whole or not at all: into a file beside it first, which then takes its name.
/// Folders are made as needed. A device or pipe (`/dev/stdout`) is written to as it is.
pub fn write_files(files: &BTreeMap<Vec<u8>, Vec<u8>>) -> Result<(), Diagnostic> {
    for (path, content) in files {
        let dir = path.rsplitn(2, |&b| b == b'/').nth(1).unwrap_or(b".");
        // Helm looks whether the folder is there. It also tells its user to debug YAML then.
        if let Err(error) = fs::metadata(to_path(dir))
            && error.kind() != io::ErrorKind::NotFound
        {
            return Err(Diagnostic::from(OsError::from_io("stat", dir, &error)).released());
        }
        write_file(&to_path(path), content)
            .map_err(|(op, error)| Diagnostic::from(OsError::from_io(op, path, &error)).released())?;
    }
    Ok(())
}

/// Removes files below `dir`, and the folders in it that are empty then. One that is gone already is no error.
pub fn remove_files(dir: &[u8], files: &[Vec<u8>]) -> Result<(), Diagnostic> {
    for path in files {
        match fs::remove_file(to_path(path)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(OsError::from_io("remove", path, &error).into());
            }
            _ => {}
        }
        let mut folder = nexachart_go::path::dir(path);
        // A folder that is not empty cannot be removed, and nothing above it has to be.
        while folder.len() > dir.len() && folder.starts_with(dir) && fs::remove_dir(to_path(&folder)).is_ok()
        {
            folder = nexachart_go::path::dir(&folder);
        }
    }
    Ok(())
}

fn write_file(path: &Path, content: &[u8]) -> Result<(), (&'static str, io::Error)> {
    if let Some(dir) = path.parent() {
        fs::create_dir_all(dir).map_err(|e| ("mkdir", e))?;
    }
    // Another file must not take the place of these.
    if fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        let opened = fs::File::options().write(true).open(path);
        return opened.and_then(|mut file| file.write_all(content)).map_err(|e| ("write", e));
    }
    let (beside, mut file) = create_beside(path).map_err(|e| ("open", e))?;
    let written = file.write_all(content).and_then(|()| fs::rename(&beside, path));
    written.map_err(|error| {
        // What could not be written is not left behind either; that it cannot be removed is no news then.
        let _ = fs::remove_file(&beside);
        ("open", error)
    })
}

/// A new file beside another one: none that is there already, and no link, is written to.
fn create_beside(path: &Path) -> io::Result<(PathBuf, fs::File)> {
    let mut attempt = 0;
    loop {
        let mut beside = path.as_os_str().to_owned();
        beside.push(format!(".{}-{attempt}.tmp", std::process::id()));
        match fs::File::create_new(&beside) {
            // Somebody left it behind.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && attempt < 100 => attempt += 1,
            created => return Ok((beside.into(), created?)),
        }
    }
}

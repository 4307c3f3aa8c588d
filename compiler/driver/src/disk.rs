//! The World of the operating system: where all input really comes from.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use nexachart_source::{Entry, FileKind, Metadata, OsError, Time, World};

/// The operating system's files, standard input, clock and random source.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl World for Disk {
    fn current_dir(&self) -> Result<Vec<u8>, OsError> {
        let dir = std::env::current_dir().map_err(|e| OsError::from_io("getwd", b"", &e))?;
        Ok(to_bytes(&dir))
    }

    fn stat(&self, path: &[u8]) -> Result<Metadata, OsError> {
        let found = fs::metadata(to_path(path)).map_err(|e| OsError::from_io("stat", path, &e))?;
        Ok(metadata(&found))
    }

    fn lstat(&self, path: &[u8]) -> Result<Metadata, OsError> {
        let found = fs::symlink_metadata(to_path(path)).map_err(|e| OsError::from_io("lstat", path, &e))?;
        Ok(metadata(&found))
    }

    fn read_link(&self, path: &[u8]) -> Result<Vec<u8>, OsError> {
        let target = fs::read_link(to_path(path)).map_err(|e| OsError::from_io("readlink", path, &e))?;
        Ok(to_bytes(&target))
    }

    fn list(&self, dir: &[u8]) -> Result<Vec<Entry>, OsError> {
        let failed = |e: io::Error| OsError::from_io("open", dir, &e);
        let mut entries = Vec::new();
        for entry in fs::read_dir(to_path(dir)).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let kind = entry.file_type().map_err(failed)?;
            entries.push(Entry { name: to_bytes(Path::new(&entry.file_name())), kind: file_kind(kind) });
        }
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }

    fn read(&self, path: &[u8], limit: u64) -> Result<Vec<u8>, OsError> {
        let mut file = fs::File::open(to_path(path)).map_err(|e| OsError::from_io("open", path, &e))?;
        let size = file.metadata().map_or(0, |found| found.len());
        let failed = |e: io::Error| OsError::from_io("read", path, &e);
        // One byte more than there should be is asked for: less is the end, and need not be looked for again.
        let mut content = vec![0; size.saturating_add(1).min(limit) as usize];
        let read = loop {
            match file.read(&mut content) {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                other => break other.map_err(failed)?,
            }
        };
        content.truncate(read);
        if read as u64 != size {
            file.take(limit - read as u64).read_to_end(&mut content).map_err(failed)?;
        }
        Ok(content)
    }

    fn open(&self, path: &[u8]) -> Result<Metadata, OsError> {
        let file = fs::File::open(to_path(path)).and_then(|file| file.metadata());
        file.map(|found| metadata(&found)).map_err(|e| OsError::from_io("open", path, &e))
    }

    fn stdin(&self, limit: u64) -> Result<Vec<u8>, OsError> {
        let mut content = Vec::new();
        let read = io::stdin().lock().take(limit).read_to_end(&mut content);
        read.map_err(|e| OsError::from_io("read", b"/dev/stdin", &e))?;
        Ok(content)
    }

    fn now(&self) -> Time {
        match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(since) => Time { seconds: since.as_secs() as i64, nanos: since.subsec_nanos() },
            Err(before) => {
                let before = before.duration();
                let (seconds, nanos) = (-(before.as_secs() as i64), before.subsec_nanos());
                match nanos {
                    0 => Time { seconds, nanos },
                    _ => Time { seconds: seconds - 1, nanos: 1_000_000_000 - nanos },
                }
            }
        }
    }

    fn zone(&self) -> Option<String> {
        let named = std::env::var("TZ").ok().map(|zone| zone.trim_start_matches(':').to_string());
        named.filter(|zone| !zone.is_empty()).or_else(|| {
            let target = fs::read_link("/etc/localtime").ok()?;
            target.to_str()?.split_once("zoneinfo/").map(|(_, zone)| zone.to_string())
        })
    }

    fn random(&self, buffer: &mut [u8]) {
        // Without randomness there is nothing safe to go on with: keys would be guessable.
        if let Err(error) = getrandom::fill(buffer) {
            panic!("the operating system gives no random bytes: {error}");
        }
    }
}

fn metadata(found: &fs::Metadata) -> Metadata {
    Metadata { kind: file_kind(found.file_type()), size: found.len() }
}

fn file_kind(kind: fs::FileType) -> FileKind {
    match kind {
        k if k.is_file() => FileKind::File,
        k if k.is_dir() => FileKind::Dir,
        k if k.is_symlink() => FileKind::Link,
        _ => FileKind::Other,
    }
}

#[cfg(unix)]
pub(crate) fn to_path(path: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(path))
}

#[cfg(unix)]
fn to_bytes(path: &Path) -> Vec<u8> {
    use std::os::unix::ffi::OsStrExt;
    path.as_os_str().as_bytes().to_vec()
}

#[cfg(not(unix))]
pub(crate) fn to_path(path: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(path).into_owned())
}

#[cfg(not(unix))]
fn to_bytes(path: &Path) -> Vec<u8> {
    path.to_string_lossy().replace('\\', "/").into_bytes()
}

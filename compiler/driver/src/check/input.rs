//! Manifests as they are: files, folders, standard input.

use nexachart_go::path;
use nexachart_manifest::split;
use nexachart_source::{Diagnostic, FileKind, World};

/// How large a file of manifests may be, and how many files are read.
const MOST_BYTES: u64 = 256 << 20;
const MOST_FILES: usize = 200_000;
/// How deep folders may lie in folders.
const MOST_DEPTH: usize = 64;

/// A file of manifests.
pub(crate) struct Input {
    /// Its path; `-` for standard input.
    pub name: Vec<u8>,
    /// Its text.
    pub text: Vec<u8>,
}

impl Input {
    /// Its documents.
    pub fn documents(&self) -> impl Iterator<Item = &[u8]> {
        split(&self.text)
    }
}

/// The manifests among some arguments, and the other ones: charts.
type Sorted = (Vec<Input>, Vec<Vec<u8>>);

/// The manifests among the arguments, and the other arguments: charts.
pub(crate) fn inputs(world: &dyn World, arguments: &[Vec<u8>]) -> Result<Sorted, Vec<Diagnostic>> {
    let (mut manifests, mut charts) = (Vec::new(), Vec::new());
    let failed = |error: nexachart_source::OsError| vec![error.into()];
    for argument in arguments {
        if argument == b"-" {
            let text = world.stdin(MOST_BYTES).map_err(failed)?;
            manifests.push(Input { name: b"-".to_vec(), text });
            continue;
        }
        match world.stat(argument).map(|metadata| metadata.kind) {
            Ok(FileKind::File) if is_manifest(argument) => {
                let text = world.read(argument, MOST_BYTES).map_err(failed)?;
                manifests.push(Input { name: argument.clone(), text });
            }
            Ok(FileKind::Dir) if !is_chart(world, argument) => {
                folder(world, argument, 0, &mut manifests).map_err(failed)?;
            }
            _ => charts.push(argument.clone()),
        }
    }
    Ok((manifests, charts))
}

fn is_manifest(name: &[u8]) -> bool {
    [&b".yaml"[..], b".yml", b".json"].iter().any(|end| name.ends_with(end))
}

fn is_chart(world: &dyn World, folder: &[u8]) -> bool {
    world.stat(&path::join(&[folder, b"Chart.yaml"])).is_ok()
}

/// All manifests below a folder, in byte order of their names. Charts in it are left out.
fn folder(
    world: &dyn World,
    dir: &[u8],
    depth: usize,
    manifests: &mut Vec<Input>,
) -> Result<(), nexachart_source::OsError> {
    let mut entries = world.list(dir)?;
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    for entry in entries {
        let below = path::join(&[dir, &entry.name]);
        if entry.name.starts_with(b".") || manifests.len() >= MOST_FILES {
            continue;
        }
        match world.stat(&below).map(|metadata| metadata.kind) {
            Ok(FileKind::Dir) if depth < MOST_DEPTH && !is_chart(world, &below) => {
                folder(world, &below, depth + 1, manifests)?;
            }
            Ok(FileKind::File) if is_manifest(&entry.name) => {
                manifests.push(Input { text: world.read(&below, MOST_BYTES)?, name: below });
            }
            _ => {}
        }
    }
    Ok(())
}

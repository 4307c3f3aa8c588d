//! Charts in folders (Helm: pkg/chart/v2/loader/directory.go, internal/sympath).

use std::sync::Arc;

use nexachart_go::path;
use nexachart_source::{
    Budget, Diagnostic, FileKind, OsError, Severity, World, is_within, repository, resolve_links,
};

use crate::chart::File;
use crate::error;
use crate::ignore::Rules;
use crate::load::Loading;
use crate::log::note;

/// How deep folders may lie in each other. Helm finds its end where paths grow too long for the system.
const MAX_DEPTH: usize = 512;

/// The files of the chart in a folder, given by its absolute path: in byte order of the names, folder by
/// folder, links followed.
pub(crate) fn files(
    world: &Arc<dyn World>,
    dir: &[u8],
    loading: &mut Loading<'_>,
) -> Result<Vec<File>, Diagnostic> {
    let ignore_file = path::join(&[dir, b".helmignore"]);
    let rules = match world.stat(&ignore_file) {
        Ok(_) => {
            Rules::parse(&world.read(&ignore_file, loading.ledger.bytes_left())?).map_err(error::load)?
        }
        Err(_) => Rules::default(),
    };
    let mut walk = Walk {
        world,
        root: dir,
        rules: rules.with_defaults(),
        left: loading.ledger.bytes_left(),
        loading,
        files: Vec::new(),
        bound: None,
    };
    // Helm does not look at what goes wrong with the folder itself.
    if let Ok(entries) = world.list(dir) {
        for entry in entries {
            walk.visit(&path::join(&[dir, &entry.name]), entry.kind, 0)?;
        }
    }
    Ok(walk.files)
}

struct Walk<'a, 'l> {
    world: &'a Arc<dyn World>,
    root: &'a [u8],
    /// Links that lead out of this folder are refused. It is looked for when there is a link.
    bound: Option<Vec<u8>>,
    rules: Rules,
    left: u64,
    loading: &'a mut Loading<'l>,
    files: Vec<File>,
}

impl Walk<'_, '_> {
    fn visit(&mut self, path: &[u8], kind: FileKind, depth: usize) -> Result<(), Diagnostic> {
        if depth > MAX_DEPTH {
            let path = String::from_utf8_lossy(path);
            return Err(error::load(format!("{path}: folders lie deeper in each other than {MAX_DEPTH}")));
        }
        let entry = self.loading.ledger.entry();
        entry.map_err(|e| error::load(format!("{}: {e}", String::from_utf8_lossy(path))))?;
        let kind = if kind == FileKind::Link { self.follow(path)? } else { kind };
        let name = path.strip_prefix(self.root).unwrap_or(path);
        let name = name.strip_prefix(b"/").unwrap_or(name);
        if self.rules.ignores(name, kind, self.loading.journal) {
            return Ok(());
        }
        match kind {
            FileKind::Dir => {
                for entry in self.world.list(path)? {
                    self.visit(&path::join(&[path, &entry.name]), entry.kind, depth + 1)?;
                }
                Ok(())
            }
            FileKind::File => self.file(path, name),
            FileKind::Link | FileKind::Other => {
                let path = String::from_utf8_lossy(path);
                Err(error::load(format!(
                    "cannot load irregular file {path} as it has file mode type bits set"
                )))
            }
        }
    }

    /// What a link points to. Helm says that it follows it, also where the file is ignored then.
    fn follow(&mut self, path: &[u8]) -> Result<FileKind, Diagnostic> {
        let shown = String::from_utf8_lossy(path);
        let resolved = resolve_links(&**self.world, path)
            .map_err(|e| error::load(format!("error evaluating symlink {shown}: {e}")))?;
        let message = "found symbolic link in path. Contents of linked file included and used";
        let attributes = [("path", &*shown), ("resolved", &String::from_utf8_lossy(&resolved))];
        // DIFFERENCE: Helm follows links wherever they lead, so that a chart can show any file of the machine.
        let bound = self.bound.get_or_insert_with(|| repository(&**self.world, self.root));
        if !is_within(&resolved, bound) {
            let target = String::from_utf8_lossy(&resolved);
            return Err(error::load(format!(
                "{shown} is a link to {target}, beyond the repository of the chart"
            )));
        }
        note(self.loading.journal, "chart::symlink", Severity::Info, message, &attributes);
        Ok(self.world.lstat(&resolved)?.kind)
    }

    fn file(&mut self, path: &[u8], name: &[u8]) -> Result<(), Diagnostic> {
        let unread =
            |e: OsError| error::load(format!("error reading {}: {e}", String::from_utf8_lossy(name)));
        let size;
        if is_asked_for(name) {
            let content = self.world.read(path, self.left.saturating_add(1)).map_err(unread)?;
            size = content.len() as u64;
            let file = File::read(name, &content);
            if is_template(name) {
                (self.loading.found)(&file);
            }
            self.files.push(file);
        } else {
            size = self.world.open(path).map_err(unread)?.size;
            self.files.push(File::on_demand(name, self.world.clone(), path.to_vec(), self.left));
        }
        match self.left.checked_sub(size) {
            Some(left) => self.left = left,
            None => {
                let name = String::from_utf8_lossy(name);
                let most = self.loading.ledger.budgets[Budget::Chart];
                let message = format!("chart exceeds maximum decompressed size of {most} bytes");
                return Err(error::load(format!("error reading {name}: {message}")).about(Budget::Chart));
            }
        }
        Ok(())
    }
}

/// Whether each render needs the content of a file. Of the others, such as CRDs, only those are read that a
/// template or a flag asks for.
fn is_asked_for(name: &[u8]) -> bool {
    match in_its_chart(name) {
        Some(Within::Packed) => true,
        Some(Within::Chart(name)) => {
            name.starts_with(b"templates/")
                || matches!(
                    name,
                    b"Chart.yaml"
                        | b"Chart.lock"
                        | b"values.yaml"
                        | b"requirements.yaml"
                        | b"requirements.lock"
                )
        }
        None => false,
    }
}

/// Whether a file is a template of the chart or of one below it.
pub(crate) fn is_template(name: &[u8]) -> bool {
    matches!(in_its_chart(name), Some(Within::Chart(name)) if name.starts_with(b"templates/"))
}

/// Where a file of a chart lies.
enum Within<'n> {
    /// It is a packed chart below `charts/`, or lies in a folder that is named like one.
    Packed,
    /// In the chart or one below it, under this name.
    Chart(&'n [u8]),
}

/// Where a file lies; nothing where it belongs to no chart that is loaded.
fn in_its_chart(mut name: &[u8]) -> Option<Within<'_>> {
    while let Some(inner) = name.strip_prefix(b"charts/") {
        let (chart, rest) = match memchr::memchr(b'/', inner) {
            Some(at) => (&inner[..at], Some(&inner[at + 1..])),
            None => (inner, None),
        };
        if chart.starts_with(b"_") || chart.starts_with(b".") || path::ext(name) == b".prov" {
            return None;
        }
        if path::ext(chart) == b".tgz" {
            return Some(Within::Packed);
        }
        name = rest?;
    }
    Some(Within::Chart(name))
}

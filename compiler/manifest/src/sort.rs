//! Manifests and hooks in the order in which they are printed.

use nexachart_source::{Budget, Budgets};
use nexachart_value::yaml;

use crate::hook::{Role, role};
use crate::{Head, Hook, install_rank, split};

/// A document of a rendered file.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// The template that printed it.
    pub path: Vec<u8>,
    /// The document.
    pub content: Vec<u8>,
    /// What it says of itself.
    pub head: Head,
}

/// What rendered files hold.
#[derive(Debug, Default)]
pub struct Documents {
    /// The manifests that are no hooks.
    pub manifests: Vec<Manifest>,
    /// The hooks.
    pub hooks: Vec<Hook>,
    /// The hook annotations of manifests that were dropped because they name an event that does not
    /// exist.
    pub unknown_hooks: Vec<Vec<u8>>,
}

impl Documents {
    fn len(&self) -> usize {
        self.manifests.len() + self.hooks.len() + self.unknown_hooks.len()
    }

    /// The file of one of them.
    fn last_path(&self) -> &[u8] {
        let manifest = self.manifests.last().map(|manifest| &*manifest.path);
        manifest.or(self.hooks.last().map(|hook| &*hook.path)).unwrap_or_default()
    }
}

/// A document that is no YAML.
#[derive(Debug)]
pub struct ParseError {
    /// The template that printed it.
    pub path: Vec<u8>,
    /// Its number among the documents of that file, from 0.
    pub document: usize,
    /// What is wrong, in Go's words, and where.
    pub error: yaml::Error,
}

/// Reads the documents of a rendered file. One whose name begins with `_` has none, nor has a blank one. The
/// first document that is no YAML ends it.
pub fn read(path: &[u8], content: &[u8], budgets: &Budgets) -> Result<Documents, ParseError> {
    let mut documents = Documents::default();
    if path.rsplit(|&b| b == b'/').next().is_some_and(|name| name.starts_with(b"_")) {
        return Ok(documents);
    }
    for (document, content) in split(content).enumerate() {
        let failed = |error| ParseError { path: path.to_vec(), document, error };
        budgets.check(Budget::Documents, document as u64 + 1).map_err(|e| failed(e.into()))?;
        let head = Head::read(content, budgets).map_err(failed)?;
        let (path, content) = (path.to_vec(), content.to_vec());
        match role(&head) {
            Role::Generic => documents.manifests.push(Manifest { path, content, head }),
            Role::Hook(events) => documents.hooks.push(Hook { path, content, head, events }),
            Role::Unknown(types) => documents.unknown_hooks.push(types.to_vec()),
        }
    }
    Ok(documents)
}

/// The documents of all files, which come in byte order of their paths, sorted: by kind, then by path, then as
/// they stand in the file (Helm: SortManifests). An error when there are too many.
pub fn sort(files: impl IntoIterator<Item = Documents>, budgets: &Budgets) -> Result<Documents, ParseError> {
    let mut sorted = Documents::default();
    for mut documents in files {
        let last = documents.last_path().to_vec();
        sorted.manifests.append(&mut documents.manifests);
        sorted.hooks.append(&mut documents.hooks);
        sorted.unknown_hooks.append(&mut documents.unknown_hooks);
        budgets.check(Budget::Documents, sorted.len() as u64).map_err(|e| ParseError {
            path: last,
            document: 0,
            error: e.into(),
        })?;
    }
    // Both sorts are stable: what is of one kind stays in the order of the files.
    sorted.manifests.sort_by(|a, b| order(&a.head).cmp(&order(&b.head)));
    sorted.hooks.sort_by(|a, b| order(&a.head).cmp(&order(&b.head)));
    Ok(sorted)
}

fn order(head: &Head) -> (usize, &[u8]) {
    match install_rank(&head.kind) {
        Some(rank) => (rank, b""),
        None => (usize::MAX, &head.kind),
    }
}

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

/// What rendered files hold, sorted.
#[derive(Debug, Default)]
pub struct Sorted {
    /// The manifests that are no hooks.
    pub manifests: Vec<Manifest>,
    /// The hooks.
    pub hooks: Vec<Hook>,
    /// The hook annotations of manifests that were dropped because they name an event that does not
    /// exist.
    pub unknown_hooks: Vec<Vec<u8>>,
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

/// Sorts the documents of rendered files: by kind, then by path, then as they stand in the file
/// (Helm: SortManifests). `files` come in byte order of their paths. Files whose name begins with `_`
/// and blank ones are left out. The first document that is no YAML ends it.
pub fn sort<'a>(
    files: impl IntoIterator<Item = (&'a [u8], &'a [u8])>,
    budgets: &Budgets,
) -> Result<Sorted, ParseError> {
    let mut documents = 0;
    let mut sorted = Sorted::default();
    for (path, content) in files {
        let name = path.rsplit(|&b| b == b'/').next().unwrap_or_default();
        if name.starts_with(b"_") {
            continue;
        }
        for (document, content) in split(content).enumerate() {
            documents += 1;
            let counted = budgets.check(Budget::Documents, documents).map_err(yaml::Error::from);
            let head = counted.and_then(|()| Head::read(content, budgets));
            let head = head.map_err(|error| ParseError { path: path.to_vec(), document, error })?;
            let (path, content) = (path.to_vec(), content.to_vec());
            match role(&head) {
                Role::Generic => sorted.manifests.push(Manifest { path, content, head }),
                Role::Hook(events) => sorted.hooks.push(Hook { path, content, head, events }),
                Role::Unknown(types) => sorted.unknown_hooks.push(types.to_vec()),
            }
        }
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

//! Which targets a change can reach. A target that is left out would have come out the same.

use std::collections::HashMap;
use std::sync::Arc;

use nexachart_chart::Reach;
use nexachart_go::path;
use nexachart_source::{Diagnostic, World, absolute, is_within, resolve_links};
use nexachart_workspace::{FILE, Target, Workspace};

use crate::git::{self, Since};
use crate::{Draws, TemplateOptions};

/// A change, of which only the targets matter that it can reach. What both parts say counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// What git says that changed.
    pub since: Option<Since>,
    /// Files that changed: paths from the current folder. They may be no more.
    pub files: Vec<Vec<u8>>,
}

/// Of targets those that can come out other than they did before the change, or that have a file `beside` them which
/// changed.
pub(crate) fn reached<'t>(
    world: &Arc<dyn World>,
    workspace: &Workspace,
    targets: Vec<&'t Target>,
    change: &Change,
    beside: impl Fn(&Target) -> Option<Vec<u8>>,
    options: &TemplateOptions,
    draws: &Draws,
) -> Result<Vec<&'t Target>, Diagnostic> {
    let given = absolute(&**world, &workspace.root)?;
    let root = resolve_links(&**world, &given)?;
    let mut changed = Vec::new();
    if let Some(since) = &change.since {
        let Some(files) = git::changed(&root, since)? else { return Ok(targets) };
        changed = files;
    }
    for file in &change.files {
        let full = absolute(&**world, file)?;
        let folder = path::dir(&full);
        let folder = resolve_links(&**world, &folder).unwrap_or(folder);
        changed.push(path::join(&[&folder, path::base(&full)]));
    }
    // Paths of the workspace begin with its folder; those of git have no links in the way to it.
    let placed = |path: &[u8]| -> Result<Vec<u8>, Diagnostic> {
        let full = absolute(&**world, path)?;
        Ok(if is_within(&full, &given) { path::join(&[&root, &full[given.len()..]]) } else { full })
    };
    // Environments of which a file went may be no more, and others take their places.
    let lost_one = |changed: &[u8], folder: &[u8]| {
        let environments = path::join(&[folder, b"environments"]);
        let real = resolve_links(&**world, &environments).unwrap_or_default();
        (is_within(changed, &environments) || !real.is_empty() && is_within(changed, &real))
            && world.lstat(changed).is_err()
    };
    let of_all = |path: &Vec<u8>| {
        path::base(path) == FILE.as_bytes()
            || *path == path::join(&[&root, b"Chart.yaml"])
            || lost_one(path, &root)
    };
    if changed.iter().any(of_all) || !changed.is_empty() && !options.values.set_file.is_empty() {
        return Ok(targets);
    }
    let mut files: Vec<Vec<u8>> = Vec::new();
    let seed = match draws {
        Draws::Seeded(file) => Some(file),
        _ => None,
    };
    for file in options.values.files.iter().chain(seed) {
        files.push(placed(file)?);
    }
    let mut charts: HashMap<&[u8], Reach> = HashMap::new();
    let mut kept = Vec::new();
    for target in targets {
        let chart = placed(&target.path)?;
        let reach = charts.entry(&target.path).or_insert_with(|| {
            let reach = Reach::of(world, &chart, &options.budgets);
            files.iter().fold(reach, |reach, file| reach.with(&**world, file))
        });
        let real = resolve_links(&**world, &chart).unwrap_or_default();
        let mut layers = Reach::default();
        for file in target.candidates.iter().cloned().chain(beside(target)) {
            layers = layers.with(&**world, &placed(&file)?);
        }
        let is_reached = |path: &Vec<u8>| reach.has(path) || layers.has(path) || lost_one(path, &real);
        if changed.iter().any(is_reached) {
            kept.push(target);
        }
    }
    Ok(kept)
}

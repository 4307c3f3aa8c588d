//! `dependency build` and `dependency update`: packing what a chart depends on into its `charts/` (Helm:
//! pkg/downloader/manager.go), for dependencies that are in folders.

mod list;
mod lock;
mod pack;

pub use list::list_dependencies;

use std::collections::BTreeMap;
use std::mem;
use std::sync::Arc;

use nexachart_go::path;
use nexachart_go::strconv::quote;
use nexachart_source::{Budgets, Diagnostic, FileKind, World, absolute};

use crate::dependencies::is_compatible;
use crate::ledger::Ledger;
use crate::load::{Loading, chart_in_folder, load_archive};
use crate::local::{self, folder_of, is_local};
use crate::log::Journal;
use crate::{Chart, Dependency, error};

/// What becomes of Chart.lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Locking {
    /// The versions in it are asked for, where there is one: `dependency build`.
    Kept,
    /// It is made anew: `dependency update`.
    Renewed,
}

/// What a chart's dependencies become.
#[derive(Debug, Default)]
pub struct Built {
    /// What Helm says.
    pub stdout: Vec<u8>,
    /// Files to write, by their paths.
    pub files: BTreeMap<Vec<u8>, Vec<u8>>,
    /// Packed charts that are of no use any more.
    pub stale: Vec<Vec<u8>>,
}

/// Packs the dependencies of the chart in a folder, as far as they are in folders. Others have to be in `charts/`
/// already. A folder's own `file://` dependencies that its `charts/` lacks go into its archive.
pub fn build_dependencies(
    world: &Arc<dyn World>,
    chart: &[u8],
    locking: Locking,
    budgets: &Budgets,
    journal: &mut Journal,
) -> Result<Built, Diagnostic> {
    let found = world.stat(chart).map_err(|error| {
        error::load(format!("could not find {}: {error}", String::from_utf8_lossy(chart)))
    })?;
    if found.kind != FileKind::Dir {
        return Err(error::load("only unpacked charts can be updated"));
    }
    let dir = absolute(&**world, chart)?;
    let mut loading = Loading { ledger: Ledger::new(budgets), found: &|_| {}, journal };
    let mut root = chart_in_folder(world, &dir, 0, &mut loading)?;
    if root.metadata.dependencies.is_none() {
        return Ok(Built::default());
    }
    // What charts/ has of a folder is packed anew.
    let asked: Vec<Dependency> = root.metadata.dependencies().cloned().collect();
    let of_folder = |sub: &Arc<Chart>| asked.iter().any(|e| is_local(&e.repository) && e.name == sub.name());
    let kept: Vec<Arc<Chart>> =
        mem::take(&mut root.dependencies).into_iter().filter(|sub| !of_folder(sub)).collect();
    root.dependencies.clone_from(&kept);
    local::complete(world, &dir, &mut root, &mut loading)?;

    let old = lock::read(world, &dir, &root, &mut loading)?;
    let locked = match (&old, locking) {
        (Some(lock), Locking::Kept) => {
            lock::check(&root.metadata, &asked, lock)?;
            lock.dependencies.clone()
        }
        _ => asked.iter().map(|entry| locked(entry, &root, &dir, &**world)).collect::<Result<_, _>>()?,
    };
    let mut built = Built::default();
    built.say(&format!("Saving {} charts\n", locked.len()));
    let charts = path::join(&[chart, b"charts"]);
    for entry in &locked {
        if entry.repository.is_empty() {
            let name = &entry.name;
            built.say(&format!(
                "Dependency {name} did not declare a repository. Assuming it exists in the charts directory\n"
            ));
        }
        match folder_of(&entry.repository, &dir) {
            Some(folder) => {
                let packed = pack::pack(world, &folder, &mut loading)?;
                if !is_compatible(&entry.version, &packed.version) {
                    let text = format!("can't get a valid version for dependency {}", entry.name);
                    let short = format!(
                        "{} is at {} in {}, and Chart.lock says {}",
                        entry.name, packed.version, entry.repository, entry.version
                    );
                    let error = error::load(text).summed_up(short);
                    return Err(error.helped("run nexachart dependency update"));
                }
                built.files.insert(path::join(&[&charts, &packed.file_name()]), packed.bytes);
            }
            None if kept.iter().any(|sub| fits(sub, entry)) => {}
            None => return Err(not_fetched(entry)),
        }
    }
    built.say("Deleting outdated charts\n");
    built.stale = stale(world, &charts, &built.files, &asked, &mut loading);
    let digest = lock::digest(&asked, &locked)?;
    if (locking == Locking::Renewed || old.is_none()) && old.is_none_or(|old| old.digest != digest) {
        let name: &[u8] =
            if root.metadata.api_version == "v1" { b"requirements.lock" } else { b"Chart.lock" };
        built.files.insert(path::join(&[chart, name]), lock::text(&locked, &digest, world.now())?);
    }
    Ok(built)
}

impl Built {
    fn say(&mut self, text: &str) {
        self.stdout.extend_from_slice(text.as_bytes());
    }
}

fn fits(chart: &Chart, entry: &Dependency) -> bool {
    chart.name() == entry.name && is_compatible(&entry.version, &chart.metadata.version)
}

/// A dependency with the version that it has (Helm: internal/resolver).
fn locked(entry: &Dependency, root: &Chart, dir: &[u8], world: &dyn World) -> Result<Dependency, Diagnostic> {
    let Dependency { name, repository, .. } = entry;
    let lock = |version: &str| Dependency {
        name: name.clone(),
        repository: repository.clone(),
        version: version.into(),
        ..Dependency::default()
    };
    if repository.is_empty() {
        let folder = path::join(&[dir, b"charts", name.as_bytes()]);
        return match world.stat(&folder) {
            Ok(_) => Ok(lock(&entry.version)),
            Err(_) => Err(error::load(format!("directory {} not found", String::from_utf8_lossy(&folder)))),
        };
    }
    match root.dependencies.iter().find(|sub| fits(sub, entry)) {
        Some(found) => Ok(lock(&found.metadata.version)),
        None => {
            let why = root.missing.iter().find(|missing| missing.name == *name);
            Err(match why.filter(|_| is_local(repository)) {
                Some(missing) => error::load(missing.why.clone()),
                None => not_fetched(entry),
            })
        }
    }
}

fn not_fetched(entry: &Dependency) -> Diagnostic {
    let [name, repository] = [&entry.name, &entry.repository].map(|text| quote(text.as_bytes()));
    let message = format!("dependency {name} comes from {repository}, and charts are not fetched");
    error::load(message).helped("put it into charts/ first: helm pull, or helm dependency build")
}

/// Packed charts below charts/ that are not among those that were made (Helm: safeMoveDeps).
fn stale(
    world: &Arc<dyn World>,
    charts: &[u8],
    made: &BTreeMap<Vec<u8>, Vec<u8>>,
    asked: &[Dependency],
    loading: &mut Loading<'_>,
) -> Vec<Vec<u8>> {
    let mut stale = Vec::new();
    for entry in world.list(charts).unwrap_or_default() {
        let file = path::join(&[charts, &entry.name]);
        if entry.kind != FileKind::File || made.contains_key(&file) {
            continue;
        }
        let Ok(chart) = load_archive(world, &file, loading) else { continue };
        if !asked.iter().any(|asked| asked.name == chart.name() && !is_local(&asked.repository)) {
            stale.push(file);
        }
    }
    stale
}

#[cfg(test)]
mod tests;

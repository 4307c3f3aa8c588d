//! Dependencies from folders: where `charts/` lacks one whose repository is `file://FOLDER`, the chart in that folder takes
//! its place, as if `helm dependency build` had packed it, in its own chart first and then in those that use it.
//!
//! DIFFERENCE: Helm renders nothing before they are packed.

use std::collections::HashMap;
use std::sync::Arc;

use nexachart_go::path;
use nexachart_go::semver::{Constraints, Version};
use nexachart_go::strconv::quote;
use nexachart_source::{
    Base, Budget, Diagnostic, FileKind, Severity, World, is_within, repository, resolve_links,
};

use crate::chart::Missing;
use crate::load::{Loading, chart_in_folder};
use crate::{Chart, Dependency, Metadata, decode, error};

/// Adds to the chart of a folder, given by its absolute path, what it depends on and `charts/` lacks, as far as that is in
/// folders of its repository. What is not found is noted in the chart.
pub(crate) fn complete(
    world: &Arc<dyn World>,
    folder: &[u8],
    chart: &mut Chart,
    loading: &mut Loading<'_>,
) -> Result<(), Diagnostic> {
    // Most charts have none: they do not pay for it.
    if !chart.metadata.dependencies().any(|entry| is_local(&entry.repository)) {
        return Ok(());
    }
    let bound = repository(&**world, folder);
    let real = resolve_links(&**world, folder)?;
    let above = vec![(real, chart.name().to_string())];
    Local { world, bound, above, loaded: HashMap::new(), loading }.complete(folder, chart)
}

/// The folder that a repository is: `file://../lib` of the chart in `folder` (Helm: internal/resolver GetLocalPath).
pub(crate) fn folder_of(repository: &str, folder: &[u8]) -> Option<Vec<u8>> {
    let local = repository.strip_prefix("file://")?.as_bytes();
    Some(if local.starts_with(b"/") { path::clean(local) } else { path::join(&[folder, local]) })
}

pub(crate) fn is_local(repository: &str) -> bool {
    repository.starts_with("file://")
}

/// Whether the version of a local chart is one that is asked for. The errors are those of `helm dependency build`.
pub(crate) fn check_version(entry: &Dependency, version: &str) -> Result<(), Diagnostic> {
    let Dependency { name, version: range, repository, .. } = entry;
    let asked = Constraints::parse(range.as_bytes()).map_err(|error| {
        let name = quote(name.as_bytes());
        failed(format!("dependency {name} has an invalid version/constraint format: {error}"))
    })?;
    // Validation has seen that it is a version.
    if Version::parse(version.as_bytes()).is_ok_and(|version| asked.check(&version)) {
        return Ok(());
    }
    let [quoted, from, wanted] = [name, repository, range].map(|text| quote(text.as_bytes()));
    let message = format!(
        "can't get a valid version for 1 subchart(s): {quoted} (repository {from}, version {wanted}). Make sure a matching \
         chart version exists in the repo, or change the version constraint in Chart.yaml"
    );
    let short = format!("{name} is at {version} in {repository}, and Chart.yaml asks for {range}");
    Err(failed(message).summed_up(short).helped("change one of the two versions"))
}

fn failed(message: String) -> Diagnostic {
    Diagnostic::error("chart::dependency", message)
}

/// What is known while charts of folders are loaded.
struct Local<'a, 'l> {
    world: &'a Arc<dyn World>,
    /// Nothing outside of this folder is read.
    bound: Vec<u8>,
    /// The folders, without links, and the names of the charts that lead to the one that is completed.
    above: Vec<(Vec<u8>, String)>,
    /// By their folders, with the number of entries that they took of the budget.
    loaded: HashMap<Vec<u8>, (Arc<Chart>, u64)>,
    loading: &'a mut Loading<'l>,
}

impl Local<'_, '_> {
    fn complete(&mut self, folder: &[u8], chart: &mut Chart) -> Result<(), Diagnostic> {
        let packed: Vec<Arc<Chart>> = chart.dependencies.clone();
        let mut taken: Vec<Vec<u8>> = Vec::new();
        for entry in chart.metadata.dependencies() {
            let known: Vec<&str> = packed
                .iter()
                .filter(|sub| sub.name() == entry.name)
                .map(|sub| &*sub.metadata.version)
                .collect();
            let found = self.find(entry, folder);
            match (known.is_empty(), found) {
                (true, Ok((path, real))) => {
                    if !taken.contains(&real) {
                        chart.dependencies.push(self.load(entry, &path, &real)?);
                        chart.folders.push(entry.name.clone());
                        taken.push(real);
                    }
                }
                (true, Err(why)) => chart.missing.push(Missing { name: entry.name.clone(), why }),
                (false, Ok((path, _))) => self.compare(entry, &path, &known),
                (false, Err(_)) => {}
            }
        }
        Ok(())
    }

    /// The folder of a dependency, and the same without links; or why there is none.
    fn find(&self, entry: &Dependency, folder: &[u8]) -> Result<(Vec<u8>, Vec<u8>), String> {
        let Dependency { name, repository, .. } = entry;
        let Some(path) = folder_of(repository, folder) else {
            return Err(match repository.as_str() {
                "" => format!("{name}: it has no repository, so it has to be in charts/"),
                _ => format!(
                    "{name}: it comes from {repository}, and charts are not fetched: run helm dependency build"
                ),
            });
        };
        let none = || format!("{name}: there is no folder {}", String::from_utf8_lossy(&path));
        let beyond = || {
            let bound = String::from_utf8_lossy(&self.bound);
            format!(
                "{name}: {repository} is beyond the repository of the chart, which is {bound}: nothing is read there (a \
                 repository is the nearest folder with a .git; where there is none, the chart itself)"
            )
        };
        // What is beyond is not even looked for, but for the links in its path.
        let Ok(real) = resolve_links(&**self.world, &path) else {
            return Err(if is_within(&path, &self.bound) { none() } else { beyond() });
        };
        if !is_within(&real, &self.bound) {
            return Err(beyond());
        }
        match self.world.stat(&real).map(|found| found.kind) {
            Ok(FileKind::Dir) => Ok((path, real)),
            _ => Err(none()),
        }
    }

    fn load(&mut self, entry: &Dependency, path: &[u8], real: &[u8]) -> Result<Arc<Chart>, Diagnostic> {
        let Dependency { name, repository, .. } = entry;
        if let Some(start) = self.above.iter().position(|(folder, _)| folder == real) {
            let mut names: Vec<&str> = self.above[start..].iter().map(|(_, name)| &**name).collect();
            names.push(names[0]);
            return Err(failed(format!("charts depend on themselves: {}", names.join(" -> "))));
        }
        let depth = self.above.len() as u64;
        let within = self.loading.ledger.budgets.check(Budget::ChartDepth, depth);
        within.map_err(|exceeded| error::load(exceeded.to_string()))?;
        let (chart, entries) = match self.loaded.get(real) {
            Some((chart, entries)) => {
                // A chart that is there twice has its files twice, to all who go through them.
                self.loading.ledger.entries(*entries).map_err(|e| error::load(e.to_string()))?;
                (chart.clone(), *entries)
            }
            None => {
                let before = self.loading.ledger.used_entries();
                let chart = self.fresh(entry, path, real).map_err(|error| {
                    let error =
                        if error.code == "chart::dependency" { error } else { elsewhere(error, path) };
                    error.behind(&format!("dependency {} ({repository})", quote(name.as_bytes())))
                })?;
                (Arc::new(chart), self.loading.ledger.used_entries() - before)
            }
        };
        if chart.name() != name {
            let found = quote(chart.name().as_bytes());
            let name = quote(name.as_bytes());
            return Err(failed(format!("dependency {name}: the chart in {repository} is named {found}")));
        }
        check_version(entry, &chart.metadata.version)?;
        self.loaded.insert(real.to_vec(), (chart.clone(), entries));
        Ok(chart)
    }

    /// The chart of a folder with all that it depends on.
    fn fresh(&mut self, entry: &Dependency, path: &[u8], real: &[u8]) -> Result<Chart, Diagnostic> {
        let depth = self.above.len() as u64;
        let mut chart = chart_in_folder(self.world, path, depth, self.loading)?;
        chart.place = path.to_vec();
        self.above.push((real.to_vec(), entry.name.clone()));
        let completed = self.complete(path, &mut chart);
        self.above.pop();
        completed?;
        // Helm looks for missing ones in the outermost chart alone, and renders without the others.
        match chart.missing.first() {
            Some(missing) => Err(failed(format!("a chart that it depends on is missing: {}", missing.why))),
            None => Ok(chart),
        }
    }

    /// Says so where charts/ holds another version than the folder does.
    fn compare(&mut self, entry: &Dependency, path: &[u8], packed: &[&str]) {
        let Dependency { name, repository, .. } = entry;
        let mut metadata = Metadata::default();
        let most = self.loading.ledger.budgets[Budget::File];
        let text = self.world.read(&path::join(&[path, b"Chart.yaml"]), most).unwrap_or_default();
        let is_read = decode::metadata(&text, &mut metadata, &mut self.loading.ledger).is_ok();
        if !is_read || metadata.name != *name || packed.contains(&metadata.version.as_str()) {
            return;
        }
        let message = format!(
            "{name} {} of charts/ is used, while {repository} is at {}",
            packed.join(", "),
            metadata.version
        );
        let help =
            "run nexachart dependency build, or take it out of charts/: then the folder itself is used";
        let warning = Diagnostic::new("chart::stale-dependency", Severity::Warning, message);
        self.loading.journal.push(warning.helped(help));
    }
}

/// An error in the chart of a folder: its place is in that folder.
fn elsewhere(mut error: Diagnostic, folder: &[u8]) -> Diagnostic {
    if let Some(place) = error.primary.as_deref_mut().filter(|place| place.base == Base::Chart) {
        place.file = path::join(&[folder, &place.file]);
        place.base = Base::Disk;
    }
    error
}

#[cfg(test)]
mod tests;

//! Reading a chart from wherever it is (Helm: pkg/chart/loader, pkg/chart/v2/loader).

use std::collections::BTreeMap;
use std::sync::Arc;

use nexachart_go::path;
use nexachart_source::{Base, Budget, Budgets, Diagnostic, FileKind, Severity, World, absolute};

use crate::chart::File;
use crate::documents::read_into;
use crate::error::{self, unread};
use crate::ledger::Ledger;
use crate::log::{Journal, note, printed};
use crate::{Chart, Metadata, archive, decode, folder, local};

/// Reads the chart in a folder or a packed one, and checks it. What Helm logs on the way is noted in
/// `journal`. The errors have Helm's texts. Each template file, of whatever chart in it, is shown to `found` as
/// soon as it is read: somebody may begin to parse it.
///
/// ```
/// use std::sync::Arc;
/// use nexachart_source::{Budgets, Memory, World};
/// let world: Arc<dyn World> = Arc::new(
///     Memory::new()
///         .file("/app/Chart.yaml", "apiVersion: v2\nname: app\nversion: 0.1.0\n")
///         .file("/app/templates/a.yaml", "a: b\n"),
/// );
/// let chart = nexachart_chart::load(&world, b"app", &Budgets::default(), &|_| {}, &mut Vec::new()).unwrap();
/// assert_eq!((chart.name(), chart.templates.len()), ("app", 1));
/// ```
pub fn load(
    world: &Arc<dyn World>,
    chart: &[u8],
    budgets: &Budgets,
    found: &dyn Fn(&File),
    journal: &mut Journal,
) -> Result<Chart, Diagnostic> {
    let mut loading = Loading { ledger: Ledger::new(budgets), found, journal };
    match world.stat(chart)?.kind {
        FileKind::Dir => load_folder(world, chart, &mut loading),
        _ => load_archive(world, chart, &mut loading),
    }
}

/// Reads the chart in a folder with what is in its `charts/` alone, whatever its version, as `helm lint` does (Helm:
/// pkg/chart/v2/loader); [`load`] takes dependencies from folders, too.
pub fn load_packed(
    world: &Arc<dyn World>,
    folder: &[u8],
    budgets: &Budgets,
    journal: &mut Journal,
) -> Result<Chart, Diagnostic> {
    let mut loading = Loading { ledger: Ledger::new(budgets), found: &|_| {}, journal };
    let folder = absolute(&**world, folder)?;
    let files = folder::files(world, &folder, &mut loading)?;
    chart_at(files, 0, &mut loading)
}

/// The files of an archive, by their paths in the chart (Helm: chartutil.Expand).
pub fn unpack(packed: &[u8], budgets: &Budgets) -> Result<Vec<File>, String> {
    archive::files(packed, &mut Ledger::new(budgets)).map_err(|error| error.message)
}

/// What goes along while a chart is loaded.
pub(crate) struct Loading<'a> {
    /// What has been used of the budgets.
    pub ledger: Ledger<'a>,
    /// Is shown each template file.
    pub found: &'a dyn Fn(&File),
    /// What is said.
    pub journal: &'a mut Journal,
}

impl Loading<'_> {
    /// The files of a packed chart.
    fn unpack(&mut self, packed: &[u8]) -> Result<Vec<File>, archive::ArchiveError> {
        let files = archive::files(packed, &mut self.ledger)?;
        files.iter().filter(|file| folder::is_template(&file.name)).for_each(self.found);
        Ok(files)
    }
}

fn load_folder(world: &Arc<dyn World>, chart: &[u8], loading: &mut Loading<'_>) -> Result<Chart, Diagnostic> {
    let dir = absolute(&**world, chart)?;
    let mut chart = chart_in_folder(world, &dir, 0, loading)?;
    local::complete(world, &dir, &mut chart, loading)?;
    Ok(chart)
}

/// The chart in a folder, given by its absolute path, within so many others: with what is in it.
pub(crate) fn chart_in_folder(
    world: &Arc<dyn World>,
    dir: &[u8],
    depth: u64,
    loading: &mut Loading<'_>,
) -> Result<Chart, Diagnostic> {
    let chart_yaml = path::join(&[dir, b"Chart.yaml"]);
    let text = world.read(&chart_yaml, loading.ledger.bytes_left()).map_err(|e| {
        let chart_yaml = String::from_utf8_lossy(&chart_yaml);
        error::load(format!("unable to detect chart at {chart_yaml}: {e}"))
    })?;
    check_version(&text, loading.ledger.budgets)?;
    let files = folder::files(world, dir, loading)?;
    if depth > 0 {
        loading.ledger.unpacked(files.iter().map(File::held).sum());
    }
    chart_at(files, depth, loading)
}

pub(crate) fn load_archive(
    world: &Arc<dyn World>,
    chart: &[u8],
    loading: &mut Loading<'_>,
) -> Result<Chart, Diagnostic> {
    let name = String::from_utf8_lossy(chart);
    // What is no archive may have no end: a device, say.
    archive::ensure_archive(&name, &world.read(chart, archive::HEAD)?)?;
    let content = world.read(chart, loading.ledger.budgets[Budget::Chart].saturating_mul(2))?;
    let files = loading.unpack(&content).map_err(|error| {
        error::load(if error.is_header {
            let details = error.message;
            format!("file '{name}' does not appear to be a valid chart file (details: {details})")
        } else if Budget::told_in(&error.message).is_some() {
            error.message
        } else {
            "unable to load chart archive".into()
        })
    })?;
    let Some(chart_yaml) = files.iter().find(|file| *file.name == *b"Chart.yaml") else {
        return Err(error::load("unable to detect chart version, no Chart.yaml found"));
    };
    check_version(&chart_yaml.bytes()?, loading.ledger.budgets)?;
    chart_at(files, 0, loading)
}

/// Helm looks at the version before it knows how to read the rest.
fn check_version(chart_yaml: &[u8], budgets: &Budgets) -> Result<(), Diagnostic> {
    let version = decode::api_version(chart_yaml, budgets);
    let version = version.map_err(|error| unread("Chart.yaml", chart_yaml, error))?;
    match version.as_str() {
        // Version 3 is read, and refused by the installation.
        "v1" | "v2" | "v3" | "" => Ok(()),
        _ => Err(error::load("unsupported chart version")),
    }
}

/// Puts a chart together from its files, named by their paths in it (Helm: LoadFiles).
pub fn from_files(files: Vec<File>, budgets: &Budgets, journal: &mut Journal) -> Result<Chart, Diagnostic> {
    chart_at(files, 0, &mut Loading { ledger: Ledger::new(budgets), found: &|_| {}, journal })
}

/// The same for a chart within so many others.
fn chart_at(files: Vec<File>, depth: u64, loading: &mut Loading<'_>) -> Result<Chart, Diagnostic> {
    let within = loading.ledger.budgets.check(Budget::ChartDepth, depth);
    within.map_err(|exceeded| error::load(exceeded.to_string()))?;
    let mut metadata = None;
    // An archive can hold Chart.yaml at any place, and more than once.
    for file in files.iter().filter(|file| *file.name == *b"Chart.yaml") {
        let metadata: &mut Metadata = metadata.get_or_insert_default();
        let text = file.bytes()?;
        decode::metadata(&text, metadata, &mut loading.ledger)
            .map_err(|error| unread("Chart.yaml", &text, error))?;
        if metadata.api_version.is_empty() {
            metadata.api_version = "v1".into();
        }
    }
    let mut templates = Vec::new();
    let (mut values, mut values_file) = (Vec::new(), None);
    let mut schema = None;
    let mut others = Vec::new();
    let mut subcharts: BTreeMap<Vec<u8>, Vec<File>> = BTreeMap::new();
    for file in files {
        match &*file.name {
            b"Chart.yaml" => {}
            b"Chart.lock" => {
                let text = file.bytes()?;
                decode::lock(&text, &mut loading.ledger)
                    .map_err(|error| unread("Chart.lock", &text, error))?;
            }
            b"values.yaml" => {
                let text = file.bytes()?;
                values = read_into(&text, &mut loading.ledger)
                    .map_err(|error| unread("values.yaml", &text, error))?;
                values_file = Some(file);
            }
            b"values.schema.json" => schema = Some(file).filter(|file| !file.is_absent()),
            b"requirements.yaml" => {
                let metadata = metadata.get_or_insert_default();
                if metadata.api_version != "v1" {
                    let message = "Warning: Dependencies are handled in Chart.yaml since apiVersion \"v2\". \
                                   We recommend migrating dependencies to Chart.yaml.";
                    printed(loading.journal, "chart::requirements", message.into());
                }
                let text = file.bytes()?;
                let read = decode::metadata(&text, metadata, &mut loading.ledger);
                read.map_err(|error| unread("requirements.yaml", &text, error))?;
                if metadata.api_version == "v1" {
                    others.push(file);
                }
            }
            b"requirements.lock" => {
                let text = file.bytes()?;
                decode::lock(&text, &mut loading.ledger)
                    .map_err(|error| unread("requirements.lock", &text, error))?;
                let metadata = metadata.get_or_insert_default();
                if metadata.api_version == "v1" {
                    others.push(file);
                } else {
                    let message = "Warning: Dependency locking is handled in Chart.lock since apiVersion \"v2\". \
                                   We recommend migrating to Chart.lock.";
                    printed(loading.journal, "chart::requirements", message.into());
                }
            }
            name if name.starts_with(b"templates/") => templates.push(file),
            name => match name.strip_prefix(b"charts/") {
                Some(_) if path::ext(name) == b".prov" => others.push(file),
                Some(inner) => {
                    let chart = inner.split(|&b| b == b'/').next().unwrap_or_default();
                    subcharts.entry(chart.to_vec()).or_default().push(file.renamed(inner));
                }
                None => others.push(file),
            },
        }
    }
    let Some(mut metadata) = metadata else { return Err(error::load("Chart.yaml file is missing")) };
    metadata.validate()?;

    // Helm goes through them in random order; ours is that of the names.
    let mut dependencies = Vec::new();
    for (name, files) in subcharts {
        if !name.starts_with(b"_") && !name.starts_with(b".") {
            let mut subchart = from_subchart(&name, files, &metadata.name, depth + 1, loading)?;
            subchart.place = [b"charts/", &*name].concat();
            dependencies.push(Arc::new(subchart));
        }
    }
    Ok(Chart {
        metadata,
        templates,
        values,
        values_file,
        place: Vec::new(),
        schema,
        files: others.into(),
        dependencies,
        folders: Vec::new(),
        missing: Vec::new(),
    })
}

/// A chart below `charts/`: a folder or a packed chart. The names of the files begin with that of the folder.
fn from_subchart(
    name: &[u8],
    files: Vec<File>,
    parent: &str,
    depth: u64,
    loading: &mut Loading<'_>,
) -> Result<Chart, Diagnostic> {
    let shown = String::from_utf8_lossy(name);
    let inner = if path::ext(name) == b".tgz" {
        let file = &files[0];
        if *file.name != *name {
            let got = String::from_utf8_lossy(&file.name);
            let message = format!("error unpacking subchart tar in {parent}: expected {shown}, got {got}");
            return Err(error::load(message));
        }
        file.bytes().map_err(Diagnostic::from).and_then(|packed| Ok(loading.unpack(&packed)?))
    } else {
        // A file that lies in charts/ itself is no chart, and nothing is left of it.
        let below = |file: &File| {
            let cut = memchr::memchr(b'/', &file.name)?;
            Some(file.renamed(&file.name[cut + 1..]))
        };
        Ok(files.iter().filter_map(below).collect())
    };
    inner.and_then(|files| chart_at(files, depth, loading)).map_err(|mut error| {
        if let Some(place) = error.primary.as_deref_mut().filter(|place| place.base == Base::Chart) {
            place.file.splice(..0, [b"charts/", name, b"/"].concat());
        }
        error.behind(&format!("error unpacking subchart {shown} in {parent}"))
    })
}

/// What Helm checks of a loaded chart before it uses it (Helm: pkg/cmd/install.go runInstall): that it can
/// be installed, and that its dependencies are there. Notes a deprecated one.
pub fn check(chart: &Chart, journal: &mut Journal) -> Result<(), Diagnostic> {
    let metadata = &chart.metadata;
    if !matches!(metadata.kind.as_str(), "" | "application") {
        return Err(error::load(format!("{} charts are not installable", metadata.kind)));
    }
    if metadata.deprecated {
        note(journal, "chart::deprecated", Severity::Warning, "this chart is deprecated", &[]);
    }
    let is_there = |name: &str| chart.dependencies.iter().any(|sub| sub.name() == name);
    let is_packed = |name: &str| is_there(name) && !chart.folders.iter().any(|local| local == name);
    if !metadata.dependencies().all(|entry| is_there(&entry.name)) || !chart.missing.is_empty() {
        // Those that are in folders are missing to Helm, too.
        let names = metadata.dependencies().map(|entry| entry.name.as_str());
        let missing: Vec<&str> = names.filter(|name| !is_packed(name)).collect();
        let why: Vec<&str> = chart.missing.iter().map(|missing| missing.why.as_str()).collect();
        let help = match why.is_empty() {
            true => "charts are not fetched: run helm dependency build".to_string(),
            false => why.join("; "),
        };
        let text = format!(
            "an error occurred while checking for chart dependencies. You may need to run 'helm dependency build' \
             to fetch missing dependencies: found in Chart.yaml, but missing in charts/ directory: {}",
            missing.join(", ")
        );
        return Err(error::coded("chart::dependencies", text).helped(help));
    }
    if metadata.api_version == "v3" {
        return Err(error::load("invalid chart apiVersion"));
    }
    Ok(())
}

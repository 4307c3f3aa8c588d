//! `helm lint`, rule by rule in its order, with its texts (Helm: pkg/action/lint.go, pkg/chart/v2/lint); each finding has a
//! place, too.

mod address;
mod analysis;
mod chartfile;
mod crds;
mod dependencies;
mod deprecated;
mod names;
mod stream;
mod templates;
mod values;

use std::sync::Arc;

pub use analysis::{analyse, analyse_keys};

use nexachart_chart::{Chart, Journal, load_packed, unpack, user_values};
use nexachart_go::path;
use nexachart_source::{Base, Diagnostic, FileKind, Memory, OsError, Place, Severity, World, absolute};
use nexachart_value::Map;

use crate::TemplateOptions;

/// What is to be looked at, and how.
#[derive(Clone, Debug, Default)]
pub struct LintRequest {
    /// The charts: folders or archives.
    pub charts: Vec<Vec<u8>>,
    /// Values, namespace, Kubernetes version, budgets: as for a render.
    pub options: TemplateOptions,
    /// `--with-subcharts`: the charts below `charts/`, each by itself, too.
    pub subcharts: bool,
    /// `--strict`: warnings fail.
    pub strict: bool,
    /// `--quiet`: nothing is said of what is good.
    pub quiet: bool,
}

/// What came of a chart.
#[derive(Debug)]
pub struct Linted {
    /// The chart, as it was given.
    pub path: Vec<u8>,
    /// What the rules say, in their order.
    pub messages: Vec<Message>,
    /// Why it could not be looked at.
    pub error: Option<Diagnostic>,
    /// What is found beside Helm's rules ([`analyse`]).
    pub beside: Vec<Diagnostic>,
}

/// What a rule says.
#[derive(Clone, Debug)]
pub struct Message {
    /// What Helm names in front of it: `Chart.yaml`, `templates/`.
    pub path: Vec<u8>,
    /// What Helm says.
    pub text: Vec<u8>,
    /// The finding, with its place.
    pub finding: Diagnostic,
}

/// Looks at charts as `helm lint` does. The error is one of the values that are given.
pub fn lint(
    world: &Arc<dyn World>,
    request: &LintRequest,
    journal: &mut Journal,
) -> Result<Vec<Linted>, Diagnostic> {
    crate::release::capabilities(&request.options).map_err(|error| {
        let version = request.options.kube_version.clone().unwrap_or_default();
        error.behind(&format!("invalid kube version '{version}'"))
    })?;
    let mut charts = request.charts.clone();
    if request.subcharts {
        for chart in &request.charts {
            below(&**world, &path::join(&[chart, b"charts"]), &mut charts, 0);
        }
    }
    let user = user_values(&**world, &request.options.values, &request.options.budgets)?;
    Ok(charts.into_iter().map(|chart| lint_chart(world, chart, &user, request, journal)).collect())
}

/// Adds the charts in a folder (Go: filepath.Walk, in byte order of the names).
fn below(world: &dyn World, dir: &[u8], found: &mut Vec<Vec<u8>>, depth: usize) {
    let Ok(entries) = world.list(dir) else { return };
    for entry in entries.into_iter().filter(|_| depth < 200) {
        let path = path::join(&[dir, &entry.name]);
        match entry.kind {
            _ if entry.name == b"Chart.yaml" => found.push(dir.to_vec()),
            FileKind::Dir if is_archive(&path) => {
                found.push(path.clone());
                below(world, &path, found, depth + 1);
            }
            FileKind::Dir => below(world, &path, found, depth + 1),
            _ if is_archive(&path) => found.push(path),
            _ => {}
        }
    }
}

fn is_archive(path: &[u8]) -> bool {
    path.ends_with(b".tgz") || path.ends_with(b".tar.gz")
}

/// A chart while it is looked at.
pub(crate) struct Linter<'a> {
    pub world: Arc<dyn World>,
    /// The chart, as it was given.
    pub shown: &'a [u8],
    /// The absolute path of its folder.
    pub dir: Vec<u8>,
    pub user: &'a Map,
    pub options: &'a TemplateOptions,
    pub journal: &'a mut Journal,
    pub messages: Vec<Message>,
    /// The chart, once it was loaded, with what was said on the way.
    loaded: Option<(Result<Arc<Chart>, Diagnostic>, Journal)>,
}

fn lint_chart(
    world: &Arc<dyn World>,
    chart: Vec<u8>,
    user: &Map,
    request: &LintRequest,
    journal: &mut Journal,
) -> Linted {
    let failed = |text: String| Some(Diagnostic::error("lint::chart", text));
    let options = &request.options;
    let (world, dir) = match is_archive(&chart) {
        false => (world.clone(), path::clean(&chart)),
        true => match extracted(world, &chart, options) {
            Ok(extracted) => extracted,
            Err(text) => {
                return Linted { error: failed(text), messages: Vec::new(), beside: Vec::new(), path: chart };
            }
        },
    };
    if let Err(error) = world.stat(&path::join(&[&dir, b"Chart.yaml"])) {
        let text = format!("unable to check Chart.yaml file in chart: {error}");
        let error = failed(text).map(|failure| failure.at(Place::file(Base::Disk, &chart)));
        return Linted { error, messages: Vec::new(), beside: Vec::new(), path: chart };
    }
    let dir = absolute(&*world, &dir).unwrap_or(dir);
    let mut linter =
        Linter { world, shown: &chart, dir, user, options, journal, messages: Vec::new(), loaded: None };
    chartfile::check(&mut linter);
    values::check(&mut linter);
    templates::check(&mut linter);
    dependencies::check(&mut linter);
    crds::check(&mut linter);
    let messages = linter.messages;
    Linted { path: chart, messages, error: None, beside: Vec::new() }
}

/// An archive as a world of its own: the folder that Helm would unpack it to.
fn extracted(
    world: &Arc<dyn World>,
    chart: &[u8],
    options: &TemplateOptions,
) -> Result<(Arc<dyn World>, Vec<u8>), String> {
    let most = options.budgets[nexachart_source::Budget::Chart].saturating_mul(2);
    let packed = world.read(chart, most).map_err(|error| format!("unable to open tarball: {error}"))?;
    let files =
        unpack(&packed, &options.budgets).map_err(|error| format!("unable to extract tarball: {error}"))?;
    let chart_yaml = files.iter().find(|file| *file.name == *b"Chart.yaml");
    let name = chart_yaml
        .and_then(|file| nexachart_chart::read_metadata(&file.bytes().ok()?, &options.budgets).ok())
        .map(|metadata| metadata.name)
        .ok_or("unable to extract tarball: chart name not specified")?;
    let dir = format!("/tmp/helm-lint/{name}");
    let mut memory = Memory::new();
    for file in &files {
        let bytes = file.bytes().map_err(|error| error.to_string())?;
        memory = memory.file(format!("{dir}/{}", String::from_utf8_lossy(&file.name)), &*bytes);
    }
    Ok((Arc::new(memory), dir.into_bytes()))
}

impl Linter<'_> {
    /// Notes what a rule found, if it found something; whether it did not.
    fn rule(
        &mut self,
        severity: Severity,
        path: &[u8],
        code: &'static str,
        found: Result<(), Found>,
    ) -> bool {
        let Err(Found { text, place, finding }) = found else { return true };
        let finding = match finding {
            Some(finding) => Diagnostic { severity, ..*finding },
            None => Diagnostic::new(code, severity, text.clone()),
        };
        let finding = match (finding.primary.is_some(), place) {
            (false, Some(place)) => finding.at(*place),
            _ => finding,
        };
        self.messages.push(Message { path: path.to_vec(), text, finding });
        false
    }

    /// The path of a file of the chart.
    fn file(&self, name: &[u8]) -> Vec<u8> {
        path::join(&[&self.dir, name])
    }

    /// A place in a file of the chart.
    fn place(&self, name: &[u8]) -> Place {
        Place::file(Base::Disk, &path::join(&[self.shown, name]))
    }

    fn read(&self, name: &[u8]) -> Result<Vec<u8>, OsError> {
        self.world.read(&self.file(name), self.options.budgets[nexachart_source::Budget::File])
    }

    /// The chart. Helm loads it for each of its rules, and what it logs is logged each time.
    fn load(&mut self) -> Result<Arc<Chart>, Diagnostic> {
        let (result, said) = self.loaded.get_or_insert_with(|| {
            let mut said = Journal::new();
            let loaded = load_packed(&self.world, &self.dir, &self.options.budgets, &mut said);
            (loaded.map(Arc::new), said)
        });
        self.journal.extend(said.iter().cloned());
        result.clone()
    }
}

/// What a rule found.
pub(crate) struct Found {
    /// In Helm's words.
    text: Vec<u8>,
    place: Option<Box<Place>>,
    /// The finding where it is more than its text.
    finding: Option<Box<Diagnostic>>,
}

impl Found {
    fn new(text: impl Into<Vec<u8>>) -> Found {
        Found { text: text.into(), place: None, finding: None }
    }

    /// An error of another stage: its text behind a prefix, its place as it is.
    fn of(prefix: &str, finding: Diagnostic) -> Found {
        let text = [prefix.as_bytes(), finding.text()].concat();
        Found { text, place: None, finding: Some(Box::new(finding)) }
    }

    fn at(self, place: Place) -> Found {
        Found { place: Some(Box::new(place)), ..self }
    }
}

impl Linted {
    /// Whether it fails.
    pub fn failed(&self, strict: bool) -> bool {
        let lowest = if strict { Severity::Warning } else { Severity::Error };
        let findings = self.messages.iter().map(|message| &message.finding).chain(&self.beside);
        self.error.is_some() || findings.into_iter().any(|finding| finding.severity >= lowest)
    }

    fn has_warnings_or_errors(&self) -> bool {
        self.error.is_some() || self.messages.iter().any(|message| message.finding.severity > Severity::Info)
    }
}

/// What `helm lint` prints: on standard output, and the error that it ends with (Helm: pkg/cmd/lint.go).
pub fn helm_report(linted: &[Linted], request: &LintRequest) -> (Vec<u8>, Option<Diagnostic>) {
    let mut out = Vec::new();
    let (mut failed, mut notable) = (0, 0);
    for chart in linted {
        let has_some = chart.has_warnings_or_errors();
        notable += usize::from(has_some);
        if request.quiet && !has_some {
            continue;
        }
        out.extend([b"==> Linting ", &chart.path[..], b"\n"].concat());
        if let Some(error) = &chart.error {
            out.extend([b"Error ", error.text(), b"\n"].concat());
        }
        for Message { path, text, finding } in &chart.messages {
            let severity = match finding.severity {
                Severity::Debug | Severity::Info => "INFO",
                Severity::Warning => "WARNING",
                Severity::Error => "ERROR",
            };
            if !request.quiet || finding.severity > Severity::Info {
                out.extend([b"[", severity.as_bytes(), b"] ", path, b": ", text, b"\n"].concat());
            }
        }
        failed += usize::from(chart.failed(request.strict));
        out.push(b'\n');
    }
    let summary = format!("{} chart(s) linted, {failed} chart(s) failed", linted.len());
    if failed > 0 {
        return (out, Some(Diagnostic::error("lint::failed", summary)));
    }
    if !request.quiet || notable > 0 {
        out.extend([summary.as_bytes(), b"\n"].concat());
    }
    (out, None)
}

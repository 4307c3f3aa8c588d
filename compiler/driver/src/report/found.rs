//! Findings as the formats of other tools want them: with paths from the root of the repository, and fingerprints.

use std::collections::HashMap;

use nexachart_crypto::digest::sha256sum;
use nexachart_go::path;
use nexachart_source::{Base, Diagnostic, FileKind, ObjectRef, Place, Severity, absolute, repository};

use super::secret::masked;
use super::{Entry, Sources, one_line, safe};

/// A finding, harmless and with what is secret masked.
#[derive(Debug)]
pub(super) struct Found<'d> {
    pub diagnostic: &'d Diagnostic,
    /// `nxc::render::nil-field`
    pub code: String,
    /// What is wrong; several lines.
    pub message: String,
    pub spot: Option<Spot>,
    pub labels: Vec<Said>,
    pub trace: Vec<Said>,
    pub help: Option<String>,
    /// What tells it from all others of the run, and stays when lines move.
    pub fingerprint: String,
}

/// A place in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Spot {
    /// From the root of the repository; absolute where it is not in it.
    pub path: String,
    pub line: Option<usize>,
    /// In characters, from 1.
    pub column: Option<usize>,
}

/// Another place, and what is said about it.
#[derive(Debug)]
pub(super) struct Said {
    pub spot: Option<Spot>,
    pub text: String,
}

/// The findings of a run, the worst first, those of a kind in their order.
pub(super) fn found<'d>(entries: &[Entry<'d>]) -> Vec<Found<'d>> {
    let mut ordinals: HashMap<String, usize> = HashMap::new();
    let roots = entries.first().map(|entry| Roots::of(&entry.sources)).unwrap_or_default();
    let mut all: Vec<Found<'d>> = entries
        .iter()
        .map(|entry| {
            let Entry { diagnostic, sources } = entry;
            let spot = roots.primary(diagnostic, sources);
            let message = safe(&masked(&diagnostic.message, diagnostic, sources));
            let said = |label: &nexachart_source::Label| Said {
                spot: roots.spot(&label.place, sources),
                text: one_line(&label.text),
            };
            let help = diagnostic.help.as_ref();
            let help = help.map(|help| one_line(&masked(help.as_bytes(), diagnostic, sources)));
            let identity = identity(diagnostic, spot.as_ref(), &message);
            let ordinal = ordinals.entry(identity.clone()).or_default();
            *ordinal += 1;
            Found {
                diagnostic,
                code: format!("nxc::{}", diagnostic.code),
                fingerprint: digest(&format!("{identity}\0{ordinal}")),
                message,
                spot,
                labels: diagnostic.labels.iter().map(said).collect(),
                trace: diagnostic.trace.iter().map(said).collect(),
                help,
            }
        })
        .collect();
    all.sort_by_key(|found| std::cmp::Reverse(found.diagnostic.severity));
    all
}

/// The name of an object: `Deployment ns/name`, with the node in it behind.
pub(super) fn object_name(object: &ObjectRef) -> String {
    let ObjectRef { kind, namespace, name, path, .. } = object;
    let slash = if namespace.is_empty() { "" } else { "/" };
    let space = if path.is_empty() { "" } else { " " };
    safe(format!("{kind} {namespace}{slash}{name}{space}{path}").as_bytes()).replace('\n', " ")
}

/// What stays of a finding when lines move: the file, the code, the object and the node in it, or, where it is about no
/// object, its values and what it says.
fn identity(diagnostic: &Diagnostic, spot: Option<&Spot>, message: &str) -> String {
    let path = spot.map_or("", |spot| &spot.path);
    let about = match &diagnostic.object {
        Some(object) => {
            let ObjectRef { api_version, kind, namespace, name, path } = &**object;
            format!("{api_version}\0{kind}\0{namespace}\0{name}\0{path}")
        }
        None => {
            let values = diagnostic.labels.iter().filter_map(|label| Some(label.as_value()?.path.as_str()));
            let values: Vec<&str> = values.collect();
            format!("{}\0{message}", values.join("\0"))
        }
    };
    format!("{path}\0{}\0{about}", diagnostic.code)
}

fn digest(text: &str) -> String {
    let mut digest = sha256sum(text.as_bytes());
    digest.truncate(32);
    digest
}

/// The folders that paths are told from.
#[derive(Debug, Default)]
struct Roots {
    repository: Vec<u8>,
}

impl Roots {
    fn of(sources: &Sources<'_>) -> Roots {
        let here = sources.world.current_dir().unwrap_or_default();
        let mut repository = repository(sources.world, &here);
        if repository.ends_with(b"/") {
            repository.pop();
        }
        Roots { repository }
    }

    /// The place of a finding: its own, or else that of the chart or the workspace.
    fn primary(&self, diagnostic: &Diagnostic, sources: &Sources<'_>) -> Option<Spot> {
        let own = diagnostic.primary.as_deref().and_then(|place| self.spot(place, sources));
        let is_there = |path: Vec<u8>| sources.world.stat(&path).is_ok().then_some(path);
        own.or_else(|| {
            let chart = sources.chart.and_then(|chart| {
                let chart = is_there(chart.to_vec())?;
                Some(is_there(path::join(&[&chart, b"Chart.yaml"])).unwrap_or(chart))
            });
            let file = chart.or_else(|| is_there(b"nexachart.yaml".to_vec()))?;
            Some(Spot { path: self.told(&file, sources), ..Spot::default() })
        })
    }

    /// A place in a file that there is; of a file in a packed chart, the chart.
    fn spot(&self, place: &Place, sources: &Sources<'_>) -> Option<Spot> {
        let path = sources.path(place);
        if sources.world.stat(&path).is_err() {
            let packed = sources.chart.filter(|_| place.base != Base::Disk)?;
            let is_file = sources.world.stat(packed).is_ok_and(|stat| stat.kind == FileKind::File);
            return is_file.then(|| Spot { path: self.told(packed, sources), ..Spot::default() });
        }
        let line = super::file_line(place);
        let column = place.column.filter(|_| line.is_some()).map(|column| {
            let text = sources.line(place).unwrap_or_default();
            let before = &text[..(column - 1).min(text.len())];
            String::from_utf8_lossy(before).chars().count() + 1
        });
        Some(Spot { path: self.told(&path, sources), line, column })
    }

    fn told(&self, path: &[u8], sources: &Sources<'_>) -> String {
        let full = absolute(sources.world, path).unwrap_or_else(|_| path.to_vec());
        let below = full.strip_prefix(&*self.repository).and_then(|rest| rest.strip_prefix(b"/"));
        String::from_utf8_lossy(below.unwrap_or(&full)).into_owned()
    }
}

/// How many findings there are of each severity, in words: `2 errors, 1 warning`.
pub(super) fn counted(all: &[Found<'_>]) -> String {
    let names = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "remark")];
    let parts = names.iter().filter_map(|(severity, name)| {
        let count = all.iter().filter(|found| found.diagnostic.severity == *severity).count();
        let s = if count == 1 { "" } else { "s" };
        (count > 0).then(|| format!("{count} {name}{s}"))
    });
    parts.collect::<Vec<_>>().join(", ")
}

//! `diff`: targets beside each other, of two environments or of two revisions of the repository.

use std::collections::BTreeSet;
use std::sync::Arc;

use nexachart_diff::{self as diff, Object};
use nexachart_source::{Diagnostic, Severity, World};
use nexachart_workspace::{Target, Workspace, root};

use crate::render::findings;
use crate::report::diff::{Comparison, DiffFormat, Secrets, show};
use crate::steady;
use crate::workers::parallel;
use crate::{
    Finding, Made, Outcome, Rendering, Revision, TemplateOptions, misuse, open_workspace, render_targets,
};

/// What `diff` is asked to compare.
#[derive(Clone, Debug, Default)]
pub struct DiffRequest {
    /// The folder of the workspace; without it, it is looked for ([`nexachart_workspace::root`]).
    pub workspace: Option<Vec<u8>>,
    /// Names or paths of charts; none for all.
    pub charts: Vec<Vec<u8>>,
    /// What is compared with what.
    pub against: Against,
    /// What holds for all targets: the flags that `template` has too. Random values and the time are always the same ones.
    pub common: TemplateOptions,
}

/// What is compared with what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Against {
    /// An environment with another.
    Environments([Vec<u8>; 2]),
    /// A revision of the repository with what lies there now.
    Revision {
        /// As git has it: `main`, `v1.2`, `HEAD~3`.
        name: String,
        /// Environments; none for all.
        environments: Vec<Vec<u8>>,
    },
}

impl Default for Against {
    fn default() -> Against {
        Against::Revision { name: "HEAD".into(), environments: Vec::new() }
    }
}

/// Two targets, or one that has no other.
type Pair<'r> = (String, [Option<&'r Rendering>; 2]);

/// Compares targets: what differs is on standard output, and the flag says whether anything does.
pub fn compare(world: &Arc<dyn World>, request: &DiffRequest, format: DiffFormat) -> (Outcome, bool) {
    match &request.against {
        Against::Environments([from, to]) => environments(world, request, [from, to], format),
        Against::Revision { name, environments } => revisions(world, request, name, environments, format),
    }
    .unwrap_or_else(|faults| (Outcome::failed(faults), false))
}

type Result<T> = std::result::Result<T, Vec<Diagnostic>>;

fn environments(
    world: &Arc<dyn World>,
    request: &DiffRequest,
    [from, to]: [&[u8]; 2],
    format: DiffFormat,
) -> Result<(Outcome, bool)> {
    if from == to {
        let name = String::from_utf8_lossy(from);
        return Err(vec![misuse(format!("{name} is compared with itself: -e takes two environments"))]);
    }
    let workspace = open_workspace(&**world, request.workspace.as_deref(), &request.common)?;
    let asked = [from.to_vec(), to.to_vec()];
    let targets = workspace.select(&**world, &request.charts, &asked)?;
    let renderings = render_targets(world, &targets, &options(request));
    let mut pairs: Vec<Pair<'_>> = Vec::new();
    let mut alone = Vec::new();
    for chart in &workspace.charts {
        let of = |name: &[u8]| {
            renderings
                .iter()
                .find(|r| r.target.chart == chart.name && r.target.environment.as_bytes() == name)
        };
        match [of(from), of(to)] {
            [None, None] => {}
            [Some(old), Some(new)] => pairs.push((chart.name.clone(), [Some(old), Some(new)])),
            _ => alone.push(chart.name.clone()),
        }
    }
    let [from, to] = [from, to].map(|name| String::from_utf8_lossy(name).into_owned());
    let mut more = Vec::new();
    if !alone.is_empty() {
        let message = format!("in one of {from} and {to} alone: {}", alone.join(", "));
        let is_error = pairs.is_empty();
        let severity = if is_error { Severity::Error } else { Severity::Warning };
        more.push(Diagnostic::new("diff::alone", severity, message));
    }
    Ok(finish(&renderings, more, pairs, [&from, &to], request, format))
}

fn revisions(
    world: &Arc<dyn World>,
    request: &DiffRequest,
    name: &str,
    environments: &[Vec<u8>],
    format: DiffFormat,
) -> Result<(Outcome, bool)> {
    // Both sides look into the same folder.
    let folder = match &request.workspace {
        Some(folder) => folder.clone(),
        None => root(&**world).map_err(|error| vec![error.into()])?,
    };
    let revision = Revision::open(world.clone(), &folder, name).map_err(|failure| vec![failure])?;
    let (before, now): (Arc<dyn World>, _) = (Arc::new(revision), world.clone());
    let options = options(request);
    let load = |world: &Arc<dyn World>| match open_workspace(&**world, Some(&folder), &options) {
        Ok(workspace) => Ok(Some(workspace)),
        // There were no charts yet, or are no more.
        Err(faults) if faults.iter().all(|fault| fault.code == "workspace::empty") => Ok(None),
        Err(faults) => Err(faults),
    };
    let (old, new) = (load(&before)?, load(&now)?);
    let select = |workspace: &Option<Workspace>, world: &Arc<dyn World>| match workspace {
        Some(workspace) => {
            let selected = workspace.select(&**world, &request.charts, environments);
            selected.map(|targets| targets.into_iter().cloned().collect::<Vec<Target>>())
        }
        None => Ok(Vec::new()),
    };
    // What one of the two does not know came or went; what none of them knows is a mistake.
    let (old, new) = match (select(&old, &before), select(&new, &now)) {
        (Err(_), Err(faults)) => return Err(faults),
        (old, new) => (old.unwrap_or_default(), new.unwrap_or_default()),
    };
    if old.is_empty() && new.is_empty() {
        return Err(vec![Diagnostic::error("workspace::empty", "there are no charts here, and were none")]);
    }
    let render = |world: &Arc<dyn World>, targets: &[Target]| {
        render_targets(world, &targets.iter().collect::<Vec<_>>(), &options)
    };
    let (old, new) = (render(&before, &old), render(&now, &new));
    let names: BTreeSet<String> = old.iter().chain(&new).map(|rendering| rendering.target.name()).collect();
    let pairs: Vec<Pair<'_>> = names
        .into_iter()
        .map(|name| {
            let of = |all: &'_ [Rendering]| all.iter().position(|rendering| rendering.target.name() == name);
            let (old, new) = (of(&old).map(|at| &old[at]), of(&new).map(|at| &new[at]));
            (name, [old, new])
        })
        .collect();
    // What broke there says so; what was remarked there is no news.
    let mut findings_then = findings(&old);
    findings_then.retain(|finding| finding.diagnostic.severity == Severity::Error);
    for finding in &mut findings_then {
        finding.diagnostic.message =
            [format!("at {name}: ").as_bytes(), &finding.diagnostic.message].concat();
    }
    let (mut outcome, differs) = finish(&new, Vec::new(), pairs, [name, "now"], request, format);
    outcome.findings.extend(findings_then);
    Ok((outcome, differs))
}

/// The options of all targets.
fn options(request: &DiffRequest) -> TemplateOptions {
    TemplateOptions { nature: steady::nature(), ..request.common.clone() }
}

fn finish(
    renderings: &[Rendering],
    more: Vec<Diagnostic>,
    pairs: Vec<Pair<'_>>,
    [from, to]: [&str; 2],
    request: &DiffRequest,
    format: DiffFormat,
) -> (Outcome, bool) {
    let mut found = findings(renderings);
    found.extend(more.into_iter().map(|diagnostic| Finding { diagnostic, chart: None }));
    let compared = parallel(&pairs, &request.common, |(name, [old, new])| {
        // What could not be rendered is not compared: it would look as if all had gone.
        let side = |side: &Option<&Rendering>| match side {
            None => Some(Ok(Vec::new())),
            Some(rendering) => rendering.outcome.as_ref().ok().map(|made| objects(made, request)),
        };
        let (old, new) = (side(old)?, side(new)?);
        let both = old.and_then(|old| Ok((old, new?)));
        Some(both.map(|(old, new)| {
            let (old, new) = ((from.to_string(), old), (to.to_string(), new));
            Comparison::new(name.as_str(), old, new, Secrets::Masked)
        }))
    });
    let mut comparisons = Vec::new();
    for compared in compared.into_iter().flatten() {
        match compared {
            Ok(comparison) => comparisons.push(comparison),
            Err(diagnostic) => found.push(Finding { diagnostic, chart: None }),
        }
    }
    let differs = comparisons.iter().any(|comparison| !comparison.is_equal());
    let mut stdout = show(&comparisons, format);
    if let DiffFormat::Text { .. } = format
        && !differs
        && !comparisons.is_empty()
    {
        let targets = if comparisons.len() == 1 { "target" } else { "targets" };
        stdout = format!("no differences between {from} and {to} in {} {targets}\n", comparisons.len());
    }
    (Outcome { stdout: stdout.into_bytes(), findings: found, ..Outcome::default() }, differs)
}

fn objects(made: &Made, request: &DiffRequest) -> std::result::Result<Vec<Object>, Diagnostic> {
    Ok(diff::read_within(&made.text()?, &request.common.budgets))
}

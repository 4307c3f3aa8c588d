//! Goldens: what each target is known to print, kept beside the charts, compared with what it prints now, written anew,
//! and reviewed object by object.

mod review;
mod text;

use std::collections::BTreeMap;
use std::sync::Arc;

use nexachart_diff::{self as diff, Object};
use nexachart_go::path;
use nexachart_source::{Budget, Cause, Diagnostic, OsError, Severity, World};
use nexachart_workspace::{Secrets as Stored, Target, Workspace};

use crate::changed::{self, Change};
use crate::render::{findings, unchanged};
use crate::report::diff::{Comparison, DiffFormat, Secrets, show};
use crate::steady;
use crate::workers::parallel;
use crate::{Draws, Finding, Outcome, TemplateOptions, open_workspace, render_targets};

pub use review::{Dialogue, Echo, review_goldens};

/// Which goldens a command is about.
#[derive(Clone, Debug, Default)]
pub struct GoldenRequest {
    /// The folder of the workspace; without it, it is looked for ([`nexachart_workspace::root`]).
    pub workspace: Option<Vec<u8>>,
    /// Names or paths of charts; none for all.
    pub charts: Vec<Vec<u8>>,
    /// Environments; none for all.
    pub environments: Vec<Vec<u8>>,
    /// Only the targets that a change of their files, or of their goldens, can reach.
    pub change: Option<Change>,
    /// Budgets, the number of threads, and the stack. What would change the manifests is not looked at: a golden holds
    /// what the workspace says.
    pub common: TemplateOptions,
}

/// A target beside its golden.
struct Beside {
    target: Target,
    /// What the golden should hold.
    text: Vec<u8>,
    /// Whether values of Secrets stand in it.
    secrets: Secrets,
    state: State,
}

/// How a golden is.
enum State {
    /// It holds what it should.
    Good,
    /// It holds the same objects, written otherwise.
    Alike,
    /// There is none.
    Missing(Vec<Object>),
    /// It holds something else.
    Other {
        /// What it holds.
        old: Vec<Object>,
        /// What it should hold.
        new: Vec<Object>,
    },
}

/// All that a command on goldens looks at.
struct Goldens {
    beside: Vec<Beside>,
    /// Goldens of no target.
    stale: Vec<Vec<u8>>,
    /// What there is to say of rendering and reading.
    findings: Vec<Finding>,
}

/// Compares goldens with what is rendered now. On standard output is what differs, and a line that sums up; a golden that
/// differs, is missing, or belongs to no target is an error.
pub fn check_goldens(world: &Arc<dyn World>, request: &GoldenRequest, format: DiffFormat) -> Outcome {
    let mut goldens = match Goldens::load(world, request) {
        Ok(goldens) => goldens,
        Err(faults) => return Outcome::failed(faults),
    };
    let mut findings = std::mem::take(&mut goldens.findings);
    let mut comparisons = Vec::new();
    let (mut good, mut missing) = (0, Vec::new());
    let mut differing = Vec::new();
    for beside in goldens.beside {
        let name = beside.target.name();
        let golden = shown(&beside.target.golden);
        match beside.state {
            State::Good | State::Alike => good += 1,
            State::Missing(_) => missing.push(name),
            State::Other { old, new } => {
                let comparison =
                    Comparison::new(name.as_str(), (golden, old), ("rendered".into(), new), Secrets::Masked);
                match comparison.is_equal() {
                    true => good += 1,
                    false => {
                        differing.push(name);
                        comparisons.push(comparison);
                    }
                }
            }
        }
    }
    let mut stdout = show(&comparisons, format).into_bytes();
    if let DiffFormat::Text { .. } = format {
        if !comparisons.is_empty() {
            stdout.push(b'\n');
        }
        let line = summary([
            (good, "golden holds", "goldens hold"),
            (differing.len(), "differs", "differ"),
            (missing.len(), "is missing", "are missing"),
            (goldens.stale.len(), "is stale", "are stale"),
        ]);
        stdout.extend_from_slice(line.as_bytes());
    }
    let help = "`nexachart golden review` goes through it, `nexachart golden update` accepts all of it";
    if !differing.is_empty() {
        let message = "what is rendered is not what the golden holds";
        findings.push(error("golden::differs", message.into(), help, differing));
    }
    if !missing.is_empty() {
        let help = "`nexachart golden update` writes it: read it before it is committed";
        findings.push(error("golden::missing", "there is no golden".into(), help, missing));
    }
    for stale in goldens.stale {
        let message = format!("{} is the golden of no target", shown(&stale));
        let help = match is_ours(&**world, &stale) {
            true => "`nexachart golden update` removes it",
            false => "it was not written by us: remove it, or put it elsewhere",
        };
        findings.push(error("golden::stale", message, help, Vec::new()));
    }
    Outcome { stdout, findings, ..Outcome::default() }
}

/// `3 goldens hold, 1 differs` on a line, out of counts with what is said of one and of several; nothing where all are 0.
fn summary(counts: [(usize, &str, &str); 4]) -> String {
    let some = counts.into_iter().filter(|(n, ..)| *n > 0);
    let parts: Vec<String> =
        some.map(|(n, one, several)| format!("{n} {}", if n == 1 { one } else { several })).collect();
    if parts.is_empty() { String::new() } else { parts.join(", ") + "\n" }
}

/// Writes goldens anew, and removes those of no target. Nothing at all is written where a target cannot be rendered.
pub fn update_goldens(world: &Arc<dyn World>, request: &GoldenRequest) -> Outcome {
    let mut goldens = match Goldens::load(world, request) {
        Ok(goldens) => goldens,
        Err(faults) => return Outcome::failed(faults),
    };
    let findings = std::mem::take(&mut goldens.findings);
    let mut outcome = Outcome { findings, ..Outcome::default() };
    if outcome.has_failed() {
        return outcome;
    }
    let mut lines = String::new();
    let mut good = 0;
    for beside in goldens.beside {
        let path = shown(&beside.target.golden);
        let what = match beside.state {
            State::Good => {
                good += 1;
                continue;
            }
            State::Alike => "the same, written otherwise".into(),
            State::Missing(new) if new.len() == 1 => "new, 1 object".into(),
            State::Missing(new) => format!("new, {} objects", new.len()),
            State::Other { old, new } => {
                let name = beside.target.name();
                let comparison =
                    Comparison::new(name, (String::new(), old), (String::new(), new), Secrets::Masked);
                if comparison.is_equal() {
                    "the same, written otherwise".into()
                } else {
                    comparison.summary()
                }
            }
        };
        lines.push_str(&format!("wrote {path}: {what}\n"));
        outcome.files.insert(beside.target.golden, beside.text);
    }
    for stale in goldens.stale {
        let path = shown(&stale);
        if is_ours(&**world, &stale) {
            lines.push_str(&format!("removed {path}: there is no such target\n"));
            outcome.stale.push(stale);
        } else {
            let message = format!("{path} is the golden of no target, but was not written by us: it stays");
            let diagnostic = Diagnostic::new("golden::stale", Severity::Warning, message);
            outcome.findings.push(Finding { diagnostic, chart: None });
        }
    }
    match good {
        0 => {}
        1 => lines.push_str("1 golden is as it was\n"),
        _ => lines.push_str(&format!("{good} goldens are as they were\n")),
    }
    outcome.stdout = lines.into_bytes();
    outcome
}

impl Goldens {
    /// Renders the targets and lays them beside their goldens.
    fn load(world: &Arc<dyn World>, request: &GoldenRequest) -> Result<Goldens, Vec<Diagnostic>> {
        let workspace = open_workspace(&**world, request.workspace.as_deref(), &request.common)?;
        let all = request.charts.is_empty() && request.environments.is_empty();
        let mut targets = workspace.select(&**world, &request.charts, &request.environments)?;
        if let Some(change) = &request.change {
            let golden = |target: &Target| Some(target.golden.clone());
            let (common, draws) = (&request.common, &Draws::Refused);
            targets = changed::reached(world, &workspace, targets, change, golden, common, draws)
                .map_err(|failure| vec![failure])?;
        }
        let TemplateOptions { jobs, stack, budgets, debug, teardown, errors, .. } = request.common;
        let nature = steady::nature();
        let common = TemplateOptions {
            jobs,
            stack,
            budgets,
            debug,
            teardown,
            errors,
            nature,
            ..TemplateOptions::default()
        };
        let renderings = render_targets(world, &targets, &common);
        let mut findings = findings(&renderings);
        if targets.is_empty() {
            findings.push(unchanged());
        }
        let beside = parallel(&renderings, &common, |rendering| {
            let made = rendering.outcome.as_ref().ok()?;
            Some(Beside::of(&**world, &workspace, &rendering.target, made, &common))
        });
        let mut found = Vec::new();
        for beside in beside.into_iter().flatten() {
            match beside {
                Ok((beside, remarks)) => {
                    found.push(beside);
                    findings
                        .extend(remarks.into_iter().map(|diagnostic| Finding { diagnostic, chart: None }));
                }
                Err(diagnostic) => findings.push(Finding { diagnostic, chart: None }),
            }
        }
        let stale = if all { workspace.stale_goldens(&**world) } else { Vec::new() };
        Ok(Goldens { beside: found, stale, findings })
    }
}

impl Beside {
    fn of(
        world: &dyn World,
        workspace: &Workspace,
        target: &Target,
        made: &crate::Made,
        options: &TemplateOptions,
    ) -> Result<(Beside, Vec<Diagnostic>), Diagnostic> {
        let keep = workspace.config.golden.secrets == Stored::Keep;
        let secrets = if keep { Secrets::Shown } else { Secrets::Masked };
        let budgets = &options.budgets;
        let new = text::stored(diff::read_within(&made.text()?, budgets), secrets);
        let text = text::write(&target.name(), &new, secrets);
        let target = target.clone();
        let most = budgets[Budget::File];
        let there = match world.read(&target.golden, most.saturating_add(1)) {
            Ok(there) => there,
            Err(OsError { cause: Cause::NotFound, .. }) => {
                return Ok((Beside { target, text, secrets, state: State::Missing(new) }, Vec::new()));
            }
            Err(error) => return Err(error.into()),
        };
        budgets.check(Budget::File, there.len() as u64).map_err(|exceeded| {
            let message = format!("{}: {exceeded}", shown(&target.golden));
            Diagnostic::error("golden::read", message).about(exceeded.budget)
        })?;
        if there == text {
            return Ok((Beside { target, text, secrets, state: State::Good }, Vec::new()));
        }
        let read = diff::read_within(&there, budgets);
        let mut remarks: Vec<Diagnostic> = read
            .iter()
            .filter_map(|object| {
                let problem = object.problem.as_ref()?;
                let message = format!("{}: a document cannot be read: {problem}", shown(&target.golden));
                Some(Diagnostic::new("golden::read", Severity::Warning, message))
            })
            .collect();
        let old = text::stored(read.clone(), secrets);
        if secrets == Secrets::Masked && old != read {
            let message = format!("{} holds values of Secrets", shown(&target.golden));
            let help =
                "`nexachart golden update` masks them; if they were committed, change those that are in use";
            remarks.push(Diagnostic::new("golden::secret", Severity::Warning, message).helped(help));
        }
        let state = if old == new { State::Alike } else { State::Other { old, new } };
        Ok((Beside { target, text, secrets, state }, remarks))
    }
}

/// Whether a file begins as goldens do.
fn is_ours(world: &dyn World, path: &[u8]) -> bool {
    world.read(path, text::HEAD as u64).is_ok_and(|head| text::is_ours(&head))
}

fn error(code: &'static str, message: String, help: &'static str, targets: Vec<String>) -> Finding {
    let mut diagnostic = Diagnostic::error(code, message).helped(help);
    diagnostic.targets = targets;
    Finding { diagnostic, chart: None }
}

fn shown(golden: &[u8]) -> String {
    String::from_utf8_lossy(&path::clean(golden)).into_owned()
}

/// Files by their paths.
type Files = BTreeMap<Vec<u8>, Vec<u8>>;

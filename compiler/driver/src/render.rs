//! `render`: the targets of a workspace, as a stream, as JSON, or as files.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use nexachart_go::path;
use nexachart_source::{Diagnostic, Failures, Severity, World};
use nexachart_value::Value;
use nexachart_value::json::{Html, write_json};
use nexachart_workspace::{Shard, Target, Workspace, root};

use crate::changed::{self, Change};
use crate::determinism::{self, Draws};
use crate::folder::{self, Changes, RECORD, Split};
use crate::layers::LISTS;
use crate::objects::append_json;
use crate::stdin::Rereadable;
use crate::workers::parallel;
use crate::{
    LintRequest, Made, Object, Rendering, TemplateOptions, analyse_keys, misuse, render_targets, tally,
};

/// What `render` is asked to do.
#[derive(Clone, Debug, Default)]
pub struct RenderRequest {
    /// The folder of the workspace; without it, it is looked for ([`nexachart_workspace::root`]).
    pub workspace: Option<Vec<u8>>,
    /// Names or paths of charts; none for all.
    pub charts: Vec<Vec<u8>>,
    /// Environments; none for all.
    pub environments: Vec<Vec<u8>>,
    /// What holds for all targets: the flags that `template` has too.
    pub common: TemplateOptions,
    /// Only the targets that a change can reach.
    pub change: Option<Change>,
    /// Only the targets of this part of them.
    pub shard: Option<Shard>,
    /// The form of the product.
    pub form: Form,
    /// Where the report of the run is written ([`crate::merge`]).
    pub report: Option<Vec<u8>>,
    /// What becomes of templates that draw random values or read the clock.
    pub draws: Draws,
    /// Whether a target may print nothing.
    pub allow_empty: bool,
    /// Whether keys of values that nobody reads or nobody sets, and the like, are told, as `lint` does.
    pub warnings: bool,
}

/// The form of a product.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// What `template` prints, of one target.
    #[default]
    Stream,
    /// One JSON document with the targets and their objects.
    Json,
    /// Nothing: only what there is to say of the targets.
    None,
    /// A `List` of Kubernetes in JSON, with the objects of all targets.
    List,
    /// Files below a folder.
    Folder(Vec<u8>, Split),
}

/// What a command on targets gives: for standard output, for the disk, and to be said.
#[derive(Debug, Default)]
pub struct Outcome {
    /// For standard output; nothing after an error.
    pub stdout: Vec<u8>,
    /// Files to write.
    pub files: BTreeMap<Vec<u8>, Vec<u8>>,
    /// Files to remove, and folders that are empty then.
    pub stale: Vec<Vec<u8>>,
    /// What there is to say, each once, whatever the number of targets.
    pub findings: Vec<Finding>,
    /// The targets that took part, where that is known.
    pub targets: Vec<String>,
    /// A file that is written also after an error.
    pub report: Option<(Vec<u8>, Vec<u8>)>,
}

/// Something to say, and the chart in which its places are found.
#[derive(Clone, Debug)]
pub struct Finding {
    /// It.
    pub diagnostic: Diagnostic,
    /// The path of the chart.
    pub chart: Option<Vec<u8>>,
}

impl Outcome {
    /// Whether there is an error among the findings.
    pub fn has_failed(&self) -> bool {
        self.findings.iter().any(|finding| finding.diagnostic.severity == Severity::Error)
    }

    pub(crate) fn failed(failures: Vec<Diagnostic>) -> Outcome {
        let finding = |diagnostic| Finding { diagnostic, chart: None };
        Outcome { findings: failures.into_iter().map(finding).collect(), ..Outcome::default() }
    }
}

/// Reads the workspace that a command is about.
pub fn open_workspace(
    world: &dyn World,
    folder: Option<&[u8]>,
    options: &TemplateOptions,
) -> Result<Workspace, Vec<Diagnostic>> {
    let folder = match folder {
        Some(folder) => folder.to_vec(),
        None => root(world).map_err(|e| vec![e.into()])?,
    };
    Workspace::load(world, &folder, &options.budgets)
}

/// Renders targets of a workspace.
pub fn render_workspace(world: &Arc<dyn World>, request: &RenderRequest) -> Outcome {
    let world: &Arc<dyn World> = &(Arc::new(Rereadable::new(world.clone())) as Arc<dyn World>);
    let mut run = Run::default();
    let failed = run.start(world, request).err();
    let mut outcome = match failed {
        Some(failures) => Outcome::failed(failures),
        None => Outcome { findings: run.findings(request), targets: run.names(), ..Outcome::default() },
    };
    if !outcome.has_failed()
        && let Err(failure) = deliver(&**world, request, &run, &mut outcome)
    {
        outcome.findings.push(Finding { diagnostic: failure, chart: None });
        outcome = Outcome { findings: outcome.findings, targets: run.names(), ..Outcome::default() };
    }
    if request.warnings {
        outcome.findings.extend(run.warnings(world, request));
    }
    if let Some(path) = &request.report {
        match tally::tell(&**world, request.shard, run.all, &run.renderings, &outcome.findings) {
            Ok(text) => outcome.report = Some((path.clone(), text)),
            Err(failure) => outcome.findings.push(Finding { diagnostic: failure, chart: None }),
        }
    }
    outcome
}

/// A run as far as it has come.
#[derive(Default)]
struct Run {
    /// The names of all targets of the workspace.
    known: BTreeSet<String>,
    /// How many targets are asked for, in all shards.
    all: usize,
    renderings: Vec<Rendering>,
}

impl Run {
    /// Renders the targets that are asked for.
    fn start(&mut self, world: &Arc<dyn World>, request: &RenderRequest) -> Result<(), Vec<Diagnostic>> {
        let common = &request.common;
        let workspace = open_workspace(&**world, request.workspace.as_deref(), common)?;
        self.known = workspace.targets.iter().map(Target::name).collect();
        let mut targets = workspace.select(&**world, &request.charts, &request.environments)?;
        if let Some(change) = &request.change {
            targets = changed::reached(world, &workspace, targets, change, |_| None, common, &request.draws)
                .map_err(|failure| vec![failure])?;
        }
        self.all = targets.len();
        targets.retain(|target| request.shard.is_none_or(|shard| shard.has(&target.name())));
        if let (Form::Stream, [first, second, ..]) = (&request.form, targets.as_slice()) {
            return Err(vec![too_many(&targets, first, second)]);
        }
        let nature = determinism::nature(&**world, &common.nature, &request.draws, &common.budgets);
        let options = TemplateOptions { nature: nature.map_err(|failure| vec![failure])?, ..common.clone() };
        self.renderings = render_targets(world, &targets, &options);
        determinism::settle(world, &mut self.renderings, &options, &request.draws);
        Ok(())
    }

    /// The names of the targets that are asked for.
    fn names(&self) -> Vec<String> {
        self.renderings.iter().map(|rendering| rendering.target.name()).collect()
    }

    /// The targets that were rendered.
    fn made(&self) -> impl Iterator<Item = (&Rendering, &Made)> {
        self.renderings.iter().filter_map(|rendering| Some((rendering, rendering.outcome.as_ref().ok()?)))
    }

    /// What the analysis of values says of the charts, each once: it looks at all environments.
    fn warnings(&self, world: &Arc<dyn World>, request: &RenderRequest) -> Vec<Finding> {
        let charts: BTreeSet<&Vec<u8>> =
            self.renderings.iter().map(|rendering| &rendering.target.path).collect();
        let options = LintRequest { options: request.common.clone(), ..LintRequest::default() };
        let of_chart = |chart: &&Vec<u8>| analyse_keys(world, chart, &options);
        let charts: Vec<&Vec<u8>> = charts.into_iter().collect();
        let found = parallel(&charts, &request.common, of_chart).into_iter().flatten();
        found.map(|key| Finding { diagnostic: key.finding, chart: None }).collect()
    }

    fn findings(&self, request: &RenderRequest) -> Vec<Finding> {
        let mut findings = findings(&self.renderings);
        if self.all == 0 && request.change.is_some() {
            findings.push(unchanged());
        }
        let empty = self.made().filter(|(_, made)| is_empty(made) && !request.allow_empty);
        let names: Vec<String> = empty.map(|(rendering, _)| rendering.target.name()).collect();
        if !names.is_empty() {
            let mut failure = Diagnostic::error("render::empty", "no objects are rendered")
                .helped("an empty release would delete what is there: --allow-empty if it is meant");
            failure.targets = names;
            findings.push(Finding { diagnostic: failure, chart: None });
        }
        findings
    }
}

/// Puts the product into the form that is asked for.
fn deliver(
    world: &dyn World,
    request: &RenderRequest,
    run: &Run,
    outcome: &mut Outcome,
) -> Result<(), Diagnostic> {
    let made: Vec<(&Rendering, &Made)> = run.made().collect();
    match &request.form {
        Form::None => {}
        Form::Stream => {
            for (_, made) in made {
                outcome.stdout.extend_from_slice(&made.text()?);
            }
        }
        Form::Json => json(&made, request, &mut outcome.stdout)?,
        Form::List => {
            outcome.stdout.extend_from_slice(b"{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[");
            let mut first = true;
            for (_, made) in made {
                json_objects(made, request, &mut first, &mut outcome.stdout)?;
            }
            outcome.stdout.extend_from_slice(b"\n]}\n");
        }
        Form::Folder(dir, split) => {
            let Changes { files, stale, all, notes } =
                folder::changes(world, dir, &made, &run.known, *split)?;
            let dir = String::from_utf8_lossy(dir);
            let written = files.keys().filter(|file| path::base(file) != RECORD.as_bytes()).count();
            let removed = stale.len();
            outcome.stdout = format!(
                "{} below {dir}: {}, {written} written, {removed} removed\n",
                counted(made.len(), "target"),
                counted(all, "file")
            )
            .into_bytes();
            outcome.findings.extend(notes.into_iter().map(|diagnostic| Finding { diagnostic, chart: None }));
            (outcome.files, outcome.stale) = (files, stale);
        }
    }
    Ok(())
}

/// One JSON document: each target with its objects.
fn json(made: &[(&Rendering, &Made)], request: &RenderRequest, out: &mut Vec<u8>) -> Result<(), Diagnostic> {
    out.extend_from_slice(b"{\"targets\":[");
    for (at, (rendering, made)) in made.iter().enumerate() {
        let Target { chart, environment, release, namespace, .. } = &rendering.target;
        let fields =
            [("chart", chart), ("environment", environment), ("release", release), ("namespace", namespace)];
        out.extend_from_slice(if at == 0 { b"\n{" } else { b",\n{" });
        for (name, value) in fields {
            out.extend_from_slice(format!("\"{name}\":").as_bytes());
            write_json(&Value::from(value.as_str()), Html::Raw, out)
                .map_err(|e| Diagnostic::error("render::json", e))?;
            out.push(b',');
        }
        out.extend_from_slice(b"\"objects\":[");
        json_objects(made, request, &mut true, out)?;
        out.extend_from_slice(b"]}");
    }
    out.extend_from_slice(b"\n]}\n");
    Ok(())
}

/// The objects of a target, a line each.
fn json_objects(
    made: &Made,
    request: &RenderRequest,
    first: &mut bool,
    out: &mut Vec<u8>,
) -> Result<(), Diagnostic> {
    for Object { source, content, .. } in made.objects() {
        let end = out.len();
        out.extend_from_slice(if *first { b"\n" } else { b",\n" });
        if append_json(out, source, content, &request.common.budgets)? {
            *first = false;
        } else {
            out.truncate(end);
        }
    }
    Ok(())
}

/// Whether there is no object in it.
fn is_empty(made: &Made) -> bool {
    made.objects().all(|object| object.kind.is_empty())
}

/// That a change reaches nothing.
pub(crate) fn unchanged() -> Finding {
    let note = "no target can be reached by what changed";
    Finding { diagnostic: Diagnostic::new("render::unchanged", Severity::Info, note), chart: None }
}

/// `1 file`, `2 files`
pub(crate) fn counted(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

fn too_many(targets: &[&Target], first: &Target, second: &Target) -> Diagnostic {
    let message = format!("there are {} targets, and standard output takes one", targets.len());
    misuse(message).helped(format!(
        "name one ({} -e {}, or {} -e {}, …), or give --output-dir DIR, --as json or --as list",
        first.chart, first.environment, second.chart, second.environment
    ))
}

/// Remarks and errors of targets. What several have in common is said once.
pub(crate) fn findings(renderings: &[Rendering]) -> Vec<Finding> {
    let mut found: Vec<(Finding, Vec<String>)> = Vec::new();
    for Rendering { target, journal, outcome } in renderings {
        let remarks = journal.iter().filter(|remark| remark.severity > Severity::Debug);
        let failures = outcome.as_ref().err().map(Failures::iter);
        for diagnostic in remarks.chain(failures.into_iter().flatten()) {
            // What the workspace says is so for all charts.
            let chart = (diagnostic.code != LISTS).then_some(&target.path);
            let same = |(there, _): &&mut (Finding, Vec<String>)| {
                there.chart.as_ref() == chart && there.diagnostic == *diagnostic
            };
            match found.iter_mut().find(same) {
                Some((_, targets)) if targets.last() == Some(&target.name()) => {}
                Some((_, targets)) => targets.push(target.name()),
                None => {
                    let finding = Finding { diagnostic: diagnostic.clone(), chart: chart.cloned() };
                    found.push((finding, vec![target.name()]));
                }
            }
        }
    }
    let is_alone = renderings.len() == 1;
    let complete = |(mut finding, targets): (Finding, Vec<String>)| {
        if !is_alone {
            finding.diagnostic.targets = targets;
        }
        finding
    };
    found.into_iter().map(complete).collect()
}

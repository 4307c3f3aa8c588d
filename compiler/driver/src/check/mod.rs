//! `check`: what a cluster would say of the objects that targets render, or of manifests as they are.

mod input;
mod judge;
mod place;

use std::collections::BTreeMap;
use std::sync::Arc;

use nexachart_kinds::{Kinds, Version};
use nexachart_source::{Diagnostic, Severity, World};
use nexachart_workspace::Target;

use self::input::{Input, inputs};
use self::judge::{Judged, judge};
use crate::changed::{self, Change};
use crate::determinism::Draws;
use crate::render::{counted, findings, unchanged};
use crate::stdin::Rereadable;
use crate::workers::parallel;
use crate::{Finding, Outcome, Rendering, TemplateOptions, misuse, open_workspace, render_targets};

/// What `check` is asked to do.
#[derive(Clone, Debug, Default)]
pub struct CheckRequest {
    /// The folder of the workspace.
    pub workspace: Option<Vec<u8>>,
    /// Names or paths of charts, files and folders of manifests, `-` for standard input; none for all charts.
    pub arguments: Vec<Vec<u8>>,
    /// Environments; none for all.
    pub environments: Vec<Vec<u8>>,
    /// Only the targets that a change can reach.
    pub change: Option<Change>,
    /// How to render.
    pub common: TemplateOptions,
    /// What becomes of objects whose kind nobody has described.
    pub unknown_kinds: UnknownKinds,
}

/// What becomes of objects whose kind nobody has described.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UnknownKinds {
    /// Nothing.
    Ignore,
    /// A warning.
    #[default]
    Warn,
    /// An error.
    Refuse,
}

/// What objects are held against.
pub(crate) struct Rules {
    pub kinds: Kinds,
    pub unknown_kinds: UnknownKinds,
}

/// What was looked at.
#[derive(Default)]
struct Scope {
    objects: usize,
    targets: usize,
    files: usize,
    versions: BTreeMap<Version, usize>,
}

/// Checks targets and manifests.
pub fn check(world: &Arc<dyn World>, request: &CheckRequest) -> Outcome {
    let world: &Arc<dyn World> = &(Arc::new(Rereadable::new(world.clone())) as Arc<dyn World>);
    let mut outcome = Outcome::default();
    let mut scope = Scope::default();
    if let Err(failures) = run(world, request, &mut outcome, &mut scope) {
        outcome.findings.extend(failures.into_iter().map(|diagnostic| Finding { diagnostic, chart: None }));
        return outcome;
    }
    // A gate that looked at nothing has not been passed.
    if scope.objects == 0 && !outcome.has_failed() && request.change.is_none() {
        let diagnostic = Diagnostic::error("check::empty", "there is no object to check")
            .helped("name charts, files or folders of manifests, or `-` for standard input");
        outcome.findings.push(Finding { diagnostic, chart: None });
    }
    outcome.stdout = summary(&scope, &outcome).into_bytes();
    outcome
}

fn run(
    world: &Arc<dyn World>,
    request: &CheckRequest,
    outcome: &mut Outcome,
    scope: &mut Scope,
) -> Result<(), Vec<Diagnostic>> {
    let (manifests, charts) = inputs(&**world, &request.arguments)?;
    let rules = Rules { kinds: Kinds::new(), unknown_kinds: request.unknown_kinds };
    if !charts.is_empty() || request.arguments.is_empty() {
        targets(world, request, &charts, &rules, outcome, scope)?;
    }
    if !manifests.is_empty() {
        let version = version(request.common.kube_version.as_deref())?;
        files(&manifests, &rules, version, &request.common, outcome, scope);
    }
    Ok(())
}

fn targets(
    world: &Arc<dyn World>,
    request: &CheckRequest,
    charts: &[Vec<u8>],
    rules: &Rules,
    outcome: &mut Outcome,
    scope: &mut Scope,
) -> Result<(), Vec<Diagnostic>> {
    let common = &request.common;
    let workspace = open_workspace(&**world, request.workspace.as_deref(), common)?;
    let mut targets = workspace.select(&**world, charts, &request.environments)?;
    if let Some(change) = &request.change {
        targets = changed::reached(world, &workspace, targets, change, |_| None, common, &Draws::Allowed)
            .map_err(|failure| vec![failure])?;
        if targets.is_empty() {
            outcome.findings.push(unchanged());
        }
    }
    // A wrong version is told before anything renders.
    for target in &targets {
        version_of(target, common)?;
    }
    let options = TemplateOptions { include_crds: true, ..common.clone() };
    let mut renderings = render_targets(world, &targets, &options);
    let judged = parallel(&renderings, common, |rendering| {
        let version = version_of(&rendering.target, common).unwrap_or(Version::NEWEST);
        (version, of_target(world, rendering, rules, version, common))
    });
    for (rendering, (version, (objects, found))) in renderings.iter_mut().zip(judged) {
        scope.objects += objects;
        scope.targets += 1;
        *scope.versions.entry(version).or_default() += objects;
        rendering.journal.extend(found);
    }
    outcome.findings.extend(findings(&renderings));
    Ok(())
}

/// How many objects a target has, and what is found in them, at the places that printed it.
fn of_target(
    world: &Arc<dyn World>,
    rendering: &Rendering,
    rules: &Rules,
    version: Version,
    common: &TemplateOptions,
) -> (usize, Vec<Diagnostic>) {
    let Ok(made) = &rendering.outcome else { return (0, Vec::new()) };
    let objects: Vec<_> = made.objects().filter(|object| !object.content.trim_ascii().is_empty()).collect();
    let mut found: Vec<Judged<'_>> = Vec::new();
    for object in &objects {
        judge(rules, version, object.source, object.content, &mut found);
    }
    let count = objects.iter().filter(|object| !object.kind.is_empty()).count();
    if found.is_empty() {
        return (count, Vec::new());
    }
    (count, place::in_templates(world, &rendering.target, common, found))
}

fn files(
    inputs: &[Input],
    rules: &Rules,
    version: Version,
    common: &TemplateOptions,
    outcome: &mut Outcome,
    scope: &mut Scope,
) {
    let judged = parallel(inputs, common, |input| {
        let mut found = Vec::new();
        let mut objects = 0;
        for document in input.documents() {
            objects += usize::from(judge(rules, version, &input.name, document, &mut found));
        }
        (objects, place::in_file(input, found))
    });
    for (objects, found) in judged {
        scope.objects += objects;
        scope.files += 1;
        *scope.versions.entry(version).or_default() += objects;
        outcome.findings.extend(found.into_iter().map(|diagnostic| Finding { diagnostic, chart: None }));
    }
}

/// The version that a target is for; the newest that is known where it says none.
fn version_of(target: &Target, common: &TemplateOptions) -> Result<Version, Vec<Diagnostic>> {
    version(common.kube_version.as_deref().or(target.kubernetes_version.as_deref()))
}

fn version(given: Option<&str>) -> Result<Version, Vec<Diagnostic>> {
    given.map_or(Ok(Version::NEWEST), |text| Version::parse(text).map_err(|text| vec![misuse(text)]))
}

fn summary(scope: &Scope, outcome: &Outcome) -> String {
    let of =
        |severity| outcome.findings.iter().filter(|finding| finding.diagnostic.severity == severity).count();
    let mut within = Vec::new();
    if scope.targets > 0 {
        within.push(counted(scope.targets, "target"));
    }
    if scope.files > 0 {
        within.push(counted(scope.files, "file"));
    }
    let versions: Vec<String> = scope.versions.keys().map(Version::to_string).collect();
    let against = if versions.is_empty() {
        String::new()
    } else {
        format!(" against Kubernetes {}", versions.join(", "))
    };
    format!(
        "{} in {} checked{against}: {}, {}\n",
        counted(scope.objects, "object"),
        if within.is_empty() { "nothing".to_string() } else { within.join(" and ") },
        counted(of(Severity::Error), "error"),
        counted(of(Severity::Warning), "warning")
    )
}

//! `check`: what a cluster would say of the objects that targets render, or of manifests as they are.

mod input;
mod judge;
mod place;
mod policies;

use std::collections::BTreeMap;
use std::sync::Arc;

use nexachart_go::path;
use nexachart_kinds::{Kinds, Tree, Version};
use nexachart_policy::Cluster;
use nexachart_source::{Base, Diagnostic, Place, Severity, World};
use nexachart_workspace::Target;

use self::input::{Input, inputs};
use self::judge::{Judged, judge};
use self::policies::{Policies, namespaces};
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
    /// Files and folders of policies, beside those of the workspace.
    pub policies: Vec<Vec<u8>>,
    /// Files and folders of CustomResourceDefinitions, beside those of the charts.
    pub crds: Vec<Vec<u8>>,
    /// Whether policies judge objects as they are, and not as the API server would see them.
    pub as_submitted: bool,
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
    pub policies: Policies,
    pub as_submitted: bool,
}

/// What the objects of a target, or of files, have in common.
pub(crate) struct Common<'r> {
    pub rules: &'r Rules,
    pub version: Version,
    /// The namespace of the release.
    pub namespace: &'r str,
    pub cluster: &'r Cluster,
}

/// What was looked at.
#[derive(Default)]
struct Scope {
    objects: usize,
    targets: usize,
    files: usize,
    versions: BTreeMap<Version, usize>,
}

/// The kind of what describes a custom resource.
const DEFINITION: &str = "CustomResourceDefinition";

/// Reads CustomResourceDefinitions.
fn definitions(
    world: &dyn World,
    paths: &[Vec<u8>],
    kinds: &mut Kinds,
    outcome: &mut Outcome,
) -> Result<(), Vec<Diagnostic>> {
    let (files, missing) = inputs(world, paths)?;
    if let Some(path) = missing.first() {
        return Err(vec![misuse(format!("there are no CRDs at {}", String::from_utf8_lossy(path)))]);
    }
    for file in &files {
        for document in file.documents() {
            let Ok(Some(tree)) = Tree::read(document) else { continue };
            if tree.root().text_at("kind") != DEFINITION {
                continue;
            }
            let start = (document.as_ptr() as usize).saturating_sub(file.text.as_ptr() as usize);
            for finding in kinds.define(tree) {
                let place =
                    Place::file(Base::Disk, &file.name).at(&file.text, start + finding.span.start as usize);
                let diagnostic = Diagnostic::error("schema::invalid", finding.to_string()).at(place);
                outcome.findings.push(Finding { diagnostic, chart: None });
            }
        }
    }
    Ok(())
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
    let mut paths = request.policies.clone();
    let root = request.workspace.clone().unwrap_or_default();
    let own = path::join(&[&root, b"policies"]);
    if world.stat(&own).is_ok() {
        paths.push(own);
    }
    let policies = Policies::load(&**world, &paths)?;
    let mut kinds = Kinds::new();
    definitions(&**world, &request.crds, &mut kinds, outcome)?;
    let mut rules =
        Rules { kinds, unknown_kinds: request.unknown_kinds, policies, as_submitted: request.as_submitted };
    if !charts.is_empty() || request.arguments.is_empty() {
        targets(world, request, &charts, &mut rules, outcome, scope)?;
    }
    unknown_once(&mut outcome.findings);
    if !manifests.is_empty() {
        for document in manifests.iter().flat_map(Input::documents) {
            if memchr::memmem::find(document, DEFINITION.as_bytes()).is_some()
                && let Ok(Some(tree)) = Tree::read(document)
                && tree.root().text_at("kind") == DEFINITION
            {
                let _ = rules.kinds.define(tree);
            }
        }
        let version = version(request.common.kube_version.as_deref())?;
        files(&manifests, &rules, version, &request.common, outcome, scope);
        unknown_once(&mut outcome.findings);
    }
    Ok(())
}

fn targets(
    world: &Arc<dyn World>,
    request: &CheckRequest,
    charts: &[Vec<u8>],
    rules: &mut Rules,
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
    // What a chart brings along is known for all.
    for made in renderings.iter().filter_map(|rendering| rendering.outcome.as_ref().ok()) {
        for object in made.objects().filter(|object| object.kind == DEFINITION.as_bytes()) {
            if let Ok(Some(tree)) = Tree::read(object.content) {
                // What is wrong with it is said where it is judged.
                let _ = rules.kinds.define(tree);
            }
        }
    }
    let rules = &*rules;
    let judged = parallel(&renderings, common, |rendering| {
        let version = version_of(&rendering.target, common).unwrap_or(Version::NEWEST);
        (version, of_target(world, rendering, rules, version, common))
    });
    for (rendering, (version, (objects, found))) in renderings.iter_mut().zip(judged) {
        scope.objects += objects;
        scope.targets += 1;
        *scope.versions.entry(version).or_default() += objects;
        rendering.journal.extend(found);
        outcome.targets.push(rendering.target.name());
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
    let cluster = match rules.policies.is_empty() {
        true => Cluster::default(),
        false => {
            rules.policies.cluster(&rules.kinds, namespaces(objects.iter().map(|object| object.content)))
        }
    };
    let around = Common { rules, version, namespace: &rendering.target.namespace, cluster: &cluster };
    for object in &objects {
        judge(&around, object.source, object.content, &mut found);
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
    let documents = inputs.iter().flat_map(Input::documents);
    let cluster = match rules.policies.is_empty() {
        true => Cluster::default(),
        false => rules.policies.cluster(&rules.kinds, namespaces(documents)),
    };
    let namespace = if common.namespace.is_empty() { "default" } else { &common.namespace };
    let around = Common { rules, version, namespace, cluster: &cluster };
    let judged = parallel(inputs, common, |input| {
        let mut found = Vec::new();
        let mut objects = 0;
        for document in input.documents() {
            objects += usize::from(judge(&around, &input.name, document, &mut found));
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

/// Says of a kind that nobody describes once that nobody does, whatever the number of its objects.
fn unknown_once(findings: &mut Vec<Finding>) {
    let mut counts: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
    findings.retain(|finding| {
        if finding.diagnostic.code != "schema::unknown-kind" {
            return true;
        }
        let count = counts.entry(finding.diagnostic.message.clone()).or_default();
        *count += 1;
        *count == 1
    });
    for finding in findings.iter_mut().filter(|finding| finding.diagnostic.code == "schema::unknown-kind") {
        let diagnostic = &mut finding.diagnostic;
        if let Some(more) = counts.get(&diagnostic.message).map(|count| count - 1).filter(|more| *more > 0) {
            diagnostic.targets.clear();
            diagnostic.message.extend(format!(" (here, and in {more} more)").bytes());
        }
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

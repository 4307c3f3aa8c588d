//! Many targets in one process: each chart is loaded once and its templates are parsed once, whatever the number of
//! its environments; targets are rendered side by side.

use std::sync::{Arc, Mutex, OnceLock};

use nexachart_chart::Journal;
use nexachart_manifest::{Documents, Head, Manifest, split};
use nexachart_source::{Diagnostic, Failures, World, absolute};
use nexachart_workspace::Target;

use crate::explain;
use crate::layers;
use crate::parsing::Trees;
use crate::reading::Reading;
use crate::release::{self, Broken, Install, Loaded, Manifests};
use crate::workers::lock;
use crate::{Drawn, Seed, Teardown, TemplateOptions, Workers, chart, print};

/// A target that was rendered, or not.
#[derive(Debug)]
pub struct Rendering {
    /// The target.
    pub target: Target,
    /// Remarks.
    pub journal: Journal,
    /// What came out.
    pub outcome: Result<Made, Failures>,
}

/// What a target printed.
#[derive(Debug, Default)]
pub struct Made {
    manifests: Manifests,
    /// The documents of the CRDs.
    crds: Vec<Manifest>,
}

/// A document that a target printed.
#[derive(Clone, Copy, Debug)]
pub struct Object<'m> {
    /// The template that printed it, or the file of a CRD: `app/templates/a.yaml`.
    pub source: &'m [u8],
    /// Its text.
    pub content: &'m [u8],
    /// `kind`; empty where it has none.
    pub kind: &'m [u8],
    /// `apiVersion`
    pub api_version: &'m [u8],
    /// `metadata.name`
    pub name: &'m [u8],
}

impl Made {
    /// What `nexachart template` prints of it.
    pub fn text(&self) -> Result<Vec<u8>, Diagnostic> {
        let Manifests { crds, sorted, .. } = &self.manifests;
        Ok(print::product(print::manifests(crds, sorted)?, &sorted.hooks))
    }

    /// The calls of its templates that asked for the time or for randomness, where those are noted.
    pub fn drawn(&self) -> &[Drawn] {
        &self.manifests.drawn
    }

    /// Its documents in the order of the text. One without a kind is no object; it holds nothing but comments, say.
    pub fn objects(&self) -> impl Iterator<Item = Object<'_>> {
        let Documents { manifests, hooks, .. } = &self.manifests.sorted;
        let manifests = self.crds.iter().chain(manifests).map(|m| (&m.path, &m.content, &m.head));
        let all = manifests.chain(hooks.iter().map(|hook| (&hook.path, &hook.content, &hook.head)));
        all.map(|(source, content, head)| Object {
            source,
            content,
            kind: &head.kind,
            api_version: &head.api_version,
            name: &head.name,
        })
    }
}

/// Renders targets, each as `nexachart template RELEASE CHART -n NAMESPACE -f LAYER…` does with the same `options`. What
/// `options` say of arguments and namespaces gives way to the target's own, their values lie over its layers; of `jobs`, so many
/// targets are rendered at a time. The results stand in the order of the targets; the error of one does not end the
/// others.
pub fn render_targets(
    world: &Arc<dyn World>,
    targets: &[&Target],
    options: &TemplateOptions,
) -> Vec<Rendering> {
    let workers = Workers::with_stack(options.jobs, options.stack);
    let alone = targets.len() < 2 || workers.jobs() < 2;
    let queue = Queue::new(world, targets, options, alone);
    workers.share(!alone, &|| queue.work());
    queue.results.into_iter().filter_map(OnceLock::into_inner).collect()
}

/// The options for a target.
pub(crate) fn options_of(target: &Target, options: &TemplateOptions) -> TemplateOptions {
    let mut values = options.values.clone();
    values.files = target.layers.iter().chain(&options.values.files).cloned().collect();
    let mut nature = options.nature.clone();
    if let Some(Seed::Secret(_, scope)) = &mut nature.seed {
        *scope = target.name();
    }
    TemplateOptions {
        nature,
        arguments: vec![target.release.clone().into_bytes(), target.path.clone()],
        namespace: target.namespace.clone(),
        kube_version: options.kube_version.clone().or_else(|| target.kubernetes_version.clone()),
        api_versions: target.api_versions.iter().chain(&options.api_versions).cloned().collect(),
        values,
        environments: target.layers.len(),
        ..options.clone()
    }
}

struct Queue<'a> {
    world: &'a Arc<dyn World>,
    targets: &'a [&'a Target],
    options: TemplateOptions,
    charts: Vec<ChartWork<'a>>,
    results: Vec<OnceLock<Rendering>>,
}

/// The targets of a chart.
struct ChartWork<'a> {
    path: &'a [u8],
    /// Their numbers.
    targets: Vec<usize>,
    progress: Mutex<ChartProgress>,
    /// The chart, from its first target to its last one.
    loaded: Mutex<Option<Result<Arc<Loaded>, Diagnostic>>>,
}

#[derive(Default)]
struct ChartProgress {
    begun: usize,
    ended: usize,
}

impl<'a> Queue<'a> {
    fn new(
        world: &'a Arc<dyn World>,
        targets: &'a [&'a Target],
        options: &TemplateOptions,
        alone: bool,
    ) -> Queue<'a> {
        let mut charts: Vec<ChartWork<'a>> = Vec::new();
        for (number, target) in targets.iter().enumerate() {
            match charts.iter_mut().find(|chart| chart.path == target.path) {
                Some(chart) => chart.targets.push(number),
                None => charts.push(ChartWork {
                    path: &target.path,
                    targets: vec![number],
                    progress: Mutex::default(),
                    loaded: Mutex::default(),
                }),
            }
        }
        // Of many targets each is rendered on one thread; what it leaves behind would add up.
        let many = targets.len() > 1;
        let options = TemplateOptions {
            jobs: if alone && !many { options.jobs } else { 1 },
            teardown: if many { Teardown::Full } else { options.teardown },
            ..options.clone()
        };
        Queue { world, targets, options, charts, results: targets.iter().map(|_| OnceLock::new()).collect() }
    }

    /// Renders targets that nobody has begun: first of charts that nobody has begun, so that threads do not wait for
    /// each other, then of those that others have begun.
    fn work(&self) {
        for chart in &self.charts {
            let mut next = chart.begin(|begun| begun == 0);
            while let Some(number) = next {
                self.target(chart, number);
                next = chart.begin(|_| true);
            }
        }
        for chart in &self.charts {
            while let Some(number) = chart.begin(|_| true) {
                self.target(chart, number);
            }
        }
    }

    fn target(&self, chart: &ChartWork<'_>, number: usize) {
        let target = self.targets[number];
        let mut journal = Journal::new();
        let outcome = self.render(chart, target, &mut journal);
        chart.end();
        let _ = self.results[number].set(Rendering { target: target.clone(), journal, outcome });
    }

    fn render(
        &self,
        chart: &ChartWork<'_>,
        target: &Target,
        journal: &mut Journal,
    ) -> Result<Made, Failures> {
        let options = options_of(target, &self.options);
        let capabilities = release::capabilities(&options)?;
        let user = if target.lists.is_empty() {
            chart::user_values(&**self.world, &options.values, &options.budgets)?
        } else {
            let loaded = chart.loaded(self.world, &options, journal)?;
            layers::user_values(&**self.world, target, &loaded, &options, journal)?
        };
        let loaded = chart.loaded(self.world, &options, journal)?;
        let install = Install { name: target.release.clone(), user: &user, capabilities: &capabilities };
        let reading = Reading::new(&options.budgets);
        let made = release::render(self.world, &loaded, &install, &reading, &options, journal);
        let mut manifests = made.map_err(|Broken { failure, .. }| {
            explain::failures(self.world, &loaded, &install, &options, failure)
        })?;
        manifests.sorted.hooks.retain(|hook| print::is_wanted(hook, &options));
        let mut crds = Vec::new();
        for crd in &manifests.crds {
            for document in split(&crd.file.bytes()?) {
                // One that is no YAML is printed as it is, as Helm does.
                let head = Head::read(document, &options.budgets).unwrap_or_default();
                crds.push(Manifest { path: crd.path.clone(), content: document.to_vec(), head });
            }
        }
        options.teardown.of((user, loaded));
        Ok(Made { manifests, crds })
    }
}

impl ChartWork<'_> {
    /// The next target, if there is one and it may be begun after so many others.
    fn begin(&self, may: impl Fn(usize) -> bool) -> Option<usize> {
        let mut progress = lock(&self.progress);
        let next = self.targets.get(progress.begun).copied().filter(|_| may(progress.begun))?;
        progress.begun += 1;
        Some(next)
    }

    /// A target has ended; with the last one the chart goes.
    fn end(&self) {
        let mut progress = lock(&self.progress);
        progress.ended += 1;
        if progress.ended == self.targets.len() {
            drop(progress);
            lock(&self.loaded).take();
        }
    }

    fn loaded(
        &self,
        world: &Arc<dyn World>,
        options: &TemplateOptions,
        journal: &mut Journal,
    ) -> Result<Arc<Loaded>, Diagnostic> {
        let mut loaded = lock(&self.loaded);
        let load = || {
            let path = absolute(&**world, self.path)?;
            let trees = Arc::new(Trees::new(&options.budgets));
            let loaded = Loaded::load(world, path.clone(), trees, || {}, options, journal);
            loaded.map(Arc::new).map_err(|error| explain::located(world, &path, options, error))
        };
        loaded.get_or_insert_with(load).clone()
    }
}

#[cfg(test)]
mod tests;

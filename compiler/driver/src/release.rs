//! A release out of a loaded chart: the steps that `template` takes once and `render` for each target.

use std::mem;
use std::sync::Arc;

use nexachart_chart::{
    Capabilities, Chart, Crd, File, Journal, KubeVersion, Release, SchemaCheck, Template, Tree,
};
use nexachart_funcs::State;
use nexachart_manifest::Documents;
use nexachart_source::{Diagnostic, World};
use nexachart_template::MissingKey;
use nexachart_value::Map;

use crate::origin::{self, Drawn};
use crate::parsing::Trees;
use crate::reading::Reading;
use crate::{RenderOptions, RenderOutside, Rendered, Schemas, TemplateOptions, chart, engine, manifest};

/// A chart that was loaded, to be rendered any number of times: what is parsed of its templates is kept.
#[derive(Debug)]
pub(crate) struct Loaded {
    /// The absolute path of its folder or archive.
    pub path: Vec<u8>,
    pub chart: Arc<Chart>,
    pub trees: Arc<Trees>,
}

/// What a release printed.
#[derive(Debug, Default)]
pub(crate) struct Manifests {
    pub crds: Vec<Crd>,
    pub sorted: Documents,
    /// The calls that asked for the time or for randomness, where those are noted.
    pub drawn: Vec<Drawn>,
}

/// A release that could not be rendered.
pub(crate) struct Broken {
    pub failure: Diagnostic,
    /// What there is of it, once there is a release.
    pub rendered: Option<Rendered>,
}

/// Nothing more comes, and nothing that waits is asked for, when it is dropped: helpers end.
pub(crate) struct Dismissed<'a>(pub &'a Trees, pub &'a Reading);

impl Drop for Dismissed<'_> {
    fn drop(&mut self) {
        self.0.clear();
        self.1.clear();
    }
}

impl From<Diagnostic> for Broken {
    fn from(failure: Diagnostic) -> Broken {
        Broken { failure, rendered: None }
    }
}

impl Loaded {
    /// Reads a chart. Its templates are added to `trees` on the way; where there is much of them, `many` is called.
    pub fn load(
        world: &Arc<dyn World>,
        path: Vec<u8>,
        trees: Arc<Trees>,
        many: impl Fn(),
        options: &TemplateOptions,
        journal: &mut Journal,
    ) -> Result<Loaded, Diagnostic> {
        let found = |file: &File| {
            if trees.add(file) {
                many();
            }
        };
        let chart = chart::load(world, &path, &options.budgets, &found, journal);
        trees.end();
        Ok(Loaded { path, chart: Arc::new(chart?), trees })
    }
}

/// What the options say of the cluster.
pub(crate) fn capabilities(options: &TemplateOptions) -> Result<Capabilities, Diagnostic> {
    let mut capabilities = Capabilities::default();
    if let Some(version) = &options.kube_version {
        let refused = |text: String| Diagnostic::error("cli::kube-version", text);
        capabilities.kube_version = KubeVersion::parse(version).map_err(refused)?;
    }
    capabilities.api_versions.extend(options.api_versions.iter().cloned());
    Ok(capabilities)
}

/// What a chart is to be installed as.
pub(crate) struct Install<'a> {
    /// The name of the release.
    pub name: String,
    /// The values of its user.
    pub user: &'a Map,
    /// The cluster.
    pub capabilities: &'a Capabilities,
}

/// All that templates are executed with.
pub(crate) struct Prepared {
    pub tree: Tree,
    pub templates: Vec<Template>,
    values: Map,
}

/// Chooses the charts that take part, lays and checks values, and makes what templates see.
pub(crate) fn prepare(
    world: &Arc<dyn World>,
    loaded: &Loaded,
    install: &Install<'_>,
    options: &TemplateOptions,
    journal: &mut Journal,
) -> Result<Prepared, Diagnostic> {
    let Loaded { path, chart, trees } = loaded;
    let Install { name, user, capabilities } = install;
    chart::check(chart, journal)?;
    chart::check_release_name(name, journal)?;
    let tree = chart::process_dependencies(chart, user, journal)?;
    let release = Release {
        name: name.clone(),
        namespace: options.namespace.clone(),
        revision: 1,
        is_install: !options.is_upgrade,
        is_upgrade: options.is_upgrade,
    };
    let schemas = Schemas { world: world.clone(), chart: Some(path.clone()), budgets: options.budgets };
    let schemas: Option<&dyn SchemaCheck> = if options.skip_schemas { None } else { Some(&schemas) };

    let sources = chart::sources(&tree);
    let values = chart::render_values(&tree, user, &release, capabilities, schemas, journal)?;
    trees.finish();
    let templates = chart::templates(&tree, &values, &sources);
    Ok(Prepared { tree, templates, values })
}

/// What the functions of templates keep and ask for.
pub(crate) fn state(world: &Arc<dyn World>, options: &TemplateOptions) -> State {
    let outside = RenderOutside::new(world.clone(), options.nature.clone());
    let mut state = State::new(Box::new(outside.watched(&options.progress).threads(options.jobs)));
    state.notes = options.nature.notes;
    state
}

/// How templates are executed.
pub(crate) fn how(options: &TemplateOptions) -> RenderOptions {
    let TemplateOptions { stack, budgets, teardown, .. } = *options;
    RenderOptions { missing_key: MissingKey::Zero, stack, budgets, teardown }
}

/// Renders a loaded chart. What is rendered is read by whoever helps with `reading`.
pub(crate) fn render(
    world: &Arc<dyn World>,
    loaded: &Loaded,
    install: &Install<'_>,
    reading: &Reading,
    options: &TemplateOptions,
    journal: &mut Journal,
) -> Result<Manifests, Broken> {
    let Prepared { tree, templates, values } = prepare(world, loaded, install, options, journal)?;

    // From here on there is a release: errors carry Helm's hint at --debug.
    let broken =
        |failure: Diagnostic, rendered| Broken { failure: failure.released(), rendered: Some(rendered) };
    if let Err(error) = chart::check_kube_version(tree.metadata(tree.root()), install.capabilities) {
        return Err(broken(error, Rendered::default()));
    }
    let mut state = state(world, options);
    options.progress.begin(templates.len());

    let rendered = engine::execute_all(&templates, &loaded.trees, how(options), &mut state, |name, text| {
        if !name.ends_with(b"NOTES.txt") {
            reading.add(name, text);
        }
    });
    let mut rendered = rendered.map_err(|failure| broken(failure, Rendered::default()))?;
    rendered.retain(|name, _| !name.ends_with(b"NOTES.txt"));
    let sorted = match reading.finish().and_then(|read| nexachart_manifest::sort(read, &options.budgets)) {
        Ok(sorted) => sorted,
        Err(error) => return Err(broken(manifest::broken(&error, &rendered), rendered)),
    };
    for types in &sorted.unknown_hooks {
        journal.push(manifest::unknown_hook(types));
    }
    let crds = if options.include_crds { chart::crds(&tree) } else { Vec::new() };
    let drawn = mem::take(&mut state.drawn);
    let drawn = drawn.into_iter().map(|drawn| origin::drawn(drawn, &templates)).collect();
    options.teardown.of((rendered, state, templates, values, tree));
    Ok(Manifests { crds, sorted, drawn })
}

//! A release out of a loaded chart: the steps that `template` takes once and `render` for each target.

use std::mem;
use std::sync::Arc;

use nexachart_chart::{Capabilities, Chart, Crd, Journal, KubeVersion, Release, SchemaCheck};
use nexachart_funcs::State;
use nexachart_manifest::Documents;
use nexachart_source::{Diagnostic, World};
use nexachart_template::MissingKey;
use nexachart_value::Map;

use crate::origin::{self, Drawn};
use crate::parsing::{Parsing, Trees};
use crate::reading::Reading;
use crate::{
    RenderOptions, RenderOutside, Rendered, Schemas, TemplateOptions, Workers, chart, engine, manifest,
};

/// A chart that was loaded, to be rendered any number of times: what is parsed of its templates is kept.
#[derive(Debug)]
pub(crate) struct Loaded {
    /// The absolute path of its folder or archive.
    pub path: Vec<u8>,
    pub chart: Arc<Chart>,
    trees: Trees,
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

impl From<Diagnostic> for Broken {
    fn from(failure: Diagnostic) -> Broken {
        Broken { failure, rendered: None }
    }
}

impl Loaded {
    /// Reads a chart.
    pub fn load(
        world: &Arc<dyn World>,
        path: Vec<u8>,
        options: &TemplateOptions,
        journal: &mut Journal,
    ) -> Result<Loaded, Diagnostic> {
        let chart = Arc::new(chart::load(world, &path, &options.budgets, journal)?);
        Ok(Loaded { path, chart, trees: Trees::default() })
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

/// Renders a loaded chart as the release `name`, with the values of its user.
pub(crate) fn render(
    world: &Arc<dyn World>,
    loaded: &Loaded,
    name: String,
    user: &Map,
    capabilities: &Capabilities,
    options: &TemplateOptions,
    journal: &mut Journal,
) -> Result<Manifests, Broken> {
    let Loaded { path, chart, trees } = loaded;
    chart::check(chart, journal)?;
    chart::check_release_name(&name, journal)?;
    let tree = chart::process_dependencies(chart, user, journal)?;
    let release = Release {
        name,
        namespace: options.namespace.clone(),
        revision: 1,
        is_install: !options.is_upgrade,
        is_upgrade: options.is_upgrade,
    };
    let schemas = Schemas { world: world.clone(), chart: Some(path.clone()), budgets: options.budgets };
    let schemas: Option<&dyn SchemaCheck> = if options.skip_schemas { None } else { Some(&schemas) };

    // While the values are laid, helpers parse the templates.
    let workers = Workers::new(options.jobs);
    let sources = chart::sources(&tree);
    let parsing = Parsing::new(
        sources.iter().map(|source| (source.name.clone(), source.file.clone())),
        &options.budgets,
        trees,
    );
    let many = parsing.is_for_many();
    let values = workers.help_if(
        many,
        || parsing.work(),
        || {
            let values = chart::render_values(&tree, user, &release, capabilities, schemas, journal);
            if values.is_ok() {
                parsing.work()
            } else {
                parsing.stop()
            }
            values
        },
    )?;

    // From here on there is a release: errors carry Helm's hint at --debug.
    let broken =
        |failure: Diagnostic, rendered| Broken { failure: failure.released(), rendered: Some(rendered) };
    if let Err(error) = chart::check_kube_version(tree.metadata(tree.root()), capabilities) {
        return Err(broken(error, Rendered::default()));
    }
    let outside = RenderOutside::new(world.clone(), options.nature.clone());
    let mut state = State::new(Box::new(outside.watched(&options.progress).threads(workers.jobs())));
    state.notes = options.nature.notes;
    let TemplateOptions { stack, budgets, teardown, .. } = *options;
    let how = RenderOptions { missing_key: MissingKey::Zero, stack, budgets, teardown };
    let templates = chart::templates(&tree, &values, &sources);
    options.progress.begin(templates.len());

    // While templates are rendered, helpers read what was rendered before.
    let reading = Reading::new(&options.budgets);
    let rendered = workers.help_if(
        many,
        || reading.work(),
        || {
            let _more = reading.more();
            engine::execute_all(&templates, parsing, how, &mut state, |name, text| {
                if !name.ends_with(b"NOTES.txt") {
                    reading.add(name, text);
                }
            })
        },
    );
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

//! The pipeline from a chart to manifests, the operating system's side of it, and the reports: what
//! another program links against.

mod disk;
mod engine;
mod exec_error;
mod manifest;
mod name;
mod options;
mod origin;
mod os;
mod outside;
mod parsing;
mod print;
mod progress;
mod reading;
pub mod report;
mod schemas;
mod version;
mod workers;
mod write;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use engine::{RenderOptions, Rendered, render};
pub use options::{Teardown, TemplateOptions};
pub use os::write_files;
pub use outside::{Dns, Nature, RenderOutside};
pub use progress::Progress;
pub use schemas::Schemas;
pub use version::{helm_version, version_from_template};
pub use workers::Workers;

use crate::parsing::Parsing;
use crate::reading::Reading;
use nexachart_chart::{Capabilities, Journal, KubeVersion, Release, SchemaCheck};
use nexachart_funcs::State;
use nexachart_source::{Diagnostic, World};
use nexachart_template::MissingKey;

pub use nexachart_chart as chart;
pub use nexachart_funcs as funcs;
pub use nexachart_go as go;
pub use nexachart_template::MissingKey as MissingKeys;

/// The `World` and what is said of it, with the operating system's own [`Disk`](source::Disk).
pub mod source {
    pub use crate::disk::Disk;
    pub use nexachart_source::*;
}

/// What `template` made.
#[derive(Debug, Default)]
pub struct Product {
    /// For standard output.
    pub stdout: Vec<u8>,
    /// Files to write, by their paths ([`write_files`]).
    pub files: BTreeMap<Vec<u8>, Vec<u8>>,
    /// What went wrong nevertheless: with `--debug`, broken manifests are printed and the error too.
    pub failure: Option<Diagnostic>,
}

/// From how many bytes of templates on helpers are asked: below, starting them takes longer than the work.
const MANY: usize = 64 << 10;

/// Renders a chart as `helm template` does: this function is the way from a chart to manifests, one step
/// a call. Remarks go to `journal`, also before an error.
pub fn template(
    world: &Arc<dyn World>,
    options: &TemplateOptions,
    journal: &mut Journal,
) -> Result<Product, Diagnostic> {
    name::check_count(&options.arguments)?;
    let mut capabilities = Capabilities::default();
    if let Some(version) = &options.kube_version {
        let refused = |text: String| Diagnostic::error("cli::kube-version", text);
        capabilities.kube_version = KubeVersion::parse(version).map_err(refused)?;
    }
    capabilities.api_versions.extend(options.api_versions.iter().cloned());
    name::log_version(options, journal);
    let (name, chart) = name::name_and_chart(world, options)?;
    let path = name::locate(&**world, chart, journal)?;
    let user = chart::user_values(&**world, &options.values, &options.budgets)?;
    let chart = Arc::new(chart::load(world, &path, &options.budgets, journal)?);
    chart::check(&chart, journal)?;
    chart::check_release_name(&name, journal)?;
    let tree = chart::process_dependencies(&chart, &user, journal)?;
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
    );
    let many = parsing.bytes() >= MANY;
    let values = workers.help_if(
        many,
        || parsing.work(),
        || {
            let values = chart::render_values(&tree, &user, &release, &capabilities, schemas, journal);
            if values.is_ok() {
                parsing.work()
            } else {
                parsing.stop()
            }
            values
        },
    )?;

    // From here on there is a release: errors carry Helm's hint at --debug.
    if let Err(error) = chart::check_kube_version(tree.metadata(tree.root()), &capabilities) {
        return broken(&Rendered::default(), error.released(), options);
    }
    let outside = RenderOutside::new(world.clone(), options.nature.clone());
    let mut state = State::new(Box::new(outside.watched(&options.progress).threads(workers.jobs())));
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
    let mut rendered = match rendered {
        Ok(rendered) => rendered,
        Err(failure) => return broken(&Rendered::default(), failure.released(), options),
    };
    rendered.retain(|name, _| !name.ends_with(b"NOTES.txt"));
    let sorted = match reading.finish().and_then(|read| nexachart_manifest::sort(read, &options.budgets)) {
        Ok(sorted) => sorted,
        Err(error) => return broken(&rendered, manifest::broken(&error, &rendered).released(), options),
    };
    for types in &sorted.unknown_hooks {
        journal.push(manifest::unknown_hook(types));
    }
    let crds = if options.include_crds { chart::crds(&tree) } else { Vec::new() };
    if let Some(dir) = &options.output_dir {
        return write::write(dir, &crds, &sorted, &release.name, options);
    }
    let product = print::product(print::manifests(&crds, &sorted)?, &sorted.hooks, options);
    let stdout = match options.show_only.as_slice() {
        [] => product,
        patterns => print::show_only(&product, patterns)?,
    };
    options.teardown.of((sorted, rendered, state, templates, values, tree, user, chart));
    Ok(Product { stdout, ..Product::default() })
}

/// A release whose manifests are no YAML, or were not even made: what there is of them is printed with `--debug`, and an error in any case.
fn broken(
    rendered: &Rendered,
    failure: Diagnostic,
    options: &TemplateOptions,
) -> Result<Product, Diagnostic> {
    if !options.debug {
        return Err(failure);
    }
    let product = print::product(print::files(rendered), &[], options);
    let stdout = match options.show_only.as_slice() {
        [] => product,
        patterns => match print::show_only(&product, patterns) {
            Ok(shown) => shown,
            Err(_) => return Err(failure),
        },
    };
    Ok(Product { stdout, failure: Some(failure), ..Product::default() })
}

/// A command line that is wrong.
pub fn misuse(message: impl Into<Vec<u8>>) -> Diagnostic {
    Diagnostic::error("cli::usage", message)
}

//! The pipeline from a chart to manifests, the operating system's side of it, and the reports: what
//! another program links against.

mod batch;
mod changed;
mod check;
mod compare;
mod determinism;
mod disk;
mod engine;
mod exec_error;
mod explain;
mod fault;
mod folder;
mod git;
mod golden;
mod jinja;
mod layers;
mod lint;
mod manifest;
mod name;
mod objects;
mod options;
mod origin;
mod os;
mod outside;
pub mod pages;
mod parsing;
mod print;
mod progress;
mod reading;
mod release;
mod render;
pub mod report;
mod revision;
mod schemas;
mod stdin;
mod steady;
mod tally;
mod version;
mod workers;
mod write;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use batch::{Made, Object, Rendering, render_targets};
pub use changed::Change;
pub use check::{CheckRequest, UnknownKinds, check};
pub use compare::{Against, DiffRequest, compare};
pub use determinism::Draws;
pub use engine::{RenderOptions, Rendered, render};
pub use explain::{
    Answer, Errors, ExplainRequest, Explained, Field, Question, Setting, SourceMap, ValueRow, Written,
    explain, inspect,
};
pub use folder::Split;
pub use git::Since;
pub use golden::{Dialogue, Echo, GoldenRequest, check_goldens, review_goldens, update_goldens};
pub use lint::{LintRequest, Linted, Message, analyse, analyse_keys, helm_report, lint};
pub use options::{Teardown, TemplateOptions};
pub use origin::Drawn;
pub use os::{remove_files, write_files};
pub use outside::{Dns, Nature, RenderOutside, Seed, Zone};
pub use progress::Progress;
pub use render::{Finding, Form, Outcome, RenderRequest, open_workspace, render_workspace};
pub use revision::Revision;
pub use schemas::Schemas;
pub use tally::merge;
pub use version::{helm_version, version_from_template};
pub use workers::Workers;

use nexachart_chart::Journal;
use nexachart_source::{Diagnostic, Failures, World};

use crate::parsing::Trees;
use crate::reading::Reading;
use crate::release::{Dismissed, Install, Loaded, Manifests};

pub use nexachart_analysis as analysis;
pub use nexachart_chart as chart;
pub use nexachart_diff as diff;
pub use nexachart_funcs as funcs;
pub use nexachart_go as go;
pub use nexachart_template::{Effect, MissingKey as MissingKeys};
pub use nexachart_workspace as workspace;

/// The `World` and what is said of it, with the operating system's own [`Disk`](source::Disk).
pub mod source {
    pub use crate::disk::Disk;
    pub use nexachart_source::*;
}

/// A release that was not made: why not, and what there is of it.
struct Unmade {
    failures: Failures,
    rendered: Option<Rendered>,
}

impl From<Diagnostic> for Unmade {
    fn from(failure: Diagnostic) -> Unmade {
        Unmade { failures: failure.into(), rendered: None }
    }
}

/// What `template` made.
#[derive(Debug, Default)]
pub struct Product {
    /// For standard output.
    pub stdout: Vec<u8>,
    /// Files to write, by their paths ([`write_files`]).
    pub files: BTreeMap<Vec<u8>, Vec<u8>>,
    /// What went wrong nevertheless: with `--debug`, broken manifests are printed and the error too.
    pub failures: Option<Failures>,
}

/// Renders a chart as `helm template` does: this function is the way from a chart to manifests, one step
/// a call. Remarks go to `journal`, also before an error.
pub fn template(
    world: &Arc<dyn World>,
    options: &TemplateOptions,
    journal: &mut Journal,
) -> Result<Product, Failures> {
    name::check_count(&options.arguments)?;
    let capabilities = release::capabilities(options)?;
    name::log_version(options, journal);
    let (name, chart) = name::name_and_chart(world, options)?;
    let path = name::locate(&**world, chart, journal)?;
    let user = chart::user_values(&**world, &options.values, &options.budgets)?;
    // Helpers parse templates as they are found, and read manifests as they are rendered.
    let (trees, reading) = (Arc::new(Trees::new(&options.budgets)), Reading::new(&options.budgets));
    let help = || {
        trees.help();
        reading.help();
    };
    let made = Workers::new(options.jobs).scope(&help, |helpers| {
        let _dismissed = Dismissed(&trees, &reading);
        let loaded = Loaded::load(world, path.clone(), trees.clone(), || helpers.call(), options, journal);
        let loaded = loaded.map_err(|error| explain::located(world, &path, options, error))?;
        let install = Install { name: name.clone(), user: &user, capabilities: &capabilities };
        let manifests = release::render(world, &loaded, &install, &reading, options, journal);
        let manifests = manifests.map_err(|broken| {
            let failures = explain::failures(world, &loaded, &install, options, broken.failure);
            Unmade { failures, rendered: broken.rendered }
        })?;
        Ok((loaded, manifests))
    });
    let (loaded, manifests) = match made {
        Ok(made) => made,
        Err(Unmade { failures, rendered: Some(rendered) }) => return broken(&rendered, failures, options),
        Err(Unmade { failures, rendered: None }) => return Err(failures),
    };
    let Manifests { crds, sorted, .. } = &manifests;
    if let Some(dir) = &options.output_dir {
        return Ok(write::write(dir, crds, sorted, &name, options)?);
    }
    let hooks = sorted.hooks.iter().filter(|hook| print::is_wanted(hook, options));
    let product = print::product(print::manifests(crds, sorted)?, hooks);
    let stdout = match options.show_only.as_slice() {
        [] => product,
        patterns => print::show_only(&product, patterns)?,
    };
    options.teardown.of((manifests, user, loaded));
    Ok(Product { stdout, ..Product::default() })
}

/// A release whose manifests are no YAML, or were not even made: what there is of them is printed with `--debug`, and an error in any case.
fn broken(rendered: &Rendered, failures: Failures, options: &TemplateOptions) -> Result<Product, Failures> {
    if !options.debug {
        return Err(failures);
    }
    let product = print::product(print::files(rendered), &[]);
    let stdout = match options.show_only.as_slice() {
        [] => product,
        patterns => match print::show_only(&product, patterns) {
            Ok(shown) => shown,
            Err(_) => return Err(failures),
        },
    };
    Ok(Product { stdout, failures: Some(failures), ..Product::default() })
}

/// A command line that is wrong.
pub fn misuse(message: impl Into<Vec<u8>>) -> Diagnostic {
    Diagnostic::error("cli::usage", message)
}

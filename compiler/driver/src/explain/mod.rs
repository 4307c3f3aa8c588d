//! Errors told in full. Where a render failed, it is done once more with a record ([`Trace`]): every file, whatever became of
//! the others. So each error comes with the values that led to it, where these are set, and the calls in between.

mod cause;
mod chart_yaml;
mod duplicates;
mod question;
mod schema;
mod source_map;
mod syntax;
mod trace;
mod yaml;

use std::sync::Arc;

use nexachart_analysis::{Given, Layers};
use nexachart_chart::Journal;
use nexachart_source::{Diagnostic, Failures, Helm, World};

pub(crate) use self::question::trace_target;
pub use self::question::{Answer, ExplainRequest, Explained, Field, Question, Setting, ValueRow, explain};
pub use self::source_map::{SourceMap, Written};
pub(crate) use self::syntax::mended;
use self::trace::Trace;
pub(crate) use self::yaml::explain as written_at;
use crate::parsing::Trees;
use crate::release::{self, Install, Loaded};
use crate::{TemplateOptions, name};

/// Which errors are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Errors {
    /// The first one, in Helm's words.
    #[default]
    First,
    /// All of them, with the values and places that led to them. That takes another render.
    Explained,
}

/// What is wrong with what a chart renders, though Helm takes it: keys and objects that stand twice. `options` are those of
/// `template`.
pub fn inspect(world: &Arc<dyn World>, options: &TemplateOptions) -> Result<Vec<Diagnostic>, Failures> {
    Ok(duplicates::duplicates(&record(world, options)?))
}

/// Renders a chart with a record.
fn record(world: &Arc<dyn World>, options: &TemplateOptions) -> Result<Trace, Failures> {
    let mut journal = Journal::new();
    let (name, chart) = name::name_and_chart(world, options)?;
    let path = name::locate(&**world, chart, &mut journal)?;
    let user = nexachart_chart::user_values(&**world, &options.values, &options.budgets)?;
    let trees = Arc::new(Trees::new(&options.budgets));
    let loaded = Loaded::load(world, path, trees, || {}, options, &mut journal)?;
    let capabilities = release::capabilities(options)?;
    let install = Install { name, user: &user, capabilities: &capabilities };
    Ok(Trace::run(world, &loaded, &install, options, |_| true)?)
}

/// An error of a chart that could not be loaded, or not be used, at the key of Chart.yaml that it is about.
pub(crate) fn located(
    world: &Arc<dyn World>,
    chart: &[u8],
    options: &TemplateOptions,
    mut error: Diagnostic,
) -> Diagnostic {
    if options.errors == Errors::Explained {
        chart_yaml::locate(world, chart, &mut error);
    }
    error
}

/// Values that do not fit a schema, one by one. Helm's text, of all of them, is the first one's.
fn unfit(
    world: &Arc<dyn World>,
    loaded: &Loaded,
    install: &Install<'_>,
    options: &TemplateOptions,
    first: Diagnostic,
) -> Failures {
    let Ok(tree) = nexachart_chart::process_dependencies(&loaded.chart, install.user, &mut Journal::new())
    else {
        return first.into();
    };
    let given = Given { world: &**world, options: &options.values, environments: options.environments };
    let mut found = schema::failures(&Layers::of(&tree, &given), &first);
    if found.is_empty() {
        return first.into();
    }
    let mut own = found.remove(0);
    own.helm = first.helm;
    for other in &mut found {
        other.helm = Helm::Silent;
    }
    Failures { first: own, more: found }
}

/// The errors of a release that could not be rendered; `first` is what the render ended with.
pub(crate) fn failures(
    world: &Arc<dyn World>,
    loaded: &Loaded,
    install: &Install<'_>,
    options: &TemplateOptions,
    first: Diagnostic,
) -> Failures {
    if options.errors == Errors::First || first.code.starts_with("budget") {
        return first.into();
    }
    if first.code.starts_with("chart::") {
        return located(world, &loaded.path, options, first).into();
    }
    if first.code == "values::schema" {
        return unfit(world, loaded, install, options, first);
    }
    let Ok(trace) = Trace::run(world, loaded, install, options, |_| true) else { return first.into() };
    let mut found = trace.unparsed.clone();
    // What is defined in a file that cannot be parsed is not there: that it is missing says nothing.
    let missing = |failed: &&trace::Failed| found.is_empty() || !cause::is_unknown_template(&failed.error);
    let failed: Vec<Diagnostic> =
        trace.failed.iter().filter(missing).map(|failed| cause::failure(&trace, failed)).collect();
    found.extend(failed);
    found.extend(trace.files.iter().filter_map(|file| yaml::failure(&trace, file)));
    for diagnostic in &mut found {
        *diagnostic = std::mem::replace(diagnostic, first.clone()).released();
    }
    // Helm's own comes first, and what it says of it stays.
    let first = match found.iter().position(|found| found.text() == first.text()) {
        Some(at) => found.remove(at),
        None => first,
    };
    Failures { first, more: found }
}

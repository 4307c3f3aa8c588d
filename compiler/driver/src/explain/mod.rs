//! Errors told in full. Where a render failed, it is done once more with a record ([`Trace`]): every file, whatever became of
//! the others. So each error comes with the values that led to it, where these are set, and the calls in between.

mod cause;
mod duplicates;
mod question;
mod trace;
mod yaml;

use std::sync::Arc;

use nexachart_chart::Journal;
use nexachart_source::{Diagnostic, Failures, World};

pub use self::question::{Answer, ExplainRequest, Explained, Field, Question, Setting, ValueRow, explain};
use self::trace::Trace;
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
    let mut journal = Journal::new();
    let (name, chart) = name::name_and_chart(world, options)?;
    let path = name::locate(&**world, chart, &mut journal)?;
    let user = nexachart_chart::user_values(&**world, &options.values, &options.budgets)?;
    let trees = Arc::new(Trees::new(&options.budgets));
    let loaded = Loaded::load(world, path, trees, || {}, options, &mut journal)?;
    let capabilities = release::capabilities(options)?;
    let install = Install { name, user: &user, capabilities: &capabilities };
    let trace = Trace::run(world, &loaded, &install, options, |_| true)?;
    Ok(duplicates::duplicates(&trace))
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

//! Errors told in full. Where a render failed, it is done once more with a record ([`Trace`]): every file, whatever became of
//! the others. So each error comes with the values that led to it, where these are set, and the calls in between.

mod cause;
mod trace;
mod yaml;

use std::sync::Arc;

use nexachart_source::{Diagnostic, Failures, World};

pub(crate) use self::trace::{Known, Trace, TracedFile};
use crate::TemplateOptions;
use crate::release::{Install, Loaded};

/// Which errors are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Errors {
    /// The first one, in Helm's words.
    #[default]
    First,
    /// All of them, with the values and places that led to them. That takes another render.
    Explained,
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

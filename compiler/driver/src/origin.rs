//! Errors of templates with their places: the innermost one, and what led there.

use nexachart_chart::Template;
use nexachart_template::Error;

use crate::exec_error::{self, Level, marked};
use crate::place::Place;
use crate::{Failure, Frame};

/// A template that cannot be parsed; `message` is Helm's text, `text` is Go's:
/// `template: NAME:LINE: MESSAGE`.
pub(crate) fn parse(message: Vec<u8>, text: &[u8], templates: &[Template]) -> Failure {
    let mut failure = Failure::new("template::parse", message);
    let rest = text.strip_prefix(b"template: ").unwrap_or(text);
    let Some(at) = memchr::memmem::find(rest, b": ") else { return failure };
    let Some(place) = Place::in_template(&rest[..at], templates) else { return failure };
    failure.place = Some(Box::new(place));
    failure.summed_up(&rest[at + 2..])
}

/// A template that failed while it ran.
pub(crate) fn exec(file: &[u8], error: &Error, templates: &[Template]) -> Failure {
    let code = if marked(error.message()).is_some() { "render::fail" } else { "render::exec" };
    let mut failure = Failure::new(code, exec_error::rewrite(file, error));
    let mut levels: Vec<Level<'_>> = Vec::new();
    for level in error.chain().filter(|e| e.is_exec()).filter_map(|e| exec_error::level(e.message())) {
        if levels.last() != Some(&level) {
            levels.push(level);
        }
    }
    let Some(inner) = levels.pop() else { return failure };
    failure.place = Place::in_template(inner.location, templates).map(Box::new);
    // A text that `tpl` was given is no file: what gave it is the place.
    while failure.place.as_ref().is_some_and(|place| place.excerpt.is_none())
        && let Some(outer) = levels.pop()
    {
        failure.place = Place::in_template(outer.location, templates).map(Box::new);
    }
    // Below the last level of the evaluator there may be the error of a function.
    let bare = error.chain().last().filter(|last| !last.is_exec()).map(Error::message);
    let message = bare.filter(|text| !text.is_empty()).unwrap_or(inner.message);
    failure.summary = Some(marked(message).unwrap_or(message).to_vec());
    let frame = |level: &Level<'_>| {
        let text = level.executing.map_or(&b""[..], |(_, at)| at).to_vec();
        Some(Frame { place: Place::in_template(level.location, templates)?, text })
    };
    failure.frames = levels.iter().rev().filter_map(frame).collect();
    if memchr::memmem::find(inner.message, b"nil pointer evaluating").is_some() {
        failure.help = Some(
            "what stands before the last `.` is not set: set it, or ask for it with `if` or `with`".into(),
        );
    }
    failure
}

//! Messages for standard error: one renderer a file, all of them from the same `Entry`.

mod helm;
mod human;
mod json;
mod safe;
mod short;

use std::borrow::Cow;

use nexachart_source::{Diagnostic, Severity};

pub use safe::safe;

use crate::failure::{Failure, Frame};
use crate::place::{Base, Place, Sources};

/// How messages are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people: with the line concerned and what to do about it.
    Human,
    /// A line each: `file:line:column: code: message`; what is not known is left out.
    Short,
    /// Helm's own text, byte for byte.
    Helm,
    /// A JSON object a line.
    Json,
}

/// Whether messages are coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// They are.
    Always,
    /// They are not.
    Never,
}

/// How to report.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// How messages are written.
    pub format: Format,
    /// Whether they are coloured; only for [`Format::Human`].
    pub colour: Colour,
    /// Whether what only `--debug` shows is shown, and Helm's hint at it is not.
    pub debug: bool,
}

/// A finding as the renderers see it.
struct Entry<'a> {
    code: String,
    severity: Severity,
    message: Cow<'a, [u8]>,
    place: Option<&'a Place>,
    frames: &'a [Frame],
    help: Option<&'a str>,
    /// Helm's text, as a line of its log or with its `Error: `; without a line feed at its end.
    helm: Option<Cow<'a, [u8]>>,
}

impl Format {
    /// The format of that name.
    pub fn named(name: &[u8]) -> Option<Format> {
        Some(match name {
            b"human" => Format::Human,
            b"short" => Format::Short,
            b"helm" => Format::Helm,
            b"json" => Format::Json,
            _ => return None,
        })
    }
}

/// All that is to be said, in its order: the remarks, then the error.
pub fn report(
    journal: &[Diagnostic],
    failure: Option<&Failure>,
    style: Style,
    sources: &Sources<'_>,
) -> Vec<u8> {
    let shown = journal.iter().filter(|d| style.debug || d.severity > Severity::Debug);
    let entries = shown.map(Entry::remark).chain(failure.map(|failure| Entry::error(failure, style)));
    let mut out = Vec::new();
    for entry in entries {
        match style.format {
            Format::Human => human::write(&mut out, &entry, style.colour, sources),
            Format::Short => short::write(&mut out, &entry, sources),
            Format::Helm => helm::write(&mut out, &entry),
            Format::Json => json::write(&mut out, &entry, sources),
        }
    }
    out
}

impl<'a> Entry<'a> {
    fn remark(diagnostic: &'a Diagnostic) -> Entry<'a> {
        Entry {
            code: format!("nxc::{}", diagnostic.code.replace('/', "::")),
            severity: diagnostic.severity,
            message: diagnostic.message.as_bytes().into(),
            place: None,
            frames: &[],
            help: diagnostic.help.as_deref(),
            helm: diagnostic.log.as_ref().map(|line| line.as_bytes().into()),
        }
    }

    fn error(failure: &'a Failure, style: Style) -> Entry<'a> {
        let text = if style.debug { failure.message().to_vec() } else { failure.with_hint() };
        let helm = if failure.is_logged() { text } else { [b"Error: ", &*text].concat() };
        Entry {
            code: format!("nxc::{}", failure.code),
            severity: Severity::Error,
            message: failure.summary.as_deref().unwrap_or(failure.message()).into(),
            place: failure.place.as_deref(),
            frames: &failure.frames,
            help: failure.help.as_deref(),
            helm: Some(helm.into()),
        }
    }
}

impl Entry<'_> {
    /// The line of the rendered text that is at fault, where it is that text.
    fn rendered_line(&self) -> Option<usize> {
        self.place.filter(|place| place.base == Base::Rendered).and_then(|place| place.line)
    }
}

impl Place {
    /// The line where it is one of the file itself, not of what a template printed.
    fn file_line(&self) -> Option<usize> {
        self.line.filter(|_| self.base != Base::Rendered)
    }

    /// `FILE:LINE:COLUMN`, as far as it is known.
    fn shown(&self, sources: &Sources<'_>) -> String {
        let mut out = safe(&sources.path(self)).replace('\n', "\\n");
        for number in [self.file_line(), self.column.filter(|_| self.file_line().is_some())] {
            out.extend(number.map(|number| format!(":{number}")));
        }
        out
    }
}

/// The name of a severity.
fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Debug => "debug",
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// A text as one line.
fn one_line(text: &[u8]) -> String {
    safe(text).split('\n').map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;

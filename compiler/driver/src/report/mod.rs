//! Messages for standard error: one renderer a file, all of them from the same [`Diagnostic`].

pub mod diff;
mod explain;
mod helm;
mod human;
mod json;
mod safe;
mod short;
mod sources;

use std::borrow::Cow;

use nexachart_source::{Base, Diagnostic, Place, Severity};

pub use explain::{explained, explained_json};
pub use safe::{inert, safe};
pub use sources::Sources;

/// Whether the name of a value says that it is not to be shown.
///
/// ```
/// use nexachart_driver::report::names_secret;
/// assert!(names_secret(b"redis.auth.password") && names_secret(b"db.apiKey"));
/// assert!(!names_secret(b"image.tag") && !names_secret(b"existingSecret"));
/// ```
pub fn names_secret(path: &[u8]) -> bool {
    let text = String::from_utf8_lossy(path).to_ascii_lowercase();
    let last = text.rsplit('.').next().unwrap_or_default();
    // These name a Secret, or a key in one, and hold nothing secret.
    let names = [
        "existing", "name", "ref", "enabled", "create", "file", "path", "mount", "type", "policy", "length",
        "keys",
    ];
    let holds = [
        "password",
        "passwd",
        "passphrase",
        "token",
        "secret",
        "apikey",
        "api_key",
        "privatekey",
        "private_key",
        "credential",
        "accesskey",
        "access_key",
        "dsn",
    ];
    holds.iter().any(|word| last.contains(word)) && !names.iter().any(|word| last.contains(word))
}

/// How messages are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people: with the line concerned and what to do about it.
    Human,
    /// A line each: `file:line:column: code: message`; what is not known is left out.
    Short,
    /// Helm's own text; byte for byte, unless a screen shows it.
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

/// Who reads what is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// A program, or nobody yet.
    Program,
    /// A terminal or the log of a CI system, which take some bytes for commands.
    Screen,
}

/// How to report.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// How messages are written.
    pub format: Format,
    /// Whether they are coloured; only for [`Format::Human`].
    pub colour: Colour,
    /// Who reads it. For a program [`Format::Helm`] keeps the bytes of charts; all else is harmless for anyone.
    pub reader: Reader,
    /// Whether what only `--debug` shows is shown, and Helm's hint at it is not.
    pub debug: bool,
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

/// All that is to be said, in its order.
pub fn report<'d>(
    diagnostics: impl IntoIterator<Item = &'d Diagnostic>,
    style: Style,
    sources: &Sources<'_>,
) -> Vec<u8> {
    let mut out = Vec::new();
    for diagnostic in diagnostics {
        if diagnostic.severity == Severity::Debug && !style.debug {
            continue;
        }
        let text = match style.format {
            Format::Human => inert(&human::text(diagnostic, style.colour, sources)).into(),
            Format::Short => inert(&short::text(diagnostic, sources)).into(),
            Format::Json => json::text(diagnostic, style, sources).into(),
            Format::Helm => {
                let Some(mut text) = helm::text(diagnostic, style).map(Cow::into_owned) else { continue };
                text.push(b'\n');
                match style.reader {
                    Reader::Program => text,
                    Reader::Screen => inert(&safe(&text)).into(),
                }
            }
        };
        out.extend_from_slice(&text);
    }
    out
}

/// The line of the rendered text that is at fault, where it is that text.
fn rendered_line(place: Option<&Place>) -> Option<usize> {
    place.filter(|place| place.base == Base::Rendered).and_then(|place| place.line)
}

/// The line where it is one of the file itself, not of what a template printed.
fn file_line(place: &Place) -> Option<usize> {
    place.line.filter(|_| place.base != Base::Rendered)
}

/// `FILE:LINE:COLUMN`, as far as it is known.
fn shown(place: &Place, sources: &Sources<'_>) -> String {
    let mut out = safe(&sources.path(place)).replace('\n', "\\n");
    let line = file_line(place);
    for number in [line, place.column.filter(|_| line.is_some())] {
        out.extend(number.map(|number| format!(":{number}")));
    }
    out
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

/// The first few targets.
fn named(targets: &[String]) -> String {
    const MOST: usize = 6;
    let shown =
        targets.iter().take(MOST).map(|target| safe(target.as_bytes())).collect::<Vec<_>>().join(", ");
    match targets.len() {
        0..=MOST => shown,
        all => format!("{shown} and {} more", all - MOST),
    }
}

/// A text as one line.
fn one_line(text: &[u8]) -> String {
    safe(text).split('\n').map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;

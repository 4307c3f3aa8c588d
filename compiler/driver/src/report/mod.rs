//! What is said of a run, for people and for programs: one renderer a file, all of them from the same [`Diagnostic`].

pub mod diff;
mod explain;
mod found;
mod frames;
mod github;
mod gitlab;
mod helm;
mod human;
mod json;
mod junit;
mod safe;
mod sarif;
mod secret;
mod short;
mod sources;

use std::borrow::Cow;

use nexachart_source::{Base, Diagnostic, Place, Severity};

use self::frames::Texts;
pub use explain::{explained, explained_json};
pub use safe::{inert, safe};
pub use secret::names_secret;
pub use sources::Sources;

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people: with excerpts of the files concerned and what to do about it.
    Human,
    /// A line each: `file:line:column: code: message`; what is not known is left out.
    Short,
    /// Helm's own text; byte for byte, unless a screen shows it.
    Helm,
    /// A JSON object a line.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// JUnit's XML, for CI systems.
    Junit,
    /// Commands of GitHub's workflows, for annotations.
    Github,
    /// GitLab's code quality report.
    Gitlab,
}

/// Whether messages are coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// They are.
    Always,
    /// They are not.
    Never,
}

/// What excerpts are framed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symbols {
    /// Lines and corners.
    Unicode,
    /// `|`, `-` and the like.
    Ascii,
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
    /// How findings are written.
    pub format: Format,
    /// Whether they are coloured; only for [`Format::Human`].
    pub colour: Colour,
    /// What excerpts are framed with; only for [`Format::Human`].
    pub symbols: Symbols,
    /// How many characters fit in a line, if somebody knows; only for [`Format::Human`]. Without it lines are not broken.
    pub width: Option<usize>,
    /// Who reads it. For a program [`Format::Helm`] keeps the bytes of charts; all else is harmless for anyone.
    pub reader: Reader,
    /// Whether what only `--debug` shows is shown, and Helm's hint at it is not.
    pub debug: bool,
}

/// A finding, and where its files are found again.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'d> {
    /// It.
    pub diagnostic: &'d Diagnostic,
    /// Its files.
    pub sources: Sources<'d>,
}

impl Format {
    /// All formats by their names.
    pub const ALL: [(&'static str, Format); 8] = [
        ("human", Format::Human),
        ("short", Format::Short),
        ("helm", Format::Helm),
        ("json", Format::Json),
        ("sarif", Format::Sarif),
        ("junit", Format::Junit),
        ("github", Format::Github),
        ("gitlab", Format::Gitlab),
    ];

    /// The format of that name.
    pub fn named(name: &[u8]) -> Option<Format> {
        Format::ALL.iter().find(|(known, _)| known.as_bytes() == name).map(|(_, format)| *format)
    }

    /// Whether all findings of a run are one document, which is written in the end.
    pub fn is_document(self) -> bool {
        matches!(self, Format::Sarif | Format::Junit | Format::Github | Format::Gitlab)
    }
}

impl Style {
    /// For files: no colours, no frames beyond ASCII, all harmless.
    pub fn plain(format: Format) -> Style {
        Style {
            format,
            colour: Colour::Never,
            symbols: Symbols::Ascii,
            width: None,
            reader: Reader::Screen,
            debug: false,
        }
    }
}

/// All that is to be said of one chart, or of none, in its order.
pub fn report<'d>(
    diagnostics: impl IntoIterator<Item = &'d Diagnostic>,
    style: Style,
    sources: &Sources<'_>,
) -> Vec<u8> {
    let diagnostics = diagnostics.into_iter();
    let entries: Vec<Entry<'_>> =
        diagnostics.map(|diagnostic| Entry { diagnostic, sources: *sources }).collect();
    report_all(&entries, style, &[])
}

/// All that is to be said of a run. `targets` are those that took part, for formats that tell of what is right too.
pub fn report_all(entries: &[Entry<'_>], style: Style, targets: &[String]) -> Vec<u8> {
    let is_wanted = |entry: &&Entry<'_>| entry.diagnostic.severity != Severity::Debug || style.debug;
    let entries: Vec<Entry<'_>> = entries.iter().filter(is_wanted).copied().collect();
    match style.format {
        Format::Sarif => return sarif::text(&entries).into(),
        Format::Junit => return junit::text(&entries, targets).into(),
        Format::Github => return github::text(&entries).into(),
        Format::Gitlab => return gitlab::text(&entries).into(),
        Format::Human | Format::Short | Format::Helm | Format::Json => {}
    }
    let texts = Texts::default();
    let mut out = Vec::new();
    for Entry { diagnostic, sources } in &entries {
        let text = match style.format {
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
            _ => inert(&human::text(diagnostic, style, sources, &texts)).into(),
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

/// The first characters of a text.
fn cut(text: &str, width: usize) -> String {
    match text.char_indices().nth(width) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_string(),
    }
}

/// A text as one line.
fn one_line(text: &[u8]) -> String {
    safe(text).split('\n').map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod formats_tests;
#[cfg(test)]
mod tests;

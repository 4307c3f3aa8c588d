//! Messages for people: what is wrong, excerpts of the files that have a part in it, how it came about, what to do.

use nexachart_source::{Base, Diagnostic, Label, Place, Severity};

use super::frames::{Frames, Look, Texts};
use super::secret::{masked, reads_secret, secrets};
use super::{Sources, Style, cut, named, one_line, safe, shown, word};

/// How many frames on the way to an error are shown from each end.
const FRAMES: usize = 4;
/// How wide an excerpt is where nobody says how wide a line may be.
const WIDTH: usize = 160;

pub(super) fn text(diagnostic: &Diagnostic, style: Style, sources: &Sources<'_>, texts: &Texts) -> String {
    let paint = Paint(style.colour);
    let tint = match diagnostic.severity {
        Severity::Error => "1;31",
        Severity::Warning => "1;33",
        Severity::Info | Severity::Debug => "1;36",
    };
    let message = safe(&masked(&diagnostic.message, diagnostic, sources));
    let mut lines = message.trim_end().split('\n');
    let head = lines.next().unwrap_or_default();
    let label = format!("{}[nxc::{}]", word(diagnostic.severity), diagnostic.code);
    let used = label.chars().count() + 2;
    let mut text = format!("{}: ", paint.with(tint, &label));
    wrapped(&mut text, head, used, 4, style, |line| paint.with("1", line));
    for line in lines.filter(|line| !line.trim().is_empty()) {
        text.push_str("  ");
        wrapped(&mut text, line, 2, 4, style, str::to_string);
    }
    let look = Look {
        colour: style.colour,
        symbols: style.symbols,
        severity: diagnostic.severity,
        width: style.width.unwrap_or(WIDTH),
    };
    let mut frames = Frames::without(secrets(diagnostic, sources));
    let mut bare = String::new();
    if let Some(place) = &diagnostic.primary
        && !frames.add(place, None, look, texts, sources)
    {
        bare.push_str(&format!("  {} {}\n", paint.with("34", "-->"), placed(place, sources)));
    }
    let prints_secret = diagnostic.primary.as_deref().is_some_and(|place| reads_secret(place, sources));
    for label in &diagnostic.labels {
        let is_hidden = prints_secret && label.place.base == Base::Rendered;
        if is_hidden || !frames.add(&label.place, Some(label), look, texts, sources) {
            label_line(&mut bare, "note", label, paint, sources);
        }
    }
    text.push_str(&frames.drawn(look));
    text.push_str(&bare);
    trace(&mut text, &diagnostic.trace, paint, sources);
    if !diagnostic.targets.is_empty() {
        text.push_str(&format!("  {} ", paint.with("34", "in")));
        wrapped(&mut text, &named(&diagnostic.targets), 5, 5, style, str::to_string);
    }
    if let Some(help) = &diagnostic.help {
        text.push_str(&format!("  {} ", paint.with("1;36", "help:")));
        let help = one_line(&masked(help.as_bytes(), diagnostic, sources));
        wrapped(&mut text, &help, 8, 8, style, str::to_string);
    }
    text
}

/// `file:line:column`, or the line of the text that a template printed.
fn placed(place: &Place, sources: &Sources<'_>) -> String {
    let shown = shown(place, sources);
    match (place.base, place.line) {
        (Base::Rendered, Some(line)) => format!("{shown}, line {line} of the text that it printed"),
        _ => shown,
    }
}

/// The places from which the failing one was reached, innermost first.
fn trace(text: &mut String, trace: &[Label], paint: Paint, sources: &Sources<'_>) {
    let count = trace.len();
    for (at, label) in trace.iter().enumerate() {
        if count > 2 * FRAMES && at == FRAMES {
            text.push_str(&format!("  … {} more\n", count - 2 * FRAMES));
        }
        if count <= 2 * FRAMES || !(FRAMES..count - FRAMES).contains(&at) {
            label_line(text, "from", label, paint, sources);
        }
    }
}

/// A place and what is said about it, in a line.
fn label_line(text: &mut String, word: &str, label: &Label, paint: Paint, sources: &Sources<'_>) {
    let (word, place) = (paint.with("34", word), placed(&label.place, sources));
    let said = safe(&label.text).replace('\n', " ");
    let colon = if said.is_empty() { "" } else { ": " };
    text.push_str(&format!("  {word} {place}{colon}{}\n", cut(&said, 80)));
}

/// Writes a text of which `used` characters of the first line are taken, broken at blanks where lines have a width;
/// the lines after the first one stand behind `indent` blanks.
fn wrapped(
    out: &mut String,
    text: &str,
    used: usize,
    indent: usize,
    style: Style,
    paint: impl Fn(&str) -> String,
) {
    let width = style.width.unwrap_or(usize::MAX);
    let mut line = String::new();
    let mut cells = used;
    for (at, word) in text.split(' ').enumerate() {
        let count = word.chars().count();
        if at > 0 && cells + 1 + count > width && !line.trim().is_empty() {
            out.push_str(&paint(&line));
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            (line, cells) = (String::new(), indent);
        } else if at > 0 {
            line.push(' ');
            cells += 1;
        }
        line.push_str(word);
        cells += count;
    }
    out.push_str(&paint(&line));
    out.push('\n');
}

/// Writes texts in colour, or not.
#[derive(Clone, Copy)]
struct Paint(super::Colour);

impl Paint {
    fn with(self, tint: &str, text: &str) -> String {
        match self.0 {
            super::Colour::Always => format!("\x1b[{tint}m{text}\x1b[0m"),
            super::Colour::Never => text.to_string(),
        }
    }
}

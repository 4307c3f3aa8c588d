//! Messages for people.

use nexachart_source::{Base, Diagnostic, Label, Place, Severity};

use super::{Colour, Sources, named, one_line, safe, shown, word};

/// How many frames on the way to an error are shown from each end.
const FRAMES: usize = 4;
/// How much of a source line is shown, in characters.
const WIDTH: usize = 160;

pub(super) fn text(diagnostic: &Diagnostic, colour: Colour, sources: &Sources<'_>) -> String {
    let paint = Paint(colour);
    let tint = match diagnostic.severity {
        Severity::Error => "1;31",
        Severity::Warning => "1;33",
        Severity::Info | Severity::Debug => "1;36",
    };
    let message = safe(&diagnostic.message);
    let mut lines = message.trim_end().split('\n');
    let head = lines.next().unwrap_or_default();
    let label = format!("{}[nxc::{}]", word(diagnostic.severity), diagnostic.code);
    let mut text = format!("{}: {}\n", paint.with(tint, &label), paint.with("1", head));
    for line in lines.filter(|line| !line.trim().is_empty()) {
        text.push_str(&format!("  {line}\n"));
    }
    if let Some(place) = &diagnostic.primary {
        place_lines(&mut text, place, tint, paint, sources);
    }
    for label in &diagnostic.labels {
        label_line(&mut text, "note", label, paint, sources);
    }
    trace(&mut text, &diagnostic.trace, paint, sources);
    if !diagnostic.targets.is_empty() {
        text.push_str(&format!("  {} {}\n", paint.with("34", "in"), named(&diagnostic.targets)));
    }
    if let Some(help) = &diagnostic.help {
        let help = one_line(help.as_bytes());
        text.push_str(&format!("  {} {help}\n", paint.with("1;36", "help:")));
    }
    text
}

/// `  --> file:line:column` and the line that stands there.
fn place_lines(text: &mut String, place: &Place, tint: &str, paint: Paint, sources: &Sources<'_>) {
    let arrow = paint.with("34", "-->");
    let shown = shown(place, sources);
    match (place.base, place.line) {
        (Base::Rendered, Some(line)) => {
            text.push_str(&format!("  {arrow} {shown}, line {line} of the text that it printed\n"));
        }
        _ => text.push_str(&format!("  {arrow} {shown}\n")),
    }
    let line = sources.line(place).filter(|line| !line.trim_ascii().is_empty());
    let (Some(number), Some(line)) = (place.line, line) else { return };
    let column = place.column.map(|column| column.min(line.len() + 1) - 1);
    let line = if place.base == Base::Template { line } else { concealed(&line) };
    let (source, caret) = excerpt(&line, column);
    let number = number.to_string();
    let gutter = " ".repeat(number.len());
    let bar = paint.with("34", "|");
    text.push_str(&format!(" {gutter} {bar}\n {} {bar} {source}\n", paint.with("34", &number)));
    if let Some(caret) = caret {
        text.push_str(&format!(" {gutter} {bar} {}{}\n", " ".repeat(caret), paint.with(tint, "^")));
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
    let (word, place) = (paint.with("34", word), shown(&label.place, sources));
    let said = safe(&label.text).replace('\n', " ");
    let colon = if said.is_empty() { "" } else { ": " };
    text.push_str(&format!("  {word} {place}{colon}{}\n", cut(&said, 80)));
}

/// A line to show, and how many cells stand before byte `column` of it. Long lines are cut around it.
fn excerpt(line: &[u8], column: Option<usize>) -> (String, Option<usize>) {
    let (before, after) = line.split_at(column.unwrap_or(0).min(line.len()));
    let (mut before, after) = (safe(before), safe(after));
    let wide = before.chars().count();
    if wide > WIDTH * 3 / 4 {
        before = format!("…{}", before.chars().skip(wide - WIDTH / 2).collect::<String>());
    }
    let cells = before.chars().count();
    (format!("{before}{}", cut(&after, WIDTH - cells)), column.map(|_| cells))
}

fn cut(text: &str, width: usize) -> String {
    match text.char_indices().nth(width) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_string(),
    }
}

/// A line of values or of rendered text without what may be a secret: the value of a key that sounds like
/// one, and long texts without a key.
fn concealed(line: &[u8]) -> Vec<u8> {
    const WORDS: [&str; 8] = ["pass", "secret", "token", "credential", "private", "key", "auth", "cert"];
    let Some(colon) = line.iter().position(|&b| b == b':') else {
        let wide = line.split(|b| b.is_ascii_whitespace()).any(|word| word.len() >= 32);
        return if wide { b"***".to_vec() } else { line.to_vec() };
    };
    let key = line[..colon].to_ascii_lowercase();
    let sounds = |word: &str| memchr::memmem::find(&key, word.as_bytes()).is_some();
    if WORDS.iter().any(|word| sounds(word)) && !line[colon + 1..].trim_ascii().is_empty() {
        return [&line[..=colon], b" ***"].concat();
    }
    line.to_vec()
}

/// Writes texts in colour, or not.
#[derive(Clone, Copy)]
struct Paint(Colour);

impl Paint {
    fn with(self, tint: &str, text: &str) -> String {
        match self.0 {
            Colour::Always => format!("\x1b[{tint}m{text}\x1b[0m"),
            Colour::Never => text.to_string(),
        }
    }
}

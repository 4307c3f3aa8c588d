//! Differences for people.

use super::rows::{self, Part, Shown, Sign, What};
use super::{Colour, Comparison, Which};
use crate::report::inert;

/// What it is printed on.
#[derive(Clone, Copy)]
pub(super) struct Page {
    pub colour: Colour,
    pub width: Option<usize>,
    pub lines: usize,
}

const BOLD: &str = "1";
const DIM: &str = "2";
const RED: &str = "31";
const GREEN: &str = "32";
const YELLOW: &str = "33";

/// Where values stand below their path.
const INDENT: usize = 6;
/// Shorter pages are treated as if they were so wide.
const NARROW: usize = 40;

pub(super) fn show(comparisons: &[Comparison], page: Page) -> String {
    let mut out = String::new();
    for comparison in comparisons.iter().filter(|comparison| !comparison.is_equal()) {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&page.title(comparison));
        for object in rows::groups(comparison) {
            page.object(&mut out, &object);
        }
    }
    // The colours are ours, the texts are made safe: what is left is what CI systems take for commands.
    inert(&out)
}

/// What is compared, and how much differs.
pub(super) fn title(comparison: &Comparison, page: Page) -> String {
    inert(&page.title(comparison))
}

/// What differs in one object.
pub(super) fn object(comparison: &Comparison, which: Which, page: Page) -> String {
    let mut out = String::new();
    if let Some(object) = rows::object(comparison, which) {
        page.object(&mut out, &object);
    }
    inert(&out)
}

/// A text in lines of at most `width` characters, as far as it has blanks to break at.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_string()),
        }
    }
    lines
}

impl Page {
    fn title(self, comparison: &Comparison) -> String {
        let Comparison { name, from, to, .. } = comparison;
        let head = self.paint(BOLD, &format!("{name}: {}", comparison.summary()));
        format!("{head}{}\n", self.paint(DIM, &format!("  ({from} → {to})")))
    }

    fn object(self, out: &mut String, object: &Shown) {
        let (tint, mark) = match object.sign {
            Sign::Added => (GREEN, "+"),
            Sign::Removed => (RED, "-"),
            _ => (YELLOW, "~"),
        };
        out.push_str(&self.paint(tint, &format!("{mark} ")));
        out.push_str(&self.paint(BOLD, &object.title));
        self.members(out, object);
        let lines = match &object.parts[..] {
            [Part { what: What::Lines(lines), path, .. }] if path.is_empty() => Some(lines),
            _ => None,
        };
        let count = lines.filter(|_| object.sign == Sign::Removed).map(|lines| match lines.len() {
            1 => "1 line".to_string(),
            count => format!("{count} lines"),
        });
        let notes: Vec<_> = count.into_iter().chain(object.source.clone()).collect();
        if !notes.is_empty() {
            out.push_str(&self.paint(DIM, &format!("  {}", notes.join(", "))));
        }
        out.push('\n');
        match lines {
            // What is gone is known from before: that it is gone says enough.
            Some(_) if object.sign == Sign::Removed => {}
            Some(lines) => self.lines(out, lines),
            None => {
                let mut before = "";
                for part in &object.parts {
                    self.part(out, part, before);
                    before = &part.path;
                }
            }
        }
    }

    /// The objects that differ alike: beside the title if there is room, and else below.
    fn members(self, out: &mut String, object: &Shown) {
        let room = self.width.map_or(100, |width| width.max(NARROW));
        match &object.members[..] {
            [only] if only.chars().count() + object.title.len() + 4 <= room => {
                out.push_str(&self.paint(DIM, &format!(": {only}")));
            }
            members => {
                for line in members.iter().flat_map(|member| wrapped(member, room - 4)) {
                    out.push_str(&format!("\n    {}", self.paint(DIM, &line)));
                }
            }
        }
    }

    fn part(self, out: &mut String, part: &Part, before: &str) {
        let (tint, mark) = match part.sign {
            Sign::Added => (GREEN, "+"),
            Sign::Removed => (RED, "-"),
            _ => ("", " "),
        };
        out.push_str(&format!("  {} {}", self.paint(tint, mark), self.path(&part.path, before)));
        let used = 4 + part.path.chars().count() + 2;
        let left = self.width.map_or(usize::MAX, |width| width.max(NARROW).saturating_sub(used));
        match &part.what {
            What::Value(value) if value.chars().count() <= left => {
                out.push_str(&format!(": {}\n", self.paint(tint, value)));
            }
            What::Value(value) => {
                out.push_str(":\n");
                self.line(out, part.sign, &self.cut(value, 0));
            }
            What::Values(old, new) if old.chars().count() + new.chars().count() + 3 <= left.min(100) => {
                let (old, new) = (self.paint(RED, old), self.paint(GREEN, new));
                out.push_str(&format!(": {old} → {new}\n"));
            }
            What::Values(old, new) => {
                out.push_str(":\n");
                let same = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).count();
                self.line(out, Sign::Removed, &self.cut(old, same));
                self.line(out, Sign::Added, &self.cut(new, same));
            }
            What::Lines(lines) => {
                out.push_str(":\n");
                self.lines(out, lines);
            }
            What::Note(note) => out.push_str(&format!(": {note}\n")),
            What::Quiet(note) => out.push_str(&format!(": {}\n", self.paint(DIM, note))),
        }
    }

    /// A path; what it shares with the one before is dim.
    fn path(self, path: &str, before: &str) -> String {
        let same = path.bytes().zip(before.bytes()).take_while(|(a, b)| a == b).count();
        // Up to the last whole step.
        let cut =
            path.as_bytes()[..same].iter().rposition(|&b| b == b'.' || b == b']').map_or(0, |at| at + 1);
        match path.split_at_checked(cut) {
            Some((head, tail)) if self.colour == Colour::Always => format!("{}{tail}", self.paint(DIM, head)),
            _ => path.to_string(),
        }
    }

    fn lines(self, out: &mut String, lines: &[(Sign, String)]) {
        // Leaving out one or two lines saves nothing.
        let shown = if lines.len() > self.lines.saturating_add(2) { self.lines } else { lines.len() };
        for (sign, line) in &lines[..shown] {
            self.line(out, *sign, &self.cut(line, 0));
        }
        if shown < lines.len() {
            // There are three more at least.
            let more = format!("… {} more lines", lines.len() - shown);
            out.push_str(&format!("{:INDENT$}{}\n", "", self.paint(DIM, &more)));
        }
    }

    fn line(self, out: &mut String, sign: Sign, text: &str) {
        let (tint, text) = match sign {
            Sign::Added => (GREEN, format!("+ {text}")),
            Sign::Removed => (RED, format!("- {text}")),
            Sign::Both | Sign::Changed => ("", format!("  {text}")),
            Sign::Gap => (DIM, format!("… {text} line{}", if text == "1" { "" } else { "s" })),
        };
        out.push_str(&format!("{:INDENT$}{}\n", "", self.paint(tint, text.trim_end())));
    }

    /// As much of a line as the page has room for, around character `at`.
    fn cut(self, text: &str, at: usize) -> String {
        let Some(width) = self.width else { return text.to_string() };
        let room = width.max(NARROW) - INDENT - 2;
        let count = text.chars().count();
        if count <= room {
            return text.to_string();
        }
        // A third of the page before, if there is so much.
        let from = if at + room / 2 <= room { 0 } else { (at - room / 3).min(count - room + 2) };
        let head = if from > 0 { "…" } else { "" };
        let room = room - head.len().min(1);
        let tail = if count - from > room { "…" } else { "" };
        let middle: String = text.chars().skip(from).take(room - tail.len().min(1)).collect();
        format!("{head}{middle}{tail}")
    }

    fn paint(self, tint: &str, text: &str) -> String {
        match self.colour {
            Colour::Always if !tint.is_empty() && !text.is_empty() => format!("\x1b[{tint}m{text}\x1b[0m"),
            _ => text.to_string(),
        }
    }
}

//! Excerpts of files with marks in them, drawn by `miette`.
//!
//! A report of `miette` has one source. Ours is made of windows of a few lines each, of as many files as a finding speaks of: its places
//! lie far from each other, and each window answers with the name of its own file.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use memchr::memmem;
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};
use nexachart_source::{Base, Label, Place, Severity};

use super::secret::{concealed, without};
use super::{Colour, Sources, Symbols, cut, inert, one_line, safe, shown};

/// How many lines are shown on each side of one.
const CONTEXT: usize = 1;
/// How many excerpts are shown of a finding, the other places are named in a line each.
const MOST: usize = 5;
/// How much of a file's text there is before the next one begins, as far as `miette` sees.
const FAR: usize = 1 << 24;
/// What the frame takes of a line's width.
const FRAME: usize = 8;

/// How excerpts are drawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    pub colour: Colour,
    pub symbols: Symbols,
    pub severity: Severity,
    /// How many characters fit in a line.
    pub width: usize,
}

/// The texts of files that were read for excerpts.
#[derive(Debug, Default)]
pub(super) struct Texts(RefCell<BTreeMap<Vec<u8>, Text>>);

/// The text of a file; nothing for one that cannot be read.
type Text = Option<Arc<[u8]>>;

/// Excerpts of a finding.
#[derive(Debug, Default)]
pub(super) struct Frames {
    /// What is not to be seen in them.
    secrets: Vec<Vec<u8>>,
    windows: Vec<Window>,
    marks: Vec<Mark>,
}

/// Some lines of a file.
#[derive(Debug)]
struct Window {
    path: Vec<u8>,
    base: Base,
    /// The number of its first line, from 1.
    first: usize,
    lines: Vec<String>,
}

/// A part of a line, and what is said about it.
#[derive(Debug)]
struct Mark {
    window: usize,
    /// The number of the line.
    line: usize,
    /// Where it begins and ends in the line as it is shown, in bytes.
    start: usize,
    end: usize,
    name: String,
    text: Option<String>,
}

impl Texts {
    fn of(&self, place: &Place, sources: &Sources<'_>) -> Option<Arc<[u8]>> {
        if place.base == Base::Rendered {
            return None;
        }
        let path = sources.path(place);
        let mut known = self.0.borrow_mut();
        known.entry(path).or_insert_with_key(|path| sources.read(path).map(Arc::from)).clone()
    }
}

impl Frames {
    /// None as yet, in which these texts are not to be seen.
    pub fn without(secrets: Vec<Vec<u8>>) -> Frames {
        Frames { secrets, ..Frames::default() }
    }

    /// Adds the excerpt of a place, with what is said about it; whether there is one.
    pub fn add(
        &mut self,
        place: &Place,
        label: Option<&Label>,
        look: Look,
        texts: &Texts,
        sources: &Sources<'_>,
    ) -> bool {
        let Some(number) = place.line.filter(|_| self.marks.len() < MOST) else { return false };
        let text = texts.of(place, sources);
        let lines: Vec<&[u8]> = match &text {
            Some(text) => text.split(|&b| b == b'\n').take(number + CONTEXT).collect(),
            None => Vec::new(),
        };
        let own = lines.get(number - 1).map(|line| line.strip_suffix(b"\r").unwrap_or(line));
        // A file that has changed since, or is another one, has nothing to do with the place.
        let (own, is_there) = match (&place.excerpt, own) {
            (Some(known), Some(line)) if known != line => (&known[..], false),
            (_, Some(line)) => (line, true),
            (Some(known), None) => (&known[..], false),
            (None, None) => return false,
        };
        if own.trim_ascii().is_empty() {
            return false;
        }
        let width = look.width.saturating_sub(FRAME + number.to_string().len()).max(20);
        let secrets = self.secrets.clone();
        let plain = |at: usize, line: &[u8]| match place.base {
            Base::Template => line.to_vec(),
            _ => {
                let line = concealed(line, lines[..at.min(lines.len())].iter().rev().copied());
                without(&line, &secrets).into_owned()
            }
        };
        let bare = plain(number - 1, own);
        let (start, end) = extent(&bare, place);
        let shown_own = shown_line(&bare, start, width);
        let marked = shown_line(&bare[start..end], 0, usize::MAX).text.len();
        let (start, end) = (shown_own.at, (shown_own.at + marked).min(shown_own.text.len()));
        let (first, last) = match is_there {
            true => (number.saturating_sub(CONTEXT).max(1), lines.len()),
            false => (number, number),
        };
        // The last line feed of a file begins no line.
        let last = if last > number && lines[last - 1].is_empty() { last - 1 } else { last };
        let window = self.window(&sources.path(place), place.base, first, last);
        for at in first..=last {
            let window = &mut self.windows[window];
            let slot = at - window.first;
            if at == number {
                window.lines[slot].clone_from(&shown_own.text);
            } else if window.lines[slot].is_empty() {
                let line = lines[at - 1].strip_suffix(b"\r").unwrap_or(lines[at - 1]);
                window.lines[slot] = shown_line(&plain(at - 1, line), 0, width).text;
            }
        }
        let name = match (place.base, place.line) {
            (Base::Rendered, Some(line)) => {
                format!("{}, line {line} of the text that it printed", shown(place, sources))
            }
            _ => shown(place, sources),
        };
        let text = label.map(|label| one_line(&label.text)).filter(|text| !text.is_empty());
        let text = text.map(|text| inert(&cut(&text, look.width.saturating_sub(4 + FRAME).max(20))));
        self.marks.push(Mark { window, line: number, start, end, name: inert(&name), text });
        true
    }

    /// The window for some lines of a file: one that is there already, if they touch it.
    fn window(&mut self, path: &[u8], base: Base, first: usize, last: usize) -> usize {
        let touching = self.windows.iter().position(|window| {
            let end = window.first + window.lines.len();
            window.path == path && window.base == base && first <= end && window.first <= last + 1
        });
        let Some(at) = touching else {
            let lines = vec![String::new(); last + 1 - first];
            self.windows.push(Window { path: path.to_vec(), base, first, lines });
            return self.windows.len() - 1;
        };
        let window = &mut self.windows[at];
        let above = window.first.saturating_sub(first);
        window.lines.splice(0..0, vec![String::new(); above]);
        window.first -= above;
        let count = (last + 1 - window.first).max(window.lines.len());
        window.lines.resize(count, String::new());
        at
    }

    /// The excerpts as text; nothing where there are none.
    pub fn drawn(&self, look: Look) -> String {
        let Some(primary) = self.marks.first() else { return String::new() };
        let mut styles = match look.colour {
            Colour::Always => ThemeStyles::ansi(),
            Colour::Never => ThemeStyles::none(),
        };
        let first = match look.severity {
            Severity::Error => styles.error,
            Severity::Warning => styles.warning,
            Severity::Info | Severity::Debug => styles.advice,
        };
        let mut marks: Vec<&Mark> = self.marks.iter().collect();
        marks.sort_by_key(|mark| self.offset(mark));
        let colour = |mark: &&Mark| if std::ptr::eq(*mark, primary) { first } else { styles.advice };
        styles.highlights = marks.iter().map(colour).collect();
        let characters = match look.symbols {
            Symbols::Unicode => ThemeCharacters::unicode(),
            Symbols::Ascii => ThemeCharacters::ascii(),
        };
        let handler = GraphicalReportHandler::new_themed(GraphicalTheme { characters, styles })
            .with_links(false)
            .with_context_lines(CONTEXT)
            .without_primary_span_start()
            .without_syntax_highlighting()
            .with_wrap_lines(false)
            .with_width(look.width);
        let texts = self.windows.iter().map(|window| window.lines.join("\n") + "\n").collect();
        let mut drawn = String::new();
        // Writing to a String cannot fail, and each mark lies in its window.
        let _ = handler.render_report(&mut drawn, &Drawing { frames: self, texts });
        // The first line is that of a message, which stands above already.
        drawn.split_once('\n').map(|(_, rest)| rest.to_string()).unwrap_or_default()
    }

    fn offset(&self, mark: &Mark) -> usize {
        let window = &self.windows[mark.window];
        let before = &window.lines[..mark.line - window.first];
        mark.window * FAR + before.iter().map(|line| line.len() + 1).sum::<usize>() + mark.start
    }
}

/// What `miette` sees of frames.
#[derive(Debug)]
struct Drawing<'f> {
    frames: &'f Frames,
    /// Of each window.
    texts: Vec<String>,
}

impl miette::Diagnostic for Drawing<'_> {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.frames.marks.iter().map(|mark| {
            LabeledSpan::new(mark.text.clone(), self.frames.offset(mark), mark.end - mark.start)
        })))
    }
}

impl std::error::Error for Drawing<'_> {}

impl fmt::Display for Drawing<'_> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl SourceCode for Drawing<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let number = span.offset() / FAR;
        let (Some(window), Some(text)) = (self.frames.windows.get(number), self.texts.get(number)) else {
            return Err(MietteError::OutOfBounds);
        };
        if (span.offset() + span.len()) / FAR != number {
            return Err(MietteError::OutOfBounds);
        }
        // Asked for no lines around, it is the name that is wanted: that of the mark there.
        let mut marks = self.frames.marks.iter();
        let name = marks.find(|mark| before == 0 && self.frames.offset(mark) == span.offset());
        let name = name.map(|mark| mark.name.clone()).unwrap_or_default();
        let whole = SourceSpan::new((number * FAR).into(), text.len());
        let count = window.lines.len();
        let contents =
            MietteSpanContents::new_named(name, text.as_bytes(), whole, window.first - 1, 0, count);
        Ok(Box::new(contents))
    }
}

/// A line as it is shown.
struct Shown {
    text: String,
    /// Where in `text` the byte lies that it was cut around.
    at: usize,
}

/// A line made harmless, and cut around byte `column` if it is wider than `width`.
fn shown_line(line: &[u8], column: usize, width: usize) -> Shown {
    let (before, after) = line.split_at(column.min(line.len()));
    let (mut before, mut after) = (inert(&safe(before)), inert(&safe(after)));
    let (wide, rest) = (before.chars().count(), after.chars().count());
    if wide + rest > width {
        let keep = if wide > width * 3 / 4 { width / 2 } else { wide };
        if keep < wide {
            before = format!("…{}", before.chars().skip(wide - keep + 1).collect::<String>());
        }
        after = cut(&after, width.saturating_sub(keep + 1));
    }
    Shown { at: before.len(), text: before + &after }
}

/// The part of a line that a place is about: from its column the word, text or action that begins there; without a
/// column, all but the blanks around it.
fn extent(line: &[u8], place: &Place) -> (usize, usize) {
    let Some(column) = place.column else {
        let start = line.len() - line.trim_ascii_start().len();
        return (start, line.trim_ascii_end().len().max(start));
    };
    let start = (column - 1).min(line.len());
    let rest = &line[start..];
    let until = |end: &[u8], from: usize| {
        rest.get(from..).and_then(|rest| memmem::find(rest, end)).map(|at| from + at + end.len())
    };
    let len = match rest {
        [b'{', b'{', ..] => until(b"}}", 2).unwrap_or(2),
        [quote @ (b'"' | b'\'' | b'`'), ..] => until(&[*quote], 1).unwrap_or(1),
        _ => {
            let template = place.base == Base::Template;
            let word = |b: &&u8| {
                b.is_ascii_alphanumeric()
                    || matches!(b, b'_' | b'.' | b'$')
                    || !template && matches!(b, b'-' | b'/')
                    || **b >= 0x80
            };
            rest.iter().take_while(word).count()
        }
    };
    (start, (start + len.max(1)).min(line.len().max(start)))
}

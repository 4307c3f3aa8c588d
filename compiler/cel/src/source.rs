//! An expression's text, positions in it, and what is wrong with it (cel-go: common/source.go, errors.go, error.go).

use std::fmt::Write as _;

/// The text of an expression, by code points.
#[derive(Clone, Debug)]
pub struct Source {
    /// The characters.
    pub chars: Vec<char>,
    /// Where each line begins.
    lines: Vec<u32>,
}

/// A place in an expression: a line counted from 1 and a column counted from 0, in code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// From 1; -1 where there is no place.
    pub line: i32,
    /// From 0; -1 where there is no place.
    pub column: i32,
}

impl Location {
    /// No place.
    pub const NONE: Location = Location { line: -1, column: -1 };
}

/// The offset of what stands nowhere in the text.
pub const NOWHERE: u32 = u32::MAX;

/// Something wrong with an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Where.
    pub location: Location,
    /// What.
    pub message: String,
}

/// How many issues are shown; what is beyond is counted (cel-go: errors.go, `maxErrorsToReport`).
const MOST: usize = 100;

/// Lines longer than this are not shown (cel-go: error.go, `maxSnippetLength`).
const SNIPPET: usize = 16384;

impl Source {
    /// The text as a source.
    pub fn new(text: &str) -> Source {
        let chars: Vec<char> = text.chars().collect();
        let breaks = chars.iter().enumerate().filter(|(_, c)| **c == '\n').map(|(n, _)| n as u32 + 1);
        let lines = std::iter::once(0).chain(breaks).collect();
        Source { chars, lines }
    }

    /// The text between two offsets.
    pub fn text(&self, start: u32, end: u32) -> String {
        let end = (end as usize).min(self.chars.len());
        self.chars.get(start as usize..end).map(|chars| chars.iter().collect()).unwrap_or_default()
    }

    /// The place of an offset in code points. cel-go has a column before the first for what stands nowhere ([`NOWHERE`]), and
    /// for the end of an empty text.
    pub fn location(&self, offset: u32) -> Location {
        if offset == NOWHERE || self.chars.is_empty() {
            return Location { line: 1, column: -1 };
        }
        let line = self.lines.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|n| self.lines.get(n)).copied().unwrap_or(0);
        Location { line: line as i32, column: offset.saturating_sub(start) as i32 }
    }

    /// A line's text without its end.
    fn snippet(&self, line: i32) -> Option<String> {
        let n = usize::try_from(line).ok()?.checked_sub(1).filter(|_| !self.chars.is_empty())?;
        let start = *self.lines.get(n)?;
        let end = self.lines.get(n + 1).map_or(self.chars.len() as u32, |next| next - 1);
        Some(self.text(start, end))
    }

    /// All issues as cel-go shows them: sorted by place, each with its line and a caret.
    pub fn display(&self, issues: &[Issue]) -> String {
        let mut kept: Vec<&Issue> = issues.iter().take(MOST).collect();
        kept.sort_by_key(|issue| issue.location);
        let mut shown: Vec<String> = kept.into_iter().map(|issue| self.display_one(issue)).collect();
        if issues.len() > MOST {
            shown.push(format!("{} more errors were truncated", issues.len() - MOST));
        }
        shown.join("\n")
    }

    fn display_one(&self, issue: &Issue) -> String {
        let Location { line, column } = issue.location;
        let mut text = format!("ERROR: <input>:{line}:{}: {}", column + 1, issue.message);
        let Some(snippet) = self.snippet(line).filter(|snippet| snippet.len() <= SNIPPET) else {
            return text;
        };
        let snippet = snippet.replace('\t', " ");
        let _ = write!(text, "\n | {snippet}\n | ");
        let mut rest = snippet.chars();
        for c in rest.by_ref().take(column.max(0) as usize) {
            text.push(if c.len_utf8() > 1 { '\u{ff0e}' } else { '.' });
        }
        text.push(if rest.next().is_some_and(|c| c.len_utf8() > 1) { '\u{ff3e}' } else { '^' });
        text
    }
}

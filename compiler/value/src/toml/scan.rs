//! The characters of a TOML text, and the lines that errors name.

use nexachart_go::strconv::{quote, quote_rune};
use nexachart_go::utf8;

/// An error and the line to name.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) line: i64,
    pub(super) message: String,
}

type Result<T> = std::result::Result<T, Problem>;

/// A cursor over the text.
pub(super) struct Scanner<'t> {
    text: &'t [u8],
    pos: usize,
    /// Where the current piece of text begins; error texts show some of it.
    start: usize,
    line: i64,
    /// Whether the end has been read as a character.
    at_end: bool,
}

/// The end of the text, as a character. A NUL in the text is refused, so that there is no other.
pub(super) const END: char = '\0';

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t [u8]) -> Scanner<'t> {
        Scanner { text, pos: 0, start: 0, line: 1, at_end: false }
    }

    /// The line of the next character, from 1.
    pub(super) fn line(&self) -> i64 {
        self.line
    }

    /// Reads a character. Control characters and what is not UTF-8 are errors.
    pub(super) fn next(&mut self) -> Result<char> {
        let Some(&first) = self.text.get(self.pos) else {
            self.at_end = true;
            return Ok(END);
        };
        if first == b'\n' {
            self.line += 1;
        }
        let (c, width) = utf8::decode(&self.text[self.pos..]);
        if c == char::REPLACEMENT_CHARACTER && width == 1 {
            return Err(self.error(format!("invalid UTF-8 byte: 0x{first:02x}")));
        }
        let lone_return = c == '\r' && self.text.get(self.pos + 1) != Some(&b'\n');
        if lone_return || matches!(c, '\0'..='\x08' | '\x0B' | '\x0C' | '\x0E'..='\x1F' | '\x7F') {
            let message = format!("TOML files cannot contain control characters: '0x{first:02x}'");
            return Err(Problem { line: self.line, message });
        }
        self.pos += width;
        Ok(c)
    }

    /// Takes back the last character.
    pub(super) fn back(&mut self) {
        if self.at_end {
            self.at_end = false;
            return;
        }
        self.pos -= 1;
        while self.pos > 0 && !utf8::is_rune_start(self.text[self.pos]) {
            self.pos -= 1;
        }
        if self.text[self.pos] == b'\n' {
            self.line -= 1;
        }
    }

    /// The next character, which stays.
    pub(super) fn peek(&mut self) -> Result<char> {
        let c = self.next()?;
        self.back();
        Ok(c)
    }

    /// Reads a character if it is this one.
    pub(super) fn accept(&mut self, expected: char) -> Result<bool> {
        if self.next()? == expected {
            return Ok(true);
        }
        self.back();
        Ok(false)
    }

    /// Passes over blanks and tabs.
    pub(super) fn skip_blanks(&mut self) -> Result<()> {
        while is_blank(self.next()?) {}
        self.back();
        self.begin();
        Ok(())
    }

    /// Begins a piece of text here.
    pub(super) fn begin(&mut self) {
        self.start = self.pos;
    }

    /// The piece of text up to here.
    pub(super) fn piece(&self) -> &'t [u8] {
        &self.text[self.start..self.pos]
    }

    /// Passes over a comment, up to the end of its line.
    pub(super) fn comment(&mut self) -> Result<()> {
        loop {
            let c = self.next()?;
            if is_newline(c) || c == END {
                self.back();
                self.begin();
                return Ok(());
            }
        }
    }

    /// An error here. At the end of the text it names the line that was ended last.
    pub(super) fn unexpected(&self, message: impl Into<String>) -> Problem {
        let after_newline = self.at_end && self.pos > 0 && self.text[self.pos - 1] == b'\n';
        Problem { line: self.line - i64::from(after_newline), message: message.into() }
    }

    /// An error here, and at the end of the text on the line before.
    pub(super) fn error(&self, message: String) -> Problem {
        Problem { line: self.line - i64::from(self.at_end), message }
    }

    /// An error on the line before: that of the newline just read.
    pub(super) fn error_before(&self, message: impl Into<String>) -> Problem {
        Problem { line: self.line - 1, message: message.into() }
    }
}

/// A character as Go's `%q` shows it: `'x'`.
pub(super) fn quoted(c: char) -> String {
    quote_rune(i64::from(u32::from(c)))
}

/// Text as Go's `%q` shows it.
pub(super) fn quoted_text(s: &[u8]) -> String {
    quote(s)
}

pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t')
}

pub(super) fn is_newline(c: char) -> bool {
    matches!(c, '\n' | '\r')
}

//! The scanner's place in the text: looking ahead and moving on.

use super::chars::{self, BLANK, BREAK, LEAD, break_len, is, is_blank_or_end};
use super::error::{Error, Layer, grammar};
use super::scan::Scanner;
use super::token::Mark;

impl Scanner<'_> {
    /// The byte `ahead` of the position, 0 after the end. (The text holds no NUL.)
    #[inline(always)]
    pub(super) fn byte(&self, ahead: usize) -> u8 {
        self.text.get(self.pos + ahead).copied().unwrap_or(0)
    }

    #[inline(always)]
    pub(super) fn at_end(&self) -> bool {
        self.pos >= self.text.len()
    }

    #[inline(always)]
    pub(super) fn break_here(&self) -> usize {
        break_len(self.text, self.pos)
    }

    #[inline(always)]
    pub(super) fn blank_or_end(&self, ahead: usize) -> bool {
        is_blank_or_end(self.text, self.pos + ahead)
    }

    #[inline(always)]
    pub(super) fn mark(&self) -> Mark {
        Mark { pos: self.pos as u32, line: self.line }
    }

    #[inline(always)]
    pub(super) fn at_line_start(&self) -> bool {
        self.pos == self.line_start
    }

    /// The characters since the line began.
    #[inline(always)]
    pub(super) fn column(&mut self) -> i32 {
        if !self.ascii {
            self.count_extra();
        }
        (self.pos - self.line_start) as i32 - self.extra
    }

    #[inline(never)]
    fn count_extra(&mut self) {
        let passed = &self.text[self.counted..self.pos];
        self.extra += passed.iter().filter(|&&b| b & 0xC0 == 0x80).count() as i32;
        self.counted = self.pos;
    }

    // Moving on.

    /// Reads on until `count` characters can be seen; fails where one of them is forbidden.
    #[inline(always)]
    pub(super) fn need(&mut self, count: usize) -> Result<(), Error> {
        match &mut self.window {
            None => Ok(()),
            Some(window) => window
                .need(self.text, self.pos, count)
                .map_err(|problem| Error::convert(format!("yaml: {problem}")).at(self.pos as u32)),
        }
    }

    /// Skips a character.
    #[inline(always)]
    pub(super) fn step(&mut self) {
        if let Some(&b) = self.text.get(self.pos) {
            self.pos += chars::width(b);
        }
    }

    /// Skips until a byte of one of the classes, which is returned, or the end, for which 0 stands.
    /// After each character `ahead` more are made sure of.
    #[inline(always)]
    pub(super) fn run_until(&mut self, classes: u16, ahead: usize) -> Result<u8, Error> {
        if self.window.is_some() {
            while !self.at_end() && !is(self.byte(0), classes) {
                self.step();
                self.need(ahead)?;
            }
            return Ok(self.byte(0));
        }
        while let Some(&b) = self.text.get(self.pos) {
            if is(b, classes) {
                return Ok(b);
            }
            self.pos += 1;
        }
        Ok(0)
    }

    /// Skips one space or more of those that stand here.
    #[inline(always)]
    pub(super) fn skip_spaces(&mut self) {
        self.pos += 1;
        if self.window.is_none() {
            while self.byte(0) == b' ' {
                self.pos += 1;
            }
        }
    }

    /// Skips blanks (spaces and tabs).
    pub(super) fn skip_blanks(&mut self) -> Result<(), Error> {
        while is(self.byte(0), BLANK) {
            self.pos += 1;
            self.need(1)?;
        }
        Ok(())
    }

    /// Skips a line break of `len` bytes.
    #[inline(always)]
    pub(super) fn skip_break(&mut self, len: usize) {
        self.pos += len;
        self.line += 1;
        self.line_start = self.pos;
        self.counted = self.pos;
        self.extra = 0;
    }

    /// Skips a comment, up to its line break.
    pub(super) fn skip_comment(&mut self) -> Result<(), Error> {
        if self.byte(0) == b'#' {
            self.run_to_break()?;
        }
        Ok(())
    }

    /// Skips what may stand behind a construct that ends with its line, and the line break.
    pub(super) fn skip_line_end(&mut self, start: Mark) -> Result<(), Error> {
        self.skip_blanks()?;
        self.skip_comment()?;
        let len = self.break_here();
        if len == 0 && !self.at_end() {
            return Err(self.error(start, "did not find expected comment or line break"));
        }
        if len > 0 {
            self.need(2)?;
            self.skip_break(len);
        }
        Ok(())
    }

    /// Skips the rest of the line, up to its line break.
    #[inline]
    pub(super) fn run_to_break(&mut self) -> Result<(), Error> {
        if self.lf_only && self.window.is_none() {
            let rest = &self.text[self.pos..];
            self.pos += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            return Ok(());
        }
        while self.run_until(BREAK | LEAD, 1)? != 0 && self.break_here() == 0 {
            self.step();
            self.need(1)?;
        }
        Ok(())
    }

    /// Whether `---` or `...` stands at the start of this line.
    #[inline(always)]
    pub(super) fn at_document_indicator(&self) -> bool {
        self.at_line_start()
            && matches!(self.byte(0), b'-' | b'.')
            && self.byte(1) == self.byte(0)
            && self.byte(2) == self.byte(0)
            && self.blank_or_end(3)
    }

    /// The error at the position, met in something that began at `context`.
    #[cold]
    pub(super) fn error(&self, context: Mark, problem: &str) -> Error {
        let mark = self.mark();
        grammar(Layer::Scanner, problem, (mark.pos, mark.line), (context.pos, context.line))
    }
}

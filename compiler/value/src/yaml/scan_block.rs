//! The scanner's block scalars: literal and folded.

use super::chars::{BLANK, BREAK, LEAD, is};
use super::error::Error;
use super::scan::Scanner;
use super::scan_scalar::break_text;
use super::token::{Mark, Style, Text, Token};

impl<'t> Scanner<'t> {
    /// Scans a literal or folded scalar (scannerc.go: yaml_parser_scan_block_scalar).
    pub(super) fn scan_block_scalar(&mut self, style: Style) -> Result<Token, Error> {
        let start = self.mark();
        self.pos += 1;
        self.need(1)?;
        let (keep, increment) = self.scan_block_header(start)?;

        self.skip_line_end(start)?;
        let mut end = self.mark();

        let mut indent = match increment {
            0 => 0,
            increment => self.indent.max(0) + increment,
        };
        // The breaks before a line that are not its own end: those of empty lines.
        self.breaks.clear();
        self.scan_block_breaks(&mut indent, start, &mut end)?;

        self.need(1)?;
        let text: &'t [u8] = self.text;
        let from = self.decoded.len();
        let mut leading: &[u8] = b"";
        let mut after_blank = false;
        while self.column() == indent && !self.at_end() {
            let blank = is(self.byte(0), BLANK);
            if style == Style::Folded && leading == b"\n" && !after_blank && !blank {
                if self.breaks.is_empty() {
                    self.decoded.push(b' ');
                }
            } else {
                self.decoded.extend_from_slice(leading);
            }
            self.decoded.extend_from_slice(&self.breaks);
            self.breaks.clear();
            after_blank = blank;

            let line = self.pos;
            self.run_to_break()?;
            self.decoded.extend_from_slice(&text[line..self.pos]);
            self.need(2)?;
            let len = self.break_here();
            leading = match len {
                0 => b"",
                _ => break_text(&text[self.pos..self.pos + len]),
            };
            if len > 0 {
                self.skip_break(len);
            }
            self.scan_block_breaks(&mut indent, start, &mut end)?;
        }

        if keep != Keep::None {
            self.decoded.extend_from_slice(leading);
        }
        if keep == Keep::All {
            self.decoded.extend_from_slice(&self.breaks);
        }
        let text = Text::decoded(from, self.decoded.len());
        Ok(self.scalar(style, start, end, text))
    }

    /// Scans what may stand between `|` or `>` and the end of its line: which line breaks to keep at the end,
    /// and the indentation, 0 where it is not given.
    fn scan_block_header(&mut self, start: Mark) -> Result<(Keep, i32), Error> {
        let mut keep = Keep::One;
        let mut increment = 0;
        let mut keep_seen = false;
        if let Some(found) = Keep::from_indicator(self.byte(0)) {
            keep = found;
            keep_seen = true;
            self.pos += 1;
            self.need(1)?;
        }
        if let digit @ b'0'..=b'9' = self.byte(0) {
            if digit == b'0' {
                return Err(self.error(start, "found an indentation indicator equal to 0"));
            }
            increment = i32::from(digit - b'0');
            self.pos += 1;
            if !keep_seen {
                self.need(1)?;
                if let Some(found) = Keep::from_indicator(self.byte(0)) {
                    keep = found;
                    self.pos += 1;
                }
            }
        }
        self.need(1)?;
        Ok((keep, increment))
    }

    /// Skips the indentation of a line as it mostly is: all there, and something after it.
    #[inline(always)]
    fn skip_indent(&mut self, indent: usize) -> bool {
        let rest = &self.text[self.pos..];
        let usual = indent > 0
            && self.at_line_start()
            && self.window.is_none()
            && rest.get(indent).is_some_and(|&b| !is(b, BREAK | LEAD))
            && rest[..indent].iter().all(|&b| b == b' ');
        if usual {
            self.pos += indent;
        }
        usual
    }

    /// Skips the indentation of the next line, and empty lines before it, whose breaks go to `self.breaks`.
    /// An `indent` of 0 is not known yet: the first line with a text tells it.
    #[inline]
    fn scan_block_breaks(&mut self, indent: &mut i32, start: Mark, end: &mut Mark) -> Result<(), Error> {
        *end = self.mark();
        if self.skip_indent(*indent as usize) {
            return Ok(());
        }
        let mut widest = 0;
        loop {
            self.need(1)?;
            let mut column = self.column();
            while (*indent == 0 || column < *indent) && self.byte(0) == b' ' {
                self.pos += 1;
                column += 1;
                self.need(1)?;
            }
            widest = widest.max(column);
            if (*indent == 0 || column < *indent) && self.byte(0) == b'\t' {
                let problem = "found a tab character where an indentation space is expected";
                return Err(self.error(start, problem));
            }
            let len = self.break_here();
            if len == 0 {
                break;
            }
            self.need(2)?;
            let text: &'t [u8] = self.text;
            self.breaks.extend_from_slice(break_text(&text[self.pos..self.pos + len]));
            self.skip_break(len);
            *end = self.mark();
        }
        if *indent == 0 {
            *indent = widest.max(self.indent + 1).max(1);
        }
        Ok(())
    }
}

/// Which line breaks at the end of a block scalar belong to it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    /// `-`
    None,
    One,
    /// `+`
    All,
}

impl Keep {
    fn from_indicator(byte: u8) -> Option<Keep> {
        match byte {
            b'-' => Some(Keep::None),
            b'+' => Some(Keep::All),
            _ => None,
        }
    }
}

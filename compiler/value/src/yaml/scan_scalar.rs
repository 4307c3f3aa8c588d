//! The scanner's scalars: plain, quoted, and block.

use super::chars::{BLANK, BREAK, COLON, DOUBLE, FLOW, LEAD, SINGLE, is};
use super::error::Error;
use super::scan::Scanner;
use super::token::{Mark, Style, Text, Token};

/// The text of a scalar while it is scanned: a slice of the source as long as that will do, and from then on
/// a piece of the decoded texts.
struct Draft {
    /// What was not copied yet begins here.
    from: usize,
    /// Where the copy begins.
    copy: Option<usize>,
}

impl Draft {
    /// A text that begins at `from`.
    fn new(from: usize) -> Draft {
        Draft { from, copy: None }
    }

    /// Copies the source up to `to`, and goes on with `with`; the source counts again from `next`.
    fn splice(&mut self, scanner: &mut Scanner<'_>, to: usize, with: &[u8], next: usize) {
        self.copy.get_or_insert(scanner.decoded.len());
        scanner.decoded.extend_from_slice(&scanner.text[self.from..to]);
        scanner.decoded.extend_from_slice(with);
        self.from = next;
    }

    /// The text, which ends at `to`.
    fn finish(mut self, scanner: &mut Scanner<'_>, to: usize) -> Text {
        match self.copy {
            None => Text::source(self.from, to),
            Some(start) => {
                self.splice(scanner, to, b"", to);
                Text::decoded(start, scanner.decoded.len())
            }
        }
    }
}

/// What a line break reads as: LS and PS stay, the others become LF.
fn break_text(source: &[u8]) -> &[u8] {
    match source {
        [0xE2, ..] => source,
        _ => b"\n",
    }
}

/// A run of blanks between two words of a flow scalar.
struct Gap<'t> {
    /// What the first line break reads as; empty where there was none.
    first: &'t [u8],
    /// Whether the words stand on different lines.
    folded: bool,
}

impl<'t> Scanner<'t> {
    /// Skips blanks and line breaks. The breaks after the first go to `self.breaks`.
    ///
    /// `folded`: an escaped line break came before, and counts as the first. `tabs_from`: a tab further left
    /// than this column is an error in the plain scalar that began at the mark.
    #[inline]
    fn skip_gap(&mut self, folded: bool, tabs_from: Option<(i32, Mark)>) -> Result<Gap<'t>, Error> {
        let mut gap = Gap { first: b"", folded };
        self.breaks.clear();
        loop {
            let byte = self.byte(0);
            if byte == b' ' || byte == b'\t' {
                if let Some((indent, start)) = tabs_from
                    && byte == b'\t'
                    && gap.folded
                    && self.column() < indent
                {
                    return Err(self.error(start, "found a tab character that violates indentation"));
                }
                self.pos += 1;
            } else {
                let len = self.break_here();
                if len == 0 {
                    return Ok(gap);
                }
                self.need(2)?;
                let text: &'t [u8] = self.text;
                let read = break_text(&text[self.pos..self.pos + len]);
                if gap.folded {
                    self.breaks.extend_from_slice(read);
                } else {
                    gap = Gap { first: read, folded: true };
                }
                self.skip_break(len);
            }
            self.need(1)?;
        }
    }

    /// Puts what a gap of several lines reads as in place of the source from `to` to the position.
    fn fold(&mut self, draft: &mut Draft, to: usize, gap: &Gap<'_>) {
        let breaks = std::mem::take(&mut self.breaks);
        match (gap.first, breaks.is_empty()) {
            (b"\n", true) => draft.splice(self, to, b" ", self.pos),
            (b"\n", false) => draft.splice(self, to, &breaks, self.pos),
            (first, _) => {
                draft.splice(self, to, first, self.pos);
                draft.splice(self, self.pos, &breaks, self.pos);
            }
        }
        self.breaks = breaks;
    }

    /// Scans a plain scalar (scannerc.go: yaml_parser_scan_plain_scalar).
    pub(super) fn scan_plain(&mut self) -> Result<Token, Error> {
        let start = self.mark();
        let mut end = start;
        let indent = self.indent + 1;
        let flow = self.flow_level > 0;
        let stops = BLANK | BREAK | LEAD | COLON | if flow { FLOW } else { 0 };

        let mut draft = Draft::new(self.pos);
        let mut gap = Gap { first: b"", folded: false };
        loop {
            self.need(4)?;
            if self.at_document_indicator() || self.byte(0) == b'#' {
                break;
            }
            let word = self.pos;
            loop {
                match self.run_until(stops, 2)? {
                    b':' if !self.blank_or_end(1) => {}
                    0xC2 | 0xE2 if self.break_here() == 0 => {}
                    _ => break,
                }
                self.step();
                self.need(2)?;
            }
            if self.pos > word {
                if gap.folded {
                    let after = std::mem::replace(&mut self.pos, word);
                    self.fold(&mut draft, end.pos as usize, &gap);
                    self.pos = after;
                    gap.folded = false;
                }
                end = self.mark();
            }
            if !is(self.byte(0), BLANK) && self.break_here() == 0 {
                break;
            }
            self.need(1)?;
            gap = self.skip_gap(gap.folded, Some((indent, start)))?;
            if !flow && self.column() < indent {
                break;
            }
        }
        if gap.folded {
            self.simple_key_allowed = true;
        }
        let text = draft.finish(self, end.pos as usize);
        Ok(self.scalar(Style::Plain, start, end, text))
    }

    /// Scans a single-quoted scalar (scannerc.go: yaml_parser_scan_flow_scalar).
    pub(super) fn scan_single_quoted(&mut self) -> Result<Token, Error> {
        let start = self.mark();
        self.pos += 1;
        let mut draft = Draft::new(self.pos);
        loop {
            self.before_word(start)?;
            loop {
                match self.run_until(BLANK | BREAK | LEAD | SINGLE, 2)? {
                    b'\'' if self.byte(1) == b'\'' => {
                        draft.splice(self, self.pos + 1, b"", self.pos + 2);
                        self.pos += 2;
                    }
                    0xC2 | 0xE2 if self.break_here() == 0 => self.step(),
                    _ => break,
                }
                self.need(2)?;
            }
            self.need(1)?;
            if self.byte(0) == b'\'' {
                break;
            }
            self.after_word(&mut draft, false)?;
        }
        Ok(self.finish_quoted(Style::SingleQuoted, start, draft))
    }

    /// Scans a double-quoted scalar (scannerc.go: yaml_parser_scan_flow_scalar).
    pub(super) fn scan_double_quoted(&mut self) -> Result<Token, Error> {
        let start = self.mark();
        self.pos += 1;
        let mut draft = Draft::new(self.pos);
        loop {
            self.before_word(start)?;
            let mut escaped_break = false;
            loop {
                match self.run_until(BLANK | BREAK | LEAD | DOUBLE, 2)? {
                    b'\\' => {
                        let to = self.pos;
                        self.pos += 1;
                        let len = self.break_here();
                        self.pos = to;
                        if len > 0 {
                            self.need(3)?;
                            self.pos += 1;
                            self.skip_break(len);
                            draft.splice(self, to, b"", self.pos);
                            escaped_break = true;
                            break;
                        }
                        let mut utf8 = [0; 4];
                        let text = self.scan_escape(start, &mut utf8)?;
                        draft.splice(self, to, text, self.pos);
                    }
                    0xC2 | 0xE2 if self.break_here() == 0 => self.step(),
                    _ => break,
                }
                self.need(2)?;
            }
            self.need(1)?;
            if self.byte(0) == b'"' {
                break;
            }
            self.after_word(&mut draft, escaped_break)?;
        }
        Ok(self.finish_quoted(Style::DoubleQuoted, start, draft))
    }

    /// What a quoted scalar must not meet where a word could start.
    #[inline]
    fn before_word(&mut self, start: Mark) -> Result<(), Error> {
        self.need(4)?;
        if self.at_document_indicator() {
            return Err(self.error(start, "found unexpected document indicator"));
        }
        if self.at_end() {
            return Err(self.error(start, "found unexpected end of stream"));
        }
        Ok(())
    }

    /// Skips the blanks after a word of a quoted scalar, and folds them if they hold line breaks.
    #[inline]
    fn after_word(&mut self, draft: &mut Draft, escaped_break: bool) -> Result<(), Error> {
        let to = self.pos;
        let gap = self.skip_gap(escaped_break, None)?;
        if gap.folded {
            self.fold(draft, to, &gap);
        }
        Ok(())
    }

    /// Takes the closing quote.
    fn finish_quoted(&mut self, style: Style, start: Mark, draft: Draft) -> Token {
        let text = draft.finish(self, self.pos);
        self.pos += 1;
        self.scalar(style, start, self.mark(), text)
    }

    /// Scans an escape sequence of a double-quoted scalar and returns what it stands for.
    fn scan_escape<'b>(&mut self, start: Mark, utf8: &'b mut [u8; 4]) -> Result<&'b [u8], Error> {
        let digits = match self.byte(1) {
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            letter => {
                let text: &[u8] = match letter {
                    b'0' => b"\0",
                    b'a' => b"\x07",
                    b'b' => b"\x08",
                    b't' | b'\t' => b"\t",
                    b'n' => b"\n",
                    b'v' => b"\x0B",
                    b'f' => b"\x0C",
                    b'r' => b"\r",
                    b'e' => b"\x1B",
                    b' ' => b" ",
                    b'"' => b"\"",
                    b'\'' => b"'",
                    b'\\' => b"\\",
                    b'N' => "\u{85}".as_bytes(),
                    b'_' => "\u{A0}".as_bytes(),
                    b'L' => "\u{2028}".as_bytes(),
                    b'P' => "\u{2029}".as_bytes(),
                    _ => return Err(self.error(start, "found unknown escape character")),
                };
                self.pos += 2;
                return Ok(text);
            }
        };
        self.pos += 2;
        self.need(digits)?;
        let mut value = 0u32;
        for ahead in 0..digits {
            let Some(digit) = (self.byte(ahead) as char).to_digit(16) else {
                return Err(self.error(start, "did not find expected hexdecimal number"));
            };
            value = value.wrapping_shl(4) | digit;
        }
        let Some(c) = char::from_u32(value) else {
            return Err(self.error(start, "found invalid Unicode character escape code"));
        };
        self.pos += digits;
        Ok(c.encode_utf8(utf8).as_bytes())
    }

    /// Scans a literal or folded scalar (scannerc.go: yaml_parser_scan_block_scalar).
    pub(super) fn scan_block_scalar(&mut self, style: Style) -> Result<Token, Error> {
        let start = self.mark();
        self.pos += 1;
        self.need(1)?;
        let (keep, increment) = self.scan_block_header(start)?;

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

    /// Skips the indentation of the next line, and empty lines before it, whose breaks go to `self.breaks`.
    /// An `indent` of 0 is not known yet: the first line with a text tells it.
    #[inline]
    fn scan_block_breaks(&mut self, indent: &mut i32, start: Mark, end: &mut Mark) -> Result<(), Error> {
        *end = self.mark();
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

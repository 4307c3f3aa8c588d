//! The scanner's flow scalars: plain and quoted.

use super::chars::{BLANK, BREAK, COLON, DOUBLE, FLOW, HASH, LEAD, SINGLE, break_len, is, is_blank_or_end};
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
pub(super) fn break_text(source: &[u8]) -> &[u8] {
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
            let len = match self.byte(0) {
                b' ' => 0,
                b'\t' => {
                    if let Some((indent, start)) = tabs_from
                        && gap.folded
                        && self.column() < indent
                    {
                        return Err(self.error(start, "found a tab character that violates indentation"));
                    }
                    0
                }
                b'\n' => 1,
                b'\r' | 0xC2 | 0xE2 => match self.break_here() {
                    0 => return Ok(gap),
                    len => len,
                },
                _ => return Ok(gap),
            };
            if len == 0 {
                self.skip_spaces();
            } else {
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

    /// Where to stop for a gap. Blanks on one line belong to the scalar as they are, so they can be passed over; but
    /// where it matters how go-yaml's buffer moves, words are read one by one as it does.
    fn gap_stops(&self) -> u16 {
        BREAK | LEAD | if self.window.is_some() { BLANK } else { 0 }
    }

    /// Where the blanks begin that stand before the position; no further back than `from`.
    #[inline]
    fn before_blanks(&self, from: usize) -> usize {
        let mut to = self.pos;
        while to > from && is(self.text[to - 1], BLANK) {
            to -= 1;
        }
        to
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

    /// Scans a plain scalar.
    #[inline]
    pub(super) fn scan_plain(&mut self) -> Result<Token, Error> {
        match self.scan_plain_line() {
            Some(token) => Ok(token),
            None => self.scan_plain_lines(),
        }
    }

    /// Scans a plain scalar of one line, if nothing unusual follows it. Otherwise nothing has happened.
    #[inline]
    fn scan_plain_line(&mut self) -> Option<Token> {
        if self.window.is_some() {
            return None;
        }
        let text = self.text;
        let start = self.mark();
        let flow = self.flow_level > 0;
        let stops = BREAK | LEAD | COLON | HASH | if flow { FLOW } else { 0 };
        let mut at = self.pos;
        loop {
            at += text[at..].iter().position(|&b| is(b, stops))?;
            match text[at] {
                b':' if is_blank_or_end(text, at + 1) => break,
                b'#' if is(text[at - 1], BLANK) => return None,
                0xC2 | 0xE2 if break_len(text, at) > 0 => return None,
                b':' | b'#' | 0xC2 | 0xE2 => at += 1,
                b'\r' => return None,
                _ => break,
            }
        }
        let mut next = at;
        let mut line = self.line;
        let mut line_start = self.line_start;
        while text.get(next) == Some(&b'\n') {
            line += 1;
            line_start = next + 1;
            next = line_start + text[line_start..].iter().position(|&b| b != b' ')?;
        }
        if line > self.line {
            // A tab, another line break or a line that goes on is left to the general case.
            if flow || is(text[next], BLANK | BREAK | LEAD) || (next - line_start) as i32 > self.indent {
                return None;
            }
            self.skip_break(0);
            (self.line, self.line_start, self.counted) = (line, line_start, line_start);
            self.simple_key_allowed = true;
        }
        self.pos = at;
        let end = self.before_blanks(start.pos as usize);
        self.pos = next;
        let end = Mark { pos: end as u32, line: start.line };
        let value = Text::source(start.pos as usize, end.pos as usize);
        Some(self.scalar(Style::Plain, start, end, value))
    }

    /// Scans a plain scalar (scannerc.go: yaml_parser_scan_plain_scalar).
    fn scan_plain_lines(&mut self) -> Result<Token, Error> {
        let start = self.mark();
        let mut end = start;
        let indent = self.indent + 1;
        let flow = self.flow_level > 0;
        let stops = self.gap_stops() | COLON | HASH | if flow { FLOW } else { 0 };

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
                    b'#' if !is(self.text[self.pos - 1], BLANK) => {}
                    0xC2 | 0xE2 if self.break_here() == 0 => {}
                    _ => break,
                }
                self.step();
                self.need(2)?;
            }
            let word_end = self.before_blanks(word);
            if word_end > word {
                if gap.folded {
                    let after = std::mem::replace(&mut self.pos, word);
                    self.fold(&mut draft, end.pos as usize, &gap);
                    self.pos = after;
                    gap.folded = false;
                }
                end = Mark { pos: word_end as u32, line: self.line };
            }
            if !is(self.byte(0), BLANK) && self.break_here() == 0 {
                break;
            }
            self.need(1)?;
            gap = self.skip_gap(gap.folded, Some((indent, start)))?;
            // On the line where it began it is deep enough.
            if !flow && gap.folded && self.column() < indent {
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
        let stops = self.gap_stops() | SINGLE;
        loop {
            self.before_word(start)?;
            loop {
                match self.run_until(stops, 2)? {
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
        let stops = self.gap_stops() | DOUBLE;
        loop {
            self.before_word(start)?;
            let mut escaped_break = false;
            loop {
                match self.run_until(stops, 2)? {
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
        let to = self.before_blanks(draft.from);
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
}

//! The scanner's directives, anchors, aliases and tags.

use super::chars::{ALPHA, BLANK, URI, is};
use super::error::Error;
use super::scan::Scanner;
use super::token::{Mark, Text, Token, TokenKind};

/// Version numbers have no more digits (scannerc.go: max_number_length).
const MAX_VERSION_DIGITS: usize = 2;

impl Scanner<'_> {
    /// Scans `%YAML 1.1` or `%TAG !handle! prefix`, to the end of the line.
    pub(super) fn scan_directive(&mut self) -> Result<Token, Error> {
        let start = self.mark();
        self.pos += 1;
        self.need(1)?;
        let name = self.pos;
        self.run_while(ALPHA)?;
        if self.pos == name {
            return Err(self.error(start, "could not find expected directive name"));
        }
        if !self.blank_or_end(0) {
            return Err(self.error(start, "found unexpected non-alphabetical character"));
        }
        let mut token = match &self.text[name..self.pos] {
            b"YAML" => self.scan_version(start)?,
            b"TAG" => self.scan_tag_directive(start)?,
            _ => return Err(self.error(start, "found unknown directive name")),
        };
        token.end = self.mark();

        self.need(1)?;
        self.skip_line_end(start)?;
        Ok(token)
    }

    fn scan_version(&mut self, start: Mark) -> Result<Token, Error> {
        self.need(1)?;
        self.skip_blanks()?;
        let from = self.pos;
        self.scan_version_number(start)?;
        if self.byte(0) != b'.' {
            return Err(self.error(start, "did not find expected digit or '.' character"));
        }
        self.pos += 1;
        self.scan_version_number(start)?;
        let text = Text::source(from, self.pos);
        Ok(Token { text, ..Token::new(TokenKind::VersionDirective, start, start) })
    }

    fn scan_version_number(&mut self, start: Mark) -> Result<(), Error> {
        self.need(1)?;
        let from = self.pos;
        while self.byte(0).is_ascii_digit() {
            if self.pos - from == MAX_VERSION_DIGITS {
                return Err(self.error(start, "found extremely long version number"));
            }
            self.pos += 1;
            self.need(1)?;
        }
        if self.pos == from {
            return Err(self.error(start, "did not find expected version number"));
        }
        Ok(())
    }

    fn scan_tag_directive(&mut self, start: Mark) -> Result<Token, Error> {
        self.need(1)?;
        self.skip_blanks()?;
        let handle = self.pos;
        self.scan_tag_handle(start)?;
        let text = Text::source(handle, self.pos);
        // In a directive the handle is `!` alone or ends in `!`.
        if self.pos - handle > 1 && self.text[self.pos - 1] != b'!' {
            return Err(self.error(start, "did not find expected '!'"));
        }
        self.need(1)?;
        if !is(self.byte(0), BLANK) {
            return Err(self.error(start, "did not find expected whitespace"));
        }
        self.skip_blanks()?;
        let more = self.scan_tag_uri(start)?;
        self.need(1)?;
        if !self.blank_or_end(0) {
            return Err(self.error(start, "did not find expected whitespace or line break"));
        }
        Ok(Token { text, more, ..Token::new(TokenKind::TagDirective, start, start) })
    }

    /// Scans `&name` or `*name`.
    pub(super) fn scan_anchor(&mut self, kind: TokenKind) -> Result<Token, Error> {
        let start = self.mark();
        self.pos += 1;
        self.need(1)?;
        let name = self.pos;
        self.run_while(ALPHA)?;
        let end = self.mark();
        let ends = self.blank_or_end(0)
            || matches!(self.byte(0), b'?' | b':' | b',' | b']' | b'}' | b'%' | b'@' | b'`');
        if self.pos == name || !ends {
            return Err(self.error(start, "did not find expected alphabetic or numeric character"));
        }
        Ok(Token { text: Text::source(name, self.pos), ..Token::new(kind, start, end) })
    }

    /// Scans `!<uri>`, `!suffix`, `!handle!suffix` or `!`.
    pub(super) fn scan_tag(&mut self) -> Result<Token, Error> {
        let start = self.mark();
        self.need(2)?;
        let (text, more) = if self.byte(1) == b'<' {
            self.pos += 2;
            let uri = self.scan_tag_uri(start)?;
            if self.byte(0) != b'>' {
                return Err(self.error(start, "did not find the expected '>'"));
            }
            self.pos += 1;
            (Text::EMPTY, uri)
        } else {
            let from = self.pos;
            self.scan_tag_handle(start)?;
            if self.pos - from > 1 && self.text[self.pos - 1] == b'!' {
                (Text::source(from, self.pos), self.scan_tag_uri(start)?)
            } else {
                // No handle after all: the suffix of the handle `!`, unless it is the tag `!`.
                let bang = Text::source(from, from + 1);
                match self.scan_tag_suffix(start, from + 1)? {
                    suffix if suffix.is_empty() => (Text::EMPTY, bang),
                    suffix => (bang, suffix),
                }
            }
        };
        self.need(1)?;
        if !self.blank_or_end(0) {
            return Err(self.error(start, "did not find expected whitespace or line break"));
        }
        Ok(Token { text, more, ..Token::new(TokenKind::Tag, start, self.mark()) })
    }

    /// Skips `!`, letters and digits, and a `!` after them.
    fn scan_tag_handle(&mut self, start: Mark) -> Result<(), Error> {
        self.need(1)?;
        if self.byte(0) != b'!' {
            return Err(self.error(start, "did not find expected '!'"));
        }
        self.pos += 1;
        self.need(1)?;
        self.run_while(ALPHA)?;
        if self.byte(0) == b'!' {
            self.pos += 1;
        }
        Ok(())
    }

    /// Scans the characters that a tag may hold, decoding `%xx`: at least one.
    fn scan_tag_uri(&mut self, start: Mark) -> Result<Text, Error> {
        let first = self.pos;
        let text = self.scan_tag_suffix(start, first)?;
        if self.pos == first {
            return Err(self.error(start, "did not find expected tag URI"));
        }
        Ok(text)
    }

    /// Scans the characters that a tag may hold, if there are any. The text begins at `from`.
    fn scan_tag_suffix(&mut self, start: Mark, mut from: usize) -> Result<Text, Error> {
        let mut copy = None;
        self.need(1)?;
        while is(self.byte(0), ALPHA | URI) {
            if self.byte(0) == b'%' {
                copy.get_or_insert(self.decoded.len());
                self.decoded.extend_from_slice(&self.text[from..self.pos]);
                self.scan_uri_escape(start)?;
                from = self.pos;
            } else {
                self.pos += 1;
            }
            self.need(1)?;
        }
        Ok(match copy {
            None => Text::source(from, self.pos),
            Some(begin) => {
                self.decoded.extend_from_slice(&self.text[from..self.pos]);
                Text::decoded(begin, self.decoded.len())
            }
        })
    }

    /// Decodes the `%xx`s of one character. What they make up is not looked at beyond the first bits.
    fn scan_uri_escape(&mut self, start: Mark) -> Result<(), Error> {
        let mut left = 0;
        loop {
            self.need(3)?;
            let hex = |byte: u8| (byte as char).to_digit(16);
            let (b'%', Some(high), Some(low)) = (self.byte(0), hex(self.byte(1)), hex(self.byte(2))) else {
                return Err(self.error(start, "did not find URI escaped octet"));
            };
            let octet = (high << 4 | low) as u8;
            if left == 0 {
                left = match octet {
                    0..0x80 => 1,
                    0xC0..0xE0 => 2,
                    0xE0..0xF0 => 3,
                    0xF0..0xF8 => 4,
                    _ => return Err(self.error(start, "found an incorrect leading UTF-8 octet")),
                };
            } else if octet & 0xC0 != 0x80 {
                return Err(self.error(start, "found an incorrect trailing UTF-8 octet"));
            }
            self.decoded.push(octet);
            self.pos += 3;
            left -= 1;
            if left == 0 {
                return Ok(());
            }
        }
    }

    /// Skips characters of a class of ASCII characters.
    fn run_while(&mut self, class: u16) -> Result<(), Error> {
        while is(self.byte(0), class) {
            self.pos += 1;
            self.need(1)?;
        }
        Ok(())
    }
}

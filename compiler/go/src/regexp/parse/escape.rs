//! Escapes, and classes in brackets.

use regex_syntax::hir::Look;

use super::{MAX_RANGES, Parser, check_utf8};
use crate::regexp::class::CharClass;
use crate::regexp::error::{Error, ErrorKind};
use crate::regexp::fold;
use crate::regexp::names::{self, Sense};
use crate::utf8::{self, RUNE_ERROR};

impl Parser<'_> {
    /// Reads what begins with a backslash, outside of brackets.
    pub(super) fn backslash(&mut self) -> Result<(), Error> {
        match self.peek_at(1) {
            Some(b'A') => return self.look(2, Look::Start),
            Some(b'z') => return self.look(2, Look::End),
            Some(b'b') => return self.look(2, Look::WordAscii),
            Some(b'B') => return self.look(2, Look::WordAsciiNegate),
            Some(b'C') => return Err(Error::new(ErrorKind::InvalidEscape, &self.rest()[..2])),
            Some(b'Q') => return self.quoted(),
            _ => {}
        }
        let mut class = CharClass::default();
        if self.class_escape(&mut class)? {
            return self.push_class(&class);
        }
        let c = self.escape()?;
        self.literal(c)
    }

    /// Reads `\Q…\E`, the `\E` being optional at the end of the pattern.
    fn quoted(&mut self) -> Result<(), Error> {
        let rest = &self.rest()[2..];
        let (text, width) = match memchr::memmem::find(rest, b"\\E") {
            Some(end) => (&rest[..end], end + 4),
            None => (rest, rest.len() + 2),
        };
        let after = self.pos + width;
        for (at, c, width) in utf8::runes(text) {
            if c == RUNE_ERROR && width == 1 {
                return Err(Error::new(ErrorKind::InvalidUtf8, &text[at..]));
            }
            self.literal(c as u32)?;
        }
        self.pos = after;
        Ok(())
    }

    /// Reads an escape that stands for a class, `\d` or `\pL`, into `class`, which becomes clean if it was
    /// empty. Says whether there was one.
    fn class_escape(&mut self, class: &mut CharClass) -> Result<bool, Error> {
        match self.rest() {
            [b'\\', b'p' | b'P', ..] => {
                let (mut named, folds, sense) = self.unicode_class()?;
                if folds && self.flags.ignore_case {
                    named.fold();
                }
                insert(class, named, sense);
                Ok(true)
            }
            &[b'\\', letter, ..] => {
                let Some((ranges, sense)) = names::perl(letter) else { return Ok(false) };
                self.pos += 2;
                self.insert_group(class, ranges, sense);
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    fn insert_group(&self, class: &mut CharClass, ranges: &[(u32, u32)], sense: Sense) {
        let mut group = CharClass::new(ranges);
        if self.flags.ignore_case {
            group.fold();
        }
        insert(class, group, sense);
    }

    /// Reads `\pL`, `\p{Greek}`, `\P{^Greek}`. Gives the class, whether it folds, and whether its complement
    /// is meant.
    fn unicode_class(&mut self) -> Result<(CharClass, bool, Sense), Error> {
        let start = self.pos;
        let mut sense = if self.peek_at(1) == Some(b'P') { Sense::Negated } else { Sense::Plain };
        self.pos += 2;
        let mut name = match self.next_char()? {
            Some('{') => {
                let rest = &self.pattern[start..];
                let Some(end) = memchr::memchr(b'}', rest) else {
                    check_utf8(rest)?;
                    return Err(Error::new(ErrorKind::InvalidCharRange, rest));
                };
                self.pos = start + end + 1;
                check_utf8(&rest[3..end])?.as_bytes()
            }
            _ => &self.pattern[start + 2..self.pos],
        };
        if let Some(rest) = name.strip_prefix(b"^") {
            sense = sense.flip();
            name = rest;
        }
        match names::unicode(name) {
            Some(found) => Ok((found.class, found.folds, sense)),
            None => Err(self.since(ErrorKind::InvalidCharRange, start)),
        }
    }

    /// Reads an escape that stands for one code point.
    fn escape(&mut self) -> Result<u32, Error> {
        let start = self.pos;
        self.pos += 1;
        let Some(c) = self.next_char()? else { return Err(Error::new(ErrorKind::TrailingBackslash, b"")) };
        let code = match c {
            '0' => Some(self.octal(0)),
            // One digit alone would be a reference to a group.
            '1'..='7' if matches!(self.peek(), Some(b'0'..=b'7')) => Some(self.octal(c as u32 - '0' as u32)),
            'x' => self.hex()?,
            'a' => Some(0x07),
            'f' => Some(0x0C),
            'n' => Some(0x0A),
            'r' => Some(0x0D),
            't' => Some(0x09),
            'v' => Some(0x0B),
            c if c.is_ascii() && !c.is_ascii_alphanumeric() => Some(c as u32),
            _ => None,
        };
        code.ok_or_else(|| self.since(ErrorKind::InvalidEscape, start))
    }

    /// Reads up to two more octal digits after the value `first`.
    fn octal(&mut self, first: u32) -> u32 {
        let mut value = first;
        for _ in 0..2 {
            let Some(digit @ b'0'..=b'7') = self.peek() else { break };
            value = value * 8 + u32::from(digit - b'0');
            self.pos += 1;
        }
        value
    }

    /// Reads what follows `\x`: two digits, or any number in braces.
    fn hex(&mut self) -> Result<Option<u32>, Error> {
        let Some(c) = self.next_char()? else { return Ok(None) };
        if c != '{' {
            let high = c.to_digit(16);
            let low = self.next_char()?.and_then(|c| c.to_digit(16));
            return Ok(high.zip(low).map(|(high, low)| high * 16 + low));
        }
        let mut value = None;
        while let Some(c) = self.next_char()? {
            if c == '}' {
                return Ok(value);
            }
            let Some(digit) = c.to_digit(16) else { break };
            let sum = value.unwrap_or(0) * 16 + digit;
            if sum > char::MAX as u32 {
                break;
            }
            value = Some(sum);
        }
        Ok(None)
    }

    // Bracket classes.

    /// Reads what begins with `[`.
    pub(super) fn bracket_class(&mut self) -> Result<(), Error> {
        let start = self.pos;
        self.pos += 1;
        let mut class = CharClass::default();
        let sense = match self.peek() {
            Some(b'^') => {
                self.pos += 1;
                Sense::Negated
            }
            _ => Sense::Plain,
        };
        let mut first = true;
        while first || self.peek() != Some(b']') {
            first = false;
            self.class_item(&mut class, start)?;
            if class.ranges().len() > MAX_RANGES {
                return Err(self.whole(ErrorKind::Large));
            }
        }
        self.pos += 1;
        class.clean();
        if sense == Sense::Negated {
            class = class.negated();
        }
        self.push_class(&class)
    }

    /// Reads one item of the bracket class that begins at `start`.
    fn class_item(&mut self, class: &mut CharClass, start: usize) -> Result<(), Error> {
        let rest = self.rest();
        if rest.starts_with(b"[:")
            && let Some(end) = memchr::memmem::find(&rest[2..], b":]")
        {
            let text = &rest[..end + 4];
            let Some((ranges, sense)) = names::posix(text) else {
                return Err(Error::new(ErrorKind::InvalidCharRange, text));
            };
            self.pos += text.len();
            self.insert_group(class, ranges, sense);
            return Ok(());
        }
        if self.class_escape(class)? {
            return Ok(());
        }
        let item = self.pos;
        let low = self.class_char(start)?;
        let mut high = low;
        // A hyphen just before the closing bracket is itself.
        if self.peek() == Some(b'-') && self.peek_at(1).is_some_and(|b| b != b']') {
            self.pos += 1;
            high = self.class_char(start)?;
            if high < low {
                return Err(self.since(ErrorKind::InvalidCharRange, item));
            }
        }
        class.insert(low, high);
        if self.flags.ignore_case {
            fold::for_each_equivalent(low, high, |c| class.insert(c, c));
        }
        Ok(())
    }

    fn class_char(&mut self, start: usize) -> Result<u32, Error> {
        if self.peek() == Some(b'\\') {
            return self.escape();
        }
        match self.next_char()? {
            Some(c) => Ok(c as u32),
            None => Err(Error::new(ErrorKind::MissingBracket, &self.pattern[start..])),
        }
    }
}

fn insert(class: &mut CharClass, named: CharClass, sense: Sense) {
    match sense {
        Sense::Plain => class.insert_all(&named),
        Sense::Negated => class.insert_all(&named.negated()),
    }
}

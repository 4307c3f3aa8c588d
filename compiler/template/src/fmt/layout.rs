//! Flags, width and precision, and how they lay out text.

use nexachart_go::strconv::{Escape, append_quote, append_quote_rune, can_backquote};
use nexachart_go::{unicode, utf8};

/// What a directive says beside its verb.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Layout {
    pub width: Option<usize>,
    pub precision: Option<usize>,
    pub minus: bool,
    pub plus: bool,
    pub sharp: bool,
    pub space: bool,
    pub zero: bool,
    /// `%+v`: field names. `plus` is off then.
    pub plus_v: bool,
    /// `%#v`: Go syntax. `sharp` is off then.
    pub sharp_v: bool,
}

/// The digits of `%x`.
pub(super) const LOWER: &[u8; 17] = b"0123456789abcdefx";
/// The digits of `%X`.
pub(super) const UPPER: &[u8; 17] = b"0123456789ABCDEFX";

impl Layout {
    /// The same without padding by zeros.
    pub fn without_zero(self) -> Layout {
        Layout { zero: false, ..self }
    }

    /// Blanks or zeros.
    pub fn fill(self, out: &mut Vec<u8>, count: usize) {
        let byte = if self.zero && !self.minus { b'0' } else { b' ' };
        out.resize(out.len() + count, byte);
    }

    /// Text, filled up to the width in characters.
    pub fn pad(self, out: &mut Vec<u8>, text: &[u8]) {
        let Some(width) = self.width.filter(|w| *w > 0) else {
            return out.extend_from_slice(text);
        };
        let missing = width.saturating_sub(utf8::rune_count(text));
        if !self.minus {
            self.fill(out, missing);
        }
        out.extend_from_slice(text);
        if self.minus {
            self.fill(out, missing);
        }
    }

    /// The first characters of a text, as many as the precision says.
    fn truncate(self, text: &[u8]) -> &[u8] {
        match self.precision {
            Some(n) if n < text.len() => {
                let end = utf8::runes(text).nth(n).map_or(text.len(), |(at, _, _)| at);
                &text[..end]
            }
            _ => text,
        }
    }

    /// `%s`
    pub fn string(self, out: &mut Vec<u8>, text: &[u8]) {
        self.pad(out, self.truncate(text));
    }

    /// `%q`
    pub fn quoted(self, out: &mut Vec<u8>, text: &[u8]) {
        let text = self.truncate(text);
        if self.sharp && can_backquote(text) {
            return self.pad(out, &[b"`", text, b"`"].concat());
        }
        let escape = if self.plus { Escape::NotAscii } else { Escape::NotPrintable };
        if self.width.is_none() {
            return append_quote(out, text, escape);
        }
        let mut quoted = Vec::new();
        append_quote(&mut quoted, text, escape);
        self.pad(out, &quoted);
    }

    /// `%x` or `%X` of the bytes of a text.
    pub fn hex(self, out: &mut Vec<u8>, text: &[u8], digits: &[u8; 17]) {
        let text = &text[..text.len().min(self.precision.unwrap_or(usize::MAX))];
        if text.is_empty() {
            return self.fill(out, self.width.unwrap_or(0));
        }
        let start = out.len();
        for (i, byte) in text.iter().enumerate() {
            if i > 0 && self.space {
                out.push(b' ');
            }
            if self.sharp && (i == 0 || self.space) {
                out.extend_from_slice(&[b'0', digits[16]]);
            }
            out.extend_from_slice(&[digits[usize::from(byte >> 4)], digits[usize::from(byte & 15)]]);
        }
        let missing = self.width.unwrap_or(0).saturating_sub(out.len() - start);
        self.fill(out, missing);
        if !self.minus {
            out[start..].rotate_right(missing);
        }
    }

    /// `%c`
    pub fn character(self, out: &mut Vec<u8>, code: u64) {
        self.pad(out, character(code).encode_utf8(&mut [0; 4]).as_bytes());
    }

    /// `%q` of an integer.
    pub fn quoted_character(self, out: &mut Vec<u8>, code: u64) {
        let escape = if self.plus { Escape::NotAscii } else { Escape::NotPrintable };
        let mut quoted = Vec::new();
        append_quote_rune(&mut quoted, i64::from(u32::from(character(code))), escape);
        self.pad(out, &quoted);
    }

    /// `%U`
    pub fn code_point(self, out: &mut Vec<u8>, code: u64) {
        let digits = format!("{code:X}");
        let zeros = self.precision.unwrap_or(0).max(4).saturating_sub(digits.len());
        let mut text = format!("U+{}{digits}", "0".repeat(zeros));
        if self.sharp
            && let Some(c) = u32::try_from(code).ok().and_then(char::from_u32)
            && unicode::is_print(c)
        {
            text.extend([' ', '\'', c, '\'']);
        }
        self.without_zero().pad(out, text.as_bytes());
    }
}

fn character(code: u64) -> char {
    utf8::char_of(i64::try_from(code).unwrap_or(-1))
}

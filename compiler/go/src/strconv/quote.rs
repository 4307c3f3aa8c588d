//! Texts and characters as Go literals. Go: strconv/quote.go.

use crate::unicode::{is_graphic, is_print};
use crate::utf8::{self, RUNE_ERROR};

/// Which characters a literal shows as they are; the others become escape sequences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escape {
    /// Those of [`is_print`].
    NotPrintable,
    /// Printable ASCII.
    NotAscii,
    /// Those of [`is_graphic`].
    NotGraphic,
}

impl Escape {
    fn shows(self, c: char) -> bool {
        match self {
            Escape::NotPrintable => is_print(c),
            Escape::NotAscii => matches!(c, ' '..='~'),
            Escape::NotGraphic => is_graphic(c),
        }
    }
}

/// `text` in double quotes, as `%q` prints it; invalid bytes become `\xff`. Go: `strconv.Quote`.
///
/// ```
/// use nexachart_go::strconv::quote;
/// assert_eq!(quote("é\u{a0}\n\"".as_bytes()), r#""é\u00a0\n\"""#);
/// assert_eq!(quote(b"\xff"), r#""\xff""#);
/// ```
pub fn quote(text: &[u8]) -> String {
    quoted(text, Escape::NotPrintable)
}

/// As [`quote`], with all that is not ASCII escaped, as `%+q` prints it. Go: `strconv.QuoteToASCII`.
pub fn quote_to_ascii(text: &[u8]) -> String {
    quoted(text, Escape::NotAscii)
}

/// As [`quote`], with other spaces than the ASCII one as they are. Go: `strconv.QuoteToGraphic`.
pub fn quote_to_graphic(text: &[u8]) -> String {
    quoted(text, Escape::NotGraphic)
}

/// Appends `text` in double quotes.
pub fn append_quote(out: &mut Vec<u8>, text: &[u8], escape: Escape) {
    out.reserve(text.len() + 2);
    out.push(b'"');
    let mut at = 0;
    while at < text.len() {
        let plain = text[at..].iter().take_while(|&&byte| is_plain(byte)).count();
        out.extend_from_slice(&text[at..at + plain]);
        at += plain;
        let (c, width) = utf8::decode(&text[at..]);
        if c == RUNE_ERROR && width == 1 {
            append_hex(out, b'x', u32::from(text[at]), 2);
        } else if width > 0 {
            append_escaped(out, c, '"', escape);
        }
        at += width;
    }
    out.push(b'"');
}

/// The character of the Go `rune` `code` in single quotes; what is no character is shown as U+FFFD.
/// Go: `strconv.QuoteRune`.
///
/// ```
/// use nexachart_go::strconv::quote_rune;
/// assert_eq!(quote_rune('é' as i64), "'é'");
/// assert_eq!(quote_rune(7), r"'\a'");
/// assert_eq!(quote_rune(-1), "'\u{FFFD}'");
/// ```
pub fn quote_rune(code: i64) -> String {
    let mut out = Vec::with_capacity(12);
    append_quote_rune(&mut out, code, Escape::NotPrintable);
    into_string(out)
}

/// As [`quote_rune`], with all that is not ASCII escaped. Go: `strconv.QuoteRuneToASCII`.
pub fn quote_rune_to_ascii(code: i64) -> String {
    let mut out = Vec::with_capacity(12);
    append_quote_rune(&mut out, code, Escape::NotAscii);
    into_string(out)
}

/// Appends the character of the Go `rune` `code` in single quotes.
pub fn append_quote_rune(out: &mut Vec<u8>, code: i64, escape: Escape) {
    out.push(b'\'');
    append_escaped(out, utf8::char_of(code), '\'', escape);
    out.push(b'\'');
}

/// Whether `text` can stand between backquotes as it is: valid, without backquotes, control characters other than
/// tabs, and byte order marks. Go: `strconv.CanBackquote`.
pub fn can_backquote(text: &[u8]) -> bool {
    match str::from_utf8(text) {
        Ok(text) => {
            !text.chars().any(|c| matches!(c, '\0'..='\x08' | '\n'..='\x1F' | '`' | '\x7F' | '\u{FEFF}'))
        }
        Err(_) => false,
    }
}

fn quoted(text: &[u8], escape: Escape) -> String {
    let mut out = Vec::new();
    append_quote(&mut out, text, escape);
    into_string(out)
}

/// What the functions here write is valid: characters as they are, and ASCII.
fn into_string(out: Vec<u8>) -> String {
    String::from_utf8(out).unwrap_or_default()
}

/// Whether `byte` stands for itself between double quotes, whatever is escaped.
#[inline]
fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\'
}

fn append_escaped(out: &mut Vec<u8>, c: char, quote: char, escape: Escape) {
    if c == quote || c == '\\' {
        out.push(b'\\');
        return out.push(c as u8);
    }
    if escape.shows(c) {
        return utf8::encode(out, c);
    }
    let letter = match c {
        '\x07' => b'a',
        '\x08' => b'b',
        '\x0C' => b'f',
        '\n' => b'n',
        '\r' => b'r',
        '\t' => b't',
        '\x0B' => b'v',
        '\0'..='\x7F' => return append_hex(out, b'x', u32::from(c), 2),
        '\u{80}'..='\u{FFFF}' => return append_hex(out, b'u', u32::from(c), 4),
        _ => return append_hex(out, b'U', u32::from(c), 8),
    };
    out.extend_from_slice(&[b'\\', letter]);
}

/// `\`, the letter and that many hexadecimal digits.
fn append_hex(out: &mut Vec<u8>, letter: u8, code: u32, digits: u32) {
    out.extend_from_slice(&[b'\\', letter]);
    for place in (0..digits).rev() {
        out.push(b"0123456789abcdef"[(code >> (4 * place)) as usize & 15]);
    }
}

#[cfg(test)]
#[path = "quote_tests.rs"]
mod tests;

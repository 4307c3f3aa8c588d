//! Go literals back to texts. Go: strconv/quote.go.

use std::borrow::Cow;
use std::fmt;

use crate::utf8;

/// A literal that is none. Its text is Go's `invalid syntax`. Go: `strconv.ErrSyntax`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidSyntax;

impl fmt::Display for InvalidSyntax {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("invalid syntax")
    }
}

impl std::error::Error for InvalidSyntax {}

/// What one character or escape sequence of a literal stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnquotedChar {
    /// A byte, of `\x` or an octal sequence, or a character of one byte.
    Byte(u8),
    /// A character; an invalid byte of the literal is read as U+FFFD.
    Char(char),
}

impl UnquotedChar {
    /// Go's `rune` of it.
    pub fn code(self) -> u32 {
        match self {
            UnquotedChar::Byte(byte) => u32::from(byte),
            UnquotedChar::Char(c) => u32::from(c),
        }
    }
}

/// The text that the literal `quoted` stands for, in double quotes, backquotes, or single quotes (of at most one
/// character). Go: `strconv.Unquote`.
///
/// ```
/// use nexachart_go::strconv::unquote;
/// assert_eq!(unquote(br#""a\x41\u00e9\n""#).unwrap().as_ref(), "aAé\n".as_bytes());
/// assert_eq!(unquote(b"`a\\n`").unwrap().as_ref(), b"a\\n");
/// assert!(unquote(b"\"a").is_err());
/// ```
pub fn unquote(quoted: &[u8]) -> Result<Cow<'_, [u8]>, InvalidSyntax> {
    let (text, len) = read(quoted)?;
    if len == quoted.len() { Ok(text) } else { Err(InvalidSyntax) }
}

/// The literal that `text` begins with, quotes included. Go: `strconv.QuotedPrefix`.
pub fn quoted_prefix(text: &[u8]) -> Result<&[u8], InvalidSyntax> {
    let (_, len) = read(text)?;
    Ok(&text[..len])
}

/// The first character of the inside of a literal, and what follows it. `quote` is the quote around it, which has to be
/// escaped in it; with 0 both quotes stand as they are and cannot be escaped. Go: `strconv.UnquoteChar`.
///
/// ```
/// use nexachart_go::strconv::{UnquotedChar, unquote_char};
/// assert_eq!(unquote_char(br"\x41b", b'"'), Ok((UnquotedChar::Byte(b'A'), &b"b"[..])));
/// ```
pub fn unquote_char(text: &[u8], quote: u8) -> Result<(UnquotedChar, &[u8]), InvalidSyntax> {
    let (&first, rest) = text.split_first().ok_or(InvalidSyntax)?;
    match first {
        b'\'' | b'"' if first == quote => Err(InvalidSyntax),
        b'\\' => unescape(rest, quote),
        0..=0x7F => Ok((UnquotedChar::Byte(first), rest)),
        _ => {
            let (c, width) = utf8::decode(text);
            Ok((UnquotedChar::Char(c), &text[width..]))
        }
    }
}

/// What the sequence behind a backslash stands for, and what follows it.
fn unescape(text: &[u8], quote: u8) -> Result<(UnquotedChar, &[u8]), InvalidSyntax> {
    let (&letter, rest) = text.split_first().ok_or(InvalidSyntax)?;
    let byte = match letter {
        b'a' => 0x07,
        b'b' => 0x08,
        b'f' => 0x0C,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'v' => 0x0B,
        b'\\' => b'\\',
        b'\'' | b'"' if letter == quote => quote,
        b'x' => {
            let (code, rest) = code(rest, 2, 16)?;
            return Ok((UnquotedChar::Byte(code as u8), rest));
        }
        b'u' | b'U' => {
            let (code, rest) = code(rest, if letter == b'u' { 4 } else { 8 }, 16)?;
            let c = char::from_u32(code).ok_or(InvalidSyntax)?;
            return Ok((UnquotedChar::Char(c), rest));
        }
        b'0'..=b'7' => {
            let (code, rest) = code(text, 3, 8)?;
            let byte = u8::try_from(code).map_err(|_| InvalidSyntax)?;
            return Ok((UnquotedChar::Byte(byte), rest));
        }
        _ => return Err(InvalidSyntax),
    };
    Ok((UnquotedChar::Byte(byte), rest))
}

/// The number of exactly `digits` digits at the start of `text`, and what follows it.
fn code(text: &[u8], digits: usize, base: u32) -> Result<(u32, &[u8]), InvalidSyntax> {
    let (number, rest) = text.split_at_checked(digits).ok_or(InvalidSyntax)?;
    let mut code = 0;
    for &byte in number {
        // Eight hexadecimal digits fill the 32 bits.
        code = code * base + char::from(byte).to_digit(base).ok_or(InvalidSyntax)?;
    }
    Ok((code, rest))
}

/// The text of the literal at the start of `text`, and the length of the literal.
fn read(text: &[u8]) -> Result<(Cow<'_, [u8]>, usize), InvalidSyntax> {
    let (&quote, rest) = text.split_first().ok_or(InvalidSyntax)?;
    match quote {
        b'`' => {
            let end = memchr::memchr(b'`', rest).ok_or(InvalidSyntax)?;
            let inside = &rest[..end];
            let text = match memchr::memchr(b'\r', inside) {
                None => Cow::Borrowed(inside),
                // Go drops carriage returns between backquotes.
                Some(_) => inside.iter().copied().filter(|&byte| byte != b'\r').collect(),
            };
            Ok((text, end + 2))
        }
        b'"' | b'\'' => read_interpreted(text, rest, quote),
        _ => Err(InvalidSyntax),
    }
}

/// As [`read`], in double or single quotes; `inside` is what follows the first quote.
fn read_interpreted<'a>(
    text: &'a [u8],
    inside: &'a [u8],
    quote: u8,
) -> Result<(Cow<'a, [u8]>, usize), InvalidSyntax> {
    if quote == b'"' {
        // Without escapes the text is the literal's inside, if it is valid.
        if let Some(end) = memchr::memchr3(b'"', b'\\', b'\n', inside)
            && inside[end] == b'"'
            && utf8::valid(&inside[..end])
        {
            return Ok((Cow::Borrowed(&inside[..end]), end + 2));
        }
    }
    let mut out = Vec::with_capacity(inside.len().min(64));
    let mut rest = inside;
    while rest.first().is_some_and(|&byte| byte != quote) {
        if rest[0] == b'\n' {
            return Err(InvalidSyntax);
        }
        let (c, tail) = unquote_char(rest, quote)?;
        match c {
            UnquotedChar::Byte(byte) => out.push(byte),
            UnquotedChar::Char(c) => utf8::encode(&mut out, c),
        }
        rest = tail;
        if quote == b'\'' {
            break;
        }
    }
    match rest.split_first() {
        Some((&end, tail)) if end == quote => Ok((Cow::Owned(out), text.len() - tail.len())),
        _ => Err(InvalidSyntax),
    }
}

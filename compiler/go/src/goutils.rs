//! Words wrapped, abbreviated and changed in case, and random texts. Some of it goes by bytes and takes each for a
//! character of Latin-1, as github.com/Masterminds/goutils v1.1.1 does.

use std::borrow::Cow;
use std::fmt;

use crate::unicode::{
    is_digit, is_letter, is_lower, is_space, is_title, is_upper, to_lower, to_title, to_upper,
};
use crate::utf8;

/// What [`wrap_custom`] does with a word that is longer than a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LongWords {
    /// It gets a line that is too long.
    Keep,
    /// It is cut at the width.
    Break,
}

/// `text` in lines of at most `width` bytes (1 if it is less), broken at spaces; longer words stay whole.
/// Go: `goutils.Wrap`.
///
/// ```
/// use nexachart_go::goutils::wrap;
/// assert_eq!(wrap(b"now is the time for all", 10), b"now is the\ntime for\nall");
/// ```
pub fn wrap(text: &[u8], width: i64) -> Vec<u8> {
    wrap_custom(text, width, b"", LongWords::Keep)
}

/// As [`wrap`], with `newline` between the lines (a newline if it is empty). Go: `goutils.WrapCustom`.
pub fn wrap_custom(text: &[u8], width: i64, newline: &[u8], long_words: LongWords) -> Vec<u8> {
    let newline = if newline.is_empty() { b"\n" } else { newline };
    let width = usize::try_from(width).unwrap_or(0).max(1);
    let mut out = Vec::with_capacity(text.len() + text.len() / width * newline.len().min(16));
    let mut rest = text;
    while rest.len() > width {
        if rest[0] == b' ' {
            rest = &rest[1..];
            continue;
        }
        let (line, tail) = match (memchr::memrchr(b' ', &rest[..=width]), long_words) {
            (Some(space), _) => (&rest[..space], &rest[space + 1..]),
            (None, LongWords::Break) => rest.split_at(width),
            (None, LongWords::Keep) => match memchr::memchr(b' ', &rest[width..]) {
                Some(space) => (&rest[..width + space], &rest[width + space + 1..]),
                None => break,
            },
        };
        out.extend_from_slice(line);
        out.extend_from_slice(newline);
        rest = tail;
    }
    out.extend_from_slice(rest);
    out
}

/// A width that leaves no room for dots. Its texts are those of goutils.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AbbreviateError {
    /// Less than 4.
    WidthBelow4,
    /// Less than 7, and text is left out at both ends.
    WidthBelow7,
}

impl fmt::Display for AbbreviateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            AbbreviateError::WidthBelow4 => "stringutils illegal argument: Minimum abbreviation width is 4",
            AbbreviateError::WidthBelow7 => {
                "stringutils illegal argument: Minimum abbreviation width with offset is 7"
            }
        })
    }
}

impl std::error::Error for AbbreviateError {}

/// At most `width` bytes of `text`, three dots at the end included where it is cut. Go: `goutils.Abbreviate`.
///
/// ```
/// use nexachart_go::goutils::abbreviate;
/// assert_eq!(abbreviate(b"hello world", 8).unwrap().as_ref(), b"hello...");
/// ```
pub fn abbreviate(text: &[u8], width: i64) -> Result<Cow<'_, [u8]>, AbbreviateError> {
    abbreviate_full(text, 0, width)
}

/// As [`abbreviate`], with dots at the start too where what comes before the byte `offset` is left out; the byte
/// itself is not always the first that is shown. Go: `goutils.AbbreviateFull`.
///
/// ```
/// use nexachart_go::goutils::abbreviate_full;
/// assert_eq!(abbreviate_full(b"1234 5678 9123", 5, 10).unwrap().as_ref(), b"...5678...");
/// ```
pub fn abbreviate_full(text: &[u8], offset: i64, width: i64) -> Result<Cow<'_, [u8]>, AbbreviateError> {
    const DOTS: &[u8] = b"...";
    if text.is_empty() {
        return Ok(Cow::Borrowed(text));
    }
    if width < 4 {
        return Err(AbbreviateError::WidthBelow4);
    }
    let width = match usize::try_from(width) {
        Ok(width) if width < text.len() => width,
        _ => return Ok(Cow::Borrowed(text)),
    };
    // One pair of dots fits; the end is shown where the offset is near it. (Go's int wraps round for an offset near
    // its minimum, which then counts as near the end.)
    let last_start = text.len() - (width - 3);
    let near_end = (text.len() as i64).wrapping_sub(offset.min(text.len() as i64)) < (width - 3) as i64;
    let offset = if near_end { last_start } else { usize::try_from(offset).unwrap_or(0) };
    if offset <= 4 {
        return Ok(Cow::Owned([&text[..width - 3], DOTS].concat()));
    }
    if width < 7 {
        return Err(AbbreviateError::WidthBelow7);
    }
    Ok(Cow::Owned(if offset < last_start {
        [DOTS, &text[offset..offset + width - 6], DOTS].concat()
    } else {
        [DOTS, &text[last_start..]].concat()
    }))
}

/// `text` with the first character of each word in lower case; invalid bytes become U+FFFD.
/// Go: `goutils.Uncapitalize`, which is Sprig's `untitle`.
///
/// ```
/// use nexachart_go::goutils::uncapitalize;
/// assert_eq!(uncapitalize(b"Hello WORLD"), b"hello wORLD");
/// ```
pub fn uncapitalize(text: &[u8]) -> Vec<u8> {
    let mut after_space = true;
    each_char(text, |c| {
        let starts_word = std::mem::replace(&mut after_space, is_space(c));
        if starts_word { to_lower(c) } else { c }
    })
}

/// `text` with upper and lower case exchanged; a lower-case letter at the start of a word gets its title case.
/// Invalid bytes become U+FFFD. Go: `goutils.SwapCase`.
///
/// ```
/// use nexachart_go::goutils::swap_case;
/// assert_eq!(swap_case(b"Hello wORLD"), b"hELLO World");
/// ```
pub fn swap_case(text: &[u8]) -> Vec<u8> {
    let mut after_space = true;
    each_char(text, |c| {
        let starts_word = after_space;
        after_space = false;
        if is_upper(c) || is_title(c) {
            to_lower(c)
        } else if is_lower(c) {
            if starts_word { to_title(c) } else { to_upper(c) }
        } else {
            after_space = is_space(c);
            c
        }
    })
}

/// The first byte of each word, taken for a character of Latin-1: `Ã` of `é`. The bytes 0x85 and 0xA0
/// separate words as spaces do. Go: `goutils.Initials`.
///
/// ```
/// use nexachart_go::goutils::initials;
/// assert_eq!(initials(b"First Try"), b"FT");
/// ```
pub fn initials(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut after_gap = true;
    for c in text.iter().map(|&byte| char::from(byte)) {
        let is_gap = is_space(c);
        if after_gap && !is_gap {
            utf8::encode(&mut out, c);
        }
        after_gap = is_gap;
    }
    out
}

/// `text` without white space. Where some is left out all bytes are taken for characters of Latin-1, and two of them
/// (0x85 and 0xA0) are white space: `é x` gives `Ã©x`. Go: `goutils.DeleteWhiteSpace`, which is Sprig's `nospace`.
///
/// ```
/// use nexachart_go::goutils::delete_white_space;
/// assert_eq!(delete_white_space(b" a b\n").as_ref(), b"ab");
/// assert_eq!(delete_white_space("é".as_bytes()).as_ref(), "é".as_bytes());
/// ```
pub fn delete_white_space(text: &[u8]) -> Cow<'_, [u8]> {
    let is_white = |byte: u8| is_space(char::from(byte));
    if !text.iter().any(|&byte| is_white(byte)) {
        return Cow::Borrowed(text);
    }
    let mut out = Vec::with_capacity(text.len());
    for &byte in text.iter().filter(|&&byte| !is_white(byte)) {
        utf8::encode(&mut out, char::from(byte));
    }
    Cow::Owned(out)
}

/// Which characters a random text is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alphabet {
    /// `A-Za-z0-9`.
    AlphaNumeric,
    /// `A-Za-z`.
    Alphabetic,
    /// `0-9`.
    Numeric,
    /// All that is printable in ASCII, from the space to `~`.
    Ascii,
}

/// A random text was to have less than no characters. Its text is that of goutils.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NegativeLength(pub i64);

impl fmt::Display for NegativeLength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let NegativeLength(count) = self;
        write!(
            f,
            "randomstringutils illegal argument: Requested random string length {count} is less than 0."
        )
    }
}

impl std::error::Error for NegativeLength {}

/// `count` random characters of the alphabet, each equally likely; `draw(n)` is to give a number below `n`. There is no
/// limit but memory. Go: `goutils.CryptoRandomAlphaNumeric`, `…Alphabetic`, `…Numeric`, `…Ascii`.
///
/// Characters are drawn from a range, those of another alphabet are dropped, and the text is filled from its end: so
/// the same draws give the same text as in Go.
pub fn random(
    count: i64,
    alphabet: Alphabet,
    draw: &mut dyn FnMut(usize) -> usize,
) -> Result<String, NegativeLength> {
    let count = usize::try_from(count).map_err(|_| NegativeLength(count))?;
    let (range, accepted): (_, fn(char) -> bool) = match alphabet {
        Alphabet::AlphaNumeric => (b' '..=b'z', |c| is_letter(c) || is_digit(c)),
        Alphabet::Alphabetic => (b' '..=b'z', is_letter),
        Alphabet::Numeric => (b' '..=b'z', is_digit),
        Alphabet::Ascii => (b' '..=b'~', |_| true),
    };
    let size = range.len();
    let mut text = Vec::with_capacity(count);
    while text.len() < count {
        // The remainder holds a source to its promise.
        let c = char::from(range.start() + (draw(size) % size) as u8);
        if accepted(c) {
            text.push(c);
        }
    }
    Ok(text.into_iter().rev().collect())
}

/// Each character changed; an invalid byte is U+FFFD.
fn each_char(text: &[u8], mut change: impl FnMut(char) -> char) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for (_, c, _) in utf8::runes(text) {
        utf8::encode(&mut out, change(c));
    }
    out
}

#[cfg(test)]
mod tests;

//! Texts repeated, and with parts replaced.

use std::borrow::Cow;
use std::fmt;

use crate::utf8;

use super::index;

/// `text` with each `old` replaced by `new`. Go: `strings.ReplaceAll`.
///
/// ```
/// use nexachart_go::strings::replace_all;
/// assert_eq!(replace_all(b"a.b.c", b".", b"::").as_ref(), b"a::b::c");
/// assert_eq!(replace_all("né".as_bytes(), b"", b"-").as_ref(), "-n-é-".as_bytes());
/// ```
pub fn replace_all<'a>(text: &'a [u8], old: &[u8], new: &[u8]) -> Cow<'a, [u8]> {
    replace(text, old, new, -1)
}

/// `text` with the first `limit` of the `old` replaced by `new`, all when it is negative. An empty `old` stands before
/// each character and at the end. Go: `strings.Replace`.
pub fn replace<'a>(text: &'a [u8], old: &[u8], new: &[u8], limit: i64) -> Cow<'a, [u8]> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    if old == new || limit == 0 {
        return Cow::Borrowed(text);
    }
    if old.is_empty() {
        return Cow::Owned(interspersed(text, new, limit));
    }
    let mut out = Vec::new();
    let mut rest = text;
    for _ in 0..limit {
        let Some(at) = index(rest, old) else { break };
        if out.capacity() == 0 {
            out.reserve(text.len() + new.len());
        }
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(new);
        rest = &rest[at + old.len()..];
    }
    // At least one byte is gone when something was replaced.
    if rest.len() == text.len() {
        return Cow::Borrowed(text);
    }
    out.extend_from_slice(rest);
    Cow::Owned(out)
}

/// `text` with `new` before each of the first `limit` characters; the end counts as one.
fn interspersed(text: &[u8], new: &[u8], limit: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + new.len());
    let mut rest = text;
    for _ in 0..limit {
        out.extend_from_slice(new);
        let (_, width) = utf8::decode(rest);
        if width == 0 {
            break;
        }
        out.extend_from_slice(&rest[..width]);
        rest = &rest[width..];
    }
    out.extend_from_slice(rest);
    out
}

/// Why a text cannot be repeated; in Go these are panics with the same texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepeatError {
    /// Less than no times.
    NegativeCount,
    /// More bytes than can be counted.
    LengthOverflow,
}

impl fmt::Display for RepeatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            RepeatError::NegativeCount => "strings: negative Repeat count",
            RepeatError::LengthOverflow => "strings: Repeat output length overflow",
        })
    }
}

impl std::error::Error for RepeatError {}

/// How long `count` times `len` bytes are: for the caller to see whether it can afford [`repeat`].
pub fn repeat_len(len: usize, count: i64) -> Result<usize, RepeatError> {
    let count = usize::try_from(count).map_err(|_| RepeatError::NegativeCount)?;
    len.checked_mul(count).filter(|&total| isize::try_from(total).is_ok()).ok_or(RepeatError::LengthOverflow)
}

/// `text` `count` times. There is no limit but memory: ask [`repeat_len`] first. Go: `strings.Repeat`.
///
/// ```
/// use nexachart_go::strings::repeat;
/// assert_eq!(repeat(b"ab", 3).unwrap(), b"ababab");
/// assert_eq!(repeat(b"ab", -1).unwrap_err().to_string(), "strings: negative Repeat count");
/// ```
pub fn repeat(text: &[u8], count: i64) -> Result<Vec<u8>, RepeatError> {
    let total = repeat_len(text.len(), count)?;
    // Not `count` times nothing, which could take forever.
    Ok(if total == 0 { Vec::new() } else { text.repeat(total / text.len()) })
}

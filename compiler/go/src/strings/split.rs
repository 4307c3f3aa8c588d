//! Texts cut into parts.

use crate::unicode::is_space;
use crate::utf8;

use super::index;

/// The parts of `text` between the separators, of which there is one more than separators; with an empty separator
/// the characters, of which there may be none. Go: `strings.Split`.
///
/// ```
/// use nexachart_go::strings::split;
/// assert_eq!(split(b"a,b,", b","), [&b"a"[..], b"b", b""]);
/// assert_eq!(split(b"", b","), [b""]);
/// assert!(split(b"", b"").is_empty());
/// ```
pub fn split<'a>(text: &'a [u8], separator: &[u8]) -> Vec<&'a [u8]> {
    split_n(text, separator, -1)
}

/// As [`split`] with at most `limit` parts, the last of which is what remains. No parts when it is 0, and no limit when
/// it is negative. Go: `strings.SplitN`.
pub fn split_n<'a>(text: &'a [u8], separator: &[u8], limit: i64) -> Vec<&'a [u8]> {
    let mut parts = Vec::new();
    if limit == 0 || (separator.is_empty() && text.is_empty()) {
        return parts;
    }
    // What does not fit is more than there can be.
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut rest = text;
    while parts.len() + 1 < limit {
        let (part, tail) = if separator.is_empty() {
            match utf8::decode(rest) {
                (_, width) if width < rest.len() => rest.split_at(width),
                _ => break,
            }
        } else {
            match index(rest, separator) {
                Some(at) => (&rest[..at], &rest[at + separator.len()..]),
                None => break,
            }
        };
        parts.push(part);
        rest = tail;
    }
    parts.push(rest);
    parts
}

/// The parts of `text` that are not white space. Go: `strings.Fields`.
///
/// ```
/// use nexachart_go::strings::fields;
/// assert_eq!(fields(" a\tb\u{3000}c\n".as_bytes()), [b"a", b"b", b"c"]);
/// ```
pub fn fields(text: &[u8]) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    let mut start = None;
    for (offset, c, _) in utf8::runes(text) {
        if !is_space(c) {
            start.get_or_insert(offset);
        } else if let Some(start) = start.take() {
            parts.push(&text[start..offset]);
        }
    }
    parts.extend(start.map(|start| &text[start..]));
    parts
}

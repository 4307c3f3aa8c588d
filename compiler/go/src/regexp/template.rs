//! Replacement templates, `$1` and `${name}`, and quoting of patterns. Go: regexp.Expand, regexp.QuoteMeta.

use crate::unicode::{is_digit, is_letter};
use crate::utf8;

/// A piece of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part<'t> {
    Text(&'t [u8]),
    /// The group with this number, which may not exist.
    Number(usize),
    /// The first group of this name that took part in the match.
    Name(&'t [u8]),
}

/// Takes a template apart. `$$` is a dollar sign, and so is a `$` that no name follows.
pub(super) fn parse(template: &[u8]) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some(dollar) = memchr::memchr(b'$', rest) {
        let after = &rest[dollar + 1..];
        let (text, part, width) = match reference(after) {
            Some((name, width)) => (&rest[..dollar], Some(part(name)), width),
            None if after.first() == Some(&b'$') => (&rest[..=dollar], None, 1),
            None => (&rest[..=dollar], None, 0),
        };
        if !text.is_empty() {
            parts.push(Part::Text(text));
        }
        parts.extend(part);
        rest = &after[width..];
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest));
    }
    parts
}

/// The name in `name…` or `{name}…`, as long as possible, and the width of all of it.
fn reference(text: &[u8]) -> Option<(&[u8], usize)> {
    let braced = text.first() == Some(&b'{');
    let text = &text[usize::from(braced)..];
    let in_name = |c| c == '_' || is_letter(c) || is_digit(c);
    let end: usize = utf8::runes(text).take_while(|&(_, c, _)| in_name(c)).map(|(_, _, width)| width).sum();
    if end == 0 || braced && text.get(end) != Some(&b'}') {
        return None;
    }
    Some((&text[..end], end + 2 * usize::from(braced)))
}

fn part(name: &[u8]) -> Part<'_> {
    let number =
        name.iter().all(u8::is_ascii_digit) && (name[0] != b'0' || name.len() == 1) && name.len() <= 9;
    match number {
        true => Part::Number(name.iter().fold(0, |n, &digit| n * 10 + usize::from(digit - b'0'))),
        false => Part::Name(name),
    }
}

/// The pattern that matches exactly `text`.
///
/// ```
/// use nexachart_go::regexp::quote_meta;
/// assert_eq!(quote_meta(b"1.5 [a]"), b"1\\.5 \\[a\\]");
/// ```
pub fn quote_meta(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + 8);
    for &byte in text {
        if b"\\.+*?()|[]{}^$".contains(&byte) {
            out.push(b'\\');
        }
        out.push(byte);
    }
    out
}

//! path/filepath as on Unix: shell patterns, and the functions of [`crate::path`] under their own names.

use std::fmt;

pub use crate::path::{base, clean, dir, ext, is_abs, join};
use crate::utf8::{RUNE_ERROR, decode};

/// A malformed pattern. Go: filepath.ErrBadPattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadPattern;

impl fmt::Display for BadPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("syntax error in pattern")
    }
}

impl std::error::Error for BadPattern {}

/// Whether all of `name` matches a shell pattern: `*` is any text without a slash, `?` one character but a
/// slash, `[a-z]` one character of a set, `[^a-z]` one that is not in it, and `\` takes the special meaning
/// from a character. Go: filepath.Match.
///
/// # Errors
/// [`BadPattern`], as far as the pattern was looked at: where the match fails early, what follows may be
/// malformed.
///
/// ```
/// use nexachart_go::filepath::{BadPattern, matches};
/// assert_eq!(matches(b"a*/[^x-z].t?t", b"ab/b.txt"), Ok(true));
/// assert_eq!(matches(b"*", b"a/b"), Ok(false));
/// assert_eq!(matches(b"[", b"a"), Err(BadPattern));
/// ```
pub fn matches(pattern: &[u8], name: &[u8]) -> Result<bool, BadPattern> {
    // Most patterns are a name, or a star and an ending.
    let is_plain = |text: &[u8]| !text.iter().any(|b| matches!(b, b'*' | b'?' | b'[' | b'\\'));
    match pattern.split_first() {
        Some((b'*', ending)) if is_plain(ending) => {
            return Ok(name.strip_suffix(ending).is_some_and(|rest| !rest.contains(&b'/')));
        }
        _ if is_plain(pattern) => return Ok(pattern == name),
        _ => {}
    }
    let (mut pattern, mut name) = (pattern, name);
    'chunks: while !pattern.is_empty() {
        let Chunk { starred, chunk, rest } = next_chunk(pattern);
        pattern = rest;
        if starred && chunk.is_empty() {
            return Ok(!name.contains(&b'/'));
        }
        // The last chunk has to reach the end of the name.
        let fits = |left: &[u8]| left.is_empty() || !rest.is_empty();
        if let Some(left) = match_chunk(chunk, name)?
            && fits(left)
        {
            name = left;
            continue;
        }
        if starred {
            for skipped in 0..name.iter().position(|&b| b == b'/').unwrap_or(name.len()) {
                if let Some(left) = match_chunk(chunk, &name[skipped + 1..])?
                    && fits(left)
                {
                    name = left;
                    continue 'chunks;
                }
            }
        }
        return Ok(false);
    }
    Ok(name.is_empty())
}

/// The beginning of a pattern up to the next star.
struct Chunk<'p> {
    /// Whether stars stood before it.
    starred: bool,
    chunk: &'p [u8],
    rest: &'p [u8],
}

fn next_chunk(pattern: &[u8]) -> Chunk<'_> {
    let stars = pattern.iter().take_while(|&&b| b == b'*').count();
    let body = &pattern[stars..];
    let mut in_set = false;
    let mut end = 0;
    while let Some(&byte) = body.get(end) {
        match byte {
            b'\\' => end += 1,
            b'[' => in_set = true,
            b']' => in_set = false,
            b'*' if !in_set => break,
            _ => {}
        }
        end += 1;
    }
    let (chunk, rest) = body.split_at(end.min(body.len()));
    Chunk { starred: stars > 0, chunk, rest }
}

/// Matches the beginning of `name` and returns what is left of it. After a mismatch the rest of the chunk is
/// still checked.
fn match_chunk<'n>(mut chunk: &[u8], name: &'n [u8]) -> Result<Option<&'n [u8]>, BadPattern> {
    // `None` after a mismatch.
    let mut left = Some(name);
    while let Some((&first, after)) = chunk.split_first() {
        chunk = after;
        left = left.filter(|left| !left.is_empty());
        match first {
            b'[' => {
                let (c, width) = left.map_or(('\0', 0), decode);
                let holds;
                (holds, chunk) = match_set(chunk, c)?;
                left = left.map(|left| &left[width..]).filter(|_| holds);
            }
            b'?' => left = left.filter(|left| left[0] != b'/').map(|left| &left[decode(left).1..]),
            _ => {
                let mut wanted = first;
                if first == b'\\' {
                    let (&escaped, after) = chunk.split_first().ok_or(BadPattern)?;
                    wanted = escaped;
                    chunk = after;
                }
                left = left.and_then(|left| left.strip_prefix(&[wanted]));
            }
        }
    }
    Ok(left)
}

/// Reads a set behind its `[` and says whether it holds `c`; returns what follows the set.
fn match_set(set: &[u8], c: char) -> Result<(bool, &[u8]), BadPattern> {
    let negated = set.first() == Some(&b'^');
    let mut rest = &set[usize::from(negated)..];
    let mut found = false;
    let mut first = true;
    while first || rest.first() != Some(&b']') {
        first = false;
        let low;
        (low, rest) = set_char(rest)?;
        let mut high = low;
        if let Some(after) = rest.strip_prefix(b"-") {
            (high, rest) = set_char(after)?;
        }
        found |= low <= c && c <= high;
    }
    Ok((found != negated, &rest[1..]))
}

/// Reads a character of a set, after which something must follow.
fn set_char(set: &[u8]) -> Result<(char, &[u8]), BadPattern> {
    let text = match set.first() {
        None | Some(b'-' | b']') => return Err(BadPattern),
        Some(b'\\') => &set[1..],
        Some(_) => set,
    };
    match decode(text) {
        (RUNE_ERROR, 0 | 1) => Err(BadPattern),
        (_, width) if width == text.len() => Err(BadPattern),
        (c, width) => Ok((c, &text[width..])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pattern, name; whether it matches, or nothing for a bad pattern.
    const MATCHES: &[(&[u8], &[u8], Option<bool>)] = &[
        (b"abc", b"abc", Some(true)),
        (b"*", b"abc", Some(true)),
        (b"*c", b"abc", Some(true)),
        (b"a*", b"a", Some(true)),
        (b"a*", b"ab/c", Some(false)),
        (b"a*b?c*x", b"abxbbxdbxebxczzx", Some(true)),
        (b"ab[c]", b"abc", Some(true)),
        (b"ab[b-d]", b"abc", Some(true)),
        (b"ab[^c]", b"abc", Some(false)),
        (b"ab[^e-g]", b"abc", Some(true)),
        (b"a\\*b", b"a*b", Some(true)),
        (b"a\\*b", b"ab", Some(false)),
        (b"a?b", b"a\xc3\xa9b", Some(true)),
        (b"a[^a]b", b"a\xc3\xa9b", Some(true)),
        (b"a???b", b"a\xc3\xa9b", Some(false)),
        (b"[a-\xce\xb6]*", b"\xce\xb1", Some(true)),
        (b"*[a-\xce\xb6]", b"A", Some(false)),
        (b"a?b", b"a/b", Some(false)),
        (b"a*b", b"a/b", Some(false)),
        (b"[\\]a]", b"]", Some(true)),
        (b"[\\-]", b"-", Some(true)),
        (b"[x\\-]", b"-", Some(true)),
        (b"[x\\-]", b"z", Some(false)),
        (b"[\\-x]", b"a", Some(false)),
        (b"[]a]", b"]", None),
        (b"[-]", b"-", None),
        (b"[x-]", b"x", None),
        (b"[-x]", b"x", None),
        (b"\\", b"a", None),
        (b"[a-b-c]", b"a", None),
        (b"[", b"a", None),
        (b"[^", b"a", None),
        (b"[^bc", b"a", None),
        (b"a[", b"a", None),
        (b"a[", b"ab", None),
        (b"a[", b"x", None),
        (b"a/b[", b"x", None),
        (b"*x", b"xxx", Some(true)),
        (b"", b"a", Some(false)),
        (b"", b"", Some(true)),
        (b"*", b"", Some(true)),
        (b"**", b"a/b", Some(false)),
        (b"*a*[", b"x", Some(false)),
        (b"[*]", b"*", Some(true)),
        (b"[\xff]", b"\xff", None),
        (b"[^a]", b"\xff", Some(true)),
        (b"?", b"\xff", Some(true)),
        (b"a*[]", b"b", Some(false)),
        (b"[a]\\", b"b", None),
        (b"x[^]a]", b"xb", None),
    ];

    #[test]
    fn patterns() {
        for &(pattern, name, want) in MATCHES {
            let shown = (pattern.escape_ascii().to_string(), name.escape_ascii().to_string());
            assert_eq!(matches(pattern, name).ok(), want, "{shown:?}");
        }
    }
}

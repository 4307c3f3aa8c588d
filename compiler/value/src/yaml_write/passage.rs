//! What becomes of text on its way through JSON: `toYaml` writes JSON first, and reads that as YAML.

use std::borrow::Cow;

/// A text or key that the YAML reader does not take out of JSON. What the reader says then is found
/// by [`super::refusal`].
#[derive(Debug)]
pub(super) struct Refused;

/// A string value after the passage.
///
/// Invalid UTF-8 becomes U+FFFD, byte for byte. U+0085 stands in JSON as it is, and is a line break
/// in a quoted YAML scalar: it is folded there with the blanks around it. Control characters that
/// JSON does not escape (DEL, U+0080 to U+009F) and U+FFFE, U+FFFF are refused.
pub(super) fn text(s: &[u8]) -> Result<Cow<'_, [u8]>, Refused> {
    if s.iter().all(|b| *b < 0x7F) {
        return Ok(Cow::Borrowed(s));
    }
    let text = key(s)?;
    if text.windows(2).any(|pair| pair == NEXT_LINE) { Ok(Cow::Owned(fold_breaks(&text)?)) } else { Ok(text) }
}

/// A key after the passage, if it is not a [lost](is_lost_key) one.
pub(super) fn key(s: &[u8]) -> Result<Cow<'_, [u8]>, Refused> {
    let mut fixed = Vec::new();
    for chunk in s.utf8_chunks() {
        let refused = |c| matches!(c, '\x7F'..='\u{84}' | '\u{86}'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}');
        if chunk.valid().contains(refused) {
            return Err(Refused);
        }
        if chunk.valid().len() == s.len() {
            return Ok(Cow::Borrowed(s));
        }
        fixed.extend_from_slice(chunk.valid().as_bytes());
        for _ in chunk.invalid() {
            fixed.extend_from_slice("\u{FFFD}".as_bytes());
        }
    }
    Ok(Cow::Owned(fixed))
}

/// Whether the reader does not see that this is a key: it is longer than 1024 characters as JSON
/// with its quotes, or goes over several lines.
pub(super) fn is_lost_key(s: &[u8]) -> bool {
    if s.windows(2).any(|pair| pair == NEXT_LINE) {
        return true;
    }
    // No character takes more than six in JSON.
    let width = |s: &[u8]| -> usize {
        s.utf8_chunks()
            .map(|c| c.valid().chars().map(json_width).sum::<usize>() + 6 * c.invalid().len())
            .sum()
    };
    s.len() > 1022 / 6 && width(s) > 1022
}

/// How many characters one of a string takes in JSON.
fn json_width(c: char) -> usize {
    match c {
        '"' | '\\' | '\n' | '\r' | '\t' | '\x08' | '\x0C' => 2,
        '\0'..='\x1F' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => 6,
        _ => 1,
    }
}

/// U+0085 in UTF-8.
const NEXT_LINE: &[u8] = &[0xC2, 0x85];

/// Folds line breaks as in a quoted scalar: blanks around them go, one of them becomes a blank,
/// and of several all but the first become newlines.
fn fold_breaks(s: &[u8]) -> Result<Vec<u8>, Refused> {
    let mut folded = Vec::with_capacity(s.len());
    let mut rest = s;
    while let [first, ..] = rest {
        let (mut breaks, mut end, mut at_margin) = (0, 0, false);
        loop {
            if rest[end..].starts_with(b" ") {
                (end, at_margin) = (end + 1, false);
            } else if rest[end..].starts_with(NEXT_LINE) {
                (end, at_margin) = (end + 2, true);
                breaks += 1;
            } else {
                break;
            }
        }
        match (breaks, end) {
            (0, 0) => {
                folded.push(*first);
                end = 1;
            }
            (0, _) => folded.extend_from_slice(&rest[..end]),
            (1, _) => folded.push(b' '),
            _ => folded.resize(folded.len() + breaks - 1, b'\n'),
        }
        rest = &rest[end..];
        // The mark of a document at the start of a line, with a blank after it.
        let after = rest.strip_prefix(b"---").or(rest.strip_prefix(b"..."));
        if at_margin && after.is_some_and(|after| after.starts_with(b" ") || after.starts_with(NEXT_LINE)) {
            return Err(Refused);
        }
    }
    Ok(folded)
}

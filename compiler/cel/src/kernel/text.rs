//! Texts as CEL's extension handles them: measured in code points. Go: cel-go ext/strings.go.

use nexachart_go::strings;

/// The most bytes that a function makes of a text. Go has no such bound and would need the memory.
pub const MOST_BYTES: usize = 64 << 20;

/// Why there is no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextError {
    /// An index is negative or beyond the end.
    OutOfRange(i64),
    /// The begin of a range comes after its end.
    Range(i64, i64),
    /// The result would have more than [`MOST_BYTES`].
    TooLong,
}

impl std::fmt::Display for TextError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            TextError::OutOfRange(index) => write!(f, "index out of range: {index}"),
            TextError::Range(start, end) => write!(f, "invalid substring range. start: {start}, end: {end}"),
            TextError::TooLong => f.write_str("operation cancelled: text is too long"),
        }
    }
}

impl std::error::Error for TextError {}

/// The byte at which a character begins; the end of the text counts.
fn offset(text: &str, index: i64) -> Option<usize> {
    let index = usize::try_from(index).ok()?;
    if text.is_ascii() {
        return (index <= text.len()).then_some(index);
    }
    text.char_indices().map(|(at, _)| at).chain([text.len()]).nth(index)
}

fn count(text: &str) -> i64 {
    text.chars().count() as i64
}

/// The character at an index; nothing at the end.
///
/// # Errors
/// [`TextError::OutOfRange`].
pub fn char_at(text: &str, index: i64) -> Result<&str, TextError> {
    let at = offset(text, index).ok_or(TextError::OutOfRange(index))?;
    let rest = &text[at..];
    Ok(&rest[..rest.chars().next().map_or(0, char::len_utf8)])
}

/// The first index, not before `from`, at which a part is found, or -1. An empty part is found at `from`, wherever that is.
///
/// # Errors
/// [`TextError::OutOfRange`] if `from` is negative.
pub fn index_of(text: &str, part: &str, from: i64) -> Result<i64, TextError> {
    if part.is_empty() {
        return Ok(from);
    }
    if from < 0 {
        return Err(TextError::OutOfRange(from));
    }
    let found = offset(text, from).and_then(|start| {
        let at = text[start..].find(part)?;
        Some(from + count(&text[start..start + at]))
    });
    Ok(found.unwrap_or(-1))
}

/// The last index at which a part is found, or -1.
pub fn last_index_of(text: &str, part: &str) -> i64 {
    text.rfind(part).map_or(-1, |at| count(&text[..at]))
}

/// The last index, not after `from`, at which a part is found, or -1; so it is if `from` is not in the text. An empty part is
/// found at `from`, wherever that is.
///
/// # Errors
/// [`TextError::OutOfRange`] if `from` is negative.
pub fn last_index_of_from(text: &str, part: &str, from: i64) -> Result<i64, TextError> {
    if part.is_empty() {
        return Ok(from);
    }
    if from < 0 {
        return Err(TextError::OutOfRange(from));
    }
    let Some(start) = offset(text, from).filter(|start| *start < text.len()) else { return Ok(-1) };
    let end = offset(&text[start..], count(part)).map_or(text.len(), |length| start + length);
    Ok(last_index_of(&text[..end], part))
}

/// What stands from an index on.
///
/// # Errors
/// [`TextError::OutOfRange`].
pub fn substring(text: &str, start: i64) -> Result<&str, TextError> {
    offset(text, start).map(|at| &text[at..]).ok_or(TextError::OutOfRange(start))
}

/// What stands from an index up to another.
///
/// # Errors
/// [`TextError::OutOfRange`], [`TextError::Range`].
pub fn substring_between(text: &str, start: i64, end: i64) -> Result<&str, TextError> {
    if start > end {
        return Err(TextError::Range(start, end));
    }
    let from = offset(text, start).ok_or(TextError::OutOfRange(start))?;
    let to = offset(text, end).ok_or(TextError::OutOfRange(end))?;
    Ok(&text[from..to])
}

/// A text with the first `most` (all, if that is negative) of its parts `old` replaced.
///
/// # Errors
/// [`TextError::TooLong`].
pub fn replace(text: &str, old: &str, new: &str, most: i64) -> Result<Vec<u8>, TextError> {
    let found = strings::count(text.as_bytes(), old.as_bytes());
    let replaced = usize::try_from(most).map_or(found, |most| most.min(found));
    if replaced.saturating_mul(new.len()).saturating_add(text.len()) > MOST_BYTES {
        return Err(TextError::TooLong);
    }
    Ok(strings::replace(text.as_bytes(), old.as_bytes(), new.as_bytes(), most).into_owned())
}

/// A text in double quotes, with the escapes that CEL has for what it may not hold.
pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '\u{7}' => out.push_str(r"\a"),
            '\u{8}' => out.push_str(r"\b"),
            '\u{c}' => out.push_str(r"\f"),
            '\n' => out.push_str(r"\n"),
            '\r' => out.push_str(r"\r"),
            '\t' => out.push_str(r"\t"),
            '\u{b}' => out.push_str(r"\v"),
            '\\' => out.push_str(r"\\"),
            '"' => out.push_str("\\\""),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indices_are_code_points() {
        assert_eq!(char_at("日本", 1), Ok("本"));
        assert_eq!(char_at("日本", 2), Ok(""));
        assert_eq!(char_at("日本", 3), Err(TextError::OutOfRange(3)));
        assert_eq!(index_of("日本語日本", "日", 1), Ok(3));
        assert_eq!(index_of("a", "", 13), Ok(13));
        assert_eq!(last_index_of_from("日本語日本", "本", 3), Ok(1));
        assert_eq!(last_index_of_from("日本語日本", "本", 4), Ok(4));
        assert_eq!(last_index_of_from("abc", "abcd", 1), Ok(-1));
        assert_eq!(substring_between("日本語", 1, 2), Ok("本"));
    }
}

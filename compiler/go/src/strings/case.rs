//! Upper, lower and title case, and comparing without case.

use std::borrow::Cow;

use crate::unicode;
use crate::utf8::{self, RUNE_ERROR};

/// `text` with all letters in upper case; where it is not ASCII, invalid bytes become U+FFFD. Go: `strings.ToUpper`.
///
/// ```
/// use nexachart_go::strings::to_upper;
/// assert_eq!(to_upper("straße ǆ".as_bytes()).as_ref(), "STRAßE Ǆ".as_bytes());
/// ```
pub fn to_upper(text: &[u8]) -> Cow<'_, [u8]> {
    if !text.is_ascii() {
        map(text, |c| Some(unicode::to_upper(c)))
    } else if text.iter().any(u8::is_ascii_lowercase) {
        Cow::Owned(text.to_ascii_uppercase())
    } else {
        Cow::Borrowed(text)
    }
}

/// `text` with all letters in lower case, else as [`to_upper`]. Go: `strings.ToLower`.
pub fn to_lower(text: &[u8]) -> Cow<'_, [u8]> {
    if !text.is_ascii() {
        map(text, |c| Some(unicode::to_lower(c)))
    } else if text.iter().any(u8::is_ascii_uppercase) {
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

/// `text` with all letters in title case; invalid bytes become U+FFFD. Go: `strings.ToTitle`.
pub fn to_title(text: &[u8]) -> Cow<'_, [u8]> {
    map(text, |c| Some(unicode::to_title(c)))
}

/// `text` with the first letter of each word in title case; invalid bytes become U+FFFD. A word ends at ASCII other
/// than letters, digits and `_`, and at white space. Go: `strings.Title`.
///
/// ```
/// use nexachart_go::strings::title;
/// assert_eq!(title(b"hello-world it's foo_bar").as_ref(), b"Hello-World It'S Foo_bar");
/// ```
pub fn title(text: &[u8]) -> Cow<'_, [u8]> {
    let mut previous = ' ';
    map(text, |c| {
        let starts_word = separates_words(previous);
        previous = c;
        Some(if starts_word { unicode::to_title(c) } else { c })
    })
}

/// `text` with each character replaced by what `mapping` makes of it, or left out. An invalid byte is mapped as U+FFFD,
/// which is also written where it is mapped to itself. Go: `strings.Map`.
pub fn map(text: &[u8], mut mapping: impl FnMut(char) -> Option<char>) -> Cow<'_, [u8]> {
    let mut runes = utf8::runes(text);
    // Nothing is copied before the first change.
    let (unchanged, first) = loop {
        let Some((offset, c, width)) = runes.next() else { return Cow::Borrowed(text) };
        let mapped = mapping(c);
        if mapped != Some(c) || (c == RUNE_ERROR && width == 1) {
            break (offset, mapped);
        }
    };
    let mut out = Vec::with_capacity(text.len() + 4);
    out.extend_from_slice(&text[..unchanged]);
    if let Some(c) = first {
        utf8::encode(&mut out, c);
    }
    for (_, c, _) in runes {
        if let Some(c) = mapping(c) {
            utf8::encode(&mut out, c);
        }
    }
    Cow::Owned(out)
}

/// Whether the texts are equal when case is ignored, by simple folding; invalid bytes equal each other and U+FFFD.
/// Go: `strings.EqualFold`.
///
/// ```
/// use nexachart_go::strings::equal_fold;
/// assert!(equal_fold("Σίσυφος \u{212A}".as_bytes(), "σίΣΥΦΟσ k".as_bytes()));
/// assert!(!equal_fold("ß".as_bytes(), b"ss"));
/// ```
pub fn equal_fold(left: &[u8], right: &[u8]) -> bool {
    if left.is_ascii() && right.is_ascii() {
        return left.eq_ignore_ascii_case(right);
    }
    let chars = |text| utf8::runes(text).map(|(_, c, _)| c);
    let (mut left, mut right) = (chars(left), chars(right));
    loop {
        match (left.next(), right.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if a == b || folds_to(a, b) => {}
            _ => return false,
        }
    }
}

/// Whether folding leads from one to the other.
fn folds_to(from: char, to: char) -> bool {
    let mut at = unicode::simple_fold(from);
    while at != from && at != to {
        at = unicode::simple_fold(at);
    }
    at == to
}

fn separates_words(c: char) -> bool {
    match c {
        '\0'..='\x7F' => !c.is_ascii_alphanumeric() && c != '_',
        _ => unicode::is_space(c),
    }
}

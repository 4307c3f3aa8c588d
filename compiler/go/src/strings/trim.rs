//! Texts without what stands at their ends.

use crate::unicode::is_space;
use crate::utf8;

use super::contains_rune;

/// `text` without the white space at both ends. Go: `strings.TrimSpace`.
///
/// ```
/// use nexachart_go::strings::trim_space;
/// assert_eq!(trim_space("\u{a0} x y\u{2003}\n".as_bytes()), b"x y");
/// ```
pub fn trim_space(text: &[u8]) -> &[u8] {
    trim_func(text, is_space)
}

/// `text` without the characters of `cutset` at both ends. An invalid byte is U+FFFD, in both. Go: `strings.Trim`.
///
/// ```
/// use nexachart_go::strings::trim;
/// assert_eq!(trim(b"--a-b-_", b"_-"), b"a-b");
/// ```
pub fn trim<'a>(text: &'a [u8], cutset: &[u8]) -> &'a [u8] {
    trim_left(trim_right(text, cutset), cutset)
}

/// As [`trim`] at the start only. Go: `strings.TrimLeft`.
pub fn trim_left<'a>(text: &'a [u8], cutset: &[u8]) -> &'a [u8] {
    trim_left_func(text, |c| contains_rune(cutset, c))
}

/// As [`trim`] at the end only. Go: `strings.TrimRight`.
pub fn trim_right<'a>(text: &'a [u8], cutset: &[u8]) -> &'a [u8] {
    trim_right_func(text, |c| contains_rune(cutset, c))
}

/// `text` without the characters at both ends that `is_cut`. Go: `strings.TrimFunc`.
pub fn trim_func(text: &[u8], is_cut: impl Fn(char) -> bool) -> &[u8] {
    trim_right_func(trim_left_func(text, &is_cut), &is_cut)
}

/// As [`trim_func`] at the start only. Go: `strings.TrimLeftFunc`.
pub fn trim_left_func(mut text: &[u8], is_cut: impl Fn(char) -> bool) -> &[u8] {
    loop {
        match utf8::decode(text) {
            (c, width) if width > 0 && is_cut(c) => text = &text[width..],
            _ => return text,
        }
    }
}

/// As [`trim_func`] at the end only. Go: `strings.TrimRightFunc`.
pub fn trim_right_func(mut text: &[u8], is_cut: impl Fn(char) -> bool) -> &[u8] {
    loop {
        match utf8::decode_last(text) {
            (c, width) if width > 0 && is_cut(c) => text = &text[..text.len() - width],
            _ => return text,
        }
    }
}

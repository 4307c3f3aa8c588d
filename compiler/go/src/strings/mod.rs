//! Texts searched, split, trimmed, replaced and changed in case, as Go does it. Go: package strings.
//!
//! What slices of bytes have already is not here again: `starts_with`, `ends_with`, `strip_prefix`, `strip_suffix`,
//! `join` and `==` are what Go has.

mod case;
mod replace;
mod split;
mod trim;

pub use case::{equal_fold, map, title, to_lower, to_title, to_upper};
pub use replace::{RepeatError, repeat, repeat_len, replace, replace_all};
pub use split::{fields, split, split_n};
pub use trim::{trim, trim_func, trim_left, trim_left_func, trim_right, trim_right_func, trim_space};

use memchr::memmem;

use crate::utf8;

/// Where `part` first stands in `text`. Go: `strings.Index`.
pub fn index(text: &[u8], part: &[u8]) -> Option<usize> {
    match part {
        [byte] => memchr::memchr(*byte, text),
        _ => memmem::find(text, part),
    }
}

/// Where `part` last stands in `text`. Go: `strings.LastIndex`.
pub fn last_index(text: &[u8], part: &[u8]) -> Option<usize> {
    match part {
        [byte] => memchr::memrchr(*byte, text),
        _ => memmem::rfind(text, part),
    }
}

/// Whether `part` stands in `text`; the empty text always does. Go: `strings.Contains`.
pub fn contains(text: &[u8], part: &[u8]) -> bool {
    index(text, part).is_some()
}

/// Whether `c` stands in `text`; U+FFFD does where a byte of it is invalid too. Go: `strings.ContainsRune`.
pub fn contains_rune(text: &[u8], c: char) -> bool {
    match c {
        '\0'..='\x7F' => text.contains(&(c as u8)),
        _ => utf8::runes(text).any(|(_, other, _)| other == c),
    }
}

/// How often `part` stands in `text` without overlapping; the empty text once more than there are characters.
/// Go: `strings.Count`.
pub fn count(text: &[u8], part: &[u8]) -> usize {
    match part {
        [] => utf8::rune_count(text) + 1,
        [byte] => memchr::memchr_iter(*byte, text).count(),
        _ => memmem::find_iter(text, part).count(),
    }
}

#[cfg(test)]
mod tests;

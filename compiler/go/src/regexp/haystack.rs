//! Texts to search that need not be valid UTF-8.

use std::borrow::Cow;

/// A text as the engine sees it. Go takes each byte that is not part of valid UTF-8 for one U+FFFD; here such
/// a byte is replaced by that character, and offsets are counted back. Valid texts stay as they are.
pub(super) struct Haystack<'h> {
    original: &'h [u8],
    text: Cow<'h, [u8]>,
    /// Where in `text` the replacements end, in order.
    replaced: Vec<usize>,
}

/// How much longer a replacement is than the byte it stands for.
const GROWTH: usize = char::REPLACEMENT_CHARACTER.len_utf8() - 1;

impl<'h> Haystack<'h> {
    pub(super) fn new(original: &'h [u8]) -> Haystack<'h> {
        if std::str::from_utf8(original).is_ok() {
            return Haystack { original, text: Cow::Borrowed(original), replaced: Vec::new() };
        }
        let mut text = Vec::with_capacity(original.len() + original.len() / 2);
        let mut replaced = Vec::new();
        for chunk in original.utf8_chunks() {
            text.extend_from_slice(chunk.valid().as_bytes());
            for _ in chunk.invalid() {
                text.extend_from_slice("\u{FFFD}".as_bytes());
                replaced.push(text.len());
            }
        }
        Haystack { original, text: Cow::Owned(text), replaced }
    }

    /// What the engine searches.
    pub(super) fn text(&self) -> &[u8] {
        &self.text
    }

    /// The place in the original for a place in [`Haystack::text`] that lies between characters.
    pub(super) fn offset(&self, at: usize) -> usize {
        match self.replaced.is_empty() {
            true => at,
            false => at - GROWTH * self.replaced.partition_point(|&end| end <= at),
        }
    }

    /// The original bytes between two places in [`Haystack::text`].
    pub(super) fn slice(&self, start: usize, end: usize) -> &'h [u8] {
        &self.original[self.offset(start)..self.offset(end)]
    }

    /// How long the character at `at` is, at least 1, also at the end.
    pub(super) fn step(&self, at: usize) -> usize {
        match self.text.get(at) {
            None | Some(0..=0xBF) => 1,
            Some(0xC0..=0xDF) => 2,
            Some(0xE0..=0xEF) => 3,
            Some(0xF0..) => 4,
        }
    }
}

//! Characters of byte strings, as Go's `range` gives them.

/// A character and where it begins. A byte that is not part of valid UTF-8 is U+FFFD.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rune {
    pub(super) at: usize,
    pub(super) c: char,
}

/// The characters of `text`.
pub(super) fn runes(text: &[u8]) -> impl Iterator<Item = Rune> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let (c, width) = first(text.get(at..)?)?;
        let rune = Rune { at, c };
        at += width;
        Some(rune)
    })
}

/// The first character of `text` and its width; `None` at the end.
pub(super) fn first(text: &[u8]) -> Option<(char, usize)> {
    let lead = *text.first()?;
    if lead.is_ascii() {
        return Some((lead as char, 1));
    }
    let head = &text[..text.len().min(4)];
    let valid = match std::str::from_utf8(head) {
        Ok(valid) => valid,
        Err(e) => std::str::from_utf8(&head[..e.valid_up_to()]).unwrap_or_default(),
    };
    Some(valid.chars().next().map_or((char::REPLACEMENT_CHARACTER, 1), |c| (c, c.len_utf8())))
}

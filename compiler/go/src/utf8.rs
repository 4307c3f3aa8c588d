//! UTF-8 as Go reads it: a string is any bytes, and each byte that is not part of a valid encoding
//! counts as one U+FFFD of width 1. Go: unicode/utf8.

/// What Go calls `utf8.RuneError`: the character that stands for a byte that cannot be decoded.
pub const RUNE_ERROR: char = '\u{FFFD}';

/// The first character of `text` and its width in bytes: `(U+FFFD, 1)` for an invalid byte (surrogates, overlong
/// forms and code points above U+10FFFF are invalid), `(U+FFFD, 0)` when `text` is empty.
///
/// A U+FFFD that really stands in the text has width 3. Go: `utf8.DecodeRune`.
///
/// ```
/// use nexachart_go::utf8::decode;
/// assert_eq!(decode("né".as_bytes()), ('n', 1));
/// assert_eq!(decode("é".as_bytes()), ('é', 2));
/// assert_eq!(decode(b"\xff\xfe"), ('\u{FFFD}', 1));
/// assert_eq!(decode(b""), ('\u{FFFD}', 0));
/// ```
#[inline]
pub fn decode(text: &[u8]) -> (char, usize) {
    match text.first() {
        Some(&first) if first < 0x80 => (first as char, 1),
        Some(&first) => decode_multibyte(first, &text[1..]),
        None => (RUNE_ERROR, 0),
    }
}

/// The last character of `text` and its width, with the rules of [`decode`]. Go: `utf8.DecodeLastRune`.
pub fn decode_last(text: &[u8]) -> (char, usize) {
    let end = text.len();
    match text.last() {
        None => return (RUNE_ERROR, 0),
        Some(&last) if last < 0x80 => return (last as char, 1),
        Some(_) => {}
    }
    // The nearest lead byte among the last four is where a valid encoding would have to begin.
    let limit = end.saturating_sub(4);
    let start = (limit..end).rev().find(|&at| is_rune_start(text[at])).unwrap_or(limit);
    match decode(&text[start..]) {
        (c, width) if start + width == end => (c, width),
        _ => (RUNE_ERROR, 1),
    }
}

/// Whether `byte` can be the first of an encoded character: all but the continuation bytes. Go: `utf8.RuneStart`.
#[inline]
pub fn is_rune_start(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

/// The characters of `text` as (byte offset, character, width), as Go's `for i, r := range s` walks them.
///
/// ```
/// use nexachart_go::utf8::runes;
/// let seen: Vec<_> = runes(b"a\xc3\xa9\xff").collect();
/// assert_eq!(seen, [(0, 'a', 1), (1, 'é', 2), (3, '\u{FFFD}', 1)]);
/// ```
pub fn runes(text: &[u8]) -> Runes<'_> {
    Runes { text, offset: 0 }
}

/// See [`runes`].
#[derive(Clone, Debug)]
pub struct Runes<'a> {
    text: &'a [u8],
    offset: usize,
}

impl<'a> Runes<'a> {
    /// What has not been walked yet.
    pub fn rest(&self) -> &'a [u8] {
        &self.text[self.offset..]
    }
}

impl Iterator for Runes<'_> {
    type Item = (usize, char, usize);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let (c, width) = decode(&self.text[self.offset..]);
        if width == 0 {
            return None;
        }
        let offset = self.offset;
        self.offset += width;
        Some((offset, c, width))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.text.len() - self.offset;
        (left.div_ceil(4), Some(left))
    }
}

/// How many characters [`runes`] would give. Go: `utf8.RuneCount`.
pub fn rune_count(text: &[u8]) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    // Each byte of what Rust calls one invalid sequence is a character of its own for Go.
    text.utf8_chunks().map(|chunk| chunk.valid().chars().count() + chunk.invalid().len()).sum()
}

/// Whether `text` is entirely valid UTF-8. Go: `utf8.Valid`.
pub fn valid(text: &[u8]) -> bool {
    std::str::from_utf8(text).is_ok()
}

/// Appends the encoding of `c`. Go: `utf8.AppendRune`.
#[inline]
pub fn encode(out: &mut Vec<u8>, c: char) {
    if c.is_ascii() {
        out.push(c as u8);
    } else {
        out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }
}

/// The character of a Go `rune`, which can be any number: [`RUNE_ERROR`] for what is no character, as Go writes it.
#[inline]
pub fn char_of(code: i64) -> char {
    u32::try_from(code).ok().and_then(char::from_u32).unwrap_or(RUNE_ERROR)
}

/// `text` with each run of invalid bytes replaced by one `replacement`; `None` when it is valid as it is.
/// Go: `strings.ToValidUTF8`.
pub fn to_valid(text: &[u8], replacement: &[u8]) -> Option<Vec<u8>> {
    if valid(text) {
        return None;
    }
    let mut out = Vec::with_capacity(text.len() + replacement.len());
    let mut in_invalid_run = false;
    for (offset, c, width) in runes(text) {
        let invalid = c == RUNE_ERROR && width == 1;
        if !invalid {
            out.extend_from_slice(&text[offset..offset + width]);
        } else if !in_invalid_run {
            out.extend_from_slice(replacement);
        }
        in_invalid_run = invalid;
    }
    Some(out)
}

/// Decodes an encoding that begins with the byte `first`, at least 0x80. The bounds of the second byte are what
/// excludes overlong forms, surrogates and too large code points (Unicode, table 3-7).
fn decode_multibyte(first: u8, rest: &[u8]) -> (char, usize) {
    const INVALID: (char, usize) = (RUNE_ERROR, 1);
    let (second, width) = match first {
        0xC2..=0xDF => (0x80..=0xBF, 2),
        0xE0 => (0xA0..=0xBF, 3),
        0xED => (0x80..=0x9F, 3),
        0xE1..=0xEF => (0x80..=0xBF, 3),
        0xF0 => (0x90..=0xBF, 4),
        0xF1..=0xF3 => (0x80..=0xBF, 4),
        0xF4 => (0x80..=0x8F, 4),
        _ => return INVALID,
    };
    let Some(tail) = rest.get(..width - 1) else { return INVALID };
    if !second.contains(&tail[0]) || tail[1..].iter().any(|&byte| is_rune_start(byte)) {
        return INVALID;
    }
    let lead_bits = u32::from(first) & (0x7F >> width);
    let code = tail.iter().fold(lead_bits, |code, &byte| code << 6 | u32::from(byte & 0x3F));
    match char::from_u32(code) {
        Some(c) => (c, width),
        None => INVALID,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_sequences_are_one_byte_wide() {
        // Surrogate, overlong, above U+10FFFF, cut off, lone continuation.
        for text in [
            &b"\xed\xa0\x80"[..],
            b"\xc0\x80",
            b"\xf4\x90\x80\x80",
            b"\xe2\x82",
            b"\x80",
            b"\xf8\x88\x80\x80\x80",
        ] {
            assert_eq!(decode(text), (RUNE_ERROR, 1), "{text:x?}");
            assert_eq!(decode_last(text), (RUNE_ERROR, 1), "{text:x?}");
            assert_eq!(rune_count(text), text.len(), "{text:x?}");
        }
    }

    #[test]
    fn every_character_survives() {
        for c in '\0'..=char::MAX {
            let mut text = vec![];
            encode(&mut text, c);
            assert_eq!(decode(&text), (c, c.len_utf8()));
            assert_eq!(decode_last(&text), (c, c.len_utf8()));
        }
    }

    #[test]
    fn decodes_what_std_decodes() {
        // All texts of four bytes from the ones that matter to the rules.
        let bytes = [
            b'a', 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF1,
            0xF4, 0xF5,
        ];
        for n in 0..bytes.len().pow(4) {
            let text: Vec<u8> = (0..4).map(|i| bytes[n / bytes.len().pow(i) % bytes.len()]).collect();
            let expected: Vec<char> = text
                .utf8_chunks()
                .flat_map(|chunk| chunk.valid().chars().chain(chunk.invalid().iter().map(|_| RUNE_ERROR)))
                .collect();
            let seen: Vec<char> = runes(&text).map(|(_, c, _)| c).collect();
            assert_eq!(seen, expected, "{text:x?}");
            assert_eq!(rune_count(&text), expected.len());
        }
    }

    #[test]
    fn replaces_invalid_runs() {
        assert_eq!(to_valid(b"a\xff\xfeb\xe2\x82", b"?").as_deref(), Some(&b"a?b?"[..]));
        assert_eq!(to_valid("né".as_bytes(), b"?"), None);
    }
}

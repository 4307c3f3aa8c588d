//! The classes of bytes that YAML's grammar tells apart (go-yaml: yamlprivateh.go).

/// A space or a tab.
pub(super) const BLANK: u16 = 1;
/// LF or CR.
pub(super) const BREAK: u16 = 1 << 1;
/// The first byte of a character that may be a line break: NEL (C2 85), LS and PS (E2 80 A8, A9).
pub(super) const LEAD: u16 = 1 << 2;
/// `-`, `_`, ASCII letters and digits: what anchors and tag handles are made of.
pub(super) const ALPHA: u16 = 1 << 3;
/// The colon.
pub(super) const COLON: u16 = 1 << 4;
/// What ends a plain scalar inside brackets: `,?[]{}`.
pub(super) const FLOW: u16 = 1 << 5;
/// The single quote.
pub(super) const SINGLE: u16 = 1 << 6;
/// The double quote and the backslash.
pub(super) const DOUBLE: u16 = 1 << 7;
/// What may stand in a tag besides ALPHA.
pub(super) const URI: u16 = 1 << 8;
/// What cannot start a plain scalar, at least not always.
pub(super) const INDICATOR: u16 = 1 << 9;

/// What may start a comment.
pub(super) const HASH: u16 = 1 << 10;

pub(super) static CLASS: [u16; 256] = classes();

const fn mark(mut table: [u16; 256], bytes: &[u8], class: u16) -> [u16; 256] {
    let mut i = 0;
    while i < bytes.len() {
        table[bytes[i] as usize] |= class;
        i += 1;
    }
    table
}

const fn classes() -> [u16; 256] {
    let mut t = [0; 256];
    t = mark(t, b" \t", BLANK);
    t = mark(t, b"\r\n", BREAK);
    t = mark(t, &[0xC2, 0xE2], LEAD);
    t = mark(t, b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-", ALPHA);
    t = mark(t, b":", COLON);
    t = mark(t, b",?[]{}", FLOW);
    t = mark(t, b"'", SINGLE);
    t = mark(t, b"\"\\", DOUBLE);
    t = mark(t, b";/?:@&=+$,.!~*'()[]%", URI);
    t = mark(t, b"#", HASH);
    mark(t, b"-?:,[]{}#&*!|>'\"%@`", INDICATOR)
}

/// Whether the byte belongs to one of the classes.
#[inline(always)]
pub(super) fn is(byte: u8, class: u16) -> bool {
    CLASS[byte as usize] & class != 0
}

/// How many bytes the character has that starts with this one.
#[inline(always)]
pub(super) fn width(lead: u8) -> usize {
    match lead {
        0..0xC0 => 1,
        0xC0..0xE0 => 2,
        0xE0..0xF0 => 3,
        _ => 4,
    }
}

/// The length of the line break at `at`, 0 where there is none. CR LF is one break.
#[inline(always)]
pub(super) fn break_len(text: &[u8], at: usize) -> usize {
    match text.get(at) {
        Some(b'\n') => 1,
        Some(b'\r') => 1 + (text.get(at + 1) == Some(&b'\n')) as usize,
        Some(0xC2) => 2 * (text.get(at + 1) == Some(&0x85)) as usize,
        Some(0xE2) => {
            3 * (text.get(at + 1) == Some(&0x80) && matches!(text.get(at + 2), Some(0xA8 | 0xA9))) as usize
        }
        _ => 0,
    }
}

/// Whether a blank, a line break or the end of the text stands at `at`.
#[inline(always)]
pub(super) fn is_blank_or_end(text: &[u8], at: usize) -> bool {
    match text.get(at) {
        None => true,
        Some(&b) => is(b, BLANK | BREAK) || (is(b, LEAD) && break_len(text, at) > 0),
    }
}

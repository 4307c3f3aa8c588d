//! What stands between the quotes of a JSON string.

use std::borrow::Cow;

/// What there is to do to a string.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Nothing: it is ASCII without escapes.
    Bare,
    /// It has escapes, or is not ASCII.
    Coded,
}

/// What is wrong with a string.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Problem {
    /// There is no closing quote.
    Unterminated,
    /// A control character.
    Control,
    /// An escape that there is not.
    Escape,
    /// Something else than one of the four digits of `\u`.
    Hex,
}

/// Looks for the closing quote: how far away it is, or where and what is wrong.
pub(super) fn scan(text: &[u8]) -> Result<(usize, Form), (usize, Problem)> {
    let mut form = Form::Bare;
    let mut at = 0;
    loop {
        match text.get(at) {
            None => return Err((at, Problem::Unterminated)),
            Some(b'"') => return Ok((at, form)),
            Some(b'\\') => {
                form = Form::Coded;
                at += 1;
                match text.get(at) {
                    Some(b'b' | b'f' | b'n' | b'r' | b't' | b'\\' | b'/' | b'"') => at += 1,
                    Some(b'u') => {
                        for _ in 0..4 {
                            at += 1;
                            if !text.get(at).is_some_and(u8::is_ascii_hexdigit) {
                                return Err((at, Problem::Hex));
                            }
                        }
                        at += 1;
                    }
                    _ => return Err((at, Problem::Escape)),
                }
            }
            Some(0..0x20) => return Err((at, Problem::Control)),
            Some(b) => {
                if *b >= 0x80 {
                    form = Form::Coded;
                }
                at += 1;
            }
        }
    }
}

/// The string without its escapes. What is not UTF-8, and halves of surrogate pairs, become U+FFFD.
pub(super) fn unquote(text: &[u8], form: Form) -> Cow<'_, [u8]> {
    if form == Form::Bare || !text.contains(&b'\\') && std::str::from_utf8(text).is_ok() {
        return Cow::Borrowed(text);
    }
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let plain = rest.iter().take_while(|b| **b != b'\\').count();
        for chunk in rest[..plain].utf8_chunks() {
            out.extend_from_slice(chunk.valid().as_bytes());
            for _ in chunk.invalid() {
                push(&mut out, char::REPLACEMENT_CHARACTER);
            }
        }
        rest = match &rest[plain..] {
            [b'\\', b'u', after @ ..] => {
                let (c, len) = code_point(after);
                push(&mut out, c);
                &after[len..]
            }
            [b'\\', escape, after @ ..] => {
                out.push(match escape {
                    b'b' => 0x08,
                    b'f' => 0x0C,
                    b'n' => b'\n',
                    b'r' => b'\r',
                    b't' => b'\t',
                    other => *other,
                });
                after
            }
            _ => &[],
        };
    }
    Cow::Owned(out)
}

/// The character of `\u` digits, and how many bytes they take; two of them where they are a surrogate pair.
fn code_point(digits: &[u8]) -> (char, usize) {
    let unit = hex(digits).unwrap_or_default();
    if let Some(c) = char::from_u32(unit) {
        return (c, 4);
    }
    let second = match digits.get(4..) {
        Some([b'\\', b'u', second @ ..]) => hex(second),
        _ => None,
    };
    match (unit, second) {
        (0xD800..0xDC00, Some(low @ 0xDC00..0xE000)) => {
            let c = char::from_u32(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
            (c.unwrap_or(char::REPLACEMENT_CHARACTER), 10)
        }
        _ => (char::REPLACEMENT_CHARACTER, 4),
    }
}

fn hex(digits: &[u8]) -> Option<u32> {
    let digits = digits.get(..4)?.iter();
    digits.map(|b| char::from(*b).to_digit(16)).try_fold(0, |n, digit| Some(n << 4 | digit?))
}

fn push(out: &mut Vec<u8>, c: char) {
    out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}

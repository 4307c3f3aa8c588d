//! Where a template that cannot be parsed is to be mended. The parser stands at the token that it could not take, or behind it.

use memchr::memmem::{find, rfind};
use nexachart_template::{ParseError, ParseFault};

/// The byte of a template's text that its writer would look for.
pub(crate) fn mended(text: &[u8], error: &ParseError) -> Option<usize> {
    let pos = (error.offset? as usize).min(text.len());
    // The action around it, or the one that begins there.
    let open = rfind(&text[..text.len().min(pos + 2)], b"{{");
    Some(match &error.fault {
        ParseFault::MissingEnd | ParseFault::StrayEnd | ParseFault::MissingValue => word(text, open?),
        ParseFault::UnclosedComment => open?,
        ParseFault::Parentheses if find(&error.text, b"unclosed").is_some() => {
            opening(text, open?, pos).unwrap_or(pos)
        }
        ParseFault::UnexpectedToken => bad_character(text, pos, &error.text).unwrap_or(pos),
        ParseFault::UnknownFunction { name } => match open {
            // `{{ .a` and a line `key: …` below it: the braces were never closed.
            Some(open)
                if text[open..pos].contains(&b'\n')
                    && find(&text[open..pos], b"}}").is_none()
                    && text.get(pos + name.len()) == Some(&b':') =>
            {
                open
            }
            _ => pos,
        },
        _ => pos,
    })
}

/// The first word of an action.
fn word(text: &[u8], open: usize) -> usize {
    let blank = |b: &&u8| matches!(b, b'{' | b'-' | b' ' | b'\t' | b'\r' | b'\n');
    open + text[open..].iter().take_while(blank).count()
}

/// The last parenthesis that is open.
fn opening(text: &[u8], from: usize, to: usize) -> Option<usize> {
    let mut open = Vec::new();
    let mut quote = None;
    let mut at = from;
    while at < to {
        match (text[at], quote) {
            (b'\\', Some(b'"')) => at += 1,
            (b, Some(quoted)) if b == quoted => quote = None,
            (b @ (b'"' | b'`'), None) => quote = Some(b),
            (b'(', None) => open.push(at),
            (b')', None) => drop(open.pop()),
            _ => {}
        }
        at += 1;
    }
    open.pop()
}

/// The character that an error names: `bad character U+002D '-'`.
fn bad_character(text: &[u8], from: usize, message: &[u8]) -> Option<usize> {
    let named = &message[rfind(message, b"bad character ")?..];
    let quoted = &named[memchr::memchr(b'\'', named)? + 1..];
    let character = &quoted[..memchr::memrchr(b'\'', quoted)?];
    find(&text[from..], character).map(|at| from + at)
}

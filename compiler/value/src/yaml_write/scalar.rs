//! The four styles of a scalar, and which one a text gets.

use memchr::memmem;

use super::page::Page;
use super::{Dialect, resolve};

/// Where a scalar stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A key on the line of its value: never broken.
    Key,
    /// Any other: lines may be folded at blanks, and go on at this column.
    Value {
        /// The column of further lines.
        indent: usize,
    },
}

/// Whether a key of this text stands on one line with its value; if not, it is written as `? key`.
pub(super) fn is_simple_key(s: &[u8]) -> bool {
    // The first bytes of the breaks, looked for before the characters are.
    let may_break = || s.iter().any(|b| matches!(b, b'\n' | b'\r' | 0xC2 | 0xE2));
    s.len() <= 128 && !(may_break() && characters(s).any(|(_, c)| is_break(c)))
}

/// Whether a key is surely written as it is, on the line of its value.
#[inline]
pub(super) fn is_plain_key(s: &[u8], dialect: Dialect) -> bool {
    s.len() <= 128 && is_plainly_plain(s, dialect)
}

/// Whether the text is surely plain in a block, by one look at each byte: printable ASCII without
/// anything that means something to YAML. If not, all is still open.
#[inline]
pub(super) fn is_plainly_plain(s: &[u8], dialect: Dialect) -> bool {
    let [first, .., last] = s else {
        return s.first().is_some_and(|b| b.is_ascii_alphabetic()) && resolve::is_string(s, dialect);
    };
    let seen = classes(s);
    if seen & (AWKWARD | NEWLINE) != 0 {
        return false;
    }
    if seen & (COLON | HASH) != 0 {
        if *last == b':' {
            return false;
        }
        let after_blank = |i: usize, b: u8| i > 0 && b == b'#' && s[i - 1] == b' ';
        let before_blank = |i: usize, b: u8| b == b':' && s.get(i + 1) == Some(&b' ');
        if seen & BLANK != 0 && s.iter().enumerate().any(|(i, b)| after_blank(i, *b) || before_blank(i, *b)) {
            return false;
        }
    }
    if *last == b' ' {
        return false;
    }
    match CLASS[usize::from(*first)] & START {
        START_FREE => true,
        START_CHECK => {
            // The marks of documents, and the dash of a list.
            !(s.starts_with(b"---") || s.starts_with(b"...") || s.starts_with(b"- "))
                && resolve::is_string(s, dialect)
        }
        _ => false,
    }
}

/// Whether a text of several lines surely can be a literal block, by one look at each byte.
fn is_plainly_literal(s: &[u8]) -> bool {
    classes(s) & AWKWARD == 0 && !s.ends_with(b" ") && memmem::find(s, b" \n").is_none()
}

/// The union of the classes of the bytes.
fn classes(s: &[u8]) -> u8 {
    s.iter().fold(0, |seen, b| seen | CLASS[usize::from(*b)])
}

const BLANK: u8 = 1;
const COLON: u8 = 2;
const HASH: u8 = 4;
/// Controls, and everything that is not ASCII.
const AWKWARD: u8 = 8;
const NEWLINE: u8 = 0x40;
/// What a first character means: nothing, perhaps a number or a word, or an indicator.
const START: u8 = 0x30;
const START_FREE: u8 = 0;
const START_CHECK: u8 = 0x10;
const START_INDICATOR: u8 = 0x20;

static CLASS: [u8; 256] = {
    let mut table = [AWKWARD; 256];
    table[b'\n' as usize] = NEWLINE;
    let mut b = 0x20;
    while b < 0x7F {
        table[b as usize] = match b {
            b' ' => BLANK | START_INDICATOR,
            b':' => COLON | START_INDICATOR,
            b'#' => HASH | START_INDICATOR,
            b'?' | b',' | b'[' | b']' | b'{' | b'}' | b'&' | b'*' | b'!' | b'|' | b'>' | b'\'' | b'"'
            | b'%' | b'@' | b'`' => START_INDICATOR,
            b'+' | b'-' | b'.' | b'~' | b'0'..=b'9' => START_CHECK,
            b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' => START_CHECK,
            _ => START_FREE,
        };
        b += 1;
    }
    table
};

/// Writes a text, which is UTF-8, in the style that it needs.
///
/// Source: `stringv` in encode.go and `yaml_emitter_select_scalar_style` in emitterc.go.
pub(super) fn write(page: &mut Page, s: &[u8], role: Role, dialect: Dialect) {
    if is_plainly_plain(s, dialect) {
        return write_plainly(page, s, role);
    }
    let lines = memchr::memchr(b'\n', s).is_some();
    if let Role::Value { indent } = role
        && lines
        && (is_plainly_literal(s) || analyze(s, dialect).block)
    {
        return write_literal(page, s, indent);
    }
    let allowed = analyze(s, dialect);
    if lines || !resolve::is_string(s, dialect) {
        write_double(page, s, role);
    } else if allowed.plain {
        write_plain(page, s, role);
    } else if allowed.single {
        write_single(page, s, role);
    } else {
        write_double(page, s, role);
    }
}

/// The styles that can hold a text.
struct Allowed {
    plain: bool,
    single: bool,
    block: bool,
}

/// Source: `yaml_emitter_analyze_scalar` in emitterc.go, for text in blocks.
fn analyze(s: &[u8], dialect: Dialect) -> Allowed {
    let mut indicators = s.starts_with(b"---") || s.starts_with(b"...");
    let (mut breaks, mut special, mut tabs) = (false, false, false);
    let (mut blank_then_break, mut break_then_blank) = (false, false);
    let mut previous = None;
    for (i, c) in characters(s) {
        let blank_follows = s.get(i + c.len_utf8()).is_none_or(|b| matches!(b, b' ' | b'\t'));
        indicators |= match (c, previous) {
            (
                '#' | ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@'
                | '`',
                None,
            ) => true,
            ('?' | '-', None) | (':', _) => blank_follows,
            ('#', Some(p)) => is_break(p) || matches!(p, ' ' | '\t' | '\0'),
            _ => false,
        };
        if c == '\t' && dialect == Dialect::Yaml3 {
            tabs = true;
        } else if !is_printable(c) {
            special = true;
        }
        if is_break(c) {
            breaks = true;
            blank_then_break |= previous == Some(' ');
        }
        break_then_blank |= c == ' ' && previous.is_some_and(is_break);
        previous = Some(c);
    }
    let blank_first = s.first() == Some(&b' ');
    let blank_last = s.last() == Some(&b' ');
    let single = !(break_then_blank || blank_then_break || tabs || special);
    Allowed {
        plain: single && !(breaks || indicators || blank_first || blank_last),
        single,
        block: !(blank_last || blank_then_break || special),
    }
}

fn write_plain(page: &mut Page, s: &[u8], role: Role) {
    if let Role::Value { indent } = role
        && page.is_beyond_width(s.len())
    {
        let mut after_blank = false;
        for (i, word) in words(s) {
            let blank = word == b" ";
            if blank && !after_blank && page.is_full() && s.get(i + 1) != Some(&b' ') {
                page.next_line(indent);
            } else {
                page.text(word);
            }
            after_blank = blank;
        }
    } else {
        page.text(s);
    }
}

/// Writes text that [is plainly plain](is_plainly_plain).
#[inline]
pub(super) fn write_plainly(page: &mut Page, s: &[u8], role: Role) {
    if page.is_beyond_width(s.len()) {
        write_plain(page, s, role);
    } else {
        page.ascii(s);
    }
}

fn write_single(page: &mut Page, s: &[u8], role: Role) {
    page.byte(b'\'');
    let mut after_blank = false;
    let mut after_break = false;
    for (i, c) in characters(s) {
        match (c, role) {
            (' ', Role::Value { indent })
                if !after_blank && page.is_full() && i > 0 && i + 1 < s.len() && s[i + 1] != b' ' =>
            {
                page.next_line(indent);
            }
            // Only U+2028 and U+2029 come here; they are written as they are and begin a line.
            (c, _) if is_break(c) => page.foreign_break(c),
            (c, _) => {
                if let Role::Value { indent } = role
                    && after_break
                {
                    page.blanks(indent);
                }
                if c == '\'' {
                    page.byte(b'\'');
                }
                page.character(c);
            }
        }
        after_blank = c == ' ';
        after_break = is_break(c);
    }
    page.byte(b'\'');
}

fn write_double(page: &mut Page, s: &[u8], role: Role) {
    // Text that begins with U+FEFF has every character escaped: the writer looks for one at the
    // beginning of the text instead of at the current place.
    let escape_all = s.starts_with("\u{FEFF}".as_bytes());
    page.byte(b'"');
    let mut after_blank = false;
    for (i, c) in characters(s) {
        if escape_all || !is_printable(c) || is_break(c) || c == '"' || c == '\\' {
            write_escape(page, c);
            after_blank = false;
        } else if c == ' ' {
            match role {
                Role::Value { indent } if !after_blank && page.is_full() && i > 0 && i + 1 < s.len() => {
                    page.next_line(indent);
                    if s[i + 1] == b' ' {
                        page.byte(b'\\');
                    }
                }
                _ => page.byte(b' '),
            }
            after_blank = true;
        } else {
            page.character(c);
            after_blank = false;
        }
    }
    page.byte(b'"');
}

fn write_escape(page: &mut Page, c: char) {
    let short = match c {
        '\0' => "\\0",
        '\x07' => "\\a",
        '\x08' => "\\b",
        '\t' => "\\t",
        '\n' => "\\n",
        '\x0B' => "\\v",
        '\x0C' => "\\f",
        '\r' => "\\r",
        '\x1B' => "\\e",
        '"' => "\\\"",
        '\\' => "\\\\",
        '\u{85}' => "\\N",
        '\u{A0}' => "\\_",
        '\u{2028}' => "\\L",
        '\u{2029}' => "\\P",
        _ => {
            let n = u32::from(c);
            let escape = match n {
                0..=0xFF => format!("\\x{n:02X}"),
                0x100..=0xFFFF => format!("\\u{n:04X}"),
                _ => format!("\\U{n:08X}"),
            };
            return page.text(escape.as_bytes());
        }
    };
    page.text(short.as_bytes());
}

/// Writes a literal block: its head, and each line at `indent`.
pub(super) fn write_literal(page: &mut Page, s: &[u8], indent: usize) {
    page.byte(b'|');
    let first = characters(s).next().map(|(_, c)| c);
    if first.is_some_and(|c| c == ' ' || is_break(c)) {
        // The step of indentation, which a reader cannot see from such a first line.
        page.byte(b'2');
    }
    let mut from_end = text(s).chars().rev().map(is_break);
    match (from_end.next(), from_end.next()) {
        (Some(true), Some(false)) => {}
        (Some(true), _) => page.byte(b'+'),
        _ => page.byte(b'-'),
    }
    page.new_line();
    for line in text(s).split_inclusive(['\n', '\u{2028}', '\u{2029}']) {
        let content = line.trim_end_matches(is_break);
        if !content.is_empty() {
            page.blanks(indent);
            page.text(content.as_bytes());
        }
        match line[content.len()..].chars().next() {
            Some('\n') => page.new_line(),
            Some(c) => page.foreign_break(c),
            None => {}
        }
    }
}

/// The text, which is known to be UTF-8.
fn text(s: &[u8]) -> &str {
    std::str::from_utf8(s).unwrap_or_default()
}

/// Its characters with their places.
fn characters(s: &[u8]) -> impl Iterator<Item = (usize, char)> {
    text(s).char_indices()
}

/// Splits into single blanks and what is between them.
fn words(s: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = s.get(at..).filter(|rest| !rest.is_empty())?;
        let len = memchr::memchr(b' ', rest).map_or(rest.len(), |n| n.max(1));
        at += len;
        Some((at - len, &rest[..len]))
    })
}

/// The line breaks of YAML 1.1.
fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Source: `is_printable` in yamlprivateh.go: characters beyond U+FFFF are not.
fn is_printable(c: char) -> bool {
    matches!(c, '\n' | ' '..='~' | '\u{A0}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}') && c != '\u{FEFF}'
}

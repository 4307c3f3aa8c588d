//! What a scalar stands for: YAML 1.1's types as go-yaml knows them (resolve.go).

use super::error::Error;
use super::timestamp;

/// A scalar's value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Resolved {
    /// `null`, `~`, nothing at all.
    Null,
    /// `true`, `yes`, `on`, `y` and their opposites.
    Bool(bool),
    /// A whole number: Go's `int`.
    Int(i64),
    /// A whole number above `i64`'s range: Go's `uint64`.
    Uint(u64),
    /// Any other number, `.inf` and `.nan` among them.
    Float(f64),
    /// The text itself.
    String,
    /// A text that is a date. It stays the text; only the tag `!!timestamp` asks for it.
    Timestamp,
}

const PREFIX: &[u8] = b"tag:yaml.org,2002:";

/// The tag whose texts are base64.
pub(super) const BINARY: &[u8] = b"tag:yaml.org,2002:binary";
/// The tag of `<<`.
pub(super) const MERGE: &[u8] = b"tag:yaml.org,2002:merge";

/// Resolves a scalar that is plain and has no tag.
///
/// ```
/// use nexachart_value::yaml::{Resolved, resolve};
/// assert_eq!(resolve(b"yes"), Resolved::Bool(true));
/// assert_eq!(resolve(b"0777"), Resolved::Int(511));
/// assert_eq!(resolve(b"08"), Resolved::Float(8.0));
/// assert_eq!(resolve(b"12:30:45"), Resolved::String);
/// ```
#[inline]
pub fn resolve(text: &[u8]) -> Resolved {
    let Some(&first) = text.first() else { return Resolved::Null };
    match first {
        b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' | b'~' => word(text),
        b'.' => dot(text),
        b'0'..=b'9' | b'+' | b'-' => number(text, Dates::Seen),
        _ => Resolved::String,
    }
}

/// Resolves a scalar with the tag (`tag:yaml.org,2002:int`), if it is one of the tags that go-yaml resolves;
/// any other scalar with a tag is its text.
///
/// Fails where the text is not of the tag's type: ``yaml: cannot decode !!str `x` as a !!int``.
pub(super) fn resolve_tagged(tag: &[u8], text: &[u8]) -> Result<Resolved, Error> {
    let Some(name @ (b"str" | b"bool" | b"int" | b"float" | b"null" | b"timestamp")) =
        tag.strip_prefix(PREFIX)
    else {
        return Ok(Resolved::String);
    };
    if name == b"str" {
        return Ok(Resolved::String);
    }
    let resolved = match text.first() {
        Some(b'0'..=b'9' | b'+' | b'-') => {
            number(text, if name == b"timestamp" { Dates::Seen } else { Dates::Ignored })
        }
        _ => resolve(text),
    };
    match (name, resolved) {
        (b"float", Resolved::Int(value)) => Ok(Resolved::Float(value as f64)),
        (_, resolved) if resolved.tag().as_bytes() == name => Ok(resolved),
        (_, resolved) => Err(Error::convert(format!(
            "yaml: cannot decode !!{} `{}` as a !!{}",
            resolved.tag(),
            String::from_utf8_lossy(text),
            String::from_utf8_lossy(name),
        ))),
    }
}

impl Resolved {
    /// The name of the type in tags.
    fn tag(self) -> &'static str {
        match self {
            Resolved::Null => "null",
            Resolved::Bool(_) => "bool",
            Resolved::Int(_) | Resolved::Uint(_) => "int",
            Resolved::Float(_) => "float",
            Resolved::String => "str",
            Resolved::Timestamp => "timestamp",
        }
    }
}

/// The words that are not texts.
fn word(text: &[u8]) -> Resolved {
    match text {
        b"y" | b"Y" | b"yes" | b"Yes" | b"YES" | b"true" | b"True" | b"TRUE" | b"on" | b"On" | b"ON" => {
            Resolved::Bool(true)
        }
        b"n" | b"N" | b"no" | b"No" | b"NO" | b"false" | b"False" | b"FALSE" | b"off" | b"Off" | b"OFF" => {
            Resolved::Bool(false)
        }
        b"~" | b"null" | b"Null" | b"NULL" => Resolved::Null,
        _ => Resolved::String,
    }
}

/// A text that begins with a dot. Go reads it with `strconv.ParseFloat`, underscores between digits included.
fn dot(text: &[u8]) -> Resolved {
    match text {
        b".nan" | b".NaN" | b".NAN" => return Resolved::Float(f64::NAN),
        b".inf" | b".Inf" | b".INF" => return Resolved::Float(f64::INFINITY),
        _ => {}
    }
    let stray = |at: usize| {
        let digit = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(u8::is_ascii_digit);
        text[at] == b'_' && !(digit(at.checked_sub(1)) && digit(at.checked_add(1)))
    };
    if (0..text.len()).any(stray) {
        return Resolved::String;
    }
    float(&without_underscores(text)).map_or(Resolved::String, Resolved::Float)
}

/// Whether a text may turn out to be a date.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dates {
    Seen,
    Ignored,
}

/// A text that begins with a digit or a sign.
fn number(text: &[u8], dates: Dates) -> Resolved {
    match text {
        b"+.inf" | b"+.Inf" | b"+.INF" => return Resolved::Float(f64::INFINITY),
        b"-.inf" | b"-.Inf" | b"-.INF" => return Resolved::Float(f64::NEG_INFINITY),
        _ => {}
    }
    if dates == Dates::Seen && timestamp::is_timestamp(text) {
        return Resolved::Timestamp;
    }
    let plain = &*without_underscores(text);
    if let Some(resolved) = integer(plain) {
        return resolved;
    }
    if let Some(value) = float(plain) {
        return Resolved::Float(value);
    }
    // Go: base 2 once more, now with a sign after the prefix.
    match plain.strip_prefix(b"0b") {
        Some(digits @ [b'+' | b'-', ..]) => signed(digits, 2).map_or(Resolved::String, Resolved::Int),
        _ => Resolved::String,
    }
}

fn without_underscores(text: &[u8]) -> std::borrow::Cow<'_, [u8]> {
    match memchr::memchr(b'_', text) {
        None => text.into(),
        Some(_) => text.iter().copied().filter(|&b| b != b'_').collect::<Vec<u8>>().into(),
    }
}

/// Go: `strconv.ParseInt(text, 0, 64)`, and then `ParseUint`.
fn integer(text: &[u8]) -> Option<Resolved> {
    let (sign, digits) = match text {
        [sign @ (b'+' | b'-'), digits @ ..] => (Some(*sign), digits),
        digits => (None, digits),
    };
    let (radix, digits) = match digits {
        [b'0', b'x' | b'X', digits @ ..] => (16, digits),
        [b'0', b'o' | b'O', digits @ ..] => (8, digits),
        [b'0', b'b' | b'B', digits @ ..] => (2, digits),
        [b'0', digits @ ..] if !digits.is_empty() => (8, digits),
        digits => (10, digits),
    };
    let value = magnitude(digits, radix)?;
    match (sign, i64::try_from(value)) {
        (Some(b'-'), _) if value == 1 << 63 => Some(Resolved::Int(i64::MIN)),
        (Some(b'-'), Ok(value)) => Some(Resolved::Int(-value)),
        (_, Ok(value)) => Some(Resolved::Int(value)),
        (None, Err(_)) => Some(Resolved::Uint(value)),
        (Some(_), Err(_)) => None,
    }
}

/// Digits with one sign before them.
fn signed(text: &[u8], radix: u32) -> Option<i64> {
    let value = magnitude(&text[1..], radix)?;
    match text[0] {
        b'-' if value == 1 << 63 => Some(i64::MIN),
        b'-' => i64::try_from(value).ok().map(|value| -value),
        _ => i64::try_from(value).ok(),
    }
}

fn magnitude(digits: &[u8], radix: u32) -> Option<u64> {
    if digits.is_empty() {
        return None;
    }
    let mut value = 0u64;
    for &byte in digits {
        let digit = (byte as char).to_digit(radix)?;
        value = value.checked_mul(radix.into())?.checked_add(digit.into())?;
    }
    Some(value)
}

/// A decimal fraction: `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`, and not too large.
fn float(text: &[u8]) -> Option<f64> {
    let mut at = matches!(text.first(), Some(b'+' | b'-')) as usize;
    let digits = |at: &mut usize| {
        let from = *at;
        while text.get(*at).is_some_and(u8::is_ascii_digit) {
            *at += 1;
        }
        *at - from
    };
    let whole = digits(&mut at);
    let mut fraction = 0;
    if text.get(at) == Some(&b'.') {
        at += 1;
        fraction = digits(&mut at);
    }
    if whole + fraction == 0 {
        return None;
    }
    if matches!(text.get(at), Some(b'e' | b'E')) {
        at += 1;
        at += matches!(text.get(at), Some(b'+' | b'-')) as usize;
        if digits(&mut at) == 0 {
            return None;
        }
    }
    if at < text.len() {
        return None;
    }
    let value: f64 = std::str::from_utf8(text).ok()?.parse().ok()?;
    value.is_finite().then_some(value)
}

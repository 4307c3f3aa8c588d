//! Percent escapes, which differ between the parts of a URL. Go: net/url.

use std::borrow::Cow;

use crate::strconv::quote;

/// A part of a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A path of several elements.
    Path,
    /// A host, with its port.
    Host,
    /// The zone of an IPv6 address.
    Zone,
    /// A user's name or password.
    Userinfo,
    /// A key or value in a query, where a space is a plus sign.
    QueryComponent,
    /// What follows the `#`.
    Fragment,
}

impl Part {
    /// Whether `byte` stands for itself here.
    pub(super) fn allows(self, byte: u8) -> bool {
        let marks: &[u8] = match self {
            Part::Path => b"$&+,/:;=@",
            Part::Host | Part::Zone => b"!\"$&'()*+,:;<=>[]",
            Part::Userinfo => b"$&+,;=",
            Part::QueryComponent => b"",
            Part::Fragment => b"!$&()*+,/:;=?@",
        };
        byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) || marks.contains(&byte)
    }
}

/// `text` with what must not stand in `part` as `%XX`. Go: url.QueryEscape, url.PathEscape.
///
/// ```
/// use nexachart_go::url::{Part, escape};
/// assert_eq!(&*escape("a b/ü".as_bytes(), Part::QueryComponent), b"a+b%2F%C3%BC");
/// assert_eq!(&*escape("a b/ü".as_bytes(), Part::Path), b"a%20b/%C3%BC");
/// ```
pub fn escape(text: &[u8], part: Part) -> Cow<'_, [u8]> {
    let Some(first) = text.iter().position(|&byte| !part.allows(byte)) else { return Cow::Borrowed(text) };
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = Vec::with_capacity(text.len() + 2 * (text.len() - first));
    out.extend_from_slice(&text[..first]);
    for &byte in &text[first..] {
        match byte {
            b' ' if part == Part::QueryComponent => out.push(b'+'),
            byte if part.allows(byte) => out.push(byte),
            byte => out.extend([b'%', DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]),
        }
    }
    Cow::Owned(out)
}

/// `text` with its `%XX` resolved. Go: url.QueryUnescape, url.PathUnescape.
///
/// # Errors
/// Go's text: `invalid URL escape "%z"`, or `invalid character " " in host name`.
pub fn unescape(text: &[u8], part: Part) -> Result<Cow<'_, [u8]>, String> {
    let in_host = matches!(part, Part::Host | Part::Zone);
    let mut changes = false;
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        at += 1;
        match byte {
            b'%' => {
                changes = true;
                let escape = &text[at - 1..text.len().min(at + 2)];
                let value = hex(escape).filter(|&value| match part {
                    _ if escape == b"%25" => true,
                    // A host can only escape what is not ASCII; a zone also what it could hold anyway, and
                    // the space.
                    Part::Host => value >= 0x80,
                    Part::Zone => value == b' ' || Part::Host.allows(value),
                    _ => true,
                });
                if value.is_none() {
                    return Err(format!("invalid URL escape {}", quote(escape)));
                }
                at += 2;
            }
            b'+' => changes |= part == Part::QueryComponent,
            _ if in_host && byte.is_ascii() && !part.allows(byte) => {
                return Err(format!("invalid character {} in host name", quote(&[byte])));
            }
            _ => {}
        }
    }
    if !changes {
        return Ok(Cow::Borrowed(text));
    }
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        out.push(match byte {
            b'%' => {
                let (digits, after) = rest.split_at(rest.len().min(2));
                rest = after;
                digits.iter().fold(0, |value, &digit| value << 4 | digit_value(digit).unwrap_or(0))
            }
            b'+' if part == Part::QueryComponent => b' ',
            byte => byte,
        });
    }
    Ok(Cow::Owned(out))
}

/// The value of `%XX`.
fn hex(escape: &[u8]) -> Option<u8> {
    let &[_, high, low] = escape else { return None };
    Some(digit_value(high)? << 4 | digit_value(low)?)
}

fn digit_value(digit: u8) -> Option<u8> {
    // A digit is below 16.
    (digit as char).to_digit(16).map(|value| value as u8)
}

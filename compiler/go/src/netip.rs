//! net/netip: whether a text is an IP address. Go: net/netip/netip.go.

use crate::strconv::quote;

/// What an address is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// `192.0.2.1`.
    V4,
    /// `2001:db8::1`, also `::ffff:192.0.2.1`; perhaps with a zone, `fe80::1%eth0`.
    V6,
}

/// Checks that `text` is an IP address. Go: `netip.ParseAddr`.
///
/// ```
/// use nexachart_go::netip::{Family, parse_addr};
/// assert_eq!(parse_addr(b"fe80::1%eth0"), Ok(Family::V6));
/// assert_eq!(parse_addr(b"1.2.3").unwrap_err(), r#"ParseAddr("1.2.3"): IPv4 address too short"#);
/// ```
///
/// # Errors
/// Go's text.
pub fn parse_addr(text: &[u8]) -> Result<Family, String> {
    let checked = match text.iter().find(|byte| matches!(byte, b'.' | b':' | b'%')) {
        Some(b'.') => v4(text).map(|()| Family::V4),
        Some(b':') => v6(text).map(|()| Family::V6),
        // Most likely an IPv6 address of which only the zone is left.
        Some(_) => Err(wrong("missing IPv6 address")),
        None => Err(wrong("unable to parse IP")),
    };
    checked.map_err(|Wrong { what, at }| {
        let place = if at.is_empty() { String::new() } else { format!(" (at {})", quote(at)) };
        format!("ParseAddr({}): {what}{place}", quote(text))
    })
}

/// What is wrong with an address, and where, if that is to be told.
struct Wrong<'a> {
    what: &'static str,
    at: &'a [u8],
}

fn wrong(what: &'static str) -> Wrong<'static> {
    Wrong { what, at: b"" }
}

fn v4(text: &[u8]) -> Result<(), Wrong<'_>> {
    let (mut value, mut digits, mut dots) = (0, 0, 0);
    for (i, &byte) in text.iter().enumerate() {
        let at = &text[i..];
        match byte {
            b'0'..=b'9' => {
                if digits == 1 && value == 0 {
                    return Err(wrong("IPv4 field has octet with leading zero"));
                }
                value = value * 10 + u32::from(byte - b'0');
                digits += 1;
                if value > 255 {
                    return Err(wrong("IPv4 field has value >255"));
                }
            }
            b'.' => {
                if i == 0 || at.len() == 1 || text[i - 1] == b'.' {
                    return Err(Wrong { what: "IPv4 field must have at least one digit", at });
                }
                if dots == 3 {
                    return Err(wrong("IPv4 address too long"));
                }
                dots += 1;
                (value, digits) = (0, 0);
            }
            _ => return Err(Wrong { what: "unexpected character", at }),
        }
    }
    if dots < 3 { Err(wrong("IPv4 address too short")) } else { Ok(()) }
}

fn v6(text: &[u8]) -> Result<(), Wrong<'_>> {
    let address = match text.iter().position(|&byte| byte == b'%') {
        Some(end) if end + 1 == text.len() => return Err(wrong("zone must be a non-empty string")),
        Some(end) => &text[..end],
        None => text,
    };
    let mut rest = address;
    // Whether `::` was seen.
    let mut ellipsis = false;
    if let Some(after) = rest.strip_prefix(b"::") {
        ellipsis = true;
        rest = after;
        if rest.is_empty() {
            return Ok(());
        }
    }
    // How many bytes of the address have been read.
    let mut read = 0;
    while read < 16 {
        let digits = rest.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
        if digits > 4 {
            return Err(Wrong { what: "each group must have 4 or less digits", at: rest });
        }
        if digits == 0 {
            return Err(Wrong { what: "each colon-separated field must have at least one digit", at: rest });
        }
        if rest.get(digits) == Some(&b'.') {
            if !ellipsis && read != 12 {
                let what = "embedded IPv4 address must replace the final 2 fields of the address";
                return Err(Wrong { what, at: rest });
            }
            if read + 4 > 16 {
                let what = "too many hex fields to fit an embedded IPv4 at the end of the address";
                return Err(Wrong { what, at: rest });
            }
            v4(rest)?;
            rest = b"";
            read += 4;
            break;
        }
        read += 2;
        rest = &rest[digits..];
        match rest {
            [] => break,
            b":" => return Err(Wrong { what: "colon must be followed by more characters", at: rest }),
            [b':', after @ ..] => rest = after,
            _ => return Err(Wrong { what: "unexpected character, want colon", at: rest }),
        }
        if let Some(after) = rest.strip_prefix(b":") {
            if ellipsis {
                return Err(Wrong { what: "multiple :: in address", at: rest });
            }
            ellipsis = true;
            rest = after;
            if rest.is_empty() {
                break;
            }
        }
    }
    if !rest.is_empty() {
        return Err(Wrong { what: "trailing garbage after address", at: rest });
    }
    match (read < 16, ellipsis) {
        (true, false) => Err(wrong("address string too short")),
        (false, true) => Err(wrong("the :: must expand to at least one field of zeros")),
        _ => Ok(()),
    }
}

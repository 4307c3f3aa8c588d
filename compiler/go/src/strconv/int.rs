//! Whole numbers and booleans to and from text. Go: internal/strconv/atoi.go, itoa.go, atob.go.

use super::{NumError, NumErrorKind};

/// Reads all of `text` as a signed number in `base` (2 to 36, or 0: by its prefix `0x`, `0b`, `0o` or `0`, with
/// underscores between digits allowed) that fits `bits` (1 to 64; 0 means 64). A number out of range is an error
/// whose `value` is the limit passed. Go: `strconv.ParseInt`.
///
/// ```
/// use nexachart_go::strconv::parse_int;
/// assert_eq!(parse_int(b"-0x_1F", 0, 64).unwrap(), -31);
/// assert_eq!(parse_int(b"010", 0, 64).unwrap(), 8);
/// let error = parse_int(b"300", 10, 8).unwrap_err();
/// assert_eq!(error.value, 127);
/// assert_eq!(error.to_string(), r#"strconv.ParseInt: parsing "300": value out of range"#);
/// ```
pub fn parse_int(text: &[u8], base: u32, bits: u32) -> Result<i64, NumError<i64>> {
    read_signed(text, base, bits).map_err(|failure| num_error("ParseInt", text, failure))
}

/// Reads all of `text` as a number without a sign, else as [`parse_int`]. Go: `strconv.ParseUint`.
pub fn parse_uint(text: &[u8], base: u32, bits: u32) -> Result<u64, NumError<u64>> {
    read_unsigned(text, base, bits).map_err(|failure| num_error("ParseUint", text, failure))
}

/// As [`parse_int`] in base 10 and 64 bits; errors name `Atoi`. Go: `strconv.Atoi`.
pub fn atoi(text: &[u8]) -> Result<i64, NumError<i64>> {
    read_signed(text, 10, 64).map_err(|failure| num_error("Atoi", text, failure))
}

/// `1 t T TRUE true True` and `0 f F FALSE false False`, nothing else. Go: `strconv.ParseBool`.
///
/// ```
/// use nexachart_go::strconv::parse_bool;
/// assert_eq!(parse_bool(b"T").unwrap(), true);
/// assert_eq!(parse_bool(b"yes").unwrap_err().to_string(), r#"strconv.ParseBool: parsing "yes": invalid syntax"#);
/// ```
pub fn parse_bool(text: &[u8]) -> Result<bool, NumError<bool>> {
    match text {
        b"1" | b"t" | b"T" | b"true" | b"TRUE" | b"True" => Ok(true),
        b"0" | b"f" | b"F" | b"false" | b"FALSE" | b"False" => Ok(false),
        _ => Err(num_error("ParseBool", text, (NumErrorKind::Syntax, false))),
    }
}

/// `value` in `base`, with lower-case letters for the digits from 10 on; a base that is not one of 2 to 36 is taken
/// for the nearest that is. Go: `strconv.FormatInt`.
///
/// ```
/// use nexachart_go::strconv::format_int;
/// assert_eq!(format_int(-255, 16), "-ff");
/// ```
pub fn format_int(value: i64, base: u32) -> String {
    let mut out = Vec::with_capacity(20);
    append_int(&mut out, value, base);
    // All that is written is ASCII.
    String::from_utf8(out).unwrap_or_default()
}

/// As [`format_int`]. Go: `strconv.FormatUint`.
pub fn format_uint(value: u64, base: u32) -> String {
    let mut out = Vec::with_capacity(20);
    append_uint(&mut out, value, base);
    // All that is written is ASCII.
    String::from_utf8(out).unwrap_or_default()
}

/// Appends what [`format_int`] returns.
pub fn append_int(out: &mut Vec<u8>, value: i64, base: u32) {
    if value < 0 {
        out.push(b'-');
    }
    append_uint(out, value.unsigned_abs(), base);
}

/// Appends what [`format_uint`] returns.
pub fn append_uint(out: &mut Vec<u8>, mut value: u64, base: u32) {
    const SYMBOLS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut text = [0; 64];
    let mut start = text.len();
    if base == 10 {
        // With a constant the division is a multiplication.
        while value >= 10 {
            start -= 1;
            text[start] = b'0' + (value % 10) as u8;
            value /= 10;
        }
        start -= 1;
        text[start] = b'0' + value as u8;
    } else {
        let base = u64::from(base.clamp(2, 36));
        loop {
            start -= 1;
            text[start] = SYMBOLS[(value % base) as usize];
            value /= base;
            if value == 0 {
                break;
            }
        }
    }
    out.extend_from_slice(&text[start..]);
}

/// Whether each underscore of the number `text` stands between two digits, or between a base prefix and a digit.
/// Go: `underscoreOK`.
pub(super) fn underscores_are_separators(text: &[u8]) -> bool {
    let unsigned = text.strip_prefix(b"-").or_else(|| text.strip_prefix(b"+")).unwrap_or(text);
    let (hexadecimal, prefixed, digits) = match unsigned {
        [b'0', b'x' | b'X', digits @ ..] => (true, true, digits),
        [b'0', b'b' | b'B' | b'o' | b'O', digits @ ..] => (false, true, digits),
        _ => (false, false, unsigned),
    };
    let is_digit = |byte: &u8| byte.is_ascii_digit() || (hexadecimal && byte.is_ascii_hexdigit());
    let after_digit = |at: usize| if at == 0 { prefixed } else { is_digit(&digits[at - 1]) };
    let before_digit = |at: usize| digits.get(at + 1).is_some_and(is_digit);
    digits.iter().enumerate().all(|(at, &byte)| byte != b'_' || (after_digit(at) && before_digit(at)))
}

type Failure<T> = (NumErrorKind, T);

fn num_error<T>(function: &'static str, text: &[u8], (kind, value): Failure<T>) -> NumError<T> {
    NumError { value, function, text: text.to_vec(), kind }
}

fn read_signed(text: &[u8], base: u32, bits: u32) -> Result<i64, Failure<i64>> {
    let (negative, digits) = match text {
        [] => return Err((NumErrorKind::Syntax, 0)),
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] => (false, digits),
        digits => (false, digits),
    };
    let magnitude = match read_unsigned(digits, base, bits) {
        // What is too large without a sign is too large with one.
        Ok(magnitude) | Err((NumErrorKind::Range, magnitude)) => magnitude,
        Err((kind, _)) => return Err((kind, 0)),
    };
    let bits = if bits == 0 { 64 } else { bits };
    let limit = 1u64 << (bits - 1);
    match negative {
        false if magnitude >= limit => Err((NumErrorKind::Range, (limit - 1) as i64)),
        true if magnitude > limit => Err((NumErrorKind::Range, (limit as i64).wrapping_neg())),
        false => Ok(magnitude as i64),
        true => Ok((magnitude as i64).wrapping_neg()),
    }
}

fn read_unsigned(text: &[u8], base: u32, bits: u32) -> Result<u64, Failure<u64>> {
    const SYNTAX: Failure<u64> = (NumErrorKind::Syntax, 0);
    if text.is_empty() {
        return Err(SYNTAX);
    }
    let (radix, digits) = match base {
        0 => base_by_prefix(text),
        2..=36 => (base, text),
        _ => return Err((NumErrorKind::Base(base), 0)),
    };
    let most = match bits {
        0 | 64 => u64::MAX,
        1..=63 => (1 << bits) - 1,
        _ => return Err((NumErrorKind::BitSize(bits), 0)),
    };
    let mut value = 0u64;
    let mut has_underscores = false;
    for &byte in digits {
        if byte == b'_' && base == 0 {
            has_underscores = true;
            continue;
        }
        // Rust's digits are Go's: 0-9, then letters of either case.
        let digit = char::from(byte).to_digit(radix).ok_or(SYNTAX)?;
        // Too large is said at once: what follows is not looked at any more.
        value = value
            .checked_mul(u64::from(radix))
            .and_then(|value| value.checked_add(u64::from(digit)))
            .filter(|&value| value <= most)
            .ok_or((NumErrorKind::Range, most))?;
    }
    if has_underscores && !underscores_are_separators(text) { Err(SYNTAX) } else { Ok(value) }
}

/// The base that the prefix says, and the digits behind it. A lone `0` is its own octal prefix, with no digits left,
/// which reads as zero; a prefix without digits is read as an octal number, which then is wrong.
fn base_by_prefix(text: &[u8]) -> (u32, &[u8]) {
    match text {
        [b'0', b'b' | b'B', digits @ ..] if !digits.is_empty() => (2, digits),
        [b'0', b'o' | b'O', digits @ ..] if !digits.is_empty() => (8, digits),
        [b'0', b'x' | b'X', digits @ ..] if !digits.is_empty() => (16, digits),
        [b'0', digits @ ..] => (8, digits),
        digits => (10, digits),
    }
}

#[cfg(test)]
#[path = "int_tests.rs"]
mod tests;

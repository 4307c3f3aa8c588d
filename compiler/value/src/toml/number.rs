//! TOML numbers.

use nexachart_go::strconv::{FloatBits, parse_float, parse_int};

use super::scan::quoted_text;
use crate::Value;

/// An integer, of what the scanner takes for one.
///
/// # Errors
/// The message, without the line.
pub(super) fn integer(text: &[u8]) -> Result<Value, String> {
    if !underscores_ok(text) {
        return Err(format!(
            "Invalid integer {}: underscores must be surrounded by digits",
            quoted_text(text)
        ));
    }
    if has_leading_zero(text) {
        return Err(format!("Invalid integer {}: cannot have leading zeroes", quoted_text(text)));
    }
    // The scanner sees to it that it is one, if only it fits.
    parse_int(text, 0, 64).map(Value::int64).map_err(|_| out_of_range(text, "int64"))
}

/// A float, of what the scanner takes for one: digits, points, signs, `e` and `_` in any order.
///
/// # Errors
/// The message, without the line.
pub(super) fn float(text: &[u8]) -> Result<Value, String> {
    let invalid = |problem: &str| Err(format!("Invalid float {}: {problem}", quoted_text(text)));
    let mut parts =
        text.split(|b| matches!(b, b'.' | b'e' | b'E')).filter(|part| !part.is_empty()).peekable();
    let first = parts.peek().copied().unwrap_or_default();
    if !parts.all(underscores_ok) {
        return invalid("underscores must be surrounded by digits");
    }
    if has_leading_zero(first) {
        return invalid("cannot have leading zeroes");
    }
    let after_points = text.iter().zip(text[1..].iter().chain([&b' '])).filter(|(b, _)| **b == b'.');
    if !after_points.into_iter().all(|(_, next)| next.is_ascii_digit()) {
        return invalid("'.' must be followed by one or more digits");
    }
    let plain: Vec<u8> = text.iter().copied().filter(|b| *b != b'_').collect();
    match &plain[..] {
        b"+nan" | b"nan" => return Ok(Value::float(f64::NAN)),
        b"-nan" => return Ok(Value::float(-f64::NAN)),
        _ => {}
    }
    match parse_float(&plain, FloatBits::B64) {
        Ok(n) => Ok(Value::float(n)),
        Err(error) if error.value.is_infinite() => Err(out_of_range(text, "float64")),
        Err(_) => Err(format!("Invalid float value: {}", quoted_text(text))),
    }
}

fn out_of_range(text: &[u8], size: &str) -> String {
    format!("{} is out of range for {size}", String::from_utf8_lossy(text))
}

/// Whether every underscore stands between digits. Signs are no digits, so that a sign alone is wrong too.
fn underscores_ok(text: &[u8]) -> bool {
    if matches!(text, b"nan" | b"+nan" | b"-nan" | b"inf" | b"-inf" | b"+inf") {
        return true;
    }
    let mut digit = false;
    for b in text {
        if *b == b'_' && !digit {
            return false;
        }
        digit = b.is_ascii_hexdigit();
    }
    digit
}

fn has_leading_zero(text: &[u8]) -> bool {
    match text {
        [b'0', second, ..] => !matches!(second, b'b' | b'o' | b'x'),
        [b'+' | b'-', b'0', _, ..] => true,
        _ => false,
    }
}

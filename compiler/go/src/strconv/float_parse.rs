//! Floating-point numbers from text, by Go's syntax: decimal or hexadecimal, underscores between digits, infinities.
//! The decimal ones are computed by Rust's parser, which rounds as correctly as Go's. (DIFFERENCE: with more than 800
//! digits before the point Go can lose count of them, and reads some such numbers as far too small. We do not.)
//! Go: internal/strconv/atof.go.

use std::borrow::Cow;

use super::int::underscores_are_separators;
use super::{FloatBits, NumError, NumErrorKind};

/// Reads all of `text` as a number of that size. A number that is too large is an error whose `value` is an infinity
/// of its sign; for wrong syntax the `value` is 0. Go: `strconv.ParseFloat`.
///
/// ```
/// use nexachart_go::strconv::{FloatBits::B64, parse_float};
/// assert_eq!(parse_float(b"1_000.5e-1", B64).unwrap(), 100.05);
/// assert_eq!(parse_float(b"0x1p-2", B64).unwrap(), 0.25);
/// assert_eq!(parse_float(b"-INF", B64).unwrap(), f64::NEG_INFINITY);
/// let error = parse_float(b"-1e400", B64).unwrap_err();
/// assert_eq!(error.value, f64::NEG_INFINITY);
/// assert_eq!(error.to_string(), r#"strconv.ParseFloat: parsing "-1e400": value out of range"#);
/// ```
pub fn parse_float(text: &[u8], bits: FloatBits) -> Result<f64, NumError<f64>> {
    read(text, bits).map_err(|(kind, value)| NumError {
        value,
        function: "ParseFloat",
        text: text.to_vec(),
        kind,
    })
}

type Failure = (NumErrorKind, f64);
const SYNTAX: Failure = (NumErrorKind::Syntax, 0.0);

fn read(text: &[u8], bits: FloatBits) -> Result<f64, Failure> {
    let (negative, unsigned) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let magnitude = match unsigned {
        [b'i' | b'I', ..] => {
            let infinite =
                unsigned.eq_ignore_ascii_case(b"inf") || unsigned.eq_ignore_ascii_case(b"infinity");
            return if infinite { Ok(with_sign(f64::INFINITY, negative)) } else { Err(SYNTAX) };
        }
        // Only without a sign.
        [b'n' | b'N', ..] => {
            return if text.eq_ignore_ascii_case(b"nan") { Ok(f64::NAN) } else { Err(SYNTAX) };
        }
        [b'0', b'x' | b'X', digits @ ..] => {
            let number = Hexadecimal::scan(digits).ok_or(SYNTAX)?;
            if number.has_underscores && !underscores_are_separators(text) {
                return Err(SYNTAX);
            }
            number.value(bits)
        }
        _ => decimal(unsigned, bits)?,
    };
    let value = with_sign(magnitude, negative);
    if magnitude.is_infinite() { Err((NumErrorKind::Range, value)) } else { Ok(value) }
}

fn with_sign(magnitude: f64, negative: bool) -> f64 {
    if negative { -magnitude } else { magnitude }
}

/// The value of a decimal number without a sign, infinite when it is too large.
fn decimal(text: &[u8], bits: FloatBits) -> Result<f64, Failure> {
    let plain = plain_decimal(text).ok_or(SYNTAX)?;
    let plain = str::from_utf8(&plain).map_err(|_| SYNTAX)?;
    match bits {
        FloatBits::B64 => plain.parse().map_err(|_| SYNTAX),
        FloatBits::B32 => plain.parse::<f32>().map(f64::from).map_err(|_| SYNTAX),
    }
}

/// The number in a form that Rust's parser takes; `None` when it is not one by Go's syntax.
fn plain_decimal(text: &[u8]) -> Option<Cow<'_, [u8]>> {
    let (mut has_digits, mut has_point, mut has_underscores) = (false, false, false);
    let mut exponent = None;
    let mut mantissa = text;
    for (at, &byte) in text.iter().enumerate() {
        match byte {
            b'0'..=b'9' => has_digits = true,
            b'.' if !has_point => has_point = true,
            b'_' => has_underscores = true,
            b'e' | b'E' => {
                mantissa = &text[..at];
                exponent = Some(Exponent::scan(&text[at + 1..])?);
                break;
            }
            _ => return None,
        }
    }
    has_underscores |= exponent.as_ref().is_some_and(|exponent| exponent.has_underscores);
    if !has_digits || (has_underscores && !underscores_are_separators(text)) {
        return None;
    }
    // Rust cannot read underscores, and counts exponents of more digits differently.
    if !has_underscores && exponent.as_ref().is_none_or(|exponent| exponent.digits <= 5) {
        return Some(Cow::Borrowed(text));
    }
    let mut plain: Vec<u8> = mantissa.iter().copied().filter(|&byte| byte != b'_').collect();
    if let Some(exponent) = exponent {
        plain.extend_from_slice(format!("e{}", exponent.value).as_bytes());
    }
    Some(Cow::Owned(plain))
}

/// What follows the letter of an exponent.
struct Exponent {
    /// Its value; after 10000 has been reached further digits do not count, as in Go: nothing is so large.
    value: i32,
    digits: usize,
    has_underscores: bool,
}

impl Exponent {
    /// `[+-]?[0-9][0-9_]*`, to the end of `text`.
    fn scan(text: &[u8]) -> Option<Exponent> {
        let (sign, digits) = match text {
            [b'-', digits @ ..] => (-1, digits),
            [b'+', digits @ ..] => (1, digits),
            digits => (1, digits),
        };
        if !digits.first()?.is_ascii_digit() {
            return None;
        }
        let mut exponent = Exponent { value: 0, digits: 0, has_underscores: false };
        for &byte in digits {
            match byte {
                b'0'..=b'9' if exponent.value < 10000 => {
                    exponent.value = exponent.value * 10 + i32::from(byte - b'0')
                }
                b'0'..=b'9' => {}
                b'_' => exponent.has_underscores = true,
                _ => return None,
            }
            exponent.digits += usize::from(byte != b'_');
        }
        exponent.value *= sign;
        Some(exponent)
    }
}

/// A hexadecimal number: `mantissa * 2^exponent`, and a little more when `inexact`.
struct Hexadecimal {
    mantissa: u64,
    exponent: i64,
    inexact: bool,
    has_underscores: bool,
}

impl Hexadecimal {
    /// What follows `0x`: digits with at most one point, and an exponent, which Go demands.
    fn scan(text: &[u8]) -> Option<Hexadecimal> {
        let mut number =
            Hexadecimal { mantissa: 0, exponent: 0, inexact: false, has_underscores: text.contains(&b'_') };
        let (mut has_digits, mut behind_point) = (false, false);
        for (at, &byte) in text.iter().enumerate() {
            match byte {
                b'_' => {}
                b'.' if behind_point => return None,
                b'.' => behind_point = true,
                b'p' | b'P' if has_digits => {
                    number.exponent += i64::from(Exponent::scan(&text[at + 1..])?.value);
                    return Some(number);
                }
                _ => {
                    let digit = char::from(byte).to_digit(16)?;
                    has_digits = true;
                    number.exponent -= if behind_point { 4 } else { 0 };
                    // Sixteen digits fit; of the rest it only matters whether they are all zero.
                    if number.mantissa >> 60 == 0 {
                        number.mantissa = number.mantissa << 4 | u64::from(digit);
                    } else {
                        number.inexact |= digit != 0;
                        number.exponent += 4;
                    }
                }
            }
        }
        None
    }

    /// Rounded half to even to a number of that size; infinite when it is too large.
    fn value(&self, bits: FloatBits) -> f64 {
        let (mantissa_bits, lowest, highest) = match bits {
            FloatBits::B64 => (53, -1074, 1024),
            FloatBits::B32 => (24, -149, 128),
        };
        if self.mantissa == 0 {
            return 0.0;
        }
        // The place of the highest bit decides which is the lowest one that can be kept.
        let top = self.exponent + 64 - i64::from(self.mantissa.leading_zeros());
        let kept_exponent = (top - mantissa_bits).max(lowest);
        let dropped = kept_exponent - self.exponent;
        let mut kept = match dropped {
            i64::MIN..=0 => self.mantissa << -dropped,
            1..=64 => {
                let wide = u128::from(self.mantissa);
                let (kept, rest, half) = (wide >> dropped, wide & ((1 << dropped) - 1), 1 << (dropped - 1));
                let above_half = rest > half || (rest == half && (self.inexact || kept & 1 == 1));
                kept as u64 + u64::from(above_half)
            }
            _ => 0,
        };
        let mut exponent = kept_exponent;
        if kept >> mantissa_bits != 0 {
            kept >>= 1;
            exponent += 1;
        }
        if exponent + mantissa_bits > highest && kept >> (mantissa_bits - 1) != 0 {
            return f64::INFINITY;
        }
        // Exact: `kept` fits a mantissa, and the product was rounded to where the number's last bit is.
        scale(kept as f64, exponent)
    }
}

/// `value * 2^exponent` in steps that stay within range, where the result is known to be exact.
fn scale(mut value: f64, exponent: i64) -> f64 {
    let (step, steps, rest) = (if exponent < 0 { -500 } else { 500 }, exponent.abs() / 500, exponent % 500);
    for _ in 0..steps.min(4) {
        value *= 2f64.powi(step);
    }
    value * 2f64.powi(rest as i32)
}

#[cfg(test)]
#[path = "float_parse_tests.rs"]
mod tests;

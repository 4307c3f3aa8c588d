//! Floating point numbers as text.

use std::fmt::Write;

use crate::FloatType;

/// The whole number that a float is, if it is one that its type holds exactly with all smaller ones.
/// Zero has no sign then.
pub(crate) fn as_integer(f: f64, ty: FloatType) -> Option<i64> {
    let limit = match ty {
        FloatType::Float32 => 16_777_216.0,
        FloatType::Float64 => 9_007_199_254_740_992.0,
    };
    // In range, so that the conversion is exact.
    (f.abs() < limit && f.trunc() == f).then_some(f as i64)
}

/// A finite number as Go's `strconv.FormatFloat(f, 'g', -1, bits)` writes it: `1e+06`, `0.1`.
pub(crate) fn general(f: f64, ty: FloatType) -> String {
    let (sign, digits, exponent) = shortest(f, ty);
    if !(-4..6).contains(&exponent) {
        scientific(sign, &digits, exponent, 2)
    } else {
        positional(sign, &digits, exponent)
    }
}

/// A finite number as encoding/json writes it: with an exponent only below 1e-6 and from 1e21 on.
pub(crate) fn json(f: f64, ty: FloatType) -> String {
    let (sign, digits, exponent) = shortest(f, ty);
    let (small, large) = match ty {
        FloatType::Float64 => (f.abs() < 1e-6, f.abs() >= 1e21),
        FloatType::Float32 => (f.abs() < f64::from(1e-6f32), f.abs() >= f64::from(1e21f32)),
    };
    if f != 0.0 && (small || large) {
        // Only negative exponents lose their leading zero.
        scientific(sign, &digits, exponent, if exponent < 0 { 1 } else { 2 })
    } else {
        positional(sign, &digits, exponent)
    }
}

/// The sign, the fewest digits that tell the number from its neighbours, and the power of ten of the first one.
fn shortest(f: f64, ty: FloatType) -> (&'static str, String, i32) {
    let text = match ty {
        FloatType::Float32 => format!("{:e}", f.abs() as f32),
        FloatType::Float64 => format!("{:e}", f.abs()),
    };
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    (if f.is_sign_negative() { "-" } else { "" }, mantissa.replace('.', ""), exponent.parse().unwrap_or(0))
}

fn scientific(sign: &str, digits: &str, exponent: i32, exponent_width: usize) -> String {
    let (first, rest) = digits.split_at(1);
    let point = if rest.is_empty() { "" } else { "." };
    let exponent_sign = if exponent < 0 { '-' } else { '+' };
    let mut text = format!("{sign}{first}{point}{rest}e{exponent_sign}");
    // Writing to a String does not fail.
    let _ = write!(text, "{:0exponent_width$}", exponent.unsigned_abs());
    text
}

fn positional(sign: &str, digits: &str, exponent: i32) -> String {
    if exponent < 0 {
        let zeros = "0".repeat(exponent.unsigned_abs() as usize - 1);
        return format!("{sign}0.{zeros}{digits}");
    }
    let whole = exponent as usize + 1;
    if digits.len() <= whole {
        let zeros = "0".repeat(whole - digits.len());
        format!("{sign}{digits}{zeros}")
    } else {
        let (whole, fraction) = digits.split_at(whole);
        format!("{sign}{whole}.{fraction}")
    }
}

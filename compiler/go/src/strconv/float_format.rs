//! Floating-point numbers as text, in Go's formats. Go: internal/strconv/ftoa.go.

use super::float_digits::{Digits, ROUNDED_LEN, SHORTEST_LEN, Scratch, parts, rounded, shortest};

/// The form of the text; Go's format bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FloatFormat {
    /// `b`: `4503599627370496p-52`.
    Binary,
    /// `e`: `1.5e+06`.
    Exponent,
    /// `E`: `1.5E+06`.
    UpperExponent,
    /// `f`: `1500000`.
    Fixed,
    /// `g`: as `e` for exponents below -4 or not below the precision (6 for the shortest), else as `f`.
    General,
    /// `G`: as `g` with `E`.
    UpperGeneral,
    /// `x`: `0x1.8p+00`.
    Hex,
    /// `X`: `0X1.8P+00`.
    UpperHex,
}

impl FloatFormat {
    /// The format that Go writes as the byte `letter`, one of `beEfgGxX`.
    pub fn from_letter(letter: u8) -> Option<FloatFormat> {
        Some(match letter {
            b'b' => FloatFormat::Binary,
            b'e' => FloatFormat::Exponent,
            b'E' => FloatFormat::UpperExponent,
            b'f' => FloatFormat::Fixed,
            b'g' => FloatFormat::General,
            b'G' => FloatFormat::UpperGeneral,
            b'x' => FloatFormat::Hex,
            b'X' => FloatFormat::UpperHex,
            _ => return None,
        })
    }
}

/// The size of the number that a text stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FloatBits {
    /// Go's `float32`.
    B32,
    /// Go's `float64`.
    B64,
}

/// `value` as text. `prec` counts the digits after the point (`e f x`) or all digits (`g`); a negative one means as
/// few as read back as the same number of that size. `b` has no precision.
/// Go: `strconv.FormatFloat`.
///
/// ```
/// use nexachart_go::strconv::{FloatBits::B64, FloatFormat, format_float};
/// assert_eq!(format_float(1e6, FloatFormat::General, -1, B64), "1e+06");
/// assert_eq!(format_float(1e6, FloatFormat::Fixed, -1, B64), "1000000");
/// assert_eq!(format_float(0.125, FloatFormat::Fixed, 2, B64), "0.12"); // half to even
/// assert_eq!(format_float(f64::NEG_INFINITY, FloatFormat::General, -1, B64), "-Inf");
/// ```
pub fn format_float(value: f64, format: FloatFormat, prec: i32, bits: FloatBits) -> String {
    let mut out = Vec::with_capacity(24);
    append_float(&mut out, value, format, prec, bits);
    // All that is written is ASCII.
    String::from_utf8(out).unwrap_or_default()
}

/// Appends what [`format_float`] returns.
pub fn append_float(out: &mut Vec<u8>, value: f64, format: FloatFormat, prec: i32, bits: FloatBits) {
    let value = match bits {
        FloatBits::B32 => f64::from(value as f32),
        FloatBits::B64 => value,
    };
    if value.is_nan() {
        return out.extend_from_slice(b"NaN");
    }
    if value.is_infinite() {
        return out.extend_from_slice(if value > 0.0 { b"+Inf" } else { b"-Inf" });
    }
    if value.is_sign_negative() {
        out.push(b'-');
    }
    let magnitude = value.abs();
    let prec = usize::try_from(prec).ok();
    match format {
        FloatFormat::Binary => append_binary(out, magnitude, bits),
        FloatFormat::Hex => append_hex(out, magnitude, prec, b"0123456789abcdefxp"),
        FloatFormat::UpperHex => append_hex(out, magnitude, prec, b"0123456789ABCDEFXP"),
        FloatFormat::Fixed => match prec {
            Some(prec) => append_rounded_fixed(out, magnitude, prec),
            None => {
                let mut scratch = Scratch::<SHORTEST_LEN>::new();
                let digits = shortest(&mut scratch, magnitude, bits);
                append_fixed(out, &digits, digits.after_point());
            }
        },
        FloatFormat::Exponent => append_with_exponent(out, magnitude, prec, bits, b'e'),
        FloatFormat::UpperExponent => append_with_exponent(out, magnitude, prec, bits, b'E'),
        FloatFormat::General => append_general(out, magnitude, prec, bits, b'e'),
        FloatFormat::UpperGeneral => append_general(out, magnitude, prec, bits, b'E'),
    }
}

/// No double has a digit that is not zero farther behind the point than this.
const MAX_DECIMALS: usize = 1074;

/// Room for 309 digits, the point and all decimals.
const FIXED_LEN: usize = 309 + 1 + MAX_DECIMALS;

fn append_with_exponent(out: &mut Vec<u8>, magnitude: f64, prec: Option<usize>, bits: FloatBits, letter: u8) {
    match prec {
        None => {
            let mut scratch = Scratch::<SHORTEST_LEN>::new();
            let digits = shortest(&mut scratch, magnitude, bits);
            append_exponent(out, &digits, digits.len().saturating_sub(1), letter);
        }
        Some(prec) => {
            let mut scratch = Scratch::<ROUNDED_LEN>::new();
            let digits = rounded(&mut scratch, magnitude, prec.saturating_add(1));
            append_exponent(out, &digits, prec, letter);
        }
    }
}

fn append_general(out: &mut Vec<u8>, magnitude: f64, prec: Option<usize>, bits: FloatBits, letter: u8) {
    match prec {
        None => {
            let mut scratch = Scratch::<SHORTEST_LEN>::new();
            let digits = shortest(&mut scratch, magnitude, bits);
            append_whichever(out, &digits, 6, letter);
        }
        Some(prec) => {
            let prec = prec.max(1);
            let mut scratch = Scratch::<ROUNDED_LEN>::new();
            let digits = rounded(&mut scratch, magnitude, prec);
            append_whichever(out, &digits, i32::try_from(prec).unwrap_or(i32::MAX), letter);
        }
    }
}

/// With an exponent where it is below -4 or from `limit` on, else without.
fn append_whichever(out: &mut Vec<u8>, digits: &Digits<'_>, limit: i32, letter: u8) {
    let exponent = digits.point - 1;
    if exponent < -4 || exponent >= limit {
        append_exponent(out, digits, digits.len().saturating_sub(1), letter);
    } else {
        append_fixed(out, digits, digits.after_point());
    }
}

/// `d.ddde±dd` with `decimals` digits behind the point.
fn append_exponent(out: &mut Vec<u8>, digits: &Digits<'_>, decimals: usize, letter: u8) {
    let (&first, rest) = digits.text.split_first().unwrap_or((&b'0', &[]));
    out.push(first);
    if decimals > 0 {
        out.push(b'.');
        out.extend_from_slice(&rest[..rest.len().min(decimals)]);
        append_zeros(out, decimals.saturating_sub(rest.len()));
    }
    out.push(letter);
    append_signed_exponent(out, if digits.len() == 0 { 0 } else { digits.point - 1 });
}

/// `ddd.ddd` with `decimals` digits behind the point.
fn append_fixed(out: &mut Vec<u8>, digits: &Digits<'_>, decimals: usize) {
    let before = usize::try_from(digits.point).unwrap_or(0);
    let (whole, fraction) = digits.text.split_at(before.min(digits.len()));
    if before == 0 {
        out.push(b'0');
    }
    out.extend_from_slice(whole);
    append_zeros(out, before - whole.len());
    if decimals > 0 {
        out.push(b'.');
        let leading = usize::try_from(-digits.point).unwrap_or(0).min(decimals);
        append_zeros(out, leading);
        let fraction = &fraction[..fraction.len().min(decimals - leading)];
        out.extend_from_slice(fraction);
        append_zeros(out, decimals - leading - fraction.len());
    }
}

/// `ddd.ddd`, rounded half to even on the exact value.
fn append_rounded_fixed(out: &mut Vec<u8>, magnitude: f64, prec: usize) {
    let mut scratch = Scratch::<FIXED_LEN>::new();
    let decimals = prec.min(MAX_DECIMALS);
    scratch.print(format_args!("{magnitude:.decimals$}"));
    out.extend_from_slice(scratch.written());
    append_zeros(out, prec - decimals);
}

/// The mantissa as a whole number and the power of two it is multiplied by. Go: `fmtB`.
fn append_binary(out: &mut Vec<u8>, magnitude: f64, bits: FloatBits) {
    let (mantissa, exponent) = match bits {
        FloatBits::B64 => parts(magnitude.to_bits(), 52, 1023),
        FloatBits::B32 => parts(u64::from((magnitude as f32).to_bits()), 23, 127),
    };
    super::append_uint(out, mantissa, 10);
    out.push(b'p');
    if exponent >= 0 {
        out.push(b'+');
    }
    super::append_int(out, i64::from(exponent), 10);
}

/// `0x1.hhhp±dd` with `prec` hexadecimal digits behind the point, or as many as are needed. `symbols` are the sixteen
/// digits, `x` and `p`. Go: `fmtX`.
fn append_hex(out: &mut Vec<u8>, magnitude: f64, prec: Option<usize>, symbols: &[u8; 18]) {
    // Bit 60 is the one before the point, so that 15 hexadecimal digits stand behind it.
    const ONE: u64 = 1 << 60;
    const DIGITS: usize = 15;
    let (mantissa, exponent) = parts(magnitude.to_bits(), 52, 1023);
    let (mut mantissa, mut exponent) = match mantissa.leading_zeros() {
        64 => (0, 0),
        zeros => (mantissa << (zeros - 3), exponent + 63 - zeros as i32),
    };
    if let Some(prec) = prec.filter(|&prec| prec < DIGITS) {
        let unit = ONE >> (4 * prec);
        let (half, rest) = (unit / 2, mantissa % unit);
        mantissa -= rest;
        if rest > half || (rest == half && mantissa & unit != 0) {
            mantissa += unit;
        }
        if mantissa >= 2 * ONE {
            mantissa /= 2;
            exponent += 1;
        }
    }
    out.extend_from_slice(&[b'0', symbols[16], b'0' + u8::from(mantissa != 0)]);
    let fraction = mantissa % ONE;
    let decimals = prec.unwrap_or(DIGITS - fraction.trailing_zeros().min(60) as usize / 4);
    if decimals > 0 {
        out.push(b'.');
        for at in 0..decimals.min(DIGITS) {
            out.push(symbols[(fraction >> (4 * (DIGITS - 1 - at))) as usize & 15]);
        }
        append_zeros(out, decimals.saturating_sub(DIGITS));
    }
    out.push(symbols[17]);
    append_signed_exponent(out, exponent);
}

/// A sign and at least two digits.
fn append_signed_exponent(out: &mut Vec<u8>, exponent: i32) {
    out.push(if exponent < 0 { b'-' } else { b'+' });
    let magnitude = exponent.unsigned_abs();
    if magnitude < 10 {
        out.push(b'0');
    }
    super::append_uint(out, u64::from(magnitude), 10);
}

fn append_zeros(out: &mut Vec<u8>, count: usize) {
    out.resize(out.len() + count, b'0');
}

#[cfg(test)]
#[path = "float_format_tests.rs"]
mod tests;

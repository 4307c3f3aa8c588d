//! Floating point numbers as text.

use nexachart_go::strconv::{FloatBits, FloatFormat, append_float, append_int};

use crate::FloatType;

/// Appends a finite number as Go's `strconv.FormatFloat(f, 'g', -1, bits)` writes it: `1e+06`, `0.1`.
pub(crate) fn append_general(out: &mut Vec<u8>, f: f64, ty: FloatType) {
    append_float(out, f, FloatFormat::General, -1, bits(ty));
}

/// Appends a finite number as encoding/json writes it: with an exponent only below 1e-6 and from 1e21 on.
pub(crate) fn append_json(out: &mut Vec<u8>, f: f64, ty: FloatType) {
    if let Some(n) = as_integer(f, ty) {
        // Zero keeps its sign.
        if n == 0 && f.is_sign_negative() {
            out.push(b'-');
        }
        return append_int(out, n, 10);
    }
    let (small, large) = match ty {
        FloatType::Float64 => (1e-6, 1e21),
        FloatType::Float32 => (f64::from(1e-6f32), f64::from(1e21f32)),
    };
    if (small..large).contains(&f.abs()) {
        return append_float(out, f, FloatFormat::Fixed, -1, bits(ty));
    }
    append_float(out, f, FloatFormat::Exponent, -1, bits(ty));
    // Negative exponents lose their leading zero.
    if let [.., b'e', b'-', b'0', _] = out[..] {
        out.remove(out.len() - 2);
    }
}

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

fn bits(ty: FloatType) -> FloatBits {
    match ty {
        FloatType::Float32 => FloatBits::B32,
        FloatType::Float64 => FloatBits::B64,
    }
}

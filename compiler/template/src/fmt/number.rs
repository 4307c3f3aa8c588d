//! Integers and floats laid out. Go: fmt/format.go fmtInteger, fmtFloat.

use nexachart_go::strconv::{FloatBits, FloatFormat, append_float, append_uint};

use super::layout::Layout;

/// The base of an integer's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    Binary,
    Octal,
    /// With a leading `0o`.
    PrefixedOctal,
    Decimal,
    Hex,
    UpperHex,
}

impl Base {
    fn radix(self) -> u32 {
        match self {
            Base::Binary => 2,
            Base::Octal | Base::PrefixedOctal => 8,
            Base::Decimal => 10,
            Base::Hex | Base::UpperHex => 16,
        }
    }
}

impl Layout {
    /// An integer: its sign and its absolute value.
    pub fn integer(self, out: &mut Vec<u8>, negative: bool, value: u64, base: Base) {
        let sign = match (negative, self.plus, self.space) {
            (true, _, _) => "-",
            (_, true, _) => "+",
            (_, _, true) => " ",
            _ => "",
        };
        let mut digits = Vec::with_capacity(20);
        append_uint(&mut digits, value, base.radix());
        if base == Base::UpperHex {
            digits.make_ascii_uppercase();
        }
        let zeros = match (self.precision, self.width) {
            (Some(0), _) if value == 0 => {
                return self.without_zero().fill(out, self.width.unwrap_or(0));
            }
            (Some(precision), _) => precision,
            (None, Some(width)) if self.zero && !self.minus => width.saturating_sub(sign.len()),
            _ => 0,
        };
        let zeros = zeros.saturating_sub(digits.len());
        let prefix = match base {
            Base::Binary if self.sharp => "0b",
            Base::Octal | Base::PrefixedOctal if self.sharp && zeros == 0 && digits[0] != b'0' => "0",
            Base::Hex if self.sharp => "0x",
            Base::UpperHex if self.sharp => "0X",
            _ => "",
        };
        let octal = if base == Base::PrefixedOctal { "0o" } else { "" };
        let start = out.len();
        out.extend_from_slice(sign.as_bytes());
        out.extend_from_slice(octal.as_bytes());
        out.extend_from_slice(prefix.as_bytes());
        out.resize(out.len() + zeros, b'0');
        out.extend_from_slice(&digits);
        let missing = self.width.unwrap_or(0).saturating_sub(out.len() - start);
        out.resize(out.len() + missing, b' ');
        if !self.minus {
            out[start..].rotate_right(missing);
        }
    }

    /// A float; `precision` is the one to take when the directive has none (negative: the shortest text
    /// that reads back as the number).
    pub fn float(self, out: &mut Vec<u8>, value: f64, bits: FloatBits, format: FloatFormat, precision: i32) {
        let precision = self.precision.map_or(precision, |p| p as i32);
        let mut text = vec![b'+'];
        append_float(&mut text, value, format, precision, bits);
        if matches!(text[1], b'-' | b'+') {
            text.remove(0);
        }
        if self.space && text[0] == b'+' && !self.plus {
            text[0] = b' ';
        }
        if matches!(text[1], b'I' | b'N') {
            // No number: no zeros before it. Infinities keep their sign, NaN has one when asked for.
            let start = usize::from(text[1] == b'N' && !self.space && !self.plus);
            return self.without_zero().pad(out, &text[start..]);
        }
        if self.sharp && format != FloatFormat::Binary {
            keep_point(&mut text, format, precision);
        }
        if text[0] == b'+' && !self.plus {
            return self.pad(out, &text[1..]);
        }
        match self.width {
            Some(width) if self.zero && !self.minus && width > text.len() => {
                out.push(text[0]);
                self.fill(out, width - text.len());
                out.extend_from_slice(&text[1..]);
            }
            _ => self.pad(out, &text),
        }
    }
}

/// The `#` flag: always a decimal point, and the zeros at the end that the format left out.
fn keep_point(text: &mut Vec<u8>, format: FloatFormat, precision: i32) {
    let is_hex = matches!(format, FloatFormat::Hex | FloatFormat::UpperHex);
    let mut missing = match format {
        FloatFormat::General | FloatFormat::UpperGeneral | FloatFormat::Hex if precision == -1 => 6,
        FloatFormat::General | FloatFormat::UpperGeneral | FloatFormat::Hex => i64::from(precision),
        _ => 0,
    };
    let is_exponent = |b: &u8| matches!(b, b'p' | b'P') || !is_hex && matches!(b, b'e' | b'E');
    let end = text.iter().position(is_exponent).unwrap_or(text.len());
    let tail = text.split_off(end);
    let digits = || text[1..].iter().filter(|b| **b != b'.');
    // Digits count from the first that is not zero.
    missing -= digits().skip_while(|b| **b == b'0').count() as i64;
    if !text.contains(&b'.') {
        if text.len() == 2 && text[1] == b'0' {
            missing -= 1; // The zero before the point counts when it is all there is.
        }
        text.push(b'.');
    }
    text.resize(text.len() + usize::try_from(missing).unwrap_or(0), b'0');
    text.extend(tail);
}

/// An address of which only the place in the output matters.
pub(super) const ADDRESS: u64 = 0xc0_0001_0000;

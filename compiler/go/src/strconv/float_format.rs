//! Floating-point numbers as text, in Go's formats. The digits come from Rust's own formatter, whose shortest and
//! exact modes give the same digits as Go's; how they are laid out is Go's. Go: internal/strconv/ftoa.go.

use std::fmt::{LowerExp, Write};

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

/// No double has more significant digits than this; asking for more only gives zeros.
const MAX_DIGITS: usize = 767;
/// No double has a digit that is not zero farther behind the point than this.
const MAX_DECIMALS: usize = 1074;

/// Room for the shortest digits: 17 of them, point and exponent.
const SHORTEST_LEN: usize = 32;
/// Room for all digits, point and exponent.
const ROUNDED_LEN: usize = MAX_DIGITS + 16;
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

/// `bits` of a number that is not negative as `mantissa * 2^exponent`.
fn parts(bits: u64, mantissa_bits: u32, bias: i32) -> (u64, i32) {
    let field = (bits >> mantissa_bits) as i32;
    let fraction = bits & ((1 << mantissa_bits) - 1);
    let lowest = 1 - bias - mantissa_bits as i32;
    match field {
        0 => (fraction, lowest),
        _ => (fraction | 1 << mantissa_bits, lowest + field - 1),
    }
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

/// Decimal digits without leading or trailing zeros, of the number `0.digits * 10^point`. Zero has none.
struct Digits<'a> {
    text: &'a [u8],
    point: i32,
}

impl Digits<'_> {
    fn len(&self) -> usize {
        self.text.len()
    }

    /// How many of them, with zeros in between, stand behind the point.
    fn after_point(&self) -> usize {
        usize::try_from(self.len() as i32 - self.point).unwrap_or(0)
    }
}

/// As few digits as read back as the same number, the nearest to it of those.
fn shortest(scratch: &mut Scratch<SHORTEST_LEN>, magnitude: f64, bits: FloatBits) -> Digits<'_> {
    match bits {
        FloatBits::B64 => scratch.print_exponent(&magnitude),
        FloatBits::B32 => scratch.print_exponent(&(magnitude as f32)),
    }
    let (count, decimals, odd) = {
        let digits = scratch.digits();
        (
            digits.len(),
            digits.len() as i32 - digits.point,
            digits.text.last().is_some_and(|digit| digit % 2 == 1),
        )
    };
    // Of two that are equally near Rust takes the larger and Go the even one. They are equally near when the exact
    // value has one decimal more, which then is a 5; it has as many decimals as it has halvings.
    if odd && halvings(magnitude) == decimals + 1 && reads_back_rounded_down(magnitude, bits) {
        let last = count - 1;
        scratch.print(format_args!("{magnitude:.last$e}"));
    }
    scratch.digits()
}

/// Whether the smaller of two equally near shortest numbers is one at all. The neighbour below a power of two is nearer
/// than the one above, too near but for 2^-25; and for 2^-12 as float32, which Go's code overlooks.
fn reads_back_rounded_down(magnitude: f64, bits: FloatBits) -> bool {
    let is_power_of_two = parts(magnitude.to_bits(), 52, 1023).0.is_power_of_two();
    !is_power_of_two || (bits == FloatBits::B64 && magnitude == 1.0 / (1 << 25) as f64)
}

/// The smallest `n` for which `magnitude * 2^n` is a whole number; below zero for multiples of two. Not for zero.
fn halvings(magnitude: f64) -> i32 {
    let (mantissa, exponent) = parts(magnitude.to_bits(), 52, 1023);
    -exponent - mantissa.trailing_zeros() as i32
}

/// At most `count` digits, rounded half to even on the exact value.
fn rounded(scratch: &mut Scratch<ROUNDED_LEN>, magnitude: f64, count: usize) -> Digits<'_> {
    let decimals = count.min(MAX_DIGITS) - 1;
    scratch.print(format_args!("{magnitude:.decimals$e}"));
    scratch.digits()
}

/// Room on the stack for what Rust's formatter writes.
struct Scratch<const N: usize> {
    text: [u8; N],
    len: usize,
}

impl<const N: usize> Scratch<N> {
    fn new() -> Self {
        Scratch { text: [0; N], len: 0 }
    }

    fn print(&mut self, arguments: std::fmt::Arguments<'_>) {
        self.len = 0;
        // It cannot fail: N is the longest text that can come.
        let _ = self.write_fmt(arguments);
    }

    fn print_exponent(&mut self, value: &impl LowerExp) {
        self.print(format_args!("{value:e}"));
    }

    fn written(&self) -> &[u8] {
        &self.text[..self.len]
    }

    /// The digits of the `d.ddde±d` that was printed; this overwrites the point.
    fn digits(&mut self) -> Digits<'_> {
        let letter = self.written().iter().rposition(|&byte| byte == b'e').unwrap_or(self.len);
        let exponent = self.text[..self.len].get(letter + 1..).map_or(0, signed);
        let start = if letter > 1 {
            self.text[1] = self.text[0]; // over the point
            1
        } else {
            0
        };
        let zeros = self.text[start..letter].iter().rev().take_while(|&&digit| digit == b'0').count();
        let text = &self.text[start..letter - zeros];
        Digits { text, point: if text.is_empty() { 0 } else { exponent + 1 } }
    }
}

impl<const N: usize> Write for Scratch<N> {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        let end = self.len + text.len();
        self.text.get_mut(self.len..end).ok_or(std::fmt::Error)?.copy_from_slice(text.as_bytes());
        self.len = end;
        Ok(())
    }
}

/// The value of `-?[0-9]{1,3}`.
fn signed(text: &[u8]) -> i32 {
    let (sign, digits) = match text {
        [b'-', digits @ ..] => (-1, digits),
        digits => (1, digits),
    };
    sign * digits.iter().fold(0, |value, digit| value * 10 + i32::from(digit - b'0'))
}

#[cfg(test)]
#[path = "float_format_tests.rs"]
mod tests;

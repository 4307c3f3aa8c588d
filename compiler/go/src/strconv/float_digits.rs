//! The decimal digits of floating-point numbers. They come from Rust's own formatter, whose exact mode gives the same
//! digits as Go, and whose shortest mode gives the same but for ties.

use std::fmt::{LowerExp, Write};

use super::FloatBits;

/// No double has more significant digits than this; asking for more only gives zeros.
const MAX_DIGITS: usize = 767;

/// Room for the shortest digits: 17 of them, point and exponent.
pub(super) const SHORTEST_LEN: usize = 32;
/// Room for all digits, point and exponent.
pub(super) const ROUNDED_LEN: usize = MAX_DIGITS + 16;

/// Decimal digits without leading or trailing zeros, of the number `0.digits * 10^point`. Zero has none.
pub(super) struct Digits<'a> {
    pub(super) text: &'a [u8],
    pub(super) point: i32,
}

impl Digits<'_> {
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// How many of them, with zeros in between, stand behind the point.
    pub(super) fn after_point(&self) -> usize {
        usize::try_from(self.len() as i32 - self.point).unwrap_or(0)
    }
}

/// As few digits as read back as the same number, the nearest to it of those.
pub(super) fn shortest(scratch: &mut Scratch<SHORTEST_LEN>, magnitude: f64, bits: FloatBits) -> Digits<'_> {
    // A whole number whose neighbours are no farther than 1 needs all its digits but the zeros at its end.
    let exact = match bits {
        FloatBits::B64 => (1u64 << 53) as f64,
        FloatBits::B32 => (1u64 << 24) as f64,
    };
    if magnitude < exact && magnitude.trunc() == magnitude {
        return scratch.whole_number(magnitude as u64);
    }
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

/// At most `count` digits, rounded half to even on the exact value.
pub(super) fn rounded(scratch: &mut Scratch<ROUNDED_LEN>, magnitude: f64, count: usize) -> Digits<'_> {
    let decimals = count.min(MAX_DIGITS) - 1;
    scratch.print(format_args!("{magnitude:.decimals$e}"));
    scratch.digits()
}

/// `bits` of a number that is not negative as `mantissa * 2^exponent`.
pub(super) fn parts(bits: u64, mantissa_bits: u32, bias: i32) -> (u64, i32) {
    let field = (bits >> mantissa_bits) as i32;
    let fraction = bits & ((1 << mantissa_bits) - 1);
    let lowest = 1 - bias - mantissa_bits as i32;
    match field {
        0 => (fraction, lowest),
        _ => (fraction | 1 << mantissa_bits, lowest + field - 1),
    }
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

/// Room on the stack for what Rust's formatter writes.
pub(super) struct Scratch<const N: usize> {
    text: [u8; N],
    len: usize,
}

impl<const N: usize> Scratch<N> {
    pub(super) fn new() -> Self {
        Scratch { text: [0; N], len: 0 }
    }

    pub(super) fn print(&mut self, arguments: std::fmt::Arguments<'_>) {
        self.len = 0;
        // It cannot fail: N is the longest text that can come.
        let _ = self.write_fmt(arguments);
    }

    /// The digits of `value`, which are written at the end.
    fn whole_number(&mut self, mut value: u64) -> Digits<'_> {
        let mut start = N;
        while value > 0 {
            start -= 1;
            self.text[start] = b'0' + (value % 10) as u8;
            value /= 10;
        }
        Digits { text: without_last_zeros(&self.text[start..]), point: (N - start) as i32 }
    }

    fn print_exponent(&mut self, value: &impl LowerExp) {
        self.print(format_args!("{value:e}"));
    }

    pub(super) fn written(&self) -> &[u8] {
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
        let text = without_last_zeros(&self.text[start..letter]);
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

fn without_last_zeros(digits: &[u8]) -> &[u8] {
    let kept = digits.iter().rposition(|&digit| digit != b'0').map_or(0, |last| last + 1);
    &digits[..kept]
}

/// The value of `-?[0-9]{1,3}`.
fn signed(text: &[u8]) -> i32 {
    let (sign, digits) = match text {
        [b'-', digits @ ..] => (-1, digits),
        digits => (1, digits),
    };
    sign * digits.iter().fold(0, |value, digit| value * 10 + i32::from(digit - b'0'))
}

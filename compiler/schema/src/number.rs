//! Numbers as they are written, compared exactly: what Go does with `big.Rat`.

use std::cmp::Ordering;

/// An exact decimal number: `digits × 10^exponent`, negative or not.
///
/// The digits (`0` to `9` as bytes) neither begin nor end with a zero; zero has none of them, no exponent and no sign.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Decimal {
    negative: bool,
    digits: Vec<u8>,
    exponent: i64,
}

/// Powers of ten above this are no numbers for Go (math/big Rat.SetString).
const MAX_EXPONENT: u64 = 1_000_000;

/// Divisors with more digits than this divide nothing. (Go would go on and count.)
const MAX_DIVISOR: usize = 400;

impl Decimal {
    /// Reads a number in JSON's form. `None` where Go's `Rat.SetString` fails: the power of ten is out of bounds.
    pub fn parse(text: &[u8]) -> Option<Decimal> {
        let (negative, unsigned) = match text.strip_prefix(b"-") {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let at = unsigned.iter().position(|b| matches!(b, b'e' | b'E'));
        let (mantissa, exponent) = match at {
            Some(at) => {
                (&unsigned[..at], std::str::from_utf8(&unsigned[at + 1..]).ok()?.parse::<i64>().ok()?)
            }
            None => (unsigned, 0),
        };
        let point = mantissa.iter().position(|b| *b == b'.').unwrap_or(mantissa.len());
        let (whole, fraction) = (&mantissa[..point], mantissa.get(point + 1..).unwrap_or_default());
        let all = || whole.iter().chain(fraction);
        let Some(first) = all().position(|b| *b != b'0') else { return Some(Decimal::zero()) };
        let exponent = exponent.checked_sub_unsigned(fraction.len() as u64)?;
        if exponent.unsigned_abs() > MAX_EXPONENT {
            return None;
        }
        let zeros = all().rev().take_while(|b| **b == b'0').count();
        let digits = all().copied().skip(first).take(mantissa_len(whole, fraction) - first - zeros).collect();
        Some(Decimal { negative, digits, exponent: exponent + zeros as i64 })
    }

    fn zero() -> Decimal {
        Decimal { negative: false, digits: Vec::new(), exponent: 0 }
    }

    /// Whether nothing stands behind the point.
    pub fn is_integer(&self) -> bool {
        self.exponent >= 0
    }

    /// The nearest `float64`; infinite when there is none (Go: Rat.Float64).
    pub fn to_f64(&self) -> f64 {
        let digits = std::str::from_utf8(&self.digits).unwrap_or_default();
        let sign = if self.negative { "-" } else { "" };
        // Rust reads every such text, and rounds correctly.
        format!("{sign}0{digits}e{}", self.exponent).parse().unwrap_or_default()
    }

    /// A whole number as an `int64`, by its low bits if it is out of range (Go: big.Int.Int64); `None` for others.
    pub fn to_i64(&self) -> Option<i64> {
        if !self.is_integer() {
            return None;
        }
        let times_ten = |n: u64| n.wrapping_mul(10);
        let digits =
            self.digits.iter().fold(0, |n, digit| times_ten(n).wrapping_add(u64::from(digit - b'0')));
        // Ten to the 64th has 64 zeros in binary too.
        let low = (0..self.exponent.min(64)).fold(digits, |n, _| times_ten(n)) as i64;
        Some(if self.negative { low.wrapping_neg() } else { low })
    }

    /// Whether this is a whole number of times `divisor`. `None` if that is zero.
    pub fn is_multiple_of(&self, divisor: &Decimal) -> Option<bool> {
        if divisor.digits.is_empty() {
            return None;
        }
        if self.digits.is_empty() {
            return Some(true);
        }
        // Neither of the digits end in a zero, so more behind the point cannot be made up for.
        let zeros = self.exponent - divisor.exponent;
        if zeros < 0 || divisor.digits.len() > MAX_DIVISOR {
            return Some(false);
        }
        // More zeros than the divisor has factors 2 and 5 change nothing.
        let zeros = zeros.min(4 * divisor.digits.len() as i64) as usize;
        let dividend = self.digits.iter().copied().chain(std::iter::repeat_n(b'0', zeros));
        Some(remainder_is_zero(dividend, &divisor.digits))
    }

    /// The power of ten of the digit before the first one.
    fn magnitude(&self) -> i64 {
        self.exponent + self.digits.len() as i64
    }
}

fn mantissa_len(whole: &[u8], fraction: &[u8]) -> usize {
    whole.len() + fraction.len()
}

/// Division as on paper: the divisor is taken off the rest as often as it goes.
fn remainder_is_zero(dividend: impl Iterator<Item = u8>, divisor: &[u8]) -> bool {
    // The rest, with as many digits as the divisor and one more.
    let mut rest = vec![0; divisor.len() + 1];
    for digit in dividend {
        rest.rotate_left(1);
        let last = rest.len() - 1;
        rest[last] = digit - b'0';
        while !is_below(&rest, divisor) {
            let mut borrow = 0;
            for (place, digit) in rest[1..].iter_mut().zip(divisor).rev() {
                let take = digit - b'0' + borrow;
                borrow = u8::from(*place < take);
                *place = *place + 10 * borrow - take;
            }
            rest[0] -= borrow;
        }
    }
    rest.iter().all(|digit| *digit == 0)
}

fn is_below(rest: &[u8], divisor: &[u8]) -> bool {
    rest[0] == 0 && rest[1..].iter().copied().lt(divisor.iter().map(|digit| digit - b'0'))
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Decimal) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Decimal) -> Ordering {
        let sign = |n: &Decimal| match (n.digits.is_empty(), n.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        };
        let size = || {
            let magnitude = |n: &Decimal| if n.digits.is_empty() { 0 } else { n.magnitude() };
            magnitude(self).cmp(&magnitude(other)).then_with(|| self.digits.cmp(&other.digits))
        };
        sign(self).cmp(&sign(other)).then_with(|| if self.negative { size().reverse() } else { size() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn compares_by_value() {
        let rising =
            ["-1e400", "-2", "-1.5", "0", "1e-7", "0.1", "1", "1.0001", "9.99", "10", "1e21", "1e400"];
        for (i, a) in rising.iter().enumerate() {
            for (j, b) in rising.iter().enumerate() {
                assert_eq!(decimal(a).cmp(&decimal(b)), i.cmp(&j), "{a} {b}");
            }
        }
        for (a, b) in [("1", "1.000"), ("100", "1e2"), ("0.5", "5E-1"), ("-0", "0.0e5"), ("12.50", "1.25e+1")]
        {
            assert_eq!(decimal(a), decimal(b));
        }
    }

    #[test]
    fn reads_what_rat_reads() {
        for (text, whole, int) in [
            ("1e1000000", true, Some(0)),
            ("-9223372036854775808", true, Some(i64::MIN)),
            ("18446744073709551617", true, Some(1)),
            ("-18446744073709551617", true, Some(-1)),
            ("1.5", false, None),
            ("1.50e1", true, Some(15)),
        ] {
            assert_eq!((decimal(text).is_integer(), decimal(text).to_i64()), (whole, int), "{text}");
        }
        for text in ["1e1000001", "1e-1000001", "1.5e-1000000", "0e99999999999999999999"] {
            assert!(Decimal::parse(text.as_bytes()).is_none(), "{text}");
        }
    }

    #[test]
    fn divides() {
        for (dividend, divisor, is_multiple) in [
            ("10", "5", true),
            ("7", "2", false),
            ("0.3", "0.1", true),
            ("4.5", "1.5", true),
            ("4.6", "1.5", false),
            ("1e308", "0.123456789", false),
            ("1e308", "0.5", true),
            ("123456789012345678", "9007199254740993", false),
            ("-9", "3", true),
            ("0", "7", true),
            ("1e30", "1267650600228229401496703205376", false),
            ("1e31", "1000000000000000000000000000000", true),
            ("3", "1e-300", true),
        ] {
            assert_eq!(
                decimal(dividend).is_multiple_of(&decimal(divisor)),
                Some(is_multiple),
                "{dividend} {divisor}"
            );
        }
        assert_eq!(decimal("1").is_multiple_of(&decimal("0.0")), None);
    }
}

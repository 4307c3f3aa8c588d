//! shopspring/decimal: sums and products of floats as their decimal digits say, so that 0.1 + 0.2 is 0.3.
//!
//! Numbers are kept in base 10¹⁸ with an exponent of ten beside them: shifting them is cheap, and no
//! exponent, however large, costs memory.

use crate::strconv::{FloatBits, FloatFormat, format_float};
use std::cmp::Ordering;
use std::fmt;

/// What is done to a number with the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Exact.
    Add,
    /// Exact.
    Sub,
    /// Exact up to the digits that are kept.
    Mul,
    /// To 16 places after the point, halves away from zero.
    Div,
}

/// Why there is no result.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DecimalError {
    /// A number is infinite or not a number.
    NotFinite(f64),
    /// A divisor is 0.
    DivisionByZero,
}

impl fmt::Display for DecimalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DecimalError::NotFinite(value) => {
                let value = format_float(*value, FloatFormat::General, -1, FloatBits::B64);
                write!(f, "Cannot create a Decimal from {value}")
            }
            DecimalError::DivisionByZero => f.write_str("decimal division by 0"),
        }
    }
}

impl std::error::Error for DecimalError {}

/// `first` combined with each of `rest` in turn, and only the result made a float again: the nearest one,
/// infinite if it is too large. Go: sprig/numeric.go `execDecimalOp` (`addf`, `subf`, `mulf`, `divf`).
///
/// Products and quotients are cut after some 1,100 digits, far beyond what a float can show, so that no number
/// of arguments takes much time or memory.
///
/// ```
/// use nexachart_go::decimal::{fold, Operation};
/// assert_eq!(fold(Operation::Add, 0.1, [0.2]), Ok(0.3));
/// assert_eq!(fold(Operation::Div, 1.0, [3.0, 2.0]), Ok(0.1666666666666667));
/// assert_eq!(fold(Operation::Div, 1.0, [0.0]).unwrap_err().to_string(), "decimal division by 0");
/// ```
///
/// # Errors
///
/// [`DecimalError`], with the text of the library's panic.
pub fn fold(
    operation: Operation,
    first: f64,
    rest: impl IntoIterator<Item = f64>,
) -> Result<f64, DecimalError> {
    let mut result = Decimal::from(Short::new(first)?);
    for next in rest {
        let next = Short::new(next)?;
        match operation {
            Operation::Add => result.add(next),
            Operation::Sub => result.add(Short { negative: !next.negative, ..next }),
            Operation::Mul => result.mul(next),
            Operation::Div => result.div(next)?,
        }
    }
    Ok(result.to_f64())
}

/// The places after the point of a quotient. Go: `DivisionPrecision`.
const DIVISION_PLACES: i64 = 16;

/// A float's shortest digits (at most 17) times a power of ten.
#[derive(Clone, Copy)]
struct Short {
    negative: bool,
    digits: u64,
    exponent: i64,
}

impl Short {
    /// Go: `NewFromFloat`.
    fn new(value: f64) -> Result<Short, DecimalError> {
        if !value.is_finite() {
            return Err(DecimalError::NotFinite(value));
        }
        let text = format_float(value.abs(), FloatFormat::Exponent, -1, FloatBits::B64);
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let places = mantissa.len().saturating_sub("0.".len()) as i64;
        let digits = mantissa.bytes().filter(u8::is_ascii_digit);
        Ok(Short {
            negative: value < 0.0,
            digits: digits.fold(0, |digits, digit| digits * 10 + u64::from(digit - b'0')),
            exponent: exponent.parse::<i64>().unwrap_or(0) - places,
        })
    }
}

/// Any number of digits times a power of ten. Zero can have any exponent and sign.
struct Decimal {
    negative: bool,
    digits: Natural,
    exponent: i64,
}

impl From<Short> for Decimal {
    fn from(short: Short) -> Decimal {
        let Short { negative, digits, exponent } = short;
        Decimal { negative, digits: Natural::from(digits), exponent }
    }
}

impl Decimal {
    fn add(&mut self, other: Short) {
        let mut other = Decimal::from(other);
        let exponent = self.exponent.min(other.exponent);
        for number in [&mut *self, &mut other] {
            number.digits.shift_left((number.exponent - exponent) as usize);
            number.exponent = exponent;
        }
        if self.negative == other.negative {
            self.digits.add(&other.digits);
            return;
        }
        if self.digits.compare(&other.digits) == Ordering::Less {
            std::mem::swap(self, &mut other);
        }
        self.digits.sub_smaller(&other.digits);
    }

    fn mul(&mut self, other: Short) {
        self.digits.mul(other.digits);
        self.exponent += other.exponent;
        self.negative ^= other.negative;
        self.cut();
    }

    fn div(&mut self, other: Short) -> Result<(), DecimalError> {
        if other.digits == 0 {
            return Err(DecimalError::DivisionByZero);
        }
        // Twice the quotient, cut, tells a half from less; divided in two steps it is cut just the same.
        self.digits.mul(2);
        let exponent = self.exponent - other.exponent;
        let shift = (exponent + DIVISION_PLACES).min((KEPT * BASE_DIGITS) as i64);
        if shift > 0 {
            self.digits.shift_left(shift as usize);
        }
        self.digits.div(other.digits);
        if shift < 0 {
            self.digits.shift_right(shift.unsigned_abs() as usize);
        }
        self.digits.add(&Natural::from(1));
        self.digits.div(2);
        self.exponent = exponent - shift;
        self.negative ^= other.negative;
        self.cut();
        Ok(())
    }

    fn cut(&mut self) {
        let excess = self.digits.0.len().saturating_sub(KEPT);
        self.digits.0.drain(..excess);
        self.exponent += (excess * BASE_DIGITS) as i64;
    }

    /// The nearest float; of two equally near the even one. Go: `Float64`.
    fn to_f64(&self) -> f64 {
        if self.digits.is_zero() {
            return 0.0;
        }
        let sign = if self.negative { "-" } else { "" };
        format!("{sign}{}e{}", self.digits, self.exponent).parse().unwrap_or(f64::NAN)
    }
}

/// A natural number in base 10¹⁸, the lowest place first, without zeros at the end.
struct Natural(Vec<u64>);

const BASE: u64 = 1_000_000_000_000_000_000;
const BASE_DIGITS: usize = 18;

/// How many places of a product or quotient are kept. A sum of floats never has as many.
const KEPT: usize = 64;

impl From<u64> for Natural {
    fn from(value: u64) -> Natural {
        let mut number = Natural(vec![value % BASE, value / BASE]);
        number.trim();
        number
    }
}

impl Natural {
    fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    fn compare(&self, other: &Natural) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }

    fn add(&mut self, other: &Natural) {
        self.0.resize(self.0.len().max(other.0.len()) + 1, 0);
        let mut carry = 0;
        for (n, place) in self.0.iter_mut().enumerate() {
            let sum = *place + other.0.get(n).unwrap_or(&0) + carry;
            (*place, carry) = (sum % BASE, sum / BASE);
        }
        self.trim();
    }

    /// Subtracts a number that is not larger.
    fn sub_smaller(&mut self, other: &Natural) {
        let mut borrow = 0;
        for (n, place) in self.0.iter_mut().enumerate() {
            let less = other.0.get(n).unwrap_or(&0) + borrow;
            borrow = u64::from(*place < less);
            *place = *place + borrow * BASE - less;
        }
        self.trim();
    }

    fn mul(&mut self, factor: u64) {
        let mut carry = 0;
        for place in &mut self.0 {
            let product = u128::from(*place) * u128::from(factor) + carry;
            (*place, carry) = ((product % u128::from(BASE)) as u64, product / u128::from(BASE));
        }
        // A factor of 64 bits leaves a carry of at most 64 bits, which can be two places.
        self.0.extend(Natural::from(carry as u64).0);
        self.trim();
    }

    /// Divides by a number that is not 0, and drops the remainder.
    fn div(&mut self, divisor: u64) {
        let mut rest = 0;
        for place in self.0.iter_mut().rev() {
            let dividend = rest * u128::from(BASE) + u128::from(*place);
            (*place, rest) = ((dividend / u128::from(divisor)) as u64, dividend % u128::from(divisor));
        }
        self.trim();
    }

    /// Multiplies by a power of ten.
    fn shift_left(&mut self, digits: usize) {
        if self.is_zero() {
            return;
        }
        self.mul(10u64.pow((digits % BASE_DIGITS) as u32));
        self.0.splice(..0, std::iter::repeat_n(0, digits / BASE_DIGITS));
    }

    /// Divides by a power of ten, and drops the remainder.
    fn shift_right(&mut self, digits: usize) {
        self.0.drain(..self.0.len().min(digits / BASE_DIGITS));
        self.div(10u64.pow((digits % BASE_DIGITS) as u32));
    }
}

impl fmt::Display for Natural {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut places = self.0.iter().rev();
        write!(f, "{}", places.next().unwrap_or(&0))?;
        places.try_for_each(|place| write!(f, "{place:0BASE_DIGITS$}"))
    }
}

#[cfg(test)]
mod tests {
    //! Expected values are those of shopspring/decimal v1.4.0.

    use super::Operation::{Add, Div, Mul, Sub};
    use super::fold;

    #[test]
    fn results() {
        #[rustfmt::skip]
        let cases: [(super::Operation, f64, &[f64], f64); _] = [
            (Add, 0.0, &[0.1, 0.2], 0.3),
            (Add, 1e308, &[5e-324], 1e308),
            (Add, 1e308, &[1e308], f64::INFINITY),
            (Add, -1.5, &[1.5], 0.0),
            (Add, 9.007199254740992e15, &[1.0, 5e-324], 9.007199254740994e15),
            (Sub, 1.0, &[0.9], 0.1),
            (Sub, 1e16, &[1e-16, 1e16], -1e-16),
            (Sub, -0.0, &[], 0.0),
            (Sub, 0.0, &[0.1, -0.3], 0.2),
            (Mul, 0.1, &[3.0], 0.3),
            (Mul, 1e-200, &[1e-200, 1e200, 1e200], 1.0),
            (Mul, -1e-200, &[1e-200], -0.0),
            (Mul, 1e200, &[-1e200], f64::NEG_INFINITY),
            (Mul, 3.0, &[3.002399751580331e15], 9.007199254740992e15),
            (Mul, 3.0, &[3.002399751580331e15, 5.0], 4.503599627370497e16),
            (Div, 1.0, &[3.0], 0.3333333333333333),
            (Div, 2.0, &[-3.0], -0.6666666666666667),
            (Div, 10.0, &[3.0, 2.0], 1.6666666666666667),
            (Div, 1.0, &[2e16], 1e-16),
            (Div, 1.0, &[2.1e16], 0.0),
            (Div, -1.0, &[2e16], -1e-16),
            (Div, 1e300, &[1e-300, 1e300], 1e300),
            (Div, 0.0, &[5.0], 0.0),
            (Div, 5e-324, &[5e-324], 1.0),
            (Div, 1e-20, &[1e-10], 1e-10),
        ];
        for (operation, first, rest, expected) in cases {
            let found = fold(operation, first, rest.iter().copied()).unwrap();
            assert_eq!(found.to_bits(), expected.to_bits(), "{operation:?} {first} {rest:?}: {found}");
        }
    }

    #[test]
    fn no_results() {
        let error = |operation, first, rest: &[f64]| {
            fold(operation, first, rest.iter().copied()).unwrap_err().to_string()
        };
        assert_eq!(error(Div, 1.0, &[0.0]), "decimal division by 0");
        assert_eq!(error(Add, f64::INFINITY, &[]), "Cannot create a Decimal from +Inf");
        assert_eq!(error(Sub, 1.0, &[f64::NEG_INFINITY]), "Cannot create a Decimal from -Inf");
        assert_eq!(error(Mul, 0.0, &[1.0, f64::NAN]), "Cannot create a Decimal from NaN");
    }

    #[test]
    fn chains_of_more_digits_than_are_kept() {
        let halved_and_doubled = [0.5].repeat(20_000).into_iter().chain([2.0].repeat(20_000));
        assert_eq!(fold(Mul, 3.0, halved_and_doubled), Ok(3.0));
        assert_eq!(fold(Mul, 1.5, [1e300].repeat(20_000)), Ok(f64::INFINITY));
        assert_eq!(fold(Div, 1.0, [5e-324].repeat(20_000)), Ok(f64::INFINITY));
    }
}

//! Decimal numbers without bounds, for quantities that do not fit an `i64`. Go: gopkg.in/inf.v0.
//!
//! Kept as decimal digits: shifting by powers of ten, which is nearly all that happens to a quantity, is then
//! only adding or dropping zeros.

use super::QuantityError;
use std::cmp::Ordering;

/// The most zeros that bringing two numbers to one scale may add.
const MOST_ALIGNMENT: u64 = 100_000;

/// `digits / 10^scale`, with a sign. Zero has no digits and no sign.
#[derive(Clone, Debug)]
pub(super) struct Decimal {
    negative: bool,
    /// 0 to 9 each, the most significant first, which is not 0.
    digits: Vec<u8>,
    scale: i32,
}

impl Decimal {
    pub(super) fn from_i64(value: i64, scale: i32) -> Decimal {
        let digits = value.unsigned_abs().to_string().into_bytes();
        Decimal { negative: value < 0, digits: trimmed(digits.iter().map(|digit| digit - b'0')), scale }
    }

    /// An unsigned number as text: digits with at most one point. None without any digit. Go: `Dec.SetString`.
    pub(super) fn parse(text: &str) -> Option<Decimal> {
        let places = text.find('.').map_or(0, |point| text.len() - point - 1);
        let digits = || text.bytes().filter(u8::is_ascii_digit);
        digits().next()?;
        let scale = i32::try_from(places).ok()?;
        Some(Decimal { negative: false, digits: trimmed(digits().map(|digit| digit - b'0')), scale })
    }

    pub(super) fn scale(&self) -> i32 {
        self.scale
    }

    pub(super) fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    pub(super) fn sign(&self) -> i32 {
        match (self.is_zero(), self.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }

    pub(super) fn negated(mut self) -> Decimal {
        self.negative = !self.negative && !self.is_zero();
        self
    }

    /// Times `10^exponent`: only the scale moves. As in Go, a scale of 32 bits wraps around.
    pub(super) fn shifted(mut self, exponent: i32) -> Decimal {
        self.scale = self.scale.wrapping_sub(exponent);
        self
    }

    /// Times `2^exponent`.
    pub(super) fn times_power_of_two(mut self, exponent: u32) -> Decimal {
        let mut left = exponent;
        while left > 0 {
            let step = left.min(30);
            self.multiply(1 << step);
            left -= step;
        }
        self
    }

    /// With the given scale, rounded away from zero; the second value tells whether nothing was lost.
    ///
    /// A number so large that its digits would fill a book keeps its scale: its value is what matters.
    pub(super) fn rounded_up(&self, scale: i32) -> (Decimal, bool) {
        let mut rounded = self.clone();
        let shift = i64::from(scale) - i64::from(self.scale);
        if shift >= 0 {
            if self.is_zero() {
                rounded.scale = scale;
            } else if shift as u64 <= MOST_ALIGNMENT {
                rounded.digits.resize(self.digits.len() + shift as usize, 0);
                rounded.scale = scale;
            }
            return (rounded, true);
        }
        let kept = self.digits.len().saturating_sub(shift.unsigned_abs() as usize);
        let exact = self.digits[kept..].iter().all(|digit| *digit == 0);
        rounded.digits.truncate(kept);
        rounded.scale = scale;
        if !exact {
            rounded.increment();
        }
        rounded.negative = self.negative && !rounded.is_zero();
        (rounded, exact)
    }

    pub(super) fn compare(&self, other: &Decimal) -> Ordering {
        match (self.sign(), other.sign()) {
            (left, right) if left != right => left.cmp(&right),
            (0, _) => Ordering::Equal,
            (1, _) => self.compare_size(other),
            _ => other.compare_size(self),
        }
    }

    /// # Errors
    /// When the two are so far apart that the sum would have more than a hundred thousand digits.
    pub(super) fn plus(&self, other: &Decimal) -> Result<Decimal, QuantityError> {
        let scale = self.scale.max(other.scale);
        let (left, right) = (self.aligned(scale)?, other.aligned(scale)?);
        if left.negative == right.negative {
            return Ok(Decimal { digits: sum(&left.digits, &right.digits), ..left });
        }
        Ok(match left.compare_size(&right) {
            Ordering::Less => Decimal { digits: difference(&right.digits, &left.digits), ..right },
            _ => {
                let digits = difference(&left.digits, &right.digits);
                Decimal { negative: left.negative && !digits.is_empty(), digits, scale }
            }
        })
    }

    /// The unscaled number as the nearest float. Go: `big.Float.SetInt`.
    pub(super) fn unscaled_float(&self) -> f64 {
        let size = self.unscaled_text().parse().unwrap_or(f64::INFINITY);
        if self.negative { -size } else { size }
    }

    /// The digits without the factors of ten, the sign included, and the exponent of ten: a multiple of three.
    pub(super) fn canonical(&self) -> (String, i64) {
        let mut shown = self.clone();
        let mut exponent = -i64::from(self.scale);
        let zeros = self.digits.iter().rev().take_while(|digit| **digit == 0).count();
        shown.digits.truncate(self.digits.len() - zeros);
        exponent += zeros as i64;
        let short = exponent.rem_euclid(3);
        shown.digits.resize(shown.digits.len() + short as usize, 0);
        (shown.signed_text(), exponent - short)
    }

    /// The digits of the integer without the factors of 1024, the sign included, and how many there were.
    pub(super) fn canonical_1024(&self) -> (String, i64) {
        let (mut integer, _) = self.rounded_up(0);
        let mut times = 0;
        while !integer.is_zero() {
            let (quotient, remainder) = divided(&integer.digits, 1024);
            if remainder != 0 {
                break;
            }
            integer.digits = quotient;
            times += 1;
        }
        (integer.signed_text(), times)
    }

    fn signed_text(&self) -> String {
        let sign = if self.negative { "-" } else { "" };
        format!("{sign}{}", self.unscaled_text())
    }

    fn unscaled_text(&self) -> String {
        if self.is_zero() {
            return "0".to_owned();
        }
        self.digits.iter().map(|digit| char::from(b'0' + digit)).collect()
    }

    /// Without signs.
    fn compare_size(&self, other: &Decimal) -> Ordering {
        let magnitude = |number: &Decimal| number.digits.len() as i64 - i64::from(number.scale);
        magnitude(self).cmp(&magnitude(other)).then_with(|| {
            let (left, right) = (&self.digits, &other.digits);
            let shared = left.len().min(right.len());
            left[..shared].cmp(&right[..shared]).then_with(|| {
                let rest = |digits: &[u8]| digits[shared..].iter().any(|digit| *digit != 0);
                rest(left).cmp(&rest(right))
            })
        })
    }

    /// The same number with a larger scale.
    fn aligned(&self, scale: i32) -> Result<Decimal, QuantityError> {
        let zeros = i64::from(scale) - i64::from(self.scale);
        let mut aligned = self.clone();
        aligned.scale = scale;
        if !self.is_zero() {
            if zeros.unsigned_abs() > MOST_ALIGNMENT {
                return Err(QuantityError::TooFarApart);
            }
            aligned.digits.resize(self.digits.len() + zeros.max(0) as usize, 0);
        }
        Ok(aligned)
    }

    fn multiply(&mut self, factor: u64) {
        let mut carry = 0;
        for digit in self.digits.iter_mut().rev() {
            let product = u64::from(*digit) * factor + carry;
            *digit = (product % 10) as u8;
            carry = product / 10;
        }
        let mut lead = Vec::new();
        while carry > 0 {
            lead.push((carry % 10) as u8);
            carry /= 10;
        }
        self.digits.splice(0..0, lead.into_iter().rev());
    }

    fn increment(&mut self) {
        for digit in self.digits.iter_mut().rev() {
            if *digit < 9 {
                *digit += 1;
                return;
            }
            *digit = 0;
        }
        self.digits.insert(0, 1);
    }
}

fn trimmed(digits: impl Iterator<Item = u8>) -> Vec<u8> {
    digits.skip_while(|digit| *digit == 0).collect()
}

fn sum(left: &[u8], right: &[u8]) -> Vec<u8> {
    let (long, short) = if left.len() < right.len() { (right, left) } else { (left, right) };
    let mut digits = Vec::with_capacity(long.len() + 1);
    digits.push(0);
    digits.extend_from_slice(long);
    let mut carry = 0;
    let mut addends = short.iter().rev();
    for digit in digits.iter_mut().rev() {
        let total = *digit + addends.next().copied().unwrap_or(0) + carry;
        *digit = total % 10;
        carry = total / 10;
    }
    trimmed(digits.into_iter())
}

/// `large` must not be less than `small`.
fn difference(large: &[u8], small: &[u8]) -> Vec<u8> {
    let mut digits = large.to_vec();
    let mut borrow = 0;
    let mut subtrahends = small.iter().rev();
    for digit in digits.iter_mut().rev() {
        let taken = subtrahends.next().copied().unwrap_or(0) + borrow;
        borrow = u8::from(*digit < taken);
        *digit = *digit + 10 * borrow - taken;
    }
    trimmed(digits.into_iter())
}

fn divided(digits: &[u8], divisor: u32) -> (Vec<u8>, u32) {
    let mut remainder = 0;
    let quotient = digits.iter().map(|digit| {
        let part = remainder * 10 + u32::from(*digit);
        remainder = part % divisor;
        (part / divisor) as u8
    });
    let quotient = trimmed(quotient.collect::<Vec<u8>>().into_iter());
    (quotient, remainder)
}

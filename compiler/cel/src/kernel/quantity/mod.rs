//! Kubernetes' quantities: `500m`, `1.5Gi`, `12e6`. Go: k8s.io/apimachinery/pkg/api/resource.
//!
//! As there, a number is an `i64` times a power of ten as long as that fits, and a decimal number without bounds
//! beyond: which of the two it is can be seen ([`Quantity::as_i64`] refuses the second), so it is kept apart.

mod amount;
mod decimal;
mod parse;
mod round;
mod suffix;
#[cfg(test)]
mod tests;

use amount::Int64Amount;
use decimal::Decimal;
use std::cmp::Ordering;
use std::fmt;

/// A number with the kind of suffix it was written with. Equal and ordered by value: `1Ki` is `1024`.
///
/// ```
/// use nexachart_cel::kernel::quantity::Quantity;
/// let half: Quantity = "0.5Gi".parse()?;
/// assert_eq!(half.to_string(), "512Mi");
/// assert_eq!(half, "536870912".parse()?);
/// assert_eq!(half.plus(&"0.5".parse()?)?.to_string(), "536870912500m");
/// # Ok::<(), nexachart_cel::kernel::quantity::QuantityError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Quantity {
    amount: Amount,
    format: Format,
    /// The text it was parsed from, where Go prints that again. It need not be canonical: `+5`, `1.500`.
    text: Option<Box<str>>,
}

/// The family of suffixes in which a quantity is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `n`, `u`, `m`, none, `k`, `M`, `G`, `T`, `P`, `E`.
    DecimalSi,
    /// `Ki`, `Mi`, `Gi`, `Ti`, `Pi`, `Ei`.
    BinarySi,
    /// `e3`, `E3`, written with `e`.
    DecimalExponent,
}

/// Why there is no quantity. Its text is Go's, except for the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantityError {
    /// The text is empty, or is no number followed by a suffix.
    Format,
    /// There are no digits.
    Numeric,
    /// The suffix is unknown.
    Suffix,
    /// Two numbers whose sum would have more than a hundred thousand digits; Go would try.
    TooFarApart,
}

impl fmt::Display for QuantityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            QuantityError::Format => {
                "quantities must match the regular expression \
                 '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
            }
            QuantityError::Numeric => "unable to parse numeric part of quantity",
            QuantityError::Suffix => "unable to parse quantity's suffix",
            QuantityError::TooFarApart => "quantities are too far apart to be added",
        })
    }
}

impl std::error::Error for QuantityError {}

#[derive(Clone, Debug)]
enum Amount {
    Int(Int64Amount),
    Big(Decimal),
}

impl From<i64> for Quantity {
    /// Go: `NewQuantity(value, DecimalExponent)`, as CEL's `add` and `sub` make of an int.
    fn from(value: i64) -> Quantity {
        let amount = Amount::Int(Int64Amount { value, scale: 0 });
        Quantity { amount, format: Format::DecimalExponent, text: None }
    }
}

impl Quantity {
    /// 1, 0 or -1.
    pub fn sign(&self) -> i64 {
        match &self.amount {
            Amount::Int(int) => int.value.signum(),
            Amount::Big(big) => i64::from(big.sign()),
        }
    }

    /// The family of suffixes in which it is written.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The value, if it is kept as an integer times a power of ten and is itself an integer that fits. Numbers
    /// that were parsed in full precision (`0.5Ki`, 19 digits) never are. Go: `AsInt64`.
    pub fn as_i64(&self) -> Option<i64> {
        match &self.amount {
            Amount::Int(int) => int.as_i64(),
            Amount::Big(_) => None,
        }
    }

    /// A float near the value, not always the nearest one. Go: `AsApproximateFloat64`.
    pub fn as_approximate_f64(&self) -> f64 {
        let (base, exponent) = match &self.amount {
            Amount::Int(int) => (int.value as f64, i64::from(int.scale)),
            Amount::Big(big) => (big.unscaled_float(), -i64::from(big.scale())),
        };
        if exponent == 0 { base } else { base * power_of_ten(exponent) }
    }

    /// The sum, in the format of `self` unless that is zero. Go: `Add`.
    ///
    /// # Errors
    /// [`QuantityError::TooFarApart`]: `1e2000000000` and `1`.
    pub fn plus(&self, other: &Quantity) -> Result<Quantity, QuantityError> {
        let format = if self.sign() == 0 { other.format } else { self.format };
        if let (Amount::Int(left), Amount::Int(right)) = (&self.amount, &other.amount)
            && let Some(sum) = left.plus(*right)
        {
            return Ok(Quantity { amount: Amount::Int(sum), format, text: None });
        }
        let sum = self.decimal().plus(&other.decimal())?;
        Ok(Quantity { amount: Amount::Big(sum), format, text: None })
    }

    /// The difference, in the format of `self` unless that is zero. Go: `Sub`.
    ///
    /// # Errors
    /// [`QuantityError::TooFarApart`].
    pub fn minus(&self, other: &Quantity) -> Result<Quantity, QuantityError> {
        let format = if self.sign() == 0 { other.format } else { self.format };
        if let (Amount::Int(left), Amount::Int(right)) = (&self.amount, &other.amount) {
            // Go negates without a look at overflow: less the smallest i64 is plus the smallest i64.
            let negated = Int64Amount { value: right.value.wrapping_neg(), scale: right.scale };
            if let Some(difference) = left.plus(negated) {
                return Ok(Quantity { amount: Amount::Int(difference), format, text: None });
            }
        }
        let difference = self.decimal().plus(&other.decimal().negated())?;
        Ok(Quantity { amount: Amount::Big(difference), format, text: None })
    }

    fn decimal(&self) -> Decimal {
        match &self.amount {
            Amount::Int(int) => int.decimal(),
            Amount::Big(big) => big.clone(),
        }
    }

    /// The number and its suffix. Go: `CanonicalizeBytes`.
    fn canonical(&self) -> (String, String) {
        if self.sign() == 0 {
            return ("0".to_owned(), String::new());
        }
        let whole = match self.format {
            Format::BinarySi => self.whole_of_1024(),
            _ => None,
        };
        if let Some((number, times)) = whole {
            return (number, suffix::binary(times));
        }
        let (number, exponent) = match &self.amount {
            Amount::Int(int) => int.canonical(),
            Amount::Big(big) => big.canonical(),
        };
        let suffix = match self.format {
            Format::DecimalExponent => suffix::exponent(exponent),
            _ => suffix::decimal(exponent),
        };
        (number, suffix)
    }

    /// The number as a product with a power of 1024, if it is an integer of at least that size.
    fn whole_of_1024(&self) -> Option<(String, i64)> {
        let limit = |value| Quantity::from(value);
        if self.compare(&limit(-1024)) == Ordering::Greater && self.compare(&limit(1024)) == Ordering::Less {
            return None;
        }
        match &self.amount {
            Amount::Int(int) => int.rounded_up_to_integer().map(Int64Amount::canonical_1024),
            Amount::Big(big) => {
                let (rounded, exact) = big.rounded_up(0);
                exact.then(|| rounded.canonical_1024())
            }
        }
    }

    fn compare(&self, other: &Quantity) -> Ordering {
        match (&self.amount, &other.amount) {
            (Amount::Int(left), Amount::Int(right)) if left.scale == right.scale => {
                left.value.cmp(&right.value)
            }
            _ => self.decimal().compare(&other.decimal()),
        }
    }
}

impl fmt::Display for Quantity {
    /// Go: `String`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.text {
            Some(text) => f.write_str(text),
            None => {
                let (number, suffix) = self.canonical();
                write!(f, "{number}{suffix}")
            }
        }
    }
}

impl PartialEq for Quantity {
    fn eq(&self, other: &Quantity) -> bool {
        self.compare(other) == Ordering::Equal
    }
}

impl Eq for Quantity {}

impl PartialOrd for Quantity {
    fn partial_cmp(&self, other: &Quantity) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Quantity {
    fn cmp(&self, other: &Quantity) -> Ordering {
        self.compare(other)
    }
}

/// Go: `math.Pow10`, which multiplies two exact powers and so is not always the nearest float.
fn power_of_ten(exponent: i64) -> f64 {
    const SMALL: [f64; 32] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
        1e18, 1e19, 1e20, 1e21, 1e22, 1e23, 1e24, 1e25, 1e26, 1e27, 1e28, 1e29, 1e30, 1e31,
    ];
    const LARGE: [f64; 10] = [1e0, 1e32, 1e64, 1e96, 1e128, 1e160, 1e192, 1e224, 1e256, 1e288];
    const TINY: [f64; 11] =
        [1e0, 1e-32, 1e-64, 1e-96, 1e-128, 1e-160, 1e-192, 1e-224, 1e-256, 1e-288, 1e-320];
    match exponent {
        0..=308 => LARGE[exponent as usize / 32] * SMALL[exponent as usize % 32],
        -323..=-1 => {
            TINY[exponent.unsigned_abs() as usize / 32] / SMALL[exponent.unsigned_abs() as usize % 32]
        }
        309.. => f64::INFINITY,
        _ => 0.0,
    }
}

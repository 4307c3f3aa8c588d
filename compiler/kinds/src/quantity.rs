//! Quantities: `100m`, `1.5Gi`, `2e3`.

use crate::{Node, Value};

/// An amount in billionths, rounded away from zero: the API server keeps no more of it either. What is beyond 10^29 is
/// taken for that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quantity(i128);

const NANO: i128 = 1_000_000_000;
const MOST: i128 = i128::MAX / 2;

impl Quantity {
    /// Nothing.
    pub const ZERO: Quantity = Quantity(0);

    /// Reads a quantity. Go: k8s.io/apimachinery/pkg/api/resource/quantity.go, ParseQuantity.
    ///
    /// ```
    /// use nexachart_kinds::Quantity;
    /// assert!(Quantity::parse("1.5Gi").unwrap() > Quantity::parse("1500M").unwrap());
    /// assert_eq!(Quantity::parse("1K").unwrap_err(), "unable to parse quantity's suffix");
    /// ```
    ///
    /// # Errors
    /// The API server's text.
    pub fn parse(text: &str) -> Result<Quantity, &'static str> {
        const WRONG: &str =
            "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
        if text.is_empty() {
            return Err(WRONG);
        }
        let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (whole, rest) = unsigned.split_at(digits(unsigned));
        let (fraction, suffix) = match rest.strip_prefix('.') {
            Some(rest) => rest.split_at(digits(rest)),
            None => ("", rest),
        };
        let letters = suffix.find(|c: char| !"eEinumkKMGTP".contains(c)).unwrap_or(suffix.len());
        let exponent = &suffix[letters..];
        let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        if digits(exponent) != exponent.len() {
            return Err(WRONG);
        }
        let (factor, power) = unit(suffix).ok_or("unable to parse quantity's suffix")?;
        let amount = amount(whole, fraction, factor, power);
        Ok(Quantity(if text.starts_with('-') { -amount } else { amount }))
    }

    /// The quantity that a node stands for: a text or a number; zero for anything else.
    pub(crate) fn of(node: Node<'_>) -> Quantity {
        match node.value() {
            Value::Text(text) => Quantity::parse(text).unwrap_or(Quantity::ZERO),
            Value::Int(value) => Quantity(i128::from(value) * NANO),
            Value::Float(value) => Quantity::parse(&value.to_string()).unwrap_or(Quantity::ZERO),
            _ => Quantity::ZERO,
        }
    }

    /// Whether it is a whole number of others.
    pub(crate) fn is_multiple_of(self, unit: Quantity) -> bool {
        unit.0 != 0 && self.0 % unit.0 == 0
    }

    /// Whether it is a whole number of units.
    pub(crate) fn is_whole(self) -> bool {
        self.0 % NANO == 0
    }
}

/// What a suffix multiplies by: a factor and a power of ten.
fn unit(suffix: &str) -> Option<(i128, i64)> {
    let decimal = |power| Some((1, power));
    match suffix {
        "" => decimal(0),
        "n" => decimal(-9),
        "u" => decimal(-6),
        "m" => decimal(-3),
        "k" => decimal(3),
        "M" => decimal(6),
        "G" => decimal(9),
        "T" => decimal(12),
        "P" => decimal(15),
        "E" => decimal(18),
        "Ki" => Some((1 << 10, 0)),
        "Mi" => Some((1 << 20, 0)),
        "Gi" => Some((1 << 30, 0)),
        "Ti" => Some((1 << 40, 0)),
        "Pi" => Some((1 << 50, 0)),
        "Ei" => Some((1 << 60, 0)),
        _ => {
            let exponent = suffix.strip_prefix(['e', 'E'])?;
            decimal(exponent.parse::<i64>().ok()?)
        }
    }
}

fn amount(whole: &str, fraction: &str, factor: i128, power: i64) -> i128 {
    let mut value: i128 = 0;
    let mut scale = power.saturating_add(9);
    let mut rest = false;
    for (is_fraction, digit) in
        whole.bytes().map(|digit| (false, digit)).chain(fraction.bytes().map(|digit| (true, digit)))
    {
        let next = value.checked_mul(10).and_then(|value| value.checked_add(i128::from(digit - b'0')));
        match next.filter(|value| *value < MOST / (1 << 62)) {
            Some(next) => {
                value = next;
                scale -= i64::from(is_fraction);
            }
            // Digits beyond those that count.
            None => {
                rest |= digit != b'0';
                scale += i64::from(!is_fraction);
            }
        }
    }
    value = value.saturating_mul(factor);
    if value == 0 && !rest {
        return 0;
    }
    while scale > 0 && value < MOST {
        value = value.saturating_mul(10);
        scale -= 1;
    }
    while scale < 0 && value > 0 {
        rest |= value % 10 != 0;
        value /= 10;
        scale += 1;
    }
    value.saturating_add(i128::from(rest)).min(MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts() {
        for (a, b) in [
            ("1", "1000m"),
            ("1Ki", "1024"),
            ("0.25Gi", "256Mi"),
            ("1e3", "1k"),
            ("1E", "1000P"),
            ("-1.50", "-1500m"),
            ("+5", "5"),
            ("1.", "1"),
            (".5", "500m"),
            ("1n", "0.1n"),
            ("1e-20", "1n"),
            ("0.0", "0"),
            ("-", "0"),
            ("000001", "1"),
        ] {
            assert_eq!(Quantity::parse(a), Quantity::parse(b), "{a} {b}");
            assert!(Quantity::parse(a).is_ok(), "{a}");
        }
        let ordered = ["-1", "0", "1n", "999m", "1", "1Ki", "1M", "1Mi", "1e30"];
        let read: Vec<_> = ordered.iter().map(|text| Quantity::parse(text).unwrap()).collect();
        assert!(read.is_sorted());
    }

    #[test]
    fn what_is_no_quantity() {
        let wrong = Quantity::parse("").unwrap_err();
        for text in ["x", "1.2.3", "1 Gi", "1Gi ", "ten", "1e3x"] {
            assert_eq!(Quantity::parse(text), Err(wrong), "{text}");
        }
        for text in ["1K", "1ki", "1e", "1Zi", "1mm", "1gi"] {
            assert!(Quantity::parse(text).is_err(), "{text}");
        }
        assert!(Quantity::parse("1".repeat(10_000).as_str()).is_ok());
        assert!(Quantity::parse("1e999999999").is_ok());
        assert!(Quantity::parse("1e-999999999").is_ok());
    }
}

//! Reading quantities. Go: pkg/api/resource/quantity.go `ParseQuantity`.

use super::amount::Int64Amount;
use super::decimal::Decimal;
use super::{Amount, Format, Quantity, QuantityError, suffix};
use std::str::FromStr;

/// The most decimal digits that are certain to fit an `i64`.
const MOST_DIGITS: i64 = 18;

/// The smallest exponent of ten that a quantity keeps: smaller parts are rounded up.
const NANO: i32 = -9;

/// A text, taken apart.
struct Parts<'a> {
    negative: bool,
    /// Sign, digits and point. Empty where Go's scanner forgets to say: then there are no digits to parse.
    value: &'a str,
    /// Without leading zeros, but `0` if there is nothing else.
    integer: &'a str,
    fraction: &'a str,
    suffix: &'a str,
}

impl FromStr for Quantity {
    type Err = QuantityError;

    /// Numbers that do not fit are rounded up to a billionth; with a binary suffix they are cut at the largest
    /// `i64`.
    fn from_str(text: &str) -> Result<Quantity, QuantityError> {
        if text.is_empty() {
            return Err(QuantityError::Format);
        }
        if text == "0" {
            let amount = Amount::Int(Int64Amount { value: 0, scale: 0 });
            return Ok(Quantity { amount, format: Format::DecimalSi, text: Some(text.into()) });
        }
        let parts = split(text)?;
        let (exponent, format) = suffix::interpret(parts.suffix).ok_or(QuantityError::Suffix)?;
        match short(text, &parts, exponent, format) {
            Some(quantity) => Ok(quantity),
            None => long(&parts, exponent, format),
        }
    }
}

/// Go: `parseQuantityString`.
fn split(text: &str) -> Result<Parts<'_>, QuantityError> {
    let negative = text.starts_with('-');
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let significant = unsigned.trim_start_matches('0');
    if significant.is_empty() {
        return Ok(Parts { negative, value: "0", integer: "0", fraction: "", suffix: "" });
    }
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (integer, mut rest) = significant.split_at(digits(significant));
    let mut fraction = "";
    if let Some(after) = rest.strip_prefix('.') {
        (fraction, rest) = after.split_at(digits(after));
    }
    let value = &text[..text.len() - rest.len()];
    let tail = rest.trim_start_matches(|c: char| "eEinumkKMGTP".contains(c));
    let tail = tail.strip_prefix(['+', '-']).unwrap_or(tail);
    if digits(tail) < tail.len() {
        return Err(QuantityError::Format);
    }
    let integer = if integer.is_empty() { "0" } else { integer };
    Ok(Parts { negative, value, integer, fraction, suffix: rest })
}

/// A number that fits an `i64` times a power of ten.
fn short(text: &str, parts: &Parts<'_>, exponent: i32, format: Format) -> Option<Quantity> {
    let (integer, fraction) = (parts.integer, parts.fraction);
    let (places, digits) = (fraction.len() as i64, integer.len() as i64);
    let (factor, room, exponent_of_ten) = match format {
        // 2^20 takes about 6 digits.
        Format::BinarySi => (1_i64 << exponent, 15 - digits - i64::from(exponent) * 3 / 10 - 1, 0),
        _ => (1, MOST_DIGITS - digits - places, exponent),
    };
    if room < 0 || (format == Format::BinarySi && places > 0) {
        return None;
    }
    // As in Go of 32 bits: an exponent below the smallest turns into a large one.
    let scale = exponent_of_ten.wrapping_sub(places as i32);
    if scale < NANO {
        return None;
    }
    let read = [integer, fraction].concat().parse::<i64>().ok()?;
    let value = read.checked_mul(factor)?;
    let canonical = match format {
        Format::BinarySi => read & 7 != 0,
        _ => {
            let zeros = [integer, fraction].concat().ends_with("000");
            scale % 3 == 0 && !zeros && !integer.starts_with('0')
        }
    };
    let value = if parts.negative { -value } else { value };
    let amount = Amount::Int(Int64Amount { value, scale });
    Some(Quantity { amount, format, text: canonical.then(|| text.into()) })
}

/// Any other number.
fn long(parts: &Parts<'_>, exponent: i32, format: Format) -> Result<Quantity, QuantityError> {
    let mut amount = Decimal::parse(parts.value).ok_or(QuantityError::Numeric)?;
    amount = match format {
        Format::BinarySi => amount.times_power_of_two(exponent.unsigned_abs()),
        _ => amount.shifted(exponent),
    };
    if !amount.is_zero() {
        amount = amount.rounded_up(-NANO).0;
    }
    let mut format = format;
    if format == Format::BinarySi {
        let most = Decimal::from_i64(i64::MAX, 0);
        if amount.compare(&most).is_gt() {
            amount = most;
        }
        // `0.5Ki` is shown without a binary suffix, else it would be rounded.
        if !amount.is_zero() && amount.compare(&Decimal::from_i64(1, 0)).is_lt() {
            format = Format::DecimalSi;
        }
    }
    let amount = if parts.negative { amount.negated() } else { amount };
    Ok(Quantity { amount: Amount::Big(amount), format, text: None })
}

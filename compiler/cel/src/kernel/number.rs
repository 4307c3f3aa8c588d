//! Numbers as texts in English, as `format` writes them. Go: golang.org/x/text/message, internal/number.

use nexachart_go::strconv::{FloatBits, FloatFormat, format_float};

/// A number with commas between its thousands and `precision` digits after its point, rounded to even.
///
/// Of more than 255 digits some are cut, as in Go, which keeps the least number of them in eight bits: digits that are not zero
/// are all there.
///
/// ```
/// use nexachart_cel::kernel::number::fixed;
/// assert_eq!(fixed(1234567.891, 2), "1,234,567.89");
/// assert_eq!(fixed(f64::NEG_INFINITY, 2), "-∞");
/// ```
pub fn fixed(value: f64, precision: i64) -> String {
    if let Some(special) = special(value) {
        return special;
    }
    let precision = verb_number(precision);
    // The most digits are 16 bits with a sign: a negative number means all that it takes to tell the number from others.
    let most = i32::from(precision as i16);
    let text = match most {
        0.. => format_float(value.abs(), FloatFormat::Fixed, most, FloatBits::B64),
        _ => format_float(value.abs(), FloatFormat::Fixed, -1, FloatBits::B64),
    };
    let (integer, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let least = usize::from(precision as u8);
    let mut fraction = fraction.trim_end_matches('0').to_owned();
    while fraction.len() < least {
        fraction.push('0');
    }
    let mut out = String::from(if value < 0.0 { "-" } else { "" });
    for (n, digit) in integer.char_indices() {
        if n > 0 && (integer.len() - n).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(&fraction);
    }
    out
}

/// A number as `1.234568×10⁰³`: always six digits after the point and at least two of the exponent, filled up with spaces before
/// it to `width` characters.
///
/// ```
/// use nexachart_cel::kernel::number::scientific;
/// assert_eq!(scientific(-1e-10, 0), "-1.000000×10⁻¹⁰");
/// assert_eq!(scientific(1234.5678, 15), "  1.234568×10⁰³");
/// ```
pub fn scientific(value: f64, width: i64) -> String {
    let text = special(value).unwrap_or_else(|| {
        let text = format_float(value.abs(), FloatFormat::Exponent, 6, FloatBits::B64);
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "+00"));
        let mut out = String::from(if value < 0.0 { "-" } else { "" });
        out.push_str(mantissa);
        out.push_str("×10");
        out.extend(exponent.chars().filter_map(|c| match c {
            '-' => Some('⁻'),
            '0'..='9' => "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(c as usize - '0' as usize),
            _ => None,
        }));
        out
    });
    let width = usize::from(verb_number(width) as u16);
    let missing = width.saturating_sub(text.chars().count());
    " ".repeat(missing) + &text
}

fn special(value: f64) -> Option<String> {
    if value.is_nan() {
        return Some("NaN".to_owned());
    }
    value.is_infinite().then(|| if value < 0.0 { "-∞" } else { "∞" }.to_owned())
}

/// A number within a verb; one of too many digits is 0. Go: golang.org/x/text/internal/format, `parsenum`.
fn verb_number(number: i64) -> i64 {
    let most = 10_000_009;
    if (0..=most).contains(&number) { number } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::{fixed, scientific};

    #[test]
    fn fixed_is_grouped_and_rounds_to_even() {
        let cases = [
            (0.25, 1, "0.2"),
            (2.5, 0, "2"),
            (999.9999, 2, "1,000.00"),
            (-1234567.0, 0, "-1,234,567"),
            (-1e-9, 3, "-0.000"),
            (-0.0, 1, "0.0"),
            (0.1, 20, "0.10000000000000000555"),
        ];
        for (value, precision, want) in cases {
            assert_eq!(fixed(value, precision), want);
        }
        assert_eq!(fixed(1.5, 256).len(), "1.5".len());
        assert_eq!(fixed(1.5, 1000).len(), 2 + 1000 % 256);
    }

    #[test]
    fn scientific_has_six_digits() {
        assert_eq!(scientific(9999999.5, 0), "1.000000×10⁰⁷");
        assert_eq!(scientific(0.0, 0), "0.000000×10⁰⁰");
        assert_eq!(scientific(f64::INFINITY, 6), "     ∞");
    }
}

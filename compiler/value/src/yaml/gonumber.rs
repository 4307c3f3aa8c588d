//! Numbers as Go prints them where the reader has to: in keys, in errors, and in JSON.

/// Go: `strconv.FormatFloat(value, 'g', -1, 64)`, with fmt's names for what is not a number.
pub(super) fn float_g(value: f64) -> String {
    match value {
        value if value.is_nan() => "NaN".into(),
        f64::INFINITY => "+Inf".into(),
        f64::NEG_INFINITY => "-Inf".into(),
        value => shortest_g(&format!("{value:e}")),
    }
}

/// Go: `strconv.FormatFloat(value, 'g', -1, 32)`.
pub(super) fn float32_g(value: f64) -> String {
    match value as f32 {
        value if value.is_finite() => shortest_g(&format!("{value:e}")),
        value => float_g(value.into()),
    }
}

/// Lays `d.ddde±x` out as `%g` does for the shortest digits: an exponent below -4 or of 21 and more is written.
fn shortest_g(scientific: &str) -> String {
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |mantissa| ("-", mantissa));
    if !(-4..21).contains(&exponent) {
        let exponent_sign = if exponent < 0 { '-' } else { '+' };
        return format!("{sign}{mantissa}e{exponent_sign}{:02}", exponent.abs());
    }
    let digits: String = mantissa.chars().filter(|&c| c != '.').collect();
    if exponent < 0 {
        return format!("{sign}0.{}{digits}", "0".repeat((-exponent - 1) as usize));
    }
    let whole = exponent as usize + 1;
    match digits.len() {
        len if len <= whole => format!("{sign}{digits}{}", "0".repeat(whole - len)),
        _ => format!("{sign}{}.{}", &digits[..whole], &digits[whole..]),
    }
}

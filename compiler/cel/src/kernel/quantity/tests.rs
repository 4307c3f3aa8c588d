//! What k8s.io/apimachinery v0.36.3 answers.

use super::{Quantity, QuantityError};

fn parse(text: &str) -> Quantity {
    text.parse().unwrap()
}

#[test]
fn texts() {
    let cases = [
        ("0", "0"),
        ("0.25Gi", "256Mi"),
        ("3.9Gi", "4187593113600m"),
        ("1.5", "1500m"),
        ("1024Ki", "1Mi"),
        ("1500Ki", "1500Ki"),
        ("0.5Ki", "512"),
        ("-1.5Ki", "-1536"),
        // What Go takes for canonical is shown as it was written.
        ("+5", "+5"),
        ("1.500", "1.500"),
        ("1.000", "1"),
        ("0.500", "500m"),
        ("0.1n", "1n"),
        ("-0.1n", "-1n"),
        ("1e3", "1e3"),
        ("12E4", "120e3"),
        ("100000000000000000000", "100E"),
        // Too large for a suffix: Go shows none.
        ("1000E", "1"),
        ("99999999999Ei", "9223372036854775807"),
        // Nothing but a sign or a point is zero.
        ("-", "0"),
        (".", "0"),
        ("Ki", "0"),
    ];
    for (text, want) in cases {
        assert_eq!(parse(text).to_string(), want, "{text}");
    }
}

#[test]
fn errors() {
    let cases = [
        ("", QuantityError::Format),
        ("1 Gi", QuantityError::Format),
        ("1.2.3", QuantityError::Format),
        ("1K", QuantityError::Suffix),
        ("1Zi", QuantityError::Format),
        ("1ee5", QuantityError::Suffix),
        ("Ei", QuantityError::Numeric),
    ];
    for (text, want) in cases {
        assert_eq!(text.parse::<Quantity>().unwrap_err(), want, "{text}");
    }
}

#[test]
fn arithmetic() {
    let sums = [
        ("1", "500m", "1500m"),
        ("1Ki", "24", "1048"),
        ("1Gi", "1Gi", "2Gi"),
        ("0", "1Ki", "1Ki"),
        ("9223372036854775807", "1", "9223372036854775808"),
        ("1E", "1n", "1000000000000000000000000001n"),
    ];
    for (left, right, want) in sums {
        assert_eq!(parse(left).plus(&parse(right)).unwrap().to_string(), want, "{left} + {right}");
    }
    assert_eq!(parse("1").minus(&parse("1500m")).unwrap().to_string(), "-500m");
    assert_eq!(parse("0").minus(&Quantity::from(i64::MIN)).unwrap().as_i64(), Some(i64::MIN));
    assert_eq!(parse("1e2000000000").plus(&parse("1")).unwrap_err(), QuantityError::TooFarApart);
}

#[test]
fn order() {
    assert!(parse("1e2000000000") > parse("1e1999999999"));
    assert!(parse("-1") < parse("1n"));
    assert_eq!(parse("0.1G"), parse("100M"));
}

#[test]
fn numbers() {
    assert_eq!(parse("50k").as_i64(), Some(50_000));
    assert_eq!(parse("1.5").as_i64(), None);
    // Kept with more digits than an i64 holds, whatever its value is.
    assert_eq!(parse("0.5Ki").as_i64(), None);
    assert_eq!(parse("50.703k").as_approximate_f64(), 50703.0);
    assert!(parse("0e400").as_approximate_f64().is_nan());
}

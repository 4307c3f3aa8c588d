use super::*;

/// (text, Go's number, Go's error text or nothing).
#[rustfmt::skip]
const CASES: &[(&[u8], f64, &str)] = &[
    (b"", 0.0, r#"strconv.ParseFloat: parsing "": invalid syntax"#),
    (b"+", 0.0, r#"strconv.ParseFloat: parsing "+": invalid syntax"#),
    (b"1", 1.0, ""),
    (b"+1.5", 1.5, ""),
    (b"-.5", -0.5, ""),
    (b"5.", 5.0, ""),
    (b".", 0.0, r#"strconv.ParseFloat: parsing ".": invalid syntax"#),
    (b"1e", 0.0, r#"strconv.ParseFloat: parsing "1e": invalid syntax"#),
    (b"1e+", 0.0, r#"strconv.ParseFloat: parsing "1e+": invalid syntax"#),
    (b"1e5", 100000.0, ""),
    (b"1E-2x", 0.0, r#"strconv.ParseFloat: parsing "1E-2x": invalid syntax"#),
    (b"1_000.2_5", 1000.25, ""),
    (b"_1", 0.0, r#"strconv.ParseFloat: parsing "_1": invalid syntax"#),
    (b"1_", 0.0, r#"strconv.ParseFloat: parsing "1_": invalid syntax"#),
    (b"1__0", 0.0, r#"strconv.ParseFloat: parsing "1__0": invalid syntax"#),
    (b"1_.5", 0.0, r#"strconv.ParseFloat: parsing "1_.5": invalid syntax"#),
    (b"1e1_0", 1e10, ""),
    (b"inf", f64::INFINITY, ""),
    (b"-Infinity", f64::NEG_INFINITY, ""),
    (b"+nan", 0.0, r#"strconv.ParseFloat: parsing "+nan": invalid syntax"#),
    (b"NaN", f64::NAN, ""),
    (b"infinit", 0.0, r#"strconv.ParseFloat: parsing "infinit": invalid syntax"#),
    (b"1e400", f64::INFINITY, r#"strconv.ParseFloat: parsing "1e400": value out of range"#),
    (b"-1e400", f64::NEG_INFINITY, r#"strconv.ParseFloat: parsing "-1e400": value out of range"#),
    (b"1e-400", 0.0, ""),
    (b"1e99999999999", f64::INFINITY, r#"strconv.ParseFloat: parsing "1e99999999999": value out of range"#),
    (b"0x1p4", 16.0, ""),
    (b"0x1", 0.0, r#"strconv.ParseFloat: parsing "0x1": invalid syntax"#),
    (b"0x.8p1", 1.0, ""),
    (b"0x_1p0", 1.0, ""),
    (b"0x1_p0", 0.0, r#"strconv.ParseFloat: parsing "0x1_p0": invalid syntax"#),
    (b"0xp1", 0.0, r#"strconv.ParseFloat: parsing "0xp1": invalid syntax"#),
    (b"0x1p5000", f64::INFINITY, r#"strconv.ParseFloat: parsing "0x1p5000": value out of range"#),
    (b"-0x1p-1074", -5e-324, ""),
    (b"0x1.8p-1075", 5e-324, ""),
    (b"0x1p-1075", 0.0, ""),
    (b"0x1.fffffffffffff8p0", 2.0, ""),
    (b"0x1.ffffffffffffffffffp1023", f64::INFINITY, r#"strconv.ParseFloat: parsing "0x1.ffffffffffffffffffp1023": value out of range"#),
    (b" 1", 0.0, r#"strconv.ParseFloat: parsing " 1": invalid syntax"#),
    (b"1 ", 0.0, r#"strconv.ParseFloat: parsing "1 ": invalid syntax"#),
    (b"9007199254740993", 9.007199254740992e15, ""),
    (b"0b1", 0.0, r#"strconv.ParseFloat: parsing "0b1": invalid syntax"#),
    (b"1e2.5", 0.0, r#"strconv.ParseFloat: parsing "1e2.5": invalid syntax"#),
    (b"\xff", 0.0, "strconv.ParseFloat: parsing \"\\xff\": invalid syntax"),
];

#[test]
fn reads_what_go_reads() {
    for &(text, number, message) in CASES {
        let (value, error) = match parse_float(text, FloatBits::B64) {
            Ok(value) => (value, String::new()),
            Err(error) => (error.value, error.to_string()),
        };
        assert!(value == number || (value.is_nan() && number.is_nan()), "{text:?} is {value}");
        assert_eq!(error, message);
    }
}

#[test]
fn rounds_to_the_size_asked_for() {
    // 2^24 + 1 lies between two float32; the decimal one is just above the middle.
    for (text, expected) in
        [("16777217", 16777216.0), ("16777217.000001", 16777218.0), ("0x1000001p0", 16777216.0)]
    {
        assert_eq!(parse_float(text.as_bytes(), FloatBits::B32).unwrap(), expected, "{text}");
    }
    assert_eq!(parse_float(b"3.5e38", FloatBits::B32).unwrap_err().value, f64::INFINITY);
    assert_eq!(parse_float(b"0x1p128", FloatBits::B32).unwrap_err().kind, NumErrorKind::Range);
    assert_eq!(parse_float(b"0x1p-149", FloatBits::B32).unwrap(), f64::from(f32::from_bits(1)));
}

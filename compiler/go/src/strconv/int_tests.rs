use super::*;

/// (text, base, bits, Go's number, Go's error text or nothing).
#[rustfmt::skip]
const CASES: &[(&[u8], u32, u32, i64, &str)] = &[
    (b"", 10, 64, 0, r#"strconv.ParseInt: parsing "": invalid syntax"#),
    (b"-", 10, 64, 0, r#"strconv.ParseInt: parsing "-": invalid syntax"#),
    (b"+7", 10, 64, 7, ""),
    (b"-0", 10, 64, 0, ""),
    (b"010", 0, 64, 8, ""),
    (b"08", 0, 64, 0, r#"strconv.ParseInt: parsing "08": invalid syntax"#),
    (b"0", 0, 64, 0, ""),
    (b"-0x1F", 0, 64, -31, ""),
    (b"0X_ff", 0, 64, 255, ""),
    (b"0b1_01", 0, 64, 5, ""),
    (b"0o17", 0, 64, 15, ""),
    (b"0_7", 0, 64, 7, ""),
    (b"_7", 0, 64, 0, r#"strconv.ParseInt: parsing "_7": invalid syntax"#),
    (b"1_000", 0, 64, 1000, ""),
    (b"1_000", 10, 64, 0, r#"strconv.ParseInt: parsing "1_000": invalid syntax"#),
    (b"1__0", 0, 64, 0, r#"strconv.ParseInt: parsing "1__0": invalid syntax"#),
    (b"0x", 0, 64, 0, r#"strconv.ParseInt: parsing "0x": invalid syntax"#),
    (b"ff", 16, 64, 255, ""),
    (b"0xff", 16, 64, 0, r#"strconv.ParseInt: parsing "0xff": invalid syntax"#),
    (b"zZ", 36, 64, 1295, ""),
    (b"9223372036854775807", 10, 64, 9223372036854775807, ""),
    (b"9223372036854775808", 10, 64, 9223372036854775807, r#"strconv.ParseInt: parsing "9223372036854775808": value out of range"#),
    (b"-9223372036854775808", 10, 64, -9223372036854775808, ""),
    (b"-9223372036854775809", 10, 64, -9223372036854775808, r#"strconv.ParseInt: parsing "-9223372036854775809": value out of range"#),
    (b"99999999999999999999", 10, 0, 9223372036854775807, r#"strconv.ParseInt: parsing "99999999999999999999": value out of range"#),
    (b"128", 10, 8, 127, r#"strconv.ParseInt: parsing "128": value out of range"#),
    (b"-129", 10, 8, -128, r#"strconv.ParseInt: parsing "-129": value out of range"#),
    (b"-128", 10, 8, -128, ""),
    (b"1", 1, 64, 0, r#"strconv.ParseInt: parsing "1": invalid base 1"#),
    (b"1", 37, 64, 0, r#"strconv.ParseInt: parsing "1": invalid base 37"#),
    (b"1", 10, 65, 0, r#"strconv.ParseInt: parsing "1": invalid bit size 65"#),
    (b"1.5", 0, 64, 0, r#"strconv.ParseInt: parsing "1.5": invalid syntax"#),
    (b"99999999999999999999x", 10, 64, 9223372036854775807, r#"strconv.ParseInt: parsing "99999999999999999999x": value out of range"#),
    (b"1e3", 0, 64, 0, r#"strconv.ParseInt: parsing "1e3": invalid syntax"#),
    (b"\xff\n", 10, 64, 0, "strconv.ParseInt: parsing \"\\xff\\n\": invalid syntax"),
];

#[test]
fn reads_what_go_reads() {
    for &(text, base, bits, number, message) in CASES {
        let (value, error) = match parse_int(text, base, bits) {
            Ok(value) => (value, String::new()),
            Err(error) => (error.value, error.to_string()),
        };
        assert_eq!((value, error.as_str()), (number, message), "{text:?}");
    }
}

#[test]
fn unsigned_numbers_have_no_sign() {
    assert_eq!(parse_uint(b"18446744073709551615", 10, 64).unwrap(), u64::MAX);
    assert_eq!(parse_uint(b"18446744073709551616", 10, 64).unwrap_err().value, u64::MAX);
    assert_eq!(
        parse_uint(b"+1", 10, 64).unwrap_err().to_string(),
        r#"strconv.ParseUint: parsing "+1": invalid syntax"#
    );
    assert_eq!(parse_uint(b"256", 10, 8).unwrap_err().value, 255);
}

#[test]
fn atoi_names_itself() {
    assert_eq!(atoi(b"-12").unwrap(), -12);
    assert_eq!(atoi(b"1_0").unwrap_err().to_string(), r#"strconv.Atoi: parsing "1_0": invalid syntax"#);
    assert_eq!(atoi(b"9999999999999999999").unwrap_err().value, i64::MAX);
}

#[test]
fn prints_in_any_base() {
    assert_eq!(format_int(i64::MIN, 10), "-9223372036854775808");
    assert_eq!(format_int(i64::MIN, 2).len(), 65);
    assert_eq!(format_uint(u64::MAX, 36), "3w5e11264sgsf");
    assert_eq!(format_int(0, 16), "0");
}

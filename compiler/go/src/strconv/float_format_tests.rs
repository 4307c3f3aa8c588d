use super::FloatBits::{B32, B64};
use super::*;

/// (number, format, precision, size, what Go prints).
#[rustfmt::skip]
const CASES: &[(f64, u8, i32, FloatBits, &str)] = &[
    (0.0, b'g', -1, B64, "0"),
    (-0.0, b'g', -1, B64, "-0"),
    (1.0, b'g', -1, B64, "1"),
    (999999.0, b'g', -1, B64, "999999"),
    (1000000.0, b'g', -1, B64, "1e+06"),
    (12345678.0, b'g', -1, B64, "1.2345678e+07"),
    (1e20, b'g', -1, B64, "1e+20"),
    (1e21, b'f', -1, B64, "1000000000000000000000"),
    (0.0001, b'g', -1, B64, "0.0001"),
    (1e-5, b'G', -1, B64, "1E-05"),
    (100.0, b'g', 3, B64, "100"),
    (100.0, b'g', 2, B64, "1e+02"),
    (100000.0, b'g', 9, B64, "100000"),
    (0.1, b'g', 20, B64, "0.10000000000000000555"),
    (123.456, b'g', 0, B64, "1e+02"),
    (f64::NAN, b'f', 2, B64, "NaN"),
    (f64::INFINITY, b'x', -1, B64, "+Inf"),
    (f64::NEG_INFINITY, b'b', -1, B32, "-Inf"),
    (0.0, b'e', -1, B64, "0e+00"),
    (0.0, b'e', 3, B64, "0.000e+00"),
    (1.5, b'e', 0, B64, "2e+00"),
    (2.5, b'e', 0, B64, "2e+00"),
    (123456.0, b'E', 2, B64, "1.23E+05"),
    (1e-300, b'e', -1, B64, "1e-300"),
    (5e-324, b'e', -1, B64, "5e-324"),
    (1.7976931348623157e308, b'e', -1, B64, "1.7976931348623157e+308"),
    (0.5, b'f', 0, B64, "0"),
    (1.5, b'f', 0, B64, "2"),
    (2.5, b'f', 0, B64, "2"),
    (0.125, b'f', 2, B64, "0.12"),
    (0.375, b'f', 2, B64, "0.38"),
    (1.005, b'f', 2, B64, "1.00"),
    (0.1, b'f', 30, B64, "0.100000000000000005551115123126"),
    (-0.4, b'f', 0, B64, "-0"),
    (1e23, b'f', -1, B64, "100000000000000000000000"),
    (1e-6, b'f', -1, B64, "0.000001"),
    (12.0, b'f', 3, B64, "12.000"),
    (0.1, b'g', -1, B32, "0.1"),
    (16777216.0, b'g', -1, B32, "1.6777216e+07"),
    (0.1, b'f', 12, B32, "0.100000001490"),
    (3.4e38, b'e', -1, B32, "3.4e+38"),
    (1e-45, b'e', -1, B32, "1e-45"),
    (2.9802322387695312e-8, b'g', -1, B64, "2.9802322387695312e-08"),
    (5.960464477539063e-8, b'g', -1, B64, "5.960464477539063e-08"),
    (1.5497207641601562e-6, b'g', -1, B64, "1.5497207641601562e-06"),
    (0.000244140625, b'g', -1, B32, "0.00024414063"),
    (3643195.25, b'f', -1, B32, "3643195.2"),
    (1.0, b'b', -1, B64, "4503599627370496p-52"),
    (-0.1, b'b', -1, B32, "-13421773p-27"),
    (5e-324, b'b', -1, B64, "1p-1074"),
    (0.0, b'b', -1, B64, "0p-1074"),
    (1.0, b'x', -1, B64, "0x1p+00"),
    (0.0, b'x', 2, B64, "0x0.00p+00"),
    (0.1, b'x', -1, B64, "0x1.999999999999ap-04"),
    (0.1, b'X', 3, B64, "0X1.99AP-04"),
    (1.96875, b'x', 1, B64, "0x1.0p+01"),
    (1.9999, b'x', 2, B64, "0x1.00p+01"),
    (-1e300, b'x', 20, B64, "-0x1.7e43c8800759c0000000p+996"),
    (5e-324, b'x', -1, B64, "0x1p-1074"),
    (1.03125, b'x', 1, B64, "0x1.0p+00"),
];

#[test]
fn prints_what_go_prints() {
    for &(value, letter, prec, bits, expected) in CASES {
        let format = FloatFormat::from_letter(letter).unwrap();
        assert_eq!(format_float(value, format, prec, bits), expected, "{value:e} {} {prec}", letter as char);
    }
}

#[test]
fn precision_beyond_all_digits_is_zeros() {
    let text = format_float(5e-324, FloatFormat::Fixed, 70_000, B64);
    assert_eq!((text.len(), text.trim_end_matches('0').len()), (70_002, 1076));
    let text = format_float(f64::MAX, FloatFormat::Exponent, 70_000, B64);
    assert_eq!(text.len(), "1.e+308".len() + 70_000);
    assert_eq!(format_float(1.5, FloatFormat::General, 70_000, B64), "1.5");
}

#[test]
fn shortest_reads_back() {
    let mut bits = 1u64;
    for _ in 0..20_000 {
        bits = bits.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        let value = f64::from_bits(bits);
        if value.is_finite() {
            for letter in *b"efgx" {
                let text = format_float(value, FloatFormat::from_letter(letter).unwrap(), -1, B64);
                assert_eq!(crate::strconv::parse_float(text.as_bytes(), B64).unwrap(), value, "{text}");
            }
        }
    }
}

//! Texts with what encoding/json makes of them.

use super::*;
use crate::{FloatType, List, Map, Type, Value, deep_equal};

fn json(value: &Value) -> String {
    String::from_utf8(to_json(value).unwrap()).unwrap()
}

#[test]
fn numbers() {
    let cases = [
        (1.0, "1"),
        (-0.0, "-0"),
        (1e6, "1000000"),
        (1e20, "100000000000000000000"),
        (1e21, "1e+21"),
        (1e-6, "0.000001"),
        (1e-7, "1e-7"),
        (1.5e-10, "1.5e-10"),
        (123456789.123, "123456789.123"),
        (1574993710196.0 + 0.90625, "1574993710196.9062"),
    ];
    for (n, expected) in cases {
        assert_eq!(json(&Value::float(n)), expected);
    }
    assert_eq!(json(&Value::Float(FloatType::Float32, f64::from(0.1f32))), "0.1");
}

#[test]
fn strings() {
    let cases: [(&[u8], &str); 5] = [
        (b"<a & b>", r#""\u003ca \u0026 b\u003e""#),
        (b"\"\\/\x08\x0c\n\r\t\x00\x1f\x7f", "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\x7f\""),
        ("é😀\u{2028}\u{2029}".as_bytes(), r#""é😀\u2028\u2029""#),
        (b"a\xffb\xe2\x82", r#""a\ufffdb\ufffd\ufffd""#),
        (b"", r#""""#),
    ];
    for (text, expected) in cases {
        assert_eq!(json(&Value::string(text)), expected);
    }
    assert_eq!(to_raw_json(&"<a & b>\u{2028}".into()).unwrap(), br#""<a & b>\u2028""#);
}

#[test]
fn containers() {
    let value = Value::map([
        ("b", Value::list(vec![Value::Nil, Value::Bool(true), Value::list(vec![])])),
        ("a", Value::Map(Map::empty())),
        ("B", Value::Map(Map::nil(Type::MAP))),
        ("bytes", Value::Bytes("hello".into())),
        ("l", Value::List(List::nil(Type::STRINGS))),
    ]);
    assert_eq!(json(&value), r#"{"B":null,"a":{},"b":[null,true,[]],"bytes":"aGVsbG8=","l":null}"#);
    let pretty =
        to_pretty_json(&Value::map([("a", Value::list(vec!["x".into(), Value::list(vec![])]))])).unwrap();
    assert_eq!(String::from_utf8(pretty).unwrap(), "{\n  \"a\": [\n    \"x\",\n    []\n  ]\n}");
}

#[test]
fn write_errors() {
    let cases = [
        (Value::float(f64::NAN), "json: unsupported value: NaN"),
        (Value::float(f64::NEG_INFINITY), "json: unsupported value: -Inf"),
        (Value::Complex(1.0, 0.0), "json: unsupported type: complex128"),
    ];
    for (value, expected) in cases {
        assert_eq!(to_json(&Value::list(vec![value])).unwrap_err(), expected);
    }
}

#[test]
fn read() {
    let read = |text: &str| from_json(text.as_bytes(), Target::Any);
    let value = read(r#" {"a": 1, "b": [true, null, -2.5e1], "a": "\ud83d\ude00\ud83d\u00e9\/"} "#);
    let expected = Value::map([
        ("a", "😀\u{FFFD}é/".into()),
        ("b", Value::list(vec![true.into(), Value::Nil, Value::float(-25.0)])),
    ]);
    assert_eq!(value.error, None);
    assert!(deep_equal(&value.value, &expected));
    assert_eq!(
        from_json(b"\"\xff\xe2\x82\"", Target::Any).value.as_str().unwrap(),
        "\u{FFFD}\u{FFFD}\u{FFFD}"
    );
    // What was read stays beside the error.
    let partial = from_json(br#"{"a": 1e999, "b": true}"#, Target::Map);
    assert_eq!(
        partial.error.as_deref(),
        Some("json: cannot unmarshal number 1e999 into Go value of type float64")
    );
    assert_eq!(json(&partial.value), r#"{"a":null,"b":true}"#);
    assert_eq!(json(&from_json(b"null", Target::Map).value), "null");
}

#[test]
fn read_errors() {
    let cases = [
        ("", "unexpected end of JSON input"),
        ("{", "unexpected end of JSON input"),
        ("[1,]", "invalid character ']' looking for beginning of value"),
        ("{\"a\" 1}", "invalid character '1' after object key"),
        ("{\"a\":1,}", "invalid character '}' looking for beginning of object key string"),
        ("{\"a\":1 2}", "invalid character '2' after object key:value pair"),
        ("[1 2]", "invalid character '2' after array element"),
        ("01", "invalid character '1' after top-level value"),
        ("-", "invalid character ' ' in numeric literal"),
        ("tru", "invalid character ' ' in literal true (expecting 'e')"),
        ("nulx", "invalid character 'x' in literal null (expecting 'l')"),
        ("\"\n\"", "invalid character '\\n' in string literal"),
        ("\"\\x\"", "invalid character 'x' in string escape code"),
        ("\"\\u12g\"", "invalid character 'g' in \\u hexadecimal character escape"),
        ("'", "invalid character '\\'' looking for beginning of value"),
        ("é", "invalid character 'Ã' looking for beginning of value"),
    ];
    for (text, expected) in cases {
        assert_eq!(from_json(text.as_bytes(), Target::Any).error.as_deref(), Some(expected), "{text}");
    }
    let deep = "[".repeat(10_001);
    let error = from_json(deep.as_bytes(), Target::Any).error;
    assert_eq!(error.as_deref(), Some("invalid character '[' exceeded max depth"));
}

//! Documents with what github.com/BurntSushi/toml makes of them.

use super::*;
use crate::json::to_json;
use crate::{Value, deep_equal};

fn toml(value: &Value) -> String {
    match to_toml(value) {
        Ok(text) => String::from_utf8(text).unwrap(),
        Err(TomlError::Returned(text)) => format!("returned {text}"),
        Err(TomlError::Panicked(text)) => format!("panicked {text}"),
    }
}

fn read(text: &str) -> Value {
    from_toml(text.as_bytes(), &Zones::UTC).unwrap()
}

#[test]
fn write() {
    let n = Value::float;
    fn map<const N: usize>(entries: [(&str, Value); N]) -> Value {
        Value::map(entries)
    }
    let list = Value::list;
    let nested = map([
        ("z", n(1.0)),
        ("a", map([("y", "x".into())])),
        ("m", list(vec![map([("k", true.into())])])),
        ("b", Value::int(2)),
    ]);
    let cases = [
        (nested, "b = 2\nz = 1.0\n\n[a]\n  y = \"x\"\n\n[[m]]\n  k = true\n"),
        (
            map([("f", list(vec![n(1e8), n(0.1), n(-0.0), n(f64::NAN), n(f64::NEG_INFINITY)]))]),
            "f = [1e+08, 0.1, -0.0, nan, -inf]\n",
        ),
        (map([("a b", map([("", map([("c", n(1.0))]))]))]), "[\"a b\"]\n  [\"a b\".\"\"]\n    c = 1.0\n"),
        (
            map([("l", list(vec![list(vec![map([("b", n(1.0)), ("a", Value::Nil)])])]))]),
            "l = [[{b = 1.0}]]\n",
        ),
        (map([("s", "a\"\\\u{8}\t\n\u{1}\u{7f}é".into())]), "s = \"a\\\"\\\\\\b\\t\\n\\u0001\\u007fé\"\n"),
        (map([("n", Value::Nil), ("e", list(vec![]))]), "e = []\n"),
        ("x".into(), "\"x\""),
        (list(vec![Value::int(1), "y".into()]), "[1, \"y\"]"),
        (Value::Bytes("hi".into()), "[104, 105]"),
        (list(vec![map([("a", n(1.0))])]), "returned toml: top-level values must be Go maps or structs"),
        (
            map([("a", list(vec![n(1.0), Value::Nil])), ("b", n(1.0))]),
            "returned toml: cannot encode array with nil element",
        ),
        (map([("a", Value::Complex(0.0, 1.0))]), "returned unsupported type: complex128"),
        (Value::Complex(0.0, 1.0), "returned unsupported type for key '': complex128"),
        (Value::Nil, "panicked reflect: call of reflect.Value.Type on zero Value"),
    ];
    for (value, expected) in cases {
        assert_eq!(toml(&value), expected, "{value:?}");
    }
}

#[test]
fn read_values() {
    let cases = [
        ("a = 1\nb = 'x'\n[c.d]\ne = true", r#"{"a":1,"b":"x","c":{"d":{"e":true}}}"#),
        ("[[t]]\na = 1\n[[t]]\n[t.u]\nb = 2", r#"{"t":[{"a":1},{"u":{"b":2}}]}"#),
        ("a = {b.c = 1, b.d = [1, {x = 2}],\n # c\n}", r#"{"a":{"b":{"c":1,"d":[1,{"x":2}]}}}"#),
        ("a = [0x1F, 0o17, 0b11, 1_000, -0, 1e3, 6.5]", r#"{"a":[31,15,3,1000,0,1000,6.5]}"#),
        ("a = \"\"\"\nx\\\n   y\\x41\\u00e9\"\"\"\"", "{\"a\":\"xyAé\\\"\"}"),
        ("'' = '''\na\\b'''\n\"\\t\" = \"\\e\"", r#"{"":"a\\b","\t":"\u001b"}"#),
        (
            "a = 1979-05-27\nb = 07:32:00\nc = 1979-05-27 07:32:00.5-07:00",
            r#"{"a":"1979-05-27T00:00:00Z","b":"0000-01-01T07:32:00Z","c":"1979-05-27T07:32:00.5-07:00"}"#,
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(String::from_utf8(to_json(&read(text)).unwrap()).unwrap(), expected, "{text}");
    }
    let dates = "a = 1979-05-27\nb = 07:32:00.25\nc = 1979-05-27T07:32:00\nd = 1979-05-27T07:32:00+01:00\n";
    assert_eq!(toml(&read(dates)), dates);
    assert!(deep_equal(&read("a = 1"), &Value::map([("a", Value::int64(1))])));
    assert_eq!(
        read("[[a]]").as_map().unwrap().get(b"a").unwrap().ty().unwrap().to_string(),
        "[]map[string]interface {}"
    );
}

#[test]
fn read_errors() {
    let cases = [
        ("a =", "line 1 (last key \"a\"): unexpected EOF; expected value"),
        ("a = 1\na = 2", "line 2 (last key \"a\"): Key 'a' has already been defined."),
        ("a = 1\n[a]", "line 2: Key 'a' has already been defined."),
        ("a = 1\n[a.b]", "line 2: Key 'a' was already created as a hash."),
        ("a = []\n[[a]]", "line 2: Key 'a' was already created and cannot be used as an array."),
        ("= 1", "line 1: unexpected '=': key name appears blank"),
        ("[", "line 1: unexpected end of table name (table names cannot be empty)"),
        ("[a", "line 1: expected '.' or ']' to end table name, but got '\\x00' instead"),
        ("é = 1", "line 1: expected '.' or '=', but got 'é' instead"),
        ("a = \"x\ny\"", "line 1 (last key \"a\"): strings cannot contain newlines"),
        ("a = \"\\q\"", "line 1 (last key \"a\"): invalid escape in string '\\q'"),
        (
            "a = \"\\u12\"",
            "line 1 (last key \"a\"): expected four hexadecimal digits after '\\u', but got \"\\\\u12\\\"\" instead",
        ),
        ("a = 01", "line 1 (last key \"a\"): Invalid integer \"01\": cannot have leading zeroes"),
        (
            "a = 1.",
            "line 1 (last key \"a\"): Invalid float \"1.\": '.' must be followed by one or more digits",
        ),
        ("a = 9223372036854775808", "line 1 (last key \"a\"): 9223372036854775808 is out of range for int64"),
        ("a = 1979-13-01", "line 1 (last key \"a\"): invalid datetime: \"1979-13-01\""),
        ("a = tru", "line 1 (last key \"a\"): expected value but found \"tru\" instead"),
        ("a = [1,,2]", "line 1 (last key \"a\"): unexpected comma"),
        (
            "a = 1 b",
            "line 1: expected a top-level item to end with a newline, comment, or EOF, but got 'b' instead",
        ),
    ];
    for (text, expected) in cases {
        let error = from_toml(text.as_bytes(), &Zones::UTC).unwrap_err();
        assert_eq!(error, TomlError::Returned(format!("toml: {expected}")), "{text:?}");
    }
    let cases: [(&[u8], &str); 3] = [
        (b"a = \x01", "line 1 (last key \"a\"): TOML files cannot contain control characters: '0x01'"),
        (b"a = '\xFF'", "line 1 (last key \"a\"): invalid UTF-8 byte: 0xff"),
        (b"a\0", "line 1: files cannot contain NULL bytes; probably using UTF-16; TOML files must be UTF-8"),
    ];
    for (text, expected) in cases {
        let error = from_toml(text, &Zones::UTC).unwrap_err();
        assert_eq!(error, TomlError::Returned(format!("toml: {expected}")));
    }
}

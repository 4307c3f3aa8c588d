//! Texts and values with what `sigs.k8s.io/yaml` makes of them.

use super::*;
use crate::{List, Map, Type};

fn yaml(value: &Value) -> String {
    String::from_utf8(to_yaml(value).unwrap()).unwrap()
}

#[test]
fn strings() {
    let cases = [
        ("", "\"\""),
        ("a b", "a b"),
        ("a: b", "'a: b'"),
        ("a:b", "a:b"),
        ("a:", "'a:'"),
        ("# x", "'# x'"),
        ("a #b", "'a #b'"),
        ("a#b", "a#b"),
        ("-", "'-'"),
        ("-a", "-a"),
        ("---", "'---'"),
        ("@a", "'@a'"),
        (" a", "' a'"),
        ("it's", "it's"),
        ("'x", "'''x'"),
        ("yes", "\"yes\""),
        ("N", "\"N\""),
        ("tRue", "tRue"),
        ("1e3", "\"1e3\""),
        ("1e1000", "1e1000"),
        ("0o17", "\"0o17\""),
        ("0o8", "0o8"),
        ("08", "\"08\""),
        ("1_000", "\"1_000\""),
        ("_1", "_1"),
        ("12:30", "\"12:30\""),
        ("1:60", "1:60"),
        (".5", "\".5\""),
        ("1.2.3", "1.2.3"),
        ("2001-1-1", "\"2001-1-1\""),
        ("2001-2-29", "2001-2-29"),
        ("2001-1-1 1:2:3,5", "\"2001-1-1 1:2:3,5\""),
        ("=", "="),
        ("<<", "<<"),
        ("a\tb", "\"a\\tb\""),
        ("a\nb", "|-\n  a\n  b"),
        ("a\n", "|\n  a"),
        ("a\n\n", "|+\n  a\n"),
        (" a\nb", "|2-\n   a\n  b"),
        ("a \nb", "\"a \\nb\""),
        ("a\u{85}b", "a b"),
        ("a \u{85} \u{85}b", "|-\n  a\n  b"),
        ("a\u{2028}b", "'a\u{2028}  b'"),
        ("\u{1F600}", "\"\\U0001F600\""),
        ("\u{FEFF}a", "\"\\uFEFF\\x61\""),
    ];
    for (text, expected) in cases {
        assert_eq!(yaml(&text.into()), expected, "{text:?}");
    }
    assert_eq!(yaml(&Value::string(&b"\xFF\xE2\x82"[..])), "\u{FFFD}\u{FFFD}\u{FFFD}");
}

#[test]
fn numbers() {
    let cases = [
        (1e6, "1000000"),
        (123456789012.0, "123456789012"),
        (1e20, "1e+20"),
        (1e21, "1e+21"),
        (123456789.123, "1.23456789123e+08"),
        (0.00001, "1e-05"),
        (12345678901234567890.0, "12345678901234567000"),
        (-0.0, "0"),
        (1.5, "1.5"),
    ];
    for (n, expected) in cases {
        assert_eq!(yaml(&Value::float(n)), expected);
    }
    assert_eq!(yaml(&Value::int64(i64::MIN)), "-9223372036854775808");
}

#[test]
fn blocks() {
    let nested = Value::map([
        (
            "b",
            Value::list(vec![
                Value::list(vec![Value::float(1.0), "x".into()]),
                Value::map([("k", Value::Nil)]),
            ]),
        ),
        ("a", Value::map([("x", Value::list(vec![])), ("y", Value::Map(Map::empty()))])),
        ("n", Value::List(List::nil(Type::LIST))),
        ("text", "l1\n\nl2\n".into()),
    ]);
    let expected =
        "a:\n  x: []\n  \"y\": {}\nb:\n- - 1\n  - x\n- k: null\n\"n\": null\ntext: |\n  l1\n\n  l2";
    assert_eq!(yaml(&nested), expected);
    let mut out = b"x:".to_vec();
    write_yaml(&nested, 3, &mut out).unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), format!("x:{}", expected.replace('\n', "\n   ")));
    assert_eq!(yaml(&Value::map([("a\nb", Value::list(vec![Value::float(1.0)]))])), "? |-\n  a\n  b\n: - 1");
}

#[test]
fn key_order() {
    let keys = ["a10", "a2", "A", "é", "_", "-", "1"];
    let text = yaml(&Value::map(keys.map(|k| (k, Value::Nil))));
    assert_eq!(text, "'-': null\n_: null\n\"1\": null\nA: null\na2: null\na10: null\né: null");
}

#[test]
fn folding() {
    let words = "word ".repeat(20) + "end";
    let expected = format!("k: {}\n  {}end", "word ".repeat(15) + "word", "word ".repeat(4));
    assert_eq!(yaml(&Value::map([("k", words.into())])), expected);
}

#[test]
fn errors() {
    let cases = [
        (Value::float(f64::NAN), "error marshaling into JSON: json: unsupported value: NaN"),
        (Value::Complex(0.0, 1.0), "error marshaling into JSON: json: unsupported type: complex128"),
        ("\x7F".into(), "yaml: control characters are not allowed"),
        (Value::map([("k".repeat(1023), Value::Nil)]), "yaml: did not find expected ',' or '}'"),
    ];
    for (value, expected) in cases {
        assert_eq!(to_yaml(&value).unwrap_err(), expected);
    }
    assert!(to_yaml(&Value::map([("k".repeat(1022), Value::Nil)])).is_ok());
    let map = Map::empty();
    map.insert("self", map.clone().into());
    let cycle = "error marshaling into JSON: json: unsupported value: encountered a cycle via map[string]interface {}";
    assert_eq!(to_yaml(&map.clone().into()).unwrap_err(), cycle);
    map.remove(b"self");
}

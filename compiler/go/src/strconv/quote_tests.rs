use super::*;
use crate::strconv::{quoted_prefix, unquote};

/// (text, Go's Quote, QuoteToASCII and QuoteToGraphic of it).
#[rustfmt::skip]
const CASES: &[(&[u8], &str, &str, &str)] = &[
    (b"", "\"\"", "\"\"", "\"\""),
    (b"a\"b'c`\\", "\"a\\\"b'c`\\\\\"", "\"a\\\"b'c`\\\\\"", "\"a\\\"b'c`\\\\\""),
    (b"\x07\x08\x0c\x0a\x0d\x09\x0b\x00\x1f\x7f", "\"\\a\\b\\f\\n\\r\\t\\v\\x00\\x1f\\x7f\"", "\"\\a\\b\\f\\n\\r\\t\\v\\x00\\x1f\\x7f\"", "\"\\a\\b\\f\\n\\r\\t\\v\\x00\\x1f\\x7f\""),
    (b"\xc3\xa9\xe6\x97\xa5\xf0\x9f\x98\x80", "\"é日😀\"", "\"\\u00e9\\u65e5\\U0001f600\"", "\"é日😀\""),
    (b"\xc2\xa0\xc2\xad\xe2\x80\x8b\xe2\x80\xa8\xef\xbb\xbf\xef\xbf\xbd", "\"\\u00a0\\u00ad\\u200b\\u2028\\ufeff\u{fffd}\"", "\"\\u00a0\\u00ad\\u200b\\u2028\\ufeff\\ufffd\"", "\"\u{a0}\\u00ad\\u200b\\u2028\\ufeff\u{fffd}\""),
    (b"\xff\xed\xa0\x80a\xe2\x82", "\"\\xff\\xed\\xa0\\x80a\\xe2\\x82\"", "\"\\xff\\xed\\xa0\\x80a\\xe2\\x82\"", "\"\\xff\\xed\\xa0\\x80a\\xe2\\x82\""),
    (b"\xf3\xa0\x80\x81\xcd\xb8\xee\x80\x80\xe3\x80\x80", "\"\\U000e0001\\u0378\\ue000\\u3000\"", "\"\\U000e0001\\u0378\\ue000\\u3000\"", "\"\\U000e0001\\u0378\\ue000\u{3000}\""),
];

#[test]
fn quotes_as_go_quotes() {
    for &(text, printable, ascii, graphic) in CASES {
        assert_eq!(quote(text), printable);
        assert_eq!(quote_to_ascii(text), ascii);
        assert_eq!(quote_to_graphic(text), graphic);
        for quoted in [printable, ascii, graphic] {
            assert_eq!(unquote(quoted.as_bytes()).as_deref(), Ok(text), "{quoted}");
        }
    }
}

#[test]
fn quotes_runes() {
    for (code, expected, ascii) in [
        (0x27, r"'\''", r"'\''"),
        (0x22, "'\"'", "'\"'"),
        (0x7F, r"'\x7f'", r"'\x7f'"),
        (0x65E5, "'日'", r"'\u65e5'"),
        (0xD800, "'\u{fffd}'", r"'\ufffd'"),
        (0x110000, "'\u{fffd}'", r"'\ufffd'"),
        (i64::MIN, "'\u{fffd}'", r"'\ufffd'"),
    ] {
        assert_eq!((quote_rune(code).as_str(), quote_rune_to_ascii(code).as_str()), (expected, ascii));
    }
}

#[test]
fn backquotes_need_plain_text() {
    for (text, expected) in [
        (&b"a\tb \"c\" \\n"[..], true),
        (b"", true),
        (b"a`b", false),
        (b"a\nb", false),
        (b"\x7f", false),
        (b"\xff", false),
        (b"\xef\xbb\xbfa", false),
        (b"\xc2\xa0\xef\xbf\xbd", true),
    ] {
        assert_eq!(can_backquote(text), expected, "{text:?}");
    }
}

#[test]
fn wrong_literals_are_refused() {
    for text in [
        "",
        "\"",
        "'",
        "`",
        "\"a",
        "\"a'",
        "'ab'",
        "\"a\nb\"",
        r#""\x4""#,
        r#""\ud800""#,
        r#""\400""#,
        r#""\'""#,
        "\"a\"b",
        "x",
    ] {
        assert!(unquote(text.as_bytes()).is_err(), "{text}");
    }
    for (text, expected) in
        [("''", ""), ("'é'", "é"), (r"'\''", "'"), ("`a\rb`", "ab"), ("\"\u{1}\"", "\u{1}")]
    {
        assert_eq!(unquote(text.as_bytes()).as_deref(), Ok(expected.as_bytes()), "{text}");
    }
    assert_eq!(quoted_prefix(br#""a\"b" c"#), Ok(&br#""a\"b""#[..]));
}

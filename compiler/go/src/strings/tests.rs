#![expect(clippy::type_complexity, reason = "a table of cases is plainest as tuples")]

use super::*;

/// (text, upper, lower and title case, and with capitals in Go).
#[rustfmt::skip]
const IN_CASES: &[(&[u8], &str, &str, &str, &str)] = &[
    (b"", "", "", "", ""),
    (b"abc", "ABC", "abc", "ABC", "Abc"),
    (b"ABC \xc3\xa9 \xc3\x9f \xc7\x86", "ABC É ß Ǆ", "abc é ß ǆ", "ABC É ß ǅ", "ABC É ß ǅ"),
    (b"\xc4\xb0\xc4\xb1\xc5\xbfK", "İISK", "iıſk", "İISK", "İıſK"),
    (b"hello-world foo_bar", "HELLO-WORLD FOO_BAR", "hello-world foo_bar", "HELLO-WORLD FOO_BAR", "Hello-World Foo_bar"),
    (b"it's o'neil", "IT'S O'NEIL", "it's o'neil", "IT'S O'NEIL", "It'S O'Neil"),
    (b"1st x2y", "1ST X2Y", "1st x2y", "1ST X2Y", "1st X2y"),
    (b"\xc7\x86ab\xc2\xa0\xc7\x86", "ǄAB\u{a0}Ǆ", "ǆab\u{a0}ǆ", "ǅAB\u{a0}ǅ", "ǅab\u{a0}ǅ"),
    (b"a\xffb", "A\u{fffd}B", "a\u{fffd}b", "A\u{fffd}B", "A\u{fffd}b"),
    (b"ab\xcc\x81c", "AB\u{301}C", "ab\u{301}c", "AB\u{301}C", "Ab\u{301}c"),
    (b"\xe6\x97\xa5\xe6\x9c\xac a", "日本 A", "日本 a", "日本 A", "日本 A"),
    (b"\xef\xac\x81 \xc5\x89", "ﬁ ŉ", "ﬁ ŉ", "ﬁ ŉ", "ﬁ ŉ"),
];

/// (text, cutset, trimmed at both ends, left, right in Go).
#[rustfmt::skip]
const TRIMMED: &[(&[u8], &[u8], &[u8], &[u8], &[u8])] = &[
    (b"  a b ", b" ", b"a b", b"a b ", b"  a b"),
    (b"$5.00$", b"$", b"5.00", b"5.00$", b"$5.00"),
    (b"aba", b"ab", b"", b"", b""),
    (b"\xc3\xa9\xc3\xa9a\xc3\xa9", b"\xc3\xa9", b"a", b"a\xc3\xa9", b"\xc3\xa9\xc3\xa9a"),
    (b"\xffa\xfe", b"\xfd", b"a", b"a\xfe", b"\xffa"),
    (b"\xffa\xef\xbf\xbd", b"\xef\xbf\xbd", b"a", b"a\xef\xbf\xbd", b"\xffa"),
    (b"abc", b"", b"abc", b"abc", b"abc"),
    (b"", b"a", b"", b"", b""),
    (b"\xa9a", b"\xc3\xa9", b"\xa9a", b"\xa9a", b"\xa9a"),
];

/// (text, separator, limit, parts in Go).
#[rustfmt::skip]
const SPLIT: &[(&[u8], &[u8], i64, &[&[u8]])] = &[
    (b"a,b,c", b",", -1, &[b"a", b"b", b"c"]),
    (b"a,b,c", b",", 2, &[b"a", b"b,c"]),
    (b"a,b,c", b",", 0, &[]),
    (b"a,b,c", b",", 1, &[b"a,b,c"]),
    (b"", b",", -1, &[b""]),
    (b"", b"", -1, &[]),
    (b"\xc3\xa9\xffb", b"", -1, &[b"\xc3\xa9", b"\xff", b"b"]),
    (b"\xc3\xa9\xffb", b"", 2, &[b"\xc3\xa9", b"\xffb"]),
    (b"aaa", b"aa", -1, &[b"", b"a"]),
    (b",,", b",", -1, &[b"", b"", b""]),
    (b"abc", b"x", -1, &[b"abc"]),
    (b"a", b"abc", 5, &[b"a"]),
];

/// (text, old, new, limit, replaced in Go).
#[rustfmt::skip]
const REPLACED: &[(&[u8], &[u8], &[u8], i64, &[u8])] = &[
    (b"a.b.c", b".", b"", -1, b"abc"),
    (b"a.b.c", b".", b"::", 1, b"a::b.c"),
    (b"aaa", b"aa", b"b", -1, b"ba"),
    (b"n\xc3\xa9\xff", b"", b"-", -1, b"-n-\xc3\xa9-\xff-"),
    (b"n\xc3\xa9\xff", b"", b"-", 2, b"-n-\xc3\xa9\xff"),
    (b"n\xc3\xa9\xff", b"", b"-", 9, b"-n-\xc3\xa9-\xff-"),
    (b"", b"", b"x", -1, b"x"),
    (b"abc", b"x", b"y", -1, b"abc"),
    (b"abc", b"b", b"b", -1, b"abc"),
    (b"abc", b"b", b"y", 0, b"abc"),
];

/// (text, other text, whether Go finds them equal).
#[rustfmt::skip]
const FOLDED: &[(&[u8], &[u8], bool)] = &[
    (b"", b"", true),
    (b"Go", b"gO", true),
    (b"K", b"k", true),
    (b"K", b"K", true),
    (b"\xc5\xbf", b"S", true),
    (b"\xcf\x82", b"\xce\xa3", true),
    (b"\xc3\x9f", b"\xe1\xba\x9e", true),
    (b"\xc3\x9f", b"SS", false),
    (b"\xc4\xb0", b"i", false),
    (b"\xc7\x85", b"\xc7\x86", true),
    (b"\xff", b"\xef\xbf\xbd", true),
    (b"\xff", b"\xfe", true),
    (b"a", b"ab", false),
    (b"\xc3\xa9", b"E", false),
];

#[test]
fn changes_case_as_go_does() {
    for &(text, upper, lower, all_title, capitals) in IN_CASES {
        assert_eq!(to_upper(text).as_ref(), upper.as_bytes(), "{text:?}");
        assert_eq!(to_lower(text).as_ref(), lower.as_bytes(), "{text:?}");
        assert_eq!(to_title(text).as_ref(), all_title.as_bytes(), "{text:?}");
        assert_eq!(title(text).as_ref(), capitals.as_bytes(), "{text:?}");
    }
}

#[test]
fn trims_as_go_does() {
    for &(text, cutset, both, left, right) in TRIMMED {
        assert_eq!(trim(text, cutset), both, "{text:?} {cutset:?}");
        assert_eq!(trim_left(text, cutset), left, "{text:?} {cutset:?}");
        assert_eq!(trim_right(text, cutset), right, "{text:?} {cutset:?}");
    }
}

#[test]
fn splits_as_go_does() {
    for &(text, separator, limit, parts) in SPLIT {
        assert_eq!(split_n(text, separator, limit), parts, "{text:?} {separator:?}");
    }
    assert_eq!(fields(b""), [b""; 0]);
    assert_eq!(fields(b" \n"), [b""; 0]);
}

#[test]
fn replaces_as_go_does() {
    for &(text, old, new, limit, expected) in REPLACED {
        assert_eq!(replace(text, old, new, limit).as_ref(), expected, "{text:?} {old:?}");
    }
}

#[test]
fn folds_as_go_does() {
    for &(left, right, expected) in FOLDED {
        assert_eq!(equal_fold(left, right), expected, "{left:?} {right:?}");
        assert_eq!(equal_fold(right, left), expected, "{right:?} {left:?}");
    }
}

#[test]
fn finds_and_counts() {
    assert_eq!((index(b"abcb", b"b"), last_index(b"abcb", b"b")), (Some(1), Some(3)));
    assert_eq!((index(b"abc", b""), last_index(b"abc", b"")), (Some(0), Some(3)));
    assert_eq!((index(b"a", b"ab"), last_index(b"a", b"ab")), (None, None));
    assert_eq!(count("né".as_bytes(), b""), 3);
    assert_eq!(count(b"aaaa", b"aa"), 2);
    assert!(contains_rune(b"a\xff", '\u{FFFD}') && !contains_rune("é".as_bytes(), 'Ã'));
}

#[test]
fn repeating_is_checked_before() {
    assert_eq!(repeat_len(2, 3), Ok(6));
    assert_eq!(repeat_len(0, i64::MAX), Ok(0));
    assert_eq!(repeat(b"", i64::MAX), Ok(vec![]));
    assert_eq!(repeat_len(2, i64::MAX).unwrap_err().to_string(), "strings: Repeat output length overflow");
}

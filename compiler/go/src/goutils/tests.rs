#![expect(clippy::type_complexity, reason = "a table of cases is plainest as tuples")]

use super::*;

/// (text, uncapitalized, case swapped, initials, without white space in Go).
#[rustfmt::skip]
const WORDS: &[(&[u8], &str, &str, &str, &[u8])] = &[
    (b"", "", "", "", b""),
    (b"Hello World", "hello world", "hELLO wORLD", "HW", b"HelloWorld"),
    (b"HELLO wORLD", "hELLO wORLD", "hello World", "Hw", b"HELLOwORLD"),
    (b"  Two  Spaces", "  two  spaces", "  tWO  sPACES", "TS", b"TwoSpaces"),
    (b"\xc3\xa9A \xc3\x89a", "éA éa", "Éa éA", "ÃÃ", b"\xc3\x83\xc2\xa9A\xc3\x83\xc2\x89a"),
    (b"\xc7\x85a a\xc7\x85", "ǆa aǅ", "ǆA Aǆ", "Çaa", b"\xc3\x87aa\xc3\x87"),
    (b"a\xffB", "a\u{fffd}B", "A\u{fffd}b", "a", b"a\xffB"),
    (b"x y", "x y", "X Y", "xy", b"xy"),
    (b"a\xc2\x85b", "a\u{85}b", "A\u{85}B", "ab", b"a\xc3\x82b"),
    (b"\xe3\x80\x80a b", "\u{3000}a b", "\u{3000}A B", "ãb", b"\xc3\xa3\xc2\x80\xc2\x80ab"),
    (b"tab\x09New\x0aLine", "tab\tnew\nline", "TAB\tnEW\nlINE", "tNL", b"tabNewLine"),
    (b"\xc3\x9f \xef\xac\x81", "ß ﬁ", "ß ﬁ", "Ãï", b"\xc3\x83\xc2\x9f\xc3\xaf\xc2\xac\xc2\x81"),
];

/// (text, width, newline, wrapped with long words kept, and broken in Go).
#[rustfmt::skip]
const WRAPPED: &[(&[u8], i64, &[u8], &[u8], &[u8])] = &[
    (b"", 5, b"", b"", b""),
    (b"hello", 5, b"", b"hello", b"hello"),
    (b"hello world", 5, b"", b"hello\x0aworld", b"hello\x0aworld"),
    (b"hello  world ", 5, b"", b"hello\x0aworld\x0a", b"hello\x0aworld\x0a"),
    (b"   lead", 3, b"", b"lead", b"lea\x0ad"),
    (b"a verylongword b", 4, b"", b"a\x0averylongword\x0ab", b"a\x0avery\x0along\x0aword\x0ab"),
    (b"a verylongword b", 4, b"<br>", b"a<br>verylongword<br>b", b"a<br>very<br>long<br>word<br>b"),
    (b"ab cd", 0, b"", b"ab\x0acd", b"a\x0ab\x0ac\x0ad"),
    (b"ab cd", -3, b"|", b"ab|cd", b"a|b|c|d"),
    (b"\xc3\xa9\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e x", 4, b"|", b"\xc3\xa9\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e|x", b"\xc3\xa9\xe6\x97|\xa5\xe6\x9c\xac|\xe8\xaa\x9e|x"),
    (b"one two three four", 9, b"\x0a", b"one two\x0athree\x0afour", b"one two\x0athree\x0afour"),
    (b"trailing     ", 8, b"", b"trailing\x0a    ", b"trailing\x0a    "),
];

/// (text, offset, width, abbreviated in Go).
#[rustfmt::skip]
const ABBREVIATED: &[(&[u8], i64, i64, Result<&[u8], &str>)] = &[
    (b"", 0, 1, Ok(b"")),
    (b"abc", 0, 3, Err("stringutils illegal argument: Minimum abbreviation width is 4")),
    (b"abcd", 0, 4, Ok(b"abcd")),
    (b"abcdefghij", 0, 4, Ok(b"a...")),
    (b"abcdefghij", 4, 7, Ok(b"abcd...")),
    (b"abcdefghij", 5, 6, Err("stringutils illegal argument: Minimum abbreviation width with offset is 7")),
    (b"abcdefghij", 5, 7, Ok(b"...f...")),
    (b"abcdefghij", 6, 7, Ok(b"...ghij")),
    (b"abcdefghijklmno", 5, 10, Ok(b"...fghi...")),
    (b"abcdefghijklmno", 6, 10, Ok(b"...ghij...")),
    (b"abcdefghijklmno", 99, 10, Ok(b"...ijklmno")),
    (b"abcdefghijklmno", -1, 10, Ok(b"abcdefg...")),
    (b"abcdefghijklmno", -9223372036854775808, 10, Ok(b"...ijklmno")),
    (b"\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9", 0, 6, Ok(b"\xc3\xa9\xc3...")),
];

#[test]
fn changes_words_as_go_does() {
    for &(text, uncapitalized, swapped, first_letters, packed) in WORDS {
        assert_eq!(uncapitalize(text), uncapitalized.as_bytes(), "{text:?}");
        assert_eq!(swap_case(text), swapped.as_bytes(), "{text:?}");
        assert_eq!(initials(text), first_letters.as_bytes(), "{text:?}");
        assert_eq!(delete_white_space(text).as_ref(), packed, "{text:?}");
    }
}

#[test]
fn wraps_as_go_does() {
    for &(text, width, newline, kept, broken) in WRAPPED {
        assert_eq!(wrap_custom(text, width, newline, LongWords::Keep), kept, "{text:?} {width}");
        assert_eq!(wrap_custom(text, width, newline, LongWords::Break), broken, "{text:?} {width}");
    }
    assert_eq!(wrap(b"a b", i64::MIN), b"a\nb");
}

#[test]
fn abbreviates_as_go_does() {
    for &(text, offset, width, expected) in ABBREVIATED {
        let result = abbreviate_full(text, offset, width).map_err(|error| error.to_string());
        assert_eq!(result.as_deref().map_err(String::as_str), expected, "{text:?} {offset} {width}");
    }
    assert_eq!(abbreviate(b"abc", 3).unwrap_err(), AbbreviateError::WidthBelow4);
}

#[test]
fn random_texts_keep_to_their_alphabet() {
    let mut state = 1u64;
    let mut draw = |n: usize| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) as usize % n
    };
    for (alphabet, accepted) in [
        (Alphabet::AlphaNumeric, (|c| c.is_ascii_alphanumeric()) as fn(char) -> bool),
        (Alphabet::Alphabetic, |c| c.is_ascii_alphabetic()),
        (Alphabet::Numeric, |c| c.is_ascii_digit()),
        (Alphabet::Ascii, |c| matches!(c, ' '..='~')),
    ] {
        let text = random(2000, alphabet, &mut draw).unwrap();
        assert_eq!(text.len(), 2000);
        assert!(text.chars().all(accepted), "{alphabet:?}");
        let all = ('\0'..='\u{ff}').filter(|&c| accepted(c));
        assert!(all.into_iter().all(|c| text.contains(c)), "{alphabet:?}");
    }
    assert_eq!(random(0, Alphabet::Ascii, &mut draw).unwrap(), "");
    assert_eq!(
        random(-1, Alphabet::Ascii, &mut draw).unwrap_err().to_string(),
        "randomstringutils illegal argument: Requested random string length -1 is less than 0."
    );
}

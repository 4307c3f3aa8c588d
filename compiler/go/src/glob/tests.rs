//! Expected values are what the Go library gives.

use super::*;

/// Pattern, text; whether it matches, or how the library panics.
#[allow(clippy::type_complexity, reason = "a table")]
const MATCHES: &[(&[u8], &[u8], Result<bool, &str>)] = &[
    (b"*", b"a", Ok(true)),
    (b"*", b"a/b", Ok(false)),
    (b"**", b"a/b", Ok(true)),
    (b"**.yaml", b"a/b.yaml", Ok(true)),
    (b"conf/*", b"conf/a", Ok(true)),
    (b"conf/*", b"conf/a/b", Ok(false)),
    (b"conf/**", b"conf/a/b", Ok(true)),
    (b"conf/**", b"conf/", Ok(true)),
    (b"files/**/x", b"files/x", Ok(true)),
    (b"a**b", b"a/b", Ok(true)),
    (b"?", b"\xc3\xa9", Ok(true)),
    (b"?", b"/", Ok(false)),
    (b"a?", b"a\xc3\xa9", Ok(true)),
    (b"?a", b"\xc3\xa9a", Ok(false)),
    (b"{a,b}*", b"bc", Ok(true)),
    (b"{a,bc}d", b"bcd", Ok(true)),
    (b"{a*,b}c", b"axc", Ok(false)),
    (b"{*a,b*}c", b"xac", Ok(true)),
    (b"x{a*,b}c", b"xaxc", Ok(false)),
    (b"*{a,b*}*", b"xbyc", Ok(true)),
    (b"[abc]", b"b", Ok(true)),
    (b"[a-c]", b"b", Ok(true)),
    (b"[!a-c]", b"b", Ok(false)),
    (b"[!a]", b"/", Ok(true)),
    (b"[!ab][!ab]", b"ab", Ok(false)),
    (b"[!ab][!ab]", b"ba", Ok(true)),
    (b"{,a}", b"a", Ok(true)),
    (b"{,a}b", b"b", Ok(true)),
    (b"a{}", b"a", Err("runtime error: slice bounds out of range [:2] with length 1")),
    (b"a{}", b"b", Ok(false)),
    (b"{}", b"a", Ok(false)),
    (b"\\*", b"*", Ok(true)),
    (b"a\\", b"a", Ok(true)),
    (b"{a,b", b"b", Ok(true)),
    (b"a}", b"a}", Ok(true)),
    (b"a,b", b"a,b", Ok(true)),
    (b"a]", b"a]", Ok(true)),
    (b"a\x00b", b"ab", Ok(true)),
    (b"*.{yaml,yml}", b"a.yml", Ok(true)),
    (b"*.{yaml,yml}", b"d/a.yml", Ok(false)),
    (b"{a/*.txt,b/**}", b"b/c/d", Ok(true)),
    (b"\xc3\xa9*", b"\xc3\xa9a", Ok(true)),
    (b"[\xc3\xa9]x", b"\xc3\xa9x", Ok(false)),
    (b"*\xc3\xa9?", b"a\xc3\xa9b", Ok(false)),
    (b"**a*b", b"x/a/b", Ok(false)),
    (b"*a*a*", b"banana", Ok(true)),
    (b"a*", b"a\xff", Ok(true)),
    (b"?", b"\xff", Ok(true)),
    (b"{ab,ac}d", b"acd", Ok(true)),
    (b"{abd,acd}", b"acd", Ok(true)),
    (b"{a*b,a*c}", b"axxc", Ok(true)),
    (b"*?", b"a", Ok(true)),
    (b"?*", b"/a", Ok(false)),
    (b"**?", b"a/", Ok(false)),
    (b"?**", b"/a", Ok(false)),
];

/// Pattern; error.
const ERRORS: &[(&[u8], &str)] = &[
    (b"[", "unexpected end of input"),
    (b"[a", "unexpected end of input"),
    (b"[]", "could not parse range"),
    (b"[!]", "could not parse range"),
    (b"[a-]", "unexpected end of input"),
    (b"[z-a]", "hi character 'a' should be greater than lo 'z'"),
    (b"[a-b-c]", "expected close range character"),
    (b"[\xc3\xa9-a]", "hi character 'a' should be greater than lo 'é'"),
    (b"\xff", "could not read rune"),
    (b"a\xffb", "could not read rune"),
    (b"\xef\xbf\xbd", "could not read rune"),
    (b"[\xff]", "unexpected end of input"),
    (b"[a\xff]", "unexpected end of input"),
    (b"[]\xff", "could not read rune"),
    (b"{a,[}", "unexpected end of input"),
    (b"*\xff", "could not read rune"),
    (b"[a-", "unexpected end of input"),
    (b"[!", "unexpected end of input"),
];

#[test]
fn matches() {
    for &(pattern, text, want) in MATCHES {
        let glob = Glob::new(pattern).unwrap_or_else(|e| panic!("{}: {e}", pattern.escape_ascii()));
        let got = glob.matches(text).map_err(|e| e.to_string());
        assert_eq!(got, want.map_err(str::to_owned), "{} of {}", pattern.escape_ascii(), text.escape_ascii());
    }
}

#[test]
fn errors() {
    for &(pattern, want) in ERRORS {
        let got = Glob::new(pattern).map(drop).map_err(|e| e.to_string());
        assert_eq!(got, Err(want.to_owned()), "{}", pattern.escape_ascii());
    }
}

#[test]
fn limits() {
    for pattern in [b"{".repeat(1000), b"*a".repeat(1000), b"a".repeat(100_000)] {
        assert_eq!(Glob::new(&pattern).map(drop), Err(Error::TooComplex));
    }
    let slow = Glob::new(&b"*a".repeat(30)).map(|glob| glob.matches(&b"a".repeat(2000)));
    assert_eq!(slow, Ok(Err(MatchError::TooManySteps)));
    assert!(Glob::new(&b"{a,b}*[!x]?".repeat(60)).is_ok());
}

//! Expected values are what Go 1.26 gives.

use super::*;

/// Pattern; error text without its beginning.
const ERRORS: &[(&[u8], &[u8])] = &[
    (b"a(b", b"missing closing ): `a(b`"),
    (b"a)", b"unexpected ): `a)`"),
    (b")", b"unexpected ): `)`"),
    (b"(", b"missing closing ): `(`"),
    (b"a**", b"invalid nested repetition operator: `**`"),
    (b"a*+", b"invalid nested repetition operator: `*+`"),
    (b"a??+?", b"invalid nested repetition operator: `??+?`"),
    (b"*a", b"missing argument to repetition operator: `*`"),
    (b"a|*", b"missing argument to repetition operator: `*`"),
    (b"(+)", b"missing argument to repetition operator: `+`"),
    (b"(?i)*", b"missing argument to repetition operator: `*`"),
    (b"a{2}{3}", b"invalid nested repetition operator: `{2}{3}`"),
    (b"a{1001}", b"invalid repeat count: `{1001}`"),
    (b"a{2,1}", b"invalid repeat count: `{2,1}`"),
    (b"a{1,1001}", b"invalid repeat count: `{1,1001}`"),
    (b"a{99999999999}", b"invalid repeat count: `{99999999999}`"),
    (b"(a{100}){11}", b"invalid repeat count: `{11}`"),
    (b"((a{10}){10}){11}", b"invalid repeat count: `{11}`"),
    (b"[a", b"missing closing ]: `[a`"),
    (b"[", b"missing closing ]: `[`"),
    (b"[]", b"missing closing ]: `[]`"),
    (b"[^", b"missing closing ]: `[^`"),
    (b"[z-a]", b"invalid character class range: `z-a`"),
    (b"[a-\\d]", b"invalid escape sequence: `\\d`"),
    (b"[[:foo:]]", b"invalid character class range: `[:foo:]`"),
    (b"[[:^foo:]]", b"invalid character class range: `[:^foo:]`"),
    (b"[a-z-9-1]", b"invalid character class range: `9-1`"),
    (b"\\", b"trailing backslash at end of expression: ``"),
    (b"a\\", b"trailing backslash at end of expression: ``"),
    (b"\\8", b"invalid escape sequence: `\\8`"),
    (b"\\1", b"invalid escape sequence: `\\1`"),
    (b"\\q", b"invalid escape sequence: `\\q`"),
    (b"\\C", b"invalid escape sequence: `\\C`"),
    (b"\\Z", b"invalid escape sequence: `\\Z`"),
    (b"\\x", b"invalid escape sequence: `\\x`"),
    (b"\\x4", b"invalid escape sequence: `\\x4`"),
    (b"\\xg1", b"invalid escape sequence: `\\xg1`"),
    (b"\\x{110000}", b"invalid escape sequence: `\\x{110000`"),
    (b"\\x{}", b"invalid escape sequence: `\\x{}`"),
    (b"\\x{12", b"invalid escape sequence: `\\x{12`"),
    (b"\\x{1g}", b"invalid escape sequence: `\\x{1g`"),
    (b"\\pX", b"invalid character class range: `\\pX`"),
    (b"\\p", b"invalid character class range: `\\p`"),
    (b"\\p{", b"invalid character class range: `\\p{`"),
    (b"\\p{Old_Italic}", b"invalid character class range: `\\p{Old_Italic}`"),
    (b"\\p{^}", b"invalid character class range: `\\p{^}`"),
    (b"\\P{greek", b"invalid character class range: `\\P{greek`"),
    (b"\\u0041", b"invalid escape sequence: `\\u`"),
    (b"(?=a)", b"invalid or unsupported Perl syntax: `(?=`"),
    (b"(?!a)", b"invalid or unsupported Perl syntax: `(?!`"),
    (b"(?<=a)", b"invalid named capture: `(?<=a)`"),
    (b"(?<!a)", b"invalid named capture: `(?<!a)`"),
    (b"(?>a)", b"invalid or unsupported Perl syntax: `(?>`"),
    (b"(?x)a", b"invalid or unsupported Perl syntax: `(?x`"),
    (b"(?i", b"invalid or unsupported Perl syntax: `(?i`"),
    (b"(?i-)", b"invalid or unsupported Perl syntax: `(?i-)`"),
    (b"(?i-m-s)", b"invalid or unsupported Perl syntax: `(?i-m-`"),
    (b"(?", b"invalid or unsupported Perl syntax: `(?`"),
    (b"(?P", b"invalid or unsupported Perl syntax: `(?P`"),
    (b"(?P<", b"invalid or unsupported Perl syntax: `(?P`"),
    (b"(?P<n", b"invalid named capture: `(?P<n`"),
    (b"(?P<n>a", b"missing closing ): `(?P<n>a`"),
    (b"(?P<>a)", b"invalid named capture: `(?P<>`"),
    (b"(?P<n m>a)", b"invalid named capture: `(?P<n m>`"),
    (b"(?<n-m>a)", b"invalid named capture: `(?<n-m>`"),
    (b"(?P=n)", b"invalid or unsupported Perl syntax: `(?P`"),
    (b"(?#c)", b"invalid or unsupported Perl syntax: `(?#`"),
    (b"\xff", b"invalid UTF-8: `\xff`"),
    (b"a\xffb", b"invalid UTF-8: `\xffb`"),
    (b"[\xff]", b"invalid UTF-8: `\xff]`"),
    (b"[a-\xff]", b"invalid UTF-8: `\xff]`"),
    (b"(?P<\xff>a)", b"invalid UTF-8: `\xff`"),
    (b"(?\xff)", b"invalid UTF-8: `\xff)`"),
    (b"\\Qa\xff", b"invalid UTF-8: `\xff`"),
    (b"\\p{\xff}", b"invalid UTF-8: `\xff`"),
    (b"\\\xff", b"invalid UTF-8: `\xff`"),
    (b"\\\xc3\xa9", b"invalid escape sequence: `\\\xc3\xa9`"),
    (b"\\p{L", b"invalid character class range: `\\p{L`"),
    (b"a{,2}}{\xff", b"invalid UTF-8: `\xff`"),
    (b"(?P<n\xff", b"invalid UTF-8: `\xff`"),
];

/// Pattern, text; places of the match and its groups.
const FINDS: &[(&[u8], &[u8], &[i64])] = &[
    (b".*?c|.*?b", b"abc", &[0, 3]),
    (b"(?:.*?c|.*?b)", b"abc", &[0, 3]),
    (b"(a*?)c|(a*?)ab", b"aab", &[0, 3, -1, -1, 0, 1]),
    (b"(?:a*?ab|a*?a|a*?c)", b"aab", &[0, 3]),
    (b"(a*)*", b"b", &[0, 0, 0, 0]),
    (b"(a*)+", b"b", &[0, 0, 0, 0]),
    (b"(a|b*)*", b"abba", &[0, 4, 3, 4]),
    (b"(|a)*", b"aa", &[0, 0, 0, 0]),
    (b"(|a)+", b"aa", &[0, 0, 0, 0]),
    (b"(a){0}(b)", b"b", &[0, 1, -1, -1, 0, 1]),
    (b"(a){0}", b"b", &[0, 0, -1, -1]),
    (b"\\w+", b"\xc3\xa9_a1", &[2, 5]),
    (b"\\b\xc3\xa9", b"a\xc3\xa9", &[1, 3]),
    (b"\\d", b"\xd9\xa33", &[2, 3]),
    (b"$", b"a\n", &[2, 2]),
    (b"(?m)$", b"a\nb", &[1, 1]),
    (b"a.b", b"a\nb", &[]),
    (b"(?s)a.b", b"a\nb", &[0, 3]),
    (b".", b"\xffa", &[0, 1]),
    (b"^.$", b"\xff", &[0, 1]),
    (b"^..$", b"\xc3\xa9", &[]),
    (b"[^a]+", b"\xe6\x97a", &[0, 2]),
    (b"\\x{fffd}", b"a\xff", &[1, 2]),
    (b"(?i)k", b"\xe2\x84\xaa", &[0, 3]),
    (b"(?i)[^k]", b"\xe2\x84\xaaK", &[]),
    (b"(?i)stra\xc3\x9fe", b"STRA\xe1\xba\x9eE", &[0, 8]),
    (b"[a&&b]+", b"&a", &[0, 2]),
    (b"[[a]]", b"[]", &[0, 2]),
    (b"a{,2}", b"a{,2}", &[0, 5]),
    (b"x{2", b"x{2", &[0, 3]),
    (b"\\Qa.b\\E+", b"a.bbb", &[0, 5]),
    (b"\\07\\101", b"\x07A", &[0, 2]),
    (b"(?U)a+?", b"aaa", &[0, 3]),
    (b"(?U)a+", b"aaa", &[0, 1]),
    (b"(?i:a)b", b"AB Ab", &[3, 5]),
    (b"(?P<n>a)(?P<n>b)", b"ab", &[0, 2, 0, 1, 1, 2]),
    (b"\\pN+", b"a12\xc2\xbd", &[1, 5]),
    (b"\\p{^Greek}+", b"\xce\xb1b", &[2, 3]),
    (b"(?i)\\p{Lu}+", b"abC", &[0, 3]),
    (b"(?i)\\p{LC}", b"\xcd\x85", &[]),
    (b"[\\x00-\\x{10FFFF}]", b"\xf0\x9f\x98\x80", &[0, 4]),
    (b"\\x{D800}", b"\xed\xa0\x80", &[]),
    (b"[[:word:]-]+", b"a-b c", &[0, 3]),
    (b"\\<a", b"<a", &[0, 2]),
    (b"[\\d-z]+", b"1-z", &[0, 3]),
    (b"a|ab", b"ab", &[0, 1]),
    (b"(?:a|ab)(?:c|bcd)(d*)", b"abcd", &[0, 4, 4, 4]),
    (b"^*", b"a", &[0, 0]),
    (b"(?:(?:^)*)b", b"b", &[0, 1]),
    (b"x*", b"", &[0, 0]),
    (b"(a+)(b+)?", b"aac", &[0, 2, 0, 2, -1, -1]),
];

/// Pattern, text, template; result.
#[allow(clippy::type_complexity, reason = "a table")]
const REPLACEMENTS: &[(&[u8], &[u8], &[u8], &[u8])] = &[
    (b"a(x*)b", b"-ab-axxb-", b"${1}W", b"-W-xxW-"),
    (b"a(x*)b", b"-ab-axxb-", b"$1W", b"---"),
    (b"a(?P<W>x*)b", b"-ab-axxb-", b"$W-$$-$", b"--$-$-xx-$-$-"),
    (b"a*", b"baaac", b"X", b"XbXcX"),
    (b"a*", b"baaac", b"<$0>", b"<>b<aaa>c<>"),
    (b"a*", b"", b"-", b"-"),
    (b"x*", b"\xc3\xa9b\xc3\xa9", b"-", b"-\xc3\xa9-b-\xc3\xa9-"),
    (b".", b"\xffa\xc3", b"[$0]", b"[\xff][a][\xc3]"),
    (b"(?P<n>a)|(?P<n>b)", b"abc", b"<$n>", b"<a><b>c"),
    (b"(a)", b"a", b"$01 $10 ${1 ${1} $\xc3\xa9 $1\xc3\xa9 ${ $", b"  ${1 a   ${ $"),
    (b"(a){0}b", b"b", b"<$1$2>", b"<>"),
    (b"b", b"abc", b"$$0", b"a$0c"),
];

/// Pattern, text, limit; parts.
#[allow(clippy::type_complexity, reason = "a table")]
const SPLITS: &[(&[u8], &[u8], i64, Option<&[&[u8]]>)] = &[
    (b"a*", b"baaac", -1, Some(&[b"b", b"c"])),
    (b"a", b"banana", -1, Some(&[b"b", b"n", b"n", b""])),
    (b"a", b"banana", 0, None),
    (b"a", b"banana", 1, Some(&[b"banana"])),
    (b"a", b"banana", 2, Some(&[b"b", b"nana"])),
    (b"a", b"", -1, Some(&[b""])),
    (b"", b"", -1, Some(&[])),
    (b"", b"abc", -1, Some(&[b"a", b"b", b"c"])),
    (b"", b"\xc3\xa9\xff", 2, Some(&[b"\xc3\xa9", b"\xff"])),
    (b"a*", b"abaabaccadaaae", 5, Some(&[b"", b"b", b"b", b"c", b"cadaaae"])),
    (b",", b"a,b,", -1, Some(&[b"a", b"b", b""])),
    (b"x*", b"axbxc", -1, Some(&[b"a", b"b", b"c"])),
    (b"z+", b"pizza", 2, Some(&[b"pi", b"a"])),
    (b"^", b"ab", -1, Some(&[b"ab"])),
    (b"$", b"ab", -1, Some(&[b"ab"])),
];

/// Pattern, text, limit; places of the matches.
#[allow(clippy::type_complexity, reason = "a table")]
const ALL: &[(&[u8], &[u8], i64, &[(usize, usize)])] = &[
    (b"a*", b"baaac", -1, &[(0, 0), (1, 4), (5, 5)]),
    (b"a*", b"baaac", 2, &[(0, 0), (1, 4)]),
    (b"a*", b"baaac", 0, &[]),
    (b"", b"\xc3\xa9\xff", -1, &[(0, 0), (2, 2), (3, 3)]),
    (b"\\b", b"ab cd", -1, &[(0, 0), (2, 2), (3, 3), (5, 5)]),
    (b"a|b*", b"abb", -1, &[(0, 1), (1, 3)]),
    (b"[0-9]+", b"1 22 333", 2, &[(0, 1), (2, 4)]),
];

fn text(bytes: &[u8]) -> String {
    bytes.escape_ascii().to_string()
}

fn compiled(pattern: &[u8]) -> Regexp {
    Regexp::new(pattern).unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn errors() {
    for &(pattern, want) in ERRORS {
        let error = Regexp::new(pattern).err().unwrap_or_else(|| panic!("{} compiles", text(pattern)));
        let want = [b"error parsing regexp: ", want].concat();
        assert_eq!(text(&error.message()), text(&want), "{}", text(pattern));
    }
}

#[test]
fn submatches() {
    for &(pattern, hay, want) in FINDS {
        let flat = |range: Option<Range<usize>>| range.map_or([-1, -1], |r| [r.start as i64, r.end as i64]);
        let got: Vec<i64> =
            compiled(pattern).find_submatch(hay).unwrap_or_default().into_iter().flat_map(flat).collect();
        assert_eq!(got, want, "{} in {}", text(pattern), text(hay));
    }
}

#[test]
fn replacements() {
    for &(pattern, hay, template, want) in REPLACEMENTS {
        let got = compiled(pattern).replace_all(hay, template);
        assert_eq!(text(&got), text(want), "{} in {} by {}", text(pattern), text(hay), text(template));
    }
    assert_eq!(compiled(b"a+").replace_all_literal(b"baac", b"$0"), b"b$0c");
}

#[test]
fn splits() {
    for &(pattern, hay, n, want) in SPLITS {
        let got = compiled(pattern).split(hay, n);
        assert_eq!(got.as_deref(), want, "{} in {} {n}", text(pattern), text(hay));
    }
}

#[test]
fn all_matches() {
    for &(pattern, hay, n, want) in ALL {
        let got = compiled(pattern).find_all_index(hay, n);
        let got: Vec<_> = got.into_iter().map(|range| (range.start, range.end)).collect();
        assert_eq!(got, want, "{} in {} {n}", text(pattern), text(hay));
    }
}

#[test]
fn limits() {
    let nested = |n: usize| [b"(".repeat(n), b"a".to_vec(), b")".repeat(n)].concat();
    assert_eq!(compiled(&nested(999)).find_submatch(b"ba").map(|groups| groups.len()), Some(1000));
    assert_eq!(Regexp::new(&nested(1000)).unwrap_err().kind(), ErrorKind::NestingDepth);
    let stars = |n: usize| [b"(?:".repeat(n), b"a".to_vec(), b")*".repeat(n)].concat();
    assert!(compiled(&stars(999)).is_match(b"a"));
    assert_eq!(Regexp::new(&stars(1000)).unwrap_err().kind(), ErrorKind::NestingDepth);
    assert_eq!(Regexp::new(&b"(".repeat(100_000)).unwrap_err().kind(), ErrorKind::MissingParen);
    assert_eq!(Regexp::new(&b"(?:\\pL{1000}){1}".repeat(100)).unwrap_err().kind(), ErrorKind::Large);
    assert_eq!(Regexp::new(&b"\\pL".repeat(10_000)).unwrap_err().kind(), ErrorKind::Large);
    assert!(compiled(b"(?:a{10}){100}").is_match(&b"a".repeat(1000)));
}

#[test]
fn panics() {
    let panic = |pattern| String::from_utf8(Regexp::must_compile(pattern).unwrap_err()).unwrap_or_default();
    assert_eq!(panic(b"a("), "regexp: Compile(`a(`): error parsing regexp: missing closing ): `a(`");
    assert_eq!(panic(b"`("), "regexp: Compile(\"`(\"): error parsing regexp: missing closing ): ``(`");
}

/// An empty match within a character is none, and does not hide the match around it.
#[test]
fn matches_around_characters() {
    for (pattern, text, want) in [
        (&b"^(.*?)$|\\B"[..], "a\u{e9}b", true),
        (b"^.*$|\\B", "a?\u{65e5}", true),
        (b"^b$|\\b\\B", "a\u{e9}", false),
        (b"\\B", "\u{e9}", true),
        (b"a\\B", "a\u{e9}", false),
    ] {
        assert_eq!(compiled(pattern).is_match(text.as_bytes()), want, "{}", pattern.escape_ascii());
    }
}

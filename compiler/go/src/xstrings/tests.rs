#![expect(clippy::type_complexity, reason = "a table of cases is plainest as tuples")]

use super::*;

/// (text, camel, pascal, snake and kebab case of it in Go).
#[rustfmt::skip]
const CASES: &[(&[u8], &str, &str, &[u8], &[u8])] = &[
    (b"", "", "", b"", b""),
    (b"_", "__", "__", b"_", b"-"),
    (b"__", "___", "___", b"__", b"--"),
    (b"a", "a", "A", b"a", b"a"),
    (b"A", "a", "A", b"a", b"a"),
    (b"_a", "_a", "_A", b"_a", b"-a"),
    (b"a_", "a_", "A_", b"a_", b"a-"),
    (b"some_words", "someWords", "SomeWords", b"some_words", b"some-words"),
    (b"http_server", "httpServer", "HttpServer", b"http_server", b"http-server"),
    (b"no_https", "noHttps", "NoHttps", b"no_https", b"no-https"),
    (b"_complex__case_", "_complex_Case_", "_Complex_Case_", b"_complex__case_", b"-complex--case-"),
    (b"some words", "someWords", "SomeWords", b"some_words", b"some-words"),
    (b"GOLANG_IS_GREAT", "golangIsGreat", "GolangIsGreat", b"golang_is_great", b"golang-is-great"),
    (b"-_a-_b", "-_a-B", "-_A-B", b"__a__b", b"--a--b"),
    (b"FirstName", "firstName", "FirstName", b"first_name", b"first-name"),
    (b"HTTPServer", "httpserver", "Httpserver", b"http_server", b"http-server"),
    (b"NoHTTPS", "noHTTPS", "NoHTTPS", b"no_https", b"no-https"),
    (b"GO-PATH", "goPath", "GoPath", b"go_path", b"go-path"),
    (b"http2xx", "http2xx", "Http2xx", b"http_2xx", b"http-2xx"),
    (b"HTTP20xOK", "http20xOK", "Http20xOK", b"http_20x_ok", b"http-20x-ok"),
    (b"Duration2m3s", "duration2m3s", "Duration2m3s", b"duration_2m3s", b"duration-2m3s"),
    (b"Bld4Floor3rd", "bld4Floor3rd", "Bld4Floor3rd", b"bld4_floor_3rd", b"bld4-floor-3rd"),
    (b"a1", "a1", "A1", b"a1", b"a1"),
    (b"A1", "a1", "A1", b"a1", b"a1"),
    (b"1a", "1a", "1a", b"1a", b"1a"),
    (b"1A", "1A", "1A", b"1_a", b"1-a"),
    (b"a1B", "a1B", "A1B", b"a1_b", b"a1-b"),
    (b"AB1", "ab1", "Ab1", b"ab1", b"ab1"),
    (b"A1b2", "a1b2", "A1b2", b"a_1b2", b"a-1b2"),
    (b"a.B", "a.B", "A.B", b"a.b", b"a.b"),
    (b"a.b1C", "a.b1C", "A.b1C", b"a.b1_c", b"a.b1-c"),
    (b"1-2", "12", "12", b"1_2", b"1-2"),
    (b"x\xc2\xb2y", "x²y", "X²y", b"x_\xc2\xb2y", b"x-\xc2\xb2y"),
    (b"\xe6\x97\xa5\xe6\x9c\xacGo\xe8\xa8\x80\xe8\xaa\x9e", "日本Go言語", "日本Go言語", b"\xe6\x97\xa5\xe6\x9c\xac_go_\xe8\xa8\x80\xe8\xaa\x9e", b"\xe6\x97\xa5\xe6\x9c\xac-go-\xe8\xa8\x80\xe8\xaa\x9e"),
    (b"\xe3\x82\xab\xe3\x82\xbf\xe3\x82\xab\xe3\x83\x8aKana", "カタカナKana", "カタカナKana", b"\xe3\x82\xab\xe3\x82\xbf\xe3\x82\xab\xe3\x83\x8a_kana", b"\xe3\x82\xab\xe3\x82\xbf\xe3\x82\xab\xe3\x83\x8a-kana"),
    (b"\xc3\x89t\xc3\xa9Doux", "étéDoux", "ÉtéDoux", b"\xc3\xa9t\xc3\xa9_doux", b"\xc3\xa9t\xc3\xa9-doux"),
    (b"\xc7\x85abc", "ǆabc", "Ǆabc", b"\xc7\x85abc", b"\xc7\x85abc"),
    (b"ab\xffCd", "ab\u{fffd}Cd", "Ab\u{fffd}Cd", b"ab_\xef\xbf\xbdcd", b"ab-\xef\xbf\xbdcd"),
    (b"\xff\xfe", "\u{fffd}\u{fffd}", "\u{fffd}\u{fffd}", b"\xff\xfe", b"\xff\xfe"),
    (b"A\xff", "a\u{fffd}", "A\u{fffd}", b"a\xef\xbf\xbd", b"a\xef\xbf\xbd"),
    (b"AB\xffc", "ab\u{fffd}c", "Ab\u{fffd}c", b"a_b\xef\xbf\xbdc", b"a-b\xef\xbf\xbdc"),
    (b"a  b\x09\xc2\xa0c", "a B\tC", "A B\tC", b"a__b__c", b"a--b--c"),
    (b"io.k8s/v1Beta1", "io.k8s/v1Beta1", "Io.k8s/v1Beta1", b"io.k_8s/v1_beta1", b"io.k-8s/v1-beta1"),
    (b"$A+B", "$A+B", "$A+B", b"$_a_+_b", b"$-a-+-b"),
    (b"a\xe2\x82\xacB", "a€B", "A€B", b"a_\xe2\x82\xac_b", b"a-\xe2\x82\xac-b"),
    (b"HTTPs", "https", "Https", b"htt_ps", b"htt-ps"),
    (b"X-Y_Z", "xYz", "XYZ", b"x_y_z", b"x-y-z"),
    (b"ABc\xef\xbf\xbd", "abc\u{fffd}", "Abc\u{fffd}", b"a_bc\xef\xbf\xbd", b"a-bc\xef\xbf\xbd"),
];

#[test]
fn writes_what_go_writes() {
    for &(text, camel, pascal, snake, kebab) in CASES {
        assert_eq!(to_camel_case(text), camel.as_bytes(), "{text:?}");
        assert_eq!(to_pascal_case(text), pascal.as_bytes(), "{text:?}");
        assert_eq!(to_snake_case(text), snake, "{text:?}");
        assert_eq!(to_kebab_case(text), kebab, "{text:?}");
    }
}

#[test]
fn shuffles_by_what_is_drawn() {
    let mut asked = vec![];
    let text = shuffle("abé\u{65e5}".as_bytes(), &mut |n| {
        asked.push(n);
        0
    });
    assert_eq!(asked, [4, 3, 2]);
    assert_eq!(String::from_utf8(text).unwrap(), "bé日a");
    assert_eq!(shuffle(b"\xff", &mut |_| 0), "\u{FFFD}".as_bytes());
    assert_eq!(shuffle(b"", &mut |_| 0), b"");
}

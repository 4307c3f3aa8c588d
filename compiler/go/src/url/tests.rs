//! Expected values are what Go 1.26 gives.

use super::*;

/// Text; error.
const ERRORS: &[(&[u8], Option<&[u8]>)] = &[
(b"http://a\x01b", Some(b"parse \"http://a\\x01b\": net/url: invalid control character in URL")),
(b"\x7f", Some(b"parse \"\\x7f\": net/url: invalid control character in URL")),
(b":", Some(b"parse \":\": missing protocol scheme")),
(b"://x", Some(b"parse \"://x\": missing protocol scheme")),
(b"a:b:c", None),
(b"1:b", Some(b"parse \"1:b\": first path segment in URL cannot contain colon")),
(b"a b:c", Some(b"parse \"a b:c\": first path segment in URL cannot contain colon")),
(b"./a:b", None),
(b"http://h:x", Some(b"parse \"http://h:x\": invalid port \":x\" after host")),
(b"http://h:80x/", Some(b"parse \"http://h:80x/\": invalid port \":80x\" after host")),
(b"http://[::1", Some(b"parse \"http://[::1\": missing ']' in host")),
(b"http://a[::1]", Some(b"parse \"http://a[::1]\": invalid IP-literal")),
(b"http://[::1]x", Some(b"parse \"http://[::1]x\": invalid port \"x\" after host")),
(b"http://[::1]:x", Some(b"parse \"http://[::1]:x\": invalid port \":x\" after host")),
(b"http://[::g]", Some(b"parse \"http://[::g]\": invalid host: ParseAddr(\"::g\"): each colon-separated field must have at least one digit (at \"g\")")),
(b"http://[1.2.3.4]", Some(b"parse \"http://[1.2.3.4]\": invalid IP-literal")),
(b"http://[::1.2.3]", Some(b"parse \"http://[::1.2.3]\": invalid host: ParseAddr(\"::1.2.3\"): IPv4 address too short")),
(b"http://[::1.2.3.256]", Some(b"parse \"http://[::1.2.3.256]\": invalid host: ParseAddr(\"::1.2.3.256\"): IPv4 field has value >255")),
(b"http://[::01.2.3.4]", Some(b"parse \"http://[::01.2.3.4]\": invalid host: ParseAddr(\"::01.2.3.4\"): IPv4 field has octet with leading zero")),
(b"http://[1::2::3]", Some(b"parse \"http://[1::2::3]\": invalid host: ParseAddr(\"1::2::3\"): multiple :: in address (at \":3\")")),
(b"http://[1:2:3:4:5:6:7:8:9]", Some(b"parse \"http://[1:2:3:4:5:6:7:8:9]\": invalid host: ParseAddr(\"1:2:3:4:5:6:7:8:9\"): trailing garbage after address (at \"9\")")),
(b"http://[1:2:3]", Some(b"parse \"http://[1:2:3]\": invalid host: ParseAddr(\"1:2:3\"): address string too short")),
(b"http://[12345::]", Some(b"parse \"http://[12345::]\": invalid host: ParseAddr(\"12345::\"): each group must have 4 or less digits (at \"12345::\")")),
(b"http://[1:2:3:4:5:6:7::8]", Some(b"parse \"http://[1:2:3:4:5:6:7::8]\": invalid host: ParseAddr(\"1:2:3:4:5:6:7::8\"): the :: must expand to at least one field of zeros")),
(b"http://[%25]", Some(b"parse \"http://[%25]\": invalid host: ParseAddr(\"%\"): missing IPv6 address")),
(b"http://[fe80::1%25]", Some(b"parse \"http://[fe80::1%25]\": invalid host: ParseAddr(\"fe80::1%\"): zone must be a non-empty string")),
(b"http://[fe80::1%25en%200]", None),
(b"http://[fe80::1%25e%2]", Some(b"parse \"http://[fe80::1%25e%2]\": invalid URL escape \"%2\"")),
(b"http://[x]", Some(b"parse \"http://[x]\": invalid host: ParseAddr(\"x\"): unable to parse IP")),
(b"http://[]", Some(b"parse \"http://[]\": invalid host: ParseAddr(\"\"): unable to parse IP")),
(b"http://[:]", Some(b"parse \"http://[:]\": invalid host: ParseAddr(\":\"): each colon-separated field must have at least one digit (at \":\")")),
(b"http://[1:]", Some(b"parse \"http://[1:]\": invalid host: ParseAddr(\"1:\"): colon must be followed by more characters (at \":\")")),
(b"http://[1:2:3:4:5:6:7:1.2.3.4]", Some(b"parse \"http://[1:2:3:4:5:6:7:1.2.3.4]\": invalid host: ParseAddr(\"1:2:3:4:5:6:7:1.2.3.4\"): embedded IPv4 address must replace the final 2 fields of the address (at \"1.2.3.4\")")),
(b"http://[::1..2.3]", Some(b"parse \"http://[::1..2.3]\": invalid host: ParseAddr(\"::1..2.3\"): IPv4 field must have at least one digit (at \".2.3\")")),
(b"http://[::1.2.3.4.5]", Some(b"parse \"http://[::1.2.3.4.5]\": invalid host: ParseAddr(\"::1.2.3.4.5\"): IPv4 address too long")),
(b"http://[::1.2.x.4]", Some(b"parse \"http://[::1.2.x.4]\": invalid host: ParseAddr(\"::1.2.x.4\"): unexpected character (at \"x.4\")")),
(b"http://a b/", Some(b"parse \"http://a b/\": invalid character \" \" in host name")),
(b"http://a%20b/", Some(b"parse \"http://a%20b/\": invalid URL escape \"%20\"")),
(b"http://a%zz/", Some(b"parse \"http://a%zz/\": invalid URL escape \"%zz\"")),
(b"http://a%", Some(b"parse \"http://a%\": invalid URL escape \"%\"")),
(b"/a%zz", Some(b"parse \"/a%zz\": invalid URL escape \"%zz\"")),
(b"/a%4", Some(b"parse \"/a%4\": invalid URL escape \"%4\"")),
(b"/%", Some(b"parse \"/%\": invalid URL escape \"%\"")),
(b"#%zz", Some(b"parse \"#%zz\": invalid URL escape \"%zz\"")),
(b"x#%zz", Some(b"parse \"x#%zz\": invalid URL escape \"%zz\"")),
(b"http://u ser@h/", Some(b"parse \"http://u ser@h/\": net/url: invalid userinfo")),
(b"http://u@ser:p@h/", None),
(b"http://%zz@h/", Some(b"parse \"http://%zz@h/\": invalid URL escape \"%zz\"")),
(b"http://u:%z@h", Some(b"parse \"http://u:%z@h\": invalid URL escape \"%z\"")),
(b"http://h/%zz?%zz#%zz", Some(b"parse \"http://h/%zz?%zz\": invalid URL escape \"%zz\"")),
(b"http://a:1:2/", Some(b"parse \"http://a:1:2/\": invalid port \":1:2\" after host")),
(b"tcp://a:1:2/", None),
(b"tcp://a:1,b:2/", None),
(b"http://<a>/", None),
(b"http://a^b", Some(b"parse \"http://a^b\": invalid character \"^\" in host name")),
(b"http://\xc3\xa9:x/", Some(b"parse \"http://\xc3\xa9:x/\": invalid port \":x\" after host")),
(b"http://a\"b/", None),
(b"\xff%zz", Some(b"parse \"\\xff%zz\": invalid URL escape \"%zz\"")),
];

/// Text; the URL written again, and its parts.
const PARTS: &[(&[u8], &[u8], &[u8])] = &[
    (b"", b"", b"||-||||||||false|false"),
    (b"*", b"*", b"||-|||*|||||false|false"),
    (b"/", b"/", b"||-|||/|||||false|false"),
    (b"//", b"", b"||-||||||||false|false"),
    (b"///", b"///", b"||-|||///|||||false|false"),
    (b"//h", b"//h", b"||-|h|h||||||false|false"),
    (b"//h/p", b"//h/p", b"||-|h|h|/p|||||false|false"),
    (b"http:", b"http:", b"http||-||||||||false|false"),
    (b"http:/", b"http:/", b"http||-|||/|||||false|true"),
    (b"http:/p", b"http:/p", b"http||-|||/p|||||false|true"),
    (b"http://", b"http:", b"http||-||||||||false|false"),
    (b"http:///p", b"http:///p", b"http||-|||/p|||||false|false"),
    (b"http://h", b"http://h", b"http||-|h|h||||||false|false"),
    (b"HTTP://H/P", b"http://H/P", b"http||-|H|H|/P|||||false|false"),
    (b"mailto:a@b", b"mailto:a@b", b"mailto|a@b|-||||||||false|false"),
    (b"mailto:a@b?x#y", b"mailto:a@b?x#y", b"mailto|a@b|-|||||x|y||false|false"),
    (b"a", b"a", b"||-|||a|||||false|false"),
    (b"a/b:c", b"a/b:c", b"||-|||a/b:c|||||false|false"),
    (b"./a:b", b"./a:b", b"||-|||./a:b|||||false|false"),
    (b"?", b"?", b"||-||||||||true|false"),
    (b"?a", b"?a", b"||-|||||a|||false|false"),
    (b"?a?", b"?a?", b"||-|||||a?|||false|false"),
    (b"a?", b"a?", b"||-|||a|||||true|false"),
    (b"a?b?", b"a?b?", b"||-|||a||b?|||false|false"),
    (b"#", b"", b"||-||||||||false|false"),
    (b"#f", b"#f", b"||-||||||f||false|false"),
    (b"http://u@h", b"http://u@h", b"http||u|h|h||||||false|false"),
    (b"http://u:@h", b"http://u:@h", b"http||u:|h|h||||||false|false"),
    (b"http://:p@h", b"http://:p@h", b"http||:p|h|h||||||false|false"),
    (b"http://@h", b"http://@h", b"http|||h|h||||||false|false"),
    (b"http://u:p%40@h:80/x?q#f", b"http://u:p%40@h:80/x?q#f", b"http||u:p%40|h:80|h|/x||q|f||false|false"),
    (b"http://h/a%2fb", b"http://h/a%2fb", b"http||-|h|h|/a/b|/a%2fb||||false|false"),
    (b"http://h/a%2Fb", b"http://h/a%2Fb", b"http||-|h|h|/a/b|/a%2Fb||||false|false"),
    (b"http://h/a b", b"http://h/a%20b", b"http||-|h|h|/a b|/a b||||false|false"),
    (b"http://h/\xc3\xa9", b"http://h/%C3%A9", b"http||-|h|h|/\xc3\xa9|/\xc3\xa9||||false|false"),
    (b"http://\xc3\xa9/", b"http://%C3%A9/", b"http||-|\xc3\xa9|\xc3\xa9|/|||||false|false"),
    (b"http://%c3%a9/", b"http://%C3%A9/", b"http||-|\xc3\xa9|\xc3\xa9|/|||||false|false"),
    (b"http://h/!'()*[]", b"http://h/!'()*[]", b"http||-|h|h|/!'()*[]|/!'()*[]||||false|false"),
    (b"http://h/#a%20b", b"http://h/#a%20b", b"http||-|h|h|/|||a b||false|false"),
    (b"http://h/#a b", b"http://h/#a%20b", b"http||-|h|h|/|||a b|a b|false|false"),
    (b"http://h/#(!)", b"http://h/#(!)", b"http||-|h|h|/|||(!)||false|false"),
    (b"http://[::1]:80/", b"http://[::1]:80/", b"http||-|[::1]:80|::1|/|||||false|false"),
    (
        b"http://[fe80::1%25en0]/",
        b"http://[fe80::1%25en0]/",
        b"http||-|[fe80::1%en0]|fe80::1%en0|/|||||false|false",
    ),
    (b"http://h:/", b"http://h:/", b"http||-|h:|h|/|||||false|false"),
    (b"file:///etc/passwd", b"file:///etc/passwd", b"file||-|||/etc/passwd|||||false|false"),
    (b"file:/etc", b"file:/etc", b"file||-|||/etc|||||false|true"),
    (b"http://h?x", b"http://h?x", b"http||-|h|h|||x|||false|false"),
    (b"http://h//a", b"http://h//a", b"http||-|h|h|//a|||||false|false"),
    (b"http://a@b@c/", b"http://a%40b@c/", b"http||a%40b|c|c|/|||||false|false"),
    (b"x://h;p", b"x://h;p", b"x||-|h;p|h;p||||||false|false"),
    (b"http://h/%25", b"http://h/%25", b"http||-|h|h|/%|||||false|false"),
    (b"http://h/;,?;,", b"http://h/;,?;,", b"http||-|h|h|/;,||;,|||false|false"),
];

#[test]
fn errors() {
    for &(text, want) in ERRORS {
        let got = Url::parse(text).err().map(|e| e.to_string().into_bytes().escape_ascii().to_string());
        assert_eq!(got, want.map(|want| want.escape_ascii().to_string()), "{}", text.escape_ascii());
    }
}

#[test]
fn parts() {
    for &(text, written, want) in PARTS {
        let url = Url::parse(text).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(url.string().escape_ascii().to_string(), written.escape_ascii().to_string());
        let user = url.user.as_ref().map_or(b"-".to_vec(), Userinfo::string);
        let (force_query, omit_host) = (url.force_query.to_string(), url.omit_host.to_string());
        let parts: [&[u8]; 12] = [
            &url.scheme,
            &url.opaque,
            &user,
            &url.host,
            url.hostname(),
            &url.path,
            &url.raw_path,
            &url.raw_query,
            &url.fragment,
            &url.raw_fragment,
            force_query.as_bytes(),
            omit_host.as_bytes(),
        ];
        assert_eq!(parts.join(&b'|').escape_ascii().to_string(), want.escape_ascii().to_string());
    }
}

//! Which texts pass for addresses (Go: github.com/asaskevich/govalidator, net/url).

use std::sync::OnceLock;

use nexachart_go::regexp::Regexp;
use nexachart_go::url::Url;

/// Go: govalidator.IsEmail. A local part of atoms with dots between them, or one in quotes; then labels that begin and end with
/// a letter or digit, the last one beginning and ending with a letter.
pub(super) fn is_email(text: &[u8]) -> bool {
    static PATTERN: OnceLock<Option<Regexp>> = OnceLock::new();
    let wide = r"\x{00A0}-\x{D7FF}\x{F900}-\x{FDCF}\x{FDF0}-\x{FFEF}";
    let pattern = PATTERN.get_or_init(|| {
        let atom = format!(r"[a-zA-Z\d!#$%&'*+\-/=?^_`{{|}}~{wide}]+");
        let blank = r"(([\x20\x09]*\x0d\x0a)?[\x20\x09]+)?";
        let inner = format!(
            r"([\x01-\x08\x0b\x0c\x0e-\x1f\x7f\x21\x23-\x5b\x5d-\x7e{wide}]|\([\x01-\x09\x0b\x0c\x0d-\x7f]|[{wide}])"
        );
        let quoted = format!(r"\x22({blank}{inner})*{blank}\x22");
        let label = format!(r"[a-zA-Z\d{wide}]([a-zA-Z\d\-._~{wide}]*[a-zA-Z\d{wide}])?");
        let last = format!(r"[a-zA-Z{wide}]([a-zA-Z\d\-_~{wide}]*[a-zA-Z{wide}])?");
        let whole = format!(r"^({atom}(\.{atom})*|{quoted})@({label}\.)+{last}\.?$");
        Regexp::new(whole.as_bytes()).ok()
    });
    pattern.as_ref().is_none_or(|pattern| pattern.is_match(text))
}

/// Go: govalidator.IsRequestURL: a URL with a scheme (net/url ParseRequestURI, to which `#` is a letter like any other).
pub(super) fn is_request_url(text: &[u8]) -> bool {
    Url::parse_request(text).is_ok_and(|url| !url.scheme.is_empty())
}

/// Go: govalidator.IsURL.
pub(super) fn is_url(text: &[u8]) -> bool {
    static PATTERN: OnceLock<Option<Regexp>> = OnceLock::new();
    const MOST: usize = 2083;
    let runes = String::from_utf8_lossy(text).chars().count();
    if text.is_empty() || runes >= MOST || text.len() <= 3 || text.starts_with(b".") {
        return false;
    }
    let has = |part: &[u8]| memchr::memmem::find(text, part).is_some();
    let with_scheme = if has(b":") && !has(b"://") { [b"http://", text].concat() } else { text.to_vec() };
    let Ok(url) = Url::parse(&with_scheme) else { return false };
    if url.host.starts_with(b".") || url.host.is_empty() && !url.path.is_empty() && !url.path.contains(&b'.')
    {
        return false;
    }
    let pattern = PATTERN.get_or_init(|| Regexp::new(url_pattern().as_bytes()).ok());
    pattern.as_ref().is_none_or(|pattern| pattern.is_match(text))
}

/// What a URL looks like to govalidator: a scheme, a user, an address or a name, a port, a path; most of it optional.
fn url_pattern() -> String {
    let scheme = "((ftp|tcp|udp|wss?|https?)://)?";
    let user = r"(\S+(:\S*)?@)?";
    let byte = r"(\d{1,2}|1\d\d|2[0-4]\d|25[0-5])";
    let v4 = format!(
        r"([1-9]\d?|1\d\d|2[01]\d|22[0-3]|24\d|25[0-5])(\.{byte}){{2}}\.([0-9]\d?|1\d\d|2[0-4]\d|25[0-5])"
    );
    // What stands in brackets is an address of version 6, in whatever short form.
    let v6 = r"\[[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%[0-9a-zA-Z]+)?\]";
    let sub = r"((www\.)|([a-zA-Z0-9]+([-_.]?[a-zA-Z0-9])*[a-zA-Z0-9]\.[a-zA-Z0-9]+))?";
    let first = r"[a-zA-Z0-9]([a-zA-Z0-9-_]+)?[a-zA-Z0-9]([-.][a-zA-Z0-9]+)*";
    let wide = r"a-zA-Z\x{00a1}-\x{ffff}";
    let name = format!(r"({first}|{sub})?(([{wide}0-9]+-?-?)*[{wide}0-9]+)(\.([{wide}]{{1,}}))?");
    format!(r"^{scheme}{user}({v4}|{v6}|{name})\.?(:(\d{{1,5}}))?([/?#][^\s]*)?$")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected values: govalidator.
    #[test]
    fn addresses() {
        for (text, want) in [
            ("a@b.c", true),
            ("a.b+c@example.com", true),
            ("a@b", false),
            ("a b@c.d", false),
            ("\"a b\"@c.d", true),
            ("@c.d", false),
            ("a@c.1", false),
            ("jürgen@bücher.de", true),
        ] {
            assert_eq!(is_email(text.as_bytes()), want, "{text}");
        }
        for (text, want) in [
            ("https://example.com/a.png", true),
            ("/a", false),
            ("example.com", false),
            ("data:x", true),
            ("file:///x", true),
            ("http://", true),
            ("http://a b/", false),
            ("", false),
        ] {
            assert_eq!(is_request_url(text.as_bytes()), want, "{text}");
        }
        for (text, want) in [
            ("https://example.com/a", true),
            ("example.com", true),
            ("http://localhost:8080", true),
            ("me", false),
            ("a b", false),
            (".com", false),
            ("http://[::1]:80/", true),
            ("https://github.com/a_b", true),
            ("http://a..b", false),
        ] {
            assert_eq!(is_url(text.as_bytes()), want, "{text}");
        }
    }
}

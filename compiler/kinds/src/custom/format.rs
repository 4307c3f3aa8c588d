//! Formats of texts. Go: k8s.io/kube-openapi/pkg/validation/strfmt; one that a server does not know is not looked at.

use std::sync::LazyLock;

use nexachart_go::regexp::Regexp;
use nexachart_go::time::{Duration, Location, Time};
use nexachart_go::url::Url;

use crate::rules::{is_cidr, is_ip};
use crate::syntax;

/// Whether a text has a format.
pub(super) fn holds(format: &str, text: &str) -> bool {
    // Go: dashes do not count.
    match format.replace('-', "").as_str() {
        "uri" => Url::parse_request(text.as_bytes()).is_ok(),
        "ipv4" => is_ip(text) && text.contains('.'),
        "ipv6" => is_ip(text) && text.contains(':'),
        "cidr" => is_cidr(text),
        "uuid" | "uuid3" | "uuid4" | "uuid5" => is_uuid(format, text),
        "byte" => is_base64(text),
        "date" => Time::parse(b"2006-01-02", text.as_bytes(), &Location::UTC).is_ok(),
        "datetime" => is_instant(text),
        "duration" => is_duration(text),
        "hostname" => {
            matches(&HOSTNAME, text) && text.len() <= 255 && text.split('.').all(|part| part.len() <= 63)
        }
        "email" => text.rsplit_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty()),
        "mac" => matches(&MAC, text),
        "hexcolor" => matches(&COLOUR, text),
        "k8sshortname" => syntax::label(text).is_empty(),
        "k8slongname" => syntax::subdomain(text).is_empty(),
        _ => true,
    }
}

type Pattern = LazyLock<Option<Regexp>>;

static HOSTNAME: Pattern = LazyLock::new(|| {
    Regexp::new(
        br"^([a-zA-Z0-9\p{S}\p{L}]((-?[a-zA-Z0-9\p{S}\p{L}]{0,62})?)|([a-zA-Z0-9\p{S}\p{L}](([a-zA-Z0-9-\p{S}\p{L}]{0,61}[a-zA-Z0-9\p{S}\p{L}])?)(\.)){1,}([a-zA-Z\p{L}]){2,63})$",
    )
    .ok()
});
static MAC: Pattern = LazyLock::new(|| {
    Regexp::new(br"^[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5,19}$|^[0-9a-fA-F]{4}(\.[0-9a-fA-F]{4}){2,9}$").ok()
});
static COLOUR: Pattern = LazyLock::new(|| Regexp::new(br"^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$").ok());
static INSTANT: Pattern =
    LazyLock::new(|| Regexp::new(br"^\d{2}:\d{2}:\d{2}(\.\d+)?(z|([+-]\d{2}:\d{2}))$").ok());
static SPAN: Pattern = LazyLock::new(|| Regexp::new("(\\d+)\\s*([A-Za-zµ]+)".as_bytes()).ok());

/// An expression that does not compile would be a fault of ours, and refuses nothing.
fn matches(pattern: &Pattern, text: &str) -> bool {
    pattern.as_ref().is_none_or(|pattern| pattern.is_match(text.as_bytes()))
}

fn is_uuid(format: &str, text: &str) -> bool {
    let digits: Vec<u8> = text.bytes().filter(|b| *b != b'-').collect();
    // A dash can stand between the groups, and nowhere else.
    let mut rest = text;
    for length in [8, 4, 4, 4, 12] {
        let Some((group, after)) = rest.split_at_checked(length) else { return false };
        if !group.bytes().all(|b| b.is_ascii_hexdigit()) {
            return false;
        }
        rest = after.strip_prefix('-').unwrap_or(after);
    }
    let version = digits.get(12).copied();
    let variant = digits.get(16).is_some_and(|b| b"89abAB".contains(b));
    rest.is_empty()
        && match format {
            "uuid3" => version == Some(b'3'),
            "uuid4" => version == Some(b'4') && variant,
            "uuid5" => version == Some(b'5') && variant,
            _ => true,
        }
}

fn is_base64(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    !text.is_empty()
        && text.len().is_multiple_of(4)
        && text.len() - body.len() <= 2
        && body.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/'))
}

fn is_instant(text: &str) -> bool {
    let lower = text.to_lowercase();
    let Some((date, time)) = lower.split_once('t') else { return false };
    Time::parse(b"2006-01-02", date.as_bytes(), &Location::UTC).is_ok() && matches(&INSTANT, time)
}

fn is_duration(text: &str) -> bool {
    Duration::parse(text.as_bytes()).is_ok() || matches(&SPAN, text)
}

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn formats() {
        for (format, good, bad) in [
            ("uri", "https://example.com/a", "example"),
            ("date-time", "2024-01-01T00:00:00Z", "2024-01-01"),
            ("date", "2024-01-01", "01/01/2024"),
            ("duration", "1h30m", "soon"),
            ("byte", "YQ==", "YQ"),
            ("uuid", "123e4567-e89b-12d3-a456-426614174000", "123e4567"),
            ("ipv4", "10.0.0.1", "::1"),
            ("ipv6", "::1", "10.0.0.1"),
            ("cidr", "10.0.0.0/8", "10.0.0.0"),
            ("hostname", "a.example.com", "a_b"),
            ("email", "a@b.c", "a"),
            ("mac", "00:00:5e:00:53:01", "00:00"),
        ] {
            assert!(holds(format, good), "{format} {good}");
            assert!(!holds(format, bad), "{format} {bad}");
        }
        assert!(holds("int-or-string", "x") && holds("", "x"));
    }
}

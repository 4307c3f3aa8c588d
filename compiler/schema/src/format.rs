//! The formats that are asserted, as the schema library checks them (its format.go).

use nexachart_go::netip;
use nexachart_go::regexp::Regexp;
use nexachart_go::strconv::{atoi, quote_rune};
use nexachart_go::time::{Location, Time};
use nexachart_go::url::{Part, Url, unescape};
use nexachart_go::utf8::runes;

/// A known format. What `format` else may say is not looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Format {
    pub name: &'static str,
    check: fn(&[u8]) -> Result<(), String>,
}

impl Format {
    /// The format with a name.
    pub fn named(name: &[u8]) -> Option<Format> {
        let named = |name, check| Some(Format { name, check });
        match name {
            b"regex" => named("regex", regex),
            b"json-pointer" => named("json-pointer", json_pointer),
            b"relative-json-pointer" => named("relative-json-pointer", relative_json_pointer),
            b"uuid" => named("uuid", uuid),
            b"duration" => named("duration", duration),
            b"period" => named("period", period),
            b"ipv4" => named("ipv4", ipv4),
            b"ipv6" => named("ipv6", ipv6),
            b"hostname" => named("hostname", hostname),
            b"email" => named("email", email),
            b"date" => named("date", date),
            b"time" => named("time", time),
            b"date-time" => named("date-time", date_time),
            b"uri" => named("uri", uri),
            b"iri" => named("iri", uri),
            b"uri-reference" => named("uri-reference", uri_reference),
            b"iri-reference" => named("iri-reference", uri_reference),
            b"uri-template" => named("uri-template", uri_template),
            b"semver" => named("semver", semver),
            _ => None,
        }
    }

    /// Checks a string.
    ///
    /// # Errors
    /// What is wrong with it, in the words of the schema library or of Go.
    pub fn check(&self, text: &[u8]) -> Result<(), String> {
        (self.check)(text)
    }

    pub fn is_regex(&self) -> bool {
        self.name == "regex"
    }
}

type Checked = Result<(), String>;

fn wrong(what: impl Into<String>) -> Checked {
    Err(what.into())
}

/// An error of a part.
fn part(name: &str, checked: Checked) -> Checked {
    checked.map_err(|error| format!("invalid {name}: {error}"))
}

fn invalid_character(c: char) -> Checked {
    wrong(format!("invalid character {}", quote_rune(c as i64)))
}

/// How many digits a text begins with.
fn leading_digits(text: &[u8]) -> usize {
    text.iter().take_while(|b| b.is_ascii_digit()).count()
}

fn regex(text: &[u8]) -> Checked {
    Regexp::new(text).map(|_| ()).map_err(|error| error.to_string())
}

fn json_pointer(text: &[u8]) -> Checked {
    const ESCAPE: &str = "~ must be followed by 0 or 1";
    if text.is_empty() {
        return Ok(());
    }
    if text[0] != b'/' {
        return wrong("not starting with /");
    }
    for token in text.split(|b| *b == b'/').skip(1) {
        let escapes = token.iter().enumerate().filter(|(_, b)| **b == b'~');
        for (at, _) in escapes {
            if !matches!(token.get(at + 1), Some(b'0' | b'1')) {
                return wrong(ESCAPE);
            }
        }
    }
    Ok(())
}

fn relative_json_pointer(text: &[u8]) -> Checked {
    match leading_digits(text) {
        0 => wrong("must start with non-negative integer"),
        2.. if text[0] == b'0' => wrong("starts with zero"),
        digits => match &text[digits..] {
            b"#" => Ok(()),
            rest => json_pointer(rest),
        },
    }
}

fn uuid(text: &[u8]) -> Checked {
    let groups: Vec<&[u8]> = text.split(|b| *b == b'-').collect();
    let lengths = [8, 4, 4, 4, 12];
    if groups.len() != lengths.len() {
        return wrong(format!("must have {} elements", lengths.len()));
    }
    for (i, (group, length)) in groups.into_iter().zip(lengths).enumerate() {
        if group.len() != length {
            return wrong(format!("element {} must be {length} characters long", i + 1));
        }
        if let Some((_, c, _)) = runes(group).find(|(_, c, _)| !c.is_ascii_hexdigit()) {
            return wrong(format!("non-hex character {}", quote_rune(c as i64)));
        }
    }
    Ok(())
}

fn duration(text: &[u8]) -> Checked {
    let Some(text) = text.strip_prefix(b"P") else { return wrong("must start with P") };
    if text.is_empty() {
        return wrong("nothing after P");
    }
    if let Some(weeks) = text.strip_suffix(b"W") {
        return match weeks {
            b"" => wrong("no number in week"),
            weeks if leading_digits(weeks) < weeks.len() => wrong("invalid week"),
            _ => Ok(()),
        };
    }
    for (i, mut rest) in text.split(|b| *b == b'T').enumerate() {
        if i != 0 && rest.is_empty() {
            return wrong("no time elements");
        }
        let all: &[u8] = match i {
            0 => b"YMD",
            1 => b"HMS",
            _ => return wrong("more than one T"),
        };
        let mut units = all;
        while !rest.is_empty() {
            let digits = leading_digits(rest);
            if digits == 0 {
                return wrong("missing number");
            }
            let Some((unit, after)) = rest[digits..].split_first() else { return wrong("missing unit") };
            let Some(at) = units.iter().position(|known| known == unit) else {
                let unit_text = quote_rune(i64::from(*unit));
                return match all.contains(unit) {
                    true => wrong(format!("unit {unit_text} out of order")),
                    false => wrong(format!("invalid unit {unit_text}")),
                };
            };
            units = &units[at + 1..];
            rest = after;
        }
    }
    Ok(())
}

fn period(text: &[u8]) -> Checked {
    let Some(slash) = text.iter().position(|b| *b == b'/') else { return wrong("missing slash") };
    let (start, end) = (&text[..slash], &text[slash + 1..]);
    if start.starts_with(b"P") {
        part("start duration", duration(start))?;
        return part("end date-time", date_time(end));
    }
    part("start date-time", date_time(start))?;
    match end.starts_with(b"P") {
        true => part("end duration", duration(end)),
        false => part("end date-time", date_time(end)),
    }
}

fn ipv4(text: &[u8]) -> Checked {
    let groups: Vec<&[u8]> = text.split(|b| *b == b'.').collect();
    if groups.len() != 4 {
        return wrong("expected four decimals");
    }
    for group in groups {
        if group.len() > 1 && group[0] == b'0' {
            return wrong("leading zeros");
        }
        match atoi(group) {
            Err(error) => return wrong(error.to_string()),
            Ok(0..=255) => {}
            Ok(_) => return wrong("decimal must be between 0 and 255"),
        }
    }
    Ok(())
}

fn ipv6(text: &[u8]) -> Checked {
    if !text.contains(&b':') {
        return wrong("missing colon");
    }
    netip::parse_addr(text)?;
    // Only an IPv6 address can have one.
    if text.contains(&b'%') { wrong("zone id is not a part of ipv6 address") } else { Ok(()) }
}

fn hostname(text: &[u8]) -> Checked {
    let text = text.strip_suffix(b".").unwrap_or(text);
    if text.len() > 253 {
        return wrong("more than 253 characters long");
    }
    for label in text.split(|b| *b == b'.') {
        if label.is_empty() || label.len() > 63 {
            return wrong("label must be 1 to 63 characters long");
        }
        if label.starts_with(b"-") {
            return wrong("label starts with hyphen");
        }
        if label.ends_with(b"-") {
            return wrong("label ends with hyphen");
        }
        if let Some((_, c, _)) = runes(label).find(|(_, c, _)| !c.is_ascii_alphanumeric() && *c != '-') {
            return invalid_character(c);
        }
    }
    Ok(())
}

fn email(text: &[u8]) -> Checked {
    if text.len() > 254 {
        return wrong("more than 255 characters long");
    }
    let Some(at) = text.iter().rposition(|b| *b == b'@') else { return wrong("missing @") };
    let (local, domain) = (&text[..at], &text[at + 1..]);
    if local.len() > 64 {
        return wrong("local part more than 64 characters long");
    }
    if let [b'"', inner @ .., b'"'] = local {
        if inner.iter().any(|b| matches!(b, b'\\' | b'"')) {
            return wrong("backslash and quote are not allowed within quoted local part");
        }
    } else {
        if local.starts_with(b".") {
            return wrong("starts with dot");
        }
        if local.ends_with(b".") {
            return wrong("ends with dot");
        }
        if local.windows(2).any(|two| two == b"..") {
            return wrong("consecutive dots");
        }
        let allowed = |c: char| c.is_ascii_alphanumeric() || ".!#$%&'*+-/=?^_`{|}~".contains(c);
        if let Some((_, c, _)) = runes(local).find(|(_, c, _)| !allowed(*c)) {
            return invalid_character(c);
        }
    }
    match domain {
        [b'[', address @ .., b']'] => match address.strip_prefix(b"IPv6:") {
            Some(address) => part("ipv6 address", ipv6(address)),
            None => part("ipv4 address", ipv4(address)),
        },
        domain => part("domain", hostname(domain)),
    }
}

fn date(text: &[u8]) -> Checked {
    Time::parse(b"2006-01-02", text, &Location::UTC).map(|_| ()).map_err(|error| error.to_string())
}

fn time(text: &[u8]) -> Checked {
    if text.len() < 9 {
        return wrong("less than 9 characters long");
    }
    if text[2] != b':' || text[5] != b':' {
        return wrong("missing colon in correct place");
    }
    let (clock, mut rest) = text.split_at(8);
    let mut parts = [0; 3];
    for (part, token) in parts.iter_mut().zip(clock.splitn(3, |b| *b == b':')) {
        *part = match atoi(token) {
            Err(_) => return wrong("invalid hour/min/sec"),
            Ok(..0) => return wrong("non-positive hour/min/sec"),
            Ok(n) => n,
        };
    }
    let [hours, minutes, seconds] = parts;
    if hours > 23 || minutes > 59 || seconds > 60 {
        return wrong("hour/min/sec out of range");
    }
    if let Some(fraction) = rest.strip_prefix(b".") {
        let digits = leading_digits(fraction);
        if digits == 0 {
            return wrong("no digits in second fraction");
        }
        rest = &fraction[digits..];
    }
    let mut minute_of_day = hours * 60 + minutes;
    if !matches!(rest, b"z" | b"Z") {
        minute_of_day += offset(rest)?;
        if minute_of_day < 0 {
            minute_of_day += 24 * 60;
        }
    }
    let is_last = minute_of_day / 60 == 23 && minute_of_day % 60 == 59;
    if seconds >= 60 && !is_last { wrong("invalid leap second") } else { Ok(()) }
}

/// The minutes to add for an offset.
fn offset(text: &[u8]) -> Result<i64, String> {
    if text.len() != 6 {
        return Err("offset must be 6 characters long".to_owned());
    }
    let sign = match text[0] {
        b'+' => -1,
        b'-' => 1,
        _ => return Err("offset must begin with plus/minus".to_owned()),
    };
    let text = &text[1..];
    if text[2] != b':' {
        return Err("missing colon in offset in correct place".to_owned());
    }
    let mut parts = [0; 2];
    for (part, token) in parts.iter_mut().zip(text.splitn(2, |b| *b == b':')) {
        *part = match atoi(token) {
            Err(_) => return Err("invalid hour/min in offset".to_owned()),
            Ok(..0) => return Err("non-positive hour/min in offset".to_owned()),
            Ok(n) => n,
        };
    }
    let [hours, minutes] = parts;
    if hours > 23 || minutes > 59 {
        return Err("hour/min in offset out of range".to_owned());
    }
    Ok(sign * (hours * 60 + minutes))
}

fn date_time(text: &[u8]) -> Checked {
    if text.len() < 20 {
        return wrong("less than 20 characters long");
    }
    if !matches!(text[10], b't' | b'T') {
        return wrong("11th character must be t or T");
    }
    part("date element", date(&text[..10]))?;
    part("time element", time(&text[11..]))
}

/// A URL. Go takes a host with colons as it is, and the schema library looks at it again.
fn parse_url(text: &[u8]) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| error.to_string())?;
    let host = url.hostname();
    if host.contains(&b':') {
        if !url.host.contains(&b'[') || !url.host.contains(&b']') {
            return Err("ipv6 address not enclosed in brackets".to_owned());
        }
        part("ipv6 address", ipv6(host))?;
    }
    Ok(url)
}

fn uri(text: &[u8]) -> Checked {
    let url = parse_url(text)?;
    if url.scheme.is_empty() { wrong("relative url") } else { Ok(()) }
}

fn uri_reference(text: &[u8]) -> Checked {
    if text.contains(&b'\\') {
        return wrong("contains \\");
    }
    parse_url(text).map(|_| ())
}

fn uri_template(text: &[u8]) -> Checked {
    let url = parse_url(text)?;
    for token in url.raw_path.split(|b| *b == b'/') {
        let token = unescape(token, Part::Path).map_err(|error| format!("percent decode failed: {error}"))?;
        let mut is_open = false;
        for brace in token.iter().filter(|b| matches!(b, b'{' | b'}')) {
            if is_open == (*brace == b'{') {
                return wrong("nested curly braces");
            }
            is_open = !is_open;
        }
        if is_open {
            return wrong("no matching closing brace");
        }
    }
    Ok(())
}

fn semver(text: &[u8]) -> Checked {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let stranger = |id: &[u8]| runes(id).map(|(_, c, _)| c).find(|c| !is_word(*c));
    let mut text = text;
    if let Some(at) = text.iter().position(|b| *b == b'+') {
        let build = &text[at + 1..];
        if build.is_empty() {
            return wrong("build is empty");
        }
        for id in build.split(|b| *b == b'.') {
            if id.is_empty() {
                return wrong("build identifier is empty");
            }
            if let Some(c) = stranger(id) {
                return wrong(format!("invalid character {} in build identifier", quote_rune(c as i64)));
            }
        }
        text = &text[..at];
    }
    if let Some(at) = text.iter().position(|b| *b == b'-') {
        for id in text[at + 1..].split(|b| *b == b'.') {
            if id.is_empty() {
                return wrong("pre-release identifier is empty");
            }
            if let Some(c) = stranger(id) {
                let c = quote_rune(c as i64);
                return wrong(format!("invalid character {c} in pre-release identifier"));
            }
            if id.len() > 1 && id[0] == b'0' && leading_digits(id) == id.len() {
                return wrong("pre-release numeric identifier starts with zero");
            }
        }
        text = &text[..at];
    }
    let versions: Vec<&[u8]> = text.split(|b| *b == b'.').collect();
    if versions.len() != 3 {
        return wrong("versionCore must have 3 numbers separated by dot");
    }
    for (name, version) in ["major", "minor", "patch"].iter().zip(versions) {
        if version.is_empty() {
            return wrong(format!("{name} is empty"));
        }
        if version.len() > 1 && version[0] == b'0' {
            return wrong(format!("{name} starts with zero"));
        }
        if leading_digits(version) < version.len() {
            return wrong(format!("{name} contains non-digit"));
        }
    }
    Ok(())
}

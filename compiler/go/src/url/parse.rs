//! Taking URLs apart.

use super::{Error, Part, Url, Userinfo, escape, unescape};
use crate::netip::{Family, parse_addr};
use crate::strconv::quote;

/// What is wrong, in Go's words.
type Cause = String;

pub(super) fn parse(text: &[u8]) -> Result<Url, Error> {
    let (url, fragment) = cut(text, b'#');
    let mut parsed = parse_url(url, Use::Reference).map_err(|cause| Error { url: url.to_vec(), cause })?;
    if let Some(raw) = fragment {
        (parsed.fragment, parsed.raw_fragment) =
            with_raw(raw, Part::Fragment).map_err(|cause| Error { url: text.to_vec(), cause })?;
    }
    Ok(parsed)
}

pub(super) fn parse_request(text: &[u8]) -> Result<Url, Error> {
    parse_url(text, Use::Request).map_err(|cause| Error { url: text.to_vec(), cause })
}

/// What a URL is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// A reference, which may be relative.
    Reference,
    /// The target of a request.
    Request,
}

/// Whether `text` is nothing or a colon and digits.
pub(super) fn is_optional_port(text: &[u8]) -> bool {
    text.split_first().is_none_or(|(&colon, digits)| colon == b':' && digits.iter().all(u8::is_ascii_digit))
}

/// What stands before the first `separator` and after it.
fn cut(text: &[u8], separator: u8) -> (&[u8], Option<&[u8]>) {
    match memchr::memchr(separator, text) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    }
}

/// Parses what stands before the fragment.
fn parse_url(text: &[u8], usage: Use) -> Result<Url, Cause> {
    if text.iter().any(u8::is_ascii_control) {
        return Err("net/url: invalid control character in URL".into());
    }
    if text.is_empty() && usage == Use::Request {
        return Err("empty url".into());
    }
    let mut url = Url::default();
    if text == b"*" {
        url.path = b"*".to_vec();
        return Ok(url);
    }
    let (scheme, rest) = split_scheme(text)?;
    url.scheme = scheme.to_ascii_lowercase();
    let (mut rest, query) = cut(rest, b'?');
    url.force_query = query == Some(b"");
    url.raw_query = query.unwrap_or_default().to_vec();

    if !rest.starts_with(b"/") {
        if !url.scheme.is_empty() {
            url.opaque = rest.to_vec();
            return Ok(url);
        }
        if usage == Use::Request {
            return Err("invalid URI for request".into());
        }
        if cut(rest, b'/').0.contains(&b':') {
            return Err("first path segment in URL cannot contain colon".into());
        }
    }
    match rest.strip_prefix(b"//") {
        Some(after) if !url.scheme.is_empty() || usage == Use::Reference && !after.starts_with(b"/") => {
            let (authority, path) = after.split_at(memchr::memchr(b'/', after).unwrap_or(after.len()));
            (url.user, url.host) = parse_authority(&url.scheme, authority)?;
            rest = path;
        }
        _ => url.omit_host = !url.scheme.is_empty() && rest.starts_with(b"/"),
    }
    (url.path, url.raw_path) = with_raw(rest, Part::Path)?;
    Ok(url)
}

/// A part with escapes resolved, and as it stands if it would not be escaped like this.
fn with_raw(raw: &[u8], part: Part) -> Result<(Vec<u8>, Vec<u8>), Cause> {
    let text = unescape(raw, part)?;
    let usual = *escape(&text, part) == *raw;
    Ok((text.into_owned(), if usual { Vec::new() } else { raw.to_vec() }))
}

/// Splits off the scheme, which may be missing.
fn split_scheme(text: &[u8]) -> Result<(&[u8], &[u8]), Cause> {
    let end = text.iter().position(|byte| !(byte.is_ascii_alphanumeric() || b"+-.".contains(byte)));
    match end {
        Some(end) if text[end] == b':' && (end == 0 || text[0].is_ascii_alphabetic()) => match end {
            0 => Err("missing protocol scheme".into()),
            _ => Ok((&text[..end], &text[end + 1..])),
        },
        _ => Ok((b"", text)),
    }
}

fn parse_authority(scheme: &[u8], text: &[u8]) -> Result<(Option<Userinfo>, Vec<u8>), Cause> {
    let Some(at) = memchr::memrchr(b'@', text) else { return Ok((None, parse_host(scheme, text)?)) };
    let host = parse_host(scheme, &text[at + 1..])?;
    let userinfo = &text[..at];
    let allowed = |&byte: &u8| byte.is_ascii_alphanumeric() || b"-._:~!$&'()*+,;=%@".contains(&byte);
    if !userinfo.iter().all(allowed) {
        return Err("net/url: invalid userinfo".into());
    }
    let (username, password) = cut(userinfo, b':');
    let username = unescape(username, Part::Userinfo)?.into_owned();
    let password =
        password.map(|text| unescape(text, Part::Userinfo)).transpose()?.map(|text| text.into_owned());
    Ok((Some(Userinfo { username, password }), host))
}

fn parse_host(scheme: &[u8], text: &[u8]) -> Result<Vec<u8>, Cause> {
    match memchr::memrchr(b'[', text) {
        Some(0) => return parse_ip_literal(text),
        Some(_) => return Err("invalid IP-literal".into()),
        None => {}
    }
    // Several colons are taken where lists of hosts are usual, which is not in http.
    let first = memchr::memchr(b':', text);
    let colon = if scheme == b"http" || scheme == b"https" { first } else { memchr::memrchr(b':', text) };
    check_port(colon.map_or(b"", |colon| &text[colon..]))?;
    Ok(unescape(text, Part::Host)?.into_owned())
}

/// Parses `[address%25zone]:port`.
fn parse_ip_literal(text: &[u8]) -> Result<Vec<u8>, Cause> {
    let Some(close) = memchr::memrchr(b']', text) else { return Err("missing ']' in host".into()) };
    let port = &text[close + 1..];
    check_port(port)?;
    let inside = &text[1..close];
    let zone = memchr::memmem::find(inside, b"%25").unwrap_or(inside.len());
    let mut address = unescape(&inside[..zone], Part::Host)?.into_owned();
    address.extend_from_slice(&unescape(&inside[zone..], Part::Zone)?);
    match parse_addr(&address) {
        Ok(Family::V6) => Ok([b"[", &address[..], b"]", port].concat()),
        Ok(Family::V4) => Err("invalid IP-literal".into()),
        Err(cause) => Err(format!("invalid host: {cause}")),
    }
}

fn check_port(text: &[u8]) -> Result<(), Cause> {
    match is_optional_port(text) {
        true => Ok(()),
        false => Err(format!("invalid port {} after host", quote(text))),
    }
}

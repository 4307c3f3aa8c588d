//! net/url: parsing, writing and escaping of URLs. Go: net/url/url.go.

mod escape;
mod parse;
/// A text that may be a URL, with `xxxxx` for its password (Go: URL.Redacted, for texts that need not be one).
///
/// ```
/// use nexachart_go::url::redacted;
/// assert_eq!(*redacted(b"https://me:pw@host/a:b@c"), *b"https://me:xxxxx@host/a:b@c");
/// assert_eq!(*redacted(b"a: b@c"), *b"a: b@c");
/// ```
pub fn redacted(text: &[u8]) -> Cow<'_, [u8]> {
    let password = || {
        let start = memchr::memmem::find(text, b"://")? + 3;
        let end = text[start..].iter().position(|b| b"/?#".contains(b)).map_or(text.len(), |at| start + at);
        let at = start + memchr::memrchr(b'@', &text[start..end])?;
        let colon = start + memchr::memchr(b':', &text[start..at])?;
        Some((colon + 1, at))
    };
    match password() {
        Some((start, end)) => [&text[..start], b"xxxxx", &text[end..]].concat().into(),
        None => text.into(),
    }
}

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt;

pub use escape::{Part, escape, unescape};

use crate::strconv::quote;

/// A URL taken apart, or to be put together: `scheme://user@host/path?query#fragment` or
/// `scheme:opaque?query#fragment`. Go: url.URL.
///
/// ```
/// use nexachart_go::url::Url;
/// let mut url = Url::parse(b"http://me:pw@example.com:8080/a%20b?q=1#top")?;
/// assert_eq!((&*url.host, url.hostname()), (&b"example.com:8080"[..], &b"example.com"[..]));
/// assert_eq!((&*url.path, &*url.raw_query), (&b"/a b"[..], &b"q=1"[..]));
/// url.scheme = b"https".to_vec();
/// assert_eq!(url.string(), b"https://me:pw@example.com:8080/a%20b?q=1#top");
/// let error = Url::parse(b"http://h:x/").unwrap_err();
/// assert_eq!(error.to_string(), r#"parse "http://h:x/": invalid port ":x" after host"#);
/// # Ok::<(), nexachart_go::url::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Url {
    /// In small letters, without the colon.
    pub scheme: Vec<u8>,
    /// What follows the scheme if that is no slash, still escaped.
    pub opaque: Vec<u8>,
    /// Who is named before the `@`.
    pub user: Option<Userinfo>,
    /// Host and port, IPv6 addresses in brackets.
    pub host: Vec<u8>,
    /// With escapes resolved.
    pub path: Vec<u8>,
    /// The path as it was escaped, if that is not how [`Url::string`] would do it.
    pub raw_path: Vec<u8>,
    /// Whether an empty query is marked by a `?`.
    pub force_query: bool,
    /// What follows the `?`, still escaped.
    pub raw_query: Vec<u8>,
    /// What follows the `#`, with escapes resolved.
    pub fragment: Vec<u8>,
    /// The fragment as it was escaped, if that is not how [`Url::string`] would do it.
    pub raw_fragment: Vec<u8>,
    /// Whether there is a path of an absolute URL without `//` before it.
    pub omit_host: bool,
}

/// A user's name and password, with escapes resolved. Go: url.Userinfo.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Userinfo {
    /// The name, which may be empty.
    pub username: Vec<u8>,
    /// The password, if there is a colon before it.
    pub password: Option<Vec<u8>>,
}

impl Userinfo {
    /// `name:password`, escaped. Go: Userinfo.String.
    pub fn string(&self) -> Vec<u8> {
        let mut out = escape(&self.username, Part::Userinfo).into_owned();
        if let Some(password) = &self.password {
            out.push(b':');
            out.extend_from_slice(&escape(password, Part::Userinfo));
        }
        out
    }
}

impl Url {
    /// Takes a URL apart, absolute or relative. Go: url.Parse.
    ///
    /// # Errors
    /// Those of Go, with the same texts.
    pub fn parse(url: &[u8]) -> Result<Url, Error> {
        parse::parse(url)
    }

    /// Takes a URL apart that is absolute or an absolute path and has no fragment: a `#` is part of the path or query. Go:
    /// url.ParseRequestURI.
    ///
    /// ```
    /// use nexachart_go::url::Url;
    /// let error = Url::parse_request(b"a/b").unwrap_err();
    /// assert_eq!(error.to_string(), r#"parse "a/b": invalid URI for request"#);
    /// ```
    ///
    /// # Errors
    /// Those of Go, with the same texts.
    pub fn parse_request(url: &[u8]) -> Result<Url, Error> {
        parse::parse_request(url)
    }

    /// The host without its port and brackets. Go: URL.Hostname.
    pub fn hostname(&self) -> &[u8] {
        let mut host = &self.host[..];
        if let Some(colon) = memchr::memrchr(b':', host)
            && parse::is_optional_port(&host[colon..])
        {
            host = &host[..colon];
        }
        host.strip_prefix(b"[").and_then(|host| host.strip_suffix(b"]")).unwrap_or(host)
    }

    /// The path, escaped: [`Url::raw_path`] if it means the same. Go: URL.EscapedPath.
    pub fn escaped_path(&self) -> Cow<'_, [u8]> {
        if is_escape_of(&self.raw_path, &self.path, Part::Path) {
            return Cow::Borrowed(&self.raw_path);
        }
        if self.path == b"*" { Cow::Borrowed(b"*") } else { escape(&self.path, Part::Path) }
    }

    /// The fragment, escaped. Go: URL.EscapedFragment.
    pub fn escaped_fragment(&self) -> Cow<'_, [u8]> {
        match is_escape_of(&self.raw_fragment, &self.fragment, Part::Fragment) {
            true => Cow::Borrowed(&self.raw_fragment),
            false => escape(&self.fragment, Part::Fragment),
        }
    }

    /// The URL as text. Go: URL.String.
    pub fn string(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(32 + self.host.len() + self.path.len() + self.raw_query.len());
        if !self.scheme.is_empty() {
            out.extend_from_slice(&self.scheme);
            out.push(b':');
        }
        if self.opaque.is_empty() {
            self.append_hierarchy(&mut out);
        } else {
            out.extend_from_slice(&self.opaque);
        }
        if self.force_query || !self.raw_query.is_empty() {
            out.push(b'?');
            out.extend_from_slice(&self.raw_query);
        }
        if !self.fragment.is_empty() {
            out.push(b'#');
            out.extend_from_slice(&self.escaped_fragment());
        }
        out
    }

    /// Appends `//user@host/path`.
    fn append_hierarchy(&self, out: &mut Vec<u8>) {
        let has_authority = !self.host.is_empty() || self.user.is_some();
        if has_authority || !self.scheme.is_empty() && !self.omit_host && !self.path.is_empty() {
            out.extend_from_slice(b"//");
        }
        if let Some(user) = &self.user {
            out.extend_from_slice(&user.string());
            out.push(b'@');
        }
        out.extend_from_slice(&escape(&self.host, Part::Host));
        let path = self.escaped_path();
        if !self.host.is_empty() && path.first().is_some_and(|&byte| byte != b'/') {
            out.push(b'/');
        }
        // A colon in the first element would make a scheme of it.
        if out.is_empty() && path.iter().take_while(|&&byte| byte != b'/').any(|&byte| byte == b':') {
            out.extend_from_slice(b"./");
        }
        out.extend_from_slice(&path);
    }
}

/// Whether `raw` is `text` escaped for `part`, in whatever way. Go: validEncoded.
fn is_escape_of(raw: &[u8], text: &[u8], part: Part) -> bool {
    !raw.is_empty()
        && raw.iter().all(|&byte| part.allows(byte) || b"!$&'()*+,;=:@[]%".contains(&byte))
        && unescape(raw, part).is_ok_and(|unescaped| *unescaped == *text)
}

/// A URL that cannot be parsed. Go: url.Error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    url: Vec<u8>,
    cause: String,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "parse {}: {}", quote(&self.url), self.cause)
    }
}

impl std::error::Error for Error {}

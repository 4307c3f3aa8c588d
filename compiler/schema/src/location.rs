//! Where schemas are: URLs, their fragments, JSON pointers.

use nexachart_go::strconv::quote;
use nexachart_go::url::{Part, Url, unescape};

use crate::document::{Document, Node, NodeId};

/// What a fragment names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fragment {
    /// A place below a resource: empty, or beginning with `/`.
    Pointer(Vec<u8>),
    /// An anchor of a resource.
    Anchor(Vec<u8>),
}

/// Splits a URL at its first `#`.
pub(crate) fn split(url: &[u8]) -> (&[u8], &[u8]) {
    match url.iter().position(|b| *b == b'#') {
        Some(at) => (&url[..at], &url[at + 1..]),
        None => (url, b""),
    }
}

/// Splits a URL at its first `#`, and decodes the fragment.
///
/// # Errors
/// Go's text.
pub(crate) fn split_fragment(url: &[u8]) -> Result<(&[u8], Fragment), String> {
    let (base, fragment) = split(url);
    let fragment = unescape(fragment, Part::Path).map_err(|error| unparsable(url, &error))?.into_owned();
    Ok((
        base,
        match fragment.first() {
            None | Some(b'/') => Fragment::Pointer(fragment),
            Some(_) => Fragment::Anchor(fragment),
        },
    ))
}

/// What `reference` means at `base`: a URL and what its fragment names (Go: `url.join`).
///
/// # Errors
/// Go's text.
pub(crate) fn join(base: &[u8], reference: &[u8]) -> Result<(Vec<u8>, Fragment), String> {
    let (reference, fragment) = split_fragment(reference)?;
    let base_url = Url::parse(base).map_err(|error| unparsable(base, &error.to_string()))?;
    let url = Url::parse(reference).map_err(|error| unparsable(reference, &error.to_string()))?;
    let is_absolute = !url.scheme.is_empty();
    let mut resolved = resolve(&base_url, url);
    // Go: net/url forgets the base's opaque part, and the schema library puts it back.
    if !is_absolute && !base_url.opaque.is_empty() {
        resolved.opaque = base_url.opaque;
    }
    Ok((resolved.string(), fragment))
}

fn unparsable(url: &[u8], error: &str) -> String {
    format!("error in parsing {}: {error}", quote(url))
}

/// Go: URL.ResolveReference.
fn resolve(base: &Url, mut url: Url) -> Url {
    if !url.scheme.is_empty() || !url.host.is_empty() || url.user.is_some() {
        if url.scheme.is_empty() {
            url.scheme.clone_from(&base.scheme);
        }
        let path = resolve_path(&url.escaped_path(), b"");
        set_path(&mut url, &path);
        return url;
    }
    url.scheme.clone_from(&base.scheme);
    if !url.opaque.is_empty() {
        url.path.clear();
        return url;
    }
    if url.path.is_empty() && !url.force_query && url.raw_query.is_empty() {
        url.raw_query.clone_from(&base.raw_query);
    }
    if url.path.is_empty() && !base.opaque.is_empty() {
        url.opaque.clone_from(&base.opaque);
        return url;
    }
    url.host.clone_from(&base.host);
    url.user.clone_from(&base.user);
    let path = resolve_path(&base.escaped_path(), &url.escaped_path());
    set_path(&mut url, &path);
    url
}

/// Sets an escaped path (Go: URL.setPath). What cannot be unescaped stays as it was.
fn set_path(url: &mut Url, path: &[u8]) {
    let Ok(unescaped) = unescape(path, Part::Path) else { return };
    url.path = unescaped.into_owned();
    // Kept only where it is not how the path would be escaped.
    url.raw_path.clear();
    if *url.escaped_path() != *path {
        url.raw_path = path.to_vec();
    }
}

/// Go: net/url resolvePath: `reference` seen from `base`, without `.` and `..`.
fn resolve_path(base: &[u8], reference: &[u8]) -> Vec<u8> {
    let full = match reference.first() {
        None => base.to_vec(),
        Some(b'/') => reference.to_vec(),
        Some(_) => {
            let folder = base.iter().rposition(|b| *b == b'/').map_or(0, |at| at + 1);
            [&base[..folder], reference].concat()
        }
    };
    if full.is_empty() {
        return full;
    }
    let mut out = vec![b'/'];
    let mut is_first = true;
    let mut last: &[u8] = b"";
    for element in full.split(|b| *b == b'/') {
        last = element;
        match element {
            b"." => is_first = false,
            b".." => {
                let end = out[1..].iter().rposition(|b| *b == b'/').map_or(1, |at| at + 1);
                out.truncate(end);
                is_first = end == 1;
            }
            _ => {
                if !is_first {
                    out.push(b'/');
                }
                out.extend_from_slice(element);
                is_first = false;
            }
        }
    }
    if matches!(last, b"." | b"..") {
        out.push(b'/');
    }
    if out.get(1) == Some(&b'/') {
        out.remove(0);
    }
    out
}

/// A JSON pointer as a fragment: `#` and percent escapes in its tokens (Go: urlPtr.String).
pub(crate) fn at_pointer(url: &[u8], pointer: &[u8]) -> String {
    let mut out = String::from_utf8_lossy(url).into_owned();
    out.push('#');
    for &byte in pointer {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'~' | b'$' | b'&' | b'+' | b'=' | b':' | b'@' => {
                out.push(byte.into())
            }
            _ if byte.is_ascii_alphanumeric() => out.push(byte.into()),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Why a JSON pointer leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Astray {
    /// It is malformed.
    Invalid,
    /// There is nothing.
    NotFound,
}

/// The node at a JSON pointer that begins at another node.
pub(crate) fn look_up(document: &Document, from: NodeId, pointer: &[u8]) -> Result<NodeId, Astray> {
    let mut at = from;
    for token in pointer.split(|b| *b == b'/').skip(1) {
        let token = unescape_token(token).ok_or(Astray::Invalid)?;
        let next = match document.node(at) {
            Node::Object(_) => document.member(at, &token),
            Node::List(items) => {
                let index = nexachart_go::strconv::atoi(&token).ok();
                index.and_then(|i| document.children(items).get(usize::try_from(i).ok()?).copied())
            }
            _ => None,
        };
        at = next.ok_or(Astray::NotFound)?;
    }
    Ok(at)
}

fn unescape_token(token: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(token.len());
    let mut bytes = token.iter();
    while let Some(byte) = bytes.next() {
        out.push(match (byte, byte == &b'~') {
            (byte, false) => *byte,
            (_, true) => match bytes.next()? {
                b'0' => b'~',
                b'1' => b'/',
                _ => return None,
            },
        });
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_as_net_url() {
        // From Go's ResolveReference.
        for (base, reference, want) in [
            ("file:///values.schema.json", "#/a", "file:///values.schema.json"),
            ("file:///values.schema.json", "b.json", "file:///b.json"),
            ("file:///values.schema.json", "./b/../c.json#x", "file:///c.json"),
            ("file:///values.schema.json", "../../x", "file:///x"),
            ("http://h/a/b?q=1", "", "http://h/a/b?q=1"),
            ("http://h/a/b?q=1", "?z", "http://h/a/b?z"),
            ("http://h/a/b", "//o/p/./q", "http://o/p/q"),
            ("http://h/a/b/", "c/..", "http://h/a/b/"),
            ("http://h", "c", "http://h/c"),
            ("urn:a:b", "#x", "urn:a:b"),
            ("urn:a:b", "c", "urn:a:b"),
            ("http://h/a", "urn:x:y", "urn:x:y"),
            ("http://h/a%2Fb/c", "d%2Fe", "http://h/a%2Fb/d%2Fe"),
        ] {
            let (url, _) = join(base.as_bytes(), reference.as_bytes()).unwrap();
            assert_eq!(String::from_utf8_lossy(&url), want, "{base} {reference}");
        }
        assert_eq!(
            join(b"http://h/", b"#%zz").unwrap_err(),
            r##"error in parsing "#%zz": invalid URL escape "%zz""##
        );
    }
}

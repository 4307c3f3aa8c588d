//! The escapes of text/template: its functions `html`, `js` and `urlquery`, on the text of their arguments. Go:
//! text/template/funcs.go.

use std::borrow::Cow;

use crate::unicode::is_print;
use crate::url;
use crate::utf8::decode;

/// `text` with `< > & ' "` as entities and NUL as U+FFFD. Go: template.HTMLEscapeString.
///
/// ```
/// use nexachart_go::html::escape_html;
/// assert_eq!(&*escape_html(b"<a href='x'>"), b"&lt;a href=&#39;x&#39;&gt;");
/// ```
pub fn escape_html(text: &[u8]) -> Cow<'_, [u8]> {
    let entity = |byte| match byte {
        0 => Some("\u{FFFD}"),
        b'"' => Some("&#34;"),
        b'\'' => Some("&#39;"),
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        _ => None,
    };
    let Some(first) = text.iter().position(|&byte| entity(byte).is_some()) else {
        return Cow::Borrowed(text);
    };
    let mut out = Vec::with_capacity(text.len() + text.len() / 4 + 8);
    out.extend_from_slice(&text[..first]);
    for &byte in &text[first..] {
        match entity(byte) {
            Some(entity) => out.extend_from_slice(entity.as_bytes()),
            None => out.push(byte),
        }
    }
    Cow::Owned(out)
}

/// `text` to stand within a JavaScript string: quotes and backslashes escaped, and `< > & =`, control
/// characters and what is not printable as `\u` and four digits or more. Go: template.JSEscapeString.
///
/// ```
/// use nexachart_go::html::escape_js;
/// assert_eq!(&*escape_js(b"it's <b>\n"), br"it\'s \u003Cb\u003E\u000A");
/// ```
pub fn escape_js(text: &[u8]) -> Cow<'_, [u8]> {
    let special =
        |byte: u8| matches!(byte, b'\\' | b'\'' | b'"' | b'<' | b'>' | b'&' | b'=' | ..b' ' | 0x80..);
    let Some(first) = text.iter().position(|&byte| special(byte)) else { return Cow::Borrowed(text) };
    let mut out = Vec::with_capacity(text.len() + text.len() / 4 + 8);
    out.extend_from_slice(&text[..first]);
    let mut rest = &text[first..];
    while let Some(&byte) = rest.first() {
        let (c, width) = decode(rest);
        match byte {
            b'\\' | b'\'' | b'"' => out.extend_from_slice(&[b'\\', byte]),
            _ if special(byte) && (byte.is_ascii() || !is_print(c)) => {
                out.extend_from_slice(format!("\\u{:04X}", c as u32).as_bytes());
            }
            // A broken byte passes as it is, since U+FFFD is printable.
            _ => out.extend_from_slice(&rest[..width]),
        }
        rest = &rest[width..];
    }
    Cow::Owned(out)
}

/// `text` to stand within the query of a URL. Go: template.URLQueryEscaper, url.QueryEscape.
pub fn escape_url_query(text: &[u8]) -> Cow<'_, [u8]> {
    url::escape(text, url::Part::QueryComponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Text; as HTML, as JavaScript, as a query.
    #[allow(clippy::type_complexity, reason = "a table")]
    const ESCAPES: &[(&[u8], &[u8], &[u8], &[u8])] = &[
        (b"", b"", b"", b""),
        (b"abc", b"abc", b"abc", b"abc"),
        (
            b"<a href=\"x\">it's & co</a>",
            b"&lt;a href=&#34;x&#34;&gt;it&#39;s &amp; co&lt;/a&gt;",
            b"\\u003Ca href\\u003D\\\"x\\\"\\u003Eit\\'s \\u0026 co\\u003C/a\\u003E",
            b"%3Ca+href%3D%22x%22%3Eit%27s+%26+co%3C%2Fa%3E",
        ),
        (b"\x00\x1f\x7f", b"\xef\xbf\xbd\x1f\x7f", b"\\u0000\\u001F\x7f", b"%00%1F%7F"),
        (b"a\\b=c", b"a\\b=c", b"a\\\\b\\u003Dc", b"a%5Cb%3Dc"),
        (
            b"\xc3\xa9\xc2\xa0\xe2\x80\xa8\xef\xbb\xbf\xf0\x9f\x98\x80\xf3\xa0\x80\x81",
            b"\xc3\xa9\xc2\xa0\xe2\x80\xa8\xef\xbb\xbf\xf0\x9f\x98\x80\xf3\xa0\x80\x81",
            b"\xc3\xa9\\u00A0\\u2028\\uFEFF\xf0\x9f\x98\x80\\uE0001",
            b"%C3%A9%C2%A0%E2%80%A8%EF%BB%BF%F0%9F%98%80%F3%A0%80%81",
        ),
        (b"\xff\xc3", b"\xff\xc3", b"\xff\xc3", b"%FF%C3"),
        (b"a b+c/d?e~f_g.h-i%", b"a b+c/d?e~f_g.h-i%", b"a b+c/d?e~f_g.h-i%", b"a+b%2Bc%2Fd%3Fe~f_g.h-i%25"),
    ];

    #[test]
    fn escapes() {
        let shown = |bytes: &[u8]| bytes.escape_ascii().to_string();
        for &(text, html, js, query) in ESCAPES {
            assert_eq!(shown(&escape_html(text)), shown(html));
            assert_eq!(shown(&escape_js(text)), shown(js));
            assert_eq!(shown(&escape_url_query(text)), shown(query));
        }
    }
}

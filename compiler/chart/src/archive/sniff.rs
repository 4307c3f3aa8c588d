//! Guessing what a file holds from its first bytes (Go: net/http DetectContentType).

/// The MIME type of content that begins with `head`, of which the first 512 bytes count.
pub(crate) fn content_type(head: &[u8]) -> &'static str {
    let head = &head[..head.len().min(512)];
    let blank = |b: &u8| matches!(b, b'\t' | b'\n' | b'\x0c' | b'\r' | b' ');
    let text = &head[head.iter().position(|b| !blank(b)).unwrap_or(head.len())..];
    if HTML.iter().any(|tag| is_tag(text, tag)) {
        return "text/html; charset=utf-8";
    }
    if text.starts_with(b"<?xml") {
        return "text/xml; charset=utf-8";
    }
    // The order is Go's: a font's signature comes after the video's, which is computed.
    let (before_video, after_video) = SIGNATURES.split_at(VIDEO);
    let find = |signatures: &[Signature]| signatures.iter().find(|s| s.fits(head)).map(|s| s.name);
    if let Some(name) = find(before_video) {
        return name;
    }
    if is_mp4(head) {
        return "video/mp4";
    }
    if let Some(name) = find(after_video) {
        return name;
    }
    let binary = |b: &u8| matches!(b, 0..=8 | 0xb | 0xe..=0x1a | 0x1c..=0x1f);
    if text.iter().any(binary) { "application/octet-stream" } else { "text/plain; charset=utf-8" }
}

const HTML: [&[u8]; 17] = [
    b"<!DOCTYPE HTML",
    b"<HTML",
    b"<HEAD",
    b"<SCRIPT",
    b"<IFRAME",
    b"<H1",
    b"<DIV",
    b"<FONT",
    b"<TABLE",
    b"<A",
    b"<STYLE",
    b"<TITLE",
    b"<B",
    b"<BODY",
    b"<BR",
    b"<P",
    b"<!--",
];

/// Bytes at the head, `?` for any, and what they tell.
struct Signature {
    pattern: &'static [u8],
    /// Where the pattern has a byte that counts: 1; a byte that does not: 0. Empty: all count.
    mask: &'static [u8],
    name: &'static str,
}

const fn exact(pattern: &'static [u8], name: &'static str) -> Signature {
    Signature { pattern, mask: b"", name }
}

const fn masked(pattern: &'static [u8], mask: &'static [u8], name: &'static str) -> Signature {
    Signature { pattern, mask, name }
}

impl Signature {
    fn fits(&self, head: &[u8]) -> bool {
        let counts = |i: usize| self.mask.get(i).is_none_or(|&m| m == b'1');
        head.len() >= self.pattern.len()
            && self.pattern.iter().enumerate().all(|(i, &b)| !counts(i) || head[i] == b)
    }
}

/// How many signatures come before that of MP4.
const VIDEO: usize = 19;

const SIGNATURES: [Signature; 31] = [
    exact(b"%PDF-", "application/pdf"),
    exact(b"%!PS-Adobe-", "application/postscript"),
    masked(b"\xfe\xff??", b"1100", "text/plain; charset=utf-16be"),
    masked(b"\xff\xfe??", b"1100", "text/plain; charset=utf-16le"),
    masked(b"\xef\xbb\xbf?", b"1110", "text/plain; charset=utf-8"),
    exact(b"\x00\x00\x01\x00", "image/x-icon"),
    exact(b"\x00\x00\x02\x00", "image/x-icon"),
    exact(b"BM", "image/bmp"),
    exact(b"GIF87a", "image/gif"),
    exact(b"GIF89a", "image/gif"),
    masked(b"RIFF????WEBPVP", b"11110000111111", "image/webp"),
    exact(b"\x89PNG\r\n\x1a\n", "image/png"),
    exact(b"\xff\xd8\xff", "image/jpeg"),
    masked(b"FORM????AIFF", b"111100001111", "audio/aiff"),
    exact(b"ID3", "audio/mpeg"),
    exact(b"OggS\x00", "application/ogg"),
    exact(b"MThd\x00\x00\x00\x06", "audio/midi"),
    masked(b"RIFF????AVI ", b"111100001111", "video/avi"),
    masked(b"RIFF????WAVE", b"111100001111", "audio/wave"),
    exact(b"\x1a\x45\xdf\xa3", "video/webm"),
    masked(
        b"??????????????????????????????????LP",
        b"000000000000000000000000000000000011",
        "application/vnd.ms-fontobject",
    ),
    exact(b"\x00\x01\x00\x00", "font/ttf"),
    exact(b"OTTO", "font/otf"),
    exact(b"ttcf", "font/collection"),
    exact(b"wOFF", "font/woff"),
    exact(b"wOF2", "font/woff2"),
    exact(b"\x1f\x8b\x08", "application/x-gzip"),
    exact(b"PK\x03\x04", "application/zip"),
    exact(b"Rar!\x1a\x07\x00", "application/x-rar-compressed"),
    exact(b"Rar!\x1a\x07\x01\x00", "application/x-rar-compressed"),
    exact(b"\x00asm", "application/wasm"),
];

/// A tag in any case, and a blank or `>` behind it.
fn is_tag(text: &[u8], tag: &[u8]) -> bool {
    let Some((head, rest)) = text.split_at_checked(tag.len()) else { return false };
    let same = |(&want, &found): (&u8, &u8)| {
        // Go clears the bit that makes a small letter, whatever the byte is.
        want == if want.is_ascii_uppercase() { found & 0xdf } else { found }
    };
    tag.iter().zip(head).all(same) && matches!(rest.first(), Some(b' ' | b'>'))
}

fn is_mp4(head: &[u8]) -> bool {
    if head.len() < 12 || &head[4..8] != b"ftyp" {
        return false;
    }
    let size = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
    // At 12 stands the version of the brand.
    size <= head.len()
        && size.is_multiple_of(4)
        && (8..size).step_by(4).any(|at| at != 12 && head[at..].starts_with(b"mp4"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected values: Go's net/http.
    #[test]
    fn content() {
        for (head, want) in [
            (&b"hello"[..], "text/plain; charset=utf-8"),
            (b"", "text/plain; charset=utf-8"),
            (b"a\0b", "application/octet-stream"),
            (b"\n <hTmL>", "text/html; charset=utf-8"),
            (b"<htmlx>", "text/plain; charset=utf-8"),
            (b" <?xml version", "text/xml; charset=utf-8"),
            (b"\xfe\xffab", "text/plain; charset=utf-16be"),
            (b"\x89PNG\r\n\x1a\n", "image/png"),
            (b"RIFF\x01\x02\x03\x04WAVE", "audio/wave"),
            (b"\0\0\0\x18ftypmp42abcdisommp42", "video/mp4"),
            (b"PK\x03\x04", "application/zip"),
            (b"\x1f\x8b\x08", "application/x-gzip"),
        ] {
            assert_eq!(content_type(head), want, "{head:?}");
        }
    }
}

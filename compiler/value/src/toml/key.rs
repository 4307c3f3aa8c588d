//! Keys and quoted text, as the TOML encoder writes them and error texts name them.

/// Appends one part of a key, in quotes where it has to be.
pub(super) fn append(out: &mut Vec<u8>, name: &[u8]) {
    let bare = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
    if !name.is_empty() && name.iter().all(bare) {
        out.extend_from_slice(name);
    } else {
        append_quoted(out, name);
    }
}

/// The parts of a key with points between them (Go: Key.String).
pub(super) fn path<K: AsRef<[u8]>>(key: &[K]) -> Vec<u8> {
    let mut out = Vec::new();
    for (i, name) in key.iter().enumerate() {
        if i > 0 {
            out.push(b'.');
        }
        append(&mut out, name.as_ref());
    }
    out
}

/// Appends text in double quotes. What is not ASCII stays as it is, be it UTF-8 or not.
pub(super) fn append_quoted(out: &mut Vec<u8>, s: &[u8]) {
    out.push(b'"');
    let mut rest = s;
    while let Some(n) = rest.iter().position(|b| matches!(b, b'"' | b'\\' | 0..0x20 | 0x7F)) {
        out.extend_from_slice(&rest[..n]);
        match rest[n] {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            0x08 => out.extend_from_slice(b"\\b"),
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            0x0C => out.extend_from_slice(b"\\f"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b => out.extend_from_slice(format!("\\u{b:04x}").as_bytes()),
        }
        rest = &rest[n + 1..];
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

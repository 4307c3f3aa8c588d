//! Texts of charts, made harmless for terminals and CI logs.

/// The text with all that acts instead of being read written as `\u{…}`: control characters (line feeds
/// and tabs are kept), marks that turn the direction of writing or are invisible, and what starts a command
/// in the log of a CI system (`::error`, `##[…]`, `##vso[…]`, `##teamcity[…]`). Bytes that are no UTF-8
/// become `\xNN`.
///
/// ```
/// use nexachart_driver::report::safe;
/// assert_eq!(safe(b"a\x1b[31m\xff"), r"a\u{1b}[31m\xff");
/// assert_eq!(safe("x\u{202e}y".as_bytes()), r"x\u{202e}y");
/// assert_eq!(safe(b"  ::error::no"), r"  \u{3a}:error::no");
/// assert_eq!(safe(b"nxc::a ##[error]"), r"nxc::a #\u{23}[error]");
/// ```
pub fn safe(text: &[u8]) -> String {
    let mut out = String::with_capacity(text.len());
    for chunk in text.utf8_chunks() {
        for c in chunk.valid().chars() {
            let escape = match c {
                '\n' | '\t' => false,
                ':' => starts_line(&out),
                '#' => out.ends_with('#'),
                c => is_hidden(c),
            };
            if escape {
                out.extend(c.escape_unicode());
            } else {
                out.push(c);
            }
        }
        for byte in chunk.invalid() {
            out.push_str(&format!("\\x{byte:02x}"));
        }
    }
    out
}

/// Whether only white space stands before the end of `text` in its line.
fn starts_line(text: &str) -> bool {
    let line = text.rsplit('\n').next().unwrap_or_default();
    line.chars().all(char::is_whitespace)
}

/// Whether a character acts instead of being read.
pub(super) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

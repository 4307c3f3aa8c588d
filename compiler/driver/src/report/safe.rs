//! Texts of charts, made harmless for terminals and CI logs.

/// The text with all that acts instead of being read written as `\u{…}`: control characters (line feeds
/// stay, tabs become blanks), and marks that are invisible or turn the direction of writing. Bytes that are no
/// UTF-8 become `\xNN`. What acts by where it stands in a line is for [`inert`].
///
/// ```
/// use nexachart_driver::report::safe;
/// assert_eq!(safe(b"a\x1b[31m\xff"), r"a\u{1b}[31m\xff");
/// assert_eq!(safe("x\u{202e}y".as_bytes()), r"x\u{202e}y");
/// ```
pub fn safe(text: &[u8]) -> String {
    let mut out = String::with_capacity(text.len());
    for chunk in text.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\n' => out.push('\n'),
                '\t' => out.push_str("    "),
                c if is_hidden(c) => out.extend(c.escape_unicode()),
                c => out.push(c),
            }
        }
        for byte in chunk.invalid() {
            out.push_str(&format!("\\x{byte:02x}"));
        }
    }
    out
}

/// Whole lines without what starts a command in the log of a CI system: `::` at the head of a line (GitHub),
/// and `##` anywhere (`##[…]` of GitHub and Azure, `##vso[…]`, `##teamcity[…]`).
///
/// ```
/// use nexachart_driver::report::inert;
/// assert_eq!(inert("a::b\n  ::error::no\n"), "a::b\n  \\u{3a}:error::no\n");
/// assert_eq!(inert("nxc::a ##[error]"), r"nxc::a #\u{23}[error]");
/// ```
pub fn inert(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Whether only white space stands before, in this line.
    let mut head = true;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let starts = match c {
            ':' => head && chars.peek() == Some(&':'),
            '#' => out.ends_with('#'),
            _ => false,
        };
        head = c == '\n' || head && c.is_whitespace();
        if starts {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

/// Whether a character acts instead of being read: controls, separators of lines and paragraphs, marks of
/// direction, and what else has no shape of its own (Unicode: `Default_Ignorable_Code_Point`).
pub(super) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// A JSON document, indented, in which whatever a terminal or a CI system could take for a command is written as `\uXXXX`.
pub(super) fn harmless_json(document: &serde_json::Value) -> String {
    // A value of this kind, made of texts and numbers, can be written.
    let text = serde_json::to_string_pretty(document).unwrap_or_default();
    let mut out = String::with_capacity(text.len() + 1);
    let mut previous = ' ';
    for c in text.chars() {
        match c {
            c if c != '\n' && is_hidden(c) || c == '#' && previous == '#' => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
            c => out.push(c),
        }
        previous = c;
    }
    out.push('\n');
    out
}

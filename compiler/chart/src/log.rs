//! The lines that Helm logs on the way: `level=WARN msg="…" key=value`.

use std::fmt::Write;

use nexachart_go::strconv::quote;
use nexachart_go::unicode::is_print;
use nexachart_source::{Diagnostic, Severity};

/// Where remarks are noted, in Helm's order.
pub type Journal = Vec<Diagnostic>;

/// Notes a remark with the line that Go's slog writes for it as text, without a time.
pub fn note(
    journal: &mut Journal,
    code: &'static str,
    severity: Severity,
    message: &str,
    attributes: &[(&str, &str)],
) {
    let level = match severity {
        Severity::Debug => "DEBUG",
        Severity::Info => "INFO",
        Severity::Warning => "WARN",
        Severity::Error => "ERROR",
    };
    let mut line = format!("level={level} msg={}", attribute(message));
    let mut text = message.to_string();
    for (key, value) in attributes {
        // Writing to a String cannot fail.
        let _ = write!(line, " {}={}", attribute(key), attribute(value));
        let _ = write!(text, "{} {key} {value}", if text == message { ":" } else { "," });
    }
    journal.push(Diagnostic::new(code, severity, text).logged(line));
}

/// Notes a remark for `--debug` with an attribute of bytes, which slog quotes whatever they are.
pub(crate) fn note_bytes(
    journal: &mut Journal,
    code: &'static str,
    message: &str,
    (key, value): (&str, &[u8]),
) {
    let line = format!("level=DEBUG msg={} {key}={}", attribute(message), quote(value));
    let text = format!("{message}: {key} {}", String::from_utf8_lossy(value));
    journal.push(Diagnostic::new(code, Severity::Debug, text).logged(line));
}

/// A warning by way of Go's `log` package, which Helm logs as INFO.
pub(crate) fn printed(journal: &mut Journal, code: &'static str, message: String) {
    let line = format!("level=INFO msg={}", attribute(&message));
    journal.push(Diagnostic::new(code, Severity::Warning, message).logged(line));
}

/// A text as slog writes it: quoted where it needs to be (Go: log/slog text_handler.go needsQuoting).
fn attribute(text: &str) -> String {
    let plain = |c: char| match c {
        // JSON's safe characters, and the backslash.
        ' ' | '"' | '=' => false,
        c if c.is_ascii() => c > ' ',
        char::REPLACEMENT_CHARACTER => false,
        c => !c.is_whitespace() && is_print(c),
    };
    if !text.is_empty() && text.chars().all(plain) { text.to_string() } else { quote(text.as_bytes()) }
}

#[cfg(test)]
mod tests {
    use nexachart_source::Helm;

    use super::*;

    /// Expected values: Go's log/slog.
    #[test]
    fn lines() {
        let mut journal = Journal::new();
        let attributes =
            [("path", "/a/b"), ("error", "\"x\" is\tno"), ("empty", ""), ("pair", "a=b"), ("back", "a\\b")];
        note(&mut journal, "a/b", Severity::Warning, "two words", &attributes);
        let line =
            r#"level=WARN msg="two words" path=/a/b error="\"x\" is\tno" empty="" pair="a=b" back=a\b"#;
        assert_eq!(journal[0].helm, Helm::Logged(line.into()));
    }
}

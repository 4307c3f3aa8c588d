//! Why a value could not be written: what json.Marshal says of it, or the YAML reader of its JSON.

use crate::Value;
use crate::json::{Html, write_json};

/// The text of the error. Found by looking again, since this is rare.
pub(super) fn text(value: &Value) -> String {
    let mut json = Vec::new();
    if let Err(error) = write_json(value, Html::Escaped, &mut json) {
        return format!("error marshaling into JSON: {error}");
    }
    // encoding/json only writes UTF-8.
    let json = String::from_utf8_lossy(&json);
    let (line, problem) = scan(&json);
    if line == 0 { format!("yaml: {problem}") } else { format!("yaml: line {line}: {problem}") }
}

/// Reads JSON as the YAML reader does, until it stops. The line is 0 for errors of the first one.
fn scan(json: &str) -> (usize, &'static str) {
    let mut line = 0;
    let mut depth = 0;
    let mut chars = json.char_indices().peekable();
    while let Some((_, c)) = chars.next() {
        match c {
            '{' | '[' => {
                depth += 1;
                if depth > 10_000 {
                    return (if line == 0 { 0 } else { line + 1 }, "exceeded max depth of 10000");
                }
            }
            '}' | ']' => depth -= 1,
            '"' => {
                let first_line = line;
                let mut width = 1;
                let mut at_margin = false;
                while let Some((at, c)) = chars.next() {
                    width += 1;
                    match c {
                        '"' => break,
                        '\\' => {
                            chars.next();
                            width += 1;
                        }
                        '\u{85}' => line += 1,
                        '\x7F'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}' => {
                            return (0, "control characters are not allowed");
                        }
                        _ => {}
                    }
                    let rest = &json[at..];
                    if at_margin
                        && let Some(after) = rest.strip_prefix("---").or(rest.strip_prefix("..."))
                        && after.starts_with([' ', '\u{85}'])
                    {
                        return (line + 1, "found unexpected document indicator");
                    }
                    at_margin = c == '\u{85}';
                }
                let is_key = chars.peek().is_some_and(|(_, c)| *c == ':');
                if is_key && (width > 1024 || line > first_line) {
                    return (line, "did not find expected ',' or '}'");
                }
            }
            _ => {}
        }
    }
    (line, "control characters are not allowed")
}

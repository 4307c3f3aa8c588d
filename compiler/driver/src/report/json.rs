//! A JSON object a line.

use std::fmt::Write;

use super::safe::is_hidden;
use super::{Entry, word};
use crate::Sources;

/// What is not known is `null`. `line` and `column` count from 1, columns in bytes; `rendered_line` stands
/// instead of them where only the text that a template printed is at fault.
pub(super) fn write(out: &mut Vec<u8>, entry: &Entry<'_>, sources: &Sources<'_>) {
    let text = |bytes: &[u8]| Some(String::from_utf8_lossy(bytes).into_owned());
    let line = entry.place.and_then(|place| place.file_line());
    let column = entry.place.and_then(|place| place.column).filter(|_| line.is_some());
    let mut json = String::from("{");
    string(&mut json, "code", text(entry.code.as_bytes()));
    string(&mut json, "severity", text(word(entry.severity).as_bytes()));
    string(&mut json, "message", text(&entry.message));
    string(&mut json, "file", entry.place.and_then(|place| text(&sources.path(place))));
    number(&mut json, "line", line);
    number(&mut json, "column", column);
    if let Some(line) = entry.rendered_line() {
        number(&mut json, "rendered_line", Some(line));
    }
    string(&mut json, "help", entry.help.map(str::to_string));
    string(&mut json, "helm", entry.helm.as_deref().and_then(text));
    json.push_str("}\n");
    out.extend_from_slice(json.as_bytes());
}

fn key(out: &mut String, name: &str) {
    out.push_str(if out.len() > 1 { ",\"" } else { "\"" });
    out.push_str(name);
    out.push_str("\":");
}

fn number(out: &mut String, name: &str, value: Option<usize>) {
    key(out, name);
    out.push_str(&value.map_or("null".to_string(), |value| value.to_string()));
}

/// The text in quotes. Whatever a terminal or a CI system could take for a command is written as `\uXXXX`.
fn string(out: &mut String, name: &str, value: Option<String>) {
    key(out, name);
    let Some(value) = value else { return out.push_str("null") };
    out.push('"');
    let mut previous = ' ';
    for c in value.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if is_hidden(c) || c == '#' && previous == '#' => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    // Writing to a String cannot fail.
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            c => out.push(c),
        }
        previous = c;
    }
    out.push('"');
}

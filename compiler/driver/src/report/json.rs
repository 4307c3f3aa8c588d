//! A JSON object a line.

use std::fmt::Write;

use nexachart_source::{Diagnostic, Label, ObjectRef, Place};

use super::safe::is_hidden;
use super::secret::masked;
use super::{Sources, Style, file_line, helm, rendered_line, word};

/// What is not known is `null`. `line` and `column` count from 1, columns in bytes; `rendered_line` stands
/// instead of them where only the text that a template printed is at fault. `labels` are other places that
/// matter, `trace` is what led to this one; they are left out where there are none. `targets` is there where a command
/// has several.
pub(super) fn text(diagnostic: &Diagnostic, style: Style, sources: &Sources<'_>) -> String {
    let mut json = String::from("{");
    string(&mut json, "code", Some(format!("nxc::{}", diagnostic.code)));
    string(&mut json, "severity", Some(word(diagnostic.severity).to_string()));
    string(&mut json, "message", lossy(&masked(&diagnostic.message, diagnostic, sources)));
    place(&mut json, diagnostic.primary.as_deref(), sources);
    labels(&mut json, "labels", &diagnostic.labels, sources);
    labels(&mut json, "trace", &diagnostic.trace, sources);
    string(&mut json, "help", diagnostic.help.as_deref().map(str::to_string));
    if let Some(object) = &diagnostic.object {
        self::object(&mut json, object);
    }
    if !diagnostic.targets.is_empty() {
        key(&mut json, "targets");
        for (at, target) in diagnostic.targets.iter().enumerate() {
            json.push(if at == 0 { '[' } else { ',' });
            text_in_quotes(&mut json, target);
        }
        json.push(']');
    }
    let helm = helm::text(diagnostic, style);
    let helm = helm.as_deref().map(|text| masked(text, diagnostic, sources));
    string(&mut json, "helm", helm.as_deref().and_then(lossy));
    json.push_str("}\n");
    json
}

fn lossy(bytes: &[u8]) -> Option<String> {
    Some(String::from_utf8_lossy(bytes).into_owned())
}

fn place(out: &mut String, place: Option<&Place>, sources: &Sources<'_>) {
    let line = place.and_then(file_line);
    string(out, "file", place.and_then(|place| lossy(&sources.path(place))));
    number(out, "line", line);
    number(out, "column", place.and_then(|place| place.column).filter(|_| line.is_some()));
    if let Some(line) = rendered_line(place) {
        number(out, "rendered_line", Some(line));
    }
}

fn labels(out: &mut String, name: &str, labels: &[Label], sources: &Sources<'_>) {
    if labels.is_empty() {
        return;
    }
    key(out, name);
    out.push('[');
    for (at, label) in labels.iter().enumerate() {
        out.push_str(if at > 0 { ",{" } else { "{" });
        place(out, Some(&label.place), sources);
        string(out, "text", lossy(&label.text));
        if let Some(value) = label.as_value() {
            fields(out, "value", &[("path", &value.path), ("layer", &value.layer)]);
        }
        out.push('}');
    }
    out.push(']');
}

fn object(out: &mut String, object: &ObjectRef) {
    let all = [
        ("apiVersion", &object.api_version),
        ("kind", &object.kind),
        ("namespace", &object.namespace),
        ("name", &object.name),
        ("path", &object.path),
    ];
    fields(out, "object", &all);
}

/// An object of those texts that are not empty.
fn fields(out: &mut String, name: &str, fields: &[(&str, &String)]) {
    key(out, name);
    out.push('{');
    for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
        string(out, name, Some((*value).clone()));
    }
    out.push('}');
}

fn key(out: &mut String, name: &str) {
    out.push_str(if out.ends_with('{') { "\"" } else { ",\"" });
    out.push_str(name);
    out.push_str("\":");
}

fn number(out: &mut String, name: &str, value: Option<usize>) {
    key(out, name);
    out.push_str(&value.map_or("null".to_string(), |value| value.to_string()));
}

fn string(out: &mut String, name: &str, value: Option<String>) {
    key(out, name);
    match value {
        Some(value) => text_in_quotes(out, &value),
        None => out.push_str("null"),
    }
}

/// The text in quotes. Whatever a terminal or a CI system could take for a command is written as `\uXXXX`.
fn text_in_quotes(out: &mut String, value: &str) {
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

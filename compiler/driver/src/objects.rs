//! Documents as JSON.

use nexachart_source::{Budgets, Diagnostic};
use nexachart_value::json::{Html, write_json};
use nexachart_value::yaml::{Build, Number, Span, unmarshal_within};
use nexachart_value::{Entries, Map, Str, Type, UintType, Value};

/// Appends a document to `out` as JSON: keys in byte order, whole numbers to the digit. Whether it is an object; one
/// that is nothing, or a bare text or list, is left out.
pub(crate) fn append_json(
    out: &mut Vec<u8>,
    source: &[u8],
    document: &[u8],
    budgets: &Budgets,
) -> Result<bool, Diagnostic> {
    let source = String::from_utf8_lossy(source);
    let failed = |text: String| Diagnostic::error("render::json", format!("{source}: {text}"));
    let value = unmarshal_within(document, budgets, &mut Exact).map_err(|e| failed(e.to_string()))?;
    if value.as_map().is_none() {
        return Ok(false);
    }
    write_json(&value, Html::Raw, out).map_err(failed)?;
    Ok(true)
}

/// Builds values whose whole numbers stay whole, where Go makes them `float64`.
struct Exact;

impl Build for Exact {
    type Value = Value;
    type Key = Str;

    fn null(&mut self, _: Span) -> Value {
        Value::Nil
    }

    fn boolean(&mut self, value: bool, _: Span) -> Value {
        Value::Bool(value)
    }

    fn number(&mut self, value: Number, _: Span) -> Value {
        match value {
            Number::Int(n) => Value::int(n),
            Number::Uint(n) => Value::Uint(UintType::Uint64, n),
            Number::Float(n) => Value::float(n),
        }
    }

    fn string(&mut self, text: &[u8], _: Span) -> Value {
        Value::string(text)
    }

    fn list(&mut self, items: Vec<Value>, _: Span) -> Value {
        Value::list(items)
    }

    fn key(&mut self, text: &[u8], _: Span) -> Str {
        text.into()
    }

    fn map(&mut self, entries: Vec<(Str, Value)>, _: Span) -> Value {
        Map::new(Type::MAP, entries.into_iter().collect::<Entries>()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_digits() {
        let text = b"b: 9007199254740993\na: [18446744073709551615, 1.5, 1e3, <x>]\n";
        let mut out = Vec::new();
        assert!(append_json(&mut out, b"t", text, &Budgets::default()).unwrap());
        let expected = r#"{"a":[18446744073709551615,1.5,1000,"<x>"],"b":9007199254740993}"#;
        assert_eq!(String::from_utf8(out).unwrap(), expected);
        assert!(!append_json(&mut Vec::new(), b"t", b"# nothing\n", &Budgets::default()).unwrap());
    }
}

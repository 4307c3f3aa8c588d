//! Documents as JSON.

use nexachart_source::{Budgets, Diagnostic};
use nexachart_value::from_yaml_exactly;
use nexachart_value::json::{Html, write_json};

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
    let value = from_yaml_exactly(document, budgets).map_err(|e| failed(e.to_string()))?;
    if value.as_map().is_none() {
        return Ok(false);
    }
    write_json(&value, Html::Raw, out).map_err(failed)?;
    Ok(true)
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

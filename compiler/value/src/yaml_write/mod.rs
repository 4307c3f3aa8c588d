//! Values as YAML text: `toYaml` and `toYamlPretty`.
//!
//! `toYaml` is `sigs.k8s.io/yaml` `Marshal`: the value becomes JSON, that is read as YAML, and what
//! was read is written by go.yaml.in/yaml v2. `toYamlPretty` is the encoder of go.yaml.in/yaml v3 with
//! an indentation of two, straight from the Go value. Both are done here in one pass from the value
//! to the output; what the passage through JSON does is in `passage` and
//! `through_json`.
//!
//! Values may be nested 10,000 levels deep, which takes up to 8 MB of stack; beyond that they are refused.
//!
//! Both emitters are ports of libyaml, so they share `blocks` and `scalar`; where v3 differs,
//! `Dialect` is asked.

mod blocks;
mod direct;
mod order;
mod page;
mod passage;
mod refusal;
mod resolve;
mod scalar;
#[cfg(test)]
mod tests;
mod through_json;

use crate::Value;

/// Helm's `toYaml`: the value as YAML, without the newline at the end.
///
/// # Errors
/// Go's text of the error, with which `mustToYaml` panics; `toYaml` gives an empty text then:
/// NaN, infinities, complex numbers and functions (`error marshaling into JSON: json: …`), and text that the YAML
/// reader refuses (`yaml: control characters are not allowed`).
///
/// ```
/// use nexachart_value::{Value, yaml_write::to_yaml};
/// let ports = Value::list(vec![Value::float(80.0), "0x50".into()]);
/// assert_eq!(to_yaml(&Value::map([("ports", ports)])).unwrap(), b"ports:\n- 80\n- \"0x50\"");
/// ```
pub fn to_yaml(value: &Value) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    write_yaml(value, 0, &mut out)?;
    Ok(out)
}

/// [`to_yaml`] with `margin` blanks at the start of every line but the first, appended to `out`. So
/// `toYaml | nindent N` is a newline, N blanks, and this with a margin of N.
///
/// # Errors
/// As [`to_yaml`]; `out` is left as it was.
pub fn write_yaml(value: &Value, margin: usize, out: &mut Vec<u8>) -> Result<(), String> {
    let start = out.len();
    through_json::write(value, margin, out).map_err(|passage::Refused| {
        out.truncate(start);
        refusal::text(value)
    })
}

/// Helm's `toYamlPretty`: the value as YAML with lists indented below their keys and no line folded,
/// without the newline at the end.
///
/// # Errors
/// The text with which Go's encoder panics: `cannot marshal type: complex128`, functions alike. There are no other
/// errors: what JSON cannot hold is `.nan`, `.inf`, and `!!binary` for text that is not UTF-8.
///
/// ```
/// use nexachart_value::{Value, yaml_write::to_yaml_pretty};
/// let ports = Value::list(vec![Value::float(1e6), "y".into()]);
/// assert_eq!(to_yaml_pretty(&Value::map([("ports", ports)])).unwrap(), b"ports:\n  - 1e+06\n  - \"y\"");
/// ```
pub fn to_yaml_pretty(value: &Value) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    direct::write(value, &mut out)?;
    Ok(out)
}

/// Which of the two libraries writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dialect {
    /// go.yaml.in/yaml/v2, behind sigs.k8s.io/yaml.
    Yaml2,
    /// go.yaml.in/yaml/v3.
    Yaml3,
}

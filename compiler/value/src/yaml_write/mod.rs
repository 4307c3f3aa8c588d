//! Values as YAML text: `toYaml` and `toYamlPretty`.
//!
//! `toYaml` is `sigs.k8s.io/yaml` `Marshal`: the value becomes JSON, that is read as YAML, and what
//! was read is written by go.yaml.in/yaml v2. `toYamlPretty` is the encoder of go.yaml.in/yaml v3 with
//! an indentation of two, straight from the Go value. Both are done here in one pass from the value
//! to the output; what the passage through JSON does to numbers and text is in [`passage`] and
//! [`tree`].
//!
//! Both emitters are ports of libyaml, so they share [`scalar`] and [`page`]; where v3 differs,
//! [`Dialect`] is asked.

mod order;
mod page;
mod passage;
mod refusal;
mod resolve;
mod scalar;
#[cfg(test)]
mod tests;
mod tree;

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
    tree::write_through_json(value, margin, out).map_err(|passage::Refused| {
        out.truncate(start);
        refusal::text(value)
    })
}

/// Which of the two libraries writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dialect {
    /// go.yaml.in/yaml/v2, behind sigs.k8s.io/yaml.
    Yaml2,
    /// go.yaml.in/yaml/v3.
    Yaml3,
}

//! When values are checked against values.schema.json, and how the findings are put together (Helm:
//! pkg/chart/common/util/jsonschema.go).

use std::fmt::Write;

use nexachart_source::Severity;
use nexachart_value::{Map, Value};

use crate::log::{Journal, note};
use crate::tree::{NodeId, Tree};
use crate::{Error, Stage};

/// Who can check values against a JSON schema.
pub trait SchemaCheck {
    /// Checks the values of a chart against the text of its schema.
    fn check(&self, schema: &[u8], values: &Map) -> Result<(), SchemaError>;
}

/// Why values do not fit, in Helm's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemaError {
    /// The schema is not JSON.
    NotJson(String),
    /// It is no schema, or the values are against it. The text ends as Helm's does: with a new line if
    /// the values are against it.
    Refused(String),
}

/// Checks the values of all charts.
pub(crate) fn check_schemas(
    tree: &Tree,
    values: &Map,
    check: &dyn SchemaCheck,
    journal: &mut Journal,
) -> Result<(), Error> {
    let findings = check_chart(tree, tree.root(), values, check, journal)?;
    if findings.is_empty() {
        return Ok(());
    }
    let head = "values don't meet the specifications of the schema(s) in the following chart(s):";
    Err(Error::new(Stage::Values, format!("{head}\n{findings}")))
}

fn check_chart(
    tree: &Tree,
    chart: NodeId,
    values: &Map,
    check: &dyn SchemaCheck,
    journal: &mut Journal,
) -> Result<String, Error> {
    let name = tree.name(chart);
    let mut findings = String::new();
    if let Some(schema) = &tree.chart(chart).schema {
        debug(journal, "chart name", &[("chart-name", name)]);
        let schema = schema.bytes()?;
        let checked = check.check(&schema, values);
        if !matches!(checked, Err(SchemaError::NotJson(_))) {
            debug(journal, "unmarshalled JSON schema", &[("schema", &String::from_utf8_lossy(&schema))]);
        }
        if let Err(SchemaError::NotJson(text) | SchemaError::Refused(text)) = checked {
            findings = format!("{name}:\n{text}");
        }
    }
    let count = tree.dependencies(chart).len().to_string();
    debug(journal, "number of dependencies in the chart", &[("chart", name), ("dependencies", &count)]);
    for &sub in tree.dependencies(chart) {
        let name = tree.name(sub);
        match values.get(name.as_bytes()) {
            None | Some(Value::Nil) => {}
            Some(Value::Map(values)) => findings += &check_chart(tree, sub, &values, check, journal)?,
            Some(other) => {
                let ty = other.ty().map_or_else(|| "<nil>".to_string(), |ty| ty.to_string());
                // Writing to a String cannot fail.
                let _ =
                    writeln!(findings, "{name}:\ninvalid type for values: expected object (map), got {ty}");
            }
        }
    }
    Ok(findings)
}

fn debug(journal: &mut Journal, message: &str, attributes: &[(&str, &str)]) {
    note(journal, "values/schema", Severity::Debug, message, attributes);
}

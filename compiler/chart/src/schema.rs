//! When values are checked against values.schema.json, and how the findings are put together (Helm:
//! pkg/chart/common/util/jsonschema.go).

use std::fmt::Write;

use nexachart_source::{Diagnostic, Severity};
use nexachart_value::{Map, Value};

use crate::log::{Journal, note, note_bytes};
use crate::tree::{NodeId, Tree};

/// Who can check values against a JSON schema.
pub trait SchemaCheck {
    /// Checks the values of a chart against the text of its schema.
    fn check(&self, schema: &[u8], values: &Map) -> Checked;
}

/// What came of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Whether the values fit.
    pub outcome: Result<(), SchemaError>,
    /// The `urn:` URLs that the schema refers to, each once. Nothing is known of them: they allow everything.
    pub unresolved_urns: Vec<Vec<u8>>,
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
) -> Result<(), Diagnostic> {
    let findings = Checks { tree, check, journal, known_urns: Vec::new() }.chart(tree.root(), values)?;
    if findings.is_empty() {
        return Ok(());
    }
    let head = "values don't meet the specifications of the schema(s) in the following chart(s):";
    Err(Diagnostic::error("values::schema", format!("{head}\n{findings}"))
        .helped("--skip-schema-validation renders without this check")
        .blaming_budgets())
}

/// The checks of a tree.
struct Checks<'a> {
    tree: &'a Tree,
    check: &'a dyn SchemaCheck,
    journal: &'a mut Journal,
    /// Those that have been warned of.
    known_urns: Vec<Vec<u8>>,
}

impl Checks<'_> {
    fn chart(&mut self, chart: NodeId, values: &Map) -> Result<String, Diagnostic> {
        let tree = self.tree;
        let name = tree.name(chart);
        let mut findings = String::new();
        if let Some(schema) = &tree.chart(chart).schema {
            self.debug("chart name", &[("chart-name", name)]);
            if let Err(text) = self.schema(&schema.bytes()?, values) {
                findings = format!("{name}:\n{text}");
            }
        }
        let count = tree.dependencies(chart).len().to_string();
        self.debug("number of dependencies in the chart", &[("chart", name), ("dependencies", &count)]);
        for &sub in tree.dependencies(chart) {
            let name = tree.name(sub);
            match values.get(name.as_bytes()) {
                None | Some(Value::Nil) => {}
                Some(Value::Map(values)) => findings += &self.chart(sub, &values)?,
                Some(other) => {
                    let ty = other.ty().map_or_else(|| "<nil>".to_string(), |ty| ty.to_string());
                    let what = "invalid type for values: expected object (map), got";
                    // Writing to a String cannot fail.
                    let _ = writeln!(findings, "{name}:\n{what} {ty}");
                }
            }
        }
        Ok(findings)
    }

    /// Checks the values of one chart. The error is what is told of it.
    fn schema(&mut self, schema: &[u8], values: &Map) -> Result<(), String> {
        let Checked { outcome, unresolved_urns } = self.check.check(schema, values);
        if !matches!(outcome, Err(SchemaError::NotJson(_))) {
            note_bytes(self.journal, CODE, "unmarshalled JSON schema", ("schema", schema));
        }
        for urn in unresolved_urns {
            if !self.known_urns.contains(&urn) {
                let message = "unresolved URN reference ignored; using permissive schema";
                let shown = String::from_utf8_lossy(&urn);
                note(self.journal, CODE, Severity::Warning, message, &[("urn", &shown)]);
                self.known_urns.push(urn);
            }
        }
        outcome.map_err(|(SchemaError::NotJson(text) | SchemaError::Refused(text))| text)
    }

    fn debug(&mut self, message: &str, attributes: &[(&str, &str)]) {
        note(self.journal, CODE, Severity::Debug, message, attributes);
    }
}

/// The code of these remarks.
const CODE: &str = "values::schema";

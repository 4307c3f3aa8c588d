//! Values against schemas. Go: k8s.io/kube-openapi/pkg/validation/validate, and what k8s.io/apiextensions-apiserver has beside it.

use nexachart_go::strconv::quote;

use super::{Expressions, Patterns, format};
use crate::finding::{Code, Findings};
use crate::rules::shown;
use crate::{Node, Value};

/// Checks values, and collects what is wrong.
pub(super) struct Checker<'c> {
    pub patterns: &'c Patterns,
    pub expressions: Option<&'c dyn Expressions>,
    pub findings: &'c mut Findings,
}

impl Checker<'_> {
    /// A value and all in it. How deep that goes is bounded by the two trees.
    pub fn value(&mut self, node: Node<'_>, schema: Node<'_>) {
        if node.is_null() {
            return self.null(node, schema);
        }
        self.kind(node, schema);
        self.junctors(node, schema);
        match node.value() {
            Value::Text(text) => self.text(node, text, schema),
            Value::Int(value) => self.number(node, value as f64, schema),
            Value::Uint(value) => self.number(node, value as f64, schema),
            Value::Float(value) => self.number(node, value, schema),
            Value::List(items) => {
                self.count(node, schema, items.len(), "Items", "items");
                if let Some(of) = schema.at("items") {
                    items.for_each(|item| self.value(item, of));
                }
            }
            Value::Map(_) => self.map(node, schema),
            Value::Bool(_) | Value::Null => {}
        }
        self.choice(node, schema);
    }

    /// Go: only the type and the choice of values are looked at.
    fn null(&mut self, node: Node<'_>, schema: Node<'_>) {
        let has_type = schema.at("type").is_some() || schema.flag("x-kubernetes-int-or-string");
        if has_type && !schema.flag("nullable") {
            self.wrong_type(node, schema, "null");
        }
        self.choice(node, schema);
    }

    fn kind(&mut self, node: Node<'_>, schema: Node<'_>) {
        let is = match node.value() {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Int(_) | Value::Uint(_) => "integer",
            Value::Float(_) => "number",
            Value::Text(_) => "string",
            Value::List(_) => "array",
            Value::Map(_) => "object",
        };
        let fits = match schema.text_at("type") {
            "" if schema.flag("x-kubernetes-int-or-string") => matches!(is, "integer" | "string"),
            "" => true,
            "number" => matches!(is, "number" | "integer"),
            wanted => wanted == is,
        };
        if !fits {
            self.wrong_type(node, schema, is);
        }
    }

    fn wrong_type(&mut self, node: Node<'_>, schema: Node<'_>, is: &str) {
        let wanted = match schema.text_at("type") {
            "" => "integer,string",
            wanted => wanted,
        };
        let (path, is) = (node.path(), quote(is.as_bytes()));
        self.add(
            Code::Type,
            node,
            format!("Invalid value: {is}: {path} in body must be of type {wanted}: {is}"),
        );
    }

    fn text(&mut self, node: Node<'_>, text: &str, schema: Node<'_>) {
        let length = || text.chars().count() as i64;
        if let Some(most) = schema.int_at("maxLength").filter(|most| length() > *most) {
            self.add(Code::TooLong, node, format!("Too long: may not be more than {most} bytes"));
        }
        if let Some(least) = schema.int_at("minLength").filter(|least| length() < *least) {
            self.invalid(node, &format!("should be at least {least} chars long"));
        }
        if let Some(pattern) = schema.at("pattern").map(Node::text) {
            let matches = self.patterns.get(pattern).is_none_or(|pattern| pattern.is_match(text.as_bytes()));
            if !matches {
                self.invalid(node, &format!("should match '{pattern}'"));
            }
        }
        let format = schema.text_at("format");
        if matches!(schema.text_at("type"), "" | "string") && !format::holds(format, text) {
            self.invalid(node, &format!("must be of type {format}: {}", quote(text.as_bytes())));
        }
    }

    fn map(&mut self, node: Node<'_>, schema: Node<'_>) {
        self.count(node, schema, node.entries().len(), "Properties", "properties");
        let properties = schema.at("properties");
        let additional =
            schema.at("additionalProperties").filter(|schema| matches!(schema.value(), Value::Map(_)));
        let property = |name: &str| properties.and_then(|properties| properties.get(name));
        for entry in node.entries() {
            let Some(of) = property(entry.name()).or(additional) else { continue };
            // Go: PruneNonNullableNullsWithoutDefaults takes such nulls out before anything is checked.
            if !entry.is_null() || of.flag("nullable") {
                self.value(entry, of);
            }
        }
        for name in schema.list("required").map(Node::text) {
            let of = property(name);
            let is_there = node.get(name).is_some_and(|value| {
                !value.is_null() || of.or(additional).is_none_or(|schema| schema.flag("nullable"))
            });
            // What has a default is there once the server has set it.
            if !is_there && of.is_none_or(|schema| schema.get("default").is_none()) {
                self.findings.add_below(Code::Required, node, name, "Required value".into());
            }
        }
    }

    fn choice(&mut self, node: Node<'_>, schema: Node<'_>) {
        let Some(choice) = schema.at("enum") else { return };
        if choice.items().any(|one| same(one, node)) {
            return;
        }
        let list: Vec<String> = choice
            .items()
            .map(|one| match one.value() {
                Value::Text(text) => quote(text.as_bytes()),
                _ => quote(shown(one).as_bytes()),
            })
            .collect();
        let message = format!("Unsupported value: {}: supported values: {}", shown(node), list.join(", "));
        let texts = choice.items().filter(|one| !one.text().is_empty()).map(Node::text);
        let help = crate::suggest(node.text(), texts).map(|name| format!("did you mean `{name}`?"));
        self.add(Code::Unsupported, node, message);
        if let Some(finding) = self.findings.list.last_mut() {
            finding.help = help;
        }
    }

    /// `spec.size: Invalid value: 0: spec.size in body should be …`
    pub fn invalid(&mut self, node: Node<'_>, why: &str) {
        let message = format!("Invalid value: {}: {} in body {why}", shown(node), node.path());
        self.add(Code::Invalid, node, message);
    }

    pub fn add(&mut self, code: Code, node: Node<'_>, message: String) {
        // A wrong type is no error of the decoder here: it is told with its path.
        let code = if code == Code::Type { Code::Invalid } else { code };
        self.findings.add(code, node, message);
    }
}

/// Whether two values are equal as JSON.
pub(super) fn same(a: Node<'_>, b: Node<'_>) -> bool {
    match (a.value(), b.value()) {
        (Value::Null, Value::Null) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Int(a), Value::Int(b)) => a == b,
        (Value::Uint(a), Value::Uint(b)) => a == b,
        (Value::Float(a), Value::Float(b)) => a == b,
        (Value::Text(a), Value::Text(b)) => a == b,
        (Value::List(a), Value::List(b)) => a.len() == b.len() && a.zip(b).all(|(a, b)| same(a, b)),
        (Value::Map(entries), Value::Map(others)) => {
            entries.len() == others.len()
                && entries
                    .into_iter()
                    .all(|entry| b.get(entry.name()).is_some_and(|other| same(entry, other)))
        }
        _ => false,
    }
}

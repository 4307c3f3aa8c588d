//! `allOf`, `anyOf`, `oneOf`, `not`; and what a schema says of lists, embedded objects and rules.

use std::collections::HashSet;

use nexachart_go::strconv::quote;

use super::check::Checker;
use crate::finding::{Code, Findings};
use crate::rules::shown;
use crate::{Items, Node, Value, syntax};

impl Checker<'_> {
    /// Go: schemaPropsValidator.
    pub(super) fn junctors(&mut self, node: Node<'_>, schema: Node<'_>) {
        let name = quote(node.path().as_bytes());
        let say = |checker: &mut Self, what: &str| {
            checker.add(Code::Invalid, node, format!("Invalid value: \"\": {name} {what}"));
        };
        let any = schema.list("anyOf");
        if !any.is_empty() && !any.into_iter().any(|one| self.holds(node, one)) {
            say(self, "must validate at least one schema (anyOf)");
            self.nearest(node, any);
        }
        let one = schema.list("oneOf");
        if !one.is_empty() {
            match one.filter(|one| self.holds(node, *one)).count() {
                1 => {}
                0 => {
                    say(self, "must validate one and only one schema (oneOf). Found none valid");
                    self.nearest(node, one);
                }
                count => say(
                    self,
                    &format!(
                        "must validate one and only one schema (oneOf). Found {count} valid alternatives"
                    ),
                ),
            }
        }
        let all = schema.list("allOf");
        if !all.into_iter().all(|one| self.holds(node, one)) {
            all.for_each(|one| self.value(node, one));
            say(self, "must validate all the schemas (allOf)");
        }
        if schema.at("not").is_some_and(|not| self.holds(node, not)) {
            say(self, "must not validate the schema (not)");
        }
    }

    fn holds(&self, node: Node<'_>, schema: Node<'_>) -> bool {
        self.tried(node, schema).list.is_empty()
    }

    fn tried(&self, node: Node<'_>, schema: Node<'_>) -> Findings {
        let mut findings = Findings::default();
        Checker { patterns: self.patterns, expressions: None, findings: &mut findings }.value(node, schema);
        findings
    }

    /// What is wrong by the alternative that comes nearest.
    fn nearest(&mut self, node: Node<'_>, schemas: Items<'_>) {
        let nearest =
            schemas.map(|schema| self.tried(node, schema)).min_by_key(|findings| findings.list.len());
        if let Some(findings) = nearest {
            self.findings.list.extend(findings.list);
        }
    }

    /// Keys of lists, objects within objects, and rules: what is asked beside the schema's own words.
    pub(super) fn structure(&mut self, node: Node<'_>, schema: Node<'_>) {
        if node.is_null() {
            return;
        }
        if let (Some(expressions), Some(rules)) = (self.expressions, schema.at("x-kubernetes-validations")) {
            for failure in expressions.failures(rules, schema, node) {
                match failure.field {
                    Some(field) => self.findings.add_below(Code::Rule, node, &field, failure.message),
                    None => self.findings.add(Code::Rule, node, failure.message),
                }
            }
        }
        match node.value() {
            Value::List(items) => {
                match schema.text_at("x-kubernetes-list-type") {
                    "set" => self.set(node),
                    "map" => self.keyed(node, schema),
                    _ => {}
                }
                if let Some(of) = schema.at("items") {
                    items.for_each(|item| self.structure(item, of));
                }
            }
            Value::Map(entries) => {
                if schema.flag("x-kubernetes-embedded-resource") {
                    self.embedded(node);
                }
                let properties = schema.at("properties");
                let additional = schema.at("additionalProperties");
                for entry in entries {
                    let of = properties.and_then(|properties| properties.get(entry.name())).or(additional);
                    if let Some(of) = of {
                        self.structure(entry, of);
                    }
                }
            }
            _ => {}
        }
    }

    fn set(&mut self, list: Node<'_>) {
        let mut seen = HashSet::new();
        for item in list.items() {
            if !seen.insert(shown(item)) {
                self.add(Code::Duplicate, item, format!("Duplicate value: {}", shown(item)));
            }
        }
    }

    fn keyed(&mut self, list: Node<'_>, schema: Node<'_>) {
        let keys: Vec<&str> = schema.list("x-kubernetes-list-map-keys").map(Node::text).collect();
        let properties = schema.at("items").and_then(|items| items.at("properties"));
        let default =
            |key: &str| properties.and_then(|properties| properties.at(key)?.at("default")).map(shown);
        let mut seen = HashSet::new();
        for item in list.items() {
            let values: Vec<String> = keys
                .iter()
                .filter_map(|key| {
                    let value = item.at(key).map(shown).or_else(|| default(key))?;
                    Some(format!("{}:{value}", quote(key.as_bytes())))
                })
                .collect();
            let value = format!("{{{}}}", values.join(","));
            if !seen.insert(value.clone()) {
                self.add(Code::Duplicate, item, format!("Duplicate value: {value}"));
            }
        }
    }

    /// Go: k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta, validateEmbeddedResource.
    fn embedded(&mut self, node: Node<'_>) {
        for key in ["apiVersion", "kind"] {
            match node.at(key) {
                None => self.findings.add_below(Code::Required, node, key, "Required value".into()),
                Some(value) if value.text().is_empty() => {
                    self.add(
                        Code::Invalid,
                        value,
                        format!("Invalid value: {}: must not be empty", shown(value)),
                    );
                }
                Some(kind) if key == "kind" => {
                    for why in syntax::label_1035(&kind.text().to_lowercase()) {
                        let why = format!("may have mixed case, but should otherwise match: {why}");
                        self.add(Code::Invalid, kind, format!("Invalid value: {}: {why}", shown(kind)));
                    }
                }
                Some(_) => {}
            }
        }
    }
}

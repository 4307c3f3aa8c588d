//! How the API server words what a rule found. Go: k8s.io/apimachinery/pkg/util/validation/field/errors.go.

use nexachart_go::strconv::quote;

use super::{Code, Rules};
use crate::{Node, Value};

impl Rules<'_> {
    /// A value that is not allowed: `Invalid value: "x": …`.
    pub fn invalid(&mut self, node: Node<'_>, why: &str) {
        self.findings.add(Code::Invalid, node, format!("Invalid value: {}{}", shown(node), because(why)));
    }

    /// One finding for each reason.
    pub fn invalid_each(&mut self, node: Node<'_>, why: Vec<String>) {
        why.iter().for_each(|why| self.invalid(node, why));
    }

    /// A value that is not allowed, told at a field that is not there, or that is not the value's own.
    pub fn invalid_below(&mut self, node: Node<'_>, below: &str, value: &str, why: &str) {
        self.findings.add_below(
            Code::Invalid,
            node,
            below,
            format!("Invalid value: {value}{}", because(why)),
        );
    }

    /// A field that has to be there: `Required value: …`. `below` is its name, seen from the node; empty for itself.
    pub fn required(&mut self, node: Node<'_>, below: &str, why: &str) {
        let message = format!("Required value{}", because(why));
        match below {
            "" => self.findings.add(Code::Required, node, message),
            _ => self.findings.add_below(Code::Required, node, below, message),
        }
    }

    /// A field that must not be there.
    pub fn forbidden(&mut self, node: Node<'_>, why: &str) {
        self.findings.add(Code::Forbidden, node, format!("Forbidden{}", because(why)));
    }

    /// A value that stands at an earlier place already.
    pub fn duplicate(&mut self, node: Node<'_>) {
        self.findings.add(Code::Duplicate, node, format!("Duplicate value: {}", shown(node)));
    }

    /// A value that is longer than it may be.
    pub fn too_long(&mut self, node: Node<'_>, most: usize) {
        self.findings.add(Code::TooLong, node, format!("Too long: may not be more than {most} bytes"));
    }

    /// A name that nothing has.
    pub fn not_found(&mut self, node: Node<'_>) {
        self.findings.add(Code::NotFound, node, format!("Not found: {}", shown(node)));
    }

    /// A text that is none of those that there are. What is not there is left alone: it has a default.
    pub fn one_of(&mut self, parent: Node<'_>, key: &str, supported: &[&str]) {
        if let Some(node) = parent.at(key).filter(|node| !supported.contains(&node.text())) {
            if node.text().is_empty() {
                return;
            }
            self.unsupported(node, supported);
        }
    }

    /// A text that is none of those that there are, where even an empty one has no default: in Go, a pointer.
    pub fn choice(&mut self, parent: Node<'_>, key: &str, supported: &[&str]) {
        if let Some(node) = parent.at(key).filter(|node| !supported.contains(&node.text())) {
            self.unsupported(node, supported);
        }
    }

    /// The same where there is no default.
    pub fn one_of_required(&mut self, parent: Node<'_>, key: &str, supported: &[&str], why: &str) {
        match parent.text_at(key) {
            "" => self.required(parent, key, why),
            _ => self.one_of(parent, key, supported),
        }
    }

    /// A text that has to be one of some, without a default.
    pub fn some_of(&mut self, parent: Node<'_>, key: &str, supported: &[&str]) {
        match parent.at(key) {
            Some(node) if supported.contains(&node.text()) => {}
            Some(node) => self.unsupported(node, supported),
            None => {
                let list: Vec<String> = supported.iter().map(|one| quote(one.as_bytes())).collect();
                let message = format!("Unsupported value: \"\": supported values: {}", list.join(", "));
                self.findings.add_below(Code::Unsupported, parent, key, message);
            }
        }
    }

    /// `Unsupported value: "x": supported values: "a", "b"`
    pub fn unsupported(&mut self, node: Node<'_>, supported: &[&str]) {
        let mut sorted: Vec<&str> = supported.to_vec();
        sorted.sort_unstable();
        let list: Vec<String> = sorted.iter().map(|value| quote(value.as_bytes())).collect();
        let why = format!("Unsupported value: {}: supported values: {}", shown(node), list.join(", "));
        self.findings.add(Code::Unsupported, node, why);
        let help = crate::suggest(node.text(), supported.iter().copied());
        if let (Some(finding), Some(meant)) = (self.findings.list.last_mut(), help) {
            finding.help = Some(format!("did you mean `{meant}`?"));
        }
    }

    /// Something that the server takes, and warns of.
    pub fn warn(&mut self, node: Node<'_>, what: String) {
        self.findings.add(Code::Warning, node, what);
    }

    /// A number at a key that must not be negative.
    pub fn not_negative(&mut self, parent: Node<'_>, key: &str) {
        if let Some(node) = parent.at(key).filter(|node| node.int().is_some_and(|value| value < 0)) {
            self.invalid(node, "must be greater than or equal to 0");
        }
    }

    /// Texts of a list of maps, of which none may stand twice. Empty ones are not compared.
    pub fn unique<'t>(&mut self, items: impl Iterator<Item = Node<'t>>, key: &str) {
        let mut seen = std::collections::HashSet::new();
        for node in items.filter_map(|item| item.at(key)) {
            if !node.text().is_empty() && !seen.insert(node.text()) {
                self.duplicate(node);
            }
        }
    }
}

fn because(why: &str) -> String {
    match why {
        "" => String::new(),
        _ => format!(": {why}"),
    }
}

/// A value as the server shows it: texts in quotes, numbers as they are, anything else as JSON.
pub(crate) fn shown(node: Node<'_>) -> String {
    let mut text = String::new();
    write_json(node, &mut text);
    text
}

fn write_json(node: Node<'_>, out: &mut String) {
    /// What is longer helps nobody.
    const MOST: usize = 2_000;
    if out.len() > MOST {
        return;
    }
    match node.value() {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(if value { "true" } else { "false" }),
        Value::Int(value) => out.push_str(&value.to_string()),
        Value::Uint(value) => out.push_str(&value.to_string()),
        Value::Float(value) => out.push_str(&value.to_string()),
        Value::Text(text) => out.push_str(&quote(text.as_bytes())),
        Value::List(items) => {
            out.push('[');
            for (place, item) in items.enumerate() {
                out.push_str(if place == 0 { "" } else { "," });
                write_json(item, out);
            }
            out.push(']');
        }
        Value::Map(entries) => {
            out.push('{');
            for (place, entry) in entries.enumerate() {
                out.push_str(if place == 0 { "" } else { "," });
                out.push_str(&quote(entry.name().as_bytes()));
                out.push(':');
                write_json(entry, out);
            }
            out.push('}');
        }
    }
}

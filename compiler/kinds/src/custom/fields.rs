//! Fields that a schema does not have. Go: k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning.

use nexachart_go::strconv::quote;

use crate::finding::{Code, Finding, Findings};
use crate::{Node, Value, suggest};

/// Finds them in an object. The head of an object is known without a schema.
pub(super) fn unknown(root: Node<'_>, schema: Node<'_>, findings: &mut Findings) {
    prune(root, Some(schema), Kept::Head, findings);
}

/// What is kept of an object without being named.
#[derive(Clone, Copy, PartialEq)]
enum Kept {
    Nothing,
    /// `apiVersion`, `kind`, `metadata`
    Head,
}

fn prune(node: Node<'_>, schema: Option<Node<'_>>, kept: Kept, findings: &mut Findings) {
    let keeps_all = schema.is_some_and(|schema| schema.flag("x-kubernetes-preserve-unknown-fields"));
    match node.value() {
        Value::Map(entries) => {
            let properties = schema.and_then(|schema| schema.at("properties"));
            let additional = schema.and_then(|schema| schema.at("additionalProperties"));
            let is_open =
                additional.is_some_and(|additional| !matches!(additional.value(), Value::Bool(false)));
            for entry in entries {
                if kept == Kept::Head && matches!(entry.name(), "apiVersion" | "kind" | "metadata") {
                    continue;
                }
                let property = properties.and_then(|properties| properties.get(entry.name()));
                match property {
                    Some(property) => within(entry, Some(property), keeps_all, findings),
                    None if is_open => within(entry, additional, keeps_all, findings),
                    None if keeps_all => {}
                    None => add(entry, properties, findings),
                }
            }
        }
        Value::List(items) => {
            let of = schema.and_then(|schema| schema.at("items"));
            items.for_each(|item| within(item, of, keeps_all, findings));
        }
        _ => {}
    }
}

/// Below a node that keeps all, what has a schema of its own is looked at again.
fn within(node: Node<'_>, schema: Option<Node<'_>>, keeps_all: bool, findings: &mut Findings) {
    let is_object = schema.is_some_and(|schema| schema.flag("x-kubernetes-embedded-resource"));
    let kept = if is_object { Kept::Head } else { Kept::Nothing };
    match schema {
        None if keeps_all => {}
        // `additionalProperties: true`
        Some(schema) if matches!(schema.value(), Value::Bool(true)) => {}
        _ => prune(node, schema, kept, findings),
    }
}

fn add(entry: Node<'_>, properties: Option<Node<'_>>, findings: &mut Findings) {
    let path = entry.path();
    let message = format!("unknown field {}", quote(path.as_bytes()));
    let names = properties.into_iter().flat_map(|properties| properties.entries().map(Node::name));
    let help = suggest(entry.name(), names).map(|name| format!("did you mean `{name}`?"));
    findings.list.push(Finding { code: Code::UnknownField, path, message, help, span: entry.key_span() });
}

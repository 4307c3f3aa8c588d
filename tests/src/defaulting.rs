//! Objects as submitted, and what an API server makes of them.

use nexachart_admission::{Admission, Generated, Node, Object};
use serde_json::{Map, Value, json};

/// What becomes of a case: `{"id", "admitted"}` or `{"id", "rejected"}`.
pub fn answer(case: &Value) -> Value {
    let admission = Admission { namespace: "default".into(), generated: placeholders() };
    let Node::Map(object) = node(&case["object"]) else { return json!({"id": case["id"]}) };
    match admission.store(object) {
        Ok(mut object) => {
            if let Some(metadata) = object.map_mut("metadata") {
                metadata.retain(|key, _| !matches!(key, "uid" | "creationTimestamp" | "managedFields"));
            }
            json!({"id": case["id"], "admitted": value(&Node::Map(object))})
        }
        Err(rejection) => json!({"id": case["id"], "rejected": rejection.message}),
    }
}

/// What stands in the cases for generated values.
pub fn placeholders() -> Generated {
    Generated {
        uid: "UID".into(),
        now: "NOW".into(),
        suffix: "RANDOM".into(),
        cluster_ip: "ALLOCATED".into(),
        node_port: Node::text("ALLOCATED"),
    }
}

/// JSON as an object's value.
pub fn node(value: &Value) -> Node {
    match value {
        Value::Null => Node::Null,
        Value::Bool(value) => Node::Bool(*value),
        Value::Number(number) => match number.as_i64() {
            Some(number) => Node::Int(number),
            None => Node::Double(number.as_f64().unwrap_or_default()),
        },
        Value::String(text) => Node::from(text.clone()),
        Value::Array(items) => Node::List(items.iter().map(node).collect()),
        Value::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| (key.clone().into(), node(value)));
            Node::Map(entries.collect::<Object>())
        }
    }
}

/// The other way.
pub fn value(node: &Node) -> Value {
    match node {
        Node::Null => Value::Null,
        Node::Bool(value) => Value::Bool(*value),
        Node::Int(number) => json!(number),
        Node::Double(number) => json!(number),
        Node::Text(text) => Value::String(text.to_string()),
        Node::List(items) => items.iter().map(value).collect(),
        Node::Map(entries) => Value::Object(
            entries.iter().map(|(key, node)| (key.to_string(), value(node))).collect::<Map<_, _>>(),
        ),
    }
}

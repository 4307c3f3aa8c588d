//! Objects with what a kube-apiserver 1.36.3 answered to a dry-run create of each (`server.jsonl`, one a line: `object`, and
//! `admitted` or `rejected`). Generated values are written `UID`, `NOW`, `ALLOCATED`, `RANDOM`.

use nexachart_admission::{Admission, Generated, Node, Object};
use serde_json::{Value, json};

#[test]
fn as_the_server() {
    let generated = Generated {
        uid: "UID".into(),
        now: "NOW".into(),
        suffix: "RANDOM".into(),
        cluster_ip: "ALLOCATED".into(),
        node_port: Node::text("ALLOCATED"),
    };
    let admission = Admission { namespace: "default".into(), generated };
    for line in include_str!("server.jsonl").lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let Node::Map(object) = node(&case["object"]) else { panic!("{line}") };
        match admission.store(object) {
            Ok(mut object) => {
                let metadata = object.map_mut("metadata").unwrap();
                metadata.retain(|key, _| !matches!(key, "uid" | "creationTimestamp"));
                assert_eq!(json(&Node::Map(object)), case["admitted"], "{line}");
            }
            Err(rejection) => assert_eq!(rejection.message, case["rejected"], "{line}"),
        }
    }
}

fn node(value: &Value) -> Node {
    match value {
        Value::Null => Node::Null,
        Value::Bool(value) => Node::Bool(*value),
        Value::Number(number) => match number.as_i64() {
            Some(number) => Node::Int(number),
            None => Node::Double(number.as_f64().unwrap()),
        },
        Value::String(text) => Node::from(text.clone()),
        Value::Array(items) => Node::List(items.iter().map(node).collect()),
        Value::Object(entries) => Node::Map(
            entries.iter().map(|(key, value)| (key.clone().into(), node(value))).collect::<Object>(),
        ),
    }
}

fn json(node: &Node) -> Value {
    match node {
        Node::Null => Value::Null,
        Node::Bool(value) => json!(value),
        Node::Int(number) => json!(number),
        Node::Double(number) => json!(number),
        Node::Text(text) => json!(text),
        Node::List(items) => items.iter().map(json).collect(),
        Node::Map(entries) => {
            Value::Object(entries.iter().map(|(key, node)| (key.to_string(), json(node))).collect())
        }
    }
}

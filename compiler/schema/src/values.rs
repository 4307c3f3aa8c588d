//! Values as documents.

use nexachart_go::strconv::{FloatBits, FloatFormat, append_float};
use nexachart_value::{FloatType, Map, Type, Value};

use crate::document::{Document, Node, NodeId, Text};

/// The document of a map, whatever its type (Go: Values.AsMap). Inside it only `map[string]interface {}` and
/// `[]interface {}` are JSON's containers, as for Go.
pub(crate) fn read(values: &Map) -> Document {
    let mut document = Document::default();
    let root = document.add(Node::Null, None);
    // The containers whose nodes are still to be filled.
    let mut open = Vec::new();
    let node = object(&mut document, root, values, &mut open);
    document.set(root, node);
    while let Some((id, value)) = open.pop() {
        let node = match &value {
            Value::Map(map) => object(&mut document, id, map, &mut open),
            Value::List(list) => {
                let items: Vec<NodeId> =
                    list.iter().map(|item| add(&mut document, id, item, &mut open)).collect();
                document.list(&items)
            }
            _ => continue,
        };
        document.set(id, node);
    }
    document
}

fn object(document: &mut Document, id: NodeId, map: &Map, open: &mut Vec<(NodeId, Value)>) -> Node {
    let mut values = Vec::with_capacity(map.len());
    for (key, value) in map.entries().iter() {
        let key = document.add_text(key);
        document.add(Node::String(key), None);
        values.push(add(document, id, value, open));
    }
    document.object(&mut values)
}

/// Adds the node of a value. If it is a container it is empty at first, and noted in `open`.
fn add(document: &mut Document, parent: NodeId, value: &Value, open: &mut Vec<(NodeId, Value)>) -> NodeId {
    let node = match value {
        Value::Nil => Node::Null,
        Value::Bool(value) => Node::Bool(*value),
        Value::String(text) => Node::String(document.add_text(text)),
        Value::Int(_, n) => Node::Number(document.add_text(n.to_string().as_bytes())),
        Value::Uint(_, n) => Node::Number(document.add_text(n.to_string().as_bytes())),
        Value::Float(ty, n) if n.is_finite() => Node::Number(float(document, *ty, *n)),
        Value::Map(map) if map.ty() == Type::MAP => document.object(&mut Vec::new()),
        Value::List(list) if list.ty() == Type::LIST => document.list(&[]),
        other => {
            let name = other.ty().map(|ty| ty.to_string()).unwrap_or_default();
            return document_foreign(document, parent, &name);
        }
    };
    let id = document.add(node, Some(parent));
    if let Node::List(_) | Node::Object(_) = node {
        open.push((id, value.clone()));
    }
    id
}

fn document_foreign(document: &mut Document, parent: NodeId, name: &str) -> NodeId {
    let name = document.add_text(name.as_bytes());
    document.add(Node::Foreign(name), Some(parent))
}

/// The text that Go prints for a float with `%v`: with an exponent from 21 digits before the point on, or four zeros
/// behind it.
fn float(document: &mut Document, ty: FloatType, n: f64) -> Text {
    let bits = match ty {
        FloatType::Float32 => FloatBits::B32,
        FloatType::Float64 => FloatBits::B64,
    };
    let format = match n.abs() {
        size if size != 0.0 && !(1e-4..1e21).contains(&size) => FloatFormat::Exponent,
        _ => FloatFormat::Fixed,
    };
    let out = document.text_end();
    let start = out.len();
    append_float(out, n, format, -1, bits);
    document.text_since(start)
}

//! From a Go struct to JSON: what has `omitempty` and no content vanishes, everything else is written
//! (encoding/json; apimachinery: runtime/converter.go, which makes the objects that policies see).

use crate::node::{Node, Object};
use crate::types::{Body, Struct, Types, Written};

/// Writes a struct.
pub(crate) fn encode(types: &Types, body: &Struct, mut object: Object) -> Object {
    let mut fields = Vec::with_capacity(object.len());
    for field in &body.fields {
        let value = match object.get_mut(field.name) {
            Some(value) => match written(types, &field.body, std::mem::replace(value, Node::Null)) {
                value if field.written != Written::Always && is_empty(&field.body, &value) => continue,
                value => value,
            },
            None => match (field.written, &field.body) {
                (Written::Always, body)
                | (
                    Written::Filled,
                    body @ (Body::Struct(_)
                    | Body::Quantity
                    | Body::Time
                    | Body::MicroTime
                    | Body::Duration
                    | Body::IntOrString),
                ) => zero(types, body),
                _ => continue,
            },
        };
        if field.written == Written::NotZero && value == zero(types, &field.body) {
            continue;
        }
        fields.push((field.name.into(), value));
    }
    fields.into_iter().collect()
}

/// encoding/json: `isEmptyValue`. A pointer is not empty, whatever it points at.
fn is_empty(body: &Body, value: &Node) -> bool {
    match value {
        Node::Text(text) => matches!(body, Body::Text | Body::Bytes) && text.is_empty(),
        Node::Bool(value) => matches!(body, Body::Bool) && !*value,
        Node::Int(number) => matches!(body, Body::Int(..)) && *number == 0,
        Node::Double(number) => matches!(body, Body::Float) && *number == 0.0,
        Node::List(items) => items.is_empty() && matches!(body, Body::List(_)),
        Node::Map(object) => object.is_empty() && matches!(body, Body::Map(_) | Body::Resources),
        Node::Null => {
            matches!(body, Body::Pointer(_) | Body::List(_) | Body::Map(_) | Body::Resources | Body::Bytes)
        }
    }
}

fn written(types: &Types, body: &Body, value: Node) -> Node {
    match (body, value) {
        (Body::Pointer(inner), value) => written(types, inner, value),
        (Body::Struct(at), Node::Map(object)) => encode(types, types.get(*at), object).into(),
        (Body::List(inner), Node::List(items)) if inner.target().is_deep() => {
            Node::List(items.into_iter().map(|item| written(types, inner, item)).collect())
        }
        (Body::Map(inner), Node::Map(object)) if inner.target().is_deep() => {
            let entries = object.into_iter().map(|(key, value)| (key, written(types, inner, value)));
            Node::Map(entries.collect())
        }
        (_, value) => value,
    }
}

impl Body {
    /// Whether there can be structs in it.
    fn is_deep(&self) -> bool {
        matches!(self, Body::Struct(_) | Body::List(_) | Body::Map(_))
    }
}

/// How a zero value is written.
fn zero(types: &Types, body: &Body) -> Node {
    match body {
        Body::Struct(at) => encode(types, types.get(*at), Object::new()).into(),
        other => zero_element(other),
    }
}

/// How a zero value is held, where one must be: in lists and maps.
pub(crate) fn zero_element(body: &Body) -> Node {
    match body {
        Body::Text => Node::text(""),
        Body::Bool => Node::Bool(false),
        Body::Int(..) | Body::IntOrString => Node::Int(0),
        Body::Float => Node::Double(0.0),
        Body::Quantity => Node::text("0"),
        Body::Duration => Node::text("0s"),
        Body::Struct(_) => Node::Map(Object::new()),
        Body::Bytes
        | Body::Time
        | Body::MicroTime
        | Body::Json
        | Body::Resources
        | Body::Pointer(_)
        | Body::List(_)
        | Body::Map(_) => Node::Null,
    }
}

/// What storing an object and reading it back changes: empty lists and maps come back as nil, which is `null` where a field
/// is always written (protobuf has no empty lists).
pub(crate) fn stored(types: &Types, body: &Struct, object: &mut Object) {
    object.retain(|key, value| match body.field(key) {
        Some(field) => keep(types, &field.body, value),
        None => true,
    });
}

/// The same for objects without a Go type, which are stored as JSON: `5.0` comes back as `5`.
pub(crate) fn stored_json(mut object: Object) -> Object {
    object.iter_mut().for_each(|(_, value)| whole(value));
    object
}

fn whole(value: &mut Node) {
    match value {
        // Go writes floats below 1e21 without an exponent; what has no fraction and fits is then read as an integer.
        Node::Double(number) if number.fract() == 0.0 && number.abs() < 9.2e18 => {
            *value = Node::Int(*number as i64)
        }
        Node::List(items) => items.iter_mut().for_each(whole),
        Node::Map(object) => object.iter_mut().for_each(|(_, value)| whole(value)),
        _ => {}
    }
}

fn keep(types: &Types, body: &Body, value: &mut Node) -> bool {
    match (body, value) {
        (Body::List(inner), Node::List(items)) => {
            for item in items.iter_mut() {
                keep(types, inner, item);
            }
            !items.is_empty()
        }
        (Body::Map(inner), Node::Map(object)) => {
            for (_, value) in object.iter_mut() {
                keep(types, inner, value);
            }
            !object.is_empty()
        }
        (Body::Resources, Node::Map(object)) => !object.is_empty(),
        (Body::Struct(at), Node::Map(object)) => {
            stored(types, types.get(*at), object);
            true
        }
        (Body::Pointer(inner), value) => {
            keep(types, inner, value) || !matches!(**inner, Body::List(_) | Body::Map(_))
        }
        _ => true,
    }
}

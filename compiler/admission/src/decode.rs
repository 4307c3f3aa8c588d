//! From JSON to a Go struct, and what cannot go that way (sigs.k8s.io/json, which is encoding/json with exact names).

use nexachart_go::base64;
use nexachart_go::time::{Duration, Location, Time};

use crate::node::{Node, Object};
use crate::quantity;
use crate::types::{Body, Field, Struct, Types};

/// RFC 3339, as Go's layouts write it.
pub(crate) const SECONDS: &[u8] = b"2006-01-02T15:04:05Z07:00";
/// The same with microseconds (apimachinery: meta/v1/micro_time.go).
pub(crate) const MICROSECONDS: &[u8] = b"2006-01-02T15:04:05.000000Z07:00";

/// How deep objects may nest: above what an API server takes of a kind, as only schemas in CRDs nest without end.
const DEPTH: usize = 1_000;

/// Where the decoder is, for its errors.
struct Place<'a> {
    body: &'a str,
    path: Vec<&'a str>,
    depth: usize,
}

/// Makes JSON what Go holds after decoding it into this struct: unknown fields are dropped, fields of zero value are
/// absent, times, quantities and bytes have their canonical text. The error is Go's.
pub(crate) fn decode(types: &Types, body: &Struct, object: Object) -> Result<Object, String> {
    let mut place = Place { body: simple(body.name), path: Vec::new(), depth: 0 };
    structure(types, body, object, &mut place)
}

fn simple(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

fn structure<'a>(
    types: &'a Types,
    body: &'a Struct,
    object: Object,
    place: &mut Place<'a>,
) -> Result<Object, String> {
    if place.depth == DEPTH {
        return Err("exceeded max depth".into());
    }
    place.depth += 1;
    let outer = std::mem::replace(&mut place.body, simple(body.name));
    let mut fields = Vec::with_capacity(object.len());
    for (key, value) in object {
        let Some(field) = body.field(&key) else { continue };
        if value == Node::Null {
            continue;
        }
        place.path.push(field.name);
        let value = decoded(types, field, value, place)?;
        place.path.pop();
        if let Some(value) = value {
            fields.push((field.name.into(), value));
        }
    }
    place.body = outer;
    place.depth -= 1;
    Ok(fields.into_iter().collect())
}

/// The value of a field; `None` is its zero value.
fn decoded<'a>(
    types: &'a Types,
    field: &'a Field,
    value: Node,
    place: &mut Place<'a>,
) -> Result<Option<Node>, String> {
    let value = body(types, &field.body, value, place)?;
    let zero = match &value {
        Node::Text(text) => matches!(field.body, Body::Text) && text.is_empty(),
        Node::Bool(value) => matches!(field.body, Body::Bool) && !*value,
        Node::Int(number) => matches!(field.body, Body::Int(..) | Body::IntOrString) && *number == 0,
        Node::Double(number) => matches!(field.body, Body::Float) && *number == 0.0,
        Node::Null => true,
        _ => false,
    };
    Ok((!zero).then_some(value))
}

/// A value that is not null. `Null` comes back where Go has a zero value that JSON writes so.
fn body<'a>(types: &'a Types, body: &'a Body, value: Node, place: &mut Place<'a>) -> Result<Node, String> {
    match (body, value) {
        (Body::Pointer(inner), value) => self::body(types, inner, value, place),
        (Body::Text, value @ Node::Text(_)) | (Body::Bool, value @ Node::Bool(_)) | (Body::Json, value) => {
            Ok(value)
        }
        (Body::Int(least, most), Node::Int(number)) if (*least..=*most).contains(&number) => {
            Ok(Node::Int(number))
        }
        (Body::Float, Node::Int(number)) => Ok(Node::Double(number as f64)),
        (Body::Float, value @ Node::Double(_)) => Ok(value),
        (Body::Bytes, Node::Text(text)) => match base64::decode(text.as_bytes()) {
            Ok(bytes) => Ok(base64::encode(&bytes).into()),
            Err(error) => Err(error.to_string()),
        },
        (Body::Quantity, value) => quantity::canonical(&value),
        (Body::Time, Node::Text(text)) => time(&text, SECONDS),
        (Body::MicroTime, Node::Text(text)) => time(&text, MICROSECONDS),
        (Body::Duration, Node::Text(text)) => match Duration::parse(text.as_bytes()) {
            Ok(duration) => Ok(Node::from(duration.to_string())),
            Err(error) => Err(error.to_string()),
        },
        (Body::IntOrString, value @ Node::Text(_)) => Ok(value),
        (Body::IntOrString, Node::Int(number)) if i32::try_from(number).is_ok() => Ok(Node::Int(number)),
        (Body::Resources, Node::Map(object)) => map(types, &Body::Quantity, object, place),
        (Body::Map(inner), Node::Map(object)) => map(types, inner, object, place),
        (Body::List(inner), Node::List(items)) => {
            let items = items.into_iter().map(|item| element(types, inner, item, place));
            Ok(Node::List(items.collect::<Result<_, _>>()?))
        }
        (Body::Struct(at), Node::Map(object)) => Ok(structure(types, types.get(*at), object, place)?.into()),
        (body, value) => Err(mismatch(types, body, &value, place)),
    }
}

fn map<'a>(types: &'a Types, inner: &'a Body, object: Object, place: &mut Place<'a>) -> Result<Node, String> {
    let entries = object.into_iter().map(|(key, value)| Ok((key, element(types, inner, value, place)?)));
    Ok(Node::Map(entries.collect::<Result<Object, String>>()?))
}

/// An element of a slice or map: null is the zero value, which is there nevertheless.
fn element<'a>(
    types: &'a Types,
    inner: &'a Body,
    value: Node,
    place: &mut Place<'a>,
) -> Result<Node, String> {
    match value {
        Node::Null => Ok(crate::encode::zero_element(inner)),
        value => body(types, inner, value, place),
    }
}

fn time(text: &str, layout: &'static [u8]) -> Result<Node, String> {
    let time = Time::parse(layout, text.as_bytes(), &Location::UTC).map_err(|error| error.to_string())?;
    if time.is_zero() {
        return Ok(Node::Null);
    }
    Ok(ascii(time.to(&Location::UTC).format(layout)))
}

fn ascii(text: Vec<u8>) -> Node {
    Node::from(String::from_utf8_lossy(&text).into_owned())
}

/// encoding/json: `UnmarshalTypeError`. Go names the types of lists and named texts more exactly.
fn mismatch(types: &Types, body: &Body, value: &Node, place: &Place<'_>) -> String {
    let what = match value {
        Node::Int(number) => format!("number {number}"),
        Node::Double(number) => format!("number {number}"),
        other => other.json_type().to_string(),
    };
    // Types that read themselves have no place in their errors, and no number in their words.
    let plain = value.json_type();
    match body {
        Body::Time | Body::MicroTime | Body::Duration => {
            return format!("json: cannot unmarshal {plain} into Go value of type string");
        }
        Body::IntOrString => return format!("json: cannot unmarshal {what} into Go value of type int32"),
        _ => {}
    }
    let what = if matches!(body, Body::Int(..)) { &what } else { plain };
    let (body, path) = (type_name(types, body), place.path.join("."));
    format!("json: cannot unmarshal {what} into Go struct field {}.{path} of type {body}", place.body)
}

fn type_name(types: &Types, body: &Body) -> String {
    match body {
        Body::Text => "string".into(),
        Body::Bool => "bool".into(),
        Body::Int(_, most) => match *most {
            most if most == i64::from(i32::MAX) => "int32".into(),
            most if most == i64::from(i16::MAX) => "int16".into(),
            most if most == i64::from(u8::MAX) => "uint8".into(),
            _ => "int64".into(),
        },
        Body::Float => "float64".into(),
        Body::Bytes => "[]uint8".into(),
        Body::Quantity => "resource.Quantity".into(),
        Body::Time => "v1.Time".into(),
        Body::MicroTime => "v1.MicroTime".into(),
        Body::Duration => "v1.Duration".into(),
        Body::IntOrString => "intstr.IntOrString".into(),
        Body::Json => "json".into(),
        Body::Resources => "v1.ResourceList".into(),
        Body::Pointer(inner) => type_name(types, inner),
        Body::List(inner) => format!("[]{}", type_name(types, inner)),
        Body::Map(inner) => format!("map[string]{}", type_name(types, inner)),
        Body::Struct(at) => {
            let name = types.get(*at).name;
            name.rsplit('/').next().unwrap_or(name).to_string()
        }
    }
}

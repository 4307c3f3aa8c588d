//! The messages of protobuf that expressions may make: `google.protobuf.Duration{seconds: 1}`
//! (cel-go: common/types/pb/type.go, types/object.go).

use std::sync::Arc;

use crate::fault::Fault;
use crate::types::Type;
use crate::value::{List, Map, Timestamp, Value};

const PACKAGE: &str = "google.protobuf.";

/// The type that a message's name stands for.
pub fn message(name: &str) -> Option<Type> {
    let wrapper = |inner| Some(Type::Wrapper(Arc::new(inner)));
    match name.strip_prefix(PACKAGE)? {
        "Any" => Some(Type::Any),
        "BoolValue" => wrapper(Type::Bool),
        "BytesValue" => wrapper(Type::Bytes),
        "DoubleValue" | "FloatValue" => wrapper(Type::Double),
        "Int32Value" | "Int64Value" => wrapper(Type::Int),
        "StringValue" => wrapper(Type::String),
        "UInt32Value" | "UInt64Value" => wrapper(Type::Uint),
        "ListValue" => Some(Type::list(Type::Dyn)),
        "Struct" => Some(Type::map(Type::String, Type::Dyn)),
        "Value" => Some(Type::Dyn),
        "Duration" => Some(Type::Duration),
        "Timestamp" => Some(Type::Timestamp),
        _ => None,
    }
}

/// The value of an enumeration that a name stands for.
pub fn constant(name: &str) -> Option<i64> {
    (name == "google.protobuf.NullValue.NULL_VALUE").then_some(0)
}

/// The type of a message's field; `None` where there is no such field.
pub fn field(of: &Type, field: &str) -> Option<Type> {
    match (of, field) {
        (Type::Duration | Type::Timestamp, "seconds" | "nanos") => Some(Type::Int),
        (Type::Wrapper(inner), "value") => Some((**inner).clone()),
        (Type::List(_), "values") => Some(Type::list(Type::Dyn)),
        (Type::Map(..), "fields") => Some(Type::map(Type::String, Type::Dyn)),
        (Type::Any, "type_url") => Some(Type::String),
        (Type::Any, "value") => Some(Type::Bytes),
        (Type::Dyn, "null_value") => Some(Type::Int),
        (Type::Dyn, "number_value") => Some(Type::Double),
        (Type::Dyn, "string_value") => Some(Type::String),
        (Type::Dyn, "bool_value") => Some(Type::Bool),
        (Type::Dyn, "struct_value") => Some(Type::map(Type::String, Type::Dyn)),
        (Type::Dyn, "list_value") => Some(Type::list(Type::Dyn)),
        _ => None,
    }
}

/// Makes a message; what it is then is a value of CEL.
pub fn make(name: &str, fields: &[(Arc<str>, Value)]) -> Result<Value, Fault> {
    let Some(of) = message(name) else {
        return Err(Fault::new(format!("unknown type '{name}'")));
    };
    let given = |wanted: &str| {
        fields.iter().rev().find(|(field, _)| **field == *wanted).map(|(_, value)| value.clone())
    };
    let int = |wanted: &str| match given(wanted) {
        Some(Value::Int(n)) => n,
        _ => 0,
    };
    Ok(match of {
        Type::Duration => {
            let nanos =
                int("seconds").checked_mul(1_000_000_000).and_then(|all| all.checked_add(int("nanos")));
            Value::Duration(nanos.ok_or_else(|| Fault::new("duration overflow"))?)
        }
        Type::Timestamp => {
            let nanos = int("nanos");
            let seconds = int("seconds").saturating_add(nanos.div_euclid(1_000_000_000));
            Value::Timestamp(Timestamp { seconds, nanos: nanos.rem_euclid(1_000_000_000) as u32, offset: 0 })
        }
        Type::Wrapper(inner) => given("value").unwrap_or_else(|| match *inner {
            Type::Bool => Value::Bool(false),
            Type::Bytes => Value::Bytes(Arc::new([])),
            Type::Double => Value::Double(0.0),
            Type::Int => Value::Int(0),
            Type::Uint => Value::Uint(0),
            _ => "".into(),
        }),
        Type::List(_) => given("values").unwrap_or_else(|| Value::List(List::new(Vec::new()))),
        Type::Map(..) => given("fields").unwrap_or_else(|| Value::Map(Map::new(Vec::new()))),
        Type::Dyn => match fields.last() {
            Some((field, value)) if &**field != "null_value" => value.clone(),
            _ => Value::Null,
        },
        _ => return Err(Fault::new("unsupported conversion to ref.Val: (*dynamicpb.Message)")),
    })
}

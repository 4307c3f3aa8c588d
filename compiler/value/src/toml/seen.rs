//! Values as the TOML encoder sees them.

use super::date;
use super::write::TomlError;
use crate::{Duration, FloatType, Kind, List, Map, Object, Str, Time, UintType, Value};

/// A value without the types that make no difference.
pub(super) enum Seen {
    /// Nil, or a nil map or slice.
    Nil,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A whole number.
    Uint(u64),
    /// Any other number.
    Float(f64, FloatType),
    /// Text, to be quoted.
    String(Str),
    /// A date or time, as it is to be written.
    Date(Vec<u8>),
    /// A slice.
    List(List),
    /// A map.
    Map(Map),
    /// The fields of a struct, unexported ones too.
    Struct(Vec<(&'static str, Value)>),
    /// What TOML cannot hold: its kind.
    Unsupported(&'static str),
}

/// How a value fits into a table (Go: tomlTypeOfGo).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// It is a table.
    Table,
    /// It is a list of tables.
    Tables,
    /// It is anything else.
    Other,
}

/// Looks behind defined types.
pub(super) fn see(value: &Value) -> Result<Seen, TomlError> {
    Ok(match value {
        Value::Nil => Seen::Nil,
        Value::Bool(b) => Seen::Bool(*b),
        Value::Int(_, n) => Seen::Int(*n),
        Value::Uint(UintType::Uintptr, _) => Seen::Unsupported("uintptr"),
        Value::Uint(_, n) => Seen::Uint(*n),
        Value::Float(ty, n) => Seen::Float(*n, *ty),
        Value::Complex(..) => Seen::Unsupported("complex128"),
        Value::String(s) => Seen::String(s.clone()),
        Value::Bytes(_) => value.items().map_or(Seen::Nil, Seen::List),
        Value::List(list) if list.is_nil() => Seen::Nil,
        Value::List(list) => Seen::List(list.clone()),
        Value::Map(map) if map.is_nil() => Seen::Nil,
        Value::Map(map) => Seen::Map(map.clone()),
        Value::Object(object) => return see_object(&**object),
    })
}

fn see_object(object: &dyn Object) -> Result<Seen, TomlError> {
    if let Some(time) = object.as_any().downcast_ref::<Time>() {
        return Ok(Seen::Date(date::text(&time.0)));
    }
    match (object.ty(), object.json(), object.underlying()) {
        (Duration::TYPE, ..) => Ok(Seen::String(Str::from(object.string().unwrap_or_default()))),
        // What is a string in JSON has a MarshalText method.
        (_, Some(Ok(Value::String(text))), _) => Ok(Seen::String(text)),
        (_, _, Some(value)) => see(&value),
        (ty, ..) if ty.kind() == Kind::Func => Ok(Seen::Unsupported("func")),
        _ => Ok(Seen::Struct(object.fields())),
    }
}

/// The shape of a value; an error for nil in a list, or in a list within it.
pub(super) fn shape(value: &Seen) -> Result<Shape, TomlError> {
    match value {
        Seen::Map(_) | Seen::Struct(_) => Ok(Shape::Table),
        Seen::List(items) => list_shape(items, 0),
        Seen::Unsupported(kind) => Err(TomlError::Returned(format!("unsupported type: {kind}"))),
        _ => Ok(Shape::Other),
    }
}

fn list_shape(items: &List, depth: usize) -> Result<Shape, TomlError> {
    // Go goes on until its stack is used up. Lists alone do not contain themselves.
    if depth > 10_000 {
        return Err(TomlError::Panicked("stack overflow".to_owned()));
    }
    let mut tables = !items.is_empty();
    for item in items.iter() {
        match see(item)? {
            Seen::Nil => {
                let text = "toml: cannot encode array with nil element";
                return Err(TomlError::Returned(text.to_owned()));
            }
            Seen::List(inner) => {
                list_shape(&inner, depth + 1)?;
                tables = false;
            }
            other => tables &= shape(&other)? == Shape::Table,
        }
    }
    Ok(if tables { Shape::Tables } else { Shape::Other })
}

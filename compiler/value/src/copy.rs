//! Copies that share nothing that can change.

use std::fmt;

use crate::{Entries, List, Map, Type, Value};

/// How deep values may nest. A YAML or JSON text cannot hold more; a map that holds itself does, and Go would
/// die of it. The stack has to be large enough for so many levels.
pub const MAX_DEPTH: usize = 10_000;

/// Values nest deeper than [`MAX_DEPTH`] levels, or hold themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooDeep;

impl fmt::Display for TooDeep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "values nest deeper than {MAX_DEPTH} levels, or hold themselves")
    }
}

impl std::error::Error for TooDeep {}

impl Value {
    /// A copy with copies of all maps in it (mitchellh/copystructure; Helm: internal/copystructure).
    ///
    /// ```
    /// use nexachart_value::Value;
    /// let value = Value::map([("a", Value::map([("b", Value::int(1))]))]);
    /// let copy = value.deep_copy().unwrap();
    /// let inner = |value: &Value| value.as_map().unwrap().get(b"a").unwrap();
    /// inner(&copy).as_map().unwrap().insert("b", Value::int(2));
    /// assert!(matches!(inner(&value).as_map().unwrap().get(b"b"), Some(Value::Int(_, 1))));
    /// ```
    pub fn deep_copy(&self) -> Result<Value, TooDeep> {
        copy(self, 0)
    }
}

impl Map {
    /// The same of a map, as one of type `ty` that is not nil.
    pub fn deep_copy(&self, ty: Type) -> Result<Map, TooDeep> {
        copy_map(self, ty, 0)
    }
}

/// One level more than `depth`, unless that is one too many.
pub fn deeper(depth: usize) -> Result<usize, TooDeep> {
    if depth < MAX_DEPTH { Ok(depth + 1) } else { Err(TooDeep) }
}

fn copy(value: &Value, depth: usize) -> Result<Value, TooDeep> {
    Ok(match value {
        Value::Map(map) if !map.is_nil() => Value::Map(copy_map(map, map.ty(), depth)?),
        Value::List(list) if can_change(list) => {
            let depth = deeper(depth)?;
            let items = list.iter().map(|item| copy(item, depth)).collect::<Result<_, _>>()?;
            Value::List(List::new(list.ty(), items))
        }
        Value::Object(object) => object.deep_copy().unwrap_or_else(|| value.clone()),
        other => other.clone(),
    })
}

fn copy_map(map: &Map, ty: Type, depth: usize) -> Result<Map, TooDeep> {
    let depth = deeper(depth)?;
    let mut entries = Entries::new();
    for (key, value) in map.entries().iter() {
        entries.insert(key.clone(), copy(value, depth)?);
    }
    Ok(Map::new(ty, entries))
}

/// Whether a list can change or holds what can. One that does not may be shared.
fn can_change(list: &List) -> bool {
    let changes = |item: &Value| matches!(item, Value::Map(_) | Value::List(_) | Value::Object(_));
    !list.is_nil() && (list.ty() == Type::STRINGS || list.iter().any(changes))
}

//! Tables in values: paths with dots, deep copies (Helm: pkg/chart/common values.go,
//! internal/copystructure).

use nexachart_value::{Entries, List, Map, Value};

use crate::text::quote;

/// The key under which values are passed to all charts below.
pub(crate) const GLOBAL: &[u8] = b"global";

/// There is no table of that name (Go: ErrNoTable); the text is `"x" is not a table`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NoTable(pub String);

/// The table at a path with dots.
pub(crate) fn table(values: &Map, path: &[u8]) -> Result<Map, NoTable> {
    let mut found = values.clone();
    for name in path.split(|&b| b == b'.') {
        match found.get(name) {
            Some(Value::Map(map)) => found = map,
            _ => return Err(NoTable(format!("{} is not a table", quote(name)))),
        }
    }
    Ok(found)
}

/// The value at a path with dots, unless it is a table.
pub(crate) fn path_value(values: &Map, path: &[u8]) -> Option<Value> {
    let cut = path.iter().rposition(|&b| b == b'.');
    let (table, key) = match cut {
        Some(at) => (table(values, &path[..at]).ok()?, &path[at + 1..]),
        None => (values.clone(), path),
    };
    table.get(key).filter(|value| value.as_map().is_none())
}

/// The map `data` under a path with dots; `.` is the top.
pub(crate) fn under_path(path: &[u8], data: Map) -> Map {
    if path == b"." {
        return data;
    }
    path.rsplit(|&b| b == b'.').fold(data, |inner, name| {
        let outer = Map::empty();
        outer.insert(name, Value::Map(inner));
        outer
    })
}

/// A copy that shares no map with the original.
pub(crate) fn deep_copy(map: &Map) -> Map {
    if map.is_nil() {
        return map.clone();
    }
    let entries = map.entries().iter().map(|(key, value)| (key.clone(), copy_value(value))).collect();
    Map::new(map.ty(), entries)
}

/// The same, of another type.
pub(crate) fn deep_copy_as(ty: nexachart_value::Type, map: &Map) -> Map {
    let entries: Entries = map.entries().iter().map(|(k, v)| (k.clone(), copy_value(v))).collect();
    Map::new(ty, entries)
}

fn copy_value(value: &Value) -> Value {
    match value {
        Value::Map(map) => Value::Map(deep_copy(map)),
        // A list never changes: only one that holds something that does has to be copied.
        Value::List(list) if list.iter().any(|v| matches!(v, Value::Map(_) | Value::List(_))) => {
            Value::List(List::new(list.ty(), list.iter().map(copy_value).collect()))
        }
        other => other.clone(),
    }
}

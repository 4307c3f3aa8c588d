//! Tables of values: under a path, copied deeply (Helm: pkg/chart/v2/util/dependencies.go pathToMap,
//! internal/copystructure).

use nexachart_value::{Entries, List, Map, Type, Value};

use crate::{Error, Stage};

/// The key under which values are passed to all charts below.
pub(crate) const GLOBAL: &[u8] = b"global";

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

/// How deep values may nest. A YAML or JSON text cannot hold more; Helm's values can, when imports make a
/// table hold itself, and then Helm dies of it. The stack has to be large enough for so many levels.
const MAX_DEPTH: usize = 10_000;

/// A level below `depth`, unless that is one too many.
pub(crate) fn below(depth: usize) -> Result<usize, Error> {
    if depth < MAX_DEPTH {
        return Ok(depth + 1);
    }
    Err(Error::new(Stage::Values, format!("values nest deeper than {MAX_DEPTH} levels, or hold themselves")))
}

/// A copy that shares no map with the original, and is of type `ty`.
pub(crate) fn deep_copy(map: &Map, ty: Type) -> Result<Map, Error> {
    copy_map(map, ty, 0)
}

fn copy_map(map: &Map, ty: Type, depth: usize) -> Result<Map, Error> {
    let depth = below(depth)?;
    let mut entries = Entries::new();
    for (key, value) in map.entries().iter() {
        entries.insert(key.clone(), copy_value(value, depth)?);
    }
    Ok(Map::new(ty, entries))
}

fn copy_value(value: &Value, depth: usize) -> Result<Value, Error> {
    Ok(match value {
        Value::Map(map) => Value::Map(copy_map(map, map.ty(), depth)?),
        // A list never changes: only one that holds something that does has to be copied.
        Value::List(list) if list.iter().any(|v| matches!(v, Value::Map(_) | Value::List(_))) => {
            let depth = below(depth)?;
            let items: Result<Vec<Value>, Error> = list.iter().map(|item| copy_value(item, depth)).collect();
            Value::List(List::new(list.ty(), items?))
        }
        other => other.clone(),
    })
}

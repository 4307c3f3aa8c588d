//! Tables of values (Helm: pkg/chart/v2/util/dependencies.go pathToMap).

use nexachart_value::{Map, Value};

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

//! The methods of `.Values` (Helm: pkg/chart/common/values.go).

use nexachart_go::strconv::quote;
use nexachart_template::MapMethod;
use nexachart_value::{Map, Type, Value, yaml_write};

use crate::convert::NIL_DEREFERENCE;

/// The method of `common.Values` with that name.
pub fn method(name: &[u8]) -> Option<&'static MapMethod> {
    METHODS.iter().find(|(n, _)| n.as_bytes() == name).map(|(_, method)| method)
}

const STRING: &[Type] = &[Type::String];

static METHODS: &[(&str, MapMethod)] = &[
    (
        "AsMap",
        MapMethod { params: &[], result: Type::MAP, call: |map, _| Ok(map.converted(&Type::MAP).into()) },
    ),
    (
        "Encode",
        // No value of a template is a writer: what gets here is nil.
        MapMethod {
            params: &[Type::Interface("io.Writer")],
            result: Type::ERROR,
            call: |_, _| Err(NIL_DEREFERENCE.into()),
        },
    ),
    (
        "PathValue",
        MapMethod { params: STRING, result: Type::Any, call: |map, args| path_value(map, text(args)) },
    ),
    (
        "Table",
        MapMethod {
            params: STRING,
            result: Type::VALUES,
            call: |map, args| Ok(table(map, text(args))?.converted(&Type::VALUES).into()),
        },
    ),
    ("YAML", MapMethod { params: &[], result: Type::String, call: |map, _| yaml(map) }),
];

fn text(args: &[Value]) -> &[u8] {
    args.first().and_then(Value::as_str).map_or(b"", |s| s)
}

/// The table at a path with dots.
fn table(map: &Map, path: &[u8]) -> Result<Map, String> {
    let mut found = map.clone();
    for name in path.split(|&b| b == b'.') {
        match found.get(name) {
            Some(Value::Map(next)) => found = next,
            _ => return Err(format!("{} is not a table", quote(name))),
        }
    }
    Ok(found)
}

/// The value at a path with dots, unless it is a table.
fn path_value(map: &Map, path: &[u8]) -> Result<Value, String> {
    if path.is_empty() {
        return Err("YAML path cannot be empty".to_string());
    }
    let (above, key) = match path.iter().rposition(|&b| b == b'.') {
        Some(at) => (table(map, &path[..at]).ok(), &path[at + 1..]),
        None => (Some(map.clone()), path),
    };
    let is_table = |value: &Value| value.ty() == Some(Type::MAP);
    let found = above.and_then(|above| above.get(key)).filter(|value| !is_table(value));
    found.ok_or_else(|| format!("{} is not a value", quote(key)))
}

/// Unlike `toYaml`, with its last line break.
fn yaml(map: &Map) -> Result<Value, String> {
    let mut text = yaml_write::to_yaml(&map.clone().into())?;
    text.push(b'\n');
    Ok(text.into())
}

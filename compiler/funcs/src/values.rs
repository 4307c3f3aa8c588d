//! The methods of `.Values` (Helm: pkg/chart/common/values.go).

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
        MapMethod { params: STRING, result: Type::Any, call: |map, args| map.path_value(text(args)) },
    ),
    (
        "Table",
        MapMethod {
            params: STRING,
            result: Type::VALUES,
            call: |map, args| Ok(map.table(text(args))?.converted(&Type::VALUES).into()),
        },
    ),
    ("YAML", MapMethod { params: &[], result: Type::String, call: |map, _| yaml(map) }),
];

fn text(args: &[Value]) -> &[u8] {
    args.first().and_then(Value::as_str).map_or(b"", |s| s)
}

/// Unlike `toYaml`, with its last line break.
fn yaml(map: &Map) -> Result<Value, String> {
    let mut text = yaml_write::to_yaml(&map.clone().into())?;
    text.push(b'\n');
    Ok(text.into())
}

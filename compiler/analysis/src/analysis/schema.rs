//! What a values.schema.json says of keys.

use nexachart_value::json::{Decoded, Target, from_json};
use nexachart_value::{Map, Value};

use crate::known::Known;

/// Adds the properties that a schema names: they may be set.
pub(super) fn add(schema: &[u8], known: &mut Known) {
    if let Decoded { value: Value::Map(schema), error: None } = from_json(schema, Target::Map) {
        properties(&schema, &schema, known, 0);
    }
}

fn properties(schema: &Map, root: &Map, known: &mut Known, depth: usize) {
    if depth > 30 {
        return;
    }
    if let Some(Value::String(target)) = schema.get(b"$ref") {
        match referred(root, &target) {
            Some(schema) => properties(&schema, root, known, depth + 1),
            None => known.open = true,
        }
    }
    for several in [&b"allOf"[..], b"anyOf", b"oneOf"] {
        if let Some(Value::List(all)) = schema.get(several) {
            for schema in all.iter().filter_map(Value::as_map) {
                properties(schema, root, known, depth + 1);
            }
        }
    }
    let Some(Value::Map(entries)) = schema.get(b"properties") else { return };
    for (key, value) in entries.to_vec() {
        let there = known.keys.get_or_insert_default();
        let is_new = !there.contains_key(&key[..]);
        let below = there.entry((&key[..]).into()).or_default();
        if is_new {
            below.open = true;
        }
        if let Value::Map(schema) = value {
            properties(&schema, root, below, depth + 1);
        }
    }
}

/// What `#/$defs/name` stands for.
fn referred(root: &Map, target: &[u8]) -> Option<Map> {
    let mut at = root.clone();
    for key in target.strip_prefix(b"#/")?.split(|&b| b == b'/') {
        match at.get(key)? {
            Value::Map(below) => at = below,
            _ => return None,
        }
    }
    Some(at)
}

//! Places in an object where a fault can be made.

use serde_json::Value;

use super::random::Random;

/// Pointers (RFC 6901) to all values for which something holds, with the key or index as the last part.
pub fn all(object: &Value, holds: &dyn Fn(&str, &Value) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    walk(object, "", &mut |pointer, value| {
        if holds(pointer, value) {
            found.push(pointer.to_string());
        }
    });
    found
}

/// One of those, at random.
pub fn any(object: &Value, random: &mut Random, holds: &dyn Fn(&str, &Value) -> bool) -> Option<String> {
    let found = all(object, holds);
    (!found.is_empty()).then(|| random.of(&found).clone())
}

/// The value behind the last `/`.
pub fn key(pointer: &str) -> &str {
    pointer.rsplit('/').next().unwrap_or_default()
}

/// What is around a value.
pub fn parent(pointer: &str) -> &str {
    pointer.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// Containers of an object: maps in a list named `containers` or `initContainers`.
pub fn container(object: &Value, random: &mut Random) -> Option<String> {
    any(object, random, &|pointer, value| {
        value.is_object() && matches!(key(parent(pointer)), "containers" | "initContainers")
    })
}

/// The spec of its pod.
pub fn pod(object: &Value, random: &mut Random) -> Option<String> {
    any(object, random, &|_, value| value["containers"].is_array())
}

fn walk(value: &Value, pointer: &str, each: &mut dyn FnMut(&str, &Value)) {
    each(pointer, value);
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let key = key.replace('~', "~0").replace('/', "~1");
                walk(value, &format!("{pointer}/{key}"), each);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                walk(value, &format!("{pointer}/{index}"), each);
            }
        }
        _ => {}
    }
}

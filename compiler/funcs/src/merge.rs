//! Merging maps as mergo 1.0.1 does, with all that it takes for empty.

use nexachart_value::{Kind, Map, Value, map_bytes};

/// Whether what is there already may be replaced.
#[derive(Clone, Copy, PartialEq)]
pub enum Mode {
    /// Only what is missing or empty (nil, false, zero, an empty text, list or map) is filled in.
    Fill,
    /// Values of the source win, an empty map over a filled one excepted.
    Overwrite,
}

/// How deep maps may nest before a merge is given up: only a map that contains itself gets there.
const MAX_DEPTH: u32 = 1_000;

/// Merges `src` into `dst`, deeply for maps. Nested maps that `dst` does not have are shared with
/// `src`, not copied. Counts in `added` the bytes that new entries take.
pub fn merge(dst: &Map, src: &Map, mode: Mode, added: &mut u64) -> Result<(), String> {
    merge_at(dst, src, mode, added, 0)
}

fn merge_at(dst: &Map, src: &Map, mode: Mode, added: &mut u64, depth: u32) -> Result<(), String> {
    if depth > MAX_DEPTH {
        return Err("maps nested too deep to merge: does one contain itself?".to_string());
    }
    for (key, value) in src.to_vec() {
        if value.is_nil() {
            if mode == Mode::Overwrite {
                put(dst, &key, value)?;
            }
            continue;
        }
        let old = dst.get(&key);
        if old.is_none() {
            *added += map_bytes(dst.len() + 1) - map_bytes(dst.len());
        }
        match (&value, old.as_ref()) {
            (Value::Map(src), Some(Value::Map(dst))) if !dst.is_nil() => {
                merge_at(dst, src, mode, added, depth + 1)?
            }
            // Mergo looks behind pointers, and finds another type there.
            (value, Some(old))
                if mode == Mode::Fill
                    && old.kind() == Kind::Pointer
                    && matches!(value.kind(), Kind::Map | Kind::Struct) =>
            {
                return Err("src and dst must be of same type".to_string());
            }
            // Lists are looked at twice, the first time by whether the whole map is empty.
            (Value::List(_) | Value::Bytes(_), _) if mode == Mode::Overwrite || dst.is_empty() => {
                put(dst, &key, value.clone())?;
            }
            _ => {}
        }
        let filled = old.as_ref().is_some_and(|old| !is_empty(old));
        let both_maps = matches!((&value, &old), (Value::Map(_), Some(Value::Map(_))));
        if filled && (value.kind() == Kind::Slice || both_maps) {
            continue;
        }
        if mode == Mode::Overwrite || !filled {
            put(dst, &key, value)?;
        }
    }
    Ok(())
}

fn put(dst: &Map, key: &[u8], value: Value) -> Result<(), String> {
    let elem = dst.elem();
    if elem.kind() != Kind::Interface && value.ty() != Some(elem) {
        return Err(format!(
            "reflect.Value.SetMapIndex: value of type interface {{}} is not assignable to type {elem}"
        ));
    }
    dst.insert(key, value);
    Ok(())
}

/// Mergo's notion of empty; a struct never is.
fn is_empty(value: &Value) -> bool {
    !value.truth()
}

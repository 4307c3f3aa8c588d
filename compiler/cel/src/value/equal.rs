//! Equality across types (cel-go: types/util.go, `Equal`, and the `Equal` methods of common/types).

use super::{List, Map, Value};
use crate::fault::Fault;

/// How deep values may be nested.
const DEPTH: u32 = 10_000;

/// Whether two values are equal. Numbers of different types are by value, values of different types are not equal;
/// an error is possible with values of libraries only.
pub fn equal(a: &Value, b: &Value) -> Result<bool, Fault> {
    equal_within(a, b, DEPTH)
}

fn equal_within(a: &Value, b: &Value, depth: u32) -> Result<bool, Fault> {
    Ok(match (a, b) {
        (Value::Null, Value::Null) => true,
        (Value::Null, _) | (_, Value::Null) => false,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Int(a), Value::Int(b)) => a == b,
        (Value::Uint(a), Value::Uint(b)) => a == b,
        (Value::Double(a), Value::Double(b)) => a == b,
        (Value::Int(a), Value::Uint(b)) | (Value::Uint(b), Value::Int(a)) => i128::from(*a) == i128::from(*b),
        // cel-go compares both as doubles: types/compare.go.
        (Value::Int(a), Value::Double(b)) | (Value::Double(b), Value::Int(a)) => *a as f64 == *b,
        (Value::Uint(a), Value::Double(b)) | (Value::Double(b), Value::Uint(a)) => *a as f64 == *b,
        (Value::String(a), Value::String(b)) => a == b,
        (Value::Bytes(a), Value::Bytes(b)) => a == b,
        (Value::Duration(a), Value::Duration(b)) => a == b,
        (Value::Timestamp(a), Value::Timestamp(b)) => a.cmp(b).is_eq(),
        (Value::Type(a), Value::Type(b)) => a.name() == b.name(),
        (Value::List(a), Value::List(b)) => lists(a, b, deeper(depth)?)?,
        (Value::Map(a), Value::Map(b)) => maps(a, b, deeper(depth)?)?,
        (Value::Optional(None), Value::Optional(None)) => true,
        (Value::Optional(Some(a)), Value::Optional(Some(b))) => equal_within(a, b, deeper(depth)?)?,
        (Value::Opaque(a), _) => a.equals(b).ok_or_else(Fault::no_such_overload)?,
        _ => false,
    })
}

fn deeper(depth: u32) -> Result<u32, Fault> {
    depth.checked_sub(1).ok_or_else(|| Fault::cancelled("value is nested too deeply"))
}

/// An element whose comparison fails counts as equal, as in cel-go (types/list.go, `baseList.Equal`).
fn element(result: Result<bool, Fault>) -> Result<bool, Fault> {
    match result {
        Err(fault) if fault.kind == crate::fault::FaultKind::Error => Ok(true),
        other => other,
    }
}

fn lists(a: &List, b: &List, depth: u32) -> Result<bool, Fault> {
    if a.len() != b.len() {
        return Ok(false);
    }
    for (a, b) in a.items().iter().zip(b.items()) {
        if !element(equal_within(a, b, depth))? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn maps(a: &Map, b: &Map, depth: u32) -> Result<bool, Fault> {
    if a.len() != b.len() {
        return Ok(false);
    }
    for (key, value) in a.entries() {
        match b.get(key) {
            Some(other) if element(equal_within(value, other, depth))? => {}
            _ => return Ok(false),
        }
    }
    Ok(true)
}

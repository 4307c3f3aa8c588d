//! The order of values (`<`, `sort`, `min`): cel-go's `Compare` methods (common/types, `traits.Comparer`).

use std::cmp::Ordering;

use super::Value;
use crate::fault::Fault;

/// How two values compare. Numbers of different types compare by value; NaN is an error here, and the operators handle it
/// before. Types without an order are `no such overload`.
pub fn compare(a: &Value, b: &Value) -> Result<Ordering, Fault> {
    Ok(match (a, b) {
        (Value::Double(a), _) if a.is_nan() => return Err(nan()),
        (_, Value::Double(b)) if b.is_nan() => return Err(nan()),
        (Value::Int(a), Value::Int(b)) => a.cmp(b),
        (Value::Uint(a), Value::Uint(b)) => a.cmp(b),
        (Value::Double(a), Value::Double(b)) => a.partial_cmp(b).unwrap_or(Ordering::Equal),
        (Value::Int(a), Value::Uint(b)) => i128::from(*a).cmp(&i128::from(*b)),
        (Value::Uint(a), Value::Int(b)) => i128::from(*a).cmp(&i128::from(*b)),
        (Value::Int(a), Value::Double(b)) => int_to_double(*a, *b),
        (Value::Double(a), Value::Int(b)) => int_to_double(*b, *a).reverse(),
        (Value::Uint(a), Value::Double(b)) => uint_to_double(*a, *b),
        (Value::Double(a), Value::Uint(b)) => uint_to_double(*b, *a).reverse(),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::String(a), Value::String(b)) => a.cmp(b),
        (Value::Bytes(a), Value::Bytes(b)) => a.cmp(b),
        (Value::Duration(a), Value::Duration(b)) => a.cmp(b),
        (Value::Timestamp(a), Value::Timestamp(b)) => a.cmp(b),
        _ => return Err(Fault::no_such_overload()),
    })
}

fn nan() -> Fault {
    Fault::new("NaN values cannot be ordered")
}

/// cel-go: types/compare.go, `compareIntDouble`: outside of what an int can hold by range, else as doubles.
fn int_to_double(a: i64, b: f64) -> Ordering {
    if b < i64::MIN as f64 {
        return Ordering::Greater;
    }
    if b > i64::MAX as f64 {
        return Ordering::Less;
    }
    (a as f64).partial_cmp(&b).unwrap_or(Ordering::Equal)
}

fn uint_to_double(a: u64, b: f64) -> Ordering {
    if b < 0.0 {
        return Ordering::Greater;
    }
    if b > u64::MAX as f64 {
        return Ordering::Less;
    }
    (a as f64).partial_cmp(&b).unwrap_or(Ordering::Equal)
}

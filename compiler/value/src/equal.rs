//! Deep equality.

use crate::Value;

/// Go's `reflect.DeepEqual`: the same type and the same content. Values nested deeper than
/// 10,000 levels (only a map that contains itself is) count as equal, as Go's visited pairs do.
pub fn deep_equal(a: &Value, b: &Value) -> bool {
    equal(a, b, 10_000)
}

fn equal(a: &Value, b: &Value, depth: u32) -> bool {
    if depth == 0 {
        return true;
    }
    if a.ty() != b.ty() {
        return false;
    }
    match (a, b) {
        (Value::Nil, Value::Nil) => true,
        (Value::Bool(x), Value::Bool(y)) => x == y,
        (Value::Int(_, x), Value::Int(_, y)) => x == y,
        (Value::Uint(_, x), Value::Uint(_, y)) => x == y,
        (Value::Float(_, x), Value::Float(_, y)) => x == y,
        (Value::Complex(xr, xi), Value::Complex(yr, yi)) => xr == yr && xi == yi,
        (Value::String(x), Value::String(y)) | (Value::Bytes(x), Value::Bytes(y)) => x == y,
        (Value::List(x), Value::List(y)) => {
            x.is_nil() == y.is_nil()
                && x.len() == y.len()
                && (x.same(y) || x.iter().zip(y.iter()).all(|(x, y)| equal(x, y, depth - 1)))
        }
        (Value::Map(x), Value::Map(y)) => {
            x.same(y)
                || x.is_nil() == y.is_nil()
                    && x.len() == y.len()
                    && x.entries()
                        .iter()
                        .zip(y.entries().iter())
                        .all(|((xk, xv), (yk, yv))| xk == yk && equal(xv, yv, depth - 1))
        }
        (Value::Object(x), Value::Object(y)) => x.equal(&**y),
        _ => false,
    }
}

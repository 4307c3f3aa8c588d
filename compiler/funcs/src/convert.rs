//! Conversions between values, as spf13/cast 1.7 and Sprig's `strval` make them.

use nexachart_go::strconv::{self, FloatBits};
use nexachart_template::fmt;
use nexachart_value::{List, Type, Value};

/// A value as text (Sprig: strval): strings and bytes as they are, everything else as `%v` prints it.
pub fn text(value: &Value) -> Vec<u8> {
    let mut out = Vec::new();
    append_text(&mut out, value);
    out
}

/// Appends a value as text.
pub fn append_text(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::String(s) | Value::Bytes(s) => out.extend_from_slice(s),
        other => fmt::sprint(out, std::slice::from_ref(other)),
    }
}

/// The texts of a list, nil left out; of anything else its own text (Sprig: strslice).
pub fn texts(value: &Value) -> Vec<Vec<u8>> {
    match value.items() {
        Some(list) => list.iter().filter(|v| !v.is_nil()).map(text).collect(),
        None if value.is_nil() => Vec::new(),
        None => vec![text(value)],
    }
}

/// A value as a signed integer (cast.ToInt64): floats are cut, texts read with Go's prefixes
/// (`010` is 8), everything that does not fit is 0.
pub fn to_int64(value: &Value) -> i64 {
    match value {
        Value::Int(_, n) => *n,
        Value::Uint(_, n) => *n as i64,
        Value::Float(_, n) => float_to_int(*n),
        Value::Bool(b) => i64::from(*b),
        Value::String(s) => strconv::parse_int(trim_zero_decimal(s), 0, 64).unwrap_or(0),
        _ => named_int(value).unwrap_or(0),
    }
}

/// A value as a float (cast.ToFloat64); 0 for what is no number.
pub fn to_float64(value: &Value) -> f64 {
    match value {
        Value::Int(_, n) => *n as f64,
        Value::Uint(_, n) => *n as f64,
        Value::Float(_, n) => *n,
        Value::Bool(b) => f64::from(u8::from(*b)),
        Value::String(s) => strconv::parse_float(s, FloatBits::B64).unwrap_or(0.0),
        _ => named_int(value).unwrap_or(0) as f64,
    }
}

/// Go on amd64 gives the smallest integer for a float that does not fit, and for NaN.
pub fn float_to_int(n: f64) -> i64 {
    if (-9223372036854775808.0..9223372036854775808.0).contains(&n) { n as i64 } else { i64::MIN }
}

/// Months and weekdays count as integers; a duration does not.
fn named_int(value: &Value) -> Option<i64> {
    let Type::Named("time.Month" | "time.Weekday", _) = value.ty()? else { return None };
    match value.underlying() {
        Value::Int(_, n) => Some(n),
        _ => None,
    }
}

/// Cuts `.0`, `.00` and so on off a number.
fn trim_zero_decimal(text: &[u8]) -> &[u8] {
    let digits = text.iter().rev().take_while(|b| **b == b'0').count();
    match text.len().checked_sub(digits + 1) {
        Some(dot) if digits > 0 && text[dot] == b'.' => &text[..dot],
        _ => text,
    }
}

/// What Go says when it looks for the type of nil.
pub const NIL_DEREFERENCE: &str = "runtime error: invalid memory address or nil pointer dereference";

/// The items of a slice, or the error of a list function that was given something else:
/// `problem` and the kind (Sprig: list.go, the default cases).
pub fn slice(value: &Value, problem: &str) -> Result<List, String> {
    match value.items() {
        Some(list) => Ok(list),
        None if value.is_nil() => Err(NIL_DEREFERENCE.to_string()),
        None => Err(format!("{problem} {}", value.kind())),
    }
}

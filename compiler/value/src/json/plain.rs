//! What encoding/json sees of values that are not plain themselves.

use crate::{Kind, List, Object, Value};

/// What is encoded in place of an object.
pub(crate) enum Plain {
    /// This value, which is no object.
    Value(Value),
    /// A struct with these members.
    Fields(Vec<(&'static str, Value)>),
}

/// How an object is encoded: by its own `MarshalJSON`, as the type that it is made of, or as a struct.
///
/// # Errors
/// Go's text of the error: that of its method, or that its type cannot be in JSON.
pub(crate) fn plain(object: &dyn Object) -> Result<Plain, String> {
    let value = match object.json() {
        Some(value) => value?,
        None => match (object.underlying(), object.ty().kind()) {
            (Some(value), _) => value,
            (None, Kind::Func | Kind::Complex) => {
                return Err(format!("json: unsupported type: {}", object.ty()));
            }
            _ => return Ok(Plain::Fields(object.json_fields())),
        },
    };
    match value {
        // A defined type over another: as deep as their declarations, no deeper.
        Value::Object(inner) => plain(&*inner),
        value => Ok(Plain::Value(value)),
    }
}

/// Bytes as JSON has them: in the standard alphabet, padded.
pub(crate) fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().chain([&0, &0]).take(3).fold(0u32, |n, b| n << 8 | u32::from(*b));
        for i in 0..4 {
            let letter = ALPHABET[(group >> (18 - 6 * i) & 63) as usize];
            text.push(if i <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

/// The same of a list of `uint8`.
pub(crate) fn base64_of_list(list: &List) -> String {
    let byte = |item: &Value| match item {
        Value::Uint(_, n) => *n as u8,
        _ => 0,
    };
    base64(&list.iter().map(byte).collect::<Vec<u8>>())
}

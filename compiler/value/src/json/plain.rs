//! What encoding/json sees of values that are not plain themselves.

use nexachart_go::base64;

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

/// A list of `uint8` as JSON has it: base64.
pub(crate) fn base64_of_list(list: &List) -> String {
    let byte = |item: &Value| match item {
        Value::Uint(_, n) => *n as u8,
        _ => 0,
    };
    base64::encode(&list.iter().map(byte).collect::<Vec<u8>>())
}

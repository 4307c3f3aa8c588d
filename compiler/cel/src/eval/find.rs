//! What a key selects of a value, and which values an overload takes (cel-go: interpreter/attributes.go, common/types/types.go).

use super::text::go_value;
use crate::fault::Fault;
use crate::types::Type;
use crate::value::{Value, double_to_int};

/// What a key selects; `None` where it is not there and `asked` allows that (cel-go: attributes.go, `refQualify`).
pub fn find(value: &Value, key: &Value, asked: bool) -> Result<Option<Value>, Fault> {
    let found = match value {
        Value::Map(map) => match key {
            Value::String(name) => map.get_str(name).cloned(),
            _ => map.get(key).cloned(),
        },
        Value::List(list) => {
            let at = list_index(key)?;
            match usize::try_from(at).ok().and_then(|n| list.items().get(n)) {
                None if !asked => return Err(Fault::new(format!("index out of bounds: {}", go_value(key)))),
                found => found.cloned(),
            }
        }
        Value::Opaque(value) => match key {
            Value::String(name) => value.field(name).transpose()?,
            _ => None,
        },
        _ => None,
    };
    match found {
        None if !asked => Err(Fault::new(format!("no such key: {}", go_value(key)))),
        found => Ok(found),
    }
}

/// cel-go: types/list.go, `IndexOrError`.
pub fn list_index(key: &Value) -> Result<i64, Fault> {
    let exact = match key {
        Value::Int(n) => Some(*n),
        Value::Double(x) => double_to_int(*x),
        Value::Uint(n) => i64::try_from(*n).ok(),
        other => return Err(Fault::new(format!("unsupported index type '{}' in list", other.type_name()))),
    };
    exact.ok_or_else(|| Fault::new(format!("unsupported index value {} in list", go_value(key))))
}

/// Go panics where bytes are the key of a map, and cel-go says so.
pub fn unhashable() -> Fault {
    Fault::cancelled("internal error: runtime error: hash of unhashable type types.Bytes")
}

pub fn no_overload(function: &str, args: &[Value]) -> Fault {
    let types: Vec<&str> = args.iter().map(Value::type_name).collect();
    Fault::new(format!("no such overload: {function}({})", types.join(", ")))
}

pub fn fits_all(parameters: &[Type], args: &[Value]) -> bool {
    parameters.len() == args.len() && parameters.iter().zip(args).all(|(of, value)| fits(of, value))
}

/// Whether a value may be an argument of this type, by its kind and by what is first in it (cel-go: types.go,
/// `IsAssignableRuntimeType`).
fn fits(of: &Type, value: &Value) -> bool {
    match (of, value) {
        (Type::List(element), Value::List(list)) => {
            list.items().first().is_none_or(|first| fits(element, first))
        }
        (Type::Map(key, of), Value::Map(map)) => {
            map.entries().first().is_none_or(|(k, v)| fits(key, k) && fits(of, v))
        }
        (of, value) => of.is_dyn() || of.name() == value.type_name(),
    }
}

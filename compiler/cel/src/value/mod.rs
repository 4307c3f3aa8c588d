//! Values: immutable, cheap to share, and safe to share between threads.

mod compare;
mod equal;
mod list;
mod map;
mod opaque;
mod time;

use std::sync::Arc;

pub use compare::compare;
pub use equal::equal;
pub use list::List;
pub use map::Map;
pub(crate) use map::{double_to_int, double_to_uint};
pub use opaque::Opaque;
pub use time::Timestamp;

use crate::types::Type;

/// The place of a list or map in the data that an expression reads: a number that the caller gave, so that it can say
/// later which node was read. Values that an expression made have none.
pub type Origin = Option<std::num::NonZeroU32>;

/// A value. Copying one copies at most a pointer.
#[derive(Clone, Debug)]
pub enum Value {
    /// `null`.
    Null,
    /// A boolean.
    Bool(bool),
    /// 64 bits with a sign: what JSON's integral numbers become.
    Int(i64),
    /// 64 bits without a sign.
    Uint(u64),
    /// What JSON's other numbers become.
    Double(f64),
    /// Text. Go's strings may hold other bytes than UTF-8; each such byte is U+FFFD here.
    String(Arc<str>),
    /// Bytes.
    Bytes(Arc<[u8]>),
    /// Nanoseconds.
    Duration(i64),
    /// A point in time.
    Timestamp(Timestamp),
    /// A type as a value: equal to another of the same name.
    Type(Type),
    /// A list.
    List(List),
    /// A map.
    Map(Map),
    /// `optional.none()` or `optional.of(x)`.
    Optional(Option<Arc<Value>>),
    /// A value of a library: a quantity, an address, an authorizer.
    Opaque(Arc<dyn Opaque>),
}

impl Value {
    /// Text as a value.
    pub fn string(text: impl Into<Arc<str>>) -> Value {
        Value::String(text.into())
    }

    /// Text that may not be UTF-8 as a value: each byte that isn't becomes U+FFFD.
    pub fn text(bytes: &[u8]) -> Value {
        match std::str::from_utf8(bytes) {
            Ok(text) => Value::String(text.into()),
            Err(_) => {
                Value::String(nexachart_go::utf8::runes(bytes).map(|(_, c, _)| c).collect::<String>().into())
            }
        }
    }

    /// A list of values that an expression made.
    pub fn list(items: Vec<Value>) -> Value {
        Value::List(List::new(items))
    }

    /// `optional.of(value)`.
    pub fn some(value: Value) -> Value {
        Value::Optional(Some(Arc::new(value)))
    }

    /// A value of a library.
    pub fn opaque(value: impl Opaque) -> Value {
        Value::Opaque(Arc::new(value))
    }

    /// The text, if it is a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The value of a library as its own type.
    pub fn downcast<T: Opaque>(&self) -> Option<&T> {
        match self {
            Value::Opaque(value) => (&**value as &dyn std::any::Any).downcast_ref(),
            _ => None,
        }
    }

    /// The run-time type, its parameters erased: what `type(x)` gives.
    pub fn type_of(&self) -> Type {
        match self {
            Value::Null => Type::Null,
            Value::Bool(_) => Type::Bool,
            Value::Int(_) => Type::Int,
            Value::Uint(_) => Type::Uint,
            Value::Double(_) => Type::Double,
            Value::String(_) => Type::String,
            Value::Bytes(_) => Type::Bytes,
            Value::Duration(_) => Type::Duration,
            Value::Timestamp(_) => Type::Timestamp,
            Value::Type(_) => Type::Type(None),
            Value::List(_) => Type::list(Type::Dyn),
            Value::Map(_) => Type::map(Type::Dyn, Type::Dyn),
            Value::Optional(_) => Type::optional(Type::Dyn),
            Value::Opaque(value) => value.type_of(),
        }
    }

    /// The name of the run-time type.
    pub fn type_name(&self) -> &str {
        match self {
            Value::Null => "null_type",
            Value::Bool(_) => "bool",
            Value::Int(_) => "int",
            Value::Uint(_) => "uint",
            Value::Double(_) => "double",
            Value::String(_) => "string",
            Value::Bytes(_) => "bytes",
            Value::Duration(_) => "google.protobuf.Duration",
            Value::Timestamp(_) => "google.protobuf.Timestamp",
            Value::Type(_) => "type",
            Value::List(_) => "list",
            Value::Map(_) => "map",
            Value::Optional(_) => crate::types::OPTIONAL,
            Value::Opaque(value) => value.type_name(),
        }
    }

    /// The size that costs are counted with (cel-go: runtimecost.go, `actualSize`): code points, bytes, elements, entries,
    /// what an optional holds, 1 for everything else. The costs of Kubernetes' own functions do not look into optionals
    /// (apiserver: library/cost.go): see [`Value::plain_size`].
    pub fn size(&self) -> u64 {
        match self {
            Value::Optional(Some(inner)) => inner.plain_size(),
            other => other.plain_size(),
        }
    }

    /// As [`Value::size`], with 1 for an optional.
    pub fn plain_size(&self) -> u64 {
        match self {
            Value::String(text) => text.chars().count() as u64,
            Value::Bytes(bytes) => bytes.len() as u64,
            Value::List(list) => list.len() as u64,
            Value::Map(map) => map.len() as u64,
            Value::Opaque(value) => value.size().unwrap_or(1),
            _ => 1,
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Value {
        Value::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Value {
        Value::Int(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Value {
        Value::String(value.into())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Value {
        Value::String(value.into())
    }
}

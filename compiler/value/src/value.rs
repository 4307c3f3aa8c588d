//! The value itself.

use std::borrow::Cow;
use std::rc::Rc;

use crate::{FloatType, IntType, Kind, List, Map, Object, Str, Type, UintType};

/// A value in a template: what Go holds in an `interface{}`.
///
/// Cloning is cheap: strings, lists, maps and objects are shared, and a map that is changed (`set`,
/// `merge`) is changed for all who hold it, as in Go. Values stay on one thread.
#[derive(Clone, Debug)]
pub enum Value {
    /// `nil`: an interface that holds nothing.
    Nil,
    /// `bool`.
    Bool(bool),
    /// A signed integer with its type. Its range is that of the type.
    Int(IntType, i64),
    /// An unsigned integer with its type. Its range is that of the type.
    Uint(UintType, u64),
    /// A floating point number; a `float32` is kept as the `f64` of the same value.
    Float(FloatType, f64),
    /// `complex128`: real and imaginary part. Only from a constant such as `1i`.
    Complex(f64, f64),
    /// `string`.
    String(Str),
    /// `[]byte`: the content of a file.
    Bytes(Str),
    /// Any other slice.
    List(List),
    /// A map with string keys.
    Map(Map),
    /// Anything with fields or methods: a time, a version, Capabilities.
    Object(Rc<dyn Object>),
}

impl Value {
    /// An `int`.
    pub fn int(n: i64) -> Value {
        Value::Int(IntType::Int, n)
    }

    /// An `int64`.
    pub fn int64(n: i64) -> Value {
        Value::Int(IntType::Int64, n)
    }

    /// A `float64`.
    pub fn float(n: f64) -> Value {
        Value::Float(FloatType::Float64, n)
    }

    /// A `string`.
    pub fn string(s: impl Into<Str>) -> Value {
        Value::String(s.into())
    }

    /// A `[]interface {}`.
    pub fn list(items: Vec<Value>) -> Value {
        Value::List(List::new(Type::LIST, items))
    }

    /// A `[]string`.
    pub fn strings<S: Into<Str>>(items: impl IntoIterator<Item = S>) -> Value {
        Value::List(List::new(Type::STRINGS, items.into_iter().map(|s| Value::String(s.into())).collect()))
    }

    /// A `map[string]interface {}`.
    pub fn map<K: Into<Str>>(entries: impl IntoIterator<Item = (K, Value)>) -> Value {
        Value::Map(Map::new(Type::MAP, entries.into_iter().map(|(k, v)| (k.into(), v)).collect()))
    }

    /// An object.
    pub fn object(object: impl Object + 'static) -> Value {
        Value::Object(Rc::new(object))
    }

    /// The dynamic type; `None` for nil.
    pub fn ty(&self) -> Option<Type> {
        Some(match self {
            Value::Nil => return None,
            Value::Bool(_) => Type::Bool,
            Value::Int(t, _) => Type::Int(*t),
            Value::Uint(t, _) => Type::Uint(*t),
            Value::Float(t, _) => Type::Float(*t),
            Value::Complex(..) => Type::Complex,
            Value::String(_) => Type::String,
            Value::Bytes(_) => Type::BYTES,
            Value::List(l) => l.ty(),
            Value::Map(m) => m.ty(),
            Value::Object(o) => o.ty(),
        })
    }

    /// The kind of the dynamic type; `Invalid` for nil.
    pub fn kind(&self) -> Kind {
        self.ty().map_or(Kind::Invalid, Type::kind)
    }

    /// Whether this is an untyped nil.
    pub fn is_nil(&self) -> bool {
        matches!(self, Value::Nil)
    }

    /// What a defined type (`time.Duration`, `common.VersionSet`) holds; every other value as it is.
    /// Structs and pointers stay objects.
    pub fn underlying(&self) -> Value {
        match self {
            Value::Object(o) => o.underlying().unwrap_or_else(|| self.clone()),
            other => other.clone(),
        }
    }

    /// The truth of a value in `if`, `and`, `not`, `default` and the like: false for nil, false, zero,
    /// and whatever is empty (Go: text/template IsTrue). A struct is always true.
    pub fn truth(&self) -> bool {
        match self {
            Value::Nil => false,
            Value::Bool(b) => *b,
            Value::Int(_, n) => *n != 0,
            Value::Uint(_, n) => *n != 0,
            Value::Float(_, n) => *n != 0.0,
            Value::Complex(re, im) => *re != 0.0 || *im != 0.0,
            Value::String(s) | Value::Bytes(s) => !s.is_empty(),
            Value::List(l) => !l.is_empty(),
            Value::Map(m) => !m.is_empty(),
            Value::Object(o) => o.underlying().is_none_or(|v| v.truth()),
        }
    }

    /// The bytes of a string.
    pub fn as_str(&self) -> Option<&Str> {
        match self {
            Value::String(s) => Some(s),
            _ => None,
        }
    }

    /// The map, if it is one.
    pub fn as_map(&self) -> Option<&Map> {
        match self {
            Value::Map(m) => Some(m),
            _ => None,
        }
    }

    /// The items of any slice (bytes become `uint8` values); `None` for everything else.
    pub fn items(&self) -> Option<List> {
        match self {
            Value::List(l) => Some(l.clone()),
            Value::Bytes(b) => {
                let items = b.iter().map(|&b| Value::Uint(UintType::Uint8, b.into())).collect();
                Some(List::new(Type::BYTES, items))
            }
            Value::Object(o) => o.underlying().and_then(|v| v.items()),
            _ => None,
        }
    }
}

impl From<&str> for Value {
    fn from(s: &str) -> Value {
        Value::String(s.into())
    }
}

impl From<String> for Value {
    fn from(s: String) -> Value {
        Value::String(s.into())
    }
}

impl From<Vec<u8>> for Value {
    fn from(s: Vec<u8>) -> Value {
        Value::String(s.into())
    }
}

impl From<Cow<'_, [u8]>> for Value {
    fn from(s: Cow<'_, [u8]>) -> Value {
        Value::String(s.into())
    }
}

impl From<Str> for Value {
    fn from(s: Str) -> Value {
        Value::String(s)
    }
}

impl From<bool> for Value {
    fn from(b: bool) -> Value {
        Value::Bool(b)
    }
}

impl From<List> for Value {
    fn from(l: List) -> Value {
        Value::List(l)
    }
}

impl From<Map> for Value {
    fn from(m: Map) -> Value {
        Value::Map(m)
    }
}

//! Types: what the checker reasons about, and what `type(x)` gives at run time (cel-go: common/types/types.go).

use std::fmt;
use std::sync::Arc;

/// A type. At run time parameters are erased: `type([1])` is `list`, whatever its elements are.
///
/// `==` compares parameters too, as cel-go's `IsExactType` does.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// Known at run time only.
    Dyn,
    /// `google.protobuf.Any`: as `dyn`.
    Any,
    /// The type of `null`.
    Null,
    /// `bool`.
    Bool,
    /// 64 bits with a sign.
    Int,
    /// 64 bits without a sign.
    Uint,
    /// IEEE 754, 64 bits.
    Double,
    /// Text, measured in code points.
    String,
    /// Bytes.
    Bytes,
    /// `google.protobuf.Duration`, in nanoseconds.
    Duration,
    /// `google.protobuf.Timestamp`.
    Timestamp,
    /// What an expression that failed to check has: assignable to everything, so that one mistake is reported once.
    Error,
    /// `list(E)`.
    List(Arc<Type>),
    /// `map(K, V)`.
    Map(Arc<Type>, Arc<Type>),
    /// A declared type that may have fields, such as `kubernetes.Quantity` (cel-go: `StructKind`).
    Object(Arc<str>),
    /// A declared type without fields, perhaps with parameters, such as `net.IP` and `optional_type(V)`.
    Opaque(Arc<str>, Arc<[Type]>),
    /// A protobuf wrapper: the scalar inside, or null (cel-go: `NewNullableType`).
    Wrapper(Arc<Type>),
    /// The type of types, with the type that it is of where that is known.
    Type(Option<Arc<Type>>),
    /// A type parameter of a declaration, or a variable of the checker.
    Param(Arc<str>),
}

/// The name of the type of optional values.
pub const OPTIONAL: &str = "optional_type";

impl Type {
    /// `list(element)`.
    pub fn list(element: Type) -> Type {
        Type::List(Arc::new(element))
    }

    /// `map(key, value)`.
    pub fn map(key: Type, value: Type) -> Type {
        Type::Map(Arc::new(key), Arc::new(value))
    }

    /// `optional_type(inner)`.
    pub fn optional(inner: Type) -> Type {
        Type::Opaque(OPTIONAL.into(), Arc::new([inner]))
    }

    /// The declared type with this name that may have fields.
    pub fn object(name: &str) -> Type {
        Type::Object(name.into())
    }

    /// The declared type with this name that has no fields.
    pub fn opaque(name: &str) -> Type {
        Type::Opaque(name.into(), Arc::new([]))
    }

    /// The type parameter with this name.
    pub fn param(name: &str) -> Type {
        Type::Param(name.into())
    }

    /// `type(of)`.
    pub fn type_of(of: Type) -> Type {
        Type::Type(Some(Arc::new(of)))
    }

    /// The name without parameters, as error texts and `type(x)` have it (cel-go: `TypeName`).
    pub fn name(&self) -> &str {
        match self {
            Type::Dyn => "dyn",
            Type::Any => "google.protobuf.Any",
            Type::Null => "null_type",
            Type::Bool => "bool",
            Type::Int => "int",
            Type::Uint => "uint",
            Type::Double => "double",
            Type::String => "string",
            Type::Bytes => "bytes",
            Type::Duration => "google.protobuf.Duration",
            Type::Timestamp => "google.protobuf.Timestamp",
            Type::Error => "error",
            Type::List(_) => "list",
            Type::Map(..) => "map",
            Type::Object(name) | Type::Opaque(name, _) | Type::Param(name) => name,
            Type::Wrapper(inner) => inner.name(),
            Type::Type(_) => "type",
        }
    }

    /// What an optional type holds.
    pub fn optional_inner(&self) -> Option<&Type> {
        match self {
            Type::Opaque(name, parameters) if &**name == OPTIONAL => parameters.first(),
            _ => None,
        }
    }

    /// Whether the type says nothing: `dyn`, `any`, or a type parameter.
    pub fn is_dyn(&self) -> bool {
        matches!(self, Type::Dyn | Type::Any | Type::Param(_))
    }
}

impl fmt::Display for Type {
    /// As cel-go's `Type.String` has it, for example `map(string, list(<T>))`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Param(name) => write!(f, "<{name}>"),
            Type::List(element) => write!(f, "list({element})"),
            Type::Map(key, value) => write!(f, "map({key}, {value})"),
            Type::Wrapper(inner) => write!(f, "wrapper({inner})"),
            Type::Type(Some(of)) => write!(f, "type({of})"),
            Type::Opaque(name, parameters) if !parameters.is_empty() => {
                f.write_str(name)?;
                for (n, parameter) in parameters.iter().enumerate() {
                    write!(f, "{}{parameter}", if n == 0 { "(" } else { ", " })?;
                }
                f.write_str(")")
            }
            other => f.write_str(other.name()),
        }
    }
}

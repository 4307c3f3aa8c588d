//! Go types, as far as a template can meet them.

use std::fmt;

/// The signed integer types of Go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IntType {
    /// `int`: template constants, `len`, `int`, `atoi`.
    Int,
    /// `int8`.
    Int8,
    /// `int16`.
    Int16,
    /// `int32`.
    Int32,
    /// `int64`: `--set n=5`, `add`, `int64`, TOML integers.
    Int64,
}

/// The unsigned integer types of Go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UintType {
    /// `uint`.
    Uint,
    /// `uint8`: a byte of a string (`index "abc" 0`).
    Uint8,
    /// `uint16`.
    Uint16,
    /// `uint32`.
    Uint32,
    /// `uint64`: the parts of a semantic version.
    Uint64,
    /// `uintptr`.
    Uintptr,
}

/// The floating point types of Go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FloatType {
    /// `float32`.
    Float32,
    /// `float64`: every number of a values file.
    Float64,
}

/// A Go type. `Display` writes it as `%T` and reflect's `Type.String` do: `map[string]interface {}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// `interface {}`.
    Any,
    /// `bool`.
    Bool,
    /// A signed integer.
    Int(IntType),
    /// An unsigned integer.
    Uint(UintType),
    /// A floating point number.
    Float(FloatType),
    /// `complex128`.
    Complex,
    /// `string`.
    String,
    /// `[]T`.
    Slice(&'static Type),
    /// `map[string]T`.
    Map(&'static Type),
    /// `*T`.
    Pointer(&'static Type),
    /// A struct type, by its qualified name (`time.Time`).
    Struct(&'static str),
    /// A defined type that is no struct: its qualified name and what it is made of
    /// (`common.Values` over `map[string]interface {}`).
    Named(&'static str, &'static Type),
    /// Another interface type, by its name (`error`).
    Interface(&'static str),
    /// A function type, as Go writes it.
    Func(&'static str),
    /// `reflect.Value`, the parameter type of Go's own functions: takes anything as it is.
    Reflect,
}

/// The kinds of Go types (reflect.Kind), several sizes of a number being one kind here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// No value at all: a nil that has no type.
    Invalid,
    /// `bool`.
    Bool,
    /// Signed integers.
    Int(IntType),
    /// Unsigned integers.
    Uint(UintType),
    /// Floating point numbers.
    Float(FloatType),
    /// `complex128`.
    Complex,
    /// Strings.
    String,
    /// Slices.
    Slice,
    /// Maps.
    Map,
    /// Pointers.
    Pointer,
    /// Structs.
    Struct,
    /// Interfaces.
    Interface,
    /// Functions.
    Func,
}

impl Type {
    /// `int`.
    pub const INT: Type = Type::Int(IntType::Int);
    /// `int64`.
    pub const INT64: Type = Type::Int(IntType::Int64);
    /// `float64`.
    pub const FLOAT64: Type = Type::Float(FloatType::Float64);
    /// `[]interface {}`.
    pub const LIST: Type = Type::Slice(&Type::Any);
    /// `[]string`.
    pub const STRINGS: Type = Type::Slice(&Type::String);
    /// `[]int`.
    pub const INTS: Type = Type::Slice(&Type::INT);
    /// `[]uint8`.
    pub const BYTES: Type = Type::Slice(&Type::Uint(UintType::Uint8));
    /// `map[string]interface {}`.
    pub const MAP: Type = Type::Map(&Type::Any);
    /// `map[string]string`.
    pub const STRING_MAP: Type = Type::Map(&Type::String);
    /// `common.Values`, Helm's name for a map of values: the type of `.Values`.
    pub const VALUES: Type = Type::Named("common.Values", &Type::MAP);
    /// `error`.
    pub const ERROR: Type = Type::Interface("error");

    /// The kind of the type.
    pub fn kind(self) -> Kind {
        match self {
            Type::Any | Type::Interface(_) => Kind::Interface,
            Type::Bool => Kind::Bool,
            Type::Int(t) => Kind::Int(t),
            Type::Uint(t) => Kind::Uint(t),
            Type::Float(t) => Kind::Float(t),
            Type::Complex => Kind::Complex,
            Type::String => Kind::String,
            Type::Slice(_) => Kind::Slice,
            Type::Map(_) => Kind::Map,
            Type::Pointer(_) => Kind::Pointer,
            Type::Struct(_) | Type::Reflect => Kind::Struct,
            Type::Named(_, of) => of.kind(),
            Type::Func(_) => Kind::Func,
        }
    }

    /// The type that a defined type is made of; itself for every other.
    pub fn underlying(self) -> Type {
        match self {
            Type::Named(_, of) => of.underlying(),
            other => other,
        }
    }

    /// The element type of a slice, map or pointer.
    pub fn elem(self) -> Option<Type> {
        match self.underlying() {
            Type::Slice(t) | Type::Map(t) | Type::Pointer(t) => Some(*t),
            _ => None,
        }
    }

    /// Whether a value of this type may be given where `target` is asked (Go's assignability).
    ///
    /// ```
    /// use nexachart_value::Type;
    /// assert!(Type::VALUES.assignable_to(Type::MAP));
    /// assert!(!Type::STRINGS.assignable_to(Type::LIST));
    /// ```
    pub fn assignable_to(self, target: Type) -> bool {
        if self == target || matches!(target, Type::Any) {
            return true;
        }
        // Identical underlying types, and one of the two is not a defined type.
        let defined =
            |t: Type| !matches!(t, Type::Slice(_) | Type::Map(_) | Type::Pointer(_) | Type::Func(_));
        self.underlying() == target.underlying() && !(defined(self) && defined(target))
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Any => f.write_str("interface {}"),
            Type::Bool => f.write_str("bool"),
            Type::Int(t) => f.write_str(t.name()),
            Type::Uint(t) => f.write_str(t.name()),
            Type::Float(t) => f.write_str(t.name()),
            Type::Complex => f.write_str("complex128"),
            Type::String => f.write_str("string"),
            Type::Slice(t) => write!(f, "[]{t}"),
            Type::Map(t) => write!(f, "map[string]{t}"),
            Type::Pointer(t) => write!(f, "*{t}"),
            Type::Struct(name) | Type::Named(name, _) | Type::Interface(name) | Type::Func(name) => {
                f.write_str(name)
            }
            Type::Reflect => f.write_str("reflect.Value"),
        }
    }
}

impl fmt::Display for Kind {
    /// As reflect's `Kind.String`: `slice`, `ptr`, `float64`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::Invalid => "invalid",
            Kind::Bool => "bool",
            Kind::Int(t) => t.name(),
            Kind::Uint(t) => t.name(),
            Kind::Float(t) => t.name(),
            Kind::Complex => "complex128",
            Kind::String => "string",
            Kind::Slice => "slice",
            Kind::Map => "map",
            Kind::Pointer => "ptr",
            Kind::Struct => "struct",
            Kind::Interface => "interface",
            Kind::Func => "func",
        })
    }
}

impl IntType {
    /// Go's name of the type.
    pub fn name(self) -> &'static str {
        match self {
            IntType::Int => "int",
            IntType::Int8 => "int8",
            IntType::Int16 => "int16",
            IntType::Int32 => "int32",
            IntType::Int64 => "int64",
        }
    }
}

impl UintType {
    /// Go's name of the type.
    pub fn name(self) -> &'static str {
        match self {
            UintType::Uint => "uint",
            UintType::Uint8 => "uint8",
            UintType::Uint16 => "uint16",
            UintType::Uint32 => "uint32",
            UintType::Uint64 => "uint64",
            UintType::Uintptr => "uintptr",
        }
    }
}

impl FloatType {
    /// Go's name of the type.
    pub fn name(self) -> &'static str {
        match self {
            FloatType::Float32 => "float32",
            FloatType::Float64 => "float64",
        }
    }

    /// The size in bits, as strconv's functions take it.
    pub fn bits(self) -> u32 {
        match self {
            FloatType::Float32 => 32,
            FloatType::Float64 => 64,
        }
    }
}

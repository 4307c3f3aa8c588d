//! Values with methods or fields of their own.

use std::any::Any;
use std::fmt;

use crate::{Type, Value};

/// A Go value with fields or methods, that is not one of the plain kinds: `time.Time`,
/// `*semver.Version`, `*common.Capabilities`, `engine.files`.
pub trait Object: fmt::Debug + Any {
    /// Its type: a struct, a pointer to one, or a defined type.
    fn ty(&self) -> Type;

    /// The exported and unexported fields of a struct (or of the struct behind a pointer), in the
    /// order of their declaration. Empty for other kinds.
    fn fields(&self) -> Vec<(&'static str, Value)> {
        Vec::new()
    }

    /// The field of that name, if it is an exported one. Override when building all is costly.
    fn field(&self, name: &str) -> Option<Value> {
        let exported = name.chars().next().is_some_and(char::is_uppercase);
        self.fields().into_iter().find(|(n, _)| exported && *n == name).map(|(_, v)| v)
    }

    /// For a defined type that is no struct: the plain value that it holds.
    fn underlying(&self) -> Option<Value> {
        None
    }

    /// For a defined type over an integer: another number of the type.
    fn with_number(&self, _n: i64) -> Option<Value> {
        None
    }

    /// What its `String()` or `Error()` method returns, if it has one.
    fn string(&self) -> Option<Vec<u8>> {
        None
    }

    /// What a `String()` method of the pointer to it returns, where the value itself has none. An action
    /// prints that of a field (`{{ .Capabilities.KubeVersion }}`); functions get the value alone.
    fn addressed_string(&self) -> Option<Vec<u8>> {
        None
    }

    /// What its `GoString()` method returns, if it has one.
    fn go_string(&self) -> Option<Vec<u8>> {
        None
    }

    /// A method that a template may call.
    fn method(&self, _name: &str) -> Option<&'static Method> {
        None
    }

    /// What `encoding/json` makes of it, where that is not just its fields by their names: the plain
    /// value to encode, or the error text.
    fn json(&self) -> Option<Result<Value, String>> {
        None
    }

    /// The members that `encoding/json` writes for a struct: the exported fields, unless their tags say
    /// something else.
    fn json_fields(&self) -> Vec<(&'static str, Value)> {
        let exported = |name: &str| name.chars().next().is_some_and(char::is_uppercase);
        self.fields().into_iter().filter(|(name, _)| exported(name)).collect()
    }

    /// What `deepCopy` makes of it, where that is not just the same (copystructure leaves out fields that
    /// are not exported).
    fn deep_copy(&self) -> Option<Value> {
        None
    }

    /// About how many bytes it holds.
    fn weight(&self) -> u64 {
        256
    }

    /// About how many bytes a text has that shows all of it.
    fn expanse(&self) -> u64 {
        self.weight()
    }

    /// Whether `==` and reflect's DeepEqual find the two equal.
    fn equal(&self, other: &dyn Object) -> bool;

    /// For looking behind the trait: return `self`.
    fn as_any(&self) -> &dyn Any;
}

/// A method of an [`Object`].
#[derive(Debug)]
pub struct Method {
    /// The types of its parameters; the last one repeats when `variadic`.
    pub params: &'static [Type],
    /// Whether the last parameter may stand any number of times.
    pub variadic: bool,
    /// The type of its result.
    pub result: Type,
    /// The types of further results. A template cannot call a method that has any: they are for the error
    /// that says so.
    pub more: &'static [Type],
    /// What a call makes, seen before it is made: for the budgets. [`Makes::little`] where that is never much.
    pub makes: fn(&dyn Object, &[Value]) -> Makes,
    /// The body. The object is the one that gave the method; the arguments fit `params`. An error is
    /// Go's text of the error or panic.
    pub call: fn(&dyn Object, &[Value]) -> Result<Value, String>,
}

/// How much a call makes, at most or nearly so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Makes {
    /// The bytes of its longest text.
    pub text: u64,
    /// The items of its longest list or map.
    pub items: u64,
    /// The bytes of memory that all of it takes.
    pub memory: u64,
    /// The steps that it takes, of about 0.2 µs.
    pub steps: u64,
}

impl Makes {
    /// For methods that make no more than the object holds already.
    pub fn little(_object: &dyn Object, _args: &[Value]) -> Makes {
        Makes::default()
    }
}

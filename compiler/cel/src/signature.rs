//! Signatures of functions as text, in the notation of cel-go's own documentation: `(list(<T>), int) -> list(<T>)`.

use crate::types::Type;

/// The types that an overload takes and gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The arguments; the receiver is the first.
    pub parameters: Vec<Type>,
    /// The result.
    pub result: Type,
}

/// How deep types in a signature may be nested.
const DEPTH: u32 = 16;

/// Reads a signature. A name that is no built-in type is an object, unless `opaque` says that it has no fields.
///
/// ```
/// use nexachart_cel::{signature, Type};
///
/// let read = signature::parse("(list(<T>), net.IP) -> map(string, kubernetes.URL)", &|name| name == "net.IP").unwrap();
/// assert_eq!(read.parameters, [Type::list(Type::param("T")), Type::opaque("net.IP")]);
/// assert_eq!(read.result.to_string(), "map(string, kubernetes.URL)");
/// assert!(signature::parse("(int", &|_| false).is_none());
/// ```
pub fn parse(text: &str, opaque: &dyn Fn(&str) -> bool) -> Option<Signature> {
    let mut reader = Reader { rest: text, opaque };
    reader.take("(")?;
    let mut parameters = Vec::new();
    while reader.take(")").is_none() {
        if !parameters.is_empty() {
            reader.take(",")?;
        }
        parameters.push(reader.one(DEPTH)?);
    }
    reader.take("->")?;
    let result = reader.one(DEPTH)?;
    reader.rest.trim().is_empty().then_some(Signature { parameters, result })
}

struct Reader<'a> {
    rest: &'a str,
    opaque: &'a dyn Fn(&str) -> bool,
}

impl Reader<'_> {
    fn take(&mut self, token: &str) -> Option<()> {
        self.rest = self.rest.trim_start().strip_prefix(token)?;
        Some(())
    }

    fn one(&mut self, depth: u32) -> Option<Type> {
        let depth = depth.checked_sub(1)?;
        if self.take("<").is_some() {
            let (name, rest) = self.rest.split_once('>')?;
            self.rest = rest;
            return Some(Type::param(name));
        }
        let text = self.rest.trim_start();
        let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || "._".contains(c))).unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        self.rest = rest;
        Some(match name {
            "" => return None,
            "dyn" => Type::Dyn,
            "null_type" => Type::Null,
            "bool" => Type::Bool,
            "int" => Type::Int,
            "uint" => Type::Uint,
            "double" => Type::Double,
            "string" => Type::String,
            "bytes" => Type::Bytes,
            "google.protobuf.Duration" => Type::Duration,
            "google.protobuf.Timestamp" => Type::Timestamp,
            "list" => Type::list(self.parameters::<1>(depth)?.into_iter().next()?),
            "optional_type" => Type::optional(self.parameters::<1>(depth)?.into_iter().next()?),
            "type" => Type::type_of(self.parameters::<1>(depth)?.into_iter().next()?),
            "map" => {
                let [key, value] = self.parameters::<2>(depth)?;
                Type::map(key, value)
            }
            other if (self.opaque)(other) => Type::opaque(other),
            other => Type::object(other),
        })
    }

    fn parameters<const N: usize>(&mut self, depth: u32) -> Option<[Type; N]> {
        self.take("(")?;
        let mut found = Vec::with_capacity(N);
        for n in 0..N {
            if n > 0 {
                self.take(",")?;
            }
            found.push(self.one(depth)?);
        }
        self.take(")")?;
        found.try_into().ok()
    }
}

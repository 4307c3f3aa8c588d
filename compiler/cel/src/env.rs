//! What an expression may name: functions, variables, types (cel-go: cel/env.go, checker/env.go).

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use crate::library::{self, Function, Library, Overload, Style, Version};
use crate::signature::{self, Signature};
use crate::types::Type;
use crate::wellknown;

/// An environment: the libraries of [`library::ALL`], and the variables and object types that it was told.
///
/// ```
/// use nexachart_cel::{Env, Type};
///
/// let mut env = Env::new();
/// env.variable("object", Type::Dyn);
/// assert!(env.compile("object.spec.replicas > 1").is_ok());
/// assert!(env.compile("subject.spec").is_err());
/// ```
#[derive(Clone, Debug)]
pub struct Env {
    base: &'static Base,
    variables: HashMap<Arc<str>, Type>,
    objects: HashMap<Arc<str>, HashMap<Arc<str>, Type>>,
}

/// A function with all its overloads, of whatever library they are.
#[derive(Debug)]
pub struct Declared {
    /// Its name.
    pub name: Arc<str>,
    /// The overloads, in the order in which they are tried.
    pub overloads: Vec<DeclaredOverload>,
}

/// An overload with its types read.
#[derive(Debug)]
pub struct DeclaredOverload {
    /// The function that it is of.
    pub function: &'static Function,
    /// The overload.
    pub overload: &'static Overload,
    /// Its types.
    pub signature: Signature,
    /// The names of its type parameters.
    pub parameters: Vec<Arc<str>>,
}

impl DeclaredOverload {
    /// The Kubernetes version that brought it.
    pub fn since(&self) -> Version {
        self.overload.since.unwrap_or(self.function.since)
    }

    /// Whether it is called on a receiver.
    pub fn is_member(&self) -> bool {
        self.overload.style == Style::Member
    }
}

/// What all environments have.
#[derive(Debug)]
struct Base {
    functions: HashMap<Arc<str>, Declared>,
    types: HashMap<Arc<str>, Type>,
}

fn base() -> &'static Base {
    static BASE: OnceLock<Base> = OnceLock::new();
    BASE.get_or_init(|| {
        let mut base = Base { functions: HashMap::new(), types: types() };
        for library in library::ALL {
            base.add(library);
        }
        base
    })
}

/// The types that expressions may name (cel-go: stdlib `stdTypes`; the libraries' `cel.Types`).
fn types() -> HashMap<Arc<str>, Type> {
    let a = || Type::param("A");
    let known = [
        Type::Bool,
        Type::Bytes,
        Type::Double,
        Type::Duration,
        Type::Int,
        Type::list(a()),
        Type::map(a(), Type::param("B")),
        Type::Null,
        Type::String,
        Type::Timestamp,
        Type::Type(None),
        Type::Uint,
        Type::optional(Type::param("T")),
    ];
    known.into_iter().map(|t| (t.name().into(), t)).collect()
}

impl Base {
    fn add(&mut self, library: &'static Library) {
        let opaque = |name: &str| library::ALL.iter().any(|l| l.opaque.contains(&name));
        for name in library.opaque {
            self.types.insert((*name).into(), Type::opaque(name));
        }
        for function in library.functions {
            let name: Arc<str> = function.name.into();
            let declared = self
                .functions
                .entry(Arc::clone(&name))
                .or_insert_with(|| Declared { name, overloads: Vec::new() });
            for overload in function.overloads {
                // A table with a signature that cannot be read does not pass its tests.
                let Some(signature) = signature::parse(overload.signature, &opaque) else { continue };
                let mut parameters = Vec::new();
                collect(&signature.result, &mut parameters);
                signature.parameters.iter().for_each(|parameter| collect(parameter, &mut parameters));
                declared.overloads.push(DeclaredOverload { function, overload, signature, parameters });
            }
        }
    }
}

/// The type parameters in a type.
fn collect(of: &Type, found: &mut Vec<Arc<str>>) {
    match of {
        Type::Param(name) if !found.contains(name) => found.push(Arc::clone(name)),
        Type::List(element) => collect(element, found),
        Type::Map(key, value) => {
            collect(key, found);
            collect(value, found);
        }
        Type::Opaque(_, parameters) => parameters.iter().for_each(|parameter| collect(parameter, found)),
        Type::Type(Some(inner)) => collect(inner, found),
        _ => {}
    }
}

impl Default for Env {
    fn default() -> Env {
        Env::new()
    }
}

impl Env {
    /// The libraries alone.
    pub fn new() -> Env {
        Env { base: base(), variables: HashMap::new(), objects: HashMap::new() }
    }

    /// Declares a variable, perhaps with a qualified name such as `authorizer.requestResource`.
    pub fn variable(&mut self, name: &str, of: Type) {
        self.variables.insert(name.into(), of);
    }

    /// Takes a variable away again.
    pub fn forget(&mut self, name: &str) {
        self.variables.remove(name);
    }

    /// Declares an object type with its fields. Values of it may have other fields at run time.
    pub fn object(&mut self, name: &str, fields: impl IntoIterator<Item = (Arc<str>, Type)>) {
        self.objects.insert(name.into(), fields.into_iter().collect());
    }

    /// Declares one more field of an object type.
    pub fn field(&mut self, object: &str, field: &str, of: Type) {
        self.objects.entry(object.into()).or_default().insert(field.into(), of);
    }

    /// A function by its name.
    pub fn function(&self, name: &str) -> Option<&'static Declared> {
        self.base.functions.get(name.strip_prefix('.').unwrap_or(name))
    }

    /// What a name stands for outside of loops.
    pub(crate) fn ident(&self, name: &str) -> Option<Ident> {
        if let Some(of) = self.variables.get(name) {
            return Some(Ident::Variable(of.clone()));
        }
        if self.objects.contains_key(name) {
            return Some(Ident::Type(Type::object(name)));
        }
        if let Some(n) = wellknown::constant(name) {
            return Some(Ident::Constant(n));
        }
        // Kubernetes' own names of two types: they can be named, and fail when the program is built
        // (apiserver: cel/types.go, `findScalar`).
        match name {
            "duration" => return Some(Ident::Unbuildable(Type::Duration)),
            "timestamp" => return Some(Ident::Unbuildable(Type::Timestamp)),
            _ => {}
        }
        let known = self.base.types.get(name).cloned().or_else(|| wellknown::message(name));
        known.map(Ident::Type)
    }

    /// The fields of an object type.
    pub(crate) fn fields(&self, object: &str) -> Option<&HashMap<Arc<str>, Type>> {
        self.objects.get(object)
    }
}

/// What a name stands for.
pub(crate) enum Ident {
    /// A value of this type.
    Variable(Type),
    /// This type.
    Type(Type),
    /// This type, for the checker alone.
    Unbuildable(Type),
    /// This number, of an enumeration.
    Constant(i64),
}

//! The libraries: tables of functions, one file a library. **Adding a function touches one file.**
//!
//! A library is a `pub const LIBRARY: Library` at the head of `library/<name>.rs`, listed in [`ALL`] below in the order in
//! which Kubernetes adds it to its environment (apiserver: cel/environment/base.go): overloads of one name are tried in that
//! order. What it looks like:
//!
//! ```
//! use nexachart_cel::library::{Body, Call, Cost, Function, Library, Overload, Version, traversal};
//! use nexachart_cel::{Fault, Value};
//!
//! pub const LIBRARY: Library = Library { name: "strings", opaque: &[], functions: FUNCTIONS };
//!
//! const FUNCTIONS: &[Function] = &[Function::new(
//!     "charAt",
//!     Version(1, 0),
//!     "The character at a position, counted in code points; the empty text at the end.",
//!     &["'hello'.charAt(4) == 'o'", "'hello'.charAt(5) == ''"],
//!     &[Overload::member("string_char_at_int", "(string, int) -> string", char_at).cost(Cost::Of(traversal))],
//! )];
//!
//! fn char_at(call: &Call<'_>) -> Result<Value, Fault> {
//!     let (text, at) = (call.str(0)?, call.int(1)?);
//!     if at == text.chars().count() as i64 {
//!         return Ok("".into());
//!     }
//!     match usize::try_from(at).ok().and_then(|n| text.chars().nth(n)) {
//!         Some(c) => Ok(c.to_string().into()),
//!         None => Err(Fault::new(format!("index out of range: {at}"))),
//!     }
//! }
//! ```
//!
//! The rules, all of them cel-go's (common/decls/decls.go):
//!
//! - A body is called when the arguments fit the overload's signature at run time: the kinds of the arguments, and for lists
//!   and maps the first element or entry too. Otherwise the result is `no such overload: charAt(int, int)`, which the
//!   evaluator says. Where cel-go has one binding for all overloads ([`Function::singleton`]) nothing is checked before.
//! - Arguments are values, never errors: an error in an argument is the result.
//! - A body is pure. It must not panic, whatever the arguments are, and its work and its result must be bounded by the size
//!   of the arguments (the cost is counted after the call): where numbers decide the size (`lists.range(n)`), it fails.
//! - `examples` are expressions that are true. They run as tests, and documentation shows them.
//! - `since` is the Kubernetes version whose compiler has the function for new expressions (base.go); overloads that came
//!   later say so with [`Overload::since`].
//! - A library's own values implement [`crate::value::Opaque`].
//! - A function that takes a regular expression says which argument it is ([`Overload::pattern`]); it is then compiled once
//!   where it is a constant, and [`Call::regexp`] gives it.
//! - What a call costs stands with the overload ([`Overload::cost`]). Where arguments are `dyn` and several overloads are
//!   possible, it is 1, as in cel-go; but Kubernetes goes by the name (apiserver: library/cost.go, `CallCost`): for such functions
//!   [`Function::unresolved_cost`] says it.
//! - A function that Kubernetes checks before the first evaluation, where an argument is a literal, says how: [`Function::literal`].
//! - Macros (`sortBy`, `all`) are not functions: they are in the parser.

pub mod authz;
pub mod cidr;
pub mod conversions;
pub mod ip;
pub mod k8s_lists;
pub mod lists;
pub mod named_formats;
pub mod operators;
pub mod optionals;
pub mod quantity;
pub mod regex;
pub mod relations;
pub mod semver;
pub mod sets;
pub mod string_format;
pub mod strings;
pub mod texts;
pub mod times;
pub mod url;

use std::sync::Arc;

use nexachart_go::regexp::Regexp;

use crate::fault::Fault;
use crate::types::Type;
use crate::value::{List, Map, Timestamp, Value};

/// All libraries, in the order of Kubernetes' environment.
pub const ALL: &[&Library] = &[
    &operators::LIBRARY,
    &relations::LIBRARY,
    &conversions::LIBRARY,
    &texts::LIBRARY,
    &times::LIBRARY,
    &optionals::LIBRARY,
    &url::LIBRARY,
    &regex::LIBRARY,
    &k8s_lists::LIBRARY,
    &authz::LIBRARY,
    &quantity::LIBRARY,
    &strings::LIBRARY,
    &string_format::LIBRARY,
    &sets::LIBRARY,
    &ip::LIBRARY,
    &cidr::LIBRARY,
    &named_formats::LIBRARY,
    &semver::LIBRARY,
    &lists::LIBRARY,
];

/// A Kubernetes version, such as 1.36. What was always there is since 1.0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u16, pub u16);

/// A table of functions and the types they bring.
#[derive(Debug)]
pub struct Library {
    /// Its name in documentation.
    pub name: &'static str,
    /// Those of its types that have no fields (Go: `cel.OpaqueType`); other names in signatures are objects.
    pub opaque: &'static [&'static str],
    /// Its functions.
    pub functions: &'static [Function],
}

/// A function with its overloads.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// As it is called: `quantity`, `ip.isCanonical`, `_+_`.
    pub name: &'static str,
    /// The Kubernetes version that brought it.
    pub since: Version,
    /// One or a few sentences.
    pub doc: &'static str,
    /// Expressions that are true.
    pub examples: &'static [&'static str],
    /// In the order in which they are tried.
    pub overloads: &'static [Overload],
    /// One body for all overloads, which looks at its arguments itself (Go: `SingletonBinding`).
    pub singleton: Option<Body>,
    /// Whether overloads are called without a look at the types of arguments (Go: `DisableTypeGuards`).
    pub unguarded: bool,
    /// What a call costs that may mean several overloads.
    pub unresolved_cost: Cost,
    /// What is checked of a receiver that is literal text.
    pub literal: Option<LiteralCheck>,
}

/// Checks a call `'literal'.function([arguments])` whose argument is a list literal, before it is evaluated: the text, and the
/// types of the list's elements. What is wrong is said at an element, or at the call where there is no element to blame.
pub type LiteralCheck = fn(&str, &[Shape]) -> Result<(), (Option<u32>, String)>;

/// The type of an expression, and of its parts where it is a list or map literal.
#[derive(Clone, Debug)]
pub struct Shape {
    /// The number of the expression, to say where an error is.
    pub id: u32,
    /// Its type.
    pub of: Type,
    /// The elements of a list literal; key, value, key, value… of a map literal.
    pub parts: Vec<Shape>,
}

impl Function {
    /// A function whose overloads have bodies.
    pub const fn new(
        name: &'static str,
        since: Version,
        doc: &'static str,
        examples: &'static [&'static str],
        overloads: &'static [Overload],
    ) -> Function {
        Function {
            name,
            since,
            doc,
            examples,
            overloads,
            singleton: None,
            unguarded: false,
            unresolved_cost: Cost::Fixed(1),
            literal: None,
        }
    }

    /// The same function with one body for all overloads.
    #[must_use]
    pub const fn singleton(self, body: Body) -> Function {
        Function { singleton: Some(body), ..self }
    }

    /// The same function without a look at types before a call; a body is tried when the number of arguments fits.
    #[must_use]
    pub const fn unguarded(self) -> Function {
        Function { unguarded: true, ..self }
    }
}

impl Function {
    /// The same function with this cost for calls that may mean several overloads.
    #[must_use]
    pub const fn unresolved_cost(self, cost: Cost) -> Function {
        Function { unresolved_cost: cost, ..self }
    }

    /// The same function with a check of literals.
    #[must_use]
    pub const fn literal(self, check: LiteralCheck) -> Function {
        Function { literal: Some(check), ..self }
    }
}

/// One way to call a function.
#[derive(Clone, Copy, Debug)]
pub struct Overload {
    /// cel-go's id of it, such as `string_char_at_int`.
    pub id: &'static str,
    /// Whether it is called on a receiver.
    pub style: Style,
    /// Types, see [`crate::signature`]. The receiver is the first.
    pub signature: &'static str,
    /// The Kubernetes version that brought it, where it is later than the function.
    pub since: Option<Version>,
    /// What it costs.
    pub cost: Cost,
    /// What it does; `None` where the function has one body for all, or the evaluator does it itself.
    pub body: Option<Body>,
    /// Which argument is a regular expression.
    pub pattern: Option<usize>,
    /// Whether an error in the first of two arguments keeps the second from being evaluated, so that it costs nothing: so it is
    /// where Go binds the overload with `FunctionBinding`. With three arguments it always is.
    pub in_turn: bool,
}

/// How an overload is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `f(x)`.
    Function,
    /// `x.f()`.
    Member,
}

/// What a function does.
pub type Body = fn(&Call<'_>) -> Result<Value, Fault>;

/// What a call costs, given the arguments and the result. An argument or a result that is an error stands as `null` there.
pub type CostOf = fn(&[Value], &Value) -> u64;

/// What a call costs (cel-go: interpreter/runtimecost.go; apiserver: cel/library/cost.go).
#[derive(Clone, Copy, Debug)]
pub enum Cost {
    /// A fixed number, mostly 1.
    Fixed(u64),
    /// By the sizes of arguments and result.
    Of(CostOf),
    /// The same where this argument must be a list: if it is none, or an error, cel-go breaks off with an internal error.
    OfList(usize, CostOf),
}

impl Overload {
    /// A function `f(x)` that costs 1.
    pub const fn function(id: &'static str, signature: &'static str, body: Body) -> Overload {
        Overload {
            id,
            style: Style::Function,
            signature,
            since: None,
            cost: Cost::Fixed(1),
            body: Some(body),
            pattern: None,
            in_turn: false,
        }
    }

    /// A member `x.f()` that costs 1.
    pub const fn member(id: &'static str, signature: &'static str, body: Body) -> Overload {
        Overload { style: Style::Member, ..Overload::function(id, signature, body) }
    }

    /// An overload of a function with one body for all, or that the evaluator does itself.
    pub const fn declared(id: &'static str, style: Style, signature: &'static str) -> Overload {
        Overload {
            id,
            style,
            signature,
            since: None,
            cost: Cost::Fixed(1),
            body: None,
            pattern: None,
            in_turn: false,
        }
    }

    /// The same with this cost.
    #[must_use]
    pub const fn cost(self, cost: Cost) -> Overload {
        Overload { cost, ..self }
    }

    /// The same, since this Kubernetes version.
    #[must_use]
    pub const fn since(self, version: Version) -> Overload {
        Overload { since: Some(version), ..self }
    }

    /// The same, with its arguments evaluated up to the first error.
    #[must_use]
    pub const fn in_turn(self) -> Overload {
        Overload { in_turn: true, ..self }
    }

    /// The same, with a regular expression as this argument.
    #[must_use]
    pub const fn pattern(self, argument: usize) -> Overload {
        Overload { pattern: Some(argument), ..self }
    }
}

/// A call: its arguments, and how to get at them.
#[derive(Debug)]
pub struct Call<'a> {
    /// The arguments; the receiver is the first.
    pub args: &'a [Value],
    /// The compiled regular expression, where the argument is a constant.
    pub compiled: Option<&'a Arc<Regexp>>,
}

impl Call<'_> {
    fn get(&self, n: usize) -> Result<&Value, Fault> {
        self.args.get(n).ok_or_else(Fault::no_such_overload)
    }

    /// Text; `no such overload` for anything else.
    pub fn str(&self, n: usize) -> Result<&str, Fault> {
        self.get(n)?.as_str().ok_or_else(Fault::no_such_overload)
    }

    /// A boolean.
    pub fn bool(&self, n: usize) -> Result<bool, Fault> {
        match self.get(n)? {
            Value::Bool(value) => Ok(*value),
            _ => Err(Fault::no_such_overload()),
        }
    }

    /// An integer.
    pub fn int(&self, n: usize) -> Result<i64, Fault> {
        match self.get(n)? {
            Value::Int(value) => Ok(*value),
            _ => Err(Fault::no_such_overload()),
        }
    }

    /// A list.
    pub fn list(&self, n: usize) -> Result<&List, Fault> {
        match self.get(n)? {
            Value::List(list) => Ok(list),
            _ => Err(Fault::no_such_overload()),
        }
    }

    /// A map.
    pub fn map(&self, n: usize) -> Result<&Map, Fault> {
        match self.get(n)? {
            Value::Map(map) => Ok(map),
            _ => Err(Fault::no_such_overload()),
        }
    }

    /// A point in time.
    pub fn timestamp(&self, n: usize) -> Result<Timestamp, Fault> {
        match self.get(n)? {
            Value::Timestamp(time) => Ok(*time),
            _ => Err(Fault::no_such_overload()),
        }
    }

    /// A value of a library.
    pub fn opaque<T: crate::value::Opaque>(&self, n: usize) -> Result<&T, Fault> {
        self.get(n)?.downcast().ok_or_else(Fault::no_such_overload)
    }

    /// The regular expression in this argument: compiled already where it is a constant, else now.
    pub fn regexp(&self, n: usize) -> Result<Arc<Regexp>, Fault> {
        if let Some(compiled) = self.compiled {
            return Ok(Arc::clone(compiled));
        }
        match Regexp::new(self.str(n)?.as_bytes()) {
            Ok(regexp) => Ok(Arc::new(regexp)),
            Err(error) => Err(Fault::new(error.to_string())),
        }
    }
}

/// The cost of reading a text of this many characters (cel-go: common/cost.go, `StringTraversalCostFactor`).
pub fn text_cost(characters: f64) -> u64 {
    (characters * 0.1).ceil() as u64
}

/// The cost of reading the first argument as text: 0.1 a character, rounded up.
pub fn traversal(args: &[Value], _result: &Value) -> u64 {
    args.first().map_or(0, |first| text_cost(first.plain_size() as f64))
}

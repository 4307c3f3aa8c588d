//! What a template function is: its table entry and how its body sees its arguments.

use nexachart_value::{List, Map, Str, Type, Value};

use crate::{Call, Error};

/// A function that templates can call, and all there is to know about it.
#[derive(Debug)]
pub struct Func {
    /// Its name.
    pub name: &'static str,
    /// Other names for the same function.
    pub aliases: &'static [&'static str],
    /// Where it comes from.
    pub origin: Origin,
    /// The types of its parameters; the last one repeats when `variadic`.
    pub params: &'static [Type],
    /// Whether the last parameter may stand any number of times.
    pub variadic: bool,
    /// The type of its result.
    pub result: Type,
    /// What it asks of the outside.
    pub effect: Effect,
    /// How its result relates to its arguments.
    pub flow: Flow,
    /// What it does: one or two sentences, then limits and errors where there are any.
    pub doc: &'static str,
    /// Templates and what they print. They run as tests.
    pub examples: &'static [(&'static str, &'static str)],
    /// How much of its arguments it goes through.
    pub reads: Reads,
    /// Whether the evaluator treats its arguments in a way of its own.
    pub special: Special,
    /// The body.
    pub call: Body,
}

/// The body of a function. The arguments are as many and of the types that the table entry says.
pub type Body = fn(&mut dyn Call, Args<'_>) -> Result<Value, Error>;

/// Where a function comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Go's text/template.
    Go,
    /// Sprig.
    Sprig,
    /// Helm itself.
    Helm,
}

/// What a function asks of the outside. Everything but `Pure` and `Templates` can give another result
/// on the next run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing: the result follows from the arguments.
    Pure,
    /// It executes other templates.
    Templates,
    /// It changes a map that it is given.
    Writes,
    /// The time of day.
    Clock,
    /// Random numbers.
    Random,
    /// The network.
    Network,
    /// A cluster.
    Cluster,
}

/// How a result relates to the arguments, for tracing where text came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Computed: no part of the result is a part of an argument.
    Opaque,
    /// The result is one of the arguments.
    Same,
    /// The result is a part of an argument (`trunc`, `trim`).
    Slices,
    /// The lines of an argument, each with something before it (`indent`).
    Lines,
    /// The arguments one after the other (`print`, `cat`, `join`).
    Concat,
    /// A list or map made of the arguments, or a part taken out of one.
    Structure,
    /// A list or map as a text (`toYaml`).
    Print,
    /// A text as a list or map (`fromYaml`).
    Parse,
}

/// How much of its arguments a function goes through, for the budgets. What it makes is counted by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// Texts as a whole; of lists and maps only what it picks.
    Texts,
    /// All that is in them.
    All,
    /// All that is in them, and copies it.
    Copied,
    /// All that is in them, each item beside each other one.
    Pairs,
}

/// Functions whose arguments the evaluator treats in a way of its own (Go: exec.go evalCall).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Special {
    /// All arguments are evaluated, then the body is called.
    None,
    /// `and`: stops at the first argument that is false.
    And,
    /// `or`: stops at the first argument that is true.
    Or,
    /// `call`: is given the text of its first argument in front.
    Call,
}

/// A function table: how the parser finds functions.
pub trait Functions {
    /// The function of that name or alias.
    fn find(&self, name: &str) -> Option<&'static Func>;
}

impl Func {
    /// A pure function of Sprig without documentation: the start of a table entry, completed by the
    /// methods below.
    pub const fn new(name: &'static str, params: &'static [Type], result: Type, call: Body) -> Func {
        Func {
            name,
            aliases: &[],
            origin: Origin::Sprig,
            params,
            variadic: false,
            result,
            effect: Effect::Pure,
            flow: Flow::Opaque,
            doc: "",
            examples: &[],
            reads: Reads::Texts,
            special: Special::None,
            call,
        }
    }

    /// Lets the last parameter stand any number of times.
    pub const fn variadic(mut self) -> Func {
        self.variadic = true;
        self
    }

    /// Adds other names.
    pub const fn alias(mut self, aliases: &'static [&'static str]) -> Func {
        self.aliases = aliases;
        self
    }

    /// Says where it comes from.
    pub const fn origin(mut self, origin: Origin) -> Func {
        self.origin = origin;
        self
    }

    /// Says what it asks of the outside.
    pub const fn effect(mut self, effect: Effect) -> Func {
        self.effect = effect;
        self
    }

    /// Says how its result relates to its arguments.
    pub const fn flow(mut self, flow: Flow) -> Func {
        self.flow = flow;
        self
    }

    /// Says how much of its arguments it goes through.
    pub const fn reads(mut self, reads: Reads) -> Func {
        self.reads = reads;
        self
    }

    /// Documents it, with examples of templates and what they print.
    pub const fn doc(mut self, doc: &'static str, examples: &'static [(&'static str, &'static str)]) -> Func {
        self.doc = doc;
        self.examples = examples;
        self
    }

    /// Marks a function that the evaluator treats in a way of its own.
    pub const fn special(mut self, special: Special) -> Func {
        self.special = special;
        self
    }
}

/// The arguments of a call. The evaluator has checked their number and types against the table entry,
/// so the typed accessors do not fail: where the entry and the body disagree (a bug that the tests of
/// every entry find), they give the zero value of the type.
#[derive(Clone, Copy, Debug)]
pub struct Args<'a> {
    values: &'a [Value],
    interface_nils: u64,
}

impl<'a> Args<'a> {
    /// The arguments of a call. Bit `i` of `interface_nils` says that argument `i` is an
    /// interface that holds nothing, and not nothing at all.
    pub fn new(values: &'a [Value], interface_nils: u64) -> Args<'a> {
        Args { values, interface_nils }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// All of them.
    pub fn all(&self) -> &'a [Value] {
        self.values
    }

    /// Whether argument `i`, which is nil, is an interface that holds nothing (a missing key, a null)
    /// and not an untyped nil (the constant, or a nil that came through a pipe). Some of Go's own
    /// functions, `len` for one, tell these apart.
    pub fn is_interface_nil(&self, i: usize) -> bool {
        i < 64 && self.interface_nils >> i & 1 == 1
    }

    /// Argument `i`, of any type.
    pub fn any(&self, i: usize) -> &'a Value {
        const NIL: &Value = &Value::Nil;
        self.values.get(i).unwrap_or(NIL)
    }

    /// Argument `i` as the bytes of a string.
    pub fn str(&self, i: usize) -> &'a [u8] {
        match self.any(i) {
            Value::String(s) => s,
            _ => b"",
        }
    }

    /// Argument `i` as a shared string.
    pub fn string(&self, i: usize) -> Str {
        match self.any(i) {
            Value::String(s) => s.clone(),
            _ => Str::default(),
        }
    }

    /// Argument `i` as a signed integer of any size.
    pub fn int(&self, i: usize) -> i64 {
        match self.any(i) {
            Value::Int(_, n) => *n,
            _ => 0,
        }
    }

    /// Argument `i` as a `float64`.
    pub fn float(&self, i: usize) -> f64 {
        match self.any(i) {
            Value::Float(_, n) => *n,
            _ => 0.0,
        }
    }

    /// Argument `i` as a `bool`.
    pub fn bool(&self, i: usize) -> bool {
        matches!(self.any(i), Value::Bool(true))
    }

    /// Argument `i` as a slice. Nil where a nil slice was passed.
    pub fn list(&self, i: usize) -> List {
        self.any(i).items().unwrap_or_else(|| List::nil(Type::LIST))
    }

    /// Argument `i` as a map. A nil map where nil was passed.
    pub fn map(&self, i: usize) -> Map {
        match self.any(i) {
            Value::Map(m) => m.clone(),
            other => match other.underlying() {
                Value::Map(m) => m,
                _ => Map::nil(Type::MAP),
            },
        }
    }

    /// The arguments from `i` on: those of a variadic parameter.
    pub fn rest(&self, i: usize) -> &'a [Value] {
        self.values.get(i..).unwrap_or(&[])
    }
}

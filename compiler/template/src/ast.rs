//! The parsed form of a template file. It is immutable and can be shared between threads; variables
//! are resolved to slots and functions to their table entries.

use std::sync::Arc;

use crate::Func;

/// One template: the file itself, or a `define`/`block` in it.
#[derive(Debug)]
pub struct Tree {
    /// The name under which it can be executed.
    pub name: Box<[u8]>,
    /// The name of the file that was parsed, the same for all templates in it.
    pub parse_name: Arc<[u8]>,
    /// The whole text of that file; positions are byte offsets into it.
    pub text: Arc<[u8]>,
    /// What it does.
    pub root: List,
    /// How many variable slots an execution needs. Slot 0 is `$`.
    pub slots: u32,
    /// How many string constants it has: each [`Expr::String`] has a number below this.
    pub constants: u32,
}

// Trees are shared between threads.
const _: () = {
    const fn shared<T: Send + Sync>() {}
    shared::<Tree>();
};

/// Where a node is, and which one it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At {
    /// The number of the node in its tree, unique there: what the evaluator notes while it runs.
    pub id: u32,
    /// Go's `Pos` of the node: a byte offset into the text of the file, not always where the node
    /// begins (for a chain `.a.b` it is the place of the second element).
    pub pos: u32,
}

/// A sequence of statements.
#[derive(Debug)]
pub struct List {
    /// Its place.
    pub at: At,
    /// The statements in order. Text that trimming has emptied is not there.
    pub nodes: Vec<Node>,
}

/// A statement.
#[derive(Debug)]
pub enum Node {
    /// Text, copied to the output.
    Text(At, Box<[u8]>),
    /// `{{ pipeline }}`.
    Action(At, Pipe),
    /// `{{ if }}`.
    If(Branch),
    /// `{{ with }}`.
    With(Branch),
    /// `{{ range }}`.
    Range(Branch),
    /// `{{ template "name" pipeline }}`, also from `block`.
    Template(TemplateCall),
    /// `{{ break }}`.
    Break(At),
    /// `{{ continue }}`.
    Continue(At),
}

/// `if`, `with` or `range`.
#[derive(Debug)]
pub struct Branch {
    /// Its place.
    pub at: At,
    /// What is tested or ranged over.
    pub pipe: Pipe,
    /// The body.
    pub list: List,
    /// The `else` part. `else if` and `else with` are a list of one statement.
    pub else_list: Option<List>,
}

/// `{{ template "name" pipeline }}`.
#[derive(Debug)]
pub struct TemplateCall {
    /// Its place.
    pub at: At,
    /// The name, unquoted.
    pub name: Box<[u8]>,
    /// What becomes dot; nothing when absent.
    pub pipe: Option<Pipe>,
}

/// Commands separated by `|`, with the variables that take the result.
#[derive(Debug)]
pub struct Pipe {
    /// Its place.
    pub at: At,
    /// `=` instead of `:=`.
    pub is_assign: bool,
    /// The variables; two at most, and two only in a `range`.
    pub decl: Vec<Variable>,
    /// The commands; one at least.
    pub cmds: Vec<Command>,
}

/// An operand with its arguments.
#[derive(Debug)]
pub struct Command {
    /// Its place.
    pub at: At,
    /// The operand (a function, field, variable…) and its arguments; one at least.
    pub args: Vec<Expr>,
}

/// A variable as it is declared, assigned or read: `$x`, or `$x.a.b`.
#[derive(Debug)]
pub struct Variable {
    /// Its place.
    pub at: At,
    /// The name with its `$`.
    pub name: Box<[u8]>,
    /// Where the value is kept during an execution.
    pub slot: u32,
    /// The fields behind it.
    pub fields: Vec<Box<[u8]>>,
}

/// An operand.
#[derive(Debug)]
pub enum Expr {
    /// `.`
    Dot(At),
    /// `nil`
    Nil(At),
    /// `true` or `false`.
    Bool(At, bool),
    /// A number or a character.
    Number(At, Box<Number>),
    /// A string.
    String(StringConst),
    /// `.a.b`
    Field(At, Vec<Box<[u8]>>),
    /// `$x` or `$x.a`
    Variable(Variable),
    /// A function's name.
    Identifier(Identifier),
    /// An operand with fields behind it: `(…).a.b`.
    Chain(Box<Chain>),
    /// A pipeline in parentheses.
    Pipe(Box<Pipe>),
}

/// A string constant.
#[derive(Debug)]
pub struct StringConst {
    /// Its place.
    pub at: At,
    /// As it stands in the text, with its quotes.
    pub quoted: Box<[u8]>,
    /// What it means.
    pub text: Box<[u8]>,
    /// Its number among the string constants of the tree.
    pub constant: u32,
}

/// A function's name, bound.
#[derive(Debug)]
pub struct Identifier {
    /// Its place.
    pub at: At,
    /// The name as it stands in the template (it may be an alias).
    pub name: Box<str>,
    /// The function.
    pub func: &'static Func,
}

/// Fields behind an operand that is neither a field nor a variable.
#[derive(Debug)]
pub struct Chain {
    /// Its place.
    pub at: At,
    /// The operand.
    pub base: Expr,
    /// The fields, one at least.
    pub fields: Vec<Box<[u8]>>,
}

/// A numeric constant. It may be read as several types at once: `1` is an integer, a float and a complex.
#[derive(Debug, Default)]
pub struct Number {
    /// As it stands in the text.
    pub text: Box<[u8]>,
    /// Its value as a signed integer, if it is one.
    pub int: Option<i64>,
    /// Its value as an unsigned integer, if it is one.
    pub uint: Option<u64>,
    /// Its value as a float, if it is one.
    pub float: Option<f64>,
    /// Its value as a complex number, only for what ends in `i`, be its imaginary part zero.
    pub complex: Option<(f64, f64)>,
}

impl Variable {
    /// The slot of a variable that the evaluator cannot find, though the parser let it pass: one that is
    /// assigned (`$x = 1`) or used in its own declaration (`$x := $x`) without being declared before. Its
    /// execution fails with `undefined variable: $x`.
    pub const UNDEFINED: u32 = u32::MAX;
}

impl Node {
    /// The place of the node.
    pub fn at(&self) -> At {
        match self {
            Node::Text(at, _) | Node::Action(at, _) | Node::Break(at) | Node::Continue(at) => *at,
            Node::If(b) | Node::With(b) | Node::Range(b) => b.at,
            Node::Template(t) => t.at,
        }
    }
}

impl Expr {
    /// The place of the node.
    pub fn at(&self) -> At {
        match self {
            Expr::Dot(at) | Expr::Nil(at) | Expr::Bool(at, _) | Expr::Number(at, _) | Expr::Field(at, _) => {
                *at
            }
            Expr::String(s) => s.at,
            Expr::Variable(v) => v.at,
            Expr::Identifier(i) => i.at,
            Expr::Chain(c) => c.at,
            Expr::Pipe(p) => p.at,
        }
    }
}

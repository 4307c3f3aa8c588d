//! The parsed form of a template file. It is immutable and can be shared between threads; variables
//! are resolved to slots and functions to their table entries.
//!
//! All nodes of a file lie in a few vectors ([`Nodes`]) and name each other by number: a file is parsed
//! with few allocations and let go of without a walk. Names and texts are places in the file's text.
//! With a box for each node and name, parsing and dropping kube-prometheus-stack's templates took 2.5
//! times the instructions.

use std::marker::PhantomData;
use std::ops::{Index, IndexMut};
use std::sync::Arc;

use crate::Func;

/// One template: the file itself, or a `define`/`block` in it.
#[derive(Debug)]
pub struct Tree {
    /// The name under which it can be executed.
    pub name: Arc<[u8]>,
    /// The name of the file in which it stands, as errors show it.
    pub file_name: Arc<[u8]>,
    /// The file in which it stands.
    pub file: Arc<File>,
    /// What it does.
    pub root: List,
    /// How many variable slots an execution needs. Slot 0 is `$`.
    pub slots: u32,
    /// How many string constants it has: each [`Expr::String`] has a number below this.
    pub constants: u32,
}

/// A parsed file.
#[derive(Debug)]
pub struct File {
    /// Its text; positions are byte offsets into it.
    pub text: Arc<[u8]>,
    /// The nodes of all templates in it.
    pub nodes: Nodes,
}

/// The nodes of a file, by kind.
#[derive(Debug, Default)]
pub struct Nodes {
    statements: Vec<Node>,
    branches: Vec<Branch>,
    pipes: Vec<Pipe>,
    commands: Vec<Command>,
    exprs: Vec<Expr>,
    variables: Vec<Variable>,
    chains: Vec<Chain>,
    numbers: Vec<Number>,
    fields: Vec<Text>,
}

// Trees are shared between threads.
const _: () = {
    const fn shared<T: Send + Sync>() {}
    shared::<Tree>();
};

/// A piece of the file's text, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// Where it starts.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
}

/// The number of a node among those of its kind.
#[derive(Debug)]
pub struct Id<T>(u32, PhantomData<fn() -> T>);

/// Nodes of a kind that stand one after the other.
#[derive(Debug)]
pub struct Ids<T> {
    start: u32,
    end: u32,
    kind: PhantomData<fn() -> T>,
}

/// A kind of node, and where the file has its nodes.
pub trait Kept: Copy {
    /// All of this kind.
    fn all(nodes: &Nodes) -> &Vec<Self>;
    /// All of this kind, to add to.
    fn all_mut(nodes: &mut Nodes) -> &mut Vec<Self>;
}

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
#[derive(Clone, Copy, Debug)]
pub struct List {
    /// Its place.
    pub at: At,
    /// The statements in order. Text that trimming has emptied is not there.
    pub nodes: Ids<Node>,
}

/// A statement.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// Text, copied to the output.
    Text(At, Text),
    /// `{{ pipeline }}`.
    Action(At, Id<Pipe>),
    /// `{{ if }}`.
    If(Id<Branch>),
    /// `{{ with }}`.
    With(Id<Branch>),
    /// `{{ range }}`.
    Range(Id<Branch>),
    /// `{{ template "name" pipeline }}`, also from `block`.
    Template(TemplateCall),
    /// `{{ break }}`.
    Break(At),
    /// `{{ continue }}`.
    Continue(At),
}

/// `if`, `with` or `range`.
#[derive(Clone, Copy, Debug)]
pub struct Branch {
    /// Its place.
    pub at: At,
    /// What is tested or ranged over.
    pub pipe: Id<Pipe>,
    /// The body.
    pub list: List,
    /// The `else` part. `else if` and `else with` are a list of one statement.
    pub else_list: Option<List>,
}

/// `{{ template "name" pipeline }}`.
#[derive(Clone, Copy, Debug)]
pub struct TemplateCall {
    /// Its place.
    pub at: At,
    /// The name, with its quotes.
    pub quoted: Text,
    /// What becomes dot; nothing when absent.
    pub pipe: Option<Id<Pipe>>,
}

/// Commands separated by `|`, with the variables that take the result.
#[derive(Clone, Copy, Debug)]
pub struct Pipe {
    /// Its place.
    pub at: At,
    /// `=` instead of `:=`.
    pub is_assign: bool,
    /// The variables; two at most, and two only in a `range`.
    pub decl: Ids<Variable>,
    /// The commands; one at least.
    pub cmds: Ids<Command>,
}

/// An operand with its arguments.
#[derive(Clone, Copy, Debug)]
pub struct Command {
    /// Its place.
    pub at: At,
    /// The operand (a function, field, variable…) and its arguments; one at least.
    pub args: Ids<Expr>,
}

/// A variable as it is declared, assigned or read: `$x`, or `$x.a.b`.
#[derive(Clone, Copy, Debug)]
pub struct Variable {
    /// Its place.
    pub at: At,
    /// The name with its `$`.
    pub name: Text,
    /// Where the value is kept during an execution.
    pub slot: u32,
    /// The fields behind it.
    pub fields: Ids<Text>,
}

/// An operand.
#[derive(Clone, Copy, Debug)]
pub enum Expr {
    /// `.`
    Dot(At),
    /// `nil`
    Nil(At),
    /// `true` or `false`.
    Bool(At, bool),
    /// A number or a character.
    Number(At, Id<Number>),
    /// A string.
    String(StringConst),
    /// `.a.b`
    Field(At, Ids<Text>),
    /// `$x` or `$x.a`
    Variable(At, Id<Variable>),
    /// A function's name.
    Identifier(Identifier),
    /// An operand with fields behind it: `(…).a.b`.
    Chain(At, Id<Chain>),
    /// A pipeline in parentheses.
    Pipe(At, Id<Pipe>),
}

/// A string constant.
#[derive(Clone, Copy, Debug)]
pub struct StringConst {
    /// Its place.
    pub at: At,
    /// As it stands in the text, with its quotes. They are right.
    pub quoted: Text,
    /// Its number among the string constants of the tree.
    pub constant: u32,
}

/// A function's name, bound.
#[derive(Clone, Copy, Debug)]
pub struct Identifier {
    /// Its place.
    pub at: At,
    /// The name as it stands in the template (it may be an alias).
    pub name: Text,
    /// The function.
    pub func: &'static Func,
}

/// Fields behind an operand that is neither a field nor a variable.
#[derive(Clone, Copy, Debug)]
pub struct Chain {
    /// Its place.
    pub at: At,
    /// The operand.
    pub base: Expr,
    /// The fields, one at least.
    pub fields: Ids<Text>,
}

/// A numeric constant. It may be read as several types at once: `1` is an integer, a float and a complex.
#[derive(Clone, Copy, Debug, Default)]
pub struct Number {
    /// As it stands in the text.
    pub text: Text,
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

impl File {
    /// The place of a node.
    pub fn place(&self, node: &Node) -> At {
        match node {
            Node::Text(at, _) | Node::Action(at, _) | Node::Break(at) | Node::Continue(at) => *at,
            Node::If(branch) | Node::With(branch) | Node::Range(branch) => self[*branch].at,
            Node::Template(call) => call.at,
        }
    }
}

impl Index<Text> for File {
    type Output = [u8];
    fn index(&self, text: Text) -> &[u8] {
        &self.text[text.start as usize..text.end as usize]
    }
}

impl<T: Kept> Index<Id<T>> for File {
    type Output = T;
    fn index(&self, id: Id<T>) -> &T {
        &T::all(&self.nodes)[id.0 as usize]
    }
}

impl<T: Kept> Index<Ids<T>> for File {
    type Output = [T];
    fn index(&self, ids: Ids<T>) -> &[T] {
        &T::all(&self.nodes)[ids.start as usize..ids.end as usize]
    }
}

impl Nodes {
    /// Adds a node.
    pub(crate) fn push<T: Kept>(&mut self, node: T) -> Id<T> {
        let all = T::all_mut(self);
        all.push(node);
        Id(all.len() as u32 - 1, PhantomData)
    }

    /// Adds nodes that belong together: those that wait, from a place on.
    pub(crate) fn take<T: Kept>(&mut self, waiting: &mut Vec<T>, from: usize) -> Ids<T> {
        let all = T::all_mut(self);
        let start = all.len() as u32;
        all.extend_from_slice(&waiting[from..]);
        waiting.truncate(from);
        Ids { start, end: all.len() as u32, kind: PhantomData }
    }

    /// Adds one to the nodes that were added last.
    pub(crate) fn append<T: Kept>(&mut self, ids: &mut Ids<T>, node: T) {
        let id = self.push(node);
        debug_assert!(ids.is_empty() || ids.end == id.0, "others were added in between");
        if ids.is_empty() {
            ids.start = id.0;
        }
        ids.end = id.0 + 1;
    }

    /// The same nodes in as little memory as they need; nothing is left here but the room.
    pub(crate) fn drain(&mut self) -> Nodes {
        fn drain<T: Copy>(nodes: &mut Vec<T>) -> Vec<T> {
            let exact = nodes.to_vec();
            nodes.clear();
            exact
        }
        Nodes {
            statements: drain(&mut self.statements),
            branches: drain(&mut self.branches),
            pipes: drain(&mut self.pipes),
            commands: drain(&mut self.commands),
            exprs: drain(&mut self.exprs),
            variables: drain(&mut self.variables),
            chains: drain(&mut self.chains),
            numbers: drain(&mut self.numbers),
            fields: drain(&mut self.fields),
        }
    }
}

impl<T: Kept> Index<Id<T>> for Nodes {
    type Output = T;
    fn index(&self, id: Id<T>) -> &T {
        &T::all(self)[id.0 as usize]
    }
}

impl<T: Kept> IndexMut<Id<T>> for Nodes {
    fn index_mut(&mut self, id: Id<T>) -> &mut T {
        &mut T::all_mut(self)[id.0 as usize]
    }
}

impl<T: Kept> Index<Ids<T>> for Nodes {
    type Output = [T];
    fn index(&self, ids: Ids<T>) -> &[T] {
        &T::all(self)[ids.start as usize..ids.end as usize]
    }
}

macro_rules! kept {
    ($($kind:ident: $place:ident),*) => {$(
        impl Kept for $kind {
            fn all(nodes: &Nodes) -> &Vec<$kind> {
                &nodes.$place
            }
            fn all_mut(nodes: &mut Nodes) -> &mut Vec<$kind> {
                &mut nodes.$place
            }
        }
    )*};
}

kept! {
    Node: statements, Branch: branches, Pipe: pipes, Command: commands, Expr: exprs, Variable: variables,
    Chain: chains, Number: numbers, Text: fields
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Id<T> {
        *self
    }
}

impl<T> Copy for Id<T> {}

impl<T> Clone for Ids<T> {
    fn clone(&self) -> Ids<T> {
        *self
    }
}

impl<T> Copy for Ids<T> {}

impl<T> Ids<T> {
    /// None.
    pub const NONE: Ids<T> = Ids { start: 0, end: 0, kind: PhantomData };

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// How many there are.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }
}

impl Expr {
    /// The place of the node.
    pub fn at(&self) -> At {
        match self {
            Expr::Dot(at)
            | Expr::Nil(at)
            | Expr::Bool(at, _)
            | Expr::Number(at, _)
            | Expr::Field(at, _)
            | Expr::Variable(at, _)
            | Expr::Chain(at, _)
            | Expr::Pipe(at, _) => *at,
            Expr::String(s) => s.at,
            Expr::Identifier(i) => i.at,
        }
    }
}

//! Expressions as the checker and the planner see them: macros are expanded (cel-go: common/ast/expr.go).

use std::sync::Arc;

use crate::value::Value;

/// The number of a node. Numbers begin at 1; [`Spans`] has where each stands in the text.
pub type ExprId = u32;

/// A node of an expression.
#[derive(Clone, Debug)]
pub struct Expr {
    /// Its number, which no other node of the expression has.
    pub id: ExprId,
    /// What it is.
    pub kind: ExprKind,
}

/// The kinds of nodes.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// What could not be read.
    Unspecified,
    /// A constant of the language.
    Literal(Value),
    /// A name, perhaps qualified and with a leading dot.
    Ident(Arc<str>),
    /// `operand.field`, or `has(operand.field)`.
    Select(Box<Select>),
    /// A call of a function, a member or an operator.
    Call(Box<Call>),
    /// `[a, ?b]`.
    List(Vec<Element>),
    /// `{k: v, ?k: v}`.
    Map(Vec<Entry>),
    /// `Name{field: v}`.
    Struct(Arc<str>, Vec<Field>),
    /// What macros make of loops.
    Comprehension(Box<Comprehension>),
}

/// `operand.field`, or `has(operand.field)`.
#[derive(Clone, Debug)]
pub struct Select {
    /// What the field is of.
    pub operand: Expr,
    /// Its name.
    pub field: Arc<str>,
    /// Whether it is only asked for.
    pub test_only: bool,
}

/// A call.
#[derive(Clone, Debug)]
pub struct Call {
    /// The name of the function, `_+_` for operators.
    pub function: Arc<str>,
    /// The receiver.
    pub target: Option<Expr>,
    /// The other arguments.
    pub args: Vec<Expr>,
}

/// An element of a list.
#[derive(Clone, Debug)]
pub struct Element {
    /// The element.
    pub value: Expr,
    /// Whether it is `?e`.
    pub optional: bool,
}

/// An entry of a map.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The number of the entry.
    pub id: ExprId,
    /// The key.
    pub key: Expr,
    /// The value.
    pub value: Expr,
    /// Whether it is `?k: v`.
    pub optional: bool,
}

/// A field of a message.
#[derive(Clone, Debug)]
pub struct Field {
    /// The number of the entry.
    pub id: ExprId,
    /// The field's name.
    pub name: Arc<str>,
    /// Its value.
    pub value: Expr,
    /// Whether it is `?f: v`.
    pub optional: bool,
}

/// A loop over a list or map (cel-go: expr.go, `ComprehensionExpr`): for each element, while `condition` holds,
/// `accumulator` becomes `step`; then `result` is the value.
#[derive(Clone, Debug)]
pub struct Comprehension {
    /// What is walked.
    pub range: Expr,
    /// The element of a list or the key of a map; with a second variable the index of a list.
    pub variable: Arc<str>,
    /// The element of a list or the value of a map.
    pub second: Option<Arc<str>>,
    /// The name of what is computed.
    pub accumulator: Arc<str>,
    /// Its first value.
    pub init: Expr,
    /// Whether to go on.
    pub condition: Expr,
    /// Its next value.
    pub step: Expr,
    /// What comes out.
    pub result: Expr,
}

/// Where the nodes stand, by their numbers.
#[derive(Clone, Debug, Default)]
pub struct Spans {
    spans: Vec<Span>,
}

/// Where a node stands, as offsets in code points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The place that errors name: an operator, the parenthesis of a call, the first character of everything else.
    pub place: u32,
    /// The first character of the node with all its parts.
    pub start: u32,
    /// Behind the last one.
    pub end: u32,
}

impl Spans {
    /// A number for a node at this place.
    pub fn add(&mut self, span: Span) -> ExprId {
        self.spans.push(span);
        self.spans.len() as ExprId
    }

    /// Where a node stands.
    pub fn get(&self, id: ExprId) -> Option<Span> {
        self.spans.get((id as usize).checked_sub(1)?).copied()
    }

    /// How many numbers there are.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }
}

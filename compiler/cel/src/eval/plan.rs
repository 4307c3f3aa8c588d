//! What is evaluated: the tree that cel-go's planner makes of a checked expression, constants folded
//! (cel-go: interpreter/planner.go, decorators.go). Costs are counted per node of this tree, so it has its shape.

use std::sync::Arc;

use nexachart_go::regexp::Regexp;

use crate::ast::ExprId;
use crate::env::{Declared, DeclaredOverload};
use crate::library::{Body, Cost};
use crate::value::{Map, Value};

/// A step of an evaluation.
#[derive(Debug)]
pub struct Node {
    /// Whether its value is needed to count what the call around it costs.
    pub keep: bool,
    pub kind: NodeKind,
}

/// The kinds of steps.
#[derive(Debug)]
pub enum NodeKind {
    Const(ExprId, Value),
    Attribute(Box<Attribute>),
    /// `&&`: false decides. `||`: true decides.
    Logic {
        id: ExprId,
        decisive: bool,
        terms: [Box<Node>; 2],
    },
    /// `==` and `!=`.
    Equality {
        id: ExprId,
        equal: bool,
        sides: [Box<Node>; 2],
    },
    Call(Box<Call>),
    List {
        id: ExprId,
        elements: Vec<(Node, bool)>,
    },
    Map {
        id: ExprId,
        entries: Vec<(Node, Node, bool)>,
    },
    /// `Name{field: value}`: declared types cannot be made, so that for them it fails.
    Message {
        id: ExprId,
        name: Arc<str>,
        fields: Vec<(Arc<str>, Node, bool)>,
    },
    Fold(Box<Fold>),
    /// `x in [constants]`.
    Member {
        id: ExprId,
        value: Box<Node>,
        set: Map,
    },
    /// `optional.or(optional)`.
    Or {
        id: ExprId,
        sides: [Box<Node>; 2],
    },
    /// `optional.orValue(value)`.
    OrValue {
        id: ExprId,
        sides: [Box<Node>; 2],
    },
}

/// A variable, the result of a step, or one of two such, and what is selected of it.
#[derive(Debug)]
pub struct Attribute {
    pub path: Path,
    /// The number of a `has()`.
    pub test: Option<ExprId>,
}

#[derive(Debug)]
pub struct Path {
    pub root: Root,
    pub qualifiers: Vec<Qualifier>,
}

#[derive(Debug)]
pub enum Root {
    Variable {
        id: ExprId,
        name: Arc<str>,
    },
    /// A name that a loop gives. `take`: nothing reads it again before it gets its next value.
    Slot {
        id: ExprId,
        slot: usize,
        take: bool,
    },
    Step {
        id: ExprId,
        step: Node,
    },
    Choice {
        id: ExprId,
        condition: Node,
        then: Box<Path>,
        otherwise: Box<Path>,
    },
}

/// One `.field` or `[index]`.
#[derive(Clone, Debug)]
pub struct Qualifier {
    pub id: ExprId,
    pub key: Key,
    /// `.?field`, `[?index]`.
    pub optional: bool,
    /// `has(…)` asks only for this one.
    pub test: bool,
}

#[derive(Clone, Debug)]
pub enum Key {
    Const(Value),
    /// A variable, whose own cost is not counted.
    Path(Arc<Path>),
    /// The result of a step.
    Step(Arc<Path>),
}

impl Path {
    /// The number that stands for the whole: that of the last selection (cel-go: attributes.go, `ID`).
    pub fn id(&self) -> ExprId {
        if let Root::Choice { id, then, otherwise, .. } = &self.root {
            return if then.id() == otherwise.id() { then.id() } else { *id };
        }
        match (self.qualifiers.last(), &self.root) {
            (Some(last), _) => last.id,
            (None, Root::Variable { id, .. } | Root::Slot { id, .. } | Root::Step { id, .. }) => *id,
            (None, Root::Choice { id, .. }) => *id,
        }
    }

    /// Selects something of it: of a choice, of both branches.
    pub fn push(&mut self, qualifier: Qualifier) {
        match &mut self.root {
            Root::Choice { then, otherwise, .. } => {
                then.push(qualifier.clone());
                otherwise.push(qualifier);
            }
            _ => self.qualifiers.push(qualifier),
        }
    }
}

/// A call of a function.
#[derive(Debug)]
pub struct Call {
    pub id: ExprId,
    pub declared: &'static Declared,
    pub way: Way,
    /// Whether an error in an argument keeps those after it from being evaluated.
    pub stops: bool,
    pub args: Vec<Node>,
    pub cost: Cost,
    pub compiled: Option<Arc<Regexp>>,
}

/// How a call finds its body.
#[derive(Clone, Copy, Debug)]
pub enum Way {
    /// One body for all overloads.
    Singleton(Body),
    /// The overload that is known.
    Overload(Body, &'static DeclaredOverload),
    /// The first overload that fits the arguments.
    Dispatch,
    /// `+`: lists are joined in place where nothing else holds the first.
    Add(Body),
    /// `cel.@mapInsert`, also in place.
    Insert,
}

/// A loop.
#[derive(Debug)]
pub struct Fold {
    pub id: ExprId,
    pub range: Node,
    pub init: Node,
    pub condition: Node,
    pub step: Node,
    pub result: Node,
    /// Where the accumulator is kept; the variables are behind it.
    pub slot: usize,
    pub two: bool,
}

impl Node {
    pub fn id(&self) -> ExprId {
        match &self.kind {
            NodeKind::Const(id, _)
            | NodeKind::Logic { id, .. }
            | NodeKind::Equality { id, .. }
            | NodeKind::List { id, .. }
            | NodeKind::Map { id, .. }
            | NodeKind::Message { id, .. }
            | NodeKind::Member { id, .. }
            | NodeKind::Or { id, .. }
            | NodeKind::OrValue { id, .. } => *id,
            NodeKind::Attribute(attribute) => attribute.test.unwrap_or_else(|| attribute.path.id()),
            NodeKind::Call(call) => call.id,
            NodeKind::Fold(fold) => fold.id,
        }
    }
}

impl From<NodeKind> for Node {
    fn from(kind: NodeKind) -> Node {
        Node { keep: false, kind }
    }
}

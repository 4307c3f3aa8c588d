//! What the grammar found, before macros: nodes in one list, each naming its children by number. After a syntax error
//! parts may be missing.

use super::token::Token;

/// The number of a node.
pub type NodeId = u32;

/// A node with the offsets of its first character and behind its last.
#[derive(Debug)]
pub struct Node {
    pub kind: NodeKind,
    pub start: u32,
    pub end: u32,
}

/// Rules that lead to one other rule only are left out.
#[derive(Debug)]
pub enum NodeKind {
    /// Nothing could be read.
    Nothing,
    /// Nothing more than this node: only while a rule is being read.
    Only(NodeId),
    /// No alternative of `unary` fit.
    NoUnary,
    Conditional {
        condition: NodeId,
        op: Token,
        then: Option<NodeId>,
        otherwise: Option<NodeId>,
    },
    /// `&&` or `||`.
    Logic {
        function: &'static str,
        first: NodeId,
        ops: Vec<Token>,
        rest: Vec<NodeId>,
    },
    Binary {
        op: Token,
        left: NodeId,
        right: NodeId,
    },
    /// `!` or `-`, perhaps several.
    Unary {
        function: &'static str,
        ops: Vec<Token>,
        member: Option<NodeId>,
    },
    Select {
        operand: NodeId,
        op: Option<Token>,
        optional: bool,
        name: Option<Name>,
    },
    MemberCall {
        operand: NodeId,
        name: Option<Token>,
        open: Option<Token>,
        args: Vec<NodeId>,
    },
    Index {
        operand: NodeId,
        op: Option<Token>,
        optional: bool,
        index: Option<NodeId>,
    },
    Ident {
        dot: bool,
        name: Option<Token>,
    },
    Call {
        dot: bool,
        name: Option<Token>,
        open: Option<Token>,
        args: Vec<NodeId>,
    },
    List {
        open: Option<Token>,
        items: Vec<(NodeId, bool)>,
    },
    Map {
        open: Option<Token>,
        entries: Entries<NodeId>,
    },
    Message {
        dot: bool,
        names: Vec<Token>,
        open: Option<Token>,
        entries: Entries<Option<Name>>,
    },
    /// A number, with its sign.
    Literal {
        sign: Option<Token>,
        token: Option<Token>,
    },
}

/// A name after a dot, or of a field.
#[derive(Clone, Copy, Debug)]
pub struct Name {
    /// `None` where there was none.
    pub token: Option<Token>,
    /// Where the rule began.
    pub start: u32,
}

/// The entries of a map or message: keys (and whether optional), colons and values may be of different number after an error.
#[derive(Debug)]
pub struct Entries<K> {
    pub keys: Vec<(K, bool)>,
    pub colons: Vec<Token>,
    pub values: Vec<NodeId>,
    /// Where they begin.
    pub start: u32,
}

impl<K> Default for Entries<K> {
    fn default() -> Entries<K> {
        Entries { keys: Vec::new(), colons: Vec::new(), values: Vec::new(), start: 0 }
    }
}

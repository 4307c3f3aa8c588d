//! How an evaluation fails.

use std::borrow::Cow;
use std::fmt;

/// A run-time error, in cel-go's words. A function of a library knows no place: the evaluator adds the node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    text: Cow<'static, str>,
    /// The id of the node that failed first, set by the evaluator.
    pub node: Option<u32>,
    /// What it does to the evaluation around it.
    pub kind: FaultKind,
}

/// Whether a failure is a value that `||` and `&&` may absorb, or the end of the evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// An error value.
    Error,
    /// The cost limit or another bound was reached: nothing absorbs it.
    Cancelled,
}

impl Fault {
    /// An error with this text.
    pub fn new(text: impl Into<Cow<'static, str>>) -> Fault {
        Fault { text: text.into(), node: None, kind: FaultKind::Error }
    }

    /// The end of the evaluation, with this text.
    pub fn cancelled(text: impl Into<Cow<'static, str>>) -> Fault {
        Fault { text: text.into(), node: None, kind: FaultKind::Cancelled }
    }

    /// `no such overload`, where cel-go says no more (cel-go: types/err.go).
    pub fn no_such_overload() -> Fault {
        Fault::new("no such overload")
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The same failure at this node, unless it has one already.
    #[must_use]
    pub fn at(mut self, node: u32) -> Fault {
        self.node.get_or_insert(node);
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Fault {}

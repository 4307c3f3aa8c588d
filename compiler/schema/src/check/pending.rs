//! What of a value no keyword has spoken of yet: what is left to `unevaluatedProperties` and `unevaluatedItems`.

use crate::document::{Document, Node, NodeId};
use crate::schema::Schema;

/// Of each property or item, whether it is left. Nothing where nobody asks.
#[derive(Debug, Default)]
pub(super) struct Pending {
    left: Vec<bool>,
    count: usize,
}

impl Pending {
    /// What a schema leaves when it begins (Go: unevalFrom). `is_asked`: who applies it wants to know.
    pub fn of(document: &Document, node: NodeId, schema: &Schema, is_asked: bool) -> Pending {
        let (done, all) = match document.node(node) {
            Node::Object(_) => {
                let asks =
                    || schema.object.as_ref().is_some_and(|object| object.unevaluated_properties.is_some());
                if schema.evaluates_all_properties() || !(is_asked || asks()) {
                    return Pending::default();
                }
                (0, document.members(node).len())
            }
            Node::List(items) => {
                let asks = || schema.array.as_ref().is_some_and(|array| array.unevaluated_items.is_some());
                if !(is_asked || asks()) {
                    return Pending::default();
                }
                let Some(done) = schema.evaluated_items() else { return Pending::default() };
                (done, document.children(items).len())
            }
            _ => return Pending::default(),
        };
        Pending { left: (0..all).map(|i| i >= done).collect(), count: all.saturating_sub(done) }
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Takes away what a keyword has spoken of.
    pub fn settle(&mut self, index: usize) {
        if let Some(left) = self.left.get_mut(index)
            && std::mem::take(left)
        {
            self.count -= 1;
        }
    }

    /// Takes away what another schema did not leave.
    pub fn keep(&mut self, other: &Pending) {
        if self.is_empty() {
            return;
        }
        for index in 0..self.left.len() {
            if !other.left.get(index).is_some_and(|left| *left) {
                self.settle(index);
            }
        }
    }

    /// Takes away all: the indices of what was left.
    pub fn take(&mut self) -> Vec<usize> {
        let left = std::mem::take(self).left.into_iter().enumerate();
        left.filter(|(_, left)| *left).map(|(index, _)| index).collect()
    }
}

//! Paths of values, as the schema library keeps them.

use std::cell::RefCell;
use std::rc::Rc;

use crate::document::{Document, NodeId};

/// The way from the root of a value to a place in it: a Go slice of names.
///
/// Names of the same depth share their place in memory, as Go's `append` has it. So a path that is kept while others
/// are walked ends up with their names. The schema library keeps those of `propertyNames`, and its message then names
/// another place: whoever wants the same text has to do the same.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    names: Rc<RefCell<Vec<NodeId>>>,
    len: usize,
}

/// The room that the library begins with.
const ROOM: usize = 8;

impl Path {
    /// The path of the root.
    pub fn root() -> Path {
        Path { names: Rc::new(RefCell::new(Vec::with_capacity(ROOM))), len: 0 }
    }

    /// The path of a child. Where there is no more room the names move to a new place, twice as large.
    pub fn child(&self, node: NodeId) -> Path {
        let has_room = self.len < ROOM || !self.len.is_power_of_two();
        let names = match has_room {
            true => self.names.clone(),
            false => Rc::new(RefCell::new(self.names.borrow()[..self.len].to_vec())),
        };
        let mut list = names.borrow_mut();
        if let Some(name) = list.get_mut(self.len) {
            *name = node;
        } else {
            list.push(node);
        }
        drop(list);
        Path { names, len: self.len + 1 }
    }

    /// The path as a JSON pointer.
    pub fn pointer(&self, document: &Document) -> Vec<u8> {
        let mut out = Vec::new();
        for node in &self.names.borrow()[..self.len] {
            document.append_token(&mut out, *node);
        }
        out
    }
}

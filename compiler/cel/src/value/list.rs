//! Lists.

use std::sync::Arc;

use super::{Origin, Value};

/// An immutable list. Copying it copies a pointer.
#[derive(Clone, Debug)]
pub struct List(Arc<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    items: Vec<Value>,
    origin: Origin,
}

impl List {
    /// A list that an expression made.
    pub fn new(items: Vec<Value>) -> List {
        List(Arc::new(Inner { items, origin: None }))
    }

    /// A list of the data, at this place.
    pub fn of_data(items: Vec<Value>, origin: Origin) -> List {
        List(Arc::new(Inner { items, origin }))
    }

    /// The place in the data.
    pub fn origin(&self) -> Origin {
        self.0.origin
    }

    /// Whether it cannot grow in place: somebody else holds it, or it is of the data.
    pub(crate) fn is_shared(&self) -> bool {
        Arc::strong_count(&self.0) > 1 || self.0.origin.is_some()
    }

    /// How many elements.
    pub fn len(&self) -> usize {
        self.0.items.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.items.is_empty()
    }

    /// The elements.
    pub fn items(&self) -> &[Value] {
        &self.0.items
    }

    /// This list and the elements of another: in place where nobody else holds it.
    #[must_use]
    pub fn concat(mut self, other: &List) -> List {
        match Arc::get_mut(&mut self.0) {
            Some(inner) if inner.origin.is_none() => {
                inner.items.extend_from_slice(other.items());
                self
            }
            _ => {
                let mut items = Vec::with_capacity(self.len() + other.len());
                items.extend_from_slice(self.items());
                items.extend_from_slice(other.items());
                List::new(items)
            }
        }
    }
}

//! Slices.

use std::ops::Deref;
use std::rc::Rc;

use crate::{Type, Value};

/// A Go slice of any element type. Immutable and shared: no function that Helm offers writes an
/// element in place. Dereferences to its items.
#[derive(Clone, Debug)]
pub struct List(Rc<Body>);

#[derive(Debug)]
struct Body {
    ty: Type,
    /// A slice that was never made: empty, and `null` in JSON and YAML.
    nil: bool,
    items: Vec<Value>,
}

impl List {
    /// A slice of type `ty`, whose items are of its element type.
    pub fn new(ty: Type, items: Vec<Value>) -> List {
        List(Rc::new(Body { ty, nil: false, items }))
    }

    /// The nil slice of a type: what Go's `var x []T` is.
    pub fn nil(ty: Type) -> List {
        List(Rc::new(Body { ty, nil: true, items: Vec::new() }))
    }

    /// The type of the slice.
    pub fn ty(&self) -> Type {
        self.0.ty
    }

    /// The type of an element.
    pub fn elem(&self) -> Type {
        self.0.ty.elem().unwrap_or(Type::Any)
    }

    /// Whether this is a nil slice.
    pub fn is_nil(&self) -> bool {
        self.0.nil
    }

    /// Whether both are the very same slice.
    pub fn same(&self, other: &List) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for List {
    type Target = [Value];
    fn deref(&self) -> &[Value] {
        &self.0.items
    }
}

//! Slices.

use std::cell::OnceCell;
use std::ops::Deref;
use std::rc::Rc;

use crate::{Type, Value};

/// A Go slice of any element type, shared by all who hold it. One function that Helm offers writes to the
/// elements in place ([`List::sort_texts`]); else it does not change. Dereferences to its items.
#[derive(Clone, Debug)]
pub struct List(Rc<Body>);

#[derive(Debug)]
struct Body {
    ty: Type,
    /// A slice that was never made: empty, and `null` in JSON and YAML.
    nil: bool,
    items: Vec<Value>,
    /// The items after they were sorted in place. Who looks at `items` meanwhile goes on doing so.
    sorted: OnceCell<Vec<Value>>,
}

impl List {
    /// A slice of type `ty`, whose items are of its element type.
    pub fn new(ty: Type, items: Vec<Value>) -> List {
        List(Rc::new(Body { ty, nil: false, items, sorted: OnceCell::new() }))
    }

    /// The nil slice of a type: what Go's `var x []T` is.
    pub fn nil(ty: Type) -> List {
        List(Rc::new(Body { ty, nil: true, items: Vec::new(), sorted: OnceCell::new() }))
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

    /// Sorts a `[]string` in byte order, for all who hold it (Sprig: sortAlpha, which sorts the slice that it is
    /// given when that is of texts). Other slices stay as they are.
    ///
    /// ```
    /// use nexachart_value::{List, Type};
    /// let list = List::new(Type::STRINGS, vec!["b".into(), "a".into()]);
    /// let other = list.clone();
    /// list.sort_texts();
    /// assert_eq!(other[0].as_str().map(|text| &text[..]), Some(&b"a"[..]));
    /// ```
    pub fn sort_texts(&self) {
        if self.0.ty == Type::STRINGS {
            self.0.sorted.get_or_init(|| {
                let mut items = self.0.items.clone();
                items.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
                items
            });
        }
    }

    /// Whether nobody else holds it.
    pub fn is_sole(&self) -> bool {
        Rc::strong_count(&self.0) == 1
    }

    /// Whether both are the very same slice.
    pub fn same(&self, other: &List) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for List {
    type Target = [Value];
    fn deref(&self) -> &[Value] {
        self.0.sorted.get().unwrap_or(&self.0.items)
    }
}

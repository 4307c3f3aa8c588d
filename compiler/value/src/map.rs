//! Maps with string keys.

use std::cell::{Ref, RefCell};
use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

use crate::{Str, Type, Value};

/// The entries of a map in byte order of their keys, the order in which Go's templates range.
pub type Entries = BTreeMap<Str, Value>;

/// A Go map with string keys: a reference, so that a change is seen by all who hold it.
#[derive(Clone)]
pub struct Map {
    body: Rc<Body>,
    /// The type that this reference was converted to.
    ty: Option<&'static Type>,
}

struct Body {
    ty: Type,
    nil: bool,
    entries: RefCell<Entries>,
}

impl Map {
    /// A map of type `ty`, whose values are of its element type.
    pub fn new(ty: Type, entries: Entries) -> Map {
        Map { body: Rc::new(Body { ty, nil: false, entries: RefCell::new(entries) }), ty: None }
    }

    /// An empty `map[string]interface {}`.
    pub fn empty() -> Map {
        Map::new(Type::MAP, Entries::new())
    }

    /// The nil map of a type: empty, and `null` in JSON and YAML.
    pub fn nil(ty: Type) -> Map {
        Map { body: Rc::new(Body { ty, nil: true, entries: RefCell::default() }), ty: None }
    }

    /// The same map as another type of the same make: a conversion such as Go's `Values(m)`. What is
    /// written to one is seen in the other.
    ///
    /// ```
    /// use nexachart_value::{Map, Type, Value};
    /// let map = Map::empty();
    /// let values = map.converted(&Type::VALUES);
    /// values.insert("a", Value::int(1));
    /// assert_eq!((map.len(), map.ty(), values.ty()), (1, Type::MAP, Type::VALUES));
    /// ```
    pub fn converted(&self, ty: &'static Type) -> Map {
        Map { body: self.body.clone(), ty: Some(ty) }
    }

    /// The type of the map.
    pub fn ty(&self) -> Type {
        self.ty.copied().unwrap_or(self.body.ty)
    }

    /// The type of its values.
    pub fn elem(&self) -> Type {
        self.body.ty.elem().unwrap_or(Type::Any)
    }

    /// Whether this is a nil map. Writing to one is an error in Go: look before you insert.
    pub fn is_nil(&self) -> bool {
        self.body.nil
    }

    /// Whether nobody else holds it.
    pub fn is_sole(&self) -> bool {
        Rc::strong_count(&self.body) == 1
    }

    /// Whether both are the very same map.
    pub fn same(&self, other: &Map) -> bool {
        Rc::ptr_eq(&self.body, &other.body)
    }

    /// An address-like number that tells maps apart while they live.
    pub fn id(&self) -> usize {
        Rc::as_ptr(&self.body) as usize
    }

    /// The number of entries.
    pub fn len(&self) -> usize {
        self.body.entries.borrow().len()
    }

    /// Whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of a key.
    pub fn get(&self, key: &[u8]) -> Option<Value> {
        self.body.entries.borrow().get(key).cloned()
    }

    /// Whether the key is there, be its value nil.
    pub fn contains(&self, key: &[u8]) -> bool {
        self.body.entries.borrow().contains_key(key)
    }

    /// Sets the value of a key.
    pub fn insert(&self, key: impl Into<Str>, value: Value) {
        self.body.entries.borrow_mut().insert(key.into(), value);
    }

    /// Removes a key; its value, if it was there.
    pub fn remove(&self, key: &[u8]) -> Option<Value> {
        self.body.entries.borrow_mut().remove(key)
    }

    /// The entries, to look at. Do not run anything that may write to the map while it is held: for
    /// that there is [`Map::to_vec`].
    pub fn entries(&self) -> Ref<'_, Entries> {
        self.body.entries.borrow()
    }

    /// A copy of the entries, in byte order of the keys.
    pub fn to_vec(&self) -> Vec<(Str, Value)> {
        self.entries().iter().map(|(k, v)| (k.clone(), v.clone())).collect()
    }

    /// Another map with the same type and entries (the values themselves are shared).
    pub fn shallow_copy(&self) -> Map {
        Map::new(self.ty(), self.entries().clone())
    }
}

impl fmt::Debug for Map {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Maps can contain themselves; the keys are enough to debug with.
        f.debug_set().entries(self.entries().keys()).finish()
    }
}

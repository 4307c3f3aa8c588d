//! Maps.

use std::cmp::Ordering;
use std::sync::Arc;

use super::{Origin, Value};

/// An immutable map; its entries stand in the order in which they were given. Copying it copies a pointer.
///
/// Keys of different types are different keys: `{dyn(1): 'a', dyn(1.0): 'b'}` has two entries (cel-go: types/map.go).
#[derive(Clone, Debug)]
pub struct Map(Arc<Inner>);

#[derive(Clone, Debug, Default)]
struct Inner {
    entries: Vec<(Value, Value)>,
    /// The entries by key, for maps that are too large to search one by one.
    sorted: Vec<u32>,
    origin: Origin,
}

/// Up to here, entries are searched one by one.
const SMALL: usize = 8;

impl Map {
    /// A map that an expression made. Of entries with the same key the last is kept, in the place of the first.
    pub fn new(entries: Vec<(Value, Value)>) -> Map {
        Map::of_data(entries, None)
    }

    /// A map of the data, at this place.
    pub fn of_data(entries: Vec<(Value, Value)>, origin: Origin) -> Map {
        let mut inner = Inner { entries: Vec::with_capacity(entries.len()), sorted: Vec::new(), origin };
        for (key, value) in entries {
            inner.insert(key, value);
        }
        Map(Arc::new(inner))
    }

    /// The place in the data.
    pub fn origin(&self) -> Origin {
        self.0.origin
    }

    /// Whether somebody else holds it, so that a change makes a copy.
    pub(crate) fn is_shared(&self) -> bool {
        Arc::strong_count(&self.0) > 1
    }

    /// How many entries.
    pub fn len(&self) -> usize {
        self.0.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.entries.is_empty()
    }

    /// The entries.
    pub fn entries(&self) -> &[(Value, Value)] {
        &self.0.entries
    }

    /// The value of the key that has the same type and value.
    pub fn get_exact(&self, key: &Value) -> Option<&Value> {
        self.0.find(key).map(|n| &self.0.entries[n].1)
    }

    /// The value of a key that is text.
    pub fn get_str(&self, key: &str) -> Option<&Value> {
        let inner = &*self.0;
        let is = |(k, _): &&(Value, Value)| matches!(k, Value::String(text) if &**text == key);
        if inner.sorted.is_empty() {
            return inner.entries.iter().find(is).map(|(_, value)| value);
        }
        let found = inner.sorted.binary_search_by(|n| match &inner.entries[*n as usize].0 {
            Value::String(text) => (**text).cmp(key),
            other => rank(other).cmp(&STRING),
        });
        found.ok().map(|at| &inner.entries[inner.sorted[at] as usize].1)
    }

    /// The value of a key, numbers of other types with the same value included: `{1: 'a'}[dyn(1.0)]`
    /// (cel-go: types/map.go, `Find`).
    pub fn get(&self, key: &Value) -> Option<&Value> {
        if let Some(found) = self.get_exact(key) {
            return Some(found);
        }
        let (int, uint) = match *key {
            Value::Double(x) => (double_to_int(x), double_to_uint(x)),
            Value::Int(n) => (None, u64::try_from(n).ok()),
            Value::Uint(n) => (i64::try_from(n).ok(), None),
            _ => return None,
        };
        int.and_then(|n| self.get_exact(&Value::Int(n)))
            .or_else(|| uint.and_then(|n| self.get_exact(&Value::Uint(n))))
    }

    /// This map with one entry more, or with another value for a key: in place where nobody else holds it.
    #[must_use]
    pub fn with(mut self, key: Value, value: Value) -> Map {
        let inner = Arc::make_mut(&mut self.0);
        inner.origin = None;
        inner.insert(key, value);
        self
    }
}

impl Inner {
    fn find(&self, key: &Value) -> Option<usize> {
        if self.sorted.is_empty() {
            return self.entries.iter().position(|(k, _)| order(k, key) == Ordering::Equal);
        }
        let at = self.sorted.binary_search_by(|n| order(&self.entries[*n as usize].0, key)).ok()?;
        Some(self.sorted[at] as usize)
    }

    fn insert(&mut self, key: Value, value: Value) {
        if let Some(n) = self.find(&key) {
            self.entries[n].1 = value;
            return;
        }
        let n = self.entries.len() as u32;
        self.entries.push((key, value));
        if self.entries.len() <= SMALL {
            return;
        }
        let entries = &self.entries;
        let by_key = |a: &u32, b: &u32| order(&entries[*a as usize].0, &entries[*b as usize].0);
        if self.sorted.is_empty() {
            self.sorted = (0..=n).collect();
            self.sorted.sort_by(by_key);
        } else {
            let at = self.sorted.partition_point(|other| by_key(other, &n) == Ordering::Less);
            self.sorted.insert(at, n);
        }
    }
}

const STRING: u8 = 6;

fn rank(key: &Value) -> u8 {
    match key {
        Value::Null => 1,
        Value::Bool(_) => 2,
        Value::Int(_) => 3,
        Value::Uint(_) => 4,
        Value::Double(_) => 5,
        Value::String(_) => STRING,
        Value::Bytes(_) => 7,
        Value::Duration(_) => 8,
        Value::Timestamp(_) => 9,
        Value::Type(_) => 10,
        Value::List(_) => 11,
        Value::Map(_) => 12,
        Value::Optional(_) => 13,
        Value::Opaque(_) => 14,
    }
}

/// A total order over keys, in which only identical keys are equal.
fn order(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::String(a), Value::String(b)) => a.cmp(b),
        (Value::Int(a), Value::Int(b)) => a.cmp(b),
        (Value::Uint(a), Value::Uint(b)) => a.cmp(b),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Double(a), Value::Double(b)) => a.partial_cmp(b).unwrap_or_else(|| a.total_cmp(b)),
        (Value::Bytes(a), Value::Bytes(b)) => a.cmp(b),
        (Value::Duration(a), Value::Duration(b)) => a.cmp(b),
        (Value::Timestamp(a), Value::Timestamp(b)) => a.cmp(b).then(a.offset.cmp(&b.offset)),
        (Value::Type(a), Value::Type(b)) => a.name().cmp(b.name()),
        (Value::List(a), Value::List(b)) => a.items().as_ptr().cmp(&b.items().as_ptr()),
        (Value::Map(a), Value::Map(b)) => Arc::as_ptr(&a.0).cmp(&Arc::as_ptr(&b.0)),
        _ => rank(a).cmp(&rank(b)),
    }
}

/// The integer that a double is, if it is one; not the smallest (cel-go: types/overflow.go, `doubleToInt64Lossless`).
pub(crate) fn double_to_int(x: f64) -> Option<i64> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    (x.trunc() == x && x > -LIMIT && x < LIMIT).then_some(x as i64)
}

/// The unsigned integer that a double is, if it is one.
pub(crate) fn double_to_uint(x: f64) -> Option<u64> {
    const LIMIT: f64 = 18_446_744_073_709_551_616.0;
    (x.trunc() == x && (0.0..LIMIT).contains(&x)).then_some(x as u64)
}

//! What values take: of memory, and of time to go through them.

use std::rc::Rc;

use crate::Value;

/// How deep is looked. Nothing that reads a value deeply gets further than this.
const MAX_DEPTH: u32 = 10_000;

/// What a text takes beside its bytes.
const TEXT: u64 = 32;
/// What a list takes beside its items.
const LIST: u64 = 72;
/// What an item takes beside what it holds.
const ITEM: u64 = 24;
/// What an empty map takes.
const MAP: u64 = 96;
/// What the first entry of a map takes beside what its key and value hold: room for eleven.
const FIRST: u64 = 480;
/// What each further entry takes on the average.
const ENTRY: u64 = 64;

impl Value {
    /// About how many bytes are free when this reference is dropped: what nobody else holds. For a new value, it is what
    /// making it took.
    ///
    /// ```
    /// use nexachart_value::Value;
    /// let text = Value::string("x".repeat(1000));
    /// assert_eq!(text.sole_bytes(), 1032);
    /// let list = Value::list(vec![text.clone()]);
    /// assert_eq!((text.sole_bytes(), list.sole_bytes()), (0, 96));
    /// ```
    #[inline]
    pub fn sole_bytes(&self) -> u64 {
        match self {
            Value::String(text) | Value::Bytes(text) if text.is_sole() => TEXT + text.len() as u64,
            Value::List(_) | Value::Map(_) | Value::Object(_) => sole(self, 0),
            _ => 0,
        }
    }

    /// What it takes to go through the value and all in it, as often as it is met: the number of values, and the bytes
    /// of a text that shows them. Stops at more than so many of either.
    pub fn expanse(&self, values: u64, bytes: u64) -> Expanse {
        let mut expanse = Expanse { values: 0, bytes: 0, copy: 0 };
        expanse.add(self, &Expanse { values, bytes, copy: u64::MAX }, 0);
        expanse
    }
}

/// What it takes to go through a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expanse {
    /// How many values and keys there are.
    pub values: u64,
    /// About how many bytes a text with all of them has, with their indentation.
    pub bytes: u64,
    /// About how many bytes a copy of the lists and maps takes.
    pub copy: u64,
}

impl Expanse {
    fn add(&mut self, value: &Value, most: &Expanse, depth: u32) {
        self.values += 1;
        self.bytes += 2 + u64::from(depth) * 2;
        if self.is_beyond(most) || depth > MAX_DEPTH {
            return;
        }
        match value {
            Value::String(text) | Value::Bytes(text) => self.bytes += text.len() as u64,
            Value::List(list) => {
                self.copy += LIST + ITEM * list.len() as u64;
                for item in list.iter() {
                    self.add(item, most, depth + 1);
                    if self.is_beyond(most) {
                        return;
                    }
                }
            }
            Value::Map(map) => {
                self.copy += map_bytes(map.len());
                for (key, item) in map.entries().iter() {
                    self.bytes += key.len() as u64;
                    self.add(item, most, depth + 1);
                    if self.is_beyond(most) {
                        return;
                    }
                }
            }
            Value::Object(object) => self.bytes += object.expanse(),
            _ => {}
        }
    }

    fn is_beyond(&self, most: &Expanse) -> bool {
        self.values > most.values || self.bytes > most.bytes
    }
}

/// What a map of so many entries takes beside what they hold.
pub fn map_bytes(entries: usize) -> u64 {
    MAP + if entries == 0 { 0 } else { FIRST + (entries as u64 - 1) * ENTRY }
}

fn sole(value: &Value, depth: u32) -> u64 {
    if depth > MAX_DEPTH {
        return 0;
    }
    match value {
        Value::String(text) | Value::Bytes(text) if text.is_sole() => TEXT + text.len() as u64,
        Value::List(list) if list.is_sole() => {
            let items = list.iter().map(|item| ITEM + sole(item, depth + 1));
            LIST + items.sum::<u64>()
        }
        Value::Map(map) if map.is_sole() => {
            let entries = map.entries();
            let held = |key: &crate::Str| if key.is_sole() { TEXT + key.len() as u64 } else { 0 };
            let inside = entries.iter().map(|(key, item)| held(key) + sole(item, depth + 1));
            map_bytes(entries.len()) + inside.sum::<u64>()
        }
        Value::Object(object) if Rc::strong_count(object) == 1 => object.weight(),
        _ => 0,
    }
}

//! How a value becomes another.

use std::collections::BTreeMap;

use crate::list::{self, ListPatch};
use crate::sequence::Misfit;
use crate::{Data, Row, rows};

/// How a value becomes another that is not equal to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Patch {
    /// It is replaced.
    Replace {
        /// What was there.
        old: Data,
        /// What comes in its place.
        new: Data,
    },
    /// Keys of a map change.
    Map(BTreeMap<String, Entry>),
    /// Items of a list change.
    List(ListPatch),
}

/// What happens to a key of a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// It comes, with this value.
    Added(Data),
    /// It goes, with this value.
    Removed(Data),
    /// Its value becomes another.
    Changed(Patch),
}

impl Patch {
    /// How `old` becomes `new`; nothing if they are equal.
    pub fn between(old: &Data, new: &Data) -> Option<Patch> {
        between("", old, new)
    }

    /// The new value. An error if this was not made from `old`.
    pub fn apply(&self, old: &Data) -> Result<Data, Misfit> {
        match (self, old) {
            (Patch::Replace { old: from, new }, old) if from == old => Ok(new.clone()),
            (Patch::Map(entries), Data::Map(map)) => {
                let mut map = map.clone();
                for (key, entry) in entries {
                    let there = map.remove(key);
                    let value = match (entry, &there) {
                        (Entry::Added(value), None) => value.clone(),
                        (Entry::Removed(value), Some(there)) if value == there => continue,
                        (Entry::Changed(patch), Some(there)) => patch.apply(there)?,
                        _ => return Err(Misfit),
                    };
                    map.insert(key.clone(), value);
                }
                Ok(Data::Map(map))
            }
            (Patch::List(patch), Data::List(items)) => {
                Ok(Data::List(patch.items.apply(items, |item, patch| patch.apply(item))?))
            }
            _ => Err(Misfit),
        }
    }

    /// The same as a flat list: a row for each place that differs.
    pub fn rows(&self) -> Vec<Row<'_>> {
        rows::of(self)
    }

    /// Whether all of it is order of items that nobody minds ([`crate::Order::Quiet`]).
    pub fn is_quiet(&self) -> bool {
        self.rows().iter().all(Row::is_quiet)
    }
}

/// How the value of `field` becomes another. Values nest no deeper than [`crate::MAX_DEPTH`], and so does this.
pub(crate) fn between(field: &str, old: &Data, new: &Data) -> Option<Patch> {
    if old == new {
        return None;
    }
    Some(match (old, new) {
        (Data::Map(old), Data::Map(new)) => Patch::Map(map(old, new)),
        (Data::List(old), Data::List(new)) if !old.is_empty() && !new.is_empty() => {
            Patch::List(list::between(field, old, new))
        }
        _ => Patch::Replace { old: old.clone(), new: new.clone() },
    })
}

fn map(old: &BTreeMap<String, Data>, new: &BTreeMap<String, Data>) -> BTreeMap<String, Entry> {
    let mut entries = BTreeMap::new();
    for (key, value) in old {
        let entry = match new.get(key) {
            None => Entry::Removed(value.clone()),
            Some(new) => match between(key, value, new) {
                Some(patch) => Entry::Changed(patch),
                None => continue,
            },
        };
        entries.insert(key.clone(), entry);
    }
    for (key, value) in new.iter().filter(|(key, _)| !old.contains_key(*key)) {
        entries.insert(key.clone(), Entry::Added(value.clone()));
    }
    entries
}

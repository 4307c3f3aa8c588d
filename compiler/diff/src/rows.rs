//! A patch as a flat list.

use serde::Serialize;

use crate::list::Order;
use crate::sequence::Placed;
use crate::{Data, Entry, Patch, Path};

/// A place where two objects differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row<'p> {
    /// The place.
    pub path: Path,
    /// What is different there.
    #[serde(flatten)]
    pub change: Change<'p>,
}

/// What is different at a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "change", rename_all = "lowercase")]
pub enum Change<'p> {
    /// It comes.
    Added {
        /// What comes.
        new: &'p Data,
    },
    /// It goes.
    Removed {
        /// What goes.
        old: &'p Data,
    },
    /// It becomes another.
    Replaced {
        /// What was there.
        old: &'p Data,
        /// What comes in its place.
        new: &'p Data,
    },
    /// The items of a list stand in another order.
    Order {
        /// What they are called, in their new order.
        new: &'p [String],
        /// Whether nobody minds.
        quiet: bool,
    },
}

impl Row<'_> {
    /// Whether it is an order that nobody minds.
    pub fn is_quiet(&self) -> bool {
        matches!(self.change, Change::Order { quiet: true, .. })
    }
}

/// The rows of a patch: keys in byte order, items by their place.
pub(crate) fn of(patch: &Patch) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    add(&mut rows, Path::default(), patch);
    rows
}

fn add<'p>(rows: &mut Vec<Row<'p>>, path: Path, patch: &'p Patch) {
    match patch {
        Patch::Replace { old, new } => rows.push(Row { path, change: Change::Replaced { old, new } }),
        Patch::Map(entries) => {
            for (key, entry) in entries {
                let path = path.key(key);
                match entry {
                    Entry::Added(new) => rows.push(Row { path, change: Change::Added { new } }),
                    Entry::Removed(old) => rows.push(Row { path, change: Change::Removed { old } }),
                    Entry::Changed(patch) => add(rows, path, patch),
                }
            }
        }
        Patch::List(list) => {
            let items = &list.items;
            if items.order.is_some() {
                let change = Change::Order { new: &list.names, quiet: list.order == Order::Quiet };
                rows.push(Row { path: path.clone(), change });
            }
            // By place in the new list, what goes before what comes.
            let mut parts: Vec<(usize, u8, Vec<Row<'p>>)> = Vec::new();
            for (before, removed) in items.removed.iter().enumerate() {
                let path = path.item(&removed.label, removed.at);
                let at = after(removed.at.saturating_sub(before), &items.added);
                parts.push((at, 0, vec![Row { path, change: Change::Removed { old: &removed.what } }]));
            }
            for changed in &items.changed {
                let mut rows = Vec::new();
                add(&mut rows, path.item(&changed.label, changed.new), &changed.patch);
                parts.push((changed.new, 1, rows));
            }
            for added in &items.added {
                let path = path.item(&added.label, added.at);
                parts.push((added.at, 2, vec![Row { path, change: Change::Added { new: &added.what } }]));
            }
            parts.sort_by_key(|(at, rank, _)| (*at, *rank));
            rows.extend(parts.into_iter().flat_map(|(_, _, rows)| rows));
        }
    }
}

/// The place in the new list right after the first `kept` items that stay.
fn after(kept: usize, added: &[Placed<Data>]) -> usize {
    let Some(mut place) = kept.checked_sub(1) else { return 0 };
    for added in added {
        if added.at > place {
            break;
        }
        place += 1;
    }
    place + 1
}

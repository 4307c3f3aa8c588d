//! What go-yaml's decoder makes of a document (decode.go): which documents it refuses, and what a mapping holds
//! once merges and repeated keys are applied.

use std::collections::{HashMap, HashSet};

use nexachart_go::base64;
use nexachart_source::{Budget, Budgets};

use super::document::{Document, Entry, Kind};
use super::error::Error;
use super::gosyntax::go_syntax;
use super::resolve::{Resolved, resolve_tagged};

/// A step that is still to be done.
enum Task {
    Node(u32),
    /// The rest of a sequence: from this node to that one.
    Items(u32, u32),
    /// The rest of a mapping.
    Pairs(u32, u32),
    /// A key has been decoded.
    Key(u32),
    /// An alias has been decoded.
    LeaveAlias(u32),
    /// An entry of a sequence of mappings to merge.
    Merge(u32),
}

/// Goes through the document as go-yaml decodes it into an `interface{}`, and fails where that fails.
pub(super) fn check(document: &Document<'_>) -> Result<(), Error> {
    // The document itself is the first thing decoded.
    let budgets = &document.budgets;
    let mut spent = Spent { budgets, decoded: 1, aliased: 0, aliased_bytes: 0, depth: 0 };
    let mut inside = HashSet::new();
    let mut tasks = vec![Task::Node(0)];
    while let Some(task) = tasks.pop() {
        match task {
            Task::Node(id) => {
                spent.node(document.entry(id))?;
                let entry = document.entry(id);
                match entry.kind {
                    Kind::Scalar => {
                        spent.text(entry)?;
                        check_scalar(document, id)?;
                    }
                    Kind::Sequence => tasks.push(Task::Items(id + 1, entry.link)),
                    Kind::Mapping => tasks.push(Task::Pairs(id + 1, entry.link)),
                    Kind::Alias => {
                        if !inside.insert(id) {
                            let source = document.source();
                            let name = &source[entry.span.start as usize + 1..entry.span.end as usize];
                            let name = String::from_utf8_lossy(name);
                            let message = format!("yaml: anchor '{name}' value contains itself");
                            return Err(Error::convert(message).at(entry.span.start));
                        }
                        spent.depth += 1;
                        tasks.push(Task::LeaveAlias(id));
                        tasks.push(Task::Node(entry.link));
                    }
                }
            }
            Task::Items(next, end) => {
                if next < end {
                    tasks.push(Task::Items(document.after(next), end));
                    tasks.push(Task::Node(next));
                }
            }
            Task::Pairs(key, end) => {
                if key < end {
                    let value = document.after(key);
                    tasks.push(Task::Pairs(document.after(value), end));
                    if document.is_merge(document.entry(key)) {
                        check_merge(document, value, &mut tasks)?;
                    } else {
                        tasks.push(Task::Node(value));
                        tasks.push(Task::Key(key));
                        tasks.push(Task::Node(key));
                    }
                }
            }
            Task::Key(id) => {
                let target = document.target(id);
                if document.entry(target).kind != Kind::Scalar {
                    let message = format!("yaml: invalid map key: {}", go_syntax(document, target));
                    return Err(Error::convert(message).at(document.entry(id).span.start));
                }
            }
            Task::LeaveAlias(id) => {
                inside.remove(&id);
                spent.depth -= 1;
            }
            Task::Merge(id) => {
                if document.entry(document.target(id)).kind != Kind::Mapping {
                    return Err(not_a_map(document, id));
                }
                tasks.push(Task::Node(id));
            }
        }
    }
    Ok(())
}

fn check_scalar(document: &Document<'_>, id: u32) -> Result<(), Error> {
    let entry = document.entry(id);
    if entry.tag == 0 {
        return Ok(());
    }
    let text = document.text(entry.text);
    let at = |error: Error| error.at(entry.span.start);
    if document.is_binary(entry) && base64::decode(text).is_err() {
        return Err(at(Error::convert("yaml: !!binary value contains invalid base64 data")));
    }
    resolve_tagged(document.tag(entry), text).map(|_| ()).map_err(at)
}

/// The value of `<<`: a mapping, an alias of one, or a sequence of those, of which the last is merged first.
fn check_merge(document: &Document<'_>, value: u32, tasks: &mut Vec<Task>) -> Result<(), Error> {
    let entry = document.entry(value);
    match entry.kind {
        Kind::Mapping => tasks.push(Task::Node(value)),
        Kind::Alias => tasks.push(Task::Merge(value)),
        Kind::Sequence => tasks.extend(items(document, value).into_iter().map(Task::Merge)),
        Kind::Scalar => return Err(not_a_map(document, value)),
    }
    Ok(())
}

fn not_a_map(document: &Document<'_>, id: u32) -> Error {
    Error::convert("yaml: map merge requires map or sequence of maps as the value")
        .at(document.entry(id).span.start)
}

/// go-yaml's guard against aliases that blow a document up (decode.go: allowedAliasRatio).
struct Spent<'d> {
    budgets: &'d Budgets,
    decoded: u64,
    aliased: u64,
    /// The length of the texts among them.
    aliased_bytes: u64,
    /// How many aliases are being decoded, one inside the other.
    depth: u32,
}

impl Spent<'_> {
    const LOW: u64 = 400_000;
    const HIGH: u64 = 4_000_000;

    fn node(&mut self, entry: &Entry) -> Result<(), Error> {
        self.decoded += 1;
        if self.depth > 0 {
            self.aliased += 1;
        }
        if self.aliased > 100 && self.decoded > 1000 {
            let allowed = match self.decoded {
                ..=Self::LOW => 0.99,
                Self::HIGH.. => 0.10,
                decoded => 0.99 - 0.89 * ((decoded - Self::LOW) as f64 / (Self::HIGH - Self::LOW) as f64),
            };
            if self.aliased as f64 / self.decoded as f64 > allowed {
                return Err(excessive_aliasing());
            }
        }
        self.check(Budget::Nodes, self.decoded, entry)
    }

    /// Go has no limit for texts, and would write all of their bytes out as JSON.
    fn text(&mut self, entry: &Entry) -> Result<(), Error> {
        if self.depth == 0 {
            return Ok(());
        }
        self.aliased_bytes += entry.text.len() as u64;
        self.check(Budget::Memory, self.aliased_bytes, entry)
    }

    fn check(&self, budget: Budget, used: u64, entry: &Entry) -> Result<(), Error> {
        self.budgets.check(budget, used).map_err(|exceeded| Error::from(exceeded).at(entry.span.start))
    }
}

fn excessive_aliasing() -> Error {
    Error::convert("yaml: document contains excessive aliasing")
}

/// A key as Go's maps compare it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Key<'d> {
    Null,
    Bool(bool),
    Int(i64),
    Uint(u64),
    Float(f64),
    String(std::borrow::Cow<'d, [u8]>),
}

impl Eq for Key<'_> {}

impl std::hash::Hash for Key<'_> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        match self {
            Key::Null => 0.hash(state),
            Key::Bool(value) => value.hash(state),
            Key::Int(value) => value.hash(state),
            Key::Uint(value) => value.hash(state),
            // 0 and -0 are equal.
            Key::Float(value) => (value + 0.0).to_bits().hash(state),
            Key::String(value) => value.hash(state),
        }
    }
}

/// A scalar as a key. (A collection would have been refused.)
pub(super) fn key<'d>(document: &'d Document<'_>, id: u32) -> Key<'d> {
    let entry = document.entry(document.target(id));
    match document.resolved(entry) {
        Resolved::Null => Key::Null,
        Resolved::Bool(value) => Key::Bool(value),
        Resolved::Int(value) => Key::Int(value),
        Resolved::Uint(value) => Key::Uint(value),
        Resolved::Float(value) => Key::Float(value),
        Resolved::String | Resolved::Timestamp => Key::String(string(document, entry)),
    }
}

/// The text of a scalar that is a string, its base64 decoded.
pub(super) fn string<'d>(document: &'d Document<'_>, entry: &Entry) -> std::borrow::Cow<'d, [u8]> {
    let text = document.text(entry.text);
    match document.is_binary(entry) {
        true => base64::decode(text).unwrap_or_default().into(),
        false => text.into(),
    }
}

/// The entries of the map that a mapping decodes to, keys and values by number: merges applied where they
/// stand, the last of equal keys kept. Only for documents that [`check`] lets pass.
pub(super) fn pairs<'d>(document: &'d Document<'_>, mapping: u32) -> Vec<(Key<'d>, u32, u32)> {
    let mut pairs: Vec<(Key<'d>, u32, u32)> = Vec::new();
    let mut places: HashMap<Key<'d>, usize> = HashMap::new();
    // The rests of mappings, the innermost merge last.
    let mut open = vec![(mapping + 1, document.entry(mapping).link)];
    while let Some((id, end)) = open.pop() {
        if id >= end {
            continue;
        }
        let value = document.after(id);
        open.push((document.after(value), end));
        if document.is_merge(document.entry(id)) {
            let mut merge = |id: u32| {
                let target = document.target(id);
                open.push((target + 1, document.entry(target).link));
            };
            match document.entry(value).kind {
                Kind::Sequence => items(document, value).into_iter().for_each(merge),
                _ => merge(value),
            }
            continue;
        }
        let key = key(document, id);
        match places.get(&key) {
            Some(&place) => pairs[place] = (key, id, value),
            None => {
                places.insert(key.clone(), pairs.len());
                pairs.push((key, id, value));
            }
        }
    }
    pairs
}

/// The items of a sequence, by number.
pub(super) fn items(document: &Document<'_>, sequence: u32) -> Vec<u32> {
    let end = document.entry(sequence).link;
    let next = |&item: &u32| Some(document.after(item)).filter(|&item| item < end);
    std::iter::successors(Some(sequence + 1).filter(|&item| item < end), next).collect()
}

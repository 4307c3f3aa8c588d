//! Objects as expressions read them, with a way back from what was read to its place.

use std::num::NonZeroU32;
use std::sync::Arc;

use nexachart_admission::{Node, Object};
use nexachart_cel::value::{List, Map};
use nexachart_cel::{Observer, Value};

/// An object, and the value that expressions see.
#[derive(Debug)]
pub struct Document {
    object: Object,
    value: Value,
    places: Places,
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Of a map.
    Key(Arc<str>),
    /// Of a list.
    Index(usize),
}

/// Where lists and maps stand: each has a number, and of each the one around it is known and how to get from there to it.
/// `None`: nobody asks.
#[derive(Debug, Default)]
struct Places(Option<Vec<(Option<NonZeroU32>, Step)>>);

impl Document {
    /// The object that is judged.
    pub fn new(object: Object) -> Document {
        Document::with(object, Places(Some(Vec::new())))
    }

    /// An object beside it: the old object, a parameter, a namespace. What is read there has no path.
    pub fn beside(object: Object) -> Document {
        Document::with(object, Places::default())
    }

    fn with(object: Object, mut places: Places) -> Document {
        let value = places.map(&object, None, At::Index(0), 0);
        Document { object, value, places }
    }

    /// The object.
    pub fn object(&self) -> &Object {
        &self.object
    }

    /// What expressions see.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The path of a list or map, from the object on.
    pub(crate) fn path(&self, number: NonZeroU32) -> Vec<Step> {
        let mut path = Vec::new();
        let mut at = Some(number);
        let places = self.places.0.as_deref().unwrap_or_default();
        while let Some((around, step)) = at.and_then(|n| places.get(n.get() as usize - 1)) {
            if around.is_some() {
                path.push(step.clone());
            }
            at = *around;
        }
        path.reverse();
        path
    }
}

/// How deep objects may nest; what is deeper is null to expressions. An API server takes no such object.
const MAX_DEPTH: usize = 1_000;

/// A step that is made only where there is something to number.
#[derive(Clone, Copy)]
enum At<'k> {
    Key(&'k Arc<str>),
    Index(usize),
}

impl Places {
    fn add(&mut self, around: Option<NonZeroU32>, at: At<'_>) -> Option<NonZeroU32> {
        let places = self.0.as_mut()?;
        let step = match at {
            At::Key(key) => Step::Key(Arc::clone(key)),
            At::Index(index) => Step::Index(index),
        };
        places.push((around, step));
        u32::try_from(places.len()).ok().and_then(NonZeroU32::new)
    }

    fn map(&mut self, object: &Object, around: Option<NonZeroU32>, at: At<'_>, depth: usize) -> Value {
        let number = self.add(around, at);
        let entries = object.iter().map(|(key, node)| {
            let key: Arc<str> = Arc::from(&**key);
            let value = self.node(node, number, At::Key(&key), depth + 1);
            (Value::String(key), value)
        });
        let entries = entries.collect();
        Value::Map(Map::of_data(entries, number))
    }

    fn node(&mut self, node: &Node, around: Option<NonZeroU32>, at: At<'_>, depth: usize) -> Value {
        match node {
            Node::List(_) | Node::Map(_) if depth > MAX_DEPTH => Value::Null,
            Node::Null => Value::Null,
            Node::Bool(value) => Value::Bool(*value),
            Node::Int(number) => Value::Int(*number),
            Node::Double(number) => Value::Double(*number),
            Node::Text(text) => Value::String(Arc::from(&**text)),
            Node::List(items) => {
                let number = self.add(around, at);
                let items = items.iter().enumerate();
                let items = items.map(|(n, item)| self.node(item, number, At::Index(n), depth + 1)).collect();
                Value::List(List::of_data(items, number))
            }
            Node::Map(object) => self.map(object, around, at, depth),
        }
    }
}

/// An object of which nobody asks the places.
pub(crate) fn map(object: &Object) -> Value {
    Places::default().map(object, None, At::Index(0), 0)
}

/// Notes what an expression reads.
#[derive(Default)]
pub(crate) struct Reads(Vec<(NonZeroU32, Value)>);

impl Observer for Reads {
    fn read(&mut self, _node: nexachart_cel::ast::ExprId, container: NonZeroU32, key: &Value) {
        self.0.push((container, key.clone()));
    }
}

impl Reads {
    /// The paths that were read in a document, each once, in the order of reading; of a path and one that goes on from
    /// there only the longer.
    pub(crate) fn paths(&self, document: &Document) -> Vec<Vec<Step>> {
        let mut paths: Vec<Vec<Step>> = Vec::new();
        for (container, key) in &self.0 {
            let mut path = document.path(*container);
            path.push(match key {
                Value::String(key) => Step::Key(Arc::clone(key)),
                Value::Int(index) => match usize::try_from(*index) {
                    Ok(index) => Step::Index(index),
                    Err(_) => continue,
                },
                _ => continue,
            });
            if paths.iter().any(|known| known.starts_with(&path)) {
                continue;
            }
            paths.retain(|known| !path.starts_with(known));
            paths.push(path);
        }
        paths
    }
}

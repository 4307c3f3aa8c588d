//! What a template's values may be, as far as it matters where they come from.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::trie::Node;

/// What a value may be.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Shape {
    /// Nothing that comes from values as it is.
    Other,
    /// The dot of a chart's templates: the number of the chart.
    Context(u32),
    /// `.Subcharts` of a chart.
    Charts(u32),
    /// The value at a path.
    Value(Reference),
    /// A text that is known.
    Text(Rc<[u8]>),
    /// A text of which the beginning and the end are known.
    Between(Rc<[u8]>, Rc<[u8]>),
    /// A map that a template made.
    Dict(Rc<Dict>),
    /// A list that a template made, of such items.
    List(Rc<Shape>),
    /// One of these; two at least, none of them several.
    OneOf(Rc<[Shape]>),
}

/// The value at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Reference {
    pub node: Node,
    /// Whether the template is prepared for its absence.
    pub soft: bool,
}

/// A map that a template made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Dict {
    pub known: BTreeMap<Rc<[u8]>, Shape>,
    /// What other keys may hold.
    pub other: Option<Box<Shape>>,
}

/// A value is one of so many at most; beyond that nobody knows.
const MOST: usize = 24;

impl Shape {
    pub fn text(text: &[u8]) -> Shape {
        Shape::Text(text.into())
    }

    pub fn dict<'k>(entries: impl IntoIterator<Item = (&'k [u8], Shape)>) -> Shape {
        let known = entries.into_iter().map(|(key, shape)| (key.into(), shape)).collect();
        Shape::Dict(Rc::new(Dict { known, other: None }))
    }

    pub fn value(node: Node) -> Shape {
        Shape::Value(Reference { node, soft: false })
    }

    /// The shapes that it may be.
    pub fn each(&self) -> &[Shape] {
        match self {
            Shape::OneOf(shapes) => shapes,
            one => std::slice::from_ref(one),
        }
    }

    /// One or the other; what there are too many of is in the second part, and nobody follows it any more.
    pub fn or(self, other: Shape) -> (Shape, Vec<Shape>) {
        if self == other {
            return (self, Vec::new());
        }
        let mut all: Vec<Shape> = Vec::new();
        for shape in self.each().iter().chain(other.each()) {
            if *shape == Shape::Other || all.contains(shape) {
                continue;
            }
            all.push(shape.clone());
        }
        let plain = self.each().iter().chain(other.each()).any(|shape| *shape == Shape::Other);
        if plain && !all.is_empty() {
            all.push(Shape::Other);
        }
        let lost = if all.len() > MOST { all.split_off(MOST) } else { Vec::new() };
        let joined = match all.len() {
            0 => Shape::Other,
            1 => all.remove(0),
            _ => Shape::OneOf(all.into()),
        };
        (joined, lost)
    }

    /// The same where the template is prepared for its absence.
    pub fn softened(&self) -> Shape {
        match self {
            Shape::Value(reference) => Shape::Value(Reference { soft: true, ..*reference }),
            Shape::OneOf(shapes) => {
                let mut all: Vec<Shape> = Vec::new();
                for shape in shapes.iter().map(Shape::softened) {
                    if !all.contains(&shape) {
                        all.push(shape);
                    }
                }
                if all.len() == 1 { all.remove(0) } else { Shape::OneOf(all.into()) }
            }
            other => other.clone(),
        }
    }

    /// How large it is: what a template made can grow from call to call.
    pub fn size(&self, depth: usize) -> usize {
        if depth > 12 {
            return 1000;
        }
        match self {
            Shape::Dict(dict) => {
                let known: usize = dict.known.values().map(|shape| 1 + shape.size(depth + 1)).sum();
                1 + known + dict.other.as_ref().map_or(0, |other| other.size(depth + 1))
            }
            Shape::List(item) => 1 + item.size(depth + 1),
            Shape::OneOf(shapes) => shapes.iter().map(|shape| shape.size(depth + 1)).sum(),
            _ => 1,
        }
    }
}

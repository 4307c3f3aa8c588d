//! Schemas as they are compiled: what each keyword asks for, subschemas by number.

use std::sync::Arc;

use nexachart_go::regexp::Regexp;

use crate::document::{Document, Node, NodeId, Text};
use crate::draft::Draft;
use crate::format::Format;
use crate::location::at_pointer;
use crate::number::Decimal;

/// Compiled schemas and the documents that they come from.
#[derive(Debug, Default)]
pub(crate) struct Schemas {
    pub sources: Vec<Source>,
    pub schemas: Vec<Schema>,
}

/// A document with its URL.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub url: Vec<u8>,
    pub document: Arc<Document>,
}

/// A schema, by its place in [`Schemas`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct SchemaId(pub u32);

/// A schema. Its texts and nodes are those of its source.
#[derive(Debug)]
pub(crate) struct Schema {
    pub draft: Draft,
    /// Its source; `None` for the one that asks for several vocabularies, which stands nowhere.
    pub place: Option<(usize, NodeId)>,
    /// The schema of the resource that it belongs to.
    pub resource: SchemaId,
    /// The dynamic anchors of its resource, if it is the resource.
    pub dynamic_anchors: Vec<(Box<[u8]>, SchemaId)>,
    /// `true` and `false`.
    pub boolean: Option<bool>,
    pub reference: Option<SchemaId>,
    pub recursive_reference: Option<SchemaId>,
    pub recursive_anchor: bool,
    /// Where `$dynamicRef` points to at first, and the anchor in it.
    pub dynamic_reference: Option<(SchemaId, Option<Box<[u8]>>)>,
    pub dynamic_anchor: Option<Box<[u8]>>,
    pub types: Types,
    pub constant: Option<NodeId>,
    pub enumeration: Option<Enumeration>,
    pub format: Option<Format>,
    pub logic: Option<Box<Logic>>,
    pub object: Option<Box<ObjectRules>>,
    pub array: Option<Box<ArrayRules>>,
    pub string: Option<Box<StringRules>>,
    pub number: Option<Box<NumberRules>>,
}

/// `enum`.
#[derive(Debug)]
pub(crate) struct Enumeration {
    pub items: Vec<NodeId>,
    pub types: Types,
}

/// The keywords that apply schemas to the value itself.
#[derive(Debug, Default)]
pub(crate) struct Logic {
    pub not: Option<SchemaId>,
    pub all_of: Vec<SchemaId>,
    pub any_of: Vec<SchemaId>,
    pub one_of: Vec<SchemaId>,
    pub condition: Option<Condition>,
}

/// `if`, `then`, `else`.
#[derive(Debug)]
pub(crate) struct Condition {
    pub test: SchemaId,
    pub then: Option<SchemaId>,
    pub otherwise: Option<SchemaId>,
}

/// The keywords for objects.
#[derive(Debug, Default)]
pub(crate) struct ObjectRules {
    pub min_properties: Option<i64>,
    pub max_properties: Option<i64>,
    pub required: Vec<Text>,
    /// In byte order of the names.
    pub properties: Vec<(Text, SchemaId)>,
    pub pattern_properties: Vec<(Arc<Regexp>, SchemaId)>,
    pub additional_properties: Option<Additional>,
    pub dependencies: Vec<(Text, Dependency)>,
    pub property_names: Option<SchemaId>,
    pub dependent_schemas: Vec<(Text, SchemaId)>,
    pub dependent_required: Vec<(Text, Vec<Text>)>,
    pub unevaluated_properties: Option<SchemaId>,
}

/// The keywords for lists.
#[derive(Debug, Default)]
pub(crate) struct ArrayRules {
    pub min_items: Option<i64>,
    pub max_items: Option<i64>,
    pub unique_items: bool,
    /// The schemas of the first items: a list in `items`, or `prefixItems`.
    pub first: Vec<SchemaId>,
    /// The schema of the items after the first ones.
    pub rest: Option<Additional>,
    pub contains: Option<SchemaId>,
    pub min_contains: Option<i64>,
    pub max_contains: Option<i64>,
    pub unevaluated_items: Option<SchemaId>,
}

/// The keywords for strings.
#[derive(Debug, Default)]
pub(crate) struct StringRules {
    pub min_length: Option<i64>,
    pub max_length: Option<i64>,
    pub pattern: Option<(Text, Arc<Regexp>)>,
}

/// The keywords for numbers.
#[derive(Debug, Default)]
pub(crate) struct NumberRules {
    pub minimum: Option<Decimal>,
    pub maximum: Option<Decimal>,
    pub exclusive_minimum: Option<Decimal>,
    pub exclusive_maximum: Option<Decimal>,
    pub multiple_of: Option<Decimal>,
}

/// What is asked of that which no other keyword speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Additional {
    Bool(bool),
    Schema(SchemaId),
}

/// What `dependencies` asks for where a property is there.
#[derive(Debug)]
pub(crate) enum Dependency {
    Required(Vec<Text>),
    Schema(SchemaId),
}

impl Schemas {
    /// The document of a schema.
    pub fn document(&self, schema: &Schema) -> &Document {
        let source = schema.place.map_or(0, |(source, _)| source);
        &self.sources[source].document
    }

    /// Where a schema stands, as an absolute URL with a fragment.
    pub fn location(&self, place: Option<(usize, NodeId)>) -> String {
        match place {
            Some((source, node)) => {
                let source = &self.sources[source];
                at_pointer(&source.url, &source.document.pointer(node))
            }
            None => "urn:mem:metaschema".to_owned(),
        }
    }
}

impl Schema {
    /// A schema that asks for nothing yet.
    pub fn new(draft: Draft, place: Option<(usize, NodeId)>, resource: SchemaId) -> Schema {
        Schema {
            draft,
            place,
            resource,
            dynamic_anchors: Vec::new(),
            boolean: None,
            reference: None,
            recursive_reference: None,
            recursive_anchor: false,
            dynamic_reference: None,
            dynamic_anchor: None,
            types: Types::NONE,
            constant: None,
            enumeration: None,
            format: None,
            logic: None,
            object: None,
            array: None,
            string: None,
            number: None,
        }
    }

    /// Whether every property of an object is spoken of (Go: allPropsEvaluated).
    pub fn evaluates_all_properties(&self) -> bool {
        self.object.as_ref().is_some_and(|object| object.additional_properties.is_some())
    }

    /// How many items of a list are spoken of, counted from the first; `None` if all (Go: allItemsEvaluated).
    pub fn evaluated_items(&self) -> Option<usize> {
        match &self.array {
            Some(array) if array.rest.is_some() => None,
            Some(array) => Some(array.first.len()),
            None => Some(0),
        }
    }
}

/// A set of JSON's types. `integer` is a type of its own, which no value has: it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Types(u8);

impl Types {
    pub const NONE: Types = Types(0);
    pub const NUMBER: Types = Types(4);
    pub const INTEGER: Types = Types(8);

    /// In the order of messages.
    const NAMES: [&'static str; 7] = ["null", "boolean", "number", "integer", "string", "array", "object"];

    /// The type with a name; nothing if there is none.
    pub fn named(name: &[u8]) -> Types {
        let at = Types::NAMES.iter().position(|known| known.as_bytes() == name);
        at.map_or(Types::NONE, |at| Types(1 << at))
    }

    /// The type of a node; nothing for what is foreign to JSON.
    pub fn of(node: Node) -> Types {
        Types(match node {
            Node::Null => 1,
            Node::Bool(_) => 2,
            Node::Number(_) => 4,
            Node::String(_) => 16,
            Node::List(_) => 32,
            Node::Object(_) => 64,
            Node::Foreign(_) => 0,
        })
    }

    pub fn with(self, other: Types) -> Types {
        Types(self.0 | other.0)
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn contains(self, other: Types) -> bool {
        self.0 & other.0 != 0
    }

    /// The names, with ` or ` between.
    pub fn names(self) -> String {
        let names = Types::NAMES.iter().enumerate().filter(|(at, _)| self.0 & 1 << at != 0);
        names.map(|(_, name)| *name).collect::<Vec<_>>().join(" or ")
    }
}

//! YAML as plain data with places: what several threads can share, and values are made of.

use nexachart_source::Budgets;
use nexachart_value::yaml::{Build, Error, Number, Span, unmarshal_within};
use nexachart_value::{Entries, Map, Type, Value};

/// A value of a YAML text and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Data {
    /// The bytes of the text it was read from.
    pub span: Span,
    /// What it is.
    pub kind: DataKind,
}

/// What a value is: what JSON has.
#[derive(Clone, Debug, PartialEq)]
pub enum DataKind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as YAML has it. Values make a `float64` of each.
    Number(Number),
    /// UTF-8.
    String(Box<[u8]>),
    /// A list.
    List(Vec<Data>),
    /// A map: its entries in byte order of their keys, each key once.
    Map(Vec<Entry>),
}

/// A key, where it stands, and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// UTF-8.
    pub key: Box<[u8]>,
    /// The bytes of the text that the key was read from.
    pub span: Span,
    /// Its value.
    pub value: Data,
}

impl Data {
    /// Reads the first document of a YAML text as sigs.k8s.io/yaml does, and moves its places by `offset`. Tells
    /// how many values it holds, too.
    pub(crate) fn parse(text: &[u8], offset: u32, budgets: &Budgets) -> Result<(Data, u64), Error> {
        let mut builder = Builder { offset, nodes: 0 };
        let data = unmarshal_within(text, budgets, &mut builder)?;
        Ok((data, builder.nodes))
    }

    /// The entries, if it is a map.
    pub fn entries(&self) -> Option<&[Entry]> {
        match &self.kind {
            DataKind::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// What Go's encoding/json calls it in an error.
    pub(crate) fn json_name(&self) -> &'static str {
        match &self.kind {
            DataKind::Null => "null",
            DataKind::Bool(_) => "bool",
            DataKind::Number(_) => "number",
            DataKind::String(_) => "string",
            DataKind::List(_) => "array",
            DataKind::Map(_) => "object",
        }
    }

    /// The value for templates.
    pub fn to_value(&self) -> Value {
        match &self.kind {
            DataKind::Null => Value::Nil,
            DataKind::Bool(b) => Value::Bool(*b),
            DataKind::Number(n) => Value::float(n.float64()),
            DataKind::String(s) => Value::String((&s[..]).into()),
            DataKind::List(items) => Value::list(items.iter().map(Data::to_value).collect()),
            DataKind::Map(entries) => Value::Map(to_map(entries)),
        }
    }
}

/// The map for templates.
pub(crate) fn to_map(entries: &[Entry]) -> Map {
    let entries: Entries =
        entries.iter().map(|entry| ((&entry.key[..]).into(), entry.value.to_value())).collect();
    Map::new(Type::MAP, entries)
}

struct Builder {
    offset: u32,
    /// How many values it has made.
    nodes: u64,
}

impl Builder {
    fn data(&mut self, span: Span, kind: DataKind) -> Data {
        self.nodes += 1;
        Data { span: self.moved(span), kind }
    }

    fn moved(&self, span: Span) -> Span {
        Span { start: span.start + self.offset, end: span.end + self.offset }
    }
}

impl Build for Builder {
    type Value = Data;
    type Key = (Box<[u8]>, Span);

    fn null(&mut self, span: Span) -> Data {
        self.data(span, DataKind::Null)
    }

    fn boolean(&mut self, value: bool, span: Span) -> Data {
        self.data(span, DataKind::Bool(value))
    }

    fn number(&mut self, value: Number, span: Span) -> Data {
        self.data(span, DataKind::Number(value))
    }

    fn string(&mut self, text: &[u8], span: Span) -> Data {
        self.data(span, DataKind::String(text.into()))
    }

    fn list(&mut self, items: Vec<Data>, span: Span) -> Data {
        self.data(span, DataKind::List(items))
    }

    fn key(&mut self, text: &[u8], span: Span) -> (Box<[u8]>, Span) {
        (text.into(), self.moved(span))
    }

    fn map(&mut self, entries: Vec<((Box<[u8]>, Span), Data)>, span: Span) -> Data {
        let mut entries: Vec<Entry> =
            entries.into_iter().map(|((key, span), value)| Entry { key, span, value }).collect();
        // The sort is stable: of equal keys the last one stays.
        entries.sort_by(|a, b| a.key.cmp(&b.key));
        entries.dedup_by(|later, earlier| {
            let same = later.key == earlier.key;
            if same {
                std::mem::swap(later, earlier);
            }
            same
        });
        self.data(span, DataKind::Map(entries))
    }
}

//! YAML as sigs.k8s.io/yaml's `Unmarshal` reads it: decoded by go-yaml, turned into JSON, and read back
//! (yaml.go). No JSON text is made: a caller's [`Build`] gets what would come out.

use std::borrow::Cow;

use nexachart_go::strconv::{FloatBits, FloatFormat, format_float};

use super::decode::{Key, check, items, pairs, string};
use super::document::{Document, Hazards, Kind};
use super::error::{Error, Span};
use super::gosyntax::{float_g, go_syntax};
use super::resolve::Resolved;

/// encoding/json reads nothing deeper (scanner.go: maxNestingDepth).
pub(super) const MAX_JSON_DEPTH: usize = 10_000;

/// Makes values out of what a document holds.
pub trait Build {
    /// A value.
    type Value;
    /// A key of a map.
    type Key;

    /// `null`.
    fn null(&mut self, span: Span) -> Self::Value;
    /// `true` or `false`.
    fn boolean(&mut self, value: bool, span: Span) -> Self::Value;
    /// A number. encoding/json makes a `float64` of it ([`Number::float64`]).
    fn number(&mut self, value: Number, span: Span) -> Self::Value;
    /// A string. It is UTF-8.
    fn string(&mut self, text: &[u8], span: Span) -> Self::Value;
    /// A list.
    fn list(&mut self, items: Vec<Self::Value>, span: Span) -> Self::Value;
    /// A key. It is UTF-8.
    fn key(&mut self, text: &[u8], span: Span) -> Self::Key;
    /// A map. Where keys are equal the last one counts.
    fn map(&mut self, entries: Vec<(Self::Key, Self::Value)>, span: Span) -> Self::Value;
}

/// A finite number, as YAML has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// A whole number.
    Int(i64),
    /// A whole number above `i64`'s range.
    Uint(u64),
    /// Any other.
    Float(f64),
}

impl Number {
    /// The number as encoding/json reads it into an `interface{}`.
    pub fn float64(self) -> f64 {
        match self {
            Number::Int(value) => value as f64,
            Number::Uint(value) => value as f64,
            Number::Float(value) => value,
        }
    }
}

impl Document<'_> {
    /// What sigs.k8s.io/yaml's `Unmarshal` puts into an `interface{}`.
    ///
    /// Spans of keys and scalars are where they stand in the text; what was merged or aliased stands where its
    /// anchor is.
    pub fn build<B: Build>(&self, builder: &mut B) -> Result<B::Value, Error> {
        if !self.hazards.is_empty() {
            check(self)?;
            check_keys(self)?;
            check_numbers(self, 0)?;
        }
        build(self, 0, 0, builder)
    }
}

/// Builds the node and all in it; `depth` collections are around it.
pub(super) fn build<B: Build>(
    document: &Document<'_>,
    root: u32,
    depth: usize,
    builder: &mut B,
) -> Result<B::Value, Error> {
    let mut open: Vec<Open<B>> = Vec::new();
    let mut id = root;
    'nodes: loop {
        let entry = document.entry(id);
        let mut value = match entry.kind {
            Kind::Alias => {
                id = entry.link;
                continue;
            }
            Kind::Scalar => scalar(document, id, builder),
            Kind::Sequence | Kind::Mapping => {
                if open.len() + depth >= MAX_JSON_DEPTH {
                    let bracket = if entry.kind == Kind::Sequence { '[' } else { '{' };
                    let message = format!("invalid character '{bracket}' exceeded max depth");
                    return Err(Error::decode(message).at(entry.span.start));
                }
                let mut collection = Open::new(document, id);
                if let Some(first) = collection.advance(document, builder) {
                    open.push(collection);
                    id = first;
                    continue;
                }
                collection.close(builder)
            }
        };
        while let Some(collection) = open.last_mut() {
            collection.add(value);
            if let Some(next) = collection.advance(document, builder) {
                id = next;
                continue 'nodes;
            }
            value = collection.close(builder);
            open.pop();
        }
        return Ok(value);
    }
}

/// A collection that is being built.
struct Open<B: Build> {
    span: Span,
    rest: Rest,
    items: Vec<B::Value>,
    /// The key whose value is next.
    key: Option<B::Key>,
    entries: Vec<(B::Key, B::Value)>,
}

/// The nodes that a collection still has to take: up to a number, as they stand in the document, or the entries
/// of a map that were found out beforehand, the next one last.
enum Rest {
    Items(u32, u32),
    Pairs(u32, u32),
    Sorted(Vec<(u32, u32)>),
}

impl<B: Build> Open<B> {
    fn new(document: &Document<'_>, id: u32) -> Open<B> {
        let entry = document.entry(id);
        let rest = match entry.kind {
            Kind::Mapping if document.hazards.is_empty() => Rest::Pairs(id + 1, entry.link),
            Kind::Mapping => {
                let mut pairs = sorted_pairs(document, id);
                pairs.reverse();
                Rest::Sorted(pairs)
            }
            _ => Rest::Items(id + 1, entry.link),
        };
        let len = entry.len as usize;
        let (items, entries) = match &rest {
            Rest::Items(..) => (len, 0),
            Rest::Pairs(..) => (0, len),
            Rest::Sorted(pairs) => (0, pairs.len()),
        };
        Open {
            span: entry.span,
            rest,
            items: Vec::with_capacity(items),
            key: None,
            entries: Vec::with_capacity(entries),
        }
    }

    /// The next node to build. If it is the value of a key, the key is built.
    fn advance(&mut self, document: &Document<'_>, builder: &mut B) -> Option<u32> {
        let (key, value) = match &mut self.rest {
            Rest::Items(next, end) => {
                let item = *next;
                return (item < *end).then(|| {
                    *next = document.after(item);
                    item
                });
            }
            Rest::Pairs(next, end) => {
                let key = *next;
                if key >= *end {
                    return None;
                }
                let value = document.after(key);
                *next = document.after(value);
                (key, value)
            }
            Rest::Sorted(pairs) => pairs.pop()?,
        };
        let span = document.entry(key).span;
        self.key = Some(builder.key(&as_utf8(key_text(document, key)), span));
        Some(value)
    }

    fn add(&mut self, value: B::Value) {
        match self.key.take() {
            Some(key) => self.entries.push((key, value)),
            None => self.items.push(value),
        }
    }

    fn close(&mut self, builder: &mut B) -> B::Value {
        match self.rest {
            Rest::Items(..) => builder.list(std::mem::take(&mut self.items), self.span),
            _ => builder.map(std::mem::take(&mut self.entries), self.span),
        }
    }
}

fn scalar<B: Build>(document: &Document<'_>, id: u32, builder: &mut B) -> B::Value {
    let entry = document.entry(id);
    let span = entry.span;
    match document.resolved(entry) {
        Resolved::Null => builder.null(span),
        Resolved::Bool(value) => builder.boolean(value, span),
        Resolved::Int(value) => builder.number(Number::Int(value), span),
        Resolved::Uint(value) => builder.number(Number::Uint(value), span),
        Resolved::Float(value) => builder.number(Number::Float(value), span),
        Resolved::String | Resolved::Timestamp => builder.string(&as_utf8(string(document, entry)), span),
    }
}

/// A key as sigs.k8s.io/yaml writes it into JSON.
pub(super) fn key_text<'d>(document: &'d Document<'_>, id: u32) -> Cow<'d, [u8]> {
    let entry = document.entry(document.target(id));
    match document.resolved(entry) {
        Resolved::String | Resolved::Timestamp => string(document, entry),
        Resolved::Bool(true) => Cow::Borrowed(b"true"),
        Resolved::Bool(false) => Cow::Borrowed(b"false"),
        Resolved::Int(value) => value.to_string().into_bytes().into(),
        Resolved::Float(value) => float_key(value).into_bytes().into(),
        // Refused before.
        Resolved::Null | Resolved::Uint(_) => Cow::Borrowed(b""),
    }
}

/// Go: the key is rounded to 32 bits, and then spelled as YAML does if it is no number.
fn float_key(value: f64) -> String {
    match float_text(value).as_str() {
        "+Inf" => ".inf".into(),
        "-Inf" => "-.inf".into(),
        "NaN" => ".nan".into(),
        text => text.into(),
    }
}

/// A number where a string is wanted.
pub(super) fn float_text(value: f64) -> String {
    format_float(value, FloatFormat::General, -1, FloatBits::B32)
}

/// JSON has U+FFFD for each byte that is not UTF-8. Only base64 can bring such bytes in.
pub(super) fn as_utf8(text: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    if let Cow::Borrowed(_) = text {
        return text;
    }
    if std::str::from_utf8(&text).is_ok() {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 8);
    for chunk in text.utf8_chunks() {
        out.push_str(chunk.valid());
        out.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    Cow::Owned(out.into_bytes())
}

/// The entries of a mapping, keys and values by number, in the order of encoding/json.
pub(super) fn sorted_pairs(document: &Document<'_>, mapping: u32) -> Vec<(u32, u32)> {
    let mut named: Vec<(Cow<'_, [u8]>, u32, u32)> = pairs(document, mapping)
        .into_iter()
        .map(|(_, key, value)| (key_text(document, key), key, value))
        .collect();
    named.sort_by(|(a, ..), (b, ..)| a.cmp(b));
    named.into_iter().map(|(_, key, value)| (key, value)).collect()
}

/// Fails at the first key that JSON cannot have (yaml.go: convertToJSONableObject).
///
/// Go meets the entries of a map in a random order; the likeliest is that of the text.
pub(super) fn check_keys(document: &Document<'_>) -> Result<(), Error> {
    if !document.hazards.has(&[Hazards::ODD_KEY, Hazards::ALIAS, Hazards::TAG]) {
        return Ok(());
    }
    // Values, each with its key if it has one.
    let mut nodes = vec![(None, 0)];
    while let Some((key, id)) = nodes.pop() {
        if let Some((key, key_id)) = key {
            check_key(document, &key, key_id, id)?;
        }
        let id = document.target(id);
        match document.entry(id).kind {
            Kind::Mapping => {
                let pairs = pairs(document, id).into_iter().rev();
                nodes.extend(pairs.map(|(key, key_id, value)| (Some((key, key_id)), value)));
            }
            Kind::Sequence => nodes.extend(items(document, id).into_iter().rev().map(|item| (None, item))),
            Kind::Scalar | Kind::Alias => {}
        }
    }
    Ok(())
}

fn check_key(document: &Document<'_>, key: &Key<'_>, id: u32, value: u32) -> Result<(), Error> {
    let (name, printed) = match key {
        Key::Null => ("%!s(<nil>)", "<nil>".to_string()),
        Key::Uint(key) => ("uint64", format!("{key:#x}")),
        _ => return Ok(()),
    };
    let value = go_syntax(document, value);
    let message = format!("unsupported map key of type: {name}, key: {printed}, value: {value}");
    Err(Error::convert(message).at(document.entry(id).span.start))
}

/// Fails at the first number that JSON cannot have (encoding/json: UnsupportedValueError).
pub(super) fn check_numbers(document: &Document<'_>, root: u32) -> Result<(), Error> {
    if !document.hazards.has(&[Hazards::NOT_FINITE, Hazards::ALIAS, Hazards::TAG]) {
        return Ok(());
    }
    let mut nodes = vec![root];
    while let Some(id) = nodes.pop() {
        let id = document.target(id);
        let entry = document.entry(id);
        match entry.kind {
            Kind::Scalar => match document.resolved(entry) {
                Resolved::Float(value) if !value.is_finite() => {
                    let message = format!("json: unsupported value: {}", float_g(value));
                    return Err(Error::convert(message).at(entry.span.start));
                }
                _ => {}
            },
            Kind::Sequence => nodes.extend(items(document, id).into_iter().rev()),
            Kind::Mapping => nodes.extend(sorted_pairs(document, id).iter().rev().map(|&(_, value)| value)),
            Kind::Alias => {}
        }
    }
    Ok(())
}

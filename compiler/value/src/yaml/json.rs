//! YAML as sigs.k8s.io/yaml's `Unmarshal` reads it: decoded by go-yaml, turned into JSON, and read back
//! (yaml.go). No JSON text is made: a caller's [`Build`] gets what would come out.

use std::borrow::Cow;

use nexachart_go::strconv::{FloatBits, FloatFormat, format_float};

use super::decode::{Key, check, pairs, string};
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

/// A collection that is being built.
enum Open<V, K> {
    List {
        items: Vec<V>,
        next: u32,
        end: u32,
    },
    Map {
        entries: Vec<(K, V)>,
        key: Option<K>,
        next: u32,
        end: u32,
    },
    /// A map whose entries are known beforehand, the next one last.
    Sorted {
        entries: Vec<(K, V)>,
        key: Option<K>,
        rest: Vec<(u32, u32)>,
    },
}

/// Builds the node and all in it; `depth` collections are around it.
pub(super) fn build<B: Build>(
    document: &Document<'_>,
    root: u32,
    depth: usize,
    builder: &mut B,
) -> Result<B::Value, Error> {
    let careful = !document.hazards.is_empty();
    let mut open: Vec<(Open<B::Value, B::Key>, Span)> = Vec::new();
    let mut id = root;
    loop {
        // The node as a value, or as one more collection that is open.
        let entry = document.entry(id);
        let span = entry.span;
        let mut value = match entry.kind {
            Kind::Alias => {
                id = entry.link;
                continue;
            }
            Kind::Scalar => Some(scalar(document, id, builder)),
            Kind::Sequence | Kind::Mapping => {
                if open.len() + depth >= MAX_JSON_DEPTH {
                    let bracket = if entry.kind == Kind::Sequence { '[' } else { '{' };
                    let message = format!("invalid character '{bracket}' exceeded max depth");
                    return Err(Error::decode(message).at(span.start));
                }
                let (next, end, len) = (id + 1, entry.link, entry.len as usize);
                let collection = if entry.kind == Kind::Sequence {
                    Open::List { items: Vec::with_capacity(len), next, end }
                } else if careful {
                    let mut rest = sorted_pairs(document, id);
                    rest.reverse();
                    Open::Sorted { entries: Vec::with_capacity(rest.len()), key: None, rest }
                } else {
                    Open::Map { entries: Vec::with_capacity(len), key: None, next, end }
                };
                open.push((collection, span));
                None
            }
        };
        // Put it where it belongs, and find the next node.
        loop {
            let Some((top, span)) = open.last_mut() else {
                match value {
                    Some(value) => return Ok(value),
                    // A collection was opened, so there is one.
                    None => unreachable!("a value or an open collection"),
                }
            };
            let next = match top {
                Open::List { items, next, end } => {
                    items.extend(value.take());
                    let this = *next;
                    if this < *end {
                        *next = document.after(this);
                        Some(this)
                    } else {
                        value = Some(builder.list(std::mem::take(items), *span));
                        None
                    }
                }
                Open::Map { entries, key, next, end } => {
                    if let (Some(key), Some(value)) = (key.take(), value.take()) {
                        entries.push((key, value));
                    }
                    let this = *next;
                    if this < *end {
                        *key = Some(build_key(document, this, builder));
                        let node = document.after(this);
                        *next = document.after(node);
                        Some(node)
                    } else {
                        value = Some(builder.map(std::mem::take(entries), *span));
                        None
                    }
                }
                Open::Sorted { entries, key, rest } => {
                    if let (Some(key), Some(value)) = (key.take(), value.take()) {
                        entries.push((key, value));
                    }
                    if let Some((this, node)) = rest.pop() {
                        *key = Some(build_key(document, this, builder));
                        Some(node)
                    } else {
                        value = Some(builder.map(std::mem::take(entries), *span));
                        None
                    }
                }
            };
            match next {
                Some(next) => {
                    id = next;
                    break;
                }
                None => {
                    open.pop();
                }
            }
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

fn build_key<B: Build>(document: &Document<'_>, id: u32, builder: &mut B) -> B::Key {
    builder.key(&as_utf8(key_text(document, id)), document.entry(id).span)
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
    match format_float(value, FloatFormat::General, -1, FloatBits::B32).as_str() {
        "+Inf" => ".inf".into(),
        "-Inf" => "-.inf".into(),
        "NaN" => ".nan".into(),
        text => text.into(),
    }
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

/// Goes through the values that are left once merges and repeated keys are applied, maps in encoding/json's order,
/// and stops at the first error.
fn walk(
    document: &Document<'_>,
    root: u32,
    visit: &mut dyn FnMut(Visit<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut nodes = vec![root];
    while let Some(id) = nodes.pop() {
        let id = document.target(id);
        let entry = document.entry(id);
        match entry.kind {
            Kind::Scalar => visit(Visit::Scalar(id))?,
            Kind::Sequence => {
                let from = nodes.len();
                let mut item = id + 1;
                while item < entry.link {
                    nodes.push(item);
                    item = document.after(item);
                }
                nodes[from..].reverse();
            }
            Kind::Mapping => {
                visit(Visit::Map(&pairs(document, id)))?;
                nodes.extend(sorted_pairs(document, id).iter().rev().map(|&(_, value)| value));
            }
            Kind::Alias => {}
        }
    }
    Ok(())
}

enum Visit<'v> {
    Scalar(u32),
    Map(&'v [(Key<'v>, u32, u32)]),
}

/// Fails at the first key that JSON cannot have (yaml.go: convertToJSONableObject).
pub(super) fn check_keys(document: &Document<'_>) -> Result<(), Error> {
    if !document.hazards.has(&[Hazards::ODD_KEY, Hazards::ALIAS, Hazards::TAG]) {
        return Ok(());
    }
    walk(document, 0, &mut |visit| {
        let Visit::Map(pairs) = visit else { return Ok(()) };
        for (key, id, value) in pairs {
            let (name, printed) = match key {
                Key::Null => ("%!s(<nil>)", "<nil>".to_string()),
                Key::Uint(key) => ("uint64", format!("{key:#x}")),
                _ => continue,
            };
            let value = go_syntax(document, *value);
            let message = format!("unsupported map key of type: {name}, key: {printed}, value: {value}");
            return Err(Error::convert(message).at(document.entry(*id).span.start));
        }
        Ok(())
    })
}

/// Fails at the first number that JSON cannot have (encoding/json: UnsupportedValueError).
pub(super) fn check_numbers(document: &Document<'_>, root: u32) -> Result<(), Error> {
    if !document.hazards.has(&[Hazards::NOT_FINITE, Hazards::ALIAS, Hazards::TAG]) {
        return Ok(());
    }
    walk(document, root, &mut |visit| match visit {
        Visit::Scalar(id) => match document.resolved(document.entry(id)) {
            Resolved::Float(value) if !value.is_finite() => {
                let message = format!("json: unsupported value: {}", float_g(value));
                Err(Error::convert(message).at(document.entry(id).span.start))
            }
            _ => Ok(()),
        },
        Visit::Map(..) => Ok(()),
    })
}

//! What a YAML document holds, as the API server gets it.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};

use nexachart_source::Budgets;
use nexachart_value::yaml::{self, Build, Number, Resolved, Span, resolve};
use serde::{Serialize, Serializer};

/// How deep documents may nest. What is deeper is no object that an API server takes, and is kept as text.
pub const MAX_DEPTH: usize = 1_000;

/// A value of a manifest: YAML by the rules of sigs.k8s.io/yaml, which is what kubectl and Helm send.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Data {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A whole number. A float without a fraction is one too: JSON writes both alike.
    Int(i64),
    /// A whole number above the range of `i64`.
    Uint(u64),
    /// Any other number.
    Float(Float),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Data>),
    /// A map. In which order its keys stood is not kept.
    Map(BTreeMap<String, Data>),
    /// A value that nobody is shown.
    Hidden(Hidden),
}

/// A finite number, equal to another by its bits.
#[derive(Clone, Copy, Debug)]
pub struct Float(pub f64);

/// A value under a mask. Two of them are equal if the values are; printed, also for debugging, is the mask.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hidden {
    // Compared first, so that the order does not tell of the value where the masks differ.
    shown: String,
    real: Box<Data>,
}

impl Hidden {
    /// `real`, shown as `shown`.
    pub fn new(shown: String, real: Data) -> Hidden {
        Hidden { shown, real: Box::new(real) }
    }

    /// The mask.
    pub fn shown(&self) -> &str {
        &self.shown
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl Data {
    /// Reads the first document of a text. `None`: there is none. The error is the reader's, or says that the document
    /// nests deeper than [`MAX_DEPTH`].
    pub fn read(text: &[u8], budgets: &Budgets) -> Result<Option<Data>, String> {
        let at = |line: Option<usize>, what: &str| match line {
            Some(line) => format!("line {line}: {what}"),
            None => what.to_string(),
        };
        let document = yaml::parse_within(text, budgets).map_err(|error| at(error.line(), error.reason()))?;
        let Some(document) = document else { return Ok(None) };
        // These errors quote what they are about, which may be a secret.
        let (data, depth) = document
            .build(&mut Reader)
            .map_err(|error| at(error.line(), "a key or value that JSON cannot have"))?;
        if depth > MAX_DEPTH {
            return Err(format!("it nests deeper than {MAX_DEPTH} levels"));
        }
        Ok(Some(data))
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value of a key, if this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Data> {
        match self {
            Data::Map(map) => map.get(key),
            _ => None,
        }
    }

    /// Whether it is neither a list nor a map.
    pub fn is_scalar(&self) -> bool {
        !matches!(self, Data::List(_) | Data::Map(_))
    }

    /// A scalar as it stands in YAML on one line: texts that could be taken for something else in quotes. A list or
    /// map as JSON.
    pub fn one_line(&self) -> String {
        match self {
            Data::Null => "null".into(),
            Data::Bool(value) => value.to_string(),
            Data::Int(value) => value.to_string(),
            Data::Uint(value) => value.to_string(),
            Data::Float(value) => value.0.to_string(),
            Data::Text(text) if is_plain(text) => text.clone(),
            Data::Text(text) => format!("{text:?}"),
            Data::List(items) if items.is_empty() => "[]".into(),
            Data::List(items) => {
                let items: Vec<_> = items.iter().map(Data::one_line).collect();
                format!("[{}]", items.join(", "))
            }
            Data::Map(map) => {
                let entries: Vec<_> =
                    map.iter().map(|(key, value)| format!("{key}: {}", value.one_line())).collect();
                format!("{{{}}}", entries.join(", "))
            }
            Data::Hidden(hidden) => hidden.shown.clone(),
        }
    }

    /// The same with the mask as a text wherever there is one: what a golden file stores.
    pub fn masked(self) -> Data {
        match self {
            Data::Hidden(hidden) => Data::Text(hidden.shown),
            Data::List(items) => Data::List(items.into_iter().map(Data::masked).collect()),
            Data::Map(map) => Data::Map(map.into_iter().map(|(key, value)| (key, value.masked())).collect()),
            other => other,
        }
    }
}

impl PartialEq for Float {
    fn eq(&self, other: &Float) -> bool {
        self.0.to_bits() == other.0.to_bits()
    }
}

impl Eq for Float {}

impl PartialOrd for Float {
    fn partial_cmp(&self, other: &Float) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Float {
    fn cmp(&self, other: &Float) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl Hash for Float {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

impl Serialize for Data {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Data::Null => serializer.serialize_unit(),
            Data::Bool(value) => serializer.serialize_bool(*value),
            Data::Int(value) => serializer.serialize_i64(*value),
            Data::Uint(value) => serializer.serialize_u64(*value),
            Data::Float(value) => serializer.serialize_f64(value.0),
            Data::Text(text) => serializer.serialize_str(text),
            Data::List(items) => serializer.collect_seq(items),
            Data::Map(map) => serializer.collect_map(map),
            Data::Hidden(hidden) => serializer.serialize_str(&hidden.shown),
        }
    }
}

/// Whether a text can be shown as it is and is still seen to be a text.
fn is_plain(text: &str) -> bool {
    let edge = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '\''));
    resolve(text.as_bytes()) == Resolved::String
        && !edge(text.chars().next())
        && !edge(text.chars().next_back())
        && !text.contains('\n')
}

/// Builds data, and how deep it nests.
struct Reader;

impl Build for Reader {
    type Value = (Data, usize);
    type Key = String;

    fn null(&mut self, _: Span) -> (Data, usize) {
        (Data::Null, 0)
    }

    fn boolean(&mut self, value: bool, _: Span) -> (Data, usize) {
        (Data::Bool(value), 0)
    }

    fn number(&mut self, value: Number, _: Span) -> (Data, usize) {
        /// Up to here each whole number has a float of its own.
        const EXACT: f64 = (1u64 << 53) as f64;
        let data = match value {
            Number::Int(value) => Data::Int(value),
            Number::Uint(value) => Data::Uint(value),
            Number::Float(value) if value.fract() == 0.0 && value.abs() <= EXACT => Data::Int(value as i64),
            Number::Float(value) => Data::Float(Float(value)),
        };
        (data, 0)
    }

    fn string(&mut self, text: &[u8], _: Span) -> (Data, usize) {
        (Data::Text(String::from_utf8_lossy(text).into_owned()), 0)
    }

    fn list(&mut self, items: Vec<(Data, usize)>, _: Span) -> (Data, usize) {
        let depth = items.iter().map(|(_, depth)| *depth).max().unwrap_or(0);
        (Data::List(items.into_iter().map(|(data, _)| data).collect()), depth + 1)
    }

    fn key(&mut self, text: &[u8], _: Span) -> String {
        String::from_utf8_lossy(text).into_owned()
    }

    fn map(&mut self, entries: Vec<(String, (Data, usize))>, _: Span) -> (Data, usize) {
        let depth = entries.iter().map(|(_, (_, depth))| *depth).max().unwrap_or(0);
        (Data::Map(entries.into_iter().map(|(key, (data, _))| (key, data)).collect()), depth + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Data {
        Data::read(text.as_bytes(), &Budgets::default()).unwrap().unwrap()
    }

    #[test]
    fn numbers_are_exact() {
        for (text, data) in [
            ("9007199254740993", Data::Int(9007199254740993)),
            ("18446744073709551615", Data::Uint(u64::MAX)),
            ("1.0", Data::Int(1)),
            ("1.10", Data::Float(Float(1.1))),
            ("\"1\"", Data::Text("1".into())),
            ("0o10", Data::Int(8)),
            ("yes", Data::Bool(true)),
            ("~", Data::Null),
        ] {
            assert_eq!(one(text), data, "{text}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let deep = |n: usize| "[".repeat(n) + &"]".repeat(n);
        assert!(Data::read(deep(MAX_DEPTH).as_bytes(), &Budgets::default()).is_ok());
        assert!(Data::read(deep(MAX_DEPTH + 1).as_bytes(), &Budgets::default()).is_err());
    }
}

//! Values on their way between two threads.

use nexachart_value::Value;

/// A value that belongs to no thread.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Datum {
    /// Nothing.
    Nil,
    Bool(bool),
    Int(i64),
    Float(f64),
    /// A text, which need not be UTF-8.
    Text(Vec<u8>),
    List(Vec<Datum>),
    /// Entries in the order of their keys.
    Map(Vec<(Vec<u8>, Datum)>),
    /// A value that stays where it is: its number, and how it prints.
    Kept(usize, Vec<u8>),
}

/// The largest whole number up to which a `float64` has all of them.
const WHOLE: f64 = 9_007_199_254_740_992.0;

impl Datum {
    /// A number. Those of YAML and JSON are `float64` to Helm; whole ones print as such.
    pub fn number(n: f64) -> Datum {
        if n.fract() == 0.0 && n.abs() < WHOLE { Datum::Int(n as i64) } else { Datum::Float(n) }
    }

    /// The value. `kept` has those that stayed.
    pub fn to_value(&self, kept: &[Value]) -> Value {
        match self {
            Datum::Nil => Value::Nil,
            Datum::Bool(b) => Value::Bool(*b),
            Datum::Int(n) => Value::int(*n),
            Datum::Float(n) => Value::float(*n),
            Datum::Text(text) => Value::string(&text[..]),
            Datum::List(items) => Value::list(items.iter().map(|item| item.to_value(kept)).collect()),
            Datum::Map(entries) => {
                Value::map(entries.iter().map(|(key, value)| (&key[..], value.to_value(kept))))
            }
            Datum::Kept(number, _) => kept.get(*number).cloned().unwrap_or(Value::Nil),
        }
    }
}

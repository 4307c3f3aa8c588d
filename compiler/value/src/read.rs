//! YAML texts to values, as sigs.k8s.io/yaml's `Unmarshal` reads them.

use nexachart_source::Budgets;

use crate::json::Target;
use crate::yaml::{Build, Error, Number, Span, unmarshal_within};
use crate::{Entries, Map, Str, Type, UintType, Value};

/// Reads the first document of a YAML text. Numbers become `float64`.
///
/// ```
/// use nexachart_value::{from_yaml, json::Target};
/// let value = from_yaml(b"a: [1, yes]", Target::Map).unwrap();
/// assert_eq!(value.as_map().unwrap().get(b"a").unwrap().items().unwrap().len(), 2);
/// assert!(from_yaml(b"[1]", Target::Map).is_err());
/// ```
pub fn from_yaml(text: &[u8], target: Target) -> Result<Value, Error> {
    from_yaml_within(text, target, &Budgets::default())
}

/// [`from_yaml`] with other than the default budgets.
pub fn from_yaml_within(text: &[u8], target: Target, budgets: &Budgets) -> Result<Value, Error> {
    let value = unmarshal_within(text, budgets, &mut Values(Whole::Floats))?;
    accept(target, value).map_err(Error::decode)
}

/// What the target makes of a value; the error is encoding/json's text.
fn accept(target: Target, value: Value) -> Result<Value, String> {
    let (name, fits) = match &value {
        Value::Nil => ("null", true),
        Value::Bool(_) => ("bool", false),
        Value::String(_) => ("string", false),
        Value::List(_) => ("array", target == Target::List),
        Value::Map(_) => ("object", target == Target::Map),
        _ => ("number", false),
    };
    match target {
        Target::Any => Ok(value),
        // Helm's map or list is there before, and a null leaves it as it is (sigs.k8s.io/yaml decodes into a
        // pointer to it).
        Target::Map if value.is_nil() => Ok(Map::empty().into()),
        Target::List if value.is_nil() => Ok(Value::list(Vec::new())),
        _ if fits => Ok(value),
        _ => {
            let ty = if target == Target::Map { Type::MAP } else { Type::LIST };
            Err(format!("json: cannot unmarshal {name} into Go value of type {ty}"))
        }
    }
}

/// Reads the first document of a YAML text as it is written: whole numbers keep all of their digits.
pub fn from_yaml_exactly(text: &[u8], budgets: &Budgets) -> Result<Value, Error> {
    unmarshal_within(text, budgets, &mut Values(Whole::Integers))
}

/// Builds values without places.
struct Values(Whole);

/// What becomes of whole numbers.
enum Whole {
    /// `float64`, as of all others.
    Floats,
    Integers,
}

impl Build for Values {
    type Value = Value;
    type Key = Str;

    fn null(&mut self, _: Span) -> Value {
        Value::Nil
    }

    fn boolean(&mut self, value: bool, _: Span) -> Value {
        Value::Bool(value)
    }

    fn number(&mut self, value: Number, _: Span) -> Value {
        match (&self.0, value) {
            (Whole::Integers, Number::Int(n)) => Value::int(n),
            (Whole::Integers, Number::Uint(n)) => Value::Uint(UintType::Uint64, n),
            (_, number) => Value::float(number.float64()),
        }
    }

    fn string(&mut self, text: &[u8], _: Span) -> Value {
        Value::string(text)
    }

    fn list(&mut self, items: Vec<Value>, _: Span) -> Value {
        Value::list(items)
    }

    fn key(&mut self, text: &[u8], _: Span) -> Str {
        text.into()
    }

    fn map(&mut self, entries: Vec<(Str, Value)>, _: Span) -> Value {
        Map::new(Type::MAP, entries.into_iter().collect::<Entries>()).into()
    }
}

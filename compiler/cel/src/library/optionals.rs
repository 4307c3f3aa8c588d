//! Optional values (cel-go: cel/library.go, `OptionalTypes`), and what two-variable loops over maps are made of
//! (ext/comprehensions.go).

use super::{Call, Function, Library, Overload, Style, Version};
use crate::fault::Fault;
use crate::value::{List, Value};

/// Optionals.
pub const LIBRARY: Library = Library { name: "optionals", opaque: &[], functions: FUNCTIONS };

const SINCE: Version = Version(1, 28);

const FUNCTIONS: &[Function] = &[
    Function::new(
        "optional.of",
        SINCE,
        "An optional with a value.",
        &["optional.of(1).value() == 1"],
        &[Overload::function("optional_of", "(<V>) -> optional_type(<V>)", of)],
    ),
    Function::new(
        "optional.ofNonZeroValue",
        SINCE,
        "An optional with a value, or none for what is null, false, 0 or empty.",
        &["!optional.ofNonZeroValue('').hasValue()", "optional.ofNonZeroValue('a').value() == 'a'"],
        &[Overload::function("optional_ofNonZeroValue", "(<V>) -> optional_type(<V>)", of_non_zero)],
    ),
    Function::new(
        "optional.none",
        SINCE,
        "An optional without a value.",
        &["!optional.none().hasValue()"],
        &[Overload::function("optional_none", "() -> optional_type(<V>)", none)],
    ),
    Function::new(
        "value",
        SINCE,
        "The value of an optional; an error where there is none.",
        &["optional.of(1).value() == 1"],
        &[Overload::member("optional_value", "(optional_type(<V>)) -> <V>", value)],
    ),
    Function::new(
        "hasValue",
        SINCE,
        "Whether an optional has a value.",
        &["optional.of({1: 2}).hasValue()"],
        &[Overload::member("optional_hasValue", "(optional_type(<V>)) -> bool", has_value)],
    ),
    Function::new(
        "or",
        SINCE,
        "The first of two optionals that has a value. The second is evaluated only if needed.",
        &["optional.none().or(optional.of(1)) == optional.of(1)"],
        &[Overload::declared(
            "optional_or_optional",
            Style::Member,
            "(optional_type(<V>), optional_type(<V>)) -> optional_type(<V>)",
        )],
    ),
    Function::new(
        "orValue",
        SINCE,
        "The value of an optional, or another. That is evaluated only if needed.",
        &["{'a': 1}[?'b'].orValue(2) == 2"],
        &[Overload::declared("optional_orValue_value", Style::Member, "(optional_type(<V>), <V>) -> <V>")],
    ),
    Function::new(
        "_?._",
        SINCE,
        "A field if it is there.",
        &["{'a': 1}.?b == optional.none()"],
        &[Overload::declared(
            "select_optional_field",
            Style::Function,
            "(dyn, string) -> optional_type(<V>)",
        )],
    ),
    Function::new(
        "_[?_]",
        SINCE,
        "An element or entry if it is there.",
        &["[1, 2][?5] == optional.none()"],
        &[
            Overload::declared(
                "list_optindex_optional_int",
                Style::Function,
                "(list(<V>), int) -> optional_type(<V>)",
            ),
            Overload::declared(
                "optional_list_optindex_optional_int",
                Style::Function,
                "(optional_type(list(<V>)), int) -> optional_type(<V>)",
            ),
            Overload::declared(
                "map_optindex_optional_value",
                Style::Function,
                "(map(<K>, <V>), <K>) -> optional_type(<V>)",
            ),
            Overload::declared(
                "optional_map_optindex_optional_value",
                Style::Function,
                "(optional_type(map(<K>, <V>)), <K>) -> optional_type(<V>)",
            ),
        ],
    ),
    Function::new(
        "last",
        Version(1, 34),
        "The last element of a list, if there is one.",
        &["[1, 2].last() == optional.of(2)", "[].last() == optional.none()"],
        &[Overload::member("list_last", "(list(<V>)) -> optional_type(<V>)", last)],
    ),
    Function::new(
        "first",
        Version(1, 34),
        "The first element of a list, if there is one.",
        &["[1, 2].first() == optional.of(1)"],
        &[Overload::member("list_first", "(list(<V>)) -> optional_type(<V>)", first)],
    ),
    Function::new(
        "optional.unwrap",
        Version(1, 34),
        "The values of those optionals of a list that have one.",
        &["optional.unwrap([optional.of(1), optional.none()]) == [1]"],
        &[Overload::function("optional_unwrap", "(list(optional_type(<V>))) -> list(<V>)", unwrap)],
    ),
    Function::new(
        "unwrapOpt",
        Version(1, 34),
        "The values of those optionals of a list that have one.",
        &["[optional.of(1), optional.none()].unwrapOpt() == [1]"],
        &[Overload::member("optional_unwrapOpt", "(list(optional_type(<V>))) -> list(<V>)", unwrap)],
    ),
    Function::new(
        "cel.@mapInsert",
        Version(1, 32),
        "A map with more entries: what `transformMap` is made of.",
        &[],
        &[
            Overload::declared(
                "@mapInsert_map_key_value",
                Style::Function,
                "(map(<K>, <V>), <K>, <V>) -> map(<K>, <V>)",
            ),
            Overload::declared(
                "@mapInsert_map_map",
                Style::Function,
                "(map(<K>, <V>), map(<K>, <V>)) -> map(<K>, <V>)",
            ),
        ],
    ),
];

fn only<'a>(call: &Call<'a>) -> Result<&'a Value, Fault> {
    call.args.first().ok_or_else(Fault::no_such_overload)
}

fn of(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::some(only(call)?.clone()))
}

/// cel-go: the `IsZeroValue` methods of common/types; a type has none.
fn of_non_zero(call: &Call<'_>) -> Result<Value, Fault> {
    let value = only(call)?;
    let zero = match value {
        Value::Null => true,
        Value::Bool(value) => !value,
        Value::Int(n) => *n == 0,
        Value::Uint(n) => *n == 0,
        Value::Double(x) => *x == 0.0,
        Value::String(text) => text.is_empty(),
        Value::Bytes(bytes) => bytes.is_empty(),
        Value::Duration(n) => *n == 0,
        Value::Timestamp(time) => time.seconds == crate::value::Timestamp::FIRST && time.nanos == 0,
        Value::List(list) => list.is_empty(),
        Value::Map(map) => map.is_empty(),
        Value::Type(_) | Value::Optional(_) => false,
        Value::Opaque(value) => value.is_zero(),
    };
    Ok(if zero { Value::Optional(None) } else { Value::some(value.clone()) })
}

fn none(_call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Optional(None))
}

fn value(call: &Call<'_>) -> Result<Value, Fault> {
    match only(call)? {
        Value::Optional(Some(inner)) => Ok((**inner).clone()),
        Value::Optional(None) => Err(Fault::new("optional.none() dereference")),
        _ => Err(Fault::no_such_overload()),
    }
}

fn has_value(call: &Call<'_>) -> Result<Value, Fault> {
    match only(call)? {
        Value::Optional(inner) => Ok(Value::Bool(inner.is_some())),
        _ => Err(Fault::no_such_overload()),
    }
}

fn element(found: Option<&Value>) -> Value {
    found.map_or(Value::Optional(None), |value| Value::some(value.clone()))
}

fn first(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(element(call.list(0)?.items().first()))
}

fn last(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(element(call.list(0)?.items().last()))
}

fn unwrap(call: &Call<'_>) -> Result<Value, Fault> {
    let mut values = Vec::new();
    for item in call.list(0)?.items() {
        match item {
            Value::Optional(Some(inner)) => values.push((**inner).clone()),
            Value::Optional(None) => {}
            other => {
                return Err(Fault::new(format!("value {} is not optional", crate::eval::go_value(other))));
            }
        }
    }
    Ok(Value::List(List::new(values)))
}

//! `==`, `<` and their like, and `in` (cel-go: common/stdlib/standard.go).

use std::cmp::Ordering;

use super::{Call, Cost, Function, Library, Overload, Style, Version, text_cost};
use crate::fault::Fault;
use crate::value::{Value, compare, equal};

/// Comparisons.
pub const LIBRARY: Library = Library { name: "relations", opaque: &[], functions: FUNCTIONS };

const ALWAYS: Version = Version(1, 0);

const FUNCTIONS: &[Function] = &[
    Function::new(
        "_==_",
        ALWAYS,
        "Whether two values are equal; numbers of different types by their value.",
        &["1 == 1", "'a' != 'b'", "dyn(3.0) == 3"],
        &[Overload::declared("equals", Style::Function, "(<A>, <A>) -> bool")],
    ),
    Function::new(
        "_!=_",
        ALWAYS,
        "Whether two values are not equal.",
        &["1 != 2", "[1, 2] != [2, 1]"],
        &[Overload::declared("not_equals", Style::Function, "(<A>, <A>) -> bool")],
    ),
    Function::new(
        "@in",
        ALWAYS,
        "Whether a list has an element, or a map a key.",
        &["2 in [1, 2]", "'a' in {'a': 1}", "!(3 in [1, 2])"],
        &[
            Overload::declared("in_list", Style::Function, "(<A>, list(<A>)) -> bool")
                .cost(Cost::Of(list_size)),
            Overload::declared("in_map", Style::Function, "(<A>, map(<A>, <B>)) -> bool"),
        ],
    )
    .singleton(is_in),
    Function::new(
        "_<_",
        ALWAYS,
        "Whether the first is less than the second.",
        &["1 < 2", "'a' < 'b'", "!(2 < 1.5)"],
        &[
            Overload::declared("less_bool", Style::Function, "(bool, bool) -> bool"),
            Overload::declared("less_int64", Style::Function, "(int, int) -> bool"),
            Overload::declared("less_int64_double", Style::Function, "(int, double) -> bool"),
            Overload::declared("less_int64_uint64", Style::Function, "(int, uint) -> bool"),
            Overload::declared("less_uint64", Style::Function, "(uint, uint) -> bool"),
            Overload::declared("less_uint64_double", Style::Function, "(uint, double) -> bool"),
            Overload::declared("less_uint64_int64", Style::Function, "(uint, int) -> bool"),
            Overload::declared("less_double", Style::Function, "(double, double) -> bool"),
            Overload::declared("less_double_int64", Style::Function, "(double, int) -> bool"),
            Overload::declared("less_double_uint64", Style::Function, "(double, uint) -> bool"),
            Overload::declared("less_string", Style::Function, "(string, string) -> bool")
                .cost(Cost::Of(smaller)),
            Overload::declared("less_bytes", Style::Function, "(bytes, bytes) -> bool")
                .cost(Cost::Of(smaller)),
            Overload::declared(
                "less_timestamp",
                Style::Function,
                "(google.protobuf.Timestamp, google.protobuf.Timestamp) -> bool",
            ),
            Overload::declared(
                "less_duration",
                Style::Function,
                "(google.protobuf.Duration, google.protobuf.Duration) -> bool",
            ),
        ],
    )
    .singleton(less),
    Function::new(
        "_<=_",
        ALWAYS,
        "Whether the first is less than the second or equal to it.",
        &["2 <= 2", "1 <= 1.5"],
        &[
            Overload::declared("less_equals_bool", Style::Function, "(bool, bool) -> bool"),
            Overload::declared("less_equals_int64", Style::Function, "(int, int) -> bool"),
            Overload::declared("less_equals_int64_double", Style::Function, "(int, double) -> bool"),
            Overload::declared("less_equals_int64_uint64", Style::Function, "(int, uint) -> bool"),
            Overload::declared("less_equals_uint64", Style::Function, "(uint, uint) -> bool"),
            Overload::declared("less_equals_uint64_double", Style::Function, "(uint, double) -> bool"),
            Overload::declared("less_equals_uint64_int64", Style::Function, "(uint, int) -> bool"),
            Overload::declared("less_equals_double", Style::Function, "(double, double) -> bool"),
            Overload::declared("less_equals_double_int64", Style::Function, "(double, int) -> bool"),
            Overload::declared("less_equals_double_uint64", Style::Function, "(double, uint) -> bool"),
            Overload::declared("less_equals_string", Style::Function, "(string, string) -> bool")
                .cost(Cost::Of(smaller)),
            Overload::declared("less_equals_bytes", Style::Function, "(bytes, bytes) -> bool")
                .cost(Cost::Of(smaller)),
            Overload::declared(
                "less_equals_timestamp",
                Style::Function,
                "(google.protobuf.Timestamp, google.protobuf.Timestamp) -> bool",
            ),
            Overload::declared(
                "less_equals_duration",
                Style::Function,
                "(google.protobuf.Duration, google.protobuf.Duration) -> bool",
            ),
        ],
    )
    .singleton(less_equals),
    Function::new(
        "_>_",
        ALWAYS,
        "Whether the first is greater than the second.",
        &["2 > 1", "b'b' > b'a'"],
        &[
            Overload::declared("greater_bool", Style::Function, "(bool, bool) -> bool"),
            Overload::declared("greater_int64", Style::Function, "(int, int) -> bool"),
            Overload::declared("greater_int64_double", Style::Function, "(int, double) -> bool"),
            Overload::declared("greater_int64_uint64", Style::Function, "(int, uint) -> bool"),
            Overload::declared("greater_uint64", Style::Function, "(uint, uint) -> bool"),
            Overload::declared("greater_uint64_double", Style::Function, "(uint, double) -> bool"),
            Overload::declared("greater_uint64_int64", Style::Function, "(uint, int) -> bool"),
            Overload::declared("greater_double", Style::Function, "(double, double) -> bool"),
            Overload::declared("greater_double_int64", Style::Function, "(double, int) -> bool"),
            Overload::declared("greater_double_uint64", Style::Function, "(double, uint) -> bool"),
            Overload::declared("greater_string", Style::Function, "(string, string) -> bool")
                .cost(Cost::Of(smaller)),
            Overload::declared("greater_bytes", Style::Function, "(bytes, bytes) -> bool")
                .cost(Cost::Of(smaller)),
            Overload::declared(
                "greater_timestamp",
                Style::Function,
                "(google.protobuf.Timestamp, google.protobuf.Timestamp) -> bool",
            ),
            Overload::declared(
                "greater_duration",
                Style::Function,
                "(google.protobuf.Duration, google.protobuf.Duration) -> bool",
            ),
        ],
    )
    .singleton(greater),
    Function::new(
        "_>=_",
        ALWAYS,
        "Whether the first is greater than the second or equal to it.",
        &["2u >= 2u", "duration('1h') >= duration('60m')"],
        &[
            Overload::declared("greater_equals_bool", Style::Function, "(bool, bool) -> bool"),
            Overload::declared("greater_equals_int64", Style::Function, "(int, int) -> bool"),
            Overload::declared("greater_equals_int64_double", Style::Function, "(int, double) -> bool"),
            Overload::declared("greater_equals_int64_uint64", Style::Function, "(int, uint) -> bool"),
            Overload::declared("greater_equals_uint64", Style::Function, "(uint, uint) -> bool"),
            Overload::declared("greater_equals_uint64_double", Style::Function, "(uint, double) -> bool"),
            Overload::declared("greater_equals_uint64_int64", Style::Function, "(uint, int) -> bool"),
            Overload::declared("greater_equals_double", Style::Function, "(double, double) -> bool"),
            Overload::declared("greater_equals_double_int64", Style::Function, "(double, int) -> bool"),
            Overload::declared("greater_equals_double_uint64", Style::Function, "(double, uint) -> bool"),
            Overload::declared("greater_equals_string", Style::Function, "(string, string) -> bool")
                .cost(Cost::Of(smaller)),
            Overload::declared("greater_equals_bytes", Style::Function, "(bytes, bytes) -> bool")
                .cost(Cost::Of(smaller)),
            Overload::declared(
                "greater_equals_timestamp",
                Style::Function,
                "(google.protobuf.Timestamp, google.protobuf.Timestamp) -> bool",
            ),
            Overload::declared(
                "greater_equals_duration",
                Style::Function,
                "(google.protobuf.Duration, google.protobuf.Duration) -> bool",
            ),
        ],
    )
    .singleton(greater_equals),
];

fn list_size(args: &[Value], _result: &Value) -> u64 {
    args.get(1).map_or(1, Value::size)
}

/// A tenth of the smaller text.
fn smaller(args: &[Value], _result: &Value) -> u64 {
    text_cost(args.iter().map(Value::size).min().unwrap_or(1) as f64)
}

fn is_in(call: &Call<'_>) -> Result<Value, Fault> {
    match call.args {
        [value, Value::List(list)] => {
            let found = list.items().iter().any(|item| equal(value, item).unwrap_or(false));
            Ok(Value::Bool(found))
        }
        [Value::Bytes(_), Value::Map(map)] if !map.is_empty() => {
            Err(Fault::cancelled("internal error: runtime error: hash of unhashable type types.Bytes"))
        }
        [key, Value::Map(map)] => Ok(Value::Bool(map.get(key).is_some())),
        _ => Err(Fault::no_such_overload()),
    }
}

/// Types without an order are refused by name (cel-go: `traits.ComparerType`), except for those that cel-go asks for a method
/// of that name.
fn ordered(call: &Call<'_>, function: &'static str, is: fn(Ordering) -> bool) -> Result<Value, Fault> {
    let [left, right] = call.args else {
        return Err(Fault::no_such_overload());
    };
    match left {
        Value::Null
        | Value::Type(_)
        | Value::List(_)
        | Value::Map(_)
        | Value::Optional(_)
        | Value::Opaque(_) => Err(Fault::new(format!("no such overload: {function}"))),
        _ => compare(left, right).map(|order| Value::Bool(is(order))),
    }
}

fn less(call: &Call<'_>) -> Result<Value, Fault> {
    ordered(call, "_<_", Ordering::is_lt)
}

fn less_equals(call: &Call<'_>) -> Result<Value, Fault> {
    ordered(call, "_<=_", Ordering::is_le)
}

fn greater(call: &Call<'_>) -> Result<Value, Fault> {
    ordered(call, "_>_", Ordering::is_gt)
}

fn greater_equals(call: &Call<'_>) -> Result<Value, Fault> {
    ordered(call, "_>=_", Ordering::is_ge)
}

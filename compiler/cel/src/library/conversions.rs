//! Conversions between types (cel-go: common/stdlib/standard.go, the `ConvertToType` methods of common/types).

use nexachart_go::strconv::{
    FloatBits, FloatFormat, format_float, parse_bool, parse_float, parse_int, parse_uint,
};
use nexachart_go::time::{Duration, Location, RFC3339_NANO, Time};

use super::{Call, Cost, Function, Library, Overload, Version, traversal};
use crate::fault::Fault;
use crate::types::Type;
use crate::value::{Timestamp, Value};

/// Conversions.
pub const LIBRARY: Library = Library { name: "conversions", opaque: &[], functions: FUNCTIONS };

const ALWAYS: Version = Version(1, 0);

const FUNCTIONS: &[Function] = &[
    Function::new(
        "type",
        ALWAYS,
        "The type of a value.",
        &["type(1) == int", "type([1]) == list"],
        &[Overload::function("type", "(<A>) -> type(<A>)", type_of)],
    ),
    Function::new(
        "bool",
        ALWAYS,
        "A text as a boolean.",
        &["bool('true')", "!bool('F')"],
        &[
            Overload::function("bool_to_bool", "(bool) -> bool", identity),
            Overload::function("string_to_bool", "(string) -> bool", to_bool),
        ],
    ),
    Function::new(
        "bytes",
        ALWAYS,
        "A text as bytes.",
        &["bytes('ab') == b'ab'"],
        &[
            Overload::function("bytes_to_bytes", "(bytes) -> bytes", identity),
            Overload::function("string_to_bytes", "(string) -> bytes", to_bytes).cost(Cost::Of(traversal)),
        ],
    ),
    Function::new(
        "double",
        ALWAYS,
        "A number or text as a double.",
        &["double('1e3') == 1000.0", "double(1) == 1.0"],
        &[
            Overload::function("double_to_double", "(double) -> double", identity),
            Overload::function("int64_to_double", "(int) -> double", to_double),
            Overload::function("string_to_double", "(string) -> double", to_double),
            Overload::function("uint64_to_double", "(uint) -> double", to_double),
        ],
    ),
    Function::new(
        "duration",
        ALWAYS,
        "A text such as `1h30m` as a duration.",
        &["duration('90s') == duration('1m30s')"],
        &[
            Overload::function(
                "duration_to_duration",
                "(google.protobuf.Duration) -> google.protobuf.Duration",
                identity,
            ),
            Overload::function("int64_to_duration", "(int) -> google.protobuf.Duration", to_duration),
            Overload::function("string_to_duration", "(string) -> google.protobuf.Duration", to_duration),
        ],
    ),
    Function::new(
        "dyn",
        ALWAYS,
        "The value, its type unknown to the checker.",
        &["dyn(1) == 1.0"],
        &[Overload::function("to_dyn", "(<A>) -> dyn", identity)],
    ),
    Function::new(
        "int",
        ALWAYS,
        "A number, text, time or duration as an integer: seconds of a time, nanoseconds of a duration.",
        &["int('12') == 12", "int(1.9) == 1", "int(timestamp('1970-01-01T00:01:00Z')) == 60"],
        &[
            Overload::function("int64_to_int64", "(int) -> int", identity),
            Overload::function("double_to_int64", "(double) -> int", to_int),
            Overload::function("duration_to_int64", "(google.protobuf.Duration) -> int", to_int),
            Overload::function("string_to_int64", "(string) -> int", to_int),
            Overload::function("timestamp_to_int64", "(google.protobuf.Timestamp) -> int", to_int),
            Overload::function("uint64_to_int64", "(uint) -> int", to_int),
        ],
    ),
    Function::new(
        "string",
        ALWAYS,
        "A value as text.",
        &["string(1) == '1'", "string(1000000.0) == '1e+06'", "string(duration('90s')) == '90s'"],
        &[
            Overload::function("string_to_string", "(string) -> string", identity),
            Overload::function("bool_to_string", "(bool) -> string", to_string),
            Overload::function("bytes_to_string", "(bytes) -> string", to_string).cost(Cost::Of(traversal)),
            Overload::function("double_to_string", "(double) -> string", to_string),
            Overload::function("duration_to_string", "(google.protobuf.Duration) -> string", to_string),
            Overload::function("int64_to_string", "(int) -> string", to_string),
            Overload::function("timestamp_to_string", "(google.protobuf.Timestamp) -> string", to_string),
            Overload::function("uint64_to_string", "(uint) -> string", to_string),
        ],
    ),
    Function::new(
        "timestamp",
        ALWAYS,
        "A text in RFC 3339, or seconds since 1970, as a time.",
        &["timestamp('1970-01-01T00:01:00Z') == timestamp(60)"],
        &[
            Overload::function(
                "timestamp_to_timestamp",
                "(google.protobuf.Timestamp) -> google.protobuf.Timestamp",
                identity,
            ),
            Overload::function("int64_to_timestamp", "(int) -> google.protobuf.Timestamp", to_timestamp),
            Overload::function("string_to_timestamp", "(string) -> google.protobuf.Timestamp", to_timestamp),
        ],
    ),
    Function::new(
        "uint",
        ALWAYS,
        "A number or text as an unsigned integer.",
        &["uint('12') == 12u"],
        &[
            Overload::function("uint64_to_uint64", "(uint) -> uint", identity),
            Overload::function("double_to_uint64", "(double) -> uint", to_uint),
            Overload::function("int64_to_uint64", "(int) -> uint", to_uint),
            Overload::function("string_to_uint64", "(string) -> uint", to_uint),
        ],
    ),
];

/// Whether a conversion of a literal succeeds: Kubernetes checks that of `duration` and `timestamp` when it compiles.
pub fn converts(function: &str, value: &Value) -> bool {
    let args = std::slice::from_ref(value);
    let call = Call { args, compiled: None };
    match function {
        "duration" => to_duration(&call).is_ok(),
        "timestamp" => to_timestamp(&call).is_ok(),
        _ => true,
    }
}

fn only<'a>(call: &Call<'a>) -> Result<&'a Value, Fault> {
    call.args.first().ok_or_else(Fault::no_such_overload)
}

fn impossible(from: &Value, to: &Type) -> Fault {
    Fault::new(format!("type conversion error from '{}' to '{}'", from.type_of(), to))
}

fn identity(call: &Call<'_>) -> Result<Value, Fault> {
    only(call).cloned()
}

fn type_of(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Type(only(call)?.type_of()))
}

fn to_bool(call: &Call<'_>) -> Result<Value, Fault> {
    match only(call)? {
        from @ Value::String(text) => {
            parse_bool(text.as_bytes()).map(Value::Bool).map_err(|_| impossible(from, &Type::Bool))
        }
        from => Err(impossible(from, &Type::Bool)),
    }
}

fn to_bytes(call: &Call<'_>) -> Result<Value, Fault> {
    match only(call)? {
        Value::String(text) => Ok(Value::Bytes(text.as_bytes().into())),
        from => Err(impossible(from, &Type::Bytes)),
    }
}

fn to_double(call: &Call<'_>) -> Result<Value, Fault> {
    match only(call)? {
        Value::Int(n) => Ok(Value::Double(*n as f64)),
        Value::Uint(n) => Ok(Value::Double(*n as f64)),
        from @ Value::String(text) => parse_float(text.as_bytes(), FloatBits::B64)
            .map(Value::Double)
            .map_err(|_| impossible(from, &Type::Double)),
        from => Err(impossible(from, &Type::Double)),
    }
}

fn to_int(call: &Call<'_>) -> Result<Value, Fault> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    let overflow = || Fault::new("integer overflow");
    match only(call)? {
        Value::Double(x) if *x > -LIMIT && *x < LIMIT => Ok(Value::Int(*x as i64)),
        Value::Double(_) => Err(overflow()),
        Value::Uint(n) => i64::try_from(*n).map(Value::Int).map_err(|_| overflow()),
        Value::Duration(n) => Ok(Value::Int(*n)),
        Value::Timestamp(time) => Ok(Value::Int(time.seconds)),
        from @ Value::String(text) => {
            parse_int(text.as_bytes(), 10, 64).map(Value::Int).map_err(|_| impossible(from, &Type::Int))
        }
        from => Err(impossible(from, &Type::Int)),
    }
}

fn to_uint(call: &Call<'_>) -> Result<Value, Fault> {
    const LIMIT: f64 = 18_446_744_073_709_551_616.0;
    let overflow = || Fault::new("unsigned integer overflow");
    match only(call)? {
        Value::Double(x) if *x >= 0.0 && *x < LIMIT => Ok(Value::Uint(*x as u64)),
        Value::Double(_) => Err(overflow()),
        Value::Int(n) => u64::try_from(*n).map(Value::Uint).map_err(|_| overflow()),
        from @ Value::String(text) => {
            parse_uint(text.as_bytes(), 10, 64).map(Value::Uint).map_err(|_| impossible(from, &Type::Uint))
        }
        from => Err(impossible(from, &Type::Uint)),
    }
}

fn to_string(call: &Call<'_>) -> Result<Value, Fault> {
    let from = only(call)?;
    Ok(match from {
        Value::Bool(value) => if *value { "true" } else { "false" }.into(),
        Value::Int(n) => n.to_string().into(),
        Value::Uint(n) => n.to_string().into(),
        Value::Double(x) => format_float(*x, FloatFormat::General, -1, FloatBits::B64).into(),
        Value::Bytes(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => text.into(),
            Err(_) => return Err(Fault::new("invalid UTF-8 in bytes, cannot convert to string")),
        },
        Value::Duration(n) => duration_text(*n).into(),
        Value::Timestamp(time) => Value::text(&time.to_go().format(RFC3339_NANO)),
        from => return Err(impossible(from, &Type::String)),
    })
}

/// A duration as `string` and `format` have it: in seconds (cel-go: types/duration.go).
pub fn duration_text(nanoseconds: i64) -> String {
    format!("{}s", format_float(Duration(nanoseconds).seconds(), FloatFormat::Fixed, -1, FloatBits::B64))
}

fn to_duration(call: &Call<'_>) -> Result<Value, Fault> {
    match only(call)? {
        Value::Duration(n) => Ok(Value::Duration(*n)),
        from @ Value::String(text) => Duration::parse(text.as_bytes())
            .map(|duration| Value::Duration(duration.0))
            .map_err(|_| impossible(from, &Type::Duration)),
        from => Err(impossible(from, &Type::Duration)),
    }
}

fn to_timestamp(call: &Call<'_>) -> Result<Value, Fault> {
    let overflow = || Fault::new("timestamp overflow");
    let range = Timestamp::FIRST..=Timestamp::LAST;
    match only(call)? {
        Value::Timestamp(time) => Ok(Value::Timestamp(*time)),
        Value::Int(n) if range.contains(n) => {
            Ok(Value::Timestamp(Timestamp { seconds: *n, nanos: 0, offset: 0 }))
        }
        Value::Int(_) => Err(overflow()),
        from @ Value::String(text) => {
            let layout = b"2006-01-02T15:04:05Z07:00";
            let time = Time::parse(layout, text.as_bytes(), &Location::UTC)
                .map_err(|_| impossible(from, &Type::Timestamp))?;
            let time = Timestamp::from_go(&time);
            if range.contains(&time.seconds) { Ok(Value::Timestamp(time)) } else { Err(overflow()) }
        }
        from => Err(impossible(from, &Type::Timestamp)),
    }
}

//! Arithmetic and logic (cel-go: common/stdlib/standard.go, types/int.go and the like, types/overflow.go).

use super::{Call, Cost, Function, Library, Overload, Style, Version, text_cost};
use crate::fault::Fault;
use crate::value::{Timestamp, Value};

/// Operators.
pub const LIBRARY: Library = Library { name: "operators", opaque: &[], functions: FUNCTIONS };

const ALWAYS: Version = Version(1, 0);

const fn plain(id: &'static str, signature: &'static str) -> Overload {
    Overload::declared(id, Style::Function, signature)
}

const FUNCTIONS: &[Function] = &[
    Function::new(
        "_?_:_",
        ALWAYS,
        "One of two values, by a condition. The other is not evaluated.",
        &["true ? 1 == 1 : 1 / 0 == 1"],
        &[plain("conditional", "(bool, <A>, <A>) -> <A>")],
    ),
    Function::new(
        "_&&_",
        ALWAYS,
        "Whether both are true. One that is false decides, even if the other fails.",
        &["true && true", "!(1 / 0 == 1 && false)"],
        &[plain("logical_and", "(bool, bool) -> bool")],
    ),
    Function::new(
        "_||_",
        ALWAYS,
        "Whether one is true. One that is true decides, even if the other fails.",
        &["false || true", "1 / 0 == 1 || true"],
        &[plain("logical_or", "(bool, bool) -> bool")],
    ),
    Function::new("!_", ALWAYS, "The other truth.", &["!false"], &[plain("logical_not", "(bool) -> bool")])
        .singleton(not),
    Function::new(
        "@not_strictly_false",
        ALWAYS,
        "Whether a loop goes on: everything but false, errors too.",
        &[],
        &[plain("not_strictly_false", "(bool) -> bool")],
    )
    .singleton(not_strictly_false),
    Function::new(
        "_+_",
        ALWAYS,
        "The sum of numbers, durations, or a time and a duration; texts, bytes or lists joined.",
        &["1 + 2 == 3", "'a' + 'b' == 'ab'", "[1] + [2] == [1, 2]"],
        &[
            plain("add_bytes", "(bytes, bytes) -> bytes").cost(Cost::Of(both)),
            plain("add_double", "(double, double) -> double"),
            plain(
                "add_duration_duration",
                "(google.protobuf.Duration, google.protobuf.Duration) -> google.protobuf.Duration",
            ),
            plain(
                "add_duration_timestamp",
                "(google.protobuf.Duration, google.protobuf.Timestamp) -> google.protobuf.Timestamp",
            ),
            plain(
                "add_timestamp_duration",
                "(google.protobuf.Timestamp, google.protobuf.Duration) -> google.protobuf.Timestamp",
            ),
            plain("add_int64", "(int, int) -> int"),
            plain("add_list", "(list(<A>), list(<A>)) -> list(<A>)"),
            plain("add_string", "(string, string) -> string").cost(Cost::Of(both)),
            plain("add_uint64", "(uint, uint) -> uint"),
        ],
    )
    .singleton(add),
    Function::new(
        "_-_",
        ALWAYS,
        "The difference of numbers, durations or times.",
        &[
            "3 - 2 == 1",
            "timestamp('2024-01-02T00:00:00Z') - timestamp('2024-01-01T00:00:00Z') == duration('24h')",
        ],
        &[
            plain("subtract_double", "(double, double) -> double"),
            plain(
                "subtract_duration_duration",
                "(google.protobuf.Duration, google.protobuf.Duration) -> google.protobuf.Duration",
            ),
            plain("subtract_int64", "(int, int) -> int"),
            plain(
                "subtract_timestamp_duration",
                "(google.protobuf.Timestamp, google.protobuf.Duration) -> google.protobuf.Timestamp",
            ),
            plain(
                "subtract_timestamp_timestamp",
                "(google.protobuf.Timestamp, google.protobuf.Timestamp) -> google.protobuf.Duration",
            ),
            plain("subtract_uint64", "(uint, uint) -> uint"),
        ],
    )
    .singleton(subtract),
    Function::new(
        "_*_",
        ALWAYS,
        "The product of two numbers of a type.",
        &["3 * 2 == 6"],
        &[
            plain("multiply_double", "(double, double) -> double"),
            plain("multiply_int64", "(int, int) -> int"),
            plain("multiply_uint64", "(uint, uint) -> uint"),
        ],
    )
    .singleton(multiply),
    Function::new(
        "_/_",
        ALWAYS,
        "The quotient of two numbers of a type; of integers without the rest.",
        &["7 / 2 == 3", "7.0 / 2.0 == 3.5"],
        &[
            plain("divide_double", "(double, double) -> double"),
            plain("divide_int64", "(int, int) -> int"),
            plain("divide_uint64", "(uint, uint) -> uint"),
        ],
    )
    .singleton(divide),
    Function::new(
        "_%_",
        ALWAYS,
        "The rest of a division of integers.",
        &["7 % 2 == 1", "-7 % 2 == -1"],
        &[plain("modulo_int64", "(int, int) -> int"), plain("modulo_uint64", "(uint, uint) -> uint")],
    )
    .singleton(modulo),
    Function::new(
        "-_",
        ALWAYS,
        "The number with the other sign.",
        &["-(1) == 0 - 1"],
        &[plain("negate_double", "(double) -> double"), plain("negate_int64", "(int) -> int")],
    )
    .singleton(negate),
    Function::new(
        "_[_]",
        ALWAYS,
        "An element of a list, or the value of a key.",
        &["[1, 2][1] == 2", "{'a': 1}['a'] == 1"],
        &[
            plain("index_list", "(list(<A>), int) -> <A>"),
            plain("index_map", "(map(<A>, <B>), <A>) -> <B>"),
            plain("optional_list_index_int", "(optional_type(list(<V>)), int) -> optional_type(<V>)")
                .since(Version(1, 28)),
            plain("optional_map_index_value", "(optional_type(map(<K>, <V>)), <K>) -> optional_type(<V>)")
                .since(Version(1, 28)),
        ],
    ),
];

/// A tenth of both texts.
fn both(args: &[Value], _result: &Value) -> u64 {
    text_cost(args.iter().map(Value::size).sum::<u64>() as f64)
}

fn not(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Bool(!call.bool(0)?))
}

fn not_strictly_false(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Bool(!matches!(call.args, [Value::Bool(false)])))
}

fn int_overflow() -> Fault {
    Fault::new("integer overflow")
}

fn uint_overflow() -> Fault {
    Fault::new("unsigned integer overflow")
}

/// What the operator answers for a type on the left that it is not made for (cel-go: the traits of types; those with methods
/// are asked for a method of that name, and have none).
fn refused(left: &Value, function: &'static str) -> Fault {
    match left {
        Value::String(_) | Value::Duration(_) | Value::Timestamp(_) => Fault::no_such_overload(),
        _ => Fault::new(format!("no such overload: {function}")),
    }
}

fn add(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(match call.args {
        [Value::Int(a), Value::Int(b)] => Value::Int(a.checked_add(*b).ok_or_else(int_overflow)?),
        [Value::Uint(a), Value::Uint(b)] => Value::Uint(a.checked_add(*b).ok_or_else(uint_overflow)?),
        [Value::Double(a), Value::Double(b)] => Value::Double(a + b),
        [Value::String(a), Value::String(b)] => Value::String([&**a, &**b].concat().into()),
        [Value::Bytes(a), Value::Bytes(b)] => Value::Bytes([&**a, &**b].concat().into()),
        [Value::Duration(a), Value::Duration(b)] => {
            Value::Duration(a.checked_add(*b).ok_or_else(int_overflow)?)
        }
        [Value::Duration(by), Value::Timestamp(time)] | [Value::Timestamp(time), Value::Duration(by)] => {
            moved(*time, *by)?
        }
        [
            Value::Int(_)
            | Value::Uint(_)
            | Value::Double(_)
            | Value::String(_)
            | Value::Bytes(_)
            | Value::Duration(_)
            | Value::Timestamp(_)
            | Value::List(_),
            _,
        ] => return Err(Fault::no_such_overload()),
        [left, ..] => return Err(refused(left, "_+_")),
        [] => return Err(Fault::no_such_overload()),
    })
}

fn subtract(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(match call.args {
        [Value::Int(a), Value::Int(b)] => Value::Int(a.checked_sub(*b).ok_or_else(int_overflow)?),
        [Value::Uint(a), Value::Uint(b)] => Value::Uint(a.checked_sub(*b).ok_or_else(uint_overflow)?),
        [Value::Double(a), Value::Double(b)] => Value::Double(a - b),
        [Value::Duration(a), Value::Duration(b)] => {
            Value::Duration(a.checked_sub(*b).ok_or_else(int_overflow)?)
        }
        [Value::Timestamp(time), Value::Duration(by)] => {
            moved(*time, by.checked_neg().ok_or_else(int_overflow)?)?
        }
        [Value::Timestamp(a), Value::Timestamp(b)] => {
            let seconds =
                a.seconds.checked_sub(b.seconds).and_then(|seconds| seconds.checked_mul(1_000_000_000));
            let nanos = i64::from(a.nanos) - i64::from(b.nanos);
            Value::Duration(seconds.and_then(|all| all.checked_add(nanos)).ok_or_else(int_overflow)?)
        }
        [Value::Int(_) | Value::Uint(_) | Value::Double(_) | Value::Duration(_) | Value::Timestamp(_), _] => {
            return Err(Fault::no_such_overload());
        }
        [left, ..] => return Err(refused(left, "_-_")),
        [] => return Err(Fault::no_such_overload()),
    })
}

/// A time some nanoseconds later.
fn moved(time: Timestamp, by: i64) -> Result<Value, Fault> {
    let nanos = i64::from(time.nanos) + by % 1_000_000_000;
    let seconds = time.seconds.checked_add(by / 1_000_000_000).ok_or_else(int_overflow)?;
    let seconds = seconds.checked_add(nanos.div_euclid(1_000_000_000)).ok_or_else(int_overflow)?;
    if !(Timestamp::FIRST..=Timestamp::LAST).contains(&seconds) {
        return Err(Fault::new("timestamp overflow"));
    }
    let nanos = nanos.rem_euclid(1_000_000_000) as u32;
    Ok(Value::Timestamp(Timestamp { seconds, nanos, offset: time.offset }))
}

fn multiply(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(match call.args {
        [Value::Int(a), Value::Int(b)] => Value::Int(a.checked_mul(*b).ok_or_else(int_overflow)?),
        [Value::Uint(a), Value::Uint(b)] => Value::Uint(a.checked_mul(*b).ok_or_else(uint_overflow)?),
        [Value::Double(a), Value::Double(b)] => Value::Double(a * b),
        [Value::Int(_) | Value::Uint(_) | Value::Double(_), _] => return Err(Fault::no_such_overload()),
        [left, ..] => return Err(refused(left, "_*_")),
        [] => return Err(Fault::no_such_overload()),
    })
}

fn divide(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(match call.args {
        [Value::Int(_), Value::Int(0)] | [Value::Uint(_), Value::Uint(0)] => {
            return Err(Fault::new("division by zero"));
        }
        [Value::Int(a), Value::Int(b)] => Value::Int(a.checked_div(*b).ok_or_else(int_overflow)?),
        [Value::Uint(a), Value::Uint(b)] => Value::Uint(a / b),
        [Value::Double(a), Value::Double(b)] => Value::Double(a / b),
        [Value::Int(_) | Value::Uint(_) | Value::Double(_), _] => return Err(Fault::no_such_overload()),
        [left, ..] => return Err(refused(left, "_/_")),
        [] => return Err(Fault::no_such_overload()),
    })
}

fn modulo(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(match call.args {
        [Value::Int(_), Value::Int(0)] | [Value::Uint(_), Value::Uint(0)] => {
            return Err(Fault::new("modulus by zero"));
        }
        [Value::Int(a), Value::Int(b)] => Value::Int(a.checked_rem(*b).ok_or_else(int_overflow)?),
        [Value::Uint(a), Value::Uint(b)] => Value::Uint(a % b),
        [Value::Int(_) | Value::Uint(_), _] => return Err(Fault::no_such_overload()),
        [left, ..] => return Err(refused(left, "_%_")),
        [] => return Err(Fault::no_such_overload()),
    })
}

fn negate(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(match call.args {
        [Value::Int(a)] => Value::Int(a.checked_neg().ok_or_else(int_overflow)?),
        [Value::Double(a)] => Value::Double(-a),
        [Value::Duration(a)] => Value::Duration(a.checked_neg().ok_or_else(int_overflow)?),
        [Value::Bool(_)] => return Err(Fault::no_such_overload()),
        [left, ..] => return Err(refused(left, "-_")),
        [] => return Err(Fault::no_such_overload()),
    })
}

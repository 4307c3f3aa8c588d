//! Lists of what can be compared or added (apiserver: cel/library/lists.go).

use std::cmp::Ordering;

use super::{Call, Cost, Function, Library, Overload, Version};
use crate::fault::Fault;
use crate::value::{List, Timestamp, Value, compare, equal};

/// Kubernetes' functions of lists.
pub const LIBRARY: Library = Library { name: "lists", opaque: &[], functions: FUNCTIONS };

const SINCE: Version = Version(1, 0);

/// An overload for each type whose values have an order.
macro_rules! of_comparable {
    ($prefix:literal, $infix:literal, $result:tt, $body:expr) => {
        &[
            of_comparable!(@one $prefix, "int", "int", $infix, $result, $body),
            of_comparable!(@one $prefix, "uint", "uint", $infix, $result, $body),
            of_comparable!(@one $prefix, "double", "double", $infix, $result, $body),
            of_comparable!(@one $prefix, "bool", "bool", $infix, $result, $body),
            of_comparable!(@one $prefix, "duration", "google.protobuf.Duration", $infix, $result, $body),
            of_comparable!(@one $prefix, "timestamp", "google.protobuf.Timestamp", $infix, $result, $body),
            of_comparable!(@one $prefix, "string", "string", $infix, $result, $body),
            of_comparable!(@one $prefix, "bytes", "bytes", $infix, $result, $body),
        ]
    };
    (@one $prefix:literal, $name:literal, $type:literal, $infix:literal, element, $body:expr) => {
        Overload::member(
            concat!($prefix, $name, $infix, $name),
            concat!("(list(", $type, ")) -> ", $type),
            $body,
        )
        .cost(Cost::Of(walk))
    };
    (@one $prefix:literal, $name:literal, $type:literal, $infix:literal, bool, $body:expr) => {
        Overload::member(concat!($prefix, $name, $infix), concat!("(list(", $type, ")) -> bool"), $body)
            .cost(Cost::Of(walk))
    };
}

const FUNCTIONS: &[Function] = &[
    Function::new(
        "isSorted",
        SINCE,
        "Whether no element is less than the one before it.",
        &["[1, 2, 2].isSorted()", "!['b', 'a'].isSorted()"],
        of_comparable!("list_", "_is_sorted_bool", bool, is_sorted),
    )
    .unresolved_cost(Cost::Of(walk)),
    Function::new(
        "sum",
        SINCE,
        "The sum of all elements; 0 for none.",
        &["[1, 2, 3].sum() == 6", "[0.5, 1.5].sum() == 2.0", "[].sum() == 0"],
        &[
            Overload::member("list_int_sum_int", "(list(int)) -> int", |call| sum(call, Value::Int(0)))
                .cost(Cost::Of(walk)),
            Overload::member("list_uint_sum_uint", "(list(uint)) -> uint", |call| sum(call, Value::Uint(0)))
                .cost(Cost::Of(walk)),
            Overload::member("list_double_sum_double", "(list(double)) -> double", |call| {
                sum(call, Value::Double(0.0))
            })
            .cost(Cost::Of(walk)),
            Overload::member(
                "list_duration_sum_duration",
                "(list(google.protobuf.Duration)) -> google.protobuf.Duration",
                |call| sum(call, Value::Duration(0)),
            )
            .cost(Cost::Of(walk)),
        ],
    )
    .unresolved_cost(Cost::Of(walk)),
    Function::new(
        "max",
        SINCE,
        "The greatest element; an error for none.",
        &["[1, 3, 2].max() == 3"],
        of_comparable!("list_", "_max_", element, |call| best(call, "max", Ordering::Less)),
    )
    .unresolved_cost(Cost::Of(walk)),
    Function::new(
        "min",
        SINCE,
        "The least element; an error for none.",
        &["[2, 1, 3].min() == 1"],
        of_comparable!("list_", "_min_", element, |call| best(call, "min", Ordering::Greater)),
    )
    .unresolved_cost(Cost::Of(walk)),
    Function::new(
        "indexOf",
        SINCE,
        "The first position of an element, or -1.",
        &["[1, 2, 2, 3].indexOf(2) == 1", "['a'].indexOf('b') == -1"],
        &[Overload::member("list_a_index_of_int", "(list(<A>), <A>) -> int", index_of).cost(Cost::Of(walk))],
    )
    .unresolved_cost(Cost::Of(walk)),
    Function::new(
        "lastIndexOf",
        SINCE,
        "The last position of an element, or -1.",
        &["[1, 2, 2, 3].lastIndexOf(2) == 2"],
        &[Overload::member("list_a_last_index_of_int", "(list(<A>), <A>) -> int", last_index_of)
            .cost(Cost::Of(walk))],
    )
    .unresolved_cost(Cost::Of(walk)),
];

/// How deep values are walked for their cost.
const DEPTH: u32 = 10_000;

/// The cost of walking through all of the first argument: a tenth of a byte of text, rounded down, else 1 for each part.
/// (apiserver: cel/library/cost.go, `traversalCost`).
pub(super) fn walk(args: &[Value], _result: &Value) -> u64 {
    fn of(value: &Value, depth: u32) -> u64 {
        let Some(depth) = depth.checked_sub(1) else { return 1 };
        match value {
            Value::String(text) => (text.len() as f64 * 0.1) as u64,
            Value::Bytes(bytes) => (bytes.len() as f64 * 0.1) as u64,
            Value::List(list) => list.items().iter().map(|item| of(item, depth)).fold(0, u64::saturating_add),
            Value::Map(map) => {
                let entries = map.entries().iter();
                entries.map(|(key, value)| of(key, depth) + of(value, depth)).fold(0, u64::saturating_add)
            }
            _ => 1,
        }
    }
    args.first().map_or(0, |list| of(list, DEPTH))
}

/// Whether values of this type have an order (Go: `traits.Comparer`).
pub(super) fn is_comparable(value: &Value) -> bool {
    matches!(
        value,
        Value::Bool(_)
            | Value::Int(_)
            | Value::Uint(_)
            | Value::Double(_)
            | Value::String(_)
            | Value::Bytes(_)
            | Value::Duration(_)
            | Value::Timestamp(_)
    )
}

/// Elements, all of which must have an order. That two of them cannot be compared with each other is no error.
fn comparable(list: &List) -> impl Iterator<Item = Result<&Value, Fault>> {
    list.items()
        .iter()
        .map(|item| if is_comparable(item) { Ok(item) } else { Err(Fault::no_such_overload()) })
}

fn is_sorted(call: &Call<'_>) -> Result<Value, Fault> {
    let mut last: Option<&Value> = None;
    for item in comparable(call.list(0)?) {
        let item = item?;
        if last.is_some_and(|last| compare(last, item) == Ok(Ordering::Greater)) {
            return Ok(false.into());
        }
        last = Some(item);
    }
    Ok(true.into())
}

/// The element that no other one is on the `better` side of.
fn best(call: &Call<'_>, name: &str, better: Ordering) -> Result<Value, Fault> {
    let mut best: Option<&Value> = None;
    for item in comparable(call.list(0)?) {
        let item = item?;
        if best.is_none_or(|best| compare(best, item) == Ok(better)) {
            best = Some(item);
        }
    }
    best.cloned().ok_or_else(|| Fault::new(format!("{name} called on empty list")))
}

fn sum(call: &Call<'_>, zero: Value) -> Result<Value, Fault> {
    let mut sum = zero;
    for item in call.list(0)?.items() {
        sum = plus(sum, item)?;
    }
    Ok(sum)
}

/// The sum of what is summed up here. A duration and a point in time can be added too, though no list should have both.
fn plus(left: Value, right: &Value) -> Result<Value, Fault> {
    let overflow = |text: &'static str| move || Fault::new(text);
    Ok(match (left, right) {
        (Value::Int(a), Value::Int(b)) => {
            Value::Int(a.checked_add(*b).ok_or_else(overflow("integer overflow"))?)
        }
        (Value::Uint(a), Value::Uint(b)) => {
            Value::Uint(a.checked_add(*b).ok_or_else(overflow("unsigned integer overflow"))?)
        }
        (Value::Double(a), Value::Double(b)) => Value::Double(a + b),
        (Value::Duration(a), Value::Duration(b)) => {
            Value::Duration(a.checked_add(*b).ok_or_else(overflow("duration overflow"))?)
        }
        (Value::Duration(a), Value::Timestamp(b)) => {
            Value::Timestamp(later(*b, a).ok_or_else(overflow("timestamp overflow"))?)
        }
        (Value::Timestamp(a), Value::Duration(b)) => {
            Value::Timestamp(later(a, *b).ok_or_else(overflow("timestamp overflow"))?)
        }
        _ => return Err(Fault::no_such_overload()),
    })
}

fn later(time: Timestamp, nanos: i64) -> Option<Timestamp> {
    const SECOND: i64 = 1_000_000_000;
    let nanos =
        i64::from(time.nanos) + nanos.rem_euclid(SECOND) + nanos.div_euclid(SECOND).checked_mul(SECOND)?;
    let seconds = time.seconds.checked_add(nanos.div_euclid(SECOND))?;
    let nanos = u32::try_from(nanos.rem_euclid(SECOND)).ok()?;
    (Timestamp::FIRST..=Timestamp::LAST).contains(&seconds).then_some(Timestamp { seconds, nanos, ..time })
}

fn index_of(call: &Call<'_>) -> Result<Value, Fault> {
    let (list, item) = operands(call)?;
    position(list.items().iter().enumerate(), item)
}

fn last_index_of(call: &Call<'_>) -> Result<Value, Fault> {
    let (list, item) = operands(call)?;
    position(list.items().iter().enumerate().rev(), item)
}

fn operands<'a>(call: &'a Call<'_>) -> Result<(&'a List, &'a Value), Fault> {
    Ok((call.list(0)?, call.args.get(1).ok_or_else(Fault::no_such_overload)?))
}

fn position<'a>(items: impl Iterator<Item = (usize, &'a Value)>, item: &Value) -> Result<Value, Fault> {
    for (at, other) in items {
        if super::lists::is_equal(equal(other, item))? {
            return Ok((at as i64).into());
        }
    }
    Ok((-1).into())
}

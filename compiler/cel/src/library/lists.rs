//! Lists (cel-go: ext/lists.go, version 3).

use std::cmp::Ordering;

use super::{Call, Cost, Function, Library, Overload, Style, Version, k8s_lists};
use crate::fault::{Fault, FaultKind};
use crate::kernel::sort::sort_indices;
use crate::value::{List, Value, compare, equal};

/// Lists.
pub const LIBRARY: Library = Library { name: "lists extension", opaque: &[], functions: FUNCTIONS };

const SINCE: Version = Version(1, 34);

const fn sort_overload(id: &'static str, signature: &'static str) -> Overload {
    Overload::declared(id, Style::Member, signature).cost(Cost::OfList(0, sort_cost))
}

const fn sort_by_overload(id: &'static str, signature: &'static str) -> Overload {
    Overload::declared(id, Style::Member, signature).cost(Cost::OfList(1, sort_by_cost))
}

const FUNCTIONS: &[Function] = &[
    Function::new(
        "slice",
        SINCE,
        "The elements from a position up to another.",
        &["[1, 2, 3, 4].slice(1, 3) == [2, 3]", "[1].slice(1, 1) == []"],
        &[Overload::member("list_slice", "(list(<T>), int, int) -> list(<T>)", slice)
            .cost(Cost::Of(result_size))],
    ),
    Function::new(
        "flatten",
        SINCE,
        "The elements of the lists in a list, perhaps down to a depth.",
        &["[[1], [2, 3]].flatten() == [1, 2, 3]", "[[[1]], [[2]]].flatten(2) == [1, 2]"],
        &[
            Overload::member("list_flatten", "(list(list(<T>))) -> list(<T>)", flatten)
                .cost(Cost::Of(flatten_cost)),
            Overload::member("list_flatten_int", "(list(dyn), int) -> list(dyn)", flatten_to)
                .cost(Cost::Of(flatten_cost)),
        ],
    )
    .unguarded(),
    Function::new(
        "sort",
        SINCE,
        "The elements in their order.",
        &["[3, 1, 2].sort() == [1, 2, 3]", "['b', 'B'].sort() == ['B', 'b']"],
        &[
            sort_overload("list_int_sort", "(list(int)) -> list(int)"),
            sort_overload("list_uint_sort", "(list(uint)) -> list(uint)"),
            sort_overload("list_double_sort", "(list(double)) -> list(double)"),
            sort_overload("list_bool_sort", "(list(bool)) -> list(bool)"),
            sort_overload(
                "list_google.protobuf.Duration_sort",
                "(list(google.protobuf.Duration)) -> list(google.protobuf.Duration)",
            ),
            sort_overload(
                "list_google.protobuf.Timestamp_sort",
                "(list(google.protobuf.Timestamp)) -> list(google.protobuf.Timestamp)",
            ),
            sort_overload("list_string_sort", "(list(string)) -> list(string)"),
            sort_overload("list_bytes_sort", "(list(bytes)) -> list(bytes)"),
        ],
    )
    .singleton(sort),
    Function::new(
        "@sortByAssociatedKeys",
        SINCE,
        "The elements in the order of their keys: what `sortBy` becomes.",
        &["['b', 'a'].sortBy(x, x) == ['a', 'b']", "[1, 2].sortBy(x, -x) == [2, 1]"],
        &[
            sort_by_overload("list_int_sortByAssociatedKeys", "(list(<T>), list(int)) -> list(<T>)"),
            sort_by_overload("list_uint_sortByAssociatedKeys", "(list(<T>), list(uint)) -> list(<T>)"),
            sort_by_overload("list_double_sortByAssociatedKeys", "(list(<T>), list(double)) -> list(<T>)"),
            sort_by_overload("list_bool_sortByAssociatedKeys", "(list(<T>), list(bool)) -> list(<T>)"),
            sort_by_overload(
                "list_google.protobuf.Duration_sortByAssociatedKeys",
                "(list(<T>), list(google.protobuf.Duration)) -> list(<T>)",
            ),
            sort_by_overload(
                "list_google.protobuf.Timestamp_sortByAssociatedKeys",
                "(list(<T>), list(google.protobuf.Timestamp)) -> list(<T>)",
            ),
            sort_by_overload("list_string_sortByAssociatedKeys", "(list(<T>), list(string)) -> list(<T>)"),
            sort_by_overload("list_bytes_sortByAssociatedKeys", "(list(<T>), list(bytes)) -> list(<T>)"),
        ],
    )
    .singleton(sort_by_keys),
    Function::new(
        "lists.range",
        SINCE,
        "The numbers from 0 up to another.",
        &["lists.range(3) == [0, 1, 2]", "lists.range(-1) == []"],
        &[Overload::function("lists_range", "(int) -> list(int)", range).cost(Cost::Of(range_cost))],
    ),
    Function::new(
        "reverse",
        SINCE,
        "The elements from the last to the first.",
        &["[1, 2, 3].reverse() == [3, 2, 1]"],
        &[Overload::member("list_reverse", "(list(<T>)) -> list(<T>)", |call| {
            Ok(Value::list(call.list(0)?.items().iter().rev().cloned().collect()))
        })
        .cost(Cost::Of(result_size))],
    ),
    Function::new(
        "distinct",
        SINCE,
        "The elements without those that are equal to an earlier one.",
        &["[1, 2, 2, 1].distinct() == [1, 2]"],
        &[Overload::member("list_distinct", "(list(<T>)) -> list(<T>)", distinct)
            .cost(Cost::OfList(0, sort_cost))],
    ),
];

/// What a function may do before its cost is counted: more than any limit on costs allows.
const MOST_STEPS: u64 = 20_000_000;

/// An error if a function would take more steps than any limit on costs allows.
pub(super) fn bounded(steps: u64) -> Result<(), Fault> {
    match steps > MOST_STEPS {
        true => Err(Fault::cancelled("operation cancelled: actual cost limit exceeded")),
        false => Ok(()),
    }
}

/// Whether values are equal: those that cannot be compared are not.
pub(super) fn is_equal(result: Result<bool, Fault>) -> Result<bool, Fault> {
    match result {
        Err(fault) if fault.kind == FaultKind::Error => Ok(false),
        other => other,
    }
}

/// A call and a new list with this many elements, each of which costs `factor`. A negative one wraps around, as in Go.
fn allocation(size: u64, factor: f64) -> u64 {
    const CALL_AND_LIST: u64 = 11;
    let cost = size as f64 * factor;
    let cost = if cost < 0.0 { cost as i64 as u64 } else { cost as u64 };
    cost.wrapping_add(CALL_AND_LIST)
}

fn result_size(_args: &[Value], result: &Value) -> u64 {
    allocation(result.plain_size(), 1.0)
}

fn flatten_cost(args: &[Value], _result: &Value) -> u64 {
    let depth = match args.get(1) {
        Some(Value::Int(depth)) => *depth as f64,
        _ => 1.0,
    };
    allocation(args.first().map_or(1, Value::plain_size), depth)
}

/// As if each element were compared with each.
fn self_compare(list: Option<&Value>) -> u64 {
    let (size, factor) = match list {
        Some(Value::List(list)) => match list.items().first() {
            Some(Value::String(_) | Value::Bytes(_)) => (list.len() as u64, 2.1),
            _ => (list.len() as u64, 2.0),
        },
        _ => (1, 2.0),
    };
    allocation(size.saturating_mul(size), factor)
}

fn sort_cost(args: &[Value], _result: &Value) -> u64 {
    self_compare(args.first())
}

fn sort_by_cost(args: &[Value], _result: &Value) -> u64 {
    self_compare(args.get(1))
}

fn slice(call: &Call<'_>) -> Result<Value, Fault> {
    let (list, start, end) = (call.list(0)?, call.int(1)?, call.int(2)?);
    let wrong = |why: String| Err(Fault::new(format!("cannot slice({start}, {end}), {why}")));
    let (Ok(from), Ok(to)) = (usize::try_from(start), usize::try_from(end)) else {
        return wrong("negative indexes not supported".to_owned());
    };
    if from > to {
        return wrong("start index must be less than or equal to end index".to_owned());
    }
    match list.items().get(from..to) {
        Some(items) => Ok(Value::list(items.to_vec())),
        None => wrong(format!("list is length {}", list.len())),
    }
}

/// Go: `flatten()` is called whatever the receiver is, and says itself that it takes lists only.
fn receiver<'a>(call: &'a Call<'_>, arguments: &str) -> Result<&'a List, Fault> {
    match call.args.first() {
        Some(Value::List(list)) => Ok(list),
        Some(other) => Err(Fault::new(format!("no such overload: {}.flatten({arguments})", other.type_of()))),
        None => Err(Fault::no_such_overload()),
    }
}

fn flatten(call: &Call<'_>) -> Result<Value, Fault> {
    flattened(receiver(call, "")?, 1)
}

fn flatten_to(call: &Call<'_>) -> Result<Value, Fault> {
    let arguments = call.args.get(1).map_or_else(String::new, |depth| depth.type_of().to_string());
    let list = receiver(call, &arguments)?;
    match call.args.get(1) {
        Some(Value::Int(depth)) if *depth < 0 => Err(Fault::new("level must be non-negative")),
        Some(Value::Int(depth)) => flattened(list, *depth),
        _ => {
            let receiver = call.args.first().map_or_else(String::new, |list| list.type_of().to_string());
            Err(Fault::new(format!("no such overload: {receiver}.flatten({arguments})")))
        }
    }
}

fn flattened(list: &List, depth: i64) -> Result<Value, Fault> {
    let mut out = Vec::new();
    // The lists that are being read; the depth that is left is what the first has less than there are.
    let mut open = vec![list.items().iter()];
    let mut steps = 0;
    while let Some(items) = open.last_mut() {
        steps += 1;
        bounded(steps)?;
        match items.next() {
            None => {
                open.pop();
            }
            Some(Value::List(inner)) if depth >= open.len() as i64 => open.push(inner.items().iter()),
            Some(item) => out.push(item.clone()),
        }
    }
    Ok(Value::list(out))
}

fn sort(call: &Call<'_>) -> Result<Value, Fault> {
    let list = sortable(call, "no such overload: sort")?;
    sorted(list, list)
}

fn sort_by_keys(call: &Call<'_>) -> Result<Value, Fault> {
    sorted(sortable(call, "no such overload: @sortByAssociatedKeys")?, call.list(1)?)
}

/// The list; of types without methods cel-go says which function they do not have (Go: `traits.ListerType`).
fn sortable<'a>(call: &Call<'a>, text: &'static str) -> Result<&'a List, Fault> {
    match call.args.first() {
        Some(Value::List(list)) => Ok(list),
        Some(Value::String(_) | Value::Duration(_) | Value::Timestamp(_)) => Err(Fault::no_such_overload()),
        _ => Err(Fault::new(text)),
    }
}

fn sorted(list: &List, keys: &List) -> Result<Value, Fault> {
    if list.len() != keys.len() {
        return Err(Fault::new(format!(
            "@sortByAssociatedKeys() expected a list of the same size as the associated keys list, but got {} and {} \
             elements respectively",
            list.len(),
            keys.len()
        )));
    }
    let Some(first) = keys.items().first() else { return Ok(Value::List(list.clone())) };
    if !k8s_lists::is_comparable(first) {
        return Err(Fault::new("list elements must be comparable"));
    }
    if keys.len() > 1 && keys.items().iter().any(|key| key.type_name() != first.type_name()) {
        return Err(Fault::new("list elements must have the same type"));
    }
    let keys = keys.items();
    let order = sort_indices(keys.len(), |a, b| compare(&keys[a], &keys[b]) == Ok(Ordering::Less));
    Ok(Value::list(order.into_iter().map(|at| list.items()[at].clone()).collect()))
}

/// What the list costs, whether it is made or not.
fn range_cost(args: &[Value], _result: &Value) -> u64 {
    match args.first() {
        Some(Value::Int(end)) => allocation(end.max(&0).unsigned_abs(), 1.0),
        _ => allocation(1, 1.0),
    }
}

/// The longest list that is made of a number. Its cost is twice what an expression may cost, and stops it.
const MOST_NUMBERS: i64 = 2_000_000;

fn range(call: &Call<'_>) -> Result<Value, Fault> {
    let end = call.int(0)?.max(0);
    if end > MOST_NUMBERS {
        return Err(Fault::new("operation cancelled: actual cost limit exceeded"));
    }
    Ok(Value::list((0..end).map(Value::Int).collect()))
}

fn distinct(call: &Call<'_>) -> Result<Value, Fault> {
    let list = call.list(0)?;
    bounded((list.len() as u64).saturating_mul(list.len() as u64))?;
    let mut kept: Vec<Value> = Vec::new();
    for item in list.items() {
        let mut seen = false;
        for other in &kept {
            if is_equal(equal(item, other))? {
                seen = true;
                break;
            }
        }
        if !seen {
            kept.push(item.clone());
        }
    }
    Ok(Value::list(kept))
}

//! Lists as sets (cel-go: ext/sets.go).

use super::{Call, Cost, Function, Library, Overload, Version, lists};
use crate::fault::Fault;
use crate::value::{List, Value, equal};

/// Lists as sets.
pub const LIBRARY: Library = Library { name: "sets", opaque: &[], functions: FUNCTIONS };

const SINCE: Version = Version(1, 29);

const FUNCTIONS: &[Function] = &[
    Function::new(
        "sets.contains",
        SINCE,
        "Whether the first list has all elements of the second.",
        &["sets.contains([1, 2, 3], [2, 2])", "sets.contains([], [])"],
        &[Overload::function("list_sets_contains_list", "(list(<T>), list(<T>)) -> bool", contains)
            .cost(Cost::Of(one_way))],
    ),
    Function::new(
        "sets.equivalent",
        SINCE,
        "Whether each list has all elements of the other.",
        &["sets.equivalent([1, 2], [2, 1, 1])"],
        &[Overload::function("list_sets_equivalent_list", "(list(<T>), list(<T>)) -> bool", equivalent)
            .cost(Cost::Of(both_ways))],
    ),
    Function::new(
        "sets.intersects",
        SINCE,
        "Whether the lists have an element in common.",
        &["sets.intersects([1, 2], [2, 3])", "!sets.intersects([1], [])"],
        &[Overload::function("list_sets_intersects_list", "(list(<T>), list(<T>)) -> bool", intersects)
            .cost(Cost::Of(one_way))],
    ),
];

fn product(args: &[Value]) -> u64 {
    args.iter().map(Value::plain_size).fold(1, u64::saturating_mul)
}

fn one_way(args: &[Value], _result: &Value) -> u64 {
    product(args).saturating_add(1)
}

fn both_ways(args: &[Value], _result: &Value) -> u64 {
    product(args).saturating_mul(2).saturating_add(1)
}

fn operands<'a>(call: &'a Call<'_>) -> Result<(&'a List, &'a List), Fault> {
    let (left, right) = (call.list(0)?, call.list(1)?);
    lists::bounded(left.len() as u64 * right.len() as u64)?;
    Ok((left, right))
}

/// An element that cannot be compared is no match (cel-go: types/list.go, `Contains`).
fn has(list: &List, element: &Value) -> Result<bool, Fault> {
    for item in list.items() {
        if lists::is_equal(equal(element, item))? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn has_all(list: &List, elements: &List) -> Result<bool, Fault> {
    for element in elements.items() {
        if !has(list, element)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn contains(call: &Call<'_>) -> Result<Value, Fault> {
    let (list, elements) = operands(call)?;
    Ok(has_all(list, elements)?.into())
}

fn equivalent(call: &Call<'_>) -> Result<Value, Fault> {
    let (left, right) = operands(call)?;
    Ok((has_all(left, right)? && has_all(right, left)?).into())
}

fn intersects(call: &Call<'_>) -> Result<Value, Fault> {
    let (left, right) = operands(call)?;
    for element in left.items() {
        if has(right, element)? {
            return Ok(true.into());
        }
    }
    Ok(false.into())
}

//! Quantities as texts: their canonical form, and sums of them (apimachinery: pkg/api/resource/quantity.go).

use std::cmp::Ordering;

use nexachart_cel::kernel::quantity::Quantity;

use crate::node::{Node, Object};

/// A quantity as it is written after reading it: a number is read by its JSON text.
pub(crate) fn canonical(value: &Node) -> Result<Node, String> {
    let parsed: Result<Quantity, _> = match value {
        Node::Text(text) => text.trim().parse(),
        Node::Int(number) => number.to_string().parse(),
        Node::Double(number) => number.to_string().parse(),
        other => {
            return Err(format!(
                "json: cannot unmarshal {} into Go value of type resource.Quantity",
                other.json_type()
            ));
        }
    };
    match parsed {
        Ok(quantity) => Ok(quantity.to_string().into()),
        Err(error) => Err(error.to_string()),
    }
}

/// Rounds to thousandths, away from zero (core/v1: SetDefaults_ResourceList).
pub(crate) fn round_up_to_milli(value: &mut Node) {
    if let Some(quantity) = parse(value)
        && let Some(rounded) = quantity.rounded_up_to_milli()
    {
        *value = rounded.to_string().into();
    }
}

fn parse(value: &Node) -> Option<Quantity> {
    value.as_text()?.parse().ok()
}

/// Whether a quantity is more than zero.
pub(crate) fn is_positive(value: &Node) -> bool {
    parse(value).is_some_and(|quantity| quantity.sign() > 0)
}

/// The text of a quantity that is no whole number, to thousandths.
pub(crate) fn fractional(value: &Node) -> Option<&str> {
    // A sum has its canonical form: only what is not whole has a unit below one.
    let zero: Quantity = "0".parse().ok()?;
    let canonical = parse(value)?.plus(&zero).ok()?.to_string();
    (canonical.ends_with('m') || canonical.contains("e-")).then(|| value.as_text()).flatten()
}

/// How two quantities stand to each other.
pub(crate) fn compare(a: &Node, b: &Node) -> Ordering {
    match (parse(a), parse(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => Ordering::Equal,
    }
}

/// Adds quantities by name (component-helpers: resource/helpers.go, addResourceList).
pub(crate) fn add(list: &mut Object, more: &Object) {
    for (name, value) in more.iter() {
        match list.get_mut(name) {
            Some(sum) => {
                let both = parse(sum).zip(parse(value)).and_then(|(a, b)| a.plus(&b).ok());
                if let Some(both) = both {
                    *sum = both.to_string().into();
                }
            }
            None => list.set(name.clone(), value.clone()),
        }
    }
}

/// Keeps the greater one of each name (maxResourceList).
pub(crate) fn max(list: &mut Object, other: &Object) {
    for (name, value) in other.iter() {
        if list.get(name).is_none_or(|old| compare(value, old) == Ordering::Greater) {
            list.set(name.clone(), value.clone());
        }
    }
}

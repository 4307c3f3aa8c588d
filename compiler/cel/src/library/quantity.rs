//! Quantities (apiserver: cel/library/quantity.go, cel/quantity.go).

use super::{Call, Cost, Function, Library, Overload, Version, traversal};
use crate::fault::Fault;
use crate::kernel::quantity::Quantity;
use crate::value::{Opaque, Value};

/// Kubernetes' quantities.
pub const LIBRARY: Library = Library { name: "quantity", opaque: &[], functions: FUNCTIONS };

const SINCE: Version = Version(1, 28);

const FUNCTIONS: &[Function] = &[
    Function::new(
        "quantity",
        SINCE,
        "A text such as `500m`, `1.5Gi` or `1e3` as a quantity; an error if it is none.",
        &["quantity('0.5Gi') == quantity('512Mi')", "quantity('1') == quantity('1000m')"],
        &[Overload::function("string_to_quantity", "(string) -> kubernetes.Quantity", quantity)
            .cost(Cost::Of(traversal))],
    ),
    Function::new(
        "isQuantity",
        SINCE,
        "Whether a text is a quantity.",
        &["isQuantity('1.3Gi')", "!isQuantity('1,3G')", "!isQuantity('1Zi')"],
        &[Overload::function("is_quantity_string", "(string) -> bool", is_quantity)
            .cost(Cost::Of(traversal))],
    ),
    Function::new(
        "sign",
        SINCE,
        "1 for a positive quantity, -1 for a negative one, 0 for zero.",
        &["sign(quantity('-3k')) == -1", "sign(quantity('0')) == 0"],
        &[Overload::function("quantity_sign", "(kubernetes.Quantity) -> int", sign)],
    ),
    Function::new(
        "isInteger",
        SINCE,
        "Whether `asInteger` has an answer: the quantity is kept as an integer that fits 64 bits.",
        &[
            "quantity('50k').isInteger()",
            "!quantity('1.5').isInteger()",
            "!quantity('9999999999999999999').isInteger()",
        ],
        &[Overload::member("quantity_is_integer", "(kubernetes.Quantity) -> bool", is_integer)],
    ),
    Function::new(
        "asInteger",
        SINCE,
        "The quantity as an integer; an error if it is none.",
        &["quantity('50k').asInteger() == 50000"],
        &[Overload::member("quantity_get_int", "(kubernetes.Quantity) -> int", as_integer)],
    ),
    Function::new(
        "asApproximateFloat",
        SINCE,
        "A double near the quantity.",
        &["quantity('50.7k').asApproximateFloat() == 50700.0"],
        &[Overload::member("quantity_get_float", "(kubernetes.Quantity) -> double", as_approximate_float)],
    ),
    Function::new(
        "isGreaterThan",
        SINCE,
        "Whether the receiver is greater.",
        &["quantity('200Mi').isGreaterThan(quantity('100M'))"],
        &[Overload::member(
            "quantity_is_greater_than",
            "(kubernetes.Quantity, kubernetes.Quantity) -> bool",
            is_greater_than,
        )],
    ),
    Function::new(
        "isLessThan",
        SINCE,
        "Whether the receiver is less.",
        &["quantity('100M').isLessThan(quantity('200Mi'))"],
        &[Overload::member(
            "quantity_is_less_than",
            "(kubernetes.Quantity, kubernetes.Quantity) -> bool",
            is_less_than,
        )],
    ),
    Function::new(
        "compareTo",
        SINCE,
        "-1, 0 or 1, as the receiver is less than, equal to or greater than the argument.",
        &[
            "quantity('200M').compareTo(quantity('0.2G')) == 0",
            "quantity('1').compareTo(quantity('2')) == -1",
        ],
        &[Overload::member(
            "quantity_compare_to",
            "(kubernetes.Quantity, kubernetes.Quantity) -> int",
            compare_to,
        )],
    ),
    Function::new(
        "add",
        SINCE,
        "The sum. A sum must stand on the left of `==`: on the right it is `no such overload`.",
        &[
            "quantity('50k').add(quantity('20')) == quantity('50020')",
            "quantity('1').add(2) == quantity('3')",
        ],
        &[
            Overload::member(
                "quantity_add",
                "(kubernetes.Quantity, kubernetes.Quantity) -> kubernetes.Quantity",
                add,
            ),
            Overload::member("quantity_add_int", "(kubernetes.Quantity, int) -> kubernetes.Quantity", add),
        ],
    ),
    Function::new(
        "sub",
        SINCE,
        "The difference. It must stand on the left of `==`, as a sum must.",
        &[
            "quantity('50k').sub(quantity('20k')) == quantity('30k')",
            "quantity('1').sub(2) == quantity('-1')",
        ],
        &[
            Overload::member(
                "quantity_sub",
                "(kubernetes.Quantity, kubernetes.Quantity) -> kubernetes.Quantity",
                sub,
            ),
            Overload::member("quantity_sub_int", "(kubernetes.Quantity, int) -> kubernetes.Quantity", sub),
        ],
    ),
];

/// A quantity as a value.
#[derive(Clone, Debug)]
pub struct QuantityValue {
    quantity: Quantity,
    made_by: Maker,
}

/// Where a quantity comes from. Go: `add` and `sub` return a pointer, which `Equal` does not know on its right side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Maker {
    Text,
    Arithmetic,
}

impl From<Quantity> for Value {
    fn from(quantity: Quantity) -> Value {
        Value::opaque(QuantityValue { quantity, made_by: Maker::Text })
    }
}

impl Opaque for QuantityValue {
    fn type_name(&self) -> &str {
        "kubernetes.Quantity"
    }

    fn equals(&self, other: &Value) -> Option<bool> {
        let other = other.downcast::<QuantityValue>().filter(|other| other.made_by == Maker::Text)?;
        Some(self.quantity == other.quantity)
    }

    fn canonical(&self) -> Option<String> {
        Some(self.quantity.to_string())
    }
}

fn receiver<'a>(call: &'a Call<'_>, n: usize) -> Result<&'a Quantity, Fault> {
    call.opaque::<QuantityValue>(n).map(|value| &value.quantity)
}

fn quantity(call: &Call<'_>) -> Result<Value, Fault> {
    match call.str(0)?.parse::<Quantity>() {
        Ok(quantity) => Ok(quantity.into()),
        Err(error) => Err(Fault::new(error.to_string())),
    }
}

fn is_quantity(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(call.str(0)?.parse::<Quantity>().is_ok().into())
}

fn sign(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(receiver(call, 0)?.sign().into())
}

fn is_integer(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(receiver(call, 0)?.as_i64().is_some().into())
}

fn as_integer(call: &Call<'_>) -> Result<Value, Fault> {
    match receiver(call, 0)?.as_i64() {
        Some(value) => Ok(value.into()),
        None => Err(Fault::new("cannot convert value to integer")),
    }
}

fn as_approximate_float(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Double(receiver(call, 0)?.as_approximate_f64()))
}

fn is_greater_than(call: &Call<'_>) -> Result<Value, Fault> {
    Ok((receiver(call, 0)? > receiver(call, 1)?).into())
}

fn is_less_than(call: &Call<'_>) -> Result<Value, Fault> {
    Ok((receiver(call, 0)? < receiver(call, 1)?).into())
}

fn compare_to(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Int(receiver(call, 0)?.cmp(receiver(call, 1)?) as i64))
}

/// What is added or subtracted: a quantity or an int.
fn operand(call: &Call<'_>) -> Result<Quantity, Fault> {
    match call.args.get(1) {
        Some(Value::Int(value)) => Ok(Quantity::from(*value)),
        _ => receiver(call, 1).cloned(),
    }
}

fn computed(result: Result<Quantity, crate::kernel::quantity::QuantityError>) -> Result<Value, Fault> {
    match result {
        Ok(quantity) => Ok(Value::opaque(QuantityValue { quantity, made_by: Maker::Arithmetic })),
        Err(error) => Err(Fault::new(error.to_string())),
    }
}

fn add(call: &Call<'_>) -> Result<Value, Fault> {
    computed(receiver(call, 0)?.plus(&operand(call)?))
}

fn sub(call: &Call<'_>) -> Result<Value, Fault> {
    computed(receiver(call, 0)?.minus(&operand(call)?))
}

//! Go's fmt: `Sprint`, `Sprintln`, `Sprintf` over values.

use nexachart_value::Value;

/// `fmt.Sprint`: the operands in their `%v` form, with a space between two that are both not strings.
pub fn sprint(out: &mut Vec<u8>, args: &[Value]) {
    let _ = (out, args);
}

/// `fmt.Sprintln`: the operands in their `%v` form, a space between any two, and a newline.
pub fn sprintln(out: &mut Vec<u8>, args: &[Value]) {
    let _ = (out, args);
}

/// `fmt.Sprintf`.
pub fn sprintf(out: &mut Vec<u8>, format: &[u8], args: &[Value]) {
    let _ = (out, format, args);
}

/// What a pointer points to, as a value that prints so.
pub fn pointee(object: &std::rc::Rc<dyn nexachart_value::Object>) -> Value {
    Value::Object(object.clone())
}

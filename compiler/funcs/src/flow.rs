//! Choosing between values, and ending a render.

use nexachart_template::{Call, Error, Fault, Flow, Func, Origin};
use nexachart_value::{Type, Value};

use crate::State;
use crate::state::Overlooked;

const ANY: Type = Type::Any;

/// The marks around the message of `fail` and `required`: Helm finds the message between them again
/// when the error has been wrapped (Helm: engine.go warnWrap).
pub const MARKS: (&str, &str) = ("HELM_ERR_START", "HELM_ERR_END");

pub static FUNCS: &[Func] = &[
    Func::new("default", &[ANY, ANY], ANY, |_, a| Ok(a.any(usize::from(a.any(1).truth())).clone()))
        .variadic()
        .flow(Flow::Same)
        .doc(
            "The second argument, unless it is empty (nil, false, zero, an empty text, list or map) or missing: then the first.",
            &[("{{ \"\" | default \"x\" }}", "x"), ("{{ default 1 5 }}", "5")],
        ),
    Func::new("empty", &[ANY], Type::Bool, |_, a| Ok((!a.any(0).truth()).into()))
        .doc("Whether the argument is empty.", &[("{{ empty 0 }}", "true"), ("{{ empty \"a\" }}", "false")]),
    Func::new("coalesce", &[ANY], ANY, |_, a| Ok(first(a.all()).unwrap_or(Value::Nil)))
        .variadic()
        .flow(Flow::Same)
        .doc("The first argument that is not empty; nil where all are.", &[("{{ coalesce 0 \"\" \"a\" 1 }}", "a")]),
    Func::new("all", &[ANY], Type::Bool, |_, a| Ok(a.all().iter().all(Value::truth).into()))
        .variadic()
        .doc("Whether no argument is empty.", &[("{{ all 1 \"a\" }}", "true"), ("{{ all 1 0 }}", "false")]),
    Func::new("any", &[ANY], Type::Bool, |_, a| Ok(a.all().iter().any(Value::truth).into()))
        .variadic()
        .doc("Whether some argument is not empty.", &[("{{ any 0 \"a\" }}", "true"), ("{{ any 0 }}", "false")]),
    Func::new("ternary", &[ANY, ANY, Type::Bool], ANY, |_, a| Ok(a.any(usize::from(!a.bool(2))).clone()))
        .flow(Flow::Same)
        .doc("The first argument where the third is true, else the second.", &[("{{ true | ternary \"a\" \"b\" }}", "a")]),
    Func::new("required", &[Type::String, ANY], ANY, |c, a| required(c, a.str(0), a.any(1)))
        .origin(Origin::Helm)
        .flow(Flow::Same)
        .doc(
            "The second argument, unless it is nil or an empty text: then the render ends with the first as its message.",
            &[("{{ required \"a name is needed\" \"x\" }}", "x")],
        ),
    Func::new("fail", &[Type::String], Type::String, |c, a| refuse(c, a.str(0), Overlooked::Failed))
        .origin(Origin::Helm)
        .doc("Ends the render with a message.", &[]),
];

fn first(values: &[Value]) -> Option<Value> {
    values.iter().find(|v| v.truth()).cloned()
}

fn required(call: &mut dyn Call, message: &[u8], value: &Value) -> Result<Value, Error> {
    match value {
        Value::Nil => refuse(call, message, Overlooked::Nil),
        Value::String(s) if s.is_empty() => refuse(call, message, Overlooked::Empty),
        _ => Ok(value.clone()),
    }
}

fn refuse(call: &mut dyn Call, message: &[u8], why: Overlooked) -> Result<Value, Error> {
    if let Some(state) = State::of(call).filter(|state| state.lint) {
        state.overlooked.push((why, message.to_vec()));
        return Ok(Value::from(""));
    }
    let fault = if why == Overlooked::Failed { Fault::Fail } else { Fault::Required };
    Err(Error::new([MARKS.0.as_bytes(), message, MARKS.1.as_bytes()].concat()).because(fault))
}

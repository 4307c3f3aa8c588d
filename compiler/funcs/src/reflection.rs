//! Types and kinds of values (Sprig: reflect.go).

use nexachart_template::{Func, Reads};
use nexachart_value::{Type, Value, deep_equal};

use crate::convert;

const ANY: Type = Type::Any;

pub static FUNCS: &[Func] = &[
    Func::new("typeOf", &[ANY], Type::String, |_, a| Ok(type_of(a.any(0)).into())).doc(
        "The Go type of a value.",
        &[("{{ typeOf 1.5 }}", "float64"), ("{{ typeOf (list) }}", "[]interface {}")],
    ),
    Func::new("typeIs", &[Type::String, ANY], Type::Bool, |_, a| {
        Ok((type_of(a.any(1)).as_bytes() == a.str(0)).into())
    })
    .doc(
        "Whether the second argument is of the Go type that the first names.",
        &[("{{ typeIs \"string\" \"a\" }}", "true")],
    ),
    Func::new("typeIsLike", &[Type::String, ANY], Type::Bool, |_, a| {
        Ok(type_is_like(a.str(0), a.any(1)).into())
    })
    .doc("Like `typeIs`; a pointer to the type counts too.", &[("{{ typeIsLike \"int\" 1 }}", "true")]),
    Func::new("kindOf", &[ANY], Type::String, |_, a| Ok(a.any(0).kind().to_string().into())).doc(
        "The kind of a value: `string`, `slice`, `map`, `float64`, `invalid` for nil….",
        &[("{{ kindOf (dict) }}", "map")],
    ),
    Func::new("kindIs", &[Type::String, ANY], Type::Bool, |_, a| {
        Ok((a.any(1).kind().to_string().as_bytes() == a.str(0)).into())
    })
    .doc(
        "Whether the second argument is of the kind that the first names.",
        &[("{{ kindIs \"slice\" (list) }}", "true")],
    ),
    Func::new("deepEqual", &[ANY, ANY], Type::Bool, |_, a| Ok(deep_equal(a.any(0), a.any(1)).into()))
        .reads(Reads::All)
        .doc(
            "Whether two values are of one type and equal all the way down.",
            &[("{{ deepEqual (list 1) (list 1) }}", "true")],
        ),
    Func::new("toString", &[ANY], Type::String, |_, a| Ok(convert::text(a.any(0)).into()))
        .reads(Reads::All)
        .doc("A value as text.", &[("{{ toString 1.50 }}", "1.5")]),
];

fn type_of(value: &Value) -> String {
    value.ty().map_or_else(|| "<nil>".to_string(), |t| t.to_string())
}

fn type_is_like(name: &[u8], value: &Value) -> bool {
    let own = type_of(value);
    own.as_bytes() == name || own.strip_prefix('*').is_some_and(|own| own.as_bytes() == name)
}

//! Go's own functions (text/template/funcs.go). `slice` is Sprig's.

use nexachart_go::html;
use nexachart_source::Budget;
use nexachart_template::{Args, Call, Error, Fault, Flow, Func, Origin, Reads, Special, fmt};
use nexachart_value::{Kind, Map, Type, UintType, Value, deep_equal};

const ANY: Type = Type::Reflect;

pub static FUNCS: &[Func] = &[
    Func::new("and", &[ANY, ANY], ANY, |_, a| Ok(a.any(a.len().saturating_sub(1)).clone()))
        .origin(Origin::Go)
        .variadic()
        .special(Special::And)
        .flow(Flow::Same)
        .doc(
            "The first argument that is empty, else the last one. Arguments after the first empty one are not evaluated.",
            &[("{{ and 1 0 2 }}", "0"), ("{{ and 1 2 }}", "2")],
        ),
    Func::new("or", &[ANY, ANY], ANY, |_, a| Ok(a.any(a.len().saturating_sub(1)).clone()))
        .origin(Origin::Go)
        .variadic()
        .special(Special::Or)
        .flow(Flow::Same)
        .doc(
            "The first argument that is not empty, else the last one. Arguments after the first that is not empty are not evaluated.",
            &[("{{ or 0 2 1 }}", "2"), ("{{ or \"\" false }}", "false")],
        ),
    Func::new("not", &[ANY], Type::Bool, |_, a| Ok(Value::Bool(!a.any(0).truth())))
        .origin(Origin::Go)
        .doc("Whether the argument is empty.", &[("{{ not 0 }}", "true")]),
    Func::new("len", &[ANY], Type::INT, |_, a| len(a))
        .origin(Origin::Go)
        .doc(
            "The length of a string in bytes, or of a list or map. Any other value is an error.",
            &[("{{ len \"abc\" }}", "3"), ("{{ len (list 1 2) }}", "2")],
        ),
    Func::new("index", &[ANY, ANY], ANY, |_, a| index(a))
        .origin(Origin::Go)
        .variadic()
        .flow(Flow::Structure)
        .doc(
            "The element of a list, map or string at an index, and so on into it with further indexes. An index out of range is an error, a missing key is not.",
            &[("{{ index (list \"a\" \"b\") 1 }}", "b"), ("{{ index (dict \"a\" (dict \"b\" 1)) \"a\" \"b\" }}", "1")],
        ),
    Func::new("call", &[ANY, ANY], ANY, |_, a| call(a))
        .origin(Origin::Go)
        .variadic()
        .special(Special::Call)
        .doc("Calls a function that a value holds. No value of Helm's holds one, so it always fails.", &[]),
    Func::new("print", &[Type::Any], Type::String, |_, a| Ok(print(fmt::sprint, a).into()))
        .origin(Origin::Go)
        .variadic()
        .flow(Flow::Concat)
        .reads(Reads::All)
        .doc(
            "The arguments as text, with a space between two that are both not strings.",
            &[("{{ print 1 2 \"a\" \"b\" 3 4 }}", "1 2ab3 4")],
        ),
    Func::new("println", &[Type::Any], Type::String, |_, a| Ok(print(fmt::sprintln, a).into()))
        .origin(Origin::Go)
        .variadic()
        .flow(Flow::Concat)
        .reads(Reads::All)
        .doc("The arguments as text, with a space between them and a newline at the end.", &[("{{ println 1 \"a\" }}", "1 a\n")]),
    Func::new("printf", &[Type::String, Type::Any], Type::String, |c, a| Ok(printf(c, a).into()))
        .origin(Origin::Go)
        .variadic()
        .flow(Flow::Concat)
        .reads(Reads::All)
        .doc(
            "The arguments formatted as the verbs in the first one say (Go: fmt.Sprintf).",
            &[("{{ printf \"%s-%03d\" \"a\" 7 }}", "a-007"), ("{{ printf \"%d\" \"x\" }}", "%!d(string=x)")],
        ),
    Func::new("html", &[Type::Any], Type::String, |_, a| Ok(Value::string(html::escape_html(&args_text(a)))))
        .origin(Origin::Go)
        .variadic()
        .flow(Flow::Concat)
        .reads(Reads::All)
        .doc("The arguments as text, escaped for HTML.", &[("{{ html \"<a>\" }}", "&lt;a&gt;")]),
    Func::new("js", &[Type::Any], Type::String, |_, a| Ok(Value::string(html::escape_js(&args_text(a)))))
        .origin(Origin::Go)
        .variadic()
        .flow(Flow::Concat)
        .reads(Reads::All)
        .doc("The arguments as text, escaped for JavaScript.", &[("{{ js \"it's\" }}", "it\\'s")]),
    Func::new("urlquery", &[Type::Any], Type::String, |_, a| Ok(Value::string(html::escape_url_query(&args_text(a)))))
        .origin(Origin::Go)
        .variadic()
        .flow(Flow::Concat)
        .reads(Reads::All)
        .doc("The arguments as text, escaped for the query of a URL.", &[("{{ urlquery \"a b&c\" }}", "a+b%26c")]),
    Func::new("eq", &[ANY, ANY], Type::Bool, |_, a| Ok(eq(a.any(0), a.rest(1))?.into()))
        .origin(Origin::Go)
        .variadic()
        .doc(
            "Whether the first argument equals one of the others. Numbers of different kinds, such as a float of values.yaml and a constant `5`, cannot be compared: that is an error.",
            &[("{{ eq 1 1 }}", "true"), ("{{ eq \"a\" \"b\" \"a\" }}", "true")],
        ),
    Func::new("ne", &[ANY, ANY], Type::Bool, |_, a| Ok((!eq(a.any(0), a.rest(1))?).into()))
        .origin(Origin::Go)
        .doc("Whether the two are not equal; errors as in `eq`.", &[("{{ ne 1 2 }}", "true")]),
    Func::new("lt", &[ANY, ANY], Type::Bool, |_, a| Ok(lt(a.any(0), a.any(1))?.into()))
        .origin(Origin::Go)
        .doc("Whether the first is smaller. Numbers of different kinds are an error.", &[("{{ lt 1 2 }}", "true")]),
    Func::new("le", &[ANY, ANY], Type::Bool, |_, a| Ok(le(a)?.into()))
        .origin(Origin::Go)
        .doc("Whether the first is smaller or equal; errors as in `lt`.", &[("{{ le 2 2 }}", "true")]),
    Func::new("gt", &[ANY, ANY], Type::Bool, |_, a| Ok((!le(a)?).into()))
        .origin(Origin::Go)
        .doc("Whether the first is greater; errors as in `lt`.", &[("{{ gt 2 1 }}", "true")]),
    Func::new("ge", &[ANY, ANY], Type::Bool, |_, a| Ok((!lt(a.any(0), a.any(1))?).into()))
        .origin(Origin::Go)
        .doc("Whether the first is greater or equal; errors as in `lt`.", &[("{{ ge 2 2 }}", "true")]),
];

fn len(args: Args<'_>) -> Result<Value, Error> {
    if args.is_interface_nil(0) {
        return Err(no_length("len of nil pointer", ""));
    }
    let n = match args.any(0).underlying() {
        Value::Nil => return Err(no_length("reflect: call of reflect.Value.Type on zero Value", "")),
        Value::String(s) | Value::Bytes(s) => s.len(),
        Value::List(l) => l.len(),
        Value::Map(m) => m.len(),
        _ => {
            let ty = type_text(&pointee_type(args.any(0)));
            return Err(no_length(format!("len of type {ty}"), &ty));
        }
    };
    Ok(Value::int(n as i64))
}

fn no_length(text: impl Into<Error>, got: &str) -> Error {
    let wanted = "string, list or map".to_string();
    text.into().because(Fault::WrongType { wanted, got: got.to_string() })
}

fn index(args: Args<'_>) -> Result<Value, Error> {
    let mut item = args.any(0).clone();
    if item.is_nil() {
        return Err(bad_index("index of untyped nil", "", ""));
    }
    for index in args.rest(1) {
        item = match item.underlying() {
            Value::Nil => return Err(bad_index("index of nil pointer", "", "")),
            Value::String(s) => {
                let byte = s.get(index_arg(index, s.len())?).copied();
                byte.map(|b| Value::Uint(UintType::Uint8, b.into()))
                    .ok_or_else(|| out_of_range("reflect: string index out of range", s.len(), s.len()))?
            }
            list @ (Value::List(_) | Value::Bytes(_)) => {
                let items = list.items().unwrap_or_else(|| nexachart_value::List::nil(Type::LIST));
                let len = items.len();
                let item = items.get(index_arg(index, len)?).cloned();
                item.ok_or_else(|| out_of_range("reflect: slice index out of range", len, len))?
            }
            Value::Map(map) => entry(&map, index)?,
            _ => {
                let of = type_text(&pointee_type(&item));
                return Err(bad_index(format!("can't index item of type {of}"), &of, &type_text(index)));
            }
        };
    }
    Ok(item)
}

/// A list or string index. The length itself passes here and fails at the access, as in Go.
fn index_arg(index: &Value, len: usize) -> Result<usize, Error> {
    let n = match index.underlying() {
        Value::Int(_, n) => n,
        Value::Uint(_, n) => n as i64,
        Value::Nil => return Err(bad_index("cannot index slice/array with nil", "list", "")),
        other => {
            let index = type_text(&other);
            return Err(bad_index(format!("cannot index slice/array with type {index}"), "list", &index));
        }
    };
    match usize::try_from(n) {
        Ok(i) if i <= len => Ok(i),
        _ => Err(out_of_range(format!("index out of range: {n}"), n, len)),
    }
}

fn entry(map: &Map, key: &Value) -> Result<Value, Error> {
    match key {
        Value::String(key) => Ok(map.get(key).unwrap_or_else(|| zero(map.elem()))),
        Value::Nil => Err(bad_index("value is nil; should be of type string", "map", "")),
        other => {
            let index = type_text(other);
            Err(bad_index(format!("value has type {index}; should be string"), "map", &index))
        }
    }
}

fn bad_index(text: impl Into<Error>, of: &str, index: &str) -> Error {
    text.into().because(Fault::BadIndex { of: of.to_string(), index: index.to_string() })
}

fn out_of_range(text: impl Into<Error>, index: impl TryInto<i64>, length: usize) -> Error {
    text.into().because(Fault::OutOfRange { index: index.try_into().unwrap_or(i64::MAX), length })
}

fn zero(ty: Type) -> Value {
    match ty {
        Type::String => Value::from(""),
        Type::Bool => Value::Bool(false),
        Type::BYTES => Value::Bytes("".into()),
        _ => Value::Nil,
    }
}

fn call(args: Args<'_>) -> Result<Value, Error> {
    match args.any(1) {
        Value::Nil => Err("call of nil".into()),
        other => {
            Err(format!("non-function {} of type {}", String::from_utf8_lossy(args.str(0)), type_text(other))
                .into())
        }
    }
}

fn print(sprint: fn(&mut Vec<u8>, &[Value]), args: Args<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    sprint(&mut out, args.all());
    out
}

/// Widths of many verbs make a long text of a short format: one that is too long is not made whole.
fn printf(call: &dyn Call, args: Args<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    let most = usize::try_from(call.budgets()[Budget::Text]).unwrap_or(usize::MAX);
    fmt::sprintf_within(&mut out, args.str(0), args.rest(1), most);
    out
}

/// The arguments of `html`, `js` and `urlquery` as one text (Go: evalArgs).
fn args_text(args: Args<'_>) -> Vec<u8> {
    if let [Value::String(s)] = args.all() {
        return s.to_vec();
    }
    let mut out = Vec::new();
    let printable = |v: &Value| match v {
        Value::Nil => Value::from("<no value>"),
        Value::Object(object) if object.string().is_none() => fmt::pointee(object),
        other => other.clone(),
    };
    fmt::sprint(&mut out, &args.all().iter().map(printable).collect::<Vec<_>>());
    out
}

#[derive(Clone, Copy, PartialEq)]
enum Basic {
    None,
    Bool,
    Complex,
    Int,
    Float,
    String,
    Uint,
}

fn basic(value: &Value) -> Basic {
    match value.kind() {
        Kind::Bool => Basic::Bool,
        Kind::Int(_) => Basic::Int,
        Kind::Uint(_) => Basic::Uint,
        Kind::Float(_) => Basic::Float,
        Kind::Complex => Basic::Complex,
        Kind::String => Basic::String,
        _ => Basic::None,
    }
}

/// How much of values a message shows.
const MAX_SHOWN: usize = 1 << 20;

fn eq(first: &Value, others: &[Value]) -> Result<bool, Error> {
    if others.is_empty() {
        return Err("missing argument for comparison".into());
    }
    for other in others {
        if equal(first, other)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn equal(a: &Value, b: &Value) -> Result<bool, Error> {
    Ok(match (a.underlying(), b.underlying()) {
        (Value::Int(_, i), Value::Uint(_, u)) | (Value::Uint(_, u), Value::Int(_, i)) => {
            u64::try_from(i) == Ok(u)
        }
        (Value::Bool(x), Value::Bool(y)) => x == y,
        (Value::Int(_, x), Value::Int(_, y)) => x == y,
        (Value::Uint(_, x), Value::Uint(_, y)) => x == y,
        (Value::Float(_, x), Value::Float(_, y)) => x == y,
        (Value::Complex(xr, xi), Value::Complex(yr, yi)) => xr == yr && xi == yi,
        (Value::String(x), Value::String(y)) => x == y,
        _ if basic(a) != basic(b) => {
            if !a.is_nil() && !b.is_nil() {
                let error =
                    format!("incompatible types for comparison: {} and {}", type_text(a), type_text(b));
                return Err(incomparable(error, a, b));
            }
            false
        }
        _ => return equal_others(a, b),
    })
}

/// Two values that are both no basic kind: only nil can be compared to what has no equality in Go.
fn equal_others(a: &Value, b: &Value) -> Result<bool, Error> {
    let (ka, kb) = (a.kind(), b.kind());
    if ka != kb && ka != Kind::Invalid && kb != Kind::Invalid {
        let mut text = Vec::new();
        let args = [a.clone(), Value::from(type_text(a)), Value::from(type_text(b)), b.clone()];
        fmt::sprintf_within(&mut text, b"non-comparable types %s: %v, %s: %v", &args, MAX_SHOWN);
        return Err(incomparable(text, a, b));
    }
    let is_nil = |v: &Value| match v {
        Value::Nil => true,
        Value::List(l) => l.is_nil(),
        Value::Map(m) => m.is_nil(),
        _ => false,
    };
    if is_nil(a) || is_nil(b) {
        return Ok(is_nil(a) && is_nil(b));
    }
    if matches!(kb, Kind::Slice | Kind::Map | Kind::Func) {
        let mut text = Vec::new();
        let args = [b.clone(), Value::from(type_text(b))];
        fmt::sprintf_within(&mut text, b"non-comparable type %s: %v", &args, MAX_SHOWN);
        return Err(incomparable(text, a, b));
    }
    Ok(deep_equal(a, b))
}

fn lt(a: &Value, b: &Value) -> Result<bool, Error> {
    if basic(a) == Basic::None || basic(b) == Basic::None {
        return Err(incomparable("invalid type for comparison", a, b));
    }
    Ok(match (a.underlying(), b.underlying()) {
        (Value::Int(_, x), Value::Uint(_, y)) => x < 0 || (x as u64) < y,
        (Value::Uint(_, x), Value::Int(_, y)) => y >= 0 && x < y as u64,
        (Value::Int(_, x), Value::Int(_, y)) => x < y,
        (Value::Uint(_, x), Value::Uint(_, y)) => x < y,
        (Value::Float(_, x), Value::Float(_, y)) => x < y,
        (Value::String(x), Value::String(y)) => x < y,
        (Value::Bool(_), Value::Bool(_)) | (Value::Complex(..), Value::Complex(..)) => {
            return Err(incomparable("invalid type for comparison", a, b));
        }
        _ => {
            let error = format!("incompatible types for comparison: {} and {}", type_text(a), type_text(b));
            return Err(incomparable(error, a, b));
        }
    })
}

fn incomparable(text: impl Into<Error>, a: &Value, b: &Value) -> Error {
    let name = |value: &Value| value.ty().map_or_else(String::new, |ty| ty.to_string());
    text.into().because(Fault::Incomparable { left: name(a), right: name(b) })
}

fn le(args: Args<'_>) -> Result<bool, Error> {
    Ok(lt(args.any(0), args.any(1))? || equal(args.any(0), args.any(1))?)
}

fn type_text(value: &Value) -> String {
    value.ty().map_or_else(|| "<nil>".to_string(), |t| t.to_string())
}

/// Where Go looks behind a pointer before it names the type.
fn pointee_type(value: &Value) -> Value {
    match value {
        Value::Object(object) => fmt::pointee(object),
        other => other.clone(),
    }
}

//! Values in error texts, as Go's `%v` and `%T` print cel-go's types.

use nexachart_go::strconv::{FloatBits, FloatFormat, format_float};

use crate::value::{Map, Value};

/// How deep values are printed.
const DEPTH: u32 = 100;

/// A value as Go's `%v` prints it.
pub fn go_value(value: &Value) -> String {
    let mut out = String::new();
    write(&mut out, value, DEPTH);
    out
}

fn write(out: &mut String, value: &Value, depth: u32) {
    let Some(depth) = depth.checked_sub(1) else {
        out.push('…');
        return;
    };
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Int(n) => out.push_str(&n.to_string()),
        Value::Uint(n) => out.push_str(&n.to_string()),
        Value::Double(x) => out.push_str(&format_float(*x, FloatFormat::General, -1, FloatBits::B64)),
        Value::String(text) => out.push_str(text),
        Value::Bytes(bytes) => {
            let bytes: Vec<String> = bytes.iter().map(u8::to_string).collect();
            out.push_str(&format!("[{}]", bytes.join(" ")));
        }
        Value::Duration(n) => out.push_str(&nexachart_go::time::Duration(*n).to_string()),
        Value::Timestamp(time) => out.push_str(&time.to_go().to_string()),
        Value::Type(of) => out.push_str(&of.to_string()),
        Value::List(list) => {
            out.push('[');
            for (n, item) in list.items().iter().enumerate() {
                if n > 0 {
                    out.push_str(", ");
                }
                write(out, item, depth);
            }
            out.push(']');
        }
        Value::Map(map) => write_map(out, map, depth),
        Value::Optional(None) => out.push_str("optional.none()"),
        Value::Optional(Some(inner)) => {
            out.push_str("optional(");
            write(out, inner, depth);
            out.push(')');
        }
        Value::Opaque(value) => {
            out.push_str(&value.canonical().unwrap_or_else(|| value.type_name().to_owned()))
        }
    }
}

fn write_map(out: &mut String, map: &Map, depth: u32) {
    out.push('{');
    for (n, (key, value)) in map.entries().iter().enumerate() {
        if n > 0 {
            out.push_str(", ");
        }
        write(out, key, depth);
        out.push_str(": ");
        write(out, value, depth);
    }
    out.push('}');
}

/// The name of the Go type that cel-go has for a value, as `%T` prints it.
pub fn go_type(value: &Value) -> &'static str {
    match value {
        Value::Null => "types.Null",
        Value::Bool(_) => "types.Bool",
        Value::Int(_) => "types.Int",
        Value::Uint(_) => "types.Uint",
        Value::Double(_) => "types.Double",
        Value::String(_) => "types.String",
        Value::Bytes(_) => "types.Bytes",
        Value::Duration(_) => "types.Duration",
        Value::Timestamp(_) => "types.Timestamp",
        Value::Type(_) => "*types.Type",
        Value::List(_) => "*types.baseList",
        Value::Map(_) => "*types.baseMap",
        Value::Optional(_) => "*types.Optional",
        Value::Opaque(value) => match value.type_name() {
            "net.IP" => "cel.IP",
            "net.CIDR" => "cel.CIDR",
            "kubernetes.Quantity" => "cel.Quantity",
            "kubernetes.URL" => "cel.URL",
            "kubernetes.Semver" => "cel.Semver",
            "kubernetes.NamedFormat" => "*cel.Format",
            _ => "ref.Val",
        },
    }
}

/// The same for what was read of the data, which Go has in its own types.
pub fn go_data(value: &Value) -> &'static str {
    match value {
        Value::Null => "<nil>",
        Value::List(_) => "[]interface {}",
        Value::Map(_) => "map[string]interface {}",
        other => go_type(other),
    }
}

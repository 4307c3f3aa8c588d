//! Values as `toYamlPretty` sees them: the Go values themselves.

use nexachart_go::base64;
use nexachart_go::strconv::{append_int, append_uint};

use super::Dialect;
use super::blocks::{Place, View, Writer};
use super::order::survey;
use super::page::Page;
use super::scalar::{self, Role};
use crate::time::rfc3339_nano;
use crate::{Duration, Kind, Object, Time, Type, Value, float};

/// Appends the YAML of a value; or the text with which Go's encoder panics.
pub(super) fn write(value: &Value, out: &mut Vec<u8>) -> Result<(), String> {
    // This writer never folds lines.
    Writer::<Direct>::new(Page::new(out, 0, usize::MAX)).document(value)
}

struct Direct;

impl View for Direct {
    type Stop = String;
    const DIALECT: Dialect = Dialect::Yaml3;

    fn node(writer: &mut Writer<'_, Self>, value: &Value, place: Place) -> Result<(), String> {
        match value {
            Value::Nil => writer.word(b"null", place),
            Value::Bool(b) => writer.word(if *b { b"true" } else { b"false" }, place),
            Value::Int(_, n) => writer.number(place, |out| append_int(out, *n, 10)),
            Value::Uint(_, n) => writer.number(place, |out| append_uint(out, *n, 10)),
            Value::Float(ty, n) if n.is_finite() => {
                writer.number(place, |out| float::append_general(out, *n, *ty));
            }
            Value::Float(_, n) => {
                writer.word(
                    if n.is_nan() {
                        b".nan"
                    } else if *n > 0.0 {
                        b".inf"
                    } else {
                        b"-.inf"
                    },
                    place,
                );
            }
            Value::Complex(..) => return Err(cannot_marshal(Type::Complex)),
            Value::String(s) => string(writer, s, place),
            Value::Bytes(_) => return writer.list(value.items().as_deref().unwrap_or_default(), place),
            // Nil lists and maps are empty ones here.
            Value::List(list) => return writer.list(list, place),
            Value::Map(map) => {
                return writer.map(map, survey(map.entries().keys(), Dialect::Yaml3), place);
            }
            Value::Object(object) => return self::object(writer, &**object, place),
        }
        Ok(())
    }

    fn key(writer: &mut Writer<'_, Self>, key: &[u8], column: usize) -> Result<Place, String> {
        if std::str::from_utf8(key).is_ok() {
            return Ok(writer.text_key(key, column));
        }
        let text = base64_lines(key);
        if text.contains('\n') || BINARY.len() + text.len() > 128 {
            writer.page.text(b"? ");
            binary(writer, &text, Role::Value { indent: column + 2 });
            return Ok(writer.colon_below(column));
        }
        binary(writer, &text, Role::Key);
        Ok(writer.colon(column))
    }

    /// Go overflows its stack here.
    fn too_deep() -> String {
        "stack overflow".to_owned()
    }
}

fn cannot_marshal(ty: Type) -> String {
    format!("cannot marshal type: {ty}")
}

fn object(writer: &mut Writer<'_, Direct>, object: &dyn Object, place: Place) -> Result<(), String> {
    if let Some(time) = object.as_any().downcast_ref::<Time>() {
        writer.word(&rfc3339_nano(&time.0), place);
        return Ok(());
    }
    match (object.ty(), object.json(), object.underlying()) {
        (Duration::TYPE, ..) => {
            string(writer, &object.string().unwrap_or_default(), place);
            Ok(())
        }
        // What is a string in JSON has a MarshalText method.
        (_, Some(Ok(Value::String(text))), _) => {
            string(writer, &text, place);
            Ok(())
        }
        (_, _, Some(value)) => Direct::node(writer, &value, place),
        (ty, ..) if matches!(ty.kind(), Kind::Func | Kind::Complex) => Err(cannot_marshal(ty)),
        _ => {
            let exported = |name: &str| name.chars().next().is_some_and(char::is_uppercase);
            let fields = object.fields().into_iter().filter(|(name, _)| exported(name));
            let fields: Vec<(String, Value)> =
                fields.map(|(name, value)| (name.to_lowercase(), value)).collect();
            writer.entries(fields.iter().map(|(name, value)| (name.as_bytes(), value)), place)
        }
    }
}

fn string(writer: &mut Writer<'_, Direct>, s: &[u8], place: Place) {
    writer.separate(place);
    if std::str::from_utf8(s).is_ok() {
        scalar::write(&mut writer.page, s, place.scalar_role(), Dialect::Yaml3);
    } else {
        binary(writer, &base64_lines(s), place.scalar_role());
    }
}

const BINARY: &str = "!!binary";

/// Writes base64, which is plain, or a literal block when it has lines.
fn binary(writer: &mut Writer<'_, Direct>, text: &str, role: Role) {
    writer.page.ascii(BINARY.as_bytes());
    writer.page.byte(b' ');
    match role {
        Role::Value { indent } if text.contains('\n') => {
            scalar::write_literal(&mut writer.page, text.as_bytes(), indent);
        }
        _ => writer.page.ascii(text.as_bytes()),
    }
}

/// Base64 in lines of 70, each with its newline; without newlines if it is shorter than one
/// (Go: encodeBase64 in resolve.go).
fn base64_lines(s: &[u8]) -> String {
    let text = base64::encode(s);
    if text.len() < 70 {
        return text;
    }
    let mut lines = String::with_capacity(text.len() + text.len() / 70 + 1);
    let mut rest = &text[..];
    while !rest.is_empty() {
        let (line, next) = rest.split_at(rest.len().min(70));
        lines.push_str(line);
        lines.push('\n');
        rest = next;
    }
    lines
}

//! What the API server's decoder says of an object, with `fieldValidation=Strict`.
//!
//! Go: sigs.k8s.io/json, which is encoding/json with cases kept apart and with strict errors; types that read themselves
//! are in k8s.io/apimachinery (`Quantity`, `IntOrString`, `Time`, `MicroTime`).

use nexachart_go::strconv::quote;
use nexachart_go::{base64, time};

use crate::catalog::{Catalog, Definition, Field, Type};
use crate::finding::{Code, Finding, Findings};
use crate::{Node, Quantity, Value, Version, suggest};

/// Goes through an object with its definition.
pub(crate) struct Decoder<'c> {
    pub catalog: &'c Catalog,
    pub version: Version,
    pub findings: &'c mut Findings,
    /// What stands before an error of a type: `Deployment in version "v1" cannot be handled as a Deployment: `
    pub prefix: String,
}

/// The struct that a value is in, and the way to it through fields alone: what Go's errors name.
#[derive(Clone, Copy)]
struct Inside<'a> {
    within: &'a Definition,
    node: Node<'a>,
}

impl Decoder<'_> {
    /// Decodes the object. Whether its types are right; whether its fields are known is not asked there.
    pub fn object(&mut self, node: Node<'_>, definition: u16) -> bool {
        let before = self.findings.list.len();
        self.fields(node, definition);
        !self.findings.list[before..].iter().any(|finding| finding.code == Code::Type)
    }

    /// A part of an object, of a struct.
    pub fn fields(&mut self, node: Node<'_>, number: u16) {
        let catalog = self.catalog;
        let definition = catalog.definition(number);
        for entry in node.entries() {
            match definition.field(entry.name(), self.version) {
                Some(field) => self.value(entry, &field.of, Inside { within: definition, node: entry }),
                None => self.unknown(entry, definition),
            }
        }
    }

    /// Depth is that of the tree, which is bounded.
    fn value(&mut self, node: Node<'_>, of: &Type, inside: Inside<'_>) {
        let fits = match (of, node.value()) {
            (_, Value::Null) | (Type::Any, _) => true,
            (Type::Object(number), Value::Map(_)) => {
                self.fields(node, *number);
                true
            }
            (Type::List(item), Value::List(items)) => {
                items.for_each(|node| self.value(node, item, inside));
                true
            }
            (Type::Map(value), Value::Map(entries)) => {
                entries.for_each(|node| self.value(node, value, inside));
                true
            }
            (Type::Bool, Value::Bool(_)) | (Type::String, Value::Text(_)) | (Type::Int64, Value::Int(_)) => {
                true
            }
            (Type::Int32, Value::Int(value)) => i32::try_from(value).is_ok(),
            (Type::Double, Value::Int(_) | Value::Uint(_) | Value::Float(_)) => true,
            (Type::Bytes, Value::Text(text)) => return self.read(node, base64::decode(text.as_bytes())),
            (Type::Quantity, value) => return self.read(node, quantity(value)),
            (Type::IntOrString, value) => return self.read(node, int_or_string(value)),
            (Type::Time, value) => return self.read(node, instant(value, b"2006-01-02T15:04:05Z07:00")),
            (Type::MicroTime, value) => {
                return self.read(node, instant(value, b"2006-01-02T15:04:05.000000Z07:00"));
            }
            _ => false,
        };
        if !fits {
            let field = Inside::path(inside.node);
            let message = format!(
                "json: cannot unmarshal {} into Go struct field {}.{field} of type {}",
                go_value(node, of),
                inside.within.go_name(),
                self.go_type(of)
            );
            self.wrong(node, message);
        }
    }

    /// What a type that reads itself says.
    fn read<T, E: ToString>(&mut self, node: Node<'_>, read: Result<T, E>) {
        if let Err(message) = read {
            self.wrong(node, message.to_string());
        }
    }

    fn wrong(&mut self, node: Node<'_>, message: String) {
        self.findings.add(Code::Type, node, format!("{}{message}", self.prefix));
    }

    fn unknown(&mut self, node: Node<'_>, definition: &Definition) {
        let (path, name) = (node.path(), node.name());
        let message = format!("unknown field {}", quote(path.as_bytes()));
        let elsewhere = definition.named(name).next().map(|field: &Field| field.versions);
        let help = match elsewhere.and_then(|versions| versions.nearest(self.version)) {
            Some(other) if other > self.version => Some(format!("Kubernetes {other} has it")),
            Some(other) => Some(format!("the last version that had it is Kubernetes {other}")),
            None => {
                suggest(name, definition.names(self.version)).map(|name| format!("did you mean `{name}`?"))
            }
        };
        self.findings.list.push(Finding {
            code: Code::UnknownField,
            path,
            message,
            help,
            span: node.key_span(),
        });
    }

    /// A type as Go prints it.
    fn go_type(&self, of: &Type) -> String {
        match of {
            Type::Bool => "bool".into(),
            Type::Int32 => "int32".into(),
            Type::Int64 => "int64".into(),
            Type::Double => "float64".into(),
            Type::String => "string".into(),
            Type::Bytes => "[]uint8".into(),
            Type::Time => "v1.Time".into(),
            Type::MicroTime => "v1.MicroTime".into(),
            Type::Quantity => "resource.Quantity".into(),
            Type::IntOrString => "intstr.IntOrString".into(),
            Type::Any => "interface {}".into(),
            Type::List(item) => format!("[]{}", self.go_type(item)),
            Type::Map(value) => format!("map[string]{}", self.go_type(value)),
            Type::Object(number) => self.catalog.definition(*number).go_type().into(),
        }
    }
}

impl Inside<'_> {
    /// The fields on the way to a node, without the places in lists: Go's errors name no more.
    fn path(node: Node<'_>) -> String {
        let mut names = Vec::new();
        let mut next = Some(node);
        while let Some(node) = next {
            if !node.name().is_empty() {
                names.push(node.name());
            }
            next = node.parent();
        }
        names.reverse();
        names.join(".")
    }
}

/// What Go calls a value that does not fit.
fn go_value(node: Node<'_>, of: &Type) -> String {
    // Where a number is wanted, a number that does not fit is told.
    let number = |text: String| match of {
        Type::Int32 | Type::Int64 => format!("number {text}"),
        _ => "number".into(),
    };
    match node.value() {
        Value::Null => "null".into(),
        Value::Bool(_) => "bool".into(),
        Value::Int(value) => number(value.to_string()),
        Value::Uint(value) => number(value.to_string()),
        Value::Float(value) => number(value.to_string()),
        Value::Text(_) => "string".into(),
        Value::List(_) => "array".into(),
        Value::Map(_) => "object".into(),
    }
}

fn quantity(value: Value<'_>) -> Result<Quantity, &'static str> {
    match value {
        Value::Text(text) => Quantity::parse(text.trim()),
        Value::Int(_) | Value::Uint(_) | Value::Float(_) => Ok(Quantity::ZERO),
        _ => Quantity::parse(""),
    }
}

fn int_or_string(value: Value<'_>) -> Result<(), String> {
    let refused = |what: &str| Err(format!("json: cannot unmarshal {what} into Go value of type int32"));
    match value {
        Value::Text(_) => Ok(()),
        Value::Int(value) if i32::try_from(value).is_ok() => Ok(()),
        Value::Int(value) => refused(&format!("number {value}")),
        Value::Uint(value) => refused(&format!("number {value}")),
        Value::Float(value) => refused(&format!("number {value}")),
        Value::Bool(_) => refused("bool"),
        Value::List(_) => refused("array"),
        Value::Map(_) | Value::Null => refused("object"),
    }
}

fn instant(value: Value<'_>, layout: &[u8]) -> Result<(), String> {
    let refused = |what: &str| Err(format!("json: cannot unmarshal {what} into Go value of type string"));
    match value {
        Value::Text(text) => match time::Time::parse(layout, text.as_bytes(), &time::Location::UTC) {
            Ok(_) => Ok(()),
            Err(error) => Err(error.to_string()),
        },
        Value::Int(_) | Value::Uint(_) | Value::Float(_) => refused("number"),
        Value::Bool(_) => refused("bool"),
        Value::List(_) => refused("array"),
        Value::Map(_) | Value::Null => refused("object"),
    }
}

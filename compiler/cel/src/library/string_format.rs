//! `format`: texts with arguments in them (cel-go: ext/formatting.go).

use nexachart_go::strconv::{FloatBits, FloatFormat, format_float, quote};
use nexachart_go::time::Duration;

use super::{Call, Cost, Function, Library, Overload, Shape, Version, traversal};
use crate::fault::Fault;
use crate::kernel::format::{Clause, Piece, Stage, walk};
use crate::kernel::number;
use crate::kernel::text::{MOST_BYTES, TextError};
use crate::types::Type;
use crate::value::{List, Map, Value};

/// `format`.
pub const LIBRARY: Library = Library { name: "strings format", opaque: &[], functions: FUNCTIONS };

const FUNCTIONS: &[Function] = &[Function::new(
    "format",
    Version(1, 29),
    "The text with arguments in place of its clauses: `%s` writes anything, `%d` integers, `%f` and `%e` doubles, `%b`, `%x`, \
     `%X` and `%o` binary, hexadecimal and octal numbers; `%%` is a percent sign.",
    &[
        "'%s has %d'.format(['a', 2]) == 'a has 2'",
        "'%.2f'.format([1234.5]) == '1,234.50'",
        "'%s'.format([{'k': [1, 'x']}]) == '{\"k\":[1, \"x\"]}'",
    ],
    &[Overload::member("string_format", "(string, list(dyn)) -> string", format)
        .in_turn()
        .cost(Cost::Of(traversal))],
)
.literal(check)];

/// How deep values are written.
const DEPTH: u32 = 1_000;

const TEXT_WANTS: &str = "string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, \
                          durations, and timestamps";

/// What is wrong with a constant format for arguments of these types: the argument, if it is one, and the text
/// (Go: `stringFormatValidator`).
pub fn check(format: &str, arguments: &[Shape]) -> Result<(), (Option<u32>, String)> {
    let mut wrong = None;
    let mut next = 0;
    let taken = walk::<String>(format, arguments.len(), Stage::Check, |piece| {
        let Piece::Argument(clause) = piece else { return Ok(()) };
        let argument = &arguments[next];
        next += 1;
        let wrong_one = match clause {
            Clause::Text => misfit(argument),
            _ if clause.takes(argument.of.name()) || argument.of == Type::Dyn => None,
            _ => Some(argument),
        };
        match wrong_one {
            None => Ok(()),
            Some(misfit) => {
                wrong = Some(misfit.id);
                Err(format!("error during formatting: {}, was given {}", clause.wants(), misfit.of.name()))
            }
        }
    });
    match taken {
        Err(text) => Err((wrong, text)),
        Ok(taken) if taken < arguments.len() => Err((
            None,
            format!(
                "too many arguments supplied to string.format (expected {taken}, got {})",
                arguments.len()
            ),
        )),
        Ok(_) => Ok(()),
    }
}

/// The first part of an argument that has no text.
fn misfit(of: &Shape) -> Option<&Shape> {
    if of.of != Type::Dyn && !Clause::Text.takes(of.of.name()) {
        return Some(of);
    }
    of.parts.iter().find_map(misfit)
}

impl Clause {
    /// Whether values of a type can be written. A text may be one of the three that stand for a double.
    fn takes(self, name: &str) -> bool {
        match self {
            Clause::Text => {
                matches!(
                    name,
                    "list" | "map" | "int" | "uint" | "double" | "bool" | "string" | "bytes" | "type"
                ) || matches!(name, "google.protobuf.Timestamp" | "google.protobuf.Duration" | "null_type")
            }
            Clause::Decimal | Clause::Octal => matches!(name, "int" | "uint"),
            Clause::Fixed(_) | Clause::Scientific(_) => matches!(name, "double" | "string"),
            Clause::Binary => matches!(name, "int" | "uint" | "bool"),
            Clause::Hex | Clause::UpperHex => matches!(name, "int" | "uint" | "string" | "bytes"),
        }
    }

    fn wants(self) -> &'static str {
        match self {
            Clause::Text => TEXT_WANTS,
            Clause::Decimal => "decimal clause can only be used on integers",
            Clause::Fixed(_) => "fixed-point clause can only be used on doubles",
            Clause::Scientific(_) => "scientific clause can only be used on doubles",
            Clause::Binary => "only integers and bools can be formatted as binary",
            Clause::Hex | Clause::UpperHex => {
                "only integers, byte buffers, and strings can be formatted as hex"
            }
            Clause::Octal => "octal clause can only be used on integers",
        }
    }

    fn refuse(self, value: &Value) -> String {
        format!("{}, was given {}", self.wants(), value.type_name())
    }
}

fn format(call: &Call<'_>) -> Result<Value, Fault> {
    let (text, arguments) = (call.str(0)?, call.list(1)?);
    let mut out = Out(String::new());
    let mut values = arguments.items().iter();
    let result = walk::<Stop>(text, arguments.len(), Stage::Run, |piece| match (piece, &mut values) {
        (Piece::Literal(text), _) => out.push(text),
        (Piece::Argument(clause), values) => {
            let Some(value) = values.next() else { return Ok(()) };
            out.argument(clause, value)
        }
    });
    match result {
        Ok(_) => Ok(out.0.into()),
        Err(Stop::TooLong) => Err(TextError::TooLong.into()),
        Err(Stop::Format(text)) => Err(Fault::new(text)),
        Err(Stop::Argument(text)) => Err(Fault::new(format!("error during formatting: {text}"))),
    }
}

/// Why writing stopped.
enum Stop {
    /// The format is wrong.
    Format(String),
    /// An argument cannot be written.
    Argument(String),
    TooLong,
}

impl From<String> for Stop {
    fn from(text: String) -> Stop {
        Stop::Format(text)
    }
}

/// A text that does not grow without bound.
struct Out(String);

impl Out {
    fn push(&mut self, text: &str) -> Result<(), Stop> {
        if self.0.len() + text.len() > MOST_BYTES {
            return Err(Stop::TooLong);
        }
        self.0.push_str(text);
        Ok(())
    }

    fn argument(&mut self, clause: Clause, value: &Value) -> Result<(), Stop> {
        let text = match (clause, value) {
            (Clause::Text, Value::List(list)) => return self.list(list, DEPTH),
            (Clause::Text, Value::Map(map)) => return self.map(map, DEPTH),
            (Clause::Text, value) => plain(value)?,
            (Clause::Decimal, Value::Int(n)) => n.to_string(),
            (Clause::Decimal, Value::Uint(n)) => n.to_string(),
            (Clause::Fixed(precision), value) => number::fixed(double(clause, value)?, precision),
            (Clause::Scientific(width), value) => number::scientific(double(clause, value)?, width),
            (Clause::Binary, Value::Int(n)) => signed(*n, format!("{:b}", n.unsigned_abs())),
            (Clause::Binary, Value::Uint(n)) => format!("{n:b}"),
            (Clause::Binary, Value::Bool(value)) => u8::from(*value).to_string(),
            (Clause::Hex, Value::Int(n)) => signed(*n, format!("{:x}", n.unsigned_abs())),
            (Clause::UpperHex, Value::Int(n)) => signed(*n, format!("{:X}", n.unsigned_abs())),
            (Clause::Hex, Value::Uint(n)) => format!("{n:x}"),
            (Clause::UpperHex, Value::Uint(n)) => format!("{n:X}"),
            (Clause::Hex, Value::String(text)) => hex(text.as_bytes(), b"0123456789abcdef"),
            (Clause::Hex, Value::Bytes(bytes)) => hex(bytes, b"0123456789abcdef"),
            (Clause::UpperHex, Value::String(text)) => hex(text.as_bytes(), b"0123456789ABCDEF"),
            (Clause::UpperHex, Value::Bytes(bytes)) => hex(bytes, b"0123456789ABCDEF"),
            (Clause::Octal, Value::Int(n)) => signed(*n, format!("{:o}", n.unsigned_abs())),
            (Clause::Octal, Value::Uint(n)) => format!("{n:o}"),
            (clause, value) => return Err(Stop::Argument(clause.refuse(value))),
        };
        self.push(&text)
    }

    /// `[1, "a"]`: as literals of CEL.
    fn list(&mut self, list: &List, depth: u32) -> Result<(), Stop> {
        self.push("[")?;
        for (n, item) in list.items().iter().enumerate() {
            if n > 0 {
                self.push(", ")?;
            }
            self.part(item, depth)?;
        }
        self.push("]")
    }

    /// `{"a":1, 2:"b"}`: sorted by the texts of keys.
    fn map(&mut self, map: &Map, depth: u32) -> Result<(), Stop> {
        let mut entries = Vec::with_capacity(map.len());
        for (key, value) in map.entries() {
            let key = match key {
                Value::String(text) => quote(text.as_bytes()),
                Value::Bool(_) | Value::Int(_) | Value::Uint(_) => plain(key)?,
                other => {
                    let name = other.type_name();
                    return Err(Stop::Argument(format!("no formatting function for map key of type {name}")));
                }
            };
            entries.push((key, value));
        }
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        self.push("{")?;
        for (n, (key, value)) in entries.into_iter().enumerate() {
            if n > 0 {
                self.push(", ")?;
            }
            self.push(&key)?;
            self.push(":")?;
            self.part(value, depth)?;
        }
        self.push("}")
    }

    /// A part of a list or map, as a literal of CEL.
    fn part(&mut self, value: &Value, depth: u32) -> Result<(), Stop> {
        let Some(depth) = depth.checked_sub(1) else { return Err(Stop::TooLong) };
        let text = match value {
            Value::List(list) => return self.list(list, depth),
            Value::Map(map) => return self.map(map, depth),
            Value::String(text) => quote(text.as_bytes()),
            Value::Bytes(_) => format!("b{}", quote(plain(value)?.as_bytes())),
            Value::Double(x) if !x.is_finite() => {
                quote(format_float(*x, FloatFormat::Fixed, 6, FloatBits::B64).as_bytes())
            }
            Value::Double(x) => format_float(*x, FloatFormat::Fixed, 6, FloatBits::B64),
            Value::Timestamp(_) => format!("timestamp({})", quote(plain(value)?.as_bytes())),
            Value::Duration(_) => format!("duration({})", quote(plain(value)?.as_bytes())),
            Value::Optional(_) | Value::Opaque(_) => {
                return Err(Stop::Argument(format!("no formatting function for {}", value.type_name())));
            }
            other => plain(other)?,
        };
        self.push(&text)
    }
}

/// What `string(x)` would be; `null` too.
fn plain(value: &Value) -> Result<String, Stop> {
    Ok(match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Int(n) => n.to_string(),
        Value::Uint(n) => n.to_string(),
        Value::Double(x) => format_float(*x, FloatFormat::General, -1, FloatBits::B64),
        Value::String(text) => text.to_string(),
        Value::Bytes(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => {
                let why = quote(b"invalid UTF-8 in bytes, cannot convert to string");
                return Err(Stop::Argument(format!("could not convert argument {why} to string")));
            }
        },
        Value::Duration(n) => {
            format_float(Duration(*n).seconds(), FloatFormat::Fixed, -1, FloatBits::B64) + "s"
        }
        Value::Timestamp(time) => {
            let text = time.to_go().format(b"2006-01-02T15:04:05.999999999Z07:00");
            String::from_utf8_lossy(&text).into_owned()
        }
        Value::Type(of) => of.to_string(),
        other => return Err(Stop::Argument(Clause::Text.refuse(other))),
    })
}

fn double(clause: Clause, value: &Value) -> Result<f64, Stop> {
    match value {
        Value::Double(x) => Ok(*x),
        Value::String(text) if &**text == "NaN" => Ok(f64::NAN),
        Value::String(text) if &**text == "Infinity" => Ok(f64::INFINITY),
        Value::String(text) if &**text == "-Infinity" => Ok(f64::NEG_INFINITY),
        other => Err(Stop::Argument(clause.refuse(other))),
    }
}

fn signed(value: i64, digits: String) -> String {
    if value < 0 { format!("-{digits}") } else { digits }
}

fn hex(bytes: &[u8], digits: &[u8; 16]) -> String {
    let pairs = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    pairs.map(|digit| char::from(digits[usize::from(digit)])).collect()
}

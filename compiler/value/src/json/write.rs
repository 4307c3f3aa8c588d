//! Writing JSON.

use nexachart_go::base64;
use nexachart_go::strconv::{append_int, append_uint};

use super::plain::{Plain, base64_of_list, plain};
use crate::{List, Map, Type, UintType, Value, float};

/// Whether `<`, `>` and `&` are escaped in strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Html {
    /// As `\u003c`, `\u003e` and `\u0026`: what `toJson` does.
    Escaped,
    /// Left as they are: `toRawJson`.
    Raw,
}

/// Go's `json.Marshal`, as `toJson` and `mustToJson` use it.
///
/// # Errors
/// Go's text: `json: unsupported value: NaN`, `json: unsupported type: complex128`, `json: unsupported
/// value: encountered a cycle via map[string]interface {}`.
///
/// ```
/// use nexachart_value::{Value, json::to_json};
/// let value = Value::map([("b", Value::float(1e6)), ("a", "<é>".into())]);
/// assert_eq!(to_json(&value).unwrap(), r#"{"a":"\u003cé\u003e","b":1000000}"#.as_bytes());
/// ```
pub fn to_json(value: &Value) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    write_json(value, Html::Escaped, &mut out)?;
    Ok(out)
}

/// Sprig's `toRawJson`: as [`to_json`], without the escapes for HTML.
///
/// # Errors
/// As [`to_json`].
pub fn to_raw_json(value: &Value) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    write_json(value, Html::Raw, &mut out)?;
    Ok(out)
}

/// Sprig's `toPrettyJson`: `json.MarshalIndent` with two blanks a level.
///
/// # Errors
/// As [`to_json`].
pub fn to_pretty_json(value: &Value) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    Writer { layout: Layout::Indented, ..Writer::new(Html::Escaped, &mut out) }.node(value)?;
    Ok(out)
}

/// Appends the JSON of a value to `out`.
///
/// # Errors
/// As [`to_json`]; what was written until then stays.
pub fn write_json(value: &Value, html: Html, out: &mut Vec<u8>) -> Result<(), String> {
    Writer::new(html, out).node(value)
}

#[derive(PartialEq, Eq)]
enum Layout {
    Compact,
    Indented,
}

struct Writer<'o> {
    out: &'o mut Vec<u8>,
    html: Html,
    layout: Layout,
    depth: usize,
    /// Maps and lists around the current place, from [`CYCLE_CHECK_DEPTH`] on.
    around: Vec<Value>,
}

/// Cycles are only looked for below this depth (Go: startDetectingCyclesAfter).
const CYCLE_CHECK_DEPTH: usize = 1000;
/// Go goes on until its stack is used up.
const MAX_DEPTH: usize = 10_000;

impl<'o> Writer<'o> {
    fn new(html: Html, out: &'o mut Vec<u8>) -> Writer<'o> {
        Writer { out, html, layout: Layout::Compact, depth: 0, around: Vec::new() }
    }

    fn node(&mut self, value: &Value) -> Result<(), String> {
        match value {
            Value::Nil => self.text("null"),
            Value::Bool(b) => self.text(if *b { "true" } else { "false" }),
            Value::Int(_, n) => append_int(self.out, *n, 10),
            Value::Uint(_, n) => append_uint(self.out, *n, 10),
            Value::Float(ty, n) if n.is_finite() => float::append_json(self.out, *n, *ty),
            Value::Float(_, n) => {
                let name = match *n {
                    f64::INFINITY => "+Inf",
                    f64::NEG_INFINITY => "-Inf",
                    _ => "NaN",
                };
                return Err(format!("json: unsupported value: {name}"));
            }
            Value::Complex(..) => return Err("json: unsupported type: complex128".to_owned()),
            Value::String(s) => write_string(s, self.html, self.out),
            Value::Bytes(s) => self.quoted(&base64::encode(s)),
            Value::List(list) if list.is_nil() => self.text("null"),
            Value::List(list) if list.elem() == Type::Uint(UintType::Uint8) => {
                self.quoted(&base64_of_list(list));
            }
            Value::List(list) => self.within(value, list.ty(), |writer| writer.list(list))?,
            Value::Map(map) if map.is_nil() => self.text("null"),
            Value::Map(map) => self.within(value, map.ty(), |writer| writer.map(map))?,
            Value::Object(object) => match plain(&**object)? {
                Plain::Value(value) => self.node(&value)?,
                Plain::Fields(fields) => {
                    let fields = fields.iter().map(|(name, value)| (name.as_bytes(), value));
                    self.within(value, object.ty(), |writer| writer.entries(fields))?;
                }
            },
        }
        Ok(())
    }

    fn text(&mut self, s: &str) {
        self.out.extend_from_slice(s.as_bytes());
    }

    fn quoted(&mut self, s: &str) {
        self.out.push(b'"');
        self.text(s);
        self.out.push(b'"');
    }

    fn list(&mut self, list: &List) -> Result<(), String> {
        self.out.push(b'[');
        for (i, item) in list.iter().enumerate() {
            self.separate(i);
            self.node(item)?;
        }
        self.close(b']', list.len());
        Ok(())
    }

    fn map(&mut self, map: &Map) -> Result<(), String> {
        self.entries(map.entries().iter().map(|(key, value)| (key.as_bytes(), value)))
    }

    fn entries<'v>(&mut self, entries: impl Iterator<Item = (&'v [u8], &'v Value)>) -> Result<(), String> {
        self.out.push(b'{');
        let mut count = 0;
        for (key, value) in entries {
            self.separate(count);
            write_string(key, self.html, self.out);
            self.text(if self.layout == Layout::Indented { ": " } else { ":" });
            self.node(value)?;
            count += 1;
        }
        self.close(b'}', count);
        Ok(())
    }

    /// What stands before the item of that number.
    fn separate(&mut self, i: usize) {
        if i > 0 {
            self.out.push(b',');
        }
        self.line(self.depth);
    }

    fn close(&mut self, bracket: u8, count: usize) {
        if count > 0 {
            self.line(self.depth - 1);
        }
        self.out.push(bracket);
    }

    fn line(&mut self, depth: usize) {
        if self.layout == Layout::Indented {
            self.out.push(b'\n');
            self.out.resize(self.out.len() + 2 * depth, b' ');
        }
    }

    fn within(
        &mut self,
        value: &Value,
        ty: Type,
        write: impl FnOnce(&mut Self) -> Result<(), String>,
    ) -> Result<(), String> {
        self.depth += 1;
        let checked = self.depth > CYCLE_CHECK_DEPTH;
        if checked {
            let same = |other: &Value| match (value, other) {
                (Value::Map(a), Value::Map(b)) => a.same(b),
                (Value::List(a), Value::List(b)) => a.same(b),
                _ => false,
            };
            if self.depth > MAX_DEPTH || self.around.iter().any(same) {
                return Err(format!("json: unsupported value: encountered a cycle via {ty}"));
            }
            self.around.push(value.clone());
        }
        let result = write(self);
        if checked {
            self.around.pop();
        }
        self.depth -= 1;
        result
    }
}

/// Appends a string in quotes. What is not UTF-8 becomes `\ufffd`, byte for byte (Go: appendString).
pub(crate) fn write_string(s: &[u8], html: Html, out: &mut Vec<u8>) {
    out.push(b'"');
    let free = |b: u8| match b {
        b'"' | b'\\' | 0..0x20 | 0x80.. => false,
        b'<' | b'>' | b'&' => html == Html::Raw,
        _ => true,
    };
    let mut rest = s;
    while !rest.is_empty() {
        let n = rest.iter().take_while(|b| free(**b)).count();
        out.extend_from_slice(&rest[..n]);
        rest = &rest[n..];
        let Some(b) = rest.first() else { break };
        if *b < 0x80 {
            let short = match b {
                b'"' => "\\\"",
                b'\\' => "\\\\",
                b'\n' => "\\n",
                b'\r' => "\\r",
                b'\t' => "\\t",
                0x08 => "\\b",
                0x0C => "\\f",
                _ => "",
            };
            out.extend_from_slice(short.as_bytes());
            if short.is_empty() {
                out.extend_from_slice(format!("\\u{b:04x}").as_bytes());
            }
            rest = &rest[1..];
            continue;
        }
        let n = rest.iter().take_while(|b| **b >= 0x80).count();
        for chunk in rest[..n].utf8_chunks() {
            for c in chunk.valid().chars() {
                match c {
                    '\u{2028}' => out.extend_from_slice(b"\\u2028"),
                    '\u{2029}' => out.extend_from_slice(b"\\u2029"),
                    _ => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
                }
            }
            for _ in chunk.invalid() {
                out.extend_from_slice(b"\\ufffd");
            }
        }
        rest = &rest[n..];
    }
    out.push(b'"');
}

//! Writing TOML.

use nexachart_go::strconv::{append_int, append_uint};

use super::key;
use super::seen::{Seen, Shape, see, shape};
use crate::{Kind, Map, Value, float};

/// Why nothing was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TomlError {
    /// The encoder returned an error: Helm's `toToml` gives its text as the result.
    Returned(String),
    /// The encoder panicked with this text: an error for `toToml` too.
    Panicked(String),
}

/// A value as TOML: the keys of a table in byte order, those of its own before the tables in it.
///
/// # Errors
/// Go's texts: `toml: cannot encode array with nil element`, `toml: top-level values must be Go maps or structs`,
/// `unsupported type: complex128`. A nil makes the encoder panic.
///
/// ```
/// use nexachart_value::{Value, toml::{TomlError, to_toml}};
/// let table = Value::map([("b", Value::map([("c", Value::float(1.0))])), ("n", Value::int(1))]);
/// assert_eq!(to_toml(&table).unwrap(), b"n = 1\n\n[b]\n  c = 1.0\n");
/// let list = Value::map([("l", Value::list(vec![Value::Nil]))]);
/// let error = "toml: cannot encode array with nil element".to_owned();
/// assert_eq!(to_toml(&list), Err(TomlError::Returned(error)));
/// ```
pub fn to_toml(value: &Value) -> Result<Vec<u8>, TomlError> {
    if value.is_nil() {
        return Err(TomlError::Panicked("reflect: call of reflect.Value.Type on zero Value".to_owned()));
    }
    let mut writer = Writer { out: Vec::new(), depth: 0 };
    match see(value)? {
        // Left out everywhere else, a nil slice is an empty one here.
        Seen::Nil if value.kind() == Kind::Slice => writer.out.extend_from_slice(b"[]"),
        seen => writer.entry(&[], &seen)?,
    }
    Ok(writer.out)
}

/// Go goes on until its stack is used up.
const MAX_DEPTH: usize = 10_000;

type Result<T, E = TomlError> = std::result::Result<T, E>;

struct Writer {
    out: Vec<u8>,
    depth: usize,
}

/// Whether something stands on a line of its own, or within the braces of another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    Lines,
    Inline,
}

impl Writer {
    /// Writes a key with its value, as a line or as a table; the root has no key.
    fn entry(&mut self, key: &[&[u8]], value: &Seen) -> Result<()> {
        match value {
            Seen::Nil => Ok(()),
            Seen::Map(_) | Seen::Struct(_) => {
                if let [_] = key {
                    self.newline();
                }
                if !key.is_empty() {
                    self.indent(key);
                    self.header(b"[", key, b"]");
                }
                self.table(key, value, Layout::Lines)
            }
            Seen::List(items) if shape(value)? == Shape::Tables => {
                if key.is_empty() {
                    return Err(returned("toml: top-level values must be Go maps or structs"));
                }
                for item in items.iter() {
                    self.newline();
                    self.indent(key);
                    self.header(b"[[", key, b"]]");
                    self.table(key, &see(item)?, Layout::Lines)?;
                }
                Ok(())
            }
            Seen::Unsupported(kind) => {
                let key = String::from_utf8_lossy(&key::path(key)).into_owned();
                Err(TomlError::Returned(format!("unsupported type for key '{key}': {kind}")))
            }
            _ => self.line(key, value),
        }
    }

    /// Writes `key = value` and a newline; without a key, the value alone.
    fn line(&mut self, key: &[&[u8]], value: &Seen) -> Result<()> {
        let Some(last) = key.last() else { return self.element(value) };
        self.indent(key);
        self.assignment(last, value)?;
        self.newline();
        Ok(())
    }

    fn assignment(&mut self, name: &[u8], value: &Seen) -> Result<()> {
        key::append(&mut self.out, name);
        self.out.extend_from_slice(b" = ");
        self.element(value)
    }

    /// Writes a value that stands after an equals sign or in a list.
    fn element(&mut self, value: &Seen) -> Result<()> {
        match value {
            Seen::Bool(true) => self.out.extend_from_slice(b"true"),
            Seen::Bool(false) => self.out.extend_from_slice(b"false"),
            Seen::Int(n) => append_int(&mut self.out, *n, 10),
            Seen::Uint(n) => append_uint(&mut self.out, *n, 10),
            Seen::Float(n, ty) if n.is_finite() => {
                let start = self.out.len();
                float::append_general(&mut self.out, *n, *ty);
                if !self.out[start..].iter().any(|b| matches!(b, b'e' | b'.')) {
                    self.out.extend_from_slice(b".0");
                }
            }
            Seen::Float(n, _) => {
                if n.is_sign_negative() {
                    self.out.push(b'-');
                }
                self.out.extend_from_slice(if n.is_nan() { b"nan" } else { b"inf" });
            }
            Seen::String(s) => key::append_quoted(&mut self.out, s),
            Seen::Date(text) => self.out.extend_from_slice(text),
            Seen::List(items) => {
                self.deepen()?;
                self.out.push(b'[');
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        self.out.extend_from_slice(b", ");
                    }
                    self.element(&see(item)?)?;
                }
                self.out.push(b']');
                self.depth -= 1;
            }
            Seen::Map(_) | Seen::Struct(_) => self.table(&[], value, Layout::Inline)?,
            Seen::Unsupported(kind) => return Err(TomlError::Returned(format!("unexpected type: {kind}"))),
            // Only lists could bring one here, and they are refused for it.
            Seen::Nil => return Err(returned("toml: cannot encode array with nil element")),
        }
        Ok(())
    }

    /// Writes the entries of a map or struct.
    fn table(&mut self, key: &[&[u8]], value: &Seen, layout: Layout) -> Result<()> {
        self.deepen()?;
        if layout == Layout::Inline {
            self.out.push(b'{');
        }
        match value {
            Seen::Map(map) => self.map(key, map, layout)?,
            Seen::Struct(fields) => self.fields(key, fields, layout)?,
            _ => {}
        }
        if layout == Layout::Inline {
            self.out.push(b'}');
        }
        self.depth -= 1;
        Ok(())
    }

    fn map(&mut self, key: &[&[u8]], map: &Map, layout: Layout) -> Result<()> {
        let entries = map.entries();
        let (mut own, mut tables) = (Vec::new(), Vec::new());
        for (name, value) in entries.iter() {
            let value = see(value)?;
            let group = if shape(&value)? == Shape::Other { &mut own } else { &mut tables };
            group.push((name.as_bytes(), value));
        }
        for (group, more) in [(&own, !tables.is_empty()), (&tables, false)] {
            for (i, (name, value)) in group.iter().enumerate() {
                match (value, layout) {
                    // A nil at the end leaves the comma before it.
                    (Seen::Nil, _) => {}
                    (_, Layout::Lines) => self.entry(&[key, &[name]].concat(), value)?,
                    (_, Layout::Inline) => {
                        self.assignment(name, value)?;
                        if more || i + 1 < group.len() {
                            self.out.extend_from_slice(b", ");
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn fields(&mut self, key: &[&[u8]], fields: &[(&str, Value)], layout: Layout) -> Result<()> {
        let (mut own, mut tables) = (Vec::new(), Vec::new());
        for (index, (name, value)) in fields.iter().enumerate() {
            if name.chars().next().is_some_and(char::is_uppercase) {
                let value = see(value)?;
                let group = if shape(&value)? == Shape::Other { &mut own } else { &mut tables };
                group.push((index, name.as_bytes(), value));
            }
        }
        let count = own.len() + tables.len();
        for (index, name, value) in own.iter().chain(&tables) {
            match (value, layout) {
                (Seen::Nil, _) => {}
                (_, Layout::Lines) => self.entry(&[key, &[name]].concat(), value)?,
                (_, Layout::Inline) => {
                    self.assignment(name, value)?;
                    // Go compares the place among all fields with the number of exported ones.
                    if index + 1 != count {
                        self.out.extend_from_slice(b", ");
                    }
                }
            }
        }
        Ok(())
    }

    fn header(&mut self, open: &[u8], key: &[&[u8]], close: &[u8]) {
        self.out.extend_from_slice(open);
        self.out.extend_from_slice(&key::path(key));
        self.out.extend_from_slice(close);
        self.newline();
    }

    fn indent(&mut self, key: &[&[u8]]) {
        let blanks = 2 * key.len().saturating_sub(1);
        self.out.resize(self.out.len() + blanks, b' ');
    }

    /// Ends a line, or leaves one empty; but not at the beginning.
    fn newline(&mut self) {
        if !self.out.is_empty() {
            self.out.push(b'\n');
        }
    }

    fn deepen(&mut self) -> Result<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(TomlError::Panicked("stack overflow".to_owned()));
        }
        Ok(())
    }
}

fn returned(text: &str) -> TomlError {
    TomlError::Returned(text.to_owned())
}

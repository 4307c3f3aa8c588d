//! What stands behind `--set` and its sisters: `a.b[0].c=1,d={x,y}` (Helm: pkg/strvals).

use nexachart_go::strconv::{atoi, parse_int, quote, quote_rune};
use nexachart_go::utf8::decode;
use nexachart_source::Budgets;
use nexachart_value::json::decode_first;
use nexachart_value::{Map, Type, Value};

use crate::ledger::Ledger;

/// The highest index of a list.
pub const MAX_INDEX: i64 = 65536;

/// How deep the names of one key may nest.
pub const MAX_NAME_LEVEL: usize = 30;

/// How deep lists may nest in one key. Helm has no limit: it goes on to the end of its stack.
pub const MAX_LIST_LEVEL: usize = 1000;

/// Reads the file that `--set-file` names; the error is Go's text.
pub type ReadFile<'a> = dyn Fn(&[u8]) -> Result<Vec<u8>, String> + 'a;

/// How the text behind a `=` becomes a value.
#[derive(Clone, Copy)]
pub enum Form<'a> {
    /// `--set`: `true`, `false`, `null` in any case and decimal integers are what they say.
    Typed,
    /// `--set-string`: always text.
    Text,
    /// `--set-file`: the text is a path, the value what the function reads there.
    File(&'a ReadFile<'a>),
    /// `--set-json`: a JSON value, or nothing, which is null.
    Json,
    /// `--set-literal`: all that follows, commas and backslashes too.
    Literal,
}

/// Sets in `dest` what `text` says, in the order of the text (Go: strvals.ParseInto,
/// ParseIntoString, ParseIntoFile, ParseJSON, ParseLiteralInto). The error is Helm's text; what comes
/// before the mistake is set all the same.
///
/// ```
/// use nexachart_chart::strvals::{Form, parse_into};
/// use nexachart_value::{Map, Value};
/// let values = Map::empty();
/// parse_into(b"port=80,name=x", &values, Form::Typed).unwrap();
/// assert!(matches!(values.get(b"port"), Some(Value::Int(_, 80))));
/// assert_eq!(parse_into(b"abc", &values, Form::Typed).unwrap_err(), r#"key "abc" has no value"#);
/// ```
pub fn parse_into(text: &[u8], dest: &Map, form: Form<'_>) -> Result<(), String> {
    let budgets = Budgets::default();
    parse_within(text, dest, form, &mut Ledger::new(&budgets))
}

/// [`parse_into`], counting the items of lists that it makes or copies.
pub(crate) fn parse_within(
    text: &[u8],
    dest: &Map,
    form: Form<'_>,
    ledger: &mut Ledger<'_>,
) -> Result<(), String> {
    let mut parser = Parser { rest: text, form, list_level: 0, ledger };
    loop {
        match parser.key(dest, 0) {
            Ok(()) => {}
            Err(Stop::End) => return Ok(()),
            Err(Stop::Mistake(message)) => return Err(message),
        }
    }
}

/// Why a key is not followed by the next one.
enum Stop {
    /// The text is at its end (Go: io.EOF). Not an error, wherever it is met.
    End,
    Mistake(String),
}

impl Stop {
    /// Go's decoder says io.EOF when there is no value at all, and that ends the argument without an error.
    fn from_json(error: String) -> Stop {
        if error == "EOF" { Stop::End } else { Stop::Mistake(error) }
    }
}

struct Parser<'a, 'l, 'b> {
    ledger: &'l mut Ledger<'b>,
    rest: &'a [u8],
    form: Form<'a>,
    list_level: usize,
}

impl Parser<'_, '_, '_> {
    fn set_index(&mut self, list: &mut Vec<Value>, index: usize, value: Value) -> Result<(), Stop> {
        if index as u64 > MAX_INDEX as u64 {
            let message = format!("index of {index} is greater than maximum supported index of {MAX_INDEX}");
            return Err(Stop::Mistake(message));
        }
        if list.len() <= index {
            list.resize(index + 1, Value::Nil);
        }
        list[index] = value;
        // The list was copied before, and is counted each time.
        self.ledger.nodes(list.len() as u64).map_err(|exceeded| Stop::Mistake(exceeded.to_string()))
    }

    /// A key and its value, or the part of it that begins here.
    fn key(&mut self, data: &Map, level: usize) -> Result<(), Stop> {
        let stops: &[char] = if self.is_literal() { &['=', '[', '.'] } else { &['=', '[', ',', '.'] };
        let (key, last) = self.until(stops);
        match last {
            None if key.is_empty() => Err(Stop::End),
            None => Err(Stop::Mistake(format!("key {} has no value", quote(key.as_bytes())))),
            Some('[') => {
                let index = self.index()?;
                let mut list = match data.get(key.as_bytes()) {
                    None => Vec::new(),
                    Some(found) => list_of(&found).map_err(unparsable)?,
                };
                let done = self.item(&mut list, index, level);
                set(data, &key, Value::list(list));
                done
            }
            Some('=') => self.value(data, &key),
            Some(',') => {
                set(data, &key, Value::from(""));
                Err(Stop::Mistake(format!("key {} has no value (cannot end with ,)", quote(key.as_bytes()))))
            }
            Some(_) => {
                let level = level + 1;
                if level > MAX_NAME_LEVEL {
                    let message = "value name nested level is greater than maximum supported nested level of";
                    return Err(Stop::Mistake(format!("{message} {MAX_NAME_LEVEL}")));
                }
                let inner = match data.get(key.as_bytes()) {
                    None => Map::empty(),
                    Some(Value::Map(map)) => map,
                    Some(other) => return Err(unparsable(conversion(&other, Type::MAP))),
                };
                let done = self.key(&inner, level);
                if done.is_ok() && inner.is_empty() {
                    return Err(Stop::Mistake(format!("key map {} has no value", quote(key.as_bytes()))));
                }
                if !inner.is_empty() {
                    set(data, &key, Value::Map(inner));
                }
                done
            }
        }
    }

    /// What follows the `=` of a key.
    fn value(&mut self, data: &Map, key: &str) -> Result<(), Stop> {
        match self.form {
            Form::Literal => set(data, key, self.literal()),
            Form::Json => {
                let value = self.json()?;
                set(data, key, value);
            }
            _ if self.rest.is_empty() => {
                set(data, key, Value::from(""));
                return Err(Stop::End);
            }
            _ if self.rest[0] == b'{' => {
                let list = self.list()?;
                set(data, key, list);
            }
            _ => {
                let (text, _) = self.until(&[',']);
                match self.read(text) {
                    Ok(value) => set(data, key, value),
                    Err(stop) => {
                        set(data, key, Value::Nil);
                        return Err(stop);
                    }
                }
            }
        }
        Ok(())
    }

    /// What follows the `]` of an index, put into `list`.
    fn item(&mut self, list: &mut Vec<Value>, index: i64, level: usize) -> Result<(), Stop> {
        let Ok(at) = usize::try_from(index) else {
            return Err(Stop::Mistake(format!("negative {index} index not allowed")));
        };
        let (junk, last) = self.until(&['[', '.', '=']);
        if !junk.is_empty() {
            // `%q` of a []rune quotes each one.
            let junk: Vec<String> = junk.chars().map(|c| quote_rune(c as i64)).collect();
            let message = "unexpected data at end of array index:";
            return Err(Stop::Mistake(format!("{message} [{}]", junk.join(" "))));
        }
        match last {
            None => Err(Stop::End),
            Some('=') => {
                let value = match self.form {
                    Form::Literal => self.literal(),
                    Form::Json => self.json()?,
                    _ if self.rest.is_empty() => Value::from(""),
                    _ if self.rest[0] == b'{' => self.list()?,
                    _ => {
                        let (text, _) = self.until(&[',']);
                        self.read(text)?
                    }
                };
                self.set_index(list, at, value)
            }
            Some('[') => {
                let next = self.index()?;
                self.list_level += 1;
                if self.list_level > MAX_LIST_LEVEL {
                    let message = "lists nest deeper than the supported level of";
                    return Err(Stop::Mistake(format!("{message} {MAX_LIST_LEVEL}")));
                }
                let existing = match list.get(at) {
                    None | Some(Value::Nil) => None,
                    Some(found) => Some(list_of(found).map_err(unparsable)?),
                };
                let exists = existing.is_some();
                let mut inner = existing.unwrap_or_default();
                let done = self.item(&mut inner, next, level);
                self.list_level -= 1;
                if done.is_err() {
                    // Go writes into the list that is there; a new one is forgotten.
                    if exists {
                        list[at] = Value::list(inner);
                    }
                    return done;
                }
                self.set_index(list, at, Value::list(inner))
            }
            Some(_) => {
                self.list_level += 1;
                if self.list_level > MAX_LIST_LEVEL {
                    let message = "lists nest deeper than the supported level of";
                    return Err(Stop::Mistake(format!("{message} {MAX_LIST_LEVEL}")));
                }
                let inner = match list.get(at) {
                    Some(Value::Map(map)) => map.clone(),
                    Some(_) => {
                        let map = Map::empty();
                        list[at] = Value::Map(map.clone());
                        map
                    }
                    None => Map::empty(),
                };
                self.key(&inner, level)?;
                self.list_level -= 1;
                self.set_index(list, at, Value::Map(inner))
            }
        }
    }

    /// The index up to the next `]`.
    fn index(&mut self) -> Result<i64, Stop> {
        let (text, last) = self.until(&[']']);
        if last.is_none() {
            return Err(Stop::End);
        }
        atoi(text.as_bytes()).map_err(|e| Stop::Mistake(format!("error parsing index: {e}")))
    }

    /// `{a,b}`, and the comma behind it.
    fn list(&mut self) -> Result<Value, Stop> {
        self.rest = &self.rest[1..];
        let mut list = Vec::new();
        loop {
            let (text, last) = self.until(&[',', '}']);
            match last {
                None => return Err(Stop::Mistake("list must terminate with '}'".into())),
                Some('}') => {
                    if self.rest.first() == Some(&b',') {
                        self.rest = &self.rest[1..];
                    }
                    list.push(self.read(text)?);
                    return Ok(Value::list(list));
                }
                Some(_) => list.push(self.read(text)?),
            }
        }
    }

    /// The value that a text stands for.
    fn read(&self, text: String) -> Result<Value, Stop> {
        match self.form {
            Form::Typed => Ok(typed(text)),
            Form::File(read) => match read(text.as_bytes()) {
                Ok(content) => Ok(Value::from(content)),
                Err(message) => Err(Stop::Mistake(message)),
            },
            Form::Text | Form::Json | Form::Literal => Ok(Value::from(text)),
        }
    }

    /// A JSON value and the comma behind it; null when there is none.
    fn json(&mut self) -> Result<Value, Stop> {
        if self.blank() {
            return Ok(Value::Nil);
        }
        let (value, len) = decode_first(self.rest).map_err(Stop::from_json)?;
        self.rest = &self.rest[len..];
        self.blank();
        Ok(value)
    }

    /// Skips white space and one comma behind it. Whether there was nothing else.
    fn blank(&mut self) -> bool {
        while !self.rest.is_empty() {
            let (c, len) = decode(self.rest);
            if c == ',' {
                self.rest = &self.rest[len..];
                return true;
            }
            if !c.is_whitespace() {
                return false;
            }
            self.rest = &self.rest[len..];
        }
        true
    }

    fn literal(&mut self) -> Value {
        Value::from(self.until(&[]).0)
    }

    fn is_literal(&self) -> bool {
        matches!(self.form, Form::Literal)
    }

    /// The text up to one of `stops`, and which one; `None` at the end of the input. A backslash takes
    /// the character behind it for what it is.
    fn until(&mut self, stops: &[char]) -> (String, Option<char>) {
        let mut text = String::new();
        while !self.rest.is_empty() {
            let (c, len) = decode(self.rest);
            self.rest = &self.rest[len..];
            if stops.contains(&c) {
                return (text, Some(c));
            }
            if c == '\\' && !self.is_literal() {
                if self.rest.is_empty() {
                    break;
                }
                let (next, len) = decode(self.rest);
                self.rest = &self.rest[len..];
                text.push(next);
            } else {
                text.push(c);
            }
        }
        (text, None)
    }
}

/// Sets a key; an empty key is left out without a word.
fn set(data: &Map, key: &str, value: Value) {
    if !key.is_empty() {
        data.insert(key, value);
    }
}

fn list_of(value: &Value) -> Result<Vec<Value>, String> {
    match value {
        Value::List(list) if list.ty() == Type::LIST => Ok(list.to_vec()),
        other => Err(conversion(other, Type::LIST)),
    }
}

/// Go's text of a failed type assertion.
fn conversion(value: &Value, want: Type) -> String {
    match value.ty() {
        None => format!("interface conversion: interface {{}} is nil, not {want}"),
        Some(ty) => format!("interface conversion: interface {{}} is {ty}, not {want}"),
    }
}

/// Helm recovers from the panic in the key that it happened in.
fn unparsable(panic: String) -> Stop {
    Stop::Mistake(format!("unable to parse key: {panic}"))
}

/// What `--set` makes of a text (Go: strvals typedVal).
fn typed(text: String) -> Value {
    if text.eq_ignore_ascii_case("true") {
        return Value::Bool(true);
    }
    // Go folds the long s too.
    if text.eq_ignore_ascii_case("false") || text.replace('ſ', "s").eq_ignore_ascii_case("false") {
        return Value::Bool(false);
    }
    if text.eq_ignore_ascii_case("null") {
        return Value::Nil;
    }
    if text == "0" {
        return Value::int64(0);
    }
    if !text.starts_with('0')
        && let Ok(n) = parse_int(text.as_bytes(), 10, 64)
    {
        return Value::int64(n);
    }
    Value::from(text)
}

#[cfg(test)]
mod tests;

//! Reading JSON.

use std::borrow::Cow;

use nexachart_go::strconv::quote;

use super::text::{self, Problem};
use crate::{Entries, List, Map, Str, Type, Value};

/// The type of the variable that Go reads into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// `interface {}`: whatever the text holds.
    Any,
    /// `map[string]interface {}`.
    Map,
    /// `[]interface {}`.
    List,
}

/// What `json.Unmarshal` leaves behind.
#[derive(Debug)]
pub struct Decoded {
    /// The value. After an error it is what was read all the same: a number that no float64 can hold is nil. After an
    /// error in the syntax, or when the target cannot hold the value, it is nil, an empty map or an empty list.
    pub value: Value,
    /// The text of the error.
    pub error: Option<String>,
}

/// Go's `json.Unmarshal` into a variable of type `target` that holds nil, an empty map or an empty list.
/// Numbers become `float64`; of equal keys the last one counts; `null` makes a nil map or list.
///
/// ```
/// use nexachart_value::json::{Target, from_json};
/// let read = |text: &str, target| from_json(text.as_bytes(), target).error.unwrap_or_default();
/// assert_eq!(read(r#"{"a": [1, 2.5, null]}"#, Target::Map), "");
/// assert_eq!(read("{'a': 1}", Target::Any), "invalid character '\\'' looking for beginning of object key string");
/// assert_eq!(read("[]", Target::Map), "json: cannot unmarshal array into Go value of type map[string]interface {}");
/// ```
pub fn from_json(text: &[u8], target: Target) -> Decoded {
    let mut reader = Reader { text, at: 0, overflow: None };
    let syntax = reader.value().and_then(|value| reader.end().map(|()| value));
    let empty = match target {
        Target::Any => Value::Nil,
        Target::Map => Value::Map(Map::empty()),
        Target::List => Value::list(Vec::new()),
    };
    let (value, error) = match syntax {
        Err(error) => (empty, Some(error)),
        Ok(value) => match (target, value) {
            (Target::Any, value)
            | (Target::Map, value @ Value::Map(_))
            | (Target::List, value @ Value::List(_)) => (value, reader.overflow),
            // A nil with an error is the number of that error.
            (Target::Map, Value::Nil) if reader.overflow.is_none() => (Value::Map(Map::nil(Type::MAP)), None),
            (Target::List, Value::Nil) if reader.overflow.is_none() => {
                (Value::List(List::nil(Type::LIST)), None)
            }
            (_, value) => {
                let ty = if target == Target::Map { Type::MAP } else { Type::LIST };
                let found = match value {
                    Value::Bool(_) => "bool",
                    Value::Float(..) | Value::Nil => "number",
                    Value::String(_) => "string",
                    Value::List(_) => "array",
                    _ => "object",
                };
                (empty, Some(format!("json: cannot unmarshal {found} into Go value of type {ty}")))
            }
        },
    };
    Decoded { value, error }
}

/// Go's `json.NewDecoder(…).Decode` into an `interface {}`: the first value of a text, and the length of the text
/// up to its end. What follows it is not looked at.
///
/// # Errors
/// Go's text: `EOF` when there is no value, `unexpected EOF` when it is cut off, and those of [`from_json`].
///
/// ```
/// use nexachart_value::json::decode_first;
/// let (value, len) = decode_first(b" [1],b=2").unwrap();
/// assert_eq!((value.items().unwrap().len(), len), (1, 4));
/// assert_eq!(decode_first(b"[1").unwrap_err(), "unexpected EOF");
/// ```
pub fn decode_first(text: &[u8]) -> Result<(Value, usize), String> {
    let mut reader = Reader { text, at: 0, overflow: None };
    match reader.value() {
        Ok(value) => match reader.overflow {
            None => Ok((value, reader.at)),
            Some(error) => Err(error),
        },
        // Every error at the end of the text is one of its being cut off.
        Err(_) if reader.at >= text.len() => {
            let blank = text.iter().all(|b| is_blank(*b));
            Err(if blank { "EOF" } else { "unexpected EOF" }.to_owned())
        }
        Err(error) => Err(error),
    }
}

/// Lists and objects may not be nested deeper (Go: maxNestingDepth).
const MAX_DEPTH: usize = 10_000;

struct Reader<'t> {
    text: &'t [u8],
    at: usize,
    /// The error for the first number that is too large.
    overflow: Option<String>,
}

/// A list or an object that is being read.
enum Open {
    List(Vec<Value>),
    Object(Entries, Str),
}

impl Reader<'_> {
    /// Reads a value, with the blanks before it.
    fn value(&mut self) -> Result<Value, String> {
        let mut around: Vec<Open> = Vec::new();
        loop {
            // A value begins here.
            self.skip_blanks();
            let mut value = match self.peek() {
                Some(b @ (b'[' | b'{')) => {
                    if around.len() == MAX_DEPTH {
                        return Err(self.invalid("exceeded max depth"));
                    }
                    self.at += 1;
                    self.skip_blanks();
                    if b == b'[' && self.peek() == Some(b']') {
                        self.at += 1;
                        Value::list(Vec::new())
                    } else if b == b'[' {
                        around.push(Open::List(Vec::new()));
                        continue;
                    } else if self.peek() == Some(b'}') {
                        self.at += 1;
                        Value::Map(Map::empty())
                    } else {
                        let key = self.key()?;
                        around.push(Open::Object(Entries::new(), key));
                        continue;
                    }
                }
                Some(b'"') => Value::String(self.string()?),
                Some(b'-' | b'0'..=b'9') => self.number()?,
                Some(b't') => self.literal("true", Value::Bool(true))?,
                Some(b'f') => self.literal("false", Value::Bool(false))?,
                Some(b'n') => self.literal("null", Value::Nil)?,
                _ => return Err(self.invalid("looking for beginning of value")),
            };
            // It has ended; perhaps what is around it too.
            loop {
                let Some(open) = around.last_mut() else { return Ok(value) };
                self.skip_blanks();
                match (open, self.peek()) {
                    (Open::List(items), Some(b',')) => {
                        self.at += 1;
                        items.push(value);
                        break;
                    }
                    (Open::List(items), Some(b']')) => {
                        self.at += 1;
                        items.push(value);
                        value = Value::list(std::mem::take(items));
                    }
                    (Open::Object(entries, key), Some(b',')) => {
                        self.at += 1;
                        entries.insert(key.clone(), value);
                        self.skip_blanks();
                        *key = self.key()?;
                        break;
                    }
                    (Open::Object(entries, key), Some(b'}')) => {
                        self.at += 1;
                        entries.insert(key.clone(), value);
                        value = Value::Map(Map::new(Type::MAP, std::mem::take(entries)));
                    }
                    (Open::List(_), _) => return Err(self.invalid("after array element")),
                    (Open::Object(..), _) => return Err(self.invalid("after object key:value pair")),
                }
                around.pop();
            }
        }
    }

    /// Reads to the end of the text, where only blanks may stand.
    fn end(&mut self) -> Result<(), String> {
        self.skip_blanks();
        if self.at < self.text.len() { Err(self.invalid("after top-level value")) } else { Ok(()) }
    }

    /// Reads a key and its colon.
    fn key(&mut self) -> Result<Str, String> {
        if self.peek() != Some(b'"') {
            return Err(self.invalid("looking for beginning of object key string"));
        }
        let key = self.string()?;
        self.skip_blanks();
        if self.peek() != Some(b':') {
            return Err(self.invalid("after object key"));
        }
        self.at += 1;
        Ok(key)
    }

    fn string(&mut self) -> Result<Str, String> {
        let start = self.at + 1;
        match text::scan(&self.text[start..]) {
            Ok((len, form)) => {
                self.at = start + len + 1;
                Ok(Str::from(text::unquote(&self.text[start..start + len], form)))
            }
            Err((len, problem)) => {
                self.at = start + len;
                Err(match problem {
                    Problem::Unterminated => END.to_owned(),
                    Problem::Control => self.invalid("in string literal"),
                    Problem::Escape => self.invalid_or_blank("in string escape code"),
                    Problem::Hex => self.invalid_or_blank("in \\u hexadecimal character escape"),
                })
            }
        }
    }

    fn number(&mut self) -> Result<Value, String> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        match self.peek() {
            // A zero stands alone.
            Some(b'0') => self.at += 1,
            _ => self.digits("in numeric literal")?,
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits("after decimal point in numeric literal")?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits("in exponent of numeric literal")?;
        }
        // Digits, points, signs: it is ASCII, and Rust reads what JSON's grammar allows.
        let digits = String::from_utf8_lossy(&self.text[start..self.at]);
        match digits.parse::<f64>() {
            Ok(n) if n.is_finite() => Ok(Value::float(n)),
            _ => {
                let error =
                    || format!("json: cannot unmarshal number {digits} into Go value of type float64");
                self.overflow.get_or_insert_with(error);
                Ok(Value::Nil)
            }
        }
    }

    fn digits(&mut self, context: &str) -> Result<(), String> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        if self.at == start { Err(self.invalid_or_blank(context)) } else { Ok(()) }
    }

    fn literal(&mut self, word: &str, value: Value) -> Result<Value, String> {
        for letter in word.bytes() {
            if self.peek() != Some(letter) {
                return Err(
                    self.invalid_or_blank(&format!("in literal {word} (expecting '{}')", char::from(letter)))
                );
            }
            self.at += 1;
        }
        Ok(value)
    }

    fn skip_blanks(&mut self) {
        while self.peek().is_some_and(is_blank) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    /// The error for the current character, or for the end of the text.
    fn invalid(&self, context: &str) -> String {
        self.peek().map_or_else(|| END.to_owned(), |b| invalid_character(b, context))
    }

    /// The error for the current character. In the middle of a word or number Go takes the end for a blank.
    fn invalid_or_blank(&self, context: &str) -> String {
        invalid_character(self.peek().unwrap_or(b' '), context)
    }
}

const END: &str = "unexpected end of JSON input";

fn is_blank(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\r' | b'\n')
}

fn invalid_character(b: u8, context: &str) -> String {
    let shown: Cow<'_, str> = match b {
        b'\'' => "\\'".into(),
        b'"' => "\"".into(),
        // The byte as a character of its own.
        _ => {
            let quoted = quote(char::from(b).to_string().as_bytes());
            quoted[1..quoted.len() - 1].to_owned().into()
        }
    };
    format!("invalid character '{shown}' {context}")
}

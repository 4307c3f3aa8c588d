//! What Jinja templates ask for, evaluated as a Go template would.

use std::rc::Rc;

use nexachart_funcs::State;
use nexachart_source::{Budget, Budgets};
use nexachart_template::{Error, Set, execute};
use nexachart_value::{Map, Value};

use super::EVALUATOR;
use super::datum::Datum;
use super::thread::{Ask, Reply};
use crate::exec_error::{self, marked};

/// From this depth on values are kept here and not handed over.
const DEPTH: usize = 100;

/// What a question takes besides, as handing over so many values.
const ANSWER: u64 = 50;

/// Answers for one template.
pub(super) struct Asked<'a> {
    set: &'a Rc<Set>,
    state: &'a mut State,
    budgets: Budgets,
    /// Values that the other thread knows by their numbers.
    kept: Vec<Value>,
    copied: u64,
}

impl<'a> Asked<'a> {
    pub fn new(set: &'a Rc<Set>, state: &'a mut State, budgets: Budgets, copied: u64) -> Asked<'a> {
        Asked { set, state, budgets, kept: Vec::new(), copied }
    }

    /// How many values have been handed over.
    pub fn copied(&self) -> u64 {
        self.copied
    }

    /// Keeps a value here.
    pub fn keep(&mut self, value: Value) -> Datum {
        let text = match &value {
            Value::Object(object) => object.string().or_else(|| object.addressed_string()),
            _ => None,
        };
        self.kept.push(value);
        Datum::Kept(self.kept.len() - 1, text.unwrap_or_else(|| b"(an object)".to_vec()))
    }

    /// Hands over a value of the context: those with charts in them stay.
    pub fn hand_over_shallow(&mut self, key: &[u8], value: &Value) -> Result<Datum, String> {
        match key {
            b"Subcharts" => Ok(self.keep(value.clone())),
            _ => self.hand_over(value, 0),
        }
    }

    fn hand_over(&mut self, value: &Value, depth: usize) -> Result<Datum, String> {
        self.copied += 1;
        self.budgets.check(Budget::Steps, self.copied).map_err(|exceeded| exceeded.to_string())?;
        Ok(match value {
            Value::Nil => Datum::Nil,
            Value::Bool(b) => Datum::Bool(*b),
            Value::Int(_, n) => Datum::Int(*n),
            Value::Uint(_, n) => i64::try_from(*n).map_or(Datum::Float(*n as f64), Datum::Int),
            Value::Float(_, n) => Datum::number(*n),
            Value::Complex(..) => self.keep(value.clone()),
            Value::String(text) | Value::Bytes(text) => Datum::Text(text.to_vec()),
            Value::List(_) | Value::Map(_) if depth >= DEPTH => self.keep(value.clone()),
            Value::List(items) => {
                let items: Result<_, String> =
                    items.iter().map(|item| self.hand_over(item, depth + 1)).collect();
                Datum::List(items?)
            }
            Value::Map(map) => {
                let mut entries = Vec::new();
                for (key, value) in map.to_vec() {
                    entries.push((key.to_vec(), self.hand_over(&value, depth + 1)?));
                }
                Datum::Map(entries)
            }
            Value::Object(_) => self.keep(value.clone()),
        })
    }

    /// The answer to a question.
    pub fn answer(&mut self, ask: Ask) -> Reply {
        self.copied += ANSWER;
        match ask {
            Ask::Call(name, args) => {
                let args: Vec<Value> = args.iter().map(|arg| arg.to_value(&self.kept)).collect();
                self.evaluate(name, args)
            }
            Ask::Method(of, name, args) => {
                let mut values = vec![self.value(of)];
                values.extend(args.iter().map(|arg| arg.to_value(&self.kept)));
                self.evaluate(&format!(".a0.{name}"), values)
            }
            Ask::Field(of, name) => match self.value(of) {
                Value::Map(map) => match map.get(name.as_bytes()) {
                    Some(value) => self.hand_over(&value, DEPTH - 1).map_err(plain),
                    None => Err(None),
                },
                value => self.evaluate(&format!(".a0.{name}"), vec![value]),
            },
            Ask::Done(_) => Ok(Datum::Nil),
        }
    }

    fn value(&self, number: usize) -> Value {
        self.kept.get(number).cloned().unwrap_or(Value::Nil)
    }

    /// What a function, or a method of the first argument, gives for arguments: as a Go template has it.
    fn evaluate(&mut self, callee: &str, args: Vec<Value>) -> Reply {
        let is_method = callee.starts_with('.');
        let (out, dot) = (Map::empty(), Map::empty());
        let mut text = format!("{{{{ $_ := set .out \"v\" ({callee}");
        for (number, arg) in args.into_iter().enumerate() {
            if number > 0 || !is_method {
                text.push_str(&format!(" .a{number}"));
            }
            dot.insert(format!("a{number}").as_str(), arg);
        }
        text.push_str(") }}");
        dot.insert("out", out.clone().into());
        let question = Map::empty();
        question.insert("text", text.as_str().into());
        question.insert("dot", dot.into());
        match execute(self.set, EVALUATOR, question.into(), self.state) {
            Ok(_) => self.hand_over(&out.get(b"v").unwrap_or(Value::Nil), 0).map_err(plain),
            Err(error) => Err(Some(reason(&error))),
        }
    }
}

fn plain(message: String) -> Option<(String, bool)> {
    Some((message, false))
}

/// What went wrong, without the places in what was evaluated here.
fn reason(error: &Error) -> (String, bool) {
    if let Some(message) = marked(error.message()) {
        return (String::from_utf8_lossy(message).into_owned(), true);
    }
    let level = error.chain().filter_map(|error| exec_error::level(error.message())).last();
    let bare = error.chain().last().filter(|last| !last.is_exec()).map(Error::message);
    let message = bare.filter(|text| !text.is_empty()).or(level.map(|level| level.message));
    (String::from_utf8_lossy(message.unwrap_or(error.message())).into_owned(), false)
}

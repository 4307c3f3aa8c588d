//! The thread on which minijinja runs.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::fmt::{self, Write};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Object, ObjectRepr, Rest, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value};
use nexachart_funcs::FAMILIES;
use nexachart_go::path;
use nexachart_source::{Budget, Budgets};

use super::datum::Datum;
use super::failure::{Failed, Kind, Spot};

/// How much stack it has: for what [`FUEL`] and [`RECURSION`] allow. It is reserved, and used only where it is needed.
const STACK: usize = 512 << 20;

/// So many steps of a Go template are one instruction here. Each may add a level to a nested value, and dropping such a
/// value takes stack for each level.
const FUEL: u64 = 8;

/// How deep templates and macros may call each other.
const RECURSION: usize = 200;

/// The longest text that is printed at once, in bytes.
const LONGEST: usize = 16 << 20;

/// How deep values may nest that functions are given.
const DEPTH: usize = 1000;

/// A template to be rendered, and what it sees.
#[derive(Debug)]
pub(super) struct Job {
    pub name: String,
    pub context: Vec<(Vec<u8>, Datum)>,
}

/// What the thread asks for, and at last what it has made.
#[derive(Debug)]
pub(super) enum Ask {
    /// A function with arguments.
    Call(&'static str, Vec<Datum>),
    /// A method of a value that was kept.
    Method(usize, String, Vec<Datum>),
    /// A field of one.
    Field(usize, String),
    /// The template has ended.
    Done(Result<Vec<u8>, Failed>),
}

/// An answer; or what went wrong, if there is anything to say of that, and whether it was `fail` that said so.
pub(super) type Reply = Result<Datum, Option<(String, bool)>>;

impl From<String> for Failed {
    fn from(message: String) -> Failed {
        Failed { kind: Kind::Exec, message, spots: Vec::new() }
    }
}

/// Starts the thread. It ends when there can be no more jobs. `files` are the templates with the folders that they
/// see.
pub(super) fn start(
    files: BTreeMap<String, (String, String)>,
    budgets: Budgets,
    jobs: Receiver<Job>,
    asks: Sender<Ask>,
    replies: Receiver<Reply>,
) -> io::Result<()> {
    let work = move || {
        let link = Arc::new(Link { asks: Mutex::new(asks.clone()), replies: Mutex::new(replies) });
        let mut environment = environment(files, &link);
        let mut fuel = budgets[Budget::Steps] / FUEL;
        while let Ok(job) = jobs.recv() {
            environment.set_fuel(Some(fuel));
            let rendered =
                catch_unwind(AssertUnwindSafe(|| render(&environment, job, &link, &budgets, &mut fuel)));
            let rendered = rendered.unwrap_or_else(|_| Err("minijinja failed".to_string().into()));
            if asks.send(Ask::Done(rendered)).is_err() {
                break;
            }
        }
    };
    std::thread::Builder::new().name("jinja".into()).stack_size(STACK).spawn(work).map(drop)
}

/// The way to the thread that has the values.
#[derive(Debug)]
struct Link {
    asks: Mutex<Sender<Ask>>,
    replies: Mutex<Receiver<Reply>>,
}

impl Link {
    fn ask(self: &Arc<Link>, ask: Ask) -> Result<Value, Error> {
        let gone = || Error::new(ErrorKind::InvalidOperation, "the render has ended");
        self.asks.lock().unwrap_or_else(PoisonError::into_inner).send(ask).map_err(|_| gone())?;
        let reply = self.replies.lock().unwrap_or_else(PoisonError::into_inner).recv().map_err(|_| gone())?;
        match reply {
            Ok(datum) => Ok(self.value(datum)),
            Err(None) => Ok(Value::UNDEFINED),
            // Their texts are marked for `failed` to know them.
            Err(Some((message, true))) => {
                Err(Error::new(ErrorKind::InvalidOperation, message).with_source(Deliberate))
            }
            Err(Some((message, false))) => Err(Error::new(ErrorKind::InvalidOperation, message)),
        }
    }

    fn value(self: &Arc<Link>, datum: Datum) -> Value {
        match datum {
            Datum::Nil => Value::from(()),
            Datum::Bool(b) => b.into(),
            Datum::Int(n) => n.into(),
            Datum::Float(n) => n.into(),
            Datum::Text(text) => text_value(text),
            Datum::List(items) => items.into_iter().map(|item| self.value(item)).collect(),
            Datum::Map(entries) => Value::from_pairs(
                entries.into_iter().map(|(key, value)| (text_value(key), self.value(value))),
            ),
            Datum::Kept(number, text) => {
                let text = String::from_utf8_lossy(&text).into_owned();
                Value::from_object(Remote { number, text, link: self.clone() })
            }
        }
    }
}

fn text_value(text: Vec<u8>) -> Value {
    match String::from_utf8(text) {
        Ok(text) => text.into(),
        Err(error) => Value::from_bytes(error.into_bytes()),
    }
}

/// `fail` or `required` said so.
#[derive(Debug)]
struct Deliberate;

impl fmt::Display for Deliberate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the template says so")
    }
}

impl std::error::Error for Deliberate {}

/// A value that stayed where it is.
#[derive(Debug)]
struct Remote {
    number: usize,
    text: String,
    link: Arc<Link>,
}

impl Object for Remote {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let name = key.as_str().filter(|name| is_name(name))?;
        self.link.ask(Ask::Field(self.number, name.to_string())).ok()
    }

    fn call_method(
        self: &Arc<Self>,
        _: &mut State<'_, '_>,
        name: &str,
        args: &[Value],
    ) -> Result<Value, Error> {
        if !is_name(name) {
            return Err(ErrorKind::UnknownMethod.into());
        }
        self.link.ask(Ask::Method(self.number, name.to_string(), data(args)?))
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Whether it can stand in a template.
fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

fn data(values: &[Value]) -> Result<Vec<Datum>, Error> {
    values.iter().map(|value| datum(value, 0)).collect()
}

fn datum(value: &Value, depth: usize) -> Result<Datum, Error> {
    if value.is_kwargs() {
        return Err(Error::new(ErrorKind::InvalidOperation, "functions of Helm have no named arguments"));
    }
    if depth > DEPTH {
        return Err(Error::new(ErrorKind::InvalidOperation, "an argument nests too deep"));
    }
    if let Some(remote) = value.downcast_object_ref::<Remote>() {
        return Ok(Datum::Kept(remote.number, Vec::new()));
    }
    Ok(match value.kind() {
        ValueKind::Undefined | ValueKind::None => Datum::Nil,
        ValueKind::Bool => Datum::Bool(value.is_true()),
        ValueKind::Number => match value.as_i64().filter(|_| value.is_integer()) {
            Some(n) => Datum::Int(n),
            None => Datum::Float(f64::try_from(value.clone())?),
        },
        ValueKind::Seq | ValueKind::Iterable => {
            Datum::List(value.try_iter()?.map(|item| datum(&item, depth + 1)).collect::<Result<_, _>>()?)
        }
        ValueKind::Map => {
            let mut entries = Vec::new();
            for key in value.try_iter()? {
                entries.push((key.to_string().into_bytes(), datum(&value.get_item(&key)?, depth + 1)?));
            }
            Datum::Map(entries)
        }
        _ => match value.as_bytes() {
            Some(bytes) => Datum::Text(bytes.to_vec()),
            None => Datum::Text(value.to_string().into_bytes()),
        },
    })
}

/// minijinja with the functions of Helm, as functions and filters; Jinja's own names win.
fn environment(files: BTreeMap<String, (String, String)>, link: &Arc<Link>) -> Environment<'static> {
    let mut environment = Environment::new();
    // It shows addresses.
    environment.remove_global("debug");
    let globals: Vec<String> = environment.globals().map(|(name, _)| name.to_string()).collect();
    let names = FAMILIES.iter().flat_map(|(_, funcs)| *funcs);
    for name in names.flat_map(|func| func.aliases.iter().chain([&func.name])) {
        let name: &'static str = name;
        if !globals.iter().any(|global| global == name) {
            let link = link.clone();
            environment.add_function(name, move |args: Rest<Value>| link.ask(Ask::Call(name, data(&args)?)));
        }
        if !has_filter(&environment, name) {
            let link = link.clone();
            environment.add_filter(name, move |piped: Value, args: Rest<Value>| {
                let mut args = args.0;
                args.push(piped);
                link.ask(Ask::Call(name, data(&args)?))
            });
        }
    }
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_formatter(print);
    environment.set_recursion_limit(RECURSION);
    // A tag that has a line of its own leaves nothing of that line.
    let syntax =
        SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
    environment.set_syntax(syntax.unwrap_or_default());
    environment.set_debug(true);
    let bases: BTreeMap<String, String> =
        files.iter().map(|(name, (base, _))| (name.clone(), base.clone())).collect();
    environment.set_path_join_callback(move |name, parent| match bases.get(parent) {
        // What leads out of the chart's templates has no name that is known.
        Some(base) => {
            String::from_utf8_lossy(&path::join(&[base.as_bytes(), name.as_bytes()])).into_owned().into()
        }
        None => name.into(),
    });
    let folders = files.clone();
    environment.set_loader(move |name| Ok(folders.get(name).map(|(_, text)| text.clone())));
    environment
}

fn has_filter(environment: &Environment<'_>, name: &str) -> bool {
    match environment.render_str(&format!("{{{{ 1|{name} }}}}"), ()) {
        Ok(_) => true,
        Err(error) => error.kind() != ErrorKind::UnknownFilter,
    }
}

/// Scalars are printed as YAML has them, lists and maps in its flow style.
fn print(out: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    // Blocks are captured as texts: without a bound they would double, too.
    if value.as_bytes().is_some_and(|text| text.len() > LONGEST) {
        return Err(Error::new(ErrorKind::InvalidOperation, "a text is too long to be printed at once"));
    }
    let printed = match value.kind() {
        ValueKind::Undefined => {
            return Err(Error::from(ErrorKind::UndefinedError));
        }
        ValueKind::None => out.write_str("null"),
        ValueKind::Bool => write!(out, "{}", value.is_true()),
        ValueKind::Number if !value.is_integer() => match f64::try_from(value.clone()) {
            Ok(n) => write!(out, "{n}"),
            Err(_) => write!(out, "{value}"),
        },
        ValueKind::Seq | ValueKind::Map | ValueKind::Iterable => {
            let mut text = String::new();
            flow(&mut text, value, 0)?;
            out.write_str(&text)
        }
        _ => match value.as_bytes() {
            Some(bytes) => out.write_str(&String::from_utf8_lossy(bytes)),
            None => write!(out, "{value}"),
        },
    };
    printed.map_err(|_| Error::new(ErrorKind::WriteFailure, "too much output"))
}

/// JSON, which is YAML too.
fn flow(text: &mut String, value: &Value, depth: usize) -> Result<(), Error> {
    if depth > DEPTH {
        return Err(Error::new(ErrorKind::InvalidOperation, "a value nests too deep to be printed"));
    }
    match value.kind() {
        ValueKind::Undefined | ValueKind::None => text.push_str("null"),
        ValueKind::Bool | ValueKind::Number => {
            let _ = match f64::try_from(value.clone()) {
                Ok(n) if value.is_number() && !value.is_integer() => write!(text, "{n}"),
                _ => write!(text, "{}", value.to_string().to_lowercase()),
            };
        }
        ValueKind::Seq | ValueKind::Iterable => {
            text.push('[');
            for (at, item) in value.try_iter()?.enumerate() {
                text.push_str(if at > 0 { "," } else { "" });
                flow(text, &item, depth + 1)?;
            }
            text.push(']');
        }
        ValueKind::Map => {
            text.push('{');
            for (at, key) in value.try_iter()?.enumerate() {
                text.push_str(if at > 0 { "," } else { "" });
                quote(text, &key.to_string());
                text.push(':');
                flow(text, &value.get_item(&key)?, depth + 1)?;
            }
            text.push('}');
        }
        _ => quote(text, &value.to_string()),
    }
    Ok(())
}

fn quote(text: &mut String, value: &str) {
    text.push_str(&serde_json::Value::from(value).to_string());
}

fn render(
    environment: &Environment<'_>,
    job: Job,
    link: &Arc<Link>,
    budgets: &Budgets,
    fuel: &mut u64,
) -> Result<Vec<u8>, Failed> {
    let context: Value = link.value(Datum::Map(job.context));
    let mut out = Bounded { text: Vec::new(), most: budgets[Budget::Output] };
    let template = environment.get_template(&job.name).map_err(|error| failed(&error, budgets))?;
    let captured = template.render_captured_to(context, &mut out).map_err(|error| failed(&error, budgets))?;
    if let Some((_, left)) = captured.state().fuel_levels() {
        *fuel = left;
    }
    drop(captured);
    Ok(out.text)
}

/// What is printed, as long as it is not too much.
struct Bounded {
    text: Vec<u8>,
    most: u64,
}

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if (self.text.len() + bytes.len()) as u64 > self.most {
            return Err(io::Error::other("too much output"));
        }
        self.text.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The innermost error, and the places on the way to it.
fn failed(error: &Error, budgets: &Budgets) -> Failed {
    let mut chain = vec![error];
    let mut deliberate = false;
    let mut next = error.source();
    while let Some(source) = next {
        deliberate |= source.is::<Deliberate>();
        chain.extend(source.downcast_ref::<Error>());
        next = source.source();
    }
    let mut spots = Vec::new();
    for error in chain.iter().rev() {
        if let (Some(name), Some(line)) = (error.name(), error.line()) {
            spots.push(Spot { name: name.to_string(), line, offset: error.range().map(|range| range.start) });
        }
    }
    let inner = chain.last().unwrap_or(&error);
    let message = match (inner.kind(), inner.detail()) {
        (ErrorKind::OutOfFuel, _) => budgets.exceeded(Budget::Steps).to_string(),
        (ErrorKind::WriteFailure, _) => budgets.exceeded(Budget::Output).to_string(),
        (ErrorKind::InvalidOperation | ErrorKind::SyntaxError, Some(detail)) => detail.to_string(),
        (kind, Some(detail)) => format!("{kind}: {detail}"),
        (kind, None) => kind.to_string(),
    };
    let kind = match inner.kind() {
        _ if deliberate => Kind::Fail,
        ErrorKind::SyntaxError => Kind::Parse,
        _ => Kind::Exec,
    };
    Failed { kind, message, spots }
}

//! YAML by `libyaml-safer`: its events as text, and the values of simple documents composed from them.
//!
//! Go's reader and that crate both come from libyaml, and differ in a few known places. [`known_difference`] names
//! them; there Go is right, and the tests of `compiler/value` hold our reader to it.

use std::panic::{self, AssertUnwindSafe};

use libyaml_safer::{ErrorKind, Event, EventData, Parser, ScalarStyle};
use nexachart_value::yaml::{self, EventKind, Resolved, Style, resolve};
use nexachart_value::{Map, Value};

/// What a reader made of a text: its events, and whether it refused the rest, with the problem.
#[derive(Debug, PartialEq)]
pub struct Transcript {
    /// One line an event.
    pub events: Vec<String>,
    /// The reader's words.
    pub error: Option<String>,
    /// Whether the reader or the scanner of `libyaml-safer` said them. They look further ahead than Go's, so an error behind the
    /// place of another one can come first.
    pub ahead: bool,
}

/// Where Go and `libyaml-safer` are known to differ.
pub fn known_difference(text: &[u8]) -> Option<&'static str> {
    let has = |what: &[u8]| text.windows(what.len()).any(|part| part == what);
    if std::str::from_utf8(text).is_err() || has(b"\0") || has(b"\xef") {
        return Some("encodings and marks of byte order are refused at other places");
    }
    if has(b"%") {
        return Some("Go takes YAML 1.1 alone, and refuses other directives in other words");
    }
    if has(b"\\") {
        return Some("Go does not know the escape \\/, and knows \\'");
    }
    if has(b"!") {
        return Some("Go ends tags in other places, and libyaml-safer panics on some");
    }
    if has(b"?") {
        return Some("Go takes other complex keys in brackets");
    }
    if has(b":,") || has(b":]") || has(b":}") || has(b":[") || has(b":{") {
        return Some("in brackets, Go ends a plain text in other places");
    }
    let mut dense = text.iter().filter(|b| !b.is_ascii_whitespace()).peekable();
    while let Some(b) = dense.next() {
        if b"[{".contains(b) && dense.peek().is_some_and(|next| b"]}#:,".contains(next)) {
            return Some(
                "Go forgets that brackets without a text in them can be a key (scannerc.go: decrease_flow_level)",
            );
        }
    }
    None
}

/// The events of our reader.
pub fn ours(text: &[u8]) -> Transcript {
    let mut events = Vec::new();
    let done = yaml::events(text, |parser, event| {
        let text = |text| String::from_utf8_lossy(parser.text(text)).into_owned();
        let anchor = text(event.anchor);
        events.push(match event.kind {
            EventKind::StreamStart | EventKind::StreamEnd => return Ok(()),
            EventKind::DocumentStart => "document".into(),
            EventKind::DocumentEnd => "end of document".into(),
            EventKind::Alias => format!("*{anchor}"),
            EventKind::Scalar { value, style, .. } => format!("&{anchor} {style:?} {:?}", text(value)),
            EventKind::SequenceStart(layout) => format!("&{anchor} sequence {layout:?}"),
            EventKind::SequenceEnd => "end of sequence".into(),
            EventKind::MappingStart(layout) => format!("&{anchor} mapping {layout:?}"),
            EventKind::MappingEnd => "end of mapping".into(),
        });
        Ok(())
    });
    Transcript { events, error: done.err().map(|error| error.message().to_string()), ahead: false }
}

/// The events of `libyaml-safer`; `None` where it panics.
pub fn theirs(text: &[u8]) -> Option<Transcript> {
    quietly(|| {
        let mut input = text;
        let mut parser = Parser::new();
        parser.set_input_string(&mut input);
        let mut events = Vec::new();
        loop {
            match parser.parse() {
                Ok(Event { data: EventData::StreamEnd, .. }) => {
                    return Transcript { events, error: None, ahead: false };
                }
                Ok(event) => events.extend(line(event.data)),
                Err(error) => {
                    let ahead = matches!(error.kind(), ErrorKind::Scanner | ErrorKind::Reader);
                    return Transcript { events, error: Some(error.problem().to_string()), ahead };
                }
            }
        }
    })
}

fn line(event: EventData) -> Option<String> {
    let anchor = |anchor: Option<String>| anchor.unwrap_or_default();
    Some(match event {
        EventData::StreamStart { .. } | EventData::StreamEnd => return None,
        EventData::DocumentStart { .. } => "document".into(),
        EventData::DocumentEnd { .. } => "end of document".into(),
        EventData::Alias { anchor } => format!("*{anchor}"),
        EventData::Scalar { anchor: name, value, style, .. } => {
            let style = match style {
                ScalarStyle::SingleQuoted => Style::SingleQuoted,
                ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
                ScalarStyle::Literal => Style::Literal,
                ScalarStyle::Folded => Style::Folded,
                _ => Style::Plain,
            };
            format!("&{} {style:?} {value:?}", anchor(name))
        }
        EventData::SequenceStart { anchor: name, style, .. } => {
            format!("&{} sequence {style:?}", anchor(name))
        }
        EventData::SequenceEnd => "end of sequence".into(),
        EventData::MappingStart { anchor: name, style, .. } => format!("&{} mapping {style:?}", anchor(name)),
        EventData::MappingEnd => "end of mapping".into(),
    })
}

/// The value of the first document, composed from the events of `libyaml-safer`, where it has neither aliases nor
/// tags, and all keys are texts, each there once.
pub fn value(text: &[u8]) -> Option<Value> {
    enum Open {
        Sequence(Vec<Value>),
        Mapping(Map, Option<Value>),
    }
    quietly(|| {
        let mut input = text;
        let mut parser = Parser::new();
        parser.set_input_string(&mut input);
        let mut open: Vec<Open> = Vec::new();
        loop {
            let done = match parser.parse().ok()?.data {
                EventData::StreamStart { .. } | EventData::DocumentStart { .. } => continue,
                EventData::Scalar { tag: None, value, style, .. } => match style {
                    ScalarStyle::Plain if value == "<<" => return None,
                    ScalarStyle::Plain => scalar(&value)?,
                    _ => Value::from(value),
                },
                EventData::SequenceStart { tag: None, .. } => {
                    open.push(Open::Sequence(Vec::new()));
                    continue;
                }
                EventData::MappingStart { tag: None, .. } => {
                    open.push(Open::Mapping(Map::empty(), None));
                    continue;
                }
                EventData::SequenceEnd | EventData::MappingEnd => match open.pop()? {
                    Open::Sequence(items) => Value::list(items),
                    Open::Mapping(map, _) => Value::Map(map),
                },
                _ => return None,
            };
            match open.last_mut() {
                None => return Some(done),
                Some(Open::Sequence(items)) => items.push(done),
                Some(Open::Mapping(map, key)) => match key.take() {
                    None => *key = Some(done),
                    Some(Value::String(key)) if !map.contains(&key) => map.insert(key, done),
                    Some(_) => return None,
                },
            }
        }
    })
    .flatten()
}

fn scalar(text: &str) -> Option<Value> {
    Some(match resolve(text.as_bytes()) {
        Resolved::Null => Value::Nil,
        Resolved::Bool(value) => Value::Bool(value),
        Resolved::Int(value) => Value::float(value as f64),
        Resolved::Uint(value) => Value::float(value as f64),
        Resolved::Float(value) if value.is_finite() => Value::float(value),
        Resolved::Float(_) => return None,
        Resolved::String | Resolved::Timestamp => Value::from(text),
    })
}

/// Runs something that may panic, which is not a finding.
fn quietly<T>(run: impl FnOnce() -> T) -> Option<T> {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let done = panic::catch_unwind(AssertUnwindSafe(run));
    panic::set_hook(hook);
    done.ok()
}

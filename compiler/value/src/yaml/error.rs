//! Errors of the YAML reader, in go-yaml's words.

use std::fmt;

use nexachart_source::Exceeded;

/// A place in the text, in bytes: `start..end`.
///
/// Offsets count from the start of the text that was given; for UTF-16 input, from the start of its
/// UTF-8 form without the byte order mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// What went wrong. Its text is the one that go-yaml (or, for the JSON half of sigs.k8s.io/yaml,
/// `encoding/json`) gives, without the words that sigs.k8s.io/yaml puts before it.
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Inner>);

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    message: String,
    stage: Stage,
    offset: Option<u32>,
    context: Option<u32>,
    exceeded: Option<Exceeded>,
}

/// Which half of sigs.k8s.io/yaml's `Unmarshal` an error comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading YAML and turning it into JSON.
    Convert,
    /// Reading that JSON.
    Decode,
}

impl Error {
    /// An error of the YAML half; `message` is all of its text.
    pub fn convert(message: impl Into<String>) -> Error {
        Error(Box::new(Inner {
            message: message.into(),
            stage: Stage::Convert,
            offset: None,
            context: None,
            exceeded: None,
        }))
    }

    /// An error of the JSON half; `message` is all of its text, such as
    /// `json: cannot unmarshal array into Go value of type map[string]interface {}`.
    pub fn decode(message: impl Into<String>) -> Error {
        Error(Box::new(Inner {
            message: message.into(),
            stage: Stage::Decode,
            offset: None,
            context: None,
            exceeded: None,
        }))
    }

    /// The budget that is used up, if that is what is wrong.
    pub fn exceeded(&self) -> Option<Exceeded> {
        self.0.exceeded
    }

    /// The same error, with the place it stands at.
    pub fn at(mut self, offset: u32) -> Error {
        self.0.offset = Some(offset);
        self
    }

    /// The byte at which began what was being read, where there is one.
    pub(super) fn context(&self) -> Option<u32> {
        self.0.context
    }

    /// The byte at which it should be mended, where that is known.
    pub fn offset(&self) -> Option<u32> {
        self.0.offset
    }

    /// The half it comes from.
    pub fn stage(&self) -> Stage {
        self.0.stage
    }

    /// The text without sigs.k8s.io/yaml's prefix: `yaml: line 2: did not find expected key`.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The text without the line either: `did not find expected key`.
    pub fn reason(&self) -> &str {
        let text = self.message();
        let rest = text.strip_prefix("yaml: ").unwrap_or(text);
        let number = |rest: &'_ str| rest.find(|c: char| !c.is_ascii_digit());
        let after = rest.strip_prefix("line ").and_then(|rest| rest.get(number(rest)?..));
        after.and_then(|rest| rest.strip_prefix(": ")).unwrap_or(rest)
    }

    /// The line that the text names, if it does: sometimes the one above the fault.
    pub fn line(&self) -> Option<usize> {
        self.message().strip_prefix("yaml: line ")?.split(':').next()?.parse().ok()
    }
}

/// The text as sigs.k8s.io/yaml's `Unmarshal` gives it (yaml.go: unmarshal, jsonUnmarshal).
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0.stage {
            Stage::Convert => "error converting YAML to JSON: ",
            Stage::Decode => "error unmarshaling JSON: while decoding JSON: ",
        })?;
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.to_string())
    }
}

impl std::error::Error for Error {}

impl From<Exceeded> for Error {
    fn from(exceeded: Exceeded) -> Error {
        let mut error = Error::convert(exceeded.to_string());
        error.0.exceeded = Some(exceeded);
        error
    }
}

/// The layer of the reader that refused, which decides how the line is counted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Layer {
    Scanner,
    Parser,
}

/// The error at `problem` (offset, line from 0), met while reading something that began at `context`.
///
/// go-yaml (decode.go: fail) prints the line from 0 for the parser's errors, from 1 for the scanner's,
/// and none at all where it would be the first line.
pub(super) fn grammar(layer: Layer, text: &str, problem: (u32, u32), context: (u32, u32)) -> Error {
    let line = match problem.1 {
        0 => context.1,
        line if layer == Layer::Scanner => line + 1,
        line => line,
    };
    let message = if line == 0 { format!("yaml: {text}") } else { format!("yaml: line {line}: {text}") };
    let mut error = Error::convert(message).at(problem.0);
    error.0.context = Some(context.0);
    error
}

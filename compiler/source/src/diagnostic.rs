//! What is reported: data until it is printed.

use std::fmt;

use crate::Span;

/// One finding: an error, a warning or a remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its stable name, for documentation and exemptions (`chart/deprecated`).
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong: Helm's text where Helm has one, without `Error: `.
    pub message: String,
    /// Where.
    pub primary: Option<Span>,
    /// Other places that matter, with what is to be said about each.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
    /// The line that Helm logs for it (`level=WARN msg="…"`), if it logs one.
    pub log: Option<String>,
}

/// A place with a remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// The remark.
    pub message: String,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Only for who looks for it (`--debug`).
    Debug,
    /// Good to know.
    Info,
    /// Probably not meant.
    Warning,
    /// There is no product.
    Error,
}

impl Diagnostic {
    /// A finding without a place.
    pub fn new(code: &'static str, severity: Severity, message: impl Into<String>) -> Diagnostic {
        let message = message.into();
        Diagnostic { code, severity, message, primary: None, labels: Vec::new(), help: None, log: None }
    }

    /// An error without a place.
    pub fn error(code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, Severity::Error, message)
    }

    /// The same with a place.
    pub fn at(mut self, span: Span) -> Diagnostic {
        self.primary = Some(span);
        self
    }

    /// The same with the line that Helm logs.
    pub fn logged(mut self, line: impl Into<String>) -> Diagnostic {
        self.log = Some(line.into());
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Diagnostic {}

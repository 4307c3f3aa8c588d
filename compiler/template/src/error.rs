//! Errors of an execution, with the chain that Go's `errors.Unwrap` would walk.

use std::fmt;

use nexachart_source::{Budget, Exceeded};

use crate::Fault;

/// An error while a template is executed: a bare message, or a message about another error that the
/// message repeats (Go's `%w`). Function bodies make bare ones; the evaluator adds the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Box<Inner>);

/// In a box, so that what can fail gives back no more than a pointer beside its result.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    message: Vec<u8>,
    kind: Kind,
    /// How long this message and those of the causes are together, in bytes.
    told: u32,
    fault: Option<Fault>,
    cause: Option<Error>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Plain,
    Exec,
    /// A budget is used up. Found by a function, which knows no place, or with its place.
    Bare(Budget),
    Budget(Budget),
    /// An ordinary error that a budget is behind.
    About(Budget),
}

/// An error whose messages are longer than this together goes up as it is: told by each level, they grow with the square
/// of the depth. Go lets them.
const MAX_TOLD: u32 = 64 << 20;

impl Error {
    /// An ordinary error, as a function returns it.
    pub fn new(message: impl Into<Vec<u8>>) -> Error {
        Error::of(message.into(), Kind::Plain, None)
    }

    /// An error that wraps another one; `message` holds the text of `cause`.
    pub fn wrap(message: impl Into<Vec<u8>>, cause: Error) -> Error {
        Error::of(message.into(), Kind::Plain, Some(cause))
    }

    /// An error of the evaluator (Go's `template.ExecError`).
    pub(crate) fn exec(message: Vec<u8>, cause: Option<Error>) -> Error {
        Error::of(message, Kind::Exec, cause)
    }

    fn of(message: Vec<u8>, kind: Kind, cause: Option<Error>) -> Error {
        let below = cause.as_ref().map_or(0, |cause| cause.0.told);
        let told = below.saturating_add(message.len().try_into().unwrap_or(u32::MAX));
        Error(Box::new(Inner { message, kind, told, fault: None, cause }))
    }

    /// The same error as one of a budget that is used up.
    pub(crate) fn into_budget(mut self, budget: Budget) -> Error {
        self.0.kind = Kind::Budget(budget);
        self
    }

    /// The same error, which goes its way as any other one does, but tells of a budget.
    pub fn about(mut self, budget: Budget) -> Error {
        self.0.kind = Kind::About(budget);
        self
    }

    /// The same error with what went wrong.
    pub fn because(mut self, fault: Fault) -> Error {
        self.0.fault = Some(fault);
        self
    }

    /// What went wrong: of an error and its causes, what the innermost one says that says something.
    pub fn fault(&self) -> Option<&Fault> {
        self.chain().filter_map(|error| error.0.fault.as_ref()).last()
    }

    /// The budget that is used up, if that is what it is about.
    pub fn budget(&self) -> Option<Budget> {
        self.chain().find_map(|error| match error.0.kind {
            Kind::Bare(budget) | Kind::Budget(budget) | Kind::About(budget) => Some(budget),
            Kind::Plain | Kind::Exec => None,
        })
    }

    /// The budget of an error that has no place yet.
    pub(crate) fn bare_budget(&self) -> Option<Budget> {
        match self.0.kind {
            Kind::Bare(budget) => Some(budget),
            _ => None,
        }
    }

    /// Whether a budget is used up. That ends the render: no function makes a value of it.
    pub fn is_budget(&self) -> bool {
        matches!(self.0.kind, Kind::Bare(_) | Kind::Budget(_))
    }

    /// Whether it has its place and goes up without a word from the levels it passes: a budget is used up, which may
    /// happen very deep, or all its levels have said is too long already.
    pub fn is_final(&self) -> bool {
        match self.0.kind {
            Kind::Budget(_) => true,
            Kind::Exec => self.0.told > MAX_TOLD,
            Kind::Plain | Kind::Bare(_) | Kind::About(_) => false,
        }
    }

    /// The whole text, with that of the causes in it.
    pub fn message(&self) -> &[u8] {
        &self.0.message
    }

    /// The error that this one is about.
    pub fn cause(&self) -> Option<&Error> {
        self.0.cause.as_ref()
    }

    /// Whether the evaluator made it.
    pub fn is_exec(&self) -> bool {
        matches!(self.0.kind, Kind::Exec | Kind::Budget(_))
    }

    /// This error and its causes, outermost first.
    pub fn chain(&self) -> impl Iterator<Item = &Error> {
        std::iter::successors(Some(self), |e| e.cause())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.0.message))
    }
}

impl std::error::Error for Error {}

/// A budget is used up: this goes up to the end of the render, whoever would catch it.
impl From<Exceeded> for Error {
    fn from(exceeded: Exceeded) -> Error {
        Error::of(exceeded.to_string().into_bytes(), Kind::Bare(exceeded.budget), None)
    }
}

impl From<String> for Error {
    fn from(message: String) -> Error {
        Error::new(message)
    }
}

impl From<&str> for Error {
    fn from(message: &str) -> Error {
        Error::new(message)
    }
}

impl From<Vec<u8>> for Error {
    fn from(message: Vec<u8>) -> Error {
        Error::new(message)
    }
}

//! The evaluator.

use std::any::Any;
use std::collections::HashMap;
use std::rc::Rc;

use nexachart_value::{Str, Value};

use crate::{Error, Tree};

/// What the functions of a table keep or need beyond their arguments; the table's own type behind it.
pub trait Host: Any {
    /// For the functions to find their own type again.
    fn as_any_mut(&mut self) -> &mut dyn Any;
}

/// What a function's body can ask of the evaluator.
pub trait Call {
    /// Executes the template of that name (Go: Template.ExecuteTemplate).
    fn execute_template(&mut self, name: &[u8], data: Value) -> Result<Vec<u8>, Error>;

    /// Parses a text as a template in a copy of the current set, and executes it there: what it
    /// defines is seen by what it calls, and is forgotten afterwards. The first error is the parser's
    /// text, the second that of the execution.
    fn execute_text(&mut self, text: &Str, data: Value) -> Result<Result<Vec<u8>, Error>, Vec<u8>>;

    /// What the function table brought along.
    fn host(&mut self) -> &mut dyn Host;
}

/// What a missing map key gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingKey {
    /// The zero value of the map's element type.
    Zero,
    /// An error.
    Error,
}

/// A template, ready to be executed on this thread.
pub type Template = Rc<Tree>;

/// The templates that can call each other by name.
#[derive(Default)]
pub struct Set {
    templates: HashMap<Box<[u8]>, Template>,
}

/// Executes.
pub fn execute(set: &Set, name: &[u8], data: Value, host: &mut dyn Host) -> Result<Vec<u8>, Error> {
    let _ = (set.templates.get(name), data, host);
    Err(Error::new("not yet"))
}

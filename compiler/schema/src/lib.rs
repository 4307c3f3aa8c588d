//! JSON Schema: values.schema.json, with Helm's texts.
//!
//! A schema and the values become documents (`document`). From the first, `compile` makes compiled schemas (`schema`)
//! after `metaschema` has allowed it; `check` applies them to the second and finds violations (`violation`), which are
//! told as Helm tells them.
//!
//! Drafts 4, 6, 7, 2019-09 and 2020-12 (which is meant where nothing else is said) are what Helm's library makes of
//! them. Formats are asserted up to draft 7, contents never; patterns are Go's.
//!
//! # DIFFERENCE
//!
//! - Nothing is loaded from the network unless the caller's [`Load`] does it; [`Local`] refuses, and reads regular files
//!   of the chart's repository only.
//! - Schemas and values that are nested too deeply (1,000 schemas at work at once), or take too long to check (some
//!   10,000,000 steps), are errors. Helm would go on.
//! - A `multipleOf` of more than 400 digits divides nothing.

mod check;
mod compile;
mod document;
mod draft;
mod format;
mod json;
mod keyword;
mod load;
mod location;
mod message;
mod metaschema;
mod number;
mod path;
mod root;
mod rules;
mod schema;
#[cfg(test)]
mod tests;
mod values;
mod violation;

use std::fmt;

use nexachart_source::Budgets;
use nexachart_value::Map;

use check::{Check, Failure, Resources};
use compile::{Compiler, Formats};
use document::Document;
use load::Library;
pub use load::{Load, Local};

/// The name of the schema of a chart, to which what it refers to is relative.
const URL: &str = "file:///values.schema.json";

/// Checks values against the text of a values.schema.json (Helm: pkg/chart/common/util/jsonschema.go
/// ValidateAgainstSingleSchema, over github.com/santhosh-tekuri/jsonschema/v6).
///
/// # Errors
/// Helm's text. What the schema does not allow is told on lines that begin with `- at`, and ends with a line end; what
/// is wrong with the schema itself does not.
///
/// Where Helm tells several things in the order of a Go map, which is any, they come in byte order of the keys.
///
/// ```
/// use nexachart_schema::{Local, validate};
/// use nexachart_source::Memory;
/// use nexachart_value::{Map, Value};
///
/// let world = Memory::default();
/// let schema = br#"{"properties": {"replicas": {"type": "integer", "maximum": 1000}}, "required": ["image"]}"#;
/// let values = Map::empty();
/// values.insert("replicas", Value::float(5000.0));
/// assert_eq!(
///     validate(schema, &values, &Local::new(&world, None)).unwrap_err().to_string(),
///     "- at '': missing property 'image'\n- at '/replicas': maximum: got 5,000, want 1,000\n"
/// );
/// values.insert("replicas", Value::float(1.0));
/// values.insert("image", Value::from("nginx"));
/// assert!(validate(schema, &values, &Local::new(&world, None)).is_ok());
/// ```
pub fn validate(schema: &[u8], values: &Map, loader: &dyn Load) -> Result<(), Error> {
    validate_within(schema, values, loader, &Budgets::default())
}

/// [`validate`] with other than the default budgets.
pub fn validate_within(
    schema: &[u8],
    values: &Map,
    loader: &dyn Load,
    budgets: &Budgets,
) -> Result<(), Error> {
    let document = json::read(schema).map_err(Error::NotJson)?;
    check(document, values, loader, budgets).map_err(Error::Refused)
}

/// Why values do not fit, in Helm's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// The schema is not JSON.
    NotJson(String),
    /// It is no schema, or the values are against it.
    Refused(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Error::NotJson(text) | Error::Refused(text)) = self;
        f.write_str(text)
    }
}

impl std::error::Error for Error {}

fn check(schema: Document, values: &Map, loader: &dyn Load, budgets: &Budgets) -> Result<(), String> {
    let mut library = Library::new(loader);
    library.add(URL.as_bytes(), schema);
    let mut compiler = Compiler::new(library, Formats::Vocabulary);
    let first = compiler.compile(URL.as_bytes())?;
    let (schemas, regexps) = compiler.finish();
    let values = values::read(values);
    let resources = Resources::default();
    let check = Check::new(&schemas, &[], &values, &regexps, &resources).within(budgets);
    check.run(first, document::ROOT, None).map_err(|failure| match failure {
        // Helm cuts this head off, and adds the end of the line.
        Failure::Invalid(text) => {
            let head = format!("jsonschema validation failed with '{URL}#'\n");
            format!("{}\n", text.strip_prefix(&*head).unwrap_or(&text))
        }
        Failure::Stopped(text) => text,
    })
}

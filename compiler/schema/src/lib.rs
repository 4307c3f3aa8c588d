//! JSON Schema: values.schema.json, with Helm's texts.

mod check;
mod compile;
mod document;
mod draft;
mod format;
mod json;
mod keyword;
mod keywords;
mod load;
mod location;
mod message;
mod metaschema;
mod number;
mod path;
mod root;
mod schema;
#[cfg(test)]
mod tests;
mod values;
mod violation;

use nexachart_value::Map;

use check::{Check, Failure, Resources};
use compile::{Compiler, Formats};
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
///     validate(schema, &values, &Local::new(&world)).unwrap_err(),
///     "- at '': missing property 'image'\n- at '/replicas': maximum: got 5,000, want 1,000\n"
/// );
/// values.insert("replicas", Value::float(1.0));
/// values.insert("image", Value::from("nginx"));
/// assert!(validate(schema, &values, &Local::new(&world)).is_ok());
/// ```
pub fn validate(schema: &[u8], values: &Map, loader: &dyn Load) -> Result<(), String> {
    let document = json::read(schema)?;
    let mut library = Library::new(loader);
    library.add(URL.as_bytes(), document);
    let mut compiler = Compiler::new(library, Formats::Vocabulary);
    let first = compiler.compile(URL.as_bytes())?;
    let (schemas, regexps) = compiler.finish();
    let values = values::read(values);
    let resources = Resources::default();
    let check = Check::new(&schemas, &[], &values, &regexps, &resources);
    check.run(first, document::ROOT, None).map_err(|failure| match failure {
        // Helm cuts this head off, and adds the end of the line.
        Failure::Invalid(text) => {
            let head = format!("jsonschema validation failed with '{URL}#'\n");
            format!("{}\n", text.strip_prefix(&*head).unwrap_or(&text))
        }
        Failure::Stopped(text) => text,
    })
}

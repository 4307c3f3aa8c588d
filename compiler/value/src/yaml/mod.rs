//! YAML as Helm reads it: libyaml's grammar in go-yaml's version 2, with its error texts, and on top of it
//! sigs.k8s.io/yaml's conversion to JSON.
//!
//! The layers, each over the one before: [`Parser`] (events with places), [`parse`] (a document as a tree of
//! [`Node`]s with places), [`Document::build`] and [`unmarshal`] (values as `yaml.Unmarshal` of
//! sigs.k8s.io/yaml makes them). Everything reads `&[u8]` and works on explicit stacks: no input makes it panic,
//! overflow the stack, or take more than about linear time. Go: go.yaml.in/yaml/v2 v2.4.4, sigs.k8s.io/yaml v1.6.0.

mod cause;
mod chars;
mod compose;
mod decode;
mod document;
mod error;
mod event;
mod gosyntax;
mod head;
mod input;
mod json;
mod parser;
mod resolve;
mod scan;
mod scan_block;
mod scan_cursor;
mod scan_scalar;
mod scan_tag;
mod timestamp;
mod token;

#[cfg(test)]
mod tests;

use nexachart_source::Budgets;

use cause::located;
use compose::Composer;
use document::Source;
pub use document::{Document, Items, Node, Pairs, Shape};
pub use error::{Error, Span, Stage};
pub use event::{Event, EventKind, Layout};
pub use head::{Annotation, Head, HeadForm, Metadata};
use input::Input;
pub use json::{Build, Number};
pub use parser::Parser;
pub use resolve::{Resolved, resolve};
pub use token::{Style, Text};

/// Reads the first document of a text. `None`: there is none.
///
/// What stands after the first document is not looked at, as go-yaml's `Unmarshal` does not.
///
/// ```
/// use nexachart_value::yaml::parse;
/// let document = parse(b"a: 1\nb: [x, y]\n")?.unwrap();
/// let b = document.root().get(b"b").unwrap();
/// assert_eq!((b.span().start, b.span().end), (8, 14));
/// assert_eq!(parse(b"a: b: c").err().unwrap().message(), "yaml: mapping values are not allowed in this context");
/// # Ok::<(), nexachart_value::yaml::Error>(())
/// ```
pub fn parse(bytes: &[u8]) -> Result<Option<Document<'_>>, Error> {
    parse_within(bytes, &Budgets::default())
}

/// [`parse`] with other than the default budgets: of nodes, and of memory for what aliases repeat.
pub fn parse_within<'a>(bytes: &'a [u8], budgets: &Budgets) -> Result<Option<Document<'a>>, Error> {
    let input = input(bytes)?;
    let tree = Composer::new(&input, budgets).next_document().map_err(|error| located(&input, error))?;
    Ok(tree.map(|tree| tree.with_source(source(input), *budgets)))
}

/// Reads all documents of a text.
pub fn parse_all(bytes: &[u8]) -> Result<Vec<Document<'_>>, Error> {
    let budgets = Budgets::default();
    let input = input(bytes)?;
    let mut composer = Composer::new(&input, &budgets);
    let mut trees = Vec::new();
    while let Some(tree) = composer.next_document().map_err(|error| located(&input, error))? {
        trees.push(tree);
    }
    let source = source(input);
    Ok(trees.into_iter().map(|tree| tree.with_source(source.clone(), budgets)).collect())
}

/// What sigs.k8s.io/yaml's `Unmarshal` puts into an `interface{}`: the first document, `null` if there is none.
///
/// Errors have its texts. What the caller's type cannot take is the caller's to say: [`Error::decode`].
pub fn unmarshal<B: Build>(bytes: &[u8], builder: &mut B) -> Result<B::Value, Error> {
    unmarshal_within(bytes, &Budgets::default(), builder)
}

/// [`unmarshal`] with other than the default budgets.
pub fn unmarshal_within<B: Build>(
    bytes: &[u8],
    budgets: &Budgets,
    builder: &mut B,
) -> Result<B::Value, Error> {
    match parse_within(bytes, budgets)? {
        Some(document) => document.build(builder),
        None => Ok(builder.null(Span::default())),
    }
}

/// Reads the events of a text one by one, of all its documents.
pub fn events(
    bytes: &[u8],
    mut each: impl FnMut(&Parser<'_>, &Event) -> Result<(), Error>,
) -> Result<(), Error> {
    let input = input(bytes)?;
    let mut parser = Parser::new(&input);
    loop {
        let event = parser.next_event()?;
        each(&parser, &event)?;
        if event.kind == EventKind::StreamEnd {
            return Ok(());
        }
    }
}

fn input(bytes: &[u8]) -> Result<Input<'_>, Error> {
    Input::new(bytes).map_err(|problem| Error::convert(format!("yaml: {problem}")))
}

fn source(input: Input<'_>) -> Source<'_> {
    match input.text {
        std::borrow::Cow::Borrowed(bytes) => Source::Borrowed(bytes),
        std::borrow::Cow::Owned(bytes) => Source::Shared(bytes.into()),
    }
}

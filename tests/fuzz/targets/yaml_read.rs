//! YAML texts. The input: the text.
//!
//! The events and the problem are those of `libyaml-safer`, but for the known places where Go differs; values of
//! simple documents are those composed from its events; the head of a manifest is what the values say; all ways to
//! read a text refuse the same ones.

#![no_main]

use libfuzzer_sys::fuzz_target;
use nexachart_fuzz::yaml::{known_difference, ours, theirs, value};
use nexachart_value::json::Target;
use nexachart_value::yaml::{Node, Shape, parse, parse_all};
use nexachart_value::{Value, deep_equal, from_yaml};

fuzz_target!(|text: &[u8]| {
    let first = parse(text);
    let all = parse_all(text);
    let read = from_yaml(text, Target::Any);
    if let Ok(documents) = &all {
        // An alias without an anchor is an error of the composer, which stops at the first document.
        assert_eq!(first.as_ref().expect("a sound text").is_some(), !documents.is_empty());
    }
    match &first {
        Err(error) => assert_eq!(read.as_ref().expect_err("a broken text").message(), error.message()),
        Ok(None) => assert!(read.as_ref().expect("no document").is_nil()),
        Ok(Some(document)) => {
            inside(document.root(), document.source().len() as u32, 0);
            if let (Ok(head), Ok(Value::Map(map))) = (document.head(), &read)
                && let Some(Value::String(kind)) = map.get(b"kind")
            {
                assert_eq!(&*head.kind, &*kind);
            }
        }
    }
    if known_difference(text).is_some() {
        return;
    }
    let Some(theirs) = theirs(text) else { return };
    let ours = ours(text);
    match (&ours.error, &theirs.error) {
        (Some(_), Some(_)) if theirs.ahead => {
            return assert!(ours.events.starts_with(&theirs.events), "{ours:?}, not {theirs:?}");
        }
        (None, None) => {}
        (Some(ours), Some(problem)) => assert!(ours.contains(&**problem), "{ours:?}, not {problem:?}"),
        _ => panic!("{:?}, not {:?}", ours.error, theirs.error),
    }
    assert_eq!(ours.events, theirs.events);
    if let (Ok(read), Some(value)) = (&read, value(text)) {
        assert!(deep_equal(read, &value));
    }
});

/// Nodes lie within those around them.
fn inside(node: Node<'_>, end: u32, start: u32) {
    let span = node.span();
    assert!(start <= span.start && span.start <= span.end && span.end <= end, "{span:?} in {start}..{end}");
    match node.shape() {
        Shape::Sequence(items) => items.take(20).for_each(|item| inside(item, span.end, span.start)),
        Shape::Mapping(pairs) => {
            for (key, value) in pairs.take(20) {
                inside(key, span.end, span.start);
                inside(value, span.end, span.start);
            }
        }
        Shape::Scalar | Shape::Alias(_) => {}
    }
}

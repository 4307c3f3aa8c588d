//! What the parser hands out.

use super::error::Span;
use super::token::{Style, Text};

/// What the parser met.
#[derive(Clone, Copy, Debug)]
pub struct Event {
    /// Which event.
    pub kind: EventKind,
    /// From its anchor or tag, if it has one, to its end. For the end of a block that is the next token.
    pub span: Span,
    /// The line of its start, from 0.
    pub line: u32,
    /// The name after `&`, and of an alias the one after `*`; empty for none.
    pub anchor: Text,
    /// The tag with its handle replaced, `tag:yaml.org,2002:str`; empty for none.
    pub tag: Text,
}

/// The kinds of events. A stream is one [`StreamStart`](EventKind::StreamStart), documents, and one
/// [`StreamEnd`](EventKind::StreamEnd); a document holds one node.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum EventKind {
    /// The first event.
    StreamStart,
    /// The last event.
    StreamEnd,
    /// A document begins, with or without `---`.
    DocumentStart,
    /// A document ends, with or without `...`.
    DocumentEnd,
    /// `*anchor`
    Alias,
    /// A scalar.
    Scalar {
        /// Its text.
        value: Text,
        /// How it is written.
        style: Style,
        /// Where its own text begins, after anchor and tag.
        start: u32,
        /// Written plainly and without a tag, or with the tag `!`: go-yaml's `implicit`.
        implicit: bool,
    },
    /// A sequence begins.
    SequenceStart(Layout),
    /// It ends.
    SequenceEnd,
    /// A mapping begins: keys and values in turn.
    MappingStart(Layout),
    /// It ends.
    MappingEnd,
}

/// How a collection is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// By indentation.
    Block,
    /// In brackets.
    Flow,
}

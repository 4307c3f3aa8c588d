//! A document as a tree: nodes in one vector, in the order of the text.
//!
//! A node is 32 bytes and allocates nothing: a subtree is a range of the vector, an alias is the number of the
//! node that it stands for.

use std::sync::Arc;

use nexachart_source::Budgets;

use super::error::Span;
use super::resolve::{BINARY, MERGE, Resolved, resolve, resolve_tagged};
use super::token::{Style, Text};

/// One document of a stream.
pub struct Document<'a> {
    pub(super) source: Source<'a>,
    pub(super) decoded: Vec<u8>,
    pub(super) entries: Vec<Entry>,
    pub(super) tags: Vec<Text>,
    pub(super) hazards: Hazards,
    /// How much it may become, aliases followed.
    pub(super) budgets: Budgets,
}

/// The text that the nodes are slices of.
#[derive(Clone)]
pub(super) enum Source<'a> {
    Borrowed(&'a [u8]),
    /// UTF-16, as UTF-8.
    Shared(Arc<[u8]>),
}

impl Source<'_> {
    pub fn bytes(&self) -> &[u8] {
        match self {
            Source::Borrowed(bytes) => bytes,
            Source::Shared(bytes) => bytes,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Scalar,
    Sequence,
    Mapping,
    Alias,
}

/// A node.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    pub kind: Kind,
    pub style: Style,
    /// Of a scalar: plain and without a tag, or with the tag `!`.
    pub implicit: bool,
    pub span: Span,
    pub text: Text,
    /// Of a collection: the number of the node after it. Of an alias: the node that it stands for.
    pub link: u32,
    /// Of a collection: how many nodes, or how many pairs, it holds.
    pub len: u32,
    /// The place of the tag in `Document::tags`, from 1.
    pub tag: u32,
}

/// What a document holds that asks for more than reading it from start to end.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Hazards(u8);

impl Hazards {
    /// An alias.
    pub const ALIAS: Hazards = Hazards(1);
    /// A key `<<`.
    pub const MERGE: Hazards = Hazards(1 << 1);
    /// A scalar with a tag.
    pub const TAG: Hazards = Hazards(1 << 2);
    /// A sequence or mapping as a key.
    pub const COLLECTION_KEY: Hazards = Hazards(1 << 3);
    /// A key that JSON cannot have: null, or a number beyond `i64`.
    pub const ODD_KEY: Hazards = Hazards(1 << 4);
    /// `.inf`, `.nan`
    pub const NOT_FINITE: Hazards = Hazards(1 << 5);
    /// Deeper than JSON may be.
    pub const DEEP: Hazards = Hazards(1 << 6);

    pub fn add(&mut self, other: Hazards) {
        self.0 |= other.0;
    }

    pub fn has(self, any: &[Hazards]) -> bool {
        any.iter().any(|hazard| self.0 & hazard.0 != 0)
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// A node of a document.
#[derive(Clone, Copy)]
pub struct Node<'d> {
    document: &'d Document<'d>,
    id: u32,
}

/// What a node is.
#[derive(Clone)]
pub enum Shape<'d> {
    /// A scalar.
    Scalar,
    /// A sequence of nodes.
    Sequence(Items<'d>),
    /// Keys and values in the order of the text; go-yaml's merges are not applied.
    Mapping(Pairs<'d>),
    /// `*name`, with the node that it stands for. That can be a node around it.
    Alias(Node<'d>),
}

/// The nodes of a sequence.
#[derive(Clone)]
pub struct Items<'d> {
    document: &'d Document<'d>,
    next: u32,
    left: u32,
}

/// The keys and values of a mapping.
#[derive(Clone)]
pub struct Pairs<'d>(Items<'d>);

impl Document<'_> {
    /// The text that the spans of the nodes refer to: what was given, or its UTF-8 form.
    pub fn source(&self) -> &[u8] {
        self.source.bytes()
    }

    /// The node of the document.
    pub fn root(&self) -> Node<'_> {
        Node { document: self, id: 0 }
    }

    #[inline]
    pub(super) fn entry(&self, id: u32) -> &Entry {
        &self.entries[id as usize]
    }

    #[inline]
    pub(super) fn text(&self, text: Text) -> &[u8] {
        text.get(self.source.bytes(), &self.decoded)
    }

    /// The tag of a node, empty for none.
    pub(super) fn tag(&self, entry: &Entry) -> &[u8] {
        match entry.tag {
            0 => b"",
            place => self.text(self.tags[place as usize - 1]),
        }
    }

    /// The node after this one and all that it holds.
    #[inline]
    pub(super) fn after(&self, id: u32) -> u32 {
        let entry = self.entry(id);
        match entry.kind {
            Kind::Sequence | Kind::Mapping => entry.link,
            Kind::Scalar | Kind::Alias => id + 1,
        }
    }

    /// What an alias stands for; any other node itself.
    #[inline]
    pub(super) fn target(&self, id: u32) -> u32 {
        let entry = self.entry(id);
        match entry.kind {
            Kind::Alias => entry.link,
            _ => id,
        }
    }

    /// What a scalar stands for. A tag that its text does not suit is left out of account.
    #[inline]
    pub(super) fn resolved(&self, entry: &Entry) -> Resolved {
        match (entry.tag, entry.implicit) {
            (0, false) => Resolved::String,
            (0, true) => resolve(self.text(entry.text)),
            _ => resolve_tagged(self.tag(entry), self.text(entry.text)).unwrap_or(Resolved::String),
        }
    }

    /// Whether a scalar is base64.
    pub(super) fn is_binary(&self, entry: &Entry) -> bool {
        entry.tag != 0 && self.tag(entry) == BINARY
    }

    /// Whether a key merges other mappings (decode.go: isMerge).
    pub(super) fn is_merge(&self, entry: &Entry) -> bool {
        entry.kind == Kind::Scalar
            && (entry.implicit || self.tag(entry) == MERGE)
            && self.text(entry.text) == b"<<"
    }
}

impl<'d> Node<'d> {
    /// Where the node stands, without its anchor and tag. A collection by indentation ends with its last node.
    pub fn span(self) -> Span {
        self.entry().span
    }

    /// What it is.
    pub fn shape(self) -> Shape<'d> {
        let entry = self.entry();
        let items = Items { document: self.document, next: self.id + 1, left: entry.len };
        match entry.kind {
            Kind::Scalar => Shape::Scalar,
            Kind::Sequence => Shape::Sequence(items),
            Kind::Mapping => Shape::Mapping(Pairs(items)),
            Kind::Alias => Shape::Alias(Node { document: self.document, id: entry.link }),
        }
    }

    /// The text of a scalar; of any other node nothing.
    pub fn text(self) -> &'d [u8] {
        self.document.text(self.entry().text)
    }

    /// How a scalar is written.
    pub fn style(self) -> Style {
        self.entry().style
    }

    /// The tag with its handle replaced (`tag:yaml.org,2002:str`), empty for none.
    pub fn tag(self) -> &'d [u8] {
        self.document.tag(self.entry())
    }

    /// What a scalar stands for.
    pub fn resolved(self) -> Resolved {
        self.document.resolved(self.entry())
    }

    /// The value of a key of a mapping, as it is written: the last one, where there are several.
    pub fn get(self, key: &[u8]) -> Option<Node<'d>> {
        match self.shape() {
            Shape::Mapping(pairs) => {
                let named = |(name, _): &(Node<'d>, Node<'d>)| {
                    name.entry().kind == Kind::Scalar && name.text() == key
                };
                pairs.filter(named).last().map(|(_, value)| value)
            }
            _ => None,
        }
    }

    fn entry(self) -> &'d Entry {
        self.document.entry(self.id)
    }
}

impl<'d> Iterator for Items<'d> {
    type Item = Node<'d>;

    fn next(&mut self) -> Option<Node<'d>> {
        self.left = self.left.checked_sub(1)?;
        let id = self.next;
        self.next = self.document.after(id);
        Some(Node { document: self.document, id })
    }
}

impl<'d> Iterator for Pairs<'d> {
    type Item = (Node<'d>, Node<'d>);

    fn next(&mut self) -> Option<(Node<'d>, Node<'d>)> {
        let pairs = self.0.left.checked_sub(1)?;
        let key = self.0.next()?;
        self.0.left += 1;
        let value = self.0.next()?;
        self.0.left = pairs;
        Some((key, value))
    }
}

//! JSON documents: schemas and the values that are checked, in one flat form.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::number::Decimal;

/// A document: nodes in a row that name each other by number. Nothing about it recurses, be it nested as it may.
#[derive(Debug, Default)]
pub(crate) struct Document {
    nodes: Vec<Node>,
    /// Of each node, what it stands in.
    parents: Vec<NodeId>,
    /// The items of lists and the values of members, one container after the other.
    children: Vec<NodeId>,
    /// The text of strings and numbers.
    text: Vec<u8>,
}

/// A node, by its place in the row. The node before the value of a member is its key, a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NodeId(u32);

/// A piece of the document's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Text {
    start: u32,
    len: u32,
}

/// The children of a list or an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Children {
    start: u32,
    len: u32,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    Null,
    Bool(bool),
    /// As it was written, or as Go prints it.
    Number(Text),
    String(Text),
    List(Children),
    /// Its children are in byte order of their keys.
    Object(Children),
    /// A Go value that JSON does not have; the text is its type.
    Foreign(Text),
}

/// The first node.
pub(crate) const ROOT: NodeId = NodeId(0);

/// What the root and keys stand in.
const NOWHERE: NodeId = NodeId(u32::MAX);

/// What has no equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Incomparable {
    /// This node, which is foreign to JSON.
    Foreign(NodeId),
    /// A number with an exponent that Go refuses: its `*big.Rat` is nil, and nobody asks.
    NilNumber,
}

impl NodeId {
    /// For tables with a place for each node.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl Document {
    /// How many nodes there are, keys among them.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    pub fn node(&self, id: NodeId) -> Node {
        self.nodes[id.index()]
    }

    pub fn text(&self, text: Text) -> &[u8] {
        &self.text[text.start as usize..][..text.len as usize]
    }

    pub fn children(&self, of: Children) -> &[NodeId] {
        &self.children[of.start as usize..][..of.len as usize]
    }

    /// What a node stands in; `None` for the root and for keys.
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        Some(self.parents[id.index()]).filter(|parent| *parent != NOWHERE)
    }

    /// The key of a member's value, as a node of its own.
    pub fn key_node(&self, value: NodeId) -> NodeId {
        NodeId(value.0.saturating_sub(1))
    }

    /// The key of a member's value.
    pub fn key(&self, value: NodeId) -> Text {
        match self.node(self.key_node(value)) {
            Node::String(text) => text,
            _ => Text { start: 0, len: 0 },
        }
    }

    pub fn key_text(&self, value: NodeId) -> &[u8] {
        self.text(self.key(value))
    }

    /// The values of an object's members, in byte order of the keys; nothing for anything else.
    pub fn members(&self, id: NodeId) -> &[NodeId] {
        match self.node(id) {
            Node::Object(children) => self.children(children),
            _ => &[],
        }
    }

    /// The items of a list.
    pub fn items(&self, id: NodeId) -> Option<&[NodeId]> {
        match self.node(id) {
            Node::List(children) => Some(self.children(children)),
            _ => None,
        }
    }

    /// The value of a member of an object.
    pub fn member(&self, id: NodeId, key: &[u8]) -> Option<NodeId> {
        self.find(self.members(id), key)
    }

    /// The one of these values of members that has the key.
    pub fn find(&self, members: &[NodeId], key: &[u8]) -> Option<NodeId> {
        members.binary_search_by(|value| self.key_text(*value).cmp(key)).ok().map(|at| members[at])
    }

    pub fn as_string(&self, id: NodeId) -> Option<&[u8]> {
        match self.node(id) {
            Node::String(text) => Some(self.text(text)),
            _ => None,
        }
    }

    pub fn as_bool(&self, id: NodeId) -> Option<bool> {
        match self.node(id) {
            Node::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The exact value of a number; `None` for anything else, and for numbers with exponents that Go refuses.
    pub fn as_number(&self, id: NodeId) -> Option<Decimal> {
        match self.node(id) {
            Node::Number(text) => Decimal::parse(self.text(text)),
            _ => None,
        }
    }

    /// The JSON pointer of a node, by what it stands in.
    pub fn pointer(&self, id: NodeId) -> Vec<u8> {
        let mut path = Vec::new();
        let mut at = id;
        while let Some(parent) = self.parent(at) {
            path.push(at);
            at = parent;
        }
        let mut out = Vec::new();
        for id in path.into_iter().rev() {
            self.append_token(&mut out, id);
        }
        out
    }

    /// Appends `/` and what names `id` in what it stands in.
    pub fn append_token(&self, out: &mut Vec<u8>, id: NodeId) {
        out.push(b'/');
        let Some(parent) = self.parent(id) else { return };
        match self.node(parent) {
            Node::List(children) => {
                let index = self.children(children).binary_search(&id).unwrap_or_default();
                out.extend_from_slice(index.to_string().as_bytes());
            }
            _ => escape_token(out, self.key_text(id)),
        }
    }

    /// Whether two nodes, perhaps of two documents, are equal, numbers by their value (Go: `equals`).
    ///
    /// # Errors
    /// Where `id` holds a value that is foreign to JSON.
    pub fn equal(&self, id: NodeId, other: &Document, other_id: NodeId) -> Result<bool, Incomparable> {
        let mut pairs = vec![(id, other_id)];
        while let Some((a, b)) = pairs.pop() {
            let equal = match (self.node(a), other.node(b)) {
                (Node::Foreign(_), _) => return Err(Incomparable::Foreign(a)),
                (Node::Null, Node::Null) => true,
                (Node::Bool(a), Node::Bool(b)) => a == b,
                (Node::String(a), Node::String(b)) => self.text(a) == other.text(b),
                (Node::Number(a), Node::Number(b)) => {
                    let decimal = Decimal::parse(self.text(a));
                    decimal.is_some() && decimal == Decimal::parse(other.text(b))
                }
                (Node::List(a), Node::List(b)) | (Node::Object(a), Node::Object(b)) => {
                    let (a, b) = (self.children(a), other.children(b));
                    pairs.extend(a.iter().copied().zip(b.iter().copied()).rev());
                    a.len() == b.len()
                        && a.iter().zip(b).all(|(a, b)| self.key_or_none(*a) == other.key_or_none(*b))
                }
                _ => false,
            };
            if !equal {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The places of the first two equal nodes of a row (Go: `duplicates`).
    ///
    /// # Errors
    /// Where the row holds something that cannot be compared.
    pub fn duplicates(&self, row: &[NodeId]) -> Result<Option<(usize, usize)>, Incomparable> {
        // Go compares each with each in short rows, and only those of equal hash in others.
        let short = row.len() <= 20;
        let mut seen: HashMap<u64, Vec<usize>> = HashMap::new();
        for (i, item) in row.iter().enumerate() {
            let earlier = seen.entry(if short { 0 } else { self.hash(*item)? }).or_default();
            for j in earlier.iter() {
                if self.equal(*item, self, row[*j])? {
                    return Ok(Some((*j, i)));
                }
            }
            earlier.push(i);
        }
        Ok(None)
    }

    /// A hash that equal nodes share.
    fn hash(&self, id: NodeId) -> Result<u64, Incomparable> {
        let mut hasher = DefaultHasher::new();
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            let node = self.node(id);
            std::mem::discriminant(&node).hash(&mut hasher);
            match node {
                Node::Null | Node::Foreign(_) => {}
                Node::Bool(value) => value.hash(&mut hasher),
                Node::String(text) => self.text(text).hash(&mut hasher),
                Node::Number(text) => {
                    Decimal::parse(self.text(text)).ok_or(Incomparable::NilNumber)?.hash(&mut hasher);
                }
                Node::List(children) => open.extend(self.children(children).iter().rev()),
                Node::Object(children) => {
                    let values = self.children(children).iter().rev();
                    open.extend(values.flat_map(|value| [*value, self.key_node(*value)]));
                }
            }
        }
        Ok(hasher.finish())
    }

    /// The key of what stands in an object.
    fn key_or_none(&self, id: NodeId) -> Option<&[u8]> {
        let in_object = self.parent(id).is_some_and(|parent| matches!(self.node(parent), Node::Object(_)));
        in_object.then(|| self.key_text(id))
    }
}

/// Appends a key as a token of a JSON pointer.
pub(crate) fn escape_token(out: &mut Vec<u8>, key: &[u8]) {
    for byte in key {
        match byte {
            b'~' => out.extend_from_slice(b"~0"),
            b'/' => out.extend_from_slice(b"~1"),
            other => out.push(*other),
        }
    }
}

/// Making documents.
impl Document {
    /// Room for text of about this length.
    pub fn with_capacity(text: usize) -> Document {
        Document {
            nodes: Vec::with_capacity(text / 8),
            parents: Vec::with_capacity(text / 8),
            children: Vec::with_capacity(text / 16),
            text: Vec::with_capacity(text),
        }
    }

    /// Adds a node that stands in `parent`; `None` for the root and for keys.
    pub fn add(&mut self, node: Node, parent: Option<NodeId>) -> NodeId {
        // Documents are held to less than 4 GB of text.
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(node);
        self.parents.push(parent.unwrap_or(NOWHERE));
        id
    }

    pub fn set(&mut self, id: NodeId, node: Node) {
        self.nodes[id.index()] = node;
    }

    pub fn add_text(&mut self, text: &[u8]) -> Text {
        let start = self.text.len();
        self.text.extend_from_slice(text);
        self.text_since(start)
    }

    /// The end of the text, to write to; [`Document::text_since`] then tells what was written.
    pub fn text_end(&mut self) -> &mut Vec<u8> {
        &mut self.text
    }

    /// The text from the byte `start` on.
    pub fn text_since(&self, start: usize) -> Text {
        Text { start: start as u32, len: (self.text.len() - start) as u32 }
    }

    /// The node of a list with these items.
    pub fn list(&mut self, items: &[NodeId]) -> Node {
        Node::List(self.add_children(items))
    }

    /// The node of an object with these values of members; of equal keys the last one stays.
    pub fn object(&mut self, values: &mut Vec<NodeId>) -> Node {
        let sorted = values.is_sorted_by(|a, b| self.key_text(*a) < self.key_text(*b));
        if !sorted {
            values.sort_by(|a, b| self.key_text(*a).cmp(self.key_text(*b)));
            let mut kept: Vec<NodeId> = Vec::with_capacity(values.len());
            for value in values.drain(..) {
                match kept.last_mut() {
                    Some(last) if self.key_text(*last) == self.key_text(value) => *last = value,
                    _ => kept.push(value),
                }
            }
            *values = kept;
        }
        Node::Object(self.add_children(values))
    }

    fn add_children(&mut self, children: &[NodeId]) -> Children {
        let start = self.children.len();
        self.children.extend_from_slice(children);
        Children { start: start as u32, len: children.len() as u32 }
    }
}

//! An object as a tree whose nodes know their path and their place in the text.
//!
//! Nodes lie in one vector and name each other by number, so a node is two words, is copied freely, and finds its path by
//! going up. The rules would otherwise have to carry paths along that nearly nobody asks for.

use std::collections::HashMap;
use std::fmt::Write;

use nexachart_source::Budgets;
use nexachart_value::yaml::{self, Build, Number, Span};

/// How deep objects may nest. No API server takes what is deeper (encoding/json takes 10,000, no kind has a use for it).
pub const MAX_DEPTH: usize = 1_000;

/// Maps with more keys than this are searched for duplicates by hash.
const FEW_KEYS: usize = 16;

/// A document of a manifest: YAML by the rules of sigs.k8s.io/yaml, or JSON.
pub struct Tree {
    entries: Vec<Entry>,
    children: Vec<u32>,
    text: String,
    root: u32,
    shadowed: Vec<u32>,
}

/// A node of a tree.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    tree: &'t Tree,
    id: u32,
}

/// What a node holds.
#[derive(Clone, Copy)]
pub enum Value<'t> {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A whole number; a float without a fraction is one too, as JSON writes both alike.
    Int(i64),
    /// A whole number above the range of `i64`.
    Uint(u64),
    /// Any other number.
    Float(f64),
    /// A text.
    Text(&'t str),
    /// A list.
    List(Items<'t>),
    /// A map. Where a key stands twice, the last value counts.
    Map(Items<'t>),
}

/// The items of a list, or the values of a map in the order of the text.
#[derive(Clone, Copy)]
pub struct Items<'t> {
    tree: &'t Tree,
    first: u32,
    len: u32,
}

struct Entry {
    span: Span,
    parent: u32,
    step: Step,
    body: Body,
}

/// How a node is reached from its parent.
#[derive(Clone, Copy)]
enum Step {
    Root,
    Item(u32),
    Key { name: Slice, span: Span },
}

#[derive(Clone, Copy)]
struct Slice {
    start: u32,
    len: u32,
}

#[derive(Clone, Copy)]
enum Body {
    Null,
    Bool(bool),
    Int(i64),
    Uint(u64),
    Float(f64),
    Text(Slice),
    List(Slice),
    Map(Slice),
}

impl Tree {
    /// Reads the first document of a text. `None`: there is none. The error is the reader's, with its line.
    ///
    /// ```
    /// use nexachart_kinds::Tree;
    /// let tree = Tree::read(b"spec:\n  containers:\n  - image: nginx\n").unwrap().unwrap();
    /// let image = tree.root().at("spec").and_then(|spec| spec.list("containers").next()?.at("image")).unwrap();
    /// assert_eq!(image.path(), "spec.containers[0].image");
    /// assert_eq!(image.span().start, 31);
    /// ```
    pub fn read(text: &[u8]) -> Result<Option<Tree>, String> {
        Tree::read_within(text, &Budgets::default())
    }

    /// [`Tree::read`] with other than the default budgets.
    pub fn read_within(text: &[u8], budgets: &Budgets) -> Result<Option<Tree>, String> {
        let document = yaml::parse_within(text, budgets).map_err(|error| told(&error))?;
        document.map(|document| Tree::of(&document)).transpose()
    }

    /// The tree of a document that is parsed already.
    pub fn of(document: &yaml::Document<'_>) -> Result<Tree, String> {
        let mut planter = Planter::default();
        let (root, depth) = document.build(&mut planter).map_err(|error| told(&error))?;
        if depth > MAX_DEPTH {
            return Err(format!("it nests deeper than {MAX_DEPTH} levels"));
        }
        let Planter { entries, children, text, shadowed } = planter;
        Ok(Tree { entries, children, text, root, shadowed })
    }

    /// The object.
    pub fn root(&self) -> Node<'_> {
        Node { tree: self, id: self.root }
    }

    /// Values that do not count, as their key stands again further down in the same map.
    pub fn shadowed(&self) -> impl Iterator<Item = Node<'_>> {
        self.shadowed.iter().map(|&id| Node { tree: self, id })
    }

    /// A node by its number.
    pub(crate) fn node(&self, id: u32) -> Node<'_> {
        Node { tree: self, id }
    }

    fn slice(&self, slice: Slice) -> &str {
        &self.text[slice.start as usize..(slice.start + slice.len) as usize]
    }
}

fn told(error: &yaml::Error) -> String {
    match error.line() {
        Some(line) => format!("line {line}: {}", error.reason()),
        None => error.reason().to_string(),
    }
}

impl<'t> Node<'t> {
    /// What it holds.
    pub fn value(self) -> Value<'t> {
        let items = |slice: Slice| Items { tree: self.tree, first: slice.start, len: slice.len };
        match self.entry().body {
            Body::Null => Value::Null,
            Body::Bool(value) => Value::Bool(value),
            Body::Int(value) => Value::Int(value),
            Body::Uint(value) => Value::Uint(value),
            Body::Float(value) => Value::Float(value),
            Body::Text(slice) => Value::Text(self.tree.slice(slice)),
            Body::List(slice) => Value::List(items(slice)),
            Body::Map(slice) => Value::Map(items(slice)),
        }
    }

    /// The value of a key of a map, also where it is null.
    pub fn get(self, key: &str) -> Option<Node<'t>> {
        match self.value() {
            Value::Map(mut entries) => entries.find(|entry| entry.name() == key),
            _ => None,
        }
    }

    /// The value of a key of a map, unless it is null: for Go's decoder a null is a field that is not there.
    pub fn at(self, key: &str) -> Option<Node<'t>> {
        self.get(key).filter(|node| !node.is_null())
    }

    /// The text at a key; nothing there is the empty text, as in Go.
    pub fn text_at(self, key: &str) -> &'t str {
        self.get(key).map_or("", Node::text)
    }

    /// The whole number at a key.
    pub fn int_at(self, key: &str) -> Option<i64> {
        self.get(key).and_then(Node::int)
    }

    /// The boolean at a key; nothing there is false, as in Go.
    pub fn flag(self, key: &str) -> bool {
        matches!(self.get(key).map(Node::value), Some(Value::Bool(true)))
    }

    /// The items of the list at a key; none where there is no list.
    pub fn list(self, key: &str) -> Items<'t> {
        match self.get(key).map(Node::value) {
            Some(Value::List(items)) => items,
            _ => self.nothing(),
        }
    }

    /// The values of the map at a key; none where there is no map.
    pub fn map(self, key: &str) -> Items<'t> {
        match self.get(key).map(Node::value) {
            Some(Value::Map(entries)) => entries,
            _ => self.nothing(),
        }
    }

    /// The items of a list; none where it is no list.
    pub fn items(self) -> Items<'t> {
        match self.value() {
            Value::List(items) => items,
            _ => self.nothing(),
        }
    }

    /// The values of a map, which know their names; none where it is no map.
    pub fn entries(self) -> Items<'t> {
        match self.value() {
            Value::Map(entries) => entries,
            _ => self.nothing(),
        }
    }

    /// The text; empty where it is none.
    pub fn text(self) -> &'t str {
        match self.value() {
            Value::Text(text) => text,
            _ => "",
        }
    }

    /// The whole number.
    pub fn int(self) -> Option<i64> {
        match self.value() {
            Value::Int(value) => Some(value),
            _ => None,
        }
    }

    /// Whether it is `null`.
    pub fn is_null(self) -> bool {
        matches!(self.entry().body, Body::Null)
    }

    /// The key of a value of a map; empty for any other.
    pub fn name(self) -> &'t str {
        match self.entry().step {
            Step::Key { name, .. } => self.tree.slice(name),
            _ => "",
        }
    }

    /// The node around it.
    pub fn parent(self) -> Option<Node<'t>> {
        match self.entry().step {
            Step::Root => None,
            _ => Some(Node { tree: self.tree, id: self.entry().parent }),
        }
    }

    /// Where it stands in the text, in bytes.
    pub fn span(self) -> Span {
        self.entry().span
    }

    /// Where its key stands; itself, where it has none.
    pub fn key_span(self) -> Span {
        match self.entry().step {
            Step::Key { span, .. } => span,
            _ => self.span(),
        }
    }

    /// Its path as the API server writes it: `spec.template.spec.containers[0].image`. Empty for the object itself.
    pub fn path(self) -> String {
        let mut steps = Vec::new();
        let mut node = self;
        while let Some(parent) = node.parent() {
            steps.push(node.entry().step);
            node = parent;
        }
        let mut path = String::new();
        for step in steps.iter().rev() {
            match *step {
                Step::Item(index) => {
                    // Writing to a text cannot fail.
                    let _ = write!(path, "[{index}]");
                }
                Step::Key { name, .. } => {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(self.tree.slice(name));
                }
                Step::Root => {}
            }
        }
        path
    }

    /// Its number in the tree.
    pub(crate) fn id(self) -> u32 {
        self.id
    }

    /// Its place among the items of a list.
    pub fn index(self) -> usize {
        match self.entry().step {
            Step::Item(index) => index as usize,
            _ => 0,
        }
    }

    fn entry(self) -> &'t Entry {
        &self.tree.entries[self.id as usize]
    }

    fn nothing(self) -> Items<'t> {
        Items { tree: self.tree, first: 0, len: 0 }
    }
}

impl PartialEq for Node<'_> {
    /// Whether it is the same node.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.tree, other.tree) && self.id == other.id
    }
}

impl Items<'_> {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
}

impl<'t> Iterator for Items<'t> {
    type Item = Node<'t>;

    #[inline]
    fn next(&mut self) -> Option<Node<'t>> {
        self.len = self.len.checked_sub(1)?;
        let id = self.tree.children[self.first as usize];
        self.first += 1;
        Some(Node { tree: self.tree, id })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.len as usize, Some(self.len as usize))
    }
}

impl ExactSizeIterator for Items<'_> {}

/// Makes the nodes, inner ones first. Beside its number goes how deep a node nests.
#[derive(Default)]
struct Planter {
    entries: Vec<Entry>,
    children: Vec<u32>,
    text: String,
    shadowed: Vec<u32>,
}

/// A key and where it stands.
type Key = (Slice, Span);

impl Planter {
    fn plant(&mut self, body: Body, span: Span) -> u32 {
        let id = self.entries.len() as u32;
        self.entries.push(Entry { span, parent: id, step: Step::Root, body });
        id
    }

    fn keep(&mut self, text: &[u8]) -> Slice {
        let start = self.text.len() as u32;
        // The reader gives UTF-8.
        self.text.push_str(&String::from_utf8_lossy(text));
        Slice { start, len: self.text.len() as u32 - start }
    }

    fn adopt(&mut self, parent: u32, child: u32, step: Step) {
        let entry = &mut self.entries[child as usize];
        entry.parent = parent;
        entry.step = step;
    }

    fn name(&self, slice: Slice) -> &str {
        &self.text[slice.start as usize..(slice.start + slice.len) as usize]
    }

    /// Which of the entries stand again further down.
    fn duplicates(&self, entries: &[(Key, (u32, usize))]) -> Vec<bool> {
        let name = |at: usize| self.name(entries[at].0.0);
        if entries.len() <= FEW_KEYS {
            return (0..entries.len())
                .map(|at| (at + 1..entries.len()).any(|later| name(later) == name(at)))
                .collect();
        }
        let last: HashMap<&str, usize> = (0..entries.len()).map(|at| (name(at), at)).collect();
        (0..entries.len()).map(|at| last.get(name(at)) != Some(&at)).collect()
    }
}

impl Build for Planter {
    type Value = (u32, usize);
    type Key = Key;

    fn null(&mut self, span: Span) -> (u32, usize) {
        (self.plant(Body::Null, span), 0)
    }

    fn boolean(&mut self, value: bool, span: Span) -> (u32, usize) {
        (self.plant(Body::Bool(value), span), 0)
    }

    fn number(&mut self, value: Number, span: Span) -> (u32, usize) {
        /// Up to here a float without a fraction is written as a whole number, and fits (Go: encoding/json, floatEncoder).
        const WHOLE: f64 = 9.0e18;
        let body = match value {
            Number::Int(value) => Body::Int(value),
            Number::Uint(value) => Body::Uint(value),
            Number::Float(value) if value.fract() == 0.0 && value.abs() <= WHOLE => Body::Int(value as i64),
            Number::Float(value) => Body::Float(value),
        };
        (self.plant(body, span), 0)
    }

    fn string(&mut self, text: &[u8], span: Span) -> (u32, usize) {
        let slice = self.keep(text);
        (self.plant(Body::Text(slice), span), 0)
    }

    fn list(&mut self, items: Vec<(u32, usize)>, span: Span) -> (u32, usize) {
        let slice = Slice { start: self.children.len() as u32, len: items.len() as u32 };
        let id = self.plant(Body::List(slice), span);
        let mut depth = 0;
        for (index, (child, nests)) in items.into_iter().enumerate() {
            self.adopt(id, child, Step::Item(index as u32));
            self.children.push(child);
            depth = depth.max(nests);
        }
        (id, depth + 1)
    }

    fn key(&mut self, text: &[u8], span: Span) -> Key {
        (self.keep(text), span)
    }

    fn map(&mut self, entries: Vec<(Key, (u32, usize))>, span: Span) -> (u32, usize) {
        let start = self.children.len() as u32;
        let id = self.plant(Body::Null, span);
        let duplicates = self.duplicates(&entries);
        let mut depth = 0;
        for (((name, key_span), (child, nests)), is_shadowed) in entries.into_iter().zip(duplicates) {
            self.adopt(id, child, Step::Key { name, span: key_span });
            match is_shadowed {
                true => self.shadowed.push(child),
                false => self.children.push(child),
            }
            depth = depth.max(nests);
        }
        let slice = Slice { start, len: self.children.len() as u32 - start };
        self.entries[id as usize].body = Body::Map(slice);
        (id, depth + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_equal_keys_counts() {
        let tree = Tree::read(b"a: 1\nb: {c: 2, c: 3}\na: 4\n").unwrap().unwrap();
        assert_eq!(tree.root().int_at("a"), Some(4));
        assert_eq!(tree.root().at("b").unwrap().int_at("c"), Some(3));
        let shadowed: Vec<_> = tree.shadowed().map(Node::path).collect();
        assert_eq!(shadowed, ["b.c", "a"]);
    }

    #[test]
    fn numbers_are_what_json_makes_of_them() {
        let tree = Tree::read(b"[1.0, 1.5, 1e3, 18446744073709551615, -0.0]").unwrap().unwrap();
        let shapes: Vec<_> = tree
            .root()
            .items()
            .map(|node| match node.value() {
                Value::Int(value) => format!("int {value}"),
                Value::Uint(value) => format!("uint {value}"),
                Value::Float(value) => format!("float {value}"),
                _ => String::new(),
            })
            .collect();
        assert_eq!(shapes, ["int 1", "float 1.5", "int 1000", "uint 18446744073709551615", "int 0"]);
    }

    #[test]
    fn nesting_is_bounded() {
        let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(Tree::read(deep(MAX_DEPTH).as_bytes()).unwrap().is_some());
        assert!(Tree::read(deep(MAX_DEPTH + 1).as_bytes()).is_err());
    }
}

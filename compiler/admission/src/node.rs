//! Objects as trees that can be changed: what JSON has, with whole numbers apart from others.

use std::borrow::Cow;

/// A text: one that this crate knows (a field's name, a default) is not copied.
pub type Text = Cow<'static, str>;

/// A value of an object. How deep it nests is bounded by who reads it: trees are walked and dropped by recursion.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number without a fraction or exponent, in 64 bits.
    Int(i64),
    /// Any other number.
    Double(f64),
    /// A text.
    Text(Text),
    /// A list.
    List(Vec<Node>),
    /// A map, or a Go struct.
    Map(Object),
}

/// A map from text, sorted by it. An absent field of a Go struct stands for the zero value (`""`, `0`, `nil`, an empty
/// struct), so that "not set" is one question for all of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object(Vec<(Text, Node)>);

impl Object {
    /// An empty map.
    pub const fn new() -> Object {
        Object(Vec::new())
    }

    /// A map of these entries.
    pub fn of<const N: usize>(entries: [(&'static str, Node); N]) -> Object {
        let mut object = Object::new();
        for (key, value) in entries {
            object.set(key, value);
        }
        object
    }

    /// How many entries.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The entries, by key.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Text, &Node)> {
        self.0.iter().map(|(key, value)| (key, value))
    }

    /// The entries, by key; the values can be changed.
    pub fn iter_mut(&mut self) -> impl ExactSizeIterator<Item = (&Text, &mut Node)> {
        self.0.iter_mut().map(|(key, value)| (&*key, value))
    }

    /// Keeps the entries for which `keep` is true.
    pub fn retain(&mut self, mut keep: impl FnMut(&str, &mut Node) -> bool) {
        self.0.retain_mut(|(key, value)| keep(key, value));
    }

    fn find(&self, key: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(k, _)| (**k).cmp(key))
    }

    /// Whether the key is there.
    pub fn has(&self, key: &str) -> bool {
        self.find(key).is_ok()
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.find(key).ok().map(|at| &self.0[at].1)
    }

    /// The value of a key, to change it.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.find(key).ok().map(|at| &mut self.0[at].1)
    }

    /// Sets a key.
    pub fn set(&mut self, key: impl Into<Text>, value: impl Into<Node>) {
        let key = key.into();
        match self.find(&key) {
            Ok(at) => self.0[at].1 = value.into(),
            Err(at) => self.0.insert(at, (key, value.into())),
        }
    }

    /// Sets a key that is not there yet.
    pub fn default(&mut self, key: impl Into<Text>, value: impl Into<Node>) {
        let key = key.into();
        if let Err(at) = self.find(&key) {
            self.0.insert(at, (key, value.into()));
        }
    }

    /// Takes a key away.
    pub fn remove(&mut self, key: &str) -> Option<Node> {
        self.find(key).ok().map(|at| self.0.remove(at).1)
    }

    /// The text of a key; `""` if there is none.
    pub fn text(&self, key: &str) -> &str {
        match self.get(key) {
            Some(Node::Text(text)) => text,
            _ => "",
        }
    }

    /// The whole number of a key.
    pub fn int(&self, key: &str) -> Option<i64> {
        match self.get(key) {
            Some(Node::Int(value)) => Some(*value),
            _ => None,
        }
    }

    /// The boolean of a key.
    pub fn bool(&self, key: &str) -> Option<bool> {
        match self.get(key) {
            Some(Node::Bool(value)) => Some(*value),
            _ => None,
        }
    }

    /// The map of a key.
    pub fn map(&self, key: &str) -> Option<&Object> {
        self.get(key).and_then(Node::as_map)
    }

    /// The map at the end of a path.
    pub fn at(&self, path: &[&str]) -> Option<&Object> {
        path.iter().try_fold(self, |object, key| object.map(key))
    }

    /// The map of a key, to change it.
    pub fn map_mut(&mut self, key: &str) -> Option<&mut Object> {
        self.get_mut(key).and_then(Node::as_map_mut)
    }

    /// The map of a key; it becomes one if it is none.
    pub fn map_or_new(&mut self, key: &'static str) -> &mut Object {
        let at = match self.find(key) {
            Ok(at) => at,
            Err(at) => {
                self.0.insert(at, (Text::Borrowed(key), Node::Map(Object::new())));
                at
            }
        };
        self.0[at].1.make_map()
    }

    /// The list of a key; empty if there is none.
    pub fn list(&self, key: &str) -> &[Node] {
        match self.get(key) {
            Some(Node::List(items)) => items,
            _ => &[],
        }
    }

    /// The maps in the list of a key.
    pub fn maps(&self, key: &str) -> impl Iterator<Item = &Object> {
        self.list(key).iter().filter_map(Node::as_map)
    }

    /// The maps in the list of a key, to change them.
    pub fn maps_mut(&mut self, key: &str) -> impl Iterator<Item = &mut Object> {
        let items = match self.get_mut(key) {
            Some(Node::List(items)) => items.as_mut_slice(),
            _ => &mut [],
        };
        items.iter_mut().filter_map(Node::as_map_mut)
    }

    /// Puts an element at the end of the list of a key.
    pub fn push(&mut self, key: &'static str, item: impl Into<Node>) {
        match self.get_mut(key) {
            Some(Node::List(items)) => items.push(item.into()),
            _ => self.set(key, vec![item.into()]),
        }
    }
}

impl Node {
    /// A text that this crate knows.
    pub const fn text(text: &'static str) -> Node {
        Node::Text(Cow::Borrowed(text))
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Node::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The map, if it is one.
    pub fn as_map(&self) -> Option<&Object> {
        match self {
            Node::Map(object) => Some(object),
            _ => None,
        }
    }

    /// The map, if it is one, to change it.
    pub fn as_map_mut(&mut self) -> Option<&mut Object> {
        match self {
            Node::Map(object) => Some(object),
            _ => None,
        }
    }

    /// The elements, if it is a list, to change them.
    pub fn as_list_mut(&mut self) -> Option<&mut Vec<Node>> {
        match self {
            Node::List(items) => Some(items),
            _ => None,
        }
    }

    /// What it is called in errors of Go's decoder.
    pub fn json_type(&self) -> &'static str {
        match self {
            Node::Null => "null",
            Node::Bool(_) => "bool",
            Node::Int(_) | Node::Double(_) => "number",
            Node::Text(_) => "string",
            Node::List(_) => "array",
            Node::Map(_) => "object",
        }
    }

    fn make_map(&mut self) -> &mut Object {
        if !matches!(self, Node::Map(_)) {
            *self = Node::Map(Object::new());
        }
        match self {
            Node::Map(object) => object,
            _ => unreachable!("it was made a map above"),
        }
    }
}

impl FromIterator<(Text, Node)> for Object {
    /// Of entries with the same key the last counts, as in JSON.
    fn from_iter<I: IntoIterator<Item = (Text, Node)>>(entries: I) -> Object {
        let mut list: Vec<(Text, Node)> = entries.into_iter().collect();
        if !list.is_sorted_by(|a, b| a.0 < b.0) {
            list.reverse();
            list.sort_by(|a, b| a.0.cmp(&b.0));
            list.dedup_by(|later, first| later.0 == first.0);
        }
        Object(list)
    }
}

impl IntoIterator for Object {
    type Item = (Text, Node);
    type IntoIter = std::vec::IntoIter<(Text, Node)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl From<&'static str> for Node {
    fn from(text: &'static str) -> Node {
        Node::text(text)
    }
}

impl From<String> for Node {
    fn from(text: String) -> Node {
        Node::Text(text.into())
    }
}

impl From<bool> for Node {
    fn from(value: bool) -> Node {
        Node::Bool(value)
    }
}

impl From<i64> for Node {
    fn from(value: i64) -> Node {
        Node::Int(value)
    }
}

impl From<i32> for Node {
    fn from(value: i32) -> Node {
        Node::Int(value.into())
    }
}

impl From<Object> for Node {
    fn from(object: Object) -> Node {
        Node::Map(object)
    }
}

impl From<Vec<Node>> for Node {
    fn from(items: Vec<Node>) -> Node {
        Node::List(items)
    }
}

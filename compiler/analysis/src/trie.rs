//! The paths that templates follow into values, as a tree, with what they do there.

use std::collections::HashMap;

/// The number of a node; the first one is the top of the values of the chart that is rendered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Node(pub u32);

/// The way into a node.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Way {
    /// A key.
    Key(Box<[u8]>),
    /// Some key, or some item of a list.
    Any,
}

/// What is done with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Touch {
    /// It is asked whether it is there, or empty.
    Tested,
    /// It is gone through: its keys, or how many items there are.
    Ranged,
    /// All of it is printed, compared or computed with.
    Whole,
    /// It becomes text, as Go prints it: a number of a million and more with an exponent.
    Text,
    /// Something is done with it that cannot be followed.
    Lost,
}

/// A place in a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Site {
    /// The number of the file.
    pub file: u32,
    /// The byte in it.
    pub at: u32,
}

#[derive(Debug)]
struct Entry {
    up: Node,
    way: Way,
    children: HashMap<Way, Node>,
    touched: [bool; 5],
    /// Some of the places that touch it.
    sites: Vec<Site>,
}

/// The tree.
#[derive(Debug)]
pub(crate) struct Trie(Vec<Entry>);

/// So many places are kept of each node.
const SITES: usize = 8;

impl Trie {
    pub const TOP: Node = Node(0);

    pub fn new() -> Trie {
        let top = Entry {
            up: Trie::TOP,
            way: Way::Any,
            children: HashMap::new(),
            touched: [false; 5],
            sites: Vec::new(),
        };
        Trie(vec![top])
    }

    fn entry(&self, node: Node) -> &Entry {
        &self.0[node.0 as usize]
    }

    /// The node one way further, made if need be.
    pub fn child(&mut self, node: Node, way: &Way) -> Node {
        if let Some(&child) = self.entry(node).children.get(way) {
            return child;
        }
        let child = Node(self.0.len() as u32);
        self.0.push(Entry {
            up: node,
            way: way.clone(),
            children: HashMap::new(),
            touched: [false; 5],
            sites: Vec::new(),
        });
        self.0[node.0 as usize].children.insert(way.clone(), child);
        child
    }

    pub fn key(&mut self, node: Node, key: &[u8]) -> Node {
        self.child(node, &Way::Key(key.into()))
    }

    pub fn any(&mut self, node: Node) -> Node {
        self.child(node, &Way::Any)
    }

    /// Notes what is done with the value at a node, and where.
    pub fn touch(&mut self, node: Node, touch: Touch, site: Option<Site>) {
        let entry = &mut self.0[node.0 as usize];
        entry.touched[touch as usize] = true;
        if let Some(site) = site
            && entry.sites.len() < SITES
            && !entry.sites.contains(&site)
        {
            entry.sites.push(site);
        }
    }

    /// Whether something of the kind is done with the value.
    pub fn is_touched(&self, node: Node, touch: Touch) -> bool {
        self.entry(node).touched[touch as usize]
    }

    /// The nodes below, each with the way into it.
    pub fn children(&self, node: Node) -> impl Iterator<Item = (&Way, Node)> {
        self.entry(node).children.iter().map(|(way, node)| (way, *node))
    }

    /// The node of a key, and that of any key, as far as they are there.
    pub fn matching(&self, node: Node, key: Option<&[u8]>) -> impl Iterator<Item = Node> {
        let children = &self.entry(node).children;
        let named = key.and_then(|key| children.get(&Way::Key(key.into())));
        named.into_iter().chain(children.get(&Way::Any)).copied()
    }

    /// The places that touch a node.
    pub fn sites(&self, node: Node) -> &[Site] {
        &self.entry(node).sites
    }

    /// The ways from the top to a node.
    pub fn ways(&self, mut node: Node) -> Vec<&Way> {
        let mut ways = Vec::new();
        while node != Trie::TOP {
            ways.push(&self.entry(node).way);
            node = self.entry(node).up;
        }
        ways.reverse();
        ways
    }

    /// Whether anything is done with a value or with something in it.
    pub fn is_live(&self, node: Node) -> bool {
        let mut waiting = vec![node];
        while let Some(node) = waiting.pop() {
            let entry = self.entry(node);
            if entry.touched.contains(&true) {
                return true;
            }
            waiting.extend(entry.children.values());
        }
        false
    }
}

//! Documents of schemas and the resources in them: what has a name of its own, and the anchors below it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use nexachart_go::strconv::quote;
use nexachart_go::url::Url;

use crate::document::{Document, Node, NodeId, ROOT};
use crate::draft::{Dialect, Draft, Holds};
use crate::keyword::{Keyword, Members};
use crate::load::Library;
use crate::location::{Fragment, at_pointer, join, split, split_fragment};

/// A document of schemas.
#[derive(Debug)]
pub(crate) struct Root {
    pub url: Vec<u8>,
    pub document: Arc<Document>,
    /// That of the document itself comes first.
    pub resources: Vec<Resource>,
    by_node: HashMap<NodeId, usize>,
    by_id: HashMap<Vec<u8>, usize>,
    /// Which nodes were looked at as schemas.
    seen: Vec<bool>,
}

/// A schema with a URL of its own, and all below it up to the next one.
#[derive(Debug)]
pub(crate) struct Resource {
    pub node: NodeId,
    pub id: Vec<u8>,
    pub dialect: Dialect,
    pub anchors: BTreeMap<Vec<u8>, NodeId>,
    /// Which of the anchors are dynamic.
    pub dynamic_anchors: HashSet<Vec<u8>>,
}

impl Root {
    /// A document whose resources are collected from its root on.
    ///
    /// # Errors
    /// Go's text.
    pub fn new(url: &[u8], document: Arc<Document>, library: &mut Library<'_>) -> Result<Root, String> {
        let seen = vec![false; document.len()];
        let (resources, by_node, by_id) = (Vec::new(), HashMap::new(), HashMap::new());
        let mut root = Root { url: url.to_vec(), document, resources, by_node, by_id, seen };
        root.collect(ROOT, library)?;
        Ok(root)
    }

    /// Whether a node was looked at as a schema.
    pub fn has_seen(&self, node: NodeId) -> bool {
        self.seen[node.index()]
    }

    /// The resource that a node belongs to.
    pub fn resource_of(&self, node: NodeId) -> usize {
        let mut at = node;
        // That of the document itself is where all ways up end.
        while self.resources.len() > 1 {
            if let Some(resource) = self.by_node.get(&at) {
                return *resource;
            }
            match self.document.parent(at) {
                Some(parent) => at = parent,
                None => break,
            }
        }
        0
    }

    /// The resource with a URL.
    pub fn resource_by_url(&self, url: &[u8]) -> Option<usize> {
        if url == self.url { Some(0) } else { self.by_id.get(url).copied() }
    }

    /// Where a node stands: URL and fragment.
    pub fn location(&self, node: NodeId) -> String {
        at_pointer(&self.url, &self.document.pointer(node))
    }

    /// Looks at a schema and all schemas below it: which are resources, and what anchors they have.
    ///
    /// # Errors
    /// Go's text.
    pub fn collect(&mut self, node: NodeId, library: &mut Library<'_>) -> Result<(), String> {
        let document = self.document.clone();
        let mut open = vec![(node, (!self.resources.is_empty()).then(|| self.resource_of(node)))];
        while let Some((node, around)) = open.pop() {
            if std::mem::replace(&mut self.seen[node.index()], true) {
                continue;
            }
            let Some((resource, draft)) = self.look_at(node, around, library)? else { continue };
            let first = open.len();
            for value in document.members(node) {
                let mut add = |node: &NodeId| open.push((*node, Some(resource)));
                let keyword = Keyword::named(document.key_text(*value));
                match keyword.and_then(|keyword| draft.subschemas(keyword)) {
                    Some(Holds::Schema) => add(value),
                    Some(Holds::List) => document.items(*value).unwrap_or_default().iter().for_each(add),
                    Some(Holds::Map) => document.members(*value).iter().for_each(add),
                    Some(Holds::SchemaOrList) => {
                        add(value);
                        document.items(*value).unwrap_or_default().iter().for_each(add);
                    }
                    None => {}
                }
            }
            open[first..].reverse();
        }
        Ok(())
    }

    /// Looks at one schema. The resource that it belongs to and its draft, if it is an object.
    fn look_at(
        &mut self,
        node: NodeId,
        around: Option<usize>,
        library: &mut Library<'_>,
    ) -> Result<Option<(usize, Draft)>, String> {
        let fallback = match around {
            Some(resource) => self.resources[resource].dialect.clone(),
            None => Dialect { draft: Draft::LATEST, vocabularies: None },
        };
        let base = around.map_or_else(|| self.url.clone(), |resource| self.resources[resource].id.clone());
        let document = self.document.clone();
        if document.members(node).is_empty() {
            if node == ROOT {
                self.add_resource(node, base, fallback.clone());
            }
            // An empty object has nothing to look at, and nothing else is a schema with parts.
            return Ok(None);
        }
        let members = Members::of(&document, node);
        let custom = members.string(Keyword::Schema);
        let mut draft = match custom {
            Some(schema) => self.draft_of(schema, node, fallback.draft, library)?,
            None => fallback.draft,
        };
        let mut has_schema = custom.is_some();
        let mut id = id_of(&members, draft);
        if id.is_empty() && node != ROOT {
            // Only a resource can have a `$schema`.
            draft = fallback.draft;
            has_schema = false;
            id = id_of(&members, draft);
        }
        let mut resource = around;
        if !id.is_empty() || node == ROOT {
            let url = match id {
                b"" => base,
                id => {
                    let parsed = join(&base, id);
                    parsed.map_err(|_| at_fault("error in parsing id at", &self.location(node)))?.0
                }
            };
            resource = Some(match self.by_id.get(&url) {
                Some(known) if self.resources[*known].node == node => *known,
                Some(known) => {
                    let other = self.document.pointer(self.resources[*known].node);
                    let (url, here, there) = (quote(&url), quote(&document.pointer(node)), quote(&other));
                    return Err(format!("duplicate id {url} in {} at {here} and {there}", quote(&self.url)));
                }
                None => {
                    let dialect = match (has_schema, custom) {
                        (true, Some(schema)) => {
                            Dialect { draft, vocabularies: vocabularies_of(schema, draft, library)? }
                        }
                        _ => fallback,
                    };
                    self.add_resource(node, url, dialect)
                }
            });
        }
        // The root has one, and what is below it has that around it.
        let resource = resource.unwrap_or_default();
        self.collect_anchors(&members, node, resource)?;
        Ok(Some((resource, draft)))
    }

    fn add_resource(&mut self, node: NodeId, id: Vec<u8>, dialect: Dialect) -> usize {
        let index = self.resources.len();
        self.by_node.insert(node, index);
        self.by_id.insert(id.clone(), index);
        let (anchors, dynamic_anchors) = (BTreeMap::new(), HashSet::new());
        self.resources.push(Resource { node, id, dialect, anchors, dynamic_anchors });
        index
    }

    fn collect_anchors(
        &mut self,
        members: &Members<'_>,
        node: NodeId,
        resource: usize,
    ) -> Result<(), String> {
        let draft = self.resources[resource].dialect.draft;
        if draft < Draft::Draft2019 {
            if members.get(Keyword::Ref).is_some() {
                return Ok(());
            }
            // The fragment of the id is the anchor.
            let Some(id) = members.string(draft.id_keyword()) else { return Ok(()) };
            return match split_fragment(id) {
                Err(_) => Err(at_fault("error in parsing anchor at", &self.location(node))),
                Ok((_, Fragment::Anchor(anchor))) => self.add_anchor(&anchor, node, resource),
                Ok(_) => Ok(()),
            };
        }
        if let Some(anchor) = members.string(Keyword::Anchor) {
            self.add_anchor(anchor, node, resource)?;
        }
        if draft >= Draft::Draft2020
            && let Some(anchor) = members.string(Keyword::DynamicAnchor)
        {
            self.add_anchor(anchor, node, resource)?;
            self.resources[resource].dynamic_anchors.insert(anchor.to_vec());
        }
        Ok(())
    }

    fn add_anchor(&mut self, anchor: &[u8], node: NodeId, resource: usize) -> Result<(), String> {
        match self.resources[resource].anchors.insert(anchor.to_vec(), node) {
            Some(other) if other != node => {
                let (there, here) = (self.document.pointer(other), self.document.pointer(node));
                let (anchor, url) = (quote(anchor), quote(&self.url));
                Err(format!("duplicate anchor {anchor} in {url} at {} and {}", quote(&there), quote(&here)))
            }
            _ => Ok(()),
        }
    }

    /// The draft that a `$schema` names, or that of the metaschema which it names.
    fn draft_of(
        &self,
        schema: &[u8],
        node: NodeId,
        fallback: Draft,
        library: &mut Library<'_>,
    ) -> Result<Draft, String> {
        let (mut schema, mut node, mut url) = (schema.to_vec(), node, self.url.clone());
        let mut seen = HashSet::new();
        loop {
            if let Some(draft) = Draft::of_url(&schema) {
                return Ok(draft);
            }
            schema.truncate(split(&schema).0.len());
            if let Err(error) = Url::parse(&schema) {
                // Only here, where it all began, the node is not the root of its document.
                let pointer = if seen.is_empty() { self.document.pointer(node) } else { Vec::new() };
                let location = at_pointer(&url, &pointer);
                return Err(format!("{}: {error}", at_fault("invalid $schema in", &location)));
            }
            if node == ROOT && schema == url {
                return Err(format!("draft {} is not supported", quote(&schema)));
            }
            if !seen.insert(schema.clone()) {
                return Err(format!("cycle in resolving $schema in {}", quote(&schema)));
            }
            let document = library.load(&schema)?;
            (url, node) = (schema, ROOT);
            match Members::of(&document, ROOT).string(Keyword::Schema) {
                Some(next) => schema = next.to_vec(),
                None => return Ok(fallback),
            }
        }
    }
}

fn at_fault(what: &str, location: &str) -> String {
    format!("{what} {}", quote(location.as_bytes()))
}

/// The id of a schema without its fragment; empty if it has none.
fn id_of<'d>(members: &Members<'d>, draft: Draft) -> &'d [u8] {
    // Next to a `$ref` nothing else counted.
    if draft < Draft::Draft2019 && members.get(Keyword::Ref).is_some() {
        return b"";
    }
    members.string(draft.id_keyword()).map_or(b"", |id| split(id).0)
}

/// The vocabularies that the metaschema with this URL asks for.
fn vocabularies_of(
    schema: &[u8],
    draft: Draft,
    library: &mut Library<'_>,
) -> Result<Option<Vec<&'static str>>, String> {
    if Draft::of_url(schema).is_some() {
        return Ok(None);
    }
    let (url, _) = split(schema);
    let document = library.load(url)?;
    if draft < Draft::Draft2019 {
        return Ok(None);
    }
    let Some(vocabulary) = document.member(ROOT, b"$vocabulary") else { return Ok(None) };
    if !matches!(document.node(vocabulary), Node::Object(_)) {
        return Ok(None);
    }
    let mut names = Vec::new();
    for value in document.members(vocabulary) {
        if document.as_bool(*value) != Some(true) {
            continue;
        }
        let name = document.key_text(*value);
        let known = name
            .strip_prefix(draft.vocabulary_prefix())
            .and_then(|name| draft.vocabularies().iter().find(|known| known.as_bytes() == name));
        match known {
            Some(known) => names.push(*known),
            None => return Err(format!("unsupported vocabulary {} in {}", quote(name), quote(url))),
        }
    }
    if !names.contains(&"core") {
        names.push("core");
    }
    Ok(Some(names))
}

//! Compiling: from documents to [`Schemas`], with all that is reached from a first schema.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use nexachart_go::regexp::Regexp;
use nexachart_go::strconv::quote;

use crate::document::{Document, Node, NodeId, ROOT};
use crate::draft::{Dialect, Draft};
use crate::keyword::{Keyword, Members};
use crate::load::Library;
use crate::location::{Astray, Fragment, at_pointer, join, look_up};
use crate::metaschema;
use crate::root::Root;
use crate::rules::compile_object;
use crate::schema::{Schema, SchemaId, Schemas, Source};

/// Which formats are asserted from draft 2019-09 on. Before it, all are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Formats {
    /// Those of metaschemas that ask for it.
    Vocabulary,
    /// All.
    Assert,
}

/// Compiles schemas by their URL.
pub(crate) struct Compiler<'l> {
    pub library: Library<'l>,
    pub regexps: Regexps,
    pub formats: Formats,
    roots: Vec<Root>,
    schemas: Vec<Schema>,
    /// Where each schema is to be found; those behind the end of `schemas` are still to be compiled.
    targets: Vec<Target>,
    /// Per root and node.
    ids: Vec<HashMap<NodeId, SchemaId>>,
}

/// Where a schema is to be found.
#[derive(Clone, Debug)]
pub(crate) enum Target {
    /// Root and node.
    Found(usize, NodeId),
    /// Nowhere: the error for when its turn comes.
    Missing(String),
}

/// Compiled regular expressions by their text: the metaschema checks what is then used.
#[derive(Debug, Default)]
pub(crate) struct Regexps(RefCell<HashMap<Vec<u8>, Compiled>>);

/// A pattern, or why it is none.
type Compiled = Result<Arc<Regexp>, String>;

impl Regexps {
    /// The regular expression of a text.
    ///
    /// # Errors
    /// Go's text.
    pub fn get(&self, text: &[u8]) -> Compiled {
        if let Some(known) = self.0.borrow().get(text) {
            return known.clone();
        }
        let compiled = Regexp::new(text).map(Arc::new).map_err(|error| error.to_string());
        self.0.borrow_mut().insert(text.to_vec(), compiled.clone());
        compiled
    }
}

impl<'l> Compiler<'l> {
    pub fn new(library: Library<'l>, formats: Formats) -> Compiler<'l> {
        Compiler {
            library,
            regexps: Regexps::default(),
            formats,
            roots: Vec::new(),
            schemas: Vec::new(),
            targets: Vec::new(),
            ids: Vec::new(),
        }
    }

    /// Compiles the schema that is a whole document, and all that it refers to.
    ///
    /// # Errors
    /// Helm's text.
    pub fn compile(&mut self, url: &[u8]) -> Result<SchemaId, String> {
        let root = self.root(url)?;
        let first = self.enqueue(Target::Found(root, ROOT));
        while let Some(target) = self.targets.get(self.schemas.len()) {
            match target.clone() {
                Target::Missing(error) => return Err(error),
                Target::Found(root, node) => {
                    self.ensure(root, node)?;
                    let id = SchemaId(self.schemas.len() as u32);
                    let schema = self.schema(id, root, node)?;
                    self.schemas.push(schema);
                }
            }
        }
        Ok(first)
    }

    /// What was compiled.
    pub fn finish(self) -> (Schemas, Regexps) {
        let source = |root: Root| Source { url: root.url, document: root.document };
        let sources = self.roots.into_iter().map(source).collect();
        (Schemas { sources, schemas: self.schemas }, self.regexps)
    }

    fn schema(&mut self, id: SchemaId, root: usize, node: NodeId) -> Result<Schema, String> {
        let index = self.roots[root].resource_of(node);
        let resource = &self.roots[root].resources[index];
        let (draft, base) = (resource.dialect.draft, resource.node);
        let dynamic: Vec<(Vec<u8>, NodeId)> = if draft >= Draft::Draft2020 && base == node {
            let anchors = resource.anchors.iter();
            let dynamic = anchors.filter(|(anchor, _)| resource.dynamic_anchors.contains(*anchor));
            dynamic.map(|(anchor, node)| (anchor.clone(), *node)).collect()
        } else {
            Vec::new()
        };
        let mut schema = Schema::new(draft, Some((root, node)), id);
        schema.resource = self.enqueue(Target::Found(root, base));
        for (anchor, node) in dynamic {
            let target = self.enqueue(Target::Found(root, node));
            schema.dynamic_anchors.push((anchor.into(), target));
        }
        let document = self.roots[root].document.clone();
        match document.node(node) {
            Node::Bool(value) => schema.boolean = Some(value),
            Node::Object(_) if document.members(node).is_empty() => schema.boolean = Some(true),
            Node::Object(_) => {
                let members = Members::of(&document, node);
                let place = (root, index, node);
                let mut context = Context { compiler: self, document: &document, members, place };
                compile_object(&mut context, &mut schema)?;
            }
            _ => {}
        }
        Ok(schema)
    }

    /// The number of a schema, which gets compiled unless it is already.
    fn enqueue(&mut self, target: Target) -> SchemaId {
        let new = SchemaId(self.targets.len() as u32);
        if let Target::Found(root, node) = target {
            if let Some(known) = self.ids[root].get(&node) {
                return *known;
            }
            self.ids[root].insert(node, new);
        }
        self.targets.push(target);
        new
    }

    /// The root with a URL, loaded and checked if it is new.
    fn root(&mut self, url: &[u8]) -> Result<usize, String> {
        if let Some(known) = self.roots.iter().position(|root| root.url == url) {
            return Ok(known);
        }
        let document = self.library.load(url)?;
        let root = Root::new(url, document, &mut self.library)?;
        let is_published =
            [&b"http://json-schema.org/"[..], b"https://json-schema.org/"].iter().any(|p| url.starts_with(p));
        if !is_published {
            metaschema::check(&root, ROOT, &self.regexps)?;
        }
        self.roots.push(root);
        self.ids.push(HashMap::new());
        Ok(self.roots.len() - 1)
    }

    /// Looks at a schema that stands where schemas are not expected.
    fn ensure(&mut self, root: usize, node: NodeId) -> Result<(), String> {
        if self.roots[root].has_seen(node) {
            return Ok(());
        }
        self.roots[root].collect(node, &mut self.library)?;
        metaschema::check(&self.roots[root], node, &self.regexps)
    }

    /// What a reference in a resource points to.
    fn resolve(&mut self, root: usize, resource: usize, reference: &[u8]) -> Result<Target, String> {
        let here = &self.roots[root];
        let (url, fragment) = join(&here.resources[resource].id, reference)?;
        if let Some(resource) = here.resource_by_url(&url) {
            return resolve_fragment(here, root, resource, fragment);
        }
        let root = self.root(&url)?;
        resolve_fragment(&self.roots[root], root, 0, fragment)
    }
}

fn resolve_fragment(
    root: &Root,
    index: usize,
    resource: usize,
    fragment: Fragment,
) -> Result<Target, String> {
    let resource = &root.resources[resource];
    match fragment {
        Fragment::Pointer(pointer) => Ok(match look_up(&root.document, resource.node, &pointer) {
            Ok(node) => Target::Found(index, node),
            Err(astray) => {
                let full = [&root.document.pointer(resource.node)[..], &pointer].concat();
                let location = quote(at_pointer(&root.url, &full).as_bytes());
                Target::Missing(match astray {
                    Astray::Invalid => format!("invalid json-pointer {location}"),
                    Astray::NotFound => format!("json-pointer in {location} not found"),
                })
            }
        }),
        Fragment::Anchor(anchor) => match resource.anchors.get(&anchor) {
            Some(node) => Ok(Target::Found(index, *node)),
            None => {
                let reference = quote(at_pointer(&resource.id, &anchor).as_bytes());
                Err(format!("anchor in {reference} not found in schema {}", quote(&root.url)))
            }
        },
    }
}

/// A schema that is being compiled.
pub(crate) struct Context<'c, 'l> {
    compiler: &'c mut Compiler<'l>,
    pub document: &'c Document,
    pub members: Members<'c>,
    /// Its root, resource and node.
    place: (usize, usize, NodeId),
}

impl Context<'_, '_> {
    fn dialect(&self) -> &Dialect {
        let (root, resource, _) = self.place;
        &self.compiler.roots[root].resources[resource].dialect
    }

    pub fn has_vocabulary(&self, name: &str) -> bool {
        self.dialect().has(name)
    }

    pub fn asserts_formats(&self, draft: Draft) -> bool {
        self.compiler.formats == Formats::Assert
            || match draft {
                Draft::Draft2019 => self.has_vocabulary("format"),
                Draft::Draft2020 => self.has_vocabulary("format-assertion"),
                _ => true,
            }
    }

    pub fn regexp(&self, text: &[u8]) -> Result<Arc<Regexp>, String> {
        self.compiler.regexps.get(text)
    }

    /// Where the schema stands.
    pub fn location(&self) -> String {
        let (root, _, node) = self.place;
        self.compiler.roots[root].location(node)
    }

    /// The schema at a node of this document.
    pub fn subschema(&mut self, node: NodeId) -> SchemaId {
        self.compiler.enqueue(Target::Found(self.place.0, node))
    }

    /// The schema that the value of a keyword refers to.
    pub fn reference(&mut self, keyword: Keyword) -> Result<Option<SchemaId>, String> {
        let Some(reference) = self.members.string(keyword) else { return Ok(None) };
        let (root, resource, _) = self.place;
        let target = self.compiler.resolve(root, resource, reference)?;
        Ok(Some(self.compiler.enqueue(target)))
    }
}

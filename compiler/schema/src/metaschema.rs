//! Checking schemas against the metaschemas of their drafts.

use std::sync::LazyLock;

use nexachart_go::strconv::quote;

use crate::check::{Check, Failure, Resources};
use crate::compile::{Compiler, Formats, Regexps};
use crate::document::NodeId;
use crate::draft::{Dialect, Draft};
use crate::load::{Library, Load};
use crate::root::Root;
use crate::schema::{Schema, SchemaId, Schemas};

/// The metaschemas of all drafts, compiled.
struct Metaschemas {
    schemas: Schemas,
    drafts: Vec<(Draft, SchemaId)>,
    vocabularies: Vec<(Draft, &'static str, SchemaId)>,
}

static METASCHEMAS: LazyLock<Metaschemas> = LazyLock::new(Metaschemas::compile);

/// Checks a schema of a document, and all below it.
///
/// # Errors
/// Helm's text.
pub(crate) fn check(root: &Root, node: NodeId, regexps: &Regexps) -> Result<(), String> {
    let known = &*METASCHEMAS;
    let mut more = Vec::new();
    let mut metaschema = |dialect: &Dialect| known.of(dialect, &mut more);
    let mut resources = Resources::default();
    // That of the document itself alone is no reason to look for others.
    if root.resources.len() > 1 {
        for resource in &root.resources {
            let pointer = root.document.pointer(resource.node);
            resources.0.insert(pointer, metaschema(&resource.dialect));
        }
    }
    let meta = metaschema(&root.resources[root.resource_of(node)].dialect);
    let check = Check::of_schema(&known.schemas, &more, &root.document, regexps, &resources);
    check.run(meta, node, Some(meta)).map_err(|failure| match failure {
        Failure::Invalid(text) => {
            let location = quote(root.location(node).as_bytes());
            format!("{location} is not valid against metaschema: {text}")
        }
        Failure::Stopped(text) => text,
    })
}

impl Metaschemas {
    fn compile() -> Metaschemas {
        let mut compiler = Compiler::new(Library::new(&Nowhere), Formats::Assert);
        let (mut drafts, mut vocabularies) = (Vec::new(), Vec::new());
        // They are built in and have no errors: a test compiles them all.
        for draft in Draft::ALL {
            if let Ok(id) = compiler.compile(draft.url().as_bytes()) {
                drafts.push((draft, id));
            }
            for name in draft.vocabularies() {
                let url = format!("{}meta/{name}", draft.url().trim_end_matches("schema"));
                if let Ok(id) = compiler.compile(url.as_bytes()) {
                    vocabularies.push((draft, *name, id));
                }
            }
        }
        Metaschemas { schemas: compiler.finish().0, drafts, vocabularies }
    }

    /// The metaschema of a dialect. One of chosen vocabularies is added to `more`.
    fn of(&self, dialect: &Dialect, more: &mut Vec<Schema>) -> SchemaId {
        let Some(names) = &dialect.vocabularies else {
            let known = self.drafts.iter().find(|(draft, _)| *draft == dialect.draft);
            return known.map_or(SchemaId(0), |(_, id)| *id);
        };
        let id = SchemaId((self.schemas.schemas.len() + more.len()) as u32);
        let mut schema = Schema::new(dialect.draft, None, id);
        let vocabulary = |name: &&'static str| {
            let mut known = self.vocabularies.iter();
            known.find(|(draft, known, _)| *draft == dialect.draft && known == name).map(|(_, _, id)| *id)
        };
        schema.logic.get_or_insert_default().all_of = names.iter().filter_map(vocabulary).collect();
        if dialect.draft >= Draft::Draft2020 {
            schema.dynamic_anchor = Some(b"meta"[..].into());
            schema.dynamic_anchors = vec![(b"meta"[..].into(), id)];
        }
        more.push(schema);
        id
    }
}

/// Metaschemas refer to nothing but each other.
struct Nowhere;

impl Load for Nowhere {
    fn file(&self, _: &[u8]) -> Result<Vec<u8>, String> {
        Err(String::new())
    }

    fn http(&self, _: &[u8]) -> Result<Vec<u8>, String> {
        Err(String::new())
    }

    fn unresolved_urn(&self, _: &[u8]) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_compile() {
        assert_eq!((METASCHEMAS.drafts.len(), METASCHEMAS.vocabularies.len()), (5, 14));
    }
}

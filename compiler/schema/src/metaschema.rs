//! Checking schemas against the metaschemas of their drafts.

use std::sync::LazyLock;

use nexachart_go::strconv::quote;

use crate::check::{Check, Failure, Resources};
use crate::compile::{Compiler, Formats, Regexps};
use crate::document::NodeId;
use crate::draft::{Dialect, Draft};
use crate::json;
use crate::load::{Library, Load};
use crate::root::Root;
use crate::schema::{Schema, SchemaId, Schemas};

/// A metaschema that allows what that of a draft allows.
struct Short {
    schemas: Schemas,
    first: Option<SchemaId>,
}

/// Of each draft. Most schemas are valid, and nobody asks further.
static SHORT: [LazyLock<Short>; 5] = [
    LazyLock::new(|| Short::compile(Draft::Draft4)),
    LazyLock::new(|| Short::compile(Draft::Draft6)),
    LazyLock::new(|| Short::compile(Draft::Draft7)),
    LazyLock::new(|| Short::compile(Draft::Draft2019)),
    LazyLock::new(|| Short::compile(Draft::Draft2020)),
];

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
    let resource = &root.resources[root.resource_of(node)];
    if root.resources.len() == 1 && resource.dialect.vocabularies.is_none() {
        let short = &*SHORT[resource.dialect.draft as usize];
        let nothing = Resources::default();
        let check = Check::new(&short.schemas, &[], &root.document, regexps, &nothing);
        if short.first.is_some_and(|first| check.allows(first, node)) {
            return Ok(());
        }
    }
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
    let meta = metaschema(&resource.dialect);
    let check = Check::new(&known.schemas, &more, &root.document, regexps, &resources);
    check.run(meta, node, Some(meta)).map_err(|failure| match failure {
        Failure::Invalid(text) => {
            let location = quote(root.location(node).as_bytes());
            format!("{location} is not valid against metaschema: {text}")
        }
        Failure::Stopped(text) => text,
    })
}

/// The metaschemas of drafts with several vocabularies as one, without the detours that messages tell of.
fn flat(draft: Draft) -> Option<&'static str> {
    match draft {
        Draft::Draft2019 => Some(include_str!("../metaschemas/flat/2019-09.json")),
        Draft::Draft2020 => Some(include_str!("../metaschemas/flat/2020-12.json")),
        _ => None,
    }
}

impl Short {
    fn compile(draft: Draft) -> Short {
        let mut library = Library::new(&Nowhere);
        let mut url = draft.url().to_owned();
        if let Some(text) = flat(draft)
            && let Ok(document) = json::read(text.as_bytes())
        {
            url.push_str("/flat");
            library.add(url.as_bytes(), document);
        }
        let mut compiler = Compiler::new(library, Formats::Assert);
        let first = compiler.compile(url.as_bytes()).ok();
        Short { schemas: compiler.finish().0, first }
    }
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
    use serde_json::{Map, Value};

    use super::*;
    use crate::draft::{Published, published};

    #[test]
    fn all_compile() {
        let known = &*METASCHEMAS;
        assert_eq!((known.drafts.len(), known.vocabularies.len()), (5, 14));
        for draft in Draft::ALL {
            assert!(SHORT[draft as usize].first.is_some(), "{draft:?}");
        }
    }

    /// What `metaschemas/flat` holds is what follows from the published metaschemas.
    #[test]
    fn flat_is_all_together() {
        for draft in [Draft::Draft2019, Draft::Draft2020] {
            let root = published_json(draft.url());
            let (mut properties, mut definitions) = (Map::new(), Map::new());
            let parts = root["allOf"].as_array().unwrap().iter().map(|part| {
                let name = part["$ref"].as_str().unwrap();
                published_json(&format!("{}{name}", draft.url().trim_end_matches("schema")))
            });
            for part in std::iter::once(root.clone()).chain(parts) {
                for (all, keyword) in [(&mut properties, "properties"), (&mut definitions, "$defs")] {
                    for (name, schema) in part[keyword].as_object().into_iter().flatten() {
                        assert!(all.insert(name.clone(), flattened(schema)).is_none(), "{name}");
                    }
                }
            }
            let flat: Value = serde_json::from_str(flat(draft).unwrap()).unwrap();
            assert_eq!(flat["type"], root["type"]);
            assert_eq!((&flat["properties"], &flat["$defs"]), (&properties.into(), &definitions.into()));
        }
    }

    fn published_json(url: &str) -> Value {
        match published(url.as_bytes()) {
            Some(Published::Text(text)) => serde_json::from_str(text).unwrap(),
            other => panic!("{url}: {other:?}"),
        }
    }

    /// A schema without annotations, whose references stay in the document.
    fn flattened(schema: &Value) -> Value {
        match schema {
            Value::Object(members)
                if members.contains_key("$dynamicRef") || members.contains_key("$recursiveRef") =>
            {
                serde_json::json!({"$ref": "#"})
            }
            Value::Object(members) => {
                let kept = members.iter().filter(|(name, _)| {
                    !["title", "$comment", "default", "deprecated"].contains(&name.as_str())
                });
                kept.map(|(name, value)| {
                    let local =
                        value.as_str().and_then(|text| text.split_once('#')).filter(|_| name == "$ref");
                    let value =
                        local.map_or_else(|| flattened(value), |(_, place)| format!("#{place}").into());
                    (name.clone(), value)
                })
                .collect()
            }
            Value::Array(items) => items.iter().map(flattened).collect(),
            other => other.clone(),
        }
    }
}

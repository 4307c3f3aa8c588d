//! Custom resources: their definitions, and objects of their kinds.
//!
//! A schema is checked where it stands, in the tree of its definition: nothing is compiled, so one that is used once costs no
//! more than reading it.

mod bundle;
mod check;
mod fields;
mod format;
mod junctors;
mod limits;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use nexachart_go::regexp::Regexp;

use crate::finding::{Code, Findings};
use crate::{Finding, Node, Tree};
pub(crate) use bundle::Bundle;

/// What evaluates the rules of a schema (`x-kubernetes-validations`).
pub trait Expressions: Send + Sync {
    /// The rules among `rules` that `value` breaks. `schema` is what the rules stand in.
    fn failures(&self, rules: Node<'_>, schema: Node<'_>, value: Node<'_>) -> Vec<Failure>;
}

/// A rule that a value breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What the API server says: `Invalid value: …`, `Forbidden: …`.
    pub message: String,
    /// `fieldPath` of the rule, without the dot in front.
    pub field: Option<String>,
}

/// A kind of custom resources in one version.
#[derive(Clone)]
pub(crate) struct Custom {
    tree: Arc<Tree>,
    /// The schema's number in the tree. `None`: whatever there is, is allowed.
    schema: Option<u32>,
    /// Whether objects are in a namespace; `None` where that is not told.
    pub namespaced: Option<bool>,
}

/// A kind under its `apiVersion` and name.
pub(crate) type Named = ((String, String), Custom);

/// Regular expressions of schemas, compiled once.
#[derive(Default)]
pub(crate) struct Patterns(Mutex<HashMap<String, Option<Arc<Regexp>>>>);

impl Patterns {
    /// `None`: it is no expression.
    pub fn get(&self, pattern: &str) -> Option<Arc<Regexp>> {
        // Where a thread panicked there is nothing half done in the map.
        let mut patterns = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(known) = patterns.get(pattern) {
            return known.clone();
        }
        let compiled = Regexp::new(pattern.as_bytes()).ok().map(Arc::new);
        patterns.insert(pattern.to_string(), compiled.clone());
        compiled
    }
}

impl Custom {
    /// A bare schema.
    pub fn of_schema(tree: Tree) -> Custom {
        let schema = tree.root().id();
        Custom { tree: Arc::new(tree), schema: Some(schema), namespaced: None }
    }

    /// The schema.
    pub fn schema(&self) -> Option<Node<'_>> {
        self.schema.map(|id| self.tree.node(id))
    }

    /// The kinds that a CustomResourceDefinition defines, each with its `apiVersion` and kind. The findings say why there are none.
    pub fn of_definition(tree: Tree) -> (Vec<Named>, Vec<Finding>) {
        let tree = Arc::new(tree);
        let mut found = Vec::new();
        let mut findings = Findings::default();
        let root = tree.root();
        let Some(spec) = root.at("spec") else {
            findings.add_below(Code::Required, root, "spec", "Required value".into());
            return (found, findings.list);
        };
        let group = spec.text_at("group");
        let kind = spec.at("names").map_or("", |names| names.text_at("kind"));
        let namespaced = Some(spec.text_at("scope") != "Cluster");
        for version in spec.list("versions") {
            // A version that is not served cannot be created.
            if version.at("served").is_some() && !version.flag("served") {
                continue;
            }
            let schema = version.at("schema").and_then(|schema| schema.at("openAPIV3Schema"));
            // `apiextensions.k8s.io/v1beta1` had one for all versions.
            let schema = schema.or_else(|| spec.at("validation")?.at("openAPIV3Schema")).map(Node::id);
            let key = (format!("{group}/{}", version.text_at("name")), kind.to_string());
            found.push((key, Custom { tree: tree.clone(), schema, namespaced }));
        }
        for (key, text) in [("group", group), ("names.kind", kind)] {
            if text.is_empty() {
                findings.add_below(Code::Required, spec, key, "Required value".into());
            }
        }
        (found, findings.list)
    }

    /// Checks an object; its metadata is checked elsewhere.
    pub fn check(
        &self,
        root: Node<'_>,
        patterns: &Patterns,
        expressions: Option<&dyn Expressions>,
        findings: &mut Findings,
    ) {
        let Some(schema) = self.schema() else { return };
        fields::unknown(root, schema, findings);
        let mut checker = check::Checker { patterns, expressions, findings };
        checker.value(root, schema);
        checker.structure(root, schema);
    }
}

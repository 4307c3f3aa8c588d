//! All kinds that are known, and the check of an object.

use std::collections::HashMap;

use nexachart_go::strconv::quote;

use crate::catalog::{Catalog, Kind};
use crate::custom::{Bundle, Custom, Expressions, Patterns};
use crate::decode::Decoder;
use crate::finding::{Code, Finding, Findings};
use crate::rules::{NameForm, Rules};
use crate::{Lifecycle, Node, Tree, Value, Version, suggest};

/// The kinds that objects can be of. It is made once and shared by all threads.
pub struct Kinds {
    catalog: Catalog,
    defined: HashMap<(String, String), Custom>,
    bundle: Bundle,
    patterns: Patterns,
    expressions: Option<Box<dyn Expressions>>,
}

impl Default for Kinds {
    fn default() -> Kinds {
        Kinds::new()
    }
}

impl Kinds {
    /// Kubernetes' own kinds in all versions bundled. It costs about 0.1 ms: what a kind's fields are is read when an object
    /// asks for it.
    pub fn new() -> Kinds {
        Kinds {
            catalog: Catalog::new(),
            defined: HashMap::new(),
            bundle: Bundle::default(),
            patterns: Patterns::default(),
            expressions: None,
        }
    }

    /// What evaluates the rules of custom resources (`x-kubernetes-validations`). Without it they are not looked at.
    pub fn with_expressions(mut self, expressions: Box<dyn Expressions>) -> Kinds {
        self.expressions = Some(expressions);
        self
    }

    /// Adds the kinds of a CustomResourceDefinition. It goes before the bundled schemas, and before one of the same kind that was
    /// added earlier. The findings say what the definition lacks.
    ///
    /// ```
    /// use nexachart_kinds::{Kinds, Tree, Version};
    /// let definition = br#"{kind: CustomResourceDefinition, spec: {group: a.io, names: {kind: Box}, scope: Namespaced, versions: [{name: v1,
    ///   schema: {openAPIV3Schema: {type: object, properties: {size: {type: integer, minimum: 1}}}}}]}}"#;
    /// let mut kinds = Kinds::new();
    /// assert!(kinds.define(Tree::read(definition).unwrap().unwrap()).is_empty());
    /// let object = Tree::read(b"{apiVersion: a.io/v1, kind: Box, metadata: {name: a}, size: 0}").unwrap().unwrap();
    /// let findings = kinds.check(&object, Version::NEWEST);
    /// assert_eq!(findings[0].to_string(), "size: Invalid value: 0: size in body should be greater than or equal to 1");
    /// ```
    pub fn define(&mut self, definition: Tree) -> Vec<Finding> {
        let (kinds, findings) = Custom::of_definition(definition);
        self.defined.extend(kinds);
        findings
    }

    /// Whether something is known of a kind, Kubernetes' own or a custom resource.
    pub fn knows(&self, api_version: &str, kind: &str, version: Version) -> bool {
        self.kind(api_version, kind, version).is_some() || self.custom(api_version, kind).is_some()
    }

    fn custom(&self, api_version: &str, kind: &str) -> Option<Custom> {
        let defined = self.defined.get(&(api_version.to_string(), kind.to_string()));
        defined.cloned().or_else(|| self.bundle.get(api_version, kind))
    }

    /// A kind of Kubernetes' own, if the version has it.
    ///
    /// ```
    /// use nexachart_kinds::{Kinds, Version};
    /// let kinds = Kinds::new();
    /// let deployment = kinds.kind("apps/v1", "Deployment", Version::NEWEST).unwrap();
    /// assert_eq!((deployment.plural, deployment.namespaced), ("deployments", true));
    /// assert!(kinds.kind("extensions/v1beta1", "Deployment", Version::NEWEST).is_none());
    /// ```
    pub fn kind(&self, api_version: &str, kind: &str, version: Version) -> Option<&Kind> {
        self.catalog.kind(api_version, kind).filter(|kind| kind.versions.has(version))
    }

    /// What an API server of this version would say of an object that is to be created.
    pub fn check(&self, object: &Tree, version: Version) -> Vec<Finding> {
        let mut findings = Findings::default();
        self.check_object(object, version, &mut findings);
        for node in object.shadowed() {
            let path = node.path();
            let message = format!("duplicate field {}", quote(path.as_bytes()));
            let help = Some("the value below is the one that counts".into());
            let (code, span) = (Code::DuplicateField, node.key_span());
            findings.list.push(Finding { code, path, message, help, span });
        }
        findings.list
    }

    fn check_object(&self, object: &Tree, version: Version, findings: &mut Findings) {
        let root = object.root();
        let Some((api_version, kind)) = head(root, findings) else { return };
        let Some(known) = self.kind(api_version, kind, version) else {
            return match self.custom(api_version, kind) {
                Some(custom) => self.check_custom(root, &custom, version, findings),
                None => self.unknown(root, (api_version, kind), version, findings),
            };
        };
        if let Some(row) = Lifecycle::of(api_version, kind).filter(|row| row.is_deprecated(version)) {
            findings.add(Code::DeprecatedApi, root, row.warning());
        }
        let prefix = prefix(api_version, kind);
        let mut decoder = Decoder { catalog: &self.catalog, version, findings, prefix };
        if decoder.object(root, known.definition) {
            Rules { version, findings }.object(root, known);
        }
    }

    fn check_custom(&self, root: Node<'_>, custom: &Custom, version: Version, findings: &mut Findings) {
        let prefix = prefix(root.text_at("apiVersion"), root.text_at("kind"));
        let meta = self.catalog.number("v1.ObjectMeta").or_else(|| self.catalog.number("meta.v1.ObjectMeta"));
        let mut fits = true;
        if let (Some(metadata), Some(definition)) = (root.at("metadata"), meta) {
            let mut decoder = Decoder { catalog: &self.catalog, version, findings, prefix };
            fits = decoder.object(metadata, definition);
        }
        if fits {
            // Where it is not told, any namespace is right.
            let namespaced = custom.namespaced.unwrap_or(true);
            Rules { version, findings }.metadata(root, NameForm::Subdomain, namespaced);
        }
        custom.check(root, &self.patterns, self.expressions.as_deref(), findings);
    }

    /// A kind that the version does not have, nor anything else.
    fn unknown(&self, root: Node<'_>, head: (&str, &str), version: Version, findings: &mut Findings) {
        let (api_version, kind) = head;
        let message = format!("no matches for kind {kind:?} in version {api_version:?}");
        let row = Lifecycle::of(api_version, kind).filter(|row| row.is_removed(version));
        let code = if row.is_some() { Code::RemovedApi } else { Code::UnknownKind };
        findings.add(code, root, message);
        let served = || self.catalog.kinds().filter(|known| known.versions.has(version));
        let other = served().filter(|known| known.kind == kind).map(|known| known.api_version).max();
        let meant = || {
            suggest(kind, served().filter(|known| known.api_version == api_version).map(|known| known.kind))
        };
        let help = match (row, other) {
            (Some(row), _) => Some(row.warning()),
            (None, Some(other)) => Some(format!("Kubernetes {version} has it in `{other}`")),
            (None, None) => meant().map(|kind| format!("did you mean `{kind}`?")),
        };
        if let Some(finding) = findings.list.last_mut() {
            finding.help = help;
        }
    }
}

/// `apiVersion` and `kind`. What has none is no object.
fn head<'t>(root: Node<'t>, findings: &mut Findings) -> Option<(&'t str, &'t str)> {
    if !matches!(root.value(), Value::Map(_)) {
        findings.add(Code::NotAnObject, root, "no Kubernetes object: it is no map".into());
        return None;
    }
    let (api_version, kind) = (root.text_at("apiVersion"), root.text_at("kind"));
    for (key, value) in [("apiVersion", api_version), ("kind", kind)] {
        if value.is_empty() {
            findings.add_below(
                Code::NotAnObject,
                root,
                key,
                format!("no Kubernetes object: it has no {key}"),
            );
        }
    }
    (!api_version.is_empty() && !kind.is_empty()).then_some((api_version, kind))
}

/// What stands before an error of a type.
fn prefix(api_version: &str, kind: &str) -> String {
    let (_, short) = api_version.split_once('/').unwrap_or(("", api_version));
    format!("{kind} in version {short:?} cannot be handled as a {kind}: ")
}

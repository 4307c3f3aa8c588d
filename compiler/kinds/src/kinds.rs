//! All kinds that are known, and the check of an object.

use nexachart_go::strconv::quote;

use crate::catalog::{Catalog, Kind};
use crate::decode::Decoder;
use crate::finding::{Code, Finding, Findings};
use crate::rules::Rules;
use crate::{Node, Tree, Value, Version};

/// The kinds that objects can be of. It is made once and shared by all threads.
pub struct Kinds {
    catalog: Catalog,
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
        Kinds { catalog: Catalog::new() }
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
            return self.unknown(root, (api_version, kind), version, findings);
        };
        let (_, short) = api_version.split_once('/').unwrap_or(("", api_version));
        let prefix = format!("{kind} in version {short:?} cannot be handled as a {kind}: ");
        let mut decoder = Decoder { catalog: &self.catalog, version, findings, prefix };
        if decoder.object(root, known.definition) {
            Rules { version, findings }.object(root, known);
        }
    }

    fn unknown(
        &self,
        root: Node<'_>,
        (api_version, kind): (&str, &str),
        version: Version,
        findings: &mut Findings,
    ) {
        let message = format!("no matches for kind {kind:?} in version {api_version:?}");
        findings.add(Code::UnknownKind, root, message);
        let other = self.catalog.kinds().filter(|other| other.kind == kind && other.versions.has(version));
        let Some(finding) = findings.list.last_mut() else { return };
        finding.help = other
            .map(|other| other.api_version)
            .max()
            .map(|other| format!("Kubernetes {version} has it in `{other}`"));
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

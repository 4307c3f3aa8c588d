//! Names, labels, annotations, owners, finalizers. Go: k8s.io/apimachinery/pkg/api/validation/objectmeta.go, ValidateObjectMeta.

use super::Rules;
use crate::catalog::Kind;
use crate::{Node, syntax};

/// All annotations together, keys and values.
const MAX_ANNOTATIONS: usize = 256 * 1024;

/// How a name is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameForm {
    Subdomain,
    Label,
    Label1035,
    PathSegment,
    /// Checked elsewhere, or as something of its own.
    Other,
}

/// Which form the names of a kind have.
fn form_of(kind: &str, version: u8) -> NameForm {
    match kind {
        "Namespace" => NameForm::Label,
        // Go: the gate RelaxedServiceNameValidation has been on since 1.36.
        "Service" if version >= 36 => NameForm::Label,
        "Service" => NameForm::Label1035,
        "Role" | "ClusterRole" | "RoleBinding" | "ClusterRoleBinding" | "PodDisruptionBudget" => {
            NameForm::PathSegment
        }
        "APIService" | "CustomResourceDefinition" => NameForm::Other,
        "ResourceSlice" | "IPAddress" | "StorageVersion" | "ClusterTrustBundle" | "Event"
        | "ComponentStatus" => NameForm::Other,
        "TokenReview"
        | "SubjectAccessReview"
        | "SelfSubjectAccessReview"
        | "SelfSubjectRulesReview"
        | "LocalSubjectAccessReview"
        | "SelfSubjectReview"
        | "Binding"
        | "ResourcePoolStatusRequest" => NameForm::Other,
        "CertificateSigningRequest" => NameForm::Subdomain,
        // Go: apps/validation, ValidateStatefulSetName: pods are named after it.
        "StatefulSet" if version >= 28 => NameForm::Label,
        _ => NameForm::Subdomain,
    }
}

impl NameForm {
    pub fn check(self, name: &str) -> Vec<String> {
        match self {
            NameForm::Subdomain => syntax::subdomain(name),
            NameForm::Label => syntax::label(name),
            NameForm::Label1035 => syntax::label_1035(name),
            NameForm::PathSegment => syntax::path_segment(name),
            NameForm::Other => Vec::new(),
        }
    }

    fn check_prefix(self, prefix: &str) -> Vec<String> {
        match self {
            NameForm::PathSegment => syntax::path_segment_prefix(prefix),
            form => form.check(&syntax::as_prefix(prefix)),
        }
    }
}

impl Rules<'_> {
    /// The metadata of an object of a kind of Kubernetes' own.
    pub fn object_meta(&mut self, root: Node<'_>, kind: &Kind) {
        self.metadata(root, form_of(kind.kind, self.version.0), kind.namespaced);
    }

    /// The metadata of any object. Without a namespace it gets one from who sends it.
    pub fn metadata(&mut self, root: Node<'_>, form: NameForm, namespaced: bool) {
        let Some(metadata) = root.at("metadata") else {
            if form != NameForm::Other {
                self.required(root, "metadata.name", "name or generateName is required");
            }
            return;
        };
        let prefix = metadata.at("generateName").filter(|node| !node.text().is_empty());
        if let Some(prefix) = prefix {
            self.invalid_each(prefix, form.check_prefix(prefix.text()));
            self.generated_name(prefix, metadata, form);
        }
        match metadata.at("name").filter(|node| !node.text().is_empty()) {
            Some(name) => self.invalid_each(name, form.check(name.text())),
            None if prefix.is_none() && form != NameForm::Other => {
                self.required(metadata, "name", "name or generateName is required");
            }
            None => {}
        }
        if let Some(namespace) = metadata.at("namespace").filter(|node| !node.text().is_empty()) {
            match namespaced {
                true => self.invalid_each(namespace, syntax::label(namespace.text())),
                // Who sends it leaves it out: kubectl and Helm ask the server first which kinds have a namespace.
                false => self.warn(namespace, "the kind has no namespaces, this one does not count".into()),
            }
        }
        self.not_negative(metadata, "generation");
        self.labels(metadata, "labels");
        self.annotations(metadata, "annotations");
        self.owners(metadata);
        self.finalizers(metadata);
    }

    /// The server makes a name of the prefix before it checks anything, and what is made has to be a name.
    /// Go: k8s.io/apiserver/pkg/storage/names/generate.go.
    fn generated_name(&mut self, prefix: Node<'_>, metadata: Node<'_>, form: NameForm) {
        /// A name of 63 letters, without the five that are added.
        const MOST: usize = 58;
        if !metadata.text_at("name").is_empty() || !form.check_prefix(prefix.text()).is_empty() {
            return;
        }
        let base = prefix.text().get(..MOST).unwrap_or(prefix.text());
        let name = format!("{base}xxxxx");
        let value = nexachart_go::strconv::quote(name.as_bytes());
        for why in form.check(&name) {
            self.invalid_below(metadata, "name", &value, &why);
        }
    }

    /// The metadata of a template of an object: labels and annotations alone.
    pub fn template_metadata(&mut self, template: Node<'_>) {
        if let Some(metadata) = template.at("metadata") {
            self.labels(metadata, "labels");
            self.annotations(metadata, "annotations");
        }
    }

    /// Labels: their keys and values. Go: ValidateLabels, which tells of keys at the map.
    pub fn labels(&mut self, parent: Node<'_>, key: &str) {
        let Some(labels) = parent.at(key) else { return };
        for label in labels.entries() {
            self.key(labels, label, syntax::qualified_name(label.name()));
            for why in syntax::label_value(label.text()) {
                self.findings_at(labels, label, &why);
            }
        }
    }

    /// Annotations: their keys, and how long all of them are.
    pub fn annotations(&mut self, parent: Node<'_>, key: &str) {
        let Some(annotations) = parent.at(key) else { return };
        let mut size = 0;
        for annotation in annotations.entries() {
            // Go: keys of annotations may have capitals in their prefix.
            self.key(annotations, annotation, syntax::qualified_name(&annotation.name().to_lowercase()));
            size += annotation.name().len() + annotation.text().len();
        }
        if size > MAX_ANNOTATIONS {
            self.too_long(annotations, MAX_ANNOTATIONS);
        }
    }

    /// What is wrong with a key is told at its map, with the key as the value.
    fn key(&mut self, map: Node<'_>, entry: Node<'_>, why: Vec<String>) {
        for why in why {
            let value = nexachart_go::strconv::quote(entry.name().as_bytes());
            self.findings.add(super::Code::Invalid, map, format!("Invalid value: {value}: {why}"));
            if let Some(finding) = self.findings.list.last_mut() {
                finding.span = entry.key_span();
            }
        }
    }

    /// What is wrong with a value is told at its map.
    fn findings_at(&mut self, map: Node<'_>, entry: Node<'_>, why: &str) {
        let value = super::words::shown(entry);
        self.findings.add(super::Code::Invalid, map, format!("Invalid value: {value}: {why}"));
        if let Some(finding) = self.findings.list.last_mut() {
            finding.span = entry.span();
        }
    }

    fn owners(&mut self, metadata: Node<'_>) {
        let mut controllers = 0;
        for owner in metadata.list("ownerReferences") {
            let at = |key: &str| format!("ownerReferences.{key}");
            if owner.text_at("apiVersion").rsplit('/').next().unwrap_or_default().is_empty() {
                self.invalid_below(metadata, &at("apiVersion"), "\"\"", "version must not be empty");
            }
            for key in ["kind", "name", "uid"] {
                if owner.text_at(key).is_empty() {
                    self.invalid_below(metadata, &at(key), "\"\"", "must not be empty");
                }
            }
            controllers += usize::from(owner.flag("controller"));
        }
        if controllers > 1
            && let Some(owners) = metadata.at("ownerReferences")
        {
            self.invalid(owners, "Only one reference can have Controller set to true");
        }
    }

    fn finalizers(&mut self, metadata: Node<'_>) {
        let names: Vec<&str> = metadata.list("finalizers").map(Node::text).collect();
        for finalizer in metadata.list("finalizers") {
            self.invalid_each(finalizer, syntax::qualified_name(finalizer.text()));
        }
        if names.contains(&"orphan")
            && names.contains(&"foregroundDeletion")
            && let Some(finalizers) = metadata.at("finalizers")
        {
            self.invalid(finalizers, "finalizer orphan and foregroundDeletion cannot be both set");
        }
    }
}

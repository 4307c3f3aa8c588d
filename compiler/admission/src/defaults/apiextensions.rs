//! Go: apiextensions-apiserver/pkg/apis/apiextensions/v1/defaults.go, kube-aggregator/pkg/apis/apiregistration/v1/defaults.go.

use super::Default;
use crate::node::{Node, Object};

pub(super) const DEFAULTS: &[(&str, Default)] = &[
    ("apiextensions/v1.CustomResourceDefinition", definition),
    ("apiextensions/v1.ServiceReference", service_reference),
    ("apiregistration/v1.ServiceReference", service_reference),
];

fn definition(object: &mut Object) {
    let spec = object.map_or_new("spec");
    let names = spec.map_or_new("names");
    let kind = names.text("kind").to_string();
    if !kind.is_empty() {
        names.default("singular", kind.to_lowercase());
        names.default("listKind", format!("{kind}List"));
    }
    spec.default("conversion", Object::of([("strategy", Node::text("None"))]));
    let stored = spec.maps("versions").find(|version| version.bool("storage") == Some(true));
    let stored = stored.map(|version| Node::from(version.text("name").to_string()));
    let status = object.map_or_new("status");
    if let (Some(stored), []) = (stored, status.list("storedVersions")) {
        status.set("storedVersions", vec![stored]);
    }
}

fn service_reference(object: &mut Object) {
    object.default("port", 443);
}

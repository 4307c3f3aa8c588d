//! Go: pkg/apis/networking/v1/defaults.go.

use super::Default;
use crate::node::{Node, Object};

pub(super) const DEFAULTS: &[(&str, Default)] = &[
    ("networking/v1.NetworkPolicyPort", port),
    ("networking/v1.NetworkPolicy", policy),
    ("networking/v1.IngressClass", ingress_class),
];

fn port(object: &mut Object) {
    object.default("protocol", "TCP");
}

fn policy(object: &mut Object) {
    let spec = object.map_or_new("spec");
    if spec.list("policyTypes").is_empty() {
        let mut types = vec![Node::text("Ingress")];
        if !spec.list("egress").is_empty() {
            types.push(Node::text("Egress"));
        }
        spec.set("policyTypes", types);
    }
}

fn ingress_class(object: &mut Object) {
    if let Some(parameters) = object.map_or_new("spec").map_mut("parameters") {
        parameters.default("scope", "Cluster");
    }
}

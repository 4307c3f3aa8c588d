//! Go: pkg/apis/admissionregistration/v1/defaults.go.

use super::Default;
use crate::node::{Node, Object};

pub(super) const DEFAULTS: &[(&str, Default)] = &[
    ("admissionregistration/v1.ValidatingWebhook", webhook),
    ("admissionregistration/v1.MutatingWebhook", mutating_webhook),
    ("admissionregistration/v1.RuleWithOperations", rule),
    ("admissionregistration/v1.NamedRuleWithOperations", rule),
    ("admissionregistration/v1.ServiceReference", service_reference),
    ("admissionregistration/v1.ValidatingAdmissionPolicySpec", policy),
    ("admissionregistration/v1.MutatingAdmissionPolicySpec", policy),
    ("admissionregistration/v1.MatchResources", matching),
];

fn webhook(object: &mut Object) {
    policy(object);
    matching(object);
    object.default("timeoutSeconds", 10);
}

fn mutating_webhook(object: &mut Object) {
    webhook(object);
    object.default("reinvocationPolicy", "Never");
}

fn rule(object: &mut Object) {
    object.default("scope", "*");
}

fn service_reference(object: &mut Object) {
    object.default("port", 443);
}

fn policy(object: &mut Object) {
    object.default("failurePolicy", "Fail");
}

fn matching(object: &mut Object) {
    object.default("matchPolicy", "Equivalent");
    object.default("namespaceSelector", Node::Map(Object::new()));
    object.default("objectSelector", Node::Map(Object::new()));
}

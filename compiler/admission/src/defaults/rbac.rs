//! Go: pkg/apis/rbac/v1/defaults.go.

use super::Default;
use crate::node::Object;

pub(super) const DEFAULTS: &[(&str, Default)] = &[
    ("rbac/v1.ClusterRoleBinding", binding),
    ("rbac/v1.RoleBinding", binding),
    ("rbac/v1.Subject", subject),
];

const GROUP: &str = "rbac.authorization.k8s.io";

fn binding(object: &mut Object) {
    object.map_or_new("roleRef").default("apiGroup", GROUP);
}

fn subject(object: &mut Object) {
    if matches!(object.text("kind"), "User" | "Group") {
        object.default("apiGroup", GROUP);
    }
}

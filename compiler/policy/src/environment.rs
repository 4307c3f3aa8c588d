//! What expressions of policies may name (apiserver: admission/plugin/cel/compile.go).

use std::sync::Arc;

use nexachart_cel::{Env, Type};

/// What an environment has beside `object`, `oldObject`, `request` and `namespaceObject`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Names {
    /// `params`
    pub params: bool,
    /// `authorizer`, `authorizer.requestResource`
    pub authorizer: bool,
}

const KIND: &str = "kubernetes.GroupVersionKind";
const RESOURCE: &str = "kubernetes.GroupVersionResource";
const USER: &str = "kubernetes.UserInfo";
const REQUEST: &str = "kubernetes.AdmissionRequest";
const NAMESPACE: &str = "kubernetes.Namespace";
const METADATA: &str = "kubernetes.NamespaceMetadata";
const SPEC: &str = "kubernetes.NamespaceSpec";
const STATUS: &str = "kubernetes.NamespaceStatus";
const CONDITION: &str = "kubernetes.NamespaceCondition";
const AUTHORIZER: &str = "kubernetes.authorization.Authorizer";
const RESOURCE_CHECK: &str = "kubernetes.authorization.ResourceCheck";

/// An environment without variables of the policy.
pub(crate) fn environment(names: Names) -> Env {
    let mut env = Env::new();
    env.variable("object", Type::Dyn);
    env.variable("oldObject", Type::Dyn);
    env.variable("request", Type::object(REQUEST));
    env.variable("namespaceObject", Type::object(NAMESPACE));
    if names.params {
        env.variable("params", Type::Dyn);
    }
    if names.authorizer {
        env.variable("authorizer", Type::object(AUTHORIZER));
        env.variable("authorizer.requestResource", Type::object(RESOURCE_CHECK));
    }
    let texts = || Type::list(Type::String);
    let labels = || Type::map(Type::String, Type::String);
    let (kind, resource) = (|| Type::object(KIND), || Type::object(RESOURCE));
    declare(&mut env, KIND, [("group", Type::String), ("version", Type::String), ("kind", Type::String)]);
    declare(
        &mut env,
        RESOURCE,
        [("group", Type::String), ("version", Type::String), ("resource", Type::String)],
    );
    let extra = Type::map(Type::String, texts());
    declare(
        &mut env,
        USER,
        [("username", Type::String), ("uid", Type::String), ("groups", texts()), ("extra", extra)],
    );
    declare(
        &mut env,
        REQUEST,
        [
            ("kind", kind()),
            ("resource", resource()),
            ("subResource", Type::String),
            ("requestKind", kind()),
            ("requestResource", resource()),
            ("requestSubResource", Type::String),
            ("name", Type::String),
            ("namespace", Type::String),
            ("operation", Type::String),
            ("userInfo", Type::object(USER)),
            ("dryRun", Type::Bool),
            ("options", Type::Dyn),
        ],
    );
    declare(
        &mut env,
        NAMESPACE,
        [
            ("metadata", Type::object(METADATA)),
            ("spec", Type::object(SPEC)),
            ("status", Type::object(STATUS)),
        ],
    );
    declare(&mut env, SPEC, [("finalizers", texts())]);
    declare(&mut env, STATUS, [("conditions", Type::list(Type::object(CONDITION))), ("phase", Type::String)]);
    declare(
        &mut env,
        CONDITION,
        [
            ("status", Type::String),
            ("type", Type::String),
            ("lastTransitionTime", Type::Timestamp),
            ("message", Type::String),
            ("reason", Type::String),
        ],
    );
    declare(
        &mut env,
        METADATA,
        [
            ("name", Type::String),
            ("generateName", Type::String),
            ("namespace", Type::String),
            ("labels", labels()),
            ("annotations", labels()),
            ("UID", Type::String),
            ("creationTimestamp", Type::Timestamp),
            ("deletionGracePeriodSeconds", Type::Int),
            ("deletionTimestamp", Type::Timestamp),
            ("generation", Type::Int),
            ("resourceVersion", Type::String),
            ("finalizers", texts()),
        ],
    );
    env
}

fn declare<const N: usize>(env: &mut Env, name: &str, fields: [(&str, Type); N]) {
    env.object(name, fields.map(|(name, of)| (Arc::from(name), of)));
}

//! What a request meets: namespaces and parameters.

use std::collections::HashMap;
use std::sync::Arc;

use nexachart_admission::{Node, Object};
use nexachart_cel::library::authz::{self, Authorizer, Decision, Target};

use crate::data::Document;
use crate::request::{Kind, Resource};

/// The objects around the one that is judged.
#[derive(Debug)]
pub struct Cluster {
    /// Who answers what expressions ask `authorizer`. By default everything is allowed.
    pub authorizer: Arc<dyn Authorizer>,
    namespaces: HashMap<String, Arc<Document>>,
    params: HashMap<(String, String), Params>,
}

/// Allows everything (apiserver: `--authorization-mode=AlwaysAllow`).
#[derive(Debug)]
struct AlwaysAllow;

impl Authorizer for AlwaysAllow {
    fn decide(&self, _user: &authz::User, _verb: &str, _target: &Target) -> Decision {
        Decision { allowed: true, ..Decision::default() }
    }
}

impl Default for Cluster {
    fn default() -> Cluster {
        Cluster { authorizer: Arc::new(AlwaysAllow), namespaces: HashMap::new(), params: HashMap::new() }
    }
}

/// The objects of a kind that policies may take as parameters.
#[derive(Clone, Debug)]
pub struct Params {
    /// Whether they stand in namespaces.
    pub scope: Scope,
    /// The objects, in the order in which a selector gives them.
    pub objects: Vec<Arc<Document>>,
}

/// Whether objects of a kind stand in namespaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// They do.
    Namespaced,
    /// They don't.
    Cluster,
}

impl Cluster {
    /// Adds a Namespace. Its label `kubernetes.io/metadata.name` is set.
    pub fn add_namespace(&mut self, mut namespace: Object) {
        let metadata = namespace.map_or_new("metadata");
        let name = metadata.text("name").to_string();
        metadata.map_or_new("labels").set("kubernetes.io/metadata.name", name.clone());
        // Go: CreateNamespaceObject; the type of the object is not kept.
        namespace.remove("apiVersion");
        namespace.remove("kind");
        namespace.default("spec", Node::Map(Object::new()));
        namespace.default("status", Node::Map(Object::new()));
        self.namespaces.insert(name, Arc::new(Document::beside(namespace)));
    }

    /// A Namespace. One that was not added is there too, with no labels but its name.
    pub fn namespace(&self, name: &str) -> Arc<Document> {
        if let Some(found) = self.namespaces.get(name) {
            return Arc::clone(found);
        }
        let labels = Object::of([("kubernetes.io/metadata.name", name.to_string().into())]);
        let metadata = Object::of([("name", name.to_string().into()), ("labels", labels.into())]);
        Arc::new(Document::beside(Object::of([
            ("metadata", metadata.into()),
            ("spec", Object::new().into()),
            ("status", Object::new().into()),
        ])))
    }

    /// Makes a kind known as one of parameters, with its objects. They are sorted by name.
    pub fn add_params(&mut self, api_version: &str, kind: &str, scope: Scope, objects: Vec<Object>) {
        let mut objects: Vec<_> =
            objects.into_iter().map(|object| Arc::new(Document::beside(object))).collect();
        objects.sort_by_cached_key(|object| {
            let metadata = object.object().map("metadata");
            metadata.map(|m| (m.text("namespace").to_string(), m.text("name").to_string()))
        });
        self.params.insert((api_version.to_string(), kind.to_string()), Params { scope, objects });
    }

    /// The parameters of a kind, if the kind is known.
    pub fn params(&self, api_version: &str, kind: &str) -> Option<&Params> {
        self.params.get(&(api_version.to_string(), kind.to_string()))
    }
}

/// The same objects by other resources of a cluster: resource and kind of each (apiserver: runtime.EquivalentResourceMapper).
/// Built-in kinds that two groups or versions serve.
pub(crate) fn equivalents(resource: &Resource, subresource: &str) -> Vec<(Resource, Kind)> {
    let is = |(group, version): &(&str, &str)| *group == resource.group && *version == resource.version;
    let (kind, versions) = match resource.resource.as_str() {
        "horizontalpodautoscalers" => {
            ("HorizontalPodAutoscaler", [("autoscaling", "v2"), ("autoscaling", "v1")])
        }
        "events" => ("Event", [("", "v1"), ("events.k8s.io", "v1")]),
        _ => return Vec::new(),
    };
    if !versions.iter().any(is) || !matches!(subresource, "" | "status") {
        return Vec::new();
    }
    let others = versions.iter().filter(|version| !is(version)).map(|(group, version)| {
        let (group, version) = (group.to_string(), version.to_string());
        let resource =
            Resource { group: group.clone(), version: version.clone(), resource: resource.resource.clone() };
        (resource, Kind { group, version, kind: kind.to_string() })
    });
    others.collect()
}

//! Requests to the API server.

use std::sync::{Arc, OnceLock};

use nexachart_admission::{Node, Object};
use nexachart_cel::Value;
use nexachart_cel::library::authz::{self, Authorizer, ResourceTarget};

use crate::data::{self, Document};

/// What a request does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// `CREATE`
    Create,
    /// `UPDATE`
    Update,
    /// `DELETE`
    Delete,
    /// `CONNECT`
    Connect,
}

impl Operation {
    /// Its name in policies.
    pub fn name(self) -> &'static str {
        match self {
            Operation::Create => "CREATE",
            Operation::Update => "UPDATE",
            Operation::Delete => "DELETE",
            Operation::Connect => "CONNECT",
        }
    }

    /// The operation of a name.
    pub fn of(name: &str) -> Option<Operation> {
        let all = [Operation::Create, Operation::Update, Operation::Delete, Operation::Connect];
        all.into_iter().find(|operation| operation.name() == name)
    }

    fn options(self) -> Option<&'static str> {
        match self {
            Operation::Create => Some("CreateOptions"),
            Operation::Update => Some("UpdateOptions"),
            Operation::Delete => Some("DeleteOptions"),
            Operation::Connect => None,
        }
    }
}

/// A kind with its group and version.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Kind {
    /// `apps`; empty for the core.
    pub group: String,
    /// `v1`
    pub version: String,
    /// `Deployment`
    pub kind: String,
}

/// A resource with its group and version.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Resource {
    /// `apps`; empty for the core.
    pub group: String,
    /// `v1`
    pub version: String,
    /// `deployments`
    pub resource: String,
}

/// Who asks.
#[derive(Clone, Debug, Default)]
pub struct User {
    /// `system:serviceaccount:…`
    pub name: String,
    /// Its id.
    pub uid: String,
    /// Its groups.
    pub groups: Vec<String>,
    /// What else the authenticator says.
    pub extra: Vec<(String, Vec<String>)>,
}

/// A request as admission sees it.
#[derive(Debug)]
pub struct Request {
    /// What it does.
    pub operation: Operation,
    /// The kind of the object in it.
    pub kind: Kind,
    /// The resource that it is sent to.
    pub resource: Resource,
    /// `status`, `scale`; empty for the resource itself.
    pub subresource: String,
    /// The name; empty if it is to be generated.
    pub name: String,
    /// The namespace; for a Namespace its own name; empty for what has none.
    pub namespace: String,
    /// Who asks.
    pub user: User,
    /// Whether nothing is to be stored.
    pub dry_run: bool,
    /// The object as it would be stored. None for a deletion.
    pub object: Option<Arc<Document>>,
    /// The object as it is stored ([`Document::beside`]). None for a creation.
    pub old_object: Option<Arc<Document>>,
    value: OnceLock<Value>,
}

impl Request {
    /// A creation of an object by nobody in particular.
    pub fn create(kind: Kind, resource: Resource, namespace: &str, object: Object) -> Request {
        let name = object.map("metadata").map_or("", |metadata| metadata.text("name")).to_string();
        Request {
            operation: Operation::Create,
            kind,
            resource,
            subresource: String::new(),
            name,
            namespace: namespace.to_string(),
            user: User::default(),
            dry_run: false,
            object: Some(Arc::new(Document::new(object))),
            old_object: None,
            value: OnceLock::new(),
        }
    }

    /// What `authorizer` and `authorizer.requestResource` are.
    pub(crate) fn authorizers(&self, answers: &Arc<dyn Authorizer>) -> (Value, Value) {
        let user = authz::User { name: self.user.name.clone(), groups: self.user.groups.clone() };
        let target = ResourceTarget {
            group: self.resource.group.clone(),
            resource: self.resource.resource.clone(),
            subresource: self.subresource.clone(),
            namespace: self.namespace.clone(),
            name: self.name.clone(),
            ..ResourceTarget::default()
        };
        let check = authz::resource_check(Arc::clone(answers), user.clone(), target);
        (authz::authorizer(Arc::clone(answers), user), check)
    }

    /// What `request` is, where it was sent to the resource that a rule names (apiserver: cel/condition.go,
    /// CreateAdmissionRequest).
    pub(crate) fn value(&self, resource: &Resource, kind: &Kind) -> Value {
        let make = || data::map(&self.admission_request(resource, kind));
        if *resource == self.resource && *kind == self.kind {
            return self.value.get_or_init(make).clone();
        }
        make()
    }

    fn admission_request(&self, resource: &Resource, kind: &Kind) -> Object {
        let mut request = Object::of([
            ("uid", "".into()),
            ("kind", kind.node()),
            ("resource", resource.node()),
            ("requestKind", self.kind.node()),
            ("requestResource", self.resource.node()),
            ("operation", self.operation.name().into()),
            ("userInfo", self.user.node()),
            ("object", Node::Null),
            ("oldObject", Node::Null),
            ("dryRun", self.dry_run.into()),
            ("options", Node::Null),
        ]);
        // `omitempty`
        for key in ["subResource", "requestSubResource"] {
            if !self.subresource.is_empty() {
                request.set(key, self.subresource.clone());
            }
        }
        for (key, text) in [("name", &self.name), ("namespace", &self.namespace)] {
            if !text.is_empty() {
                request.set(key, text.clone());
            }
        }
        if let Some(options) = self.operation.options() {
            let mut options = Object::of([("apiVersion", "meta.k8s.io/v1".into()), ("kind", options.into())]);
            if self.dry_run {
                options.set("dryRun", vec!["All".into()]);
            }
            request.set("options", options);
        }
        request
    }
}

impl Kind {
    /// `apps/v1`, `v1`
    pub fn api_version(&self) -> String {
        match self.group.as_str() {
            "" => self.version.clone(),
            group => format!("{group}/{}", self.version),
        }
    }

    fn node(&self) -> Node {
        Node::Map(Object::of([
            ("group", self.group.clone().into()),
            ("version", self.version.clone().into()),
            ("kind", self.kind.clone().into()),
        ]))
    }
}

impl Resource {
    /// `deployments.apps`, `pods`
    pub(crate) fn qualified(&self) -> String {
        match self.group.as_str() {
            "" => self.resource.clone(),
            group => format!("{}.{group}", self.resource),
        }
    }

    fn node(&self) -> Node {
        Node::Map(Object::of([
            ("group", self.group.clone().into()),
            ("version", self.version.clone().into()),
            ("resource", self.resource.clone().into()),
        ]))
    }
}

impl User {
    fn node(&self) -> Node {
        let list = |items: &[String]| Node::List(items.iter().map(|item| item.clone().into()).collect());
        let mut user = Object::new();
        for (key, text) in [("username", &self.name), ("uid", &self.uid)] {
            if !text.is_empty() {
                user.set(key, text.clone());
            }
        }
        if !self.groups.is_empty() {
            user.set("groups", list(&self.groups));
        }
        if !self.extra.is_empty() {
            let extra = self.extra.iter().map(|(key, values)| (key.clone().into(), list(values)));
            user.set("extra", extra.collect::<Object>());
        }
        user.into()
    }
}

//! Which requests a policy or binding is about (apiserver: policy/matching/matching.go, webhook/predicates).

use std::sync::Arc;

use nexachart_admission::{Node, Object};

use crate::cluster::{self, Cluster};
use crate::data::Document;
use crate::request::{Kind, Operation, Request, Resource};
use crate::selector::Selector;

/// `matchConstraints` of a policy, `matchResources` of a binding.
#[derive(Debug)]
pub(crate) struct Matching {
    namespaces: Result<Selector, String>,
    objects: Result<Selector, String>,
    equivalent: bool,
    rules: Vec<Rule>,
    excluded: Vec<Rule>,
}

#[derive(Debug)]
struct Rule {
    groups: Vec<String>,
    versions: Vec<String>,
    operations: Vec<String>,
    resources: Vec<(String, String)>,
    scope: String,
    names: Vec<String>,
}

/// As what a request matched: the resource of the rule, and the kind that its objects have there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Matched {
    pub resource: Resource,
    pub kind: Kind,
}

impl Matching {
    /// Reads one that has its defaults.
    pub(crate) fn read(object: &Object) -> Matching {
        let selector = |key| match object.map(key) {
            Some(selector) => Selector::read(selector),
            None => Ok(Selector::default()),
        };
        Matching {
            namespaces: selector("namespaceSelector"),
            objects: selector("objectSelector"),
            equivalent: object.text("matchPolicy") != "Exact",
            rules: object.maps("resourceRules").map(Rule::read).collect(),
            excluded: object.maps("excludeResourceRules").map(Rule::read).collect(),
        }
    }

    /// Whether it is about a request. Selectors that cannot be read are an error only if all else matches.
    pub(crate) fn matches(&self, request: &Request, cluster: &Cluster) -> Result<Option<Matched>, String> {
        let namespace = self.namespace(request, cluster);
        if namespace == Ok(false) {
            return Ok(None);
        }
        let object = self.object(request);
        if object == Ok(false) {
            return Ok(None);
        }
        if self.find(&self.excluded, request).is_some() {
            return Ok(None);
        }
        let found = match self.rules.as_slice() {
            [] => Some(Matched { resource: request.resource.clone(), kind: request.kind.clone() }),
            rules => self.find(rules, request),
        };
        match found {
            None => Ok(None),
            Some(found) => namespace.and(object).map(|_| Some(found)),
        }
    }

    fn namespace(&self, request: &Request, cluster: &Cluster) -> Result<bool, String> {
        let is_namespace = request.resource.resource == "namespaces";
        if request.namespace.is_empty() && !is_namespace {
            return Ok(true);
        }
        let selector =
            self.namespaces.as_ref().map_err(|error| format!("Internal error occurred: {error}"))?;
        if selector.is_empty() {
            return Ok(true);
        }
        let own = is_namespace
            && request.subresource.is_empty()
            && matches!(request.operation, Operation::Create | Operation::Update);
        if own {
            return Ok(selector.matches(request.object.as_ref().and_then(labels)));
        }
        Ok(selector.matches(labels(&cluster.namespace(&request.namespace))))
    }

    fn object(&self, request: &Request) -> Result<bool, String> {
        let selector = self.objects.as_ref().map_err(|error| format!("Internal error occurred: {error}"))?;
        let matches = |object: &Option<Arc<Document>>| {
            object.as_ref().is_some_and(|object| selector.matches(labels(object)))
        };
        Ok(selector.is_empty() || matches(&request.object) || matches(&request.old_object))
    }

    fn find(&self, rules: &[Rule], request: &Request) -> Option<Matched> {
        if rules.iter().any(|rule| rule.matches(request, &request.resource)) {
            return Some(Matched { resource: request.resource.clone(), kind: request.kind.clone() });
        }
        if !self.equivalent || rules.is_empty() {
            return None;
        }
        let others = cluster::equivalents(&request.resource, &request.subresource);
        let pairs = rules.iter().flat_map(|rule| others.iter().map(move |other| (rule, other)));
        let mut matching = pairs.filter(|(rule, (resource, _))| rule.matches(request, resource));
        let (_, (resource, kind)) = matching.next()?;
        Some(Matched { resource: resource.clone(), kind: kind.clone() })
    }
}

fn labels(object: &Arc<Document>) -> Option<&Object> {
    object.object().map("metadata")?.map("labels")
}

impl Rule {
    fn read(object: &Object) -> Rule {
        let texts = |key| {
            let items = object.list(key).iter().filter_map(Node::as_text);
            items.map(str::to_string).collect::<Vec<_>>()
        };
        let split = |text: String| match text.split_once('/') {
            Some((resource, sub)) => (resource.to_string(), sub.to_string()),
            None => (text, String::new()),
        };
        Rule {
            groups: texts("apiGroups"),
            versions: texts("apiVersions"),
            operations: texts("operations"),
            resources: texts("resources").into_iter().map(split).collect(),
            scope: object.text("scope").to_string(),
            names: texts("resourceNames"),
        }
    }

    /// Whether it is about a request, if that is sent to this resource.
    fn matches(&self, request: &Request, resource: &Resource) -> bool {
        let has = |items: &[String], wanted: &str| items.iter().any(|item| item == "*" || item == wanted);
        self.scope(request, resource)
            && has(&self.operations, request.operation.name())
            && has(&self.groups, &resource.group)
            && has(&self.versions, &resource.version)
            && self.resources.iter().any(|(name, sub)| {
                (name == "*" || *name == resource.resource) && (sub == "*" || *sub == request.subresource)
            })
            && (self.names.is_empty() || self.names.contains(&request.name))
    }

    fn scope(&self, request: &Request, resource: &Resource) -> bool {
        let is_namespace =
            resource.group.is_empty() && resource.version == "v1" && resource.resource == "namespaces";
        let in_namespace = !is_namespace && !request.namespace.is_empty();
        match self.scope.as_str() {
            "" | "*" => true,
            "Namespaced" => in_namespace,
            "Cluster" => !in_namespace,
            _ => false,
        }
    }
}

//! Quantities that containers and pods want. Go: pkg/apis/core/validation/validation.go, validateResourceRequirements.

use nexachart_go::strconv::quote;

use super::Rules;
use super::pod::Pod;
use crate::{Code, Node, Quantity, syntax};

/// Resources without a prefix that a container can want.
const CONTAINER: [&str; 3] = ["cpu", "memory", "ephemeral-storage"];

/// Resources without a prefix that there are. Go: pkg/apis/core/helper, standardResources.
const STANDARD: [&str; 21] = [
    "cpu",
    "memory",
    "ephemeral-storage",
    "requests.cpu",
    "requests.memory",
    "requests.ephemeral-storage",
    "limits.cpu",
    "limits.memory",
    "limits.ephemeral-storage",
    "pods",
    "resourcequotas",
    "services",
    "replicationcontrollers",
    "secrets",
    "configmaps",
    "persistentvolumeclaims",
    "storage",
    "requests.storage",
    "services.nodeports",
    "services.loadbalancers",
    "count",
];

/// Resources of which there are only whole ones.
const WHOLE: [&str; 9] = [
    "pods",
    "services",
    "replicationcontrollers",
    "resourcequotas",
    "secrets",
    "configmaps",
    "persistentvolumeclaims",
    "services.nodeports",
    "services.loadbalancers",
];

impl Rules<'_> {
    /// `resources` of a container.
    pub(super) fn container_resources(&mut self, resources: Node<'_>, pod: &Pod<'_>) {
        self.requirements(resources, container_resource);
        let claims: Vec<&str> = pod.spec.list("resourceClaims").map(|claim| claim.text_at("name")).collect();
        for claim in resources.list("claims") {
            let name = claim.text_at("name");
            if name.is_empty() {
                self.required(claim, "", "");
            } else if !claims.contains(&name) {
                let message = format!(
                    "Not found: {}: must be one of the names in pod.spec.resourceClaims",
                    quote(name.as_bytes())
                );
                self.findings.add(Code::NotFound, claim, message);
            }
        }
    }

    /// `resources` and `overhead` of a pod.
    pub(super) fn pod_resources(&mut self, pod: &Pod<'_>) {
        if let Some(overhead) = pod.spec.at("overhead") {
            for amount in overhead.entries() {
                self.amount(overhead, amount, container_resource);
            }
        }
        let Some(resources) = pod.spec.at("resources").filter(|_| self.version.0 >= 34) else { return };
        if let Some(claims) = resources.at("claims") {
            self.forbidden(claims, "claims may not be set for Resources at pod-level");
        }
        self.requirements(resources, |name| match name {
            "cpu" | "memory" => Vec::new(),
            _ if is_huge_page(name) => Vec::new(),
            _ => vec!["supported values: \"cpu\", \"hugepages-\", \"memory\"".into()],
        });
    }

    fn requirements(&mut self, resources: Node<'_>, name_form: fn(&str) -> Vec<String>) {
        let (limits, requests) = (resources.at("limits"), resources.at("requests"));
        for amounts in [limits, requests].into_iter().flatten() {
            amounts.entries().for_each(|amount| self.amount(amounts, amount, name_form));
        }
        for request in resources.map("requests") {
            let (name, wanted) = (request.name(), Quantity::of(request));
            let limit = limits.and_then(|limits| limits.get(name));
            match limit {
                Some(limit) if !may_overcommit(name) && wanted != Quantity::of(limit) => {
                    let why = format!("must be equal to {name} limit of {}", written(limit));
                    self.invalid_below(resources, "requests", &quoted(request), &why);
                }
                Some(limit) if wanted > Quantity::of(limit) => {
                    let why = format!("must be less than or equal to {name} limit of {}", written(limit));
                    self.invalid_below(resources, "requests", &quoted(request), &why);
                }
                None if !may_overcommit(name) => {
                    self.required(resources, "limits", "Limit must be set for non overcommitable resources");
                }
                _ => {}
            }
        }
        let names: Vec<&str> =
            resources.map("limits").chain(resources.map("requests")).map(Node::name).collect();
        if names.iter().any(|name| is_huge_page(name))
            && !names.iter().any(|name| matches!(*name, "cpu" | "memory"))
        {
            self.forbidden(resources, "HugePages require cpu or memory");
        }
    }

    /// A quantity in a map by the names of resources.
    pub(super) fn amount(&mut self, amounts: Node<'_>, amount: Node<'_>, name_form: fn(&str) -> Vec<String>) {
        let below = format!("[{}]", amount.name());
        for why in name_form(amount.name()) {
            self.invalid_below(amounts, &below, &quote(amount.name().as_bytes()), &why);
        }
        let quantity = Quantity::of(amount);
        if quantity < Quantity::ZERO {
            self.invalid_below(amounts, &below, &quoted(amount), "must be greater than or equal to 0");
        }
        if (WHOLE.contains(&amount.name()) || is_extended(amount.name())) && !quantity.is_whole() {
            self.invalid_below(amounts, &below, &quoted(amount), "must be an integer");
        }
        let page = amount.name().strip_prefix("hugepages-").and_then(|size| Quantity::parse(size).ok());
        if page.is_some_and(|page| !quantity.is_multiple_of(page)) {
            let (value, name) = (written(amount), amount.name());
            let why = format!("{value} is not positive integer multiple of {name}");
            self.invalid_below(amounts, &below, &quoted(amount), &why);
        }
        if let Some(finding) = self.findings.list.last_mut().filter(|finding| finding.path.ends_with(&below))
        {
            finding.span = amount.span();
        }
    }
}

/// Go: validateContainerResourceName.
pub(super) fn container_resource(name: &str) -> Vec<String> {
    let mut wrong = resource(name);
    if !name.contains('/') {
        if !CONTAINER.contains(&name) && !is_huge_page(name) {
            wrong.push("must be a standard resource for containers".into());
        }
    } else if !syntax::is_native_resource(name) && !is_extended(name) {
        wrong.push("doesn't follow extended resource name standard".into());
    }
    wrong
}

/// Go: validateResourceName.
pub(super) fn resource(name: &str) -> Vec<String> {
    let wrong = syntax::qualified_name(name);
    let known = name.contains('/')
        || STANDARD.contains(&name)
        || is_huge_page(name)
        || name.starts_with("requests.hugepages-")
        || name.starts_with("limits.hugepages-");
    if wrong.is_empty() && !known {
        return vec!["must be a standard resource type or fully qualified".into()];
    }
    wrong
}

fn is_huge_page(name: &str) -> bool {
    name.starts_with("hugepages-")
}

/// Go: pkg/apis/core/helper, IsExtendedResourceName.
fn is_extended(name: &str) -> bool {
    !syntax::is_native_resource(name)
        && !name.starts_with("requests.")
        && syntax::qualified_name(&format!("requests.{name}")).is_empty()
}

fn may_overcommit(name: &str) -> bool {
    syntax::is_native_resource(name) && !is_huge_page(name)
}

fn quoted(node: Node<'_>) -> String {
    quote(written(node).as_bytes())
}

fn written(node: Node<'_>) -> String {
    match node.text() {
        "" => super::words::shown(node),
        text => text.to_string(),
    }
}

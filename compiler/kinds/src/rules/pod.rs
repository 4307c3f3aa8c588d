//! Specs of pods, in Pods and in templates. Go: pkg/apis/core/validation/validation.go, ValidatePodSpec, ValidatePodTemplateSpec.

use std::collections::HashMap;

use super::{Rules, address, selector};
use crate::{Node, syntax};

/// What the rules of a pod's parts ask of the pod.
pub(super) struct Pod<'t> {
    pub spec: Node<'t>,
    /// The sources of its volumes, by name, as far as these are right themselves.
    pub volumes: HashMap<&'t str, Source<'t>>,
    pub grace: i64,
    pub restart_policy: &'t str,
    /// Whether it has the user namespace of its node, which is the default.
    pub host_users: bool,
    pub own: Own,
}

/// What a volume is.
#[derive(Clone, Copy)]
pub(super) enum Source<'t> {
    Volume(Node<'t>),
    /// A claim that a StatefulSet makes.
    Claim,
}

/// Whether a spec is that of a Pod or that of a template.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Own {
    Pod,
    Template,
}

/// Seconds that a pod has to end, where it does not say.
const GRACE: i64 = 30;

impl Rules<'_> {
    /// A Pod.
    pub fn pod(&mut self, root: Node<'_>) {
        match root.at("spec") {
            Some(spec) => {
                self.pod_spec(spec, Own::Pod, &[]);
                if !spec.list("ephemeralContainers").is_empty()
                    && let Some(node) = spec.at("ephemeralContainers")
                {
                    self.forbidden(node, "cannot be set on create");
                }
                if !spec.text_at("nodeName").is_empty()
                    && !spec.list("schedulingGates").is_empty()
                    && let Some(node) = spec.at("nodeName")
                {
                    self.forbidden(node, "cannot be set until all schedulingGates have been cleared");
                }
            }
            None => self.required(root, "spec.containers", ""),
        }
    }

    /// A template of a pod below a node; `claims` are the names of what a StatefulSet adds to its volumes.
    pub fn pod_template(&mut self, parent: Node<'_>, claims: &[&str]) {
        let Some(template) = parent.at("template") else {
            return self.required(parent, "template.spec.containers", "");
        };
        self.template_metadata(template);
        match template.at("spec") {
            Some(spec) => {
                self.pod_spec(spec, Own::Template, claims);
                if let Some(node) =
                    spec.at("ephemeralContainers").filter(|node| node.items().next().is_some())
                {
                    self.forbidden(node, "ephemeral containers not allowed in pod template");
                }
            }
            None => self.required(template, "spec.containers", ""),
        }
    }

    /// Whether the selector of a workload takes the labels of its template.
    pub fn selector_matches_template(&mut self, spec: Node<'_>, selector: Node<'_>) {
        let Some(template) = spec.at("template") else { return };
        let labels = template.at("metadata").and_then(|metadata| metadata.at("labels"));
        if selector::is_empty(selector) || selector::matches(selector, labels) {
            return;
        }
        let why = "`selector` does not match template `labels`";
        match labels {
            Some(labels) => self.invalid(labels, why),
            None => self.invalid_below(template, "metadata.labels", "null", why),
        }
    }

    fn pod_spec(&mut self, spec: Node<'_>, own: Own, claims: &[&str]) {
        let mut volumes: HashMap<&str, Source<'_>> =
            claims.iter().map(|name| (*name, Source::Claim)).collect();
        self.volumes(spec, &mut volumes);
        let pod = Pod {
            spec,
            volumes,
            grace: spec.int_at("terminationGracePeriodSeconds").unwrap_or(GRACE),
            restart_policy: match spec.text_at("restartPolicy") {
                "" => "Always",
                policy => policy,
            },
            host_users: spec.at("hostUsers").is_none() || spec.flag("hostUsers"),
            own,
        };
        self.containers(&pod);
        self.pod_resources(&pod);
        self.one_of(spec, "restartPolicy", &["Always", "OnFailure", "Never"]);
        self.one_of(spec, "dnsPolicy", &["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"]);
        self.choice(spec, "preemptionPolicy", &["PreemptLowerPriority", "Never"]);
        self.labels(spec, "nodeSelector");
        self.pod_security(spec);
        self.affinity(spec);
        self.tolerations(spec);
        self.spread(spec);
        self.pod_dns(spec);
        self.gates(spec);
        self.pod_names(spec);
        self.host_namespaces(&pod);
        self.resource_claims(spec);
    }

    /// Names in a pod's spec, and numbers with a range.
    fn pod_names(&mut self, spec: Node<'_>) {
        let named = |key: &str| spec.at(key).filter(|node| !node.text().is_empty());
        for key in ["serviceAccountName", "nodeName", "priorityClassName", "runtimeClassName"] {
            if let Some(node) = named(key) {
                self.invalid_each(node, syntax::subdomain(node.text()));
            }
        }
        for key in ["hostname", "subdomain"] {
            // Go: a StatefulSet's pods get others, so that these do not count there.
            let counts = spec.parent().and_then(Node::parent).and_then(Node::parent);
            if counts.is_some_and(|root| root.text_at("kind") == "StatefulSet") {
                continue;
            }
            if let Some(node) = named(key) {
                self.invalid_each(node, syntax::label(node.text()));
            }
        }
        if let Some(node) = spec.at("activeDeadlineSeconds") {
            let seconds = node.int().unwrap_or_default();
            self.invalid_each(node, syntax::within(seconds, 1, i64::from(i32::MAX)));
        }
        for alias in spec.list("hostAliases") {
            match alias.at("ip") {
                Some(ip) => self.invalid_each(ip, address::ip(ip.text())),
                None => self.invalid_below(alias, "ip", "\"\"", &address::ip("").join("")),
            }
            for host in alias.list("hostnames") {
                self.invalid_each(host, syntax::subdomain(host.text()));
            }
        }
        if let Some(os) = spec.at("os") {
            match os.text_at("name") {
                "" => self.required(os, "name", ""),
                "linux" | "windows" => {}
                _ => self.one_of(os, "name", &["linux", "windows"]),
            }
        }
        if let Some(node) = spec.at("hostnameOverride") {
            if spec.flag("setHostnameAsFQDN") {
                self.forbidden(node, "may not be specified when setHostnameAsFQDN is true");
            }
            if spec.flag("hostNetwork") {
                self.forbidden(node, "may not be specified when hostNetwork is true");
            }
            if node.text().len() > 64 {
                self.too_long(node, 64);
            }
            self.invalid_each(node, syntax::subdomain(node.text()));
        }
    }

    fn pod_dns(&mut self, spec: Node<'_>) {
        let config = spec.at("dnsConfig");
        if spec.text_at("dnsPolicy") == "None" {
            match config {
                None => self.required(spec, "dnsConfig", "must provide `dnsConfig` when `dnsPolicy` is None"),
                Some(config) if config.list("nameservers").is_empty() => {
                    let why = "must provide at least one DNS nameserver when `dnsPolicy` is None";
                    self.required(config, "nameservers", why);
                }
                Some(_) => {}
            }
        }
        let Some(config) = config else { return };
        if let Some(node) = config.at("nameservers").filter(|node| node.items().len() > 3) {
            self.invalid(node, "must not have more than 3 nameservers");
        }
        for server in config.list("nameservers") {
            self.invalid_each(server, address::ip(server.text()));
        }
        if let Some(node) = config.at("searches").filter(|node| node.items().len() > 32) {
            self.invalid(node, "must not have more than 32 search paths");
        }
        for search in config.list("searches") {
            let domain = search.text().strip_suffix('.').unwrap_or(search.text());
            // Since 1.33 underscores may be in it, and it may be the root.
            let relaxed = domain.replace('_', "a");
            if !(self.version.0 >= 33 && search.text() == ".") {
                let domain = if self.version.0 >= 33 { &relaxed } else { domain };
                self.invalid_each(search, syntax::subdomain(domain));
            }
        }
        for option in config.list("options") {
            if option.text_at("name").is_empty() {
                self.required(option, "", "must not be empty");
            }
        }
    }

    fn gates(&mut self, spec: Node<'_>) {
        for gate in spec.list("readinessGates") {
            for why in syntax::qualified_name(gate.text_at("conditionType")) {
                let value = format!("{:?}", gate.text_at("conditionType"));
                self.invalid_below(gate, "conditionType", &value, &why);
            }
        }
        for gate in spec.list("schedulingGates") {
            for why in syntax::qualified_name(gate.text_at("name")) {
                self.invalid_below(gate, "name", &format!("{:?}", gate.text_at("name")), &why);
            }
        }
        self.unique(spec.list("schedulingGates"), "name");
    }

    /// Go: validatePodHostNetworkDeps, validateHostUsers.
    fn host_namespaces(&mut self, pod: &Pod<'_>) {
        if pod.spec.flag("hostNetwork") {
            for port in pod.spec.list("containers").flat_map(|container| container.list("ports")) {
                let (host, own) = (port.int_at("hostPort").unwrap_or(0), port.int_at("containerPort"));
                if let Some(node) = port.at("hostPort").filter(|_| host != 0 && Some(host) != own) {
                    self.invalid(node, "must match `containerPort` when `hostNetwork` is true");
                }
            }
        }
        if pod.host_users {
            return;
        }
        for key in ["hostPID", "hostIPC"] {
            if let Some(node) = pod.spec.at(key).filter(|_| pod.spec.flag(key)) {
                self.forbidden(node, "when `hostUsers` is false");
            }
        }
        if let Some(node) =
            pod.spec.at("hostNetwork").filter(|_| self.version.0 < 36 && pod.spec.flag("hostNetwork"))
        {
            self.forbidden(node, "when `hostUsers` is false");
        }
    }

    fn resource_claims(&mut self, spec: Node<'_>) {
        self.unique(spec.list("resourceClaims"), "name");
        for claim in spec.list("resourceClaims") {
            match claim.at("name").filter(|name| !name.text().is_empty()) {
                None => self.required(claim, "name", ""),
                Some(name) => self.invalid_each(name, syntax::label(name.text())),
            }
            let both =
                (claim.at("resourceClaimName").is_some(), claim.at("resourceClaimTemplateName").is_some());
            match both {
                (true, true) => {
                    let why =
                        "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified";
                    self.invalid(claim, why);
                }
                (false, false) => {
                    let why = "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`";
                    self.invalid(claim, why);
                }
                _ => {}
            }
            for key in ["resourceClaimName", "resourceClaimTemplateName"] {
                if let Some(name) = claim.at(key) {
                    self.invalid_each(name, syntax::subdomain(name.text()));
                }
            }
        }
    }
}

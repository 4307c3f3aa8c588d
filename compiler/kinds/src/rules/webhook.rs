//! Configurations of admission webhooks, and Endpoints. Go: pkg/apis/admissionregistration/validation/validation.go.

use nexachart_go::strconv::quote;

use super::{Rules, address};
use crate::{Node, syntax};

impl Rules<'_> {
    pub(super) fn webhooks(&mut self, root: Node<'_>) {
        self.unique(root.list("webhooks"), "name");
        for hook in root.list("webhooks") {
            match hook.at("name").filter(|name| !name.text().is_empty()) {
                None => self.required(hook, "name", ""),
                Some(name) => {
                    let wrong = syntax::subdomain(name.text());
                    if wrong.is_empty() && name.text().split('.').count() < 3 {
                        self.invalid(
                            name,
                            "should be a domain with at least three segments separated by dots",
                        );
                    }
                    self.invalid_each(name, wrong);
                }
            }
            self.choice(hook, "failurePolicy", &["Fail", "Ignore"]);
            self.choice(hook, "matchPolicy", &["Equivalent", "Exact"]);
            self.choice(hook, "reinvocationPolicy", &["IfNeeded", "Never"]);
            let why = "must specify one of None, NoneOnDryRun";
            self.one_of_required(hook, "sideEffects", &["None", "NoneOnDryRun"], why);
            let timeout =
                hook.at("timeoutSeconds").filter(|node| !(1..=30).contains(&node.int().unwrap_or(1)));
            if let Some(node) = timeout {
                self.invalid(node, "the timeout value must be between 1 and 30 seconds");
            }
            for selector in ["namespaceSelector", "objectSelector"].iter().filter_map(|key| hook.at(key)) {
                self.selector(selector);
            }
            self.review_versions(hook);
            self.client_config(hook);
            hook.list("rules").for_each(|rule| self.webhook_rule(rule));
        }
    }

    fn review_versions(&mut self, hook: Node<'_>) {
        let Some(list) = hook.at("admissionReviewVersions").filter(|list| !list.items().is_empty()) else {
            let why = "must specify one of v1, v1beta1";
            return self.required(hook, "admissionReviewVersions", why);
        };
        for version in list.items() {
            self.invalid_each(version, syntax::label_1035(version.text()));
        }
        if !list.items().any(|version| matches!(version.text(), "v1" | "v1beta1")) {
            self.invalid(list, "must include at least one of v1, v1beta1");
        }
    }

    fn client_config(&mut self, hook: Node<'_>) {
        let config = hook.at("clientConfig");
        let part = |key| config.and_then(|config| config.at(key));
        let service = match (part("url"), part("service")) {
            (None, Some(service)) => service,
            (Some(_), None) => return,
            _ => return self.required(hook, "clientConfig", "exactly one of url or service is required"),
        };
        for key in ["name", "namespace"] {
            if service.text_at(key).is_empty() {
                self.required(service, key, "");
            }
        }
        if let Some(port) = service.at("port") {
            for why in syntax::port_number(port.int().unwrap_or_default()) {
                self.invalid(port, &format!("port is not valid: {why}"));
            }
        }
        let Some(path) = service.at("path").filter(|path| !matches!(path.text(), "" | "/")) else { return };
        if !path.text().starts_with('/') {
            self.invalid(path, "must start with a '/'");
        }
        let mut rest = path.text().chars();
        rest.next();
        let steps = rest.as_str().strip_suffix('/').unwrap_or(rest.as_str());
        for (place, step) in steps.split('/').enumerate() {
            match step {
                "" => self.invalid(path, &format!("segment[{place}] may not be empty")),
                _ => {
                    for why in syntax::subdomain(step) {
                        self.invalid(path, &format!("segment[{place}]: {why}"));
                    }
                }
            }
        }
    }

    fn webhook_rule(&mut self, rule: Node<'_>) {
        const OPERATIONS: [&str; 5] = ["*", "CONNECT", "CREATE", "DELETE", "UPDATE"];
        for key in ["operations", "apiGroups", "apiVersions", "resources"] {
            let list = rule.list(key);
            if list.is_empty() {
                self.required(rule, key, "");
            }
            let is_all = list.into_iter().any(|one| one.text() == "*");
            if let Some(node) = rule.at(key).filter(|_| is_all && list.len() > 1 && key != "resources") {
                self.invalid(node, &format!("if '*' is present, must not specify other {key}"));
            }
        }
        for operation in rule.list("operations").filter(|one| !OPERATIONS.contains(&one.text())) {
            self.unsupported(operation, &OPERATIONS);
        }
        if let Some(scope) =
            rule.at("scope").filter(|one| !matches!(one.text(), "*" | "Cluster" | "Namespaced"))
        {
            self.unsupported(scope, &["*", "Cluster", "Namespaced"]);
        }
    }

    /// Addresses of Endpoints, as far as they are addresses at all.
    pub(super) fn endpoints(&mut self, root: Node<'_>) {
        for subset in root.list("subsets") {
            for addresses in ["addresses", "notReadyAddresses"] {
                for entry in subset.list(addresses) {
                    let text = entry.text_at("ip");
                    for why in address::ip(text) {
                        self.invalid_below(entry, "ip", &quote(text.as_bytes()), &why);
                    }
                }
            }
        }
    }
}

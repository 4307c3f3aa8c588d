//! Roles and bindings. Go: pkg/apis/rbac/validation/validation.go.

use nexachart_go::strconv::quote;

use super::Rules;
use crate::{Node, syntax};

const GROUP: &str = "rbac.authorization.k8s.io";

impl Rules<'_> {
    pub(super) fn role(&mut self, root: Node<'_>) {
        let is_namespaced = root.text_at("kind") == "Role";
        for rule in root.list("rules") {
            if rule.list("verbs").is_empty() {
                self.required(rule, "verbs", "verbs must contain at least one value");
            }
            let has = |key: &str| !rule.list(key).is_empty();
            if let Some(urls) = rule.at("nonResourceURLs").filter(|_| has("nonResourceURLs")) {
                if is_namespaced {
                    self.invalid(urls, "namespaced rules cannot apply to non-resource URLs");
                }
                if has("apiGroups") || has("resources") || has("resourceNames") {
                    self.invalid(urls, "rules cannot apply to both regular resources and non-resource URLs");
                }
                continue;
            }
            if !has("apiGroups") {
                self.required(rule, "apiGroups", "resource rules must supply at least one api group");
            }
            if !has("resources") {
                self.required(rule, "resources", "resource rules must supply at least one resource");
            }
        }
        let Some(aggregation) = root.at("aggregationRule").filter(|_| !is_namespaced) else { return };
        let selectors = aggregation.list("clusterRoleSelectors");
        if selectors.is_empty() {
            let why = "at least one clusterRoleSelector required if aggregationRule is non-nil";
            self.required(aggregation, "clusterRoleSelectors", why);
        }
        selectors.for_each(|selector| self.selector(selector));
    }

    pub(super) fn role_binding(&mut self, root: Node<'_>) {
        let is_namespaced = root.text_at("kind") == "RoleBinding";
        match root.at("roleRef") {
            None => {
                self.required(root, "roleRef.name", "");
                self.required(root, "roleRef.kind", "");
            }
            Some(reference) => {
                self.one_of(reference, "apiGroup", &[GROUP]);
                let kinds: &[&str] = if is_namespaced { &["ClusterRole", "Role"] } else { &["ClusterRole"] };
                self.some_of(reference, "kind", kinds);
                match reference.at("name").filter(|name| !name.text().is_empty()) {
                    None => self.required(reference, "name", ""),
                    Some(name) => self.invalid_each(name, syntax::path_segment(name.text())),
                }
            }
        }
        for subject in root.list("subjects") {
            let name = subject.at("name").filter(|name| !name.text().is_empty());
            if name.is_none() {
                self.required(subject, "name", "");
            }
            match subject.text_at("kind") {
                "ServiceAccount" => {
                    if let Some(name) = name {
                        self.invalid_each(name, syntax::subdomain(name.text()));
                    }
                    if let Some(group) = subject.at("apiGroup").filter(|group| !group.text().is_empty()) {
                        self.unsupported(group, &[""]);
                    }
                    if !is_namespaced && subject.text_at("namespace").is_empty() {
                        self.required(subject, "namespace", "");
                    }
                }
                "User" | "Group" => {
                    if let Some(group) =
                        subject.at("apiGroup").filter(|group| !matches!(group.text(), "" | GROUP))
                    {
                        let value = quote(group.text().as_bytes());
                        let message = format!("Unsupported value: {value}: supported values: \"{GROUP}\"");
                        self.findings.add(super::Code::Unsupported, group, message);
                    }
                }
                _ => self.some_of(subject, "kind", &["Group", "ServiceAccount", "User"]),
            }
        }
    }
}

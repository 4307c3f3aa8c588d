//! What rules a namespace or a cluster: quotas, ranges of limits, priorities. Go: pkg/apis/core/validation, pkg/apis/scheduling/validation.

use super::{Rules, resources};
use crate::{Node, Quantity, syntax};

impl Rules<'_> {
    pub(super) fn resource_quota(&mut self, root: Node<'_>) {
        let Some(hard) = root.at("spec").and_then(|spec| spec.at("hard")) else { return };
        for amount in hard.entries() {
            self.amount(hard, amount, quota_resource);
        }
    }

    pub(super) fn limit_range(&mut self, root: Node<'_>) {
        let Some(spec) = root.at("spec") else { return };
        self.unique(spec.list("limits"), "type");
        for limit in spec.list("limits") {
            let kind = limit.text_at("type");
            let known = kind.contains('/') || matches!(kind, "Pod" | "Container" | "PersistentVolumeClaim");
            let wrong = syntax::qualified_name(kind);
            match wrong.is_empty() {
                false => {
                    wrong.iter().for_each(|why| self.invalid_below(limit, "type", &format!("{kind:?}"), why))
                }
                true if !known => {
                    let why = "must be a standard limit type or fully qualified";
                    self.invalid_below(limit, "type", &format!("{kind:?}"), why);
                }
                true => {}
            }
            if kind == "Pod" {
                for node in ["default", "defaultRequest"].iter().filter_map(|key| limit.at(key)) {
                    if node.entries().next().is_some() {
                        self.forbidden(node, "may not be specified when `type` is 'Pod'");
                    }
                }
            }
            let form = match kind {
                "Pod" | "Container" => resources::container_resource,
                _ => resources::resource,
            };
            for key in ["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"] {
                for amount in limit.map(key) {
                    for why in form(amount.name()) {
                        let below = format!("{key}[{}]", amount.name());
                        self.invalid_below(limit, &below, &format!("{:?}", amount.name()), &why);
                    }
                }
            }
            let storage = |key: &str| limit.at(key).is_some_and(|map| map.get("storage").is_some());
            if kind == "PersistentVolumeClaim" && !storage("min") && !storage("max") {
                let why = "either minimum or maximum storage value is required, but neither was provided";
                self.required(limit, "limits", why);
            }
            // The first must not be more than the second.
            const ORDER: [(&str, &str); 6] = [
                ("min", "max"),
                ("min", "defaultRequest"),
                ("defaultRequest", "max"),
                ("defaultRequest", "default"),
                ("min", "default"),
                ("default", "max"),
            ];
            for (less, more) in ORDER {
                for amount in limit.map(less) {
                    let other = limit.at(more).and_then(|map| map.get(amount.name()));
                    if other.is_some_and(|other| Quantity::of(amount) > Quantity::of(other)) {
                        self.invalid(amount, &format!("{less} value is greater than {more} value"));
                    }
                }
            }
        }
    }

    /// Labels of a namespace that say which Pod Security Standard is held there. Go: k8s.io/pod-security-admission/api.
    pub(super) fn namespace(&mut self, root: Node<'_>) {
        let Some(labels) = root.at("metadata").and_then(|metadata| metadata.at("labels")) else { return };
        for label in labels.entries() {
            let Some(name) = label.name().strip_prefix("pod-security.kubernetes.io/") else { continue };
            let value = format!("{:?}", label.text());
            let below = format!("[{}]", label.name());
            let minor = label.text().strip_prefix("v1.").map(str::parse::<u32>);
            let wrong = match name {
                "enforce" | "audit" | "warn" => {
                    let known = matches!(label.text(), "privileged" | "baseline" | "restricted");
                    (!known).then_some("must be one of privileged, baseline, restricted")
                }
                "enforce-version" | "audit-version" | "warn-version" => {
                    let known = label.text() == "latest" || matches!(minor, Some(Ok(_)));
                    (!known).then_some("must be \"latest\" or \"v1.x\"")
                }
                _ => None,
            };
            if let Some(why) = wrong {
                self.invalid_below(labels, &below, &value, why);
            }
        }
    }

    pub(super) fn priority_class(&mut self, root: Node<'_>) {
        /// What only system classes may exceed. Go: HighestUserDefinablePriority.
        const MOST: i64 = 1_000_000_000;
        let name = root.at("metadata").and_then(|metadata| metadata.at("name"));
        match name {
            Some(name) if name.text().starts_with("system-") => {
                if !matches!(name.text(), "system-node-critical" | "system-cluster-critical") {
                    let why = "priority class names with 'system-' prefix are reserved for system use only";
                    self.forbidden(name, why);
                }
            }
            _ => {
                if let Some(value) =
                    root.at("value").filter(|value| value.int().is_some_and(|value| value > MOST))
                {
                    self.forbidden(
                        value,
                        &format!("maximum allowed value of a user defined priority is {MOST}"),
                    );
                }
            }
        }
        self.choice(root, "preemptionPolicy", &["PreemptLowerPriority", "Never"]);
    }
}

/// Go: ValidateResourceQuotaResourceName.
fn quota_resource(name: &str) -> Vec<String> {
    let mut wrong = resources::resource(name);
    if wrong.is_empty() && name == "count" {
        wrong.push("must be a standard resource for quota".into());
    }
    wrong
}

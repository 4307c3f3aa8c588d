//! Where pods may run. Go: pkg/apis/core/validation/validation.go, validateAffinity, ValidateTolerations,
//! validateTopologySpreadConstraints.

use nexachart_go::strconv::quote;

use super::Rules;
use crate::{Code, Node, syntax};

const REQUIRED: &str = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED: &str = "preferredDuringSchedulingIgnoredDuringExecution";

impl Rules<'_> {
    /// `affinity` of a pod.
    pub(super) fn affinity(&mut self, spec: Node<'_>) {
        let Some(affinity) = spec.at("affinity") else { return };
        if let Some(nodes) = affinity.at("nodeAffinity") {
            if let Some(required) = nodes.at(REQUIRED) {
                self.node_selector(required);
            }
            for preferred in nodes.list(PREFERRED) {
                self.weight(preferred);
                if let Some(term) = preferred.at("preference") {
                    self.node_selector_term(term, false);
                }
            }
        }
        for pods in ["podAffinity", "podAntiAffinity"].iter().filter_map(|key| affinity.at(key)) {
            pods.list(REQUIRED).for_each(|term| self.pod_affinity_term(term));
            for preferred in pods.list(PREFERRED) {
                self.weight(preferred);
                match preferred.at("podAffinityTerm") {
                    Some(term) => self.pod_affinity_term(term),
                    None => self.required(preferred, "podAffinityTerm.topologyKey", "can not be empty"),
                }
            }
        }
    }

    fn weight(&mut self, preferred: Node<'_>) {
        let weight = preferred.int_at("weight").unwrap_or(0);
        if !(1..=100).contains(&weight) {
            self.invalid_below(preferred, "weight", &weight.to_string(), "must be in the range 1-100");
        }
    }

    /// Go: ValidateNodeSelector.
    pub(super) fn node_selector(&mut self, selector: Node<'_>) {
        let terms = selector.list("nodeSelectorTerms");
        if terms.is_empty() {
            self.required(selector, "nodeSelectorTerms", "must have at least one node selector term");
        }
        terms.for_each(|term| self.node_selector_term(term, true));
    }

    /// Values are only looked at where a term is required.
    fn node_selector_term(&mut self, term: Node<'_>, is_required: bool) {
        for requirement in term.list("matchExpressions") {
            let values = requirement.list("values");
            let operator = requirement.text_at("operator");
            match operator {
                "In" | "NotIn" if values.is_empty() => {
                    self.required(
                        requirement,
                        "values",
                        "must be specified when `operator` is 'In' or 'NotIn'",
                    );
                }
                "Exists" | "DoesNotExist" if !values.is_empty() => {
                    if let Some(node) = requirement.at("values") {
                        self.forbidden(
                            node,
                            "may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
                        );
                    }
                }
                "Gt" | "Lt" if values.len() != 1 => {
                    self.required(
                        requirement,
                        "values",
                        "must be specified single value when `operator` is 'Lt' or 'Gt'",
                    );
                }
                "In" | "NotIn" | "Exists" | "DoesNotExist" | "Gt" | "Lt" => {}
                _ => self.bad_operator(requirement),
            }
            for why in syntax::qualified_name(requirement.text_at("key")) {
                self.invalid_below(requirement, "key", &quote(requirement.text_at("key").as_bytes()), &why);
            }
            if is_required {
                values.for_each(|value| self.invalid_each(value, syntax::label_value(value.text())));
            }
        }
        for requirement in term.list("matchFields") {
            match requirement.text_at("operator") {
                "In" | "NotIn" if requirement.list("values").len() != 1 => {
                    let why =
                        "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
                    self.required(requirement, "values", why);
                }
                "In" | "NotIn" => {}
                _ => self.bad_operator(requirement),
            }
            match requirement.text_at("key") {
                "metadata.name" => {
                    for value in requirement.list("values") {
                        self.invalid_each(value, syntax::subdomain(value.text()));
                    }
                }
                key => self.invalid_below(
                    requirement,
                    "key",
                    &quote(key.as_bytes()),
                    "not a valid field selector key",
                ),
            }
        }
    }

    fn bad_operator(&mut self, requirement: Node<'_>) {
        let operator = quote(requirement.text_at("operator").as_bytes());
        self.invalid_below(requirement, "operator", &operator, "not a valid selector operator");
    }

    fn pod_affinity_term(&mut self, term: Node<'_>) {
        for selector in ["labelSelector", "namespaceSelector"].iter().filter_map(|key| term.at(key)) {
            self.selector(selector);
        }
        for namespace in term.list("namespaces") {
            self.invalid_each(namespace, syntax::label(namespace.text()));
        }
        if term.text_at("topologyKey").is_empty() {
            self.required(term, "topologyKey", "can not be empty");
        } else if let Some(key) = term.at("topologyKey") {
            self.invalid_each(key, syntax::qualified_name(key.text()));
        }
        self.label_keys(term, &["matchLabelKeys", "mismatchLabelKeys"]);
    }

    /// Go: ValidateMatchLabelKeysAndMismatchLabelKeys.
    fn label_keys(&mut self, parent: Node<'_>, keys: &[&str]) {
        for list in keys.iter().filter_map(|key| parent.at(key)).filter(|list| list.items().next().is_some())
        {
            if parent.at("labelSelector").is_none() {
                self.forbidden(list, "must not be specified when labelSelector is not set");
                continue;
            }
            for key in list.items() {
                self.invalid_each(key, syntax::qualified_name(key.text()));
                let other = list.name() == "matchLabelKeys"
                    && parent.list("mismatchLabelKeys").any(|other| other.text() == key.text());
                if other {
                    self.invalid(key, "exists in both matchLabelKeys and mismatchLabelKeys");
                }
            }
        }
    }

    /// `tolerations` of a pod.
    pub(super) fn tolerations(&mut self, spec: Node<'_>) {
        for toleration in spec.list("tolerations") {
            let (key, operator) = (toleration.text_at("key"), toleration.text_at("operator"));
            let (value, effect) = (toleration.text_at("value"), toleration.text_at("effect"));
            if let Some(node) = toleration.at("key").filter(|_| !key.is_empty()) {
                self.invalid_each(node, syntax::qualified_name(key));
            }
            if key.is_empty() && operator != "Exists" {
                let why = "operator must be Exists when `key` is empty, which means \"match all values and all keys\"";
                self.invalid_below(toleration, "operator", &quote(operator.as_bytes()), why);
            }
            if toleration.at("tolerationSeconds").is_some() && effect != "NoExecute" {
                let why = "effect must be 'NoExecute' when `tolerationSeconds` is set";
                self.invalid_below(toleration, "effect", &quote(effect.as_bytes()), why);
            }
            match operator {
                "Equal" | "" => {
                    let wrong = syntax::label_value(value);
                    if !wrong.is_empty() {
                        self.invalid_below(
                            toleration,
                            "operator",
                            &quote(value.as_bytes()),
                            &wrong.join(";"),
                        );
                    }
                }
                "Exists" if !value.is_empty() => {
                    let why = "value must be empty when `operator` is 'Exists'";
                    self.invalid_below(toleration, "operator", &quote(value.as_bytes()), why);
                }
                "Exists" => {}
                _ => self.one_of(toleration, "operator", &["Equal", "Exists"]),
            }
            self.one_of(toleration, "effect", &["NoSchedule", "PreferNoSchedule", "NoExecute"]);
        }
    }

    /// `topologySpreadConstraints` of a pod.
    pub(super) fn spread(&mut self, spec: Node<'_>) {
        const ACTIONS: [&str; 2] = ["DoNotSchedule", "ScheduleAnyway"];
        let mut seen = std::collections::HashSet::new();
        for constraint in spec.list("topologySpreadConstraints") {
            let (key, action) = (constraint.text_at("topologyKey"), constraint.text_at("whenUnsatisfiable"));
            let skew = constraint.int_at("maxSkew").unwrap_or(0);
            if skew <= 0 {
                self.invalid_below(constraint, "maxSkew", &skew.to_string(), "must be greater than zero");
            }
            if key.is_empty() {
                self.required(constraint, "topologyKey", "can not be empty");
            }
            match constraint.at("whenUnsatisfiable") {
                Some(node) if !ACTIONS.contains(&action) => self.unsupported(node, &ACTIONS),
                None => {
                    let message =
                        "Unsupported value: \"\": supported values: \"DoNotSchedule\", \"ScheduleAnyway\"";
                    self.findings.add_below(
                        Code::Unsupported,
                        constraint,
                        "whenUnsatisfiable",
                        message.into(),
                    );
                }
                Some(_) => {}
            }
            if !seen.insert((key, action)) {
                let message = format!("Duplicate value: \"{{{key}, {action}}}\"");
                self.findings.add_below(
                    Code::Duplicate,
                    constraint,
                    "{topologyKey, whenUnsatisfiable}",
                    message,
                );
            }
            if let Some((node, domains)) =
                constraint.at("minDomains").and_then(|node| Some((node, node.int()?)))
            {
                if domains <= 0 {
                    self.invalid(node, "must be greater than zero");
                }
                if action != "DoNotSchedule" {
                    let why =
                        format!("can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {action}");
                    self.invalid(node, &why);
                }
            }
            for key in ["nodeAffinityPolicy", "nodeTaintsPolicy"] {
                if let Some(node) =
                    constraint.at(key).filter(|node| !matches!(node.text(), "Honor" | "Ignore"))
                {
                    self.unsupported(node, &["Honor", "Ignore"]);
                }
            }
            self.label_keys(constraint, &["matchLabelKeys"]);
            if let Some(selector) = constraint.at("labelSelector") {
                self.selector(selector);
            }
        }
    }
}

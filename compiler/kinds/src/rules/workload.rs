//! Deployments, StatefulSets, DaemonSets, ReplicaSets. Go: pkg/apis/apps/validation/validation.go.

use nexachart_go::strconv::quote;

use super::{Rules, selector};
use crate::{Code, Node, Value, syntax};

/// `progressDeadlineSeconds` of a Deployment, where it does not say.
const PATIENCE: i64 = 600;

impl Rules<'_> {
    pub(super) fn deployment(&mut self, root: Node<'_>) {
        let Some(spec) = self.spec(root) else { return };
        self.not_negative(spec, "replicas");
        self.not_negative(spec, "minReadySeconds");
        self.not_negative(spec, "revisionHistoryLimit");
        self.workload(spec, "deployment", "ReplicaSet", &[]);
        if let Some(strategy) = spec.at("strategy") {
            let update = strategy.at("rollingUpdate");
            match (strategy.text_at("type"), update) {
                ("Recreate", Some(update)) => {
                    self.forbidden(update, "may not be specified when strategy `type` is 'Recreate'");
                }
                ("RollingUpdate" | "", Some(update)) => {
                    let (unavailable, surge) = (update.at("maxUnavailable"), update.at("maxSurge"));
                    self.share(unavailable);
                    self.share(surge);
                    // Either is 25 % where it is not given.
                    if unavailable.is_some_and(is_zero) && surge.is_some_and(is_zero) {
                        self.invalid(unavailable.unwrap_or(update), "may not be 0 when `maxSurge` is 0");
                    }
                    self.at_most_all(unavailable);
                }
                _ => self.strategy(strategy, &["Recreate", "RollingUpdate"]),
            }
        }
        if let Some(node) = spec.at("progressDeadlineSeconds") {
            self.not_negative(spec, "progressDeadlineSeconds");
            if node.int().is_some_and(|seconds| seconds <= spec.int_at("minReadySeconds").unwrap_or(0)) {
                self.invalid(node, "must be greater than minReadySeconds");
            }
        } else if spec.int_at("minReadySeconds").is_some_and(|seconds| seconds >= PATIENCE) {
            let why = "must be greater than minReadySeconds";
            self.invalid_below(spec, "progressDeadlineSeconds", &PATIENCE.to_string(), why);
        }
    }

    pub(super) fn replica_set(&mut self, root: Node<'_>) {
        let Some(spec) = self.spec(root) else { return };
        self.not_negative(spec, "replicas");
        self.not_negative(spec, "minReadySeconds");
        self.workload(spec, "deployment", "ReplicaSet", &[]);
    }

    pub(super) fn daemon_set(&mut self, root: Node<'_>) {
        let Some(spec) = self.spec(root) else { return };
        self.not_negative(spec, "minReadySeconds");
        self.not_negative(spec, "revisionHistoryLimit");
        match spec.at("selector") {
            Some(selector) => {
                self.selector(selector);
                self.selector_matches_template(spec, selector);
                if selector::is_empty(selector) {
                    self.invalid(selector, "empty selector is invalid for daemonset");
                }
            }
            None => {
                let why = "`selector` does not match template `labels`";
                self.invalid_below(spec, "template.metadata.labels", "null", why);
            }
        }
        self.template_of(spec, "DaemonSet", &[]);
        let Some(strategy) = spec.at("updateStrategy") else { return };
        match strategy.text_at("type") {
            "OnDelete" => {}
            "RollingUpdate" | "" => {
                let Some(update) = strategy.at("rollingUpdate") else { return };
                let (unavailable, surge) = (update.at("maxUnavailable"), update.at("maxSurge"));
                for part in [unavailable, surge] {
                    self.share(part);
                    self.at_most_all(part);
                }
                // One may be unavailable and none more than wanted, where it is not said.
                let has_unavailable = unavailable.is_none_or(|node| !is_zero(node));
                let has_surge = surge.is_some_and(|node| !is_zero(node));
                match (has_unavailable, has_surge) {
                    (true, true) => {
                        if let Some(surge) = surge {
                            self.invalid(surge, "may not be set when maxUnavailable is non-zero");
                        }
                    }
                    (false, false) => {
                        self.required(update, "maxUnavailable", "cannot be 0 when maxSurge is 0")
                    }
                    _ => {}
                }
            }
            _ => self.strategy(strategy, &["RollingUpdate", "OnDelete"]),
        }
    }

    pub(super) fn stateful_set(&mut self, root: Node<'_>) {
        let Some(spec) = self.spec(root) else { return };
        self.not_negative(spec, "replicas");
        self.not_negative(spec, "minReadySeconds");
        if let Some(node) = spec.at("podManagementPolicy").filter(|node| !node.text().is_empty())
            && !matches!(node.text(), "OrderedReady" | "Parallel")
        {
            self.invalid(node, "must be 'OrderedReady' or 'Parallel'");
        }
        if let Some(policy) = spec.at("persistentVolumeClaimRetentionPolicy") {
            for key in ["whenDeleted", "whenScaled"] {
                self.one_of(policy, key, &["Retain", "Delete"]);
            }
        }
        if let Some(ordinals) = spec.at("ordinals") {
            self.not_negative(ordinals, "start");
        }
        if let Some(name) = spec.at("serviceName").filter(|name| !name.text().is_empty()) {
            self.invalid_each(name, syntax::label(name.text()));
        }
        for claim in spec.list("volumeClaimTemplates") {
            self.claim_spec(claim);
        }
        let claims: Vec<&str> = spec
            .list("volumeClaimTemplates")
            .filter_map(|claim| Some(claim.at("metadata")?.text_at("name")))
            .collect();
        self.workload(spec, "statefulset", "StatefulSet", &claims);
        let Some(strategy) = spec.at("updateStrategy") else { return };
        let update = strategy.at("rollingUpdate");
        match (strategy.text_at("type"), update) {
            ("OnDelete", Some(update)) => {
                self.invalid(update, "only allowed for updateStrategy 'RollingUpdate'");
            }
            ("RollingUpdate" | "", Some(update)) => {
                self.not_negative(update, "partition");
                // The gate of `maxUnavailable` has been on since 1.35; before, the field is dropped.
                if let Some(node) = update.at("maxUnavailable").filter(|_| self.version.0 >= 35) {
                    self.share(Some(node));
                    if is_zero(node) {
                        self.invalid(node, "cannot be 0");
                    }
                    self.at_most_all(Some(node));
                }
            }
            ("OnDelete" | "RollingUpdate" | "", None) => {}
            _ => self.invalid(strategy, "must be 'RollingUpdate' or 'OnDelete'"),
        }
    }

    pub(super) fn replication_controller(&mut self, root: Node<'_>) {
        let Some(spec) = root.at("spec") else { return };
        self.not_negative(spec, "replicas");
        self.not_negative(spec, "minReadySeconds");
        self.template_of(spec, "ReplicationController", &[]);
    }

    /// The spec of an object that has to have one: what is missing is missing in it.
    pub(super) fn spec<'t>(&mut self, root: Node<'t>) -> Option<Node<'t>> {
        let spec = root.at("spec");
        if spec.is_none() {
            self.required(root, "spec.selector", "");
            self.required(root, "spec.template.spec.containers", "");
        }
        spec
    }

    /// Selector and template.
    fn workload(&mut self, spec: Node<'_>, word: &str, kind: &str, claims: &[&str]) {
        match spec.at("selector") {
            None => self.required(spec, "selector", ""),
            Some(selector) => {
                self.selector(selector);
                if selector::is_empty(selector) {
                    self.invalid(selector, &format!("empty selector is invalid for {word}"));
                }
                self.selector_matches_template(spec, selector);
            }
        }
        self.template_of(spec, kind, claims);
    }

    /// The template of what runs until it is deleted.
    fn template_of(&mut self, spec: Node<'_>, kind: &str, claims: &[&str]) {
        self.pod_template(spec, claims);
        let Some(pod) = spec.at("template").and_then(|template| template.at("spec")) else { return };
        if let Some(policy) = pod.at("restartPolicy").filter(|policy| !matches!(policy.text(), "" | "Always"))
        {
            self.unsupported(policy, &["Always"]);
        }
        if let Some(node) = pod.at("activeDeadlineSeconds") {
            self.forbidden(node, &format!("activeDeadlineSeconds in {kind} is not Supported"));
        }
    }

    /// A strategy that there is not: the server shows all of it.
    fn strategy(&mut self, strategy: Node<'_>, supported: &[&str]) {
        let kind = strategy.text_at("type");
        if kind.is_empty() || supported.contains(&kind) {
            return;
        }
        let list: Vec<String> = supported.iter().map(|one| quote(one.as_bytes())).collect();
        let shown = super::words::shown(strategy);
        let message = format!("Unsupported value: {shown}: supported values: {}", list.join(", "));
        self.findings.add(Code::Unsupported, strategy, message);
    }

    /// A number that is not negative, or a percentage. Go: ValidatePositiveIntOrPercent.
    pub(super) fn share(&mut self, node: Option<Node<'_>>) {
        let Some(node) = node else { return };
        match node.value() {
            Value::Text(text) => self.invalid_each(node, syntax::percent(text)),
            Value::Int(value) if value < 0 => self.invalid(node, "must be greater than or equal to 0"),
            _ => {}
        }
    }

    /// Go: IsNotMoreThan100Percent.
    pub(super) fn at_most_all(&mut self, node: Option<Node<'_>>) {
        let Some(node) = node else { return };
        if percentage(node.text()).is_some_and(|percent| percent > 100) {
            self.invalid(node, "must not be greater than 100%");
        }
    }
}

fn percentage(text: &str) -> Option<u64> {
    let digits = text.strip_suffix('%')?;
    // What is too long for a number is more than all.
    syntax::percent(text).is_empty().then(|| digits.parse().unwrap_or(u64::MAX))
}

/// Go: getIntOrPercentValue, which takes a text that is neither for 0.
fn is_zero(node: Node<'_>) -> bool {
    match node.value() {
        Value::Text(text) => percentage(text).unwrap_or_else(|| text.parse().unwrap_or(0)) == 0,
        _ => node.int() == Some(0),
    }
}

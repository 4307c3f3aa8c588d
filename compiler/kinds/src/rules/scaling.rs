//! HorizontalPodAutoscalers and PodDisruptionBudgets. Go: pkg/apis/autoscaling/validation, pkg/apis/policy/validation.

use super::{Rules, resources};
use crate::{Node, Quantity, syntax};

const SOURCES: [(&str, &str); 5] = [
    ("Object", "object"),
    ("External", "external"),
    ("Pods", "pods"),
    ("Resource", "resource"),
    ("ContainerResource", "containerResource"),
];

impl Rules<'_> {
    pub(super) fn autoscaler(&mut self, root: Node<'_>) {
        let Some(spec) = root.at("spec") else {
            return self.required(root, "spec.maxReplicas", "must be set and greater than 0");
        };
        let (least, most) = (spec.int_at("minReplicas"), spec.int_at("maxReplicas").unwrap_or(0));
        if let Some(node) = spec.at("minReplicas").filter(|_| least.is_some_and(|least| least < 1)) {
            self.invalid(node, "must be greater than or equal to 1");
        }
        match (spec.at("maxReplicas"), most) {
            (_, 0) | (None, _) => self.required(spec, "maxReplicas", "must be set and greater than 0"),
            (Some(node), ..0) => self.invalid(node, "must be greater than or equal to 1"),
            (Some(node), _) if least.is_some_and(|least| most < least) => {
                self.invalid(node, "must be greater than or equal to `minReplicas`");
            }
            _ => {}
        }
        match spec.at("scaleTargetRef") {
            None => {
                self.required(spec, "scaleTargetRef.kind", "");
                self.required(spec, "scaleTargetRef.name", "");
            }
            Some(target) => self.scale_target(target),
        }
        for metric in spec.list("metrics") {
            self.metric(metric);
        }
        if let Some(behavior) = spec.at("behavior") {
            for rules in ["scaleUp", "scaleDown"].iter().filter_map(|key| behavior.at(key)) {
                self.scaling_rules(rules);
            }
        }
    }

    fn scale_target(&mut self, target: Node<'_>) {
        for key in ["kind", "name"] {
            match target.at(key).filter(|node| !node.text().is_empty()) {
                None => self.required(target, key, ""),
                Some(node) => self.invalid_each(node, syntax::path_segment(node.text())),
            }
        }
        if let Some(node) = target.at("apiVersion").filter(|node| node.text().matches('/').count() > 1) {
            self.invalid(node, &format!("unexpected GroupVersion string: {}", node.text()));
        }
    }

    /// Go: validateMetricSpec.
    fn metric(&mut self, metric: Node<'_>) {
        let known: Vec<&str> = SOURCES.iter().map(|(kind, _)| *kind).collect();
        let kind = metric.text_at("type");
        let present: Vec<Node<'_>> = SOURCES.iter().filter_map(|(_, key)| metric.at(key)).collect();
        if kind.is_empty() {
            self.required(metric, "type", "must specify a metric source type");
        }
        self.some_of(metric, "type", &known);
        let expected = SOURCES.iter().find(|(name, _)| *name == kind).map(|(_, key)| *key);
        if let Some(key) = expected.filter(|key| metric.at(key).is_none()) {
            self.required(metric, key, "must populate information for the given metric source");
        }
        if present.len() > 1 {
            for other in present.iter().filter(|node| Some(node.name()) != expected) {
                self.forbidden(*other, "must populate the given metric source only");
            }
        }
        if let Some(source) = present.first() {
            self.metric_source(*source);
        }
    }

    fn metric_source(&mut self, source: Node<'_>) {
        match source.name() {
            "resource" | "containerResource" => {
                match source.at("name").filter(|name| !name.text().is_empty()) {
                    None => self.required(source, "name", "must specify a resource name"),
                    Some(name) if source.name() == "containerResource" => {
                        self.invalid_each(name, resources::container_resource(name.text()));
                    }
                    Some(_) => {}
                }
                if source.name() == "containerResource" {
                    match source.at("container").filter(|name| !name.text().is_empty()) {
                        None => self.required(source, "container", "must specify a container"),
                        Some(name) => self.invalid_each(name, syntax::label(name.text())),
                    }
                }
            }
            _ => {
                let metric = source.at("metric");
                match metric.and_then(|metric| metric.at("name")).filter(|name| !name.text().is_empty()) {
                    None => self.required(source, "metric.name", "must specify a metric name"),
                    Some(name) => self.invalid_each(name, syntax::path_segment(name.text())),
                }
                if source.name() == "object" {
                    match source.at("describedObject") {
                        None => self.required(source, "describedObject.kind", ""),
                        Some(target) => self.scale_target(target),
                    }
                }
            }
        }
        let Some(target) = source.at("target") else {
            return self.required(source, "target.type", "must specify a metric target type");
        };
        self.metric_target(source.name(), target);
    }

    fn metric_target(&mut self, kind: &str, target: Node<'_>) {
        match target.at("type").filter(|node| !node.text().is_empty()) {
            None => self.required(target, "type", "must specify a metric target type"),
            Some(node) if !matches!(node.text(), "Utilization" | "Value" | "AverageValue") => {
                self.invalid(node, "must be either Utilization, Value, or AverageValue");
            }
            Some(_) => {}
        }
        for node in ["value", "averageValue"].iter().filter_map(|key| target.at(key)) {
            if Quantity::of(node) <= Quantity::ZERO {
                self.invalid(node, "must be positive");
            }
        }
        let utilization = target.at("averageUtilization");
        if let Some(node) = utilization.filter(|node| node.int().is_some_and(|share| share < 1)) {
            self.invalid(node, "must be greater than 0");
        }
        let (value, average) = (target.at("value"), target.at("averageValue"));
        match kind {
            "resource" | "containerResource" => match (utilization, average) {
                (None, None) => {
                    let why = "must set either a target raw value or a target utilization";
                    self.required(target, "averageUtilization", why);
                }
                (Some(_), Some(average)) => {
                    self.forbidden(average, "may not set both a target raw value and a target utilization");
                }
                _ => {}
            },
            "pods" if average.is_none() => {
                self.required(target, "averageValue", "must specify a positive target averageValue");
            }
            "external" => match (value, average) {
                (None, None) => {
                    let why = "must set either a target value for metric or a per-pod target";
                    self.required(target, "averageValue", why);
                }
                (Some(value), Some(_)) => {
                    self.forbidden(value, "may not set both a target value for metric and a per-pod target");
                }
                _ => {}
            },
            "object" if value.is_none() && average.is_none() => {
                self.required(target, "averageValue", "must set either a target value or averageValue");
            }
            _ => {}
        }
    }

    fn scaling_rules(&mut self, rules: Node<'_>) {
        /// An hour, and half of it. Go: MaxStabilizationWindowSeconds, MaxPeriodSeconds.
        const WINDOW: i64 = 3_600;
        const PERIOD: i64 = 1_800;
        if let Some((node, seconds)) =
            rules.at("stabilizationWindowSeconds").and_then(|node| Some((node, node.int()?)))
        {
            match seconds {
                ..0 => self.invalid(node, "must be greater than or equal to zero"),
                _ if seconds > WINDOW => {
                    self.invalid(node, &format!("must be less than or equal to {WINDOW}"))
                }
                _ => {}
            }
        }
        self.choice(rules, "selectPolicy", &["Disabled", "Max", "Min"]);
        // Policies that are not given have defaults, an empty list has none.
        if rules.at("policies").is_some_and(|node| node.items().is_empty()) {
            self.required(rules, "policies", "must specify at least one Policy");
        }
        for policy in rules.list("policies") {
            self.some_of(policy, "type", &["Percent", "Pods"]);
            let (value, period) =
                (policy.int_at("value").unwrap_or(0), policy.int_at("periodSeconds").unwrap_or(0));
            if value <= 0 {
                self.invalid_below(policy, "value", &value.to_string(), "must be greater than zero");
            }
            if period <= 0 {
                self.invalid_below(policy, "periodSeconds", &period.to_string(), "must be greater than zero");
            }
            if period > PERIOD {
                let why = format!("must be less than or equal to {PERIOD}");
                self.invalid_below(policy, "periodSeconds", &period.to_string(), &why);
            }
        }
    }

    pub(super) fn disruption_budget(&mut self, root: Node<'_>) {
        let Some(spec) = root.at("spec") else { return };
        let (least, most) = (spec.at("minAvailable"), spec.at("maxUnavailable"));
        if least.is_some() && most.is_some() {
            self.invalid(spec, "minAvailable and maxUnavailable cannot be both set");
        }
        for part in [least, most] {
            self.share(part);
            self.at_most_all(part);
        }
        if let Some(selector) = spec.at("selector") {
            self.selector(selector);
        }
        self.choice(spec, "unhealthyPodEvictionPolicy", &["AlwaysAllow", "IfHealthyBudget"]);
    }
}

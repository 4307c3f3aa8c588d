//! Go: pkg/apis/autoscaling/{v1,v2}/defaults.go. The CPU target of v1 is set in its conversion.

use super::Default;
use crate::node::{Node, Object};

pub(super) const DEFAULTS: &[(&str, Default)] =
    &[("autoscaling/v1.HorizontalPodAutoscaler", v1), ("autoscaling/v2.HorizontalPodAutoscaler", v2)];

fn v1(object: &mut Object) {
    object.map_or_new("spec").default("minReplicas", 1);
}

fn v2(object: &mut Object) {
    let spec = object.map_or_new("spec");
    spec.default("minReplicas", 1);
    if spec.list("metrics").is_empty() {
        spec.set("metrics", vec![crate::autoscaling::cpu(Node::Int(80))]);
    }
    if let Some(behavior) = spec.map_mut("behavior") {
        let policy = |kind: &'static str, value: i64| {
            let seconds = ("periodSeconds", Node::Int(15));
            Node::Map(Object::of([("type", Node::text(kind)), ("value", Node::Int(value)), seconds]))
        };
        let up = behavior.map_or_new("scaleUp");
        up.default("stabilizationWindowSeconds", 0);
        up.default("selectPolicy", "Max");
        up.default("policies", vec![policy("Pods", 4), policy("Percent", 100)]);
        let down = behavior.map_or_new("scaleDown");
        down.default("selectPolicy", "Max");
        down.default("policies", vec![policy("Percent", 100)]);
    }
}

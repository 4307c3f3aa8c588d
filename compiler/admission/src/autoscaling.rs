//! HorizontalPodAutoscalers from one version to the other, as a policy about the other version sees them
//! (kubernetes: pkg/apis/autoscaling/v1/conversion.go).

use crate::node::{Node, Object};
use crate::types::Types;
use crate::{decode, encode};

const V1: &str = "autoscaling/v1";
const V2: &str = "autoscaling/v2";
const CPU_TARGET: &str = "targetCPUUtilizationPercentage";

/// An object as the version `to` has it, if there is a way: between the versions of HorizontalPodAutoscaler there is. What the
/// version has no field for is left out; a cluster puts it into annotations.
///
/// ```
/// use nexachart_admission::{Object, convert};
/// let spec = Object::of([("maxReplicas", 3.into()), ("targetCPUUtilizationPercentage", 50.into())]);
/// let object = Object::of([
///     ("apiVersion", "autoscaling/v1".into()),
///     ("kind", "HorizontalPodAutoscaler".into()),
///     ("spec", spec.into()),
/// ]);
/// let converted = convert(&object, "autoscaling/v2").unwrap();
/// assert_eq!(converted.map("spec").unwrap().maps("metrics").next().unwrap().text("type"), "Resource");
/// ```
pub fn convert(object: &Object, to: &str) -> Option<Object> {
    let from = object.text("apiVersion");
    if object.text("kind") != "HorizontalPodAutoscaler" || !matches!((from, to), (V1, V2) | (V2, V1)) {
        return None;
    }
    let types = Types::bundled();
    let body = |version| types.kind(version, "HorizontalPodAutoscaler").map(|kind| types.get(kind.body));
    let mut object = decode::decode(types, body(from)?, object.clone()).ok()?;
    object.set("apiVersion", to.to_string());
    let spec = object.map_or_new("spec");
    if to == V2 {
        // Without any metric, v1 means 80 % of the CPU.
        let target = spec.remove(CPU_TARGET).unwrap_or(Node::Int(80));
        spec.set("metrics", vec![cpu(target)]);
    } else {
        let target = spec.maps("metrics").find_map(utilization).cloned();
        spec.retain(|key, _| !matches!(key, "metrics" | "behavior"));
        if let Some(target) = target {
            spec.set(CPU_TARGET, target);
        }
        if let Some(status) = object.map_mut("status") {
            status.retain(|key, _| !matches!(key, "currentMetrics" | "conditions"));
        }
    }
    Some(encode::encode(types, body(to)?, object))
}

/// The metric that v1 has a field for.
pub(crate) fn cpu(utilization: Node) -> Node {
    let target = Object::of([("type", "Utilization".into()), ("averageUtilization", utilization)]);
    let resource = Object::of([("name", "cpu".into()), ("target", target.into())]);
    Node::Map(Object::of([("type", "Resource".into()), ("resource", resource.into())]))
}

fn utilization(metric: &Object) -> Option<&Node> {
    let resource = metric.map("resource")?;
    if metric.text("type") != "Resource" || resource.text("name") != "cpu" {
        return None;
    }
    resource.map("target")?.get("averageUtilization")
}

//! Pods (pkg/registry/core/pod/strategy.go, pkg/api/pod/util.go).

use crate::Generated;
use crate::node::{Node, Object};
use crate::{resources, template};

/// Prepares a Pod.
pub(super) fn prepare(object: &mut Object, generated: &Generated, warnings: &mut Vec<String>) {
    let spec = object.map_or_new("spec");
    let class = resources::class_of_service(spec);
    let gated = !spec.list("schedulingGates").is_empty();
    let status = object.map_or_new("status");
    status.set("phase", "Pending");
    status.set("qosClass", class);
    if gated {
        let condition = Object::of([
            ("type", "PodScheduled".into()),
            ("status", "False".into()),
            ("reason", "SchedulingGated".into()),
            ("message", "Scheduling is blocked due to non-empty scheduling gates".into()),
            ("lastTransitionTime", generated.now.clone().into()),
        ]);
        status.set("conditions", vec![condition.into()]);
    }
    let labels = object.at(&["metadata", "labels"]).cloned().unwrap_or_default();
    label_keys(object.map_or_new("spec"), &labels);
    super::app_armor::apply(object, warnings);
}

/// Fields of gates that are off by default: ClusterTrustBundleProjection, PodCertificateRequest, GenericWorkload,
/// ContainerStopSignals (dropDisabledFields).
pub(super) fn drop_disabled(spec: &mut Object) {
    spec.remove("schedulingGroup");
    for volume in spec.maps_mut("volumes") {
        if let Some(projected) = volume.map_mut("projected") {
            for source in projected.maps_mut("sources") {
                source.retain(|key, _| !matches!(key, "clusterTrustBundle" | "podCertificate"));
            }
        }
    }
    for container in template::containers(spec) {
        if let Some(lifecycle) = container.map_mut("lifecycle")
            && lifecycle.remove("stopSignal").is_some()
            && !lifecycle.has("preStop")
            && !lifecycle.has("postStart")
        {
            container.remove("lifecycle");
        }
    }
}

/// `matchLabelKeys` and `mismatchLabelKeys` become expressions of the selectors beside them (mutatePodAffinity,
/// mutateTopologySpreadConstraints).
fn label_keys(spec: &mut Object, labels: &Object) {
    if let Some(affinity) = spec.map_mut("affinity") {
        for side in ["podAffinity", "podAntiAffinity"] {
            let Some(side) = affinity.map_mut(side) else { continue };
            for term in side.maps_mut("preferredDuringSchedulingIgnoredDuringExecution") {
                if let Some(term) = term.map_mut("podAffinityTerm") {
                    select(term, labels);
                }
            }
            for term in side.maps_mut("requiredDuringSchedulingIgnoredDuringExecution") {
                select(term, labels);
            }
        }
    }
    for constraint in spec.maps_mut("topologySpreadConstraints") {
        select(constraint, labels);
    }
}

fn select(term: &mut Object, labels: &Object) {
    let mut expressions = Vec::new();
    for (list, operator) in [("matchLabelKeys", "In"), ("mismatchLabelKeys", "NotIn")] {
        for key in term.list(list).iter().filter_map(Node::as_text) {
            let Some(value) = labels.get(key) else { continue };
            expressions.push(Object::of([
                ("key", key.to_string().into()),
                ("operator", operator.into()),
                ("values", vec![value.clone()].into()),
            ]));
        }
    }
    if let Some(selector) = term.map_mut("labelSelector") {
        expressions.into_iter().for_each(|expression| selector.push("matchExpressions", expression));
    }
}

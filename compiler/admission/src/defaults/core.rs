//! Go: pkg/apis/core/v1/defaults.go, without pods.

use super::Default;
use crate::node::{Node, Object};

pub(super) const DEFAULTS: &[(&str, Default)] = &[
    ("core/v1.ReplicationController", replication_controller),
    ("core/v1.Service", service),
    ("core/v1.Secret", secret),
    ("core/v1.PersistentVolume", persistent_volume),
    ("core/v1.PersistentVolumeClaim", claim),
    ("core/v1.PersistentVolumeClaimSpec", claim_spec),
    ("core/v1.EndpointPort", protocol),
    ("core/v1.Namespace", namespace),
    ("core/v1.NamespaceStatus", namespace_status),
    ("core/v1.NodeStatus", node_status),
    ("core/v1.LimitRangeItem", limit_range_item),
    ("core/v1.ConfigMap", config_map),
];

fn replication_controller(object: &mut Object) {
    let spec = object.map_or_new("spec");
    let Some(labels) = spec.at(&["template", "metadata", "labels"]).cloned() else { return };
    if spec.map("selector").is_none_or(Object::is_empty) {
        spec.set("selector", Node::Map(labels.clone()));
    }
    let metadata = object.map_or_new("metadata");
    if metadata.map("labels").is_none_or(Object::is_empty) {
        metadata.set("labels", Node::Map(labels));
    }
}

fn service(object: &mut Object) {
    let spec = object.map_or_new("spec");
    spec.default("sessionAffinity", "None");
    match spec.text("sessionAffinity") {
        "None" => drop(spec.remove("sessionAffinityConfig")),
        "ClientIP" => {
            let client = spec.at(&["sessionAffinityConfig", "clientIP"]);
            if !client.is_some_and(|client| client.has("timeoutSeconds")) {
                let client = Object::of([("timeoutSeconds", Node::Int(10800))]);
                spec.set("sessionAffinityConfig", Object::of([("clientIP", client.into())]));
            }
        }
        _ => {}
    }
    spec.default("type", "ClusterIP");
    for port in spec.maps_mut("ports") {
        protocol(port);
        let target = port.get("targetPort");
        if target.is_none_or(|target| *target == Node::Int(0) || *target == Node::text("")) {
            port.set("targetPort", port.int("port").unwrap_or(0));
        }
    }
    let kind = spec.text("type").to_string();
    // Go: pkg/api/v1/service/util.go, ExternallyAccessible.
    let external = matches!(kind.as_str(), "LoadBalancer" | "NodePort")
        || (kind == "ClusterIP" && !spec.list("externalIPs").is_empty());
    if external {
        spec.default("externalTrafficPolicy", "Cluster");
    }
    if matches!(kind.as_str(), "NodePort" | "LoadBalancer" | "ClusterIP") {
        spec.default("internalTrafficPolicy", "Cluster");
    }
    if kind == "LoadBalancer" {
        spec.default("allocateLoadBalancerNodePorts", true);
    }
}

fn secret(object: &mut Object) {
    object.default("type", "Opaque");
}

fn persistent_volume(object: &mut Object) {
    object.map_or_new("status").default("phase", "Pending");
    let spec = object.map_or_new("spec");
    spec.default("persistentVolumeReclaimPolicy", "Retain");
    spec.default("volumeMode", "Filesystem");
}

fn claim(object: &mut Object) {
    object.map_or_new("status").default("phase", "Pending");
}

fn claim_spec(object: &mut Object) {
    object.default("volumeMode", "Filesystem");
}

fn protocol(object: &mut Object) {
    object.default("protocol", "TCP");
}

fn namespace(object: &mut Object) {
    let metadata = object.map_or_new("metadata");
    let name = metadata.text("name").to_string();
    if !name.is_empty() {
        metadata.map_or_new("labels").set("kubernetes.io/metadata.name", name);
    }
}

fn namespace_status(object: &mut Object) {
    object.default("phase", "Active");
}

fn node_status(object: &mut Object) {
    if let Some(capacity) = object.get("capacity").cloned() {
        object.default("allocatable", capacity);
    }
}

fn limit_range_item(object: &mut Object) {
    if object.text("type") != "Container" {
        return;
    }
    let list = |object: &Object, key| object.map(key).cloned().unwrap_or_default();
    let (max, min) = (list(object, "max"), list(object, "min"));
    let default = object.map_or_new("default");
    max.into_iter().for_each(|(name, value)| default.default(name, value));
    let default = default.clone();
    let request = object.map_or_new("defaultRequest");
    default.into_iter().chain(min).for_each(|(name, value)| request.default(name, value));
}

fn config_map(object: &mut Object) {
    object.default("data", Node::Map(Object::new()));
}

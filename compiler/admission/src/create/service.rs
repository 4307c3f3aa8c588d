//! Addresses and ports of Services, on a cluster of IPv4 alone (pkg/registry/core/service/storage/alloc.go).

use crate::Generated;
use crate::node::{Node, Object};

/// Allocates what a Service asks for.
pub(super) fn allocate(spec: &mut Object, generated: &Generated) {
    let address = spec.text("clusterIP").to_string();
    if !address.is_empty() && spec.list("clusterIPs").is_empty() {
        spec.set("clusterIPs", vec![address.clone().into()]);
    }
    let kind = spec.text("type").to_string();
    if kind != "ExternalName" {
        families(spec, address == "None");
        let headless = spec.list("clusterIPs").first() == Some(&Node::text("None"));
        if !headless {
            addresses(spec, generated);
        }
    }
    if matches!(kind.as_str(), "NodePort" | "LoadBalancer") {
        let all = kind == "NodePort" || spec.bool("allocateLoadBalancerNodePorts") == Some(true);
        if all {
            ports(spec, generated);
        }
    }
    if kind == "LoadBalancer" && spec.text("externalTrafficPolicy") == "Local" {
        spec.default("healthCheckNodePort", generated.node_port.clone());
    }
}

/// Go: initIPFamilyFields.
fn families(spec: &mut Object, headless: bool) {
    let without_selector = headless && spec.map("selector").is_none_or(Object::is_empty);
    spec.default("ipFamilyPolicy", if without_selector { "RequireDualStack" } else { "SingleStack" });
    let family = |address: &Node| match address.as_text() {
        Some("None") | None => None,
        Some(address) if address.contains(':') => Some(Node::text("IPv6")),
        Some(_) => Some(Node::text("IPv4")),
    };
    let inferred: Vec<Node> = spec.list("clusterIPs").iter().map_while(family).collect();
    let known = spec.list("ipFamilies").len();
    for family in inferred.into_iter().skip(known) {
        spec.push("ipFamilies", family);
    }
    if spec.list("ipFamilies").is_empty() {
        spec.set("ipFamilies", vec!["IPv4".into()]);
    }
    if without_selector && spec.text("ipFamilyPolicy") != "SingleStack" && spec.list("ipFamilies").len() == 1
    {
        let other = if spec.list("ipFamilies")[0] == Node::text("IPv4") { "IPv6" } else { "IPv4" };
        spec.push("ipFamilies", other);
    }
}

/// Go: allocClusterIPs.
fn addresses(spec: &mut Object, generated: &Generated) {
    for at in 0..spec.list("ipFamilies").len() {
        match spec.get_mut("clusterIPs") {
            Some(Node::List(addresses)) if at < addresses.len() => {
                if addresses[at] == Node::text("") {
                    addresses[at] = generated.cluster_ip.clone().into();
                }
            }
            _ => spec.push("clusterIPs", generated.cluster_ip.clone()),
        }
    }
    if let Some(first) = spec.list("clusterIPs").first().cloned() {
        spec.set("clusterIP", first);
    }
}

/// Ports of the same number share a node port (initNodePorts).
fn ports(spec: &mut Object, generated: &Generated) {
    let given: Vec<(Option<i64>, Node)> = spec
        .maps("ports")
        .filter_map(|port| Some((port.int("port"), port.get("nodePort")?.clone())))
        .collect();
    for port in spec.maps_mut("ports") {
        let number = port.int("port");
        let same = given.iter().find(|(other, _)| *other == number).map(|(_, node_port)| node_port);
        port.default("nodePort", same.unwrap_or(&generated.node_port).clone());
    }
}

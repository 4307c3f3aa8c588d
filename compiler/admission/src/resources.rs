//! Requests and limits of pods: what of them follows from others, and the class of service.

use std::cmp::Ordering;

use crate::node::{Node, Object};
use crate::quantity;

const HUGE_PAGES: &str = "hugepages-";

fn is_for_pods(name: &str) -> bool {
    matches!(name, "cpu" | "memory") || name.starts_with(HUGE_PAGES)
}

/// A container's limits are its requests where it has none (core/v1: SetDefaults_Pod).
pub(crate) fn requests_from_limits(container: &mut Object) {
    let Some(resources) = container.map_mut("resources") else { return };
    let Some(limits) = resources.map("limits").cloned() else { return };
    let requests = resources.map_or_new("requests");
    limits.into_iter().for_each(|(name, value)| requests.default(name, value));
}

/// Requests and limits of the pod itself, where it has some of them (core/v1: defaultHugePagePodLimits, defaultPodRequests).
pub(crate) fn default_pod_requests(spec: &mut Object) {
    let of = |key| spec.at(&["resources", key]).cloned().unwrap_or_default();
    let (mut limits, mut requests) = (of("limits"), of("requests"));
    if limits.is_empty() && requests.is_empty() {
        return;
    }
    for (name, value) in of_containers(spec, "limits") {
        if name.starts_with(HUGE_PAGES) && !requests.has(&name) {
            limits.default(name, value);
        }
    }
    if limits.is_empty() {
        return;
    }
    for (name, value) in of_containers(spec, "requests") {
        if matches!(&*name, "cpu" | "memory") {
            requests.default(name, value);
        }
    }
    for (name, value) in limits.iter().filter(|(name, _)| is_for_pods(name)) {
        requests.default(name.clone(), value.clone());
    }
    let resources = spec.map_or_new("resources");
    resources.set("limits", limits);
    if !requests.is_empty() {
        resources.set("requests", requests);
    }
}

/// What the containers ask for together (component-helpers: resource/helpers.go, AggregateContainerRequests).
fn of_containers(spec: &Object, key: &str) -> Object {
    let of = |container: &Object| container.at(&["resources", key]).cloned().unwrap_or_default();
    let mut sum = Object::new();
    for container in spec.maps("containers") {
        quantity::add(&mut sum, &of(container));
    }
    let (mut sidecars, mut largest) = (Object::new(), Object::new());
    for container in spec.maps("initContainers") {
        let mut while_starting = of(container);
        if container.text("restartPolicy") == "Always" {
            quantity::add(&mut sum, &while_starting);
            quantity::add(&mut sidecars, &while_starting);
            while_starting = sidecars.clone();
        } else {
            quantity::add(&mut while_starting, &sidecars);
        }
        quantity::max(&mut largest, &while_starting);
    }
    quantity::max(&mut sum, &largest);
    sum
}

/// The class of service of a pod (pkg/apis/core/helper/qos: ComputePodQOS).
pub(crate) fn class_of_service(spec: &Object) -> &'static str {
    let counted = |list: Option<&Object>| -> Object {
        let entries = list.into_iter().flat_map(Object::iter);
        let entries = entries
            .filter(|(name, value)| matches!(&***name, "cpu" | "memory") && quantity::is_positive(value));
        entries.map(|(name, value)| (name.clone(), value.clone())).collect()
    };
    let (mut requests, mut limits, mut guaranteed) = (Object::new(), Object::new(), true);
    if let Some(resources) = spec.map("resources") {
        requests = counted(resources.map("requests"));
        limits = counted(resources.map("limits"));
        guaranteed = limits.len() == 2 || resources.map("limits").is_none_or(Object::is_empty);
    } else {
        for container in spec.maps("containers").chain(spec.maps("initContainers")) {
            quantity::add(&mut requests, &counted(container.at(&["resources", "requests"])));
            let of_container = counted(container.at(&["resources", "limits"]));
            guaranteed &= of_container.len() == 2;
            quantity::add(&mut limits, &of_container);
        }
    }
    if requests.is_empty() && limits.is_empty() {
        return "BestEffort";
    }
    let equal = |(name, request): (&_, &Node)| {
        limits.get(name).is_some_and(|limit| quantity::compare(limit, request) == Ordering::Equal)
    };
    if guaranteed
        && requests.len() == limits.len()
        && requests.iter().all(|(name, value)| equal((&**name, value)))
    {
        return "Guaranteed";
    }
    "Burstable"
}

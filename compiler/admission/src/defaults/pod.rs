//! Pods and pod templates. Go: pkg/apis/core/v1/defaults.go.

use super::Default;
use crate::image::pull_policy;
use crate::node::{Node, Object};
use crate::resources::{self, default_pod_requests};

pub(super) const DEFAULTS: &[(&str, Default)] = &[
    ("core/v1.Pod", pod),
    ("core/v1.PodSpec", spec),
    ("core/v1.Container", container),
    ("core/v1.EphemeralContainer", container),
    ("core/v1.Probe", probe),
    ("core/v1.HTTPGetAction", http_get),
    ("core/v1.ObjectFieldSelector", field_selector),
    ("core/v1.Volume", volume),
    ("core/v1.SecretVolumeSource", mode),
    ("core/v1.ConfigMapVolumeSource", mode),
    ("core/v1.DownwardAPIVolumeSource", mode),
    ("core/v1.ProjectedVolumeSource", mode),
    ("core/v1.ServiceAccountTokenProjection", token),
    ("core/v1.HostPathVolumeSource", host_path),
];

/// What only a Pod itself gets, not a template.
fn pod(object: &mut Object) {
    let spec = object.map_or_new("spec");
    for list in ["containers", "initContainers"] {
        spec.maps_mut(list).for_each(resources::requests_from_limits);
    }
    default_pod_requests(spec);
    spec.default("enableServiceLinks", true);
    if spec.bool("hostNetwork") == Some(true) {
        for list in ["containers", "initContainers"] {
            for port in spec.maps_mut(list).flat_map(|container| container.maps_mut("ports")) {
                if let Some(number) = port.int("containerPort") {
                    port.default("hostPort", number);
                }
            }
        }
    }
}

fn spec(object: &mut Object) {
    object.default("dnsPolicy", "ClusterFirst");
    object.default("restartPolicy", "Always");
    object.default("securityContext", Node::Map(Object::new()));
    object.default("terminationGracePeriodSeconds", 30);
    object.default("schedulerName", "default-scheduler");
}

fn container(object: &mut Object) {
    let policy = pull_policy(object.text("image"));
    object.default("imagePullPolicy", policy);
    object.default("terminationMessagePath", "/dev/termination-log");
    object.default("terminationMessagePolicy", "File");
}

fn probe(object: &mut Object) {
    object.default("timeoutSeconds", 1);
    object.default("periodSeconds", 10);
    object.default("successThreshold", 1);
    object.default("failureThreshold", 3);
}

fn http_get(object: &mut Object) {
    object.default("path", "/");
    object.default("scheme", "HTTP");
}

fn field_selector(object: &mut Object) {
    object.default("apiVersion", "v1");
}

fn volume(object: &mut Object) {
    // All other fields are sources.
    if object.iter().all(|(key, _)| key == "name") {
        object.set("emptyDir", Object::new());
    }
    if let Some(image) = object.map_mut("image") {
        let policy = pull_policy(image.text("reference"));
        image.default("pullPolicy", policy);
    }
}

fn mode(object: &mut Object) {
    object.default("defaultMode", 0o644);
}

fn token(object: &mut Object) {
    object.default("expirationSeconds", 3600);
}

fn host_path(object: &mut Object) {
    object.default("type", "");
}

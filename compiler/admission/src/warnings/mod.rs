//! What the API server tells the client of an object beside its answer (`WarningsOnCreate` in pkg/registry/*/*/strategy.go).
//! Left out: addresses in old notations, keys of a volume that stand in each other's way, TLS keys that do not fit.

mod pod;

use nexachart_kinds::syntax;

use crate::node::Object;
use crate::{quantity, template};

/// The warnings for an object as policies see it.
pub(crate) fn of(body: &str, object: &mut Object) -> Vec<String> {
    let mut warnings = Vec::new();
    if body == "core/v1.Endpoints" {
        warnings.push("v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice".into());
    }
    name(body, object, &mut warnings);
    if let Some(path) = template::path(body)
        && let Some(template) = template::of(body, object)
    {
        pod::of(template, &path.join("."), &mut warnings);
    }
    let annotated = |key: &str| object.at(&["metadata", "annotations"]).is_some_and(|a| a.has(key));
    match body {
        "core/v1.Service" => service(object, &mut warnings),
        "networking/v1.Ingress" => {
            const CLASS: &str = "kubernetes.io/ingress.class";
            if annotated(CLASS) && !object.map("spec").is_some_and(|spec| spec.has("ingressClassName")) {
                warnings.push(format!(
                    "annotation \"{CLASS}\" is deprecated, please use 'spec.ingressClassName' instead"
                ));
            }
        }
        "core/v1.ServiceAccount" => {
            const MOUNTABLE: &str = "kubernetes.io/enforce-mountable-secrets";
            if annotated(MOUNTABLE) {
                warnings.push(format!(
                    "metadata.annotations[{MOUNTABLE}]: deprecated in v1.32+; prefer separate namespaces to isolate access to \
                     mounted secrets"
                ));
            }
        }
        "core/v1.PersistentVolume" => {
            const RECYCLE: &str = "spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the \
                                   recommended approach is to use dynamic provisioning.";
            if let Some(spec) = object.map("spec") {
                if spec.text("persistentVolumeReclaimPolicy") == "Recycle" {
                    warnings.push(RECYCLE.into());
                }
                pod::old_volume(spec, "spec", &mut warnings);
            }
        }
        "core/v1.PersistentVolumeClaim" => {
            if let Some(spec) = object.map("spec") {
                claim(spec, "spec", &mut warnings);
            }
        }
        "apps/v1.StatefulSet" => {
            let Some(spec) = object.map("spec") else { return warnings };
            for (n, template) in spec.maps("volumeClaimTemplates").enumerate() {
                if let Some(of_claim) = template.map("spec") {
                    claim(of_claim, &format!("spec.volumeClaimTemplates[{n}]"), &mut warnings);
                }
            }
            if spec.int("revisionHistoryLimit").is_some_and(|limit| limit < 0) {
                warnings.push(
                    "spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended"
                        .into(),
                );
            }
        }
        _ => {}
    }
    warnings
}

/// Names of Pods follow from these.
fn name(body: &str, object: &Object, warnings: &mut Vec<String>) {
    let used = match body {
        "core/v1.Pod" => "the Pod's hostname",
        "apps/v1.Deployment"
        | "apps/v1.ReplicaSet"
        | "core/v1.ReplicationController"
        | "batch/v1.Job"
        | "batch/v1.CronJob" => "Pod names and hostnames",
        _ => return,
    };
    let name = object.map("metadata").map_or("", |metadata| metadata.text("name"));
    let messages = syntax::label(name);
    if !messages.is_empty() {
        warnings.push(format!(
            "metadata.name: this is used in {used}, which can result in surprising behavior; a DNS label is recommended: [{}]",
            messages.join(" ")
        ));
    }
}

/// pkg/api/service/warnings.go.
fn service(object: &Object, warnings: &mut Vec<String>) {
    let empty = Object::new();
    if object
        .at(&["metadata", "annotations"])
        .is_some_and(|a| a.has("service.kubernetes.io/topology-aware-hints"))
    {
        warnings.push(
            "annotation service.kubernetes.io/topology-aware-hints is deprecated, please use \
             service.kubernetes.io/topology-mode instead"
                .into(),
        );
    }
    let spec = object.map("spec").unwrap_or(&empty);
    let external = !spec.list("externalIPs").is_empty();
    let headless = spec.text("clusterIP") == "None";
    let by_name = spec.text("type") == "ExternalName";
    let mut warn = |condition: bool, text: &str| {
        if condition {
            warnings.push(text.to_string());
        }
    };
    warn(headless && spec.has("loadBalancerIP"), "spec.loadBalancerIP is ignored for headless services");
    warn(headless && external, "spec.externalIPs is ignored for headless services");
    warn(
        headless && spec.text("sessionAffinity") != "None",
        "spec.SessionAffinity is ignored for headless services",
    );
    warn(
        external && !headless && !by_name,
        "spec.externalIPs is deprecated and may no longer be implemented in some clusters",
    );
    warn(by_name && external, "spec.externalIPs is ignored when spec.type is \"ExternalName\"");
    warn(
        !by_name && spec.has("externalName"),
        "spec.externalName is ignored when spec.type is not \"ExternalName\"",
    );
    warn(
        spec.text("trafficDistribution") == "PreferClose",
        "spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\"",
    );
}

/// pkg/api/persistentvolumeclaim/util.go.
fn claim(spec: &Object, path: &str, warnings: &mut Vec<String>) {
    for list in ["requests", "limits"] {
        fractional(spec, &["resources", list], "storage", path, warnings);
    }
}

/// A number of bytes that is none.
fn fractional(object: &Object, list: &[&str], name: &str, path: &str, warnings: &mut Vec<String>) {
    let Some(value) = object.at(list).and_then(|list| list.get(name)) else { return };
    if let Some(text) = quantity::fractional(value) {
        warnings.push(format!(
            "{path}.{}[{name}]: fractional byte value \"{text}\" is invalid, must be an integer",
            list.join(".")
        ));
    }
}

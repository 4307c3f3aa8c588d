//! What is left of converting an object to the API server's internal form and back (`pkg/apis/*/*/conversion.go`).

use nexachart_go::base64;

use crate::node::{Node, Object};
use crate::{Rejection, template};

const TEMPLATE_GENERATION: &str = "deprecated.daemonset.template.generation";
const ROLLBACK: &str = "deprecated.deployment.rollback.rollbackTo";

/// To the internal form.
pub(crate) fn inward(body: &str, object: &mut Object) -> Result<(), Rejection> {
    if let Some(template) = template::of(body, object) {
        pod_template(template);
    }
    match body {
        "core/v1.Pod" => {
            let spec = object.map_or_new("spec");
            if spec.int("terminationGracePeriodSeconds").is_some_and(|seconds| seconds < 0) {
                spec.set("terminationGracePeriodSeconds", 1);
            }
        }
        "core/v1.Secret" => secret(object),
        "apps/v1.Deployment" => number(object, ROLLBACK)?,
        "apps/v1.DaemonSet" => number(object, TEMPLATE_GENERATION)?,
        "autoscaling/v1.HorizontalPodAutoscaler" => autoscaler_v1(object),
        "autoscaling/v2.HorizontalPodAutoscaler" => {
            if let Some(annotations) = annotations(object) {
                annotations.retain(|key, _| !is_round_trip(key));
            }
        }
        _ => {}
    }
    Ok(())
}

/// From the internal form.
pub(crate) fn outward(body: &str, object: &mut Object) {
    if let Some(spec) = template::of(body, object).and_then(|template| template.map_mut("spec")) {
        // `serviceAccount` is the old name.
        match spec.get("serviceAccountName").cloned() {
            Some(name) => spec.set("serviceAccount", name),
            None => drop(spec.remove("serviceAccount")),
        }
    }
    match body {
        "apps/v1.DaemonSet" => {
            let annotations = object.map_or_new("metadata").map_or_new("annotations");
            if annotations.text(TEMPLATE_GENERATION).parse().is_ok_and(|generation: i64| generation >= 1) {
                return;
            }
            annotations.set(TEMPLATE_GENERATION, "1");
        }
        "apps/v1.StatefulSet" => {
            for claim in object.map_or_new("spec").maps_mut("volumeClaimTemplates") {
                claim.set("apiVersion", "v1");
                claim.set("kind", "PersistentVolumeClaim");
            }
        }
        _ => {}
    }
}

/// What reading from the storage changes beyond defaults.
pub(crate) fn read(body: &str, object: &mut Object) {
    if body == "core/v1.Service" {
        // pkg/registry/core/service/storage: defaultOnReadInternalTrafficPolicy.
        let spec = object.map_or_new("spec");
        if spec.text("type") == "ExternalName" {
            spec.remove("internalTrafficPolicy");
        }
    }
}

fn pod_template(template: &mut Object) {
    if let Some(annotations) = annotations(template) {
        annotations.retain(|key, _| {
            let old = key.strip_prefix("pod.beta.").or_else(|| key.strip_prefix("pod.alpha."));
            !matches!(old, Some("kubernetes.io/init-containers" | "kubernetes.io/init-container-statuses"))
        });
    }
    let Some(spec) = template.map_mut("spec") else { return };
    if let Some(name) = spec.remove("serviceAccount") {
        spec.default("serviceAccountName", name);
    }
}

fn annotations(object: &mut Object) -> Option<&mut Object> {
    object.map_mut("metadata")?.map_mut("annotations")
}

/// `stringData` goes over `data`.
fn secret(object: &mut Object) {
    let Some(Node::Map(texts)) = object.remove("stringData") else { return };
    if texts.is_empty() {
        return;
    }
    let data = object.map_or_new("data");
    for (key, text) in texts {
        data.set(key, base64::encode(text.as_text().unwrap_or_default().as_bytes()));
    }
}

/// An annotation that is kept as a number; without a text it is dropped.
fn number(object: &mut Object, key: &'static str) -> Result<(), Rejection> {
    let Some(annotations) = annotations(object) else { return Ok(()) };
    let text = annotations.text(key).to_string();
    if text.is_empty() && key == ROLLBACK {
        annotations.remove(key);
        return Ok(());
    }
    if !annotations.has(key) {
        return Ok(());
    }
    match text.parse::<i64>() {
        Ok(number) => {
            annotations.set(key, number.to_string());
            Ok(())
        }
        Err(_) => Err(Rejection {
            code: 400,
            reason: "BadRequest",
            message: format!("strconv.ParseInt: parsing {text:?}: invalid syntax"),
        }),
    }
}

fn is_round_trip(key: &str) -> bool {
    let name = key.strip_prefix("autoscaling.alpha.kubernetes.io/");
    matches!(name, Some("metrics" | "behavior" | "conditions" | "current-metrics"))
}

/// Without any metric, v1 means 80 % of the CPU. Metrics that v1 has no fields for stand in an annotation.
fn autoscaler_v1(object: &mut Object) {
    let metrics = object.at(&["metadata", "annotations"]).is_some_and(|annotations| {
        let text = annotations.text("autoscaling.alpha.kubernetes.io/metrics").trim();
        text.starts_with('[') && !text[1..].trim_start().starts_with(']')
    });
    if !metrics {
        object.map_or_new("spec").default("targetCPUUtilizationPercentage", 80);
    }
}

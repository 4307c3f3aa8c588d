//! Preparing an object for being stored (`pkg/registry/*/*/strategy.go`, `PrepareForCreate`).

mod app_armor;
mod pod;
mod service;
mod volume;

pub(crate) use app_armor::warning as app_armor_warning;

use crate::node::{Node, Object};
use crate::{Admission, Generated};

/// Maps that two fields share in Go, so that a change of one is seen in the other.
#[derive(Clone, Copy)]
pub(crate) enum Sharing {
    /// None.
    Nothing,
    /// The labels of a Job are those of its template, which it got as its default.
    Labels,
}

impl Sharing {
    /// What will be shared once the defaults are set.
    pub(crate) fn of(object: &Object) -> Sharing {
        let own = object.at(&["metadata", "labels"]).is_none_or(Object::is_empty);
        match object.at(&["spec", "template", "metadata", "labels"]) {
            Some(_) if own => Sharing::Labels,
            _ => Sharing::Nothing,
        }
    }
}

/// Takes away what only the server sets (apiserver: registry/rest/meta.go, WipeObjectMetaSystemFields).
pub(crate) fn fresh(object: &mut Object) {
    let metadata = object.map_or_new("metadata");
    for key in [
        "creationTimestamp",
        "uid",
        "deletionTimestamp",
        "deletionGracePeriodSeconds",
        "selfLink",
        "managedFields",
    ] {
        metadata.remove(key);
    }
}

/// Sets it (FillObjectMetaSystemFields), and the name if it is to be generated.
pub(crate) fn identify(metadata: &mut Object, generated: &Generated) {
    metadata.set("uid", generated.uid.clone());
    metadata.set("creationTimestamp", generated.now.clone());
    if !metadata.text("generateName").is_empty() && metadata.text("name").is_empty() {
        let mut base = metadata.text("generateName").to_string();
        // apiserver: storage/names/generate.go.
        while base.len() > 63 - 5 {
            base.pop();
        }
        metadata.set("name", base + &generated.suffix);
    }
}

/// Prepares an object in its internal form. What the client is told on the way goes to `warnings`.
pub(crate) fn prepare(
    body: &str,
    object: &mut Object,
    admission: &Admission,
    sharing: Sharing,
    warnings: &mut Vec<String>,
) {
    let generated = &admission.generated;
    identify(object.map_or_new("metadata"), generated);
    if body == "core/v1.Service" {
        service::allocate(object.map_or_new("spec"), generated);
    }
    if HAS_STATUS.contains(&body) {
        object.remove("status");
    }
    if HAS_GENERATION.contains(&body) {
        object.map_or_new("metadata").set("generation", 1);
    }
    if let Some(template) = crate::template::of(body, object)
        && let Some(spec) = template.map_mut("spec")
    {
        pod::drop_disabled(spec);
    }
    match body {
        "core/v1.Pod" => pod::prepare(object, generated, warnings),
        "core/v1.Namespace" => namespace(object),
        "core/v1.ServiceAccount" => {
            for secret in object.maps_mut("secrets") {
                secret.retain(|key, _| key == "name");
            }
        }
        "core/v1.PersistentVolume" => {
            let status = object.map_or_new("status");
            status.set("phase", "Pending");
            status.set("lastPhaseTransitionTime", generated.now.clone());
        }
        "core/v1.PersistentVolumeClaim" => volume::claim(object.map_or_new("spec")),
        "apps/v1.StatefulSet" => {
            // The gate MaxUnavailableStatefulSet is off.
            if let Some(update) =
                object.map_or_new("spec").map_or_new("updateStrategy").map_mut("rollingUpdate")
            {
                update.remove("maxUnavailable");
            }
        }
        "batch/v1.Job" => job(object, generated, sharing),
        "coordination/v1.Lease" => {
            // The gate CoordinatedLeaderElection is off.
            object.map_or_new("spec").retain(|key, _| !matches!(key, "strategy" | "preferredHolder"));
        }
        "discovery/v1.EndpointSlice" => {
            for endpoint in object.maps_mut("endpoints") {
                endpoint.remove("deprecatedTopology");
            }
        }
        "certificates/v1.CertificateSigningRequest" => {
            object
                .map_or_new("spec")
                .retain(|key, _| !matches!(key, "username" | "uid" | "groups" | "extra"));
        }
        "storage/v1.CSIDriver" => {
            // The gate VolumeLimitScaling is off.
            object.map_or_new("spec").remove("preventPodSchedulingIfMissing");
        }
        "apiextensions/v1.CustomResourceDefinition" => definition(object),
        "apiregistration/v1.APIService" => api_service(object, generated),
        _ => {}
    }
}

/// Kinds whose status is taken away.
const HAS_STATUS: &[&str] = &[
    "admissionregistration/v1.ValidatingAdmissionPolicy",
    "apiextensions/v1.CustomResourceDefinition",
    "apiregistration/v1.APIService",
    "apps/v1.DaemonSet",
    "apps/v1.Deployment",
    "apps/v1.ReplicaSet",
    "apps/v1.StatefulSet",
    "autoscaling/v1.HorizontalPodAutoscaler",
    "autoscaling/v2.HorizontalPodAutoscaler",
    "batch/v1.CronJob",
    "batch/v1.Job",
    "certificates/v1.CertificateSigningRequest",
    "core/v1.Namespace",
    "core/v1.PersistentVolume",
    "core/v1.PersistentVolumeClaim",
    "core/v1.Pod",
    "core/v1.ReplicationController",
    "core/v1.ResourceQuota",
    "core/v1.Service",
    "flowcontrol/v1.FlowSchema",
    "flowcontrol/v1.PriorityLevelConfiguration",
    "networking/v1.Ingress",
    "networking/v1.ServiceCIDR",
    "policy/v1.PodDisruptionBudget",
    "resource/v1.ResourceClaim",
    "storage/v1.VolumeAttachment",
];

/// Kinds whose generation becomes 1.
const HAS_GENERATION: &[&str] = &[
    "admissionregistration/v1.MutatingAdmissionPolicy",
    "admissionregistration/v1.MutatingAdmissionPolicyBinding",
    "admissionregistration/v1.MutatingWebhookConfiguration",
    "admissionregistration/v1.ValidatingAdmissionPolicy",
    "admissionregistration/v1.ValidatingAdmissionPolicyBinding",
    "admissionregistration/v1.ValidatingWebhookConfiguration",
    "apiextensions/v1.CustomResourceDefinition",
    "apps/v1.DaemonSet",
    "apps/v1.Deployment",
    "apps/v1.ReplicaSet",
    "apps/v1.StatefulSet",
    "batch/v1.CronJob",
    "batch/v1.Job",
    "core/v1.Pod",
    "core/v1.PodTemplate",
    "core/v1.ReplicationController",
    "discovery/v1.EndpointSlice",
    "flowcontrol/v1.FlowSchema",
    "flowcontrol/v1.PriorityLevelConfiguration",
    "networking/v1.Ingress",
    "networking/v1.IngressClass",
    "networking/v1.NetworkPolicy",
    "policy/v1.PodDisruptionBudget",
    "resource/v1.DeviceClass",
    "resource/v1.ResourceSlice",
    "scheduling/v1.PriorityClass",
];

/// Also the label, for a name that was generated (Canonicalize).
fn namespace(object: &mut Object) {
    object.map_or_new("status").set("phase", "Active");
    let spec = object.map_or_new("spec");
    if !spec.list("finalizers").contains(&Node::text("kubernetes")) {
        spec.push("finalizers", "kubernetes");
    }
    let metadata = object.map_or_new("metadata");
    let name = metadata.text("name").to_string();
    metadata.map_or_new("labels").set("kubernetes.io/metadata.name", name);
}

/// Labels and a selector that belong to this Job alone (pkg/registry/batch/job: generateSelector).
fn job(object: &mut Object, generated: &Generated, sharing: Sharing) {
    let name = object.map_or_new("metadata").text("name").to_string();
    let spec = object.map_or_new("spec");
    if spec.bool("manualSelector") == Some(true) {
        return;
    }
    let labels = spec.map_or_new("template").map_or_new("metadata").map_or_new("labels");
    labels.default("job-name", name.clone());
    labels.default("batch.kubernetes.io/job-name", name);
    labels.default("controller-uid", generated.uid.clone());
    labels.default("batch.kubernetes.io/controller-uid", generated.uid.clone());
    let labels = labels.clone();
    let selector = spec.map_or_new("selector").map_or_new("matchLabels");
    selector.default("batch.kubernetes.io/controller-uid", generated.uid.clone());
    if matches!(sharing, Sharing::Labels) {
        object.map_or_new("metadata").set("labels", labels);
    }
}

fn definition(object: &mut Object) {
    let stored = object.map("spec").and_then(|spec| {
        spec.maps("versions")
            .find(|version| version.bool("storage") == Some(true))
            .map(|v| v.text("name").to_string())
    });
    if let Some(stored) = stored {
        object.map_or_new("status").set("storedVersions", vec![stored.into()]);
    }
}

fn api_service(object: &mut Object, generated: &Generated) {
    if object.map_or_new("spec").has("service") {
        return;
    }
    let condition = Object::of([
        ("type", "Available".into()),
        ("status", "True".into()),
        ("lastTransitionTime", generated.now.clone().into()),
        ("reason", "Local".into()),
        ("message", "Local APIServices are always available".into()),
    ]);
    object.map_or_new("status").set("conditions", vec![condition.into()]);
}

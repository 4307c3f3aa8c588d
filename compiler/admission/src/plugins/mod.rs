//! The admission plugins that change objects and are on by default (pkg/kubeapiserver/options/plugins.go), as far as they do not
//! ask for other objects: LimitRanger, RuntimeClass, and the default classes of storage and ingress change nothing here.

mod pod;

use crate::node::{Node, Object};
use crate::{Admission, Rejection};

/// Runs them, in their order.
pub(crate) fn admit(body: &str, object: &mut Object, admission: &Admission) -> Result<(), Rejection> {
    match body {
        "core/v1.Pod" => {
            pod::service_account(object, admission);
            pod::priority(object)?;
            pod::default_tolerations(object.map_or_new("spec"));
        }
        // TaintNodesByCondition
        "core/v1.Node" => {
            let spec = object.map_or_new("spec");
            let (key, effect) = ("node.kubernetes.io/not-ready", "NoSchedule");
            if !spec.maps("taints").any(|taint| taint.text("key") == key && taint.text("effect") == effect) {
                spec.push("taints", Object::of([("key", key.into()), ("effect", effect.into())]));
            }
        }
        // StorageObjectInUseProtection
        "core/v1.PersistentVolume" => finalizer(object, "kubernetes.io/pv-protection"),
        "core/v1.PersistentVolumeClaim" => finalizer(object, "kubernetes.io/pvc-protection"),
        "storage/v1.VolumeAttributesClass" => finalizer(object, "kubernetes.io/vac-protection"),
        _ => {}
    }
    Ok(())
}

fn finalizer(object: &mut Object, name: &'static str) {
    let metadata = object.map_or_new("metadata");
    if !metadata.list("finalizers").contains(&Node::text(name)) {
        metadata.push("finalizers", name);
    }
}

//! Go: pkg/apis/storage/v1/defaults.go.

use super::Default;
use crate::node::{Node, Object};

pub(super) const DEFAULTS: &[(&str, Default)] =
    &[("storage/v1.StorageClass", storage_class), ("storage/v1.CSIDriver", driver)];

fn storage_class(object: &mut Object) {
    object.default("reclaimPolicy", "Delete");
    object.default("volumeBindingMode", "Immediate");
}

fn driver(object: &mut Object) {
    let spec = object.map_or_new("spec");
    spec.default("attachRequired", true);
    spec.default("podInfoOnMount", false);
    spec.default("storageCapacity", false);
    spec.default("fsGroupPolicy", "ReadWriteOnceWithFSType");
    if spec.list("volumeLifecycleModes").is_empty() {
        spec.set("volumeLifecycleModes", vec![Node::text("Persistent")]);
    }
    spec.default("requiresRepublish", false);
    spec.default("seLinuxMount", false);
}

//! Sources of volume claims (pkg/api/persistentvolumeclaim/util.go).

use crate::node::{Node, Object};

/// The gate CrossNamespaceVolumeDataSource is off. Then one of the two fields follows from the other.
pub(super) fn claim(spec: &mut Object) {
    let is_set = |object: &Object, key| !object.text(key).is_empty();
    if spec.map("dataSourceRef").is_some_and(|source| is_set(source, "namespace")) {
        spec.remove("dataSourceRef");
    }
    if !spec.has("dataSourceRef")
        && let Some(source) = spec.map("dataSource")
    {
        let known = match source.text("apiGroup") {
            "" => source.text("kind") == "PersistentVolumeClaim",
            "snapshot.storage.k8s.io" => source.text("kind") == "VolumeSnapshot",
            _ => false,
        };
        if !known {
            spec.remove("dataSource");
        }
    }
    for (from, to) in [("dataSource", "dataSourceRef"), ("dataSourceRef", "dataSource")] {
        if let Some(Node::Map(mut source)) = spec.get(from).cloned() {
            source.remove("namespace");
            spec.default(to, source);
        }
    }
}

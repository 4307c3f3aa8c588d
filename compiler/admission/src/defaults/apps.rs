//! Go: pkg/apis/apps/v1/defaults.go.

use super::Default;
use crate::node::{Node, Object};

pub(super) const DEFAULTS: &[(&str, Default)] = &[
    ("apps/v1.Deployment", deployment),
    ("apps/v1.DaemonSet", daemon_set),
    ("apps/v1.StatefulSet", stateful_set),
    ("apps/v1.ReplicaSet", replica_set),
];

fn deployment(object: &mut Object) {
    let spec = object.map_or_new("spec");
    spec.default("replicas", 1);
    let strategy = spec.map_or_new("strategy");
    strategy.default("type", "RollingUpdate");
    if strategy.text("type") == "RollingUpdate" {
        let update = strategy.map_or_new("rollingUpdate");
        update.default("maxUnavailable", "25%");
        update.default("maxSurge", "25%");
    }
    spec.default("revisionHistoryLimit", 10);
    spec.default("progressDeadlineSeconds", 600);
}

fn daemon_set(object: &mut Object) {
    let spec = object.map_or_new("spec");
    let strategy = spec.map_or_new("updateStrategy");
    strategy.default("type", "RollingUpdate");
    if strategy.text("type") == "RollingUpdate" {
        let update = strategy.map_or_new("rollingUpdate");
        update.default("maxUnavailable", 1);
        update.default("maxSurge", 0);
    }
    spec.default("revisionHistoryLimit", 10);
}

fn stateful_set(object: &mut Object) {
    let spec = object.map_or_new("spec");
    spec.default("podManagementPolicy", "OrderedReady");
    let strategy = spec.map_or_new("updateStrategy");
    if !strategy.has("type") {
        strategy.set("type", "RollingUpdate");
        strategy.default("rollingUpdate", Node::Map(Object::new()));
    }
    if strategy.text("type") == "RollingUpdate"
        && let Some(update) = strategy.map_mut("rollingUpdate")
    {
        update.default("partition", 0);
    }
    let retention = spec.map_or_new("persistentVolumeClaimRetentionPolicy");
    retention.default("whenDeleted", "Retain");
    retention.default("whenScaled", "Retain");
    spec.default("replicas", 1);
    spec.default("revisionHistoryLimit", 10);
}

fn replica_set(object: &mut Object) {
    object.map_or_new("spec").default("replicas", 1);
}

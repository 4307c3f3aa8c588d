//! What the API server checks beyond types: the rules that are simple and often hit.
//!
//! Each rule answers to a function of k8s.io/kubernetes (pkg/apis/…/validation, v1.36.3), which its file names, and fails in
//! its words. The rules see the object as it was written; where the server would have set a default first, a rule takes the default
//! for what is not there. A rule that would need more than the object is not here, so that nothing is refused that a server takes.

mod access;
mod address;
mod cluster;
mod config;
mod container;
mod cron;
mod env;
mod job;
mod metadata;
mod mount;
mod network;
mod pod;
mod probe;
mod resources;
mod scaling;
mod scheduling;
mod security;
mod selector;
mod service;
mod storage;
mod volume;
mod webhook;
mod words;
mod workload;

pub(crate) use address::{is_cidr, is_ip};
pub(crate) use metadata::NameForm;
pub(crate) use words::shown;

use crate::catalog::Kind;
use crate::finding::{Code, Findings};
use crate::{Node, Version};

/// Asks the rules.
pub(crate) struct Rules<'r> {
    pub version: Version,
    pub findings: &'r mut Findings,
}

impl Rules<'_> {
    /// All rules for an object whose types are right.
    pub fn object(&mut self, root: Node<'_>, kind: &Kind) {
        self.object_meta(root, kind);
        match (kind.api_version, kind.kind) {
            ("v1", "Pod") => self.pod(root),
            ("v1", "PodTemplate") => self.pod_template(root, &[]),
            ("v1", "ReplicationController") => self.replication_controller(root),
            ("v1", "Service") => self.service(root),
            ("v1", "ConfigMap") => self.config_map(root),
            ("v1", "Secret") => self.secret(root),
            ("v1", "PersistentVolumeClaim") => self.claim_spec(root),
            ("v1", "PersistentVolume") => self.persistent_volume(root),
            ("v1", "ResourceQuota") => self.resource_quota(root),
            ("v1", "Namespace") => self.namespace(root),
            ("v1", "LimitRange") => self.limit_range(root),
            ("apps/v1", "Deployment") => self.deployment(root),
            ("apps/v1", "ReplicaSet") => self.replica_set(root),
            ("apps/v1", "DaemonSet") => self.daemon_set(root),
            ("apps/v1", "StatefulSet") => self.stateful_set(root),
            ("batch/v1", "Job") => self.job(root),
            ("batch/v1", "CronJob") => self.cron_job(root),
            ("networking.k8s.io/v1", "Ingress") => self.ingress(root),
            ("networking.k8s.io/v1", "IngressClass") => self.ingress_class(root),
            ("networking.k8s.io/v1", "NetworkPolicy") => self.network_policy(root),
            ("rbac.authorization.k8s.io/v1", "Role" | "ClusterRole") => self.role(root),
            ("rbac.authorization.k8s.io/v1", "RoleBinding" | "ClusterRoleBinding") => self.role_binding(root),
            ("autoscaling/v2", "HorizontalPodAutoscaler") => self.autoscaler(root),
            ("autoscaling/v1", "HorizontalPodAutoscaler") => self.autoscaler(root),
            ("policy/v1", "PodDisruptionBudget") => self.disruption_budget(root),
            ("storage.k8s.io/v1", "StorageClass") => self.storage_class(root),
            ("scheduling.k8s.io/v1", "PriorityClass") => self.priority_class(root),
            (
                "admissionregistration.k8s.io/v1",
                "ValidatingWebhookConfiguration" | "MutatingWebhookConfiguration",
            ) => self.webhooks(root),
            ("v1", "Endpoints") => self.endpoints(root),
            _ => {}
        }
    }
}

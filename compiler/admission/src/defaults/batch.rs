//! Go: pkg/apis/batch/v1/defaults.go.

use super::Default;
use crate::node::{Node, Object};

pub(super) const DEFAULTS: &[(&str, Default)] = &[
    ("batch/v1.Job", job),
    ("batch/v1.CronJob", cron_job),
    ("batch/v1.PodFailurePolicyOnPodConditionsPattern", pattern),
];

/// Only a Job itself gets these, not the template of one in a CronJob.
fn job(object: &mut Object) {
    let spec = object.map_or_new("spec");
    if !spec.has("parallelism") {
        spec.default("completions", 1);
        spec.set("parallelism", 1);
    }
    let backoff = if spec.has("backoffLimitPerIndex") { i64::from(i32::MAX) } else { 6 };
    spec.default("backoffLimit", backoff);
    spec.default("completionMode", "NonIndexed");
    spec.default("suspend", false);
    let replacement = if spec.has("podFailurePolicy") { "Failed" } else { "TerminatingOrFailed" };
    spec.default("podReplacementPolicy", replacement);
    spec.default("manualSelector", false);
    let labels = spec.at(&["template", "metadata", "labels"]).cloned();
    let metadata = object.map_or_new("metadata");
    if let Some(labels) = labels
        && metadata.map("labels").is_none_or(Object::is_empty)
    {
        metadata.set("labels", Node::Map(labels));
    }
}

fn cron_job(object: &mut Object) {
    let spec = object.map_or_new("spec");
    spec.default("concurrencyPolicy", "Allow");
    spec.default("suspend", false);
    spec.default("successfulJobsHistoryLimit", 3);
    spec.default("failedJobsHistoryLimit", 1);
}

fn pattern(object: &mut Object) {
    object.default("status", "True");
}

//! Where kinds have their pods.

use crate::node::Object;

/// What has `metadata` and the `spec` of a pod: the Pod itself, or the template of what makes pods.
pub(crate) fn of<'a>(body: &str, object: &'a mut Object) -> Option<&'a mut Object> {
    path(body)?.iter().try_fold(object, |object, key| object.map_mut(key))
}

/// The way there.
pub(crate) fn path(body: &str) -> Option<&'static [&'static str]> {
    Some(match body {
        "core/v1.Pod" => &[],
        "core/v1.PodTemplate" => &["template"],
        "core/v1.ReplicationController"
        | "apps/v1.Deployment"
        | "apps/v1.DaemonSet"
        | "apps/v1.StatefulSet"
        | "apps/v1.ReplicaSet"
        | "batch/v1.Job" => &["spec", "template"],
        "batch/v1.CronJob" => &["spec", "jobTemplate", "spec", "template"],
        _ => return None,
    })
}

/// The containers of the spec of a pod, of all sorts.
pub(crate) fn containers(spec: &mut Object) -> impl Iterator<Item = &mut Object> {
    let lists = spec
        .iter_mut()
        .filter(|(key, _)| matches!(&***key, "containers" | "initContainers" | "ephemeralContainers"));
    lists.filter_map(|(_, list)| list.as_list_mut()).flatten().filter_map(crate::Node::as_map_mut)
}

//! Plugins for Pods. Templates of other kinds are not touched by them.

use crate::node::{Node, Object};
use crate::{Admission, Rejection};

const TOKEN_PATH: &str = "/var/run/secrets/kubernetes.io/serviceaccount";
const TOKEN_VOLUME: &str = "kube-api-access-";

/// The service account `default`, and a mount of its token in each container (plugin/pkg/admission/serviceaccount). Whichever
/// service account is named, it is taken to be there and to have no settings of its own.
pub(super) fn service_account(object: &mut Object, admission: &Admission) {
    let mirror =
        object.at(&["metadata", "annotations"]).is_some_and(|a| a.has("kubernetes.io/config.mirror"));
    if mirror {
        return;
    }
    let spec = object.map_or_new("spec");
    spec.default("serviceAccountName", "default");
    if spec.bool("automountServiceAccountToken") == Some(false) {
        return;
    }
    let present =
        spec.maps("volumes").map(|volume| volume.text("name")).find(|name| name.starts_with(TOKEN_VOLUME));
    let present = present.map(str::to_string);
    let name = present.clone().unwrap_or_else(|| format!("{TOKEN_VOLUME}{}", admission.generated.suffix));
    let mut needed = false;
    for list in ["initContainers", "containers"] {
        for container in spec.maps_mut(list) {
            if container.maps("volumeMounts").any(|mount| mount.text("mountPath") == TOKEN_PATH) {
                continue;
            }
            let mount = Object::of([
                ("name", name.clone().into()),
                ("readOnly", true.into()),
                ("mountPath", TOKEN_PATH.into()),
            ]);
            container.push("volumeMounts", mount);
            needed = true;
        }
    }
    if needed && present.is_none() {
        spec.push("volumes", Object::of([("name", name.into()), ("projected", token().into())]));
    }
}

/// Go: TokenVolumeSource.
fn token() -> Object {
    let token = Object::of([("path", "token".into()), ("expirationSeconds", 3607.into())]);
    let item = Object::of([("key", "ca.crt".into()), ("path", "ca.crt".into())]);
    let authority = Object::of([("name", "kube-root-ca.crt".into()), ("items", vec![item.into()].into())]);
    let field = Object::of([("apiVersion", "v1".into()), ("fieldPath", "metadata.namespace".into())]);
    let item = Object::of([("path", "namespace".into()), ("fieldRef", field.into())]);
    let namespace = Object::of([("items", vec![item.into()].into())]);
    let sources = [("serviceAccountToken", token), ("configMap", authority), ("downwardAPI", namespace)];
    let sources = sources.into_iter().map(|(kind, source)| Object::of([(kind, source.into())]).into());
    Object::of([("defaultMode", 0o644.into()), ("sources", Node::List(sources.collect()))])
}

/// The number behind a priority class (plugin/pkg/admission/priority). The classes that each cluster has are known; for others
/// the number stays as it is.
pub(super) fn priority(object: &mut Object) -> Result<(), Rejection> {
    let name = object.map_or_new("metadata").text("name").to_string();
    let spec = object.map_or_new("spec");
    let number = match spec.text("priorityClassName") {
        "" => 0,
        "system-cluster-critical" => 2_000_000_000,
        "system-node-critical" => 2_000_001_000,
        _ => return Ok(()),
    };
    let forbidden = |what: String| Rejection {
        code: 403,
        reason: "Forbidden",
        message: format!("pods \"{name}\" is forbidden: {what}"),
    };
    if let Some(given) = spec.int("priority").filter(|given| *given != number) {
        return Err(forbidden(format!(
            "the integer value of priority ({given}) must not be provided in pod spec; priority admission controller computed \
             {number} from the given PriorityClass name"
        )));
    }
    spec.set("priority", number);
    match spec.text("preemptionPolicy") {
        "" | "PreemptLowerPriority" => {
            spec.set("preemptionPolicy", "PreemptLowerPriority");
            Ok(())
        }
        given => Err(forbidden(format!(
            "the string value of PreemptionPolicy ({given}) must not be provided in pod spec; priority admission controller \
             computed PreemptLowerPriority from the given PriorityClass name"
        ))),
    }
}

/// 300 seconds on nodes that are not ready or not reachable (plugin/pkg/admission/defaulttolerationseconds).
pub(super) fn default_tolerations(spec: &mut Object) {
    let missing =
        ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"].into_iter().filter(|key| {
            !spec.maps("tolerations").any(|toleration| {
                let matches =
                    |field, value| matches!(toleration.text(field), text if text.is_empty() || text == value);
                matches("key", *key) && matches("effect", "NoExecute")
            })
        });
    for key in missing.collect::<Vec<_>>() {
        let toleration = Object::of([
            ("key", key.into()),
            ("operator", "Exists".into()),
            ("effect", "NoExecute".into()),
            ("tolerationSeconds", 300.into()),
        ]);
        spec.push("tolerations", toleration);
    }
}

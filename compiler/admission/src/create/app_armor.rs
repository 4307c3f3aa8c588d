//! AppArmor: annotations of old become fields (pkg/registry/core/pod/strategy.go, applyAppArmorVersionSkew).

use crate::node::{Node, Object};
use crate::template;

const PREFIX: &str = "container.apparmor.security.beta.kubernetes.io/";

/// Sets the profile of each container of a Pod that has an annotation and no field. Says so in warnings.
pub(super) fn apply(object: &mut Object, warnings: &mut Vec<String>) {
    let annotations = object.at(&["metadata", "annotations"]).cloned().unwrap_or_default();
    if !annotations.iter().any(|(key, _)| key.starts_with(PREFIX)) {
        return;
    }
    let spec = object.map_or_new("spec");
    if spec.map("os").is_some_and(|os| os.text("name") == "windows") {
        return;
    }
    let of_pod = spec.at(&["securityContext", "appArmorProfile"]).cloned();
    for container in template::containers(spec) {
        if container.at(&["securityContext", "appArmorProfile"]).is_some() {
            continue;
        }
        let name = container.text("name").to_string();
        warnings.extend(warning(&annotations, &name, of_pod.as_ref(), ""));
        let profile = profile(annotations.text(&format!("{PREFIX}{name}")));
        if let Some(profile) = profile.filter(|profile| of_pod.as_ref() != Some(profile)) {
            container.map_or_new("securityContext").set("appArmorProfile", profile);
        }
    }
}

/// The warning for the annotation of a container without a field, if it says something else than the pod. `path` leads to
/// the template.
pub(crate) fn warning(
    annotations: &Object,
    name: &str,
    of_pod: Option<&Object>,
    path: &str,
) -> Option<String> {
    let key = format!("{PREFIX}{name}");
    let annotation = annotations.get(&key)?.as_text()?;
    let found = profile(annotation);
    if found.is_some() && found.as_ref() == of_pod {
        return None;
    }
    let dot = if path.is_empty() { "" } else { "." };
    Some(format!(
        "{path}{dot}metadata.annotations[{key}]: deprecated since v1.30; use the \"appArmorProfile\" field instead"
    ))
}

/// The field for an annotation; `None` for one that is not valid.
fn profile(annotation: &str) -> Option<Object> {
    let of = |kind: &'static str| Object::of([("type", Node::text(kind))]);
    match annotation {
        "unconfined" => Some(of("Unconfined")),
        "runtime/default" => Some(of("RuntimeDefault")),
        _ => {
            let path = annotation.strip_prefix("localhost/")?;
            if path.is_empty() || path.trim() != path || path.len() > 4095 {
                return None;
            }
            let mut profile = of("Localhost");
            profile.set("localhostProfile", path.to_string());
            Some(profile)
        }
    }
}

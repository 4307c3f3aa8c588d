//! AppArmor: annotations of old become fields (pkg/registry/core/pod/strategy.go, applyAppArmorVersionSkew).

use crate::node::{Node, Object};
use crate::template;

const PREFIX: &str = "container.apparmor.security.beta.kubernetes.io/";

/// Sets the profile of each container that has an annotation and no field.
pub(super) fn apply(object: &mut Object) {
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
        let annotation = annotations.text(&format!("{PREFIX}{}", container.text("name")));
        let Some(profile) = profile(annotation) else { continue };
        let own = container.at(&["securityContext", "appArmorProfile"]).is_some();
        if !own && of_pod.as_ref() != Some(&profile) {
            container.map_or_new("securityContext").set("appArmorProfile", profile);
        }
    }
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

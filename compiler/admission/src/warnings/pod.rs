//! Pods and their templates (pkg/api/pod/warnings.go, pkg/api/node/util.go).

use super::{claim, fractional};
use crate::node::{Node, Object};

/// What stands before the path of a field: `spec.template.`, or nothing for a Pod.
struct At<'p>(&'p str);

impl At<'_> {
    fn path(&self, below: &str) -> String {
        if self.0.is_empty() { below.to_string() } else { format!("{}.{below}", self.0) }
    }
}

/// Adds the warnings for a pod or the template of one.
pub(super) fn of(template: &Object, path: &str, warnings: &mut Vec<String>) {
    let at = At(path);
    let empty = Object::new();
    let spec = template.map("spec").unwrap_or(&empty);
    let annotations = template.at(&["metadata", "annotations"]).unwrap_or(&empty);
    node_labels(spec, &at, warnings);
    for (key, text) in [
        (
            "scheduler.alpha.kubernetes.io/critical-pod",
            "non-functional in v1.16+; use the \"priorityClassName\" field instead",
        ),
        (
            "security.alpha.kubernetes.io/sysctls",
            "non-functional in v1.11+; use the \"sysctls\" field instead",
        ),
        (
            "security.alpha.kubernetes.io/unsafe-sysctls",
            "non-functional in v1.11+; use the \"sysctls\" field instead",
        ),
    ] {
        if annotations.has(key) {
            warnings.push(format!("{}: {text}", at.path(&format!("metadata.annotations[{key}]"))));
        }
    }
    volumes(spec, &at, warnings);
    lists(spec, &at, warnings);
    for name in ["memory", "ephemeral-storage"] {
        fractional(spec, &["overhead"], name, &at.path("spec"), warnings);
    }
    if spec.at(&["securityContext", "seccompProfile"]).is_none() {
        seccomp(annotations, "seccomp.security.alpha.kubernetes.io/pod", &at, warnings);
    }
    containers(spec, annotations, &at, warnings);
    ports(spec, &at, warnings);
    affinity(spec, &at, warnings);
}

fn seccomp(annotations: &Object, key: &str, at: &At<'_>, warnings: &mut Vec<String>) {
    if annotations.has(key) {
        let path = at.path(&format!("metadata.annotations[{key}]"));
        warnings.push(format!("{path}: non-functional in v1.27+; use the \"seccompProfile\" field instead"));
    }
}

fn deprecated_label(key: &str) -> Option<&'static str> {
    Some(match key {
        "beta.kubernetes.io/arch" => "deprecated since v1.14; use \"kubernetes.io/arch\" instead",
        "beta.kubernetes.io/os" => "deprecated since v1.14; use \"kubernetes.io/os\" instead",
        "failure-domain.beta.kubernetes.io/region" => {
            "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead"
        }
        "failure-domain.beta.kubernetes.io/zone" => {
            "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead"
        }
        "beta.kubernetes.io/instance-type" => {
            "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead"
        }
        "app.kubernetes.io/created-by" => "deprecated since v1.9",
        "scheduler.alpha.kubernetes.io/preferAvoidPods" => {
            "deprecated since v1.22; use Taints and Tolerations instead"
        }
        "node-role.kubernetes.io/master" => "use \"node-role.kubernetes.io/control-plane\" instead",
        _ => return None,
    })
}

fn node_labels(spec: &Object, at: &At<'_>, warnings: &mut Vec<String>) {
    for (key, _) in spec.map("nodeSelector").into_iter().flat_map(Object::iter) {
        if let Some(text) = deprecated_label(key) {
            warnings.push(format!("{}: {text}", at.path(&format!("spec.nodeSelector[{key}]"))));
        }
    }
    if let Some(node) = spec.at(&["affinity", "nodeAffinity"]) {
        let path = at.path("spec.affinity.nodeAffinity");
        if let Some(required) = node.map("requiredDuringSchedulingIgnoredDuringExecution") {
            for (n, term) in required.maps("nodeSelectorTerms").enumerate() {
                let path =
                    format!("{path}.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[{n}]");
                expressions(term, &path, warnings);
            }
        }
        for (n, term) in node.maps("preferredDuringSchedulingIgnoredDuringExecution").enumerate() {
            let path = format!("{path}.preferredDuringSchedulingIgnoredDuringExecution[{n}].preference");
            if let Some(term) = term.map("preference") {
                expressions(term, &path, warnings);
            }
        }
    }
    for (n, constraint) in spec.maps("topologySpreadConstraints").enumerate() {
        let path = at.path(&format!("spec.topologySpreadConstraints[{n}]"));
        let key = constraint.text("topologyKey");
        if let Some(text) = deprecated_label(key) {
            warnings.push(format!("{path}.topologyKey: {key} is {text}"));
        }
        selector(constraint, &path, warnings);
    }
}

fn expressions(term: &Object, path: &str, warnings: &mut Vec<String>) {
    for (n, expression) in term.maps("matchExpressions").enumerate() {
        let key = expression.text("key");
        if let Some(text) = deprecated_label(key) {
            warnings.push(format!("{path}.matchExpressions[{n}].key: {key} is {text}"));
        }
    }
}

fn selector(object: &Object, path: &str, warnings: &mut Vec<String>) {
    if !object.has("labelSelector") {
        warnings.push(format!("{path}.labelSelector: a null labelSelector results in matching no pod"));
    }
}

fn affinity(spec: &Object, at: &At<'_>, warnings: &mut Vec<String>) {
    for side in ["podAffinity", "podAntiAffinity"] {
        let Some(affinity) = spec.at(&["affinity", side]) else { continue };
        let path = at.path(&format!("spec.affinity.{side}"));
        for (n, term) in affinity.maps("requiredDuringSchedulingIgnoredDuringExecution").enumerate() {
            let path = format!("{path}.requiredDuringSchedulingIgnoredDuringExecution[{n}]");
            selector(term, &path, warnings);
        }
        for (n, term) in affinity.maps("preferredDuringSchedulingIgnoredDuringExecution").enumerate() {
            let path = format!("{path}.preferredDuringSchedulingIgnoredDuringExecution[{n}].podAffinityTerm");
            selector(term.map("podAffinityTerm").unwrap_or(&Object::new()), &path, warnings);
        }
    }
}

/// Volumes that once were (also pkg/api/persistentvolume/util.go, whose specs have the same fields).
pub(super) fn old_volume(object: &Object, path: &str, warnings: &mut Vec<String>) {
    const OLD: &[(&str, &str, &str)] = &[
        ("photonPersistentDisk", "photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"),
        ("gitRepo", "gitRepo", "deprecated in v1.11, and disabled by default in v1.33+"),
        ("scaleIO", "scaleIO", "deprecated in v1.16, non-functional in v1.22+"),
        ("flocker", "flocker", "deprecated in v1.22, non-functional in v1.25+"),
        ("storageos", "storageOS", "deprecated in v1.22, non-functional in v1.25+"),
        ("quobyte", "quobyte", "deprecated in v1.22, non-functional in v1.25+"),
        ("glusterfs", "glusterfs", "deprecated in v1.25, non-functional in v1.26+"),
        ("cephfs", "cephfs", "deprecated in v1.28, non-functional in v1.31+"),
        ("rbd", "rbd", "deprecated in v1.28, non-functional in v1.31+"),
    ];
    for (_, name, text) in OLD.iter().filter(|(key, ..)| object.has(key)) {
        warnings.push(format!("{path}.{name}: {text}"));
    }
}

fn volumes(spec: &Object, at: &At<'_>, warnings: &mut Vec<String>) {
    for (n, volume) in spec.maps("volumes").enumerate() {
        let path = at.path(&format!("spec.volumes[{n}]"));
        old_volume(volume, &path, warnings);
        if let Some(of_claim) = volume.at(&["ephemeral", "volumeClaimTemplate", "spec"]) {
            claim(of_claim, &format!("{path}.ephemeral.volumeClaimTemplate.spec"), warnings);
        }
    }
}

fn lists(spec: &Object, at: &At<'_>, warnings: &mut Vec<String>) {
    for (list, key) in [("hostAliases", "ip"), ("imagePullSecrets", "name")] {
        let texts: Vec<&str> = spec.maps(list).map(|item| item.text(key)).collect();
        for (n, text) in texts.iter().enumerate().filter(|(n, text)| texts[..*n].contains(text)) {
            warnings
                .push(format!("{}: duplicate {key} {text:?}", at.path(&format!("spec.{list}[{n}].{key}"))));
        }
    }
    for (n, _) in
        spec.maps("imagePullSecrets").enumerate().filter(|(_, secret)| secret.text("name").is_empty())
    {
        let path = at.path(&format!("spec.imagePullSecrets[{n}].name"));
        warnings.push(format!("{path}: invalid empty name \"\""));
    }
}

const LISTS: [&str; 3] = ["initContainers", "containers", "ephemeralContainers"];

/// Each container with its path.
fn visit<'o>(spec: &'o Object, at: &At<'_>) -> Vec<(&'o Object, String)> {
    let all = LISTS.into_iter().flat_map(|list| spec.maps(list).enumerate().map(move |(n, c)| (list, n, c)));
    all.map(|(list, n, container)| (container, at.path(&format!("spec.{list}[{n}]")))).collect()
}

fn containers(spec: &Object, annotations: &Object, at: &At<'_>, warnings: &mut Vec<String>) {
    for (container, path) in visit(spec, at) {
        let name = container.text("name");
        if container.at(&["securityContext", "seccompProfile"]).is_none() {
            seccomp(
                annotations,
                &format!("container.seccomp.security.alpha.kubernetes.io/{name}"),
                at,
                warnings,
            );
        }
        // Of Pods these are told where the field is set.
        if !at.0.is_empty() && container.at(&["securityContext", "appArmorProfile"]).is_none() {
            let of_pod = spec.at(&["securityContext", "appArmorProfile"]);
            warnings.extend(crate::create::app_armor_warning(annotations, name, of_pod, at.0));
        }
        for resource in ["memory", "ephemeral-storage"] {
            for list in ["limits", "requests"] {
                fractional(container, &["resources", list], resource, &path, warnings);
            }
        }
        env(container, &path, warnings);
    }
}

fn env(container: &Object, path: &str, warnings: &mut Vec<String>) {
    let mut known: Vec<&str> = Vec::new();
    for (n, variable) in container.maps("env").enumerate() {
        let name = variable.text("name");
        if !known.contains(&name) {
            known.push(name);
            continue;
        }
        let (value, reference) = (variable.text("value"), format!("$({name})"));
        if variable.has("valueFrom") || value == reference || !value.contains(&reference) {
            warnings.push(format!(
                "{path}.env[{n}]: hides previous definition of {name:?}, which may be dropped when using apply"
            ));
        }
    }
}

fn ports(spec: &Object, at: &At<'_>, warnings: &mut Vec<String>) {
    let mut known: Vec<(&Object, String)> = Vec::new();
    let all = visit(spec, at).into_iter().flat_map(|(container, path)| {
        container.maps("ports").enumerate().map(move |(n, port)| (port, format!("{path}.ports[{n}]")))
    });
    let all: Vec<_> = all.collect();
    for (port, path) in &all {
        for (other, before) in &known {
            let same = |key| port.get(key) == other.get(key);
            if !same("containerPort") || !same("protocol") {
                continue;
            }
            let free = |port: &Object| port.get("hostPort").is_none_or(|number| *number == Node::Int(0));
            if same("hostIP") && same("hostPort") {
                warnings.push(format!("{path}: duplicate port definition with {before}"));
            } else if free(port) || free(other) {
                warnings.push(format!("{path}: overlapping port definition with {before}"));
            } else if same("hostPort") && port.has("hostIP") != other.has("hostIP") {
                warnings.push(format!("{path}: dangerously ambiguous port definition with {before}"));
            }
        }
        known.push((port, path.clone()));
    }
    let mut names: Vec<(&str, &str)> = Vec::new();
    for (port, path) in all.iter().filter(|(port, _)| port.has("name")) {
        let name = port.text("name");
        match names.iter().find(|(known, _)| *known == name) {
            Some((_, other)) => warnings.push(format!(
                "{path}: duplicate port name {name:?} with {other}, services and probes that select ports by name will use {other}"
            )),
            None => names.push((name, path)),
        }
    }
}

//! What holds for every workload of every platform. Where one can't, `exemptions` has a line `CHART KIND/NAME RULE REASON`; one that is not
//! needed is a fault too.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value as Json;

use crate::rendered::chart;
use crate::{none, platforms, root};

/// What has pods that are said here: those of custom resources are their operators'.
const WORKLOADS: [&str; 6] = ["Deployment", "StatefulSet", "DaemonSet", "Rollout", "Job", "CronJob"];

/// What runs until it is taken away.
const SERVERS: [&str; 4] = ["Deployment", "StatefulSet", "DaemonSet", "Rollout"];

#[test]
fn workloads_keep_the_rules() {
    let listed = fs::read_to_string(root().join("tests/platforms/exemptions")).unwrap();
    let mut exempt: BTreeMap<[String; 3], bool> = BTreeMap::new();
    for line in listed.lines().filter(|line| !line.starts_with('#')) {
        let words: Vec<&str> = line.split(' ').collect();
        assert!(words.len() > 3, "an exemption has a reason: {line}");
        exempt.insert([words[0], words[1], words[2]].map(str::to_string), false);
    }
    let mut complaints = Vec::new();
    for name in platforms() {
        for target in chart(&name) {
            for (object, rule) in broken(&target.objects) {
                match exempt.get_mut(&[name.clone(), object.clone(), rule.to_string()]) {
                    Some(needed) => *needed = true,
                    None => complaints.push(format!("{name}, {}: {object}: {rule}", target.environment)),
                }
            }
        }
    }
    let needless = exempt.iter().filter(|(_, needed)| !**needed);
    complaints.extend(
        needless.map(|(exemption, _)| format!("this exemption is not needed: {}", exemption.join(" "))),
    );
    none(&complaints);
}

/// The rules that objects break: `Kind/name` and the rule.
fn broken(objects: &[Json]) -> Vec<(String, &'static str)> {
    let mut found = Vec::new();
    let (mut accounts, mut namespaces) = (BTreeSet::new(), BTreeSet::new());
    for object in objects {
        let kind = text(&object["kind"]);
        let called = format!("{kind}/{}", text(&object["metadata"]["name"]));
        let spec = if kind == "CronJob" { &object["spec"]["jobTemplate"]["spec"] } else { &object["spec"] };
        let (labels, pod) = (&spec["template"]["metadata"]["labels"], &spec["template"]["spec"]);
        let namespace = text(&object["metadata"]["namespace"]);
        if kind == "Namespace" {
            namespaces.insert(text(&object["metadata"]["name"]));
        }
        if !WORKLOADS.contains(&kind) {
            continue;
        }
        namespaces.insert(namespace);
        let mut must = |holds: bool, rule| {
            if !holds {
                found.push((called.clone(), rule));
            }
        };
        let account = text(&pod["serviceAccountName"]);
        must(
            accounts.insert((namespace, account)) && has(objects, "ServiceAccount", namespace, account),
            "own-account",
        );
        must(pod["automountServiceAccountToken"] == false || is_bound(objects, account), "no-token");
        must(is_set(pod, "runAsNonRoot", &true.into()), "non-root");
        must(pod["securityContext"]["seccompProfile"]["type"] == "RuntimeDefault", "seccomp");
        let every = |part: &str| pod[part].as_array().cloned().unwrap_or_default();
        for container in every("containers").iter().chain(&every("initContainers")) {
            let (resources, security) = (&container["resources"], &container["securityContext"]);
            let all = |of: &str| ["cpu", "memory"].iter().all(|what| resources[of][what].is_string());
            must(all("requests"), "requests");
            must(all("limits"), "limits");
            must(security["readOnlyRootFilesystem"] == true, "read-only-root");
            must(security["allowPrivilegeEscalation"] == false, "no-privilege-escalation");
            must(security["capabilities"]["drop"] == serde_json::json!(["ALL"]), "drop-capabilities");
            must(is_pinned(text(&container["image"])), "pinned-image");
        }
        if SERVERS.contains(&kind) {
            let own = &pod["containers"][0];
            for (probe, rule) in [
                ("startupProbe", "startup-probe"),
                ("readinessProbe", "readiness-probe"),
                ("livenessProbe", "liveness-probe"),
            ] {
                must(own[probe].is_object(), rule);
            }
        }
        if SERVERS.contains(&kind) && kind != "DaemonSet" {
            let spread = pod["topologySpreadConstraints"].as_array().cloned().unwrap_or_default();
            must(spread.iter().any(|by| by["topologyKey"] == "topology.kubernetes.io/zone"), "zones");
            let budgets = objects.iter().filter(|other| other["kind"] == "PodDisruptionBudget");
            let guards = |budget: &Json| {
                let selector = budget["spec"]["selector"]["matchLabels"].as_object();
                selector.is_some_and(|wanted| wanted.iter().all(|(label, value)| labels[label] == *value))
            };
            must(budgets.into_iter().any(guards), "disruption-budget");
        }
    }
    for namespace in namespaces {
        let denies = |object: &Json| {
            object["kind"] == "NetworkPolicy"
                && object["metadata"]["namespace"] == namespace
                && object["spec"]["podSelector"] == serde_json::json!({})
                && object["spec"]["policyTypes"] == serde_json::json!(["Ingress", "Egress"])
                && object["spec"].get("ingress").is_none()
                && object["spec"].get("egress").is_none()
        };
        if !objects.iter().any(denies) {
            found.push((format!("Namespace/{namespace}"), "default-deny"));
        }
    }
    found
}

fn text(value: &Json) -> &str {
    value.as_str().unwrap_or_default()
}

fn has(objects: &[Json], kind: &str, namespace: &str, name: &str) -> bool {
    objects.iter().any(|object| {
        object["kind"] == kind
            && object["metadata"]["name"] == name
            && object["metadata"]["namespace"] == namespace
    })
}

/// Whether the pod says it for all of its containers, and none says something else.
fn is_set(pod: &Json, field: &str, value: &Json) -> bool {
    let others = pod["containers"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|item| item["securityContext"].get(field));
    pod["securityContext"][field] == *value && others.into_iter().all(|other| other == value)
}

/// Whether an account has rules of its own, so that a token is of use.
fn is_bound(objects: &[Json], account: &str) -> bool {
    let bindings = objects.iter().filter(|object| text(&object["kind"]).ends_with("RoleBinding"));
    bindings
        .into_iter()
        .any(|binding| binding["subjects"].as_array().into_iter().flatten().any(|who| who["name"] == account))
}

/// Whether an image is always the same one.
fn is_pinned(image: &str) -> bool {
    let name = image.rsplit('/').next().unwrap_or_default();
    name.contains('@') || name.split_once(':').is_some_and(|(_, tag)| !tag.is_empty() && tag != "latest")
}

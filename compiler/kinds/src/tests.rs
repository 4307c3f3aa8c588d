//! Objects and what is said of them.

use crate::{Finding, Kinds, Tree, Version};

fn findings(object: &str) -> Vec<Finding> {
    let tree = Tree::read(object.as_bytes()).unwrap().unwrap();
    Kinds::new().check(&tree, Version::NEWEST)
}

fn told(object: &str) -> Vec<String> {
    findings(object).iter().map(Finding::to_string).collect()
}

#[test]
fn decoding() {
    let deployment = |spec: &str| {
        format!("{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: a}}, spec: {spec}}}")
    };
    let prefix = "Deployment in version \"v1\" cannot be handled as a Deployment: ";
    for (spec, expected) in [
        (
            "{replicas: x}",
            "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32",
        ),
        (
            "{replicas: 1.5}",
            "json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32",
        ),
        (
            "{replicas: 3000000000}",
            "json: cannot unmarshal number 3000000000 into Go struct field DeploymentSpec.spec.replicas of type int32",
        ),
        ("[]", "json: cannot unmarshal array into Go struct field Deployment.spec of type v1.DeploymentSpec"),
        (
            "{strategy: {rollingUpdate: {maxSurge: true}}}",
            "json: cannot unmarshal bool into Go value of type int32",
        ),
        (
            "{template: {spec: {containers: [{resources: {limits: {cpu: ten}}}]}}}",
            "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
        ),
        (
            "{template: {spec: {containers: [{name: 1}]}}}",
            "json: cannot unmarshal number into Go struct field Container.spec.template.spec.containers.name of type string",
        ),
        (
            "{template: {spec: {containers: {}}}}",
            "json: cannot unmarshal object into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container",
        ),
    ] {
        assert_eq!(told(&deployment(spec)), [format!("{prefix}{expected}")], "{spec}");
    }
}

#[test]
fn unknown_and_duplicate_fields() {
    let object = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, label: {}}, data: {a: b, a: c}}";
    assert_eq!(
        told(object),
        [
            "strict decoding error: unknown field \"metadata.label\"",
            "strict decoding error: duplicate field \"data.a\""
        ]
    );
    assert_eq!(findings(object)[0].help.as_deref(), Some("did you mean `labels`?"));
    let pod = Tree::read(b"{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {hostnameOverride: a}}")
        .unwrap()
        .unwrap();
    let found = Kinds::new().check(&pod, Version::OLDEST);
    assert_eq!(found[0].help.as_deref(), Some("Kubernetes 1.34 has it"));
}

#[test]
fn nulls_are_fields_that_are_not_there() {
    assert_eq!(
        told("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: null}, data: null}"),
        [""; 0]
    );
}

#[test]
fn what_is_no_object() {
    assert_eq!(told("[]"), ["no Kubernetes object: it is no map"]);
    assert_eq!(told("{kind: Pod}"), ["apiVersion: no Kubernetes object: it has no apiVersion"]);
    assert_eq!(told("{apiVersion: a/v1, kind: B}"), ["no matches for kind \"B\" in version \"a/v1\""]);
}

//! Objects and what is said of them.

use crate::{Code, Finding, Kinds, Tree, Version};

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

#[test]
fn rules() {
    let pod = |spec: &str| format!("{{apiVersion: v1, kind: Pod, metadata: {{name: a}}, spec: {spec}}}");
    for (object, expected) in [
        (pod("{}"), "spec.containers: Required value"),
        (pod("{containers: [{name: a}]}"), "spec.containers[0].image: Required value"),
        (
            pod("{containers: [{name: a, image: b}, {name: a, image: b}]}"),
            "spec.containers[1].name: Duplicate value: \"a\"",
        ),
        (
            pod("{containers: [{name: a, image: b, volumeMounts: [{name: c, mountPath: /d}]}]}"),
            "spec.containers[0].volumeMounts[0].name: Not found: \"c\"",
        ),
        (
            pod("{containers: [{name: a, image: b, livenessProbe: {}}]}"),
            "spec.containers[0].livenessProbe: Required value: must specify a handler type",
        ),
        (
            pod("{containers: [{name: a, image: b, resources: {requests: {cpu: 2}, limits: {cpu: 1}}}]}"),
            "spec.containers[0].resources.requests: Invalid value: \"2\": must be less than or equal to cpu limit of 1",
        ),
        (
            pod("{restartPolicy: Sometimes, containers: [{name: a, image: b}]}"),
            "spec.restartPolicy: Unsupported value: \"Sometimes\": supported values: \"Always\", \"Never\", \"OnFailure\"",
        ),
        (
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: c}}, spec: {containers: [{name: a, image: b}]}}}}".into(),
            "spec.template.metadata.labels: Invalid value: {\"a\":\"c\"}: `selector` does not match template `labels`",
        ),
        (
            "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [{port: 1, nodePort: 30001}]}}".into(),
            "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'",
        ),
        (
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a b: c}}".into(),
            "data[a b]: Invalid value: \"a b\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
        ),
    ] {
        assert_eq!(told(&object), [expected], "{object}");
    }
}

#[test]
fn versions_of_apis() {
    let object = "{apiVersion: extensions/v1beta1, kind: Ingress, metadata: {name: a}}";
    let found = findings(object);
    assert_eq!(found[0].code, Code::RemovedApi);
    let help = "extensions/v1beta1 Ingress is deprecated in v1.14+, unavailable in v1.22+; use networking.k8s.io/v1 Ingress";
    assert_eq!(found[0].help.as_deref(), Some(help));
    let found = findings("{apiVersion: v1, kind: Endpoints, metadata: {name: a}}");
    assert_eq!(
        found[0].to_string(),
        "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"
    );
    assert!(!found[0].code.refuses());
}

/// A definition with what schemas can say, and objects of its kind.
#[test]
fn custom_resources() {
    let definition = br#"
kind: CustomResourceDefinition
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Box, plural: boxes}
  versions:
  - name: v1
    served: true
    schema:
      openAPIV3Schema:
        type: object
        required: [spec]
        properties:
          spec:
            type: object
            required: [size, color]
            properties:
              size: {type: integer, minimum: 1, maximum: 9, multipleOf: 3}
              color: {type: string, enum: [red, blue], default: red}
              name: {type: string, pattern: "^[a-z]+$", maxLength: 5, minLength: 2}
              port: {x-kubernetes-int-or-string: true}
              free: {type: object, x-kubernetes-preserve-unknown-fields: true, properties: {known: {type: boolean}}}
              tags: {type: array, maxItems: 2, x-kubernetes-list-type: set, items: {type: string}}
              parts: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [id], items: {type: object, properties: {id: {type: string}}}}
              labels: {type: object, additionalProperties: {type: string}}
              maybe: {type: string, nullable: true}
              url: {type: string, format: uri}
              inner: {type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true}
              either: {type: object, oneOf: [{required: [a]}, {required: [b]}], properties: {a: {type: string}, b: {type: string}}}
  - {name: v0, served: false}
"#;
    let mut kinds = Kinds::new();
    assert_eq!(kinds.define(Tree::read(definition).unwrap().unwrap()), []);
    assert!(kinds.knows("example.com/v1", "Box", Version::NEWEST));
    assert!(!kinds.knows("example.com/v0", "Box", Version::NEWEST));
    for (spec, expected) in [
        ("{size: 3}", &[][..]),
        ("{size: 3, maybe: null, color: null, name: null}", &[]),
        ("{}", &["spec.size: Required value"]),
        (
            "{size: a}",
            &["spec.size: Invalid value: \"string\": spec.size in body must be of type integer: \"string\""],
        ),
        (
            "{size: 10}",
            &[
                "spec.size: Invalid value: 10: spec.size in body should be less than or equal to 9",
                "spec.size: Invalid value: 10: spec.size in body should be a multiple of 3",
            ],
        ),
        (
            "{size: 3, color: green}",
            &["spec.color: Unsupported value: \"green\": supported values: \"red\", \"blue\""],
        ),
        (
            "{size: 3, name: Ab}",
            &["spec.name: Invalid value: \"Ab\": spec.name in body should match '^[a-z]+$'"],
        ),
        ("{size: 3, name: abcdef}", &["spec.name: Too long: may not be more than 5 bytes"]),
        (
            "{size: 3, port: 1.5}",
            &[
                "spec.port: Invalid value: \"number\": spec.port in body must be of type integer,string: \"number\"",
            ],
        ),
        ("{size: 3, other: 1}", &["strict decoding error: unknown field \"spec.other\""]),
        ("{size: 3, free: {x: {y: 1}, known: true}}", &[]),
        ("{size: 3, tags: [a, a]}", &["spec.tags[1]: Duplicate value: \"a\""]),
        ("{size: 3, parts: [{id: a}, {id: a}]}", &["spec.parts[1]: Duplicate value: {\"id\":\"a\"}"]),
        (
            "{size: 3, labels: {a: 1}}",
            &[
                "spec.labels.a: Invalid value: \"integer\": spec.labels.a in body must be of type string: \"integer\"",
            ],
        ),
        (
            "{size: 3, url: x}",
            &["spec.url: Invalid value: \"x\": spec.url in body must be of type uri: \"x\""],
        ),
        ("{size: 3, inner: {kind: A}}", &["spec.inner.apiVersion: Required value"]),
        ("{size: 3, inner: {apiVersion: v1, kind: A, metadata: {name: a}, more: 1}}", &[]),
        (
            "{size: 3, either: {a: x, b: z}}",
            &[
                "spec.either: Invalid value: \"\": \"spec.either\" must validate one and only one schema (oneOf). Found 2 valid alternatives",
            ],
        ),
    ] {
        let object =
            format!("{{apiVersion: example.com/v1, kind: Box, metadata: {{name: a}}, spec: {spec}}}");
        let tree = Tree::read(object.as_bytes()).unwrap().unwrap();
        let found: Vec<String> = kinds.check(&tree, Version::NEWEST).iter().map(Finding::to_string).collect();
        assert_eq!(found, expected, "{spec}");
    }
}

/// What a chart may print by mistake does not stop the check.
#[test]
fn odd_objects() {
    let deep = format!(
        "{{apiVersion: v1, kind: Pod, metadata: {{name: a}}, spec: {}{}}}",
        "[".repeat(900),
        "]".repeat(900)
    );
    let wide: Vec<String> = (0..20_000).map(|i| format!("k{i}: v")).collect();
    let wide =
        format!("{{apiVersion: v1, kind: ConfigMap, metadata: {{name: a}}, data: {{{}}}}}", wide.join(", "));
    assert_eq!(told(&wide), [""; 0]);
    assert_eq!(told(&deep).len(), 1);
    for text in [
        "{apiVersion: 1, kind: []}",
        "{apiVersion: v1, kind: Pod, metadata: [], spec: 1}",
        "{apiVersion: v1, kind: Pod, spec: {containers: [null, {}]}}",
    ] {
        assert!(!told(text).is_empty(), "{text}");
    }
}

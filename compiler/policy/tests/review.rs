//! A policy from its text to its findings.

use nexachart_admission::{Node, Object};
use nexachart_policy::{Binding, Cluster, Kind, Part, Policy, Request, Resource, Scope, Step, check, review};

fn map<const N: usize>(entries: [(&'static str, Node); N]) -> Node {
    Node::Map(Object::of(entries))
}

fn list<const N: usize>(items: [Node; N]) -> Node {
    Node::List(items.into())
}

fn object<const N: usize>(kind: &'static str, name: &'static str, spec: [(&'static str, Node); N]) -> Object {
    Object::of([
        ("apiVersion", "admissionregistration.k8s.io/v1".into()),
        ("kind", kind.into()),
        ("metadata", map([("name", name.into())])),
        ("spec", map(spec)),
    ])
}

fn policy(validation: Node) -> Object {
    let rule = map([
        ("apiGroups", list(["apps".into()])),
        ("apiVersions", list(["v1".into()])),
        ("operations", list(["CREATE".into()])),
        ("resources", list(["deployments".into()])),
    ]);
    object(
        "ValidatingAdmissionPolicy",
        "few",
        [
            ("paramKind", map([("apiVersion", "v1".into()), ("kind", "ConfigMap".into())])),
            ("matchConstraints", map([("resourceRules", list([rule]))])),
            ("validations", list([validation])),
        ],
    )
}

fn binding() -> Object {
    let reference = map([
        ("name", "limits".into()),
        ("namespace", "policies".into()),
        ("parameterNotFoundAction", "Deny".into()),
    ]);
    object(
        "ValidatingAdmissionPolicyBinding",
        "few-here",
        [
            ("policyName", "few".into()),
            ("paramRef", reference),
            ("validationActions", list(["Deny".into(), "Audit".into()])),
        ],
    )
}

fn request(replicas: i64) -> Request {
    let kind = Kind { group: "apps".into(), version: "v1".into(), kind: "Deployment".into() };
    let resource = Resource { group: "apps".into(), version: "v1".into(), resource: "deployments".into() };
    let deployment = Object::of([
        ("metadata", map([("name", "shop".into())])),
        ("spec", map([("replicas", replicas.into())])),
    ]);
    Request::create(kind, resource, "default", deployment)
}

#[test]
fn denied_where_it_looked() {
    let validation = map([
        ("expression", "object.spec.replicas <= int(params.data.most)".into()),
        ("messageExpression", "'at most ' + params.data.most".into()),
    ]);
    assert_eq!(check::policy(policy(validation.clone())), []);
    assert_eq!(check::binding(binding()), []);
    let policy = Policy::compile(policy(validation)).unwrap();
    let binding = Binding::read(binding()).unwrap();
    let mut cluster = Cluster::default();
    let missing = review(&[(&policy, &[&binding])], &request(9), &cluster).denial.unwrap();
    assert_eq!(
        missing.message,
        "deployments.apps \"shop\" is forbidden: ValidatingAdmissionPolicy 'few' denied request: failed to configure policy: \
         failed to find resource referenced by paramKind: '/v1, Kind=ConfigMap'"
    );
    let limits = Object::of([
        ("metadata", map([("name", "limits".into()), ("namespace", "policies".into())])),
        ("data", map([("most", "5".into())])),
    ]);
    cluster.add_params("v1", "ConfigMap", Scope::Namespaced, vec![limits]);
    assert!(review(&[(&policy, &[&binding])], &request(5), &cluster).denial.is_none());

    let judged = review(&[(&policy, &[&binding])], &request(9), &cluster);
    let denial = judged.denial.unwrap();
    assert_eq!((denial.code, denial.reason.as_str()), (422, "Invalid"));
    assert!(
        denial.message.ends_with("with binding 'few-here' denied request: at most 5"),
        "{}",
        denial.message
    );
    assert_eq!(judged.audit_annotations.len(), 1);
    let finding = &judged.findings[0];
    assert_eq!(finding.part, Part::Validation(0));
    assert_eq!(finding.param.as_deref(), Some("policies/limits"));
    assert_eq!(finding.paths, [[Step::Key("spec".into()), Step::Key("replicas".into())]]);
}

#[test]
fn asks_who_may() {
    let text = "authorizer.requestResource.check('create').allowed() && authorizer.path('/healthz').check('get').allowed()";
    let mut policy = policy(map([("expression", text.into())]));
    policy.map_mut("spec").unwrap().remove("paramKind");
    assert_eq!(check::policy(policy.clone()), []);
    let policy = Policy::compile(policy).unwrap();
    let binding = Binding::read(binding()).unwrap();
    let judged = review(&[(&policy, &[&binding])], &request(1), &Cluster::default());
    assert!(judged.denial.is_none(), "{:?}", judged.denial);
    assert_eq!(judged.evaluations.len(), 1);
}

#[test]
fn a_bad_expression_has_its_place() {
    let validation = map([("expression", "object.spec.replicas <= maximum".into())]);
    let errors = check::policy(policy(validation));
    assert_eq!(errors[0].path, "spec.validations[0].expression");
    assert_eq!(errors[0].issues.len(), 1);
}

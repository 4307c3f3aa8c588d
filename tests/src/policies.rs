//! Requests against ValidatingAdmissionPolicies, and what the API server says.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use nexachart_admission::{Admission, Generated, Node, Object};
use nexachart_policy::{
    Binding, Cluster, Document, Evaluated, Kind, Operation, Policy, Request, Resource, Review, Scope, User,
    review,
};
use serde_json::{Map, Value, json};

use crate::defaulting::node;

thread_local! {
    /// Policies that were compiled before, by their text.
    static COMPILED: RefCell<HashMap<String, Rc<Policy>>> = RefCell::default();
}

/// What becomes of a case: the verdict on the object as it is, and under `server` on what a server makes of it.
pub fn answer(case: &Value) -> Value {
    match run(case) {
        Ok(mut answer) => {
            answer.insert("id".into(), case["id"].clone());
            Value::Object(answer)
        }
        Err(error) => json!({ "id": case["id"], "error": error }),
    }
}

fn run(case: &Value) -> Result<Map<String, Value>, String> {
    let policy = compiled(&case["policy"])?;
    let bindings = list(case, "bindings")
        .iter()
        .map(|binding| Binding::read(object(binding)).map_err(|rejection| rejection.message));
    let bindings = bindings.collect::<Result<Vec<_>, _>>()?;
    let bindings: Vec<&Binding> = bindings.iter().collect();
    let judge = |request: &Request, cluster: &Cluster| review(&[(&*policy, &bindings)], request, cluster);

    let given = |key: &str| case.get(key).filter(|value| !value.is_null()).map(object);
    let as_submitted =
        judge(&request(case, given("object"), given("oldObject"))?, &cluster(case, &|object| object));
    let mut answer = submitted(&as_submitted);
    if let Some(object) = given("object") {
        answer.insert("server".into(), server(case, object, &judge)?);
    }
    Ok(answer)
}

fn compiled(policy: &Value) -> Result<Rc<Policy>, String> {
    let text = policy.to_string();
    if let Some(known) = COMPILED.with_borrow(|known| known.get(&text).cloned()) {
        return Ok(known);
    }
    let compiled = Rc::new(Policy::compile(object(policy)).map_err(|rejection| rejection.message)?);
    COMPILED.with_borrow_mut(|known| known.insert(text, Rc::clone(&compiled)));
    Ok(compiled)
}

/// The verdict on what a server makes of the object in a dry run.
fn server(
    case: &Value,
    object: Object,
    judge: &dyn Fn(&Request, &Cluster) -> Review,
) -> Result<Value, String> {
    let namespace = case["request"]["namespace"].as_str().unwrap_or_default();
    let admission = Admission { namespace: namespace.into(), generated: Generated::default() };
    let mut warnings = Vec::new();
    let admitted = match admission.admit_telling(object, &mut warnings) {
        Ok(admitted) => admitted,
        Err(rejection) => {
            return Ok(json!({ "allowed": false, "code": rejection.code, "message": rejection.message }));
        }
    };
    let mut request = request(case, Some(admitted), None)?;
    request.dry_run = true;
    let stored = |object: Object| {
        let namespace = object.map("metadata").map_or("", |metadata| metadata.text("namespace")).to_string();
        let admission = Admission { namespace, generated: Generated::default() };
        admission.store(object.clone()).unwrap_or(object)
    };
    let review = judge(&request, &cluster(case, &stored));
    let mut answer = match &review.denial {
        Some(denial) => json!({
            "allowed": false, "code": denial.code, "reason": denial.reason, "message": denial.message,
        }),
        None => json!({ "allowed": true, "code": 201 }),
    };
    warnings.extend(review.warnings);
    if !warnings.is_empty() {
        answer["warnings"] = json!(warnings);
    }
    Ok(answer)
}

fn submitted(review: &Review) -> Map<String, Value> {
    let mut answer = Map::new();
    answer.insert("allowed".into(), review.denial.is_none().into());
    if let Some(denial) = &review.denial {
        let status = json!({ "code": denial.code, "reason": denial.reason, "message": denial.message });
        answer.insert("status".into(), status);
    }
    if !review.warnings.is_empty() {
        answer.insert("warnings".into(), json!(review.warnings));
    }
    if !review.audit_annotations.is_empty() {
        let annotations = review.audit_annotations.iter().map(|a| (a.key.clone(), json!(a.value)));
        answer.insert("auditAnnotations".into(), Value::Object(annotations.collect()));
    }
    let evaluations = review.evaluations.iter().map(|(param, validation)| {
        let decisions: Vec<Value> = validation
            .decisions
            .iter()
            .map(|decision| {
                let mut shown = json!({
                    "action": if decision.denies { "deny" } else { "admit" },
                    "evaluation": match decision.evaluated {
                        Evaluated::Admit => "admit",
                        Evaluated::Deny => "deny",
                        Evaluated::Error => "error",
                    },
                });
                for (key, text) in [("message", &decision.message), ("reason", &decision.reason)] {
                    if !text.is_empty() {
                        shown[key] = json!(text);
                    }
                }
                shown
            })
            .collect();
        let mut shown = json!({ "decisions": decisions });
        if decisions.is_empty() {
            shown["skippedByMatchConditions"] = json!(true);
        }
        if let Some(param) = param {
            shown["param"] = json!(param);
        }
        let annotations: Vec<Value> = validation
            .annotations
            .iter()
            .map(|annotation| match &annotation.value {
                Ok(Some(text)) => json!({ "key": annotation.key, "action": "publish", "value": text }),
                Ok(None) => json!({ "key": annotation.key, "action": "exclude" }),
                Err(error) => json!({ "key": annotation.key, "action": "error", "error": error }),
            })
            .collect();
        if !annotations.is_empty() {
            shown["auditAnnotations"] = json!(annotations);
        }
        shown
    });
    answer.insert("evaluations".into(), evaluations.collect());
    answer
}

fn request(case: &Value, given: Option<Object>, old: Option<Object>) -> Result<Request, String> {
    let request = &case["request"];
    let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_string();
    let (kind, resource, user) = (&request["kind"], &request["resource"], &request["userInfo"]);
    let kind = Kind { group: text(kind, "group"), version: text(kind, "version"), kind: text(kind, "kind") };
    let resource = Resource {
        group: text(resource, "group"),
        version: text(resource, "version"),
        resource: text(resource, "resource"),
    };
    let mut made = Request::create(kind, resource, &text(request, "namespace"), Object::new());
    made.operation = Operation::of(&text(request, "operation")).ok_or("no such operation")?;
    made.subresource = text(request, "subResource");
    made.name = text(request, "name");
    made.user = User {
        name: text(user, "username"),
        uid: text(user, "uid"),
        groups: list(user, "groups").iter().filter_map(|group| Some(group.as_str()?.to_string())).collect(),
        extra: extra(&user["extra"]),
    };
    made.object = given.map(|object| Arc::new(Document::new(object)));
    made.old_object = old.map(|object| Arc::new(Document::beside(object)));
    Ok(made)
}

fn extra(given: &Value) -> Vec<(String, Vec<String>)> {
    let texts = |values: &Value| {
        values.as_array().into_iter().flatten().filter_map(|v| Some(v.as_str()?.into())).collect()
    };
    let entries = given.as_object().into_iter().flatten();
    entries.map(|(key, values)| (key.clone(), texts(values))).collect()
}

/// The namespaces and parameters of a case, each as `held` makes it.
fn cluster(case: &Value, held: &dyn Fn(Object) -> Object) -> Cluster {
    let mut cluster = Cluster::default();
    for namespace in list(case, "namespaces") {
        cluster.add_namespace(held(object(namespace)));
    }
    let kind = &case["policy"]["spec"]["paramKind"];
    if let (Some(version), Some(kind)) = (kind["apiVersion"].as_str(), kind["kind"].as_str())
        && case["paramKindKnown"] != false
    {
        let scope = if case["paramScope"] == "Cluster" { Scope::Cluster } else { Scope::Namespaced };
        let of_kind = |param: &&Value| param["apiVersion"] == version && param["kind"] == kind;
        let objects = list(case, "params").iter().filter(of_kind).map(|param| held(object(param)));
        cluster.add_params(version, kind, scope, objects.collect());
    }
    cluster
}

fn list<'a>(case: &'a Value, key: &str) -> &'a [Value] {
    case[key].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn object(value: &Value) -> Object {
    match node(value) {
        Node::Map(object) => object,
        _ => Object::new(),
    }
}

//! CEL expressions and what Kubernetes makes of them, each like a validation of a policy with a paramKind.

use std::collections::HashMap;
use std::sync::Arc;

use nexachart_cel::library::authz::{self, Authorizer, Decision, ResourceTarget, Target, User};
use nexachart_cel::value::{List, Map};
use nexachart_cel::{Composition, Env, Stage, Type, Value, Variables};
use serde_json::{Value as Json, json};

/// What becomes of a case: `{"id", "value", "outputType", "cost"}`, `{"id", "compileError"}` or `{"id", "runtimeError"}`.
pub fn answer(case: &Json) -> Json {
    let mut answer = run(case);
    answer["id"] = case["id"].clone();
    answer
}

/// What all validations of a policy may cost together.
const BUDGET: u64 = 10_000_000;

struct Given(HashMap<&'static str, Value>);

impl Variables for Given {
    fn get(&self, name: &str) -> Option<Value> {
        self.0.get(name).cloned()
    }
}

/// The authorizer that the cases were made with.
#[derive(Debug)]
struct Answers;

impl Authorizer for Answers {
    fn decide(&self, _user: &User, verb: &str, target: &Target) -> Decision {
        let no = |reason: &str| Decision { allowed: false, reason: reason.into(), error: None };
        let yes = Decision { allowed: true, reason: "allowed-by-test".into(), error: None };
        match target {
            _ if verb == "broken" => {
                Decision { error: Some("authorizer broke".into()), ..Decision::default() }
            }
            Target::Path(path) if path == "/healthz" => yes,
            Target::Path(_) => no("no opinion"),
            Target::Resource(target) if verb == "get" && target.resource == "pods" => yes,
            Target::Resource(_) => no("denied-by-test"),
        }
    }
}

fn run(case: &Json) -> Json {
    let mut composition = Composition::new(environment(), "variables", "kubernetes.variables");
    for variable in case["variables"].as_array().map(Vec::as_slice).unwrap_or_default() {
        let text = |key: &str| variable[key].as_str().unwrap_or_default().to_owned();
        let _ = composition.add(&text("name"), &text("expression"));
    }
    let program = match composition.env().compile(case["expression"].as_str().unwrap_or_default()) {
        Ok(program) => program,
        Err(error) => return json!({ "compileError": error.to_string(), "stage": stage(error.stage) }),
    };
    let names = ["object", "oldObject", "params", "request", "namespaceObject"];
    let mut given: HashMap<&'static str, Value> =
        names.into_iter().map(|name| (name, value(&case[name]))).collect();
    let resource = ResourceTarget { resource: "pods".into(), namespace: "prod".into(), ..Default::default() };
    given.insert("authorizer", authz::authorizer(Arc::new(Answers), User::default()));
    given.insert(
        "authorizer.requestResource",
        authz::resource_check(Arc::new(Answers), User::default(), resource),
    );
    let inputs = Arc::new(composition).inputs(Arc::new(Given(given)));
    let evaluation = program.evaluate(&inputs);
    let cost = evaluation.cost + inputs.cost();
    if cost > BUDGET {
        const TEXT: &str =
            "validation failed due to running out of cost budget, no further validation rules will be run";
        return json!({ "runtimeError": TEXT, "outputType": program.output_type().to_string() });
    }
    match evaluation.result {
        Ok(value) => {
            json!({ "value": shown(&value), "outputType": program.output_type().to_string(), "cost": cost })
        }
        Err(fault) => {
            json!({ "runtimeError": fault.text(), "outputType": program.output_type().to_string(), "cost": cost })
        }
    }
}

fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Parse => "parse",
        Stage::Check => "check",
        Stage::Program => "program",
    }
}

/// What a validation may name (apiserver: admission/plugin/cel/compile.go).
fn environment() -> Env {
    let mut env = Env::new();
    for name in ["object", "oldObject", "params"] {
        env.variable(name, Type::Dyn);
    }
    env.variable("request", Type::object("kubernetes.AdmissionRequest"));
    env.variable("namespaceObject", Type::object("kubernetes.Namespace"));
    env.variable("authorizer", Type::object("kubernetes.authorization.Authorizer"));
    env.variable("authorizer.requestResource", Type::object("kubernetes.authorization.ResourceCheck"));
    let list = Type::list;
    let object = Type::object;
    let text = Type::String;
    declare(
        &mut env,
        "kubernetes.GroupVersionKind",
        &[("group", &text), ("version", &text), ("kind", &text)],
    );
    declare(
        &mut env,
        "kubernetes.GroupVersionResource",
        &[("group", &text), ("version", &text), ("resource", &text)],
    );
    declare(
        &mut env,
        "kubernetes.UserInfo",
        &[
            ("username", &text),
            ("uid", &text),
            ("groups", &list(text.clone())),
            ("extra", &Type::map(text.clone(), list(text.clone()))),
        ],
    );
    declare(
        &mut env,
        "kubernetes.AdmissionRequest",
        &[
            ("kind", &object("kubernetes.GroupVersionKind")),
            ("resource", &object("kubernetes.GroupVersionResource")),
            ("subResource", &text),
            ("requestKind", &object("kubernetes.GroupVersionKind")),
            ("requestResource", &object("kubernetes.GroupVersionResource")),
            ("requestSubResource", &text),
            ("name", &text),
            ("namespace", &text),
            ("operation", &text),
            ("userInfo", &object("kubernetes.UserInfo")),
            ("dryRun", &Type::Bool),
            ("options", &Type::Dyn),
        ],
    );
    declare(&mut env, "kubernetes.NamespaceSpec", &[("finalizers", &list(text.clone()))]);
    declare(
        &mut env,
        "kubernetes.NamespaceCondition",
        &[
            ("status", &text),
            ("type", &text),
            ("lastTransitionTime", &Type::Timestamp),
            ("message", &text),
            ("reason", &text),
        ],
    );
    declare(
        &mut env,
        "kubernetes.NamespaceStatus",
        &[("conditions", &list(object("kubernetes.NamespaceCondition"))), ("phase", &text)],
    );
    let labels = Type::map(text.clone(), text.clone());
    declare(
        &mut env,
        "kubernetes.NamespaceMetadata",
        &[
            ("name", &text),
            ("generateName", &text),
            ("namespace", &text),
            ("labels", &labels),
            ("annotations", &labels),
            ("UID", &text),
            ("creationTimestamp", &Type::Timestamp),
            ("deletionGracePeriodSeconds", &Type::Int),
            ("deletionTimestamp", &Type::Timestamp),
            ("generation", &Type::Int),
            ("resourceVersion", &text),
            ("finalizers", &list(text.clone())),
        ],
    );
    declare(
        &mut env,
        "kubernetes.Namespace",
        &[
            ("metadata", &object("kubernetes.NamespaceMetadata")),
            ("spec", &object("kubernetes.NamespaceSpec")),
            ("status", &object("kubernetes.NamespaceStatus")),
        ],
    );
    env
}

fn declare(env: &mut Env, name: &str, fields: &[(&str, &Type)]) {
    env.object(name, fields.iter().map(|(name, of)| (Arc::from(*name), (*of).clone())));
}

/// JSON as CEL sees it: integral numbers are int, others double.
pub fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => match number.as_i64() {
            Some(n) => Value::Int(n),
            None => Value::Double(number.as_f64().unwrap_or(f64::NAN)),
        },
        Json::String(text) => text.as_str().into(),
        Json::Array(items) => Value::List(List::new(items.iter().map(value).collect())),
        Json::Object(entries) => Value::Map(Map::new(
            entries.iter().map(|(key, item)| (key.as_str().into(), value(item))).collect(),
        )),
    }
}

/// A value in the notation of the cases.
pub fn shown(value: &Value) -> Json {
    let of = value.type_name();
    match value {
        Value::Null => json!({ "type": of, "value": null }),
        Value::Bool(value) => json!({ "type": of, "value": value }),
        Value::Int(n) => json!({ "type": of, "value": n }),
        Value::Uint(n) => json!({ "type": of, "value": n }),
        Value::Double(x) if x.is_nan() => json!({ "type": of, "value": "NaN" }),
        Value::Double(x) if x.is_infinite() => {
            json!({ "type": of, "value": if *x > 0.0 { "Infinity" } else { "-Infinity" } })
        }
        Value::Double(x) => json!({ "type": of, "value": x }),
        Value::String(text) => json!({ "type": of, "value": &**text }),
        Value::Bytes(bytes) => json!({ "type": of, "value": base64(bytes) }),
        Value::Duration(n) => json!({ "type": of, "value": n }),
        Value::Timestamp(time) => {
            let utc = nexachart_cel::value::Timestamp { offset: 0, ..*time };
            let text = utc.to_go().format(b"2006-01-02T15:04:05.999999999Z07:00");
            json!({ "type": of, "value": String::from_utf8_lossy(&text) })
        }
        Value::Type(of) => json!({ "type": "type", "value": of.name() }),
        Value::List(list) => {
            json!({ "type": of, "value": list.items().iter().map(shown).collect::<Vec<_>>() })
        }
        Value::Map(map) => {
            let mut pairs: Vec<Json> =
                map.entries().iter().map(|(k, v)| json!([shown(k), shown(v)])).collect();
            pairs.sort_by_key(|pair| pair[0].to_string());
            json!({ "type": of, "value": pairs })
        }
        Value::Optional(inner) => {
            json!({ "type": of, "value": inner.as_ref().map_or(Json::Null, |inner| shown(inner)) })
        }
        Value::Opaque(value) => match value.canonical() {
            Some(text) => json!({ "type": of, "value": text }),
            None => json!({ "type": of, "opaque": true }),
        },
    }
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let bits =
            chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for n in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * n) & 63) as usize];
            out.push(if n <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    out
}

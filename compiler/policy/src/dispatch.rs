//! All policies together (apiserver: policy/validating/dispatcher.go).

use std::sync::Arc;

use nexachart_admission::{Node, Object};

use crate::binding::{Action, Binding};
use crate::cluster::Cluster;
use crate::data::{Document, Reads, Step};
use crate::matching::Matched;
use crate::params;
use crate::policy::{FailurePolicy, Policy};
use crate::request::{Kind, Request};
use crate::validator::{self, Decision, Subject, Validation};

/// An audit annotation is cut after so many bytes.
const LONGEST_ANNOTATION: usize = 10 * 1024;

/// What the policies say of a request.
#[derive(Debug, Default)]
pub struct Review {
    /// Why the request is refused: the first of what is against it.
    pub denial: Option<Denial>,
    /// What the client is told.
    pub warnings: Vec<String>,
    /// What the audit log gets: keys and texts.
    pub audit_annotations: Vec<AuditAnnotation>,
    /// All that is against the request, whatever becomes of it.
    pub findings: Vec<Finding>,
    /// What was evaluated, in order: the parameter (`namespace/name`) and what the policy says with it.
    pub evaluations: Vec<(Option<String>, Validation)>,
}

/// A key of the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditAnnotation {
    /// The key.
    pub key: String,
    /// Its text.
    pub value: String,
}

/// The status of a refused request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denial {
    /// The HTTP status.
    pub code: u16,
    /// Its reason.
    pub reason: String,
    /// The text.
    pub message: String,
}

/// Something that is against a request.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The policy.
    pub policy: Arc<str>,
    /// The binding; none if the policy itself cannot be used.
    pub binding: Option<String>,
    /// Which part of the policy.
    pub part: Part,
    /// The text.
    pub message: String,
    /// The reason of the status; empty for errors.
    pub reason: String,
    /// What becomes of it.
    pub actions: Vec<Action>,
    /// The parameter: `namespace/name`.
    pub param: Option<String>,
    /// Where in the object the expression looked, in the order in which it did.
    pub paths: Vec<Vec<Step>>,
}

/// A part of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What it refers to cannot be used.
    Configuration,
    /// `spec.validations`, by number.
    Validation(usize),
    /// `spec.auditAnnotations`, by number.
    AuditAnnotation(usize),
    /// All expressions together.
    Whole,
}

/// Judges a request by policies with their bindings, in this order.
pub fn review(policies: &[(&Policy, &[&Binding])], request: &Request, cluster: &Cluster) -> Review {
    let mut review = Review::default();
    if is_exempt(request) {
        return review;
    }
    for (policy, bindings) in policies {
        of_policy(policy, bindings, request, cluster, &mut review);
    }
    review.denial =
        review.findings.iter().find(|finding| finding.is_denial()).map(|finding| finding.denial(request));
    review
}

/// Policies do not judge policies, nor what is only asked and never stored (apiserver: policy/generic/plugin.go; kubernetes:
/// kubeapiserver/admission/exclusion).
fn is_exempt(request: &Request) -> bool {
    let resource = request.resource.resource.as_str();
    match request.resource.group.as_str() {
        "admissionregistration.k8s.io" => {
            resource.ends_with("admissionpolicies") || resource.ends_with("admissionpolicybindings")
        }
        "authentication.k8s.io" => matches!(resource, "selfsubjectreviews" | "tokenreviews"),
        "authorization.k8s.io" => true,
        _ => false,
    }
}

fn of_policy(
    policy: &Policy,
    bindings: &[&Binding],
    request: &Request,
    cluster: &Cluster,
    review: &mut Review,
) {
    let Some(matching) = &policy.matching else {
        return review.misconfigured(policy, None, "policy contained no match constraints, a required field");
    };
    let matched = match matching.matches(request, cluster) {
        Ok(Some(matched)) => matched,
        Ok(None) => return,
        Err(error) => return review.misconfigured(policy, None, &error),
    };
    if let Some(kind) = &policy.param_kind
        && cluster.params(&kind.api_version, &kind.kind).is_none()
    {
        let kind = kind.group_version_kind();
        let error = format!("failed to find resource referenced by paramKind: '{kind}'");
        return review.misconfigured(policy, None, &error);
    }
    let mut collected: Vec<(String, Vec<String>)> = Vec::new();
    for binding in bindings {
        of_binding(policy, binding, &matched, request, cluster, review, &mut collected);
    }
    for (key, values) in collected {
        review.annotate(format!("{}/{key}", policy.name), values.join(", "));
    }
}

fn of_binding(
    policy: &Policy,
    binding: &Binding,
    matched: &Matched,
    request: &Request,
    cluster: &Cluster,
    review: &mut Review,
    collected: &mut Vec<(String, Vec<String>)>,
) {
    if let Some(matching) = &binding.matching {
        match matching.matches(request, cluster) {
            Ok(Some(_)) => {}
            Ok(None) => return,
            Err(error) => return review.misconfigured(policy, Some(binding), &error),
        }
    }
    let params =
        params::collect(policy.param_kind.as_ref(), binding.param_ref.as_ref(), &request.namespace, cluster);
    let params = match params {
        Ok(params) => params,
        Err(error) => return review.misconfigured(policy, Some(binding), &error),
    };
    if params.is_empty() {
        return;
    }
    let is_namespace =
        request.kind == Kind { group: "".into(), version: "v1".into(), kind: "Namespace".into() };
    let namespace =
        (!request.namespace.is_empty() && !is_namespace).then(|| cluster.namespace(&request.namespace));
    let converted = |object: &Option<Arc<Document>>, make: fn(Object) -> Document| match object {
        Some(object) => convert(object, &request.kind, &matched.kind, make).map(Some),
        None => Ok(None),
    };
    let object = converted(&request.object, Document::new);
    let both = object.and_then(|object| Ok((object, converted(&request.old_object, Document::beside)?)));
    let (object, old_object) = match both {
        Ok(objects) => objects,
        Err(error) => {
            let error = format!("failed to convert object version: {error}");
            return review.misconfigured(policy, Some(binding), &error);
        }
    };
    let authorizers = request.authorizers(&cluster.authorizer);
    let mut subject = Subject { request, matched, object, old_object, namespace, authorizers, params: None };
    for param in params {
        subject.params = param;
        let validation = validator::validate(policy, &subject);
        review.add(policy, binding, &subject, validation, collected);
    }
}

/// The object in the kind that a policy is about.
fn convert(
    object: &Arc<Document>,
    from: &Kind,
    to: &Kind,
    make: fn(Object) -> Document,
) -> Result<Arc<Document>, String> {
    if from == to {
        return Ok(Arc::clone(object));
    }
    match nexachart_admission::convert(object.object(), &to.api_version()) {
        Some(object) => Ok(Arc::new(make(object))),
        None => Err(format!("no way from {} to {}", from.api_version(), to.api_version())),
    }
}

fn name(param: &Option<Arc<Document>>) -> Option<String> {
    let metadata = param.as_ref()?.object().map("metadata")?;
    Some(match metadata.text("namespace") {
        "" => metadata.text("name").to_string(),
        namespace => format!("{namespace}/{}", metadata.text("name")),
    })
}

impl Review {
    fn misconfigured(&mut self, policy: &Policy, binding: Option<&Binding>, error: &str) {
        if policy.failure_policy == FailurePolicy::Ignore {
            return;
        }
        let what = if binding.is_some() { "binding" } else { "policy" };
        self.findings.push(Finding {
            policy: Arc::clone(&policy.name),
            binding: binding.map(|binding| binding.name.clone()),
            part: Part::Configuration,
            message: format!("failed to configure {what}: {error}"),
            reason: String::new(),
            actions: vec![Action::Deny],
            param: None,
            paths: Vec::new(),
        });
    }

    fn add(
        &mut self,
        policy: &Policy,
        binding: &Binding,
        subject: &Subject<'_>,
        validation: Validation,
        collected: &mut Vec<(String, Vec<String>)>,
    ) {
        let param = name(&subject.params);
        let finding = |part, message: &str, reason: &str, actions: &[Action], paths| Finding {
            policy: Arc::clone(&policy.name),
            binding: Some(binding.name.clone()),
            part,
            message: message.to_string(),
            reason: reason.to_string(),
            actions: actions.to_vec(),
            param: param.clone(),
            paths,
        };
        let whole = validation.decisions.len() != policy.validations.len();
        for (n, decision) in validation.decisions.iter().enumerate().filter(|(_, decision)| decision.denies) {
            let part = if whole { Part::Whole } else { Part::Validation(n) };
            let paths = paths(policy, subject, part);
            self.findings.push(finding(part, &decision.message, &decision.reason, &binding.actions, paths));
            for action in &binding.actions {
                match action {
                    Action::Deny => {}
                    Action::Audit => self.audit(policy, binding, n, decision),
                    Action::Warn => self.warnings.push(format!(
                        "Validation failed for ValidatingAdmissionPolicy '{}' with binding '{}': {}",
                        policy.name, binding.name, decision.message
                    )),
                }
            }
        }
        for (n, annotation) in validation.annotations.iter().enumerate() {
            match &annotation.value {
                Ok(None) => {}
                Ok(Some(text)) => collect(collected, &annotation.key, text),
                Err(error) => {
                    let part = Part::AuditAnnotation(n);
                    self.findings.push(finding(part, error, "", &[Action::Deny], Vec::new()));
                }
            }
        }
        self.evaluations.push((param, validation));
    }

    /// Of several failures only the first is kept.
    fn audit(&mut self, policy: &Policy, binding: &Binding, n: usize, decision: &Decision) {
        let actions = binding.actions.iter().map(|action| Node::text(action.name())).collect();
        let value = Object::of([
            ("message", decision.message.clone().into()),
            ("policy", policy.name.to_string().into()),
            ("binding", binding.name.clone().into()),
            ("expressionIndex", Node::Int(n as i64)),
            ("validationActions", Node::List(actions)),
        ]);
        let order = ["message", "policy", "binding", "expressionIndex", "validationActions"];
        let fields: Vec<_> = order
            .into_iter()
            .filter_map(|key| Some(format!("{}:{}", json(&Node::text(key)), json(value.get(key)?))))
            .collect();
        let key = "validation.policy.admission.k8s.io/validation_failure".to_string();
        self.annotate(key, format!("[{{{}}}]", fields.join(",")));
    }

    fn annotate(&mut self, key: String, value: String) {
        if !self.audit_annotations.iter().any(|known| known.key == key) {
            self.audit_annotations.push(AuditAnnotation { key, value });
        }
    }
}

/// Distinct texts of the same key stand side by side.
fn collect(collected: &mut Vec<(String, Vec<String>)>, key: &str, text: &str) {
    let text = &text[..text.floor_char_boundary(LONGEST_ANNOTATION)];
    match collected.iter_mut().find(|(known, _)| known == key) {
        Some((_, values)) if values.iter().any(|value| value == text) => {}
        Some((_, values)) => values.push(text.to_string()),
        None => collected.push((key.to_string(), vec![text.to_string()])),
    }
}

/// Evaluates an expression that failed once more, to see where it looks.
fn paths(policy: &Policy, subject: &Subject<'_>, part: Part) -> Vec<Vec<Step>> {
    let (Part::Validation(n), Some(object)) = (part, &subject.object) else { return Vec::new() };
    let Some(Ok(program)) = policy.validations.get(n).map(|rule| rule.expression.program.as_ref()) else {
        return Vec::new();
    };
    let mut reads = Reads::default();
    let limit = nexachart_cel::eval::EXPRESSION_LIMIT;
    program.evaluate_with(&subject.inputs(policy), Some(&mut reads), limit);
    reads.paths(object)
}

/// As Go's encoding/json writes it.
fn json(node: &Node) -> String {
    match node {
        Node::List(items) => format!("[{}]", items.iter().map(json).collect::<Vec<_>>().join(",")),
        Node::Int(number) => number.to_string(),
        Node::Text(text) => quoted(text),
        _ => "null".into(),
    }
}

pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' => {
                out.push_str(&format!("\\u{:04x}", c as u32));
            }
            c => out.push(c),
        }
    }
    out + "\""
}

impl Finding {
    /// Whether the request is refused because of it.
    pub fn is_denial(&self) -> bool {
        self.actions.contains(&Action::Deny)
    }

    /// The whole text, as the API server gives it.
    pub fn text(&self) -> String {
        let binding = self.binding.as_ref().map(|binding| format!(" with binding '{binding}'"));
        let binding = binding.unwrap_or_default();
        format!("ValidatingAdmissionPolicy '{}'{binding} denied request: {}", self.policy, self.message)
    }

    fn denial(&self, request: &Request) -> Denial {
        let reason = if self.reason.is_empty() { "Invalid" } else { &self.reason };
        let code = match reason {
            "Forbidden" => 403,
            "Unauthorized" => 401,
            "RequestEntityTooLarge" => 413,
            _ => 422,
        };
        let resource = request.resource.qualified();
        let message = format!("{resource} {} is forbidden: {}", go_quoted(&shown_name(request)), self.text());
        Denial { code, reason: reason.to_string(), message }
    }
}

/// apiserver: admission/errors.go, extractResourceName.
fn shown_name(request: &Request) -> String {
    if !request.name.is_empty() {
        return request.name.clone();
    }
    let Some(object) = &request.object else { return "Unknown".into() };
    let metadata = object.object().map("metadata");
    let text = |key| metadata.map(|metadata| metadata.text(key)).filter(|text| !text.is_empty());
    text("name").or(text("generateName")).unwrap_or("Unknown").to_string()
}

fn go_quoted(text: &str) -> String {
    nexachart_go::strconv::quote(text.as_bytes())
}

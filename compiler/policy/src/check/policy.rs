//! Policies.

use nexachart_admission::{Node, Object};
use nexachart_cel::{Composition, Env, Type};
use nexachart_kinds::syntax;

use super::matching::resources;
use super::{Errors, FieldError};
use crate::binding::defaulted;
use crate::environment::{Names, environment};
use crate::expression::{Failure, compile};
use crate::policy::{VARIABLES, VARIABLES_TYPE, without_authorizer};

/// How many audit annotations a policy may have, and how long the expression of one may be.
const MOST_ANNOTATIONS: usize = 20;
const LONGEST_ANNOTATION: usize = 5 * 1024;
/// How many match conditions it may have.
const MOST_CONDITIONS: usize = 64;

/// What is wrong with a policy as it is submitted.
pub fn policy(object: Object) -> Vec<FieldError> {
    let mut errors = Errors::default();
    let object = match defaulted(object) {
        Ok(object) => object,
        Err(rejection) => {
            errors.add("", rejection.message);
            return errors.0;
        }
    };
    name(&object, &mut errors);
    let empty = Object::new();
    let spec = object.map("spec").unwrap_or(&empty);
    let failure = spec.text("failurePolicy");
    if !matches!(failure, "Fail" | "Ignore") {
        errors.one_of("spec.failurePolicy", failure, &["Fail", "Ignore"]);
    }
    if let Some(kind) = spec.map("paramKind") {
        param_kind(kind, &mut errors);
    }
    match spec.map("matchConstraints") {
        None => errors.required("spec.matchConstraints", ""),
        Some(matching) => {
            resources(matching, "spec.matchConstraints", &mut errors);
            if matching.list("resourceRules").is_empty() {
                errors.required("spec.matchConstraints.resourceRules", "");
            }
        }
    }
    let env = environment(Names { params: spec.has("paramKind"), authorizer: true });
    conditions(spec, &env, &mut errors);
    expressions(&object, spec, env, &mut errors);
    errors.0
}

/// The name of a policy or binding.
pub(super) fn name(object: &Object, errors: &mut Errors) {
    let name = object.map("metadata").map_or("", |metadata| metadata.text("name"));
    if name.is_empty() {
        errors.required("metadata.name", "name or generateName is required");
        return;
    }
    for message in syntax::subdomain(name) {
        errors.invalid("metadata.name", name, &message);
    }
}

fn param_kind(kind: &Object, errors: &mut Errors) {
    let path = "spec.paramKind.apiVersion";
    match kind.text("apiVersion") {
        "" => errors.required(path, ""),
        text if text.matches('/').count() > 1 => {
            errors.invalid(path, text, &format!("unexpected GroupVersion string: {text}"));
        }
        text => {
            let (group, version) = text.split_once('/').unwrap_or(("", text));
            if !group.is_empty() {
                let messages = syntax::subdomain(group);
                if !messages.is_empty() {
                    errors.invalid(path, group, &messages.join(","));
                }
            }
            if version.is_empty() {
                errors.invalid(path, text, "version must be specified");
            } else {
                let messages = syntax::label_1035(version);
                if !messages.is_empty() {
                    errors.invalid(path, version, &messages.join(","));
                }
            }
        }
    }
    match kind.text("kind") {
        "" => errors.required("spec.paramKind.kind", ""),
        text => {
            let messages = syntax::label_1035(&text.to_lowercase());
            if !messages.is_empty() {
                let detail =
                    format!("may have mixed case, but should otherwise match: {}", messages.join(","));
                errors.invalid("spec.paramKind.kind", text, &detail);
            }
        }
    }
}

/// Match conditions know no variables of the policy.
fn conditions(spec: &Object, env: &Env, errors: &mut Errors) {
    let path = "spec.matchConditions";
    let count = spec.list("matchConditions").len();
    if count > MOST_CONDITIONS {
        errors.add(path, format!("Too many: {count}: must have at most {MOST_CONDITIONS} items"));
    }
    let mut names: Vec<&str> = Vec::new();
    for (n, condition) in spec.maps("matchConditions").enumerate() {
        let path = format!("{path}[{n}]");
        match condition.text("expression").trim() {
            "" => errors.required(format!("{path}.expression"), ""),
            text => errors.expression(format!("{path}.expression"), env, text, &[Type::Bool]),
        }
        match condition.text("name") {
            "" => errors.required(format!("{path}.name"), ""),
            name => {
                for message in syntax::qualified_name(name) {
                    errors.invalid(format!("{path}.name"), name, &message);
                }
                if names.contains(&name) {
                    errors.duplicate(format!("{path}.name"), name);
                }
                names.push(name);
            }
        }
    }
}

fn expressions(object: &Object, spec: &Object, env: Env, errors: &mut Errors) {
    // Without variables there is no `variables`.
    let composed = !spec.list("variables").is_empty();
    let mut composition = Composition::new(env.clone(), VARIABLES, VARIABLES_TYPE);
    for (n, variable) in spec.maps("variables").enumerate() {
        let path = format!("spec.variables[{n}]");
        let (name, text) = (variable.text("name"), variable.text("expression"));
        if name.trim().is_empty() {
            errors.required(format!("{path}.name"), "name is not specified");
        } else if !is_identifier(name) {
            errors.invalid(format!("{path}.name"), name, "must be a valid CEL identifier");
        }
        if text.trim().is_empty() {
            errors.required(format!("{path}.expression"), "expression is not specified");
        } else if let Err(error) = composition.add(name, text) {
            let failure = Failure::from(error);
            errors.failure(format!("{path}.expression"), text, failure);
        }
    }
    let (env, message_env) = if composed {
        (composition.env().clone(), without_authorizer(&composition))
    } else {
        let mut message_env = env.clone();
        message_env.forget("authorizer");
        message_env.forget("authorizer.requestResource");
        (env, message_env)
    };
    if spec.list("validations").is_empty() && spec.list("auditAnnotations").is_empty() {
        let detail = "validations or auditAnnotations must contain at least one item";
        errors.required("spec.validations", detail);
        errors.required("spec.auditAnnotations", detail);
        return;
    }
    for (n, validation) in spec.maps("validations").enumerate() {
        self::validation(validation, &format!("spec.validations[{n}]"), &env, &message_env, errors);
    }
    annotations(object, spec, &env, errors);
}

fn validation(validation: &Object, path: &str, env: &Env, message_env: &Env, errors: &mut Errors) {
    let text = validation.text("expression");
    if text.trim().is_empty() {
        errors.required(format!("{path}.expression"), "expression is not specified");
    } else {
        errors.expression(format!("{path}.expression"), env, text, &[Type::Bool]);
    }
    let text = validation.text("messageExpression");
    if !text.is_empty() && text.trim().is_empty() {
        errors.invalid(format!("{path}.messageExpression"), text, "must be non-empty if specified");
    } else if !text.is_empty() {
        errors.expression(format!("{path}.messageExpression"), message_env, text, &[Type::String]);
    }
    let text = validation.text("message");
    if !text.is_empty() && text.trim().is_empty() {
        errors.invalid(format!("{path}.message"), text, "must be non-empty if specified");
    } else if text.trim().contains(['\n', '\r']) {
        errors.invalid(format!("{path}.message"), text, "must not contain line breaks");
    }
    let reason = validation.get("reason").and_then(Node::as_text);
    if let Some(reason) = reason {
        const KNOWN: &[&str] = &["Forbidden", "Invalid", "RequestEntityTooLarge"];
        if !KNOWN.contains(&reason) {
            errors.one_of(format!("{path}.reason"), reason, KNOWN);
        }
    }
}

fn annotations(object: &Object, spec: &Object, env: &Env, errors: &mut Errors) {
    let of_policy = object.map("metadata").map_or("", |metadata| metadata.text("name"));
    let mut keys: Vec<&str> = Vec::new();
    let count = spec.list("auditAnnotations").len();
    if count > MOST_ANNOTATIONS {
        let detail = format!("must not have more than {MOST_ANNOTATIONS} auditAnnotations");
        errors.add("spec.auditAnnotations", format!("Invalid value: {count} auditAnnotations: {detail}"));
    }
    for (n, annotation) in spec.maps("auditAnnotations").enumerate() {
        let path = format!("spec.auditAnnotations[{n}]");
        let key = annotation.text("key");
        if of_policy.is_empty() {
            errors.invalid(format!("{path}.key"), key, "requires metadata.name be non-empty");
        } else {
            let full = format!("{of_policy}/{key}");
            for message in syntax::qualified_name(&full) {
                errors.invalid(format!("{path}.key"), &full, &message);
            }
        }
        let text = annotation.text("valueExpression");
        match text.trim() {
            "" => errors.required(format!("{path}.valueExpression"), "valueExpression is not specified"),
            trimmed if trimmed.len() > LONGEST_ANNOTATION => {
                let detail = format!("must not exceed {LONGEST_ANNOTATION} bytes in length");
                errors.required(format!("{path}.valueExpression"), &detail);
            }
            trimmed => {
                let types = [Type::String, Type::Null];
                if let Err(failure) = compile(env, trimmed, &types) {
                    errors.failure(format!("{path}.valueExpression"), text, failure);
                }
            }
        }
        if keys.contains(&key) {
            errors.duplicate(format!("{path}.key"), key);
        }
        keys.push(key);
    }
}

/// Go: isCELIdentifier.
fn is_identifier(name: &str) -> bool {
    const RESERVED: &[&str] = &[
        "true",
        "false",
        "null",
        "in",
        "as",
        "break",
        "const",
        "continue",
        "else",
        "for",
        "function",
        "if",
        "import",
        "let",
        "loop",
        "package",
        "namespace",
        "return",
        "var",
        "void",
        "while",
    ];
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && !RESERVED.contains(&name)
}

impl Errors {
    fn expression(&mut self, path: String, env: &Env, text: &str, types: &[Type]) {
        if let Err(failure) = compile(env, text, types) {
            self.failure(path, text, failure);
        }
    }

    fn failure(&mut self, path: String, text: &str, failure: Failure) {
        if failure.internal {
            self.add(path, format!("Internal error: {}", failure.detail));
        } else {
            self.invalid(path, text, &failure.detail);
        }
        if let Some(last) = self.0.last_mut() {
            last.issues = failure.issues;
        }
    }
}

//! Bindings.

use nexachart_admission::{Node, Object};
use nexachart_kinds::syntax;

use super::matching::{resources, selector};
use super::{Errors, FieldError};
use crate::binding::defaulted;

/// What is wrong with a binding as it is submitted.
pub fn binding(object: Object) -> Vec<FieldError> {
    let mut errors = Errors::default();
    let object = match defaulted(object) {
        Ok(object) => object,
        Err(rejection) => {
            errors.add("", rejection.message);
            return errors.0;
        }
    };
    super::policy::name(&object, &mut errors);
    let empty = Object::new();
    let spec = object.map("spec").unwrap_or(&empty);
    match spec.text("policyName") {
        "" => errors.required("spec.policyName", ""),
        name => {
            for message in syntax::subdomain(name) {
                errors.invalid("spec.policyName", name, &message);
            }
        }
    }
    if let Some(reference) = spec.map("paramRef") {
        param_ref(reference, &mut errors);
    }
    if let Some(matching) = spec.map("matchResources") {
        resources(matching, "spec.matchResources", &mut errors);
    }
    actions(spec, &mut errors);
    errors.0
}

fn param_ref(object: &Object, errors: &mut Errors) {
    const EXCLUSIVE: &str = "name and selector are mutually exclusive";
    let path = "spec.paramRef";
    let (name, found) = (object.text("name"), object.map("selector"));
    for message in syntax::path_segment(name) {
        errors.invalid(format!("{path}.name"), name, &message);
    }
    if !name.is_empty() && found.is_some() {
        errors.forbidden(format!("{path}.name"), EXCLUSIVE);
    }
    if let Some(found) = found {
        selector(found, &format!("{path}.selector"), errors);
        if !name.is_empty() {
            errors.forbidden(format!("{path}.selector"), EXCLUSIVE);
        }
    }
    if name.is_empty() && found.is_none() {
        errors.required(path, "one of name or selector must be specified");
    }
    match object.text("parameterNotFoundAction") {
        "" => errors.required(format!("{path}.parameterNotFoundAction"), ""),
        "Allow" | "Deny" => {}
        other => errors.one_of(format!("{path}.parameterNotFoundAction"), other, &["Deny", "Allow"]),
    }
}

fn actions(spec: &Object, errors: &mut Errors) {
    let path = "spec.validationActions";
    let actions: Vec<&str> = spec.list("validationActions").iter().filter_map(Node::as_text).collect();
    for (n, action) in actions.iter().enumerate() {
        if !matches!(*action, "Deny" | "Warn" | "Audit") {
            errors.one_of(format!("{path}[{n}]"), action, &["Audit", "Deny", "Warn"]);
        }
        if actions[..n].contains(action) {
            errors.duplicate(format!("{path}[{n}]"), action);
        }
    }
    if actions.contains(&"Deny") && actions.contains(&"Warn") {
        let detail = "must not contain both Deny and Warn (repeating the same validation failure information in the API \
                      response and headers serves no purpose)";
        errors.invalid_list(path, &actions, detail);
    }
    if actions.is_empty() {
        errors.required(path, "at least one validation action is required");
    }
}

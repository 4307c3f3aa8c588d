//! `matchConstraints`, `matchResources`, selectors.

use nexachart_admission::{Node, Object};
use nexachart_kinds::syntax;

use super::Errors;

/// Go: validateMatchResources. The object has its defaults.
pub(super) fn resources(object: &Object, path: &str, errors: &mut Errors) {
    let policy = object.text("matchPolicy");
    if !matches!(policy, "Exact" | "Equivalent") {
        errors.one_of(format!("{path}.matchPolicy"), policy, &["Equivalent", "Exact"]);
    }
    for key in ["namespaceSelector", "objectSelector"] {
        if let Some(found) = object.map(key) {
            selector(found, &format!("{path}.{key}"), errors);
        }
    }
    for key in ["resourceRules", "excludeResourceRules"] {
        for (n, rule) in object.maps(key).enumerate() {
            named_rule(rule, &format!("{path}.{key}[{n}]"), errors);
        }
    }
}

fn texts<'o>(object: &'o Object, key: &str) -> Vec<&'o str> {
    object.list(key).iter().filter_map(Node::as_text).collect()
}

fn named_rule(rule: &Object, path: &str, errors: &mut Errors) {
    let names = texts(rule, "resourceNames");
    for (n, name) in names.iter().enumerate() {
        for message in syntax::path_segment(name) {
            errors.invalid(format!("{path}.resourceNames[{n}]"), name, &message);
        }
        if names[..n].contains(name) {
            errors.duplicate(format!("{path}.resourceNames[{n}]"), name);
        }
    }
    let operations = texts(rule, "operations");
    alone(&operations, &format!("{path}.operations"), "operations", errors);
    for (n, operation) in operations.iter().enumerate() {
        const KNOWN: &[&str] = &["*", "CONNECT", "CREATE", "DELETE", "UPDATE"];
        if !KNOWN.contains(operation) {
            errors.one_of(format!("{path}.operations[{n}]"), operation, KNOWN);
        }
    }
    alone(&texts(rule, "apiGroups"), &format!("{path}.apiGroups"), "API groups", errors);
    let versions = texts(rule, "apiVersions");
    alone(&versions, &format!("{path}.apiVersions"), "API versions", errors);
    for (n, _) in versions.iter().enumerate().filter(|(_, version)| version.is_empty()) {
        errors.required(format!("{path}.apiVersions[{n}]"), "");
    }
    of_resources(&texts(rule, "resources"), &format!("{path}.resources"), errors);
    let scope = rule.text("scope");
    if !matches!(scope, "*" | "Cluster" | "Namespaced") {
        errors.one_of(format!("{path}.scope"), scope, &["*", "Cluster", "Namespaced"]);
    }
}

/// Something must be there, and `*` stands by itself.
fn alone(items: &[&str], path: &str, what: &str, errors: &mut Errors) {
    if items.is_empty() {
        errors.required(path, "");
    }
    if items.len() > 1 && items.contains(&"*") {
        errors.invalid_list(path, items, &format!("if '*' is present, must not specify other {what}"));
    }
}

/// Go: validateResources.
fn of_resources(items: &[&str], path: &str, errors: &mut Errors) {
    if items.is_empty() {
        errors.required(path, "");
    }
    let (mut all_of, mut of_all): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    let mut plain = false;
    for (n, item) in items.iter().enumerate() {
        if item.is_empty() {
            errors.required(format!("{path}[{n}]"), "");
            continue;
        }
        let Some((resource, sub)) = item.split_once('/') else {
            plain = *item != "*";
            continue;
        };
        if all_of.contains(&resource) {
            let detail = format!("if '{resource}/*' is present, must not specify {item}");
            errors.invalid(format!("{path}[{n}]"), item, &detail);
        }
        if of_all.contains(&sub) {
            let detail = format!("if '*/{sub}' is present, must not specify {item}");
            errors.invalid(format!("{path}[{n}]"), item, &detail);
        }
        if sub == "*" {
            all_of.push(resource);
        }
        if resource == "*" {
            of_all.push(sub);
        }
    }
    if items.len() > 1 && items.contains(&"*/*") {
        errors.invalid_list(path, items, "if '*/*' is present, must not specify other resources");
    }
    if plain && items.contains(&"*") {
        let detail = "if '*' is present, must not specify other resources without subresources";
        errors.invalid_list(path, items, detail);
    }
}

/// Go: meta/v1/validation, ValidateLabelSelector.
pub(super) fn selector(object: &Object, path: &str, errors: &mut Errors) {
    if let Some(labels) = object.map("matchLabels") {
        let path = format!("{path}.matchLabels");
        for (key, value) in labels.iter() {
            let value = value.as_text().unwrap_or_default();
            for message in syntax::qualified_name(key) {
                errors.invalid(path.clone(), key, &message);
            }
            for message in syntax::label_value(value) {
                errors.invalid(path.clone(), value, &message);
            }
        }
    }
    for (n, expression) in object.maps("matchExpressions").enumerate() {
        let path = format!("{path}.matchExpressions[{n}]");
        let values = texts(expression, "values");
        match expression.text("operator") {
            "In" | "NotIn" if values.is_empty() => {
                let detail = "must be specified when `operator` is 'In' or 'NotIn'";
                errors.required(format!("{path}.values"), detail);
            }
            "Exists" | "DoesNotExist" if !values.is_empty() => {
                let detail = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
                errors.forbidden(format!("{path}.values"), detail);
            }
            "In" | "NotIn" | "Exists" | "DoesNotExist" => {}
            other => errors.invalid(format!("{path}.operator"), other, "not a valid selector operator"),
        }
        let key = expression.text("key");
        for message in syntax::qualified_name(key) {
            errors.invalid(format!("{path}.key"), key, &message);
        }
        for (n, value) in values.iter().enumerate() {
            for message in syntax::label_value(value) {
                errors.invalid(format!("{path}.values[{n}]"), value, &message);
            }
        }
    }
}

//! What API validation says of policies and bindings when they are created (kubernetes:
//! pkg/apis/admissionregistration/validation/validation.go). A cluster does not store one with errors.

mod binding;
mod matching;
mod policy;

use std::fmt;

use nexachart_cel::source::Issue;

pub use binding::binding;
pub use policy::policy;

/// An error of API validation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field: `spec.validations[0].expression`.
    pub path: String,
    /// What is wrong, in the API server's words.
    pub body: String,
    /// Where in the expression, if it is one that cannot be read or checked.
    pub issues: Vec<Issue>,
}

impl fmt::Display for FieldError {
    /// apimachinery: util/validation/field/errors.go.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.body)
    }
}

/// The text with which the API server refuses an object: `kind` with its group.
///
/// ```
/// use nexachart_policy::check::{binding, refusal};
/// use nexachart_admission::Object;
/// let object = Object::of([
///     ("apiVersion", "admissionregistration.k8s.io/v1".into()),
///     ("kind", "ValidatingAdmissionPolicyBinding".into()),
///     ("metadata", Object::of([("name", "a".into())]).into()),
///     ("spec", Object::of([("validationActions", vec!["Deny".into()].into())]).into()),
/// ]);
/// assert_eq!(
///     refusal("ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io", "a", &binding(object)),
///     r#"ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io "a" is invalid: spec.policyName: Required value"#
/// );
/// ```
pub fn refusal(kind: &str, name: &str, errors: &[FieldError]) -> String {
    let mut texts: Vec<String> = Vec::new();
    for error in errors {
        let text = error.to_string();
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    let all = match texts.as_slice() {
        [one] => one.clone(),
        several => format!("[{}]", several.join(", ")),
    };
    format!("{kind} {} is invalid: {all}", go_quoted(name))
}

/// Collects errors.
#[derive(Default)]
struct Errors(Vec<FieldError>);

impl Errors {
    fn add(&mut self, path: impl Into<String>, body: String) {
        self.0.push(FieldError { path: path.into(), body, issues: Vec::new() });
    }

    fn required(&mut self, path: impl Into<String>, detail: &str) {
        self.add(path, with_detail("Required value".into(), detail));
    }

    fn forbidden(&mut self, path: impl Into<String>, detail: &str) {
        self.add(path, with_detail("Forbidden".into(), detail));
    }

    fn invalid(&mut self, path: impl Into<String>, value: &str, detail: &str) {
        self.add(path, with_detail(format!("Invalid value: {}", go_quoted(value)), detail));
    }

    /// Lists are written as JSON.
    fn invalid_list(&mut self, path: impl Into<String>, values: &[&str], detail: &str) {
        let values: Vec<_> = values.iter().map(|value| crate::dispatch::quoted(value)).collect();
        self.add(path, format!("Invalid value: [{}]: {detail}", values.join(",")));
    }

    fn duplicate(&mut self, path: impl Into<String>, value: &str) {
        self.add(path, format!("Duplicate value: {}", go_quoted(value)));
    }

    fn one_of(&mut self, path: impl Into<String>, value: &str, supported: &[&str]) {
        let supported: Vec<_> = supported.iter().map(|value| go_quoted(value)).collect();
        self.add(
            path,
            format!("Unsupported value: {}: supported values: {}", go_quoted(value), supported.join(", ")),
        );
    }
}

fn with_detail(body: String, detail: &str) -> String {
    if detail.is_empty() { body } else { format!("{body}: {detail}") }
}

fn go_quoted(text: &str) -> String {
    nexachart_go::strconv::quote(text.as_bytes())
}

//! ValidatingAdmissionPolicyBindings.

use nexachart_admission::{Admission, Generated, Node, Object, Rejection};

use crate::matching::Matching;
use crate::selector::Selector;

/// A binding, read.
#[derive(Debug)]
pub struct Binding {
    /// Its name.
    pub name: String,
    /// The name of the policy.
    pub policy: String,
    /// What becomes of violations.
    pub actions: Vec<Action>,
    pub(crate) matching: Option<Matching>,
    pub(crate) param_ref: Option<ParamRef>,
}

/// What becomes of a violation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// The request is refused.
    Deny,
    /// The client is told.
    Warn,
    /// It stands in the audit log.
    Audit,
}

impl Action {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Action::Deny => "Deny",
            Action::Warn => "Warn",
            Action::Audit => "Audit",
        }
    }
}

#[derive(Debug)]
pub(crate) struct ParamRef {
    pub namespace: String,
    pub wanted: Wanted,
    pub deny_missing: bool,
}

#[derive(Debug)]
pub(crate) enum Wanted {
    Name(String),
    Selected(Selector),
    Both,
    Nothing,
    Bad(String),
}

impl Binding {
    /// Reads a binding as it is submitted; its defaults are set.
    ///
    /// # Errors
    /// It is no ValidatingAdmissionPolicyBinding. What else API validation says, [`crate::check::binding`] does.
    pub fn read(object: Object) -> Result<Binding, Rejection> {
        let object = defaulted(object)?;
        let empty = Object::new();
        let spec = object.map("spec").unwrap_or(&empty);
        let actions = spec.list("validationActions").iter().filter_map(|action| match action.as_text() {
            Some("Deny") => Some(Action::Deny),
            Some("Warn") => Some(Action::Warn),
            Some("Audit") => Some(Action::Audit),
            _ => None,
        });
        Ok(Binding {
            name: object.map("metadata").map_or("", |metadata| metadata.text("name")).to_string(),
            policy: spec.text("policyName").to_string(),
            actions: actions.collect(),
            matching: spec.map("matchResources").map(Matching::read),
            param_ref: spec.map("paramRef").map(ParamRef::read),
        })
    }
}

impl ParamRef {
    fn read(object: &Object) -> ParamRef {
        let selector = object.map("selector").map(Selector::read);
        let wanted = match (object.text("name"), selector) {
            ("", None) => Wanted::Nothing,
            ("", Some(Ok(selector))) => Wanted::Selected(selector),
            ("", Some(Err(error))) => Wanted::Bad(error),
            (name, None) => Wanted::Name(name.to_string()),
            _ => Wanted::Both,
        };
        let deny_missing = object.get("parameterNotFoundAction") == Some(&Node::text("Deny"));
        ParamRef { namespace: object.text("namespace").to_string(), wanted, deny_missing }
    }
}

/// A policy or binding as the API server holds it.
pub(crate) fn defaulted(object: Object) -> Result<Object, Rejection> {
    Admission { namespace: String::new(), generated: Generated::default() }.admit(object)
}

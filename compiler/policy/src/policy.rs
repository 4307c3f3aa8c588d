//! ValidatingAdmissionPolicies.

use std::sync::Arc;

use nexachart_admission::{Object, Rejection};
use nexachart_cel::{Composition, Type};

use crate::binding::defaulted;
use crate::environment::{Names, environment};
use crate::expression::Expression;
use crate::matching::Matching;

/// A policy, compiled. Expressions that do not compile are kept with their errors, which are told when they are needed, as the
/// API server does; [`crate::check::policy`] tells them at once.
#[derive(Debug)]
pub struct Policy {
    /// Its name.
    pub name: Arc<str>,
    /// What becomes of errors.
    pub failure_policy: FailurePolicy,
    pub(crate) param_kind: Option<ParamKind>,
    pub(crate) matching: Option<Matching>,
    pub(crate) composition: Arc<Composition>,
    pub(crate) conditions: Vec<Expression>,
    pub(crate) validations: Vec<Rule>,
    pub(crate) annotations: Vec<(String, Expression)>,
}

/// What an error of a policy does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailurePolicy {
    /// It denies.
    Fail,
    /// Nothing.
    Ignore,
}

/// One validation.
#[derive(Debug)]
pub(crate) struct Rule {
    pub expression: Expression,
    pub message_expression: Option<Expression>,
    pub message: String,
    pub reason: String,
}

/// The kind of a policy's parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ParamKind {
    pub api_version: String,
    pub kind: String,
}

impl ParamKind {
    /// As Go prints the generated type.
    pub(crate) fn display(&self) -> String {
        format!("&ParamKind{{APIVersion:{},Kind:{},}}", self.api_version, self.kind)
    }

    /// As Go prints a `GroupVersionKind`.
    pub(crate) fn group_version_kind(&self) -> String {
        let (group, version) = self.api_version.rsplit_once('/').unwrap_or(("", &self.api_version));
        format!("{group}/{version}, Kind={}", self.kind)
    }
}

impl Policy {
    /// Compiles a policy as it is submitted; its defaults are set.
    ///
    /// # Errors
    /// It is no ValidatingAdmissionPolicy.
    pub fn compile(object: Object) -> Result<Policy, Rejection> {
        let object = defaulted(object)?;
        let empty = Object::new();
        let spec = object.map("spec").unwrap_or(&empty);
        let param_kind = spec.map("paramKind").map(|kind| ParamKind {
            api_version: kind.text("apiVersion").to_string(),
            kind: kind.text("kind").to_string(),
        });
        let names = Names { params: param_kind.is_some(), authorizer: true };
        let mut composition = Composition::new(environment(names), VARIABLES, VARIABLES_TYPE);
        for variable in spec.maps("variables") {
            let _ = composition.add(variable.text("name"), variable.text("expression"));
        }
        let env = composition.env().clone();
        let message_env = without_authorizer(&composition);
        let bool = |text: &str| Expression::compile(&env, text, &[Type::Bool]);
        let validations = spec.maps("validations").map(|validation| Rule {
            expression: bool(validation.text("expression")),
            message_expression: match validation.text("messageExpression") {
                "" => None,
                text => Some(Expression::compile(&message_env, text, &[Type::String])),
            },
            message: validation.text("message").to_string(),
            reason: validation.text("reason").to_string(),
        });
        let annotations = spec.maps("auditAnnotations").map(|annotation| {
            let text = annotation.text("valueExpression");
            let key = annotation.text("key").to_string();
            (key, Expression::compile(&env, text, &[Type::String, Type::Null]))
        });
        Ok(Policy {
            name: Arc::from(object.map("metadata").map_or("", |metadata| metadata.text("name"))),
            failure_policy: match spec.text("failurePolicy") {
                "Ignore" => FailurePolicy::Ignore,
                _ => FailurePolicy::Fail,
            },
            matching: spec.map("matchConstraints").map(Matching::read),
            conditions: spec
                .maps("matchConditions")
                .map(|condition| bool(condition.text("expression")))
                .collect(),
            validations: validations.collect(),
            annotations: annotations.collect(),
            param_kind,
            composition: Arc::new(composition),
        })
    }
}

pub(crate) const VARIABLES: &str = "variables";
pub(crate) const VARIABLES_TYPE: &str = "kubernetes.variables";

/// What message expressions may name.
pub(crate) fn without_authorizer(composition: &Composition) -> nexachart_cel::Env {
    let mut env = composition.env().clone();
    env.forget("authorizer");
    env.forget("authorizer.requestResource");
    env
}

//! One policy with one parameter: its decisions (apiserver: policy/validating/validator.go, webhook/matchconditions/matcher.go).

use std::sync::Arc;

use nexachart_cel::eval::EXPRESSION_LIMIT;
use nexachart_cel::{Inputs, Value, Variables};

use crate::data::Document;
use crate::expression::{self, OutOfBudget, Outcome};
use crate::matching::Matched;
use crate::policy::{FailurePolicy, Policy, Rule};
use crate::request::Request;

/// What the validations of one policy may cost together, with one parameter (apiserver: apis/cel/config.go).
const BUDGET: u64 = 10_000_000;
/// What its match conditions may cost together.
const CONDITIONS_BUDGET: u64 = 2_500_000;
/// How long a text of a `messageExpression` may be.
const LONGEST_MESSAGE: usize = 5 * 1024;

/// What a policy says with one parameter.
#[derive(Debug, Default)]
pub struct Validation {
    /// One for each validation. Only one, if something failed that concerns all of them; none, if a match condition says no.
    pub decisions: Vec<Decision>,
    /// One for each audit annotation.
    pub annotations: Vec<Annotation>,
}

/// What one validation says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// How it was found.
    pub evaluated: Evaluated,
    /// Whether it is against the request.
    pub denies: bool,
    /// Why; empty if it is not against it.
    pub message: String,
    /// The reason of the status; empty for errors.
    pub reason: String,
}

/// How a decision was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evaluated {
    /// The expression is true.
    Admit,
    /// It is false.
    Deny,
    /// There was an error.
    Error,
}

/// What one audit annotation gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// Its key, without the name of the policy.
    pub key: String,
    /// The text; `Ok(None)` if there is nothing to publish; or the error, if errors deny.
    pub value: Result<Option<String>, String>,
}

/// The variables of an expression.
struct Given {
    object: Value,
    old_object: Value,
    params: Value,
    request: Value,
    namespace: Value,
    authorizers: (Value, Value),
}

impl Variables for Given {
    fn get(&self, name: &str) -> Option<Value> {
        match name {
            "object" => Some(self.object.clone()),
            "oldObject" => Some(self.old_object.clone()),
            "params" => Some(self.params.clone()),
            "request" => Some(self.request.clone()),
            "namespaceObject" => Some(self.namespace.clone()),
            "authorizer" => Some(self.authorizers.0.clone()),
            "authorizer.requestResource" => Some(self.authorizers.1.clone()),
            _ => None,
        }
    }
}

/// A request for one policy: in the kind that the policy matched.
pub(crate) struct Subject<'r> {
    pub request: &'r Request,
    pub matched: &'r Matched,
    pub object: Option<Arc<Document>>,
    pub old_object: Option<Arc<Document>>,
    pub namespace: Option<Arc<Document>>,
    /// `authorizer`, `authorizer.requestResource`.
    pub authorizers: (Value, Value),
    pub params: Option<Arc<Document>>,
}

impl Subject<'_> {
    /// The variables of validations. Those of the policy are evaluated anew for each kind of expression.
    pub(crate) fn inputs(&self, policy: &Policy) -> Inputs {
        let request = self.request.value(&self.matched.resource, &self.matched.kind);
        self.with(policy, request, value(&self.namespace))
    }

    /// Match conditions see no namespace, and the resource that the request was sent to.
    fn of_conditions(&self, policy: &Policy) -> Inputs {
        let request = self.request.value(&self.request.resource, &self.matched.kind);
        self.with(policy, request, Value::Null)
    }

    fn with(&self, policy: &Policy, request: Value, namespace: Value) -> Inputs {
        let given = Given {
            object: value(&self.object),
            old_object: value(&self.old_object),
            params: value(&self.params),
            request,
            namespace,
            authorizers: self.authorizers.clone(),
        };
        Arc::clone(&policy.composition).inputs(Arc::new(given))
    }
}

fn value(document: &Option<Arc<Document>>) -> Value {
    document.as_ref().map_or(Value::Null, |document| document.value().clone())
}

/// What a policy says of a request.
pub(crate) fn validate(policy: &Policy, subject: &Subject<'_>) -> Validation {
    let failure = policy.failure_policy;
    let of_all = |message: String| Validation {
        decisions: vec![Decision::error(failure, message)],
        annotations: Vec::new(),
    };
    if !policy.conditions.is_empty() {
        match conditions(policy, subject) {
            Ok(true) => {}
            Ok(false) => return Validation::default(),
            Err(message) => return of_all(message),
        }
    }
    let mut budget = BUDGET;
    let expressions = policy.validations.iter().map(|rule| Some(&rule.expression));
    let outcomes = match expression::evaluate(expressions, &subject.inputs(policy), &mut budget) {
        Ok(outcomes) => outcomes,
        Err(OutOfBudget) => return of_all(OutOfBudget::TEXT.into()),
    };
    let messages = messages(policy, subject, &outcomes, budget);
    let decisions = policy.validations.iter().zip(outcomes).enumerate();
    let decisions = decisions.map(|(n, (rule, outcome))| match (outcome, &messages) {
        (Outcome::Error(message), _) => Decision::error(failure, message),
        (_, Err(OutOfBudget)) => {
            Decision::error(failure, format!("failed messageExpression: {}", OutOfBudget::TEXT))
        }
        (Outcome::Value(Value::Bool(true)), _) => Decision {
            evaluated: Evaluated::Admit,
            denies: false,
            message: String::new(),
            reason: String::new(),
        },
        (_, Ok(messages)) => Decision {
            evaluated: Evaluated::Deny,
            denies: true,
            message: rule.message(messages.get(n)),
            reason: if rule.reason.is_empty() { "Invalid".into() } else { rule.reason.clone() },
        },
    });
    let decisions = decisions.collect();
    match annotations(policy, subject) {
        Ok(annotations) => Validation { decisions, annotations },
        Err(OutOfBudget) => of_all(OutOfBudget::TEXT.into()),
    }
}

/// Whether all match conditions are true.
fn conditions(policy: &Policy, subject: &Subject<'_>) -> Result<bool, String> {
    let error = |message: String| match policy.failure_policy {
        FailurePolicy::Fail => Err(message),
        FailurePolicy::Ignore => Ok(false),
    };
    let mut budget = CONDITIONS_BUDGET;
    let expressions = policy.conditions.iter().map(Some);
    let Ok(outcomes) = expression::evaluate(expressions, &subject.of_conditions(policy), &mut budget) else {
        return error(OutOfBudget::TEXT.into());
    };
    let mut errors: Vec<String> = Vec::new();
    for outcome in outcomes {
        match outcome {
            Outcome::Value(Value::Bool(false)) => return Ok(false),
            // Go: utilerrors.NewAggregate prints each text once.
            Outcome::Error(message) if !errors.contains(&message) => errors.push(message),
            _ => {}
        }
    }
    match errors.as_slice() {
        [] => Ok(true),
        [one] => error(one.clone()),
        several => error(format!("[{}]", several.join(", "))),
    }
}

/// What the message expressions give. They have what the validations left of the budget; where it is enough whatever they
/// cost, only those are evaluated that are needed.
fn messages(
    policy: &Policy,
    subject: &Subject<'_>,
    outcomes: &[Outcome],
    mut budget: u64,
) -> Result<Vec<Outcome>, OutOfBudget> {
    let count = policy.validations.iter().filter(|rule| rule.message_expression.is_some()).count();
    if count == 0 {
        return Ok(Vec::new());
    }
    // One operation may exceed the limit of its expression: by no more than that again, for objects that fit a request.
    let worst = (count + policy.composition.named().len()) as u64 * 2 * EXPRESSION_LIMIT;
    let failed = |n: usize| matches!(outcomes.get(n), Some(Outcome::Value(Value::Bool(false))));
    let expressions = policy.validations.iter().enumerate();
    let expressions = expressions
        .map(|(n, rule)| rule.message_expression.as_ref().filter(|_| worst > budget || failed(n)))
        .collect::<Vec<_>>();
    if expressions.iter().all(Option::is_none) {
        return Ok(Vec::new());
    }
    expression::evaluate(expressions.into_iter(), &subject.inputs(policy), &mut budget)
}

fn annotations(policy: &Policy, subject: &Subject<'_>) -> Result<Vec<Annotation>, OutOfBudget> {
    if policy.annotations.is_empty() {
        return Ok(Vec::new());
    }
    let mut budget = BUDGET;
    let expressions = policy.annotations.iter().map(|(_, expression)| Some(expression));
    let outcomes = expression::evaluate(expressions, &subject.inputs(policy), &mut budget)?;
    let all = policy.annotations.iter().zip(outcomes).map(|((key, _), outcome)| {
        let value = match outcome {
            Outcome::Value(Value::String(text)) => {
                let text = trim(&text);
                Ok((!text.is_empty()).then(|| text.to_string()))
            }
            Outcome::Error(message) if policy.failure_policy == FailurePolicy::Fail => Err(message),
            _ => Ok(None),
        };
        Annotation { key: key.clone(), value }
    });
    Ok(all.collect())
}

impl Decision {
    fn error(failure: FailurePolicy, message: String) -> Decision {
        let denies = failure == FailurePolicy::Fail;
        Decision { evaluated: Evaluated::Error, denies, message, reason: String::new() }
    }
}

impl Rule {
    /// The text for a violation: of the expression, of the policy, or made of the validation.
    fn message(&self, outcome: Option<&Outcome>) -> String {
        if let Some(Outcome::Value(Value::String(text))) = outcome {
            let text = trim(text);
            if !text.is_empty() && text.len() <= LONGEST_MESSAGE && !text.contains('\n') {
                return text.to_string();
            }
        }
        match trim(&self.message) {
            "" => format!("failed expression: {}", trim(&self.expression.text)),
            text => text.to_string(),
        }
    }
}

/// Go: strings.TrimSpace.
fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| {
        matches!(c, '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | ' ' | '\u{85}' | '\u{a0}')
            || (c as u32 > 0xff && c.is_whitespace())
    })
}

//! Expressions of a policy, and evaluating them within a budget (apiserver: admission/plugin/cel/{compile,condition,activation}.go).

use std::sync::Arc;

use nexachart_cel::eval::EXPRESSION_LIMIT;
use nexachart_cel::source::Issue;
use nexachart_cel::{CompileError, Env, Inputs, Program, Stage, Type, Value};

/// An expression, compiled or not.
#[derive(Debug)]
pub(crate) struct Expression {
    pub text: Arc<str>,
    pub program: Result<Program, Failure>,
}

/// Why an expression does not compile, in the words of the API server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    pub detail: String,
    /// It is an internal error, not a fault of the expression, to the API server.
    pub internal: bool,
    /// Where it is wrong.
    pub issues: Vec<Issue>,
}

impl From<&CompileError> for Failure {
    fn from(error: &CompileError) -> Failure {
        Failure {
            detail: error.to_string(),
            internal: error.stage == Stage::Program,
            issues: error.issues.clone(),
        }
    }
}

/// What an expression gave.
pub(crate) enum Outcome {
    /// There was no expression.
    Nothing,
    Value(Value),
    Error(String),
}

/// The expressions of a policy cost too much together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OutOfBudget;

impl OutOfBudget {
    pub(crate) const TEXT: &str =
        "validation failed due to running out of cost budget, no further validation rules will be run";
}

impl Expression {
    /// Compiles an expression that must have one of these types.
    pub(crate) fn compile(env: &Env, text: &str, types: &[Type]) -> Expression {
        Expression { text: text.into(), program: compile(env, text, types) }
    }
}

pub(crate) fn compile(env: &Env, text: &str, types: &[Type]) -> Result<Program, Failure> {
    let program = env.compile(text).map_err(|error| Failure::from(&error))?;
    let found = program.output_type();
    if types.is_empty() || types.contains(found) {
        return Ok(program);
    }
    let wanted = match types {
        [one] => one.to_string(),
        several => {
            let names: Vec<_> = several.iter().map(Type::to_string).collect();
            format!("one of [{}]", names.join(" "))
        }
    };
    Err(Failure {
        detail: format!("must evaluate to {wanted} but got {found}"),
        internal: false,
        issues: Vec::new(),
    })
}

/// Evaluates expressions in their order; their costs are taken from the budget.
pub(crate) fn evaluate<'e>(
    expressions: impl Iterator<Item = Option<&'e Expression>>,
    inputs: &Inputs,
    budget: &mut u64,
) -> Result<Vec<Outcome>, OutOfBudget> {
    expressions.map(|expression| one(expression, inputs, budget)).collect()
}

fn one(expression: Option<&Expression>, inputs: &Inputs, budget: &mut u64) -> Result<Outcome, OutOfBudget> {
    let Some(expression) = expression else { return Ok(Outcome::Nothing) };
    let program = match &expression.program {
        Ok(program) => program,
        Err(failure) => return Ok(Outcome::Error(format!("compilation error: {}", failure.detail))),
    };
    let evaluation = program.evaluate_with(inputs, None, EXPRESSION_LIMIT);
    for cost in [inputs.take_cost(), evaluation.cost] {
        *budget = budget.checked_sub(cost).ok_or(OutOfBudget)?;
    }
    Ok(match evaluation.result {
        Ok(value) => Outcome::Value(value),
        Err(fault) => Outcome::Error(format!("expression '{}' resulted in error: {fault}", expression.text)),
    })
}

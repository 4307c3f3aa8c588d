//! Compiled expressions, and their evaluation.

mod compose;
mod cost;
mod find;
mod machine;
mod plan;
mod planner;
mod text;

use std::fmt;
use std::num::NonZeroU32;

use crate::ast::{ExprId, Spans};
use crate::checker::{self, validate};
use crate::env::Env;
use crate::fault::Fault;
use crate::library::Version;
use crate::parser;
use crate::source::{Issue, Source};
use crate::types::Type;
use crate::value::Value;
pub use compose::{Composition, Inputs, Read};
pub use find::list_index;
use machine::Machine;
use plan::Node;
use planner::Planner;
pub use text::{go_type, go_value};

/// What one expression may cost (apiserver: apis/cel/config.go, `PerCallLimit`).
pub const EXPRESSION_LIMIT: u64 = 1_000_000;

/// A compiled expression: immutable, to be evaluated as often as wanted, from several threads at once.
///
/// ```
/// use nexachart_cel::{Env, Value};
///
/// let program = Env::new().compile("[1, 2, 3].exists(x, x > 2)").unwrap();
/// let evaluation = program.evaluate(&());
/// assert!(matches!(evaluation.result, Ok(Value::Bool(true))));
/// ```
#[derive(Debug)]
pub struct Program {
    source: Source,
    spans: Spans,
    output: Type,
    root: Node,
    slots: usize,
    features: Vec<Feature>,
}

/// Something that an expression uses and that some version of Kubernetes brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feature {
    /// The function or macro.
    pub name: String,
    /// The version that brought it.
    pub since: Version,
    /// The node that uses it.
    pub node: ExprId,
}

/// Why an expression does not compile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompileError {
    /// Where it failed.
    pub stage: Stage,
    /// What is wrong; empty for [`Stage::Program`].
    pub issues: Vec<Issue>,
    text: String,
}

/// The stages of a compilation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading it.
    Parse,
    /// Checking types and literals.
    Check,
    /// Folding constants.
    Program,
}

impl fmt::Display for CompileError {
    /// In the words of Kubernetes' admission plugin (apiserver: admission/plugin/cel/compile.go).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.stage {
            Stage::Program => write!(f, "program instantiation failed: {}", self.text),
            Stage::Parse | Stage::Check => write!(f, "compilation failed: {}", self.text),
        }
    }
}

impl std::error::Error for CompileError {}

/// The variables of an evaluation.
pub trait Variables {
    /// A variable's value; a qualified name is one name.
    fn get(&self, name: &str) -> Option<Value>;
}

/// Who wants to know what happens in an evaluation.
pub trait Observer {
    /// A step read this key of a list or map of the data.
    fn read(&mut self, _node: ExprId, _container: NonZeroU32, _key: &Value) {}

    /// A step has this value.
    fn value(&mut self, _node: ExprId, _result: &Result<Value, Fault>) {}
}

/// What an evaluation gave.
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// The value.
    pub result: Result<Value, Fault>,
    /// What it cost, without the costs of variables that are evaluated themselves.
    pub cost: u64,
}

impl Env {
    /// Compiles an expression.
    pub fn compile(&self, text: &str) -> Result<Program, CompileError> {
        let source = Source::new(text);
        let fail = |stage, issues: Vec<Issue>, source: &Source| CompileError {
            stage,
            text: source.display(&issues),
            issues,
        };
        let mut parsed = parser::parse(&source).map_err(|issues| fail(Stage::Parse, issues, &source))?;
        let checked = checker::check(self, &source, &parsed.spans, &mut parsed.expr)
            .map_err(|issues| fail(Stage::Check, issues, &source))?;
        let issues = validate::validate(&source, &parsed.spans, &checked, &parsed.expr);
        if !issues.is_empty() {
            return Err(fail(Stage::Check, issues, &source));
        }
        let mut planner = Planner { env: self, checked: &checked, scopes: Vec::new(), slots: 0 };
        let root = planner.plan(&parsed.expr).map_err(|fault| CompileError {
            stage: Stage::Program,
            issues: Vec::new(),
            text: fault.text().to_owned(),
        })?;
        let slots = planner.slots;
        let mut features = parsed.features;
        features.extend(checked.features());
        let output = checked.type_of(parsed.expr.id).cloned().unwrap_or(Type::Dyn);
        Ok(Program { source, spans: parsed.spans, output, root, slots, features })
    }
}

impl Program {
    /// The type that the checker found.
    pub fn output_type(&self) -> &Type {
        &self.output
    }

    /// The text.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Where its nodes stand.
    pub fn spans(&self) -> &Spans {
        &self.spans
    }

    /// What it uses that was not always there.
    pub fn features(&self) -> &[Feature] {
        &self.features
    }

    /// Evaluates it, within [`EXPRESSION_LIMIT`].
    pub fn evaluate(&self, variables: &dyn Variables) -> Evaluation {
        self.evaluate_with(variables, None, EXPRESSION_LIMIT)
    }

    /// Evaluates it, tells an observer what happens, and stops at a cost.
    pub fn evaluate_with<'v>(
        &self,
        variables: &'v dyn Variables,
        observer: Option<&'v mut dyn Observer>,
        limit: u64,
    ) -> Evaluation {
        let mut machine = Machine::new(variables, observer, self.slots, self.spans.len(), limit);
        let result = machine.eval(&self.root);
        Evaluation { result, cost: machine.tracker.cost }
    }
}

const _: fn() = || {
    fn shared<T: Send + Sync>() {}
    shared::<Program>();
    shared::<Env>();
};

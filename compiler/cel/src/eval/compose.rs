//! Named expressions that others read as `variables.name`: each is evaluated when it is first read, and once
//! (apiserver: admission/plugin/cel/composition.go, cel/lazy/lazy.go).

use std::fmt;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};

use super::{CompileError, EXPRESSION_LIMIT, Observer, Program, Variables};
use crate::ast::ExprId;
use crate::env::Env;
use crate::fault::Fault;
use crate::types::Type;
use crate::value::{Opaque, Value};

/// How deep variables may read each other.
const DEPTH: u32 = 100;

/// Named expressions, compiled in their order: each may use those before it.
///
/// ```
/// use nexachart_cel::{Composition, Env, Value};
/// use std::sync::Arc;
///
/// let mut composition = Composition::new(Env::new(), "variables", "kubernetes.variables");
/// composition.add("a", "1 + 1");
/// composition.add("b", "variables.a * 10");
/// let program = composition.env().compile("variables.b + variables.a").unwrap();
/// let inputs = Arc::new(composition).inputs(Arc::new(()));
/// assert!(matches!(program.evaluate(&inputs).result, Ok(Value::Int(22))));
/// assert_eq!(inputs.cost(), 4);
/// ```
#[derive(Debug)]
pub struct Composition {
    env: Env,
    variable: Arc<str>,
    object: Arc<str>,
    named: Vec<(Arc<str>, Result<Program, CompileError>)>,
}

impl Composition {
    /// Expressions that are read as fields of `variable`, whose type is `object`.
    pub fn new(mut env: Env, variable: &str, object: &str) -> Composition {
        env.variable(variable, Type::object(object));
        env.object(object, []);
        Composition { env, variable: variable.into(), object: object.into(), named: Vec::new() }
    }

    /// Adds an expression. One that does not compile is known to those after it, with type `dyn`, and fails when it is read.
    pub fn add(&mut self, name: &str, expression: &str) -> &Result<Program, CompileError> {
        let compiled = self.env.compile(expression);
        let of = compiled.as_ref().map_or(Type::Dyn, |program| declared(program.output_type()));
        self.env.field(&self.object, name, of);
        self.named.retain(|(other, _)| **other != *name);
        self.named.push((name.into(), compiled));
        &self.named[self.named.len() - 1].1
    }

    /// The environment of expressions that may read all of them.
    pub fn env(&self) -> &Env {
        &self.env
    }

    /// The expressions.
    pub fn named(&self) -> &[(Arc<str>, Result<Program, CompileError>)] {
        &self.named
    }

    /// The variables of one evaluation: the given ones, and the named expressions over them.
    pub fn inputs(self: Arc<Self>, inputs: Arc<dyn Variables + Send + Sync>) -> Inputs {
        self.make(inputs, None)
    }

    /// The same, and what the named expressions read of the data is kept: [`Inputs::reads`].
    pub fn watched_inputs(self: Arc<Self>, inputs: Arc<dyn Variables + Send + Sync>) -> Inputs {
        self.make(inputs, Some(Mutex::default()))
    }

    fn make(
        self: Arc<Self>,
        inputs: Arc<dyn Variables + Send + Sync>,
        reads: Option<Mutex<Vec<Read>>>,
    ) -> Inputs {
        let values = self.named.iter().map(|_| OnceLock::new()).collect();
        Inputs(Arc::new_cyclic(|this| Lazy {
            this: this.clone(),
            composition: self,
            inputs,
            values,
            cost: AtomicU64::new(0),
            depth: AtomicU32::new(0),
            reads,
        }))
    }
}

/// What a named expression read of the data.
#[derive(Clone, Debug)]
pub struct Read {
    /// The name of the expression.
    pub variable: Arc<str>,
    /// The node of it that read.
    pub node: ExprId,
    /// The list or map that was read.
    pub container: NonZeroU32,
    /// The key or index.
    pub key: Value,
}

struct Reads<'a> {
    variable: &'a Arc<str>,
    found: Vec<Read>,
}

impl Observer for Reads<'_> {
    fn read(&mut self, node: ExprId, container: NonZeroU32, key: &Value) {
        self.found.push(Read { variable: Arc::clone(self.variable), node, container, key: key.clone() });
    }
}

/// The type that a variable's expression gives its field; what Kubernetes has no declaration for becomes `dyn`
/// (composition.go, `convertCelTypeToDeclType`).
fn declared(of: &Type) -> Type {
    match of {
        Type::List(element) => Type::list(declared(element)),
        Type::Map(key, value) => Type::map(declared(key), declared(value)),
        Type::Any
        | Type::Bool
        | Type::Bytes
        | Type::Double
        | Type::Duration
        | Type::Int
        | Type::Null
        | Type::String
        | Type::Timestamp
        | Type::Uint => of.clone(),
        _ => Type::Dyn,
    }
}

/// Variables with the named expressions among them.
#[derive(Clone, Debug)]
pub struct Inputs(Arc<Lazy>);

impl Inputs {
    /// What the named expressions that were read have cost so far.
    pub fn cost(&self) -> u64 {
        self.0.cost.load(Ordering::Relaxed)
    }

    /// What the named expressions have read so far, in the order in which they were evaluated; nothing without
    /// [`Composition::watched_inputs`].
    pub fn reads(&self) -> Vec<Read> {
        let reads = self.0.reads.as_ref();
        reads.map(|reads| reads.lock().unwrap_or_else(PoisonError::into_inner).clone()).unwrap_or_default()
    }

    /// What they have cost, which is counted from 0 again.
    pub fn take_cost(&self) -> u64 {
        self.0.cost.swap(0, Ordering::Relaxed)
    }
}

impl Variables for Inputs {
    fn get(&self, name: &str) -> Option<Value> {
        self.0.get(name)
    }
}

struct Lazy {
    this: Weak<Lazy>,
    composition: Arc<Composition>,
    inputs: Arc<dyn Variables + Send + Sync>,
    values: Vec<OnceLock<Result<Value, Fault>>>,
    cost: AtomicU64,
    depth: AtomicU32,
    reads: Option<Mutex<Vec<Read>>>,
}

impl fmt::Debug for Lazy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lazy").field("values", &self.values).finish_non_exhaustive()
    }
}

impl Variables for Lazy {
    fn get(&self, name: &str) -> Option<Value> {
        if *name == *self.composition.variable {
            return self.this.upgrade().map(|this| Value::Opaque(this));
        }
        self.inputs.get(name)
    }
}

impl Lazy {
    fn evaluate(&self, name: &Arc<str>, compiled: &Result<Program, CompileError>) -> Result<Value, Fault> {
        let program = match compiled {
            Ok(program) => program,
            Err(error) => {
                return Err(Fault::new(format!("composited variable {name:?} fails to compile: {error}")));
            }
        };
        if self.depth.fetch_add(1, Ordering::Relaxed) >= DEPTH {
            self.depth.fetch_sub(1, Ordering::Relaxed);
            return Err(Fault::cancelled("variables read each other too deeply"));
        }
        let mut watch = self.reads.as_ref().map(|_| Reads { variable: name, found: Vec::new() });
        let observer = watch.as_mut().map(|watch| watch as &mut dyn Observer);
        let evaluation = program.evaluate_with(self, observer, EXPRESSION_LIMIT);
        if let (Some(reads), Some(watch)) = (&self.reads, watch) {
            reads.lock().unwrap_or_else(PoisonError::into_inner).extend(watch.found);
        }
        self.depth.fetch_sub(1, Ordering::Relaxed);
        self.cost.fetch_add(evaluation.cost, Ordering::Relaxed);
        evaluation
            .result
            .map_err(|fault| Fault::new(format!("composited variable {name:?} fails to evaluate: {fault}")))
    }
}

impl Opaque for Lazy {
    fn type_name(&self) -> &str {
        &self.composition.object
    }

    fn equals(&self, other: &Value) -> Option<bool> {
        other.downcast::<Lazy>().map(|other| std::ptr::eq(self, other))
    }

    fn size(&self) -> Option<u64> {
        Some(self.composition.named.len() as u64)
    }

    fn field(&self, name: &str) -> Option<Result<Value, Fault>> {
        let at = self.composition.named.iter().position(|(known, _)| **known == *name)?;
        let (name, compiled) = &self.composition.named[at];
        if let Some(known) = self.values[at].get() {
            return Some(known.clone());
        }
        // Not inside of the cell: an expression that reads itself would wait for itself.
        let value = self.evaluate(name, compiled);
        Some(self.values[at].get_or_init(|| value).clone())
    }

    fn has_unit_equality(&self) -> bool {
        false
    }
}

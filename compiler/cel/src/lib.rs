//! CEL, the Common Expression Language, exactly as Kubernetes gives it to a ValidatingAdmissionPolicy:
//! cel-go 0.26 with the libraries, limits and costs of `k8s.io/apiserver/pkg/cel`.
//!
//! The crate knows no Kubernetes object: an environment is told variables and their types, data come as [`Value`]s.
//! A compiled expression is immutable and may be evaluated from several threads.

pub mod ast;
pub mod checker;
pub mod env;
pub mod eval;
pub mod fault;
pub mod kernel;
pub mod library;
pub mod parser;
pub mod signature;
pub mod source;
pub mod types;
pub mod value;
mod wellknown;

#[cfg(test)]
mod tests;

pub use env::Env;
pub use eval::{CompileError, Composition, Evaluation, Inputs, Observer, Program, Read, Stage, Variables};
pub use fault::Fault;
pub use types::Type;
pub use value::{List, Map, Value};

const _: fn() = || {
    fn shared<T: Send + Sync>() {}
    shared::<Value>();
    shared::<Type>();
};

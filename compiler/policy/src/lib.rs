//! ValidatingAdmissionPolicies, evaluated exactly as the API server's dispatcher does it (apiserver 0.36:
//! admission/plugin/policy/{generic,validating,matching}, admission/plugin/cel).
//!
//! A [`Policy`] is compiled once and kept; [`Binding`]s say where it applies and what becomes of a violation; a [`Cluster`] has
//! the namespaces and parameters that they refer to. [`review`] judges a [`Request`]. [`check`] has what API validation says of
//! policies and bindings themselves.
//!
//! The crate knows no files and no terminal. What the object looks like to a policy is the business of `nexachart-admission`.

mod binding;
pub mod check;
mod cluster;
mod data;
mod dispatch;
mod environment;
mod expression;
mod matching;
mod params;
mod policy;
mod request;
mod selector;
mod validator;

pub use binding::{Action, Binding};
pub use cluster::{Cluster, Params, Scope};
pub use data::{Document, Step};
pub use dispatch::{AuditAnnotation, Denial, Finding, Part, Review, review};
pub use policy::{FailurePolicy, Policy};
pub use request::{Kind, Operation, Request, Resource, User};
pub use selector::Selector;
pub use validator::{Annotation, Decision, Evaluated, Validation};

const _: fn() = || {
    fn shared<T: Send + Sync>() {}
    shared::<Policy>();
    shared::<Binding>();
    shared::<Cluster>();
    shared::<Request>();
};

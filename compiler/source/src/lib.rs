//! Where everything comes from, what is said about it, and how much it may take: the [`World`] through which all
//! input comes, places in files, diagnostics, and budgets.

mod budgets;
mod codes;
mod diagnostic;
mod error;
mod label;
mod links;
mod memory;
mod near;
mod place;
mod world;

pub use budgets::{BUDGETS, Budget, Budgets, Exceeded, Row};
pub use codes::{CODES, Code, code, codes};
pub use diagnostic::{Diagnostic, Failures, Helm, Severity};
pub use error::{Cause, OsError};
pub use label::{Label, ObjectRef, Role, ValueRole};
pub use links::{is_within, repository, resolve_links};
pub use memory::Memory;
pub use near::{distance, nearest};
pub use place::{Base, Place, nth_line};
pub use world::{Entry, FileKind, Metadata, Time, World, absolute};

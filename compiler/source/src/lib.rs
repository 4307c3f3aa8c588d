//! Where everything comes from and what is said about it: the [`World`] through which all input
//! comes, places in files, and diagnostics.

mod diagnostic;
mod error;
mod links;
mod memory;
mod place;
mod world;

pub use diagnostic::{Diagnostic, Helm, Label, Severity};
pub use error::{Cause, OsError};
pub use links::{is_within, repository, resolve_links};
pub use memory::Memory;
pub use place::{Base, Place, nth_line};
pub use world::{Entry, FileKind, Metadata, Time, World, absolute};

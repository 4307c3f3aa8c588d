//! Rendered text to manifests: documents, their heads, hooks, and the order in which they are
//! printed. As Helm's pkg/release/v1/util has it.

mod head;
mod hook;
mod kind;
mod sort;
mod split;

pub use head::Head;
pub use hook::{Event, Hook};
pub use kind::install_rank;
pub use sort::{Documents, Manifest, ParseError, read, sort};
pub use split::split;

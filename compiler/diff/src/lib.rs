//! Manifests against manifests: a stream of YAML documents as objects, what differs between two of them as data
//! that can be applied, and the masks under which the values of Secrets are shown.
//!
//! ```
//! use nexachart_diff::{Diff, read};
//! let old = read(b"kind: Service\nmetadata: {name: web}\nspec: {port: 80, type: ClusterIP}\n");
//! let new = read(b"kind: Service\nmetadata: {name: web}\nspec: {type: ClusterIP, port: 8080}\n");
//! let diff = Diff::between(&old, &new);
//! let rows = diff.objects.changed[0].patch.rows();
//! assert_eq!((rows.len(), rows[0].path.to_string().as_str()), (1, "spec.port"));
//! assert_eq!(diff.apply(&old).unwrap(), new);
//! ```

mod alike;
mod data;
mod diff;
mod lines;
mod list;
mod object;
mod pairs;
mod patch;
mod path;
mod rows;
mod seal;
mod sequence;
mod write;

pub use data::{Data, Float, Hidden, MAX_DEPTH};
pub use diff::Diff;
pub use lines::{Line, line_diff};
pub use list::{ListPatch, Order};
pub use object::{Id, Object, read, read_within};
pub use patch::{Entry, Patch};
pub use path::{Path, Step};
pub use rows::{Change, Row};
pub use seal::seal;
pub use sequence::{Changed, Misfit, Placed, Sequence};
pub use write::yaml;

//! The objects that templates see.

mod capabilities;
mod files;
mod metadata;

use nexachart_value::Object;

pub use capabilities::{Capabilities, HelmVersion, KubeVersion};
pub(crate) use files::Files;
pub(crate) use metadata::metadata_map;

/// Whether two objects are of one type and equal.
fn same<T: Object>(this: &T, other: &dyn Object, equal: impl FnOnce(&T, &T) -> bool) -> bool {
    other.as_any().downcast_ref::<T>().is_some_and(|other| equal(this, other))
}

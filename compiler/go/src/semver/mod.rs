//! Masterminds/semver: versions, and the constraints they are checked against.
//!
//! Helm compares versions with this library everywhere: `semver`, `semverCompare`, `kubeVersion`,
//! chart dependencies. Its rules are not those of npm or Cargo, above all for pre-releases.

mod comparator;
mod constraints;
mod shape;
mod version;

pub use constraints::{ConstraintError, Constraints, MAX_CONSTRAINT_GROUPS, MAX_CONSTRAINT_LEN, Prereleases};
pub use version::{MAX_VERSION_LEN, Version, VersionError};

#[cfg(test)]
mod tests;

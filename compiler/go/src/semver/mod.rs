//! Masterminds/semver: versions and constraints.

//! The standard library: operators, conversions, sizes, times (cel-go: common/stdlib/standard.go).

use super::Library;

/// cel-go's standard library.
pub const LIBRARY: Library = Library { name: "standard", opaque: &[], functions: &[] };

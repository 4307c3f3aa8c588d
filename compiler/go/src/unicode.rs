//! unicode: character classes and case mapping as Go's tables have them.

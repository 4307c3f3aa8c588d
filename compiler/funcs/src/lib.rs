//! The functions that Helm gives to templates: Go's, Sprig's and its own, one file a family.

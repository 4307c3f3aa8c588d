//! Expected values are what the Go library gives.

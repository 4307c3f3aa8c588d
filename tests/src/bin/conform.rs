//! Answers conformance cases, one JSON object a line.
fn main() {}

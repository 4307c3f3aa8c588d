//! The `nexachart` command.
fn main() {}

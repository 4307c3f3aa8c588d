//! strings: the functions of Go's package whose results differ from Rust's.

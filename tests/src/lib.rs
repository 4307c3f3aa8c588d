//! Runners for the cases under `tests/`.

pub mod defaulting;
pub mod hostile;
pub mod vectors;

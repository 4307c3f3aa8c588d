//! Runners for the cases under `tests/`.

pub mod defaulting;
pub mod expressions;
pub mod faults;
pub mod hostile;
pub mod policies;
pub mod vectors;

//! Runners for the cases under `tests/`.

pub mod hostile;
pub mod vectors;

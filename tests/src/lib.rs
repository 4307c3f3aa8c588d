//! Runners for the cases under `tests/`.

pub mod vectors;

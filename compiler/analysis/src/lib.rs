//! What can be said of values and templates without rendering them: who sets a value ([`Layers`]), which values are read.

mod layers;
mod path;

pub use layers::{Given, Layer, LayerKind, Layers, Role, Set};
pub use path::{Path, Step};

//! What can be said of values and templates without rendering them: who sets a value ([`Layers`]), which values are read.

mod known;
mod layers;
mod machine;
mod path;
mod shape;
mod trie;
mod units;

pub use layers::{Given, Layer, LayerKind, Layers, Role, Set};
pub use path::{Path, Step};
pub use units::{Unit, units};

//! What can be said of values and templates without rendering them: who sets a value ([`Layers`]), which values are read.

mod analysis;
mod known;
mod layers;
mod machine;
mod path;
mod shape;
mod traps;
mod trie;
mod units;

pub use analysis::{Certainty, Key, analyse, keys};
pub use layers::{Given, Layer, LayerKind, Layers, Role, Set};
pub use path::{Path, Step};
pub use units::{Unit, units};

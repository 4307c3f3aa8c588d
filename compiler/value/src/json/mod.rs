//! JSON as encoding/json reads and writes it.

mod plain;
mod read;
#[cfg(test)]
mod tests;
mod text;
mod write;

pub(crate) use plain::{Plain, base64_of_list, plain};
pub use read::{Decoded, Target, decode_first, from_json};
pub use write::{Html, to_json, to_pretty_json, to_raw_json, write_json};

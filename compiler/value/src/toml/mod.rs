//! TOML as github.com/BurntSushi/toml v1.6.0 reads and writes it: `toToml` and `fromToml`.

mod date;
mod key;
mod number;
mod read;
mod scalars;
mod scan;
mod seen;
mod strings;
mod tables;
#[cfg(test)]
mod tests;
mod values;
mod write;

pub use date::Zones;
pub use read::from_toml;
pub use write::{TomlError, to_toml};

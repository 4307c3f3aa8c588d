//! TOML as github.com/BurntSushi/toml v1.6.0 reads and writes it: `toToml` and `fromToml`.

mod key;
mod seen;
mod write;

pub use write::{TomlError, to_toml};

//! Values as Go templates see them: the dynamic values that flow through a template, with the Go
//! types that decide how they print, compare and fail, and their YAML, JSON and TOML forms.

mod copy;
mod equal;
mod float;
pub mod json;
mod list;
mod map;
mod object;
mod path;
mod read;
mod str;
mod time;
pub mod toml;
mod types;
mod value;
mod weight;
pub mod yaml;
pub mod yaml_write;

pub use copy::{MAX_DEPTH, TooDeep, deeper};
pub use equal::deep_equal;
pub use list::List;
pub use map::{Entries, Map};
pub use object::{Makes, Method, Object};
pub use read::{from_yaml, from_yaml_exactly, from_yaml_within};
pub use str::Str;
pub use time::{Duration, Location, Month, Time, Weekday};
pub use types::{FloatType, IntType, Kind, Type, UintType};
pub use value::Value;
pub use weight::{Expanse, map_bytes};

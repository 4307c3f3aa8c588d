//! The functions that Helm gives to templates: Go's own, Sprig's, and Helm's, one file a family.
//!
//! A family's file has its table at the head (`FUNCS`), the bodies below in the same order. To add a
//! function, add its entry and its body there; nothing else has to be touched. A new family is one
//! more line in [`FAMILIES`].

mod convert;
mod crypto;
mod data;
mod dates;
mod dicts;
mod durations;
mod encoding;
mod flow;
mod go;
mod helm;
mod lists;
mod math;
mod merge;
mod paths;
mod reflection;
mod regex;
mod semver;
mod state;
mod strings;
mod table;
mod url;
mod values;

pub use flow::MARKS;
pub use helm::without_no_value;
pub use state::{Drawn, Notes, Outside, Overlooked, State};
pub use table::{GO, Go, SPRIG, Sprig, TABLE, Table};

use nexachart_template::Func;

/// All functions, by family.
pub static FAMILIES: &[(&str, &[Func])] = &[
    ("Go", go::FUNCS),
    ("Flow", flow::FUNCS),
    ("Helm", helm::FUNCS),
    ("Strings", strings::FUNCS),
    ("Lists", lists::FUNCS),
    ("Dictionaries", dicts::FUNCS),
    ("Math", math::FUNCS),
    ("Dates", dates::FUNCS),
    ("Durations", durations::FUNCS),
    ("YAML, JSON and TOML", data::FUNCS),
    ("Encoding", encoding::FUNCS),
    ("Cryptography", crypto::FUNCS),
    ("Regular expressions", regex::FUNCS),
    ("Semantic versions", semver::FUNCS),
    ("Paths", paths::FUNCS),
    ("URLs", url::FUNCS),
    ("Reflection", reflection::FUNCS),
];

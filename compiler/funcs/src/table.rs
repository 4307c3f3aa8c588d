//! Finding functions by name.

use std::collections::HashMap;
use std::sync::LazyLock;

use nexachart_template::{Func, Functions};

use crate::FAMILIES;

/// The table of all functions.
#[derive(Debug)]
pub struct Table;

/// The table of all functions.
pub static TABLE: Table = Table;

static BY_NAME: LazyLock<HashMap<&'static str, &'static Func>> = LazyLock::new(|| {
    let mut names = HashMap::with_capacity(320);
    for (_, funcs) in FAMILIES {
        for func in *funcs {
            names.insert(func.name, func);
            names.extend(func.aliases.iter().map(|alias| (*alias, func)));
        }
    }
    names
});

impl Functions for Table {
    fn find(&self, name: &str) -> Option<&'static Func> {
        BY_NAME.get(name).copied()
    }
}

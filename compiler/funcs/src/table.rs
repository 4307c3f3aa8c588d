//! Finding functions by name.

use std::collections::HashMap;
use std::sync::LazyLock;

use nexachart_template::{Func, Functions, Origin};

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

/// Go's own functions.
#[derive(Debug)]
pub struct Go;

/// Go's own functions.
pub static GO: Go = Go;

impl Functions for Go {
    fn find(&self, name: &str) -> Option<&'static Func> {
        TABLE.find(name).filter(|func| func.origin == Origin::Go)
    }
}

/// The functions without those of Helm: what `--name-template` has.
#[derive(Debug)]
pub struct Sprig;

/// The functions without those of Helm.
pub static SPRIG: Sprig = Sprig;

impl Functions for Sprig {
    fn find(&self, name: &str) -> Option<&'static Func> {
        // Helm's JSON functions and `fail` stand in for Sprig's own, which do the same here.
        let shared = matches!(name, "toJson" | "fromJson" | "mustToJson" | "fail");
        TABLE.find(name).filter(|func| shared || func.origin != Origin::Helm)
    }
}

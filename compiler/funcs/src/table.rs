//! Finding functions by name.

use nexachart_template::{Func, Functions, Origin};

use crate::FAMILIES;

/// The table of all functions.
#[derive(Debug)]
pub struct Table;

/// The table of all functions.
pub static TABLE: Table = Table;

/// Where the function of a name is: the number of its family, and its number there.
type Slot = Option<(u8, u8)>;

/// A power of two, so large that few names meet.
const SLOTS: usize = 1024;

/// The functions by the hashes of their names and aliases; where two meet, the later one is in the next free
/// slot. The compiler fills it: many renders are over in less time than it would take.
static BY_NAME: [Slot; SLOTS] = by_name();

const fn by_name() -> [Slot; SLOTS] {
    let mut slots = [None; SLOTS];
    let mut family = 0;
    while family < FAMILIES.len() {
        let funcs = FAMILIES[family].1;
        let mut number = 0;
        while number < funcs.len() {
            assert!(family < 256 && number < 256, "too many functions for the numbers in a slot");
            let place = (family as u8, number as u8);
            let func = &funcs[number];
            enter(&mut slots, func.name, place);
            let mut alias = 0;
            while alias < func.aliases.len() {
                enter(&mut slots, func.aliases[alias], place);
                alias += 1;
            }
            number += 1;
        }
        family += 1;
    }
    slots
}

const fn enter(slots: &mut [Slot; SLOTS], name: &str, place: (u8, u8)) {
    let mut slot = hash(name.as_bytes());
    while slots[slot].is_some() {
        slot = (slot + 1) % SLOTS;
    }
    slots[slot] = Some(place);
}

/// FNV-1a, cut to the number of a slot.
const fn hash(name: &[u8]) -> usize {
    let mut hash: u32 = 0x811c_9dc5;
    let mut at = 0;
    while at < name.len() {
        hash = (hash ^ name[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    (hash ^ (hash >> 16)) as usize % SLOTS
}

impl Functions for Table {
    fn find(&self, name: &str) -> Option<&'static Func> {
        let mut slot = hash(name.as_bytes());
        // There are more slots than names, so a free one ends this.
        while let Some((family, number)) = BY_NAME[slot] {
            let func = &FAMILIES[usize::from(family)].1[usize::from(number)];
            if func.name == name || func.aliases.contains(&name) {
                return Some(func);
            }
            slot = (slot + 1) % SLOTS;
        }
        None
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_name_and_no_other() {
        for (family, funcs) in FAMILIES {
            for func in *funcs {
                for name in func.aliases.iter().chain([&func.name]) {
                    let found = TABLE.find(name).map(|found| std::ptr::eq(found, func));
                    assert_eq!(found, Some(true), "{family}: {name}");
                }
            }
        }
        for name in ["", "None", "upperr", "includ"] {
            assert!(TABLE.find(name).is_none(), "{name}");
        }
    }
}

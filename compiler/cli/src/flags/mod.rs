//! The flags of the commands: tables from which arguments are parsed, and help, completions and the manual page made.

mod check;
mod diff;
mod explain;
mod golden;
mod lint;
mod own;
mod render;
mod targets;
mod template;

pub use check::CHECK;
pub use diff::DIFF;
pub use explain::EXPLAIN;
pub use golden::GOLDEN;
pub use lint::LINT;
pub use own::PLAIN;
pub use render::RENDER;
pub use template::{EXCLUSIVE, TEMPLATE};

/// A flag.
#[derive(Debug)]
pub struct Flag {
    /// Its long name.
    pub name: &'static str,
    /// Its shorthand.
    pub short: Option<char>,
    /// What it takes.
    pub takes: Takes,
    /// What becomes of it.
    pub role: Role,
    /// What stands for its value in the help; empty where its kind says enough.
    pub value: &'static str,
    /// What it is for.
    pub help: &'static str,
    /// Why it should not be used any more, in Helm's words; empty for most.
    pub deprecated: &'static str,
}

/// Flags that stand together in the help.
#[derive(Debug)]
pub struct Group {
    /// What they have in common.
    pub title: &'static str,
    /// They.
    pub flags: &'static [Flag],
}

/// What a flag takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Nothing, or `=true` and the like.
    Bool,
    /// One text; the last one counts.
    Text,
    /// A text each time.
    Texts,
    /// A list with commas each time (pflag: StringSlice).
    List,
    /// `key=value` pairs with commas (pflag: StringToString).
    Pairs,
    /// An integer.
    Int,
    /// A floating point number.
    Float,
    /// A duration as Go writes them.
    Duration,
    /// One of these, with `|` between them.
    Choice(&'static str),
    /// A text after `=`; alone it stands for this one.
    Optional(&'static str),
    /// What to wait for, after `=`; `watcher` alone.
    Wait,
    /// Nothing, or `=true` and the like, of klog (Go: flag.boolValue).
    KlogBool,
    /// How much klog says.
    KlogLevel,
}

/// What becomes of a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It does what it does in Helm.
    Helm,
    /// It is ours.
    Own,
    /// It is taken and has no effect: rendering has no use for it, in Helm neither.
    Ignored,
    /// It needs a network, a cluster or a plugin: refused when set to anything but this default.
    Refused(&'static str),
}

/// All flags of some groups.
pub fn flags(groups: &'static [Group]) -> impl Iterator<Item = &'static Flag> {
    groups.iter().flat_map(|group| group.flags)
}

const fn flag(name: &'static str, takes: Takes, role: Role, help: &'static str) -> Flag {
    Flag { name, short: None, takes, role, value: "", help, deprecated: "" }
}

const fn short(short: char, name: &'static str, takes: Takes, role: Role, help: &'static str) -> Flag {
    Flag { name, short: Some(short), takes, role, value: "", help, deprecated: "" }
}

const fn takes(value: &'static str, flag: Flag) -> Flag {
    Flag { value, ..flag }
}

const fn deprecated(why: &'static str, flag: Flag) -> Flag {
    Flag { deprecated: why, ..flag }
}

#[cfg(test)]
mod tests {
    use super::{CHECK, DIFF, EXPLAIN, GOLDEN, LINT, PLAIN, RENDER, TEMPLATE, flags};

    #[test]
    fn names_are_unique() {
        for groups in [TEMPLATE, LINT, RENDER, CHECK, GOLDEN, DIFF, EXPLAIN, PLAIN] {
            let names: Vec<&str> = flags(groups).map(|flag| flag.name).collect();
            let shorts: Vec<char> = flags(groups).filter_map(|flag| flag.short).collect();
            assert!(names.iter().enumerate().all(|(at, name)| !names[..at].contains(name)));
            assert!(shorts.iter().enumerate().all(|(at, short)| !shorts[..at].contains(short)));
        }
    }
}

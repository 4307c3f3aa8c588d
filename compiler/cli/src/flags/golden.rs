//! The flags of `nexachart golden`.

use super::Role::Own;
use super::Takes::{Choice, Int};
use super::own::{BUDGETS, MESSAGES_AND_REPORTS};
use super::targets::{CHANGED, ENVIRONMENT, FILES, JOBS, SINCE, STAGED, WORKSPACE};
use super::{Flag, Group, flag, takes};

/// The flags in the order of the help.
pub static GOLDEN: &[Group] = &[
    Group { title: "Targets", flags: TARGETS },
    Group { title: "Output", flags: OUTPUT },
    Group { title: "Budgets", flags: BUDGETS },
    Group { title: "Messages", flags: MESSAGES_AND_REPORTS },
];

static TARGETS: &[Flag] = &[ENVIRONMENT, WORKSPACE, CHANGED, STAGED, SINCE, FILES, JOBS];

pub(super) static OUTPUT: &[Flag] = &[
    takes(
        "FORM",
        flag(
            "as",
            Choice("text|markdown|json"),
            Own,
            "How differences are printed: text (the default), markdown for a pull request's comment, json for programs",
        ),
    ),
    flag(
        "lines",
        Int,
        Own,
        "Of how many lines of a text, or of an object that came, not more is shown; 0 for all. 20 without it",
    ),
];

//! The flags of `nexachart diff`.

use super::Role::Own;
use super::Takes::{Bool, Text};
use super::golden::OUTPUT;
use super::own::{BUDGETS, MESSAGES_AND_REPORTS, NO_HOOKS, SKIP_TESTS};
use super::targets::{ENVIRONMENT, JOBS, KUBE_VERSION, WORKSPACE};
use super::template::VALUES;
use super::{Flag, Group, flag, takes};

/// The flags in the order of the help.
pub static DIFF: &[Group] = &[
    Group { title: "Targets", flags: TARGETS },
    Group { title: "What is compared", flags: COMPARED },
    Group { title: "Output", flags: OUTPUT },
    Group { title: "Values, for all targets", flags: VALUES },
    Group { title: "Budgets", flags: BUDGETS },
    Group { title: "Messages", flags: MESSAGES_AND_REPORTS },
];

static TARGETS: &[Flag] = &[ENVIRONMENT, WORKSPACE, KUBE_VERSION, JOBS];

static COMPARED: &[Flag] = &[
    takes(
        "REV",
        flag(
            "ref",
            Text,
            Own,
            "Compare this git revision (a branch, a tag, HEAD~1) with the files as they are; nothing is checked out",
        ),
    ),
    flag("include-crds", Bool, Own, "Compare the objects of crds/ too"),
    NO_HOOKS,
    SKIP_TESTS,
];

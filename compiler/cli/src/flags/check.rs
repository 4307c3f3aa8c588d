//! The flags of `nexachart check`.

use super::Role::Own;
use super::Takes::Choice;
use super::own::{BUDGETS, MESSAGES, NO_HOOKS, SKIP_TESTS};
use super::targets::{CHANGED, ENVIRONMENT, JOBS, KUBE_VERSION, SINCE, STAGED, WORKSPACE};
use super::template::VALUES;
use super::{Flag, Group, flag};

/// The flags in the order of the help.
pub static CHECK: &[Group] = &[
    Group { title: "Targets", flags: TARGETS },
    Group { title: "What is checked", flags: RULES },
    Group { title: "Values, for all targets", flags: VALUES },
    Group { title: "Budgets", flags: BUDGETS },
    Group { title: "Messages", flags: MESSAGES },
];

static TARGETS: &[Flag] = &[ENVIRONMENT, WORKSPACE, KUBE_VERSION, CHANGED, STAGED, SINCE, JOBS];

static RULES: &[Flag] = &[
    flag(
        "unknown-kinds",
        Choice("ignore|warn|error"),
        Own,
        "What becomes of objects whose kind neither Kubernetes nor a known CRD describes: ignore, warn (the default) or error",
    ),
    NO_HOOKS,
    SKIP_TESTS,
];

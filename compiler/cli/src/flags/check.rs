//! The flags of `nexachart check`.

use super::Role::Own;
use super::Takes::{Bool, Choice, Texts};
use super::own::{BUDGETS, MESSAGES_AND_REPORTS, NO_HOOKS, SKIP_TESTS};
use super::targets::{CHANGED, ENVIRONMENT, JOBS, KUBE_VERSION, SINCE, STAGED, WORKSPACE};
use super::template::VALUES;
use super::{Flag, Group, flag, takes};

/// The flags in the order of the help.
pub static CHECK: &[Group] = &[
    Group { title: "Targets", flags: TARGETS },
    Group { title: "What is checked", flags: RULES },
    Group { title: "Values, for all targets", flags: VALUES },
    Group { title: "Budgets", flags: BUDGETS },
    Group { title: "Messages", flags: MESSAGES_AND_REPORTS },
];

static TARGETS: &[Flag] = &[ENVIRONMENT, WORKSPACE, KUBE_VERSION, CHANGED, STAGED, SINCE, JOBS];

static RULES: &[Flag] = &[
    flag(
        "unknown-kinds",
        Choice("ignore|warn|error"),
        Own,
        "What becomes of objects whose kind neither Kubernetes nor a known CRD describes: ignore, warn (the default) or error",
    ),
    takes(
        "PATH",
        flag(
            "policies",
            Texts,
            Own,
            "Ask these ValidatingAdmissionPolicies too: a file or folder with their bindings and parameters (repeatable); those below policies/ of the workspace are asked in any case",
        ),
    ),
    takes(
        "PATH",
        flag(
            "crds",
            Texts,
            Own,
            "Custom resources are as these CustomResourceDefinitions say: a file or folder (repeatable); those that a chart brings along, and those of well-known operators, are known",
        ),
    ),
    flag(
        "as-submitted",
        Bool,
        Own,
        "Policies judge objects as they are, not as the API server makes them before it asks its policies",
    ),
    NO_HOOKS,
    SKIP_TESTS,
];

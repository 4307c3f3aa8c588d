//! The flags of `nexachart render`.

use super::Role::Own;
use super::Takes::{Bool, Choice, Text};
use super::own::{BUDGETS, MESSAGES_AND_REPORTS, NO_HOOKS, NOW, SEED, SKIP_TESTS};
use super::targets::{CHANGED, ENVIRONMENT, FILES, JOBS, KUBE_VERSION, SINCE, STAGED, WORKSPACE};
use super::template::VALUES;
use super::{Flag, Group, flag, takes};

/// The flags in the order of the help.
pub static RENDER: &[Group] = &[
    Group { title: "Targets", flags: TARGETS },
    Group { title: "Output", flags: OUTPUT },
    Group { title: "Random values and the clock, which make targets fail", flags: RANDOM },
    Group { title: "Values, for all targets", flags: VALUES },
    Group { title: "Budgets", flags: BUDGETS },
    Group { title: "Messages", flags: MESSAGES_AND_REPORTS },
];

static TARGETS: &[Flag] = &[
    ENVIRONMENT,
    WORKSPACE,
    KUBE_VERSION,
    CHANGED,
    STAGED,
    SINCE,
    FILES,
    takes(
        "I/N",
        flag(
            "shard",
            Text,
            Own,
            "Only the I-th of N parts of the targets; `auto`, or `auto/N`, asks CI_NODE_INDEX, CI_NODE_TOTAL and JOB_COMPLETION_INDEX",
        ),
    ),
    JOBS,
];

static OUTPUT: &[Flag] = &[
    takes(
        "DIR",
        flag(
            "output-dir",
            Text,
            Own,
            "Write files: DIR/<environment>/<chart>.yaml. Files of an earlier run that are no more are removed",
        ),
    ),
    takes(
        "HOW",
        flag(
            "split",
            Choice("chart|object"),
            Own,
            "With --output-dir, a file for a chart, or for an object: chart (the default) or object",
        ),
    ),
    takes(
        "FORM",
        flag(
            "as",
            Choice("json|list|none"),
            Own,
            "Print all targets as one document: json, with targets and objects; list, a v1 List for kubectl; none, nothing but errors",
        ),
    ),
    takes(
        "FILE",
        flag(
            "report",
            Text,
            Own,
            "Write what was done as JSON: targets with digests, findings. `nexachart merge` joins those of shards",
        ),
    ),
    flag(
        "warnings",
        Bool,
        Own,
        "Say too what `lint` finds in values: keys that no template reads or nobody sets, types that do not fit, traps of YAML",
    ),
    flag("allow-empty", Bool, Own, "Take a target that has no objects"),
    flag("include-crds", Bool, Own, "Print the objects of crds/ too"),
    NO_HOOKS,
    SKIP_TESTS,
];

static RANDOM: &[Flag] = &[
    takes(
        "FILE",
        flag(
            "seed-file",
            Text,
            Own,
            "Draw random values from the secret in this file: the same ones in each run. Keep it out of git",
        ),
    ),
    flag(
        "allow-random",
        Bool,
        Own,
        "Take random values and the clock as they come: another result in each run",
    ),
    SEED,
    NOW,
];

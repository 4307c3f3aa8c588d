//! Flags that say which targets a command on a workspace is about.

use super::Role::Own;
use super::Takes::{Bool, Int, List, Text};
use super::{Flag, flag, short, takes};

/// `--environment`
pub const ENVIRONMENT: Flag = takes(
    "ENV",
    short('e', "environment", List, Own, "Only these environments (repeatable, or with commas)"),
);

/// `--workspace`
pub const WORKSPACE: Flag = takes(
    "DIR",
    flag(
        "workspace",
        Text,
        Own,
        "The folder of the workspace; without it, the nearest nexachart.yaml above, or this folder",
    ),
);

/// `--kube-version`
pub const KUBE_VERSION: Flag = takes(
    "VERSION",
    flag(
        "kube-version",
        Text,
        Own,
        "The Kubernetes version that .Capabilities tells, whatever the workspace says",
    ),
);

/// `--changed`
pub const CHANGED: Flag = flag(
    "changed",
    Bool,
    Own,
    "Only targets that can be reached by what is not committed yet (index and work tree)",
);

/// `--staged`
pub const STAGED: Flag = flag(
    "staged",
    Bool,
    Own,
    "Only targets that can be reached by what the next commit changes (the index); for hooks, under pre-commit since PRE_COMMIT_FROM_REF where that is set",
);

/// `--since`
pub const SINCE: Flag = takes(
    "REF",
    flag("since", Text, Own, "Only targets that can be reached by what changed since this branch left REF"),
);

/// `--files`
pub const FILES: Flag = flag(
    "files",
    Bool,
    Own,
    "The arguments are files: only targets that they can reach, beside those of --changed, --staged or --since",
);

/// `--jobs`
pub const JOBS: Flag = flag(
    "jobs",
    Int,
    Own,
    "How many targets may be rendered at a time; 0 for as many as there are processors",
);

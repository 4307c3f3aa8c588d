//! The flags of `nexachart lint`: those of `helm lint`, and ours.

use super::Role::Helm;
use super::Takes::{Bool, Text};
use super::own::{BUDGETS, MESSAGES_AND_REPORTS};
use super::template::VALUES;
use super::{Flag, Group, flag, short, takes};

/// The flags in the order of the help.
pub static LINT: &[Group] = &[
    Group { title: "Rules", flags: RULES },
    Group { title: "Values", flags: VALUES },
    Group { title: "Budgets", flags: BUDGETS },
    Group { title: "Messages", flags: MESSAGES_AND_REPORTS },
];

static RULES: &[Flag] = &[
    flag("strict", Bool, Helm, "Fail on warnings"),
    flag("with-subcharts", Bool, Helm, "Look at the charts below charts/, each by itself, too"),
    flag("quiet", Bool, Helm, "Print only warnings and errors"),
    takes(
        "VERSION",
        flag(
            "kube-version",
            Text,
            Helm,
            "The Kubernetes version that .Capabilities tells, and for which APIs are deprecated",
        ),
    ),
    takes("NAME", short('n', "namespace", Text, Helm, "The namespace of the release [env: HELM_NAMESPACE]")),
    flag("debug", Bool, Helm, "Say more [env: HELM_DEBUG]"),
];

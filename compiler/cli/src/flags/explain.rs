//! The flags of `nexachart explain`.

use super::Role::{Helm, Own};
use super::Takes::{Bool, Choice, List, Texts};
use super::own::{BUDGETS, MESSAGES};
use super::targets::{ENVIRONMENT, KUBE_VERSION, WORKSPACE};
use super::{Flag, Group, flag, short, takes};

/// The flags in the order of the help.
pub static EXPLAIN: &[Group] = &[
    Group { title: "What is explained", flags: ASKED },
    Group { title: "Targets", flags: TARGETS },
    Group { title: "Values, for all targets", flags: SETTINGS },
    Group { title: "Budgets", flags: BUDGETS },
    Group { title: "Messages", flags: MESSAGES },
];

static ASKED: &[Flag] = &[
    flag(
        "values",
        Bool,
        Own,
        "Explain a value, by its path, instead of an object; without a path, all values",
    ),
    flag("as", Choice("text|json"), Own, "How the answer is printed: text (the default) or json"),
];

static TARGETS: &[Flag] = &[ENVIRONMENT, WORKSPACE, KUBE_VERSION];

/// As for other commands, but for the long name of `-f`.
static SETTINGS: &[Flag] = &[
    takes(
        "FILE",
        short('f', "values-file", List, Own, "Read values from a file (repeatable; the last wins)"),
    ),
    takes("KEY=VALUE", flag("set", Texts, Helm, "Set values: key=value,other=value (repeatable)")),
    takes("KEY=TEXT", flag("set-string", Texts, Helm, "Set values that are texts whatever they look like")),
    takes("KEY=JSON", flag("set-json", Texts, Helm, "Set values given as JSON")),
    takes("KEY=FILE", flag("set-file", Texts, Helm, "Set values to the content of files: key=path")),
    takes(
        "KEY=TEXT",
        flag("set-literal", Texts, Helm, "Set one value to a text in which nothing is special"),
    ),
    flag("skip-schema-validation", Bool, Helm, "Do not check values against values.schema.json"),
];

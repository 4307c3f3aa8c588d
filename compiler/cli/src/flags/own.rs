//! Flags that the commands beyond Helm's have in common.

use super::Role::{Helm, Own};
use super::Takes::{Bool, Choice, Text, Texts};
use super::{Flag, flag, short, takes};

pub(super) static MESSAGES: &[Flag] = &[
    flag(
        "message-format",
        Choice("human|short|helm|json"),
        Own,
        "How messages are printed: human (the default), short (file:line:column: code: message), helm or json",
    ),
    takes(
        "WHEN",
        flag(
            "color",
            Text,
            Helm,
            "When messages are coloured: never, auto or always [env: HELM_COLOR, NO_COLOR]",
        ),
    ),
    takes("WHEN", flag("colour", Text, Helm, "As --color")),
    short('h', "help", Bool, Own, "Print help"),
];

pub(super) static BUDGETS: &[Flag] = &[takes(
    "NAME=N",
    flag(
        "budget",
        Texts,
        Own,
        "How much a target may take before it ends with an error (repeatable). `nexachart template --help` has the names",
    ),
)];

/// The flags of commands that have none of their own: `merge`, `init`, `new`.
pub static PLAIN: &[super::Group] = &[super::Group { title: "Messages", flags: MESSAGES }];

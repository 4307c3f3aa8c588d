//! Flags that several commands have; the groups are those of the commands beyond Helm's.

use super::Role::{Helm, Own};
use super::Takes::{Bool, Choice, Text, Texts};
use super::{Flag, Takes, flag, short, takes};

/// `--color`
pub const COLOR: Flag = takes(
    "WHEN",
    flag(
        "color",
        Text,
        Helm,
        "When messages are coloured: never, auto or always [env: HELM_COLOR, NO_COLOR]",
    ),
);

/// `--colour`
pub const COLOUR: Flag = takes("WHEN", flag("colour", Text, Helm, "As --color"));

/// `--help`
pub const HELP: Flag = short('h', "help", Bool, Own, "Print help");

/// The names of all formats of messages.
pub const FORMATS: Takes = Choice("human|short|helm|json|sarif|junit|github|gitlab");

/// `--output`
pub const REPORTS: Flag = takes(
    "FORMAT=FILE",
    flag(
        "output",
        Texts,
        Own,
        "Write what there is to say into a file too, in a format of --message-format (repeatable): --output sarif=findings.sarif",
    ),
);

const MESSAGE_FORMAT: Flag = flag(
    "message-format",
    FORMATS,
    Own,
    "How messages are printed: human (the default), short (file:line:column: code: message), helm, json, or for other tools sarif, junit, github, gitlab",
);

/// `--seed`
pub const SEED: Flag = takes(
    "N",
    flag(
        "seed",
        Text,
        Own,
        "Draw random values from this number: the same ones in each run. Not for real secrets",
    ),
);

/// `--now`
pub const NOW: Flag =
    takes("TIME", flag("now", Text, Own, "The time that templates see: RFC 3339, or seconds since 1970"));

/// `--no-hooks`, of commands on targets
pub const NO_HOOKS: Flag = flag("no-hooks", Bool, Own, "Leave out hooks");

/// `--skip-tests`, of commands on targets
pub const SKIP_TESTS: Flag = flag("skip-tests", Bool, Own, "Leave out hooks that are tests");

pub(super) static MESSAGES: &[Flag] = &[MESSAGE_FORMAT, COLOR, COLOUR, HELP];

pub(super) static BUDGETS: &[Flag] = &[takes(
    "NAME=N",
    flag(
        "budget",
        Texts,
        Own,
        "How much a target may take before it ends with an error (repeatable). `nexachart template --help` has the names",
    ),
)];

/// The same for commands that write reports too.
pub(super) static MESSAGES_AND_REPORTS: &[Flag] = &[MESSAGE_FORMAT, REPORTS, COLOR, COLOUR, HELP];

/// The flags of commands that have none of their own: `merge`, `init`, `new`.
pub static PLAIN: &[super::Group] = &[super::Group { title: "Messages", flags: MESSAGES }];

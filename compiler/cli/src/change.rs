//! Which targets a command is about, where only those count that a change can reach.

use nexachart_driver::source::Diagnostic;
use nexachart_driver::{Change, Since, misuse};

use crate::arguments::Arguments;

/// The charts that `plain` arguments name, and the change that `--changed`, `--staged`, `--since` and `--files` speak
/// of: with the last, the arguments are files.
pub fn asked(parsed: &Arguments, plain: &[Vec<u8>]) -> Result<(Vec<Vec<u8>>, Option<Change>), Diagnostic> {
    let given = [
        parsed.is_set("changed").then_some(Since::Head),
        parsed.is_set("staged").then(staged),
        parsed.text("since").map(|name| Since::Base(String::from_utf8_lossy(name).into_owned())),
    ];
    if given.iter().flatten().count() > 1 {
        return Err(misuse("--changed, --staged and --since exclude each other"));
    }
    let since = given.into_iter().flatten().next();
    Ok(match (since, parsed.is_set("files")) {
        (None, false) => (plain.to_vec(), None),
        (since, false) => (plain.to_vec(), Some(Change { since, files: Vec::new() })),
        (since, true) => (Vec::new(), Some(Change { since, files: plain.to_vec() })),
    })
}

/// What pre-commit looks at: the index, or with `--from-ref`, and before a push, what is committed.
fn staged() -> Since {
    match std::env::var("PRE_COMMIT_FROM_REF") {
        Ok(from) if !from.is_empty() => Since::Base(from),
        _ => Since::Staged,
    }
}

//! `nexachart dependency`.

use std::sync::Arc;

use nexachart_driver::chart::{Journal, Locking, build_dependencies, list_dependencies};
use nexachart_driver::go::path;
use nexachart_driver::report::Format;
use nexachart_driver::source::{Budgets, Diagnostic, Disk, World};
use nexachart_driver::{misuse, remove_files, write_files};

use crate::arguments::{Arguments, misused};
use crate::flags::PLAIN;
use crate::{crash, help, messages, output};

/// Runs the command with the arguments around its name, and gives the exit code: 0, 1 after an error, 2 where the command
/// line is wrong.
pub fn run(args: Vec<Vec<u8>>) -> u8 {
    let mut parsed = Arguments::of(PLAIN);
    let parsing = parsed.parse(args.iter().cloned()).map_err(|text| misused(PLAIN, text));
    let style = messages::style(&parsed, &args, parsed.is_set("debug"), Format::Helm);
    let mut journal = Journal::new();
    let result = messages::check_colour(&parsed).and(parsing).and_then(|()| {
        if parsed.is_set("help") || parsed.plain.is_empty() {
            return Ok(help::long(Some("dependency")));
        }
        crash::caught(|| act(&parsed.plain, &mut journal))
    });
    messages::print(&journal, style, None);
    match result.and_then(|text| output::print(&text)) {
        Ok(code) => code,
        Err(failure) => {
            messages::print([&failure], style, None);
            if failure.code == "cli::usage" { 2 } else { 1 }
        }
    }
}

/// Does what is asked for, and gives what is to be printed.
fn act(plain: &[Vec<u8>], journal: &mut Journal) -> Result<Vec<u8>, Diagnostic> {
    let usage = "nexachart dependency list|build|update [CHART]";
    let (action, chart) = match plain {
        [action] => (action, b".".to_vec()),
        [action, chart] => (action, path::clean(chart)),
        _ => return Err(misuse("one chart at most").helped(usage)),
    };
    let world: Arc<dyn World> = Arc::new(Disk);
    let budgets = Budgets::default();
    let locking = match action.as_slice() {
        b"list" | b"ls" => return list_dependencies(&world, &chart, &budgets, journal),
        b"build" => Locking::Kept,
        b"update" | b"up" => Locking::Renewed,
        other => {
            let other = String::from_utf8_lossy(other);
            return Err(misuse(format!("there is no `dependency {other}`")).helped(usage));
        }
    };
    let built = build_dependencies(&world, &chart, locking, &budgets, journal)?;
    write_files(&built.files)?;
    remove_files(&path::join(&[&chart, b"charts"]), &built.stale)?;
    Ok(built.stdout)
}

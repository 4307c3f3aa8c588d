//! `nexachart merge`.

use nexachart_driver::report::Format;
use nexachart_driver::source::Disk;
use nexachart_driver::{merge, misuse};

use crate::arguments::{Arguments, misused};
use crate::flags::PLAIN;
use crate::{crash, help, messages, output};

/// Runs the command with the arguments around its name. The exit code is that of a run without shards: 1 where there is
/// an error among the findings, or the reports do not make a whole.
pub fn run(args: Vec<Vec<u8>>) -> u8 {
    let mut parsed = Arguments::of(PLAIN);
    let parsing = parsed.parse(args.iter().cloned()).map_err(|text| misused(PLAIN, text));
    let style = messages::style(&parsed, &args, parsed.is_set("debug"), Format::Human);
    let wanted = messages::check_colour(&parsed).and(parsing).and_then(|()| {
        if parsed.plain.is_empty() && !parsed.is_set("help") {
            return Err(misuse("a report is missing: nexachart merge REPORT…"));
        }
        Ok(())
    });
    let (result, wrong) = match wanted {
        Err(failure) => (Err(failure), 2),
        Ok(()) if parsed.is_set("help") => (Ok((help::long(Some("merge")), false)), 1),
        Ok(()) => (crash::caught(|| merge(&Disk, &parsed.plain)), 1),
    };
    match result.and_then(|(text, failed)| Ok((output::print(&text)?, failed))) {
        Ok((code, failed)) => code.max(u8::from(failed)),
        Err(failure) => {
            messages::print([&failure], style, None);
            wrong
        }
    }
}

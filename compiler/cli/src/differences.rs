//! How differences are printed: what flags, the environment and the terminal say about it.

use std::io::{self, IsTerminal, Write};

use nexachart_driver::report::diff::{COMMENT, DiffFormat};
use nexachart_driver::source::Diagnostic;
use nexachart_driver::{Outcome, misuse};

use crate::arguments::Arguments;
use crate::messages::Messages;
use crate::{messages, output};

/// How much of a text is shown if nothing else is said.
const LINES: usize = 20;

/// The format for a command line.
pub fn format(parsed: &Arguments) -> Result<DiffFormat, Diagnostic> {
    Ok(match parsed.text("as") {
        Some(b"markdown") => DiffFormat::Markdown { limit: COMMENT },
        Some(b"json") => DiffFormat::Json,
        _ => {
            let terminal = io::stdout().is_terminal();
            let colour = messages::colour(parsed, terminal);
            let width = if terminal { width() } else { None };
            DiffFormat::Text { colour, width, lines: lines(parsed)? }
        }
    })
}

fn lines(parsed: &Arguments) -> Result<usize, Diagnostic> {
    let Some(lines) = parsed.text("lines") else { return Ok(LINES) };
    let number = std::str::from_utf8(lines).ok().and_then(|lines| lines.parse().ok());
    match number.ok_or_else(|| misuse("--lines takes a number of lines, 0 for all"))? {
        0 => Ok(usize::MAX),
        lines => Ok(lines),
    }
}

/// How many characters fit on a line of the terminal, where that is known.
fn width() -> Option<usize> {
    terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))
}

/// Prints what was found, and then the messages beside it. The texts of charts in it are harmless by now, and the
/// colours are to stay.
pub fn print(outcome: &Outcome, said: &mut Messages) -> Result<u8, Diagnostic> {
    let mut out = io::stdout().lock();
    let printed = output::outcome(out.write_all(&outcome.stdout).and_then(|()| out.flush()));
    drop(out);
    for finding in &outcome.findings {
        said.say([&finding.diagnostic], finding.chart.as_deref());
    }
    printed
}

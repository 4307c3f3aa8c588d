//! `nexachart explain-code`.

use nexachart_driver::pages::page;
use nexachart_driver::report::Format;
use nexachart_driver::source::{Code, Diagnostic, code, codes, nearest};
use nexachart_driver::{misuse, report};

use crate::arguments::{Arguments, misused};
use crate::flags::PLAIN;
use crate::{help, messages, output};

/// The exit code of a command line that is wrong.
const MISUSED: u8 = 2;

/// Runs the command with the arguments around its name, and gives the exit code.
pub fn run(args: Vec<Vec<u8>>) -> u8 {
    let mut parsed = Arguments::of(PLAIN);
    let parsing = parsed.parse(args.iter().cloned()).map_err(|text| misused(PLAIN, text));
    let style = messages::style(&parsed, &args, false, Format::Human);
    let text = messages::check_colour(&parsed).and(parsing).and_then(|()| match parsed.plain.as_slice() {
        _ if parsed.is_set("help") => Ok(help::long(Some("explain-code"))),
        [] => Ok(list().into_bytes()),
        [name] => explained(&String::from_utf8_lossy(name)).map(String::into_bytes),
        _ => Err(misuse("explain-code takes one code")),
    });
    let printed = text.and_then(|text| output::print(&text));
    printed.unwrap_or_else(|failure: Diagnostic| {
        messages::print([&failure], style, None);
        MISUSED
    })
}

/// All codes, a line each, in byte order.
fn list() -> String {
    let mut all: Vec<Code> = codes().collect();
    all.sort_by_key(|code| code.name);
    let width = all.iter().map(|code| code.name.len()).max().unwrap_or_default();
    all.iter().map(|code| format!("nxc::{:<width$}  {}\n", code.name, code.summary)).collect()
}

/// The page of a code.
fn explained(given: &str) -> Result<String, Diagnostic> {
    if let Some(known) = code(given) {
        let bare = || format!("# {}\n\n{}.\n", known.name, known.summary);
        return Ok(page(known.name).map_or_else(bare, str::to_string));
    }
    let name = given.strip_prefix("nxc::").unwrap_or(given);
    let all: Vec<Code> = codes().collect();
    let last =
        |name: &str| all.iter().find(|code| code.name.ends_with(&format!("::{name}"))).map(|code| code.name);
    let near = last(name).or_else(|| nearest(name, all.iter().map(|code| code.name)));
    let help = match near {
        Some(near) => format!("did you mean `nexachart explain-code {near}`?"),
        None => "`nexachart explain-code` lists the codes".to_string(),
    };
    let shown = report::safe(given.as_bytes());
    Err(misuse(format!("there is no code \"{shown}\"")).helped(help))
}

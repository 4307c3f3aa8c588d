//! `nexachart diff`.

use std::sync::Arc;

use nexachart_driver::report::Format;
use nexachart_driver::source::{Diagnostic, Disk, World};
use nexachart_driver::{Against, DiffRequest, Finding, Outcome, compare, misuse};

use crate::arguments::{Arguments, misused};
use crate::flags::DIFF;
use crate::messages::Messages;
use crate::{crash, differences, help, messages, output, template};

/// The exit code where something differs.
const DIFFERS: u8 = 1;
/// The exit code after an error, and of a command line that is wrong.
const FAILED: u8 = 2;

/// Runs the command with the arguments around its name, and gives the exit code.
pub fn run(args: Vec<Vec<u8>>, stack: usize) -> u8 {
    let mut parsed = Arguments::of(DIFF);
    let parsing = parsed.parse(args.iter().cloned()).map_err(|text| misused(DIFF, text));
    let debug = parsed.is_set("debug") || template::env_is_set("HELM_DEBUG");
    let style = messages::style(&parsed, &args, debug, Format::Human);
    let mut said = Messages::new(&parsed, style);
    let failed = |failure: &Diagnostic| {
        let mut said = Messages::new(&parsed, style);
        said.say([failure], None);
        said.end_with(FAILED, FAILED, &[])
    };
    if let Err(failure) = messages::check_colour(&parsed).and(parsing).and(said.check()) {
        return failed(&failure);
    }
    if parsed.is_set("help") {
        return output::print(&help::long(Some("diff"))).unwrap_or_else(|failure| failed(&failure));
    }
    let format = match differences::format(&parsed) {
        Ok(format) => format,
        Err(failure) => return failed(&failure),
    };
    let request = match request(&parsed, debug, stack) {
        Ok(request) => request,
        Err(failure) => return failed(&failure),
    };
    let world: Arc<dyn World> = Arc::new(Disk);
    let compared = crash::caught(|| Ok(compare(&world, &request, format)));
    let (outcome, differs) = compared.unwrap_or_else(|diagnostic| {
        let findings = vec![Finding { diagnostic, chart: None }];
        (Outcome { findings, ..Outcome::default() }, false)
    });
    let code = match differences::print(&outcome, &mut said) {
        Ok(_) if outcome.has_failed() => FAILED,
        Ok(0) if differs => DIFFERS,
        Ok(code) => code,
        Err(failure) => {
            said.say([&failure], None);
            FAILED
        }
    };
    said.end_with(code, FAILED, &outcome.targets)
}

fn request(parsed: &Arguments, debug: bool, stack: usize) -> Result<DiffRequest, Diagnostic> {
    let environments = parsed.texts("environment");
    let against = match (parsed.text("ref"), environments.as_slice()) {
        (Some(name), _) => {
            let Ok(name) = std::str::from_utf8(name) else {
                return Err(misuse("--ref takes the name of a revision"));
            };
            Against::Revision { name: name.to_string(), environments }
        }
        (None, [from, to]) => Against::Environments([from.clone(), to.clone()]),
        (None, _) => {
            let help =
                "two environments: -e staging -e prod; or a git revision and what lies here now: --ref main";
            return Err(misuse("what is to be compared?").helped(help));
        }
    };
    Ok(DiffRequest {
        workspace: parsed.text("workspace").map(<[u8]>::to_vec),
        charts: parsed.plain.clone(),
        against,
        common: template::common(parsed, debug, stack)?,
    })
}

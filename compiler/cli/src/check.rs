//! `nexachart check`.

use std::sync::Arc;

use nexachart_driver::report::Format;
use nexachart_driver::source::{Diagnostic, Disk, World};
use nexachart_driver::{CheckRequest, Finding, Outcome, UnknownKinds, check};

use crate::arguments::{Arguments, misused};
use crate::flags::CHECK;
use crate::messages::{self, Messages};
use crate::{change, crash, help, output, template};

/// The exit code where something is wrong.
const FAILED: u8 = 1;
/// The exit code of a command line that is wrong.
const MISUSED: u8 = 2;

/// Runs the command with the arguments around its name, and gives the exit code.
pub fn run(args: Vec<Vec<u8>>, stack: usize) -> u8 {
    let mut parsed = Arguments::of(CHECK);
    let parsing = parsed.parse(args.iter().cloned()).map_err(|text| misused(CHECK, text));
    let debug = parsed.is_set("debug") || template::env_is_set("HELM_DEBUG");
    let style = messages::style(&parsed, &args, debug, Format::Human);
    let mut said = Messages::new(&parsed, style);
    let request = messages::check_colour(&parsed).and(parsing).and(said.check()).and_then(|()| {
        if parsed.is_set("help") { Ok(None) } else { request(&parsed, debug, stack).map(Some) }
    });
    let request = match request {
        Ok(Some(request)) => request,
        Ok(None) => return printed(&help::long(Some("check")), &mut said),
        Err(failure) => {
            said.say([&failure], None);
            return said.end_with(MISUSED, MISUSED, &[]);
        }
    };
    let world: Arc<dyn World> = Arc::new(Disk);
    let outcome = crash::caught(|| Ok::<_, Diagnostic>(check(&world, &request)));
    let outcome = outcome.unwrap_or_else(|diagnostic| Outcome {
        findings: vec![Finding { diagnostic, chart: None }],
        ..Outcome::default()
    });
    for finding in &outcome.findings {
        said.say([&finding.diagnostic], finding.chart.as_deref());
    }
    let code = printed(&outcome.stdout, &mut said);
    let is_misuse = outcome.findings.iter().any(|finding| finding.diagnostic.code == "cli::usage");
    let code = match (outcome.has_failed(), is_misuse) {
        (true, true) => MISUSED,
        (true, false) => FAILED,
        (false, _) => code,
    };
    said.end_with(code, FAILED, &outcome.targets)
}

/// Prints a product, or says why that cannot be.
fn printed(product: &[u8], said: &mut Messages) -> u8 {
    output::print(product).unwrap_or_else(|unwritten| {
        said.say([&unwritten], None);
        FAILED
    })
}

fn request(parsed: &Arguments, debug: bool, stack: usize) -> Result<CheckRequest, Diagnostic> {
    let (arguments, change) = change::asked(parsed, &parsed.plain)?;
    Ok(CheckRequest {
        workspace: parsed.text("workspace").map(<[u8]>::to_vec),
        arguments,
        environments: parsed.texts("environment"),
        change,
        common: template::common(parsed, debug, stack)?,
        policies: parsed.texts("policies"),
        crds: parsed.texts("crds"),
        as_submitted: parsed.is_set("as-submitted"),
        unknown_kinds: match parsed.text("unknown-kinds") {
            Some(b"ignore") => UnknownKinds::Ignore,
            Some(b"error") => UnknownKinds::Refuse,
            _ => UnknownKinds::Warn,
        },
    })
}

//! `nexachart check`.

use std::sync::Arc;

use nexachart_driver::report::Format;
use nexachart_driver::source::{Diagnostic, Disk, World};
use nexachart_driver::{CheckRequest, Finding, Outcome, UnknownKinds, check};

use crate::arguments::{Arguments, misused};
use crate::flags::CHECK;
use crate::{change, crash, help, messages, output, template};

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
    let misused = |failure: &Diagnostic| {
        messages::print([failure], style, None);
        MISUSED
    };
    if let Err(failure) = messages::check_colour(&parsed).and(parsing) {
        return misused(&failure);
    }
    if parsed.is_set("help") {
        return output::print(&help::long(Some("check"))).unwrap_or_else(|failure| misused(&failure));
    }
    let request = match request(&parsed, debug, stack) {
        Ok(request) => request,
        Err(failure) => return misused(&failure),
    };
    let world: Arc<dyn World> = Arc::new(Disk);
    let outcome = crash::caught(|| Ok::<_, Diagnostic>(check(&world, &request)));
    let outcome = outcome.unwrap_or_else(|diagnostic| Outcome {
        findings: vec![Finding { diagnostic, chart: None }],
        ..Outcome::default()
    });
    for finding in &outcome.findings {
        messages::print([&finding.diagnostic], style, finding.chart.as_deref());
    }
    let printed = output::print(&outcome.stdout).unwrap_or_else(|failure| misused(&failure));
    let is_misuse = outcome.findings.iter().any(|finding| finding.diagnostic.code == "cli::usage");
    match (outcome.has_failed(), is_misuse) {
        (true, true) => MISUSED,
        (true, false) => FAILED,
        (false, _) => printed,
    }
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

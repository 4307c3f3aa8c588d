//! `nexachart lint`.

use std::sync::Arc;

use nexachart_driver::chart::Journal;
use nexachart_driver::report::Format;
use nexachart_driver::source::{Diagnostic, Disk, Severity, World};
use nexachart_driver::{LintRequest, Linted, analyse, helm_report, lint, misuse};

use crate::arguments::{Arguments, misused};
use crate::flags::LINT;
use crate::messages::{self, Messages};
use crate::template::common;
use crate::{crash, help, output};

/// The exit code after an error, and where a chart fails.
const FAILED: u8 = 1;

/// Runs the command with the arguments around its name, and gives the exit code.
pub fn run(args: Vec<Vec<u8>>, stack: usize) -> u8 {
    let mut parsed = Arguments::of(LINT);
    let parsing = parsed.parse(args.iter().cloned()).map_err(|text| misused(LINT, text));
    let style = messages::style(&parsed, &args, parsed.is_set("debug"), Format::Human);
    let mut said = Messages::new(&parsed, style);
    let mut journal = Journal::new();
    let result = messages::check_colour(&parsed).and(parsing).and(said.check()).and_then(|()| {
        if parsed.is_set("help") {
            return Ok((help::long(Some("lint")), None, Vec::new()));
        }
        crash::caught(|| act(&parsed, style.format, stack, &mut journal))
    });
    let (product, failure, linted) = match result {
        Ok(done) => done,
        Err(failure) => (Vec::new(), Some(failure), Vec::new()),
    };
    said.say(&journal, None);
    for chart in &linted {
        let findings = chart.error.iter().chain(chart.messages.iter().map(|message| &message.finding));
        said.say(findings.chain(&chart.beside), Some(&chart.path));
    }
    let (code, failure) = match output::print(&product) {
        Ok(code) => (code, failure),
        Err(unwritten) => (FAILED, failure.or(Some(unwritten))),
    };
    let code = match failure {
        Some(failure) => {
            said.say([&failure], None);
            FAILED
        }
        None => code,
    };
    let charts: Vec<String> =
        linted.iter().map(|chart| String::from_utf8_lossy(&chart.path).into_owned()).collect();
    said.end_with(code, FAILED, &charts)
}

/// What is to be printed on standard output, the error to end with, and the findings where they are not in the first.
type Acted = (Vec<u8>, Option<Diagnostic>, Vec<Linted>);

/// Runs it.
fn act(parsed: &Arguments, format: Format, stack: usize, journal: &mut Journal) -> Result<Acted, Diagnostic> {
    if parsed.plain.is_empty() {
        return Err(misuse("\"helm lint\" requires at least 1 argument\n\nUsage:  helm lint PATH [flags]"));
    }
    let request = LintRequest {
        charts: parsed.plain.clone(),
        options: common(parsed, parsed.is_set("debug"), stack)?,
        subcharts: parsed.is_set("with-subcharts"),
        strict: parsed.is_set("strict"),
        quiet: parsed.is_set("quiet"),
    };
    let world: Arc<dyn World> = Arc::new(Disk);
    let mut linted = lint(&world, &request, journal)?;
    if format == Format::Helm {
        let (product, failure) = helm_report(&linted, &request);
        return Ok((product, failure, Vec::new()));
    }
    for chart in &mut linted {
        analyse(&world, &request, chart);
    }
    let (_, failure) = helm_report(&linted, &request);
    if request.quiet {
        for chart in &mut linted {
            chart.messages.retain(|message| message.finding.severity > Severity::Info);
        }
    }
    Ok((Vec::new(), failure, linted))
}

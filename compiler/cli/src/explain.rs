//! `nexachart explain`.

use std::io::IsTerminal;
use std::sync::Arc;

use nexachart_driver::report::{Format, explained, explained_json};
use nexachart_driver::source::{Diagnostic, Disk, World};
use nexachart_driver::{Errors, ExplainRequest, Question, TemplateOptions, explain, misuse};

use crate::arguments::{Arguments, misused};
use crate::flags::EXPLAIN;
use crate::{crash, help, messages, output, template};

/// The exit code after an error.
const FAILED: u8 = 1;
/// The exit code of a command line that is wrong.
const MISUSED: u8 = 2;

/// Runs the command with the arguments around its name, and gives the exit code.
pub fn run(args: Vec<Vec<u8>>, stack: usize) -> u8 {
    let mut parsed = Arguments::of(EXPLAIN);
    let parsing = parsed.parse(args.iter().cloned()).map_err(|text| misused(EXPLAIN, text));
    let debug = parsed.is_set("debug") || template::env_is_set("HELM_DEBUG");
    let style = messages::style(&parsed, &args, debug, Format::Human);
    let failed = |failure: &Diagnostic, chart: Option<&[u8]>| {
        messages::print([failure], style, chart);
        if failure.code == "cli::usage" { MISUSED } else { FAILED }
    };
    if let Err(failure) = messages::check_colour(&parsed).and(parsing) {
        return failed(&failure, None);
    }
    if parsed.is_set("help") {
        return output::print(&help::long(Some("explain"))).unwrap_or_else(|failure| failed(&failure, None));
    }
    let request = match request(&parsed, debug, stack) {
        Ok(request) => request,
        Err(failure) => return failed(&failure, None),
    };
    let world: Arc<dyn World> = Arc::new(Disk);
    let answers = match crash::caught(|| Ok::<_, Diagnostic>(explain(&world, &request))) {
        Ok(answers) => answers,
        Err(failure) => return failed(&failure, None),
    };
    match answers {
        Ok(answers) => {
            let text = match parsed.text("as") {
                Some(b"json") => explained_json(&*world, &answers),
                _ => explained(&*world, &answers, width()),
            };
            output::print(&text).unwrap_or_else(|failure| failed(&failure, None))
        }
        Err(failures) => {
            let codes = failures.iter().map(|finding| failed(&finding.diagnostic, finding.chart.as_deref()));
            codes.max().unwrap_or(FAILED)
        }
    }
}

fn width() -> Option<usize> {
    if !std::io::stdout().is_terminal() {
        return None;
    }
    terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))
}

fn request(parsed: &Arguments, debug: bool, stack: usize) -> Result<ExplainRequest, Diagnostic> {
    let text = |argument: &[u8]| String::from_utf8_lossy(argument).into_owned();
    let usage = || {
        misuse("what is to be explained?").helped(
            "an object and a field: explain CHART -e ENV deployment/api spec.replicas; or values: explain CHART --values [PATH]",
        )
    };
    let (chart, question) = match (parsed.is_set("values"), parsed.plain.as_slice()) {
        (true, []) => (Vec::new(), Question::Values),
        (true, [chart]) => (vec![chart.clone()], Question::Values),
        (true, [chart, path]) => (vec![chart.clone()], Question::Value(text(path))),
        (false, [chart, object]) => (vec![chart.clone()], Question::Object(text(object), None)),
        (false, [chart, object, field]) => {
            (vec![chart.clone()], Question::Object(text(object), Some(text(field))))
        }
        _ => return Err(usage()),
    };
    let mut common: TemplateOptions = template::common(parsed, debug, stack)?;
    common.values.files = parsed.texts("values-file");
    common.errors = Errors::Explained;
    Ok(ExplainRequest {
        workspace: parsed.text("workspace").map(<[u8]>::to_vec),
        charts: chart,
        environments: parsed.texts("environment"),
        question,
        common,
    })
}

//! `nexachart golden`.

use std::io::{self, IsTerminal};
use std::sync::Arc;

use nexachart_driver::go::path;
use nexachart_driver::report::Format;
use nexachart_driver::report::diff::DiffFormat;
use nexachart_driver::source::{Diagnostic, Disk, World, distance};
use nexachart_driver::{
    Dialogue, Echo, Finding, GoldenRequest, Outcome, check_goldens, misuse, remove_files, review_goldens,
    update_goldens, write_files,
};

use crate::arguments::{Arguments, misused};
use crate::flags::GOLDEN;
use crate::messages::Messages;
use crate::{change, crash, differences, help, messages, output, template};

/// The exit code where a golden does not hold, and after an error.
const FAILED: u8 = 1;
/// The exit code of a command line that is wrong.
const MISUSED: u8 = 2;

/// What is done with goldens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Check,
    Update,
    Review,
}

const ACTIONS: [(&str, Action); 3] =
    [("check", Action::Check), ("update", Action::Update), ("review", Action::Review)];

/// Runs the command with the arguments around its name, and gives the exit code.
pub fn run(args: Vec<Vec<u8>>, stack: usize) -> u8 {
    let mut parsed = Arguments::of(GOLDEN);
    let parsing = parsed.parse(args.iter().cloned()).map_err(|text| misused(GOLDEN, text));
    let debug = parsed.is_set("debug") || template::env_is_set("HELM_DEBUG");
    let style = messages::style(&parsed, &args, debug, Format::Human);
    let mut said = Messages::new(&parsed, style);
    let misused = |failure: &Diagnostic| {
        let mut said = Messages::new(&parsed, style);
        said.say([failure], None);
        said.end_with(MISUSED, MISUSED, &[])
    };
    if let Err(failure) = messages::check_colour(&parsed).and(parsing).and(said.check()) {
        return misused(&failure);
    }
    if parsed.is_set("help") || parsed.plain.is_empty() {
        return output::print(&help::long(Some("golden"))).unwrap_or_else(|failure| misused(&failure));
    }
    let asked = action(&parsed.plain[0]).and_then(|action| {
        let (charts, change) = change::asked(&parsed, &parsed.plain[1..])?;
        let request = GoldenRequest {
            workspace: parsed.text("workspace").map(<[u8]>::to_vec),
            charts,
            environments: parsed.texts("environment"),
            change,
            common: template::common(&parsed, debug, stack)?,
        };
        Ok((action, request, differences::format(&parsed)?))
    });
    let (action, request, format) = match asked {
        Ok(asked) => asked,
        Err(failure) => return misused(&failure),
    };
    let outcome = crash::caught(|| Ok(perform(action, &request, format))).unwrap_or_else(failed);
    let written = if outcome.has_failed() && action != Action::Review { Ok(()) } else { write(&outcome) };
    let outcome = match written {
        Ok(()) => outcome,
        Err(failure) => Outcome { stdout: Vec::new(), ..failed(failure) },
    };
    let code = match differences::print(&outcome, &mut said) {
        Ok(_) if outcome.has_failed() => FAILED,
        Ok(code) => code,
        Err(failure) => {
            said.say([&failure], None);
            FAILED
        }
    };
    said.end_with(code, FAILED, &outcome.targets)
}

fn perform(action: Action, request: &GoldenRequest, format: DiffFormat) -> Outcome {
    let world: Arc<dyn World> = Arc::new(Disk);
    match action {
        Action::Check => check_goldens(&world, request, format),
        Action::Update => update_goldens(&world, request),
        Action::Review => {
            let echo = if io::stdin().is_terminal() { Echo::Terminal } else { Echo::Ours };
            let (mut answers, mut screen) = (io::stdin().lock(), io::stdout().lock());
            let dialogue = Dialogue { answers: &mut answers, screen: &mut screen, echo };
            review_goldens(&world, request, format, dialogue)
        }
    }
}

fn write(outcome: &Outcome) -> Result<(), Diagnostic> {
    write_files(&outcome.files)?;
    for stale in &outcome.stale {
        remove_files(&path::dir(&path::dir(stale)), std::slice::from_ref(stale))?;
    }
    Ok(())
}

fn failed(diagnostic: Diagnostic) -> Outcome {
    Outcome { findings: vec![Finding { diagnostic, chart: None }], ..Outcome::default() }
}

fn action(name: &[u8]) -> Result<Action, Diagnostic> {
    if let Some((_, action)) = ACTIONS.iter().find(|(known, _)| known.as_bytes() == name) {
        return Ok(*action);
    }
    let shown = String::from_utf8_lossy(name);
    let near = ACTIONS.iter().find(|(known, _)| distance(name, known.as_bytes()) <= 2);
    let help = match near {
        Some((near, _)) => format!("did you mean `golden {near}`?"),
        None => {
            "there are `golden check`, `golden update` and `golden review`; charts are named behind".into()
        }
    };
    Err(misuse(format!("golden cannot {shown}")).helped(help))
}

//! `nexachart render`.

use std::sync::Arc;

use nexachart_driver::go::path;
use nexachart_driver::report::Format;
use nexachart_driver::source::{Diagnostic, Disk, World};
use nexachart_driver::{
    Draws, Finding, Form, Outcome, RenderRequest, Split, misuse, remove_files, render_workspace, write_files,
};

use crate::arguments::Arguments;
use crate::flags::RENDER;
use crate::{crash, help, messages, output, template};

/// The exit code after an error.
const FAILED: u8 = 1;
/// The exit code of a command line that is wrong.
const MISUSED: u8 = 2;

/// Runs the command with the arguments around its name, and gives the exit code.
pub fn run(args: Vec<Vec<u8>>, stack: usize) -> u8 {
    let mut parsed = Arguments::of(RENDER);
    let parsing = parsed.parse(args.iter().cloned()).map_err(misuse);
    let debug = parsed.is_set("debug") || template::env_is_set("HELM_DEBUG");
    let style = messages::style(&parsed, &args, debug, Format::Human);
    let request = messages::check_colour(&parsed).and(parsing).and_then(|()| {
        if parsed.is_set("help") { Ok(None) } else { request(&parsed, debug, stack).map(Some) }
    });
    let request = match request {
        Ok(Some(request)) => request,
        Ok(None) => return printed(&help::long(Some("render")), style),
        Err(failure) => {
            messages::print([&failure], style, None);
            return MISUSED;
        }
    };
    let world: Arc<dyn World> = Arc::new(Disk);
    let outcome = crash::caught(|| {
        let outcome = render_workspace(&world, &request);
        if !outcome.has_failed() {
            write_files(&outcome.files)?;
            if let Form::Folder(dir, _) = &request.form {
                remove_files(&path::clean(dir), &outcome.stale)?;
            }
        }
        Ok(outcome)
    });
    let outcome = outcome.unwrap_or_else(|failure| Outcome {
        findings: vec![Finding { diagnostic: failure, chart: None }],
        ..Outcome::default()
    });
    for finding in &outcome.findings {
        messages::print([&finding.diagnostic], style, finding.chart.as_deref());
    }
    let misused = outcome.findings.iter().any(|finding| finding.diagnostic.code == "cli::usage");
    match (outcome.has_failed(), misused) {
        (true, true) => MISUSED,
        (true, false) => FAILED,
        (false, _) => printed(&outcome.stdout, style),
    }
}

/// Prints a product, or says why that cannot be.
fn printed(product: &[u8], style: nexachart_driver::report::Style) -> u8 {
    output::print(product).unwrap_or_else(|unwritten| {
        messages::print([&unwritten], style, None);
        FAILED
    })
}

fn request(parsed: &Arguments, debug: bool, stack: usize) -> Result<RenderRequest, Diagnostic> {
    let dir = parsed.text("output-dir").filter(|dir| !dir.is_empty());
    let split = parsed.text("split");
    let form = match (dir, parsed.text("as")) {
        (Some(_), Some(_)) => return Err(misuse("--output-dir and --as exclude each other")),
        (None, _) if split.is_some() => return Err(misuse("--split goes with --output-dir")),
        (Some(dir), None) => {
            Form::Folder(dir.to_vec(), if split == Some(b"object") { Split::Object } else { Split::Chart })
        }
        (None, Some(b"json")) => Form::Json,
        (None, Some(_)) => Form::List,
        (None, None) => Form::Stream,
    };
    let draws = match (parsed.text("seed-file"), parsed.is_set("allow-random")) {
        (Some(_), _) if parsed.text("seed").is_some() => {
            return Err(misuse("--seed-file and --seed exclude each other"));
        }
        (Some(_), true) => return Err(misuse("--seed-file and --allow-random exclude each other")),
        (Some(file), false) => Draws::Seeded(file.to_vec()),
        (None, true) => Draws::Allowed,
        (None, false) => Draws::Refused,
    };
    let mut common = template::common(parsed, debug, stack)?;
    common.output_dir = None;
    Ok(RenderRequest {
        workspace: parsed.text("workspace").map(<[u8]>::to_vec),
        charts: parsed.plain.clone(),
        environments: parsed.texts("environment"),
        common,
        form,
        draws,
        allow_empty: parsed.is_set("allow-empty"),
    })
}

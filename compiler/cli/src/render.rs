//! `nexachart render`.

use std::sync::Arc;

use nexachart_driver::go::path;
use nexachart_driver::report::Format;
use nexachart_driver::source::{Diagnostic, Disk, World};
use nexachart_driver::workspace::Shard;
use nexachart_driver::{
    Draws, Finding, Form, Outcome, RenderRequest, Split, misuse, remove_files, render_workspace, write_files,
};

use crate::arguments::{Arguments, misused};
use crate::flags::RENDER;
use crate::messages::Messages;
use crate::{change, crash, help, messages, output, template};

/// The exit code after an error.
const FAILED: u8 = 1;
/// The exit code of a command line that is wrong.
const MISUSED: u8 = 2;

/// Runs the command with the arguments around its name, and gives the exit code.
pub fn run(args: Vec<Vec<u8>>, stack: usize) -> u8 {
    let mut parsed = Arguments::of(RENDER);
    let parsing = parsed.parse(args.iter().cloned()).map_err(|text| misused(RENDER, text));
    let debug = parsed.is_set("debug") || template::env_is_set("HELM_DEBUG");
    let style = messages::style(&parsed, &args, debug, Format::Human);
    let mut said = Messages::new(&parsed, style);
    let request = messages::check_colour(&parsed).and(parsing).and(said.check()).and_then(|()| {
        if parsed.is_set("help") { Ok(None) } else { request(&parsed, debug, stack).map(Some) }
    });
    let request = match request {
        Ok(Some(request)) => request,
        Ok(None) => return printed(&help::long(Some("render")), style),
        Err(failure) => {
            said.say([&failure], None);
            return said.end_with(MISUSED, MISUSED, &[]);
        }
    };
    let world: Arc<dyn World> = Arc::new(Disk);
    let outcome = crash::caught(|| {
        let outcome = render_workspace(&world, &request);
        write_files(&outcome.report.iter().cloned().collect())?;
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
        said.say([&finding.diagnostic], finding.chart.as_deref());
    }
    let misused = outcome.findings.iter().any(|finding| finding.diagnostic.code == "cli::usage");
    let code = match (outcome.has_failed(), misused) {
        (true, true) => MISUSED,
        (true, false) => FAILED,
        (false, _) => match output::print(&outcome.stdout) {
            Ok(code) => code,
            Err(unwritten) => {
                said.say([&unwritten], None);
                FAILED
            }
        },
    };
    said.end_with(code, FAILED, &outcome.targets)
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
        (None, Some(b"none")) => Form::None,
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
    let (charts, change) = change::asked(parsed, &parsed.plain)?;
    let mut common = template::common(parsed, debug, stack)?;
    common.output_dir = None;
    Ok(RenderRequest {
        workspace: parsed.text("workspace").map(<[u8]>::to_vec),
        charts,
        environments: parsed.texts("environment"),
        common,
        change,
        shard: parsed.text("shard").map(shard).transpose()?,
        form,
        report: parsed.text("report").map(<[u8]>::to_vec),
        draws,
        allow_empty: parsed.is_set("allow-empty"),
        warnings: parsed.is_set("warnings"),
    })
}

/// `--shard`: `INDEX/COUNT`; `auto` takes both from what CI systems say, `auto/COUNT` the index.
fn shard(text: &[u8]) -> Result<Shard, Diagnostic> {
    let text = String::from_utf8_lossy(text).into_owned();
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let shown = match text.strip_prefix("auto") {
        None => text.clone(),
        Some(rest) => {
            let count = rest.strip_prefix('/').map(str::to_string).or_else(|| variable("CI_NODE_TOTAL"));
            // GitLab counts from 1, Kubernetes from 0.
            let from_job = || variable("JOB_COMPLETION_INDEX")?.parse::<u32>().ok()?.checked_add(1);
            let index = variable("CI_NODE_INDEX").or_else(|| Some(from_job()?.to_string()));
            match (index, count) {
                (Some(index), Some(count)) => format!("{index}/{count}"),
                (None, _) => {
                    let message = "--shard auto: neither CI_NODE_INDEX nor JOB_COMPLETION_INDEX is set";
                    return Err(misuse(message).helped("say it: --shard 1/4"));
                }
                (Some(_), None) => {
                    return Err(misuse("--shard auto: CI_NODE_TOTAL is not set")
                        .helped("say how many: --shard auto/4"));
                }
            }
        }
    };
    Shard::parse(&shown).ok_or_else(|| {
        misuse(format!("invalid --shard: \"{shown}\" is not INDEX/COUNT, the index from 1 to the count"))
    })
}

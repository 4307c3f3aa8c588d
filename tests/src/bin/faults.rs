//! Asks `nexachart`, and Helm where it is given, where each fault of `tests/faults` is, and prints how often they are right.
//!
//!     cargo run -p nexachart-tests --bin faults -- [--program PATH] [--corpus DIR] [--helm PATH] [--show N] [--check]
//!         [--min line=N] [--min column=N] [--min value=N] [PART OF CLASS/NAME]
//!
//! `--show N` prints what was said of N faults that were not found. `--check` only makes the broken charts and looks at
//! their places. `--min` fails where less than so many percent are right.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, thread};

use nexachart_tests::faults::{Charts, Fault, Helm, Nexachart, Tally, Verdict, load};

/// The repository.
const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

fn main() -> io::Result<ExitCode> {
    let mut report = String::new();
    let code = answer(&mut report);
    io::stdout().lock().write_all(report.as_bytes())?;
    match code {
        Ok(code) => Ok(code),
        Err(what) => Err(io::Error::other(what)),
    }
}

/// Does what the arguments ask for, and tells of it.
fn answer(report: &mut String) -> Result<ExitCode, String> {
    let (mut program, mut corpus, mut helm) = (PathBuf::from("target/debug/nexachart"), None, None);
    let (mut show, mut check, mut least, mut part) = (0, false, Vec::new(), String::new());
    let mut args = env::args().skip(1);
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or_else(|| format!("{arg} needs a value"));
        match arg.as_str() {
            "--program" => program = value()?.into(),
            "--corpus" => corpus = Some(PathBuf::from(value()?)),
            "--helm" => helm = Some(PathBuf::from(value()?)),
            "--show" => show = value()?.parse().map_err(|e| format!("--show: {e}"))?,
            "--min" => least.push(value()?),
            "--check" => check = true,
            _ => part = arg,
        }
    }
    let repository = Path::new(REPOSITORY).canonicalize().map_err(|e| e.to_string())?;
    let charts = Charts::of(&repository, corpus);
    let mut faults = load(&repository.join("tests/faults/table"))?;
    faults.retain(|fault| {
        format!("{}/{}", fault.class, fault.name).contains(&part) && charts.find(&fault.chart).is_some()
    });
    let absolute = |path: PathBuf| path.canonicalize().map_err(|e| format!("{}: {e}", path.display()));
    if check {
        let folder = folder();
        for fault in &faults {
            charts
                .break_one(fault, &folder)
                .map_err(|what| format!("{}/{}: {what}", fault.class, fault.name))?;
            fs::remove_dir_all(&folder).map_err(|e| e.to_string())?;
        }
        report.push_str(&format!("{} faults\n", faults.len()));
        return Ok(ExitCode::SUCCESS);
    }
    let nexachart = Nexachart { program: absolute(program)? };
    let helm = helm.map(absolute).transpose()?.map(|program| Helm { program });
    let verdicts = ask(&faults, &charts, &nexachart, helm.as_ref())?;
    let mut tally = Tally::default();
    for (fault, (ours, helms)) in faults.iter().zip(&verdicts) {
        tally.count(&fault.class, ours, helms.as_ref());
        if show > 0 && !(ours.line && ours.column && ours.value != Some(false)) {
            show -= 1;
            report.push_str(&show_one(fault, ours, helms.as_ref()));
        }
    }
    report.push_str(&tally.to_string());
    is_enough(&tally, &least, report)
}

type Verdicts = Vec<(Verdict, Option<Verdict>)>;

/// Asks about all faults, a few at a time.
fn ask(
    faults: &[Fault],
    charts: &Charts,
    nexachart: &Nexachart,
    helm: Option<&Helm>,
) -> Result<Verdicts, String> {
    let (next, told) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let worker = || {
        let folder = folder();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(fault) = faults.get(at) else { break };
            let verdict = nexachart.ask(fault, charts, &folder).and_then(|ours| {
                let helms = helm.map(|helm| helm.ask(fault, charts, &folder)).transpose()?;
                Ok((ours, helms))
            });
            let verdict = verdict.map_err(|what| format!("{}/{}: {what}", fault.class, fault.name));
            told.lock().unwrap_or_else(|e| e.into_inner()).push((at, verdict));
        }
    };
    thread::scope(|scope| (0..4).for_each(|_| drop(scope.spawn(worker))));
    let mut told = told.into_inner().unwrap_or_else(|e| e.into_inner());
    told.sort_by_key(|(at, _)| *at);
    told.into_iter().map(|(_, verdict)| verdict).collect()
}

/// A new folder for a broken chart.
fn folder() -> PathBuf {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    env::temp_dir().join(format!("fault-{}-{number}", std::process::id()))
}

/// What is true of a fault, and what was said.
fn show_one(fault: &Fault, ours: &Verdict, helms: Option<&Verdict>) -> String {
    let mut lines = vec![format!("{}/{} ({})", fault.class, fault.name, fault.run.join(" "))];
    for mark in &fault.places {
        lines.push(format!("  true: {}:{}:{} {}", mark.file, mark.line, mark.column, mark.text));
    }
    if let Some(cause) = &fault.value {
        lines.push(format!("  value: {} {}", cause.path, cause.setter));
    }
    let wrong = [("line", ours.line), ("column", ours.column), ("value", ours.value != Some(false))];
    let wrong: Vec<&str> = wrong.iter().filter(|(_, right)| !right).map(|(what, _)| *what).collect();
    lines.push(format!("  wrong: {}", wrong.join(", ")));
    lines.push(format!("  said: {}", ours.said.trim_end()));
    lines.extend(helms.map(|helms| format!("  Helm: {}", helms.said.trim_end())));
    lines.push(String::new());
    lines.join("\n")
}

/// Whether the percentages are what `--min` asks for.
fn is_enough(tally: &Tally, least: &[String], report: &mut String) -> Result<ExitCode, String> {
    let reached = ["line", "column", "value"].into_iter().zip(tally.total().percentages());
    let mut code = ExitCode::SUCCESS;
    for least in least {
        let (name, number) = least.split_once('=').ok_or_else(|| format!("--min {least}: no number"))?;
        let number: f64 = number.parse().map_err(|e| format!("--min {least}: {e}"))?;
        let (_, reached) = reached
            .clone()
            .find(|(known, _)| *known == name)
            .ok_or_else(|| format!("--min {least}: not known"))?;
        if reached < number {
            report.push_str(&format!("{name}: {reached:.2} %, and {number} % are asked for\n"));
            code = ExitCode::FAILURE;
        }
    }
    Ok(code)
}

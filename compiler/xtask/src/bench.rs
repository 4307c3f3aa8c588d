//! `cargo xtask bench`: our program beside Helm.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::charts::{Case, cases};
use crate::run::{Run, Use};
use crate::{say, table};

/// How long the pairs of one chart may take, where their number is not given.
const PATIENCE: Duration = Duration::from_secs(20);

/// The least and the most pairs, where their number is not given.
const PAIRS: (usize, usize) = (5, 41);

/// What stands around the table in README.md.
const MARKS: (&str, &str) = ("<!-- cargo xtask bench --readme -->\n", "<!-- end -->\n");

/// What the command line asks for.
pub struct Options {
    helm: PathBuf,
    program: PathBuf,
    pairs: Option<usize>,
    only: String,
    corpus: PathBuf,
    readme: bool,
}

impl Options {
    /// Reads the arguments behind `bench`. An error is the usage.
    pub fn parse(mut args: impl Iterator<Item = String>) -> Result<Options, String> {
        let mut helm = None;
        let mut program = root().join("target/release/nexachart");
        let (mut pairs, mut only, mut readme) = (None, String::new(), false);
        let mut corpus = root().join("../shared/corpus");
        let usage = || crate::USAGE.to_string();
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--readme" => readme = true,
                "--against" => helm = Some(args.next().ok_or_else(usage)?.into()),
                "--program" => program = args.next().ok_or_else(usage)?.into(),
                "--pairs" => {
                    pairs =
                        Some(args.next().and_then(|n| n.parse().ok()).filter(|&n| n > 0).ok_or_else(usage)?)
                }
                "--corpus" => corpus = args.next().ok_or_else(usage)?.into(),
                "--only" => only = args.next().ok_or_else(usage)?,
                _ => return Err(usage()),
            }
        }
        let helm = on_path(helm.ok_or_else(usage)?)?;
        Ok(Options { helm, program: on_path(program)?, pairs, only, corpus, readme })
    }
}

/// A program by its absolute path: the runs have other folders.
fn on_path(program: PathBuf) -> Result<PathBuf, String> {
    let named = program.components().count() == 1 && !program.exists();
    let folders = std::env::var_os("PATH").filter(|_| named).unwrap_or_default();
    let mut candidates =
        std::env::split_paths(&folders).map(|dir| dir.join(&program)).filter(|path| path.is_file());
    let found = candidates.next().unwrap_or(program);
    fs::canonicalize(&found).map_err(|e| format!("{}: {e}", found.display()))
}

/// The repository.
fn root() -> &'static Path {
    // The crate's folder is two levels below.
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// A folder that goes when the bench ends.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        // What is left is below the system's folder for temporary files.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Runs the bench and prints its table.
pub fn run(options: &Options) -> Result<(), String> {
    let root = fs::canonicalize(root()).map_err(|e| e.to_string())?;
    let scratch = Scratch(std::env::temp_dir().join(format!("nexachart-bench-{}", std::process::id())));
    fs::create_dir_all(&scratch.0).map_err(|e| format!("{}: {e}", scratch.0.display()))?;
    let mut rows = Vec::new();
    for case in cases(&root, &options.corpus, &scratch.0, &options.helm)? {
        if case.name.contains(&options.only) {
            rows.push(row(&case, &pairs(&case, options, &scratch.0)?));
        }
    }
    let head = ["chart", "", "Helm", "nexachart", "ratio"];
    let text = format!("{}\n{}\n", table::markdown(&head, &rows.concat()), conditions(options));
    std::io::stdout().write_all(text.as_bytes()).map_err(|e| e.to_string())?;
    if options.readme { write_readme(&root.join("README.md"), &text) } else { Ok(()) }
}

/// Runs both programs on a chart, in turn: what else the machine does then falls on both.
fn pairs(case: &Case, options: &Options, scratch: &Path) -> Result<Vec<(Use, Use)>, String> {
    let run =
        |program, output| Run { program, args: &case.args, dir: &case.dir, home: scratch }.measure(output);
    // The first runs fill the caches of the file system, and their outputs are compared.
    let outputs = [scratch.join("helm.out"), scratch.join("nexachart.out")];
    run(&options.helm, Some(&outputs[0]))?;
    run(&options.program, Some(&outputs[1]))?;
    let differ = different_lines(&outputs).map_err(|e| e.to_string())?;
    say(&format!("{}: {differ} lines differ (random values do)", case.name));
    let (mut pairs, start) = (Vec::new(), Instant::now());
    let more = |done: usize| match options.pairs {
        Some(pairs) => done < pairs,
        None => done < PAIRS.0 || done < PAIRS.1 && start.elapsed() < PATIENCE,
    };
    while more(pairs.len()) {
        let helm = run(&options.helm, None)?;
        pairs.push((helm, run(&options.program, None)?));
    }
    say(&format!("{}: {} pairs", case.name, pairs.len()));
    Ok(pairs)
}

/// How many lines of the two files are not the same.
fn different_lines(paths: &[PathBuf; 2]) -> std::io::Result<usize> {
    let mut files = [BufReader::new(File::open(&paths[0])?), BufReader::new(File::open(&paths[1])?)];
    let (mut a, mut b, mut count) = (Vec::new(), Vec::new(), 0);
    loop {
        a.clear();
        b.clear();
        if files[0].read_until(b'\n', &mut a)? + files[1].read_until(b'\n', &mut b)? == 0 {
            return Ok(count);
        }
        count += usize::from(a != b);
    }
}

/// The lines of the table for one chart: medians, and the median of the ratios of the pairs.
fn row(case: &Case, pairs: &[(Use, Use)]) -> Vec<Vec<String>> {
    type Quantity = (&'static str, fn(&Use) -> f64, fn(f64) -> String);
    let quantities: [Quantity; 3] = [
        ("time", |used| used.wall, milliseconds),
        ("CPU time", |used| used.cpu, milliseconds),
        ("memory", |used| used.memory, |mib| format!("{mib:.1} MiB")),
    ];
    let lines = quantities.iter().enumerate().map(|(i, (what, of, shown))| {
        let helm = median(pairs.iter().map(|(helm, _)| of(helm)));
        let ours = median(pairs.iter().map(|(_, ours)| of(ours)));
        let ratio = median(pairs.iter().map(|(helm, ours)| of(helm) / of(ours)));
        let name = if i == 0 { case.name } else { "" };
        vec![name.into(), (*what).into(), shown(helm), shown(ours), format!("{ratio:.1}")]
    });
    lines.collect()
}

fn milliseconds(time: f64) -> String {
    if time < 10.0 { format!("{time:.2} ms") } else { format!("{time:.0} ms") }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 { values[middle] } else { (values[middle - 1] + values[middle]) / 2.0 }
}

/// On what machine, when, and which versions.
fn conditions(options: &Options) -> String {
    let first_line = |command: &mut Command| {
        let output = command.output().map(|output| output.stdout).unwrap_or_default();
        String::from_utf8_lossy(&output).lines().next().unwrap_or_default().trim().to_string()
    };
    let date = first_line(Command::new("date").args(["-u", "+%F"]));
    let helm = first_line(Command::new(&options.helm).args(["version", "--short"]));
    let ours = first_line(Command::new(&options.program).arg("version"));
    let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        cpus.lines().find(|line| line.starts_with("model name")).and_then(|line| line.split_once(": "));
    let model = model.map_or("unknown CPU", |(_, model)| model);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').nth(1).unwrap_or("unknown");
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!(
        "{model}, {cores} cores, load {load}, {date}; Helm {helm}, {ours}. Medians of runs in turn; memory is the largest resident set."
    )
}

/// Puts the table between its marks.
fn write_readme(path: &Path, table: &str) -> Result<(), String> {
    let failed = |what: &dyn std::fmt::Display| format!("{}: {what}", path.display());
    let text = fs::read_to_string(path).map_err(|e| failed(&e))?;
    let parts =
        text.split_once(MARKS.0).and_then(|(before, rest)| Some((before, rest.split_once(MARKS.1)?.1)));
    let Some((before, after)) = parts else { return Err(failed(&"no marks for the table")) };
    let text = [before, MARKS.0, "\n", table, "\n", MARKS.1, after].concat();
    fs::write(path, text).map_err(|e| failed(&e))
}

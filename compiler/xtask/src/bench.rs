//! `cargo xtask bench`: our program beside Helm.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::charts::{Case, cases};
use crate::report::{conditions, median, milliseconds, write_readme};
use crate::run::{Run, Use};
use crate::{say, table};

/// How long the pairs of one chart may take, where their number is not given.
const PATIENCE: Duration = Duration::from_secs(20);

/// The least and the most pairs, where their number is not given.
const PAIRS: (usize, usize) = (5, 41);

/// What stands before the table in README.md.
const MARK: &str = "<!-- cargo xtask bench --readme -->\n";

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
pub fn on_path(program: PathBuf) -> Result<PathBuf, String> {
    let named = program.components().count() == 1 && !program.exists();
    let folders = std::env::var_os("PATH").filter(|_| named).unwrap_or_default();
    let mut candidates =
        std::env::split_paths(&folders).map(|dir| dir.join(&program)).filter(|path| path.is_file());
    let found = candidates.next().unwrap_or(program);
    fs::canonicalize(&found).map_err(|e| format!("{}: {e}", found.display()))
}

/// The repository.
pub fn root() -> &'static Path {
    // The crate's folder is two levels below.
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// A folder that goes when the bench ends.
pub struct Scratch(pub PathBuf);

impl Scratch {
    /// Makes it.
    pub fn new() -> Result<Scratch, String> {
        let dir = std::env::temp_dir().join(format!("nexachart-bench-{}", std::process::id()));
        fs::create_dir_all(&dir).map_err(|e| format!("{}: {e}", dir.display()))?;
        Ok(Scratch(dir))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What is left is below the system's folder for temporary files.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Runs the bench and prints its table.
pub fn run(options: &Options) -> Result<(), String> {
    let root = fs::canonicalize(root()).map_err(|e| e.to_string())?;
    let scratch = Scratch::new()?;
    let mut rows = Vec::new();
    for case in cases(&root, &options.corpus, &scratch.0, &options.helm, &options.program)? {
        if case.name.contains(&options.only) {
            rows.push(row(&case, &pairs(&case, options, &scratch.0)?));
        }
    }
    let head = ["chart", "", "Helm", "nexachart", "ratio"];
    let versions: [(&Path, &[&str]); 2] =
        [(&options.helm, &["version", "--template=Helm {{.Version}}"]), (&options.program, &["version"])];
    let text = format!("{}\n{}\n", table::markdown(&head, &rows.concat()), conditions(&versions));
    std::io::stdout().write_all(text.as_bytes()).map_err(|e| e.to_string())?;
    if options.readme { write_readme(&root.join("README.md"), MARK, &text) } else { Ok(()) }
}

/// Runs both programs on a chart, in turn: what else the machine does then falls on both.
fn pairs(case: &Case, options: &Options, scratch: &Path) -> Result<Vec<(Use, Use)>, String> {
    let run = |program: &Path, args: &[String], output: Option<&PathBuf>| {
        Run { program, args, dir: &case.dir, home: scratch }.measure(output)
    };
    let helm = || case.helm.iter().map(|args| run(&options.helm, args, None)).sum::<Result<Use, String>>();
    let ours = || run(&options.program, &case.ours, None);
    // The first runs fill the caches of the file system, and their outputs are compared.
    if case.prints_the_same {
        let outputs = [scratch.join("helm.out"), scratch.join("nexachart.out")];
        run(&options.helm, &case.helm[0], Some(&outputs[0]))?;
        run(&options.program, &case.ours, Some(&outputs[1]))?;
        let differ = different_lines(&outputs).map_err(|e| e.to_string())?;
        say(&format!("{}: {differ} lines differ (random values do)", case.name));
    }
    let (mut pairs, start) = (Vec::new(), Instant::now());
    let more = |done: usize| match options.pairs {
        Some(pairs) => done < pairs,
        None => done < PAIRS.0 || done < PAIRS.1 && start.elapsed() < PATIENCE,
    };
    while more(pairs.len()) {
        pairs.push((helm()?, ours()?));
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

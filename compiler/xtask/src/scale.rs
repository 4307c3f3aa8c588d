//! `cargo xtask scale`: our program on ever larger repositories.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use crate::bench::{Scratch, on_path, root};
use crate::charts::repository;
use crate::report::{conditions, median, milliseconds, write_readme};
use crate::run::{Run, Use};
use crate::{say, table};

/// How many charts the repositories have, of three environments each.
const CHARTS: [usize; 4] = [25, 50, 100, 200];

/// How often each is rendered.
const RUNS: usize = 5;

/// What stands before the table in README.md.
const MARK: &str = "<!-- cargo xtask scale --readme -->\n";

/// Runs the bench with the arguments behind `scale`, and prints its table.
pub fn run(mut args: impl Iterator<Item = String>) -> Result<(), String> {
    let mut program = root().join("target/release/nexachart");
    let mut readme = false;
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--readme" => readme = true,
            "--program" => program = args.next().map(PathBuf::from).ok_or(crate::USAGE)?,
            _ => return Err(crate::USAGE.to_string()),
        }
    }
    let program = on_path(program)?;
    let root = fs::canonicalize(root()).map_err(|e| e.to_string())?;
    let scratch = Scratch::new()?;
    let mut rows = Vec::new();
    for charts in CHARTS {
        let dir = scratch.0.join(format!("of-{charts}"));
        repository(&root, &dir, charts)?;
        let args = ["render", "--output-dir", "out"].map(str::to_string);
        let run = || Run { program: &program, args: &args, dir: &dir, home: &scratch.0 }.measure(None);
        // The first run makes the files.
        run()?;
        let runs: Vec<Use> = (0..RUNS).map(|_| run()).collect::<Result<_, _>>()?;
        let of = |quantity: fn(&Use) -> f64| median(runs.iter().map(quantity));
        let (wall, cpu, memory) = (of(|used| used.wall), of(|used| used.cpu), of(|used| used.memory));
        let targets = charts * 3;
        rows.push(vec![
            targets.to_string(),
            milliseconds(wall),
            milliseconds(cpu),
            milliseconds(cpu / targets as f64),
            format!("{memory:.1} MiB"),
        ]);
        say(&format!("{targets} targets: {RUNS} runs"));
    }
    let head = ["targets", "time", "CPU time", "CPU time a target", "memory"];
    let text = format!("{}\n{}\n", table::markdown(&head, &rows), conditions(&[(&program, &["version"])]));
    std::io::stdout().write_all(text.as_bytes()).map_err(|e| e.to_string())?;
    if readme { write_readme(&root.join("README.md"), MARK, &text) } else { Ok(()) }
}

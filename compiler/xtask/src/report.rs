//! Where the tables of benches go, and what they say of their making.

use std::fs;
use std::path::Path;
use std::process::Command;

/// What stands behind a table in README.md.
const END: &str = "<!-- end -->\n";

/// On what machine, when, and which versions.
pub fn conditions(programs: &[(&Path, &[&str])]) -> String {
    let first_line = |command: &mut Command| {
        let output = command.output().map(|output| output.stdout).unwrap_or_default();
        String::from_utf8_lossy(&output).lines().next().unwrap_or_default().trim().to_string()
    };
    let date = first_line(Command::new("date").args(["-u", "+%F"]));
    let version = |(program, args): &(&Path, &[&str])| first_line(Command::new(program).args(*args));
    let versions: Vec<String> = programs.iter().map(version).collect();
    let versions = versions.join(", ");
    let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        cpus.lines().find(|line| line.starts_with("model name")).and_then(|line| line.split_once(": "));
    let model = model.map_or("unknown CPU", |(_, model)| model);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').nth(1).unwrap_or("unknown");
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!(
        "{model}, {cores} cores, load {load}, {date}; {versions}. Medians of runs; memory is the largest resident set."
    )
}

/// Puts a table between the mark and the end of its place.
pub fn write_readme(path: &Path, mark: &str, table: &str) -> Result<(), String> {
    let failed = |what: &dyn std::fmt::Display| format!("{}: {what}", path.display());
    let text = fs::read_to_string(path).map_err(|e| failed(&e))?;
    let parts = text.split_once(mark).and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let Some((before, after)) = parts else { return Err(failed(&"no place for the table")) };
    let text = [before, mark, "\n", table, "\n", END, after].concat();
    fs::write(path, text).map_err(|e| failed(&e))
}

/// A time, given in milliseconds.
pub fn milliseconds(time: f64) -> String {
    if time < 10.0 { format!("{time:.2} ms") } else { format!("{time:.0} ms") }
}

/// The value in the middle.
pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 { values[middle] } else { (values[middle - 1] + values[middle]) / 2.0 }
}

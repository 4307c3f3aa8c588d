//! Measuring: medians of many runs.

use std::time::{Duration, Instant};

/// How long one measurement goes on.
const PATIENCE: Duration = Duration::from_millis(400);

/// The median of the times that `run` takes, in seconds: at least five runs behind a first one that warms up.
/// What `run` returns is dropped outside of the measured time.
pub fn median<T>(mut run: impl FnMut() -> T) -> f64 {
    drop(run());
    let (mut times, begin) = (Vec::new(), Instant::now());
    while times.len() < 5 || begin.elapsed() < PATIENCE {
        let start = Instant::now();
        let result = std::hint::black_box(run());
        times.push(start.elapsed().as_secs_f64());
        drop(result);
    }
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// A line of a table in Markdown: a name, milliseconds, bytes, and how many of them a second makes.
pub fn line(name: &str, seconds: f64, bytes: usize) -> String {
    let rate = bytes as f64 / seconds / 1e6;
    format!("| {name:<24} | {:>9.3} ms | {:>7.1} kB | {rate:>6.1} MB/s |", seconds * 1e3, bytes as f64 / 1e3)
}

/// The head of that table.
pub const HEAD: &str = "\
|                          |         time |      size |        rate |
|--------------------------|-------------:|----------:|------------:|";

/// The largest resident set of this process so far, in MiB, where the system tells.
pub fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib / 1024.0)
}

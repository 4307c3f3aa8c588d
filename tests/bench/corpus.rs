//! All public charts, one after another in one process.

use std::io::{self, Write};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use nexachart_driver::source::{Disk, World};
use nexachart_driver::template;

use crate::stages::options;
use crate::timing::peak;

/// How many of the slowest are named.
const SLOWEST: usize = 8;

/// Renders each chart of each repository below `folder` once, and prints time and memory.
pub fn run(out: &mut dyn Write, folder: &Path) -> io::Result<()> {
    let world: Arc<dyn World> = Arc::new(Disk);
    let (mut times, mut bytes, mut failed) = (Vec::new(), 0, 0);
    let before = peak();
    for chart in charts(folder)? {
        let mut options = options(chart.as_os_str().as_bytes(), &[]);
        options.kube_version = Some("1.34.0".into());
        // Keys take as long as the search for their primes, which is luck.
        options.nature.seed = Some(nexachart_driver::Seed::Number(1));
        let start = Instant::now();
        match template(&world, &options, &mut Vec::new()) {
            Ok(product) => bytes += product.stdout.len(),
            // Some want values that are not given.
            Err(_) => failed += 1,
        }
        times.push((start.elapsed().as_secs_f64() * 1e3, chart));
    }
    let all: f64 = times.iter().map(|(time, _)| time).sum();
    let (count, size) = (times.len(), bytes as f64 / 1e6);
    writeln!(out, "## {count} public charts\n\n{all:.0} ms for {size:.1} MB; {failed} end with an error.")?;
    if let (Some(before), Some(after)) = (before, peak()) {
        writeln!(out, "The largest resident set is {after:.1} MiB; before that it was {before:.1} MiB.")?;
    }
    times.sort_by(|a, b| b.0.total_cmp(&a.0));
    writeln!(out, "\n| the slowest | time |\n|---|---:|")?;
    for (time, chart) in times.iter().take(SLOWEST) {
        let name = chart.strip_prefix(folder).unwrap_or(chart);
        writeln!(out, "| {} | {time:.1} ms |", name.display())?;
    }
    writeln!(out)
}

/// The charts: folders in folders with a Chart.yaml in them.
fn charts(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut charts = Vec::new();
    for repository in std::fs::read_dir(folder)? {
        let repository = repository?.path();
        // Those are broken on purpose.
        if repository.is_dir() && !repository.ends_with("broken") {
            for chart in std::fs::read_dir(repository)? {
                charts.extend(Some(chart?.path()).filter(|chart| chart.join("Chart.yaml").is_file()));
            }
        }
    }
    charts.sort();
    Ok(charts)
}

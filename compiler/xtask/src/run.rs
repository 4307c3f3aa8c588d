//! One run of a program, and what it used.

use std::fs::File;
use std::iter::Sum;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use wait4::Wait4;

/// What is run: `program` with the arguments behind its name, in `dir`.
pub struct Run<'a> {
    /// The program.
    pub program: &'a Path,
    /// Its arguments.
    pub args: &'a [String],
    /// The folder where it runs.
    pub dir: &'a Path,
    /// An empty folder for what it would read from the user's home.
    pub home: &'a Path,
}

/// What a run used.
#[derive(Clone, Copy, Debug)]
pub struct Use {
    /// From the start to the end, in milliseconds.
    pub wall: f64,
    /// User and system time of all threads, in milliseconds.
    pub cpu: f64,
    /// The largest resident set, in MiB. The kernel counts from the fork, so it is never below what this program has itself, some 3.
    pub memory: f64,
}

/// One run after the other.
impl Sum for Use {
    fn sum<I: Iterator<Item = Use>>(runs: I) -> Use {
        runs.fold(Use { wall: 0.0, cpu: 0.0, memory: 0.0 }, |all, run| Use {
            wall: all.wall + run.wall,
            cpu: all.cpu + run.cpu,
            memory: all.memory.max(run.memory),
        })
    }
}

impl Run<'_> {
    /// Runs the program. What it prints goes into `output`, or nowhere. An error is a text to print: it could not run, or failed.
    pub fn measure(&self, output: Option<&PathBuf>) -> Result<Use, String> {
        let failed = |what: &dyn std::fmt::Display| format!("{}: {what}", self.program.display());
        let stdout = match output {
            Some(path) => File::create(path).map_err(|e| failed(&e))?.into(),
            None => Stdio::null(),
        };
        let mut command = Command::new(self.program);
        command
            .args(self.args)
            .current_dir(self.dir)
            .stdin(Stdio::null())
            .stdout(stdout)
            .stderr(Stdio::null());
        // What the user has set must not count.
        command.env_clear().env("HOME", self.home).env("TZ", "UTC").env("LANG", "C.UTF-8");
        let start = Instant::now();
        let used = command.spawn().and_then(Wait4::wait4).map_err(|e| failed(&e))?;
        let wall = start.elapsed();
        if !used.status.success() {
            return Err(failed(&format!("{} with {}", used.status, self.args.join(" "))));
        }
        let used = used.rusage;
        Ok(Use {
            wall: wall.as_secs_f64() * 1e3,
            cpu: (used.utime + used.stime).as_secs_f64() * 1e3,
            memory: used.maxrss as f64 / f64::from(1 << 20),
        })
    }
}

//! Renders inputs that are made to take as much as they can, and prints what they took. Fails where the program
//! crashed or did not end.
//!
//!     cargo build --release && cargo run --release -p nexachart-tests --bin hostile [--program PATH] [PART OF A NAME]

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::symlink;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, ExitStatus, Stdio};

use nexachart_tests::hostile::{Input, Place, inputs};
use wait4::Wait4;

/// What an input may take: seconds of user time, MiB of memory.
const TIME: f64 = 2.0;
const MEMORY: f64 = 256.0;

/// After so many seconds, and beyond so many KiB of address space, an input is given up.
const LIMITS: &str = "ulimit -v 6000000; exec timeout -s KILL 60 \"$@\"";

/// What an input took, and how it ended.
struct Outcome {
    status: ExitStatus,
    user: f64,
    memory: f64,
    stderr: String,
}

fn main() -> io::Result<ExitCode> {
    let mut program = PathBuf::from("target/release/nexachart");
    let mut part = String::new();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--program" => program = args.next().unwrap_or_default().into(),
            "--write" => {
                return write_all(&args.next().unwrap_or_default(), &args.next().unwrap_or_default());
            }
            _ => part = arg,
        }
    }
    let program = program.canonicalize()?;
    let folder = std::env::temp_dir().join(format!("hostile-{}", std::process::id()));
    // The kernel counts what a process has from its fork on: the inputs are made by another one.
    let written = Command::new(std::env::current_exe()?).arg("--write").arg(&folder).arg(&part).status()?;
    if !written.success() {
        return Err(io::Error::other("the inputs cannot be written"));
    }
    let mut out = io::stdout().lock();
    let (mut count, mut beyond, mut crashed) = (0, 0, 0);
    writeln!(out, "| input | user time, s | peak, MiB | ended with |\n|---|---|---|---|")?;
    for number in 0.. {
        let input = folder.join(number.to_string());
        let Ok(name) = fs::read_to_string(input.join("name")) else { break };
        let outcome = run(&program, &input)?;
        fs::remove_dir_all(&input)?;
        count += 1;
        let is_crash =
            !matches!(outcome.status.code(), Some(0 | 1)) || outcome.stderr.contains("nxc::internal");
        let is_beyond = outcome.user > TIME || outcome.memory > MEMORY;
        crashed += i32::from(is_crash);
        beyond += i32::from(is_beyond);
        let mark = if is_crash {
            " **CRASH**"
        } else if is_beyond {
            " **beyond**"
        } else {
            ""
        };
        let Outcome { user, memory, .. } = outcome;
        writeln!(out, "| {name} | {user:.2} | {memory:.0} | {}{mark} |", end(&outcome))?;
    }
    fs::remove_dir_all(folder)?;
    writeln!(out, "\n{count} inputs, {beyond} beyond {TIME} s or {MEMORY} MiB, {crashed} crashes")?;
    Ok(if crashed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Writes the inputs whose name contains `part`, each to a folder of its own.
fn write_all(folder: &str, part: &str) -> io::Result<ExitCode> {
    let named = inputs().into_iter().filter(|input| input.name.contains(part));
    for (number, input) in named.enumerate() {
        write(&Path::new(folder).join(number.to_string()), &input)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn write(folder: &Path, input: &Input) -> io::Result<()> {
    for (path, place) in &input.files {
        let path = folder.join("in").join(path);
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        match place {
            Place::File(content) => fs::write(path, content)?,
            Place::Link(target) => symlink(target, path)?,
        }
    }
    fs::write(folder.join("name"), &input.name)?;
    fs::write(folder.join("args"), input.args.join("\0"))?;
    fs::write(folder.join("stdin"), &input.stdin)
}

/// The code of the error, or what else there is.
fn end(outcome: &Outcome) -> String {
    if outcome.status.success() {
        return "rendered".into();
    }
    if let Some(signal) = outcome.status.signal() {
        return format!("signal {signal}");
    }
    let last = outcome.stderr.lines().last().unwrap_or_default();
    let code = last.split(' ').find_map(|word| word.strip_prefix("nxc::"));
    code.map_or_else(|| format!("exit {:?}", outcome.status.code()), |code| code.trim_end_matches(':').into())
}

fn run(program: &Path, input: &Path) -> io::Result<Outcome> {
    let args = fs::read_to_string(input.join("args"))?;
    let stderr = input.join("stderr");
    let child = Command::new("sh")
        .args(["-c", LIMITS, "sh"])
        .arg(program)
        .arg("template")
        .args(args.split('\0'))
        .args(["--message-format", "short"])
        .current_dir(input.join("in"))
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .stdin(fs::File::open(input.join("stdin"))?)
        .stdout(Stdio::null())
        .stderr(fs::File::create(&stderr)?)
        .spawn()?;
    let used = child.wait4()?;
    Ok(Outcome {
        status: used.status,
        user: used.rusage.utime.as_secs_f64(),
        memory: used.rusage.maxrss as f64 / f64::from(1 << 20),
        stderr: String::from_utf8_lossy(&fs::read(stderr)?).into_owned(),
    })
}

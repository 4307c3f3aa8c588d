//! Compares `nexachart lint --message-format helm` with `helm lint` over a folder of charts: standard output, standard error and
//! exit code, for several sets of flags. Prints each difference, and how many are equal.
//!
//!     cargo run --release -p nexachart-tests --bin lint -- --helm PATH --program PATH FOLDER [PART OF A NAME]

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Output};

/// The sets of flags.
const FLAGS: &[&[&str]] = &[
    &[],
    &["--strict"],
    &["--with-subcharts", "--quiet"],
    &["--kube-version", "1.16.2", "--skip-schema-validation"],
    &["--set", "a.b=c,global.x=1", "--set-string", "replicaCount=many"],
];

fn main() -> io::Result<ExitCode> {
    let (mut helm, mut program) = (PathBuf::from("helm"), PathBuf::from("target/release/nexachart"));
    let mut plain = Vec::new();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--helm" => helm = args.next().unwrap_or_default().into(),
            "--program" => program = args.next().unwrap_or_default().into(),
            _ => plain.push(arg),
        }
    }
    let folder = PathBuf::from(plain.first().map_or(".", |folder| folder));
    let part = plain.get(1).map_or("", |part| part);
    let mut charts = Vec::new();
    find(&folder, &folder, &mut charts)?;
    charts.sort();
    let home = std::env::temp_dir().join(format!("lint-{}", std::process::id()));
    fs::create_dir_all(&home)?;
    let mut out = io::stdout().lock();
    let (mut equal, mut all, mut charts_equal) = (0, 0, 0);
    let charts: Vec<String> = charts.into_iter().filter(|chart| chart.contains(part)).collect();
    for chart in &charts {
        let before = all - equal;
        for flags in FLAGS {
            let run = |program: &Path, own: &[&str]| {
                let mut command = Command::new(program);
                command.current_dir(&folder).env_clear().env("HOME", &home).arg("lint").args(own);
                command.args(*flags).arg(chart).output()
            };
            let theirs = shown(&run(&helm, &[])?);
            let ours = shown(&run(&program.canonicalize()?, &["--message-format", "helm"])?);
            all += 1;
            if theirs == ours {
                equal += 1;
                continue;
            }
            writeln!(out, "--- {chart} {}", flags.join(" "))?;
            for line in theirs.lines().filter(|line| !ours.lines().any(|other| other == *line)) {
                writeln!(out, "- {line}")?;
            }
            for line in ours.lines().filter(|line| !theirs.lines().any(|other| other == *line)) {
                writeln!(out, "+ {line}")?;
            }
        }
        charts_equal += usize::from(all - equal == before);
    }
    writeln!(
        out,
        "{equal} of {all} runs are equal, {charts_equal} of {} charts in all of them",
        charts.len()
    )?;
    fs::remove_dir_all(&home)?;
    Ok(if equal == all { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The charts two folders below: `repository/chart`.
fn find(root: &Path, folder: &Path, charts: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if !path.is_dir() {
            continue;
        }
        if folder == root {
            find(root, &path, charts)?;
        } else if let Ok(name) = path.strip_prefix(root) {
            charts.push(name.to_string_lossy().into_owned());
        }
    }
    Ok(())
}

/// All that a program said, with what no two runs have in common taken out.
fn shown(output: &Output) -> String {
    let [stdout, stderr] = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
    let mut text = format!("exit {:?}\n{stdout}\n2>\n{stderr}", output.status.code());
    // Where Helm unpacks archives.
    while let Some(at) = text.find("/tmp/helm-lint") {
        let end = text[at + 5..].find(['/', ':', '\n']).map_or(text.len(), |end| at + 5 + end);
        text.replace_range(at..end, "TEMPORARY");
    }
    text
}

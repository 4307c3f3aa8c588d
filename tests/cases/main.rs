//! Runs the cases below this folder: README.md tells their form.

mod case;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, io, io::Write, thread};

use case::{Call, Case, Outcome, Place, Source};

#[test]
fn cases() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let wanted = env::var("CASES").unwrap_or_default();
    let mut paths = Vec::new();
    find(&root, &mut paths);
    paths.retain(|path| path.to_string_lossy().contains(&wanted));
    paths.sort();
    assert!(!paths.is_empty(), "no case's path contains {wanted}");

    let (next, complaints) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let worker = || {
        while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Err(complaint) = check(path) {
                let name = path.strip_prefix(&root).unwrap_or(path).display();
                complaints.lock().unwrap().push(format!("{name}: {complaint}"));
            }
        }
    };
    thread::scope(|scope| (0..4).for_each(|_| drop(scope.spawn(worker))));
    let mut complaints = complaints.into_inner().unwrap();
    complaints.sort();
    assert!(
        complaints.is_empty(),
        "{} of {} cases\n\n{}",
        complaints.len(),
        paths.len(),
        complaints.join("\n\n")
    );
}

/// All case files of a folder.
fn find(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            find(&path, paths);
        } else if path.extension().is_some_and(|ext| ext == "txt") {
            paths.push(path);
        }
    }
}

/// Runs a case, and rewrites it where that was asked for.
fn check(path: &Path) -> Result<(), String> {
    let text = fs::read_to_string(path).map_err(|e| e.to_string())?;
    let mut case = Case::parse(&text)?;
    let helm = env::var("HELM").ok();
    if helm.is_some() && case.source == Source::Own {
        return Ok(());
    }
    let folder = folder();
    let outcomes = run_all(&case, &folder, helm.as_deref()).map_err(|e| e.to_string());
    let _ = fs::remove_dir_all(&folder);
    let outcomes = outcomes?;
    let update = env::var("UPDATE").is_ok() && case.source == Source::Own && !case.is_pending();
    if helm.is_some() || update {
        case.calls.iter_mut().zip(outcomes).for_each(|(call, outcome)| call.expected = outcome);
        return fs::write(path, case.print()?).map_err(|e| e.to_string());
    }
    let different = case.calls.iter().zip(&outcomes).filter(|(call, outcome)| call.expected != **outcome);
    let mut complaints: Vec<String> = different.map(|(call, outcome)| call.compare(outcome)).collect();
    if case.is_pending() {
        complaints = match complaints.as_slice() {
            [] => vec!["is as expected: its `pending:` line has to go".to_string()],
            _ => Vec::new(),
        };
    }
    if complaints.is_empty() { Ok(()) } else { Err(complaints.join("\n")) }
}

/// A new folder for a case's files, outside of the repository: that is a workspace, which would be found from within.
fn folder() -> PathBuf {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    env::temp_dir().join(format!("nexachart-case-{}-{number}", std::process::id()))
}

fn run_all(case: &Case, folder: &Path, helm: Option<&str>) -> io::Result<Vec<Outcome>> {
    fs::create_dir_all(folder.join("home"))?;
    for (path, place) in &case.files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        match place {
            Place::File(content) => fs::write(path, content)?,
            Place::Link(target) => std::os::unix::fs::symlink(target, path)?,
        }
    }
    let program = helm.unwrap_or(env!("CARGO_BIN_EXE_nexachart"));
    case.calls.iter().map(|call| run(program, call, folder)).collect()
}

fn run(program: &str, call: &Call, folder: &Path) -> io::Result<Outcome> {
    let mut child = Command::new(program)
        .args(call.args.iter().map(|arg| arg.replace("${DIR}", &folder.to_string_lossy())))
        .current_dir(folder)
        .env_clear()
        .env("HOME", folder.join("home"))
        .env("TZ", "UTC")
        .envs(call.env.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that does not read its input may be gone by now.
        let _ = stdin.write_all(call.stdin.as_bytes());
    }
    let output = child.wait_with_output()?;
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).replace(&*folder.to_string_lossy(), "${DIR}");
    let out = folder.join("out");
    let mut written = Vec::new();
    if out.is_dir() {
        collect(&out, folder, &mut written)?;
        fs::remove_dir_all(&out)?;
    }
    written.sort();
    Ok(Outcome {
        stdout: text(output.stdout),
        stderr: text(output.stderr),
        exit: output.status.code().unwrap_or(-1),
        written,
    })
}

/// The files below `out/`.
fn collect(below: &Path, folder: &Path, written: &mut Vec<(String, String)>) -> io::Result<()> {
    for entry in fs::read_dir(below)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, folder, written)?;
        } else {
            let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().into_owned();
            written.push((name, fs::read_to_string(&path)?));
        }
    }
    Ok(())
}

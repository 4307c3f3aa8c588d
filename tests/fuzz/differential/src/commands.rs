//! Whole command lines: the chart of a case as a folder, `helm template` and `nexachart template` on it.

use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use serde_json::{Map, Value, json};

use crate::random::Random;

/// What a command printed.
#[derive(Debug, PartialEq)]
pub struct Printed {
    /// Standard output.
    pub stdout: String,
    /// Standard error without the lines that Helm logs.
    pub message: String,
    /// The exit code.
    pub code: Option<i32>,
}

/// Writes the chart of a case to the folder `chart`, and gives the arguments of the command: those of the case, and
/// flags that follow from the seed.
///
/// # Errors
/// Those of writing.
pub fn prepare(case: &Value, folder: &Path, seed: u64) -> io::Result<Vec<String>> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    chart(case, "app", &folder.join("chart"))?;
    let mut arguments: Vec<String> = ["template", "rel", "chart"].map(String::from).to_vec();
    if let Some(values) = case["userValues"].as_str() {
        fs::write(folder.join("user.yaml"), values)?;
        arguments.extend(["-f", "user.yaml"].map(String::from));
    }
    for (key, flag) in [("setJson", "--set-json"), ("set", "--set"), ("setString", "--set-string")] {
        for argument in case[key].as_array().into_iter().flatten().filter_map(Value::as_str) {
            arguments.extend([flag.to_string(), argument.to_string()]);
        }
    }
    let mut r = Random::new(seed ^ 0x5eed);
    let flags = [
        "--namespace=other",
        "--include-crds",
        "--no-hooks",
        "--skip-tests",
        "--kube-version=v1.30.2",
        "--is-upgrade",
        "--api-versions=x.example/v1",
        "--skip-schema-validation",
        "--show-only=templates/t.yaml",
        "--set=a.b.c=1",
        "--name-template={{ \"n\" | upper }}",
        "--set-literal=lit=a,b={x}",
        "--debug",
        "--validate=false",
    ];
    for flag in flags {
        if r.chance(8) {
            arguments.push(flag.into());
        }
    }
    Ok(arguments)
}

fn chart(case: &Value, name: &str, folder: &Path) -> io::Result<()> {
    let mut files = Map::new();
    let mut metadata = json!({"apiVersion": "v2", "name": name, "version": "0.1.0", "appVersion": "1.0"});
    for (key, value) in case["chart"].as_object().into_iter().flatten() {
        metadata[key] = value.clone();
    }
    files.insert("Chart.yaml".into(), metadata.to_string().into());
    files.extend(case.get("values").map(|values| ("values.yaml".to_string(), values.clone())));
    for key in ["templates", "files"] {
        files.extend(case[key].as_object().cloned().unwrap_or_default());
    }
    for (path, text) in &files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, text.as_str().unwrap_or_default())?;
    }
    for (name, sub) in case["subcharts"].as_object().into_iter().flatten() {
        chart(sub, name, &folder.join("charts").join(name))?;
    }
    Ok(())
}

/// Runs a program in the folder.
///
/// # Errors
/// That it cannot be started.
pub fn run(program: &str, arguments: &[String], more: &[&str], folder: &Path) -> io::Result<Printed> {
    let mut command = Command::new(program);
    command.args(arguments).args(more).current_dir(folder);
    command.env_clear().env("HOME", folder).env("TZ", "UTC").env("KUBECONFIG", "/dev/null");
    let done = command.output()?;
    let is_log = |line: &&str| {
        ["level=", "time=", "WARNING", "warning:", "coalesce", "walk.go"]
            .iter()
            .any(|start| line.starts_with(start))
    };
    let message = String::from_utf8_lossy(&done.stderr);
    let message: Vec<&str> = message.lines().filter(|line| !is_log(line)).collect();
    let stdout = String::from_utf8_lossy(&done.stdout).into_owned();
    Ok(Printed { stdout, message: message.join("\n").trim().to_string(), code: done.status.code() })
}

//! The charts of the bench: some are here, some are made.

use std::fs;
use std::path::{Path, PathBuf};

use crate::run::Run;

/// A chart and how it is rendered.
pub struct Case {
    /// What the table calls it.
    pub name: &'static str,
    /// The folder where both programs run.
    pub dir: PathBuf,
    /// Their arguments.
    pub args: Vec<String>,
}

/// How many subcharts the umbrella has.
const SUBCHARTS: usize = 100;

/// A name that is nothing else in the chart that `helm create` makes, so it can be replaced.
const SCAFFOLD: &str = "scaffold";

/// Finds and makes the charts: those of the repository at `root`, those of the corpus where that is there, and in `scratch` the others.
pub fn cases(root: &Path, corpus: &Path, scratch: &Path, helm: &Path) -> Result<Vec<Case>, String> {
    let args = |line: &str| line.split(' ').map(str::to_string).collect();
    let create = ["create".to_string(), SCAFFOLD.to_string()];
    Run { program: helm, args: &create, dir: scratch, home: scratch }.measure(None)?;
    umbrella(scratch).map_err(|e| format!("{}: {e}", scratch.display()))?;
    let mut cases = vec![
        Case { name: "`helm create`", dir: scratch.into(), args: args("template web scaffold -n web") },
        Case {
            name: "charts/nxloy, prod",
            dir: root.into(),
            args: args("template nxloy charts/nxloy -n nxloy -f charts/nxloy/environments/prod.yaml"),
        },
        Case { name: "100 subcharts", dir: scratch.into(), args: args("template web umbrella -n web") },
    ];
    let stack = "charts/prometheus-community/kube-prometheus-stack";
    if corpus.join(stack).is_dir() {
        let args = args(&format!("template rel {stack} --namespace ns --kube-version 1.34.0"));
        cases.push(Case { name: "kube-prometheus-stack", dir: corpus.into(), args });
    }
    Ok(cases)
}

/// A chart with nothing but subcharts, each one like that of `helm create`.
fn umbrella(scratch: &Path) -> std::io::Result<()> {
    let umbrella = scratch.join("umbrella");
    for number in 0..SUBCHARTS {
        let name = format!("part{number:03}");
        copy(&scratch.join(SCAFFOLD), &umbrella.join("charts").join(&name), &name)?;
    }
    fs::write(umbrella.join("Chart.yaml"), "apiVersion: v2\nname: umbrella\nversion: 0.1.0\n")
}

/// Copies the chart of `helm create` under another name.
fn copy(from: &Path, to: &Path, name: &str) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target, name)?;
        } else {
            fs::write(target, fs::read_to_string(entry.path())?.replace(SCAFFOLD, name))?;
        }
    }
    Ok(())
}

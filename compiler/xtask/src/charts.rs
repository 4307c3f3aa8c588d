//! The charts of the bench: some are here, some are made.

use std::fs;
use std::path::{Path, PathBuf};

use crate::run::Run;

/// Something to render.
pub struct Case {
    /// What the table calls it.
    pub name: &'static str,
    /// The folder where both programs run.
    pub dir: PathBuf,
    /// The arguments of Helm: of one run after the other.
    pub helm: Vec<Vec<String>>,
    /// Ours, in one run.
    pub ours: Vec<String>,
    /// Whether both print the same, but for random values.
    pub prints_the_same: bool,
}

/// The environments of `charts/nxloy`.
const ENVIRONMENTS: [&str; 3] = ["dev", "staging", "prod"];

/// How many charts like `charts/nxloy` the repository has that is compared with its goldens.
const CHARTS: usize = 5;

/// How many subcharts the umbrella has.
const SUBCHARTS: usize = 100;

/// A name that is nothing else in the chart that `helm create` makes, so it can be replaced.
const SCAFFOLD: &str = "scaffold";

/// Finds and makes the charts: those of the repository at `root`, those of the corpus where that is there, and in `scratch` the others.
pub fn cases(
    root: &Path,
    corpus: &Path,
    scratch: &Path,
    helm: &Path,
    program: &Path,
) -> Result<Vec<Case>, String> {
    Run { program: helm, args: &words("create scaffold"), dir: scratch, home: scratch }.measure(None)?;
    umbrella(scratch).map_err(|e| format!("{}: {e}", scratch.display()))?;
    let platform = scratch.join("platform");
    one(root, &platform, "nxloy").map_err(|e| format!("{}: {e}", platform.display()))?;
    pack(program, &platform, "nxloy")?;
    let same = |name, dir: &Path, line: &str| Case {
        name,
        dir: dir.into(),
        helm: vec![words(line)],
        ours: words(line),
        prints_the_same: true,
    };
    let mut cases = vec![
        same("`helm create`", scratch, "template web scaffold -n web"),
        same(
            "charts/nxloy, prod",
            &platform,
            "template nxloy charts/nxloy -n nxloy -f charts/nxloy/environments/prod.yaml",
        ),
        same("100 subcharts", scratch, "template web umbrella -n web"),
    ];
    let stack = "charts/prometheus-community/kube-prometheus-stack";
    if corpus.join(stack).is_dir() {
        let line = format!("template rel {stack} --namespace ns --kube-version 1.34.0");
        cases.push(same("kube-prometheus-stack", corpus, &line));
    }
    cases.push(goldens(root, scratch, program)?);
    Ok(cases)
}

/// A repository with goldens: all of its targets rendered and compared, beside Helm that only renders them.
fn goldens(root: &Path, scratch: &Path, program: &Path) -> Result<Case, String> {
    let dir = scratch.join("repository");
    repository(root, &dir, CHARTS)?;
    for chart in 0..CHARTS {
        pack(program, &dir, &format!("app{chart:03}"))?;
    }
    Run { program, args: &words("golden update"), dir: &dir, home: scratch }.measure(None)?;
    let calls = (0..CHARTS).flat_map(|chart| {
        ENVIRONMENTS.map(|environment| {
            let name = format!("app{chart:03}");
            words(&format!("template {name} charts/{name} -f charts/{name}/environments/{environment}.yaml"))
        })
    });
    let (helm, ours) = (calls.collect(), words("golden check"));
    Ok(Case { name: "15 targets and their goldens", dir, helm, ours, prints_the_same: false })
}

/// So many charts like `charts/nxloy`, below `dir`.
pub fn repository(root: &Path, dir: &Path, charts: usize) -> Result<(), String> {
    for chart in 0..charts {
        one(root, dir, &format!("app{chart:03}")).map_err(|e| format!("{}: {e}", dir.display()))?;
    }
    Ok(())
}

/// `charts/nxloy` under another name, in a repository at `dir`, with the library that it is built on.
fn one(root: &Path, dir: &Path, name: &str) -> std::io::Result<()> {
    // A library beside a chart is read only inside of a repository.
    fs::create_dir_all(dir.join(".git"))?;
    for (from, to) in [("nxloy", name), ("platform", "platform")] {
        copy(&root.join("charts").join(from), &dir.join("charts").join(to), &(from, to))?;
    }
    Ok(())
}

/// Packs the dependencies of a chart: Helm takes them no other way.
fn pack(program: &Path, dir: &Path, name: &str) -> Result<(), String> {
    let args = words(&format!("dependency build charts/{name}"));
    Run { program, args: &args, dir, home: dir }.measure(None).map(drop)
}

fn words(line: &str) -> Vec<String> {
    line.split(' ').map(str::to_string).collect()
}

/// A chart with nothing but subcharts, each one like that of `helm create`.
fn umbrella(scratch: &Path) -> std::io::Result<()> {
    let umbrella = scratch.join("umbrella");
    for number in 0..SUBCHARTS {
        let name = format!("part{number:03}");
        copy(&scratch.join(SCAFFOLD), &umbrella.join("charts").join(&name), &(SCAFFOLD, &name))?;
    }
    fs::write(umbrella.join("Chart.yaml"), "apiVersion: v2\nname: umbrella\nversion: 0.1.0\n")
}

/// Copies a chart under another name.
fn copy(from: &Path, to: &Path, (old, new): &(&str, &str)) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if ["charts", "Chart.lock"].iter().any(|made| entry.file_name() == *made) {
            // Of a `dependency build` there.
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target, &(old, new))?;
        } else {
            fs::write(target, fs::read_to_string(entry.path())?.replace(old, new))?;
        }
    }
    Ok(())
}

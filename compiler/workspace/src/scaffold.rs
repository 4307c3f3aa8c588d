//! Files to begin with: a workspace file, charts, environments, policies.
//!
//! They are templates of minijinja in `scaffolds/`, with `[[ … ]]` and `[% … %]`, since what they print has `{{ … }}`.

use std::collections::BTreeMap;

use minijinja::{Environment, UndefinedBehavior, Value, syntax::SyntaxConfig};
use nexachart_go::path;
use nexachart_source::{Diagnostic, FileKind, World};

use crate::check::is_name;
use crate::find::{FILE, environments, is_chart, is_file};
use crate::workspace::{Workspace, chart_head};

/// Files by their paths, as they can be written from the current folder.
pub type Files = BTreeMap<Vec<u8>, Vec<u8>>;

/// How deep `init` looks for charts.
const DEPTH: usize = 4;

macro_rules! scaffold {
    ($($path:literal => $source:literal),+ $(,)?) => {
        &[$(($path, include_str!(concat!("../scaffolds/", $source)))),+]
    };
}

const CHART: &[(&str, &str)] = scaffold! {
    "Chart.yaml" => "chart/Chart.yaml",
    "values.yaml" => "chart/values.yaml",
    ".helmignore" => "chart/helmignore",
    "templates/_labels.tpl" => "chart/templates/_labels.tpl",
    "templates/deployment.yaml" => "chart/templates/deployment.yaml",
    "templates/service.yaml" => "chart/templates/service.yaml",
    "templates/serviceaccount.yaml" => "chart/templates/serviceaccount.yaml",
    "templates/networkpolicies.yaml" => "chart/templates/networkpolicies.yaml",
};

const POLICY: &[(&str, &str)] = scaffold! {
    "policy.yaml" => "policy/policy.yaml",
    "doc.md" => "policy/doc.md",
    "pass/example.yaml" => "policy/pass.yaml",
    "fail/example.yaml" => "policy/fail.yaml",
};

const WORKSPACE: &str = include_str!("../scaffolds/nexachart.yaml");
const ENVIRONMENT: &str = include_str!("../scaffolds/environment.yaml");

/// A nexachart.yaml for a folder: it names charts that do not lie in `charts/`, and values files for environments that
/// do not lie in `environments/` (`values-prod.yaml`, `values.prod.yaml`, `values/prod.yaml` beside a chart's
/// `values.yaml`).
///
/// # Errors
/// There is a nexachart.yaml, or no chart.
pub fn init(world: &dyn World, root: &[u8]) -> Result<Files, Diagnostic> {
    let mut charts = Vec::new();
    find_charts(world, root, b"", 0, &mut charts);
    if charts.is_empty() {
        let message = "there is no chart here: no folder with a Chart.yaml";
        return Err(
            Diagnostic::error("workspace::empty", message).helped("`nexachart new chart NAME` makes one")
        );
    }
    let is_usual = |chart: &[u8]| chart.is_empty() || path::dir(chart) == b"charts";
    let mut names = Vec::new();
    let mut entries = Vec::new();
    let mut is_needed =
        !charts.iter().all(|chart| is_usual(chart)) || charts.len() > 1 && charts[0].is_empty();
    for chart in &charts {
        let (files, found) = values_files(world, root, chart);
        is_needed |= !files.is_empty();
        names.extend(found);
        names.extend(environments(world, &path::join(&[root, chart])).into_iter().map(|(name, _)| name));
        let path = if chart.is_empty() { ".".into() } else { String::from_utf8_lossy(chart) };
        let files = files.into_iter().map(|file| Value::from(String::from_utf8_lossy(&file).into_owned()));
        entries.push(map([("path", Value::from(&*path)), ("values", Value::from_iter(files))]));
    }
    names.sort();
    names.dedup();
    // What conventions see need not be said.
    if !is_needed {
        entries.clear();
        names.clear();
    }
    let context = map([("charts", Value::from(entries)), ("environments", Value::from(names))]);
    let text = print(WORKSPACE, context)?;
    unwritten(world, Files::from([(path::join(&[root, FILE.as_bytes()]), text)]))
}

/// The files of a new chart, below `charts/`, with an empty layer for each environment of the workspace, or for `dev`
/// and `prod`.
///
/// # Errors
/// The name is none for a chart, or there is something in its place.
pub fn new_chart(
    world: &dyn World,
    root: &[u8],
    workspace: Option<&Workspace>,
    name: &str,
) -> Result<Files, Diagnostic> {
    let label = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if !is_name(name) || name.len() > 53 || !name.bytes().all(label) {
        let message =
            format!("`{name}` is no name for a chart: small letters, digits and `-`, 53 of them at most");
        return Err(Diagnostic::error("cli::usage", message));
    }
    let folder = path::join(&[root, b"charts", name.as_bytes()]);
    if world.lstat(&folder).is_ok() {
        return Err(there_is(&folder));
    }
    let context = || map([("name", Value::from(name))]);
    let mut files = Files::new();
    for (file, source) in CHART {
        files.insert(path::join(&[&folder, file.as_bytes()]), print(source, context())?);
    }
    let mut names: Vec<String> =
        workspace.iter().flat_map(|workspace| workspace.environment_names()).collect();
    if names.is_empty() {
        names = ["dev", "prod"].map(String::from).into();
    }
    for environment in names {
        files.extend(layer(&folder, &environment, Some(name))?);
    }
    Ok(files)
}

/// The files of a new environment: the workspace's layer, and one for each chart that has such layers.
///
/// # Errors
/// The name is none for a file, or there is such an environment.
pub fn new_environment(world: &dyn World, workspace: &Workspace, name: &str) -> Result<Files, Diagnostic> {
    if !is_name(name) {
        let message = format!("`{name}` is no name for an environment: letters, digits, `-`, `_` and `.`");
        return Err(Diagnostic::error("cli::usage", message));
    }
    if workspace.environment_names().iter().any(|there| there == name) {
        let message = format!("there is an environment `{name}`");
        return Err(Diagnostic::error("workspace::environment", message));
    }
    let is_one_chart = workspace.charts.iter().any(|chart| chart.path == workspace.root);
    let mut files = Files::new();
    if !is_one_chart {
        files.extend(layer(&workspace.root, name, None)?);
    }
    for chart in &workspace.charts {
        if is_one_chart || !environments(world, &chart.path).is_empty() {
            files.extend(layer(&chart.path, name, Some(&chart.name))?);
        }
    }
    unwritten(world, files)
}

/// The files of a new policy `PACK/NAME`, below `policies/`.
///
/// # Errors
/// The name is none, or there is something in its place.
pub fn new_policy(world: &dyn World, root: &[u8], name: &str) -> Result<Files, Diagnostic> {
    let label = |part: &str| {
        is_name(part) && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    let Some((pack, policy)) = name.split_once('/').filter(|(pack, policy)| label(pack) && label(policy))
    else {
        let message = format!("`{name}` is no name for a policy: PACK/POLICY, small letters, digits and `-`");
        return Err(Diagnostic::error("cli::usage", message));
    };
    let folder = path::join(&[root, b"policies", pack.as_bytes(), policy.as_bytes()]);
    let mut files = Files::new();
    for (file, source) in POLICY {
        let context = map([("pack", Value::from(pack)), ("name", Value::from(policy))]);
        files.insert(path::join(&[&folder, file.as_bytes()]), print(source, context)?);
    }
    unwritten(world, files)
}

fn layer(folder: &[u8], environment: &str, chart: Option<&str>) -> Result<Files, Diagnostic> {
    let context =
        map([("environment", Value::from(environment)), ("chart", Value::from(chart.unwrap_or_default()))]);
    let file = path::join(&[folder, format!("environments/{environment}.yaml").as_bytes()]);
    Ok(Files::from([(file, print(ENVIRONMENT, context)?)]))
}

/// The folders of charts, from the root: none of a chart within another, no library, nothing hidden.
fn find_charts(world: &dyn World, root: &[u8], below: &[u8], depth: usize, found: &mut Vec<Vec<u8>>) {
    let folder = path::join(&[root, below]);
    if is_chart(world, &folder) {
        if !chart_head(world, &folder).is_library {
            found.push(below.to_vec());
        }
        return;
    }
    if depth == DEPTH {
        return;
    }
    for entry in world.list(&folder).unwrap_or_default() {
        let skipped = entry.name.starts_with(b".")
            || matches!(&entry.name[..], b"node_modules" | b"target" | b"vendor");
        if entry.kind == FileKind::Dir && !skipped {
            find_charts(world, root, &path::join(&[below, &entry.name]), depth + 1, found);
        }
    }
}

/// The values files that a chart has for environments, as a pattern of nexachart.yaml, and the environments.
fn values_files(world: &dyn World, root: &[u8], chart: &[u8]) -> (Vec<Vec<u8>>, Vec<String>) {
    let folder = path::join(&[root, chart]);
    for (dir, prefix) in [("", "values-"), ("", "values."), ("", "values_"), ("values", "")] {
        let dir_path = path::join(&[&folder, dir.as_bytes()]);
        let entries = world.list(&dir_path).unwrap_or_default();
        let environment = |name: &[u8]| {
            let middle = name.strip_prefix(prefix.as_bytes())?.strip_suffix(b".yaml")?;
            let middle = std::str::from_utf8(middle).ok().filter(|middle| is_name(middle))?;
            is_file(world, &path::join(&[&dir_path, name])).then(|| middle.to_string())
        };
        let found: Vec<String> = entries.iter().filter_map(|entry| environment(&entry.name)).collect();
        if !found.is_empty() {
            let pattern = format!("{prefix}<environment>.yaml");
            return (vec![path::join(&[chart, dir.as_bytes(), pattern.as_bytes()])], found);
        }
    }
    (Vec::new(), Vec::new())
}

/// The files, if none of them is there.
fn unwritten(world: &dyn World, files: Files) -> Result<Files, Diagnostic> {
    match files.keys().find(|file| world.lstat(file).is_ok()) {
        Some(file) => Err(there_is(file)),
        None => Ok(files),
    }
}

fn there_is(path: &[u8]) -> Diagnostic {
    let path = String::from_utf8_lossy(path);
    Diagnostic::error("workspace::exists", format!("there is a {path}: it is not overwritten"))
}

fn map<const N: usize>(fields: [(&str, Value); N]) -> Value {
    Value::from_pairs(fields)
}

fn print(source: &str, context: Value) -> Result<Vec<u8>, Diagnostic> {
    // The templates are ours: what goes wrong with them goes wrong in the tests.
    let failed = |error: minijinja::Error| Diagnostic::error("internal", format!("a scaffold: {error}"));
    let syntax = SyntaxConfig::builder().block_delimiters("[%", "%]").variable_delimiters("[[", "]]").build();
    let mut environment = Environment::new();
    environment.set_syntax(syntax.map_err(failed)?);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let text = environment.render_str(source, context).map_err(failed)?;
    Ok(format!("{}\n", text.trim_end()).into_bytes())
}

#[cfg(test)]
mod tests {
    use nexachart_source::{Budgets, Memory};

    use super::*;

    fn shown(files: &Files) -> String {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        files.iter().map(|(path, content)| format!("== {}\n{}", text(path), text(content))).collect()
    }

    /// What `init` writes can be read, and finds what is there.
    #[test]
    fn workspace_files() {
        let odd = || {
            Memory::new()
                .file("/deploy/api/Chart.yaml", "name: api\n")
                .file("/deploy/api/values-prod.yaml", "")
                .file("/deploy/api/values-dev.yaml", "")
                .file("/deploy/api/charts/sub/Chart.yaml", "name: sub\n")
                .file("/deploy/web/Chart.yaml", "name: web\n")
                .file("/deploy/web/environments/qa.yaml", "")
                .file("/deploy/lib/Chart.yaml", "name: lib\ntype: library\n")
                .file("/node_modules/x/Chart.yaml", "name: x\n")
        };
        let files = init(&odd(), b".").unwrap();
        let expected = "== nexachart.yaml
# The workspace of nexachart: what cannot be seen from where files lie. Every key can be left out.
charts:
- path: deploy/api
  values:
  - deploy/api/values-<environment>.yaml
- deploy/web
environments:
  dev: {}
  prod: {}
  qa: {}
";
        assert_eq!(shown(&files), expected);
        let world = odd().file("/nexachart.yaml", files.into_values().next().unwrap());
        let workspace = Workspace::load(&world, b".", &Budgets::default()).unwrap();
        let target = |i: usize| (workspace.targets[i].name(), workspace.targets[i].layers.len());
        assert_eq!(
            (target(0), target(2), target(3)),
            (("api/dev".into(), 1), ("api/qa".into(), 0), ("web/qa".into(), 1))
        );

        let usual = Memory::new()
            .file("/charts/api/Chart.yaml", "name: api\n")
            .file("/charts/lib/Chart.yaml", "name: lib\ntype: library\n")
            .file("/environments/dev.yaml", "");
        let files = init(&usual, b".").unwrap();
        assert!(
            shown(&files).contains("# charts: [charts/*]\n# environments:\n#   prod:\n"),
            "{}",
            shown(&files)
        );
        let read = |world: &Memory| Workspace::load(world, b".", &Budgets::default()).unwrap().targets.len();
        assert_eq!(read(&usual), 1);
        assert_eq!(read(&usual.file("/nexachart.yaml", files.into_values().next().unwrap())), 1);
        assert!(init(&Memory::new().file("/x", ""), b".").is_err());
        assert!(
            init(&odd().file("/nexachart.yaml", ""), b".")
                .unwrap_err()
                .to_string()
                .starts_with("there is a nexachart.yaml")
        );
    }

    #[test]
    fn environments_and_policies() {
        let world = Memory::new()
            .file("/charts/api/Chart.yaml", "name: api\n")
            .file("/charts/web/Chart.yaml", "name: web\n")
            .file("/charts/web/environments/dev.yaml", "");
        let workspace = Workspace::load(&world, b".", &Budgets::default()).unwrap();
        let files = new_environment(&world, &workspace, "qa").unwrap();
        let expected = "== charts/web/environments/qa.yaml\n# Values for qa, over web's values.yaml.\n== environments/qa.yaml\n# Values for qa, under those of each chart.\n";
        assert_eq!(shown(&files), expected);
        assert!(
            new_environment(&world, &workspace, "dev").is_err()
                && new_environment(&world, &workspace, "a/b").is_err()
        );
        let files = new_policy(&world, b".", "ours/team-label").unwrap();
        assert_eq!(files.len(), 4);
        assert!(shown(&files).contains("name: ours-team-label\n"));
        for name in ["team", "a/b/c", "../x", "A/b", "a/"] {
            assert!(new_policy(&world, b".", name).is_err(), "{name}");
        }
    }
}

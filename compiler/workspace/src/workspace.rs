//! The charts of a workspace, their environments, and what they make together: the targets.

use std::collections::{BTreeMap, HashMap};

use nexachart_go::path;
use nexachart_source::{Budgets, Diagnostic, Place, World, nearest};
use nexachart_value::yaml;

use crate::check::{is_name, meant};
use crate::config::{At, ChartEntry, Config, Settings, by_name};
use crate::find::{FILE, environments, glob, is_chart, is_file, is_pattern};
use crate::target::filled;
use crate::{ListRule, Target, read};

/// Where goldens are if nothing else is said.
pub(crate) const GOLDEN: &str = "golden/<chart>/<environment>.yaml";

/// The environment of a chart that has none.
const DEFAULT: &str = "default";

/// How much of a Chart.yaml is read to find the chart's name.
const HEAD: u64 = 1 << 20;

/// A folder with charts.
#[derive(Clone, Debug)]
pub struct Workspace {
    /// The folder, as it can be opened from the current one.
    pub root: Vec<u8>,
    /// Its nexachart.yaml, if it has one.
    pub file: Option<Vec<u8>>,
    /// What that says.
    pub config: Config,
    /// Its charts, in the order of the file, those of one item by their paths.
    pub charts: Vec<Chart>,
    /// Each chart for each of its environments, in their orders.
    pub targets: Vec<Target>,
}

/// A chart of a workspace.
#[derive(Clone, Debug)]
pub struct Chart {
    /// Its name in the workspace: the one that Chart.yaml gives, if nexachart.yaml gives no other.
    pub name: String,
    /// Its folder or archive, as it can be opened from the current folder.
    pub path: Vec<u8>,
    /// Its environments, in the order of nexachart.yaml, others behind them by name.
    pub environments: Vec<String>,
}

impl Workspace {
    /// The names of its environments: those that it names or has files for, and those of its charts.
    pub fn environment_names(&self) -> Vec<String> {
        let named = self.config.environments.iter().map(|(name, _)| name.value.clone());
        let of_charts = self.charts.iter().flat_map(|chart| chart.environments.iter().cloned());
        let mut names: Vec<String> = named.chain(of_charts.filter(|name| name != DEFAULT)).collect();
        names.sort();
        names.dedup();
        names
    }

    /// The workspace in the folder `root`.
    ///
    /// The charts are those that nexachart.yaml names; else the folder itself if it is a chart, else `charts/*`, but libraries. The
    /// environments of a chart are those that the file names for it; else those of its own files
    /// `environments/<environment>.yaml`; else all of the workspace: those of the file, and those of the workspace's
    /// own `environments/<environment>.yaml`; and if there are none, one that is called `default`. The values files of
    /// a target are the workspace's for the environment, then the chart's.
    ///
    /// # Errors
    /// All faults of the file, or that there are no charts.
    ///
    /// ```
    /// use nexachart_source::{Budgets, Memory};
    /// use nexachart_workspace::Workspace;
    /// let world = Memory::new()
    ///     .file("/charts/api/Chart.yaml", "name: api\n")
    ///     .file("/charts/api/environments/prod.yaml", "")
    ///     .file("/environments/prod.yaml", "");
    /// let workspace = Workspace::load(&world, b"/", &Budgets::default()).unwrap();
    /// let target = &workspace.targets[0];
    /// assert_eq!(target.name(), "api/prod");
    /// assert_eq!(target.layers, [&b"/environments/prod.yaml"[..], b"/charts/api/environments/prod.yaml"]);
    /// ```
    pub fn load(world: &dyn World, root: &[u8], budgets: &Budgets) -> Result<Workspace, Vec<Diagnostic>> {
        let file = path::join(&[root, FILE.as_bytes()]);
        let file = is_file(world, &file).then_some(file);
        let config = match &file {
            Some(file) => read(world, file, budgets)?,
            None => Config::default(),
        };
        let mut loader =
            Loader { world, root, config: &config, faults: Vec::new(), patterns: HashMap::new() };
        let found = loader.charts();
        let (charts, targets) = loader.targets(&found);
        if loader.faults.is_empty() {
            Ok(Workspace { root: root.to_vec(), file, config, charts, targets })
        } else {
            Err(loader.faults)
        }
    }
}

/// A chart, and the items of nexachart.yaml that are about it.
struct Found<'c> {
    path: Vec<u8>,
    name: String,
    entries: Vec<&'c ChartEntry>,
}

/// The values files of a target.
#[derive(Default)]
struct Layers {
    found: Vec<Vec<u8>>,
    /// Those that were looked for.
    candidates: Vec<Vec<u8>>,
}

struct Loader<'c> {
    world: &'c dyn World,
    root: &'c [u8],
    config: &'c Config,
    faults: Vec<Diagnostic>,
    /// Values files whose names are made for each target: whether one was found.
    patterns: HashMap<(String, Option<usize>), (Place, bool)>,
}

impl<'c> Loader<'c> {
    fn charts(&mut self) -> Vec<Found<'c>> {
        let mut found: Vec<(Vec<u8>, Vec<&'c ChartEntry>)> = Vec::new();
        let config = self.config;
        match &config.charts {
            Some(entries) => {
                for entry in entries {
                    for path in self.paths(&entry.path) {
                        match found.iter_mut().find(|(there, _)| *there == path) {
                            Some((_, entries)) => entries.push(entry),
                            None => found.push((path, vec![entry])),
                        }
                    }
                }
            }
            None if is_chart(self.world, self.root) => found.push((self.root.to_vec(), Vec::new())),
            None => {
                found.extend(self.glob("charts/*").into_iter().map(|path| (path, Vec::new())));
            }
        }
        if found.is_empty() && self.faults.is_empty() {
            let message = "there are no charts here: neither Chart.yaml nor charts/*/Chart.yaml";
            let help = "go to the folder of a chart, or of a repository with charts/; `nexachart init` looks for charts elsewhere, and names them in nexachart.yaml";
            self.faults.push(Diagnostic::error("workspace::empty", message).helped(help));
        }
        let mut named: Vec<Found<'c>> = Vec::new();
        for (path, entries) in found {
            let given = entries.iter().rev().find_map(|entry| entry.name.as_ref());
            let name = given.map_or_else(|| self.chart_name(&path), |name| name.value.clone());
            if let Some(other) = named.iter().find(|other| other.name == name) {
                let [one, two] = [&other.path, &path].map(|path| String::from_utf8_lossy(path).into_owned());
                let message = format!("two charts have the name `{name}`: {one} and {two}");
                let place = given.or(entries.last().map(|entry| &entry.path)).map(|at| at.place.clone());
                let fault = fault("workspace::chart", message, place);
                self.faults.push(fault.helped("give one of them another `name` in nexachart.yaml"));
                continue;
            }
            named.push(Found { path, name, entries });
        }
        named
    }

    /// The charts that a pattern finds. Libraries are for other charts.
    fn glob(&self, pattern: &str) -> Vec<Vec<u8>> {
        let mut found = glob(self.world, self.root, pattern);
        found.retain(|folder| is_chart(self.world, folder) && !chart_head(self.world, folder).is_library);
        found
    }

    /// The charts that a path or pattern of the file names.
    fn paths(&mut self, path: &At<String>) -> Vec<Vec<u8>> {
        let text = path.value.as_str();
        if is_pattern(text) {
            let charts = self.glob(text);
            if charts.is_empty() {
                let message = format!("`{text}` finds no chart: no folder with a Chart.yaml");
                self.faults.push(fault("workspace::chart", message, Some(path.place.clone())));
            }
            return charts;
        }
        let full = path::join(&[self.root, text.as_bytes()]);
        if is_chart(self.world, &full) || text.ends_with(".tgz") && is_file(self.world, &full) {
            return vec![full];
        }
        let message = match self.world.stat(&full) {
            Ok(_) => format!("`{text}` is no chart: it has no Chart.yaml"),
            Err(_) => format!("there is no chart at `{text}`"),
        };
        let fault = fault("workspace::chart", message, Some(path.place.clone()));
        let near = self.neighbour(text);
        self.faults.push(meant(fault, near.as_deref()));
        Vec::new()
    }

    /// The file beside `text` whose name is nearest to it.
    fn neighbour(&self, text: &str) -> Option<String> {
        let (folder, name) = text.trim_end_matches('/').rsplit_once('/').unwrap_or(("", text));
        let entries = self.world.list(&path::join(&[self.root, folder.as_bytes()])).ok()?;
        let names: Vec<&str> =
            entries.iter().filter_map(|entry| std::str::from_utf8(&entry.name).ok()).collect();
        let near = nearest(name, names.into_iter().filter(|near| *near != name))?;
        Some(if folder.is_empty() { near.to_string() } else { format!("{folder}/{near}") })
    }

    /// The name that a chart's Chart.yaml gives. Where that cannot be read, the chart says so when it is rendered, and
    /// is called after its folder.
    fn chart_name(&mut self, folder: &[u8]) -> String {
        let name = chart_head(self.world, folder).name;
        let named = name.filter(|name| is_name(name));
        named.unwrap_or_else(|| {
            let stem = path::base(folder).strip_suffix(b".tgz").unwrap_or(path::base(folder));
            let name = String::from_utf8_lossy(stem).into_owned();
            if is_name(&name) { name } else { "chart".to_string() }
        })
    }

    fn targets(&mut self, found: &[Found<'c>]) -> (Vec<Chart>, Vec<Target>) {
        // Where the workspace is a chart, its files are the chart's own.
        let is_shared = found.iter().all(|chart| chart.path != self.root);
        let shared = if is_shared { environments(self.world, self.root) } else { Vec::new() };
        let mut known: Vec<String> =
            self.config.environments.iter().map(|(name, _)| name.value.clone()).collect();
        for (name, _) in &shared {
            if !known.contains(name) {
                known.push(name.clone());
            }
        }
        let (mut charts, mut targets) = (Vec::new(), Vec::new());
        for chart in found {
            let own = environments(self.world, &chart.path);
            let names = self.environments(chart, &known, &own);
            for environment in &names {
                targets.push(self.target(chart, environment, &shared, &own));
            }
            charts.push(Chart { name: chart.name.clone(), path: chart.path.clone(), environments: names });
        }
        let mut unused: Vec<_> = self.patterns.drain().filter(|(_, (_, found))| !found).collect();
        unused.sort_by_key(|(_, (place, _))| (place.line, place.column));
        for ((text, _), (place, _)) in unused {
            let message = format!("`{text}` finds no file for any target");
            self.faults.push(fault("workspace::values", message, Some(place)));
        }
        self.check_goldens(&targets);
        (charts, targets)
    }

    /// The environments of a chart.
    fn environments(
        &mut self,
        chart: &Found<'c>,
        known: &[String],
        own: &[(String, Vec<u8>)],
    ) -> Vec<String> {
        let mut all = known.to_vec();
        all.extend(own.iter().map(|(name, _)| name.clone()).filter(|name| !known.contains(name)));
        let said = chart.entries.iter().rev().find_map(|entry| entry.environments.as_deref());
        let differing = chart.entries.iter().flat_map(|entry| &entry.per_environment).map(|(name, _)| name);
        for name in said.unwrap_or_default().iter().chain(differing) {
            if !all.contains(&name.value) {
                let message = format!("there is no environment `{}`", name.value);
                let fault = fault("workspace::environment", message, Some(name.place.clone()));
                let path = String::from_utf8_lossy(&chart.path);
                let help =
                    format!("name it under `environments:`, or add {path}/environments/{}.yaml", name.value);
                let near = nearest(&name.value, all.iter().map(String::as_str));
                self.faults.push(if near.is_some() { meant(fault, near) } else { fault.helped(help) });
            }
        }
        match said {
            Some(said) => {
                let mut names: Vec<String> = Vec::new();
                for name in said {
                    if !names.contains(&name.value) {
                        names.push(name.value.clone());
                    }
                }
                names
            }
            None if !own.is_empty() => {
                all.into_iter().filter(|name| own.iter().any(|(own, _)| own == name)).collect()
            }
            None if !all.is_empty() => all,
            None => vec![DEFAULT.to_string()],
        }
    }

    fn target(
        &mut self,
        chart: &Found<'c>,
        environment: &str,
        shared: &[(String, Vec<u8>)],
        own: &[(String, Vec<u8>)],
    ) -> Target {
        let named = |settings: &'c [(At<String>, Settings)]| {
            settings.iter().filter(move |(name, _)| name.value == environment).map(|(_, settings)| settings)
        };
        let common: Vec<&Settings> = named(&self.config.environments).collect();
        let of_chart: Vec<&Settings> = chart.entries.iter().map(|entry| &entry.settings).collect();
        let differing: Vec<&Settings> =
            chart.entries.iter().flat_map(|entry| named(&entry.per_environment)).collect();

        let mut layers = Layers::default();
        let file = |files: &[(String, Vec<u8>)], folder: &[u8], layers: &mut Layers| {
            layers
                .candidates
                .push(path::join(&[folder, format!("environments/{environment}.yaml").as_bytes()]));
            layers
                .found
                .extend(files.iter().find(|(name, _)| name == environment).map(|(_, path)| path.clone()));
        };
        let names = (chart.name.as_str(), environment);
        if !self.said(&common, names, &mut layers) {
            file(shared, self.root, &mut layers);
        }
        self.said(&of_chart, names, &mut layers);
        if !self.said(&differing, names, &mut layers) {
            file(own, &chart.path, &mut layers);
        }

        let all: Vec<&Settings> = [common, of_chart, differing].concat();
        let last = |pick: fn(&Settings) -> &Option<At<String>>| {
            let text = all.iter().rev().find_map(|settings| pick(settings).as_ref());
            text.map(|text| filled(&text.value, &chart.name, environment))
        };
        let severities: Vec<_> = all.iter().map(|settings| settings.severities.as_slice()).collect();
        let golden = self.config.golden.path.as_ref().map_or(GOLDEN, |path| &path.value);
        let golden = filled(golden, &chart.name, environment);
        let api_versions = all.iter().flat_map(|settings| &settings.api_versions);
        Target {
            chart: chart.name.clone(),
            environment: environment.to_string(),
            path: chart.path.clone(),
            release: last(|settings| &settings.release).unwrap_or_else(|| chart.name.clone()),
            namespace: last(|settings| &settings.namespace).unwrap_or_else(|| "default".to_string()),
            kubernetes_version: last(|settings| &settings.kubernetes_version),
            api_versions: api_versions.map(|version| version.value.clone()).collect(),
            layers: layers.found,
            candidates: layers.candidates,
            lists: self
                .config
                .lists
                .iter()
                .map(|(path, merge)| ListRule::new(&path.value, merge.clone()))
                .collect(),
            golden: path::join(&[self.root, golden.as_bytes()]),
            severities: by_name(&[&[self.config.severities.as_slice()], severities.as_slice()].concat()),
        }
    }

    /// Adds the values files that settings name. Whether any of them names files, or that there are none.
    fn said(
        &mut self,
        settings: &[&Settings],
        (chart, environment): (&str, &str),
        layers: &mut Layers,
    ) -> bool {
        let lists: Vec<&Vec<At<String>>> =
            settings.iter().filter_map(|settings| settings.values.as_ref()).collect();
        for file in lists.iter().copied().flatten() {
            let name = filled(&file.value, chart, environment);
            let path = path::join(&[self.root, name.as_bytes()]);
            let is_there = is_file(self.world, &path);
            layers.candidates.push(path.clone());
            if name != file.value {
                // A pattern is for those that have such a file.
                let key = (file.value.clone(), file.place.line);
                self.patterns.entry(key).or_insert_with(|| (file.place.clone(), false)).1 |= is_there;
            } else if !is_there {
                let message = format!("there is no file `{name}`");
                let fault = fault("workspace::values", message, Some(file.place.clone()));
                let fault = meant(fault, self.neighbour(&name).as_deref());
                if !self.faults.contains(&fault) {
                    self.faults.push(fault);
                }
                continue;
            }
            if is_there {
                layers.found.push(path);
            }
        }
        !lists.is_empty()
    }

    fn check_goldens(&mut self, targets: &[Target]) {
        let Some(path) = &self.config.golden.path else { return };
        let mut seen: BTreeMap<&[u8], String> = BTreeMap::new();
        for target in targets {
            if let Some(other) = seen.insert(&target.golden, target.name()) {
                let message = format!("{other} and {} have the same golden", target.name());
                let fault = fault("workspace::golden", message, Some(path.place.clone()));
                self.faults.push(fault.helped(format!("put both names into the path: `{GOLDEN}`")));
                return;
            }
        }
    }
}

/// What is needed of a Chart.yaml here.
#[derive(Default)]
pub(crate) struct ChartHead {
    name: Option<String>,
    /// Whether it is for other charts alone.
    pub is_library: bool,
}

/// Reads it; where that cannot be, the chart says so when it is rendered.
pub(crate) fn chart_head(world: &dyn World, folder: &[u8]) -> ChartHead {
    let text = world.read(&path::join(&[folder, b"Chart.yaml"]), HEAD).unwrap_or_default();
    let Ok(Some(document)) = yaml::parse(&text) else { return ChartHead::default() };
    let field =
        |key: &[u8]| document.root().get(key).map(|node| String::from_utf8_lossy(node.text()).into_owned());
    ChartHead { name: field(b"name"), is_library: field(b"type").as_deref() == Some("library") }
}

/// A fault at a place of nexachart.yaml, if there is one.
fn fault(code: &'static str, message: String, place: Option<Place>) -> Diagnostic {
    let Some(place) = place else { return Diagnostic::error(code, message) };
    let (line, column) = (place.line.unwrap_or(1), place.column.unwrap_or(1));
    let file = String::from_utf8_lossy(&place.file);
    Diagnostic::error(code, format!("{file}:{line}:{column}: {message}")).summed_up(message).at(place)
}

//! The charts of a target whether they are on or off: what a values file may speak to.

use std::sync::Arc;

use nexachart_chart::{Chart, Import};

use crate::Path;
use crate::layers::folder_of;

/// A chart under its name in the one above it.
#[derive(Debug)]
pub struct Unit {
    /// The chart.
    pub chart: Arc<Chart>,
    /// Where its values are in those of the chart that is rendered.
    pub prefix: Path,
    /// The folder in that of the chart that is rendered, or the path of another one.
    pub folder: Vec<u8>,
    /// What the names of its templates begin with: `app/charts/cache`.
    pub full_path: String,
    /// The number of the chart above.
    pub parent: Option<usize>,
    /// The charts below by the names they have here.
    pub below: Vec<(String, usize)>,
    /// The dependencies that are not there, by the names they would have.
    pub missing: Vec<String>,
}

/// So many charts are looked at.
const MOST: usize = 2000;

/// All charts: first the one that is rendered, each before those below it.
pub fn units(chart: &Arc<Chart>) -> Vec<Unit> {
    let mut units = Vec::new();
    add(chart, chart.name(), Path::default(), String::new(), None, &mut units);
    units
}

fn add(
    chart: &Arc<Chart>,
    name: &str,
    prefix: Path,
    above: String,
    parent: Option<usize>,
    units: &mut Vec<Unit>,
) -> usize {
    let number = units.len();
    let folder = match parent {
        Some(parent) => folder_of(chart, &units[parent].folder),
        None => Vec::new(),
    };
    let full_path = if above.is_empty() { name.to_string() } else { format!("{above}/charts/{name}") };
    units.push(Unit {
        chart: chart.clone(),
        prefix: prefix.clone(),
        folder,
        full_path: full_path.clone(),
        parent,
        below: Vec::new(),
        missing: Vec::new(),
    });
    let mut below = Vec::new();
    for sub in &chart.dependencies {
        let entries = chart.metadata.dependencies().filter(|entry| entry.name == sub.name());
        let mut names: Vec<String> = entries
            .map(|entry| if entry.alias.is_empty() { entry.name.clone() } else { entry.alias.clone() })
            .collect();
        if names.is_empty() {
            names.push(sub.name().to_string());
        }
        names.dedup();
        for name in names {
            if units.len() >= MOST {
                continue;
            }
            let number = add(sub, &name, prefix.key(name.as_bytes()), full_path.clone(), Some(number), units);
            below.push((name, number));
        }
    }
    let is_there = |name: &str| chart.dependencies.iter().any(|sub| sub.name() == name);
    let missing = chart.metadata.dependencies().filter(|entry| !is_there(&entry.name));
    units[number].missing = missing
        .map(|entry| if entry.alias.is_empty() { entry.name.clone() } else { entry.alias.clone() })
        .collect();
    units[number].below = below;
    number
}

impl Unit {
    /// The paths that Chart.yaml reads: conditions and tags.
    pub(crate) fn conditions(&self) -> Vec<Path> {
        let mut paths = vec![self.prefix.key(b"tags")];
        for entry in self.chart.metadata.dependencies() {
            for condition in entry.condition.trim().split(',').map(str::trim) {
                if !condition.is_empty() {
                    let keys = Path::of(condition.split('.'));
                    paths.push(self.prefix.join(&keys.0));
                }
            }
        }
        paths
    }

    /// The tables that it imports: from where, to where.
    pub(crate) fn imports(&self) -> Vec<(Path, Path)> {
        let mut imports = Vec::new();
        for entry in self.chart.metadata.dependencies() {
            let name = if entry.alias.is_empty() { &entry.name } else { &entry.alias };
            let below = self.prefix.key(name.as_bytes());
            for import in &entry.import_values {
                let (child, parent) = match import {
                    Import::Table { child, parent } | Import::Imported { child, parent } => {
                        (child.clone(), parent.clone())
                    }
                    Import::Export(export) => (format!("exports.{export}"), ".".to_string()),
                    Import::Ignored => continue,
                };
                let keys = |path: &str| match path {
                    "." => Path::default(),
                    path => Path::of(path.split('.')),
                };
                imports.push((below.join(&keys(&child).0), self.prefix.join(&keys(&parent).0)));
            }
        }
        imports
    }
}

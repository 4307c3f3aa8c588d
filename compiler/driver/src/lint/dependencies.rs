//! Dependencies (Helm: pkg/chart/v2/lint/rules/dependencies.go).

use nexachart_chart::Chart;
use nexachart_source::{Place, Severity};
use nexachart_value::yaml;

use super::{Found, Linter};

/// Applies the rules.
pub(super) fn check(linter: &mut Linter<'_>) {
    let chart = match linter.load() {
        Ok(chart) => chart,
        Err(error) => {
            let found = Err(Found::of("unable to load chart\n\t", error));
            linter.rule(Severity::Error, b"", "lint::load", found);
            return;
        }
    };
    let dir = linter.dir.clone();
    let place = |linter: &Linter<'_>| {
        let file = linter.place(b"Chart.yaml");
        linter.read(b"Chart.yaml").map_or(file.clone(), |text| key(&text, file))
    };
    for (severity, found) in [
        (Severity::Error, in_metadata(&chart)),
        (Severity::Error, unique(&chart)),
        (Severity::Warning, in_folder(&chart)),
    ] {
        let found = found.map_err(|text| Found::new(text).at(place(linter)));
        linter.rule(severity, &dir, "lint::dependencies", found);
    }
}

/// Where Chart.yaml lists dependencies.
fn key(text: &[u8], file: Place) -> Place {
    let document = yaml::parse(text).ok().flatten();
    let found = document.as_ref().and_then(|document| document.root().get(b"dependencies"));
    file.at(text, found.map_or(0, |node| node.span().start as usize))
}

fn said(head: &str, names: Vec<&str>) -> Result<(), String> {
    if names.is_empty() { Ok(()) } else { Err(format!("{head}: {}", names.join(","))) }
}

fn in_folder(chart: &Chart) -> Result<(), String> {
    let is_there = |name: &str| chart.dependencies.iter().any(|sub| sub.name() == name);
    let names = chart.metadata.dependencies().map(|entry| entry.name.as_str());
    said("chart directory is missing these dependencies", names.filter(|name| !is_there(name)).collect())
}

fn in_metadata(chart: &Chart) -> Result<(), String> {
    let is_listed = |name: &str| chart.metadata.dependencies().any(|entry| entry.name == name);
    let names = chart.dependencies.iter().map(|sub| sub.name());
    said("chart metadata is missing these dependencies", names.filter(|name| !is_listed(name)).collect())
}

fn unique(chart: &Chart) -> Result<(), String> {
    let mut known = Vec::new();
    let mut twice = Vec::new();
    for entry in chart.metadata.dependencies() {
        let key = if entry.alias.is_empty() { &*entry.name } else { &*entry.alias };
        if known.contains(&key) {
            twice.push(key);
        }
        known.push(key);
    }
    said("multiple dependencies with name or alias", twice)
}

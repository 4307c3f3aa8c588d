//! What charts repeat: lines of their templates that another platform's templates have too. The library could say them once.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::{none, platforms, root};

/// The one template that each platform has.
const COMMON: &str = "{{- include \"platform\" . }}";

#[test]
fn charts_repeat_no_lines() {
    let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut total = 0;
    for chart in platforms() {
        for line in lines(&root().join("charts").join(&chart).join("templates")) {
            total += 1;
            seen.entry(line).or_default().insert(chart.clone());
        }
    }
    let repeated: Vec<String> = seen
        .iter()
        .filter(|(line, charts)| charts.len() > 1 && *line != COMMON)
        .map(|(line, charts)| format!("{line}   in {charts:?}"))
        .collect();
    // Near zero: a line in fifty.
    if repeated.len() * 50 > total {
        none(&repeated);
    }
}

/// The lines that say something, of the templates below a folder; notes are no template of objects.
fn lines(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(lines(&path));
        } else if path.file_name().is_some_and(|name| name != "NOTES.txt") {
            let text = fs::read_to_string(&path).unwrap();
            let says = |line: &&str| {
                line.trim_matches(['{', '}', '-', ' ', '/', '*']).len() > 3 && !line.contains("{{- end")
            };
            found.extend(text.lines().filter(says).map(|line| line.trim().to_string()));
        }
    }
    found
}

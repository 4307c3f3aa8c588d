//! `dependency list` (Helm: pkg/action/dependency.go): a table of what a chart depends on and what there is of it.

use std::sync::Arc;

use nexachart_go::filepath::matches;
use nexachart_go::path;
use nexachart_go::semver::{Constraints, Version};
use nexachart_go::strconv::quote;
use nexachart_source::{Budgets, Diagnostic, FileKind, World, absolute};

use crate::ledger::Ledger;
use crate::load::{Loading, chart_in_folder, load_archive};
use crate::log::Journal;
use crate::{Chart, Dependency};

/// The widest column, in characters.
const WIDEST: usize = 80;

/// What Helm prints of the dependencies of a chart: a folder, or an archive.
pub fn list_dependencies(
    world: &Arc<dyn World>,
    chart: &[u8],
    budgets: &Budgets,
    journal: &mut Journal,
) -> Result<Vec<u8>, Diagnostic> {
    let mut loading = Loading { ledger: Ledger::new(budgets), found: &|_| {}, journal };
    let loaded = open(world, chart, &mut loading)?;
    let charts = path::join(&[chart, b"charts"]);
    if loaded.metadata.dependencies.is_none() {
        return Ok([b"WARNING: no dependencies at ", &*charts, b"\n"].concat());
    }
    let heads = ["NAME", "VERSION", "REPOSITORY", "STATUS"].map(str::to_string);
    let mut rows = vec![heads];
    for entry in loaded.metadata.dependencies() {
        let status = status(world, &charts, entry, &loaded, &mut loading).to_string();
        rows.push([entry.name.clone(), entry.version.clone(), entry.repository.clone(), status]);
    }
    let mut out = table(&rows).into_bytes();
    out.extend_from_slice(b"\n\n");
    for found in world.list(&charts).unwrap_or_default() {
        let file = path::join(&[&charts, &found.name]);
        let kind = world.stat(&file).map_or(FileKind::Other, |found| found.kind);
        if kind != FileKind::Dir && path::ext(&file) != b".tgz" {
            continue;
        }
        let shown = quote(&file);
        match open(world, &file, &mut loading) {
            Err(_) => out.extend_from_slice(format!("WARNING: {shown} is not a chart.\n").as_bytes()),
            Ok(chart) if loaded.metadata.dependencies().any(|entry| entry.name == chart.name()) => {}
            Ok(_) => out.extend_from_slice(format!("WARNING: {shown} is not in Chart.yaml.\n").as_bytes()),
        }
    }
    Ok(out)
}

/// A chart with what is in it, and nothing from elsewhere.
fn open(world: &Arc<dyn World>, chart: &[u8], loading: &mut Loading<'_>) -> Result<Chart, Diagnostic> {
    match world.stat(chart)?.kind {
        FileKind::Dir => chart_in_folder(world, &absolute(&**world, chart)?, 0, loading),
        _ => load_archive(world, chart, loading),
    }
}

/// Go: dependencyStatus.
fn status(
    world: &Arc<dyn World>,
    charts: &[u8],
    entry: &Dependency,
    chart: &Chart,
    loading: &mut Loading<'_>,
) -> &'static str {
    let pattern = format!("{}-*.tgz", entry.name).into_bytes();
    if matches(&pattern, b"").is_err() {
        return "bad pattern";
    }
    let found = world.list(charts).unwrap_or_default().into_iter().map(|found| found.name);
    let mut archives: Vec<Vec<u8>> = found.filter(|name| matches(&pattern, name) == Ok(true)).collect();
    if archives.len() > 1 {
        let head = entry.name.len() + 1;
        archives.retain(|name| {
            let version = name.get(head..name.len() - 4).unwrap_or_default();
            Version::parse_strict(version).is_ok()
        });
        if archives.len() > 1 {
            return "too many matches";
        }
    }
    if let Some(archive) = archives.first() {
        let archive = path::join(&[charts, archive]);
        if world.stat(&archive).is_ok() {
            return match open(world, &archive, loading) {
                Err(_) => "corrupt",
                Ok(found) if found.name() != entry.name => "misnamed",
                Ok(found) => version_status(&found, entry).unwrap_or("ok"),
            };
        }
    }
    match chart.dependencies.iter().rfind(|sub| sub.name() == entry.name) {
        None => "missing",
        Some(found) => version_status(found, entry).unwrap_or("unpacked"),
    }
}

/// What is wrong with a version.
fn version_status(found: &Chart, entry: &Dependency) -> Option<&'static str> {
    let version = &found.metadata.version;
    if *version == entry.version {
        return None;
    }
    match (Constraints::parse(entry.version.as_bytes()), Version::parse(version.as_bytes())) {
        (Ok(asked), Ok(version)) if asked.check(&version) => None,
        (Ok(_), Ok(_)) => Some("wrong version"),
        _ => Some("invalid version"),
    }
}

/// Columns of equal width with tabs between them (gosuri/uitable), without a line feed at the end.
fn table(rows: &[[String; 4]]) -> String {
    let width = |text: &str| text.chars().count();
    let widest = |column: usize| rows.iter().map(|row| width(&row[column]).min(WIDEST)).max().unwrap_or(0);
    let widths: [usize; 4] = std::array::from_fn(widest);
    let cell = |text: &String, to: usize| match width(text) {
        n if n > to => {
            let kept = to.saturating_sub(3).max(1);
            text.chars().take(kept).collect::<String>() + "..."
        }
        n => text.clone() + &" ".repeat(to - n),
    };
    let line = |row: &[String; 4]| {
        let cells: Vec<String> = row.iter().zip(widths).map(|(text, to)| cell(text, to)).collect();
        cells.join("\t")
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

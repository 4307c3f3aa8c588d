//! Which dependencies are on, under which names, and what the parents import from them (Helm:
//! pkg/chart/v2/util/dependencies.go).

use std::sync::Arc;

use nexachart_go::semver::{Constraints, Version};
use nexachart_source::{Diagnostic, Severity};
use nexachart_value::{Map, Type, Value};

use crate::coalesce::{Nulls, coalesce_chart, merge_tables};
use crate::error;
use crate::log::{Journal, note};
use crate::table::under_path;
use crate::tree::{NodeId, Tree};
use crate::{Chart, Dependency, Import};

/// The charts of a target: conditions, tags and aliases applied, values imported (Helm:
/// ProcessDependencies). `values` are the user's.
pub fn process_dependencies(
    chart: &Arc<Chart>,
    values: &Map,
    journal: &mut Journal,
) -> Result<Tree, Diagnostic> {
    let mut tree = Tree::new(chart);
    let root = tree.root();
    let done = enable(&mut tree, root, values, "", journal);
    match done.and_then(|()| import_all(&mut tree, root, journal)) {
        Ok(()) => Ok(tree),
        Err(error) => {
            let message = "chart dependencies processing failed";
            note(journal, "chart::dependencies", Severity::Error, message, &[("error", &error.to_string())]);
            Err(Diagnostic { code: "chart::dependencies", ..error.behind(message) })
        }
    }
}

/// Applies aliases, then takes out what conditions and tags turn off; then the same below (Go:
/// processDependencyEnabled). `values` are those of the root with the parents' laid under, `path` is
/// where the chart stands in them.
fn enable(
    tree: &mut Tree,
    chart: NodeId,
    values: &Map,
    path: &str,
    journal: &mut Journal,
) -> Result<(), Diagnostic> {
    // No list is not an empty list: Helm does not look at the charts below then.
    let Some(mut entries) = tree.dependency_entries(chart).take() else { return Ok(()) };
    let existing = tree.dependencies(chart).to_vec();
    let listed = |tree: &Tree, sub: NodeId| {
        entries.iter().flatten().any(|entry| entry.name == tree.name(sub) && fits(tree, sub, entry))
    };
    let mut charts: Vec<NodeId> = existing.iter().copied().filter(|&sub| !listed(tree, sub)).collect();
    for entry in entries.iter_mut().flatten() {
        let found = existing.iter().find(|&&sub| tree.name(sub) == entry.name && fits(tree, sub, entry));
        if let Some(&sub) = found {
            charts.push(tree.alias(sub, &entry.alias));
        }
        if !entry.alias.is_empty() {
            entry.name = entry.alias.clone();
        }
        entry.enabled = true;
    }
    tree.set_dependencies(chart, charts);

    let coalesced = coalesce_chart(tree, chart, values, Nulls::Remove, journal);
    let values = match coalesced {
        Ok(values) => values,
        Err(error) => {
            *tree.dependency_entries(chart) = Some(entries);
            return Err(error);
        }
    };
    apply_tags(&mut entries, &values, journal);
    apply_conditions(&mut entries, &values, path, journal);
    let off: Vec<String> =
        entries.iter().flatten().filter(|entry| !entry.enabled).map(|entry| entry.name.clone()).collect();
    let is_on = |name: &str| !off.iter().any(|off| off == name);
    let on: Vec<NodeId> =
        tree.dependencies(chart).iter().copied().filter(|&sub| is_on(tree.name(sub))).collect();
    entries.retain(|entry| entry.as_ref().is_some_and(|entry| is_on(&entry.name)));
    for &sub in &on {
        let path = format!("{path}{}.", tree.name(sub));
        enable(tree, sub, &values, &path, journal)?;
    }
    // Go appends to nil: an empty list becomes none.
    *tree.dependency_entries(chart) = Some(entries).filter(|entries| !entries.is_empty());
    tree.set_dependencies(chart, on);
    Ok(())
}

/// Whether the chart's version is in the range that the entry asks for.
fn fits(tree: &Tree, chart: NodeId, entry: &Dependency) -> bool {
    is_compatible(&entry.version, &tree.metadata(chart).version)
}

/// Whether a version is in a range; false if one of the two is malformed (Go: IsCompatibleRange).
pub(crate) fn is_compatible(range: &str, version: &str) -> bool {
    match (Version::parse(version.as_bytes()), Constraints::parse(range.as_bytes())) {
        (Ok(version), Ok(range)) => range.check(&version),
        _ => false,
    }
}

/// Go: processDependencyTags.
fn apply_tags(entries: &mut [Option<Dependency>], values: &Map, journal: &mut Journal) {
    let Ok(tags) = values.table(b"tags") else { return };
    for entry in entries.iter_mut().flatten() {
        let (mut some_on, mut some_off) = (false, false);
        for tag in &entry.tags {
            match tags.get(tag.as_bytes()) {
                None => {}
                Some(Value::Bool(true)) => some_on = true,
                Some(Value::Bool(false)) => some_off = true,
                Some(_) => {
                    let attributes = [("tag", tag.as_str()), ("chart", &entry.name)];
                    note(journal, "chart::tag", Severity::Warning, "returned non-bool value", &attributes);
                }
            }
        }
        entry.enabled = some_on || !some_off;
    }
}

/// Go: processDependencyConditions.
fn apply_conditions(entries: &mut [Option<Dependency>], values: &Map, path: &str, journal: &mut Journal) {
    for entry in entries.iter_mut().flatten() {
        for condition in entry.condition.trim().split(',').filter(|condition| !condition.is_empty()) {
            match values.path_value(format!("{path}{condition}").as_bytes()) {
                Err(_) => {}
                Ok(Value::Bool(on)) => {
                    entry.enabled = on;
                    break;
                }
                Ok(_) => {
                    let attributes = [("path", condition), ("chart", &entry.name)];
                    note(
                        journal,
                        "chart::condition",
                        Severity::Warning,
                        "returned non-bool value",
                        &attributes,
                    );
                }
            }
        }
    }
}

/// Imports values from the bottom up (Go: processDependencyImportValues).
fn import_all(tree: &mut Tree, chart: NodeId, journal: &mut Journal) -> Result<(), Diagnostic> {
    for sub in tree.dependencies(chart).to_vec() {
        import_all(tree, sub, journal)?;
    }
    import(tree, chart, journal)
}

/// Copies what `import-values` says from the dependencies' values to the chart's own (Go:
/// processImportValues).
fn import(tree: &mut Tree, chart: NodeId, journal: &mut Journal) -> Result<(), Diagnostic> {
    let Some(mut entries) = tree.dependency_entries(chart).clone() else { return Ok(()) };
    let values = coalesce_chart(tree, chart, &Map::empty(), Nulls::Keep, journal)?;
    let imported = Map::empty();
    for entry in entries.iter_mut().flatten() {
        let name = entry.name.as_str();
        let mut done = Vec::new();
        for import in std::mem::take(&mut entry.import_values) {
            let exported = matches!(import, Import::Export(_));
            let (child, parent) = match import {
                Import::Table { child, parent } => (child, parent),
                Import::Export(export) => (format!("exports.{export}"), ".".to_string()),
                // Charts with the same Chart.yaml come here once each: only the first one imports.
                Import::Imported { .. } | Import::Ignored => continue,
            };
            match values.table(format!("{name}.{child}").as_bytes()) {
                Ok(found) => {
                    // Merging writes to what it reads, but Helm has a new map for an empty one.
                    let found = if found.is_empty() { Map::empty() } else { found };
                    merge_tables(&imported, &under_path(parent.as_bytes(), found), journal)?;
                }
                Err(error) if exported => {
                    let attributes = [("error", error.as_str())];
                    note(
                        journal,
                        "chart::import",
                        Severity::Warning,
                        "ImportValues missing table",
                        &attributes,
                    );
                }
                Err(error) => {
                    let message = "ImportValues missing table from chart";
                    let attributes = [("chart", name), ("error", &error)];
                    note(journal, "chart::import", Severity::Warning, message, &attributes);
                }
            }
            done.push(Import::Imported { child, parent });
        }
        entry.import_values = done;
    }
    *tree.dependency_entries(chart) = Some(entries);
    if imported.is_empty() {
        tree.set_values(chart, values);
    } else {
        // What was imported shares tables with the values that it comes from.
        let values = values.deep_copy(Type::MAP).map_err(error::too_deep)?;
        merge_tables(&values, &imported, journal)?;
        tree.set_values(chart, values);
    }
    Ok(())
}

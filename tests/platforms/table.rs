//! The tables under `## Where it is` of the platforms' READMEs (charts/platform/README.md says their form): each row's field has its value, and
//! each line of the document is in some row.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use serde_json::Value as Json;

use crate::rendered::{Objects, chart};
use crate::{none, platforms, root};

/// What the row of lines without words is called.
const BLANK: &str = "blank lines and rules";

#[test]
fn the_tables_are_true() {
    let mut complaints = Vec::new();
    for name in platforms() {
        let readme = fs::read_to_string(root().join("charts").join(&name).join("README.md")).unwrap();
        complaints.extend(
            check(&readme, &chart(&name)).into_iter().map(|complaint| format!("{name}: {complaint}")),
        );
        if let Some(document) = document(&name) {
            complaints.extend(
                compare(&readme, &document).into_iter().map(|complaint| format!("{name}: {complaint}")),
            );
        }
    }
    none(&complaints);
}

/// The section of a README.
fn section(readme: &str) -> &str {
    let Some(start) = readme.find("\n## Where it is\n") else { return "" };
    let rest = &readme[start + 4..];
    rest.find("\n## ").map_or(rest, |end| &rest[..end])
}

/// How many lines the document has, as the README says.
fn length(section: &str) -> Option<usize> {
    let before = section.split(" lines").next()?;
    before.rsplit(' ').next()?.parse().ok()
}

/// The cells of the rows.
fn rows(section: &str) -> impl Iterator<Item = Vec<String>> + '_ {
    section.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| lines ")).map(|line| {
        let line = line.replace("\\|", "\u{0}");
        let cells = line.trim_matches('|').split('|');
        cells.map(|cell| cell.trim().trim_matches('`').replace('\u{0}', "|")).collect()
    })
}

/// The lines that the first cell of a row names: `3, 7-9`.
fn lines(cell: &str) -> Result<BTreeSet<usize>, String> {
    let mut found = BTreeSet::new();
    for part in cell.split(',').map(str::trim) {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let number = |text: &str| text.parse::<usize>().map_err(|_| format!("`{cell}` are no lines"));
        found.extend(number(first)?..=number(last)?);
    }
    Ok(found)
}

fn check(readme: &str, targets: &[Objects]) -> Vec<String> {
    let section = section(readme);
    let Some(length) = length(section) else {
        return vec!["the README does not say how many lines the document has".into()];
    };
    let (mut complaints, mut covered) = (Vec::new(), BTreeSet::new());
    for row in rows(section) {
        match lines(&row[0]) {
            Ok(lines) => covered.extend(lines),
            Err(complaint) => complaints.push(complaint),
        }
        match &row[..] {
            [_, _, _] => {}
            [at, what, environments, object, field, value] => {
                let known = targets.iter().map(|target| target.environment.as_str());
                let wanted: Vec<&str> = match environments.as_str() {
                    "all" => known.collect(),
                    some => some.split(',').map(str::trim).collect(),
                };
                for environment in wanted {
                    if let Err(complaint) = holds(targets, environment, object, field, value) {
                        complaints
                            .push(format!("{at}: {what}: {environment}: {object}: {field}: {complaint}"));
                    }
                }
            }
            other => complaints.push(format!("a row with {} cells: {}", other.len(), other.join(" | "))),
        }
    }
    let missing: Vec<usize> = (1..=length).filter(|line| !covered.contains(line)).collect();
    if !missing.is_empty() {
        complaints.push(format!("lines without a row: {missing:?}"));
    }
    if covered.last().is_some_and(|&last| last > length) {
        complaints.push(format!("rows about lines behind the last one, {length}"));
    }
    complaints
}

/// Whether an object's field has a value, in one environment.
fn holds(
    targets: &[Objects],
    environment: &str,
    object: &str,
    field: &str,
    value: &str,
) -> Result<(), String> {
    let target =
        targets.iter().find(|target| target.environment == environment).ok_or("no such environment")?;
    let found = target.objects.iter().find(|found| is_called(found, object));
    let at = found.and_then(|found| if field == "*" { Some(found) } else { walk(found, field) });
    match (at, value) {
        (None, "-") => Ok(()),
        (None, _) if found.is_none() => Err("the object is not there".into()),
        (None, _) => Err("the field is not there".into()),
        (Some(_), "*") => Ok(()),
        (Some(at), "-") => Err(format!("it is there: {at}")),
        (Some(at), _) => {
            let text = at.as_str().map_or_else(|| at.to_string(), str::to_string);
            let is_right = value.strip_prefix("~ ").map_or(text == value, |part| text.contains(part));
            if is_right { Ok(()) } else { Err(format!("expected {value}, got {text}")) }
        }
    }
}

/// `Kind/name`, `Kind/namespace/name`.
fn is_called(object: &Json, called: &str) -> bool {
    let parts: Vec<&str> = called.split('/').collect();
    let metadata = &object["metadata"];
    match parts[..] {
        [kind, name] => object["kind"] == kind && metadata["name"] == name,
        [kind, namespace, name] => {
            object["kind"] == kind && metadata["name"] == name && metadata["namespace"] == namespace
        }
        _ => false,
    }
}

/// What is at a path: `spec.containers[web].image`.
fn walk<'a>(object: &'a Json, path: &str) -> Option<&'a Json> {
    let mut at = object;
    let mut rest = path;
    while !rest.is_empty() {
        let step;
        if let Some(inner) = rest.strip_prefix('[') {
            (step, rest) = inner.split_once(']')?;
        } else {
            rest = rest.strip_prefix('.').unwrap_or(rest);
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            (step, rest) = rest.split_at(end);
        }
        at = match at {
            Json::Array(items) => item(items, step)?,
            _ => at.get(step)?,
        };
    }
    Some(at)
}

/// The item of a list that has `step` as its name, else as the text of another field, else at that place.
fn item<'a>(items: &'a [Json], step: &str) -> Option<&'a Json> {
    let named = items.iter().find(|item| item["name"] == step || **item == step);
    let told = || {
        items
            .iter()
            .find(|item| item.as_object().is_some_and(|item| item.values().any(|value| value == step)))
    };
    named.or_else(told).or_else(|| items.get(step.parse::<usize>().ok()?))
}

/// The document of a platform, if the folder of the documents is known: it has a README with `| charts/NAME | FILE |`.
fn document(name: &str) -> Option<String> {
    let folder = PathBuf::from(std::env::var_os("PLATFORM_DOCUMENTS")?);
    let index = fs::read_to_string(folder.join("README.md")).unwrap();
    let row = index.lines().find(|line| line.contains(&format!("charts/{name}`")))?;
    let file = row.rsplit('|').nth(1)?.trim();
    Some(fs::read_to_string(folder.join(file)).unwrap())
}

/// What the README says of the document that is not so.
fn compare(readme: &str, document: &str) -> Vec<String> {
    let section = section(readme);
    let texts: Vec<&str> = document.lines().collect();
    let mut complaints = Vec::new();
    if length(section) != Some(texts.len()) {
        complaints.push(format!("the document has {} lines", texts.len()));
    }
    for row in rows(section).filter(|row| row[1] == BLANK) {
        for line in lines(&row[0]).unwrap_or_default() {
            let text = texts.get(line - 1).map_or("", |text| text.trim());
            if !text.is_empty() && text != "---" {
                complaints.push(format!("line {line} is not blank: {text}"));
            }
        }
    }
    complaints
}

//! The pages of the library: each template has one, with values (```` ```yaml values ````) that are rendered, and objects (```` ```yaml renders ````)
//! of which each has to be found in what comes out: maps by the keys that are given, lists by items in their order, others between them.

use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;

use serde_json::Value as Json;

use crate::rendered::{repository, targets, yaml};
use crate::{none, root};

const CHART: &str = "apiVersion: v2
name: example
version: 0.1.0
appVersion: 1.0.0
dependencies:
  - {name: platform, version: 0.1.0, repository: file://../platform}
";

#[test]
fn each_template_has_a_page_and_each_example_renders() {
    let library = root().join("charts/platform");
    let stems = |folder: &str, end: &str| -> BTreeSet<String> {
        let names = fs::read_dir(library.join(folder)).unwrap().map(|entry| entry.unwrap().file_name());
        names
            .filter_map(|name| {
                name.to_string_lossy().strip_suffix(end).map(|n| n.trim_start_matches('_').to_string())
            })
            .collect()
    };
    let (templates, pages) = (stems("templates", ".tpl"), stems("docs", ".md"));
    assert_eq!(templates, pages, "templates and their pages");
    let mut complaints = Vec::new();
    for page in pages {
        let text = fs::read_to_string(library.join(format!("docs/{page}.md"))).unwrap();
        let (values, expected) = (blocks(&text, "yaml values"), blocks(&text, "yaml renders"));
        if values.is_empty() || expected.is_empty() {
            complaints.push(format!("{page}: no example"));
        }
        for (values, expected) in values.iter().zip(&expected) {
            complaints.extend(
                example(values, expected).into_iter().map(|complaint| format!("{page}: {complaint}")),
            );
        }
    }
    none(&complaints);
}

/// What a service with all it needs takes, in lines.
#[test]
fn a_service_is_added_in_fifteen_lines() {
    let readme = fs::read_to_string(root().join("charts/platform/README.md")).unwrap();
    let section = &readme[readme.find("## A service").unwrap()..];
    let values = &blocks(section, "yaml")[0];
    let service = values.lines().skip_while(|line| !line.starts_with("    ")).count();
    assert!(service <= 15, "{service} lines");
    // The services that it calls.
    let others = "    database: {profile: postgresql, enabled: false}\n  network: {peers: {database: [{ipBlock: {cidr: 10.0.0.0/24}}]}}\n";
    let inner: String =
        format!("{values}{others}").lines().skip(1).map(|line| format!("{}\n", &line[2..])).collect();
    none(&example(
        &inner,
        "kind: Deployment\nmetadata: {name: reports}\n---\nkind: Ingress\nmetadata: {name: reports}",
    ));
}

/// The blocks of a page that are fenced as `kind`.
fn blocks(page: &str, kind: &str) -> Vec<String> {
    let fence = format!("```{kind}\n");
    page.split(&fence).skip(1).filter_map(|rest| rest.split("```").next()).map(str::to_string).collect()
}

/// What of the objects is not found.
fn example(values: &str, expected: &str) -> Vec<String> {
    let layer: String = values.lines().map(|line| format!("  {line}\n")).collect();
    let world = repository(&["platform"])
        .file("/repository/nexachart.yaml", "charts: [{path: charts/example, namespace: example}]\n")
        .file("/repository/charts/example/Chart.yaml", CHART)
        .file("/repository/charts/example/templates/platform.yaml", "{{- include \"platform\" . }}\n")
        .file("/repository/charts/example/environments/example.yaml", format!("platform:\n{layer}"));
    let made = match targets(Arc::new(world), b"/repository", "example") {
        Ok(mut targets) => targets.remove(0).objects,
        Err(error) => return vec![error],
    };
    let wanted = expected.split("---\n").map(yaml);
    wanted
        .filter(|object| !made.iter().any(|other| holds(object, other)))
        .map(|object| format!("not found: {object}"))
        .collect()
}

/// Whether all that is in `part` is in `whole`.
fn holds(part: &Json, whole: &Json) -> bool {
    match (part, whole) {
        (Json::Object(part), Json::Object(whole)) => {
            part.iter().all(|(key, value)| whole.get(key).is_some_and(|other| holds(value, other)))
        }
        (Json::Array(part), Json::Array(whole)) => {
            let mut rest = whole.iter();
            part.iter().all(|item| rest.any(|other| holds(item, other)))
        }
        _ => part == whole,
    }
}

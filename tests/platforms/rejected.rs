//! What the charts' schemas reject: `rejected/<chart>.yaml` has cases of {what, kind, environment, values, says}, of three kinds (`type`, `unknown`,
//! `combination`); the values are laid over those of the environment, and the error has to contain what it `says`.

use std::fs;
use std::sync::Arc;

use serde_json::Value as Json;

use crate::rendered::{repository, targets, yaml};
use crate::{none, platforms, root};

#[test]
fn bad_values_are_rejected() {
    let mut complaints = Vec::new();
    for chart in platforms() {
        let path = root().join(format!("tests/platforms/rejected/{chart}.yaml"));
        let Ok(text) = fs::read_to_string(path) else {
            complaints.push(format!("{chart}: no cases"));
            continue;
        };
        let cases = yaml(&text);
        let cases = cases.as_array().unwrap();
        for kind in ["type", "unknown", "combination"] {
            if !cases.iter().any(|case| case["kind"] == kind) {
                complaints.push(format!("{chart}: no case of the kind {kind}"));
            }
        }
        complaints.extend(cases.iter().filter_map(|case| rejected(&chart, case).err()));
    }
    none(&complaints);
}

fn rejected(chart: &str, case: &Json) -> Result<(), String> {
    let text = |key: &str| case[key].as_str().unwrap_or_default().to_string();
    let environment = text("environment");
    let bad =
        format!("{{{environment}: {{values: [charts/{chart}/environments/{environment}.yaml, bad.yaml]}}}}");
    let config =
        format!("charts: [{{path: charts/{chart}, environments: [{environment}], perEnvironment: {bad}}}]\n");
    // JSON is YAML.
    let world = repository(&["platform", chart])
        .file("/repository/nexachart.yaml", config)
        .file("/repository/bad.yaml", case["values"].to_string());
    match targets(Arc::new(world), b"/repository", chart) {
        Ok(_) => Err(format!("{chart}: {}: it is taken", text("what"))),
        Err(error) if error.contains("schema") && error.contains(&text("says")) => Ok(()),
        Err(error) => Err(format!("{chart}: {}: {error}", text("what"))),
    }
}

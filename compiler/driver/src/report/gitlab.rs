//! GitLab's code quality report: a JSON array, an element a finding.

use nexachart_source::Severity;
use serde_json::{Value, json};

use super::Entry;
use super::found::{Found, found};
use super::safe::harmless_json;

pub(super) fn text(entries: &[Entry<'_>]) -> String {
    harmless_json(&Value::Array(found(entries).iter().map(issue).collect()))
}

fn issue(found: &Found<'_>) -> Value {
    let severity = match found.diagnostic.severity {
        Severity::Error => "critical",
        Severity::Warning => "minor",
        Severity::Info | Severity::Debug => "info",
    };
    let mut description = found.message.replace('\n', " ");
    if let Some(help) = &found.help {
        description.push_str(&format!(" ({help})"));
    }
    let spot = found.spot.clone().unwrap_or_default();
    // A finding has to be in a file, and at a line.
    let path = if spot.path.is_empty() { "." } else { &spot.path };
    json!({
        "description": description,
        "check_name": found.code,
        "fingerprint": found.fingerprint,
        "severity": severity,
        "location": {"path": path, "lines": {"begin": spot.line.unwrap_or(1)}},
    })
}

//! SARIF 2.1.0, as code scanning takes it.

use nexachart_source::{Severity, code};
use serde_json::{Map, Value, json};

use super::Entry;
use super::found::{Found, Said, Spot, found, object_name};
use super::safe::harmless_json;
use crate::pages;

/// So many other places of a finding are told; GitHub shows 100.
const MOST_PLACES: usize = 100;

pub(super) fn text(entries: &[Entry<'_>]) -> String {
    let all = found(entries);
    let mut rules: Vec<&'static str> = all.iter().map(|found| found.diagnostic.code).collect();
    rules.sort_unstable();
    rules.dedup();
    let failed = all.iter().any(|found| found.diagnostic.severity == Severity::Error);
    let results: Vec<Value> = all.iter().map(|found| result(found, &rules)).collect();
    let driver = json!({
        "name": "nexachart",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "informationUri": env!("CARGO_PKG_REPOSITORY"),
        "rules": rules.iter().map(|name| rule(name)).collect::<Vec<Value>>(),
    });
    harmless_json(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": driver},
            "columnKind": "unicodeCodePoints",
            "invocations": [{"executionSuccessful": !failed}],
            "results": results,
        }],
    }))
}

/// A code as a rule, with its page.
fn rule(name: &'static str) -> Value {
    let known = code(name);
    let summary = known.map_or(name, |code| code.summary);
    let family = name.split("::").next().unwrap_or(name);
    let mut rule = json!({
        "id": format!("nxc::{name}"),
        "name": pascal(name),
        "shortDescription": {"text": summary},
        "helpUri": pages::uri(name),
        "defaultConfiguration": {"level": level(known.map_or(Severity::Error, |code| code.severity))},
        "properties": {"tags": [family]},
    });
    if let Some(page) = pages::page(name) {
        rule["fullDescription"] = json!({"text": pages::description(page)});
        rule["help"] = json!({"text": page, "markdown": page});
    }
    rule
}

/// `render::nil-field` as `RenderNilField`.
fn pascal(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| word[..1].to_ascii_uppercase() + &word[1..]).collect()
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
        Severity::Debug => "none",
    }
}

fn result(found: &Found<'_>, rules: &[&'static str]) -> Value {
    let diagnostic = found.diagnostic;
    let mut result = json!({
        "ruleId": found.code,
        "ruleIndex": rules.binary_search(&diagnostic.code).unwrap_or(0),
        "level": level(diagnostic.severity),
        "message": {"text": found.message},
        "partialFingerprints": {"nexachart/v1": found.fingerprint},
    });
    let mut location = found.spot.as_ref().map(physical).unwrap_or_default();
    if let Some(object) = &diagnostic.object {
        let name = object_name(object);
        location.insert(
            "logicalLocations".to_string(),
            json!([{"fullyQualifiedName": name, "name": object.name, "kind": "object"}]),
        );
    }
    if !location.is_empty() {
        result["locations"] = json!([location]);
    }
    let related: Vec<Value> =
        found.labels.iter().take(MOST_PLACES).enumerate().filter_map(|(at, said)| told(said, at)).collect();
    if !related.is_empty() {
        result["relatedLocations"] = Value::Array(related);
    }
    let frames: Vec<Value> = found
        .trace
        .iter()
        .take(MOST_PLACES)
        .filter_map(|said| Some(json!({"location": told(said, 0)?})))
        .collect();
    if !frames.is_empty() {
        result["stacks"] = json!([{"message": {"text": "what led here"}, "frames": frames}]);
    }
    let mut properties = Map::new();
    if let Some(help) = &found.help {
        properties.insert("help".to_string(), json!(help));
    }
    if !diagnostic.targets.is_empty() {
        properties.insert("targets".to_string(), json!(diagnostic.targets));
    }
    if !properties.is_empty() {
        result["properties"] = Value::Object(properties);
    }
    result
}

fn told(said: &Said, id: usize) -> Option<Value> {
    let mut location = said.spot.as_ref().map(physical)?;
    location.insert("id".to_string(), json!(id));
    location.insert("message".to_string(), json!({"text": said.text}));
    Some(Value::Object(location))
}

fn physical(spot: &Spot) -> Map<String, Value> {
    let artifact = match spot.path.starts_with('/') {
        true => json!({"uri": format!("file://{}", uri(&spot.path))}),
        false => json!({"uri": uri(&spot.path), "uriBaseId": "%SRCROOT%"}),
    };
    let mut physical = json!({"artifactLocation": artifact});
    if let Some(line) = spot.line {
        physical["region"] = match spot.column {
            Some(column) => json!({"startLine": line, "startColumn": column}),
            None => json!({"startLine": line}),
        };
    }
    Map::from_iter([("physicalLocation".to_string(), physical)])
}

/// A path as part of a URI (RFC 3986: pchar and `/`).
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b'@' | b'+' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

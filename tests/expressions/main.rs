//! Runs the expressions: CEL and what Kubernetes made of it, with types and costs.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::{fs, thread};

use flate2::read::GzDecoder;
use serde_json::Value;

/// Expressions may be nested 250 deep in each rule of the grammar.
const STACK: usize = 256 << 20;

/// How many differences are shown.
const SHOWN: usize = 20;

#[test]
fn equal_kubernetes() {
    thread::Builder::new().stack_size(STACK).spawn(compare).unwrap().join().unwrap();
}

fn compare() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("expressions");
    let mut text = String::new();
    GzDecoder::new(fs::File::open(folder.join("expressions.jsonl.gz")).unwrap())
        .read_to_string(&mut text)
        .unwrap();
    let wanted = std::env::var("EXPRESSIONS").unwrap_or_default();
    let known = fs::read_to_string(folder.join("known.txt")).unwrap();
    let known: BTreeMap<&str, &str> = known
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split_once(' ').unwrap_or_else(|| panic!("known.txt: no reason for {line}")))
        .collect();
    let (mut all, mut found, mut complaints) = (0, 0, Vec::new());
    for line in text.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let id = case["id"].as_str().unwrap_or_default();
        if !id.contains(&wanted) {
            continue;
        }
        all += 1;
        let answer = nexachart_tests::expressions::answer(&case);
        let same = equal(&case, &answer);
        if same && known.contains_key(id) {
            complaints.push(format!("{id} is in known.txt and equal"));
        } else if !same && !known.contains_key(id) {
            found += 1;
            if found <= SHOWN {
                complaints.push(format!(
                    "{id}\n  {}\n  expected: {}\n       got: {answer}",
                    case["expression"], case["expect"]
                ));
            }
        }
    }
    assert!(complaints.is_empty(), "{found} of {all} expressions differ\n\n{}", complaints.join("\n\n"));
}

/// Whether an answer is what was recorded: a value with its type and cost, or the text of an error.
fn equal(case: &Value, answer: &Value) -> bool {
    let expect = &case["expect"];
    for key in ["compileError", "runtimeError"] {
        if let Some(text) = expect.get(key) {
            // cel-go panics in some compilations; any error will do.
            return answer.get(key).is_some_and(|got| got == text || expect.get("panic").is_some());
        }
    }
    let order = |value: &Value| if case["unordered"] == true { sorted(value) } else { exact(value) };
    order(&answer["value"]) == order(&expect["value"])
        && answer["outputType"] == expect["outputType"]
        && expect.get("cost").is_none_or(|cost| *cost == answer["cost"])
}

/// Numbers as doubles where the recording has no point: JSON does not tell 1.0 from 1.
fn exact(value: &Value) -> Value {
    match value {
        Value::Object(entries) if entries.get("type").is_some_and(|of| of == "double") => {
            serde_json::json!({ "double": entries.get("value").map(|n| n.as_f64().map_or(n.to_string(), |x| x.to_string())) })
        }
        Value::Object(entries) => Value::Object(entries.iter().map(|(k, v)| (k.clone(), exact(v))).collect()),
        Value::Array(items) => Value::Array(items.iter().map(exact).collect()),
        other => other.clone(),
    }
}

/// The same with all lists sorted, for results that depend on the order of Go's maps.
fn sorted(value: &Value) -> Value {
    match exact(value) {
        Value::Object(entries) => {
            Value::Object(entries.iter().map(|(k, v)| (k.clone(), sorted(v))).collect())
        }
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(sorted).collect();
            items.sort_by_key(ToString::to_string);
            Value::Array(items)
        }
        other => other,
    }
}

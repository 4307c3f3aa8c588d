//! Runs the vectors: small charts and what Helm made of them, compared byte for byte.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, thread};

use flate2::read::GzDecoder;
use serde_json::Value;

/// Templates call templates 100,000 levels deep in one case. It is reserved, and only what is used is memory.
const STACK: usize = 4 << 30;

/// How many differences are shown.
const SHOWN: usize = 20;

#[test]
fn equal_helm() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors");
    let mut text = String::new();
    GzDecoder::new(fs::File::open(folder.join("vectors.jsonl.gz")).unwrap())
        .read_to_string(&mut text)
        .unwrap();
    let wanted = std::env::var("VECTORS").unwrap_or_default();
    let cases: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .filter(|case: &Value| id(case).contains(&wanted))
        .collect();
    let known = fs::read_to_string(folder.join("known.txt")).unwrap();
    let known: BTreeMap<&str, &str> = known
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split_once(' ').unwrap_or_else(|| panic!("known.txt: no reason for {line}")))
        .collect();

    let different = run(&cases);

    let mut complaints: Vec<String> = different
        .iter()
        .filter(|(id, _)| !known.contains_key(id.as_str()))
        .map(|(id, [expected, got])| format!("{id}\n  expected: {expected}\n       got: {got}"))
        .collect();
    let found = complaints.len();
    if found > SHOWN {
        complaints.truncate(SHOWN);
        complaints.push(format!("… and {} more", found - SHOWN));
    }
    let stale = |id: &&str| id.contains(&wanted) && !different.contains_key(*id);
    complaints
        .extend(known.keys().copied().filter(stale).map(|id| format!("{id} is in known.txt and equal")));
    assert!(
        complaints.is_empty(),
        "{found} of {} vectors differ\n\n{}",
        cases.len(),
        complaints.join("\n\n")
    );
}

/// The cases that differ, with what was expected and got.
fn run(cases: &[Value]) -> BTreeMap<String, [Value; 2]> {
    let (next, different) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(2, |n| n.get().min(8)) {
            let worker = || {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let answer = nexachart_tests::vectors::answer(case, STACK - (64 << 20));
                    let both = [relevant(&case["expect"]), relevant(&answer)];
                    if both[0] != both[1] {
                        different.lock().unwrap().insert(id(case).to_string(), both);
                    }
                }
            };
            thread::Builder::new().stack_size(STACK).spawn_scoped(scope, worker).unwrap();
        }
    });
    different.into_inner().unwrap()
}

fn id(case: &Value) -> &str {
    case["id"].as_str().unwrap_or_default()
}

/// The fields that count, of an expectation or an answer.
fn relevant(result: &Value) -> Value {
    ["output", "outputBase64", "error", "errorBase64"]
        .into_iter()
        .filter_map(|key| Some((key.to_string(), result.get(key)?.clone())))
        .collect()
}

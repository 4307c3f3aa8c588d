//! Objects with one fault each, for a comparison of our verdicts with those of a real API server. `README.md` tells what for.
//!
//! The faults are made by a generator with a fixed seed out of objects that a server takes: the same objects give the same faults, so
//! the server's answers can be kept.

mod faults;
mod places;
mod random;

use std::collections::HashSet;

use nexachart_diff::{Object, read};
use serde_json::{Value, json};

pub use faults::CLASSES;
use random::Random;

/// An object with a fault.
pub struct Case {
    /// Its name among all: `own/probe/17`.
    pub id: String,
    /// What kind of fault it has; `unchanged` for none.
    pub class: &'static str,
    /// What was done to it.
    pub fault: String,
    /// The object, as JSON. It may hold a key twice.
    pub text: String,
}

/// The objects of a stream of manifests, in the namespace `default`, as far as a lone server can judge them.
pub fn objects(stream: &[u8]) -> Vec<Value> {
    let mut objects = Vec::new();
    for Object { body, problem, id, .. } in read(stream) {
        if problem.is_some() || id.kind.is_empty() || id.api_version.is_empty() {
            continue;
        }
        let Ok(mut object) = serde_json::to_value(&body) else { continue };
        if object["metadata"].is_object() {
            settle(&id.kind, &mut object);
            objects.push(object);
        }
    }
    objects
}

/// Takes out what only a cluster with other objects in it can judge.
fn settle(kind: &str, object: &mut Value) {
    if object["metadata"]["namespace"].is_string() {
        object["metadata"]["namespace"] = json!("default");
    }
    // Which addresses and families a server has is in its flags.
    if kind == "Service"
        && let Some(spec) = object["spec"].as_object_mut()
    {
        spec.remove("ipFamilies");
        spec.remove("ipFamilyPolicy");
        if spec.get("clusterIP").is_some_and(|ip| ip != "None") {
            spec.remove("clusterIP");
            spec.remove("clusterIPs");
        }
    }
    if kind == "Pod"
        && let Some(spec) = object["spec"].as_object_mut()
    {
        for key in ["serviceAccountName", "serviceAccount", "priorityClassName", "runtimeClassName"] {
            spec.remove(key);
        }
    }
}

/// As many faults of each class as asked for, made out of the objects in turn, and each object unchanged. What is made of an object
/// depends on that object alone.
pub fn cases(source: &str, seed: u64, objects: &[Value], of_each: usize) -> Vec<Case> {
    /// Not every object can have every fault.
    const ROUNDS: u64 = 200;
    let texts: Vec<String> = objects.iter().map(Value::to_string).collect();
    let mut cases = Vec::new();
    for (number, text) in texts.iter().enumerate() {
        let id = format!("{source}/unchanged/{number}");
        cases.push(Case { id, class: "unchanged", fault: String::new(), text: text.clone() });
    }
    for (class, make) in CLASSES {
        let mut seen = HashSet::new();
        let rounds = (0..ROUNDS).flat_map(|round| (0..objects.len()).map(move |number| (round, number)));
        for (round, number) in rounds {
            if seen.len() == of_each {
                break;
            }
            let mut random = Random::new(seed ^ hash(&texts[number]) ^ round, class);
            let mut object = objects[number].clone();
            let Some(fault) = make(&mut object, &mut random) else { continue };
            let text = faults::text(&object);
            if text == texts[number] || !seen.insert(hash(&text)) {
                continue;
            }
            cases.push(Case { id: format!("{source}/{class}/{}", seen.len()), class, fault, text });
        }
    }
    cases
}

/// FNV-1a: what an answer of the server is kept under.
pub fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |state, b| (state ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// The objects of the file beside this program: of all kinds, and taken by a server.
pub fn kinds() -> Vec<Value> {
    objects(include_bytes!("../objects.yaml"))
}

/// The seed of all faults.
pub const SEED: u64 = 20_261_121;
/// Faults of each class out of each source.
pub const OF_EACH: usize = 160;

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use nexachart_kinds::{Kinds, Tree, Version};

    use super::*;

    /// What the server said, as `verdicts keep` wrote it.
    fn answers() -> HashMap<u64, bool> {
        let read = |line: &str| {
            let (hash, verdict) = line.split_once(' ')?;
            Some((u64::from_str_radix(hash, 16).ok()?, verdict == "accepted"))
        };
        include_str!("../answers.txt").lines().filter_map(read).collect()
    }

    #[test]
    fn our_verdicts_are_the_servers() {
        let (kinds, answers) = (Kinds::new(), answers());
        let (mut asked, mut wrong) = (0, Vec::new());
        for case in cases("kinds", SEED, &super::kinds(), OF_EACH) {
            let Some(&accepted) = answers.get(&hash(&case.text)) else { continue };
            asked += 1;
            let tree = Tree::read(case.text.as_bytes()).unwrap().unwrap();
            let findings = kinds.check(&tree, Version::NEWEST);
            let refused = findings.iter().find(|finding| finding.code.refuses());
            if refused.is_none() != accepted {
                wrong.push(format!("{} ({}): {:?}", case.id, case.fault, refused.map(ToString::to_string)));
            }
        }
        assert!(asked >= 2_000, "{asked} answers: tests/verdicts/README.md tells how to get them");
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

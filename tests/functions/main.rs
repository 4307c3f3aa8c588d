//! Holds the function table against Helm's own: names, types, documentation, examples.
//!
//! `signatures.txt` has the functions of Helm v4.3.1's engine with their Go types, as reflection gives them:
//! the builtins of text/template, and over them what the engine's function map holds.

use std::collections::BTreeMap;

use nexachart_driver::funcs::FAMILIES;
use nexachart_template::{Effect, Func};
use nexachart_tests::vectors;
use serde_json::json;

fn functions() -> impl Iterator<Item = &'static Func> {
    FAMILIES.iter().flat_map(|(_, funcs)| funcs.iter())
}

/// The functions of Helm: name and type.
fn of_helm() -> BTreeMap<&'static str, &'static str> {
    include_str!("signatures.txt").lines().map(|line| line.split_once(' ').unwrap()).collect()
}

/// All functions of the table: name or alias, and type.
fn of_ours() -> BTreeMap<&'static str, String> {
    let mut ours = BTreeMap::new();
    for func in functions() {
        for name in [func.name].iter().chain(func.aliases) {
            assert!(ours.insert(*name, signature(func)).is_none(), "{name} stands twice in the table");
        }
    }
    ours
}

/// The Go type of a function, without the error that it may return.
fn signature(func: &Func) -> String {
    let mut params: Vec<String> = func.params.iter().map(ToString::to_string).collect();
    if let Some(last) = params.last_mut().filter(|_| func.variadic) {
        last.insert_str(0, "...");
    }
    format!("func({}) {}", params.join(", "), func.result)
}

fn none(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "{}\n{}", complaints.len(), complaints.join("\n"));
}

#[test]
fn names_are_those_of_helm() {
    let (helm, ours) = (of_helm(), of_ours());
    let missing =
        helm.keys().filter(|name| !ours.contains_key(*name)).map(|name| format!("{name} is missing"));
    let extra =
        ours.keys().filter(|name| !helm.contains_key(*name)).map(|name| format!("Helm has no {name}"));
    none(missing.chain(extra).collect());
}

#[test]
fn types_are_those_of_go() {
    let helm = of_helm();
    let differing = |(name, ours): (&'static str, String)| {
        let theirs = helm.get(name)?;
        // `func(…) (T, error)`: whether a function can fail is no part of the table.
        let plain = match theirs.strip_suffix(", error)").and_then(|rest| rest.rsplit_once(") (")) {
            Some((params, result)) => format!("{params}) {result}"),
            None => theirs.to_string(),
        };
        (plain != ours).then(|| format!("{name}: {ours}, in Go {theirs}"))
    };
    none(of_ours().into_iter().filter_map(differing).collect());
}

#[test]
fn each_is_documented() {
    // Nothing in a Helm template holds a function to `call`, and `fail` never prints.
    const WITHOUT_RESULT: [&str; 2] = ["call", "fail"];
    let lacking = |func: &Func| {
        let repeatable = matches!(func.effect, Effect::Pure | Effect::Templates | Effect::Writes);
        match func {
            Func { name, doc: "", .. } => Some(format!("{name} has no documentation")),
            Func { name, doc, .. } if !doc.ends_with('.') => {
                Some(format!("{name}: sentences end with a full stop"))
            }
            Func { name, examples: [], .. } if repeatable && !WITHOUT_RESULT.contains(name) => {
                Some(format!("{name} has no example"))
            }
            _ => None,
        }
    };
    none(functions().filter_map(lacking).collect());
}

#[test]
fn examples_print_what_they_say() {
    let differing = |(func, (template, expected)): (&Func, &(&str, &str))| {
        let case = json!({"id": func.name, "templates": {"templates/example.yaml": template}});
        let answer = vectors::answer(&case, 1 << 20);
        let got = answer["output"]["app/templates/example.yaml"].as_str();
        let or_error = got.or(answer["error"].as_str()).unwrap_or_default();
        (got != Some(*expected))
            .then(|| format!("{template}\n  expected: {expected}\n       got: {or_error}"))
    };
    none(
        functions()
            .flat_map(|func| func.examples.iter().map(move |e| (func, e)))
            .filter_map(differing)
            .collect(),
    );
}

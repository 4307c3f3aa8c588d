//! The parser against Go's: `data/parse.jsonl` holds what Go 1.26 makes of each text (its error, or the
//! text of each tree and the place of each operand). With `NEXACHART_VECTORS` set to a folder of
//! conformance vectors, their parse errors are checked too.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use nexachart_template::{Expr, Func, Functions, List, Node, NodeRef, Pipe, Tree, context, parse};
use nexachart_value::{Type, Value};
use serde_json::{Value as Json, json};

const NAME: &str = "app/templates/t.yaml";

/// The names of all functions that Helm has, without their bodies.
struct Names(HashMap<&'static str, &'static Func>);

impl Functions for Names {
    fn find(&self, name: &str) -> Option<&'static Func> {
        self.0.get(name).copied()
    }
}

fn names() -> &'static Names {
    static NAMES: OnceLock<Names> = OnceLock::new();
    NAMES.get_or_init(|| {
        let func = |name| &*Box::leak(Box::new(Func::new(name, &[], Type::Any, |_, _| Ok(Value::Nil))));
        Names(include_str!("data/functions.txt").lines().map(|name| (name, func(name))).collect())
    })
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn as_go_parses() {
    for line in include_str!("data/parse.jsonl").lines() {
        let mut case: Json = serde_json::from_str(line).unwrap();
        let template = case["text"].as_str().unwrap().to_owned();
        if case["operands"].is_null() && case["error"].is_null() {
            case["operands"] = json!([]);
        }
        let got = match parse(NAME.as_bytes(), template.as_bytes(), names()) {
            Err(error) => json!({"text": template, "error": text(&error.text)}),
            Ok(trees) => {
                let mut operands = Vec::new();
                for tree in &trees {
                    list(tree, &tree.root, &mut operands);
                }
                operands.sort();
                let show = |tree: &Tree| {
                    let mut out = Vec::new();
                    NodeRef::List(&tree.root).write(&tree.file, &mut out);
                    (text(&tree.name), text(&out))
                };
                let trees: BTreeMap<_, _> = trees.iter().map(|tree| show(tree)).collect();
                json!({"text": template, "trees": trees, "operands": operands})
            }
        };
        assert_eq!(got, case);
    }
}

fn list(tree: &Tree, list_: &List, out: &mut Vec<String>) {
    for node in &tree.file[list_.nodes] {
        match node {
            Node::Action(_, p) => pipe(tree, &tree.file[*p], out),
            Node::If(branch) | Node::With(branch) | Node::Range(branch) => {
                let branch = &tree.file[*branch];
                pipe(tree, &tree.file[branch.pipe], out);
                list(tree, &branch.list, out);
                branch.else_list.iter().for_each(|l| list(tree, l, out));
            }
            Node::Template(call) => call.pipe.iter().for_each(|p| pipe(tree, &tree.file[*p], out)),
            Node::Text(..) | Node::Break(_) | Node::Continue(_) => {}
        }
    }
}

fn pipe(tree: &Tree, pipe_: &Pipe, out: &mut Vec<String>) {
    for arg in tree.file[pipe_.cmds].iter().flat_map(|command| &tree.file[command.args]) {
        let (location, shown) = context(tree, arg.at().id);
        out.push(format!("{} {}", text(&location), text(&shown)));
        match arg {
            Expr::Pipe(_, p) => pipe(tree, &tree.file[*p], out),
            Expr::Chain(_, chain) => {
                if let Expr::Pipe(_, p) = &tree.file[*chain].base {
                    pipe(tree, &tree.file[*p], out);
                }
            }
            _ => {}
        }
    }
}

#[test]
fn parse_errors_of_the_vectors() {
    let Some(folder) = std::env::var_os("NEXACHART_VECTORS") else { return };
    let (mut cases, mut errors) = (0, 0);
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "jsonl") {
            continue;
        }
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            let case: Json = serde_json::from_str(line).unwrap();
            if !case["subcharts"].is_null() || !case["chart"].is_null() || !case["chartYaml"].is_null() {
                continue;
            }
            let want = case["expect"]["error"].as_str().unwrap_or("");
            let mut templates: Vec<_> = case["templates"].as_object().unwrap().iter().collect();
            // Helm parses the deepest first, and then from the last name to the first.
            templates.sort_by_key(|(path, _)| (path.matches('/').count(), path.as_str()));
            let got = templates.iter().rev().find_map(|(path, template)| {
                let name = format!("app/{path}");
                parse(name.as_bytes(), template.as_str().unwrap().as_bytes(), names()).err()
            });
            cases += 1;
            // A parse error inside `tpl` has another form.
            match got.map(|error| cleanup(&text(&error.text))) {
                Some(got) => {
                    errors += 1;
                    assert_eq!(got, want, "{}", case["id"]);
                }
                None => assert!(!want.starts_with("parse error at"), "{}: no error, not {want}", case["id"]),
            }
        }
    }
    assert!(errors > 0, "no parse error among {cases} cases");
}

/// Helm's form of a parse error (engine.go cleanupParseError).
fn cleanup(error: &str) -> String {
    let parts: Vec<_> = error.split(": ").collect();
    format!("parse error at ({}): {}", parts[1], parts[parts.len() - 1])
}

/// Nothing that stands in a file may overflow the stack, also not of a thread with a small one.
#[test]
fn deep_and_long() {
    let n = 100_000;
    let ifs = "{{if 1}}".repeat(n);
    let cases = [
        ("(".repeat(1_000_000), None),
        (format!("{{{{{}", "(".repeat(1_000_000)), Some("max expression depth exceeded")),
        (format!("{{{{{}1{}}}}}", "(".repeat(10_000), ")".repeat(10_000)), None),
        (
            format!("{{{{{}1{}}}}}", "(".repeat(10_001), ")".repeat(10_001)),
            Some("max expression depth exceeded"),
        ),
        (format!("{{{{{}1{}}}}}", "(print ".repeat(9_999), ").a".repeat(9_999)), None),
        (ifs.clone(), Some("max statement depth exceeded")),
        (ifs + &"{{end}}".repeat(n), Some("max statement depth exceeded")),
        ("{{if 1}}".repeat(9_999) + &"{{end}}".repeat(9_999), None),
        ("{{if 1}}".repeat(9_999) + &"{{end}}".repeat(9_999) + "{{", Some("unclosed action")),
        ("{{if 1}}".to_owned() + &"{{else if 1}}".repeat(9_998) + "{{end}}", None),
        ("{{block `a` 1}}".repeat(n), Some("max statement depth exceeded")),
        ("{{$x := 1}}{{$x}}".repeat(n), None),
        ("{{define `x`}}{{end}}".repeat(n), None),
        (format!("{{{{{}}}}}", ".a".repeat(n)), None),
        (format!("{{{{print{}}}}}", " | print".repeat(n)), None),
    ];
    for (template, want) in cases {
        let got = parse(NAME.as_bytes(), template.as_bytes(), names());
        match (got, want) {
            (Ok(trees), None) => {
                let mut out = Vec::new();
                NodeRef::List(&trees[0].root).write(&trees[0].file, &mut out);
                assert!(context(&trees[0], u32::MAX).0.is_empty());
            }
            (Err(error), Some(want)) => {
                assert!(text(&error.text).ends_with(want), "{}", text(&error.text))
            }
            (got, _) => panic!("{:.40}: {got:?}", template),
        }
    }
}

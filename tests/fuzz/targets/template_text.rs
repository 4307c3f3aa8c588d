//! Templates. The input: values as YAML, and a template.
//!
//! A parsed template, printed, is parsed to what prints the same; an execution ends, and gives the same a second time.

#![no_main]

use std::rc::Rc;
use std::thread;

use libfuzzer_sys::fuzz_target;
use nexachart_fuzz::parts;
use nexachart_fuzz::sandbox::{QUICK, state};
use nexachart_source::{Budget, Budgets};
use nexachart_template::{File, List, MissingKey, Node, NodeRef, Options, Set, Tree, execute, parse};
use nexachart_value::json::Target;
use nexachart_value::{Map, from_yaml};

/// Small budgets, so that a run is short.
fn budgets() -> Budgets {
    let mut budgets = Budgets::default();
    let small = [
        (Budget::Steps, 200_000),
        (Budget::Memory, 8 << 20),
        (Budget::Text, 1 << 20),
        (Budget::Items, 1 << 16),
    ];
    for (budget, allowed) in small.into_iter().chain([(Budget::Output, 1 << 20), (Budget::TplDepth, 50)]) {
        budgets[budget] = allowed;
    }
    budgets
}

/// Half of the stack of a thread.
const STACK: usize = 32 << 20;

fuzz_target!(|input: &[u8]| {
    let [values, text] = parts(input);
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(2 * STACK);
        let done = thread.spawn_scoped(scope, || run(values, text)).expect("a thread").join();
        done.expect("no panic");
    });
});

fn run(values: &[u8], text: &[u8]) {
    let trees = match parse(b"t", text, &QUICK) {
        Ok(trees) => trees,
        Err(message) => return assert!(message.starts_with(b"template: t:"), "{}", message.escape_ascii()),
    };
    for tree in trees.iter().filter(|tree| !has_loose_brace(&tree.file, &tree.root)) {
        let print = |tree: &Tree| {
            let mut out = Vec::new();
            NodeRef::List(&tree.root).write(&tree.file, &mut out);
            out
        };
        let printed = print(tree);
        match parse(b"t", &*printed, &QUICK) {
            Ok(again) => {
                assert_eq!(print(&again[0]).escape_ascii().to_string(), printed.escape_ascii().to_string())
            }
            Err(error) => panic!("{}: {}", error.escape_ascii(), printed.escape_ascii()),
        }
    }
    let run = || {
        let values = from_yaml(values, Target::Map).unwrap_or_else(|_| Map::empty().into());
        let mut set = Set::new(
            "gotpl",
            &QUICK,
            Options { missing_key: MissingKey::Zero, stack: STACK, budgets: budgets() },
        );
        set.add(trees.iter().cloned());
        let dot = nexachart_value::Value::map([("Values", values)]);
        execute(&Rc::new(set), b"t", dot, &mut state()).map_err(|error| error.message().to_vec())
    };
    let first = run();
    if let Err(message) = &first {
        assert!(!message.is_empty());
    }
    assert_eq!(first, run());
}

/// Whether a text ends with a brace or is cut up by comments: behind it a printed action begins elsewhere.
fn has_loose_brace(file: &File, list: &List) -> bool {
    file[list.nodes].iter().any(|node| match node {
        Node::Text(_, text) => file[*text].ends_with(b"{"),
        Node::If(branch) | Node::With(branch) | Node::Range(branch) => {
            let branch = &file[*branch];
            has_loose_brace(file, &branch.list)
                || branch.else_list.is_some_and(|list| has_loose_brace(file, &list))
        }
        _ => false,
    })
}

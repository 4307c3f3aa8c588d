//! What goes through the whole crate. Kubernetes' own answers to thousands of expressions are in the project's tests.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::thread;

use crate::fault::Fault;
use crate::library::{self, Version};
use crate::value::{List, Map};
use crate::{Composition, Env, Observer, Stage, Type, Value, Variables, signature};

struct Given(HashMap<&'static str, Value>);

impl Variables for Given {
    fn get(&self, name: &str) -> Option<Value> {
        self.0.get(name).cloned()
    }
}

/// Debug builds have large frames.
fn with_stack(run: impl FnOnce() + Send + 'static) {
    thread::Builder::new().stack_size(256 << 20).spawn(run).unwrap().join().unwrap();
}

fn failing(expression: &str) -> String {
    match Env::new().compile(expression) {
        Err(error) => error.to_string(),
        Ok(program) => {
            program.evaluate(&()).result.map_or_else(|fault| fault.text().to_owned(), |v| format!("{v:?}"))
        }
    }
}

#[test]
fn signatures_can_be_read() {
    for library in library::ALL {
        for function in library.functions {
            for overload in function.overloads {
                let read = signature::parse(overload.signature, &|_| false);
                assert!(read.is_some(), "{}: {}", overload.id, overload.signature);
            }
        }
    }
}

#[test]
fn examples_are_true() {
    let env = Env::new();
    for library in library::ALL {
        for function in library.functions {
            for example in function.examples {
                let program = env.compile(example).unwrap_or_else(|error| panic!("{example}: {error}"));
                let result = program.evaluate(&()).result;
                assert!(matches!(result, Ok(Value::Bool(true))), "{example}: {result:?}");
            }
        }
    }
}

#[test]
fn errors_have_cel_gos_words() {
    let cases = [
        (
            "1 +",
            "compilation failed: ERROR: <input>:1:4: Syntax error: mismatched input '<EOF>' expecting {'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}\n | 1 +\n | ...^",
        ),
        (
            "a b",
            "compilation failed: ERROR: <input>:1:3: Syntax error: extraneous input 'b' expecting <EOF>\n | a b\n | ..^",
        ),
        (
            "1 + 'a'",
            "compilation failed: ERROR: <input>:1:3: found no matching overload for '_+_' applied to '(int, string)'\n | 1 + 'a'\n | ..^",
        ),
        (
            "[1, 'a']",
            "compilation failed: ERROR: <input>:1:5: expected type 'int' but found 'string'\n | [1, 'a']\n | ....^",
        ),
        ("int('abc')", "program instantiation failed: type conversion error from 'string' to 'int'"),
        ("1 / 0", "division by zero"),
        ("dyn(1) + dyn('a')", "no such overload"),
        ("dyn(null) + 1", "no such overload: _+_"),
        ("{'a': 1}.b", "no such key: b"),
        ("[1][5]", "index out of bounds: 5"),
    ];
    for (expression, text) in cases {
        assert_eq!(failing(expression), text, "{expression}");
    }
}

#[test]
fn stages_are_told_apart() {
    let stage = |expression: &str| Env::new().compile(expression).unwrap_err().stage;
    assert_eq!(stage("1 +"), Stage::Parse);
    assert_eq!(stage("1 + 'a'"), Stage::Check);
    assert_eq!(stage("int('abc')"), Stage::Program);
}

#[test]
fn what_came_later_is_named() {
    let program = Env::new().compile("[1].sortBy(x, x).size() == 1 && isQuantity('1')").unwrap();
    let names: Vec<(&str, Version)> = program.features().iter().map(|f| (f.name.as_str(), f.since)).collect();
    assert!(names.contains(&("sortBy", Version(1, 34))), "{names:?}");
    assert!(names.contains(&("isQuantity", Version(1, 28))), "{names:?}");
    assert!(Env::new().compile("[1].all(x, x > 0)").unwrap().features().is_empty());
}

#[test]
fn reads_of_data_are_seen() {
    #[derive(Default)]
    struct Reads(Vec<(u32, String)>);
    impl Observer for Reads {
        fn read(&mut self, _node: u32, container: NonZeroU32, key: &Value) {
            self.0.push((container.get(), format!("{key:?}")));
        }
    }
    let list = Value::List(List::of_data(vec![Value::Int(7)], NonZeroU32::new(2)));
    let object = Value::Map(Map::of_data(vec![("ports".into(), list)], NonZeroU32::new(1)));
    let mut env = Env::new();
    env.variable("object", Type::Dyn);
    let program = env.compile("object.ports.all(p, p > 10)").unwrap();
    let given = Given(HashMap::from([("object", object)]));
    let mut reads = Reads::default();
    let evaluation = program.evaluate_with(&given, Some(&mut reads), 1000);
    assert!(matches!(evaluation.result, Ok(Value::Bool(false))));
    assert_eq!(reads.0, [(1, "String(\"ports\")".to_owned()), (2, "Int(0)".to_owned())]);
}

#[test]
fn reads_of_variables_are_seen() {
    let object = Value::Map(Map::of_data(vec![("a".into(), Value::Int(7))], NonZeroU32::new(1)));
    let mut env = Env::new();
    env.variable("object", Type::Dyn);
    let mut composition = Composition::new(env, "variables", "kubernetes.variables");
    assert!(composition.add("a", "object.a").is_ok());
    assert!(composition.add("unread", "object.b").is_ok());
    let program = composition.env().compile("variables.a > 10").unwrap();
    let inputs = Arc::new(composition).watched_inputs(Arc::new(Given(HashMap::from([("object", object)]))));
    assert!(matches!(program.evaluate(&inputs).result, Ok(Value::Bool(false))));
    let reads: Vec<(String, u32, String)> = inputs
        .reads()
        .iter()
        .map(|read| (read.variable.to_string(), read.container.get(), format!("{:?}", read.key)))
        .collect();
    assert_eq!(reads, [("a".to_owned(), 1, "String(\"a\")".to_owned())]);
}

#[test]
fn one_program_serves_several_threads() {
    let program = Env::new().compile("lists.range(100).map(x, x * 2).sum() == 9900").unwrap();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert!(matches!(program.evaluate(&()).result, Ok(Value::Bool(true)))));
        }
    });
}

#[test]
fn costs_have_a_limit_that_nothing_absorbs() {
    let text = "lists.range(1000).all(x, lists.range(1000).all(y, true)) || true";
    let evaluation = Env::new().compile(text).unwrap().evaluate(&());
    let limit = Fault::cancelled("operation cancelled: actual cost limit exceeded");
    assert_eq!(evaluation.result.unwrap_err(), limit);
}

#[test]
fn hostile_expressions_end() {
    with_stack(|| {
        let env = Env::new();
        let nested = |open: &str, close: &str, n: usize| format!("{}1{}", open.repeat(n), close.repeat(n));
        for text in [
            nested("(", ")", 50_000),
            nested("[", "]", 50_000),
            nested("{1:", "}", 20_000),
            nested("!", "", 90_000),
            nested("-", "", 90_000),
            nested("[1].map(x,", ")", 9_000),
            nested("true ? 1 : ", "", 9_000),
            nested("1+", "", 40_000),
            nested("1==", "", 30_000),
            nested("true||", "", 15_000),
            format!("{{}}{}", ".a".repeat(45_000)),
            format!("[]{}", "[0]".repeat(30_000)),
            format!("optional.of(1){}", ".optMap(x, x)".repeat(5_000)),
            format!("[1]{}", ".map(x, {x: x})".repeat(200)),
            format!("[1]{}", ".map(x, [x, x])".repeat(200)),
            "'".repeat(1000),
            "a.".repeat(1000),
            ")".repeat(1000),
            "x".repeat(200_000),
        ] {
            let _ = env.compile(&text).map(|program| program.evaluate(&()));
        }
        // Lists that double: cel-go joins them without a copy.
        let text = format!("[lists.range(1000)]{}.size()", ".map(x, x + x)".repeat(40));
        let result = env.compile(&text).unwrap().evaluate(&()).result;
        assert_eq!(result.unwrap_err().text(), "operation cancelled: too many elements are copied");
    });
}

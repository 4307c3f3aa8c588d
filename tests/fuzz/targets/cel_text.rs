//! CEL expressions over one object: the input is the expression's text. It compiles or fails, and evaluates twice with the same
//! result and cost, which is within the limit.

#![no_main]

use libfuzzer_sys::fuzz_target;
use nexachart_cel::value::{List, Map};
use nexachart_cel::{Env, Type, Value, Variables};

struct Given(Value);

impl Variables for Given {
    fn get(&self, name: &str) -> Option<Value> {
        (name == "object").then(|| self.0.clone())
    }
}

/// Expressions may be nested 250 deep in each rule of the grammar, and sanitised frames are large.
const STACK: usize = 512 << 20;

fn object() -> Value {
    let list = Value::List(List::new(vec![Value::Int(1), "a".into(), Value::Double(2.5), Value::Null]));
    Value::Map(Map::new(vec![("l".into(), list), ("s".into(), "text".into()), ("n".into(), Value::Int(7))]))
}

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    std::thread::scope(|scope| {
        let run = || {
            let mut env = Env::new();
            env.variable("object", Type::Dyn);
            let Ok(program) = env.compile(text) else { return };
            let given = Given(object());
            let (first, second) = (program.evaluate(&given), program.evaluate(&given));
            assert_eq!(first.cost, second.cost);
            assert_eq!(format!("{:?}", first.result), format!("{:?}", second.result));
        };
        std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run).unwrap().join().unwrap();
    });
});

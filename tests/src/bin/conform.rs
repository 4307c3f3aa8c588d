//! Answers conformance cases: JSON objects on standard input, one a line, and as many on standard output.
//! The first argument says which kind. The protocol is that of the project's scorer.

use std::io::{self, BufRead, Write};
use std::thread;

/// Templates call templates 100,000 levels deep in one case, so the thread gets a large stack.
const STACK: usize = 4 << 30;

fn main() -> io::Result<()> {
    let kind = std::env::args().nth(1).unwrap_or_default();
    let answer: fn(&serde_json::Value) -> serde_json::Value = match kind.as_str() {
        "vectors" => |case| nexachart_tests::vectors::answer(case, STACK - (64 << 20)),
        "defaulting" => nexachart_tests::defaulting::answer,
        "expressions" => nexachart_tests::expressions::answer,
        "policies" => nexachart_tests::policies::answer,
        _ => {
            writeln!(io::stderr(), "usage: conform vectors|expressions|policies|defaulting")?;
            std::process::exit(2);
        }
    };
    let worker = thread::Builder::new().stack_size(STACK).spawn(move || -> io::Result<()> {
        let mut out = io::stdout().lock();
        for line in io::stdin().lock().lines() {
            let case = serde_json::from_str(&line?)?;
            writeln!(out, "{}", ascii(&answer(&case).to_string()))?;
        }
        Ok(())
    })?;
    worker.join().unwrap_or_else(|_| Err(io::Error::other("the worker panicked")))
}

/// JSON in ASCII: readers that split lines at U+2028 and its like then see whole lines.
fn ascii(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut units = [0; 2];
    for c in json.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            out.extend(c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    out
}

//! The `nexachart` command: arguments to calls of the driver, results to standard output and error.

mod flags;
mod template;

use std::process::ExitCode;
use std::thread;

/// How much stack templates get, from the most wished for to what has to do. It is reserved, and only what
/// is used of it is memory: Helm's deepest chain of `template` calls, 100,000, takes half of the first one.
const STACKS: [usize; 3] = [1 << 30, 256 << 20, 32 << 20];

fn main() -> ExitCode {
    for stack in STACKS {
        let run = move || run(std::env::args().skip(1).collect(), stack - stack / 16);
        if let Ok(worker) = thread::Builder::new().stack_size(stack).spawn(run) {
            return worker.join().unwrap_or(ExitCode::FAILURE);
        }
    }
    run(std::env::args().skip(1).collect(), 4 << 20)
}

fn run(mut args: Vec<String>, stack: usize) -> ExitCode {
    // Global flags may stand before the command, as with Helm.
    let command = args.iter().position(|arg| arg == "template");
    match command {
        Some(at) => {
            args.remove(at);
            template::run(args, stack)
        }
        None => ExitCode::FAILURE,
    }
}

//! The `nexachart` command: arguments to calls of the driver, results to standard output and error.

mod arguments;
mod change;
mod check;
mod command;
mod crash;
mod dependency;
mod diff;
mod differences;
mod explain;
mod explain_code;
mod flags;
mod golden;
mod help;
mod lint;
mod merge;
mod messages;
mod output;
mod progress;
mod render;
mod scaffold;
mod template;
mod version;

use std::cell::Cell;
use std::os::unix::ffi::OsStringExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process;

/// How much stack templates get, from the most wished for to what has to do. It is reserved, and only what
/// is used of it is memory: Helm's deepest chain of `template` calls, 100,000, takes half of the first one.
const STACKS: [usize; 3] = [1 << 30, 256 << 20, 32 << 20];

/// Everything runs on the first thread, on another stack: a thread of its own would start on a cold processor,
/// with a heap that grows by a page a call. That took a tenth of rendering a small chart.
fn main() {
    crash::watch();
    let args: Vec<Vec<u8>> = std::env::args_os().skip(1).map(OsStringExt::into_vec).collect();
    for stack in STACKS {
        let running = Cell::new(false);
        let run = || {
            running.set(true);
            process::exit(command::run(args.clone(), stack - stack / 16).into())
        };
        let Err(panic) = catch_unwind(AssertUnwindSafe(|| stacker::grow(stack, run)));
        if running.get() {
            messages::last_word(&crash::failure(&*panic));
            process::exit(1);
        }
        // There is no room for so large a stack (`ulimit -v`).
    }
    process::exit(command::run(args, 4 << 20).into());
}

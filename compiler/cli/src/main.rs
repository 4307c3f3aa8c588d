//! The `nexachart` command: arguments to calls of the driver, results to standard output and error.

mod arguments;
mod command;
mod crash;
mod flags;
mod help;
mod messages;
mod output;
mod progress;
mod render;
mod template;
mod version;

use std::os::unix::ffi::OsStringExt;
use std::process;
use std::thread;

/// How much stack templates get, from the most wished for to what has to do. It is reserved, and only what
/// is used of it is memory: Helm's deepest chain of `template` calls, 100,000, takes half of the first one.
const STACKS: [usize; 3] = [1 << 30, 256 << 20, 32 << 20];

fn main() {
    crash::watch();
    let args: Vec<Vec<u8>> = std::env::args_os().skip(1).map(OsStringExt::into_vec).collect();
    for stack in STACKS {
        let args = args.clone();
        // The process ends where the work does: waking this thread and unmapping that stack would come on top.
        let run = move || process::exit(command::run(args, stack - stack / 16).into());
        if let Ok(worker) = thread::Builder::new().stack_size(stack).spawn(run) {
            let Err(payload) = worker.join();
            messages::last_word(&crash::failure(&*payload));
            process::exit(1);
        }
    }
    process::exit(command::run(args, 4 << 20).into());
}

//! How long each stage of a render takes, in this process: `cargo bench -p nexachart-tests`.
//!
//! It prints and asserts nothing: figures of another machine, or of a busy one, are no errors. Arguments behind `--`
//! choose: `stages`, `sizes`, `corpus`, and `--corpus DIR` for public charts; they are in `../shared/corpus` otherwise.

mod corpus;
mod sizes;
mod stages;
mod timing;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread;

/// Templates get as much stack as in the command.
const STACK: usize = 1 << 30;

/// What of it templates may use.
const USABLE: usize = STACK - STACK / 16;

fn main() -> io::Result<()> {
    let worker = thread::Builder::new().stack_size(STACK).spawn(run)?;
    worker.join().unwrap_or_else(|_| Err(io::Error::other("a bench panicked")))
}

fn run() -> io::Result<()> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let mut corpus = root.join("../shared/corpus");
    let mut chosen = Vec::new();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            // Cargo says so to every bench.
            "--bench" => {}
            "--corpus" => corpus = args.next().map(PathBuf::from).unwrap_or_default(),
            _ => chosen.push(arg),
        }
    }
    let wanted = |name: &str| chosen.is_empty() || chosen.iter().any(|choice| choice == name);
    let mut out = io::stdout().lock();
    if wanted("stages") {
        let nxloy = root.join("charts/nxloy");
        stages::run(&mut out, "charts/nxloy, prod", &nxloy, &[nxloy.join("environments/prod.yaml")])?;
        let stack = corpus.join("charts/prometheus-community/kube-prometheus-stack");
        if stack.is_dir() {
            stages::run(&mut out, "kube-prometheus-stack", &stack, &[])?;
        }
    }
    if wanted("sizes") {
        sizes::run(&mut out, &root.join("charts/nxloy"))?;
    }
    if wanted("corpus") && corpus.is_dir() {
        corpus::run(&mut out, &corpus.join("charts"))?;
    }
    out.flush()
}

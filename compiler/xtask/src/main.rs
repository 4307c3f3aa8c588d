//! Tasks of who builds nexachart: `cargo xtask <task>`.

mod bench;
mod charts;
mod report;
mod run;
mod scale;
mod schemas;
mod table;

use std::io::Write;
use std::process::ExitCode;

const USAGE: &str =
    "usage: cargo xtask bench --against HELM [--program PATH] [--pairs N] [--only TEXT] [--corpus DIR] [--readme]
       cargo xtask scale [--program PATH] [--readme]
       cargo xtask schemas DIR

bench measures `nexachart template` and `helm template` in turn, on the same charts, and a repository with its goldens;
scale measures `nexachart render` on repositories of 75 to 600 targets. Both print a table.
schemas writes what the binary knows of Kubernetes kinds and custom resources (schemas/kubernetes, schemas/crds) from the
OpenAPI documents in DIR/kubernetes and the JSON schemas in DIR/crds.

  --against HELM   the peer: a path, or a name on the PATH
  --program PATH   our program; target/release/nexachart, which `cargo build --release` makes
  --pairs N        pairs of runs for each chart; as many as 20 seconds allow, 5 to 41 of them
  --only TEXT      only the charts whose name has this text in it
  --corpus DIR     public charts, tested where they are: ../shared/corpus beside the repository
  --readme         the table goes into README.md too
";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let done = match args.next().as_deref() {
        Some("bench") => bench::Options::parse(args).and_then(|options| bench::run(&options)),
        Some("scale") => scale::run(args),
        Some("schemas") => schemas::run(args),
        _ => Err(USAGE.to_string()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            say(message.trim_end());
            ExitCode::FAILURE
        }
    }
}

/// One line for standard error: how far the work is, and what went wrong.
fn say(line: &str) {
    // Where standard error is closed, nothing can be said.
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

//! `nexachart version`.

use std::sync::Arc;

use nexachart_driver::source::{Diagnostic, Disk, World};
use nexachart_driver::{helm_version, version_from_template};

use crate::help;

/// The version, as the arguments behind the command ask for it. `--template` and `--short` answer as Helm
/// would: scripts ask so which Helm they have. What else they pass is taken and has no effect.
pub fn version(args: &[Vec<u8>], stack: usize) -> Result<Vec<u8>, Diagnostic> {
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let template = match arg.as_slice() {
            b"--short" => {
                return Ok(
                    format!("{}+nexachart.{}\n", helm_version().version, env!("CARGO_PKG_VERSION")).into()
                );
            }
            b"--template" => args.next().map(Vec::as_slice),
            other => other.strip_prefix(b"--template="),
        };
        if let Some(template) = template {
            let world: Arc<dyn World> = Arc::new(Disk);
            return version_from_template(&world, template, stack);
        }
    }
    Ok(help::version())
}

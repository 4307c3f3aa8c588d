//! Whether time grows as the chart does: the same chart with its templates 1, 2, 4 and 8 times.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use nexachart_driver::source::{Memory, World};
use nexachart_driver::template;

use crate::stages::{failed, options};
use crate::timing::{HEAD, line, median};

/// Measures whole renders of a growing chart, and prints a table: the rate stays about the same.
pub fn run(out: &mut dyn Write, folder: &Path) -> io::Result<()> {
    writeln!(out, "## a growing chart\n\n{HEAD}")?;
    for times in [1, 2, 4, 8, 16] {
        let mut world = Memory::new();
        copy(folder, "/chart", &mut world, 1)?;
        copy(&folder.join("templates"), "/chart/templates", &mut world, times)?;
        copy(&folder.join("../platform"), "/chart/charts/platform", &mut world, 1)?;
        let world: Arc<dyn World> = Arc::new(world);
        let mut options = options(b"/chart", &[]);
        options.skip_schemas = true;
        let product = template(&world, &options, &mut Vec::new());
        let product = product.map_err(failed)?;
        let seconds = median(|| template(&world, &options, &mut Vec::new()));
        writeln!(out, "{}", line(&format!("{times} times"), seconds, product.stdout.len()))?;
    }
    writeln!(out)
}

/// Copies a folder into `world`, each file `times` times under different names.
fn copy(from: &Path, to: &str, world: &mut Memory, times: usize) -> io::Result<()> {
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &format!("{to}/{name}"), world, times)?;
            continue;
        }
        let content = std::fs::read(entry.path())?;
        // The notes are found by their name, and nothing else may be beside manifests.
        let times = if name.ends_with(".yaml") { times } else { 1 };
        for number in 0..times {
            let name = if number == 0 { name.clone() } else { number_before_end(&name, number) };
            *world = std::mem::take(world).file(format!("{to}/{name}"), content.clone());
        }
    }
    Ok(())
}

/// `a.yaml` becomes `a.3.yaml`.
fn number_before_end(name: &str, number: usize) -> String {
    match name.rsplit_once('.') {
        Some((stem, end)) => format!("{stem}.{number}.{end}"),
        None => format!("{name}.{number}"),
    }
}

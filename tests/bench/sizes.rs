//! Whether time grows as the chart does: the same chart with its templates 1, 2, 4 and 8 times.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use nexachart_driver::source::{Memory, World};
use nexachart_driver::template;

use crate::stages::options;
use crate::timing::{HEAD, line, median};

/// Measures whole renders of a growing chart, and prints a table: the rate stays about the same.
pub fn run(out: &mut dyn Write, folder: &Path) -> io::Result<()> {
    writeln!(out, "## a growing chart\n\n{HEAD}")?;
    for times in [1, 2, 4, 8, 16] {
        let mut world = Memory::new();
        copy(folder, "/chart", &mut world, 1)?;
        let values = std::fs::read(folder.join("values.yaml"))?;
        // What is not used is read and laid all the same.
        let mut more = values.clone();
        for number in 1..times {
            more.extend_from_slice(format!("\ncopy{number}:\n").as_bytes());
            for line in values.split_inclusive(|&b| b == b'\n') {
                more.extend_from_slice(b"  ");
                more.extend_from_slice(line);
            }
        }
        world = world.file("/chart/values.yaml", more);
        copy(&folder.join("templates"), "/chart/templates", &mut world, times)?;
        let world: Arc<dyn World> = Arc::new(world);
        let mut options = options(b"/chart", &[]);
        options.skip_schemas = true;
        let product = template(&world, &options, &mut Vec::new());
        let product =
            product.map_err(|e| io::Error::other(String::from_utf8_lossy(e.message()).into_owned()))?;
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

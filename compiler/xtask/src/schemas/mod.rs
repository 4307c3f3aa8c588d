//! `cargo xtask schemas`: what the binary knows of Kubernetes kinds, from their OpenAPI documents.

mod customs;
mod kubernetes;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::bench::root;
use crate::say;

/// Reads the arguments behind `schemas` and writes the files.
pub fn run(mut args: impl Iterator<Item = String>) -> Result<(), String> {
    let (Some(from), None) = (args.next().map(PathBuf::from), args.next()) else {
        return Err(crate::USAGE.to_string());
    };
    let to = root().join("schemas");
    let (definitions, kinds) = kubernetes::build(&from.join("kubernetes"))?;
    write(&to.join("kubernetes/definitions.txt"), definitions.as_bytes())?;
    write(&to.join("kubernetes/kinds.txt"), kinds.as_bytes())?;
    let customs = customs::build(&from.join("crds"))?;
    write(&to.join("crds/schemas.bundle"), &customs)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let told = |e: std::io::Error| format!("{}: {e}", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(told)?;
    }
    fs::write(path, bytes).map_err(told)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    say(&format!("{name}: {} bytes", bytes.len()));
    Ok(())
}

fn read(path: &Path) -> Result<Value, String> {
    let text = fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
    serde_json::from_slice(&text).map_err(|e| format!("{}: {e}", path.display()))
}

/// What a folder holds, by name.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let told = |e: std::io::Error| format!("{}: {e}", folder.display());
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(told)? {
        paths.push(entry.map_err(told)?.path());
    }
    paths.sort();
    Ok(paths)
}

//! The platform charts, by data: what their READMEs say about each line of the platforms' documents (`table`), what their schemas reject
//! (`rejected`), the examples of the library (`pages`), the rules that all workloads keep (`rules`), and what charts repeat (`lines`).
//!
//!     cargo test -p nexachart-tests --test platforms
//!
//! PLATFORM_DOCUMENTS names the folder of the documents, where there is one: that their lengths, and the lines that say nothing, are as
//! the READMEs say is then checked too. Equality with Helm, and what a real API server says, are scripts: `helm` here, `../apiserver/check`.

mod lines;
mod pages;
mod rejected;
mod rendered;
mod rules;
mod table;

use std::fs;
use std::path::{Path, PathBuf};

/// The repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The charts that are built on the library.
fn platforms() -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(root().join("charts")).unwrap() {
        let folder = entry.unwrap().path();
        let head = fs::read_to_string(folder.join("Chart.yaml")).unwrap_or_default();
        if head.contains("file://../platform") {
            names.push(folder.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
    names.sort();
    names
}

/// Fails with what there is to complain about.
fn none(complaints: &[String]) {
    assert!(complaints.is_empty(), "{} complaints:\n{}", complaints.len(), complaints.join("\n"));
}

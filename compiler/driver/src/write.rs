//! Manifests to files (`--output-dir`).

use std::collections::BTreeMap;

use nexachart_chart::Crd;
use nexachart_go::path;
use nexachart_manifest::Sorted;
use nexachart_source::Diagnostic;

use crate::{Product, TemplateOptions, print};

/// The files for below `dir`, and the lines that tell what is written: a line for each document.
pub(crate) fn write(
    dir: &[u8],
    crds: &[Crd],
    sorted: &Sorted,
    release: &str,
    options: &TemplateOptions,
) -> Result<Product, Diagnostic> {
    let below = if options.use_release_name { path::join(&[dir, release.as_bytes()]) } else { dir.to_vec() };
    let mut files: BTreeMap<Vec<u8>, Vec<u8>> = BTreeMap::new();
    let mut stdout = Vec::new();
    let mut add = |dir: &[u8], name: &[u8], content: &[u8]| {
        let path = [dir, b"/", name].concat();
        stdout.extend_from_slice(&[b"wrote ", &*path, b"\n"].concat());
        print::document(files.entry(path).or_default(), name, content);
    };
    for crd in crds {
        add(dir, &crd.path, &crd.file.bytes()?);
    }
    for manifest in &sorted.manifests {
        add(&below, &manifest.path, &manifest.content);
    }
    for hook in print::wanted(&sorted.hooks, options) {
        add(&below, &hook.path, &hook.content);
    }
    // Helm goes on with a manifest that is empty now: there is nothing in it to show, or it is printed.
    let failure = options.show_only.first().map(|pattern| print::not_found(pattern));
    if failure.is_none() {
        stdout.push(b'\n');
    }
    Ok(Product { stdout, files, failure })
}

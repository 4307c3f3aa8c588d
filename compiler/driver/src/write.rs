//! Manifests to files (`--output-dir`).

use std::collections::BTreeMap;

use nexachart_chart::Crd;
use nexachart_go::path;
use nexachart_manifest::Documents;
use nexachart_source::{Diagnostic, Failures};

use crate::{Product, TemplateOptions, print};

/// The files for below `dir`, and the lines that tell what is written: a line for each document.
pub(crate) fn write(
    dir: &[u8],
    crds: &[Crd],
    sorted: &Documents,
    release: &str,
    options: &TemplateOptions,
) -> Result<Product, Diagnostic> {
    let below = if options.use_release_name { path::join(&[dir, release.as_bytes()]) } else { dir.to_vec() };
    let mut files: BTreeMap<Vec<u8>, Vec<u8>> = BTreeMap::new();
    let mut stdout = Vec::new();
    let mut add = |dir: &[u8], name: &[u8], content: &[u8]| {
        // Charts with such names are refused when they are read: this is the second lock on that door.
        if !stays_below(name) {
            let name = String::from_utf8_lossy(name);
            return Err(Diagnostic::error("os::file", format!("{name} leads out of the output folder")));
        }
        let path = [dir, b"/", name].concat();
        stdout.extend_from_slice(&[b"wrote ", &*path, b"\n"].concat());
        print::document(files.entry(path).or_default(), name, content);
        Ok(())
    };
    for crd in crds {
        add(dir, &crd.path, &crd.file.bytes()?)?;
    }
    for manifest in &sorted.manifests {
        add(&below, &manifest.path, &manifest.content)?;
    }
    for hook in sorted.hooks.iter().filter(|hook| print::is_wanted(hook, options)) {
        add(&below, &hook.path, &hook.content)?;
    }
    // Helm goes on with a manifest that is empty now: there is nothing in it to show, or it is printed.
    let failures: Option<Failures> =
        options.show_only.first().map(|pattern| print::not_found(pattern).into());
    if failures.is_none() {
        stdout.push(b'\n');
    }
    Ok(Product { stdout, files, failures })
}

/// How paths are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PathStyle {
    Unix,
    Windows,
}

impl PathStyle {
    /// That of the machine.
    const HERE: PathStyle = if cfg!(windows) { PathStyle::Windows } else { PathStyle::Unix };
}

/// Whether a name stays below the folder in front of it, behind a slash.
pub(crate) fn stays_below(name: &[u8]) -> bool {
    stays_below_in(name, PathStyle::HERE)
}

fn stays_below_in(name: &[u8], style: PathStyle) -> bool {
    match style {
        PathStyle::Unix => name.split(|&b| b == b'/').all(|part| part != b".."),
        // Windows drops dots and blanks at the end of a part, and takes a colon for a drive or a stream.
        PathStyle::Windows => {
            let is_up = |part: &[u8]| part.starts_with(b"..") && part.iter().all(|b| b". ".contains(b));
            !name.contains(&b':') && !name.split(|&b| b == b'/' || b == b'\\').any(is_up)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every name of up to four parts: what is let through stays below, when it is walked.
    #[test]
    fn names_stay_below() {
        let parts = ["", ".", "..", "...", ".. ", "a", "..a", "a..", "c:", "a\\..\\..", "..\\b", " .."];
        let count = parts.len();
        for number in 0..count.pow(4) {
            let chosen = (0..4).map(|place| parts[number / count.pow(place) % count]);
            let name = chosen.collect::<Vec<_>>().join("/");
            for (style, separators) in [(PathStyle::Unix, &['/'][..]), (PathStyle::Windows, &['/', '\\'])] {
                let mut depth = 0i32;
                let mut out = false;
                for part in name.split(separators) {
                    let windows = style == PathStyle::Windows;
                    let part = if windows && part.starts_with("..") {
                        part.trim_end_matches(['.', ' '])
                    } else {
                        part
                    };
                    match part {
                        "" if !windows => {}
                        ".." => depth -= 1,
                        "" | "." => {}
                        _ => depth += 1,
                    }
                    out |= depth < 0 || windows && part.contains(':');
                }
                assert!(!out || !stays_below_in(name.as_bytes(), style), "{style:?} {name}");
            }
            assert!(stays_below_in(name.as_bytes(), PathStyle::Unix) || name.contains(".."), "{name}");
        }
        assert!(
            !stays_below_in(b"a\\..\\..\\b", PathStyle::Windows)
                && stays_below_in(b"a\\..\\..\\b", PathStyle::Unix)
        );
        assert!(
            !stays_below_in(b"a/.. /b", PathStyle::Windows) && stays_below_in(b"a/.. /b", PathStyle::Unix)
        );
    }
}

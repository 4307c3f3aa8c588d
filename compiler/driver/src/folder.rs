//! The folder of rendered manifests (`render --output-dir`): which files are written, and which are removed because
//! they were written before and are no more.

use std::collections::{BTreeMap, BTreeSet};

use nexachart_crypto::digest::sha256sum;
use nexachart_go::path;
use nexachart_source::{Diagnostic, FileKind, Severity, World};
use nexachart_workspace::Target;

use crate::write::stays_below;
use crate::{Made, Object, Rendering};

/// The file that tells what was written: a line for each, `SHA-256  TARGET  PATH`.
pub(crate) const RECORD: &str = ".nexachart-files";

/// The most that is read of it, and of a file of which is asked whether it is as it was written.
const MOST: u64 = 256 << 20;

/// How the manifests of a target are cut into files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Split {
    /// One file for a chart: `<environment>/<chart>.yaml`.
    #[default]
    Chart,
    /// One for an object: `<environment>/<chart>/<kind>-<name>.yaml`.
    Object,
}

/// What becomes of the folder.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// Files to be written, those left out that are as they should be.
    pub files: BTreeMap<Vec<u8>, Vec<u8>>,
    /// Files to be removed.
    pub stale: Vec<Vec<u8>>,
    /// How many manifests there are files for.
    pub all: usize,
    pub notes: Vec<Diagnostic>,
}

/// What has to be done so that the folder holds these targets. Files of other targets stay, unless `known` does not
/// have those any more; files that somebody else wrote, or changed, stay anyway.
pub(crate) fn changes(
    world: &dyn World,
    dir: &[u8],
    made: &[(&Rendering, &Made)],
    known: &BTreeSet<String>,
    split: Split,
) -> Result<Changes, Diagnostic> {
    let mut wanted = Wanted::new();
    for (rendering, made) in made {
        let target = &rendering.target;
        for (name, content) in files(target, made, split)? {
            wanted.insert(name, (target.name(), content));
        }
    }
    let rendered: BTreeSet<String> = made.iter().map(|(rendering, _)| rendering.target.name()).collect();
    Ok(plan(world, dir, wanted, &rendered, known))
}

/// Files by their paths in the folder, each with its target and its content.
type Wanted = BTreeMap<Vec<u8>, (String, Vec<u8>)>;

fn plan(
    world: &dyn World,
    dir: &[u8],
    wanted: Wanted,
    rendered: &BTreeSet<String>,
    known: &BTreeSet<String>,
) -> Changes {
    let record = path::join(&[dir, RECORD.as_bytes()]);
    let before = world.read(&record, MOST).unwrap_or_default();
    let mut changes = Changes { all: wanted.len(), ..Changes::default() };
    let mut lines: BTreeMap<Vec<u8>, String> = BTreeMap::new();
    for (digest, target, name) in entries(&before) {
        if wanted.contains_key(name) {
            continue;
        }
        if known.contains(target) && !rendered.contains(target) {
            lines.insert(name.to_vec(), format!("{digest}  {target}"));
            continue;
        }
        let full = path::join(&[dir, name]);
        let Ok(content) = world.read(&full, MOST) else { continue };
        if sha256sum(&content) == digest && !is_behind_link(world, dir, name) {
            changes.stale.push(full);
        } else {
            let shown = String::from_utf8_lossy(&full);
            let message =
                format!("{shown} is not rendered any more, but was changed by somebody else: it stays");
            changes.notes.push(Diagnostic::new("render::stale", Severity::Warning, message));
        }
    }
    for (name, (target, content)) in wanted {
        lines.insert(name.clone(), format!("{}  {target}", sha256sum(&content)));
        let full = path::join(&[dir, &name]);
        let is_same = world.stat(&full).is_ok_and(|found| found.size == content.len() as u64)
            && world.read(&full, MOST).is_ok_and(|there| there == content);
        if !is_same {
            changes.files.insert(full, content);
        }
    }
    let mut text = b"# Written by nexachart render: what it may remove again.\n".to_vec();
    for (name, line) in lines {
        text.extend_from_slice(&[line.as_bytes(), b"  ", &name, b"\n"].concat());
    }
    if text != before {
        changes.files.insert(record, text);
    }
    changes
}

/// Whether a link leads from the folder to a file in it: what is behind it is somebody else's, as is the link.
fn is_behind_link(world: &dyn World, dir: &[u8], name: &[u8]) -> bool {
    let ends = name.iter().enumerate().filter(|(_, b)| **b == b'/').map(|(at, _)| at).chain([name.len()]);
    let mut paths = ends.map(|end| path::join(&[dir, &name[..end]]));
    paths.any(|path| world.lstat(&path).map_or(true, |found| found.kind == FileKind::Link))
}

/// The lines of a record that make sense: digest, target, path.
fn entries(record: &[u8]) -> impl Iterator<Item = (&str, &str, &[u8])> {
    record.split(|&b| b == b'\n').filter_map(|line| {
        let line = std::str::from_utf8(line).ok()?;
        let (digest, rest) = line.split_once("  ")?;
        let (target, name) = rest.split_once("  ")?;
        let is_ours = digest.len() == 64 && !name.starts_with('/') && stays_below(name.as_bytes());
        is_ours.then_some((digest, target, name.as_bytes()))
    })
}

/// The files of a target, by their paths in the folder.
fn files(target: &Target, made: &Made, split: Split) -> Result<BTreeMap<Vec<u8>, Vec<u8>>, Diagnostic> {
    let below = format!("{}/{}", target.environment, target.chart);
    if split == Split::Chart {
        return Ok(BTreeMap::from([(format!("{below}.yaml").into_bytes(), made.text()?)]));
    }
    let mut names = BTreeSet::new();
    let mut files = BTreeMap::new();
    for Object { source, content, kind, name, .. } in made.objects() {
        let name = format!("{}-{}", file_name(kind), file_name(name));
        let mut unique = name.clone();
        let mut count = 1;
        while !names.insert(unique.clone()) {
            count += 1;
            unique = format!("{name}.{count}");
        }
        let mut text = Vec::with_capacity(content.len() + source.len() + 16);
        crate::print::document(&mut text, source, content);
        files.insert(format!("{below}/{unique}.yaml").into_bytes(), text);
    }
    Ok(files)
}

/// A text as a part of a file's name on any system: small letters, digits, `-`, `.` and `_`; long ones are cut and get a
/// digest.
fn file_name(text: &[u8]) -> String {
    const MOST: usize = 80;
    let letter = |&b: &u8| match b.to_ascii_lowercase() {
        b @ (b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_') => char::from(b),
        _ => '-',
    };
    let name: String = text.iter().map(letter).collect();
    let name = name.trim_matches(['.', '-']);
    match name.len() {
        0 => "unnamed".to_string(),
        1..=MOST => name.to_string(),
        _ => format!("{}-{}", &name[..MOST - 9], &sha256sum(text)[..8]),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use nexachart_source::Memory;

    use super::*;

    /// A record written for these contents, with what it says of each file.
    fn record(lines: &[(&str, &str, &str)]) -> String {
        lines
            .iter()
            .map(|(content, target, name)| format!("{}  {target}  {name}\n", sha256sum(content.as_bytes())))
            .collect()
    }

    #[test]
    fn only_what_was_written_is_removed() {
        let before = record(&[
            ("x", "api/dev", "dev/api.yaml"),
            ("x", "old/dev", "dev/old.yaml"),
            ("x", "old/qa", "qa/old.yaml"),
            ("x", "web/dev", "dev/web.yaml"),
            ("x", "api/dev", "../outside"),
            ("x", "api/dev", "/outside"),
            ("x", "api/dev", "gone"),
        ]);
        let world = Memory::new()
            .file("/out/.nexachart-files", before)
            .file("/out/dev/api.yaml", "x")
            .file("/out/dev/old.yaml", "x")
            .file("/out/qa/old.yaml", "changed")
            .file("/out/dev/web.yaml", "x")
            .file("/out/mine.yaml", "x")
            .file("/outside", "x");
        let known = ["api/dev", "web/dev"].map(String::from).into();
        // The target api/dev prints nothing any more, and old has left the workspace.
        let rendered = BTreeSet::from(["api/dev".to_string()]);
        let changes = plan(&world, b"out", BTreeMap::new(), &rendered, &known);
        let stale: Vec<_> = changes.stale.iter().map(|path| String::from_utf8_lossy(path)).collect();
        assert_eq!(stale, ["out/dev/api.yaml", "out/dev/old.yaml"]);
        assert_eq!(changes.notes.len(), 1);
        let kept = &changes.files[&b"out/.nexachart-files"[..]];
        assert!(kept.ends_with(b"  web/dev  dev/web.yaml\n"), "{}", String::from_utf8_lossy(kept));
    }

    #[test]
    fn what_is_behind_links_is_not_removed() {
        let before = record(&[("x", "old/qa", "qa/old.yaml"), ("x", "old/dev", "dev/old.yaml")]);
        let world = Memory::new()
            .file("/out/.nexachart-files", before)
            .file("/mine/old.yaml", "x")
            .link("/out/qa", "../mine")
            .link("/out/dev/old.yaml", "../../mine/old.yaml");
        let changes = plan(&world, b"out", BTreeMap::new(), &BTreeSet::new(), &BTreeSet::new());
        assert_eq!((changes.stale.len(), changes.notes.len()), (0, 2));
    }

    #[test]
    fn what_is_as_it_should_be_is_not_written() {
        let world = Memory::new().file("/out/a", "same").file("/out/b", "other");
        let file = |name: &str| (name.as_bytes().to_vec(), ("t/e".to_string(), b"same".to_vec()));
        let wanted = BTreeMap::from([file("a"), file("b"), file("c")]);
        let changes = plan(&world, b"out", wanted, &BTreeSet::new(), &BTreeSet::new());
        let written: Vec<_> = changes.files.keys().map(|path| String::from_utf8_lossy(path)).collect();
        assert_eq!((written.join(" ").as_str(), changes.all), ("out/.nexachart-files out/b out/c", 3));
    }

    #[test]
    fn names_of_files() {
        for (text, want) in [
            ("Deployment", "deployment"),
            ("system:a/b", "system-a-b"),
            ("..", "unnamed"),
            ("", "unnamed"),
            ("a.b", "a.b"),
        ] {
            assert_eq!(file_name(text.as_bytes()), want);
        }
        let long = file_name(&[b'x'; 200]);
        assert!(long.len() == 80 && long != file_name(&[b'x'; 201]));
    }
}

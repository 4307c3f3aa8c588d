//! Where the workspace is, and what lies in it.

use nexachart_go::{filepath, path};
use nexachart_source::{FileKind, OsError, World, absolute};

/// The name of the workspace file.
pub const FILE: &str = "nexachart.yaml";

/// How many folders above the current one are looked at.
const MOST_ABOVE: usize = 64;

/// The folder of the nearest nexachart.yaml in the current folder or above it, as it can be opened from there: `.`,
/// `..`, `../..`. It is not looked for beyond the repository (the nearest folder with a `.git`). Where there is none,
/// the folder in whose `charts/` the current one lies, if there is one; else the current folder.
pub fn root(world: &dyn World) -> Result<Vec<u8>, OsError> {
    let mut above = world.current_dir()?;
    let mut relative = b".".to_vec();
    let mut by_charts = None;
    // What leads from `relative` to the current folder: the last two names.
    let mut names: [Vec<u8>; 2] = Default::default();
    for _ in 0..MOST_ABOVE {
        if is_file(world, &path::join(&[&relative, FILE.as_bytes()])) {
            return Ok(relative);
        }
        let [folder, chart] = &names;
        if folder == b"charts"
            && !chart.is_empty()
            && !is_chart(world, &relative)
            && is_chart(world, &path::join(&[&relative, folder, chart]))
        {
            by_charts.get_or_insert(relative.clone());
        }
        if above == b"/" || world.stat(&path::join(&[&relative, b".git"])).is_ok() {
            break;
        }
        let [folder, _] = names;
        names = [path::base(&above).to_vec(), folder];
        relative = path::join(&[&relative, b".."]);
        above = absolute(world, &path::join(&[&above, b".."]))?;
    }
    Ok(by_charts.unwrap_or_else(|| b".".to_vec()))
}

pub(crate) fn is_file(world: &dyn World, path: &[u8]) -> bool {
    world.stat(path).is_ok_and(|found| found.kind == FileKind::File)
}

/// Whether a folder is that of a chart.
pub(crate) fn is_chart(world: &dyn World, folder: &[u8]) -> bool {
    is_file(world, &path::join(&[folder, b"Chart.yaml"]))
}

/// Whether a path is a pattern.
pub(crate) fn is_pattern(path: &str) -> bool {
    path.contains(['*', '?', '['])
}

/// What a pattern below `root` finds, in byte order. `*`, `?` and `[…]` stand within an element of the path; hidden
/// files are found by patterns that begin with a dot alone.
pub(crate) fn glob(world: &dyn World, root: &[u8], pattern: &str) -> Vec<Vec<u8>> {
    let mut found = vec![root.to_vec()];
    for element in pattern.split('/').filter(|element| !matches!(*element, "" | ".")) {
        let mut next = Vec::new();
        for folder in found {
            if !is_pattern(element) {
                let path = path::join(&[&folder, element.as_bytes()]);
                next.extend(world.stat(&path).is_ok().then_some(path));
                continue;
            }
            for entry in world.list(&folder).unwrap_or_default() {
                let hidden = entry.name.starts_with(b".") && !element.starts_with('.');
                if !hidden && filepath::matches(element.as_bytes(), &entry.name).unwrap_or(false) {
                    next.push(path::join(&[&folder, &entry.name]));
                }
            }
        }
        found = next;
    }
    found
}

/// The environments that have a file in a folder `environments`: name and path, in byte order.
pub(crate) fn environments(world: &dyn World, folder: &[u8]) -> Vec<(String, Vec<u8>)> {
    let dir = path::join(&[folder, b"environments"]);
    let entries = world.list(&dir).unwrap_or_default();
    let environment = |name: &[u8]| {
        let stem = name.strip_suffix(b".yaml")?;
        let stem = std::str::from_utf8(stem).ok().filter(|stem| crate::check::is_name(stem))?;
        let path = path::join(&[&dir, name]);
        is_file(world, &path).then(|| (stem.to_string(), path))
    };
    entries.iter().filter_map(|entry| environment(&entry.name)).collect()
}

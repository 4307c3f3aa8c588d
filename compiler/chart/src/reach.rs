//! Which files a chart can be made of: whether a change of one of them can change what the chart renders. It may say
//! yes too often, and never no where it is yes.

use std::sync::Arc;

use nexachart_go::path;
use nexachart_source::{Budget, Budgets, FileKind, World, is_within, resolve_links};

use crate::ignore::Rules;
use crate::ledger::Ledger;
use crate::local::folder_of;
use crate::{Chart, Journal, Metadata, decode, load};

/// The files that a chart can be made of: those of its folder that `.helmignore` leaves, what links in it lead to, and
/// the folders of its `file://` dependencies.
#[derive(Debug, Default)]
pub struct Reach {
    /// Folders of charts, links resolved, with what is ignored in them.
    folders: Vec<(Vec<u8>, Rules)>,
    /// Files and folders elsewhere.
    spots: Vec<Vec<u8>>,
    /// Paths on which something may be a link.
    ways: Vec<Vec<u8>>,
    /// Whether it reads files that cannot be told beforehand.
    everything: bool,
    left: u64,
}

/// How many links may lead to each other, and folders lie in each other.
const DEPTH: usize = 512;

impl Reach {
    /// That of the chart at an absolute path: a folder, or an archive.
    pub fn of(world: &Arc<dyn World>, chart: &[u8], budgets: &Budgets) -> Reach {
        let mut reach = Reach { left: budgets[Budget::Entries].saturating_mul(2), ..Reach::default() };
        let mut todo = vec![chart.to_vec()];
        let mut seen: Vec<Vec<u8>> = Vec::new();
        while let Some(folder) = todo.pop() {
            if seen.contains(&folder) {
                continue;
            }
            seen.push(folder.clone());
            reach.follow(&**world, &folder);
            match world.stat(&folder).map(|found| found.kind) {
                Ok(FileKind::Dir) => reach.folder(world, &folder, budgets, &mut todo),
                Ok(_) => reach.archive(world, &folder, budgets),
                // It may have been there before.
                Err(_) => reach.spots.push(folder),
            }
        }
        reach
    }

    /// The same with a file of its own, which need not exist.
    pub fn with(mut self, world: &dyn World, file: &[u8]) -> Reach {
        self.spots.push(file.to_vec());
        self.follow(world, file);
        self
    }

    /// Whether a change of the file at this absolute path (links resolved but for its last element) can change what the
    /// chart renders. The file may have come, gone or changed.
    pub fn has(&self, changed: &[u8]) -> bool {
        self.everything
            || self.spots.iter().any(|spot| is_within(changed, spot) || is_within(spot, changed))
            || self.ways.iter().any(|way| is_within(way, changed))
            || self.folders.iter().any(|(folder, rules)| {
                is_within(folder, changed)
                    || is_within(changed, folder) && !is_ignored(rules, &changed[folder.len()..])
            })
    }

    /// Adds what a path leads to.
    fn follow(&mut self, world: &dyn World, path: &[u8]) {
        let mut path = path.to_vec();
        for _ in 0..DEPTH {
            self.ways.push(path.clone());
            let Ok(target) = world.read_link(&path) else { break };
            path = if target.starts_with(b"/") {
                path::clean(&target)
            } else {
                path::join(&[&path::dir(&path), &target])
            };
            self.spots.push(path.clone());
        }
        if let Ok(real) = resolve_links(world, &path)
            && real != path
        {
            self.spots.push(real);
        }
    }

    fn folder(&mut self, world: &Arc<dyn World>, folder: &[u8], budgets: &Budgets, todo: &mut Vec<Vec<u8>>) {
        let Ok(real) = resolve_links(&**world, folder) else { return };
        let text =
            world.read(&path::join(&[&real, b".helmignore"]), budgets[Budget::File]).unwrap_or_default();
        let rules = Rules::parse(&text).unwrap_or_default().with_defaults();
        let mut found = Vec::new();
        self.walk(&**world, &real, b"", &rules, 0, &mut found);
        for (file, name) in found {
            match path::base(&name) {
                b"values.schema.json" => {
                    let schema = world.read(&file, budgets[Budget::File]).unwrap_or_default();
                    self.everything |= refers_elsewhere(&schema);
                }
                b"Chart.yaml" | b"requirements.yaml" => {
                    let text = world.read(&file, budgets[Budget::File]).unwrap_or_default();
                    // They start at the folder as it was given, links and all.
                    for from in [path::dir(&file), path::dir(&path::join(&[folder, &name]))] {
                        todo.extend(local_dependencies(&text, &from, budgets));
                    }
                }
                name if path::ext(name) == b".tgz" => self.archive(world, &file, budgets),
                _ => {}
            }
        }
        self.folders.push((real, rules));
    }

    /// Looks through the files of a folder as the loader does.
    fn walk(
        &mut self,
        world: &dyn World,
        folder: &[u8],
        below: &[u8],
        rules: &Rules,
        depth: usize,
        found: &mut Vec<(Vec<u8>, Vec<u8>)>,
    ) {
        for entry in world.list(folder).unwrap_or_default() {
            let Some(left) = self.left.checked_sub(1).filter(|_| depth < DEPTH) else {
                self.everything = true;
                return;
            };
            self.left = left;
            let path = path::join(&[folder, &entry.name]);
            let name = path::join(&[below, &entry.name]);
            let kind = match entry.kind {
                FileKind::Link => {
                    // One that is ignored says so only when it is known what it leads to.
                    self.follow(world, &path);
                    world.stat(&path).map_or(FileKind::Other, |found| found.kind)
                }
                kind => kind,
            };
            if rules.ignores(&name, kind, &mut Journal::new()) && name != b".helmignore" {
                continue;
            }
            match kind {
                FileKind::Dir => self.walk(world, &path, &name, rules, depth + 1, found),
                _ => found.push((path, name)),
            }
        }
    }

    fn archive(&mut self, world: &Arc<dyn World>, path: &[u8], budgets: &Budgets) {
        self.spots.push(path.to_vec());
        if let Ok(chart) = load(world, path, budgets, &|_| {}, &mut Journal::new()) {
            self.everything |= some_schema_refers_elsewhere(&chart);
        }
    }
}

/// Whether a path below a chart's folder, with a slash at its head, is ignored whatever it is or was.
fn is_ignored(rules: &Rules, below: &[u8]) -> bool {
    let name = below.strip_prefix(b"/").unwrap_or(below);
    if name == b".helmignore" || name.is_empty() {
        return false;
    }
    let ignores = |name: &[u8], kind| rules.ignores(name, kind, &mut Journal::new());
    let folders = name.iter().enumerate().filter(|&(_, &b)| b == b'/').map(|(at, _)| &name[..at]);
    let mut folders = folders.map(|folder| ignores(folder, FileKind::Dir));
    folders.any(|ignored| ignored) || ignores(name, FileKind::File) && ignores(name, FileKind::Dir)
}

/// The folders of dependencies with `repository: file://…`.
fn local_dependencies(chart_yaml: &[u8], folder: &[u8], budgets: &Budgets) -> Vec<Vec<u8>> {
    let mut metadata = Metadata::default();
    // What is read before an error counts nothing: the chart cannot be loaded.
    let _ = decode::metadata(chart_yaml, &mut metadata, &mut Ledger::new(budgets));
    let _ = metadata.validate();
    metadata.dependencies().filter_map(|entry| folder_of(&entry.repository, folder)).collect()
}

fn some_schema_refers_elsewhere(chart: &Chart) -> bool {
    let schema = chart.schema.as_ref().map(|schema| schema.bytes());
    schema.is_some_and(|schema| schema.is_ok_and(|schema| refers_elsewhere(&schema)))
        || chart.dependencies.iter().any(|sub| some_schema_refers_elsewhere(sub))
}

/// Whether a JSON schema may refer to other files.
fn refers_elsewhere(schema: &[u8]) -> bool {
    let is_near = |reference: &[u8]| {
        let rest = reference.trim_ascii_start();
        let rest = rest.strip_prefix(b":").map(<[u8]>::trim_ascii_start);
        rest.is_some_and(|rest| rest.starts_with(b"\"#") || rest.starts_with(b"\"http"))
    };
    // A key can be written with escapes.
    memchr::memmem::find(schema, b"\\u").is_some()
        || [&b"Ref\""[..], b"$ref\"", b"$schema\""]
            .into_iter()
            .any(|key| memchr::memmem::find_iter(schema, key).any(|at| !is_near(&schema[at + key.len()..])))
}

#[cfg(test)]
mod tests {
    use nexachart_source::Memory;

    use super::*;

    #[test]
    fn files_of_a_chart() {
        let world: Arc<dyn World> = Arc::new(
            Memory::new()
                .file("/r/app/charts/v1/requirements.yaml", "dependencies: [{Repository: 'file://../../../gone'}]")
                .file("/r/app/Chart.yaml", "apiVersion: v2\nname: a\nversion: 1.0.0\ndependencies:\n- {name: lib, repository: file://../lib}\n- {name: x, repository: https://x}\n")
                .file("/r/app/.helmignore", "environments/\n*.md\n")
                .file("/r/app/values.schema.json", r##"{"$schema": "http://json-schema.org/", "$ref": "#/x"}"##)
                .file("/r/app/environments/dev.yaml", "")
                .link("/r/app/templates/a.yaml", "../../shared/one.yaml")
                .link("/r/shared/one.yaml", "two.yaml")
                .file("/r/shared/two.yaml", "")
                .link("/r/app/files", "../shared/files")
                .file("/r/shared/files/x", "")
                .file("/r/lib/Chart.yaml", "")
                .link("/r/way", "."),
        );
        let reach = Reach::of(&world, b"/r/way/app", &Budgets::default()).with(&*world, b"/r/v.yaml");
        for (path, want) in [
            ("/r/app/Chart.yaml", true),
            ("/r/app/gone", true),
            ("/r/app/.helmignore", true),
            ("/r/app/templates/a.yaml", true),
            ("/r/app", true),
            ("/r/way", true),
            ("/r/shared/one.yaml", true),
            ("/r/shared/two.yaml", true),
            ("/r/shared/three.yaml", false),
            ("/r/shared/files/x", true),
            ("/r/shared/files", true),
            ("/r/lib/templates/x", true),
            ("/r/gone/values.yaml", true),
            ("/r/v.yaml", true),
            ("/r/w.yaml", false),
            ("/r/apple", false),
            ("/r/other/Chart.yaml", false),
        ] {
            assert_eq!(reach.has(path.as_bytes()), want, "{path}");
        }
        let app = Memory::new().file("/a/.helmignore", "environments/\n*.md\n").file("/a/Chart.yaml", "");
        let app: Arc<dyn World> = Arc::new(app);
        let reach = Reach::of(&app, b"/a", &Budgets::default());
        for (path, want) in [
            ("/a/environments/dev.yaml", false),
            ("/a/x.md", false),
            ("/a/x.md/y", false),
            ("/a/environments", true),
            ("/a/y", true),
        ] {
            assert_eq!(reach.has(path.as_bytes()), want, "{path}");
        }
    }

    #[test]
    fn schemas() {
        for (schema, want) in [
            (r##"{"$ref": "#/definitions/a"}"##, false),
            (r#"{"$schema" : "https://json-schema.org/x"}"#, false),
            (r#"{"$ref": "other.json"}"#, true),
            (r#"{"$ref": "file:///x"}"#, true),
            (r#"{"$dynamicRef": "a"}"#, true),
            (r#"{"\u0024ref": "a"}"#, true),
        ] {
            assert_eq!(refers_elsewhere(schema.as_bytes()), want, "{schema}");
        }
    }
}

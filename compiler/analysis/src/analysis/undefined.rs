//! Keys that templates read and nobody sets.

use nexachart_source::{Diagnostic, Label, Severity, nearest};

use super::{Analysis, Certainty, Key};
use crate::trie::{Node, Way};
use crate::{Path, Step};

impl Analysis<'_> {
    /// Finds values that are read where nothing says that they may be absent.
    pub(super) fn undefined(&self, found: &mut Vec<Key>) {
        for (node, sites) in &self.machine.undefined {
            let Some(path) = self.path(*node) else { continue };
            let key = path.last_key().unwrap_or_default();
            let chart = self.layers.chart_of(&path);
            let unit = self.units.iter().position(|unit| unit.prefix == *chart).unwrap_or(0);
            // A comment that shows the key says that it may be set.
            if self.comments[unit].contains(key) {
                continue;
            }
            let near = self.near_set(&path);
            let sites = sites.iter().filter(|site| self.is_own(**site));
            let mut places = sites.map(|site| self.site(*site));
            let Some(place) = places.next() else { continue };
            let (code, message, help) = match &near {
                Some(name) => (
                    "values::undefined",
                    format!("`{path}` is set nowhere; did you mean `{name}`?"),
                    format!(
                        "read `{name}`, set `{path}` in values.yaml, or say with `default` or `if` what holds without it"
                    ),
                ),
                None => (
                    "values::undefined",
                    format!("`{path}` is set nowhere"),
                    format!(
                        "set `{path}` in values.yaml, or say with `default` or `if` what holds without it"
                    ),
                ),
            };
            let mut finding = Diagnostic::new(code, Severity::Warning, message).at(place).helped(help);
            finding.labels.extend(places.take(3).map(|place| Label::note(place, "read here, too")));
            if let Some(name) = near {
                let near = self.sibling(&path, &name);
                if let Some(set) = self.layers.find(&near).into_iter().next() {
                    let layer = String::from_utf8_lossy(&set.place.file).into_owned();
                    let text = format!("`{name}` is set here");
                    finding.labels.push(Label::value(set.place, near.to_string(), layer, text));
                }
            }
            found.push(Key { path, certainty: Certainty::Sure, finding });
        }
    }

    /// The path of a node; nothing where some key of it is any.
    fn path(&self, node: Node) -> Option<Path> {
        let steps = self.machine.trie.ways(node).into_iter().map(|way| match way {
            Way::Key(key) => Some(Step::Key(key.clone())),
            Way::Any => None,
        });
        steps.collect::<Option<Vec<Step>>>().map(Path)
    }

    fn sibling(&self, path: &Path, name: &str) -> Path {
        let above = &path.0[..path.0.len().saturating_sub(1)];
        Path(above.to_vec()).key(name.as_bytes())
    }

    /// A key beside it that is set, and near in its spelling.
    fn near_set(&self, path: &Path) -> Option<String> {
        let key = String::from_utf8_lossy(path.last_key()?).into_owned();
        let names = self.machine.known_keys(&Path(path.0[..path.0.len() - 1].to_vec()));
        let name = nearest(&key, names.iter().map(String::as_str).filter(|name| *name != key))?;
        (key.len() > 2).then(|| name.to_string())
    }
}

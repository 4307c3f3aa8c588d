//! Keys that are set and read by no template.

use nexachart_chart::{DataKind, Entry};
use nexachart_source::{Diagnostic, Label, Severity, nearest};

use super::{Analysis, Certainty, Key};
use crate::trie::{Node, Touch, Trie, Way};
use crate::{Layer, LayerKind, Path};

impl Analysis<'_> {
    /// Finds keys that nobody reads, layer by layer.
    pub(super) fn unused(&self, found: &mut Vec<Key>) {
        for layer in self.own_layers() {
            if self.is_touched(&[Trie::TOP], Touch::Lost) || self.is_touched(&[Trie::TOP], Touch::Whole) {
                return;
            }
            if let DataKind::Map(entries) = &layer.root.kind {
                let way = Entries { layer, path: Path::default(), nodes: vec![Trie::TOP], ranged: false };
                self.entries(&way, entries, found, 0);
            }
        }
    }

    fn entries(&self, way: &Entries<'_>, entries: &[Entry], found: &mut Vec<Key>, depth: usize) {
        for entry in entries {
            let path = way.path.key(&entry.key);
            let chart = self.units.iter().find(|unit| unit.prefix == way.path);
            if chart.is_some_and(|unit| unit.missing.iter().any(|name| name.as_bytes() == &*entry.key)) {
                continue;
            }
            // What a chart above may ask in a condition.
            if way.path.0.is_empty() && way.layer.kind == LayerKind::Chart && *entry.key == *b"enabled" {
                continue;
            }
            let nodes = self.nodes(&way.nodes, &way.path, &entry.key);
            if self.is_touched(&nodes, Touch::Whole) || self.is_touched(&nodes, Touch::Lost) {
                continue;
            }
            let is_chart = self.units.iter().any(|unit| unit.prefix == path);
            let live = is_chart || nodes.iter().any(|node| self.machine.trie.is_live(*node));
            if !live {
                // What goes through the keys of the map around it reads this one.
                if !way.ranged && !self.is_anchor(way.layer, entry) {
                    self.report(way, &path, entry, found);
                }
                continue;
            }
            if let DataKind::Map(below) = &entry.value.kind
                && depth < 100
            {
                let ranged = way.ranged || self.is_touched(&nodes, Touch::Ranged);
                let way = Entries { layer: way.layer, path, nodes, ranged };
                self.entries(&way, below, found, depth + 1);
            }
        }
    }

    /// Whether the value is there for the sake of its YAML anchor.
    fn is_anchor(&self, layer: &Layer, entry: &Entry) -> bool {
        let text = self.layers.file_text(layer);
        let (start, end) = (entry.span.end as usize, entry.value.span.start as usize);
        text.get(start..end.max(start)).is_some_and(|between| between.contains(&b'&'))
            || text.get(end..(entry.value.span.end as usize)).is_some_and(|value| {
                value.split(|b| b.is_ascii_whitespace()).any(|word| word.len() > 1 && word[0] == b'&')
            })
    }

    fn report(&self, way: &Entries<'_>, path: &Path, entry: &Entry, found: &mut Vec<Key>) {
        let Entries { layer, .. } = way;
        let key = String::from_utf8_lossy(&entry.key).into_owned();
        let place = self.layers.place(layer, entry.span);
        let near = self.near(way, &key);
        let (code, message, help) = match &near {
            Some((name, _)) => (
                "values::misspelt",
                format!("`{path}` is read by no template; did you mean `{name}`?"),
                format!("write `{name}`, which templates read, or take the key out"),
            ),
            None => (
                "values::unused",
                format!("`{path}` is read by no template"),
                "take it out, or let a template read it".to_string(),
            ),
        };
        let mut finding = Diagnostic::new(code, Severity::Warning, message).at(place.clone()).helped(help);
        finding.labels.push(Label::value(place, path.to_string(), self.layer_name(layer), "set here"));
        if let Some((name, node)) = near {
            let text = format!("`{name}` is read here");
            finding.labels.extend(self.read_labels(&[node], &text).into_iter().take(1));
        }
        found.push(Key { path: path.clone(), certainty: Certainty::Sure, finding });
    }

    /// A key beside it that is read, is near in its spelling, and is not set by the same layer.
    fn near(&self, way: &Entries<'_>, key: &str) -> Option<(String, Node)> {
        let mut candidates: Vec<(String, Node)> = Vec::new();
        for node in &way.nodes {
            for (name, child) in self.machine.trie.children(*node) {
                let Way::Key(name) = name else { continue };
                if self.machine.trie.is_live(child) {
                    candidates.push((String::from_utf8_lossy(name).into_owned(), child));
                }
            }
        }
        candidates.retain(|(name, _)| !self.sets(way.layer, &way.path.key(name.as_bytes())));
        candidates.sort();
        let name =
            nearest(key, candidates.iter().map(|(name, _)| name.as_str()).filter(|name| *name != key))?;
        // What is but a beginning is another word.
        if name.starts_with(key) && name.len() > key.len() + 2 || key.len() < 3 {
            return None;
        }
        candidates.iter().find(|(other, _)| other == name).cloned()
    }

    fn sets(&self, layer: &Layer, path: &Path) -> bool {
        let mut data = &layer.root;
        for step in &path.0 {
            let (Some(key), DataKind::Map(entries)) = (step.as_key(), &data.kind) else { return false };
            let Some(entry) = entries.iter().find(|entry| *entry.key == *key) else { return false };
            data = &entry.value;
        }
        true
    }
}

/// The entries of a map of a layer.
struct Entries<'l> {
    layer: &'l Layer,
    path: Path,
    nodes: Vec<Node>,
    /// Whether something goes through its keys, or through those of a map around it.
    ranged: bool,
}

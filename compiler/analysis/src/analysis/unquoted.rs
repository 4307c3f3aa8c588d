//! Texts that a template prints without quotes, and YAML then reads as something else.

use std::collections::BTreeSet;

use nexachart_chart::{Data, DataKind};
use nexachart_source::{Diagnostic, Label, Severity};
use nexachart_value::yaml::{self, Resolved, Shape, Span};

use super::{Analysis, Certainty, Key};
use crate::trie::Way;
use crate::{LayerKind, Path};

impl Analysis<'_> {
    /// Finds texts whose structure or type changes where they are printed as they are.
    pub(super) fn unquoted(&self, found: &mut Vec<Key>) {
        let mut seen = BTreeSet::new();
        for bare in self.machine.bare.iter().filter(|bare| self.is_own(bare.site)) {
            let ways = self.machine.trie.ways(bare.node);
            for layer in self.layers.all().iter().rev() {
                let prefix = layer.prefix.0.iter().filter_map(|step| step.as_key());
                let mut ways = ways.iter();
                let fits = prefix
                    .into_iter()
                    .all(|key| matches!(ways.next(), Some(Way::Key(other)) if **other == *key));
                if !fits {
                    continue;
                }
                let rest: Vec<&Way> = ways.copied().collect();
                let mut values = Vec::new();
                collect(&layer.root, layer.root.span, &rest, layer.prefix.clone(), &mut values);
                for (path, span, value) in values {
                    let DataKind::String(text) = &value.kind else { continue };
                    let Some(becomes) = misread(text) else { continue };
                    // A value that a higher layer sets is not printed.
                    let decides = layer.kind != LayerKind::Chart
                        || self.layers.find(&path).first().is_none_or(|set| set.value == value);
                    if !decides || !seen.insert((bare.site, path.clone())) {
                        continue;
                    }
                    let shown = String::from_utf8_lossy(text);
                    let shown: String = shown.chars().take(60).collect();
                    let message =
                        format!("`{path}` is printed without quotes: YAML reads {shown:?} as {becomes}");
                    let mut finding = Diagnostic::new("values::unquoted", Severity::Warning, message)
                        .at(self.site(bare.site))
                        .helped("print it with `quote`, or with `toYaml`");
                    let place = self.layers.place(layer, span);
                    let name = self.layer_name(layer);
                    finding.labels.push(Label::value(place, path.to_string(), name, "set here"));
                    found.push(Key { path, certainty: Certainty::Sure, finding });
                }
            }
        }
    }
}

/// The values that ways may lead to.
fn collect<'d>(
    data: &'d Data,
    span: Span,
    ways: &[&Way],
    path: Path,
    found: &mut Vec<(Path, Span, &'d Data)>,
) {
    let Some((way, rest)) = ways.split_first() else {
        found.push((path, span, data));
        return;
    };
    // Ways are as long as field chains in templates.
    match (way, &data.kind) {
        (Way::Key(key), DataKind::Map(entries)) => {
            for entry in entries.iter().filter(|entry| entry.key == *key) {
                collect(&entry.value, entry.span, rest, path.key(&entry.key), found);
            }
        }
        (Way::Any, DataKind::Map(entries)) => {
            for entry in entries {
                collect(&entry.value, entry.span, rest, path.key(&entry.key), found);
            }
        }
        (Way::Any, DataKind::List(items)) => {
            for (at, item) in items.iter().enumerate() {
                collect(item, item.span, rest, path.index(at), found);
            }
        }
        _ => {}
    }
}

/// What YAML makes of a text without quotes, if it is not the same text.
fn misread(text: &[u8]) -> Option<&'static str> {
    if text.is_empty() || memchr::memmem::find(text, b"{{").is_some() {
        return None;
    }
    let line = [b"key: ", text, b"\nnext: 1\n"].concat();
    let Ok(Some(document)) = yaml::parse(&line) else { return Some("something that is no YAML") };
    let Some(value) = document.root().get(b"key") else { return Some("something that is no YAML") };
    if document.root().get(b"next").is_none() {
        return Some("something else");
    }
    match value.shape() {
        Shape::Sequence(_) => Some("a list"),
        Shape::Mapping(_) => Some("a map"),
        Shape::Alias(_) => Some("an alias"),
        Shape::Scalar => match value.resolved() {
            Resolved::Null => Some("null"),
            Resolved::Bool(_) => Some("a boolean"),
            Resolved::Int(_) | Resolved::Uint(_) | Resolved::Float(_) => Some("a number"),
            Resolved::Timestamp => None,
            Resolved::String if value.text() == text => None,
            Resolved::String => Some("another text"),
        },
    }
}

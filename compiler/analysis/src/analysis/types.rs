//! Values of a type that the chart's own values contradict.

use nexachart_chart::{Data, DataKind};
use nexachart_source::{Diagnostic, Label, Severity};

use super::{Analysis, Certainty, Key};
use crate::layers::Set;
use crate::{LayerKind, Path};

impl Analysis<'_> {
    /// Finds values of the user that are of another type than the charts' own ones.
    pub(super) fn types(&self, found: &mut Vec<Key>) {
        for layer in self.layers.all().iter().filter(|layer| layer.kind != LayerKind::Chart) {
            let mut waiting = vec![(Path::default(), &layer.root)];
            while let Some((path, data)) = waiting.pop() {
                let DataKind::Map(entries) = &data.kind else { continue };
                for entry in entries {
                    let path = path.key(&entry.key);
                    let of_chart = |set: &Set<'_>| self.layers.all()[set.layer].kind == LayerKind::Chart;
                    let default = self.layers.find_all(&path).into_iter().find(of_chart);
                    if let Some(default) = default
                        && let Some((is, was)) = contradiction(&entry.value, default.value)
                    {
                        let place = self.layers.place(layer, entry.span);
                        let message = format!("`{path}` is {is}, and the chart has {was} there");
                        let mut finding =
                            Diagnostic::new("values::type", Severity::Warning, message).at(place.clone());
                        let name = self.layer_name(layer);
                        finding.labels.push(Label::value(place, path.to_string(), name, "set here"));
                        let text = format!("{was} by default");
                        finding.labels.push(Label::note(default.place, text));
                        let certainty = Certainty::Sure;
                        found.push(Key { path: path.clone(), certainty, finding });
                        continue;
                    }
                    waiting.push((path, &entry.value));
                }
            }
        }
    }
}

/// What the two are, where templates cannot be made for both.
fn contradiction(value: &Data, default: &Data) -> Option<(&'static str, &'static str)> {
    let (is, was) = (name(value)?, name(default)?);
    if is == was {
        return None;
    }
    // A text can be a number or a boolean in many places: that alone says little.
    let quiet = matches!(
        (&default.kind, &value.kind),
        (DataKind::String(_), DataKind::Number(_) | DataKind::Bool(_))
    );
    let empty = matches!(&default.kind, DataKind::String(text) if text.is_empty());
    (!quiet && !empty).then_some((is, was))
}

fn name(data: &Data) -> Option<&'static str> {
    Some(match &data.kind {
        DataKind::Null => return None,
        DataKind::Bool(_) => "a boolean",
        DataKind::Number(_) => "a number",
        DataKind::String(_) => "a text",
        DataKind::List(_) => "a list",
        DataKind::Map(_) => "a map",
    })
}

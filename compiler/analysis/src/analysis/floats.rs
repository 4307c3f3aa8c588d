//! Integers that become floats: values are read by way of JSON, where numbers are `float64`.

use nexachart_chart::DataKind;
use nexachart_source::{Diagnostic, Label, Severity};
use nexachart_value::yaml::Number;

use super::{Analysis, Certainty, Key};
use crate::Path;
use crate::trie::{Node, Touch, Trie};

/// From here on not each integer is a `float64`.
const EXACT: u64 = 1 << 53;

/// From here on Go prints a `float64` with an exponent.
const PLAIN: u64 = 1_000_000;

impl Analysis<'_> {
    /// Finds integers that lose digits, or are printed as `1e+06`.
    pub(super) fn floats(&self, found: &mut Vec<Key>) {
        for layer in self.own_layers() {
            // The key of an item of a list is that of the list.
            let mut waiting: Vec<(Path, _, Vec<Node>, _)> =
                vec![(layer.prefix.clone(), &layer.root, vec![Trie::TOP], layer.root.span)];
            while let Some((path, data, nodes, key)) = waiting.pop() {
                let number = match &data.kind {
                    DataKind::Map(entries) => {
                        for entry in entries {
                            let below = self.nodes(&nodes, &path, &entry.key);
                            waiting.push((path.key(&entry.key), &entry.value, below, entry.span));
                        }
                        continue;
                    }
                    DataKind::List(items) => {
                        for (at, item) in items.iter().enumerate() {
                            let below: Vec<Node> = nodes
                                .iter()
                                .flat_map(|node| self.machine.trie.matching(*node, None))
                                .collect();
                            waiting.push((path.index(at), item, below, item.span));
                        }
                        continue;
                    }
                    DataKind::Number(Number::Int(number)) => number.unsigned_abs(),
                    DataKind::Number(Number::Uint(number)) => *number,
                    _ => continue,
                };
                let printed = self.is_touched(&nodes, Touch::Text);
                let message = match number {
                    EXACT.. => {
                        format!("`{path}` has more digits than a float64 holds, and becomes another number")
                    }
                    PLAIN.. if printed => {
                        let shown = self.layers.text(layer, data);
                        let shown = String::from_utf8_lossy(&shown).into_owned();
                        format!(
                            "`{path}` becomes a float64: {shown} is printed with an exponent, as 1e+06 is"
                        )
                    }
                    _ => continue,
                };
                let place = self.layers.place(layer, key);
                let mut finding = Diagnostic::new("values::float", Severity::Warning, message)
                    .at(place.clone())
                    .helped("put the number in quotes, or print it with `int64` or `toYaml`");
                let name = self.layer_name(layer);
                finding.labels.push(Label::value(place, path.to_string(), name, "set here"));
                finding.labels.extend(self.read_labels(&nodes, "printed here").into_iter().take(1));
                found.push(Key { path, certainty: Certainty::Sure, finding });
            }
        }
    }
}

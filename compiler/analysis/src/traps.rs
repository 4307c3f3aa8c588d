//! What YAML 1.1 makes of values that look like texts: booleans, octal numbers, floats.

use nexachart_source::{Diagnostic, Label, Severity};
use nexachart_value::yaml::{self, Node, Resolved, Shape, Style};

use crate::analysis::{Certainty, Key};
use crate::layers::Layers;
use crate::{LayerKind, Path};

/// Finds scalars without quotes that are read as something else than what is written.
pub(crate) fn find(layers: &Layers, found: &mut Vec<Key>) {
    for layer in layers.all() {
        let own = layer.kind != LayerKind::Chart || layer.prefix.0.is_empty();
        if !own || matches!(layer.kind, LayerKind::Flag(_)) {
            continue;
        }
        let text = layers.file_text(layer);
        // Documents are separated by lines; each begins where its data does.
        let start = document_start(text, layer.root.span.start as usize);
        let end = text[start..]
            .windows(4)
            .position(|window| window == b"\n---")
            .map_or(text.len(), |at| start + at + 1);
        let Ok(Some(document)) = yaml::parse(&text[start..end]) else { continue };
        let mut waiting = vec![(Path::default(), document.root(), None::<Node<'_>>)];
        while let Some((path, node, key)) = waiting.pop() {
            match node.shape() {
                Shape::Mapping(pairs) => {
                    for (key, value) in pairs {
                        waiting.push((path.key(key.text()), value, Some(key)));
                    }
                }
                Shape::Sequence(items) => {
                    for (at, item) in items.enumerate() {
                        waiting.push((path.index(at), item, None));
                    }
                }
                Shape::Alias(_) => {}
                Shape::Scalar => {
                    let Some(becomes) = trap(&path, node) else { continue };
                    let shown = String::from_utf8_lossy(node.text()).into_owned();
                    let mut span = key.unwrap_or(node).span();
                    span.start += start as u32;
                    span.end += start as u32;
                    let place = layers.place(layer, span);
                    let message = format!("`{path}`: YAML reads {shown} as {becomes}");
                    let mut finding = Diagnostic::new("values::yaml-trap", Severity::Warning, message)
                        .at(place.clone())
                        .helped(format!("write \"{shown}\" if the text is meant, or {becomes} if that is"));
                    let name = String::from_utf8_lossy(&place.file).into_owned();
                    finding.labels.push(Label::value(place, path.to_string(), name, "set here"));
                    found.push(Key { path, certainty: Certainty::Sure, finding });
                }
            }
        }
    }
}

/// Where the document begins that has a byte.
fn document_start(text: &[u8], at: usize) -> usize {
    let before = &text[..at.min(text.len())];
    let separator = before.windows(4).rposition(|window| window == b"\n---");
    separator.map_or(0, |separator| separator + 1)
}

/// What a plain scalar becomes that looks like something else.
fn trap(path: &Path, node: Node<'_>) -> Option<String> {
    if node.style() != Style::Plain || !node.tag().is_empty() {
        return None;
    }
    let text = std::str::from_utf8(node.text()).ok()?;
    match node.resolved() {
        Resolved::Bool(value) => {
            let plain = matches!(text, "true" | "false" | "True" | "False" | "TRUE" | "FALSE");
            (!plain).then(|| value.to_string())
        }
        Resolved::Int(value) => {
            let written = text.strip_prefix('+').unwrap_or(text);
            // Who writes 0x means a number.
            let meant = written == value.to_string() || written.starts_with("0x") || written == "-0";
            (!meant).then(|| value.to_string())
        }
        Resolved::Float(value) if value.is_finite() => {
            let key = path.last_key().map(|key| String::from_utf8_lossy(key).to_lowercase());
            let is_version = key.is_some_and(|key| key.contains("version") || key.ends_with("tag"));
            let digits = text.split_once('.').map_or("", |(_, digits)| digits);
            let exponent = text.contains(['e', 'E']) || text.contains('_') || text.contains(':');
            let cut = digits.ends_with('0') && (digits.len() > 1 || is_version);
            (exponent || cut || is_version).then(|| format!("the number {value}"))
        }
        _ => None,
    }
}

//! What stands twice: a key in one map of rendered YAML or of values, an object among all that a chart renders.

use std::collections::{BTreeMap, HashMap, HashSet};

use nexachart_chart::Dialect;
use nexachart_manifest::split;
use nexachart_source::{Diagnostic, Label, Place, Severity};
use nexachart_value::yaml::{self, Node, Shape};

use super::cause::layer_name;
use super::trace::{Trace, TracedFile};
use super::yaml::explain;

/// A key that stands again in a map: the way to it, and where it stands, first and now.
struct Repeated {
    path: String,
    first: usize,
    again: usize,
}

/// So many findings of a file are told.
const MOST: usize = 100;

/// Keys and objects that stand twice, at the lines that print them.
pub(super) fn duplicates(trace: &Trace) -> Vec<Diagnostic> {
    let mut found = values(trace);
    let mut objects: BTreeMap<Vec<Vec<u8>>, (usize, usize)> = BTreeMap::new();
    for (number, file) in trace.files.iter().enumerate() {
        let template = &trace.templates[file.template];
        if template.name.ends_with(b"NOTES.txt") || template.dialect != Dialect::Go {
            continue;
        }
        for document in split(&file.text) {
            let start = (document.as_ptr() as usize).saturating_sub(file.text.as_ptr() as usize);
            let Ok(Some(parsed)) = yaml::parse(document) else { continue };
            for repeated in repeated(parsed.root()) {
                found.push(key(trace, file, start, &repeated));
            }
            let Some((identity, at)) = identity(parsed.root()) else { continue };
            match objects.get(&identity) {
                Some(&(first, place)) => {
                    found.push(object(trace, (first, place), (number, start + at), &identity))
                }
                None => {
                    objects.insert(identity, (number, start + at));
                }
            }
        }
    }
    found
}

fn key(trace: &Trace, file: &TracedFile, start: usize, repeated: &Repeated) -> Diagnostic {
    let message = format!("`{}` stands twice in one map; only the last one counts", repeated.path);
    let mut told = Diagnostic::new("yaml::duplicate-key", Severity::Warning, message)
        .helped("take one of them out: the API server refuses both under strict validation");
    explain(trace, file, start + repeated.again, &mut told);
    if let Some(first) = printed_at(trace, file, start + repeated.first) {
        told.labels.insert(0, Label::note(first, "it stands here first"));
    }
    told
}

fn object(
    trace: &Trace,
    (first, at): (usize, usize),
    (second, again): (usize, usize),
    identity: &[Vec<u8>],
) -> Diagnostic {
    let words: Vec<String> = identity.iter().map(|word| String::from_utf8_lossy(word).into_owned()).collect();
    let message = match &words[..] {
        [_, kind, namespace, name] if !namespace.is_empty() => {
            format!("{kind} `{name}` in namespace `{namespace}` is rendered twice")
        }
        [_, kind, _, name] => format!("{kind} `{name}` is rendered twice"),
        _ => "an object is rendered twice".to_string(),
    };
    let mut told = Diagnostic::new("object::duplicate", Severity::Warning, message)
        .helped("give one of them another name, or take it out: the one applied last wins");
    explain(trace, &trace.files[second], again, &mut told);
    if let Some(place) = printed_at(trace, &trace.files[first], at) {
        told.labels.insert(0, Label::note(place, "it is rendered here first"));
    }
    told
}

/// The place of a template that printed a byte.
fn printed_at(trace: &Trace, file: &TracedFile, offset: usize) -> Option<Place> {
    let mut told = Diagnostic::new("", Severity::Info, "");
    explain(trace, file, offset, &mut told);
    told.primary.map(|place| *place)
}

/// Keys that stand twice in files of values.
fn values(trace: &Trace) -> Vec<Diagnostic> {
    let layers = trace.layers();
    let mut seen: HashSet<Vec<u8>> = HashSet::new();
    let mut found = Vec::new();
    for layer in layers.all() {
        let text = layers.file_text(layer);
        let file = layers.place(layer, layer.root.span);
        if text.is_empty() || !seen.insert(file.file.clone()) {
            continue;
        }
        for document in yaml::parse_all(text).unwrap_or_default() {
            for Repeated { path, first, again } in repeated(document.root()) {
                let at = |offset| {
                    Place { line: None, column: None, excerpt: None, ..file.clone() }.at(text, offset)
                };
                let message = format!("`{path}` stands twice; only the last one counts");
                let full = layer.prefix.0.iter().fold(String::new(), |path, step| match step.as_key() {
                    Some(key) => path + &String::from_utf8_lossy(key) + ".",
                    None => path,
                }) + &path;
                let label = Label::value(at(again), full, layer_name(&file), "the one that counts");
                let told = Diagnostic::new("yaml::duplicate-key", Severity::Warning, message)
                    .at(at(again))
                    .helped("take one of them out");
                let told = told.labelled(Label::note(at(first), "it stands here first")).labelled(label);
                found.push(told);
            }
        }
    }
    found
}

/// The keys of a document that stand twice in a map.
fn repeated(root: Node<'_>) -> Vec<Repeated> {
    let mut found = Vec::new();
    let mut todo = vec![(root, String::new())];
    while let Some((node, path)) = todo.pop() {
        match node.shape() {
            Shape::Mapping(pairs) => {
                let mut seen: HashMap<&[u8], usize> = HashMap::new();
                let mut below = Vec::new();
                for (key, value) in pairs {
                    if !matches!(key.shape(), Shape::Scalar) {
                        continue;
                    }
                    let dot = if path.is_empty() { "" } else { "." };
                    let path = format!("{path}{dot}{}", String::from_utf8_lossy(key.text()));
                    let again = key.span().start as usize;
                    match seen.get(key.text()) {
                        Some(&first) if key.text() != b"<<" => {
                            found.push(Repeated { path: path.clone(), first, again });
                        }
                        _ => {
                            seen.insert(key.text(), again);
                        }
                    }
                    below.push((value, path));
                }
                todo.extend(below.into_iter().rev());
            }
            Shape::Sequence(items) => {
                let items = items.enumerate().map(|(i, item)| (item, format!("{path}[{i}]")));
                let from = todo.len();
                todo.extend(items);
                todo[from..].reverse();
            }
            Shape::Scalar | Shape::Alias(_) => {}
        }
        if found.len() >= MOST {
            break;
        }
    }
    found
}

/// What an object is told apart by (group, kind, namespace, name), and where its name stands.
fn identity(root: Node<'_>) -> Option<(Vec<Vec<u8>>, usize)> {
    let text = |node: Option<Node<'_>>| node.map_or_else(Vec::new, |node| node.text().to_vec());
    let kind = text(root.get(b"kind"));
    let metadata = root.get(b"metadata")?;
    let name = metadata.get(b"name")?;
    if kind.is_empty() || name.text().is_empty() {
        return None;
    }
    let version = text(root.get(b"apiVersion"));
    let group = version.iter().position(|&b| b == b'/').map_or(&b""[..], |slash| &version[..slash]).to_vec();
    let pairs = match metadata.shape() {
        Shape::Mapping(mut pairs) => pairs.find(|(key, _)| key.text() == b"name"),
        _ => None,
    };
    let at = pairs.map_or(name.span().start, |(key, _)| key.span().start) as usize;
    Some((vec![group, kind, text(metadata.get(b"namespace")), name.text().to_vec()], at))
}

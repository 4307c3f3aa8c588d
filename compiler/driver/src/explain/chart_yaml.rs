//! Errors of Chart.yaml at the key that they are about. Helm's text of an error names it; the place is looked up here.

use std::sync::Arc;

use nexachart_go::path;
use nexachart_source::{Base, Diagnostic, Place, World};
use nexachart_value::yaml::{self, Node, Shape};

/// How large a Chart.yaml may be.
const MOST: u64 = 1 << 20;

/// Gives an error of a chart's metadata the place of its key. `chart` is the folder of the chart; an archive's Chart.yaml is
/// not read again.
pub(crate) fn locate(world: &Arc<dyn World>, chart: &[u8], told: &mut Diagnostic) {
    if !told.code.starts_with("chart::") {
        return;
    }
    let message = String::from_utf8_lossy(told.text()).into_owned();
    // `error unpacking subchart SUB in APP: …`, once a level.
    let mut file = Vec::new();
    let mut rest = &message[..];
    while let Some(after) = rest.strip_prefix("error unpacking subchart ") {
        let Some((name, after)) = after.split_once(" in ") else { break };
        let Some((_, after)) = after.split_once(": ") else { break };
        file.push(name.to_string());
        rest = after;
    }
    let mut name: String = file.iter().map(|name| format!("charts/{name}/")).collect();
    name.push_str("Chart.yaml");
    let Ok(text) = world.read(&path::join(&[chart, name.as_bytes()]), MOST) else { return };
    let Ok(Some(document)) = yaml::parse(&text) else { return };
    let root = document.root();
    let offset = match &told.primary {
        Some(place) => {
            let (Some(line), Some(column)) = (place.line, place.column) else { return };
            key_of(root, offset_of(&text, line, column))
        }
        None => mentioned(root, rest).map(|offset| offset as usize),
    };
    let Some(offset) = offset else { return };
    told.primary = Some(Box::new(Place::file(Base::Chart, name.as_bytes()).at(&text, offset)));
}

fn offset_of(text: &[u8], line: usize, column: usize) -> usize {
    let mut starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text).map(|at| at + 1));
    starts.nth(line - 1).unwrap_or(0) + column - 1
}

/// The key at the top whose value holds a byte.
fn key_of(root: Node<'_>, offset: usize) -> Option<usize> {
    let Shape::Mapping(mut pairs) = root.shape() else { return None };
    let holds = |node: Node<'_>| {
        (node.span().start as usize..node.span().end.max(node.span().start + 1) as usize).contains(&offset)
    };
    pairs.find(|(_, value)| holds(*value)).map(|(key, _)| key.span().start as usize)
}

/// The key that an error is about; the beginning of the file for one that is not there.
fn mentioned(root: Node<'_>, message: &str) -> Option<u32> {
    let between = |before: &str, after: char| {
        let rest = &message[message.find(before)? + before.len()..];
        Some(rest.split(after).next().unwrap_or(rest).to_string())
    };
    let key = |name: &str| Some(key(root, name).map_or(root.span().start, |(at, _)| at));
    if let Some(name) = between("chart.metadata.", ' ') {
        return key(&name);
    }
    if message.contains("library charts are not installable") {
        return key("type");
    }
    if message.contains("kubeVersion") {
        return key("kubeVersion");
    }
    if message.contains("apiVersion") || message.contains("unsupported chart version") {
        return key("apiVersion");
    }
    let named = |name: &str, from: usize| {
        dependencies(root)
            .filter(|(_, node)| says(*node, "name", name) || says(*node, "alias", name))
            .nth(from)
    };
    if let Some(names) = between("missing in charts/ directory: ", '\n') {
        let first = names.split(", ").next().unwrap_or_default();
        return named(first, 0).map(|(at, node)| field(node, "name").unwrap_or(at));
    }
    if let Some(name) = between("more than one dependency with name or alias \"", '"') {
        let (at, node) = named(&name, 1)?;
        let alias = says(node, "alias", &name).then(|| field(node, "alias")).flatten();
        return Some(alias.or(field(node, "name")).unwrap_or(at));
    }
    if let Some(name) = between("dependency \"", '"') {
        let (at, node) = dependencies(root)
            .filter(|(_, node)| says(*node, "name", &name))
            .find(|(_, node)| !message.contains("alias") || field(*node, "alias").is_some())?;
        return Some(field(node, if message.contains("alias") { "alias" } else { "name" }).unwrap_or(at));
    }
    None
}

fn key<'d>(node: Node<'d>, name: &str) -> Option<(u32, Node<'d>)> {
    let Shape::Mapping(mut pairs) = node.shape() else { return None };
    let (key, value) = pairs.find(|(key, _)| key.text() == name.as_bytes())?;
    Some((key.span().start, value))
}

fn field(node: Node<'_>, name: &str) -> Option<u32> {
    key(node, name).map(|(at, _)| at)
}

fn says(node: Node<'_>, name: &str, value: &str) -> bool {
    key(node, name).is_some_and(|(_, node)| node.text() == value.as_bytes())
}

fn dependencies(root: Node<'_>) -> impl Iterator<Item = (u32, Node<'_>)> {
    let list = key(root, "dependencies").map(|(_, list)| list.shape());
    let items = match list {
        Some(Shape::Sequence(items)) => Some(items),
        _ => None,
    };
    items.into_iter().flatten().map(|item| (item.span().start, item))
}

//! Values that do not fit values.schema.json, each at the line that sets it.

use nexachart_analysis::{Layers, Path, Step};
use nexachart_source::{Diagnostic, Label};

use super::cause::layer_name;

/// One finding for each value that does not fit; `whole` has all of them in Helm's words.
pub(super) fn failures(layers: &Layers, whole: &Diagnostic) -> Vec<Diagnostic> {
    let text = String::from_utf8_lossy(whole.text()).into_owned();
    let mut found = Vec::new();
    // The values of a subchart are checked against its own schema, below its name.
    let mut chart = Path::default();
    for line in text.lines() {
        if let Some(name) = line.strip_suffix(':')
            && !line.starts_with([' ', '-'])
        {
            chart = chart_of(layers, name);
            continue;
        }
        let Some((pointer, what)) = line.strip_prefix("- at '").and_then(|rest| rest.split_once("': "))
        else {
            continue;
        };
        let path = pointed(layers, &chart, pointer);
        let names = match what.strip_prefix("additional properties ") {
            Some(rest) => quoted(rest).into_iter().map(|name| path.key(name.as_bytes())).collect(),
            None => vec![path],
        };
        found.extend(names.into_iter().map(|path| finding(layers, &path, what)));
    }
    found
}

fn finding(layers: &Layers, path: &Path, what: &str) -> Diagnostic {
    let shown = if path.0.is_empty() { "values".to_string() } else { format!("`{path}`") };
    let told = Diagnostic::error("values::schema", format!("{shown}: {what}"));
    let sets = layers.find(path);
    let told = match sets.first() {
        Some(set) => told.at(set.place.clone()).labelled(Label::value(
            set.place.clone(),
            path.to_string(),
            layer_name(&set.place),
            "values.schema.json does not take this",
        )),
        None => told,
    };
    told.helped("change the value, or the schema; --skip-schema-validation renders without this check")
}

/// Where the values of a chart begin, by its name.
fn chart_of(layers: &Layers, name: &str) -> Path {
    let prefixes = layers.all().iter().map(|layer| &layer.prefix);
    let named = |prefix: &&Path| prefix.last_key().is_some_and(|key| key == name.as_bytes());
    prefixes.filter(|prefix| !prefix.0.is_empty()).find(named).cloned().unwrap_or_default()
}

/// The path that a JSON pointer names.
fn pointed(layers: &Layers, chart: &Path, pointer: &str) -> Path {
    let mut path = chart.clone();
    for token in pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        let item = token.parse().ok().map(|index| path.and(Step::Index(index)));
        path = match item {
            Some(item) if !layers.find(&item).is_empty() => item,
            _ => path.key(token.as_bytes()),
        };
    }
    path
}

/// The texts between quotes.
fn quoted(text: &str) -> Vec<String> {
    text.split('\'').skip(1).step_by(2).map(str::to_string).collect()
}

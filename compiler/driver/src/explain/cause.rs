//! Errors of templates with the values that they are about.

use nexachart_analysis::Path;
use nexachart_chart::DataKind;
use nexachart_source::{Diagnostic, Label, Severity, nearest};
use nexachart_template::Error;
use nexachart_template::trace::{Origin, Spot};
use nexachart_value::Value;

use super::mended;
use super::trace::{Failed, Known, Trace};
use crate::origin;

/// So many values are shown with an error.
const MOST_VALUES: usize = 4;

/// Whether a template calls another one that is not there.
pub(super) fn is_unknown_template(error: &Error) -> bool {
    let text = error.chain().last().map(Error::message).unwrap_or_default();
    memchr::memmem::find(text, b"no template ").is_some() || text.ends_with(b" not defined")
}

/// An error of a template: where it is, what led there, and the values that it is about.
pub(super) fn failure(trace: &Trace, failed: &Failed) -> Diagnostic {
    let template = &trace.templates[failed.template];
    let mut told = origin::exec(&template.name, &failed.error, &trace.templates);
    let Some(fault) = &failed.fault else { return told };
    place(trace, &mut told, fault.spot);
    if let (Some(nexachart_template::Fault::Text(_)), Some((text, origin))) =
        (failed.error.fault(), fault.blamed.first())
    {
        return unparsed(trace, told, text, *origin);
    }
    let Some((value, origin)) = fault.blamed.first() else { return told };
    if told.code == "render::nil-field" || value.is_nil() && fault.blamed.len() == 1 {
        return unset(trace, told, *origin);
    }
    let mut paths = Vec::new();
    for (value, origin) in &fault.blamed {
        for path in inputs(trace, *origin) {
            if !paths.contains(&path) && paths.len() < MOST_VALUES {
                told = set(trace, told, &path, value);
                paths.push(path);
            }
        }
    }
    told
}

/// The error of a text that `tpl` cannot parse, where that text stands.
fn unparsed(trace: &Trace, mut told: Diagnostic, text: &Value, origin: Origin) -> Diagnostic {
    let Value::String(text) = text else { return told };
    let Err(error) = nexachart_template::parse(b"", &text[..], &nexachart_funcs::TABLE) else {
        return told;
    };
    let Some((path, place)) = mended(text, &error).and_then(|offset| trace.text_place(origin, offset)) else {
        return told;
    };
    told.labels.push(Label::value(
        place.clone(),
        path.to_string(),
        layer_name(&place),
        "this text is given to `tpl`",
    ));
    if let Some(call) = told.primary.replace(Box::new(place)) {
        told.trace.insert(0, Label::note(*call, "tpl"));
    }
    told
}

/// Gives a finding the place of a node, and the calls that led to it.
pub(super) fn place(trace: &Trace, told: &mut Diagnostic, spot: Spot) {
    let chain = nexachart_trace::chain(&trace.recording, spot);
    // What fails in a text that `tpl` was given is mended where that text stands.
    if let Some((path, place)) = trace.given_text(spot) {
        told.labels.push(Label::value(
            place.clone(),
            path.to_string(),
            layer_name(&place),
            "this text is given to `tpl`",
        ));
        told.primary = Some(Box::new(place));
        told.trace = calls(trace, &chain);
        return;
    }
    let Some((at, spot)) = trace.innermost(&chain) else { return };
    if let Some(place) = trace.place(spot, 0) {
        told.primary = Some(Box::new(place));
    }
    told.trace = calls(trace, &chain[..at]);
}

/// Calls as a trace, the innermost first.
pub(super) fn calls(trace: &Trace, chain: &[Spot]) -> Vec<Label> {
    let call = |spot: &Spot| Some(Label::note(trace.place(*spot, 0)?, trace.words(*spot)));
    chain.iter().rev().filter_map(call).collect()
}

/// The values that went into something, each once.
pub(super) fn inputs(trace: &Trace, origin: Origin) -> Vec<Path> {
    let found = nexachart_trace::value(&trace.recording, origin);
    let known = found.inputs.iter().filter_map(|input| trace.known(input));
    known
        .filter_map(|known| match known {
            Known::Value(path) | Known::Key(path) => Some(path),
            Known::Other(_) => None,
        })
        .collect()
}

/// The layer of a place, as people call it.
pub(super) fn layer_name(place: &nexachart_source::Place) -> String {
    let file = String::from_utf8_lossy(&place.file);
    match place.line {
        Some(_) => file.into_owned(),
        None => file.split(' ').next().unwrap_or_default().to_string(),
    }
}

/// Shows where a value is set, as the error is about it; where it is set nowhere, says so.
fn set(trace: &Trace, told: Diagnostic, path: &Path, value: &Value) -> Diagnostic {
    let sets = trace.layers().find(path);
    let Some(set) = sets.first() else {
        if value.truth() {
            return told; // It was made by a template.
        }
        let unset = Label::note(
            told.primary.as_deref().cloned().unwrap_or_else(|| {
                nexachart_source::Place::file(nexachart_source::Base::Chart, b"values.yaml")
            }),
            format!("`{path}` is set nowhere"),
        );
        return told.labelled(unset);
    };
    let kind = value.ty().map_or_else(|| "null".to_string(), |_| kind(&set.value.kind).to_string());
    let text = format!("`{path}` is {kind}");
    let label = Label::value(set.place.clone(), path.to_string(), layer_name(&set.place), text);
    told.labelled(label)
}

/// What a value is, in the words of who writes YAML.
fn kind(kind: &DataKind) -> &'static str {
    match kind {
        DataKind::Null => "null",
        DataKind::Bool(_) => "a boolean",
        DataKind::Number(_) => "a number",
        DataKind::String(_) => "a text",
        DataKind::List(_) => "a list",
        DataKind::Map(_) => "a map",
    }
}

/// The error of a value that is not set, with a field of it asked for.
fn unset(trace: &Trace, mut told: Diagnostic, origin: Origin) -> Diagnostic {
    let Some(path) = inputs(trace, origin).into_iter().next() else { return told };
    let layers = trace.layers();
    let field =
        told.message.rsplit(|&b| b == b'.').next().map(|field| String::from_utf8_lossy(field).into_owned());
    if let Some(set) = layers.find(&path).first() {
        let text = format!("`{path}` is null");
        told = told.labelled(Label::value(set.place.clone(), path.to_string(), layer_name(&set.place), text));
    }
    // The first part of the way that is set nowhere: what lies below it cannot be there.
    let mut missing = path.clone();
    while missing.0.len() > 1 && layers.find(&Path(missing.0[..missing.0.len() - 1].to_vec())).is_empty() {
        missing.0.pop();
    }
    let files = files(trace);
    told.message = match field {
        Some(field) => format!("`{path}` is not set, and `.{field}` is read of it").into_bytes(),
        None => format!("`{path}` is not set").into_bytes(),
    };
    let near = neighbour(trace, &missing);
    let mut help = format!("set `{path}` in {files}, or guard the read with `if` or `with`");
    if let Some((near, set)) = near {
        help = format!("did you mean `{near}`? Else {help}");
        told = told.labelled(set);
    }
    told.severity = Severity::Error;
    told.helped(help)
}

/// The files that set values.
fn files(trace: &Trace) -> String {
    let layers = trace.layers();
    let mut names: Vec<String> = Vec::new();
    for layer in layers.all().iter().filter(|layer| layer.prefix.0.is_empty()) {
        let name = layer_name(&layers.place(layer, layer.root.span));
        if !names.contains(&name) && !name.starts_with("--") {
            names.push(name);
        }
    }
    match names.split_last() {
        None => "values.yaml".to_string(),
        Some((last, [])) => last.clone(),
        Some((last, names)) => format!("{} or {last}", names.join(", ")),
    }
}

/// A key beside one that is not set, with nearly its name.
fn neighbour(trace: &Trace, path: &Path) -> Option<(String, Label)> {
    let (last, above) = path.0.split_last()?;
    let typed = String::from_utf8_lossy(last.as_key()?).into_owned();
    let above = Path(above.to_vec());
    let layers = trace.layers();
    let mut keys: Vec<String> = Vec::new();
    let mut add = |kind: &DataKind| {
        if let DataKind::Map(entries) = kind {
            keys.extend(entries.iter().map(|entry| String::from_utf8_lossy(&entry.key).into_owned()));
        }
    };
    match above.0.is_empty() {
        true => layers
            .all()
            .iter()
            .filter(|layer| layer.prefix.0.is_empty())
            .for_each(|layer| add(&layer.root.kind)),
        false => layers.find(&above).iter().for_each(|set| add(&set.value.kind)),
    }
    let near = nearest(&typed, keys.iter().map(String::as_str).filter(|key| *key != typed))?;
    let path = above.key(near.as_bytes());
    let sets = layers.find(&path);
    let set = sets.first()?;
    let label = Label::value(set.place.clone(), path.to_string(), layer_name(&set.place), "this one is set");
    Some((path.to_string(), label))
}

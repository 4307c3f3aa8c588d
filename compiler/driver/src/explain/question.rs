//! `explain`: where a field of a manifest comes from, and who sets and reads a value.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use nexachart_analysis::{Layers, Path, Step};
use nexachart_chart::{Data, DataKind, Journal};
use nexachart_manifest::split;
use nexachart_source::{Diagnostic, Failures, Label, ObjectRef, Place, World, absolute, nearest};
use nexachart_template::trace::Source;
use nexachart_trace::Found;
use nexachart_value::yaml::{self, Node, Shape};
use nexachart_workspace::Target;

use super::cause::{calls, layer_name};
use super::trace::{Known, Trace, TracedFile};
use crate::batch::options_of;
use crate::parsing::Trees;
use crate::release::{self, Install, Loaded};
use crate::report::names_secret;
use crate::{Finding, TemplateOptions, layers, misuse, open_workspace};

/// What is asked.
#[derive(Clone, Debug)]
pub enum Question {
    /// Where an object (`deployment/api`, with its namespace before it where need be), or a field of it, comes from.
    Object(String, Option<String>),
    /// Who sets a value, and who reads it.
    Value(String),
    /// The same for all values.
    Values,
}

/// What `explain` is asked.
#[derive(Clone, Debug)]
pub struct ExplainRequest {
    /// The folder of the workspace.
    pub workspace: Option<Vec<u8>>,
    /// The chart: its name or path.
    pub charts: Vec<Vec<u8>>,
    /// The environments; none for all.
    pub environments: Vec<Vec<u8>>,
    /// What is asked.
    pub question: Question,
    /// How to render.
    pub common: TemplateOptions,
}

/// The answer for a target.
#[derive(Debug)]
pub struct Explained {
    /// `chart/environment`
    pub target: String,
    /// The path of its chart.
    pub chart: Vec<u8>,
    /// The answer.
    pub answer: Answer,
}

/// An answer.
#[derive(Debug)]
pub enum Answer {
    /// A field of a manifest.
    Field(Box<Field>),
    /// Values, sorted by their paths.
    Values(Vec<ValueRow>),
}

/// A field of a manifest and where it comes from.
#[derive(Debug)]
pub struct Field {
    /// The object and the way to the field.
    pub object: ObjectRef,
    /// What it is, as it is written in the manifest. Nothing where it belongs to a Secret.
    pub text: Option<Vec<u8>>,
    /// The node of a template that printed it.
    pub printed: Option<Place>,
    /// What stands there.
    pub words: Vec<u8>,
    /// The calls that led there, the innermost first.
    pub calls: Vec<Label>,
    /// The values that went in.
    pub values: Vec<ValueRow>,
    /// What else went in: `.Release.Name`.
    pub others: Vec<String>,
}

/// A value, who sets it and who reads it.
#[derive(Debug)]
pub struct ValueRow {
    /// Its path from the top of the values of the chart that is rendered.
    pub path: String,
    /// Who sets it: the one that counts first, then those that it overrides.
    pub sets: Vec<Setting>,
    /// Where it is read, as itself or as part of a map.
    pub reads: Vec<Place>,
    /// Whether it is not to be shown: its name says so, or it goes into a Secret.
    pub is_secret: bool,
}

/// A setting of a value.
#[derive(Debug)]
pub struct Setting {
    /// Where.
    pub place: Place,
    /// The layer: `values.yaml`, `--set`.
    pub layer: String,
    /// What it is set to, as it is written there.
    pub text: Vec<u8>,
}

/// So many places that read a value are told.
const MOST_READS: usize = 20;

/// Answers a question for each target that is meant.
pub fn explain(world: &Arc<dyn World>, request: &ExplainRequest) -> Result<Vec<Explained>, Vec<Finding>> {
    let of = |chart: Option<&[u8]>, failures: Vec<Diagnostic>| {
        let chart = chart.map(<[u8]>::to_vec);
        failures
            .into_iter()
            .map(|diagnostic| Finding { diagnostic, chart: chart.clone() })
            .collect::<Vec<_>>()
    };
    let workspace = open_workspace(&**world, request.workspace.as_deref(), &request.common);
    let workspace = workspace.map_err(|failures| of(None, failures))?;
    let targets = workspace.select(&**world, &request.charts, &request.environments);
    let targets = targets.map_err(|failures| of(None, failures))?;
    let mut explained = Vec::new();
    for target in targets {
        let answer = of_target(world, target, request)
            .map_err(|failures| of(Some(&target.path), failures.into_iter().collect()))?;
        explained.push(Explained { target: target.name(), chart: target.path.clone(), answer });
    }
    Ok(explained)
}

/// Renders a target with a record of the files that are wanted.
pub(crate) fn trace_target(
    world: &Arc<dyn World>,
    target: &Target,
    common: &TemplateOptions,
    wanted: impl Fn(&[u8]) -> bool,
) -> Result<Trace, Failures> {
    let options = options_of(target, common);
    let mut journal = Journal::new();
    let path = absolute(&**world, &target.path)?;
    let trees = Arc::new(Trees::new(&options.budgets));
    let loaded = Loaded::load(world, path, trees, || {}, &options, &mut journal)?;
    let user = layers::user_values(&**world, target, &loaded, &options, &mut journal)?;
    let capabilities = release::capabilities(&options)?;
    let install = Install { name: target.release.clone(), user: &user, capabilities: &capabilities };
    Ok(Trace::run(world, &loaded, &install, &options, wanted)?)
}

fn of_target(world: &Arc<dyn World>, target: &Target, request: &ExplainRequest) -> Result<Answer, Failures> {
    let trace = trace_target(world, target, &request.common, |_| true)?;
    match &request.question {
        Question::Object(object, node) => {
            field(&trace, object, node.as_deref()).map(|field| Answer::Field(Box::new(field)))
        }
        Question::Value(path) => {
            let path = Path::parse(path);
            let row = row(&trace, &path, &reads(&trace));
            if row.sets.is_empty() && row.reads.is_empty() {
                return Err(unknown_value(&trace, &path).into());
            }
            Ok(Answer::Values(vec![row]))
        }
        Question::Values => {
            let reads = reads(&trace);
            Ok(Answer::Values(leaves(trace.layers()).iter().map(|path| row(&trace, path, &reads)).collect()))
        }
    }
}

/// Where a field of an object comes from.
fn field(trace: &Trace, name: &str, way: Option<&str>) -> Result<Field, Failures> {
    let mut names = Vec::new();
    let mut found = Vec::new();
    for file in &trace.files {
        if trace.templates[file.template].name.ends_with(b"NOTES.txt") {
            continue;
        }
        for document in split(&file.text) {
            let Ok(Some(parsed)) = yaml::parse(document) else { continue };
            let Some(object) = object_of(parsed.root()) else { continue };
            if is_meant(name, &object) {
                found.push((file, document, object));
            } else {
                names.push(shown(&object));
            }
        }
    }
    let (file, document, mut object) = match found.len() {
        1 => found.remove(0),
        0 => {
            let error = misuse(format!("no object `{name}` is rendered"));
            let near = nearest(name, names.iter().map(String::as_str));
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("rendered are {}", list(&names)),
            };
            return Err(error.helped(help).into());
        }
        _ => {
            let all: Vec<String> = found
                .iter()
                .map(|(_, _, object)| format!("{}/{}", object.namespace, shown(object)))
                .collect();
            let error = misuse(format!("`{name}` can be more than one object"));
            return Err(error.helped(format!("say which one: {}", list(&all))).into());
        }
    };
    let start = (document.as_ptr() as usize).saturating_sub(file.text.as_ptr() as usize);
    let Ok(Some(parsed)) = yaml::parse(document) else { return Err(misuse("it is no YAML").into()) };
    let path = Path::parse(way.unwrap_or_default());
    let (key, node, path) = walk(parsed.root(), &path).map_err(|(at, keys)| {
        let asked = path.0.get(at).map(step).unwrap_or_default();
        let above = Path(path.0[..at].to_vec());
        let error = misuse(format!("{} has no `{path}`", shown(&object)));
        let help = match nearest(&asked, keys.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}` instead of `{asked}`?"),
            None if above.0.is_empty() => format!("it has {}", list(&keys)),
            None => format!("`{above}` has {}", list(&keys)),
        };
        Failures::from(error.helped(help))
    })?;
    let span = node.span();
    let text = undented(document, span.start as usize, span.end as usize);
    let is_secret = object.kind == "Secret"
        && matches!(path.0.first().map(step).as_deref(), None | Some("data" | "stringData"));
    object.path = path.to_string();
    // A map or list is asked for where its key stands.
    let offset = match node.shape() {
        Shape::Scalar | Shape::Alias(_) => span.start,
        Shape::Mapping(_) | Shape::Sequence(_) => key,
    };
    let mut field = told(trace, file, start + offset as usize, object, (!is_secret).then_some(text));
    field.values.iter_mut().for_each(|row| row.is_secret |= is_secret);
    Ok(field)
}

fn told(trace: &Trace, file: &TracedFile, offset: usize, object: ObjectRef, text: Option<Vec<u8>>) -> Field {
    let found = trace.byte(file, offset);
    let mut field = Field {
        object,
        text,
        printed: None,
        words: Vec::new(),
        calls: Vec::new(),
        values: Vec::new(),
        others: Vec::new(),
    };
    if let Some((at, spot)) = trace.innermost(&found.chain) {
        let within = if at + 1 == found.chain.len() { found.within } else { 0 };
        field.printed = trace.place(spot, within);
        field.words = field.printed.as_ref().and_then(|place| place.excerpt.clone()).unwrap_or_default();
        field.calls = calls(trace, &found.chain[..at]);
    }
    (field.values, field.others) = rows(trace, &found);
    field
}

/// The values that went into something, and what else did.
pub(super) fn rows(trace: &Trace, found: &Found) -> (Vec<ValueRow>, Vec<String>) {
    let (mut values, mut others) = (Vec::new(), Vec::new());
    // What only decided is told where nothing was taken over.
    let is_taken = found.inputs.iter().any(|input| input.is_taken);
    for input in found.inputs.iter().filter(|input| input.is_taken || !is_taken) {
        match trace.known(input) {
            Some(Known::Value(path) | Known::Key(path)) => values.push(row(trace, &path, &Reads::new())),
            Some(Known::Other(text)) => others.push(text),
            None => {}
        }
    }
    (values, others)
}

/// The places that read each value.
type Reads = BTreeMap<Path, BTreeMap<(Vec<u8>, usize, usize), Place>>;

fn reads(trace: &Trace) -> Reads {
    let recording = &trace.recording;
    let mut reads = Reads::new();
    let mut add = |origin, spot| {
        let Some(place) = trace.place(spot, 0) else { return };
        let found = nexachart_trace::value(recording, origin);
        let Some(Known::Value(path)) = found.inputs.first().and_then(|input| trace.known(input)) else {
            return;
        };
        let at = (place.file.clone(), place.line.unwrap_or(0), place.column.unwrap_or(0));
        reads.entry(path).or_default().insert(at, place);
    };
    let mut parents = BTreeSet::new();
    for origin in recording.origins() {
        if let Source::Part(of, ..) = recording.source(origin) {
            parents.insert(*of);
        }
    }
    for origin in recording.origins() {
        match recording.source(origin) {
            // What is only gone through is not read.
            Source::Part(.., spot) if !parents.contains(&origin) => add(origin, *spot),
            Source::Call(made) => {
                for (_, origin) in made.args.iter().filter(|(_, origin)| origin.is_known()) {
                    if let Source::Part(..) = recording.source(*origin) {
                        add(*origin, made.spot);
                    }
                }
            }
            _ => {}
        }
    }
    reads
}

fn row(trace: &Trace, path: &Path, reads: &Reads) -> ValueRow {
    let sets = trace.layers().find(path);
    let sets = sets
        .iter()
        .map(|set| Setting {
            layer: layer_name(&set.place),
            place: set.place.clone(),
            text: set.text.clone(),
        })
        .collect();
    let is_part = |of: &&Path| path.0.starts_with(&of.0) && !of.0.is_empty();
    // Who reads the value itself or an item of it, or else the nearest map around it.
    let mut own: BTreeMap<_, _> =
        reads.range(path..).take_while(|(of, _)| of.0.starts_with(&path.0)).flat_map(|(_, at)| at).collect();
    if own.is_empty()
        && let Some(around) = reads.keys().filter(is_part).max_by_key(|of| of.0.len())
    {
        own = reads[around].iter().collect();
    }
    let reads = own.into_values().take(MOST_READS).cloned().collect();
    ValueRow { path: path.to_string(), sets, reads, is_secret: names_secret(path.to_string().as_bytes()) }
}

/// The paths of all values that are set to something that is no map.
fn leaves(layers: &Layers) -> BTreeSet<Path> {
    let mut found = BTreeSet::new();
    for layer in layers.all() {
        let mut todo: Vec<(Path, &Data)> = vec![(layer.prefix.clone(), &layer.root)];
        while let Some((path, data)) = todo.pop() {
            match &data.kind {
                DataKind::Map(entries) if !entries.is_empty() => {
                    todo.extend(entries.iter().map(|entry| (path.key(&entry.key), &entry.value)));
                }
                _ if path.0.is_empty() => {}
                _ => {
                    found.insert(path);
                }
            }
        }
    }
    found
}

fn unknown_value(trace: &Trace, path: &Path) -> Diagnostic {
    let error = misuse(format!("`{path}` is set nowhere and read nowhere"));
    let paths: Vec<String> = leaves(trace.layers()).iter().map(Path::to_string).collect();
    match nearest(&path.to_string(), paths.iter().map(String::as_str)) {
        Some(near) => error.helped(format!("did you mean `{near}`?")),
        None => error.helped("`explain --values` lists all values"),
    }
}

/// The node at a path, the byte where it (its key) begins, and the path with numbers for items; or how far the path leads and what there
/// is.
fn walk<'d>(root: Node<'d>, path: &Path) -> Result<(u32, Node<'d>, Path), (usize, Vec<String>)> {
    let (mut start, mut node) = (root.span().start, root);
    let mut way = Path::default();
    for (at, step) in path.0.iter().enumerate() {
        let next = match (step, node.shape()) {
            (Step::Key(key), Shape::Mapping(pairs)) => {
                let mut keys = Vec::new();
                let mut found = None;
                for (name, value) in pairs {
                    if name.text() == &**key {
                        found = Some((name.span().start, value, step.clone()));
                    }
                    keys.push(String::from_utf8_lossy(name.text()).into_owned());
                }
                found.ok_or((at, keys))
            }
            (Step::Index(index), Shape::Sequence(items)) => {
                let all: Vec<Node<'_>> = items.collect();
                let count = all.len();
                let item = all.get(*index).map(|item| (item.span().start, *item, step.clone()));
                item.ok_or_else(|| (at, (0..count).map(|i| format!("[{i}]")).collect()))
            }
            // `containers[api]` and `containers.api` are the item of that name.
            (Step::Key(key), Shape::Sequence(items)) => {
                let mut names = Vec::new();
                let mut found = None;
                for (at, item) in items.enumerate() {
                    let name = item.get(b"name").map(|name| name.text()).unwrap_or_default();
                    if name == &**key {
                        found = Some((item.span().start, item, Step::Index(at)));
                    }
                    names.push(String::from_utf8_lossy(name).into_owned());
                }
                found.ok_or((at, names))
            }
            _ => Err((at, Vec::new())),
        };
        let taken;
        (start, node, taken) = next?;
        way = way.and(taken);
    }
    Ok((start, node, way))
}

/// A part of a text whose later lines are indented no deeper than its first one.
fn undented(text: &[u8], start: usize, end: usize) -> Vec<u8> {
    let line = memchr::memrchr(b'\n', &text[..start]).map_or(0, |at| at + 1);
    let deep = start - line;
    let mut out = Vec::new();
    for (i, line) in text.get(start..end).unwrap_or_default().split_inclusive(|&b| b == b'\n').enumerate() {
        let blanks = if i == 0 { 0 } else { line.iter().take(deep).take_while(|&&b| b == b' ').count() };
        out.extend_from_slice(&line[blanks..]);
    }
    out
}

fn object_of(root: Node<'_>) -> Option<ObjectRef> {
    let text = |node: Option<Node<'_>>| {
        node.map(|node| String::from_utf8_lossy(node.text()).into_owned()).unwrap_or_default()
    };
    let metadata = root.get(b"metadata");
    let kind = text(root.get(b"kind"));
    (!kind.is_empty()).then(|| ObjectRef {
        api_version: text(root.get(b"apiVersion")),
        kind,
        namespace: text(metadata.and_then(|metadata| metadata.get(b"namespace"))),
        name: text(metadata.and_then(|metadata| metadata.get(b"name"))),
        path: String::new(),
    })
}

/// Whether `KIND/NAME` or `NAMESPACE/KIND/NAME` is this object.
fn is_meant(asked: &str, object: &ObjectRef) -> bool {
    let mut words = asked.rsplitn(3, '/');
    let (name, kind, namespace) = (words.next().unwrap_or_default(), words.next(), words.next());
    let kinds = |kind: &str| {
        let own = object.kind.to_ascii_lowercase();
        let kind = kind.to_ascii_lowercase();
        own == kind || format!("{own}s") == kind
    };
    name == object.name
        && kind.is_none_or(kinds)
        && namespace.is_none_or(|namespace| namespace == object.namespace)
}

fn shown(object: &ObjectRef) -> String {
    format!("{}/{}", object.kind.to_ascii_lowercase(), object.name)
}

fn step(step: &Step) -> String {
    match step {
        Step::Key(key) => String::from_utf8_lossy(key).into_owned(),
        Step::Index(index) => format!("[{index}]"),
    }
}

fn list(names: &[String]) -> String {
    match names.len() {
        0 => "nothing".to_string(),
        1..=12 => names.join(", "),
        more => format!("{} and {} more", names[..12].join(", "), more - 12),
    }
}

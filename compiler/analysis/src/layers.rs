//! Who sets a value: values.yaml of a chart or of its parents, the files of the user, `--set`.
//!
//! Everything is read again, from the bytes, when somebody asks; a render does not.

use nexachart_chart::strvals::{Form, parse_into};
use nexachart_chart::{Chart, Data, DataKind, Entry, Import, NodeId, Tree, ValueOptions, read_documents};
use nexachart_source::{Base, Place, World};
use nexachart_value::Value;
use nexachart_value::json::{Decoded, Target, from_json};
use nexachart_value::yaml::{Number, Span};

use crate::{Path, Step, Unit};

/// All layers of the values of a target.
#[derive(Debug, Default)]
pub struct Layers {
    sources: Vec<Source>,
    /// From the lowest to the highest.
    layers: Vec<Layer>,
    charts: Vec<ChartPlace>,
    imports: Vec<Imports>,
}

/// What sets values: a document of a file, or an argument of `--set` or its sisters.
#[derive(Debug)]
pub struct Layer {
    /// What it is.
    pub kind: LayerKind,
    /// Where in the values of the chart that is rendered its own begin: for values.yaml of a subchart the names that lead to
    /// it.
    pub prefix: Path,
    /// What it sets.
    pub root: Data,
    source: usize,
}

/// What a layer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayerKind {
    /// values.yaml of a chart.
    Chart,
    /// The values file of an environment.
    Environment,
    /// A file given with `-f`.
    File,
    /// A flag: `--set`, `--set-string` …
    Flag(&'static str),
}

/// What a layer is to a key that it sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// values.yaml of the chart that the key belongs to.
    Default,
    /// values.yaml of a chart above that one.
    Parent,
    /// values.yaml of a chart that this one imports values from.
    Imported,
    /// The values file of an environment.
    Environment,
    /// A file given with `-f`.
    File,
    /// A flag.
    Flag(&'static str),
}

/// One setting of a value.
#[derive(Clone, Debug)]
pub struct Set<'l> {
    /// What the layer is to the key.
    pub role: Role,
    /// The number of the layer, from the lowest.
    pub layer: usize,
    /// Where the key stands. The file of a flag is the flag with its argument, and it has no line.
    pub place: Place,
    /// Where the value stands.
    pub value_place: Place,
    /// What it is set to.
    pub value: &'l Data,
    /// The same as it is written: of a map or list all of its lines.
    pub text: Vec<u8>,
}

/// What the user gives.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    /// Where the files are.
    pub world: &'a dyn World,
    /// The flags. A file `-` is standard input, which has to be readable again.
    pub options: &'a ValueOptions,
    /// How many of the files, from the first, belong to an environment.
    pub environments: usize,
}

#[derive(Debug)]
struct Source {
    place: Place,
    text: Vec<u8>,
    /// Where lines begin.
    starts: Vec<usize>,
}

#[derive(Debug)]
struct ChartPlace {
    prefix: Path,
}

/// What a chart imports from one below it.
#[derive(Debug)]
struct Imports {
    from: Path,
    to: Path,
}

/// How large a file may be.
const FILE: u64 = 64 << 20;

impl Layers {
    /// The layers of a target: the charts of `tree`, and what the user gives. A file that cannot be read or is no YAML has
    /// none: who reads the values says so.
    pub fn of(tree: &Tree, given: &Given<'_>) -> Layers {
        let mut layers = Layers::default();
        layers.chart(tree, tree.root(), &Path::default(), b"");
        layers.add_given(given);
        layers
    }

    /// The layers of charts whether they are on or off ([`crate::units`]).
    pub fn of_units(units: &[Unit], given: &Given<'_>) -> Layers {
        let mut layers = Layers::default();
        // Those below decide over nothing of those above.
        for unit in units.iter().rev() {
            layers.imports.extend(unit.imports().into_iter().map(|(from, to)| Imports { from, to }));
            layers.chart_file(&unit.chart, &unit.prefix, &unit.folder);
        }
        layers.add_given(given);
        layers
    }

    fn add_given(&mut self, given: &Given<'_>) {
        let layers = self;
        let Given { world, options, environments } = *given;
        for (number, path) in options.files.iter().enumerate() {
            let text = match &path[..] {
                b"-" => world.stdin(FILE),
                path => world.read(path, FILE),
            };
            let Ok(text) = text else { continue };
            let kind = if number < environments { LayerKind::Environment } else { LayerKind::File };
            layers.file(kind, Path::default(), Place::file(Base::Disk, path), &text);
        }
        for argument in &options.json {
            let object = argument.trim_ascii();
            let values = match object.starts_with(b"{") {
                true => match from_json(object, Target::Map) {
                    Decoded { value: Value::Map(map), error: None } => Some(map),
                    _ => None,
                },
                false => None,
            };
            match values {
                Some(map) => layers.flag("--set-json", argument, &Value::Map(map)),
                None => layers.argument("--set-json", argument, Form::Json),
            }
        }
        let read = |path: &[u8]| world.read(path, FILE).map_err(|error| error.to_string());
        for (arguments, flag, form) in [
            (&options.set, "--set", Form::Typed),
            (&options.set_string, "--set-string", Form::Text),
            (&options.set_file, "--set-file", Form::File(&read)),
            (&options.set_literal, "--set-literal", Form::Literal),
        ] {
            for argument in arguments {
                layers.argument(flag, argument, form);
            }
        }
    }

    /// Adds a chart's own values after those of the charts below it, which it decides over.
    fn chart(&mut self, tree: &Tree, id: NodeId, prefix: &Path, within: &[u8]) {
        let chart = tree.chart(id);
        let folder = folder_of(chart, within);
        for &sub in tree.dependencies(id) {
            self.chart(tree, sub, &prefix.key(tree.name(sub).as_bytes()), &folder);
        }
        for entry in tree.metadata(id).dependencies() {
            for import in &entry.import_values {
                let Import::Imported { child, parent } = import else { continue };
                let keys = |path: &str| -> Vec<Step> {
                    match path {
                        "." => Vec::new(),
                        path => path.split('.').map(|key| Step::key(key.as_bytes())).collect(),
                    }
                };
                let from = prefix.key(entry.name.as_bytes()).join(&keys(child));
                self.imports.push(Imports { from, to: prefix.join(&keys(parent)) });
            }
        }
        self.chart_file(chart, prefix, &folder);
    }

    /// Adds values.yaml of a chart that lies in a folder of the chart that is rendered.
    fn chart_file(&mut self, chart: &Chart, prefix: &Path, folder: &[u8]) {
        if let Some(file) = &chart.values_file
            && let Ok(text) = file.bytes()
        {
            let (base, name) = match folder {
                b"" => (Base::Chart, b"values.yaml".to_vec()),
                folder if folder.starts_with(b"/") => (Base::Disk, [folder, b"/values.yaml"].concat()),
                folder => (Base::Chart, [folder, b"/values.yaml"].concat()),
            };
            self.file(LayerKind::Chart, prefix.clone(), Place::file(base, &name), &text);
        }
        self.charts.push(ChartPlace { prefix: prefix.clone() });
    }

    fn file(&mut self, kind: LayerKind, prefix: Path, place: Place, text: &[u8]) {
        // The reader counts in lines that end in a line feed.
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        let mut plain = Vec::with_capacity(text.len());
        for line in text.split_inclusive(|&b| b == b'\n') {
            match line.strip_suffix(b"\r\n") {
                Some(line) => plain.extend_from_slice(&[line, b"\n"].concat()),
                None => plain.extend_from_slice(line),
            }
        }
        let Ok(documents) = read_documents(&plain) else { return };
        let source = self.sources.len();
        self.sources.push(Source::new(place, plain));
        for document in documents {
            self.layers.push(Layer { kind, prefix: prefix.clone(), root: document.root, source });
        }
    }

    fn argument(&mut self, flag: &'static str, argument: &[u8], form: Form<'_>) {
        let values = nexachart_value::Map::empty();
        // What it says before a mistake it says; who reads the values tells of the mistake.
        let _ = parse_into(argument, &values, form);
        self.flag(flag, argument, &Value::Map(values));
    }

    fn flag(&mut self, flag: &'static str, argument: &[u8], values: &Value) {
        let place = Place::file(Base::Disk, &[flag.as_bytes(), b" ", argument].concat());
        let source = self.sources.len();
        self.sources.push(Source { place, text: Vec::new(), starts: Vec::new() });
        let root = data(values, 0);
        self.layers.push(Layer { kind: LayerKind::Flag(flag), prefix: Path::default(), root, source });
    }

    /// The layers, from the lowest to the highest.
    pub fn all(&self) -> &[Layer] {
        &self.layers
    }

    /// Who sets the value at a path, the one that decides first; after a value that hides what lies below it there are no
    /// more. For a map all who set some of it.
    ///
    /// A key `global` of a subchart is also set by those of the charts above.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use nexachart_analysis::{Given, Layers, Path, Role};
    /// use nexachart_chart::{ValueOptions, load, process_dependencies, user_values};
    /// use nexachart_source::{Budgets, Memory, World};
    /// let world: Arc<dyn World> = Arc::new(
    ///     Memory::new()
    ///         .file("/app/Chart.yaml", "apiVersion: v2\nname: app\nversion: 0.1.0\n")
    ///         .file("/app/values.yaml", "image:\n  tag: a\n")
    ///         .file("/prod.yaml", "image: {tag: b}\n"),
    /// );
    /// let mut journal = Vec::new();
    /// let budgets = Budgets::default();
    /// let chart = load(&world, b"/app", &budgets, &|_| {}, &mut journal).unwrap();
    /// let options = ValueOptions { files: vec![b"/prod.yaml".to_vec()], ..ValueOptions::default() };
    /// let user = user_values(&*world, &options, &budgets).unwrap();
    /// let tree = process_dependencies(&Arc::new(chart), &user, &mut journal).unwrap();
    /// let layers = Layers::of(&tree, &Given { world: &*world, options: &options, environments: 1 });
    /// let sets = layers.find(&Path::parse("image.tag"));
    /// assert_eq!((sets[0].role, sets[0].place.line, &sets[0].text[..]), (Role::Environment, Some(1), &b"b"[..]));
    /// assert_eq!((sets[1].role, sets[1].place.line, &sets[1].text[..]), (Role::Default, Some(2), &b"a"[..]));
    /// ```
    pub fn find(&self, path: &Path) -> Vec<Set<'_>> {
        let mut found = Vec::new();
        self.look(path, false, &mut found, 0);
        found
    }

    /// All that set a value, be it hidden or not, the highest layer first.
    pub(crate) fn find_all(&self, path: &Path) -> Vec<Set<'_>> {
        let mut found = Vec::new();
        for (number, layer) in self.layers.iter().enumerate().rev() {
            let Some(rest) = path.0.strip_prefix(&layer.prefix.0[..]) else { continue };
            if let Walk::Found(key, value) = layer.root.walk(rest) {
                found.push(self.set(number, path, key, value));
            }
        }
        found
    }

    fn look<'l>(&'l self, path: &Path, imported: bool, found: &mut Vec<Set<'l>>, depth: usize) {
        // The globals of the charts above decide over those of the chart itself, the highest chart's over all.
        if let Some((chart, rest)) = self.global(path) {
            for up in 0..chart.len() {
                let before = found.len();
                self.at(&Path(chart[..up].to_vec()).join(rest), imported, found);
                let own = |set: &&mut Set<'_>| set.role == Role::Default;
                found[before..].iter_mut().filter(own).for_each(|set| set.role = Role::Parent);
            }
        }
        if !self.at(path, imported, found) || depth > 8 {
            return;
        }
        for import in &self.imports {
            if let Some(rest) = path.0.strip_prefix(&import.to.0[..]) {
                let before = found.len();
                self.look(&import.from.join(rest), true, found, depth + 1);
                found[before..].iter_mut().for_each(|set| set.role = Role::Imported);
            }
        }
    }

    /// Whether a path is in the `global` of a subchart: the way to the subchart, and the rest.
    fn global<'p>(&self, path: &'p Path) -> Option<(&'p [Step], &'p [Step])> {
        let at = path.0.iter().position(|step| step.as_key() == Some(b"global"))?;
        let (chart, rest) = path.0.split_at(at);
        (at > 0 && self.charts.iter().any(|known| known.prefix.0 == chart)).then_some((chart, rest))
    }

    /// What sets the value at the very path; whether what lies below would be seen.
    fn at<'l>(&'l self, path: &Path, charts_only: bool, found: &mut Vec<Set<'l>>) -> bool {
        for (number, layer) in self.layers.iter().enumerate().rev() {
            if charts_only && !matches!(layer.kind, LayerKind::Chart) {
                continue;
            }
            let Some(rest) = path.0.strip_prefix(&layer.prefix.0[..]) else { continue };
            match layer.root.walk(rest) {
                Walk::Found(key, value) => {
                    let set = self.set(number, path, key, value);
                    let hides = !matches!(value.kind, DataKind::Map(_));
                    found.push(set);
                    if hides && matches!(value.kind, DataKind::Null) {
                        return false;
                    }
                }
                Walk::Hidden if !matches!(layer.kind, LayerKind::Flag(_)) => return false,
                Walk::Hidden | Walk::Missing => {}
            }
        }
        true
    }

    fn set<'l>(&'l self, number: usize, path: &Path, key: Span, value: &'l Data) -> Set<'l> {
        let layer = &self.layers[number];
        let role = match layer.kind {
            LayerKind::Chart if layer.prefix == *self.chart_of(path) => Role::Default,
            LayerKind::Chart => Role::Parent,
            LayerKind::Environment => Role::Environment,
            LayerKind::File => Role::File,
            LayerKind::Flag(flag) => Role::Flag(flag),
        };
        Set {
            role,
            layer: number,
            place: self.place(layer, key),
            value_place: self.place(layer, value.span),
            value,
            text: self.text(layer, value),
        }
    }

    /// The place of a byte of the text that a value is, for one without escapes; else the value's own.
    pub fn within(&self, set: &Set<'_>, offset: usize) -> Place {
        let (DataKind::String(text), source) =
            (&set.value.kind, &self.sources[self.layers[set.layer].source])
        else {
            return set.value_place.clone();
        };
        let start = set.value.span.start as usize;
        let written = &set.text[..];
        let at = if written.starts_with(text) {
            offset
        } else if written.get(1..).is_some_and(|written| written.starts_with(text)) {
            offset + 1
        } else if let (Some(b'|'), Some(first)) = (written.first(), memchr::memchr(b'\n', written)) {
            // A block: line for line, each behind the same blanks.
            let body = &written[first + 1..];
            let line = memchr::memchr_iter(b'\n', &text[..offset.min(text.len())]).count();
            let column =
                offset - memchr::memrchr(b'\n', &text[..offset.min(text.len())]).map_or(0, |at| at + 1);
            let mut starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', body).map(|at| at + 1));
            let Some(begin) = starts.nth(line) else { return set.value_place.clone() };
            let blank = |line: &[u8]| line.iter().take_while(|&&b| b == b' ').count();
            let lines = body.split(|&b| b == b'\n').filter(|line| !line.trim_ascii().is_empty());
            let deep = lines.map(blank).min().unwrap_or(0);
            first + 1 + begin + deep + column
        } else {
            return set.value_place.clone();
        };
        match source.starts.is_empty() {
            true => set.place.clone(),
            false => source.at(start + at),
        }
    }

    /// Where the chart stands that a path belongs to.
    pub fn chart_of(&self, path: &Path) -> &Path {
        static TOP: Path = Path(Vec::new());
        let above = self.charts.iter().map(|chart| &chart.prefix);
        // The key that enables or configures a chart from above is the chart's own.
        above
            .filter(|prefix| path.0.starts_with(&prefix.0) && path.0.len() > prefix.0.len())
            .max_by_key(|prefix| prefix.0.len())
            .unwrap_or(&TOP)
    }

    /// The place of a span of a layer.
    pub fn place(&self, layer: &Layer, span: Span) -> Place {
        self.sources[layer.source].at(span.start as usize)
    }

    /// A value as it is written.
    pub fn text(&self, layer: &Layer, value: &Data) -> Vec<u8> {
        let source = &self.sources[layer.source];
        match source.starts.is_empty() {
            false => {
                source.text.get(value.span.start as usize..value.span.end as usize).unwrap_or_default().into()
            }
            true => written(value),
        }
    }

    /// The text of the file that a layer is of; nothing for a flag.
    pub fn file_text(&self, layer: &Layer) -> &[u8] {
        &self.sources[layer.source].text
    }
}

/// The folder of a chart in that of the chart that is rendered, or the path of another one.
pub(crate) fn folder_of(chart: &Chart, above: &[u8]) -> Vec<u8> {
    match (&chart.place[..], above) {
        (b"", _) => Vec::new(),
        (place, b"") => place.to_vec(),
        (place, _) if place.starts_with(b"/") => place.to_vec(),
        (place, above) => [above, b"/", place].concat(),
    }
}

impl Source {
    fn new(place: Place, text: Vec<u8>) -> Source {
        let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', &text).map(|at| at + 1)).collect();
        Source { place, text, starts }
    }

    fn at(&self, offset: usize) -> Place {
        let place = self.place.clone();
        if self.starts.is_empty() {
            return place;
        }
        let line = self.starts.partition_point(|&start| start <= offset).max(1);
        let start = self.starts[line - 1];
        let end = self.starts.get(line).map_or(self.text.len(), |next| next - 1);
        let excerpt = self.text.get(start..end).map(<[u8]>::to_vec);
        Place { line: Some(line), column: Some(offset - start + 1), excerpt, ..place }
    }
}

/// What a walk along a path comes to.
enum Walk<'d> {
    Found(Span, &'d Data),
    /// Something that is no map or list on the way, or null.
    Hidden,
    Missing,
}

trait Walked {
    fn walk(&self, path: &[Step]) -> Walk<'_>;
}

impl Walked for Data {
    fn walk(&self, path: &[Step]) -> Walk<'_> {
        let (mut span, mut value) = (self.span, self);
        for step in path {
            let next = match (step, &value.kind) {
                (Step::Key(key), DataKind::Map(entries)) => {
                    match entries.binary_search_by(|entry| entry.key.cmp(key)) {
                        Ok(at) => (entries[at].span, &entries[at].value),
                        Err(_) => return Walk::Missing,
                    }
                }
                (Step::Index(at), DataKind::List(items)) => match items.get(*at) {
                    Some(item) => (item.span, item),
                    None => return Walk::Hidden,
                },
                _ => return Walk::Hidden,
            };
            (span, value) = next;
        }
        Walk::Found(span, value)
    }
}

/// A value that has no text, as plain data.
fn data(value: &Value, depth: usize) -> Data {
    let kind = match value {
        Value::Bool(value) => DataKind::Bool(*value),
        Value::Int(_, value) => DataKind::Number(Number::Int(*value)),
        Value::Uint(_, value) => DataKind::Number(Number::Uint(*value)),
        Value::Float(_, value) => DataKind::Number(Number::Float(*value)),
        Value::String(text) | Value::Bytes(text) => DataKind::String((&text[..]).into()),
        // What is given as an argument nests no deeper than that.
        Value::List(_) | Value::Map(_) if depth > 2000 => DataKind::Null,
        Value::List(items) => DataKind::List(items.iter().map(|item| data(item, depth + 1)).collect()),
        Value::Map(map) => DataKind::Map(
            map.entries()
                .iter()
                .map(|(key, value)| Entry {
                    key: (&key[..]).into(),
                    span: Span::default(),
                    value: data(value, depth + 1),
                })
                .collect(),
        ),
        _ => DataKind::Null,
    };
    Data { span: Span::default(), kind }
}

/// A value of a flag as text.
fn written(value: &Data) -> Vec<u8> {
    match &value.kind {
        DataKind::Null => b"null".to_vec(),
        DataKind::Bool(value) => value.to_string().into(),
        DataKind::Number(Number::Int(value)) => value.to_string().into(),
        DataKind::Number(Number::Uint(value)) => value.to_string().into(),
        DataKind::Number(Number::Float(value)) => value.to_string().into(),
        DataKind::String(text) => text.to_vec(),
        DataKind::List(items) => format!("[{} items]", items.len()).into(),
        DataKind::Map(entries) => format!("{{{} keys}}", entries.len()).into(),
    }
}

#[cfg(test)]
mod tests;

//! A chart and its values, analysed.

mod floats;
mod schema;
mod types;
mod undefined;
mod unquoted;
mod unused;

use std::collections::HashSet;
use std::sync::Arc;

use nexachart_chart::{Chart, Dialect, sources_of};
use nexachart_go::path;
use nexachart_source::{Base, Diagnostic, Label, Place};
use nexachart_template::Functions;

use crate::known::{Known, commented};
use crate::layers::{LayerKind, Layers};
use crate::machine::Machine;
use crate::shape::Shape;
use crate::trie::{Node, Site, Touch};
use crate::{Given, Path, Unit, traps, units};

/// What is known of a chart and its values.
pub struct Analysis<'a> {
    units: &'a [Unit],
    layers: &'a Layers,
    machine: Machine<'a>,
    /// Words of the comments of values.yaml, by the number of the chart.
    comments: Vec<HashSet<Vec<u8>>>,
}

/// How sure a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// It is so.
    Sure,
    /// It may be so: something is passed on as a whole.
    Maybe,
}

/// A key that is reported.
#[derive(Clone, Debug)]
pub struct Key {
    /// Its path.
    pub path: Path,
    /// How sure it is.
    pub certainty: Certainty,
    /// The finding.
    pub finding: Diagnostic,
}

/// Looks at a chart, what its templates read and what the layers of its values set, and says what does not fit. The functions are those
/// of templates.
pub fn analyse(chart: &Arc<Chart>, given: &Given<'_>, functions: &'static dyn Functions) -> Vec<Diagnostic> {
    keys(chart, given, functions).into_iter().map(|key| key.finding).collect()
}

/// The same with the paths of keys.
pub fn keys(chart: &Arc<Chart>, given: &Given<'_>, functions: &'static dyn Functions) -> Vec<Key> {
    let units = units(chart);
    let layers = Layers::of_units(&units, given);
    let known = known(&units, &layers);
    let mut machine = Machine::new(&units, &known, functions);
    run(&mut machine, &units, &layers);
    let comments = units.iter().map(|unit| {
        let text = unit.chart.values_file.as_ref().and_then(|file| file.bytes().ok());
        text.map_or_else(HashSet::new, |text| commented(&text))
    });
    let analysis = Analysis { units: &units, layers: &layers, comments: comments.collect(), machine };
    let mut found = Vec::new();
    if !analysis.machine.lost {
        analysis.unused(&mut found);
        analysis.undefined(&mut found);
    }
    analysis.unquoted(&mut found);
    analysis.types(&mut found);
    analysis.floats(&mut found);
    analysis.drawn(&mut found);
    traps::find(&layers, &mut found);
    found.sort_by_cached_key(|key| {
        let place = key.finding.primary.as_deref();
        place.map(|place| (place.file.clone(), place.line, place.column))
    });
    found
}

/// What somebody sets, or may set.
fn known(units: &[Unit], layers: &Layers) -> Known {
    let mut known = Known { keys: Some(Default::default()), open: false };
    for layer in layers.all() {
        known.at(&layer.prefix).add(&layer.root);
    }
    for unit in units {
        known.at(&unit.prefix).keys.get_or_insert_default();
        for (_, to) in unit.imports() {
            known.at(&to).open = true;
        }
        for name in &unit.missing {
            known.at(&unit.prefix.key(name.as_bytes())).open = true;
        }
        if let Some(schema) = unit.chart.schema.as_ref().and_then(|file| file.bytes().ok()) {
            schema::add(&schema, known.at(&unit.prefix));
        }
    }
    known
}

/// Runs all templates, and all texts that may be templates.
fn run(machine: &mut Machine<'_>, units: &[Unit], layers: &Layers) {
    let mut runs: Vec<(usize, Vec<u8>, usize)> = Vec::new();
    for (number, unit) in units.iter().enumerate() {
        for (file, dialect) in sources_of(&unit.chart) {
            let name: Arc<[u8]> = path::join(&[unit.full_path.as_bytes(), &file.name]).into();
            let depth = name.iter().filter(|&&b| b == b'/').count();
            if dialect == Dialect::Jinja {
                machine.give_up(number);
                continue;
            }
            runs.push((depth, name.to_vec(), number));
        }
    }
    // Helm's order: the deepest first, and among those the last name first.
    runs.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| b.1.cmp(&a.1)));
    for (_, name, number) in &runs {
        let unit = &units[*number];
        let below = &name[unit.full_path.len() + 1..];
        let file = unit.chart.templates.iter().find(|file| *file.name == *below);
        let Some(text) = file.and_then(|file| file.bytes().ok()) else { continue };
        if machine.add(&name.as_slice().into(), text).is_err() {
            machine.lost = true;
        }
    }
    for unit in units {
        unit.conditions().iter().for_each(|path| machine.read(path));
        unit.imports().iter().for_each(|(from, _)| machine.read(from));
    }
    for (_, name, number) in &runs {
        if !path::base(name).starts_with(b"_") {
            machine.run(name, *number);
        }
    }
    // Texts in values and files that `tpl` may be given.
    for layer in layers.all() {
        let chart = |path: &Path| {
            let own = layers.chart_of(path);
            units.iter().position(|unit| unit.prefix == *own).unwrap_or(0)
        };
        for (path, text) in texts(layer) {
            let unit = chart(&path);
            let mut above = Some(unit);
            // A text of a subchart's values is evaluated there, one that its parent passes on may be evaluated by either.
            while let Some(unit) = above {
                machine.run_text(text, Shape::Context(unit as u32));
                above = units[unit].parent;
            }
        }
    }
    for (number, unit) in units.iter().enumerate() {
        for file in unit.chart.files.iter().filter(|file| !file.name.starts_with(b"crds/")) {
            if let Ok(text) = file.bytes()
                && text.len() < 1 << 20
                && memchr::memmem::find(&text, b"{{").is_some()
                && memchr::memmem::find(&text, b".Values").is_some()
                && !file.name.to_ascii_lowercase().ends_with(b".md")
                && !file.name.ends_with(b".gotmpl")
            {
                machine.run_text(&text, Shape::Context(number as u32));
            }
        }
    }
}

/// The texts of a layer that have an action in them, with the paths to their keys.
fn texts(layer: &crate::Layer) -> Vec<(Path, &[u8])> {
    use nexachart_chart::DataKind;
    let mut found = Vec::new();
    let mut waiting = vec![(layer.prefix.clone(), &layer.root)];
    while let Some((path, data)) = waiting.pop() {
        match &data.kind {
            DataKind::String(text) if memchr::memmem::find(text, b"{{").is_some() => {
                found.push((path, &text[..]));
            }
            DataKind::List(items) => waiting.extend(items.iter().map(|item| (path.clone(), item))),
            DataKind::Map(entries) => {
                waiting.extend(entries.iter().map(|entry| (path.key(&entry.key), &entry.value)));
            }
            _ => {}
        }
    }
    found
}

impl Analysis<'_> {
    /// The place of a byte of a template.
    fn site(&self, site: Site) -> Place {
        let (name, text) = &self.machine.files[site.file as usize];
        let start = start_of_operand(text, site.at as usize);
        Place::file(Base::Template, name).at(text, start)
    }

    /// Whether a template belongs to the chart that is rendered itself.
    fn is_own(&self, site: Site) -> bool {
        let Some((name, _)) = self.machine.files.get(site.file as usize) else { return false };
        let unit = &self.units[0];
        let head = [unit.full_path.as_bytes(), b"/templates/"].concat();
        name.starts_with(&head)
    }

    /// The layers whose keys are reported: those that are the user's own.
    fn own_layers(&self) -> impl Iterator<Item = &crate::Layer> {
        let own = |layer: &&crate::Layer| layer.kind != LayerKind::Chart || layer.prefix.0.is_empty();
        self.layers.all().iter().filter(own)
    }

    /// The nodes that a key may be, in a chart's own values or handed down as a global.
    fn nodes(&self, at: &[Node], path: &Path, key: &[u8]) -> Vec<Node> {
        let mut nodes: Vec<Node> =
            at.iter().flat_map(|node| self.machine.trie.matching(*node, Some(key))).collect();
        if key == b"global" {
            for (unit, prefix) in self.units.iter().zip(&self.machine.prefixes) {
                if unit.prefix.0.starts_with(&path.0) {
                    nodes.extend(self.machine.trie.matching(*prefix, Some(key)));
                }
            }
            nodes.sort_unstable();
            nodes.dedup();
        }
        nodes
    }

    fn is_touched(&self, nodes: &[Node], touch: Touch) -> bool {
        nodes.iter().any(|node| self.machine.trie.is_touched(*node, touch))
    }

    /// The calls that give another result in each run.
    fn drawn(&self, found: &mut Vec<Key>) {
        use nexachart_source::Severity;
        for (site, name) in self.machine.drawn.iter().filter(|(site, _)| self.is_own(*site)) {
            let message = format!("`{name}` gives another result in each run");
            let finding = Diagnostic::new("render::nondeterministic", Severity::Warning, message)
                .at(self.site(*site))
                .helped("let a value decide, or keep what was drawn: `--seed` and `--now` hold it still for a comparison");
            found.push(Key { path: Path::default(), certainty: Certainty::Sure, finding });
        }
    }

    /// The name of a layer.
    fn layer_name(&self, layer: &crate::Layer) -> String {
        match layer.kind {
            LayerKind::Flag(flag) => flag.to_string(),
            _ => String::from_utf8_lossy(&self.layers.place(layer, Default::default()).file).into_owned(),
        }
    }

    /// Where a value is read.
    fn read_labels(&self, nodes: &[Node], text: &str) -> Vec<Label> {
        let sites = nodes.iter().flat_map(|node| self.machine.trie.sites(*node));
        sites.take(2).map(|site| Label::note(self.site(*site), text)).collect()
    }
}

/// Where the operand begins that a node's place is in: Go has the place of the second element for `.a.b`.
fn start_of_operand(text: &[u8], at: usize) -> usize {
    let part = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'.' || b == b'$' || b >= 0x80;
    let mut start = at.min(text.len());
    while start > 0 && part(text[start - 1]) {
        start -= 1;
    }
    start
}

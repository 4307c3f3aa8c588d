//! What is to be rendered, and with what (Helm: pkg/engine/engine.go recAllTpls).

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use nexachart_go::path;
use nexachart_value::{Map, Type, Value};

use crate::Chart;
use crate::chart::File;
use crate::objects::{Files, metadata_map};
use crate::tree::{NodeId, Tree};

/// The language of a template.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// Go's text/template.
    #[default]
    Go,
    /// Jinja: files that end in `.j2`, in charts whose Chart.yaml has the annotation `nexachart.dev/dialect: jinja`.
    Jinja,
}

/// The annotation of Chart.yaml that names another dialect than Go's.
pub const DIALECT: &str = "nexachart.dev/dialect";

/// A template file of a chart that takes part.
#[derive(Clone, Debug)]
pub struct Source {
    /// The template's name: `app/charts/sub/templates/a.yaml`.
    pub name: Arc<[u8]>,
    /// The file with its text.
    pub file: File,
    /// `.Template.BasePath`: `app/charts/sub/templates`.
    pub base_path: Arc<[u8]>,
    /// Its language.
    pub dialect: Dialect,
    chart: NodeId,
}

// Sources are parsed on several threads.
const _: () = {
    const fn shared<T: Send + Sync>() {}
    shared::<Source>();
};

/// A template and what it sees.
#[derive(Clone, Debug)]
pub struct Template {
    /// Its name: `app/charts/sub/templates/a.yaml`.
    pub name: Arc<[u8]>,
    /// The file with its text.
    pub file: File,
    /// The dot: one map for all templates of a chart. `Template` is added when one of them is rendered.
    pub dot: Map,
    /// `.Template.BasePath`: `app/charts/sub/templates`.
    pub base_path: Arc<[u8]>,
    /// Its language.
    pub dialect: Dialect,
}

/// The template files of all charts in the order in which Helm parses and renders them: the deepest first,
/// and among those that lie equally deep the last name first.
pub fn sources(tree: &Tree) -> Vec<Source> {
    let mut found = BTreeMap::new();
    collect(tree, tree.root(), &mut found);
    let mut sources: Vec<Source> = found.into_values().collect();
    let depth = |source: &Source| source.name.iter().filter(|&&b| b == b'/').count();
    sources.sort_by_cached_key(|source| Reverse((depth(source), source.name.clone())));
    sources
}

/// The template files of a chart alone, each with its language: of a library those that define something.
pub fn sources_of(chart: &Chart) -> impl Iterator<Item = (&File, Dialect)> {
    let annotations = chart.metadata.annotations.as_ref();
    let has_jinja = annotations.and_then(|all| all.get(DIALECT)).is_some_and(|dialect| dialect == "jinja");
    let is_read = |file: &&File| !chart.metadata.is_library() || path::base(&file.name).starts_with(b"_");
    chart.templates.iter().filter(is_read).map(move |file| {
        let jinja = has_jinja && file.name.ends_with(b".j2");
        (file, if jinja { Dialect::Jinja } else { Dialect::Go })
    })
}

/// The template files with what they see. `values` come from [`crate::render_values`].
pub fn templates(tree: &Tree, values: &Map, sources: &[Source]) -> Vec<Template> {
    let mut dots = HashMap::new();
    add_dots(tree, tree.root(), values, &mut dots);
    let template = |source: &Source| Template {
        name: source.name.clone(),
        file: source.file.clone(),
        dot: dots[&source.chart].clone(),
        base_path: source.base_path.clone(),
        dialect: source.dialect,
    };
    sources.iter().map(template).collect()
}

/// Adds the templates of a chart and of those below it. A template of the same name is replaced: charts
/// that share a dependency can have that.
fn collect(tree: &Tree, chart: NodeId, found: &mut BTreeMap<Arc<[u8]>, Source>) {
    for &sub in tree.dependencies(chart) {
        collect(tree, sub, found);
    }
    let full_path = tree.full_path(chart);
    let base_path: Arc<[u8]> = path::join(&[full_path.as_bytes(), b"templates"]).into();
    let annotations = tree.metadata(chart).annotations.as_ref();
    let has_jinja = annotations.and_then(|all| all.get(DIALECT)).is_some_and(|dialect| dialect == "jinja");
    for file in &tree.chart(chart).templates {
        if tree.metadata(chart).is_library() && !path::base(&file.name).starts_with(b"_") {
            continue;
        }
        let name: Arc<[u8]> = path::join(&[full_path.as_bytes(), &file.name]).into();
        let base_path = base_path.clone();
        let dialect = if has_jinja && name.ends_with(b".j2") { Dialect::Jinja } else { Dialect::Go };
        found.insert(name.clone(), Source { name, file: file.clone(), base_path, dialect, chart });
    }
}

/// Makes the dot of a chart and of those below it; the chart's own.
fn add_dots(tree: &Tree, chart: NodeId, above: &Map, dots: &mut HashMap<NodeId, Map>) -> Map {
    let metadata = metadata_map(tree.metadata(chart));
    metadata.insert("IsRoot", Value::Bool(tree.is_root(chart)));
    let own_values = if tree.is_root(chart) {
        above.get(b"Values").unwrap_or(Value::Nil)
    } else {
        let values = above.table(format!("Values.{}", tree.name(chart)).as_bytes());
        Value::Map(values.unwrap_or_else(|_| Map::empty()).converted(&Type::VALUES))
    };
    let subcharts = Map::empty();
    let dot = Map::empty();
    dot.insert("Chart", Value::Map(metadata));
    dot.insert("Files", Value::object(Files::new(&tree.chart(chart).files)));
    dot.insert("Release", above.get(b"Release").unwrap_or(Value::Nil));
    dot.insert("Capabilities", above.get(b"Capabilities").unwrap_or(Value::Nil));
    dot.insert("Values", own_values);
    dot.insert("Subcharts", Value::Map(subcharts.clone()));
    for &sub in tree.dependencies(chart) {
        let below = add_dots(tree, sub, &dot, dots);
        subcharts.insert(tree.name(sub), Value::Map(below));
    }
    dots.insert(chart, dot.clone());
    dot
}

/// A file with custom resource definitions.
#[derive(Clone, Debug)]
pub struct Crd {
    /// What `# Source: ` says: `app/charts/sub/crds/a.yaml`.
    pub path: Vec<u8>,
    /// The file. It is not a template.
    pub file: File,
}

/// The files in the `crds/` of all charts, a chart before those below it (Helm: CRDObjects).
pub fn crds(tree: &Tree) -> Vec<Crd> {
    let mut found = Vec::new();
    collect_crds(tree, tree.root(), &mut found);
    found
}

fn collect_crds(tree: &Tree, chart: NodeId, found: &mut Vec<Crd>) {
    let full_path = tree.full_path(chart);
    for file in tree.chart(chart).files.iter().filter(|file| file.name.starts_with(b"crds/")) {
        let ext = path::ext(&file.name).to_ascii_lowercase();
        if matches!(&ext[..], b".yaml" | b".yml" | b".json") {
            found.push(Crd { path: path::join(&[full_path.as_bytes(), &file.name]), file: file.clone() });
        }
    }
    for &sub in tree.dependencies(chart) {
        collect_crds(tree, sub, found);
    }
}

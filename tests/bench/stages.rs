//! The stages of one render, each by itself on what the one before it made.

use std::io::{self, Write};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use nexachart_driver::chart::{self, Capabilities, Chart, Release, SchemaCheck, Template, Tree};
use nexachart_driver::funcs::{State, TABLE};
use nexachart_driver::source::{BUDGETS, Disk, Failures, World};
use nexachart_driver::{MissingKeys, Nature, RenderOutside, Schemas, TemplateOptions, template};
use nexachart_template::{Options, Set, execute, parse};
use nexachart_value::json::Target;
use nexachart_value::{Map, Type, Value, from_yaml, yaml_write};

use crate::USABLE;
use crate::timing::{HEAD, line, median};

/// Measures the stages on the chart in a folder, and prints a table.
pub fn run(out: &mut dyn Write, name: &str, folder: &Path, values: &[PathBuf]) -> io::Result<()> {
    let world: Arc<dyn World> = Arc::new(Disk);
    let path = folder.as_os_str().as_bytes();
    let mut options = options(path, values);
    // Each stage runs many times.
    for row in &BUDGETS {
        options.budgets[row.budget] = u64::MAX;
    }
    let budgets = options.budgets;
    let load = || chart::load(&world, path, &options.budgets, &|_| {}, &mut Vec::new());
    let loaded = Arc::new(load().map_err(failed)?);
    let user = chart::user_values(&*world, &options.values, &options.budgets).map_err(failed)?;
    let lay = |schemas: Option<&dyn SchemaCheck>| -> Result<(Tree, Map), Failures> {
        let tree = chart::process_dependencies(&loaded, &user, &mut Vec::new())?;
        let values = chart::render_values(
            &tree,
            &user,
            &release(),
            &Capabilities::default(),
            schemas,
            &mut Vec::new(),
        )?;
        Ok((tree, values))
    };
    let schemas = Schemas { world: world.clone(), chart: Some(path.to_vec()), budgets: options.budgets };
    let (tree, values) = lay(None).map_err(failed)?;
    let templates = chart::templates(&tree, &values, &chart::sources(&tree));
    let texts: Vec<_> = templates.iter().filter_map(|t| Some((t, t.file.bytes().ok()?))).collect();
    let source: usize = texts.iter().map(|(_, text)| text.len()).sum();
    let parsed = || {
        let options = Options { missing_key: MissingKeys::Zero, stack: USABLE, budgets };
        let mut set = Set::new("gotpl", &TABLE, options);
        for (template, text) in &texts {
            set.add(parse(&template.name, text.clone(), &TABLE).unwrap_or_default());
        }
        Rc::new(set)
    };
    let set = parsed();
    let rendered = rendered(&set, &templates, &world);
    let output: usize = rendered.iter().map(|(_, text)| text.len()).sum();
    let files = || rendered.iter().map(|(name, text)| (name.as_slice(), text.as_slice()));
    let sorted = || {
        files()
            .map(|(name, text)| nexachart_manifest::read(name, text, &budgets))
            .collect::<Result<Vec<_>, _>>()
    };
    let read = || -> Vec<Value> {
        let documents = files().flat_map(|(_, text)| nexachart_manifest::split(text));
        documents.filter_map(|text| from_yaml(text, Target::Any).ok()).collect()
    };
    let documents = read();
    let whole = template(&world, &options, &mut Vec::new()).map_err(failed)?;

    writeln!(out, "## {name}\n\n{HEAD}")?;
    let mut say = |name: &str, seconds, bytes| writeln!(out, "{}", line(name, seconds, bytes));
    say("load", median(load), size(&loaded))?;
    say("lay values", median(|| lay(None)), size(&loaded))?;
    say("lay and check values", median(|| lay(Some(&schemas))), size(&loaded))?;
    say("parse templates", median(parsed), source)?;
    say("execute", median(|| self::rendered(&set, &templates, &world)), output)?;
    say(
        "split and sort",
        median(|| sorted().and_then(|read| nexachart_manifest::sort(read, &budgets))),
        output,
    )?;
    say("read YAML", median(read), output)?;
    let written = || documents.iter().map(yaml_write::to_yaml).collect::<Vec<_>>();
    let bytes = written().iter().flatten().map(Vec::len).sum();
    say("write YAML", median(written), bytes)?;
    say("all, as the command", median(|| template(&world, &options, &mut Vec::new())), whole.stdout.len())?;
    writeln!(out)
}

/// An error that ends the bench.
pub fn failed(error: impl Into<Failures>) -> io::Error {
    io::Error::other(String::from_utf8_lossy(&error.into().first.message).into_owned())
}

/// What the command would ask for.
pub fn options(chart: &[u8], values: &[PathBuf]) -> TemplateOptions {
    let mut options = TemplateOptions {
        arguments: vec![b"rel".to_vec(), chart.to_vec()],
        namespace: "ns".into(),
        stack: USABLE,
        ..TemplateOptions::default()
    };
    options.values.files = values.iter().map(|path| path.as_os_str().as_bytes().to_vec()).collect();
    options
}

fn release() -> Release {
    Release { name: "rel".into(), namespace: "ns".into(), revision: 1, is_install: true, is_upgrade: false }
}

/// The bytes of a chart that every render reads.
fn size(chart: &Chart) -> usize {
    let own: usize =
        chart.templates.iter().filter_map(|file| file.bytes().ok()).map(|bytes| bytes.len()).sum();
    own + chart.dependencies.iter().map(|below| size(below)).sum::<usize>()
}

/// The files that are no partials, rendered; those that fail are left out.
fn rendered(set: &Rc<Set>, templates: &[Template], world: &Arc<dyn World>) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut state = State::new(Box::new(RenderOutside::new(world.clone(), Nature::default())));
    let mut files = Vec::new();
    for template in templates {
        let name = template.name.rsplit(|&b| b == b'/').next().unwrap_or_default();
        if name.starts_with(b"_") || name == b"NOTES.txt" {
            continue;
        }
        let about = [("Name", &template.name), ("BasePath", &template.base_path)];
        let about = about.into_iter().map(|(key, value)| (key.into(), Value::string(&**value)));
        template.dot.insert("Template", Map::new(Type::VALUES, about.collect()).into());
        let dot = template.dot.converted(&Type::VALUES).into();
        files
            .extend(execute(set, &template.name, dot, &mut state).map(|text| (template.name.to_vec(), text)));
    }
    files
}

//! Templates to rendered files, in Helm's order and with Helm's errors (Helm: pkg/engine/engine.go).

use std::collections::BTreeMap;
use std::rc::Rc;

use nexachart_funcs::{State, TABLE, without_no_value};
use nexachart_template::{MissingKey, Options, Set, execute, parse};
use nexachart_value::{Map, Type, Value};

use crate::exec_error;

/// A template file, and the chart it renders for.
#[derive(Clone, Debug)]
pub struct TemplateFile {
    /// The full name: `app/templates/a.yaml`, `app/charts/sub/templates/a.yaml`.
    pub name: Vec<u8>,
    /// The text.
    pub text: Vec<u8>,
    /// The dot of its chart, shared by all of the chart's templates.
    pub dot: Map,
    /// The path of the chart's template folder, for `.Template.BasePath`.
    pub base_path: Vec<u8>,
}

/// How to render.
#[derive(Clone, Copy, Debug)]
pub struct RenderOptions {
    /// What a missing map key gives.
    pub missing_key: MissingKey,
    /// How many bytes of stack a template may use.
    pub stack: usize,
}

/// The rendered files by their names.
pub type Rendered = BTreeMap<Vec<u8>, Vec<u8>>;

/// Parses all templates, then executes those whose name does not begin with `_`. The error is Helm's
/// text of the first one that fails.
pub fn render(
    mut files: Vec<TemplateFile>,
    options: RenderOptions,
    state: &mut State,
) -> Result<Rendered, Vec<u8>> {
    sort(&mut files);
    let options = Options { missing_key: options.missing_key, stack: options.stack };
    let mut set = Set::new("gotpl", &TABLE, options);
    for file in &files {
        set.add(parse(&file.name, &file.text, &TABLE).map_err(|text| parse_error(&file.name, &text))?);
    }
    let set = Rc::new(set);
    let mut rendered = Rendered::new();
    for file in files {
        if file.name.rsplit(|&b| b == b'/').next().is_some_and(|name| name.starts_with(b"_")) {
            continue;
        }
        file.dot.insert("Template", template_object(&file));
        state.begin_file(&file.name);
        let output = execute(&set, &file.name, file.dot.into(), state)
            .map_err(|error| exec_error::rewrite(&file.name, &error))?;
        rendered.insert(file.name, without_no_value(output));
    }
    Ok(rendered)
}

/// Deeper folders first, then in reverse byte order: of several `define`s of one name the last parsed
/// wins, which so is the one of the shallowest file (Helm: sortTemplates).
fn sort(files: &mut [TemplateFile]) {
    let depth = |file: &TemplateFile| file.name.iter().filter(|&&b| b == b'/').count();
    files.sort_by(|a, b| depth(b).cmp(&depth(a)).then_with(|| b.name.cmp(&a.name)));
}

fn template_object(file: &TemplateFile) -> Value {
    let entries = [("Name", &file.name), ("BasePath", &file.base_path)];
    let entries = entries.into_iter().map(|(key, value)| (key.into(), Value::string(value.as_slice())));
    Map::new(Type::VALUES, entries.collect()).into()
}

/// Helm keeps of a parse error the place and what stands after the last `: ` (cleanupParseError).
fn parse_error(name: &[u8], text: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(text);
    let tokens: Vec<&str> = text.split(": ").collect();
    match tokens.as_slice() {
        [_, place, .., message] => format!("parse error at ({place}): {message}").into_bytes(),
        [_, place] => format!("parse error at ({place}): {place}").into_bytes(),
        _ => format!("parse error in ({}): {text}", String::from_utf8_lossy(name)).into_bytes(),
    }
}

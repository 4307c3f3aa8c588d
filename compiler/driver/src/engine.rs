//! Templates to rendered files, in Helm's order and with Helm's errors (Helm: pkg/engine/engine.go).

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use nexachart_chart::{Dialect, Template};
use nexachart_funcs::{State, TABLE, without_no_value};
use nexachart_source::{Budgets, Diagnostic};
use nexachart_template::{MissingKey, Options, Set, execute};
use nexachart_value::{Map, Type, Value};

use crate::jinja::Jinja;
use crate::parsing::Trees;
use crate::{Teardown, origin};

/// How to render.
#[derive(Clone, Copy, Debug)]
pub struct RenderOptions {
    /// What a missing map key gives.
    pub missing_key: MissingKey,
    /// How many bytes of stack a template may use.
    pub stack: usize,
    /// How much templates may take.
    pub budgets: Budgets,
    /// Whether the trees are freed in the end.
    pub teardown: Teardown,
}

/// The rendered files by their names.
pub type Rendered = BTreeMap<Vec<u8>, Arc<Vec<u8>>>;

/// Parses all templates, then executes those whose name does not begin with `_`, in the given order
/// ([`nexachart_chart::templates`] has Helm's). The error is Helm's
/// text of the first one that fails.
pub fn render(
    templates: &[Template],
    options: RenderOptions,
    state: &mut State,
) -> Result<Rendered, Diagnostic> {
    execute_all(templates, &Trees::new(&options.budgets), options, state, |_, _| {})
}

/// A set without templates, of the name that Helm's has.
pub(crate) fn new_set(RenderOptions { missing_key, stack, budgets, .. }: RenderOptions) -> Set {
    Set::new("gotpl", &TABLE, Options { missing_key, stack, budgets })
}

/// Executes templates whose files have been parsed, or are parsed now. Each rendered file is shown to `seen`.
pub(crate) fn execute_all(
    templates: &[Template],
    trees: &Trees,
    RenderOptions { missing_key, stack, budgets, teardown }: RenderOptions,
    state: &mut State,
    mut seen: impl FnMut(&[u8], &Arc<Vec<u8>>),
) -> Result<Rendered, Diagnostic> {
    let mut set = new_set(RenderOptions { missing_key, stack, budgets, teardown });
    let in_go = || templates.iter().filter(|template| template.dialect == Dialect::Go);
    let files = in_go().map(|template| (&template.name, &template.file));
    for (template, parsed) in in_go().zip(trees.under(files)) {
        let trees = parsed?
            .map_err(|error| origin::parse(parse_error(&template.name, &error.text), &error, template))?;
        set.add(trees);
    }
    let mut jinja = Jinja::of(templates, &mut set, &budgets)?;
    let set = Rc::new(set);
    let mut rendered = Rendered::new();
    for template in templates {
        let name = &template.name;
        if name.rsplit(|&b| b == b'/').next().is_some_and(|name| name.starts_with(b"_")) {
            continue;
        }
        template.dot.insert("Template", template_object(template));
        state.begin_file(name);
        let dot = template.dot.converted(&Type::VALUES).into();
        let output = match &mut jinja {
            Some(jinja) if template.dialect == Dialect::Jinja => {
                let output = jinja.render(template, templates, &set, state)?;
                if name.ends_with(b"NOTES.txt.j2") {
                    continue;
                }
                output
            }
            _ => execute(&set, name, dot, state).map_err(|error| origin::exec(name, &error, templates))?,
        };
        let output = Arc::new(without_no_value(output));
        seen(name, &output);
        rendered.insert(name.to_vec(), output);
    }
    teardown.of(set);
    Ok(rendered)
}

pub(crate) fn template_object(file: &Template) -> Value {
    let entries = [("Name", &file.name), ("BasePath", &file.base_path)];
    let entries = entries.into_iter().map(|(key, value)| (key.into(), Value::string(&**value)));
    Map::new(Type::VALUES, entries.collect()).into()
}

/// Helm keeps of a parse error the place and what stands after the last `: ` (cleanupParseError).
pub(crate) fn parse_error(name: &[u8], text: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(text);
    let tokens: Vec<&str> = text.split(": ").collect();
    match tokens.as_slice() {
        [_, place, .., message] => format!("parse error at ({place}): {message}").into_bytes(),
        [_, place] => format!("parse error at ({place}): {place}").into_bytes(),
        _ => format!("parse error in ({}): {text}", String::from_utf8_lossy(name)).into_bytes(),
    }
}

//! What the user sets: `-f`, `--set` and its sisters (Helm: pkg/cli/values/options.go).

use nexachart_go::strings::trim_space;
use nexachart_go::url::{Url, redacted};
use nexachart_source::{Base, Budget, Budgets, Diagnostic, Place, World};
use nexachart_value::json::{Decoded, Target, from_json};
use nexachart_value::{Map, Value};

use crate::documents::read_into;
use crate::ledger::Ledger;
use crate::strvals::{Form, parse_within};
use crate::{Lists, error, merge_maps, merged};

/// The values flags, each in the order in which its arguments were given. The order between them is
/// Helm's: files, JSON, `--set`, `--set-string`, `--set-file`, `--set-literal`.
#[derive(Clone, Debug, Default)]
pub struct ValueOptions {
    /// `-f`, `--values`: paths, or `-` for standard input.
    pub files: Vec<Vec<u8>>,
    /// `--set-json`.
    pub json: Vec<Vec<u8>>,
    /// `--set`.
    pub set: Vec<Vec<u8>>,
    /// `--set-string`.
    pub set_string: Vec<Vec<u8>>,
    /// `--set-file`.
    pub set_file: Vec<Vec<u8>>,
    /// `--set-literal`.
    pub set_literal: Vec<Vec<u8>>,
}

/// Reads and merges what the user sets (Helm: Options.MergeValues). The errors have Helm's texts.
///
/// ```
/// use nexachart_source::{Budgets, Memory};
/// use nexachart_chart::{ValueOptions, user_values};
/// let world = Memory::new().file("/v.yaml", "a: {b: 1}\n");
/// let options = ValueOptions {
///     files: vec![b"v.yaml".to_vec()],
///     set: vec![b"a.c=2".to_vec()],
///     ..ValueOptions::default()
/// };
/// let values = user_values(&world, &options, &Budgets::default()).unwrap();
/// assert_eq!(values.get(b"a").unwrap().as_map().unwrap().len(), 2);
/// ```
pub fn user_values(world: &dyn World, options: &ValueOptions, budgets: &Budgets) -> Result<Map, Diagnostic> {
    user_values_with(world, options, budgets, None)
}

/// [`user_values`], with lists of the files that are merged instead of replaced. What `--set` and its sisters set comes
/// on top of that, as in Helm.
pub fn user_values_with(
    world: &dyn World,
    options: &ValueOptions,
    budgets: &Budgets,
    mut lists: Option<&mut Lists<'_>>,
) -> Result<Map, Diagnostic> {
    let mut values = Map::empty();
    let mut ledger = Ledger::new(budgets);
    for path in &options.files {
        let text = read_file(world, path, budgets).map_err(error::values)?;
        let documents = read_into(&text, &mut ledger).map_err(|unread| {
            let shown = String::from_utf8_lossy(path);
            let parse = |error| error::coded("values::yaml", format!("failed to parse {shown}: {error}"));
            unread.of(Place::file(Base::Disk, path), &text, parse)
        })?;
        let next = merged(&documents);
        if let Some(lists) = &mut lists {
            lists.merge(&values, &next);
        }
        values = merge_maps(&values, &next);
    }
    if let Some(lists) = lists {
        lists.lay(&values);
    }
    for text in &options.json {
        let shown = String::from_utf8_lossy(text);
        let object = trim_space(text);
        if object.starts_with(b"{") {
            match from_json(object, Target::Map) {
                Decoded { value: Value::Map(object), error: None } => values = merge_maps(&values, &object),
                _ => {
                    let text = format!("failed parsing --set-json data JSON: {shown}");
                    return Err(error::coded("values::set", text));
                }
            }
        } else {
            parse_within(text, &values, Form::Json, &mut ledger).map_err(|reason| {
                // Helm keeps the reason to itself. It has no budgets.
                let told = Budget::told_in(&reason).map_or(String::new(), |_| format!(": {reason}"));
                error::coded("values::set", format!("failed parsing --set-json data {shown}{told}"))
            })?;
        }
    }
    let read = |path: &[u8]| read_file(world, path, budgets);
    for (arguments, form, flag) in [
        (&options.set, Form::Typed, "--set"),
        (&options.set_string, Form::Text, "--set-string"),
        (&options.set_file, Form::File(&read), "--set-file"),
        (&options.set_literal, Form::Literal, "--set-literal"),
    ] {
        for text in arguments {
            parse_within(text, &values, form, &mut ledger)
                .map_err(|e| error::coded("values::set", format!("failed parsing {flag} data: {e}")))?;
        }
    }
    Ok(values)
}

/// The content of a values file (Go: readFile).
fn read_file(world: &dyn World, path: &[u8], budgets: &Budgets) -> Result<Vec<u8>, String> {
    let name = String::from_utf8_lossy(path);
    let most = budgets[Budget::File];
    let bounded = |content: Vec<u8>| match budgets.check(Budget::File, content.len() as u64) {
        Ok(()) => Ok(content),
        Err(exceeded) => Err(format!("{name}: {exceeded}")),
    };
    if name.trim() == "-" {
        return bounded(world.stdin(most.saturating_add(1)).map_err(|e| e.to_string())?);
    }
    let url = Url::parse(path).map_err(|e| e.to_string())?;
    // The schemes that Helm has getters for.
    if matches!(&url.scheme[..], b"http" | b"https" | b"oci") {
        let name = redacted(path);
        let name = String::from_utf8_lossy(&name);
        return Err(format!("{name} is not a file: values are not fetched from the network"));
    }
    bounded(world.read(path, most.saturating_add(1)).map_err(|e| e.to_string())?)
}

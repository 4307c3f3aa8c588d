//! values.yaml (Helm: pkg/chart/v2/lint/rules/values.go).

use nexachart_chart::{SchemaCheck, SchemaError, coalesce_tables};
use nexachart_source::{Budget, Severity};
use nexachart_value::json::Target;
use nexachart_value::{Map, Type, Value, from_yaml_within};

use super::{Found, Linter};
use crate::Schemas;

const FILE: &[u8] = b"values.yaml";

/// Applies the rules.
pub(super) fn check(linter: &mut Linter<'_>) {
    let missing = linter.world.stat(&linter.file(FILE)).is_err();
    let found = if missing { Err(Found::new("file does not exist").at(linter.place(FILE))) } else { Ok(()) };
    if linter.rule(Severity::Info, FILE, "lint::values", found) {
        let found = fits(linter);
        linter.rule(Severity::Error, FILE, "lint::values", found);
    }
}

/// Whether the file is a map, and the values of the user over it fit its schema.
fn fits(linter: &mut Linter<'_>) -> Result<(), Found> {
    let unread = |error: String| Found::new(format!("unable to parse YAML: {error}"));
    let text = linter.read(FILE).map_err(|error| unread(error.to_string()))?;
    let budgets = &linter.options.budgets;
    let own = match from_yaml_within(&text, Target::Any, budgets) {
        Ok(Value::Map(map)) => map,
        Ok(Value::Nil) => Map::empty(),
        Ok(other) => {
            let found = json_name(&other);
            let into = "Go value of type common.Values";
            return Err(unread(format!(
                "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {found} into {into}"
            ))
            .at(linter.place(FILE)));
        }
        Err(error) => {
            let mut place = linter.place(FILE);
            if let Some(offset) = error.offset() {
                place = place.at(&text, offset as usize);
            }
            return Err(unread(error.to_string()).at(place));
        }
    };
    let Ok(values) = linter.user.deep_copy(Type::VALUES) else { return Ok(()) };
    if coalesce_tables(&values, &own, linter.journal).is_err() {
        return Ok(());
    }
    let schema = b"values.schema.json";
    let most = linter.options.budgets[Budget::Chart];
    let Ok(schema) = linter.world.read(&linter.file(schema), most) else { return Ok(()) };
    if schema.is_empty() || linter.options.skip_schemas {
        return Ok(());
    }
    let (world, budgets) = (linter.world.clone(), linter.options.budgets);
    let schemas = Schemas { world, chart: Some(linter.dir.clone()), budgets };
    schemas.check(&schema, &values).outcome.map_err(|error| {
        let (SchemaError::NotJson(text) | SchemaError::Refused(text)) = error;
        Found::new(text).at(linter.place(FILE))
    })
}

fn json_name(value: &Value) -> &'static str {
    match value {
        Value::Bool(_) => "bool",
        Value::String(_) => "string",
        Value::List(_) => "array",
        _ => "number",
    }
}

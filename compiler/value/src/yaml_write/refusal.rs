//! Why a value could not be written: what json.Marshal says of it, or the YAML reader of its JSON.

use crate::json::{Html, write_json};
use crate::{Value, yaml};

/// The text of the error, found by doing what Go does: this is rare.
pub(super) fn text(value: &Value) -> String {
    let mut json = Vec::new();
    if let Err(error) = write_json(value, Html::Escaped, &mut json) {
        return format!("error marshaling into JSON: {error}");
    }
    match yaml::parse(&json) {
        Err(error) => error.message().to_owned(),
        Ok(_) => "yaml: cannot read JSON".to_owned(),
    }
}

//! Why there is nothing to render: errors with Helm's texts.

use std::fmt;

use nexachart_source::{Base, Diagnostic, Exceeded, Place};
use nexachart_value::{TooDeep, yaml};

/// An error of reading a chart.
pub(crate) fn load(message: impl Into<String>) -> Diagnostic {
    coded("chart::load", message)
}

/// An error of that code, unless it is one of a budget.
pub(crate) fn coded(code: &'static str, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(code, message.into()).blaming_budgets()
}

/// An error of reading or laying values.
pub(crate) fn values(message: impl Into<String>) -> Diagnostic {
    coded("values::read", message)
}

/// The error of values that nest too deep.
pub(crate) fn too_deep(error: TooDeep) -> Diagnostic {
    values(error.to_string())
}

/// Why a YAML file cannot be read. `Display` writes Helm's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    text: String,
    reason: String,
    offset: Option<usize>,
}

impl Unread {
    /// An error of a document that begins at `start`.
    pub(crate) fn document(error: &yaml::Error, start: usize) -> Unread {
        let offset = error.offset().map(|offset| start + offset as usize);
        let text = format!("cannot unmarshal yaml document: {error}");
        Unread { text, reason: error.reason().into(), offset }
    }

    /// The separator at `offset` is none.
    pub(crate) fn separator(reason: String, offset: usize) -> Unread {
        Unread { text: format!("error reading yaml document: {reason}"), reason, offset: Some(offset) }
    }

    /// What is wrong, in the fewest words.
    pub(crate) fn reason(&self) -> &str {
        &self.reason
    }

    /// The error of a file of this text; what `error` makes of Helm's text.
    pub(crate) fn of(self, file: Place, text: &[u8], error: impl FnOnce(String) -> Diagnostic) -> Diagnostic {
        let place = match self.offset {
            Some(offset) => file.at(text, offset),
            None => file,
        };
        error(self.text).summed_up(self.reason).at(place)
    }
}

impl From<Exceeded> for Unread {
    fn from(exceeded: Exceeded) -> Unread {
        let text = exceeded.to_string();
        Unread { text: text.clone(), reason: text, offset: None }
    }
}

impl From<yaml::Error> for Unread {
    fn from(error: yaml::Error) -> Unread {
        let offset = error.offset().map(|offset| offset as usize);
        Unread { text: error.to_string(), reason: error.reason().into(), offset }
    }
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Unread {}

/// The error of a file of the chart.
pub(crate) fn unread(file: &str, text: &[u8], error: impl Into<Unread>) -> Diagnostic {
    let place = Place::file(Base::Chart, file.as_bytes());
    let code = if file == "values.yaml" { "values::yaml" } else { "chart::yaml" };
    error.into().of(place, text, |error| coded(code, format!("cannot load {file}: {error}")))
}

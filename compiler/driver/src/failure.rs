//! Why there is no product, in Helm's words.

use std::fmt;

use nexachart_manifest::ParseError;
use nexachart_source::{Diagnostic, OsError, Severity};

/// An error that ends a command. `Display` writes Helm's text, without the `Error: ` at its head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    message: Vec<u8>,
    released: bool,
}

impl Failure {
    /// The text without Helm's hint.
    pub fn message(&self) -> &[u8] {
        &self.message
    }

    /// The text with the hint at `--debug` that Helm adds to errors after the release was made.
    pub fn with_hint(&self) -> Vec<u8> {
        let mut text = self.message.clone();
        if self.released {
            text.extend_from_slice(b"\n\nUse --debug flag to render out invalid YAML");
        }
        text
    }

    /// The same, after the release was made.
    pub(crate) fn released(mut self) -> Failure {
        self.released = true;
        self
    }

    /// A rendered file that is no YAML.
    pub(crate) fn manifest(error: &ParseError) -> Failure {
        let path = String::from_utf8_lossy(&error.path);
        format!("YAML parse error on {path}: {}", error.error).into()
    }
}

/// Helm's remark on a manifest that it drops.
pub(crate) fn unknown_hook(types: &[u8]) -> Diagnostic {
    let types = String::from_utf8_lossy(types);
    let quoted = if types.contains([' ', '"', '=']) { format!("{types:?}") } else { types.to_string() };
    Diagnostic::new("manifest/unknown-hook", Severity::Warning, format!("skipping unknown hooks: {types}"))
        .logged(format!("level=INFO msg=\"skipping unknown hooks\" hookTypes={quoted}"))
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.message))
    }
}

impl std::error::Error for Failure {}

impl From<Vec<u8>> for Failure {
    fn from(message: Vec<u8>) -> Failure {
        Failure { message, released: false }
    }
}

impl From<String> for Failure {
    fn from(message: String) -> Failure {
        message.into_bytes().into()
    }
}

impl From<&str> for Failure {
    fn from(message: &str) -> Failure {
        message.as_bytes().to_vec().into()
    }
}

impl From<nexachart_chart::Error> for Failure {
    fn from(error: nexachart_chart::Error) -> Failure {
        error.message().into()
    }
}

impl From<OsError> for Failure {
    fn from(error: OsError) -> Failure {
        error.to_string().into()
    }
}

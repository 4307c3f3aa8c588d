//! Why there is nothing to render.

use std::fmt;

use nexachart_source::{Diagnostic, OsError};

/// An error before the templates run. Its text is Helm's, without the `Error: ` at its head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    message: String,
    stage: Stage,
}

/// How far things had come. Helm adds a hint to errors from [`Stage::Render`] on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Reading the chart.
    Load,
    /// Reading or merging values, checking them against schemas.
    Values,
    /// Choosing the dependencies.
    Dependencies,
    /// There is a release already.
    Render,
}

impl Error {
    /// An error with Helm's text.
    pub fn new(stage: Stage, message: impl Into<String>) -> Error {
        Error { message: message.into(), stage }
    }

    pub(crate) fn load(message: impl Into<String>) -> Error {
        Error::new(Stage::Load, message)
    }

    /// The same, behind a prefix (Go: `fmt.Errorf("prefix: %w", err)`).
    pub(crate) fn behind(mut self, prefix: impl fmt::Display) -> Error {
        self.message = format!("{prefix}: {}", self.message);
        self
    }

    pub(crate) fn in_stage(mut self, stage: Stage) -> Error {
        self.stage = stage;
        self
    }

    /// The text.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// How far things had come.
    pub fn stage(&self) -> Stage {
        self.stage
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl From<OsError> for Error {
    fn from(error: OsError) -> Error {
        Error::load(error.to_string())
    }
}

impl From<Error> for Diagnostic {
    fn from(error: Error) -> Diagnostic {
        let code = match error.stage {
            Stage::Load => "chart/load",
            Stage::Values => "chart/values",
            Stage::Dependencies => "chart/dependencies",
            Stage::Render => "chart/render",
        };
        Diagnostic::error(code, error.message)
    }
}

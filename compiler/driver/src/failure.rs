//! Why there is no product: data from which every report is printed.

use std::fmt;

use nexachart_manifest::ParseError;
use nexachart_source::{Diagnostic, OsError, Severity};

use crate::place::Place;

/// An error that ends a command. `Display` writes Helm's text, without the `Error: ` at its head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Its stable name, without the `nxc::` at its head that reports print: `render::exec`.
    pub code: &'static str,
    /// What is wrong in the fewest words, where Helm's text says more than that.
    pub summary: Option<Vec<u8>>,
    /// Where.
    pub place: Option<Box<Place>>,
    /// What led there, from the inside out.
    pub frames: Vec<Frame>,
    /// What to do about it.
    pub help: Option<Box<str>>,
    message: Vec<u8>,
    end: End,
}

/// How Helm prints an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// Behind `Error: `.
    Plain,
    /// The same, and the hint at `--debug`: the release had been made.
    Hinted,
    /// As a line of its log only.
    Logged,
}

/// A place on the way to an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Where.
    pub place: Place,
    /// What stands there.
    pub text: Vec<u8>,
}

impl Failure {
    /// An error with Helm's text.
    pub fn new(code: &'static str, message: impl Into<Vec<u8>>) -> Failure {
        Failure {
            code,
            message: message.into(),
            summary: None,
            place: None,
            frames: Vec::new(),
            help: None,
            end: End::Plain,
        }
    }

    /// A command line that is wrong.
    pub fn usage(message: impl Into<Vec<u8>>) -> Failure {
        Failure::new("cli::usage", message)
    }

    /// The same with what to do about it.
    pub fn helped(mut self, help: impl Into<String>) -> Failure {
        self.help = Some(help.into().into_boxed_str());
        self
    }

    /// The same with fewer words than Helm's.
    pub fn summed_up(mut self, summary: impl Into<Vec<u8>>) -> Failure {
        self.summary = Some(summary.into());
        self
    }

    /// The same where Helm only logs it; its text is a line of the log.
    pub fn logged(mut self, summary: impl Into<Vec<u8>>) -> Failure {
        self.summary = Some(summary.into());
        self.end = End::Logged;
        self
    }

    /// Whether the text is a line of Helm's log, to be printed as it is.
    pub fn is_logged(&self) -> bool {
        self.end == End::Logged
    }

    /// The text without Helm's hint.
    pub fn message(&self) -> &[u8] {
        &self.message
    }

    /// The text with the hint at `--debug` that Helm adds to errors after the release was made.
    pub fn with_hint(&self) -> Vec<u8> {
        let mut text = self.message.clone();
        if self.end == End::Hinted {
            text.extend_from_slice(b"\n\nUse --debug flag to render out invalid YAML");
        }
        text
    }

    /// The same, after the release was made.
    pub(crate) fn released(mut self) -> Failure {
        self.end = End::Hinted;
        self
    }

    /// A rendered file that is no YAML.
    pub(crate) fn manifest(error: &ParseError, rendered: &crate::Rendered) -> Failure {
        let path = String::from_utf8_lossy(&error.path);
        let message = format!("YAML parse error on {path}: {}", error.error);
        let text = rendered.get(&error.path).map_or(&b""[..], |text| text);
        Failure {
            summary: Some(without_line(error.error.message()).into()),
            place: Some(Box::new(Place::rendered(error, text))),
            ..Failure::new("manifest::yaml", message)
        }
        .helped("--debug prints the rendered text")
    }
}

/// The text of a YAML error without its line: the place says it.
fn without_line(text: &str) -> &str {
    let rest = text.strip_prefix("yaml: ").unwrap_or(text);
    let after = rest.strip_prefix("line ").map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    after.and_then(|rest| rest.strip_prefix(": ")).unwrap_or(rest)
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

/// An error without a family of its own.
impl From<Vec<u8>> for Failure {
    fn from(message: Vec<u8>) -> Failure {
        Failure::new("template::other", message)
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
        use nexachart_chart::Stage;
        let text = error.message();
        let (code, help) = match error.stage() {
            Stage::Load if text.starts_with("validation: ") => ("chart::invalid", None),
            Stage::Load => ("chart::load", None),
            Stage::Values if text.contains("the schema(s) in the following chart(s)") => {
                ("values::schema", Some("--skip-schema-validation renders without this check"))
            }
            Stage::Values => ("values::read", None),
            Stage::Dependencies => ("chart::dependencies", None),
            Stage::Render if text.starts_with("chart requires kubeVersion") => {
                ("chart::kube-version", Some("--kube-version says for which Kubernetes version to render"))
            }
            Stage::Render => ("chart::render", None),
        };
        let (place, summary) = match Place::of_yaml(text) {
            Some((place, rest)) => (Some(Box::new(place)), Some(without_line(rest).as_bytes().to_vec())),
            None => (None, None),
        };
        let help = help.map(Box::from);
        Failure { place, summary, help, ..Failure::new(code, text) }
    }
}

impl From<OsError> for Failure {
    fn from(error: OsError) -> Failure {
        Failure {
            place: Some(Box::new(Place::on_disk(&error.path))).filter(|_| !error.path.is_empty()),
            ..Failure::new("os::file", error.to_string())
        }
    }
}

//! What is reported: data until it is printed.

use std::fmt;

use crate::{Base, Budget, Label, ObjectRef, OsError, Place};

/// One finding: an error, a warning or a remark. `Display` writes Helm's text of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its stable name, without the `nxc::` at its head that reports print: `render::exec`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in the fewest words.
    pub message: Vec<u8>,
    /// Where.
    pub primary: Option<Box<Place>>,
    /// Other places that matter, with what is to be said about each.
    pub labels: Vec<Label>,
    /// What led to the primary place, from the inside out, with what stands there.
    pub trace: Vec<Label>,
    /// What to do about it.
    pub help: Option<Box<str>>,
    /// The object of the manifest, and the node in it, that it is about.
    pub object: Option<Box<ObjectRef>>,
    /// What Helm prints.
    pub helm: Helm,
    /// The targets that it concerns, `chart/environment`; nothing where there is but one.
    pub targets: Vec<String>,
}

/// What Helm prints of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Helm {
    /// Nothing.
    Silent,
    /// This line of its log.
    Logged(Vec<u8>),
    /// `Error: ` and this text.
    Error(Vec<u8>),
    /// The same, and then a hint at `--debug`: the release had been made.
    Hinted(Vec<u8>),
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Only for who looks for it (`--debug`).
    Debug,
    /// Good to know.
    Info,
    /// Probably not meant.
    Warning,
    /// There is no product.
    Error,
}

impl Diagnostic {
    /// A finding without a place, of which Helm says nothing.
    pub fn new(code: &'static str, severity: Severity, message: impl Into<Vec<u8>>) -> Diagnostic {
        Diagnostic {
            code,
            severity,
            message: message.into(),
            primary: None,
            labels: Vec::new(),
            trace: Vec::new(),
            help: None,
            object: None,
            helm: Helm::Silent,
            targets: Vec::new(),
        }
    }

    /// An error with Helm's text.
    pub fn error(code: &'static str, text: impl Into<Vec<u8>>) -> Diagnostic {
        let text = text.into();
        Diagnostic { helm: Helm::Error(text.clone()), ..Diagnostic::new(code, Severity::Error, text) }
    }

    /// The same with a place.
    pub fn at(mut self, place: Place) -> Diagnostic {
        self.primary = Some(Box::new(place));
        self
    }

    /// The same with fewer words than Helm's.
    pub fn summed_up(mut self, message: impl Into<Vec<u8>>) -> Diagnostic {
        self.message = message.into();
        self
    }

    /// The same with what to do about it.
    pub fn helped(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into().into_boxed_str());
        self
    }

    /// The same with one more place.
    pub fn labelled(mut self, label: Label) -> Diagnostic {
        self.labels.push(label);
        self
    }

    /// The same about an object.
    pub fn about_object(mut self, object: ObjectRef) -> Diagnostic {
        self.object = Some(Box::new(object));
        self
    }

    /// The same with the code of the budget that its text tells of, and what to do about that, if it tells of one.
    pub fn blaming_budgets(self) -> Diagnostic {
        match Budget::told_in(&String::from_utf8_lossy(self.text())) {
            Some(budget) => self.about(budget),
            None => self,
        }
    }

    /// The same with the code of a budget, and what to do when it is used up.
    pub fn about(self, budget: Budget) -> Diagnostic {
        Diagnostic { code: budget.row().code, ..self }.helped(budget.help())
    }

    /// The same where Helm only logs it.
    pub fn logged(mut self, line: impl Into<Vec<u8>>) -> Diagnostic {
        self.helm = Helm::Logged(line.into());
        self
    }

    /// The same after the release was made.
    pub fn released(mut self) -> Diagnostic {
        if let Helm::Error(text) = self.helm {
            self.helm = Helm::Hinted(text);
        }
        self
    }

    /// The same with `PREFIX: ` before Helm's text (Go: `fmt.Errorf("prefix: %w", err)`), and before the
    /// message where that says as much.
    pub fn behind(mut self, prefix: &str) -> Diagnostic {
        if let Helm::Error(text) | Helm::Hinted(text) = &mut self.helm {
            let whole = *text == self.message;
            text.splice(..0, format!("{prefix}: ").into_bytes());
            if whole {
                self.message.clone_from(text);
            }
        }
        self
    }

    /// Helm's text, without the `Error: ` at its head; the message where Helm says nothing.
    pub fn text(&self) -> &[u8] {
        match &self.helm {
            Helm::Logged(text) | Helm::Error(text) | Helm::Hinted(text) => text,
            Helm::Silent => &self.message,
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(self.text()))
    }
}

impl std::error::Error for Diagnostic {}

/// Why something was not made: one error or several, the first one Helm's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failures {
    /// Helm's, where it would fail too.
    pub first: Diagnostic,
    /// The others.
    pub more: Vec<Diagnostic>,
}

impl Failures {
    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        std::iter::once(&self.first).chain(&self.more)
    }
}

impl fmt::Display for Failures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.first.fmt(f)
    }
}

impl From<Diagnostic> for Failures {
    fn from(first: Diagnostic) -> Failures {
        Failures { first, more: Vec::new() }
    }
}

impl From<OsError> for Failures {
    fn from(error: OsError) -> Failures {
        Diagnostic::from(error).into()
    }
}

impl IntoIterator for Failures {
    type Item = Diagnostic;
    type IntoIter = std::iter::Chain<std::iter::Once<Diagnostic>, std::vec::IntoIter<Diagnostic>>;

    fn into_iter(self) -> Self::IntoIter {
        std::iter::once(self.first).chain(self.more)
    }
}

impl From<OsError> for Diagnostic {
    fn from(error: OsError) -> Diagnostic {
        let diagnostic = Diagnostic::error("os::file", error.to_string());
        if error.path.is_empty() { diagnostic } else { diagnostic.at(Place::file(Base::Disk, &error.path)) }
    }
}

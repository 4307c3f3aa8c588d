//! Errors of Jinja templates as diagnostics.

use nexachart_chart::Template;
use nexachart_source::{Base, Budget, Diagnostic, Label, Place};

/// What went wrong with a template.
#[derive(Clone, Debug)]
pub(super) struct Failed {
    pub kind: Kind,
    pub message: String,
    /// Where, from the inside out.
    pub spots: Vec<Spot>,
}

/// Why it went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It is no template.
    Parse,
    /// It failed while it ran.
    Exec,
    /// `fail` or `required`.
    Fail,
}

/// A place in a template.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    pub name: String,
    /// From 1.
    pub line: usize,
    /// In the text of the template, in bytes, where it is known.
    pub offset: Option<usize>,
}

/// A budget is used up, in a template as a whole.
pub(super) fn exceeded(name: &str, text: String) -> Diagnostic {
    let failure = Diagnostic::error("render::exec", format!("execution error at ({name}): {text}"));
    failure.summed_up(text).at(Place::file(Base::Template, name.as_bytes())).blaming_budgets()
}

/// The error as it is reported, in the form of Helm's.
pub(super) fn diagnostic(failed: Failed, templates: &[Template]) -> Diagnostic {
    let places: Vec<Place> = failed.spots.iter().map(|spot| place(spot, templates)).collect();
    let (code, what) = match failed.kind {
        Kind::Parse => ("template::parse", "parse error"),
        Kind::Exec => ("render::exec", "execution error"),
        Kind::Fail => ("render::fail", "execution error"),
    };
    let at = places.first().map_or(String::new(), |place| {
        let number = |n: Option<usize>| n.map_or(String::new(), |n| format!(":{n}"));
        let file = String::from_utf8_lossy(&place.file);
        format!(" at ({file}{}{})", number(place.line), number(place.column))
    });
    let mut failure =
        Diagnostic::error(code, format!("{what}{at}: {}", failed.message)).summed_up(failed.message);
    if let Some(budget) = Budget::told_in(&String::from_utf8_lossy(failure.text())) {
        failure = failure.about(budget);
    }
    let mut places = places.into_iter();
    failure.primary = places.next().map(Box::new);
    failure.trace = places.map(|place| Label::note(place, "")).collect();
    failure
}

fn place(spot: &Spot, templates: &[Template]) -> Place {
    let file = Place::file(Base::Template, spot.name.as_bytes());
    let template = templates.iter().find(|template| *template.name == *spot.name.as_bytes());
    match (template.and_then(|template| template.file.bytes().ok()), spot.offset) {
        (Some(text), Some(offset)) => file.at(&text, offset),
        _ => Place { line: Some(spot.line), ..file },
    }
}

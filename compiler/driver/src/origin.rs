//! Errors of templates with their places: the innermost one, and what led there.

use memchr::memrchr;
use nexachart_chart::Template;
use nexachart_funcs::FAMILIES;
use nexachart_source::{Base, Budget, Diagnostic, Label, Place, nearest, nth_line};
use nexachart_template::{Effect, Error, ParseError, ParseFault};

use crate::exec_error::{self, Level, marked};
use crate::explain::mended;
use crate::fault;

/// A template that cannot be parsed; `message` is Helm's text, that of the error is Go's:
/// `template: NAME:LINE: MESSAGE`.
pub(crate) fn parse(message: Vec<u8>, error: &ParseError, template: &Template) -> Diagnostic {
    let mut failure = Diagnostic::error(fault::of_parse(&error.fault), message);
    failure.help = parse_help(&error.fault).map(String::into_boxed_str);
    if let Some(budget) = Budget::told_in(&String::from_utf8_lossy(&error.text)) {
        failure = failure.about(budget);
    }
    let rest = error.text.strip_prefix(b"template: ").unwrap_or(&error.text);
    if let Some(at) = memchr::memmem::find(rest, b": ") {
        failure = failure.summed_up(&rest[at + 2..]);
    }
    match template.file.bytes() {
        Ok(text) if let Some(offset) = mended(&text, error) => {
            failure.at(Place::file(Base::Template, &template.name).at(&text, offset))
        }
        _ => failure,
    }
}

fn parse_help(fault: &ParseFault) -> Option<String> {
    Some(match fault {
        ParseFault::UnknownFunction { name } => {
            let name = String::from_utf8_lossy(name);
            let known = FAMILIES.iter().flat_map(|(_, funcs)| funcs.iter());
            let known = known.flat_map(|func| func.aliases.iter().copied().chain([func.name]));
            let near = nearest(&name, known)?;
            format!("did you mean `{near}`?")
        }
        ParseFault::MissingEnd => "what begins here has no `{{ end }}`".to_string(),
        ParseFault::UnclosedAction => "an action ends with `}}`".to_string(),
        ParseFault::UndefinedVariable { name } => {
            let name = String::from_utf8_lossy(name);
            format!(
                "a variable is declared with `{{{{ {name} := … }}}}`, and known until the `end` around that"
            )
        }
        _ => return None,
    })
}

/// A template that failed while it ran.
pub(crate) fn exec(file: &[u8], error: &Error, templates: &[Template]) -> Diagnostic {
    let budget = error.budget();
    let code = budget.map_or_else(|| fault::of_render(error.fault()), |budget| budget.row().code);
    let mut failure = Diagnostic::error(code, exec_error::rewrite(file, error));
    failure.help = budget.map(|budget| budget.help().into());
    let mut levels: Vec<Level<'_>> = Vec::new();
    for level in error.chain().filter(|e| e.is_exec()).filter_map(|e| exec_error::level(e.message())) {
        if levels.last() != Some(&level) {
            levels.push(level);
        }
    }
    let Some(inner) = levels.pop() else { return failure };
    failure.primary = in_template(inner.location, templates).map(Box::new);
    // A text that `tpl` was given is no file: what gave it is the place.
    while failure.primary.as_ref().is_some_and(|place| place.excerpt.is_none())
        && let Some(outer) = levels.pop()
    {
        failure.primary = in_template(outer.location, templates).map(Box::new);
    }
    // Below the last level of the evaluator there may be the error of a function.
    let bare = error.chain().last().filter(|last| !last.is_exec()).map(Error::message);
    let message = bare.filter(|text| !text.is_empty()).unwrap_or(inner.message);
    failure.message = marked(message).unwrap_or(message).to_vec();
    let frame = |level: &Level<'_>| {
        let text = level.executing.map_or(&b""[..], |(_, at)| at).to_vec();
        Some(Label::note(place_of(level.location)?, text))
    };
    failure.trace = levels.iter().rev().filter_map(frame).collect();
    if memchr::memmem::find(inner.message, b"nil pointer evaluating").is_some() {
        failure.help = Some(
            "what stands before the last `.` is not set: set it, or ask for it with `if` or `with`".into(),
        );
    }
    failure
}

/// A call that asked for the time or for randomness: what each run can give another result for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// [`Effect::Clock`] or [`Effect::Random`].
    pub what: Effect,
    /// Where it is called; the template as a whole where that is a text for `tpl`.
    pub place: Place,
    /// What stands there.
    pub command: Vec<u8>,
}

/// A noted call with its place.
pub(crate) fn drawn(noted: nexachart_funcs::Drawn, templates: &[Template]) -> Drawn {
    let place = in_template(&noted.place, templates).filter(|place| place.excerpt.is_some());
    let place = place.unwrap_or_else(|| Place::file(Base::Template, &noted.file));
    Drawn { what: noted.what, place, command: noted.command }
}

/// A place in a template, with the line that stands there.
fn in_template(location: &[u8], templates: &[Template]) -> Option<Place> {
    let mut place = place_of(location)?;
    if let Some(template) = templates.iter().find(|template| *template.name == *place.file)
        && let Ok(text) = template.file.bytes()
    {
        place.excerpt = nth_line(&text, place.line?);
    }
    Some(place)
}

/// The place that text/template writes as `NAME:LINE:COLUMN` or `NAME:LINE`, its columns from 0. Without the line that
/// stands there: of a thousand places in one long line, that would be a thousand copies.
fn place_of(location: &[u8]) -> Option<Place> {
    let (rest, last) = number(location)?;
    let (file, line, column) = match number(rest) {
        Some((file, line)) => (file, line, Some(last + 1)),
        None => (rest, last, None),
    };
    Some(Place { line: Some(line), column, ..Place::file(Base::Template, file) })
}

/// A text that ends in `:NUMBER`, cut there.
fn number(text: &[u8]) -> Option<(&[u8], usize)> {
    let colon = memrchr(b':', text)?;
    let digits = std::str::from_utf8(&text[colon + 1..]).ok()?;
    Some((&text[..colon], digits.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_places_of_templates() {
        let place = |text: &str| {
            place_of(text.as_bytes())
                .map(|place| (String::from_utf8(place.file).unwrap(), place.line, place.column))
        };
        assert_eq!(
            place("app/templates/a.yaml:3:0"),
            Some(("app/templates/a.yaml".into(), Some(3), Some(1)))
        );
        assert_eq!(place("app/templates/a.yaml:3"), Some(("app/templates/a.yaml".into(), Some(3), None)));
        assert_eq!(place("a:b:7:2"), Some(("a:b".into(), Some(7), Some(3))));
        assert_eq!(place("nothing"), None);
    }
}

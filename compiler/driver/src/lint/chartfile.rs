//! Chart.yaml (Helm: pkg/chart/v2/lint/rules/chartfile.go).

use nexachart_chart::{Metadata, read_metadata, strict_metadata};
use nexachart_go::path;
use nexachart_go::semver::{Constraints, Version};
use nexachart_go::strconv::quote;
use nexachart_source::{FileKind, Place, Severity};
use nexachart_value::yaml::{self, Node, Resolved, Shape};

use super::address::{is_email, is_request_url, is_url};
use super::{Found, Linter};

const FILE: &[u8] = b"Chart.yaml";
const CODE: &str = "lint::chart-yaml";

/// Applies the rules.
pub(super) fn check(linter: &mut Linter<'_>) {
    let is_dir = linter.world.stat(&linter.file(FILE)).is_ok_and(|found| found.kind == FileKind::Dir);
    let found = if is_dir { Err(Found::new("should be a file, not a directory")) } else { Ok(()) };
    linter.rule(Severity::Error, FILE, CODE, found);
    let budgets = linter.options.budgets;
    let unread = |error: String| Found::new(format!("unable to parse YAML\n\t{error}"));
    let text = match linter.read(FILE) {
        Ok(text) => text,
        Err(error) => {
            linter.rule(Severity::Error, FILE, CODE, Err(unread(error.to_string())));
            return;
        }
    };
    let metadata = match read_metadata(&text, &budgets) {
        Ok(metadata) => metadata,
        Err(error) => {
            let mut place = linter.place(FILE);
            if let Some(offset) = error.offset() {
                place = place.at(&text, offset as usize);
            }
            let found = unread(error.to_string()).at(place);
            linter.rule(Severity::Error, FILE, CODE, Err(found));
            return;
        }
    };
    let strict = strict_metadata(&text, &budgets).map_err(|(error, span)| {
        let place = linter.place(FILE).at(&text, span.start as usize);
        Found::new(format!("failed to strictly parse chart metadata file\n\t{error}")).at(place)
    });
    linter.rule(Severity::Warning, FILE, CODE, strict);

    let document = yaml::parse_within(&text, &budgets).ok().flatten();
    let root = document.as_ref().map(|document| document.root());
    for (severity, code, key, found) in rules(&metadata, root) {
        let found = found.map_err(|text_of_it| {
            let file = linter.place(FILE);
            Found::new(text_of_it).at(place_of(root, &text, key, file))
        });
        linter.rule(severity, FILE, code, found);
    }
}

/// A key that a rule is about: the items of a list by their number.
type Key = (&'static str, Option<usize>);

type Rule = (Severity, &'static str, Key, Result<(), String>);

fn rules(metadata: &Metadata, root: Option<Node<'_>>) -> Vec<Rule> {
    use Severity::{Error, Info, Warning};
    let (maintainer, source) = (maintainers(metadata), sources(metadata));
    vec![
        (Error, CODE, ("name", None), name(metadata)),
        (Error, CODE, ("apiVersion", None), api_version(metadata)),
        (Error, "lint::version", ("version", None), is_text(root, "version")),
        (Error, "lint::version", ("version", None), version(metadata)),
        (Error, "lint::version", ("appVersion", None), is_text(root, "appVersion")),
        (Error, CODE, ("maintainers", maintainer.0), maintainer.1),
        (Error, CODE, ("sources", source.0), source.1),
        (
            Info,
            "lint::icon",
            ("icon", None),
            unless(metadata.icon.is_empty(), || "icon is recommended".into()),
        ),
        (
            Error,
            "lint::icon",
            ("icon", None),
            unless(!metadata.icon.is_empty() && !is_request_url(metadata.icon.as_bytes()), || {
                format!("invalid icon URL '{}'", metadata.icon)
            }),
        ),
        (Error, CODE, ("type", None), kind(metadata)),
        (Error, CODE, ("dependencies", None), dependencies(metadata)),
        (
            Warning,
            "lint::version",
            ("version", None),
            unless(Version::parse_strict(metadata.version.as_bytes()).is_err(), || {
                format!("version '{}' is not a valid SemVerV2", metadata.version)
            }),
        ),
    ]
}

fn unless(wrong: bool, text: impl FnOnce() -> String) -> Result<(), String> {
    if wrong { Err(text()) } else { Ok(()) }
}

fn name(metadata: &Metadata) -> Result<(), String> {
    if metadata.name.is_empty() {
        return Err("name is required".into());
    }
    let name = metadata.name.as_bytes();
    unless(path::base(name) != name, || format!("chart name {} is invalid", quote(name)))
}

fn api_version(metadata: &Metadata) -> Result<(), String> {
    match metadata.api_version.as_str() {
        "v1" | "v2" => Ok(()),
        "" => Err("apiVersion is required. The value must be either \"v1\" or \"v2\"".into()),
        other => Err(format!("apiVersion '{other}' is not valid. The value must be either \"v1\" or \"v2\"")),
    }
}

/// Whether a key has a text, if it is there (Go: `%T` of what sigs.k8s.io/yaml makes of it).
fn is_text(root: Option<Node<'_>>, key: &str) -> Result<(), String> {
    let Some(value) = root.and_then(|root| root.get(key.as_bytes())) else { return Ok(()) };
    let value = match value.shape() {
        Shape::Alias(target) => target,
        _ => value,
    };
    let ty = match value.shape() {
        Shape::Sequence(_) => "[]interface {}",
        Shape::Mapping(_) => "map[string]interface {}",
        Shape::Scalar | Shape::Alias(_) => match value.resolved() {
            Resolved::Null => "<nil>",
            Resolved::Bool(_) => "bool",
            Resolved::Int(_) | Resolved::Uint(_) | Resolved::Float(_) => "float64",
            Resolved::String | Resolved::Timestamp => return Ok(()),
        },
    };
    Err(format!("{key} should be of type string but it's of type {ty}"))
}

fn version(metadata: &Metadata) -> Result<(), String> {
    let text = &metadata.version;
    if text.is_empty() {
        return Err("version is required".into());
    }
    let version =
        Version::parse(text.as_bytes()).map_err(|_| format!("version '{text}' is not a valid SemVer"))?;
    let Ok(positive) = Constraints::parse(b">0.0.0-0") else { return Ok(()) };
    match positive.validate(&version) {
        Ok(()) => Ok(()),
        Err(why) => unless(!why.is_empty(), || format!("version {}", why[0])),
    }
}

fn maintainers(metadata: &Metadata) -> (Option<usize>, Result<(), String>) {
    for (at, maintainer) in metadata.maintainers.iter().enumerate() {
        let wrong = match maintainer {
            None => "a maintainer entry is empty".to_string(),
            Some(m) if m.name.is_empty() => "each maintainer requires a name".to_string(),
            Some(m) if !m.email.is_empty() && !is_email(m.email.as_bytes()) => {
                format!("invalid email '{}' for maintainer '{}'", m.email, m.name)
            }
            Some(m) if !m.url.is_empty() && !is_url(m.url.as_bytes()) => {
                format!("invalid url '{}' for maintainer '{}'", m.url, m.name)
            }
            Some(_) => continue,
        };
        return (Some(at), Err(wrong));
    }
    (None, Ok(()))
}

fn sources(metadata: &Metadata) -> (Option<usize>, Result<(), String>) {
    let wrong = metadata.sources.iter().position(|url| !is_request_url(url.as_bytes()));
    let found = wrong.map_or(Ok(()), |at| Err(format!("invalid source URL '{}'", metadata.sources[at])));
    (wrong, found)
}

fn kind(metadata: &Metadata) -> Result<(), String> {
    unless(!metadata.kind.is_empty() && metadata.api_version != "v2", || {
        let version = &metadata.api_version;
        format!("chart type is not valid in apiVersion '{version}'. It is valid in apiVersion 'v2'")
    })
}

fn dependencies(metadata: &Metadata) -> Result<(), String> {
    let some = metadata.dependencies.as_ref().is_some_and(|entries| !entries.is_empty());
    unless(some && metadata.api_version != "v2", || {
        let version = &metadata.api_version;
        format!(
            "dependencies are not valid in the Chart file with apiVersion '{version}'. They are valid in apiVersion 'v2'"
        )
    })
}

/// Where the value of a key stands; the first line where there is none.
fn place_of(root: Option<Node<'_>>, text: &[u8], (key, item): Key, file: Place) -> Place {
    let value = root.and_then(|root| root.get(key.as_bytes()));
    let item = item.and_then(|at| match value?.shape() {
        Shape::Sequence(mut items) => items.nth(at),
        _ => None,
    });
    let offset = item.or(value).map_or(0, |node| node.span().start as usize);
    file.at(text, offset)
}

//! Whether nexachart.yaml is what the table of keys says: every fault with its place.

use nexachart_chart::KubeVersion;
use nexachart_source::{Base, Diagnostic, Place, nearest};
use nexachart_value::yaml::{Document, Node, Resolved, Shape as Yaml};

use crate::keys::{Key, Shape, Text};

/// A file that is being read.
#[derive(Clone, Copy)]
pub(crate) struct File<'a> {
    pub path: &'a [u8],
    pub text: &'a [u8],
}

impl File<'_> {
    /// The place of a byte.
    pub fn place(&self, offset: usize) -> Place {
        Place::file(Base::Disk, self.path).at(self.text, offset)
    }

    /// A fault there, with a text for readers that see no place.
    pub fn fault(&self, offset: usize, code: &'static str, message: impl Into<String>) -> Diagnostic {
        let (place, message) = (self.place(offset), message.into());
        let (line, column) = (place.line.unwrap_or(1), place.column.unwrap_or(1));
        let path = String::from_utf8_lossy(self.path);
        Diagnostic::error(code, format!("{path}:{line}:{column}: {message}")).summed_up(message).at(place)
    }
}

/// What an alias stands for; else the node itself. One that stands for itself is none that the table takes.
pub(crate) fn real(node: Node<'_>) -> Node<'_> {
    match node.shape() {
        Yaml::Alias(target) => target,
        _ => node,
    }
}

/// All faults of a document.
pub(crate) fn check(file: File<'_>, document: &Document<'_>, keys: &'static [Key]) -> Vec<Diagnostic> {
    let mut checker = Checker { file, faults: Vec::new() };
    checker.node("", document.root(), Shape::Object(keys));
    checker.faults
}

struct Checker<'a> {
    file: File<'a>,
    faults: Vec<Diagnostic>,
}

/// What stands at a node.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    Nothing,
    Scalar,
    List,
    Mapping,
}

impl Found {
    fn at(node: Node<'_>) -> Found {
        match node.shape() {
            Yaml::Scalar if node.resolved() == Resolved::Null => Found::Nothing,
            Yaml::Scalar => Found::Scalar,
            Yaml::Sequence(_) => Found::List,
            Yaml::Mapping(_) | Yaml::Alias(_) => Found::Mapping,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Found::Nothing => "nothing",
            Found::Scalar => "a text",
            Found::List => "a list",
            Found::Mapping => "a mapping",
        }
    }
}

impl Checker<'_> {
    /// The recursion goes as deep as the table.
    fn node(&mut self, name: &str, node: Node<'_>, shape: Shape) {
        let node = real(node);
        let found = Found::at(node);
        match (shape, found) {
            (Shape::Either(scalar, _), Found::Scalar) => self.node(name, node, *scalar),
            (Shape::Either(_, other), _) => self.node(name, node, *other),
            (Shape::Text(text), Found::Scalar) => self.text(name, node, text),
            (Shape::Choice(words), Found::Scalar) => {
                let typed = String::from_utf8_lossy(node.text());
                if !words.contains(&&*typed) {
                    let one_of = words.join(", ");
                    let fault = self.fault(node, format!("`{name}` is one of {one_of}, not `{typed}`"));
                    self.faults.push(meant(fault, nearest(&typed, words.iter().copied())));
                }
            }
            (Shape::List(inner), Found::List) => {
                let Yaml::Sequence(items) = node.shape() else { return };
                items.for_each(|item| self.node(name, item, *inner));
            }
            (Shape::Map(_, inner), Found::Mapping) => {
                for (key, value) in self.pairs(node) {
                    let text = String::from_utf8_lossy(key.text()).into_owned();
                    if name == "environments" || name == "perEnvironment" {
                        self.text(name, key, Text::Name);
                    }
                    self.node(&text, value, *inner);
                }
            }
            (Shape::Object(keys), Found::Mapping) => self.object(name, node, keys),
            (Shape::Object(keys), Found::Nothing) if keys.iter().all(|key| !key.required) => {}
            // An empty `charts:` says nothing, as if it were not there.
            (Shape::List(_) | Shape::Map(..), Found::Nothing) => {}
            (shape, found) => {
                let wanted = wanted(shape);
                let subject = if name.is_empty() { "the file".to_string() } else { format!("`{name}`") };
                let fault = self.fault(node, format!("{subject} is {wanted}, not {}", found.word()));
                self.faults.push(fault);
            }
        }
    }

    fn object(&mut self, name: &str, node: Node<'_>, keys: &'static [Key]) {
        let pairs = self.pairs(node);
        for &(key, value) in &pairs {
            let typed = String::from_utf8_lossy(key.text());
            match keys.iter().find(|known| *known.name == *typed) {
                Some(known) => self.node(known.name, value, known.shape),
                None => {
                    let near = nearest(&typed, keys.iter().map(|key| key.name));
                    let names: Vec<&str> = keys.iter().map(|key| key.name).collect();
                    let fault = self.fault(key, format!("there is no key `{typed}` here"));
                    self.faults.push(match near {
                        Some(_) => meant(fault, near),
                        None => fault.helped(format!("there are {}", names.join(", "))),
                    });
                }
            }
        }
        for missing in keys.iter().filter(|key| key.required) {
            if !pairs.iter().any(|(key, _)| key.text() == missing.name.as_bytes()) {
                let fault =
                    self.fault(node, format!("`{}` is missing in this item of `{name}`", missing.name));
                self.faults.push(fault.helped(missing.doc));
            }
        }
    }

    /// The keys and values of a mapping. A key that stands there twice is a fault.
    fn pairs<'d>(&mut self, node: Node<'d>) -> Vec<(Node<'d>, Node<'d>)> {
        let Yaml::Mapping(pairs) = node.shape() else { return Vec::new() };
        let pairs: Vec<_> = pairs.collect();
        let mut seen: Vec<&[u8]> = Vec::new();
        for (key, _) in &pairs {
            let text = key.text();
            if seen.contains(&text) {
                let message = format!("the key `{}` stands here twice", String::from_utf8_lossy(text));
                self.faults.push(self.fault(*key, message));
            }
            seen.push(text);
        }
        pairs
    }

    fn text(&mut self, name: &str, node: Node<'_>, text: Text) {
        let typed = String::from_utf8_lossy(node.text());
        let wrong = match text {
            _ if typed.is_empty() => Some("must not be empty".to_string()),
            Text::Any => None,
            Text::Path if typed.starts_with('/') => {
                Some("is a path from the folder of this file: it cannot begin with `/`".to_string())
            }
            Text::Path => None,
            Text::Name if is_name(&typed) => None,
            Text::Name => Some(format!(
                "cannot be `{typed}`: it becomes the name of files, and has letters, digits, `-`, `_` and `.` only"
            )),
            Text::KubernetesVersion => KubeVersion::parse(&typed)
                .err()
                .map(|_| format!("is a version such as `1.36`, not `{typed}`")),
            Text::Date if is_date(&typed) => None,
            Text::Date => Some(format!("is a day such as `2027-01-31`, not `{typed}`")),
        };
        if let Some(wrong) = wrong {
            self.faults.push(self.fault(node, format!("`{name}` {wrong}")));
        }
    }

    fn fault(&self, node: Node<'_>, message: String) -> Diagnostic {
        self.file.fault(node.span().start as usize, "workspace::file", message)
    }
}

/// A fault with what was meant, if that is known.
pub(crate) fn meant(fault: Diagnostic, near: Option<&str>) -> Diagnostic {
    match near {
        Some(near) => fault.helped(format!("did you mean `{near}`?")),
        None => fault,
    }
}

fn wanted(shape: Shape) -> &'static str {
    match shape {
        Shape::Text(_) | Shape::Choice(_) => "a text",
        Shape::List(_) => "a list",
        Shape::Map(..) | Shape::Object(_) => "a mapping",
        Shape::Either(..) => "a text or a mapping",
    }
}

/// Whether a text can be a part of a file's name on any system, and is no hidden one.
pub(crate) fn is_name(text: &str) -> bool {
    let letter = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    text.bytes().all(|b| letter(b) || b == b'-' || b == b'.')
        && text.bytes().next().is_some_and(letter)
        && text.bytes().last().is_some_and(letter)
}

/// Whether a text is a day of the calendar.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    if [year.len(), month.len(), day.len()] != [4, 2, 2]
        || !text.bytes().all(|b| b.is_ascii_digit() || b == b'-')
    {
        return false;
    }
    let [year, month, day] = [year, month, day].map(|part| part.parse::<u32>().unwrap_or_default());
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::{is_date, is_name};

    #[test]
    fn names_and_dates() {
        for (text, ok) in [
            ("prod", true),
            ("eu-1.a", true),
            ("", false),
            ("..", false),
            ("a/b", false),
            (".a", false),
            ("a-", false),
        ] {
            assert_eq!(is_name(text), ok, "{text}");
        }
        for (text, ok) in [
            ("2027-01-31", true),
            ("2028-02-29", true),
            ("2027-02-29", false),
            ("2027-13-01", false),
            ("2027-1-01", false),
            ("+027-01-01", false),
            ("tomorrow", false),
        ] {
            assert_eq!(is_date(text), ok, "{text}");
        }
    }
}

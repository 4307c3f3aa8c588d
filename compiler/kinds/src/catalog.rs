//! The kinds of Kubernetes and the fields that their objects have, in each version.
//!
//! `schemas/kubernetes` is text, sorted, and small enough to lie in the binary as it is (its README tells how it reads).
//! Making a catalog notes where each definition begins. What a definition says is read when an object first needs it.

use std::sync::OnceLock;

use crate::Version;
use crate::version::Versions;

static DEFINITIONS: &str = include_str!("../../../schemas/kubernetes/definitions.txt");
static KINDS: &str = include_str!("../../../schemas/kubernetes/kinds.txt");

/// What is known of Kubernetes' own kinds.
pub(crate) struct Catalog {
    definitions: Vec<Slot>,
    /// By `apiVersion` and kind.
    kinds: Vec<Kind>,
}

/// A kind of Kubernetes' own, as an API server serves it.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// `apps/v1`
    pub api_version: &'static str,
    /// `Deployment`
    pub kind: &'static str,
    /// `deployments`
    pub plural: &'static str,
    /// Whether its objects are in a namespace.
    pub namespaced: bool,
    pub(crate) versions: Versions,
    pub(crate) definition: u16,
}

struct Slot {
    name: &'static str,
    text: &'static str,
    definition: OnceLock<Definition>,
}

/// A struct of Kubernetes' API.
pub(crate) struct Definition {
    /// `core.v1.PodSpec`
    pub name: &'static str,
    /// By name; a field whose type changed from version to version is there several times.
    fields: Box<[Field]>,
}

/// A field of a struct.
pub(crate) struct Field {
    pub name: &'static str,
    pub of: Type,
    /// The versions that have it.
    pub versions: Versions,
}

/// What Go decodes a value into.
#[derive(Clone, Debug)]
pub(crate) enum Type {
    Bool,
    Int32,
    Int64,
    Double,
    String,
    Bytes,
    Time,
    MicroTime,
    Quantity,
    IntOrString,
    /// Whatever JSON can hold.
    Any,
    List(Box<Type>),
    Map(Box<Type>),
    /// A struct, by its number.
    Object(u16),
}

impl Catalog {
    pub fn new() -> Catalog {
        let mut definitions: Vec<Slot> = Vec::with_capacity(1024);
        let mut start = None;
        let mut at = 0;
        let mut close = |start: Option<(usize, usize)>, end: usize| {
            let Some((line, body)) = start else { return };
            let head = &DEFINITIONS[line..body];
            let name = head.split([' ', '\n']).next().unwrap_or(head);
            definitions.push(Slot { name, text: &DEFINITIONS[body..end], definition: OnceLock::new() });
        };
        for line in body(DEFINITIONS).split_inclusive('\n') {
            let from = DEFINITIONS.len() - body(DEFINITIONS).len() + at;
            if !line.starts_with(' ') {
                close(start, from);
                start = Some((from, from + line.len()));
            }
            at += line.len();
        }
        close(start, DEFINITIONS.len());
        let mut catalog = Catalog { definitions, kinds: Vec::new() };
        let mut kinds: Vec<Kind> = body(KINDS).lines().filter_map(|line| catalog.kind_of(line)).collect();
        kinds.sort_unstable_by_key(|kind| (kind.api_version, kind.kind));
        catalog.kinds = kinds;
        catalog
    }

    /// `apps/v1 Deployment apps.v1.Deployment deployments namespaced 29-36`
    fn kind_of(&self, line: &'static str) -> Option<Kind> {
        let mut words = line.split(' ');
        let (api_version, kind) = (words.next()?, words.next()?);
        let definition = self.number(words.next()?)?;
        let (plural, scope) = (words.next()?, words.next()?);
        let versions = words.next().map_or(Some(Versions::ALL), Versions::parse)?;
        let namespaced = scope == "namespaced";
        Some(Kind { api_version, kind, plural, namespaced, versions, definition })
    }

    /// A kind that some version has.
    pub fn kind(&self, api_version: &str, kind: &str) -> Option<&Kind> {
        let at =
            self.kinds.binary_search_by(|known| (known.api_version, known.kind).cmp(&(api_version, kind)));
        Some(&self.kinds[at.ok()?])
    }

    pub fn kinds(&self) -> impl Iterator<Item = &Kind> {
        self.kinds.iter()
    }

    pub fn definition(&self, number: u16) -> &Definition {
        let slot = &self.definitions[number as usize];
        slot.definition.get_or_init(|| Definition {
            name: slot.name,
            fields: slot.text.lines().filter_map(|line| self.field(line)).collect(),
        })
    }

    /// The number of a definition.
    pub fn number(&self, name: &str) -> Option<u16> {
        self.definitions.binary_search_by(|slot| slot.name.cmp(name)).ok().map(|at| at as u16)
    }

    /// ` containers [core.v1.Container]!=name 30-36`
    fn field(&self, line: &'static str) -> Option<Field> {
        let mut words = line.trim_start().split(' ');
        let (name, form) = (words.next()?, words.next()?);
        let versions = words.next().map_or(Some(Versions::ALL), Versions::parse)?;
        let form = form.split('=').next().unwrap_or(form).trim_end_matches('!');
        Some(Field { name, of: self.form(form)?, versions })
    }

    fn form(&self, form: &str) -> Option<Type> {
        let within = |open, close| form.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        if let Some(item) = within('[', ']') {
            return Some(Type::List(Box::new(self.form(item)?)));
        }
        if let Some(value) = within('{', '}') {
            return Some(Type::Map(Box::new(self.form(value)?)));
        }
        Some(match form {
            "bool" => Type::Bool,
            "int32" => Type::Int32,
            "int64" => Type::Int64,
            "double" => Type::Double,
            "string" => Type::String,
            "bytes" => Type::Bytes,
            "time" => Type::Time,
            "microtime" => Type::MicroTime,
            "quantity" => Type::Quantity,
            "intorstring" => Type::IntOrString,
            "any" | "object" => Type::Any,
            name => Type::Object(self.number(name)?),
        })
    }
}

/// What stands below the two lines at the head.
fn body(text: &'static str) -> &'static str {
    text.splitn(3, '\n').nth(2).unwrap_or_default()
}

impl Definition {
    /// The name in Go, with its package: `v1.PodSpec`.
    pub fn go_type(&self) -> &'static str {
        self.name.split_once('.').map_or(self.name, |(_, name)| name)
    }

    /// The name in Go: `PodSpec`.
    pub fn go_name(&self) -> &'static str {
        self.name.rsplit('.').next().unwrap_or(self.name)
    }

    pub fn field(&self, name: &str, version: Version) -> Option<&Field> {
        self.named(name).find(|field| field.versions.has(version))
    }

    /// The forms of a field in all versions.
    pub fn named(&self, name: &str) -> impl Iterator<Item = &Field> {
        let from = self.fields.partition_point(|field| field.name < name);
        self.fields[from..].iter().take_while(move |field| field.name == name)
    }

    /// The names of all fields of a version.
    pub fn names(&self, version: Version) -> impl Iterator<Item = &'static str> {
        self.fields.iter().filter(move |field| field.versions.has(version)).map(|field| field.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_read() {
        let catalog = Catalog::new();
        let kinds = body(KINDS).lines().count();
        assert_eq!(catalog.kinds.len(), kinds);
        let mut fields = 0;
        for number in 0..catalog.definitions.len() {
            let definition = catalog.definition(number as u16);
            assert!(definition.fields.is_sorted_by_key(|field| field.name), "{}", definition.name);
            fields += definition.fields.len();
        }
        assert!(catalog.definitions.is_sorted_by_key(|slot| slot.name));
        assert_eq!(fields + catalog.definitions.len(), body(DEFINITIONS).lines().count());
    }

    #[test]
    fn the_head_tells_the_versions_that_there_are() {
        let expected = format!("{}-{}", Version::OLDEST.0, Version::NEWEST.0);
        for text in [DEFINITIONS, KINDS] {
            assert_eq!(text.lines().nth(1), Some(expected.as_str()));
        }
    }

    #[test]
    fn fields_come_and_go() {
        let catalog = Catalog::new();
        let pod = catalog.definition(catalog.number("core.v1.PodSpec").unwrap());
        let has = |name, minor| pod.field(name, Version(minor)).is_some();
        assert_eq!((has("hostnameOverride", 33), has("hostnameOverride", 34)), (false, true));
        assert!(has("containers", 29) && has("containers", 36));
    }
}

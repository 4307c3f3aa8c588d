//! Chart.yaml and the lock files into their types, as sigs.k8s.io/yaml and encoding/json do it.
//!
//! sigs.k8s.io/yaml turns numbers and booleans into text where the field is a string; encoding/json takes
//! names that differ in case only, goes on after a value of the wrong type, and reports the first.

use std::collections::BTreeMap;

use nexachart_go::strconv::{FloatBits, FloatFormat, format_float, quote};
use nexachart_go::time::{Location, Time};
use nexachart_go::unicode::simple_fold;
use nexachart_source::Budgets;
use nexachart_value::Value;
use nexachart_value::json::to_json;
use nexachart_value::yaml::{self, Error, Node, Number, Shape, Span};

use crate::data::{Data, DataKind, Entry};
use crate::ledger::Ledger;
use crate::text::display;
use crate::{Dependency, Import, Maintainer, Metadata};

/// Reads Chart.yaml, or requirements.yaml over it, into `metadata`: what the text does not name stays.
/// The error is Go's.
pub(crate) fn metadata(text: &[u8], metadata: &mut Metadata, ledger: &mut Ledger<'_>) -> Result<(), Error> {
    decode(text, metadata, ledger)
}

/// What Chart.yaml says, as `helm lint` reads it: nothing is checked but the types (Helm: chartutil.LoadChartfile). The error is
/// Go's.
pub fn read_metadata(text: &[u8], budgets: &Budgets) -> Result<Metadata, Error> {
    let mut metadata = Metadata::default();
    decode(text, &mut metadata, &mut Ledger::new(budgets))?;
    Ok(metadata)
}

/// What is wrong with a Chart.yaml that can be read, where keys may stand once only and have to be known (Helm:
/// chartutil.StrictLoadChartfile; sigs.k8s.io/yaml UnmarshalStrict): Go's text, and the bytes that it is about.
pub fn strict_metadata(text: &[u8], budgets: &Budgets) -> Result<(), (String, Span)> {
    let document = yaml::parse_within(text, budgets).ok().flatten();
    let mut twice = Vec::new();
    if let Some(document) = &document {
        repeated(document.root(), text, &mut twice, 0);
    }
    if let Some((_, span)) = twice.first() {
        let lines: Vec<String> = twice.iter().map(|(line, _)| format!("  {line}")).collect();
        let head = "error converting YAML to JSON: yaml: unmarshal errors:";
        return Err((format!("{head}\n{}", lines.join("\n")), *span));
    }
    let Ok(data) = Ledger::new(budgets).yaml(text, 0) else { return Ok(()) };
    let mut decoder = Decoder { unknown: Some(None), ..Decoder::default() };
    decoder.structure(&data, &mut Metadata::default());
    match decoder.unknown.flatten() {
        Some((key, span)) => {
            let key = quote(&key);
            let head = "error unmarshaling JSON: while decoding JSON: json: unknown field";
            Err((format!("{head} {key}"), span))
        }
        None => Ok(()),
    }
}

/// Keys that stand twice in a mapping (Go: yaml.v2 decode.go setMapIndex).
fn repeated(node: Node<'_>, text: &[u8], found: &mut Vec<(String, Span)>, depth: usize) {
    // Chart.yaml has a depth of four.
    if depth > 100 {
        return;
    }
    match node.shape() {
        Shape::Sequence(items) => items.for_each(|item| repeated(item, text, found, depth + 1)),
        Shape::Mapping(pairs) => {
            let mut known: Vec<&[u8]> = Vec::new();
            for (key, value) in pairs {
                repeated(value, text, found, depth + 1);
                if known.contains(&key.text()) {
                    let before = &text[..(value.span().start as usize).min(text.len())];
                    let line = 1 + before.iter().filter(|&&b| b == b'\n').count();
                    let name = quote(key.text());
                    found.push((format!("line {line}: key {name} already set in map"), key.span()));
                }
                known.push(key.text());
            }
        }
        Shape::Scalar | Shape::Alias(_) => {}
    }
}

/// Checks a lock file. Nothing in it matters for rendering.
pub(crate) fn lock(text: &[u8], ledger: &mut Ledger<'_>) -> Result<(), Error> {
    decode(text, &mut Lock::default(), ledger)
}

/// The digest and the dependencies of a lock file.
pub(crate) fn lock_of(text: &[u8], ledger: &mut Ledger<'_>) -> Result<(String, Vec<Dependency>), Error> {
    let mut lock = Lock::default();
    decode(text, &mut lock, ledger)?;
    Ok((lock.digest, lock.dependencies.into_iter().flatten().flatten().collect()))
}

/// The `apiVersion` of Chart.yaml, read before anything else.
pub(crate) fn api_version(text: &[u8], budgets: &Budgets) -> Result<String, Error> {
    let mut base = Base::default();
    decode(text, &mut base, &mut Ledger::new(budgets))?;
    Ok(base.api_version)
}

fn decode<S: Struct>(text: &[u8], target: &mut S, ledger: &mut Ledger<'_>) -> Result<(), Error> {
    let data = ledger.yaml(text, 0)?;
    let mut decoder = Decoder::default();
    decoder.structure(&data, target);
    match decoder.failure.or(decoder.mismatch) {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

/// A Go struct to decode into.
trait Struct {
    /// Its name, without the package.
    const NAME: &'static str;
    /// Its package.
    const PACKAGE: &'static str = "v2";

    /// Its fields by their names in JSON.
    fn fields(&mut self) -> Vec<(&'static str, Field<'_>)>;
}

/// A field to decode into.
enum Field<'a> {
    Text(&'a mut String),
    Flag(&'a mut bool),
    Texts(&'a mut Vec<String>),
    TextMap(&'a mut Option<BTreeMap<String, String>>),
    Maintainers(&'a mut Vec<Option<Maintainer>>),
    Dependencies(&'a mut Option<Vec<Option<Dependency>>>),
    Imports(&'a mut Vec<Import>),
    Time,
}

impl Struct for Metadata {
    const NAME: &'static str = "Metadata";

    fn fields(&mut self) -> Vec<(&'static str, Field<'_>)> {
        vec![
            ("name", Field::Text(&mut self.name)),
            ("home", Field::Text(&mut self.home)),
            ("sources", Field::Texts(&mut self.sources)),
            ("version", Field::Text(&mut self.version)),
            ("description", Field::Text(&mut self.description)),
            ("keywords", Field::Texts(&mut self.keywords)),
            ("maintainers", Field::Maintainers(&mut self.maintainers)),
            ("icon", Field::Text(&mut self.icon)),
            ("apiVersion", Field::Text(&mut self.api_version)),
            ("condition", Field::Text(&mut self.condition)),
            ("tags", Field::Text(&mut self.tags)),
            ("appVersion", Field::Text(&mut self.app_version)),
            ("deprecated", Field::Flag(&mut self.deprecated)),
            ("annotations", Field::TextMap(&mut self.annotations)),
            ("kubeVersion", Field::Text(&mut self.kube_version)),
            ("dependencies", Field::Dependencies(&mut self.dependencies)),
            ("type", Field::Text(&mut self.kind)),
        ]
    }
}

impl Struct for Maintainer {
    const NAME: &'static str = "Maintainer";

    fn fields(&mut self) -> Vec<(&'static str, Field<'_>)> {
        vec![
            ("name", Field::Text(&mut self.name)),
            ("email", Field::Text(&mut self.email)),
            ("url", Field::Text(&mut self.url)),
        ]
    }
}

impl Struct for Dependency {
    const NAME: &'static str = "Dependency";

    fn fields(&mut self) -> Vec<(&'static str, Field<'_>)> {
        vec![
            ("name", Field::Text(&mut self.name)),
            ("version", Field::Text(&mut self.version)),
            ("repository", Field::Text(&mut self.repository)),
            ("condition", Field::Text(&mut self.condition)),
            ("tags", Field::Texts(&mut self.tags)),
            ("enabled", Field::Flag(&mut self.enabled)),
            ("import-values", Field::Imports(&mut self.import_values)),
            ("alias", Field::Text(&mut self.alias)),
        ]
    }
}

/// Chart.lock.
#[derive(Default)]
struct Lock {
    digest: String,
    dependencies: Option<Vec<Option<Dependency>>>,
}

impl Struct for Lock {
    const NAME: &'static str = "Lock";

    fn fields(&mut self) -> Vec<(&'static str, Field<'_>)> {
        vec![
            ("generated", Field::Time),
            ("digest", Field::Text(&mut self.digest)),
            ("dependencies", Field::Dependencies(&mut self.dependencies)),
        ]
    }
}

/// What Helm looks at to see which kind of chart it has.
#[derive(Default)]
struct Base {
    api_version: String,
}

impl Struct for Base {
    const NAME: &'static str = "chartBase";
    const PACKAGE: &'static str = "loader";

    fn fields(&mut self) -> Vec<(&'static str, Field<'_>)> {
        vec![("apiVersion", Field::Text(&mut self.api_version))]
    }
}

#[derive(Default)]
struct Decoder {
    /// The first key that is no field, where that matters.
    unknown: Option<Option<(Box<[u8]>, Span)>>,
    /// The struct whose field is decoded, and the names of the fields down to it.
    within: Option<&'static str>,
    path: Vec<&'static str>,
    /// The first value of a wrong type.
    mismatch: Option<Error>,
    /// What ends the decoding at once.
    failure: Option<Error>,
}

impl Decoder {
    fn structure<S: Struct>(&mut self, data: &Data, target: &mut S) {
        let entries = match &data.kind {
            DataKind::Map(entries) => entries,
            DataKind::Null => return,
            _ => return self.mismatch(data, &format!("{}.{}", S::PACKAGE, S::NAME)),
        };
        let within = self.within.replace(S::NAME);
        let mut fields = target.fields();
        for Entry { key, value, span } in entries {
            match find(&fields, key) {
                Some(place) => {
                    let (name, field) = &mut fields[place];
                    self.path.push(name);
                    self.field(value, field);
                    self.path.pop();
                }
                None => {
                    if let Some(first) = &mut self.unknown {
                        first.get_or_insert_with(|| (key.clone(), *span));
                    }
                }
            }
            if self.failure.is_some() {
                break;
            }
        }
        self.within = within;
    }

    fn field(&mut self, data: &Data, field: &mut Field<'_>) {
        match field {
            Field::Text(text) => self.text(data, text),
            Field::Flag(flag) => match &data.kind {
                DataKind::Bool(b) => **flag = *b,
                DataKind::Null => {}
                _ => self.mismatch(data, "bool"),
            },
            Field::Texts(texts) => self.list(data, "[]string", texts, Decoder::text),
            Field::TextMap(map) => match &data.kind {
                DataKind::Map(entries) => {
                    let map = map.get_or_insert_default();
                    for entry in entries {
                        let mut text = String::new();
                        self.text(&entry.value, &mut text);
                        map.insert(String::from_utf8_lossy(&entry.key).into_owned(), text);
                    }
                }
                DataKind::Null => **map = None,
                _ => self.mismatch(data, "map[string]string"),
            },
            Field::Maintainers(list) => self.list(data, "[]*v2.Maintainer", list, Decoder::pointer),
            Field::Dependencies(list) => match &data.kind {
                DataKind::Null => **list = None,
                // A value of the wrong type leaves Go's slice as it is, which ends in an error anyway.
                _ => {
                    let list = list.get_or_insert_default();
                    self.list(data, "[]*v2.Dependency", list, Decoder::pointer);
                }
            },
            Field::Imports(list) => self.list(data, "[]interface {}", list, |_, data, import| {
                *import = to_import(data);
            }),
            Field::Time => self.time(data),
        }
    }

    fn text(&mut self, data: &Data, text: &mut String) {
        *text = match &data.kind {
            DataKind::Null => return,
            DataKind::String(s) => String::from_utf8_lossy(s).into_owned(),
            DataKind::Bool(b) => b.to_string(),
            DataKind::Number(Number::Int(n)) => n.to_string(),
            DataKind::Number(Number::Uint(n)) => n.to_string(),
            // As if it were a float32: 1.20230101 becomes 1.202301.
            DataKind::Number(Number::Float(n)) => format_float(*n, FloatFormat::General, -1, FloatBits::B32),
            DataKind::List(_) | DataKind::Map(_) => return self.mismatch(data, "string"),
        };
    }

    /// A slice: elements that are there are decoded into, as encoding/json does.
    fn list<T: Default>(
        &mut self,
        data: &Data,
        ty: &str,
        list: &mut Vec<T>,
        mut element: impl FnMut(&mut Decoder, &Data, &mut T),
    ) {
        let items = match &data.kind {
            DataKind::List(items) => items,
            DataKind::Null => return list.clear(),
            _ => return self.mismatch(data, ty),
        };
        list.resize_with(items.len(), T::default);
        for (data, target) in items.iter().zip(list) {
            element(self, data, target);
        }
    }

    fn pointer<S: Struct + Default>(&mut self, data: &Data, target: &mut Option<S>) {
        match &data.kind {
            DataKind::Null => *target = None,
            _ => self.structure(data, target.get_or_insert_default()),
        }
    }

    fn time(&mut self, data: &Data) {
        let message = match &data.kind {
            DataKind::Null => return,
            DataKind::String(text) => {
                // Go reads the text as it stands in the JSON, escapes and all.
                let json = to_json(&Value::String((&text[..]).into())).unwrap_or_default();
                let text = json.get(1..json.len().saturating_sub(1)).unwrap_or_default();
                match Time::parse(b"2006-01-02T15:04:05Z07:00", text, &Location::UTC) {
                    Ok(_) => return,
                    Err(error) => error.to_string(),
                }
            }
            _ => "Time.UnmarshalJSON: input is not a JSON string".to_string(),
        };
        self.failure = Some(Error::decode(message).at(data.span.start));
    }

    fn mismatch(&mut self, data: &Data, ty: &str) {
        let value = data.json_name();
        let message = match self.within {
            Some(name) => {
                let path = self.path.join(".");
                format!("json: cannot unmarshal {value} into Go struct field {name}.{path} of type {ty}")
            }
            None => format!("json: cannot unmarshal {value} into Go value of type {ty}"),
        };
        self.mismatch.get_or_insert_with(|| Error::decode(message).at(data.span.start));
    }
}

/// The field that a key names: by its letters, or else without regard to case.
fn find(fields: &[(&str, Field<'_>)], key: &[u8]) -> Option<usize> {
    fields.iter().position(|(name, _)| name.as_bytes() == key).or_else(|| {
        let folded = fold(&String::from_utf8_lossy(key));
        fields.iter().position(|(name, _)| fold(name) == folded)
    })
}

/// The same text for all that differ in case only (Go: encoding/json foldName).
fn fold(text: &str) -> String {
    let least = |mut c: char| loop {
        let next = simple_fold(c);
        if next <= c {
            return next;
        }
        c = next;
    };
    text.chars().map(least).collect()
}

fn to_import(data: &Data) -> Import {
    match &data.kind {
        DataKind::String(export) => Import::Export(String::from_utf8_lossy(export).into_owned()),
        DataKind::Map(entries) => {
            let text = |key: &[u8]| {
                let entry = entries.iter().find(|entry| *entry.key == *key);
                entry.map_or_else(|| "<nil>".to_string(), |entry| display(&entry.value.to_value()))
            };
            Import::Table { child: text(b"child"), parent: text(b"parent") }
        }
        _ => Import::Ignored,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(yaml: &str, found: &mut Metadata) -> Result<(), Error> {
        metadata(yaml.as_bytes(), found, &mut Ledger::new(&Budgets::default()))
    }

    /// Expected values: sigs.k8s.io/yaml into Helm's Metadata.
    #[test]
    fn scalars_become_text() {
        for (yaml, want) in [
            ("appVersion: 1.10", "1.1"),
            ("appVersion: 123456789.123", "1.2345679e+08"),
            ("appVersion: 16777217.0", "1.6777216e+07"),
            ("appVersion: 0x10", "16"),
            ("appVersion: 18446744073709551615", "18446744073709551615"),
            ("appVersion: yes", "true"),
            ("appVersion: 2020-01-01", "2020-01-01"),
            ("appVersion: ~", ""),
            ("APPVERSION: a", "a"),
            ("appVerſion: a", "a"),
            ("appVersion: b\nAppversion: a", "b"),
        ] {
            let mut found = Metadata::default();
            read(yaml, &mut found).unwrap();
            assert_eq!(found.app_version, want, "{yaml}");
        }
    }

    #[test]
    fn types_that_do_not_fit() {
        for (yaml, want) in [
            ("name: [a]", "array into Go struct field Metadata.name of type string"),
            ("deprecated: 3", "number into Go struct field Metadata.deprecated of type bool"),
            ("sources: [[1]]", "array into Go struct field Metadata.sources of type string"),
            ("maintainers: 5", "number into Go struct field Metadata.maintainers of type []*v2.Maintainer"),
            ("maintainers: [a]", "string into Go struct field Metadata.maintainers of type v2.Maintainer"),
            (
                "maintainers: [{name: [1]}]",
                "array into Go struct field Maintainer.maintainers.name of type string",
            ),
            ("annotations: {a: [1]}", "array into Go struct field Metadata.annotations of type string"),
            (
                "name: [a]\nversion: [b]\ndeprecated: 5",
                "number into Go struct field Metadata.deprecated of type bool",
            ),
            ("[1]", "array into Go value of type v2.Metadata"),
        ] {
            let error = read(yaml, &mut Metadata::default()).unwrap_err();
            assert_eq!(error.message(), format!("json: cannot unmarshal {want}"), "{yaml}");
        }
        let error = lock(b"generated: 2020-01-01", &mut Ledger::new(&Budgets::default())).unwrap_err();
        let want = r#"parsing time "2020-01-01" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "T""#;
        assert_eq!(error.message(), want);
    }

    #[test]
    fn requirements_go_over_what_is_there() {
        let mut found = Metadata::default();
        read("dependencies: [{name: a, version: 1}, {name: b}]", &mut found).unwrap();
        read("dependencies: [{version: 2}]", &mut found).unwrap();
        let dependencies: Vec<_> =
            found.dependencies().map(|d| (d.name.as_str(), d.version.as_str())).collect();
        assert_eq!(dependencies, [("a", "2")]);
    }
}

//! The head of a manifest: what Helm reads of each document that it rendered, and the errors it gives.
//!
//! Helm unmarshals a document into its `SimpleHead` (release/v1/util/manifest.go), with sigs.k8s.io/yaml and so
//! with encoding/json. All of the document is checked, and nothing of the rest is built.

use std::borrow::Cow;

use super::decode::{check, string};
use super::document::{Document, Hazards, Kind};
use super::error::{Error, Span};
use super::json::{
    Build, Number, as_utf8, build, check_keys, check_numbers, float_text, key_text, sorted_pairs,
};
use super::resolve::Resolved;

/// What Helm wants to know of a manifest. Absent texts are empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Head<'d> {
    /// `apiVersion`
    pub api_version: Cow<'d, [u8]>,
    /// `kind`
    pub kind: Cow<'d, [u8]>,
    /// `metadata`, if it is there and not null.
    pub metadata: Option<Metadata<'d>>,
}

/// `metadata` of a manifest.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metadata<'d> {
    /// `name`
    pub name: Cow<'d, [u8]>,
    /// `annotations`, by key; `None` if there are none or null.
    pub annotations: Option<Vec<Annotation<'d>>>,
}

/// A key and its value. Null is the empty text, and numbers and booleans are the texts that JSON has for them.
pub type Annotation<'d> = (Cow<'d, [u8]>, Cow<'d, [u8]>);

/// The Go struct that a head is read into: it decides which fields of `metadata` are looked at, and the names in errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadForm {
    /// `SimpleHead` of a release: `name` and `annotations`.
    Release,
    /// `k8sYamlStruct` of `helm lint`: `name`, and `namespace`, which is checked and not kept.
    Lint,
}

/// The names of a form in Go.
struct Names {
    ty: &'static str,
    name: &'static str,
    fields: [&'static str; 3],
    metadata_type: &'static str,
    metadata: &'static str,
    metadata_fields: [&'static str; 2],
}

impl HeadForm {
    fn names(self) -> &'static Names {
        match self {
            HeadForm::Release => &Names {
                ty: "util.SimpleHead",
                name: "SimpleHead",
                fields: ["apiVersion", "kind", "metadata"],
                metadata_type: METADATA_TYPE,
                metadata: ".metadata",
                metadata_fields: ["name", "annotations"],
            },
            HeadForm::Lint => &Names {
                ty: "rules.k8sYamlStruct",
                name: "k8sYamlStruct",
                fields: ["apiVersion", "Kind", "Metadata"],
                metadata_type: "rules.k8sYamlMetadata",
                metadata: "k8sYamlMetadata.Metadata",
                metadata_fields: ["Name", "Namespace"],
            },
        }
    }
}

const METADATA_TYPE: &str = "struct { Name string \"json:\\\"name\\\"\"; Annotations map[string]string \"json:\\\"annotations\\\"\" }";

impl Document<'_> {
    /// The document as Helm's `SimpleHead`; its errors are those of sigs.k8s.io/yaml's `Unmarshal` into that.
    ///
    /// ```
    /// use nexachart_value::yaml::parse;
    /// let document = parse(b"apiVersion: v1\nkind: Pod\nmetadata:\n  annotations: {weight: 5}\n")?.unwrap();
    /// let head = document.head()?;
    /// assert_eq!(head.kind, &b"Pod"[..]);
    /// let annotations = head.metadata.unwrap().annotations.unwrap();
    /// assert_eq!(annotations, [(b"weight"[..].into(), b"5"[..].into())]);
    /// # Ok::<(), nexachart_value::yaml::Error>(())
    /// ```
    pub fn head(&self) -> Result<Head<'_>, Error> {
        self.head_as(HeadForm::Release)
    }

    /// The same as another struct of Helm's.
    pub fn head_as(&self, form: HeadForm) -> Result<Head<'_>, Error> {
        let names = form.names();
        if !self.hazards.is_empty() {
            check(self)?;
            check_keys(self)?;
            self.check_head_numbers(form)?;
            if self.hazards.has(&[Hazards::DEEP, Hazards::ALIAS]) {
                build(self, 0, 0, &mut Nothing)?;
            }
        }
        let mut head = Head::default();
        let root = self.target(0);
        if self.entry(root).kind != Kind::Mapping {
            return match self.json_type(root) {
                "null" => Ok(head),
                found => Err(Error::decode(format!(
                    "json: cannot unmarshal {found} into Go value of type {}",
                    names.ty
                ))),
            };
        }
        let mut first_error = None;
        for (field, value) in self.fields(root, &names.fields) {
            let place = match field {
                0 => &mut head.api_version,
                1 => &mut head.kind,
                _ => {
                    self.head_metadata(value, &mut head.metadata, form, &mut first_error);
                    continue;
                }
            };
            let name = || format!("{}.{}", names.name, names.fields[field]);
            self.set_text(place, value, &name, &mut first_error);
        }
        first_error.map_or(Ok(head), Err)
    }

    fn head_metadata<'d>(
        &'d self,
        value: u32,
        metadata: &mut Option<Metadata<'d>>,
        form: HeadForm,
        first_error: &mut Option<Error>,
    ) {
        let value = self.target(value);
        let names = form.names();
        if self.entry(value).kind != Kind::Mapping {
            match self.json_type(value) {
                "null" => *metadata = None,
                _ => {
                    let field = || format!("{}.{}", names.name, names.fields[2]);
                    self.mismatch(value, &field, names.metadata_type, first_error);
                }
            }
            return;
        }
        let metadata = metadata.get_or_insert_default();
        for (field, value) in self.fields(value, &names.metadata_fields) {
            let path = || format!("{}.{}", names.metadata, names.metadata_fields[field]);
            if field == 0 {
                self.set_text(&mut metadata.name, value, &path, first_error);
                continue;
            }
            if form == HeadForm::Lint {
                self.set_text(&mut Cow::default(), value, &path, first_error);
                continue;
            }
            let value = self.target(value);
            if self.entry(value).kind != Kind::Mapping {
                match self.json_type(value) {
                    "null" => metadata.annotations = None,
                    _ => self.mismatch(value, &path, "map[string]string", first_error),
                }
                continue;
            }
            let annotations = metadata.annotations.get_or_insert_default();
            for (key, value) in sorted_pairs(self, value) {
                let mut text = Cow::default();
                self.set_text(&mut text, value, &path, first_error);
                annotations.push((as_utf8(key_text(self, key)), text));
            }
            annotations.sort_by(|(a, _), (b, _)| a.cmp(b));
            keep_last(annotations);
        }
    }

    /// Sets a string field, as encoding/json does with what sigs.k8s.io/yaml wrote for it: numbers and booleans
    /// became strings, null leaves the field alone.
    fn set_text<'d>(
        &'d self,
        place: &mut Cow<'d, [u8]>,
        value: u32,
        field: &dyn Fn() -> String,
        first_error: &mut Option<Error>,
    ) {
        let value = self.target(value);
        let entry = self.entry(value);
        if entry.kind != Kind::Scalar {
            return self.mismatch(value, field, "string", first_error);
        }
        *place = match self.resolved(entry) {
            Resolved::Null => return,
            Resolved::Bool(true) => Cow::Borrowed(b"true"),
            Resolved::Bool(false) => Cow::Borrowed(b"false"),
            Resolved::Int(value) => value.to_string().into_bytes().into(),
            Resolved::Uint(value) => value.to_string().into_bytes().into(),
            Resolved::Float(value) => float_text(value).into_bytes().into(),
            Resolved::String | Resolved::Timestamp => as_utf8(string(self, entry)),
        };
    }

    /// Notes that a value is not of the field's type, if it is the first error.
    fn mismatch(
        &self,
        value: u32,
        field: &dyn Fn() -> String,
        go_type: &str,
        first_error: &mut Option<Error>,
    ) {
        first_error.get_or_insert_with(|| {
            let (found, field) = (self.json_type(value), field());
            Error::decode(format!(
                "json: cannot unmarshal {found} into Go struct field {field} of type {go_type}"
            ))
            .at(self.entry(value).span.start)
        });
    }

    /// What encoding/json calls the value.
    fn json_type(&self, id: u32) -> &'static str {
        let entry = self.entry(id);
        match entry.kind {
            Kind::Sequence => "array",
            Kind::Mapping | Kind::Alias => "object",
            Kind::Scalar => match self.resolved(entry) {
                Resolved::Null => "null",
                Resolved::Bool(_) => "bool",
                Resolved::Int(_) | Resolved::Uint(_) | Resolved::Float(_) => "number",
                Resolved::String | Resolved::Timestamp => "string",
            },
        }
    }

    /// The entries of a mapping that go into fields of a struct, in encoding/json's order: the number of the field
    /// and the value. Letters of keys may be upper or lower case.
    fn fields(&self, mapping: u32, names: &[&str]) -> Vec<(usize, u32)> {
        let field = |key: &[u8]| {
            let exact = names.iter().position(|name| name.as_bytes() == key);
            exact.or_else(|| names.iter().position(|name| equal_fold(name, key)))
        };
        let mut found = Vec::new();
        let mut add = |key: u32, value: u32| {
            let name = key_text(self, key);
            if let Some(field) = field(&name) {
                found.push((name, (field, value)));
            }
        };
        if self.hazards.is_empty() {
            let mut key = mapping + 1;
            while key < self.entry(mapping).link {
                let value = self.after(key);
                add(key, value);
                key = self.after(value);
            }
            found.sort_by(|(a, _), (b, _)| a.cmp(b));
            keep_last(&mut found);
        } else {
            sorted_pairs(self, mapping).into_iter().for_each(|(key, value)| add(key, value));
        }
        found.into_iter().map(|(_, field)| field).collect()
    }

    /// Fails at the first number that JSON cannot have, where it would not become a string.
    fn check_head_numbers(&self, form: HeadForm) -> Result<(), Error> {
        let names = form.names();
        self.check_struct_numbers(0, &names.fields, |field, value| match field {
            2 => self.check_struct_numbers(value, &names.metadata_fields, |field, value| match field {
                1 if form == HeadForm::Lint => self.check_unless_scalar(value),
                1 if self.entry(value).kind == Kind::Mapping => sorted_pairs(self, value)
                    .into_iter()
                    .try_for_each(|(_, value)| self.check_unless_scalar(value)),
                1 => check_numbers(self, value),
                _ => self.check_unless_scalar(value),
            }),
            _ => self.check_unless_scalar(value),
        })
    }

    fn check_struct_numbers(
        &self,
        id: u32,
        names: &[&str],
        check_field: impl Fn(usize, u32) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let id = self.target(id);
        if self.entry(id).kind != Kind::Mapping {
            return check_numbers(self, id);
        }
        sorted_pairs(self, id).into_iter().try_for_each(|(key, value)| {
            let key = key_text(self, key);
            match names.iter().position(|name| equal_fold(name, &key)) {
                Some(field) => check_field(field, self.target(value)),
                None => check_numbers(self, value),
            }
        })
    }

    fn check_unless_scalar(&self, id: u32) -> Result<(), Error> {
        match self.entry(self.target(id)).kind {
            Kind::Scalar => Ok(()),
            _ => check_numbers(self, id),
        }
    }
}

/// Of entries with equal keys, which stand side by side, keeps the last.
fn keep_last<K: PartialEq, V>(entries: &mut Vec<(K, V)>) {
    entries.reverse();
    entries.dedup_by(|a, b| a.0 == b.0);
    entries.reverse();
}

/// Whether a key is a name but for case. Two letters beyond ASCII fold to ASCII ones: U+017F to s, U+212A to k.
fn equal_fold(name: &str, key: &[u8]) -> bool {
    if key.eq_ignore_ascii_case(name.as_bytes()) {
        return true;
    }
    let Ok(key) = std::str::from_utf8(key) else { return false };
    let fold = |c: char| match c {
        '\u{17F}' => 's',
        '\u{212A}' => 'k',
        c => c.to_ascii_lowercase(),
    };
    !key.is_ascii() && key.chars().map(fold).eq(name.chars().map(fold))
}

/// Builds nothing.
struct Nothing;

impl Build for Nothing {
    type Value = ();
    type Key = ();

    fn null(&mut self, _: Span) {}
    fn boolean(&mut self, _: bool, _: Span) {}
    fn number(&mut self, _: Number, _: Span) {}
    fn string(&mut self, _: &[u8], _: Span) {}
    fn list(&mut self, _: Vec<()>, _: Span) {}
    fn key(&mut self, _: &[u8], _: Span) {}
    fn map(&mut self, _: Vec<((), ())>, _: Span) {}
}

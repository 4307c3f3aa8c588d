//! Streams of manifests as objects.

use std::fmt;

use nexachart_manifest::split;
use nexachart_source::Budgets;
use serde::Serialize;

use crate::Data;

/// What tells an object from others.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Id {
    /// `apiVersion`; empty where there is none.
    pub api_version: String,
    /// `kind`; empty where there is none, as in a document that is no object at all.
    pub kind: String,
    /// `metadata.namespace`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// `metadata.name`, or `metadata.generateName` and a `*`; empty where there is neither.
    pub name: String,
}

/// A document of a stream.
#[derive(Clone, Debug)]
pub struct Object {
    /// What tells it from others.
    pub id: Id,
    /// The template that printed it, from the comment that Helm writes: `# Source: chart/templates/a.yaml`.
    pub source: Option<String>,
    /// What it holds. A document that cannot be read is a text.
    pub body: Data,
    /// Why it cannot be read.
    pub problem: Option<String>,
}

impl PartialEq for Object {
    /// Whether both say the same, wherever they come from.
    fn eq(&self, other: &Object) -> bool {
        self.body == other.body
    }
}

impl Id {
    /// The group of the API: what stands before the `/` of its version.
    pub fn group(&self) -> &str {
        self.api_version.split_once('/').map_or("", |(group, _)| group)
    }

    /// Namespace and name: `prod/web`
    pub fn place(&self) -> String {
        match (&self.namespace, self.name.as_str()) {
            (None, "") => "without a name".into(),
            (None, name) => name.into(),
            (Some(namespace), "") => format!("without a name in {namespace}"),
            (Some(namespace), name) => format!("{namespace}/{name}"),
        }
    }

    /// What tells an object that holds this; masks stand for what is under them.
    pub(crate) fn of(body: &Data) -> Id {
        let text = |data: Option<&Data>| match data {
            Some(Data::Hidden(hidden)) => hidden.shown().to_string(),
            Some(data @ (Data::Text(_) | Data::Bool(_) | Data::Int(_) | Data::Uint(_) | Data::Float(_))) => {
                data.as_text().map_or_else(|| data.one_line(), str::to_string)
            }
            _ => String::new(),
        };
        let metadata = body.get("metadata");
        let of_metadata = |key| text(metadata.and_then(|metadata| metadata.get(key)));
        let name = match (of_metadata("name"), of_metadata("generateName")) {
            (name, generate) if name.is_empty() && !generate.is_empty() => format!("{generate}*"),
            (name, _) => name,
        };
        Id {
            api_version: text(body.get("apiVersion")),
            kind: text(body.get("kind")),
            namespace: Some(of_metadata("namespace")).filter(|namespace| !namespace.is_empty()),
            name,
        }
    }
}

impl fmt::Display for Id {
    /// `Deployment prod/web`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind.as_str() {
            "" if self.name.is_empty() => return f.write_str("document without a kind"),
            "" => f.write_str("document ")?,
            kind => write!(f, "{kind} ")?,
        }
        f.write_str(&self.place())
    }
}

impl Object {
    /// An object that holds this.
    pub fn new(body: Data) -> Object {
        Object { id: Id::of(&body), source: None, body, problem: None }
    }
}

/// The objects of a stream of YAML documents, in their order. Nothing but blank documents is left out: one that cannot
/// be read ([`Object::problem`]), or is no map, is an object without a kind. The items of a `List` count as objects.
///
/// ```
/// let objects = nexachart_diff::read(b"---\n# Source: a/templates/b.yaml\nkind: Pod\nmetadata: {name: a}\n---\n- x: [");
/// assert_eq!((objects.len(), objects[0].source.as_deref()), (2, Some("a/templates/b.yaml")));
/// assert_eq!(objects[0].id.to_string(), "Pod a");
/// assert!(objects[1].problem.is_some());
/// ```
pub fn read(stream: &[u8]) -> Vec<Object> {
    read_within(stream, &Budgets::default())
}

/// [`read`] with other than the default budgets.
pub fn read_within(stream: &[u8], budgets: &Budgets) -> Vec<Object> {
    let mut objects = Vec::new();
    for document in split(stream) {
        let source = source(document);
        let object = match Data::read(document, budgets) {
            Ok(None | Some(Data::Null)) => continue,
            Ok(Some(body)) => Object::new(body),
            Err(problem) => Object { problem: Some(problem), ..Object::new(Data::Text(unread(document))) },
        };
        objects.extend(flat(object).map(|object| Object { source: source.clone(), ..object }));
    }
    objects
}

/// A document that cannot be read, without the comment on its source.
fn unread(document: &[u8]) -> String {
    let text = String::from_utf8_lossy(document);
    let text = match text.split_once('\n') {
        Some((first, rest)) if first.starts_with(SOURCE) => rest,
        _ => &text,
    };
    text.trim_end().to_string()
}

/// How the comment begins that Helm writes above a document.
const SOURCE: &str = "# Source: ";

/// The items of a `List`; any other object itself.
fn flat(object: Object) -> impl Iterator<Item = Object> {
    let is_list = object.id.kind == "List" && object.id.api_version == "v1";
    let (items, whole) = match object.body {
        Data::Map(mut map) if is_list && matches!(map.get("items"), Some(Data::List(_))) => {
            match map.remove("items") {
                Some(Data::List(items)) => (items, None),
                _ => (Vec::new(), None),
            }
        }
        body => (Vec::new(), Some(Object { body, ..object })),
    };
    items.into_iter().filter(|item| *item != Data::Null).map(Object::new).chain(whole)
}

/// The path in a comment at the head of a document.
fn source(document: &[u8]) -> Option<String> {
    let mut lines = document.split(|&b| b == b'\n').take_while(|line| line.starts_with(b"#"));
    let path = lines.find_map(|line| line.strip_prefix(SOURCE.as_bytes()))?;
    Some(String::from_utf8_lossy(path.trim_ascii()).into_owned())
}

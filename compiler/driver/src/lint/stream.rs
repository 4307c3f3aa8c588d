//! Documents as the linter reads them (Go: k8s.io/apimachinery/pkg/util/yaml YAMLOrJSONDecoder, into a struct of few fields).

use nexachart_chart::split_documents;
use nexachart_source::Budgets;
use nexachart_value::json::decode_first;
use nexachart_value::yaml::{self, HeadForm, Resolved, Shape};
use nexachart_value::{Map, Value};

/// What the rules look at.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub api_version: Vec<u8>,
    pub kind: Vec<u8>,
    pub name: Vec<u8>,
    /// Where its document begins.
    pub offset: usize,
}

/// What is wrong with a document.
pub(super) struct Unread {
    /// Go's text.
    pub text: String,
    /// The line of the whole text, if it is known.
    pub line: Option<usize>,
    /// What is wrong, without what was tried.
    pub reason: String,
}

/// So many bytes are looked at to tell whether a text is JSON.
const LOOKED_AT: usize = 4096;

/// The heads of the documents in a text; of those that are null nothing. The first that cannot be read ends it.
pub(super) fn heads(text: &[u8], budgets: &Budgets) -> (Vec<Head>, Option<Unread>) {
    let mut heads = Vec::new();
    let start = &text[..text.len().min(LOOKED_AT)];
    let mut rest = text;
    let mut first_error = None;
    if start.trim_ascii_start().starts_with(b"{") {
        loop {
            if rest.trim_ascii_start().is_empty() {
                return (heads, None);
            }
            match decode_first(rest).map(|(value, end)| (from_json(&value), end)) {
                Ok((Some(head), end)) => {
                    heads.push(Head { offset: text.len() - rest.len(), ..head });
                    rest = &rest[end..];
                }
                // What is no JSON may still be YAML.
                Ok((None, _)) => break,
                Err(error) => {
                    let offset = rest.len();
                    let error = format!("json: offset {offset}: {error}");
                    if heads.len() > 1 {
                        let reason = error.clone();
                        return (heads, Some(Unread { text: error, line: None, reason }));
                    }
                    first_error = Some(error);
                    break;
                }
            }
        }
        rest = rest.trim_ascii_start();
    }
    let before = text.len() - rest.len();
    for document in split_documents(rest) {
        let (offset, document) = match document {
            Ok((offset, document)) => (before + offset, document),
            Err(reason) => {
                let text = first_error.unwrap_or_else(|| reason.clone());
                return (heads, Some(Unread { text, line: None, reason }));
            }
        };
        match head(&document, budgets) {
            Ok(Some(head)) => heads.push(Head { offset, ..head }),
            Ok(None) => {}
            Err(error) => {
                let above = text[..offset].iter().filter(|&&b| b == b'\n').count();
                let line = error.line().or_else(|| {
                    let before = &document[..(error.offset()? as usize).min(document.len())];
                    Some(1 + before.iter().filter(|&&b| b == b'\n').count())
                });
                let text = first_error.unwrap_or_else(|| error.to_string());
                let reason = error.reason().to_string();
                return (heads, Some(Unread { text, line: line.map(|line| above + line), reason }));
            }
        }
    }
    (heads, None)
}

fn head(document: &[u8], budgets: &Budgets) -> Result<Option<Head>, yaml::Error> {
    let Some(document) = yaml::parse_within(document, budgets)? else { return Ok(None) };
    let head = document.head_as(HeadForm::Lint)?;
    let root = document.root();
    if matches!(root.shape(), Shape::Scalar) && root.resolved() == Resolved::Null {
        return Ok(None);
    }
    Ok(Some(Head {
        api_version: head.api_version.into_owned(),
        kind: head.kind.into_owned(),
        name: head.metadata.unwrap_or_default().name.into_owned(),
        offset: 0,
    }))
}

/// A JSON object as Go reads it into the struct; nothing where a type does not fit.
fn from_json(value: &Value) -> Option<Head> {
    let map = value.as_map()?;
    let text = |map: &Map, name: &str| match field(map, name) {
        None | Some(Value::Nil) => Some(Vec::new()),
        Some(Value::String(text)) => Some(text.to_vec()),
        Some(_) => None,
    };
    let name = match field(map, "metadata") {
        None | Some(Value::Nil) => Vec::new(),
        Some(Value::Map(metadata)) => text(&metadata, "name")?,
        Some(_) => return None,
    };
    Some(Head { api_version: text(map, "apiVersion")?, kind: text(map, "kind")?, name, offset: 0 })
}

fn field(map: &Map, name: &str) -> Option<Value> {
    let fits = |key: &[u8]| key.eq_ignore_ascii_case(name.as_bytes());
    map.to_vec().into_iter().filter(|(key, _)| fits(key)).map(|(_, value)| value).next_back()
}

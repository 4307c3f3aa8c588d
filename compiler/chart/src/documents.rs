//! Values files: YAML texts of one or more documents (Helm: loader.LoadValues).

use std::borrow::Cow;

use nexachart_source::{Budget, Budgets};
use nexachart_value::yaml::Error;
use nexachart_value::{Map, Value};

use crate::Unread;
use crate::data::{Data, DataKind, to_map};
use crate::ledger::Ledger;

/// One document of a values file: a map, or nothing.
#[derive(Clone, Debug)]
pub struct Document {
    /// The root: a map or null.
    pub root: Data,
}

/// Reads the documents of a values file. The error is Helm's text.
///
/// ```
/// use nexachart_chart::{merged, read_documents};
/// let documents = read_documents(b"a: {b: 1, c: 2}\n---\na: {b: 3}\n").unwrap();
/// let values = merged(&documents);
/// let a = values.get(b"a").unwrap();
/// assert_eq!(a.as_map().unwrap().len(), 2);
/// assert!(read_documents(b"[]").is_err());
/// ```
pub fn read_documents(text: &[u8]) -> Result<Vec<Document>, Unread> {
    let budgets = Budgets::default();
    read_into(text, &mut Ledger::new(&budgets))
}

/// [`read_documents`], counting what is read.
pub(crate) fn read_into(text: &[u8], ledger: &mut Ledger<'_>) -> Result<Vec<Document>, Unread> {
    let mut documents = Vec::new();
    for document in Split::new(text) {
        let (start, cut) = document?;
        let unread = |mut error: Error| {
            if let Some(offset) = error.offset() {
                error = error.at(before_returns(&text[start..], &cut, offset as usize) as u32);
            }
            Unread::document(&error, start)
        };
        let root = ledger.yaml(&cut, start as u32).map_err(unread)?;
        if !matches!(root.kind, DataKind::Map(_) | DataKind::Null) {
            let found = root.json_name();
            let message =
                format!("json: cannot unmarshal {found} into Go value of type map[string]interface {{}}");
            return Err(unread(Error::decode(message).at(root.span.start - start as u32)));
        }
        documents.push(Document { root });
        ledger.budgets.check(Budget::Documents, documents.len() as u64)?;
    }
    Ok(documents)
}

/// Where in a text stands what is at `offset` of its [`lines`].
fn before_returns(text: &[u8], lines: &[u8], offset: usize) -> usize {
    let before = &lines[..offset.min(lines.len())];
    let column = before.len() - memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
    let breaks = memchr::memchr_iter(b'\n', before).count();
    let start = match breaks.checked_sub(1) {
        Some(last) => memchr::memchr_iter(b'\n', text).nth(last).map_or(text.len(), |at| at + 1),
        None => 0,
    };
    start + column
}

/// Cuts a stream into documents at lines that begin with `---`, as Helm's linter reads what templates print (Go:
/// k8s.io/apimachinery/pkg/util/yaml YAMLReader): the offset of each, and its text with line feeds only. An error is Go's, and the
/// last item.
pub fn split_documents(text: &[u8]) -> impl Iterator<Item = Result<(usize, Cow<'_, [u8]>), String>> {
    Split::new(text).map(|document| document.map_err(|unread| unread.reason().to_string()))
}

/// The values of the documents, later ones over earlier ones.
pub fn merged(documents: &[Document]) -> Map {
    let mut values = Map::empty();
    for (i, document) in documents.iter().enumerate() {
        let Some(entries) = document.root.entries() else { continue };
        let next = to_map(entries);
        values = if i == 0 { next } else { merge_maps(&values, &next) };
    }
    values
}

/// A new map with the entries of both; where both have a map the two are merged, else `over` decides, also
/// with a null (Helm: loader.MergeMaps).
pub fn merge_maps(under: &Map, over: &Map) -> Map {
    let out = under.shallow_copy();
    for (key, value) in over.to_vec() {
        let merged = match (&value, out.get(&key)) {
            (Value::Map(value), Some(Value::Map(there))) => Value::Map(merge_maps(&there, value)),
            _ => value,
        };
        out.insert(key, merged);
    }
    out
}

/// Cuts a text into documents at lines that begin with `---` (Go: k8s.io/apimachinery/pkg/util/yaml
/// YAMLReader). Each comes with its offset, and with line feeds only.
struct Split<'a> {
    text: &'a [u8],
    at: usize,
    failed: bool,
}

impl<'a> Split<'a> {
    fn new(text: &'a [u8]) -> Split<'a> {
        Split { text, at: 0, failed: false }
    }
}

impl<'a> Iterator for Split<'a> {
    type Item = Result<(usize, Cow<'a, [u8]>), Unread>;

    fn next(&mut self) -> Option<Self::Item> {
        const SEPARATOR: &[u8] = b"---";
        if self.failed {
            return None;
        }
        let start = self.at;
        while self.at < self.text.len() {
            let rest = &self.text[self.at..];
            let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |n| n + 1);
            if let Some(after) = rest[..end].strip_prefix(SEPARATOR) {
                let after = String::from_utf8_lossy(after);
                let after = after.trim();
                if !after.is_empty() && !after.starts_with('#') {
                    self.failed = true;
                    return Some(Err(Unread::separator(
                        format!("invalid Yaml document separator: {after}"),
                        self.at,
                    )));
                }
                // The separator belongs to the document that it begins; if it ends one it is dropped.
                if self.at > start {
                    let document = lines(&self.text[start..self.at]);
                    self.at += end;
                    return Some(Ok((start, document)));
                }
            }
            self.at += end;
        }
        (self.at > start).then(|| Ok((start, lines(&self.text[start..]))))
    }
}

/// The lines of a text with `\n` behind each.
fn lines(text: &[u8]) -> Cow<'_, [u8]> {
    let returns = memchr::memmem::find(text, b"\r\n").is_some() || text.ends_with(b"\r");
    if !returns && text.ends_with(b"\n") {
        return Cow::Borrowed(text);
    }
    let text = text.strip_suffix(b"\n").unwrap_or(text);
    let mut out = Vec::with_capacity(text.len() + 1);
    for line in text.split(|&b| b == b'\n') {
        out.extend_from_slice(line.strip_suffix(b"\r").unwrap_or(line));
        out.push(b'\n');
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use nexachart_value::json::to_raw_json;

    use super::*;

    /// Expected values: Helm's LoadValues.
    #[test]
    fn documents_are_merged() {
        for (text, want) in [
            ("", "{}"),
            ("a: 1", r#"{"a":1}"#),
            ("---\na: 1\n---\n---\nb: ~\n", r#"{"a":1,"b":null}"#),
            ("a: {b: 1}\n--- # more\na: {c: 2}", r#"{"a":{"b":1,"c":2}}"#),
            ("a: {b: 1}\n---\na: ~\n", r#"{"a":null}"#),
            ("a: |\r\n  x\r\n  y\r\n---\r\nb: 2\r", r#"{"a":"x\ny\n","b":2}"#),
            ("a: |+\n  x\n\n", r#"{"a":"x\n\n"}"#),
            ("a: |\n  x", r#"{"a":"x\n"}"#),
            ("a: 1\n...\nb: 2\n", r#"{"a":1}"#),
        ] {
            let values = merged(&read_documents(text.as_bytes()).unwrap());
            let json = to_raw_json(&Value::Map(values)).unwrap();
            assert_eq!(String::from_utf8(json).unwrap().trim_end(), want, "{text:?}");
        }
        let cannot = "cannot unmarshal yaml document: error";
        for (text, want) in [
            (
                "a: 1\n--- b: 2\n",
                "error reading yaml document: invalid Yaml document separator: b: 2".to_string(),
            ),
            (
                "a: b: c\n---\n--- x\n",
                format!(
                    "{cannot} converting YAML to JSON: yaml: mapping values are not allowed in this context"
                ),
            ),
            (
                "- 1\n",
                format!(
                    "{cannot} unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type map[string]interface {{}}"
                ),
            ),
        ] {
            assert_eq!(read_documents(text.as_bytes()).unwrap_err().to_string(), want);
        }
    }

    #[test]
    fn errors_have_places() {
        for (text, line, column) in
            [("a: 1\n---\nb: c: d\n", 3, 5), ("a: 1\r\n\r\nb: c: d\r\n", 3, 5), ("a: 1\n---\n- x\n", 3, 1)]
        {
            let file = nexachart_source::Place::file(nexachart_source::Base::Disk, b"v");
            let error = read_documents(text.as_bytes()).unwrap_err();
            let place = error.of(file, text.as_bytes(), crate::error::values).primary.unwrap();
            assert_eq!((place.line, place.column), (Some(line), Some(column)), "{text:?}");
        }
    }

    #[test]
    fn places_count_from_the_start_of_the_file() {
        let documents = read_documents(b"a: 1\n---\nb: 22\n").unwrap();
        let entry = &documents[1].root.entries().unwrap()[0];
        assert_eq!((entry.span.start, entry.value.span.start, entry.value.span.end), (9, 12, 14));
    }
}

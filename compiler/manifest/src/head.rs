//! What a manifest says of itself.

use nexachart_source::Budgets;
use nexachart_value::yaml;

/// The fields of a manifest that decide how it is sorted (Helm: SimpleHead).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// `apiVersion`
    pub api_version: Vec<u8>,
    /// `kind`
    pub kind: Vec<u8>,
    /// `metadata.name`
    pub name: Vec<u8>,
    /// `metadata.annotations`
    pub annotations: Vec<(Vec<u8>, Vec<u8>)>,
}

impl Head {
    /// The value of an annotation; the last one where it stands twice.
    pub fn annotation(&self, name: &[u8]) -> Option<&[u8]> {
        self.annotations.iter().rev().find(|(n, _)| n == name).map(|(_, value)| value.as_slice())
    }

    /// Reads the head of a document. The whole document is checked to be YAML; the error has Go's text.
    pub fn read(document: &[u8], budgets: &Budgets) -> Result<Head, yaml::Error> {
        let Some(document) = yaml::parse_within(document, budgets)? else { return Ok(Head::default()) };
        let head = document.head()?;
        let metadata = head.metadata.unwrap_or_default();
        let annotations = metadata.annotations.unwrap_or_default();
        Ok(Head {
            api_version: head.api_version.into_owned(),
            kind: head.kind.into_owned(),
            name: metadata.name.into_owned(),
            annotations: annotations.into_iter().map(|(k, v)| (k.into_owned(), v.into_owned())).collect(),
        })
    }
}

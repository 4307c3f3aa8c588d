//! One document held against the schema of its kind and the rules that the API server has beyond it.

use nexachart_kinds::{Code, Tree};
use nexachart_source::{Diagnostic, ObjectRef, Severity};
use nexachart_value::yaml;

use super::policies::Verdict;
use super::{Common, UnknownKinds};

/// A finding, before its place is known.
pub(crate) struct Judged<'d> {
    /// The template or file.
    pub source: &'d [u8],
    /// The document.
    pub document: &'d [u8],
    /// The byte of the document that it is about.
    pub offset: usize,
    pub diagnostic: Diagnostic,
}

/// Judges a document. Whether it is an object: an empty one is none.
pub(crate) fn judge<'d>(
    around: &Common<'_>,
    source: &'d [u8],
    document: &'d [u8],
    found: &mut Vec<Judged<'d>>,
) -> bool {
    let parsed = match yaml::parse(document) {
        Ok(Some(parsed)) => parsed,
        Ok(None) => return false,
        Err(error) => {
            let offset = error.offset().unwrap_or_default() as usize;
            let diagnostic = Diagnostic::error("yaml::syntax", error.reason().to_string());
            found.push(Judged { source, document, offset, diagnostic });
            return true;
        }
    };
    let tree = match Tree::of(&parsed) {
        Ok(tree) => tree,
        Err(text) => {
            let diagnostic = Diagnostic::error("yaml::syntax", text);
            found.push(Judged { source, document, offset: 0, diagnostic });
            return true;
        }
    };
    if tree.root().is_null() {
        return false;
    }
    let root = tree.root();
    let metadata = |name: &str| {
        root.at("metadata").map(|metadata| metadata.text_at(name).to_string()).unwrap_or_default()
    };
    let object = ObjectRef {
        api_version: root.text_at("apiVersion").to_string(),
        kind: root.text_at("kind").to_string(),
        namespace: metadata("namespace"),
        name: metadata("name"),
        path: String::new(),
    };
    let rules = around.rules;
    for finding in rules.kinds.check(&tree, around.version) {
        let Some(severity) = severity(finding.code, rules.unknown_kinds) else { continue };
        let mut diagnostic = Diagnostic::new(code(finding.code), severity, finding.to_string());
        diagnostic.help = finding.help.clone().map(String::into_boxed_str);
        diagnostic.object = Some(Box::new(ObjectRef { path: finding.path.clone(), ..object.clone() }));
        found.push(Judged { source, document, offset: finding.span.start as usize, diagnostic });
    }
    for Verdict { mut diagnostic, path, offset } in rules.policies.judge(&tree, around) {
        diagnostic.object = Some(Box::new(ObjectRef { path, ..object.clone() }));
        found.push(Judged { source, document, offset, diagnostic });
    }
    true
}

fn severity(code: Code, unknown_kinds: UnknownKinds) -> Option<Severity> {
    match (code, unknown_kinds) {
        (Code::UnknownKind, UnknownKinds::Ignore) => None,
        (Code::UnknownKind, UnknownKinds::Warn) => Some(Severity::Warning),
        (code, _) if code.refuses() || code == Code::UnknownKind => Some(Severity::Error),
        _ => Some(Severity::Warning),
    }
}

fn code(code: Code) -> &'static str {
    match code {
        Code::NotAnObject => "schema::not-an-object",
        Code::UnknownKind => "schema::unknown-kind",
        Code::RemovedApi => "schema::removed-api",
        Code::DeprecatedApi => "schema::deprecated-api",
        Code::Type => "schema::type",
        Code::UnknownField => "schema::unknown-field",
        Code::DuplicateField => "schema::duplicate-field",
        Code::Required => "schema::required",
        Code::Invalid => "schema::invalid",
        Code::Unsupported => "schema::unsupported",
        Code::Duplicate => "schema::duplicate",
        Code::Forbidden => "schema::forbidden",
        Code::TooLong => "schema::too-long",
        Code::NotFound => "schema::not-found",
        Code::Rule => "schema::rule",
        Code::Warning => "schema::warning",
    }
}

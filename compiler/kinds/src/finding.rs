//! What is wrong with an object, as data.

use std::fmt;

use nexachart_value::yaml::Span;

use crate::Node;

/// Something that an API server would not take, or would warn of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind of fault it is.
    pub code: Code,
    /// Where the node stands in the object: `spec.template.spec.containers[0].image`; empty for the object itself.
    pub path: String,
    /// What is wrong, in the API server's words, without the path.
    pub message: String,
    /// What could be done about it.
    pub help: Option<String>,
    /// Where the node stands in the text of the document, in bytes.
    pub span: Span,
}

/// Kinds of faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// The document is no object: no map, or without `apiVersion` or `kind`.
    NotAnObject,
    /// No schema is known for the object's `apiVersion` and `kind`.
    UnknownKind,
    /// The version of the API is gone in this version of Kubernetes.
    RemovedApi,
    /// The version of the API will go in a version to come.
    DeprecatedApi,
    /// A value cannot be decoded: its type, its range, or how it is written.
    Type,
    /// A field that the kind does not have.
    UnknownField,
    /// A key that stands twice in one map.
    DuplicateField,
    /// A field that has to be there.
    Required,
    /// A value that is not allowed.
    Invalid,
    /// A value that is none of those that there are.
    Unsupported,
    /// A value that must be there once is there again.
    Duplicate,
    /// A field that must not be set beside others.
    Forbidden,
    /// A value is too long, or a list has too many items.
    TooLong,
    /// A name that nothing has.
    NotFound,
    /// A rule of a custom resource's schema (`x-kubernetes-validations`).
    Rule,
    /// The API server takes it, and says that it is probably not what was meant.
    Warning,
}

impl Code {
    /// Its name: `unknown-field`.
    pub fn name(self) -> &'static str {
        match self {
            Code::NotAnObject => "not-an-object",
            Code::UnknownKind => "unknown-kind",
            Code::RemovedApi => "removed-api",
            Code::DeprecatedApi => "deprecated-api",
            Code::Type => "type",
            Code::UnknownField => "unknown-field",
            Code::DuplicateField => "duplicate-field",
            Code::Required => "required",
            Code::Invalid => "invalid",
            Code::Unsupported => "unsupported",
            Code::Duplicate => "duplicate",
            Code::Forbidden => "forbidden",
            Code::TooLong => "too-long",
            Code::NotFound => "not-found",
            Code::Rule => "rule",
            Code::Warning => "warning",
        }
    }

    /// Whether the API server refuses the object for it. An unknown kind is left to the caller: its definition may be
    /// in the cluster.
    pub fn refuses(self) -> bool {
        !matches!(self, Code::UnknownKind | Code::DeprecatedApi | Code::Warning)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Finding {
    /// As the API server lists it: `spec.replicas: Invalid value: -1: must be greater than or equal to 0`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            Code::UnknownField | Code::DuplicateField => write!(f, "strict decoding error: {}", self.message),
            Code::Type => f.write_str(&self.message),
            _ if self.path.is_empty() => f.write_str(&self.message),
            _ => write!(f, "{}: {}", self.path, self.message),
        }
    }
}

/// Collects what is found.
#[derive(Default)]
pub(crate) struct Findings {
    pub list: Vec<Finding>,
}

impl Findings {
    pub fn add(&mut self, code: Code, node: Node<'_>, message: String) {
        self.list.push(Finding { code, path: node.path(), message, help: None, span: node.span() });
    }

    /// A fault of a field below a node that is not there, or is named otherwise than by its own path.
    pub fn add_below(&mut self, code: Code, node: Node<'_>, below: &str, message: String) {
        let mut path = node.path();
        if !path.is_empty() && !below.starts_with('[') {
            path.push('.');
        }
        path.push_str(below);
        self.list.push(Finding { code, path, message, help: None, span: node.span() });
    }
}

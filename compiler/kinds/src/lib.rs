//! Objects as the API server checks them.
//!
//! An object goes through what a real server does with it under `fieldValidation=Strict`: its kind is found in the given
//! version of Kubernetes ([`Kinds::kind`]), its fields are decoded (types, ranges, unknown and duplicate fields), and then the rules
//! are asked that the server has beyond types ([`Kinds::check`]): names, labels, selectors, duplicates, volumes, probes, quantities,
//! fields that exclude each other. Findings have the server's words, the path of the node, and its place in the text.
//!
//! ```
//! use nexachart_kinds::{Kinds, Tree, Version};
//! let object = b"{apiVersion: v1, kind: ConfigMap, metadata: {name: Settings}, dat: {a: b}}";
//! let tree = Tree::read(object).unwrap().unwrap();
//! let findings = Kinds::new().check(&tree, Version::NEWEST);
//! assert_eq!(findings[0].to_string(), r#"strict decoding error: unknown field "dat""#);
//! assert_eq!(findings[0].help.as_deref(), Some("did you mean `data`?"));
//! assert!(findings[1].to_string().starts_with(r#"metadata.name: Invalid value: "Settings": a lowercase RFC 1123 subdomain"#));
//! ```
//!
//! What an API server knows of the cluster (namespaces, other objects, quotas, admission plugins) is not asked here.

mod catalog;
mod custom;
mod decode;
mod finding;
mod kinds;
mod lifecycle;
mod quantity;
mod rules;
mod suggest;
pub mod syntax;
mod tree;
mod version;

#[cfg(test)]
mod tests;

pub use catalog::Kind;
pub use custom::{Expressions, Failure};
pub use finding::{Code, Finding};
pub use kinds::Kinds;
pub use lifecycle::Lifecycle;
pub use quantity::Quantity;
pub use suggest::suggest;
pub use tree::{Items, MAX_DEPTH, Node, Tree, Value};
pub use version::Version;

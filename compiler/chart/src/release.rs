//! The release that is rendered, and the values that templates see of it (Helm:
//! pkg/chart/common/util/values.go, pkg/action/install.go).

use nexachart_go::strconv::quote;
use nexachart_source::{Diagnostic, Severity};
use nexachart_value::{Map, Value};

use crate::coalesce::{Nulls, coalesce_chart};
use crate::dependencies::is_compatible;
use crate::log::{Journal, note};
use crate::objects::metadata_map;
use crate::schema::check_schemas;
use crate::tree::Tree;
use crate::{Capabilities, Metadata, SchemaCheck};

/// `.Release`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// Its name.
    pub name: String,
    /// The namespace it goes to.
    pub namespace: String,
    /// 1 for the first one.
    pub revision: i64,
    /// Whether it is installed.
    pub is_install: bool,
    /// Whether one that is there is upgraded.
    pub is_upgrade: bool,
}

impl Release {
    fn to_value(&self) -> Value {
        Value::map([
            ("Name", Value::from(self.name.as_str())),
            ("Namespace", Value::from(self.namespace.as_str())),
            ("IsUpgrade", Value::Bool(self.is_upgrade)),
            ("IsInstall", Value::Bool(self.is_install)),
            ("Revision", Value::int(self.revision)),
            ("Service", Value::from("Helm")),
        ])
    }
}

/// The values of a render: `Chart`, `Capabilities`, `Release` and `Values` (Helm:
/// ToRenderValuesWithSchemaValidation). Without `schemas` the values are not checked.
pub fn render_values(
    tree: &Tree,
    user: &Map,
    release: &Release,
    capabilities: &Capabilities,
    schemas: Option<&dyn SchemaCheck>,
    journal: &mut Journal,
) -> Result<Map, Diagnostic> {
    let values = coalesce_chart(tree, tree.root(), user, Nulls::Remove, journal)?;
    if let Some(schemas) = schemas {
        check_schemas(tree, &values, schemas, journal)?;
    }
    let top = Map::empty();
    top.insert("Chart", Value::Map(metadata_map(tree.metadata(tree.root()))));
    top.insert("Capabilities", capabilities.to_value());
    top.insert("Release", release.to_value());
    top.insert("Values", Value::Map(values));
    Ok(top)
}

/// Refuses a release name that Helm refuses, with its text and its log line.
pub fn check_release_name(name: &str, journal: &mut Journal) -> Result<(), Diagnostic> {
    // [a-z0-9]([-a-z0-9]*[a-z0-9])? between dots.
    let alphanumeric = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let is_part = |part: &[u8]| {
        part.first().is_some_and(alphanumeric)
            && part.last().is_some_and(alphanumeric)
            && part.iter().all(|b| *b == b'-' || alphanumeric(b))
    };
    let why = match name {
        "" => "no name provided".to_string(),
        name if name.len() > 53 || !name.as_bytes().split(|&b| b == b'.').all(is_part) => {
            "invalid release name, must match regex ^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$ \
             and the length must not be longer than 53"
                .to_string()
        }
        _ => return Ok(()),
    };
    let message = "release name check failed";
    let why = format!("release name {}: {why}", quote(name.as_bytes()));
    note(journal, "release::name", Severity::Error, message, &[("error", &why)]);
    Err(Diagnostic::error("release::name", format!("{message}: {why}")))
}

/// Refuses a chart that is not for this version of Kubernetes (Helm: renderResources).
pub fn check_kube_version(metadata: &Metadata, capabilities: &Capabilities) -> Result<(), Diagnostic> {
    let (wanted, version) = (&metadata.kube_version, &capabilities.kube_version);
    if wanted.is_empty() || is_compatible(wanted, &version.normalized) {
        return Ok(());
    }
    let version = &version.version;
    let message =
        format!("chart requires kubeVersion: {wanted} which is incompatible with Kubernetes {version}");
    Err(Diagnostic::error("chart::kube-version", message)
        .helped("--kube-version says for which Kubernetes version to render"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (name, ok) in [
            ("a", true),
            ("my.rel-1", true),
            ("", false),
            ("A", false),
            ("a_b", false),
            ("-a", false),
            ("a-", false),
            ("a..b", false),
            ("a-.b", false),
        ] {
            assert_eq!(check_release_name(name, &mut Journal::new()).is_ok(), ok, "{name}");
        }
        let long = "a".repeat(53);
        assert!(check_release_name(&long, &mut Journal::new()).is_ok());
        assert!(check_release_name(&(long + "a"), &mut Journal::new()).is_err());
    }
}

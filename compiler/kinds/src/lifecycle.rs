//! Versions of APIs that are deprecated or gone: the table in `schemas/api-lifecycle.txt`.

use crate::Version;

static TABLE: &str = include_str!("../../../schemas/api-lifecycle.txt");

/// What became of a kind in a version of its API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifecycle {
    /// `extensions/v1beta1`
    pub api_version: &'static str,
    /// `Ingress`
    pub kind: &'static str,
    /// The minor version of Kubernetes 1 that deprecates it.
    pub deprecated: Option<u8>,
    /// The first minor version of Kubernetes 1 without it.
    pub removed: Option<u8>,
    /// What is to be used instead: `networking.k8s.io/v1 Ingress`.
    pub replacement: Option<&'static str>,
}

impl Lifecycle {
    /// What is known of a kind.
    ///
    /// ```
    /// use nexachart_kinds::Lifecycle;
    /// let ingress = Lifecycle::of("extensions/v1beta1", "Ingress").unwrap();
    /// assert_eq!((ingress.removed, ingress.replacement), (Some(22), Some("networking.k8s.io/v1 Ingress")));
    /// assert!(Lifecycle::of("apps/v1", "Deployment").is_none());
    /// ```
    pub fn of(api_version: &str, kind: &str) -> Option<Lifecycle> {
        Lifecycle::all().find(|row| row.api_version == api_version && row.kind == kind)
    }

    /// All rows of the table.
    pub fn all() -> impl Iterator<Item = Lifecycle> {
        TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(row)
    }

    /// Whether a version of Kubernetes is without it.
    pub fn is_removed(&self, version: Version) -> bool {
        self.removed.is_some_and(|minor| minor <= version.0)
    }

    /// Whether a version of Kubernetes warns of it.
    pub fn is_deprecated(&self, version: Version) -> bool {
        self.deprecated.is_some_and(|minor| minor <= version.0)
    }

    /// The API server's warning: `policy/v1beta1 PodDisruptionBudget is deprecated in v1.21+, unavailable in v1.25+; use policy/v1
    /// PodDisruptionBudget`.
    pub fn warning(&self) -> String {
        let Lifecycle { api_version, kind, .. } = self;
        let mut text = format!("{api_version} {kind} is deprecated");
        if let Some(minor) = self.deprecated {
            text.push_str(&format!(" in v1.{minor}+"));
        }
        if let Some(minor) = self.removed {
            text.push_str(&format!(", unavailable in v1.{minor}+"));
        }
        if let Some(replacement) = self.replacement {
            text.push_str(&format!("; use {replacement}"));
        }
        text
    }
}

/// `extensions/v1beta1 Ingress 1.1 1.14 1.22 networking.k8s.io/v1 Ingress`
fn row(line: &'static str) -> Option<Lifecycle> {
    let minor = |text: &str| text.strip_prefix("1.").and_then(|minor| minor.parse().ok());
    let mut words = line.splitn(6, ' ');
    let (api_version, kind) = (words.next()?, words.next()?);
    let (_, deprecated, removed) = (words.next()?, minor(words.next()?), minor(words.next()?));
    let replacement = words.next().filter(|text| *text != "-");
    Some(Lifecycle { api_version, kind, deprecated, removed, replacement })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kinds;

    /// The OpenAPI documents and the table say the same.
    #[test]
    fn kinds_are_there_until_they_are_removed() {
        let kinds = Kinds::new();
        for row in Lifecycle::all() {
            for version in Version::all().filter(|version| row.is_removed(*version)) {
                assert!(kinds.kind(row.api_version, row.kind, version).is_none(), "{version} {row:?}");
            }
            if let Some((api_version, kind)) = row.replacement.and_then(|text| text.split_once(' ')) {
                let later = Lifecycle::of(api_version, kind).is_some();
                let known = kinds.kind(api_version, kind, Version::NEWEST).is_some();
                assert!(known || later, "{row:?}");
            }
        }
        let lines = TABLE.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(Lifecycle::all().count(), lines);
    }
}

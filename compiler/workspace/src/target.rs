//! What is rendered: a chart for an environment.

use std::collections::BTreeMap;

use crate::{ListRule, Severity};

/// A chart for an environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The name of the chart in the workspace.
    pub chart: String,
    /// The environment.
    pub environment: String,
    /// The folder of the chart, or its archive, as it can be opened from the current folder.
    pub path: Vec<u8>,
    /// The name of the release.
    pub release: String,
    /// The namespace of the release.
    pub namespace: String,
    /// The Kubernetes version that templates see, if one is given.
    pub kubernetes_version: Option<String>,
    /// What templates see of API versions beside the default ones.
    pub api_versions: Vec<String>,
    /// The values files over the chart's own values, the last one wins; as they can be opened from the current folder.
    pub layers: Vec<Vec<u8>>,
    /// The values files that would be layers if they were there, and those that are.
    pub candidates: Vec<Vec<u8>>,
    /// The lists in values files that are merged.
    pub lists: Vec<ListRule>,
    /// Where its golden is.
    pub golden: Vec<u8>,
    /// How bad findings are, by pack or `pack/policy`.
    pub severities: BTreeMap<String, Severity>,
}

impl Target {
    /// Its name: `chart/environment`.
    pub fn name(&self) -> String {
        format!("{}/{}", self.chart, self.environment)
    }
}

/// A text with `<chart>` and `<environment>` replaced.
pub(crate) fn filled(text: &str, chart: &str, environment: &str) -> String {
    text.replace("<chart>", chart).replace("<environment>", environment)
}

//! API versions that are deprecated (Helm: pkg/chart/v2/lint/rules/deprecations.go; the table is what
//! k8s.io/apiserver/pkg/endpoints/deprecation says of the types of k8s.io/client-go v0.37.1).

use nexachart_chart::KubeVersion;

/// Lines of `apiVersion kind`, the minor version of Kubernetes 1 from which on it is deprecated, and what Helm says behind that.
const TABLE: &str = include_str!("deprecated.txt");

/// What is to be said of an object of this version and kind.
pub(super) fn check(api_version: &[u8], kind: &[u8], kubernetes: &KubeVersion) -> Result<(), String> {
    let (Ok(api_version), Ok(kind)) = (std::str::from_utf8(api_version), std::str::from_utf8(kind)) else {
        return Ok(());
    };
    let rest = |row: &'static str| {
        let row = row.strip_prefix(api_version)?.strip_prefix(' ')?.strip_prefix(kind)?;
        row.strip_prefix('\t')?.split_once('\t')
    };
    let Some((since, rest)) = TABLE.lines().find_map(rest) else { return Ok(()) };
    let number = |text: &str| text.parse::<u64>().unwrap_or(0);
    let version = (number(&kubernetes.major), number(&kubernetes.minor));
    if api_version.is_empty() || kind.is_empty() || version < (1, number(since)) {
        return Ok(());
    }
    Err(format!("{api_version} {kind} is deprecated in v1.{since}+{rest}"))
}

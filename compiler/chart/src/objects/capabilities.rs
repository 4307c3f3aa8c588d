//! `.Capabilities`: what the cluster can do (Helm: pkg/chart/common/capabilities.go).

use std::any::Any;
use std::fmt::Write;
use std::rc::Rc;

use nexachart_go::strconv::{parse_uint, quote};
use nexachart_value::{List, Makes, Method, Object, Type, Value};

use super::same;

/// What a release can rely on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// `.Capabilities.KubeVersion`.
    pub kube_version: KubeVersion,
    /// `.Capabilities.APIVersions`.
    pub api_versions: Vec<String>,
    /// `.Capabilities.HelmVersion`.
    pub helm_version: HelmVersion,
}

/// A version of Kubernetes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KubeVersion {
    /// As given, with a `v` at its head: `v1.33.4-gke.1`.
    pub version: String,
    /// The numbers alone: `v1.33.4`. What ranges are compared with.
    pub normalized: String,
    /// The first number.
    pub major: String,
    /// The second number.
    pub minor: String,
}

/// What Helm says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelmVersion {
    /// `v4.3.1`
    pub version: String,
    /// Empty for a build without it.
    pub git_commit: String,
    /// Empty for a build without it.
    pub git_tree_state: String,
    /// The version of Go.
    pub go_version: String,
    /// The version of the Kubernetes client.
    pub kube_client_version: String,
}

impl Default for Capabilities {
    /// Those of `helm template` v4.3.1 without flags.
    fn default() -> Capabilities {
        Capabilities {
            kube_version: KubeVersion {
                version: "v1.37.0".into(),
                normalized: "v1.37.0".into(),
                major: "1".into(),
                minor: "37".into(),
            },
            api_versions: API_VERSIONS.iter().map(|version| version.to_string()).collect(),
            helm_version: HelmVersion {
                version: "v4.3.1".into(),
                git_commit: String::new(),
                git_tree_state: String::new(),
                go_version: "go1.26.8".into(),
                kube_client_version: "v1.37".into(),
            },
        }
    }
}

impl Capabilities {
    /// The object for templates: a `*common.Capabilities`.
    pub fn to_value(&self) -> Value {
        let versions = Value::strings(self.api_versions.iter().map(String::as_str));
        let Value::List(versions) = versions else { return Value::Nil };
        Value::object(CapabilitiesObject(Rc::new([
            ("KubeVersion", Value::object(KubeVersionObject(self.kube_version.clone()))),
            ("APIVersions", Value::object(VersionSet(List::new(VERSION_SET, versions.to_vec())))),
            ("HelmVersion", Value::object(BuildInfo(self.helm_version.clone()))),
        ])))
    }
}

impl KubeVersion {
    /// Reads `--kube-version` (Helm: ParseKubeVersion). The error has Helm's text.
    ///
    /// ```
    /// use nexachart_chart::KubeVersion;
    /// let version = KubeVersion::parse("1.33.4-gke.1").unwrap();
    /// assert_eq!((&version.version[..], &version.normalized[..]), ("v1.33.4-gke.1", "v1.33.4"));
    /// assert_eq!(
    ///     KubeVersion::parse("1").unwrap_err(),
    ///     r#"invalid kube version '1': illegal version string "1""#
    /// );
    /// ```
    pub fn parse(text: &str) -> Result<KubeVersion, String> {
        let numbers = numbers(text).map_err(|e| format!("invalid kube version '{text}': {e}"))?;
        let mut normalized = String::new();
        for (i, number) in numbers.iter().enumerate() {
            // Writing to a String cannot fail.
            let _ = write!(normalized, "{}{number}", if i == 0 { "v" } else { "." });
        }
        let head = if text.starts_with('v') { "" } else { "v" };
        let (major, minor) = (numbers[0].to_string(), numbers[1].to_string());
        Ok(KubeVersion { version: format!("{head}{text}"), normalized, major, minor })
    }
}

/// The two or more numbers at the head of a version (Go: k8s.io/apimachinery/pkg/util/version
/// ParseGeneric).
fn numbers(text: &str) -> Result<Vec<u64>, String> {
    let quoted = quote(text.as_bytes());
    let rest = text.trim_start_matches(['\t', '\n', '\x0c', '\r', ' ']);
    let rest = rest.strip_prefix('v').unwrap_or(rest);
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut end = digits(rest);
    // Go's pattern takes anything behind the numbers, except a new line.
    if end == 0 || rest.contains('\n') {
        return Err(format!("could not parse {quoted} as version"));
    }
    while rest[end..].starts_with('.') && digits(&rest[end + 1..]) > 0 {
        end += 1 + digits(&rest[end + 1..]);
    }
    let parts: Vec<&str> = rest[..end].split('.').collect();
    if parts.len() < 2 {
        return Err(format!("illegal version string {quoted}"));
    }
    if parts[0].starts_with('0') && parts[0] != "0" {
        let part = quote(parts[0].as_bytes());
        return Err(format!("illegal zero-prefixed version component {part} in {quoted}"));
    }
    let number = |part: &&str| {
        parse_uint(part.as_bytes(), 10, 64).map_err(|e| {
            let part = quote(part.as_bytes());
            format!("illegal non-numeric version component {part} in {quoted}: {e}")
        })
    };
    parts.iter().map(number).collect()
}

const CAPABILITIES: Type = Type::Pointer(&Type::Struct("common.Capabilities"));
const VERSION_SET: Type = Type::Named("common.VersionSet", &Type::STRINGS);

/// `*common.Capabilities`.
#[derive(Debug)]
struct CapabilitiesObject(Rc<[(&'static str, Value); 3]>);

impl Object for CapabilitiesObject {
    fn ty(&self) -> Type {
        CAPABILITIES
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        self.0.to_vec()
    }

    fn field(&self, name: &str) -> Option<Value> {
        self.0.iter().find(|(field, _)| *field == name).map(|(_, value)| value.clone())
    }

    fn method(&self, name: &str) -> Option<&'static Method> {
        const COPY: Method = Method {
            params: &[],
            variadic: false,
            result: CAPABILITIES,
            more: &[],
            makes: Makes::little,
            call: |object, _| match object.as_any().downcast_ref::<CapabilitiesObject>() {
                Some(CapabilitiesObject(fields)) => Ok(Value::object(CapabilitiesObject(fields.clone()))),
                None => Ok(Value::Nil),
            },
        };
        (name == "Copy").then_some(&COPY)
    }

    fn equal(&self, other: &dyn Object) -> bool {
        // As pointers: by identity, except that a copy is not told apart.
        same(self, other, |a, b| Rc::ptr_eq(&a.0, &b.0))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `common.KubeVersion`.
#[derive(Debug)]
struct KubeVersionObject(KubeVersion);

impl Object for KubeVersionObject {
    fn ty(&self) -> Type {
        Type::Struct("common.KubeVersion")
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        let KubeVersion { version, normalized, major, minor } = &self.0;
        let text = |text: &String| Value::from(text.as_str());
        vec![
            ("Version", text(version)),
            ("normalizedVersion", text(normalized)),
            ("Major", text(major)),
            ("Minor", text(minor)),
        ]
    }

    fn addressed_string(&self) -> Option<Vec<u8>> {
        Some(self.0.normalized.clone().into_bytes())
    }

    fn method(&self, name: &str) -> Option<&'static Method> {
        const STRING: Method = Method {
            params: &[],
            variadic: false,
            result: Type::String,
            more: &[],
            makes: Makes::little,
            call: |object, _| Ok(version(object, |v| &v.normalized)),
        };
        const GIT_VERSION: Method = Method {
            params: &[],
            variadic: false,
            result: Type::String,
            more: &[],
            makes: Makes::little,
            call: |object, _| Ok(version(object, |v| &v.version)),
        };
        match name {
            "String" => Some(&STRING),
            "GitVersion" => Some(&GIT_VERSION),
            _ => None,
        }
    }

    fn equal(&self, other: &dyn Object) -> bool {
        same(self, other, |a, b| a.0 == b.0)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

fn version(object: &dyn Object, text: fn(&KubeVersion) -> &str) -> Value {
    match object.as_any().downcast_ref::<KubeVersionObject>() {
        Some(object) => Value::from(text(&object.0)),
        None => Value::Nil,
    }
}

/// `common.VersionSet`.
#[derive(Debug)]
struct VersionSet(List);

impl Object for VersionSet {
    fn ty(&self) -> Type {
        VERSION_SET
    }

    fn underlying(&self) -> Option<Value> {
        Some(Value::List(self.0.clone()))
    }

    fn method(&self, name: &str) -> Option<&'static Method> {
        const HAS: Method = Method {
            params: &[Type::String],
            variadic: false,
            result: Type::Bool,
            more: &[],
            makes: Makes::little,
            call: |object, args| {
                let set = object.as_any().downcast_ref::<VersionSet>();
                let wanted = args.first().and_then(Value::as_str);
                Ok(Value::Bool(set.is_some_and(|set| set.0.iter().any(|v| v.as_str() == wanted))))
            },
        };
        (name == "Has").then_some(&HAS)
    }

    fn equal(&self, other: &dyn Object) -> bool {
        same(self, other, |a, b| a.0.same(&b.0))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `version.BuildInfo`.
#[derive(Debug)]
struct BuildInfo(HelmVersion);

impl Object for BuildInfo {
    fn ty(&self) -> Type {
        Type::Struct("version.BuildInfo")
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        let info = &self.0;
        vec![
            ("Version", Value::from(info.version.as_str())),
            ("GitCommit", Value::from(info.git_commit.as_str())),
            ("GitTreeState", Value::from(info.git_tree_state.as_str())),
            ("GoVersion", Value::from(info.go_version.as_str())),
            ("KubeClientVersion", Value::from(info.kube_client_version.as_str())),
        ]
    }

    fn json_fields(&self) -> Vec<(&'static str, Value)> {
        const NAMES: [&str; 5] =
            ["version", "git_commit", "git_tree_state", "go_version", "kube_client_version"];
        let fields = NAMES.into_iter().zip(self.fields()).map(|(name, (_, value))| (name, value));
        // All but the last are left out when they are empty.
        fields.filter(|(name, value)| value.truth() || *name == "kube_client_version").collect()
    }

    fn equal(&self, other: &dyn Object) -> bool {
        same(self, other, |a, b| a.0 == b.0)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// What Helm knows without a cluster: the groups of k8s.io/client-go's scheme v0.37.1, in its order.
const API_VERSIONS: &[&str] = &[
    "v1",
    "admissionregistration.k8s.io/v1",
    "admissionregistration.k8s.io/v1alpha1",
    "admissionregistration.k8s.io/v1beta1",
    "internal.apiserver.k8s.io/v1alpha1",
    "apps/v1",
    "apps/v1beta1",
    "apps/v1beta2",
    "authentication.k8s.io/v1",
    "authentication.k8s.io/v1alpha1",
    "authentication.k8s.io/v1beta1",
    "authorization.k8s.io/v1",
    "authorization.k8s.io/v1beta1",
    "autoscaling/v1",
    "autoscaling/v2",
    "batch/v1",
    "batch/v1beta1",
    "certificates.k8s.io/v1",
    "certificates.k8s.io/v1beta1",
    "certificates.k8s.io/v1alpha1",
    "coordination.k8s.io/v1alpha2",
    "coordination.k8s.io/v1beta1",
    "coordination.k8s.io/v1",
    "discovery.k8s.io/v1",
    "discovery.k8s.io/v1beta1",
    "events.k8s.io/v1",
    "events.k8s.io/v1beta1",
    "extensions/v1beta1",
    "flowcontrol.apiserver.k8s.io/v1",
    "flowcontrol.apiserver.k8s.io/v1beta1",
    "flowcontrol.apiserver.k8s.io/v1beta2",
    "flowcontrol.apiserver.k8s.io/v1beta3",
    "lifecycle.k8s.io/v1alpha1",
    "networking.k8s.io/v1",
    "networking.k8s.io/v1beta1",
    "node.k8s.io/v1",
    "node.k8s.io/v1alpha1",
    "node.k8s.io/v1beta1",
    "policy/v1",
    "policy/v1beta1",
    "rbac.authorization.k8s.io/v1",
    "rbac.authorization.k8s.io/v1beta1",
    "rbac.authorization.k8s.io/v1alpha1",
    "resource.k8s.io/v1",
    "resource.k8s.io/v1beta2",
    "resource.k8s.io/v1beta1",
    "resource.k8s.io/v1alpha3",
    "scheduling.k8s.io/v1alpha3",
    "scheduling.k8s.io/v1beta1",
    "scheduling.k8s.io/v1",
    "storage.k8s.io/v1beta1",
    "storage.k8s.io/v1",
    "storage.k8s.io/v1alpha1",
    "storagemigration.k8s.io/v1",
    "storagemigration.k8s.io/v1beta1",
    "apiextensions.k8s.io/v1beta1",
    "apiextensions.k8s.io/v1",
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected values: helm template --kube-version.
    #[test]
    fn kube_versions() {
        for (text, version, normalized) in [
            ("1.29", "v1.29", "v1.29"),
            ("v1.28.3+k3s1", "v1.28.3+k3s1", "v1.28.3"),
            (" v1.2 ", "v v1.2 ", "v1.2"),
            ("1.02.3.4", "v1.02.3.4", "v1.2.3.4"),
        ] {
            let found = KubeVersion::parse(text).unwrap();
            assert_eq!((found.version.as_str(), found.normalized.as_str()), (version, normalized));
        }
        for (text, why) in [
            ("x", r#"could not parse "x" as version"#),
            ("1.2\nx", r#"could not parse "1.2\nx" as version"#),
            ("01.2", r#"illegal zero-prefixed version component "01" in "01.2""#),
            (
                "1.99999999999999999999",
                r#"illegal non-numeric version component "99999999999999999999" in "1.99999999999999999999": strconv.ParseUint: parsing "99999999999999999999": value out of range"#,
            ),
        ] {
            assert_eq!(
                KubeVersion::parse(text).unwrap_err(),
                format!("invalid kube version '{text}': {why}")
            );
        }
    }
}

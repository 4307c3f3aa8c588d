//! How names, labels and keys are written. Each check gives the API server's words for all that is wrong, or nothing.
//!
//! Go: k8s.io/apimachinery/pkg/util/validation, k8s.io/apimachinery/pkg/api/validate/content.

const LABEL: &str = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const SUBDOMAIN: &str = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
const KEY: &str = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";

/// The words for a text that does not match a regular expression.
pub fn mismatch(what: &str, pattern: &str, examples: &[&str]) -> String {
    if examples.is_empty() {
        return format!("{what} (regex used for validation is '{pattern}')");
    }
    let examples: Vec<String> = examples.iter().map(|example| format!("'{example}', ")).collect();
    format!("{what} (e.g. {}regex used for validation is '{pattern}')", examples.join(" or "))
}

fn too_long(most: usize) -> String {
    format!("must be no more than {most} characters")
}

/// The words of api/validate/content, which Kubernetes 1.36 has for labels.
fn too_many_bytes(most: usize) -> String {
    format!("must be no more than {most} bytes")
}

/// Whether the ends are letters or digits and what is between them is that or one of `between`.
fn is_word(text: &str, end: fn(u8) -> bool, between: &[u8]) -> bool {
    let bytes = text.as_bytes();
    let (Some(&first), Some(&last)) = (bytes.first(), bytes.last()) else { return false };
    end(first) && end(last) && bytes.iter().all(|b| end(*b) || between.contains(b))
}

fn lower(b: u8) -> bool {
    b.is_ascii_lowercase() || b.is_ascii_digit()
}

fn any_case(b: u8) -> bool {
    b.is_ascii_alphanumeric()
}

fn is_label(text: &str) -> bool {
    is_word(text, lower, b"-")
}

fn is_subdomain(text: &str) -> bool {
    !text.is_empty() && text.split('.').all(is_label)
}

/// A label of RFC 1123: `my-name`.
pub fn label(text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    if text.len() > 63 {
        wrong.push(too_long(63));
    }
    if !is_label(text) {
        wrong.push(if is_subdomain(text) {
            "must not contain dots".into()
        } else {
            let what = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
            mismatch(what, LABEL, &["my-name", "123-abc"])
        });
    }
    wrong
}

/// A subdomain of RFC 1123: `example.com`.
pub fn subdomain(text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    if text.len() > 253 {
        wrong.push(too_long(253));
    }
    if !is_subdomain(text) {
        let what = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
        wrong.push(mismatch(what, SUBDOMAIN, &["example.com"]));
    }
    wrong
}

/// A subdomain whose first label is `*`.
pub fn wildcard_subdomain(text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    if text.len() > 253 {
        wrong.push(too_long(253));
    }
    if !text.strip_prefix("*.").is_some_and(is_subdomain) {
        let what = "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character";
        wrong.push(mismatch(what, &format!(r"\*\.{SUBDOMAIN}"), &["*.example.com"]));
    }
    wrong
}

/// A label of RFC 1035: as of RFC 1123, but beginning with a letter.
pub fn label_1035(text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    if text.len() > 63 {
        wrong.push(too_long(63));
    }
    if !is_label(text) || !text.starts_with(|c: char| c.is_ascii_lowercase()) {
        let what = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";
        wrong.push(mismatch(what, "[a-z]([-a-z0-9]*[a-z0-9])?", &["my-name", "abc-123"]));
    }
    wrong
}

/// What stands behind the dash of `generateName` is not there yet.
pub fn as_prefix(text: &str) -> String {
    match text.strip_suffix('-') {
        // Go: maskTrailingDash cuts two letters, so that a dash before the last one goes unseen.
        Some(rest) if !rest.is_empty() => {
            let mut end = rest.len() - 1;
            while !rest.is_char_boundary(end) {
                end -= 1;
            }
            format!("{}a", &rest[..end])
        }
        _ => text.to_string(),
    }
}

/// A part of a path in the server's URLs: names of RBAC objects.
pub fn path_segment(text: &str) -> Vec<String> {
    if text == "." || text == ".." {
        return vec![format!("may not be '{text}'")];
    }
    path_segment_prefix(text)
}

/// The same, where more is to follow.
pub fn path_segment_prefix(text: &str) -> Vec<String> {
    ["/", "%"]
        .iter()
        .filter(|part| text.contains(**part))
        .map(|part| format!("may not contain '{part}'"))
        .collect()
}

/// A key of a label or an annotation, the name of a finalizer or condition: `app.kubernetes.io/name`.
pub fn qualified_name(text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let name = match text.split_once('/') {
        None => text,
        Some((_, name)) if name.contains('/') => {
            let what = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
            let mut text =
                format!("a valid label key {}", mismatch(what, KEY, &["MyName", "my.name", "123-abc"]));
            text.push_str(" with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
            return vec![text];
        }
        Some(("", name)) => {
            wrong.push("prefix part must be non-empty".into());
            name
        }
        Some((prefix, name)) => {
            wrong.extend(subdomain(prefix).into_iter().map(|what| format!("prefix part {what}")));
            name
        }
    };
    if name.is_empty() {
        wrong.push("name part must be non-empty".into());
    } else if name.len() > 63 {
        wrong.push(format!("name part {}", too_many_bytes(63)));
    }
    if !is_word(name, any_case, b"-_.") {
        let what = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
        wrong.push(format!("name part {}", mismatch(what, KEY, &["MyName", "my.name", "123-abc"])));
    }
    wrong
}

/// The value of a label.
pub fn label_value(text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    if text.len() > 63 {
        wrong.push(too_many_bytes(63));
    }
    if !text.is_empty() && !is_word(text, any_case, b"-_.") {
        let what = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
        wrong.push(mismatch(what, &format!("({KEY})?"), &["MyValue", "my_value", "12345"]));
    }
    wrong
}

/// The name of a port: `http-metrics`.
pub fn port_name(text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    if text.len() > 15 {
        wrong.push(too_long(15));
    }
    if text.is_empty() || !text.bytes().all(|b| lower(b) || b == b'-') {
        wrong.push("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)".into());
    }
    if !text.bytes().any(|b| b.is_ascii_lowercase()) {
        wrong.push("must contain at least one letter (a-z)".into());
    }
    if text.contains("--") {
        wrong.push("must not contain consecutive hyphens".into());
    }
    if text.starts_with('-') || text.ends_with('-') {
        wrong.push("must not begin or end with a hyphen".into());
    }
    wrong
}

/// The number of a port.
pub fn port_number(port: i64) -> Vec<String> {
    within(port, 1, 65535)
}

/// A number between two others.
pub fn within(value: i64, least: i64, most: i64) -> Vec<String> {
    match (least..=most).contains(&value) {
        true => Vec::new(),
        false => vec![format!("must be between {least} and {most}, inclusive")],
    }
}

/// `25%`
pub fn percent(text: &str) -> Vec<String> {
    let is_percent = text
        .strip_suffix('%')
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()));
    if is_percent {
        return Vec::new();
    }
    let what = "a valid percent string must be a numeric string followed by an ending '%'";
    vec![mismatch(what, "[0-9]+%", &["1%", "93%"])]
}

/// The name of a header of HTTP.
pub fn header_name(text: &str) -> Vec<String> {
    if !text.is_empty() && text.bytes().all(|b| any_case(b) || b == b'-') {
        return Vec::new();
    }
    let what = "a valid HTTP header must consist of alphanumeric characters or '-'";
    vec![mismatch(what, "[-A-Za-z0-9]+", &["X-Header-Name"])]
}

/// The name of an environment variable, by the relaxed rule that Kubernetes has since 1.30.
pub fn env_name(text: &str) -> Vec<String> {
    if text.is_empty() {
        return vec!["environment variable name must be non-empty".into()];
    }
    if text.bytes().all(|b| (b' '..=b'~').contains(&b) && b != b'=') {
        return Vec::new();
    }
    vec![
        "a valid environment variable name must consist only of printable ASCII characters other than '='"
            .into(),
    ]
}

/// The name of an environment variable, by the rule before.
pub fn strict_env_name(text: &str) -> Vec<String> {
    let starts = text.bytes().next().is_some_and(|b| !b.is_ascii_digit());
    let mut wrong = Vec::new();
    if !starts || !text.bytes().all(|b| any_case(b) || b"-._".contains(&b)) {
        let what = "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit";
        wrong.push(mismatch(
            what,
            "[-._a-zA-Z][-._a-zA-Z0-9]*",
            &["my.env-name", "MY_ENV.NAME", "MyEnvName1"],
        ));
    }
    wrong.extend(parent_folder(text));
    wrong
}

/// A key of a ConfigMap or Secret.
pub fn config_key(text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    if text.len() > 253 {
        wrong.push(too_long(253));
    }
    if text.is_empty() || !text.bytes().all(|b| any_case(b) || b"-._".contains(&b)) {
        let what = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";
        wrong.push(mismatch(what, "[-._a-zA-Z0-9]+", &["key.name", "KEY_NAME", "key-name"]));
    }
    wrong.extend(parent_folder(text));
    wrong
}

fn parent_folder(text: &str) -> Option<String> {
    match text {
        "." | ".." => Some(format!("must not be '{text}'")),
        _ if text.starts_with("..") => Some("must not start with '..'".into()),
        _ => None,
    }
}

/// The name of an extended resource and the like: a prefix, a `/`, a name.
pub fn is_native_resource(name: &str) -> bool {
    !name.contains('/') || name.contains("kubernetes.io/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (text, is_label_of_1123, is_of_1035, is_domain) in [
            ("web", true, true, true),
            ("1web", true, false, true),
            ("a.b", false, false, true),
            ("A", false, false, false),
            ("-a", false, false, false),
            ("a-", false, false, false),
            ("a..b", false, false, false),
            ("", false, false, false),
            ("a_b", false, false, false),
        ] {
            assert_eq!(label(text).is_empty(), is_label_of_1123, "{text}");
            assert_eq!(label_1035(text).is_empty(), is_of_1035, "{text}");
            assert_eq!(subdomain(text).is_empty(), is_domain, "{text}");
        }
        assert_eq!(label("a.b"), ["must not contain dots"]);
        assert_eq!(label(&"a".repeat(64)), ["must be no more than 63 characters"]);
    }

    #[test]
    fn keys_of_labels() {
        for good in ["a", "A.b_c-d", "example.com/x", "kubernetes.io/a.b"] {
            assert!(qualified_name(good).is_empty(), "{good}");
        }
        for bad in ["", "/a", "a/", "a/b/c", "-a", "a b", "EXAMPLE.com/a", &"a".repeat(64)] {
            assert!(!qualified_name(bad).is_empty(), "{bad}");
        }
        assert!(label_value("").is_empty() && label_value("v1.2-3_x").is_empty());
        assert!(!label_value("a:b").is_empty() && !label_value("-").is_empty());
    }
}

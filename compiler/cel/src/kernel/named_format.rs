//! Kubernetes' named formats of strings and what they say of strings that break them.
//! Go: apiserver cel/library/format.go, apimachinery pkg/util/validation, kube-openapi pkg/validation/strfmt.

use super::url;
use nexachart_go::time::{Location, Time};

/// A format of strings.
///
/// ```
/// use nexachart_cel::kernel::named_format::NamedFormat;
/// let label = NamedFormat::named("dns1123Label").unwrap();
/// assert_eq!(label.validate("a.b"), ["must not contain dots"]);
/// assert!(label.validate("a-b").is_empty());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedFormat(&'static Row);

#[derive(Debug, PartialEq, Eq)]
struct Row {
    /// As `format.named` knows it.
    key: &'static str,
    /// As it names itself.
    name: &'static str,
    /// How long a regular expression for it would be: a measure of its cost.
    regex_size: u64,
    rule: Rule,
}

#[derive(Debug, PartialEq, Eq)]
enum Rule {
    Dns1123Label(Use),
    Dns1123Subdomain(Use),
    Dns1035Label(Use),
    QualifiedName,
    LabelValue,
    Uri,
    Uuid,
    Byte,
    Date,
    DateTime,
}

/// What a name is for.
#[derive(Debug, PartialEq, Eq)]
enum Use {
    /// The whole name.
    Whole,
    /// Something will be appended, so that it may end with a dash.
    Prefix,
}

const fn row(key: &'static str, name: &'static str, regex_size: u64, rule: Rule) -> Row {
    Row { key, name, regex_size, rule }
}

static FORMATS: [Row; 13] = [
    row("dns1123Label", "DNS1123Label", 30, Rule::Dns1123Label(Use::Whole)),
    row("dns1123Subdomain", "DNS1123Subdomain", 60, Rule::Dns1123Subdomain(Use::Whole)),
    row("dns1035Label", "DNS1035Label", 30, Rule::Dns1035Label(Use::Whole)),
    row("qualifiedName", "QualifiedName", 60, Rule::QualifiedName),
    row("dns1123LabelPrefix", "DNS1123LabelPrefix", 30, Rule::Dns1123Label(Use::Prefix)),
    row("dns1123SubdomainPrefix", "DNS1123SubdomainPrefix", 60, Rule::Dns1123Subdomain(Use::Prefix)),
    row("dns1035LabelPrefix", "DNS1035LabelPrefix", 30, Rule::Dns1035Label(Use::Prefix)),
    row("labelValue", "LabelValue", 40, Rule::LabelValue),
    row("uri", "URI", 1103, Rule::Uri),
    row("uuid", "uuid", 70, Rule::Uuid),
    row("byte", "byte", 84, Rule::Byte),
    row("date", "date", 71, Rule::Date),
    row("datetime", "datetime", 71, Rule::DateTime),
];

impl NamedFormat {
    /// The format of this name.
    pub fn named(key: &str) -> Option<NamedFormat> {
        FORMATS.iter().find(|row| row.key == key).map(NamedFormat)
    }

    /// The name it has for itself, which is not always the one it is found by.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// How long a regular expression for it would be.
    pub fn regex_size(self) -> u64 {
        self.0.regex_size
    }

    /// What is wrong with a text; nothing if it has the format.
    pub fn validate(self, text: &str) -> Vec<String> {
        let bytes = text.as_bytes();
        match &self.0.rule {
            Rule::Dns1123Label(usage) => dns1123_label(&usage.whole(bytes)),
            Rule::Dns1123Subdomain(usage) => dns1123_subdomain(&usage.whole(bytes), CHARACTERS),
            Rule::Dns1035Label(usage) => dns1035_label(&usage.whole(bytes)),
            Rule::QualifiedName => qualified_name(bytes),
            Rule::LabelValue => label_value(bytes),
            Rule::Uri => url::check(text).err().into_iter().collect(),
            Rule::Uuid => unless(is_uuid(bytes), "does not match the UUID format"),
            Rule::Byte => unless(is_base64(bytes), "invalid base64"),
            Rule::Date => unless(is_date(bytes), "invalid date"),
            Rule::DateTime => unless(is_date_time(bytes), "invalid datetime"),
        }
    }
}

impl Use {
    /// The name with a letter in place of a dash at the end, if that may stand there. As in Go, the character before
    /// the dash goes too.
    fn whole(&self, name: &[u8]) -> Vec<u8> {
        match name {
            [start @ .., _, b'-'] if *self == Use::Prefix => [start, b"a"].concat(),
            _ => name.to_vec(),
        }
    }
}

fn unless(valid: bool, text: &str) -> Vec<String> {
    if valid { Vec::new() } else { vec![text.to_owned()] }
}

const DNS1123_LABEL: &str = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const DNS1123_SUBDOMAIN: &str = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
const DNS1035_LABEL: &str = "[a-z]([-a-z0-9]*[a-z0-9])?";
const NAME: &str = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";

const CHARACTERS: &str = "characters";
const BYTES: &str = "bytes";

/// Go: `RegexError`.
fn mismatch(text: &str, regex: &str, examples: &[&str]) -> String {
    let examples: Vec<_> = examples.iter().map(|example| format!("'{example}', ")).collect();
    format!("{text} (e.g. {}regex used for validation is '{regex}')", examples.join(" or "))
}

/// Older checks count the same bytes as `characters`.
fn too_long(text: &[u8], most: usize, unit: &str) -> Option<String> {
    (text.len() > most).then(|| format!("must be no more than {most} {unit}"))
}

fn is_dns_byte(byte: &u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-'
}

fn is_dns1123_label(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(is_dns_byte) && !text.starts_with(b"-") && !text.ends_with(b"-")
}

fn is_dns1123_subdomain(text: &[u8]) -> bool {
    text.split(|byte| *byte == b'.').all(is_dns1123_label)
}

/// `([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]`
fn is_name(text: &[u8]) -> bool {
    let edge = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    edge(text.first())
        && edge(text.last())
        && text.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte))
}

fn dns1123_label(text: &[u8]) -> Vec<String> {
    let mut errors: Vec<_> = too_long(text, 63, CHARACTERS).into_iter().collect();
    if !is_dns1123_label(text) {
        errors.push(match is_dns1123_subdomain(text) {
            true => "must not contain dots".to_owned(),
            false => mismatch(
                "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must \
                 start and end with an alphanumeric character",
                DNS1123_LABEL,
                &["my-name", "123-abc"],
            ),
        });
    }
    errors
}

fn dns1123_subdomain(text: &[u8], unit: &str) -> Vec<String> {
    let mut errors: Vec<_> = too_long(text, 253, unit).into_iter().collect();
    if !is_dns1123_subdomain(text) {
        errors.push(mismatch(
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and \
             must start and end with an alphanumeric character",
            DNS1123_SUBDOMAIN,
            &["example.com"],
        ));
    }
    errors
}

fn dns1035_label(text: &[u8]) -> Vec<String> {
    let mut errors: Vec<_> = too_long(text, 63, CHARACTERS).into_iter().collect();
    if !is_dns1123_label(text) || text.first().is_some_and(u8::is_ascii_digit) {
        errors.push(mismatch(
            "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic \
             character, and end with an alphanumeric character",
            DNS1035_LABEL,
            &["my-name", "abc-123"],
        ));
    }
    errors
}

/// A label's key. Go: `content.IsLabelKey`.
fn qualified_name(text: &[u8]) -> Vec<String> {
    let wrong_name = || {
        mismatch(
            "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an \
             alphanumeric character",
            NAME,
            &["MyName", "my.name", "123-abc"],
        )
    };
    let parts: Vec<_> = text.split(|byte| *byte == b'/').collect();
    let mut errors = Vec::new();
    let name = match parts[..] {
        [name] => name,
        [prefix, name] => {
            match prefix.is_empty() {
                true => errors.push("prefix part must be non-empty".to_owned()),
                false => {
                    errors.extend(
                        dns1123_subdomain(prefix, BYTES).iter().map(|error| format!("prefix part {error}")),
                    );
                }
            }
            name
        }
        _ => {
            let wrong = wrong_name();
            return vec![format!(
                "a valid label key {wrong} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
            )];
        }
    };
    if name.is_empty() {
        errors.push("name part must be non-empty".to_owned());
    }
    errors.extend(too_long(name, 63, BYTES).map(|error| format!("name part {error}")));
    if !is_name(name) {
        errors.push(format!("name part {}", wrong_name()));
    }
    errors
}

fn label_value(text: &[u8]) -> Vec<String> {
    let mut errors: Vec<_> = too_long(text, 63, BYTES).into_iter().collect();
    if !text.is_empty() && !is_name(text) {
        errors.push(mismatch(
            "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must \
             start and end with an alphanumeric character",
            &format!("({NAME})?"),
            &["MyValue", "my_value", "12345"],
        ));
    }
    errors
}

/// Five groups of hexadecimal digits; the dashes between them may be missing.
fn is_uuid(text: &[u8]) -> bool {
    let mut rest = text;
    for (n, digits) in [8, 4, 4, 4, 12].into_iter().enumerate() {
        if n > 0 {
            rest = rest.strip_prefix(b"-").unwrap_or(rest);
        }
        let Some((group, after)) = rest.split_at_checked(digits) else { return false };
        if !group.iter().all(u8::is_ascii_hexdigit) {
            return false;
        }
        rest = after;
    }
    rest.is_empty()
}

/// At least one group of four, the last filled up.
fn is_base64(text: &[u8]) -> bool {
    let digits = text.strip_suffix(b"==").or_else(|| text.strip_suffix(b"=")).unwrap_or(text);
    let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/".contains(byte);
    !text.is_empty() && text.len().is_multiple_of(4) && digits.iter().all(is_digit)
}

fn is_date(text: &[u8]) -> bool {
    Time::parse(b"2006-01-02", text, &Location::UTC).is_ok()
}

/// Go: strfmt `IsDateTime`: a date, a `t`, and a time up to the next `t`.
fn is_date_time(text: &[u8]) -> bool {
    let mut parts = text.split(|byte| byte.eq_ignore_ascii_case(&b't'));
    let (Some(date), Some(time)) = (parts.next(), parts.next()) else { return false };
    let [h, h2, b':', m, m2, b':', s, s2, rest @ ..] = time else { return false };
    let digits = [h, h2, m, m2, s, s2].into_iter().all(u8::is_ascii_digit);
    if !digits || [*h, *h2] > *b"23" || *m > b'5' || *s > b'5' || !is_date(date) {
        return false;
    }
    // Any character may separate the fraction.
    let (_, width) = nexachart_go::utf8::decode(rest);
    let fraction = rest.get(width..).unwrap_or_default();
    let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
    is_zone(rest) || (digits > 0 && rest[0] != b'\n' && is_zone(&fraction[digits..]))
}

fn is_zone(text: &[u8]) -> bool {
    match text {
        [zone] => zone.eq_ignore_ascii_case(&b'z'),
        [b'+' | b'-', h, h2, b':', m, m2] => [h, h2, m, m2].into_iter().all(u8::is_ascii_digit),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::NamedFormat;

    #[test]
    fn what_is_valid() {
        let cases = [
            ("dns1123Label", "a-1", true),
            ("dns1123Label", "A", false),
            ("dns1123LabelPrefix", "a-", true),
            ("dns1123LabelPrefix", "-", false),
            // The character before the dash is not looked at.
            ("dns1123LabelPrefix", "A-", true),
            ("dns1035Label", "1a", false),
            ("qualifiedName", "a.b/C_d", true),
            ("qualifiedName", "a/b/c", false),
            ("labelValue", "", true),
            ("labelValue", "-a", false),
            ("uuid", "123E4567e89b-12d3a456-426614174000", true),
            ("byte", "", false),
            ("byte", "YQ==", true),
            ("byte", "YQ=", false),
            ("date", "2020-02-29", true),
            ("date", "2021-02-29", false),
            ("datetime", "2021-01-01t00:00:00z", true),
            ("datetime", "2021-01-01T00:00:00,5Z", true),
            ("datetime", "2021-01-01T24:00:00Z", false),
            ("datetime", "2021-01-01T00:00:00Ztrailing", true),
        ];
        for (format, text, valid) in cases {
            assert_eq!(
                NamedFormat::named(format).unwrap().validate(text).is_empty(),
                valid,
                "{format} {text}"
            );
        }
    }

    #[test]
    fn lengths() {
        let first =
            |format: &str, text: &str| NamedFormat::named(format).unwrap().validate(text).swap_remove(0);
        assert_eq!(first("dns1123Label", &"a".repeat(64)), "must be no more than 63 characters");
        assert_eq!(first("labelValue", &"a".repeat(64)), "must be no more than 63 bytes");
        assert_eq!(
            first("qualifiedName", &format!("a/{}", "a".repeat(64))),
            "name part must be no more than 63 bytes"
        );
    }
}

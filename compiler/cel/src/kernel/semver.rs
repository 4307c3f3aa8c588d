//! Semantic versions as CEL takes them. Go: github.com/blang/semver/v4, apiserver cel/library/semverlib.go.

use nexachart_go::strconv::{parse_uint, quote};
use std::cmp::Ordering;
use std::fmt;

/// A version. Equal and ordered as the specification says: without a look at build metadata.
///
/// ```
/// use nexachart_cel::kernel::semver::Semver;
/// assert!(Semver::parse("1.2.3-rc.2")? < Semver::parse("1.2.3-rc.10+build")?);
/// assert_eq!(Semver::parse_lenient("v01.2")?.to_string(), "1.2.0");
/// assert_eq!(Semver::parse("1.2").unwrap_err(), "No Major.Minor.Patch elements found");
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug)]
pub struct Semver {
    /// The first number.
    pub major: u64,
    /// The second number.
    pub minor: u64,
    /// The third number.
    pub patch: u64,
    pre: Vec<Identifier>,
    build: Vec<String>,
}

/// A part of a pre-release, in order of precedence: numbers before texts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Identifier {
    Number(u64),
    Text(String),
}

impl Semver {
    /// A version as the specification wants it.
    ///
    /// # Errors
    /// The library's text.
    pub fn parse(text: &str) -> Result<Semver, String> {
        if text.is_empty() {
            return Err("Version string empty".to_owned());
        }
        let mut parts = text.splitn(3, '.');
        let (Some(major), Some(minor), Some(rest)) = (parts.next(), parts.next(), parts.next()) else {
            return Err("No Major.Minor.Patch elements found".to_owned());
        };
        let major = number("Major", major)?;
        let minor = number("Minor", minor)?;
        let (rest, build) = cut(rest, '+');
        let (patch, pre) = cut(rest, '-');
        let patch = number("Patch", patch)?;
        let pre = pre.map_or_else(|| Ok(Vec::new()), |pre| pre.split('.').map(identifier).collect())?;
        let build = build.map_or_else(|| Ok(Vec::new()), |build| build.split('.').map(metadata).collect())?;
        Ok(Semver { major, minor, patch, pre, build })
    }

    /// A version that may begin with `v`, have zeros before its numbers, and lack the last of them.
    ///
    /// # Errors
    /// The library's text.
    pub fn parse_lenient(text: &str) -> Result<Semver, String> {
        let text = text.strip_prefix('v').unwrap_or(text);
        let mut parts: Vec<String> = text.splitn(3, '.').map(without_zeros).collect();
        if parts.len() < 3 && parts.last().is_some_and(|last| last.contains(['+', '-'])) {
            return Err("short version cannot contain PreRelease/Build meta data".to_owned());
        }
        while parts.len() < 3 {
            parts.push("0".to_owned());
        }
        Semver::parse(&parts.join("."))
    }
}

/// Without zeros at the beginning, but with one before what is no digit.
fn without_zeros(part: &str) -> String {
    if part.len() < 2 {
        return part.to_owned();
    }
    let rest = part.trim_start_matches('0');
    if rest.starts_with(|c: char| c.is_ascii_digit()) { rest.to_owned() } else { format!("0{rest}") }
}

fn cut(text: &str, separator: char) -> (&str, Option<&str>) {
    text.split_once(separator).map_or((text, None), |(before, after)| (before, Some(after)))
}

fn number(name: &str, text: &str) -> Result<u64, String> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        let name = name.to_ascii_lowercase();
        return Err(format!("Invalid character(s) found in {name} number {}", quote(text.as_bytes())));
    }
    if has_leading_zeros(text) {
        return Err(format!("{name} number must not contain leading zeroes {}", quote(text.as_bytes())));
    }
    parse_uint(text.as_bytes(), 10, 64).map_err(|error| error.to_string())
}

fn identifier(text: &str) -> Result<Identifier, String> {
    if text.is_empty() {
        return Err("Prerelease is empty".to_owned());
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        if has_leading_zeros(text) {
            let text = quote(text.as_bytes());
            return Err(format!("Numeric PreRelease version must not contain leading zeroes {text}"));
        }
        return parse_uint(text.as_bytes(), 10, 64)
            .map(Identifier::Number)
            .map_err(|error| error.to_string());
    }
    if !text.bytes().all(is_identifier) {
        return Err(format!("Invalid character(s) found in prerelease {}", quote(text.as_bytes())));
    }
    Ok(Identifier::Text(text.to_owned()))
}

fn metadata(text: &str) -> Result<String, String> {
    if text.is_empty() {
        return Err("Build meta data is empty".to_owned());
    }
    if !text.bytes().all(is_identifier) {
        return Err(format!("Invalid character(s) found in build meta data {}", quote(text.as_bytes())));
    }
    Ok(text.to_owned())
}

fn is_identifier(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-'
}

fn has_leading_zeros(text: &str) -> bool {
    text.len() > 1 && text.starts_with('0')
}

impl fmt::Display for Semver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)?;
        for (n, part) in self.pre.iter().enumerate() {
            f.write_str(if n == 0 { "-" } else { "." })?;
            match part {
                Identifier::Number(number) => write!(f, "{number}")?,
                Identifier::Text(text) => f.write_str(text)?,
            }
        }
        for (n, part) in self.build.iter().enumerate() {
            write!(f, "{}{part}", if n == 0 { "+" } else { "." })?;
        }
        Ok(())
    }
}

impl Ord for Semver {
    fn cmp(&self, other: &Semver) -> Ordering {
        let numbers = |version: &Semver| (version.major, version.minor, version.patch);
        // A release comes after its pre-releases.
        numbers(self)
            .cmp(&numbers(other))
            .then_with(|| self.pre.is_empty().cmp(&other.pre.is_empty()))
            .then_with(|| self.pre.cmp(&other.pre))
    }
}

impl PartialOrd for Semver {
    fn partial_cmp(&self, other: &Semver) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Semver {
    fn eq(&self, other: &Semver) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Semver {}

#[cfg(test)]
mod tests {
    use super::Semver;

    #[test]
    fn strict() {
        let cases = [
            ("", "Version string empty"),
            ("1.2", "No Major.Minor.Patch elements found"),
            ("v1.2.3", "Invalid character(s) found in major number \"v1\""),
            ("1.02.3", "Minor number must not contain leading zeroes \"02\""),
            ("1.2.3-01", "Numeric PreRelease version must not contain leading zeroes \"01\""),
            ("1.2.3-", "Prerelease is empty"),
            ("1.2.3+", "Build meta data is empty"),
            ("1..3", "strconv.ParseUint: parsing \"\": invalid syntax"),
        ];
        for (text, want) in cases {
            assert_eq!(Semver::parse(text).unwrap_err(), want);
        }
    }

    #[test]
    fn lenient() {
        for (text, want) in [("v1", "1.0.0"), ("01.002", "1.2.0"), ("1.2.03-rc.1+b", "1.2.3-rc.1+b")] {
            assert_eq!(Semver::parse_lenient(text).unwrap().to_string(), want);
        }
        assert!(Semver::parse_lenient("1.2-rc").is_err());
        assert!(Semver::parse_lenient("vv1.2.3").is_err());
    }

    #[test]
    fn precedence() {
        let order = [
            "1.0.0-1",
            "1.0.0-2",
            "1.0.0-10",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-beta",
            "1.0.0",
            "1.0.1",
        ];
        let order = order.map(|text| Semver::parse(text).unwrap());
        assert!(order.is_sorted_by(|a, b| a < b));
    }
}

//! Constraints: comparators that must hold together, in groups of which one must hold.

use super::comparator::{Comparator, Written, count_spaces, scan_version};
use super::version::Version;
use crate::strconv;
use std::borrow::Cow;
use std::fmt;

/// The longest text that is read as a constraint, in bytes. Go: semver/constraints.go `MaxConstraintLen`.
pub const MAX_CONSTRAINT_LEN: usize = 512;

/// The most groups (divided by `||`) a constraint can have. Go: `MaxConstraintGroups`.
pub const MAX_CONSTRAINT_GROUPS: usize = 32;

/// What a version can be checked against: groups divided by `||`, in them comparators divided by spaces
/// or commas (`>=1.2, <2 || ~3.1.x`), and ranges (`1.2 - 2.4.5`). Printed, it is in the library's form:
/// comparators as written without inner spaces, one space between them, ` || ` between groups.
/// Go: semver/constraints.go.
///
/// A pre-release is accepted only by a group in which some comparator has a pre-release itself.
///
/// ```
/// use nexachart_go::semver::{Constraints, Version};
/// let constraints = Constraints::parse(b">= 1.34-0, <2 || 3.x").unwrap();
/// assert!(constraints.check(&Version::parse(b"v1.34.0-gke.1").unwrap()));
/// assert!(!constraints.check(&Version::parse(b"3.0.0-rc.1").unwrap()));
/// assert_eq!(constraints.to_string(), ">=1.34-0 <2 || 3.x");
/// let reasons = constraints.validate(&Version::parse(b"2.1").unwrap()).unwrap_err();
/// assert_eq!(reasons, [r#""2.1.0" is greater than or equal to "2""#, r#""2.1.0" is less than "3.x""#]);
/// ```
#[derive(Clone, Debug)]
pub struct Constraints {
    groups: Vec<Group>,
    prereleases: Prereleases,
}

/// Which pre-releases a constraint accepts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Prereleases {
    /// Those of groups in which a comparator has a pre-release.
    #[default]
    WhereNamed,
    /// All that the comparators accept. Go: `IncludePrerelease`.
    Included,
}

/// Why a text is no constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConstraintError {
    /// More than [`MAX_CONSTRAINT_LEN`] bytes.
    TooLong,
    /// More than [`MAX_CONSTRAINT_GROUPS`] groups.
    TooManyGroups,
    /// This group (with its ranges rewritten to comparators) is not of the form.
    Improper(Vec<u8>),
    /// A version in it is none, like `1.2x` or `1.0.0-01`.
    Version,
}

impl fmt::Display for ConstraintError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ConstraintError::TooLong => {
                write!(f, "constraint string is too long (max {MAX_CONSTRAINT_LEN} bytes)")
            }
            ConstraintError::TooManyGroups => {
                write!(f, "too many constraint groups (max {MAX_CONSTRAINT_GROUPS})")
            }
            ConstraintError::Improper(group) => write!(f, "improper constraint: {}", strconv::quote(group)),
            ConstraintError::Version => f.write_str("constraint parser error"),
        }
    }
}

impl std::error::Error for ConstraintError {}

#[derive(Clone, Debug)]
struct Group {
    comparators: Vec<Comparator>,
    names_prerelease: bool,
}

impl Constraints {
    /// Reads a constraint. Go: `NewConstraint`.
    ///
    /// # Errors
    ///
    /// [`ConstraintError`]; of several faults the one in the first group.
    pub fn parse(text: &[u8]) -> Result<Constraints, ConstraintError> {
        if text.len() > MAX_CONSTRAINT_LEN {
            return Err(ConstraintError::TooLong);
        }
        let text = rewrite_ranges(text);
        let texts = split_groups(&text);
        if texts.len() > MAX_CONSTRAINT_GROUPS {
            return Err(ConstraintError::TooManyGroups);
        }
        let groups = texts.into_iter().map(Group::parse).collect::<Result<_, _>>()?;
        Ok(Constraints { groups, prereleases: Prereleases::default() })
    }

    /// The same constraint with another rule for pre-releases.
    pub fn with_prereleases(self, prereleases: Prereleases) -> Constraints {
        Constraints { prereleases, ..self }
    }

    /// Whether the version satisfies the constraint. Go: `Check`.
    pub fn check(&self, version: &Version) -> bool {
        let holds =
            |group: &Group| group.comparators.iter().all(|comparator| comparator.check(version).is_ok());
        self.groups.iter().any(|group| self.considers(group, version) && holds(group))
    }

    /// As [`Constraints::check`], but with the reasons. Go: `Validate`.
    ///
    /// # Errors
    ///
    /// What each comparator has against the version, in the order they are written; that it is a
    /// pre-release is said once.
    pub fn validate(&self, version: &Version) -> Result<(), Vec<String>> {
        let mut reasons = Vec::new();
        let mut told_of_prerelease = false;
        for group in &self.groups {
            if !self.considers(group, version) {
                if !told_of_prerelease {
                    reasons.push(format!(
                        "\"{version}\" is a prerelease version and the constraint is only looking for release versions"
                    ));
                    told_of_prerelease = true;
                }
                continue;
            }
            let before = reasons.len();
            for comparator in &group.comparators {
                if let Err(refusal) = comparator.check(version) {
                    reasons.push(comparator.explain(refusal, version));
                }
            }
            if reasons.len() == before {
                return Ok(());
            }
        }
        Err(reasons)
    }

    fn considers(&self, group: &Group, version: &Version) -> bool {
        version.prerelease().is_empty() || group.names_prerelease || self.prereleases == Prereleases::Included
    }
}

impl fmt::Display for Constraints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, group) in self.groups.iter().enumerate() {
            if n > 0 {
                f.write_str(" || ")?;
            }
            for (n, comparator) in group.comparators.iter().enumerate() {
                if n > 0 {
                    f.write_str(" ")?;
                }
                comparator.fmt(f)?;
            }
        }
        Ok(())
    }
}

impl Group {
    fn parse(text: &[u8]) -> Result<Group, ConstraintError> {
        let written = split_comparators(text).ok_or_else(|| ConstraintError::Improper(text.to_vec()))?;
        let comparators: Vec<_> = written
            .into_iter()
            .map(Comparator::new)
            .collect::<Option<_>>()
            .ok_or(ConstraintError::Version)?;
        let names_prerelease = comparators.iter().any(Comparator::names_prerelease);
        Ok(Group { comparators, names_prerelease })
    }
}

/// Go: `strings.Split(text, "||")`.
fn split_groups(text: &[u8]) -> Vec<&[u8]> {
    let mut groups = Vec::new();
    let mut start = 0;
    for at in memchr::memmem::find_iter(text, b"||") {
        groups.push(&text[start..at]);
        start = at + 2;
    }
    groups.push(&text[start..]);
    groups
}

/// The comparators of a group: spaces or a comma between them, spaces around them. Go:
/// `validConstraintRegex` and then `findConstraintRegex`, which find the same ones.
fn split_comparators(text: &[u8]) -> Option<Vec<Written<'_>>> {
    let mut found = Vec::new();
    let mut at = count_spaces(text);
    loop {
        let (written, length) = Written::scan(&text[at..])?;
        found.push(written);
        at += length;
        let spaces = count_spaces(&text[at..]);
        at += spaces;
        match text.get(at) {
            None => return Some(found),
            Some(b',') => {
                at += 1;
                at += count_spaces(&text[at..]);
            }
            Some(_) if spaces > 0 => {}
            Some(_) => return None,
        }
    }
}

/// `a - b` becomes `>= a, <= b `. Go: `rewriteRange`.
fn rewrite_ranges(text: &[u8]) -> Cow<'_, [u8]> {
    let mut rewritten = Cow::Borrowed(text);
    let mut at = 0;
    while at < text.len() {
        let Some((low, high, length)) = scan_range(&text[at..]) else {
            at += 1;
            continue;
        };
        let range = &text[at..at + length];
        at += length;
        // The first place with the same text, which is not always this one: so does Go.
        if let Some(place) = memchr::memmem::find(&rewritten, range) {
            let mut new = rewritten[..place].to_vec();
            new.extend_from_slice(format!(">= {low}, <= {high} ").as_bytes());
            new.extend_from_slice(&rewritten[place + length..]);
            rewritten = Cow::Owned(new);
        }
    }
    rewritten
}

/// A range at the beginning of `text`: its two versions, and its length with the spaces around it.
fn scan_range(text: &[u8]) -> Option<(&str, &str, usize)> {
    let mut at = count_spaces(text);
    let (_, low) = scan_version(&text[at..])?;
    at += low.len();
    at += some_spaces(&text[at..])?;
    if text.get(at) != Some(&b'-') {
        return None;
    }
    at += 1;
    at += some_spaces(&text[at..])?;
    let (_, high) = scan_version(&text[at..])?;
    at += high.len();
    at += count_spaces(&text[at..]);
    Some((low, high, at))
}

fn some_spaces(text: &[u8]) -> Option<usize> {
    Some(count_spaces(text)).filter(|&count| count > 0)
}

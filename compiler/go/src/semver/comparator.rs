//! One operator with one version, as in `>=1.2` or `^1.x`, and what it says of a version.

use super::shape::{self, Shape};
use super::version::Version;

/// One member of a constraint.
#[derive(Clone, Debug)]
pub(super) struct Comparator {
    /// The operator as written.
    sign: &'static str,
    operator: Operator,
    /// The version as written, with its `v` and wildcards.
    written: String,
    /// The version to compare with: 0 for what is missing or a wildcard, and then without metadata.
    bound: Version,
    open: Open,
}

/// A comparator as it stands in the text; its version may still turn out to be none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written<'a> {
    sign: &'static str,
    operator: Operator,
    version: &'a str,
    shape: Shape<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Operator {
    /// Equal; with an open version the same as [`Operator::Tilde`].
    Same,
    Not,
    Greater,
    Less,
    GreaterEqual,
    LessEqual,
    Tilde,
    Caret,
}

/// Each sign stands before those that it starts with.
const SIGNS: [(&str, Operator); 12] = [
    ("!=", Operator::Not),
    (">=", Operator::GreaterEqual),
    ("=>", Operator::GreaterEqual),
    ("<=", Operator::LessEqual),
    ("=<", Operator::LessEqual),
    ("~>", Operator::Tilde),
    ("=", Operator::Same),
    (">", Operator::Greater),
    ("<", Operator::Less),
    ("~", Operator::Tilde),
    ("^", Operator::Caret),
    ("", Operator::Same),
];

/// The first number that is missing or a wildcard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Nothing,
    Major,
    Minor,
    Patch,
}

/// Why a comparator does not accept a version.
#[derive(Clone, Copy, Debug)]
pub(super) enum Refusal {
    Equal,
    NotEqual,
    LessOrEqual,
    GreaterOrEqual,
    Less,
    Greater,
    OtherMajor,
    OtherMajorOrMinor,
    OtherMinor,
    OtherMinorUnderZero,
    OtherPatchUnderZero,
}

impl<'a> Written<'a> {
    /// Reads a sign, spaces and a version at the beginning of `text`, and says where they end.
    pub(super) fn scan(text: &'a [u8]) -> Option<(Written<'a>, usize)> {
        let (sign, operator) = SIGNS.into_iter().find(|(sign, _)| text.starts_with(sign.as_bytes()))?;
        let start = sign.len() + count_spaces(&text[sign.len()..]);
        let (shape, version) = scan_version(&text[start..])?;
        Some((Written { sign, operator, version, shape }, start + version.len()))
    }
}

/// Reads the version of a comparator at the beginning of `text`: as a version, but with any mix of
/// digits and wildcards for a number. Go: `cvRegex` in semver/constraints.go, whose `|` is meant as
/// "or" and stands for itself.
pub(super) fn scan_version(text: &[u8]) -> Option<(Shape<'_>, &str)> {
    let numeral = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'x' | b'X' | b'*' | b'|');
    let (shape, end) = shape::scan(text, numeral)?;
    Some((shape, std::str::from_utf8(&text[..end]).ok()?))
}

/// How many bytes at the beginning of `text` are what a regular expression takes as `\s`.
pub(super) fn count_spaces(text: &[u8]) -> usize {
    let space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c');
    text.iter().position(|byte| !space(byte)).unwrap_or(text.len())
}

impl Comparator {
    /// `None` where the version has the outline of one but is none: `1.2x`, `1.0.0-01`.
    pub(super) fn new(written: Written<'_>) -> Option<Comparator> {
        let Written { sign, operator, version, shape: Shape { major, minor, patch, pre, .. } } = written;
        let missing = |number: &str| matches!(number, "" | "x" | "X" | "*");
        let dash = if pre.is_empty() { "" } else { "-" };
        let (open, closed) = if missing(major) {
            (Open::Major, format!("0.0.0{dash}{pre}"))
        } else if missing(minor) {
            (Open::Minor, format!("{major}.0.0{dash}{pre}"))
        } else if missing(patch) {
            (Open::Patch, format!("{major}.{minor}.0{dash}{pre}"))
        } else {
            (Open::Nothing, version.to_owned())
        };
        let bound = Version::parse(closed.as_bytes()).ok()?;
        Some(Comparator { sign, operator, written: version.to_owned(), bound, open })
    }

    /// Whether the version has a pre-release.
    pub(super) fn names_prerelease(&self) -> bool {
        !self.bound.prerelease().is_empty()
    }

    /// Go: the `constraintFunc`s of semver/constraints.go. Whether pre-releases are wanted at all is for
    /// the caller to ask.
    pub(super) fn check(&self, version: &Version) -> Result<(), Refusal> {
        let bound = &self.bound;
        let major = |version: &Version| version.major();
        let minor = |version: &Version| (version.major(), version.minor());
        match self.operator {
            Operator::Same if self.open == Open::Nothing => accept(version == bound, Refusal::NotEqual),
            Operator::Same | Operator::Tilde => self.check_tilde(version),
            Operator::Caret => self.check_caret(version),
            Operator::Less => accept(version < bound, Refusal::GreaterOrEqual),
            Operator::GreaterEqual => accept(version >= bound, Refusal::Less),
            Operator::Greater => {
                // An open version stands for its whole range: 11.2.0 is not `>11`.
                let greater = match self.open {
                    Open::Nothing | Open::Major => version > bound,
                    Open::Minor => major(version) > major(bound),
                    Open::Patch => minor(version) > minor(bound),
                };
                accept(greater, Refusal::LessOrEqual)
            }
            Operator::LessEqual => {
                let at_most = match self.open {
                    Open::Nothing => version <= bound,
                    Open::Minor => major(version) <= major(bound),
                    Open::Major | Open::Patch => minor(version) <= minor(bound),
                };
                accept(at_most, Refusal::Greater)
            }
            Operator::Not => {
                let equal = match self.open {
                    Open::Nothing | Open::Major => version == bound,
                    Open::Minor => major(version) == major(bound),
                    Open::Patch => {
                        minor(version) == minor(bound) && version.prerelease() == bound.prerelease()
                    }
                };
                accept(!equal, Refusal::Equal)
            }
        }
    }

    /// `~1.2.3`: from there to the next minor; `~1`: to the next major; `~*` and `~0.0.0`: anything.
    fn check_tilde(&self, version: &Version) -> Result<(), Refusal> {
        let bound = &self.bound;
        accept(version >= bound, Refusal::Less)?;
        let zero = (bound.major(), bound.minor(), bound.patch()) == (0, 0, 0);
        if zero && matches!(self.open, Open::Nothing | Open::Major) {
            return Ok(());
        }
        accept(version.major() == bound.major(), Refusal::OtherMajor)?;
        let any_minor = self.open == Open::Minor;
        accept(any_minor || version.minor() == bound.minor(), Refusal::OtherMajorOrMinor)
    }

    /// `^1.2.3`: from there to the next change of the first number that is not 0.
    fn check_caret(&self, version: &Version) -> Result<(), Refusal> {
        let bound = &self.bound;
        accept(version >= bound, Refusal::Less)?;
        accept(version.major() == bound.major(), Refusal::OtherMajor)?;
        if bound.major() > 0 || self.open == Open::Minor {
            return Ok(());
        }
        if bound.minor() > 0 || self.open == Open::Patch {
            return accept(version.minor() == bound.minor(), Refusal::OtherMinorUnderZero);
        }
        accept(version.minor() == 0, Refusal::OtherMinor)?;
        accept(version.patch() == bound.patch(), Refusal::OtherPatchUnderZero)
    }

    /// The library's words for a refusal.
    pub(super) fn explain(&self, refusal: Refusal, version: &Version) -> String {
        let (relation, addition) = match refusal {
            Refusal::Equal => ("is equal to", ""),
            Refusal::NotEqual => ("is not equal to", ""),
            Refusal::LessOrEqual => ("is less than or equal to", ""),
            Refusal::GreaterOrEqual => ("is greater than or equal to", ""),
            Refusal::Less => ("is less than", ""),
            Refusal::Greater => ("is greater than", ""),
            Refusal::OtherMajor => ("does not have same major version as", ""),
            Refusal::OtherMajorOrMinor => ("does not have same major and minor version as", ""),
            Refusal::OtherMinor => ("does not have same minor version as", ""),
            Refusal::OtherMinorUnderZero => (
                "does not have same minor version as",
                ". Expected minor versions to match when constraint major version is 0",
            ),
            Refusal::OtherPatchUnderZero => (
                "does not equal",
                ". Expect version and constraint to equal when major and minor versions are 0",
            ),
        };
        format!("\"{version}\" {relation} \"{}\"{addition}", self.written)
    }
}

impl std::fmt::Display for Comparator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.sign, self.written)
    }
}

fn accept(accepted: bool, refusal: Refusal) -> Result<(), Refusal> {
    if accepted { Ok(()) } else { Err(refusal) }
}

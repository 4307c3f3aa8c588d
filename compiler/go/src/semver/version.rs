//! A semantic version: reading, printing, order, and the next versions.

use super::shape::{self, Shape};
use crate::strconv::{self, NumError};
use std::cmp::Ordering;
use std::fmt;

/// The longest text that is read as a version, in bytes. Go: semver/version.go `MaxVersionLen`.
pub const MAX_VERSION_LEN: usize = 256;

/// A semantic version, and the text it was read from.
///
/// Versions are ordered by precedence: the three numbers, then the pre-release (a version that has one
/// is lower); metadata does not count, so two versions can be equal and print differently.
/// Go: semver/version.go.
///
/// ```
/// use nexachart_go::semver::Version;
/// let version = Version::parse(b"v1.34-rc.1+gke").unwrap();
/// assert_eq!(version.to_string(), "1.34.0-rc.1+gke");
/// assert_eq!(version.original(), "v1.34-rc.1+gke");
/// assert!(version < Version::parse(b"1.34").unwrap());
/// ```
#[derive(Clone, Debug)]
pub struct Version {
    major: u64,
    minor: u64,
    patch: u64,
    pre: String,
    metadata: String,
    original: String,
}

/// Why a text is no version.
#[derive(Clone, Debug, PartialEq)]
pub enum VersionError {
    /// Not of a version's outline.
    Invalid,
    /// The empty text (strict reading only; the lenient one says [`VersionError::Invalid`]).
    Empty,
    /// A number has other characters than digits (strict reading only).
    InvalidCharacters,
    /// A number (strict reading only) or a numeric pre-release identifier has a leading zero.
    SegmentStartsZero,
    /// The metadata has an empty identifier or a character that is not allowed.
    InvalidMetadata,
    /// The pre-release has an empty identifier or a character that is not allowed.
    InvalidPrerelease,
    /// More than [`MAX_VERSION_LEN`] bytes.
    TooLong,
    /// A number does not fit 64 bits (lenient reading).
    Segment(NumError<u64>),
    /// A number is empty or does not fit 64 bits (strict reading).
    Number(NumError<u64>),
}

impl fmt::Display for VersionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            VersionError::Invalid => "invalid semantic version",
            VersionError::Empty => "version string empty",
            VersionError::InvalidCharacters => "invalid characters in version",
            VersionError::SegmentStartsZero => "version segment starts with 0",
            VersionError::InvalidMetadata => "invalid metadata string",
            VersionError::InvalidPrerelease => "invalid prerelease string",
            VersionError::TooLong => {
                return write!(f, "version string is too long (max {MAX_VERSION_LEN} bytes)");
            }
            VersionError::Segment(error) => return write!(f, "error parsing version segment: {error}"),
            VersionError::Number(error) => return error.fmt(f),
        })
    }
}

impl std::error::Error for VersionError {}

impl Version {
    /// Reads a version leniently: a leading `v`, missing minor and patch numbers, and leading zeros in
    /// the three numbers are accepted. Go: `NewVersion` with its default `CoerceNewVersion`.
    ///
    /// # Errors
    ///
    /// Every [`VersionError`] but those marked as of the strict reading.
    pub fn parse(text: &[u8]) -> Result<Version, VersionError> {
        if text.len() > MAX_VERSION_LEN {
            return Err(VersionError::TooLong);
        }
        let (shape, end) = shape::scan(text, |byte| byte.is_ascii_digit()).ok_or(VersionError::Invalid)?;
        if end != text.len() {
            return Err(VersionError::Invalid);
        }
        let Shape { major, minor, patch, pre, metadata } = shape;
        let number = |digits: &str| {
            if digits.is_empty() {
                return Ok(0);
            }
            strconv::parse_uint(digits.as_bytes(), 10, 64).map_err(VersionError::Segment)
        };
        let (major, minor, patch) = (number(major)?, number(minor)?, number(patch)?);
        if !pre.is_empty() {
            validate_prerelease(pre.as_bytes())?;
        }
        Ok(Version {
            major,
            minor,
            patch,
            pre: pre.into(),
            metadata: metadata.into(),
            original: as_ascii(text)?,
        })
    }

    /// Reads a version by the letter of the specification: three numbers, no `v`, no leading zeros.
    /// Go: `StrictNewVersion`.
    ///
    /// # Errors
    ///
    /// Any [`VersionError`]; what is wrong with the metadata is told before what is wrong with the
    /// pre-release, and that before what is wrong with the numbers.
    pub fn parse_strict(text: &[u8]) -> Result<Version, VersionError> {
        if text.is_empty() {
            return Err(VersionError::Empty);
        }
        if text.len() > MAX_VERSION_LEN {
            return Err(VersionError::TooLong);
        }
        let mut parts = text.splitn(3, |&byte| byte == b'.');
        let (Some(major), Some(minor), Some(rest)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(VersionError::Invalid);
        };
        let (rest, metadata) = cut(rest, b'+');
        if let Some(metadata) = metadata {
            validate_metadata(metadata)?;
        }
        let (patch, pre) = cut(rest, b'-');
        if let Some(pre) = pre {
            validate_prerelease(pre)?;
        }
        for number in [major, minor, patch] {
            if !number.iter().all(u8::is_ascii_digit) {
                return Err(VersionError::InvalidCharacters);
            }
            if number.len() > 1 && number[0] == b'0' {
                return Err(VersionError::SegmentStartsZero);
            }
        }
        let number = |digits: &[u8]| strconv::parse_uint(digits, 10, 64).map_err(VersionError::Number);
        Ok(Version {
            major: number(major)?,
            minor: number(minor)?,
            patch: number(patch)?,
            pre: as_ascii(pre.unwrap_or_default())?,
            metadata: as_ascii(metadata.unwrap_or_default())?,
            original: as_ascii(text)?,
        })
    }

    /// The first number.
    pub fn major(&self) -> u64 {
        self.major
    }

    /// The second number.
    pub fn minor(&self) -> u64 {
        self.minor
    }

    /// The third number.
    pub fn patch(&self) -> u64 {
        self.patch
    }

    /// The pre-release without its `-`, or the empty text.
    pub fn prerelease(&self) -> &str {
        &self.pre
    }

    /// The metadata without its `+`, or the empty text.
    pub fn metadata(&self) -> &str {
        &self.metadata
    }

    /// The text the version was read from; for a changed version, its own text with the `v` of the old
    /// one. `to_string` gives the normal form. Go: `Original`.
    pub fn original(&self) -> &str {
        &self.original
    }

    /// The next major version: minor and patch 0, no pre-release, no metadata. Go: `IncMajor`.
    ///
    /// # Errors
    ///
    /// The text of Go's panic when the number is the largest of 64 bits; also for the two below.
    pub fn inc_major(&self) -> Result<Version, &'static str> {
        let major = self.major.checked_add(1).ok_or("major version increment would overflow uint64")?;
        Ok(self.release(major, 0, 0))
    }

    /// The next minor version: patch 0, no pre-release, no metadata. Go: `IncMinor`.
    ///
    /// # Errors
    ///
    /// As [`Version::inc_major`].
    pub fn inc_minor(&self) -> Result<Version, &'static str> {
        let minor = self.minor.checked_add(1).ok_or("minor version increment would overflow uint64")?;
        Ok(self.release(self.major, minor, 0))
    }

    /// The next patch version without pre-release and metadata; for a pre-release that is the version it
    /// leads to, with the same number. Go: `IncPatch`.
    ///
    /// # Errors
    ///
    /// As [`Version::inc_major`].
    pub fn inc_patch(&self) -> Result<Version, &'static str> {
        if !self.pre.is_empty() {
            return Ok(self.release(self.major, self.minor, self.patch));
        }
        let patch = self.patch.checked_add(1).ok_or("patch version increment would overflow uint64")?;
        Ok(self.release(self.major, self.minor, patch))
    }

    /// The version with another pre-release (none for the empty text). Go: `SetPrerelease`.
    ///
    /// # Errors
    ///
    /// [`VersionError::InvalidPrerelease`] and [`VersionError::SegmentStartsZero`].
    pub fn with_prerelease(&self, pre: &[u8]) -> Result<Version, VersionError> {
        if !pre.is_empty() {
            validate_prerelease(pre)?;
        }
        Ok(Version { pre: as_ascii(pre)?, ..self.clone() }.renamed_after(self))
    }

    /// The version with other metadata (none for the empty text). Go: `SetMetadata`.
    ///
    /// # Errors
    ///
    /// [`VersionError::InvalidMetadata`].
    pub fn with_metadata(&self, metadata: &[u8]) -> Result<Version, VersionError> {
        if !metadata.is_empty() {
            validate_metadata(metadata)?;
        }
        Ok(Version { metadata: as_ascii(metadata)?, ..self.clone() }.renamed_after(self))
    }

    fn release(&self, major: u64, minor: u64, patch: u64) -> Version {
        let (pre, metadata, original) = (String::new(), String::new(), String::new());
        Version { major, minor, patch, pre, metadata, original }.renamed_after(self)
    }

    fn renamed_after(mut self, old: &Version) -> Version {
        let v = if old.original.starts_with('v') { "v" } else { "" };
        self.original = format!("{v}{self}");
        self
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)?;
        if !self.pre.is_empty() {
            write!(f, "-{}", self.pre)?;
        }
        if !self.metadata.is_empty() {
            write!(f, "+{}", self.metadata)?;
        }
        Ok(())
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Version) -> Ordering {
        let numbers = |version: &Version| (version.major, version.minor, version.patch);
        numbers(self).cmp(&numbers(other)).then_with(|| match (self.pre.is_empty(), other.pre.is_empty()) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Greater,
            (false, true) => Ordering::Less,
            (false, false) => compare_prereleases(&self.pre, &other.pre),
        })
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Version) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Version) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Version {}

/// The order of two pre-releases, identifier by identifier; one that ends first is lower, and so is the
/// empty one. Go: `comparePrerelease`.
fn compare_prereleases(left: &str, right: &str) -> Ordering {
    let (mut left, mut right) = (left.split('.'), right.split('.'));
    loop {
        match (left.next(), right.next()) {
            (None, None) => return Ordering::Equal,
            (a, b) => match compare_identifiers(a.unwrap_or_default(), b.unwrap_or_default()) {
                Ordering::Equal => {}
                unequal => return unequal,
            },
        }
    }
}

/// Numbers come before words; a number beyond 64 bits is a word, as for Go (`comparePrePart`).
fn compare_identifiers(left: &str, right: &str) -> Ordering {
    match (left.is_empty(), right.is_empty()) {
        (false, false) => {}
        (left_empty, right_empty) => return right_empty.cmp(&left_empty),
    }
    match (left.parse::<u64>(), right.parse::<u64>()) {
        (Ok(a), Ok(b)) => a.cmp(&b),
        (Ok(_), Err(_)) => Ordering::Less,
        (Err(_), Ok(_)) => Ordering::Greater,
        (Err(_), Err(_)) => left.cmp(right),
    }
}

fn validate_prerelease(pre: &[u8]) -> Result<(), VersionError> {
    for identifier in pre.split(|&byte| byte == b'.') {
        if identifier.is_empty() || !identifier.iter().copied().all(shape::is_identifier) {
            return Err(VersionError::InvalidPrerelease);
        }
        if identifier.len() > 1 && identifier[0] == b'0' && identifier.iter().all(u8::is_ascii_digit) {
            return Err(VersionError::SegmentStartsZero);
        }
    }
    Ok(())
}

fn validate_metadata(metadata: &[u8]) -> Result<(), VersionError> {
    let valid = |id: &[u8]| !id.is_empty() && id.iter().copied().all(shape::is_identifier);
    if metadata.split(|&byte| byte == b'.').all(valid) { Ok(()) } else { Err(VersionError::InvalidMetadata) }
}

/// The text of bytes that were already checked to be ASCII.
fn as_ascii(bytes: &[u8]) -> Result<String, VersionError> {
    std::str::from_utf8(bytes).map(str::to_owned).map_err(|_| VersionError::Invalid)
}

fn cut(text: &[u8], mark: u8) -> (&[u8], Option<&[u8]>) {
    match memchr::memchr(mark, text) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    }
}

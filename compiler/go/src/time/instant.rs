//! The time itself: an instant, and the place in whose zone it is shown.

use super::calendar::{self, Day, YEAR_1_TO_1970};
use super::duration::Duration;
use super::location::Location;
use super::names::{Month, Weekday};
use std::cmp::Ordering;

/// Nanoseconds of a second.
const SECOND: i64 = 1_000_000_000;

/// An instant with nanoseconds, and the [`Location`] it is shown in. Go: `time.Time`.
///
/// It reaches as far as 64 bits of seconds since year 1. Printed it is in Go's form for debugging
/// (`2006-01-02 15:04:05.999999999 -0700 MST`).
///
/// ```
/// use nexachart_go::time::{Duration, Location, Time};
/// let time = Time::parse(b"2006-01-02", b"2024-02-28", &Location::UTC).unwrap();
/// let later = time.add(Duration(36 * Duration::HOUR.0));
/// assert_eq!(later.format(b"Monday, 02-Jan-06 3PM"), b"Thursday, 29-Feb-24 12PM");
/// ```
#[derive(Clone, Debug)]
pub struct Time {
    /// Since 1 January of year 1, UTC.
    seconds: i64,
    nanos: u32,
    /// The reading of a clock that nobody sets, in nanoseconds since the program's start. Only the present
    /// time has one; it is what differences are taken of, and it is printed.
    monotonic: Option<i64>,
    location: Location,
}

/// A date and the time of day, as a calendar and a clock show them. Everything may be out of its range: the
/// 32nd of a month is a day of the next. Go: the parameters of `time.Date`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WallClock {
    /// 1 BC is 0.
    pub year: i64,
    /// From 1.
    pub month: i64,
    /// From 1.
    pub day: i64,
    /// From 0, as the others.
    pub hour: i64,
    /// From 0.
    pub minute: i64,
    /// From 0.
    pub second: i64,
    /// From 0.
    pub nanosecond: i64,
}

impl Time {
    /// Go's zero time: 1 January of year 1, UTC.
    pub const ZERO: Time = Time { seconds: 0, nanos: 0, monotonic: None, location: Location::UTC };

    /// The instant that lies `seconds` and `nanoseconds` (of any size) after 1970. Go: `time.Unix`, where the
    /// location is `time.Local`.
    pub fn unix(seconds: i64, nanoseconds: i64, location: &Location) -> Time {
        let seconds = seconds.wrapping_add(nanoseconds.div_euclid(SECOND));
        Time {
            seconds: seconds.wrapping_add(YEAR_1_TO_1970),
            nanos: nanoseconds.rem_euclid(SECOND) as u32,
            monotonic: None,
            location: location.clone(),
        }
    }

    /// The same, as the present time: with the reading of the monotonic clock, in nanoseconds since the
    /// program's start. Go: `time.Now`.
    pub fn now(seconds: i64, nanoseconds: i64, monotonic: i64, local: &Location) -> Time {
        let time = Time::unix(seconds, nanoseconds, local);
        Time { monotonic: Some(monotonic).filter(|_| time.fits_monotonic()), ..time }
    }

    /// The instant at which clocks in `location` show this. Where they do so twice or never, one of the
    /// zone's two offsets is used. Go: `time.Date`.
    pub fn at(clock: WallClock, location: &Location) -> Time {
        let (year, month) = carry(clock.year, clock.month.wrapping_sub(1), 12);
        let (second, nanosecond) = carry(clock.second, clock.nanosecond, SECOND);
        let (minute, second) = carry(clock.minute, second, 60);
        let (hour, minute) = carry(clock.hour, minute, 60);
        let (day, hour) = carry(clock.day, hour, 24);

        let mut unix = Day::new(year, month + 1, day).unix().wrapping_add(hour * 3600 + minute * 60 + second);
        let period = location.period(unix);
        let mut offset = i64::from(period.phase.offset);
        if offset != 0 {
            let utc = unix.wrapping_sub(offset);
            if !(period.start..period.end).contains(&utc) {
                offset = i64::from(location.period(utc).phase.offset);
            }
            unix = unix.wrapping_sub(offset);
        }
        Time::unix(unix, nanosecond, location)
    }

    /// Seconds since 1970.
    pub fn unix_seconds(&self) -> i64 {
        self.seconds.wrapping_sub(YEAR_1_TO_1970)
    }

    /// Milliseconds since 1970, modulo 2⁶⁴.
    pub fn unix_millis(&self) -> i64 {
        self.unix_in(1000)
    }

    /// Microseconds since 1970, modulo 2⁶⁴.
    pub fn unix_micros(&self) -> i64 {
        self.unix_in(1_000_000)
    }

    /// Nanoseconds since 1970, modulo 2⁶⁴.
    pub fn unix_nanos(&self) -> i64 {
        self.unix_in(SECOND)
    }

    fn unix_in(&self, parts: i64) -> i64 {
        self.unix_seconds().wrapping_mul(parts).wrapping_add(self.nanosecond() / (SECOND / parts))
    }

    /// Whether this is [`Time::ZERO`], in any location.
    pub fn is_zero(&self) -> bool {
        self.seconds == 0 && self.nanos == 0 && self.monotonic.is_none()
    }

    /// The order of the instants.
    pub fn compare(&self, other: &Time) -> Ordering {
        match (self.monotonic, other.monotonic) {
            (Some(a), Some(b)) => a.cmp(&b),
            _ => (self.seconds, self.nanos).cmp(&(other.seconds, other.nanos)),
        }
    }

    /// Whether both are the same instant. Go: `Equal`.
    pub fn is_equal(&self, other: &Time) -> bool {
        self.compare(other) == Ordering::Equal
    }

    /// Whether this instant is later.
    pub fn is_after(&self, other: &Time) -> bool {
        self.compare(other) == Ordering::Greater
    }

    /// Whether this instant is earlier.
    pub fn is_before(&self, other: &Time) -> bool {
        self.compare(other) == Ordering::Less
    }

    /// Whether Go's `==` holds: the same instant in the very same location.
    pub fn is_same(&self, other: &Time) -> bool {
        self.has_same_reading(other) && self.location.is_same(&other.location)
    }

    /// Whether Go's `reflect.DeepEqual` holds: the same instant in locations with the same data.
    pub fn is_deeply_equal(&self, other: &Time) -> bool {
        self.has_same_reading(other) && self.location.is_deeply_equal(&other.location)
    }

    fn has_same_reading(&self, other: &Time) -> bool {
        (self.seconds, self.nanos, self.monotonic) == (other.seconds, other.nanos, other.monotonic)
    }

    /// The location.
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// The same instant, shown elsewhere. Go: `In`, `UTC`, `Local`.
    pub fn to(&self, location: &Location) -> Time {
        Time { location: location.clone(), monotonic: None, ..*self }
    }

    /// The abbreviation and the offset (seconds east of UTC) of the zone at that time.
    pub fn zone(&self) -> (&str, i32) {
        self.location.phase(self.unix_seconds())
    }

    /// Whether daylight saving time is in force.
    pub fn is_dst(&self) -> bool {
        self.location.period(self.unix_seconds()).phase.summer
    }

    /// Date and time of day.
    pub fn wall_clock(&self) -> WallClock {
        let (day, second) = self.split();
        let (civil, second) = (day.civil(), i64::from(second));
        WallClock {
            year: civil.year,
            month: i64::from(civil.month),
            day: i64::from(civil.day),
            hour: second / 3600,
            minute: second / 60 % 60,
            second: second % 60,
            nanosecond: self.nanosecond(),
        }
    }

    /// The year; 1 BC is 0.
    pub fn year(&self) -> i64 {
        self.wall_clock().year
    }

    /// The month.
    pub fn month(&self) -> Month {
        Month(self.wall_clock().month)
    }

    /// The day of the month.
    pub fn day(&self) -> i64 {
        self.wall_clock().day
    }

    /// The day of the year, from 1.
    pub fn year_day(&self) -> i64 {
        i64::from(self.split().0.civil().year_day)
    }

    /// The day of the week.
    pub fn weekday(&self) -> Weekday {
        Weekday(i64::from(self.split().0.weekday()))
    }

    /// Year and number of the ISO 8601 week.
    pub fn iso_week(&self) -> (i64, i64) {
        let (year, week) = self.split().0.iso_week();
        (year, i64::from(week))
    }

    /// The hour, 0 to 23.
    pub fn hour(&self) -> i64 {
        i64::from(self.split().1 / 3600)
    }

    /// The minute of the hour.
    pub fn minute(&self) -> i64 {
        i64::from(self.split().1 / 60 % 60)
    }

    /// The second of the minute.
    pub fn second(&self) -> i64 {
        i64::from(self.split().1 % 60)
    }

    /// The nanosecond of the second.
    pub fn nanosecond(&self) -> i64 {
        i64::from(self.nanos)
    }

    /// The instant so much later (or earlier), at most as far as times reach.
    pub fn add(&self, duration: Duration) -> Time {
        let nanos = self.nanosecond() + duration.0 % SECOND;
        let seconds = duration.0 / SECOND + nanos.div_euclid(SECOND);
        let mut time = self.add_seconds(seconds);
        time.nanos = nanos.rem_euclid(SECOND) as u32;
        time.monotonic = time.monotonic.and_then(|reading| reading.checked_add(duration.0));
        time
    }

    pub(super) fn add_seconds(&self, seconds: i64) -> Time {
        // Not quite i64::MIN, as in Go.
        let sum = self.seconds.checked_add(seconds).unwrap_or(if seconds > 0 { i64::MAX } else { -i64::MAX });
        let time = Time { seconds: sum, ..self.clone() };
        Time { monotonic: time.monotonic.filter(|_| time.fits_monotonic()), ..time }
    }

    /// The date so many years, months and days later, the time of day kept; 31 October and a month is
    /// 1 December.
    pub fn add_date(&self, years: i64, months: i64, days: i64) -> Time {
        let clock = self.wall_clock();
        let clock = WallClock {
            year: clock.year.wrapping_add(years),
            month: clock.month.wrapping_add(months),
            day: clock.day.wrapping_add(days),
            ..clock
        };
        Time::at(clock, &self.location)
    }

    /// How much later this is than `earlier`, at most the longest duration.
    pub fn sub(&self, earlier: &Time) -> Duration {
        let difference = match (self.monotonic, earlier.monotonic) {
            (Some(a), Some(b)) => i128::from(a) - i128::from(b),
            _ => self.nanos_since_year_1() - earlier.nanos_since_year_1(),
        };
        Duration(difference.clamp(i128::from(i64::MIN), i128::from(i64::MAX)) as i64)
    }

    /// The last multiple of `unit` since [`Time::ZERO`]; the same instant where `unit` is not positive.
    pub fn truncate(&self, unit: Duration) -> Time {
        let time = self.to(&self.location);
        if unit.0 <= 0 { time } else { time.add(Duration(-self.rest_of(unit))) }
    }

    /// The nearest multiple of `unit` since [`Time::ZERO`], halves up; the same instant where `unit` is not
    /// positive.
    pub fn round(&self, unit: Duration) -> Time {
        let time = self.to(&self.location);
        if unit.0 <= 0 {
            return time;
        }
        let rest = self.rest_of(unit);
        let down = (rest as u64) * 2 < unit.0 as u64;
        time.add(Duration(if down { -rest } else { unit.0 - rest }))
    }

    fn rest_of(&self, unit: Duration) -> i64 {
        self.nanos_since_year_1().rem_euclid(i128::from(unit.0)) as i64
    }

    fn nanos_since_year_1(&self) -> i128 {
        i128::from(self.seconds) * i128::from(SECOND) + i128::from(self.nanos)
    }

    /// The day and the second within it, as shown.
    pub(super) fn split(&self) -> (Day, u32) {
        let unix = self.unix_seconds();
        calendar::split(unix.wrapping_add(i64::from(self.location.phase(unix).1)))
    }

    pub(super) fn seconds_since_year_1(&self) -> i64 {
        self.seconds
    }

    pub(super) fn monotonic(&self) -> Option<i64> {
        self.monotonic
    }

    /// Go keeps a monotonic reading only beside seconds that fit 33 bits from 1885 on.
    fn fits_monotonic(&self) -> bool {
        const YEAR_1885: i64 = 59_453_308_800;
        (YEAR_1885..YEAR_1885 + (1 << 33)).contains(&self.seconds)
    }
}

/// Moves what `low` has beyond `0..base` to `high`. Go: `norm`.
fn carry(high: i64, low: i64, base: i64) -> (i64, i64) {
    (high.wrapping_add(low.div_euclid(base)), low.rem_euclid(base))
}

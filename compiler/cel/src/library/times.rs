//! Parts of times and durations (cel-go: common/stdlib/standard.go).

use nexachart_go::strconv::atoi;
use nexachart_go::time::{Duration, Location, Time};

use super::{Call, Function, Library, Overload, Version};
use crate::fault::Fault;
use crate::value::Value;

/// Times.
pub const LIBRARY: Library = Library { name: "times", opaque: &[], functions: FUNCTIONS };

const ALWAYS: Version = Version(1, 0);

const FUNCTIONS: &[Function] = &[
    Function::new(
        "getFullYear",
        ALWAYS,
        "Of a time the year; in UTC, or in a zone that is named (`Europe/Berlin`) or an offset (`+02:00`).",
        &["timestamp('2024-02-29T23:34:56Z').getFullYear() == 2024"],
        &[
            Overload::member("timestamp_to_year", "(google.protobuf.Timestamp) -> int", year),
            Overload::member("timestamp_to_year_with_tz", "(google.protobuf.Timestamp, string) -> int", year),
        ],
    ),
    Function::new(
        "getMonth",
        ALWAYS,
        "Of a time the month, January being 0; in UTC, or in a zone that is named (`Europe/Berlin`) or an offset (`+02:00`).",
        &["timestamp('2024-02-29T23:34:56Z').getMonth() == 1"],
        &[
            Overload::member("timestamp_to_month", "(google.protobuf.Timestamp) -> int", month),
            Overload::member(
                "timestamp_to_month_with_tz",
                "(google.protobuf.Timestamp, string) -> int",
                month,
            ),
        ],
    ),
    Function::new(
        "getDayOfYear",
        ALWAYS,
        "Of a time the day of the year, the first being 0; in UTC, or in a zone that is named (`Europe/Berlin`) or an offset (`+02:00`).",
        &["timestamp('2024-02-29T23:34:56Z').getDayOfYear() == 59"],
        &[
            Overload::member("timestamp_to_day_of_year", "(google.protobuf.Timestamp) -> int", day_of_year),
            Overload::member(
                "timestamp_to_day_of_year_with_tz",
                "(google.protobuf.Timestamp, string) -> int",
                day_of_year,
            ),
        ],
    ),
    Function::new(
        "getDayOfMonth",
        ALWAYS,
        "Of a time the day of the month, the first being 0; in UTC, or in a zone that is named (`Europe/Berlin`) or an offset (`+02:00`).",
        &["timestamp('2024-02-29T23:34:56Z').getDayOfMonth() == 28"],
        &[
            Overload::member("timestamp_to_day_of_month", "(google.protobuf.Timestamp) -> int", day_of_month),
            Overload::member(
                "timestamp_to_day_of_month_with_tz",
                "(google.protobuf.Timestamp, string) -> int",
                day_of_month,
            ),
        ],
    ),
    Function::new(
        "getDate",
        ALWAYS,
        "Of a time the day of the month, the first being 1; in UTC, or in a zone that is named (`Europe/Berlin`) or an offset (`+02:00`).",
        &["timestamp('2024-02-29T23:34:56Z').getDate() == 29"],
        &[
            Overload::member("timestamp_to_day_of_month_1_based", "(google.protobuf.Timestamp) -> int", date),
            Overload::member(
                "timestamp_to_day_of_month_1_based_with_tz",
                "(google.protobuf.Timestamp, string) -> int",
                date,
            ),
        ],
    ),
    Function::new(
        "getDayOfWeek",
        ALWAYS,
        "Of a time the day of the week, Sunday being 0; in UTC, or in a zone that is named (`Europe/Berlin`) or an offset (`+02:00`).",
        &["timestamp('2024-02-29T23:34:56Z').getDayOfWeek() == 4"],
        &[
            Overload::member("timestamp_to_day_of_week", "(google.protobuf.Timestamp) -> int", day_of_week),
            Overload::member(
                "timestamp_to_day_of_week_with_tz",
                "(google.protobuf.Timestamp, string) -> int",
                day_of_week,
            ),
        ],
    ),
    Function::new(
        "getHours",
        ALWAYS,
        "Of a time the hour; of a duration, all its hours; in UTC, or in a zone that is named (`Europe/Berlin`) or an offset (`+02:00`).",
        &["timestamp('2024-02-29T23:34:56Z').getHours() == 23"],
        &[
            Overload::member("timestamp_to_hours", "(google.protobuf.Timestamp) -> int", hours),
            Overload::member(
                "timestamp_to_hours_with_tz",
                "(google.protobuf.Timestamp, string) -> int",
                hours,
            ),
            Overload::member("duration_to_hours", "(google.protobuf.Duration) -> int", hours),
        ],
    ),
    Function::new(
        "getMinutes",
        ALWAYS,
        "Of a time the minute; of a duration, all its minutes; in UTC, or in a zone that is named (`Europe/Berlin`) or an offset (`+02:00`).",
        &["timestamp('2024-02-29T23:34:56Z').getMinutes() == 34"],
        &[
            Overload::member("timestamp_to_minutes", "(google.protobuf.Timestamp) -> int", minutes),
            Overload::member(
                "timestamp_to_minutes_with_tz",
                "(google.protobuf.Timestamp, string) -> int",
                minutes,
            ),
            Overload::member("duration_to_minutes", "(google.protobuf.Duration) -> int", minutes),
        ],
    ),
    Function::new(
        "getSeconds",
        ALWAYS,
        "Of a time the second; of a duration, all its seconds; in UTC, or in a zone that is named (`Europe/Berlin`) or an offset (`+02:00`).",
        &["timestamp('2024-02-29T23:34:56Z').getSeconds() == 56"],
        &[
            Overload::member("timestamp_to_seconds", "(google.protobuf.Timestamp) -> int", seconds),
            Overload::member(
                "timestamp_to_seconds_tz",
                "(google.protobuf.Timestamp, string) -> int",
                seconds,
            ),
            Overload::member("duration_to_seconds", "(google.protobuf.Duration) -> int", seconds),
        ],
    ),
    Function::new(
        "getMilliseconds",
        ALWAYS,
        "Of a time the milliseconds; of a duration, all of them; in UTC, or in a zone that is named (`Europe/Berlin`) or an offset (`+02:00`).",
        &["timestamp('2024-02-29T23:34:56Z').getMilliseconds() == 0"],
        &[
            Overload::member("timestamp_to_milliseconds", "(google.protobuf.Timestamp) -> int", milliseconds),
            Overload::member(
                "timestamp_to_milliseconds_with_tz",
                "(google.protobuf.Timestamp, string) -> int",
                milliseconds,
            ),
            Overload::member("duration_to_milliseconds", "(google.protobuf.Duration) -> int", milliseconds),
        ],
    ),
];

/// The time in the zone that the second argument names, or in UTC.
fn zoned(call: &Call<'_>) -> Result<Time, Fault> {
    let time = call.timestamp(0)?.to_go();
    if call.args.len() < 2 {
        return Ok(time.to(&Location::UTC));
    }
    let zone = call.str(1)?;
    let Some((hours, minutes)) = zone.split_once(':') else {
        let location =
            Location::load(zone.as_bytes(), &Location::UTC).map_err(|e| Fault::new(e.to_string()))?;
        return Ok(time.to(&location));
    };
    let number = |digits: &str| atoi(digits.as_bytes()).map_err(|error| Fault::new(error.to_string()));
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let east = hours.wrapping_mul(60);
    let offset = if zone.starts_with('-') { east.wrapping_sub(minutes) } else { east.wrapping_add(minutes) };
    // Go has no bound here; a day is more than any zone has.
    let seconds = offset.checked_mul(60).and_then(|seconds| i32::try_from(seconds).ok());
    let seconds = seconds.ok_or_else(|| Fault::new("timestamp overflow"))?;
    Ok(time.to(&Location::fixed("", seconds)))
}

fn part(
    call: &Call<'_>,
    of_time: fn(&Time) -> i64,
    of_duration: fn(Duration) -> i64,
) -> Result<Value, Fault> {
    match call.args.first() {
        Some(Value::Duration(n)) => Ok(Value::Int(of_duration(Duration(*n)))),
        _ => Ok(Value::Int(of_time(&zoned(call)?))),
    }
}

fn year(call: &Call<'_>) -> Result<Value, Fault> {
    zoned(call).map(|time| Value::Int(time.year()))
}

fn month(call: &Call<'_>) -> Result<Value, Fault> {
    zoned(call).map(|time| Value::Int(time.month().0 - 1))
}

fn day_of_year(call: &Call<'_>) -> Result<Value, Fault> {
    zoned(call).map(|time| Value::Int(time.year_day() - 1))
}

fn day_of_month(call: &Call<'_>) -> Result<Value, Fault> {
    zoned(call).map(|time| Value::Int(time.day() - 1))
}

fn date(call: &Call<'_>) -> Result<Value, Fault> {
    zoned(call).map(|time| Value::Int(time.day()))
}

fn day_of_week(call: &Call<'_>) -> Result<Value, Fault> {
    zoned(call).map(|time| Value::Int(time.weekday().0))
}

fn hours(call: &Call<'_>) -> Result<Value, Fault> {
    part(call, |time| time.hour(), |duration| duration.hours() as i64)
}

fn minutes(call: &Call<'_>) -> Result<Value, Fault> {
    part(call, |time| time.minute(), |duration| duration.minutes() as i64)
}

fn seconds(call: &Call<'_>) -> Result<Value, Fault> {
    part(call, |time| time.second(), |duration| duration.seconds() as i64)
}

fn milliseconds(call: &Call<'_>) -> Result<Value, Fault> {
    part(call, |time| time.nanosecond() / 1_000_000, |duration| duration.milliseconds())
}

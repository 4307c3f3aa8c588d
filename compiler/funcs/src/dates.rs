//! Dates (Sprig: date.go).

use nexachart_go::strconv;
use nexachart_go::time::{Duration, Location};
use nexachart_source::Budget;
use nexachart_template::{Call, Effect, Error, Func};
use nexachart_value::{IntType, Time, Type, Value};

use crate::State;

const ANY: Type = Type::Any;
const STRING: Type = Type::String;
const TIME: Type = Time::TYPE;

type Instant = nexachart_go::time::Time;
type Result<T = Value> = std::result::Result<T, Error>;

pub static FUNCS: &[Func] = &[
    Func::new("now", &[], TIME, |c, _| Ok(State::now(c).into()))
        .effect(Effect::Clock)
        .doc("The time.", &[]),
    Func::new("date", &[STRING, ANY], STRING, |c, a| format(c, a.str(0), a.any(1), b"Local"))
        .effect(Effect::Clock)
        .doc(
            "A time in a layout, which shows how 2 January 2006, 15:04:05 would look. Takes a time or an integer of seconds since 1970; anything else, a number of values.yaml too, stands for the present time.",
            &[("{{ date \"2006-01-02\" (toDate \"2006-01-02\" \"2026-02-03\") }}", "2026-02-03"), ("{{ date \"15:04\" 3600 | len }}", "5")],
        ),
    Func::new("dateInZone", &[STRING, ANY, STRING], STRING, |c, a| format(c, a.str(0), a.any(1), a.str(2)))
        .alias(&["date_in_zone"])
        .effect(Effect::Clock)
        .doc("Like `date`, in a zone of the IANA database; UTC for an unknown one.", &[("{{ dateInZone \"15:04\" 0 \"Asia/Tokyo\" }}", "09:00")]),
    Func::new("htmlDate", &[ANY], STRING, |c, a| format(c, DAY, a.any(0), b"Local"))
        .effect(Effect::Clock)
        .doc("A date as HTML's date input has it.", &[("{{ htmlDate (toDate \"02.01.2006\" \"03.02.2026\") }}", "2026-02-03")]),
    Func::new("htmlDateInZone", &[ANY, STRING], STRING, |c, a| format(c, DAY, a.any(0), a.str(1)))
        .effect(Effect::Clock)
        .doc("Like `htmlDate`, in a zone.", &[("{{ htmlDateInZone 0 \"UTC\" }}", "1970-01-01")]),
    Func::new("toDate", &[STRING, STRING], TIME, |c, a| {
        Ok(Instant::parse_in_location(a.str(0), a.str(1), &State::zone(c)).unwrap_or(Instant::ZERO).into())
    })
    .doc("The time that a text in a layout names; the year 1 where it names none.", &[("{{ (toDate \"2006-01-02\" \"2026-02-03\").Year }}", "2026")]),
    Func::new("mustToDate", &[STRING, STRING], TIME, |c, a| {
        let time = Instant::parse_in_location(a.str(0), a.str(1), &State::zone(c));
        Ok(time.map_err(|e| Error::new(e.to_string()))?.into())
    })
    .doc("Like `toDate`; a failure is an error.", &[("{{ (mustToDate \"2006\" \"2026\").Year }}", "2026")]),
    Func::new("dateModify", &[STRING, TIME], TIME, |_, a| Ok(modify(a.str(0), a.any(1)).unwrap_or_else(|_| a.any(1).clone())))
        .alias(&["date_modify"])
        .doc("A time moved by a duration such as `-1.5h`; the same time for what is no duration.", &[("{{ (toDate \"2006\" \"2026\" | dateModify \"24h\").Day }}", "2")]),
    Func::new("mustDateModify", &[STRING, TIME], TIME, |_, a| modify(a.str(0), a.any(1)))
        .alias(&["must_date_modify"])
        .doc("Like `dateModify`; a failure is an error.", &[("{{ (toDate \"2006\" \"2026\" | mustDateModify \"24h\").Day }}", "2")]),
    Func::new("ago", &[ANY], STRING, |c, a| Ok(ago(c, a.any(0)))).effect(Effect::Clock).doc("How long ago a time was, in whole seconds.", &[]),
    Func::new("duration", &[ANY], STRING, |_, a| Ok(duration(a.any(0))))
        .doc("A text with a number of seconds, or an int64, as a duration; `0s` for anything else.", &[("{{ duration \"95\" }}", "1m35s")]),
    Func::new("durationRound", &[ANY], STRING, |c, a| Ok(round(c, a.any(0))))
        .effect(Effect::Clock)
        .doc("A duration in its largest unit, cut; of a time, how long ago it was.", &[("{{ durationRound \"2h10m5s\" }}", "2h")]),
    Func::new("unixEpoch", &[TIME], STRING, |_, a| {
        Ok(Time::of(a.any(0)).map_or(0, Instant::unix_seconds).to_string().into())
    })
    .doc("The seconds since 1970 at a time.", &[("{{ unixEpoch (toDate \"2006-01-02\" \"1970-01-02\") }}", "86400")]),
];

const DAY: &[u8] = b"2006-01-02";

/// What a date takes beside its layout, in steps: its zone has to be found.
const DATE: u64 = 10;

fn format(call: &mut dyn Call, layout: &[u8], value: &Value, zone: &[u8]) -> Result {
    call.spend(Budget::Steps, DATE)?;
    let local = State::zone(call);
    let time = match value {
        Value::Int(IntType::Int64 | IntType::Int | IntType::Int32, n) => Instant::unix(*n, 0, &local),
        other => Time::of(other).cloned().unwrap_or_else(|| State::now(call)),
    };
    let zone = Location::load(zone, &local).unwrap_or(Location::UTC);
    Ok(time.to(&zone).format(layout).into())
}

fn modify(text: &[u8], value: &Value) -> Result {
    let duration = Duration::parse(text).map_err(|e| Error::new(e.to_string()))?;
    Ok(Time::of(value).map_or(Value::Nil, |time| time.add(duration).into()))
}

fn ago(call: &mut dyn Call, value: &Value) -> Value {
    let now = State::now(call);
    let time = match value {
        Value::Int(IntType::Int64 | IntType::Int, n) => Instant::unix(*n, 0, &Location::UTC),
        other => Time::of(other).cloned().unwrap_or_else(|| now.clone()),
    };
    now.sub(&time).round(Duration::SECOND).to_string().into()
}

fn duration(value: &Value) -> Value {
    let seconds = match value {
        Value::String(s) => strconv::parse_int(s, 10, 64).unwrap_or_else(|error| error.value),
        Value::Int(IntType::Int64, n) => *n,
        _ => 0,
    };
    Duration(seconds.wrapping_mul(Duration::SECOND.0)).to_string().into()
}

fn round(call: &mut dyn Call, value: &Value) -> Value {
    let duration = match value {
        Value::String(s) => Duration::parse(s).unwrap_or(Duration(0)),
        Value::Int(IntType::Int64, n) => Duration(*n),
        other => match Time::of(other) {
            Some(time) => State::now(call).sub(time),
            None => Duration(0),
        },
    };
    const HOUR: u64 = Duration::HOUR.0 as u64;
    let units = [
        (HOUR * 24 * 365, "y"),
        (HOUR * 24 * 30, "mo"),
        (HOUR * 24, "d"),
        (HOUR, "h"),
        (HOUR / 60, "m"),
        (HOUR / 3600, "s"),
    ];
    let nanos = duration.0.unsigned_abs();
    match units.iter().find(|(unit, _)| nanos > *unit) {
        Some((unit, name)) => format!("{}{name}", nanos / unit).into(),
        None => "0s".into(),
    }
}

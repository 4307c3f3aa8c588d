//! Times in certificates: written from seconds, checked when read.

use crate::asn1::read::{GENERALIZED_TIME, Reader, UTC_TIME};
use crate::asn1::write as der;

const SECONDS_PER_DAY: i64 = 24 * 60 * 60;

/// A time in UTC from seconds since 1970, as UTCTime within 1950 to 2049 and as GeneralizedTime outside
/// (Go: encoding/asn1 `makeBody`). The year has four digits, since a Go duration spans 292 years.
pub(super) fn to_der(seconds: i64) -> Vec<u8> {
    let (year, month, day) = civil_from_days(seconds.div_euclid(SECONDS_PER_DAY));
    let of_day = seconds.rem_euclid(SECONDS_PER_DAY);
    let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    let rest = format!("{month:02}{day:02}{hour:02}{minute:02}{second:02}Z");
    if (1950..2050).contains(&year) {
        der::element(UTC_TIME, format!("{:02}{rest}", year % 100).as_bytes())
    } else {
        der::element(GENERALIZED_TIME, format!("{year:04}{rest}").as_bytes())
    }
}

/// Year, month and day from days since 1970, in the Gregorian calendar without beginning.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    // Years that begin in March, in cycles of 400 years, so that the leap day comes last.
    let days = days + 719_468;
    let (cycle, of_cycle) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_cycle - of_cycle / 1460 + of_cycle / 36_524 - of_cycle / 146_096) / 365;
    let of_year = of_cycle - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + 400 * cycle + i64::from(month <= 2), month, day)
}

/// Whether the two times of a validity are well-formed (Go: crypto/x509 `parseValidity`).
///
/// # Errors
/// Go's text.
pub(super) fn check_validity(mut validity: Reader<'_>) -> Result<(), String> {
    check_time(&mut validity)?;
    check_time(&mut validity)
}

fn check_time(reader: &mut Reader<'_>) -> Result<(), String> {
    let (tag, layouts, malformed): (_, &[Layout], _) = if reader.peek(UTC_TIME) {
        (UTC_TIME, &[Layout::Seconds, Layout::Minutes], "x509: malformed UTCTime")
    } else if reader.peek(GENERALIZED_TIME) {
        (GENERALIZED_TIME, &[Layout::LongYear], "x509: malformed GeneralizedTime")
    } else {
        return Err("x509: unsupported time format".into());
    };
    let text = reader.read(tag).ok_or(malformed)?.0;
    if layouts.iter().any(|layout| is_time(text, *layout)) { Ok(()) } else { Err(malformed.into()) }
}

#[derive(Clone, Copy, PartialEq)]
enum Layout {
    /// `060102150405Z0700`
    Seconds,
    /// `0601021504Z0700`, which X.509 does not allow and Go does.
    Minutes,
    /// `20060102150405Z0700`
    LongYear,
}

/// Whether Go reads `text` and writes the same again: digits in range and a zone, `Z` for UTC.
fn is_time(text: &[u8], layout: Layout) -> bool {
    let mut rest = text;
    let mut two_digits = || {
        let (&[tens, ones], after) = rest.split_first_chunk::<2>()?;
        rest = after;
        (tens.is_ascii_digit() && ones.is_ascii_digit())
            .then(|| u32::from(tens - b'0') * 10 + u32::from(ones - b'0'))
    };
    let mut date_time = || {
        let year = match (layout, two_digits()?) {
            (Layout::LongYear, century) => century * 100 + two_digits()?,
            (_, year @ 69..) => 1900 + year,
            (_, year) => 2000 + year,
        };
        let (month, day, hour, minute) = (two_digits()?, two_digits()?, two_digits()?, two_digits()?);
        let second = if layout == Layout::Minutes { 0 } else { two_digits()? };
        let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 => 28 + u32::from(is_leap),
            _ => return None,
        };
        ((1..=days).contains(&day) && hour < 24 && minute < 60 && second < 60).then_some(())
    };
    if date_time().is_none() {
        return false;
    }
    match rest {
        b"Z" => true,
        // Go takes offsets up to 24 hours, and writes none of zero.
        [b'+' | b'-', zone @ ..] => {
            zone.len() == 4
                && zone.iter().all(u8::is_ascii_digit)
                && zone != b"0000"
                && zone[..2] <= b"24"[..]
                && zone[2] < b'6'
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_utc_and_generalized() {
        let cases: [(i64, u8, &str); 8] = [
            (0, UTC_TIME, "700101000000Z"),
            (1_709_164_799, UTC_TIME, "240228235959Z"),
            (1_709_164_800, UTC_TIME, "240229000000Z"),
            (2_524_607_999, UTC_TIME, "491231235959Z"),
            (2_524_608_000, GENERALIZED_TIME, "20500101000000Z"),
            (-631_152_000, UTC_TIME, "500101000000Z"),
            (-631_152_001, GENERALIZED_TIME, "19491231235959Z"),
            (10_990_000_000, GENERALIZED_TIME, "23180406014640Z"),
        ];
        for (seconds, tag, text) in cases {
            assert_eq!(to_der(seconds), der::element(tag, text.as_bytes()), "{seconds}");
        }
    }

    /// Results of Go's cryptobyte.
    #[test]
    fn checks_as_go() {
        let cases: [(u8, &str, bool); 20] = [
            (UTC_TIME, "240229000000Z", true),
            (UTC_TIME, "230229000000Z", false),
            (UTC_TIME, "2402290000Z", true),
            (UTC_TIME, "240229000000+0100", true),
            (UTC_TIME, "240229000000-2459", true),
            (UTC_TIME, "240229000000+2500", false),
            (UTC_TIME, "240229000000+0160", false),
            (UTC_TIME, "240229000000+0000", false),
            (UTC_TIME, "240229000060Z", false),
            (UTC_TIME, "240229240000Z", false),
            (UTC_TIME, "240029000000Z", false),
            (UTC_TIME, "240200000000Z", false),
            (UTC_TIME, "240229000000.5Z", false),
            (UTC_TIME, "240229000000", false),
            (UTC_TIME, "", false),
            (GENERALIZED_TIME, "20240229000000Z", true),
            (GENERALIZED_TIME, "00000229000000Z", true),
            (GENERALIZED_TIME, "19000229000000Z", false),
            (GENERALIZED_TIME, "202402290000Z", false),
            (GENERALIZED_TIME, "20240229000000.5Z", false),
        ];
        for (tag, text, want) in cases {
            let element = der::element(tag, text.as_bytes());
            assert_eq!(check_time(&mut Reader(&element)).is_ok(), want, "{text}");
        }
    }
}

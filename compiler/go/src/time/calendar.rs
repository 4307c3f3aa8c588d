//! The Gregorian calendar, for years as far as 64 bits of seconds reach, and beyond that with the same
//! wrong results as Go: every calculation here is modulo 2⁶⁴.

/// Seconds of a day.
pub(super) const DAY: i64 = 86_400;

/// Days are counted from 1 March of the year minus this one: the earliest 1 March on which a cycle of 400
/// years begins and which 64 bits of seconds reach from 1970. Go: time.go `absoluteYears`.
const EPOCH_YEARS: u64 = 292_277_022_400;

/// Days of 400 years.
const CYCLE: u64 = 400 * 365 + 97;

/// Days from [`EPOCH_YEARS`] to 1 March 0000, and from there to 1 January 1970.
const EPOCH_TO_1970: i64 = (EPOCH_YEARS / 400 * CYCLE) as i64 + 719_468;

/// Seconds from 1 January of year 1, where Go's zero time lies, to 1970.
pub(super) const YEAR_1_TO_1970: i64 = 719_162 * DAY;

/// A day, counted from the calendar's own epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Day(u64);

/// A day as people name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Civil {
    pub year: i64,
    /// From 1.
    pub month: u8,
    /// From 1.
    pub day: u8,
    /// Day of the year, from 1.
    pub year_day: u16,
}

/// Splits seconds since 1970 (with the zone's offset added) into the day and the second within it.
pub(super) fn split(unix: i64) -> (Day, u32) {
    let seconds = unix.wrapping_add(EPOCH_TO_1970.wrapping_mul(DAY)) as u64;
    (Day(seconds / DAY as u64), (seconds % DAY as u64) as u32)
}

impl Day {
    /// The day `day` of a month, counted from 1 and on beyond the month's end or back beyond its beginning.
    /// `month` is 1 to 12.
    pub(super) fn new(year: i64, month: i64, day: i64) -> Day {
        // With years that begin in March the leap day comes last.
        let (month, january) = if month < 3 { (month + 9, 1) } else { (month - 3, 0) };
        let years = (year as u64).wrapping_sub(january).wrapping_add(EPOCH_YEARS);
        let (century, year) = (years / 100, years % 100);
        let day_of_year = (153 * month as u64 + 2) / 5;
        let days = 146_097u64.wrapping_mul(century) / 4;
        Day(days.wrapping_add(1461 * year / 4 + day_of_year).wrapping_add(day as u64).wrapping_sub(1))
    }

    /// Seconds since 1970 at the day's beginning.
    pub(super) fn unix(self) -> i64 {
        (self.0 as i64).wrapping_sub(EPOCH_TO_1970).wrapping_mul(DAY)
    }

    /// From Sunday = 0.
    pub(super) fn weekday(self) -> u8 {
        // The first day, a 1 March, was a Wednesday.
        (self.0.wrapping_add(3) % 7) as u8
    }

    pub(super) fn civil(self) -> Civil {
        let quarters = 4 * self.0 + 3;
        let (century, in_century) = (quarters / 146_097, quarters % 146_097 / 4);
        let (year, in_year) = ((4 * in_century + 3) / 1461, (4 * in_century + 3) % 1461 / 4);
        let (month, day) = ((5 * in_year + 2) / 153, (5 * in_year + 2) % 153 / 5 + 1);
        let march_year = (century * 100).wrapping_sub(EPOCH_YEARS).wrapping_add(year) as i64;
        let (year, month, year_day) = if month < 10 {
            (march_year, month + 3, in_year + 60 + u64::from(is_leap(march_year)))
        } else {
            (march_year + 1, month - 9, in_year - 305)
        };
        Civil { year, month: month as u8, day: day as u8, year_day: year_day as u16 }
    }

    /// The year and number of the ISO 8601 week: that of the week's Thursday.
    pub(super) fn iso_week(self) -> (i64, u8) {
        let from_monday = Day(self.0.wrapping_sub(1)).weekday();
        let thursday = Day(self.0.wrapping_add(3).wrapping_sub(u64::from(from_monday)));
        let Civil { year, year_day, .. } = thursday.civil();
        (year, ((year_day - 1) / 7 + 1) as u8)
    }
}

pub(super) fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// `month` is 1 to 12.
pub(super) fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + i64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

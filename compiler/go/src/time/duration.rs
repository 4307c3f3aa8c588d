//! Durations: reading, printing, rounding.

use super::quote::quote;
use std::fmt;

/// A span of time in nanoseconds, at most about 292 years. Go: `time.Duration`.
///
/// ```
/// use nexachart_go::time::Duration;
/// let duration = Duration::parse(b"1h15m30.918s").unwrap();
/// assert_eq!(duration.to_string(), "1h15m30.918s");
/// assert_eq!(duration.round(Duration::MINUTE).to_string(), "1h16m0s");
/// assert_eq!(Duration::parse(b"5").unwrap_err().to_string(), r#"time: missing unit in duration "5""#);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration(pub i64);

/// Why a text is no duration, with the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DurationError {
    /// Not of the form, or too large.
    Invalid(Vec<u8>),
    /// A number without a unit after it.
    MissingUnit(Vec<u8>),
    /// A unit that there is not.
    UnknownUnit {
        /// The unit.
        unit: Vec<u8>,
        /// The whole text.
        text: Vec<u8>,
    },
}

impl fmt::Display for DurationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DurationError::Invalid(text) => write!(f, "time: invalid duration {}", quote(text)),
            DurationError::MissingUnit(text) => write!(f, "time: missing unit in duration {}", quote(text)),
            DurationError::UnknownUnit { unit, text } => {
                write!(f, "time: unknown unit {} in duration {}", quote(unit), quote(text))
            }
        }
    }
}

impl std::error::Error for DurationError {}

impl Duration {
    /// 1 ns.
    pub const NANOSECOND: Duration = Duration(1);
    /// 1 µs.
    pub const MICROSECOND: Duration = Duration(1000);
    /// 1 ms.
    pub const MILLISECOND: Duration = Duration(1_000_000);
    /// 1 s.
    pub const SECOND: Duration = Duration(1_000_000_000);
    /// 60 s.
    pub const MINUTE: Duration = Duration(60 * Duration::SECOND.0);
    /// 60 min.
    pub const HOUR: Duration = Duration(60 * Duration::MINUTE.0);
    /// The longest.
    pub const MAX: Duration = Duration(i64::MAX);
    /// The longest back in time.
    pub const MIN: Duration = Duration(i64::MIN);

    /// Reads numbers with units, `-1h30m`, `1.5s`; the units are `ns`, `us` (also `µs`), `ms`, `s`, `m`
    /// and `h`. `0` needs none. Go: time/format.go `ParseDuration`.
    ///
    /// # Errors
    ///
    /// [`DurationError`], with Go's text.
    pub fn parse(text: &[u8]) -> Result<Duration, DurationError> {
        let invalid = || DurationError::Invalid(text.to_vec());
        let (negative, mut rest) = match text {
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] => (false, rest),
            _ => (false, text),
        };
        if rest == b"0" {
            return Ok(Duration(0));
        }
        if rest.is_empty() {
            return Err(invalid());
        }
        // One more than i64 holds is fine for a negative duration.
        const LIMIT: u64 = 1 << 63;
        let mut total = 0;
        while !rest.is_empty() {
            let (whole, after) = leading_digits(rest);
            let (fraction, after) = match after {
                [b'.', after @ ..] => leading_digits(after),
                _ => (&b""[..], after),
            };
            if whole.is_empty() && fraction.is_empty() {
                return Err(invalid());
            }
            let whole = read_whole(whole).ok_or_else(invalid)?;
            let ends = |byte: &u8| *byte == b'.' || byte.is_ascii_digit();
            let (unit, after) = after.split_at(after.iter().position(ends).unwrap_or(after.len()));
            if unit.is_empty() {
                return Err(DurationError::MissingUnit(text.to_vec()));
            }
            let Some(nanos) = nanoseconds_of(unit) else {
                return Err(DurationError::UnknownUnit { unit: unit.to_vec(), text: text.to_vec() });
            };
            let mut part = whole.checked_mul(nanos).filter(|&part| part <= LIMIT).ok_or_else(invalid)?;
            part += read_fraction(fraction, nanos);
            if part > LIMIT {
                return Err(invalid());
            }
            // Both are at most 2⁶³, and 2⁶⁴ wraps to 0, as in Go: twice the limit is no error.
            total = u64::wrapping_add(total, part);
            if total > LIMIT {
                return Err(invalid());
            }
            rest = after;
        }
        if negative {
            return Ok(Duration((total as i64).wrapping_neg()));
        }
        i64::try_from(total).map(Duration).map_err(|_| invalid())
    }

    /// The whole number of nanoseconds.
    pub fn nanoseconds(self) -> i64 {
        self.0
    }

    /// The whole number of microseconds, cut towards zero.
    pub fn microseconds(self) -> i64 {
        self.0 / Duration::MICROSECOND.0
    }

    /// The whole number of milliseconds, cut towards zero.
    pub fn milliseconds(self) -> i64 {
        self.0 / Duration::MILLISECOND.0
    }

    /// The number of seconds.
    pub fn seconds(self) -> f64 {
        self.count(Duration::SECOND)
    }

    /// The number of minutes.
    pub fn minutes(self) -> f64 {
        self.count(Duration::MINUTE)
    }

    /// The number of hours.
    pub fn hours(self) -> f64 {
        self.count(Duration::HOUR)
    }

    /// The whole part and the fraction are converted apart, which does not round as one division does.
    fn count(self, unit: Duration) -> f64 {
        (self.0 / unit.0) as f64 + (self.0 % unit.0) as f64 / unit.0 as f64
    }

    /// The nearest multiple of `unit` towards zero; the same duration where `unit` is not positive.
    pub fn truncate(self, unit: Duration) -> Duration {
        if unit.0 <= 0 { self } else { Duration(self.0 - self.0 % unit.0) }
    }

    /// The nearest multiple of `unit`, halves away from zero; the longest duration where that is too long,
    /// and the same duration where `unit` is not positive.
    pub fn round(self, unit: Duration) -> Duration {
        if unit.0 <= 0 {
            return self;
        }
        let rest = self.0 % unit.0;
        let cut = self.0 - rest;
        if rest.unsigned_abs() * 2 < unit.0 as u64 {
            return Duration(cut);
        }
        Duration(cut.saturating_add(unit.0 * self.0.signum()))
    }

    /// Without its sign; the longest duration for the one that has no positive counterpart.
    pub fn abs(self) -> Duration {
        Duration(self.0.saturating_abs())
    }
}

/// As Go prints it: `72h3m0.5s`, below a second `1.5ms`, zero `0s`.
impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nanos = self.0.unsigned_abs();
        if self.0 < 0 {
            f.write_str("-")?;
        }
        match nanos {
            0 => return f.write_str("0s"),
            1..1_000 => return write!(f, "{nanos}ns"),
            1_000..1_000_000 => return write_fraction(f, nanos, 3, "µs"),
            1_000_000..1_000_000_000 => return write_fraction(f, nanos, 6, "ms"),
            _ => {}
        }
        let minutes = nanos / Duration::MINUTE.0 as u64;
        if minutes >= 60 {
            write!(f, "{}h", minutes / 60)?;
        }
        if minutes > 0 {
            write!(f, "{}m", minutes % 60)?;
        }
        write_fraction(f, nanos % Duration::MINUTE.0 as u64, 9, "s")
    }
}

/// `value / 10^digits` without trailing zeros, and the unit.
fn write_fraction(f: &mut fmt::Formatter<'_>, value: u64, digits: u32, unit: &str) -> fmt::Result {
    let scale = 10u64.pow(digits);
    let (mut fraction, mut width) = (value % scale, digits as usize);
    write!(f, "{}", value / scale)?;
    if fraction > 0 {
        while fraction % 10 == 0 {
            fraction /= 10;
            width -= 1;
        }
        write!(f, ".{fraction:0width$}")?;
    }
    f.write_str(unit)
}

fn leading_digits(text: &[u8]) -> (&[u8], &[u8]) {
    text.split_at(text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len()))
}

/// At most 2⁶³.
fn read_whole(digits: &[u8]) -> Option<u64> {
    digits.iter().try_fold(0u64, |value, digit| {
        let value = value.checked_mul(10)?.checked_add(u64::from(digit - b'0'))?;
        (value <= 1 << 63).then_some(value)
    })
}

/// The nanoseconds of a fraction of a unit. Digits beyond what 63 bits hold are left out, and the product
/// is one of floats: so does Go.
fn read_fraction(digits: &[u8], unit: u64) -> u64 {
    let (mut value, mut scale) = (0u64, 1f64);
    for digit in digits {
        if value > i64::MAX as u64 / 10 {
            break;
        }
        let longer = value * 10 + u64::from(digit - b'0');
        if longer > 1 << 63 {
            break;
        }
        (value, scale) = (longer, scale * 10.0);
    }
    (value as f64 * (unit as f64 / scale)) as u64
}

fn nanoseconds_of(unit: &[u8]) -> Option<u64> {
    let duration = match unit {
        b"ns" => Duration::NANOSECOND,
        // The micro sign and the Greek letter.
        b"us" | b"\xc2\xb5s" | b"\xce\xbcs" => Duration::MICROSECOND,
        b"ms" => Duration::MILLISECOND,
        b"s" => Duration::SECOND,
        b"m" => Duration::MINUTE,
        b"h" => Duration::HOUR,
        _ => return None,
    };
    Some(duration.0 as u64)
}

//! Whether a plain scalar would be read back as something other than a string.

use super::Dialect;

/// Whether a reader takes the plain text `s` for a string. If not, the writer has to quote it.
///
/// Source: `resolve` in resolve.go and `isBase60Float`, `isOldBool` in encode.go of go.yaml.in/yaml.
/// The rules of YAML 1.1 and the integers of Go's `strconv.ParseInt` with base 0 count.
pub(super) fn is_string(s: &[u8], dialect: Dialect) -> bool {
    match s {
        [] => false,
        [b'0'..=b'9', ..] => !(is_number(s, dialect) || is_timestamp(s) || is_base60(s)),
        // Only `.`, a digit, or the `I`/`i` of infinity can follow the sign of a number.
        [b'+' | b'-', b'0'..=b'9' | b'.' | b'_', ..] => {
            !(is_number(s, dialect) || is_base60(s) || is_word(s))
        }
        [b'+' | b'-', ..] => true,
        [b'.', ..] => !(is_word(s) || is_dotted_float(s)),
        [b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' | b'~', ..] => !is_word(s),
        _ => true,
    }
}

/// Null, booleans (those of YAML 1.1 too), infinities and not-a-numbers in their fixed spellings.
fn is_word(s: &[u8]) -> bool {
    if s.len() > 5 {
        return false;
    }
    matches!(s, b"y" | b"Y" | b"yes" | b"Yes" | b"YES" | b"true" | b"True" | b"TRUE" | b"on" | b"On" | b"ON")
        || matches!(
            s,
            b"n" | b"N" | b"no" | b"No" | b"NO" | b"false" | b"False" | b"FALSE" | b"off" | b"Off" | b"OFF"
        )
        || matches!(s, b"~" | b"null" | b"Null" | b"NULL" | b".nan" | b".NaN" | b".NAN")
        || matches!(s.strip_prefix(b"+").or(s.strip_prefix(b"-")).unwrap_or(s), b".inf" | b".Inf" | b".INF")
}

/// An integer or a float, underscores anywhere.
fn is_number(s: &[u8], dialect: Dialect) -> bool {
    let without: Vec<u8>;
    let s = if s.contains(&b'_') {
        without = s.iter().copied().filter(|&b| b != b'_').collect();
        &without[..]
    } else {
        s
    };
    is_int(s) || is_float(s) || is_signed_after_prefix(s, dialect)
}

/// What `ParseInt` or `ParseUint` with base 0 and 64 bits accept.
fn is_int(s: &[u8]) -> bool {
    let (limit, digits) = match s {
        [b'-', rest @ ..] => (1 << 63, rest),
        [b'+', rest @ ..] => ((1 << 63) - 1, rest),
        _ => (u64::MAX, s),
    };
    match digits {
        [] => false,
        [b'0', b'x' | b'X', rest @ ..] if !rest.is_empty() => in_base(rest, 16, limit),
        [b'0', b'o' | b'O', rest @ ..] if !rest.is_empty() => in_base(rest, 8, limit),
        [b'0', b'b' | b'B', rest @ ..] if !rest.is_empty() => in_base(rest, 2, limit),
        [b'0', rest @ ..] => in_base(rest, 8, limit),
        _ => in_base(digits, 10, limit),
    }
}

fn in_base(digits: &[u8], base: u32, limit: u64) -> bool {
    let mut n: u64 = 0;
    for &b in digits {
        let Some(digit) = char::from(b).to_digit(base) else { return false };
        let Some(next) = n.checked_mul(base.into()).and_then(|n| n.checked_add(digit.into())) else {
            return false;
        };
        n = next;
    }
    n <= limit
}

/// A sign after the prefix of binary numbers (`0b-1`), and of octal ones in yaml v3: there the digits
/// go to `ParseInt` on their own.
fn is_signed_after_prefix(s: &[u8], dialect: Dialect) -> bool {
    let (digits, base) = match s {
        [b'0', b'b', rest @ ..] => (rest, 2),
        [b'0', b'o', rest @ ..] if dialect == Dialect::Yaml3 => (rest, 8),
        _ => return false,
    };
    match digits {
        [b'-', digits @ ..] => !digits.is_empty() && in_base(digits, base, 1 << 63),
        [b'+', digits @ ..] => !digits.is_empty() && in_base(digits, base, (1 << 63) - 1),
        _ => false,
    }
}

/// A decimal number with fraction or exponent that a float64 can hold.
fn is_float(s: &[u8]) -> bool {
    let digits = |s: &[u8]| s.iter().take_while(|b| b.is_ascii_digit()).count();
    let mut rest = match s {
        [b'+' | b'-', rest @ ..] => rest,
        _ => s,
    };
    let whole = digits(rest);
    rest = &rest[whole..];
    if let [b'.', fraction @ ..] = rest {
        let n = digits(fraction);
        if whole == 0 && n == 0 {
            return false;
        }
        rest = &fraction[n..];
    } else if whole == 0 {
        return false;
    }
    if let [b'e' | b'E', exponent @ ..] = rest {
        let exponent = match exponent {
            [b'+' | b'-', digits @ ..] => digits,
            _ => exponent,
        };
        let n = digits(exponent);
        if n == 0 {
            return false;
        }
        rest = &exponent[n..];
    }
    rest.is_empty() && is_finite(s)
}

fn is_finite(s: &[u8]) -> bool {
    std::str::from_utf8(s).ok().and_then(|s| s.parse::<f64>().ok()).is_some_and(f64::is_finite)
}

/// A number that starts with its point goes to `ParseFloat` as it is, which takes an underscore
/// between two digits.
fn is_dotted_float(s: &[u8]) -> bool {
    let digit = |i: usize| s.get(i).is_some_and(u8::is_ascii_digit);
    let mut without = Vec::with_capacity(s.len());
    for (i, &b) in s.iter().enumerate() {
        if b != b'_' {
            without.push(b);
        } else if !(digit(i - 1) && digit(i + 1)) {
            return false;
        }
    }
    is_float(&without)
}

/// Numbers of base 60, as YAML 1.1 had them: `1:30`, `-12:59.5`.
fn is_base60(s: &[u8]) -> bool {
    let s = match s {
        [b'+' | b'-', rest @ ..] => rest,
        _ => s,
    };
    let head = s.iter().take_while(|b| b.is_ascii_digit() || **b == b'_').count();
    if head == 0 || s[0] == b'_' {
        return false;
    }
    let mut rest = &s[head..];
    let mut parts = 0;
    while let [b':', part @ ..] = rest {
        rest = match part {
            [b'0'..=b'5', b'0'..=b'9', rest @ ..] => rest,
            [b'0'..=b'9', rest @ ..] => rest,
            _ => return false,
        };
        parts += 1;
    }
    if let [b'.', fraction @ ..] = rest {
        rest = &fraction[fraction.iter().take_while(|b| b.is_ascii_digit() || **b == b'_').count()..];
    }
    parts > 0 && rest.is_empty()
}

/// A date, or a date with a time, in the four layouts that `parseTimestamp` hands to `time.Parse`.
fn is_timestamp(s: &[u8]) -> bool {
    // Four digits and a dash; then numbers of one or two digits, which are taken greedily.
    let [y1 @ b'0'..=b'9', y2 @ b'0'..=b'9', y3 @ b'0'..=b'9', y4 @ b'0'..=b'9', b'-', rest @ ..] = s else {
        return false;
    };
    let year = [y1, y2, y3, y4].iter().fold(0, |n, d| n * 10 + u32::from(**d - b'0'));
    let Some((month, [b'-', rest @ ..])) = one_or_two_digits(rest) else { return false };
    let Some((day, rest)) = one_or_two_digits(rest) else { return false };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    if !(1..=days).contains(&day) {
        return false;
    }
    match rest {
        [] => true,
        [b'T' | b't', rest @ ..] => after_clock(rest).is_some_and(is_zone),
        // A blank in a layout stands for any number of them.
        [b' ', ..] => after_clock(&rest[rest.iter().take_while(|b| **b == b' ').count()..]) == Some(b""),
        _ => false,
    }
}

fn one_or_two_digits(s: &[u8]) -> Option<(u32, &[u8])> {
    match s {
        [a @ b'0'..=b'9', b @ b'0'..=b'9', rest @ ..] => {
            Some((u32::from(a - b'0') * 10 + u32::from(b - b'0'), rest))
        }
        [a @ b'0'..=b'9', rest @ ..] => Some((u32::from(a - b'0'), rest)),
        _ => None,
    }
}

/// What follows after hours, minutes, seconds and their fraction.
fn after_clock(s: &[u8]) -> Option<&[u8]> {
    let (hour, rest) = one_or_two_digits(s)?;
    let (minute, rest) = one_or_two_digits(rest.strip_prefix(b":")?)?;
    let (second, rest) = one_or_two_digits(rest.strip_prefix(b":")?)?;
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    Some(match rest {
        [b'.' | b',', b'0'..=b'9', ..] => {
            &rest[1 + rest[1..].iter().take_while(|b| b.is_ascii_digit()).count()..]
        }
        _ => rest,
    })
}

/// `Z` or an offset with a colon. `time.Parse` lets offsets of 24 hours and 60 minutes pass.
fn is_zone(s: &[u8]) -> bool {
    match s {
        b"Z" => true,
        [b'+' | b'-', h1 @ b'0'..=b'9', h2 @ b'0'..=b'9', b':', m1 @ b'0'..=b'9', m2 @ b'0'..=b'9'] => {
            let two = |a: &u8, b: &u8| (a - b'0') * 10 + (b - b'0');
            two(h1, h2) <= 24 && two(m1, m2) <= 60
        }
        _ => false,
    }
}

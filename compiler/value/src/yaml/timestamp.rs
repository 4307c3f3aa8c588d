//! Which texts are dates for go-yaml (resolve.go: parseTimestamp), that is for Go's `time.Parse` with its four
//! layouts. Only the tag `!!timestamp` makes a difference between them and other texts.

/// What stands between the date and the time of day.
#[derive(Clone, Copy)]
enum Between {
    /// `T` or `t`; a zone follows the time.
    Letter,
    /// Spaces; no zone follows.
    Spaces,
}

/// Whether go-yaml takes the text for a date or a time.
pub(super) fn is_timestamp(text: &[u8]) -> bool {
    let year = text.iter().take_while(|b| b.is_ascii_digit()).count();
    if year != 4 || text.get(4) != Some(&b'-') {
        return false;
    }
    let Some((valid_day, rest)) = date(text) else { return false };
    let rest = match rest {
        [] => Some(rest),
        [b'T' | b't', rest @ ..] => time(rest, Between::Letter),
        [b' ', rest @ ..] => time(rest, Between::Spaces),
        _ => None,
    };
    valid_day && rest.is_some_and(<[u8]>::is_empty)
}

/// `2006-1-2`: whether the month has that day, and what follows.
fn date(text: &[u8]) -> Option<(bool, &[u8])> {
    let year = text[..4].iter().fold(0, |year, b| year * 10 + u32::from(b - b'0'));
    let (month, rest) = one_or_two(&text[5..])?;
    let (day, rest) = one_or_two(rest.strip_prefix(b"-")?)?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + leap as u32,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    Some(((1..=days).contains(&day), rest))
}

/// `15:4:5.999999999`, and for RFC 3339 `Z07:00`: what follows.
fn time(mut text: &[u8], between: Between) -> Option<&[u8]> {
    if let Between::Spaces = between {
        while let [b' ', rest @ ..] = text {
            text = rest;
        }
    }
    let (hour, rest) = one_or_two(text)?;
    let (minute, rest) = one_or_two(rest.strip_prefix(b":")?)?;
    let (second, mut rest) = one_or_two(rest.strip_prefix(b":")?)?;
    if hour >= 24 || minute >= 60 || second >= 60 {
        return None;
    }
    // Go takes a comma for the dot, and any number of digits.
    if let [b'.' | b',', b'0'..=b'9', ..] = rest {
        let digits = rest[1..].iter().take_while(|b| b.is_ascii_digit()).count();
        rest = &rest[1 + digits..];
    }
    match (between, rest) {
        (Between::Spaces, rest) => Some(rest),
        (Between::Letter, [b'Z', rest @ ..]) => Some(rest),
        (Between::Letter, [b'+' | b'-', a, b, b':', c, d, rest @ ..]) => {
            let two = |a: u8, b: u8| {
                (a.is_ascii_digit() && b.is_ascii_digit())
                    .then(|| u32::from(a - b'0') * 10 + u32::from(b - b'0'))
            };
            (two(*a, *b)? <= 24 && two(*c, *d)? <= 60).then_some(rest)
        }
        _ => None,
    }
}

/// A number of one or two digits.
fn one_or_two(text: &[u8]) -> Option<(u32, &[u8])> {
    match text {
        [a @ b'0'..=b'9', b @ b'0'..=b'9', rest @ ..] => {
            Some((u32::from(a - b'0') * 10 + u32::from(b - b'0'), rest))
        }
        [a @ b'0'..=b'9', rest @ ..] => Some((u32::from(a - b'0'), rest)),
        _ => None,
    }
}

//! Layouts: the reference time `Mon Jan 2 15:04:05 MST 2006`, written the way a time is to be shown.

/// A layout up to and including its first element.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chunk<'a> {
    /// What stands before the element, for itself.
    pub literal: &'a [u8],
    /// None at the layout's end.
    pub element: Option<Element>,
    /// The element as written.
    pub written: &'a [u8],
    pub rest: &'a [u8],
}

/// A part of the reference time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    /// `2006`
    Year,
    /// `06`
    ShortYear,
    /// `January`
    MonthName,
    /// `Jan`
    ShortMonthName,
    Month(Pad),
    /// `Monday`
    WeekdayName,
    /// `Mon`
    ShortWeekdayName,
    Day(Pad),
    YearDay(Pad),
    /// `15`
    Hour,
    Hour12(Pad),
    Minute(Pad),
    Second(Pad),
    /// `PM` or `pm`
    Noon(Letters),
    /// `MST`
    ZoneName,
    Offset(Zero, OffsetForm),
    Fraction(Fraction),
}

/// How a number shorter than its place is filled up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pad {
    Not,
    Zero,
    Space,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Letters {
    Upper,
    Lower,
}

/// How the offset 0 is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zero {
    /// As every other (`-0700`).
    Number,
    /// As `Z` (`Z0700`).
    Z,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OffsetForm {
    /// `-07`
    Hours,
    /// `-0700`
    Minutes,
    /// `-07:00`
    ColonMinutes,
    /// `-070000`
    Seconds,
    /// `-07:00:00`
    ColonSeconds,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fraction {
    pub separator: u8,
    /// Modulo 4096, as Go keeps it.
    pub digits: usize,
    pub zeros: TrailingZeros,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TrailingZeros {
    /// `.000`
    Kept,
    /// `.999`
    Dropped,
}

/// Cuts off the first element of a layout and what stands before it. Go: format.go `nextStdChunk`.
pub(super) fn next_chunk(layout: &[u8]) -> Chunk<'_> {
    for at in 0..layout.len() {
        if let Some((element, length)) = element_at(&layout[at..]) {
            let (written, rest) = layout[at..].split_at(length);
            return Chunk { literal: &layout[..at], element: Some(element), written, rest };
        }
    }
    Chunk { literal: layout, element: None, written: b"", rest: b"" }
}

/// The element that `text` begins with, and its length.
fn element_at(text: &[u8]) -> Option<(Element, usize)> {
    let found = match text {
        [b'J', b'a', b'n', rest @ ..] => match rest {
            [b'u', b'a', b'r', b'y', ..] => (Element::MonthName, 7),
            [b'a'..=b'z', ..] => return None,
            _ => (Element::ShortMonthName, 3),
        },
        [b'M', b'o', b'n', rest @ ..] => match rest {
            [b'd', b'a', b'y', ..] => (Element::WeekdayName, 6),
            [b'a'..=b'z', ..] => return None,
            _ => (Element::ShortWeekdayName, 3),
        },
        [b'M', b'S', b'T', ..] => (Element::ZoneName, 3),
        [b'0', b'1', ..] => (Element::Month(Pad::Zero), 2),
        [b'0', b'2', ..] => (Element::Day(Pad::Zero), 2),
        [b'0', b'3', ..] => (Element::Hour12(Pad::Zero), 2),
        [b'0', b'4', ..] => (Element::Minute(Pad::Zero), 2),
        [b'0', b'5', ..] => (Element::Second(Pad::Zero), 2),
        [b'0', b'6', ..] => (Element::ShortYear, 2),
        [b'0', b'0', b'2', ..] => (Element::YearDay(Pad::Zero), 3),
        [b'1', b'5', ..] => (Element::Hour, 2),
        [b'1', ..] => (Element::Month(Pad::Not), 1),
        [b'2', b'0', b'0', b'6', ..] => (Element::Year, 4),
        [b'2', ..] => (Element::Day(Pad::Not), 1),
        // The underscore is a literal one there, the year comes next.
        [b'_', b'2', b'0', b'0', b'6', ..] => return None,
        [b'_', b'2', ..] => (Element::Day(Pad::Space), 2),
        [b'_', b'_', b'2', ..] => (Element::YearDay(Pad::Space), 3),
        [b'3', ..] => (Element::Hour12(Pad::Not), 1),
        [b'4', ..] => (Element::Minute(Pad::Not), 1),
        [b'5', ..] => (Element::Second(Pad::Not), 1),
        [b'P', b'M', ..] => (Element::Noon(Letters::Upper), 2),
        [b'p', b'm', ..] => (Element::Noon(Letters::Lower), 2),
        [b'-', b'0', b'7', rest @ ..] => offset(Zero::Number, rest),
        [b'Z', b'0', b'7', rest @ ..] => offset(Zero::Z, rest),
        [separator @ (b'.' | b','), digit @ (b'0' | b'9'), ..] => {
            return fraction(*separator, *digit, &text[1..]);
        }
        _ => return None,
    };
    Some(found)
}

/// An offset, from what stands after its `-07` or `Z07`.
fn offset(zero: Zero, rest: &[u8]) -> (Element, usize) {
    let (form, length) = match rest {
        [b'0', b'0', b'0', b'0', ..] => (OffsetForm::Seconds, 4),
        [b':', b'0', b'0', b':', b'0', b'0', ..] => (OffsetForm::ColonSeconds, 6),
        [b'0', b'0', ..] => (OffsetForm::Minutes, 2),
        [b':', b'0', b'0', ..] => (OffsetForm::ColonMinutes, 3),
        _ => (OffsetForm::Hours, 0),
    };
    (Element::Offset(zero, form), 3 + length)
}

/// A fraction: one digit repeated, and no other digit after it.
fn fraction(separator: u8, digit: u8, text: &[u8]) -> Option<(Element, usize)> {
    let digits = text.iter().position(|&byte| byte != digit).unwrap_or(text.len());
    if text.get(digits).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let zeros = if digit == b'0' { TrailingZeros::Kept } else { TrailingZeros::Dropped };
    Some((Element::Fraction(Fraction { separator, digits: digits & 0xfff, zeros }), 1 + digits))
}

//! The order of the keys of a map.

use std::cmp::Ordering;

use nexachart_go::unicode::{is_digit, is_letter};
use nexachart_go::utf8;

use super::Dialect;
use crate::Str;

/// What one look at the keys of a map shows.
pub(super) struct Survey {
    /// They are in their order already. Byte order mostly is just that.
    pub(super) sorted: bool,
    /// They are all ASCII.
    pub(super) ascii: bool,
}

/// Looks at the keys of a map.
pub(super) fn survey<'k>(keys: impl Iterator<Item = &'k Str>, dialect: Dialect) -> Survey {
    let mut survey = Survey { sorted: true, ascii: true };
    let mut previous: Option<&Str> = None;
    for key in keys {
        survey.sorted &= previous.is_none_or(|previous| less(previous, key, dialect));
        survey.ascii &= key.is_ascii();
        previous = Some(key);
    }
    survey
}

/// Whether key `a` comes before key `b`: digits compare as numbers, letters come after everything
/// else. Not transitive for some sets of keys, so not an [`Ord`].
///
/// Source: `keyList.Less` in sorter.go of go.yaml.in/yaml.
pub(super) fn less(a: &[u8], b: &[u8], dialect: Dialect) -> bool {
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    match (a.get(same), b.get(same)) {
        // Letters and dashes, and one key that begins with the other, are the usual case.
        (Some(x), Some(y)) if x.is_ascii_alphabetic() && y.is_ascii_alphabetic() => x < y,
        (Some(x), Some(y)) if is_dash(*x) && y.is_ascii_alphabetic() && dialect == Dialect::Yaml2 => true,
        (Some(x), Some(y)) if x.is_ascii_alphabetic() && is_dash(*y) && dialect == Dialect::Yaml2 => false,
        // An incomplete character at the cut would read as U+FFFD, so only for ASCII.
        (None, Some(y)) if y.is_ascii() => true,
        (Some(x), None) if x.is_ascii() => false,
        _ => runes_less(a, b, dialect),
    }
}

fn is_dash(b: u8) -> bool {
    matches!(b, b'-' | b'.' | b'/' | b'_')
}

fn runes_less(a: &[u8], b: &[u8], dialect: Dialect) -> bool {
    let runes = |s| utf8::runes(s).map(|(_, c, _)| c).collect::<Vec<char>>();
    let (a, b) = (runes(a), runes(b));
    let Some(i) = a.iter().zip(&b).position(|(x, y)| x != y) else { return a.len() < b.len() };
    let (x, y) = (a[i], b[i]);
    match (is_letter(x), is_letter(y)) {
        (true, true) => return x < y,
        (false, false) => {}
        (x_letter, y_letter) => {
            // For yaml v3 a letter ends a number, so that `1a` comes before `10`.
            let after_digit = dialect == Dialect::Yaml3 && i > 0 && is_digit(a[i - 1]);
            return if after_digit { x_letter } else { y_letter };
        }
    }
    // Zeros in the middle of a number count by their place.
    let (mut x_number, mut y_number) = (0i64, 0i64);
    if x == '0' || y == '0' {
        let before = a[..i].iter().rev().take_while(|c| is_digit(**c));
        if before.into_iter().any(|c| *c != '0') {
            (x_number, y_number) = (1, 1);
        }
    }
    let x_len = number(&a[i..], &mut x_number);
    let y_len = number(&b[i..], &mut y_number);
    match x_number.cmp(&y_number).then(x_len.cmp(&y_len)) {
        Ordering::Equal => x < y,
        order => order == Ordering::Less,
    }
}

/// Reads digits into `n`, wrapping around as Go does; how many there were.
fn number(runes: &[char], n: &mut i64) -> usize {
    let digits = runes.iter().take_while(|c| is_digit(**c));
    digits.map(|c| *n = n.wrapping_mul(10).wrapping_add(i64::from(u32::from(*c)) - i64::from(b'0'))).count()
}

/// Sorts by an order that need not be transitive: a merge sort, which cannot fail on one.
pub(super) fn sort<T: Clone>(items: &mut [T], less: &impl Fn(&T, &T) -> bool) {
    if items.len() <= 12 {
        for end in 1..items.len() {
            let mut i = end;
            while i > 0 && less(&items[i], &items[i - 1]) {
                items.swap(i, i - 1);
                i -= 1;
            }
        }
        return;
    }
    let (left, right) = items.split_at_mut(items.len() / 2);
    sort(left, less);
    sort(right, less);
    let (left, right) = (left.to_vec(), right.to_vec());
    let (mut l, mut r) = (left.into_iter().peekable(), right.into_iter().peekable());
    for item in items {
        let take_right = match (l.peek(), r.peek()) {
            (Some(a), Some(b)) => less(b, a),
            (None, _) => true,
            (_, None) => false,
        };
        if let Some(next) = if take_right { r.next() } else { l.next() } {
            *item = next;
        }
    }
}

//! Classes and cases of characters by Go's Unicode tables (15.0.0), one character to one character.
//! Rust's own methods follow a newer Unicode and map to several characters, so they are not used here.
//! Go: package unicode.

mod tables;

use tables::{Run, Shift};

/// Whether Go prints `c` as it is in a quoted string: letters, marks, numbers, punctuation, symbols and the ASCII
/// space. Go: `unicode.IsPrint`, `strconv.IsPrint`.
///
/// ```
/// use nexachart_go::unicode::is_print;
/// assert!(is_print('é') && is_print(' '));
/// assert!(!is_print('\u{a0}') && !is_print('\u{ad}') && !is_print('\n'));
/// ```
#[inline]
pub fn is_print(c: char) -> bool {
    match c {
        '\0'..='\x7F' => matches!(c, ' '..='~'),
        // The table's first two runs: most of Latin, without searching.
        '\u{A1}'..='\u{AC}' | '\u{AE}'..='\u{377}' => true,
        _ => holds(tables::PRINT, c),
    }
}

/// As [`is_print`], and all space separators (category Zs) too. Go: `unicode.IsGraphic`.
pub fn is_graphic(c: char) -> bool {
    is_print(c) || holds(tables::SPACE_SEPARATOR, c)
}

/// Category L. Go: `unicode.IsLetter`.
#[inline]
pub fn is_letter(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphabetic() } else { holds(tables::LETTER, c) }
}

/// Category M. Go: `unicode.IsMark`.
pub fn is_mark(c: char) -> bool {
    !c.is_ascii() && holds(tables::MARK, c)
}

/// Category N. Go: `unicode.IsNumber`.
#[inline]
pub fn is_number(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_digit() } else { holds(tables::NUMBER, c) }
}

/// Category Nd. Go: `unicode.IsDigit`.
#[inline]
pub fn is_digit(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_digit() } else { holds(tables::DIGIT, c) }
}

/// Category P. Go: `unicode.IsPunct`. Of ASCII, ``$+<=>^`|~`` are symbols, not punctuation.
pub fn is_punct(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_punctuation() && !is_ascii_symbol(c) } else { holds(tables::PUNCT, c) }
}

/// Category S. Go: `unicode.IsSymbol`.
pub fn is_symbol(c: char) -> bool {
    if c.is_ascii() { is_ascii_symbol(c) } else { holds(tables::SYMBOL, c) }
}

/// Category Cc. Go: `unicode.IsControl`.
pub fn is_control(c: char) -> bool {
    matches!(c, '\0'..='\x1F' | '\x7F'..='\u{9F}')
}

/// What Go calls white space (the property White_Space). Go: `unicode.IsSpace`.
#[inline]
pub fn is_space(c: char) -> bool {
    matches!(
        c,
        '\t'..='\r' | ' ' | '\u{85}' | '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}'
            | '\u{2028}' | '\u{2029}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
    )
}

/// Category Lu. Go: `unicode.IsUpper`.
#[inline]
pub fn is_upper(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_uppercase() } else { holds(tables::UPPER, c) }
}

/// Category Ll. Go: `unicode.IsLower`.
#[inline]
pub fn is_lower(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_lowercase() } else { holds(tables::LOWER, c) }
}

/// Category Lt, letters such as `ǅ`. Go: `unicode.IsTitle`.
pub fn is_title(c: char) -> bool {
    !c.is_ascii() && holds(tables::TITLE, c)
}

/// The upper case of `c`, or `c`. Go: `unicode.ToUpper`.
///
/// ```
/// use nexachart_go::unicode::to_upper;
/// assert_eq!(to_upper('ß'), 'ß');
/// assert_eq!(to_upper('ǆ'), 'Ǆ');
/// ```
#[inline]
pub fn to_upper(c: char) -> char {
    if c.is_ascii() { c.to_ascii_uppercase() } else { shifted(tables::TO_UPPER, c).unwrap_or(c) }
}

/// The lower case of `c`, or `c`. Go: `unicode.ToLower`.
///
/// ```
/// use nexachart_go::unicode::to_lower;
/// assert_eq!(to_lower('İ'), 'i');
/// ```
#[inline]
pub fn to_lower(c: char) -> char {
    if c.is_ascii() { c.to_ascii_lowercase() } else { shifted(tables::TO_LOWER, c).unwrap_or(c) }
}

/// The title case of `c`, which is the upper case but for a few, or `c`. Go: `unicode.ToTitle`.
pub fn to_title(c: char) -> char {
    shifted(tables::TO_TITLE, c).unwrap_or_else(|| to_upper(c))
}

/// The next character that is equal to `c` when case is ignored; following it leads round and back to `c`.
/// Go: `unicode.SimpleFold`.
///
/// ```
/// use nexachart_go::unicode::simple_fold;
/// assert_eq!(simple_fold('K'), 'k');
/// assert_eq!(simple_fold('k'), '\u{212A}'); // the Kelvin sign
/// assert_eq!(simple_fold('\u{212A}'), 'K');
/// ```
pub fn simple_fold(c: char) -> char {
    if let Some(next) = shifted(tables::FOLD, c) {
        return next;
    }
    match to_lower(c) {
        lower if lower != c => lower,
        _ => to_upper(c),
    }
}

fn is_ascii_symbol(c: char) -> bool {
    matches!(c, '$' | '+' | '<' | '=' | '>' | '^' | '`' | '|' | '~')
}

/// Whether one of the runs, which are in ascending order, holds `c`.
fn holds(runs: &[Run], c: char) -> bool {
    let code = c as u32;
    let after = runs.partition_point(|&(first, ..)| first <= code);
    after > 0 && {
        let (first, last, step) = runs[after - 1];
        code <= last && (code - first).is_multiple_of(step)
    }
}

/// Where `c` is mapped to, if one of the runs, which are in ascending order, holds it.
fn shifted(runs: &[Shift], c: char) -> Option<char> {
    let code = c as u32;
    let after = runs.partition_point(|&(first, ..)| first <= code);
    let &(first, last, step, distance) = runs.get(after.checked_sub(1)?)?;
    if code > last || !(code - first).is_multiple_of(step) {
        return None;
    }
    char::from_u32(code.wrapping_add_signed(distance))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_are_one_to_one() {
        // (character, upper, lower, title) in Go.
        for (c, upper, lower, title) in [
            ('ß', 'ß', 'ß', 'ß'),
            ('ẞ', 'ẞ', 'ß', 'ẞ'),
            ('İ', 'İ', 'i', 'İ'),
            ('ı', 'I', 'ı', 'I'),
            ('ǆ', 'Ǆ', 'ǆ', 'ǅ'),
            ('ǅ', 'Ǆ', 'ǆ', 'ǅ'),
            ('ﬁ', 'ﬁ', 'ﬁ', 'ﬁ'),
            ('ა', 'Ა', 'ა', 'ა'),
            ('ς', 'Σ', 'ς', 'Σ'),
        ] {
            assert_eq!((to_upper(c), to_lower(c), to_title(c)), (upper, lower, title), "{c}");
        }
    }

    #[test]
    fn folding_leads_round() {
        for c in '\0'..=char::MAX {
            let mut at = simple_fold(c);
            let mut steps = 1;
            while at != c {
                at = simple_fold(at);
                steps += 1;
                assert!(steps <= 4, "{c:?}");
            }
        }
    }

    #[test]
    fn classes_are_those_of_unicode_15() {
        assert!(is_letter('ª') && is_letter('日') && !is_letter('_'));
        assert!(is_digit('٣') && !is_digit('²') && is_number('²'));
        assert!(is_punct('_') && is_punct('«') && !is_punct('$') && is_symbol('€') && is_symbol('+'));
        assert!(is_mark('\u{301}') && is_title('ǅ') && is_control('\u{85}'));
        assert!(is_space('\u{3000}') && !is_space('\u{200B}') && is_graphic('\u{3000}'));
        // Assigned in Unicode 15.0, and in 15.1.
        assert!(is_print('\u{1FAE8}') && !is_print('\u{2FFC}'));
    }
}

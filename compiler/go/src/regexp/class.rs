//! Sets of code points, as character classes are put together.

use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

use super::fold;

/// The largest code point.
const MAX: u32 = char::MAX as u32;

/// Inclusive ranges of code points, surrogates included: a pattern may name them although no text holds them.
/// Between [`CharClass::clean`] and the next insertion they are sorted and apart from each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct CharClass {
    ranges: Vec<(u32, u32)>,
}

impl CharClass {
    pub(super) fn new(ranges: &[(u32, u32)]) -> CharClass {
        CharClass { ranges: ranges.to_vec() }
    }

    pub(super) fn ranges(&self) -> &[(u32, u32)] {
        &self.ranges
    }

    /// Adds `first..=last`; ranges given in order and touching each other become one.
    pub(super) fn insert(&mut self, first: u32, last: u32) {
        if let Some(back) = self.ranges.last_mut()
            && back.0 <= first
            && first <= back.1.saturating_add(1)
        {
            back.1 = back.1.max(last);
            return;
        }
        self.ranges.push((first, last));
    }

    pub(super) fn insert_all(&mut self, other: &CharClass) {
        self.ranges.extend_from_slice(&other.ranges);
    }

    /// Sorts the ranges and joins those that overlap or touch.
    pub(super) fn clean(&mut self) {
        if self.ranges.is_sorted_by(|a, b| a.1.saturating_add(1) < b.0) {
            return;
        }
        self.ranges.sort_unstable();
        let mut kept = 0;
        for i in 1..self.ranges.len() {
            let (first, last) = self.ranges[i];
            if first <= self.ranges[kept].1.saturating_add(1) {
                self.ranges[kept].1 = self.ranges[kept].1.max(last);
            } else {
                kept += 1;
                self.ranges[kept] = (first, last);
            }
        }
        self.ranges.truncate(kept + 1);
    }

    /// Everything that is not in this class, which must be clean.
    pub(super) fn negated(&self) -> CharClass {
        let mut ranges = Vec::with_capacity(self.ranges.len() + 1);
        let mut next = 0;
        for &(first, last) in &self.ranges {
            if next < first {
                ranges.push((next, first - 1));
            }
            next = last + 1;
        }
        if next <= MAX {
            ranges.push((next, MAX));
        }
        CharClass { ranges }
    }

    /// Adds whatever differs from a member only in case, and cleans the class.
    pub(super) fn fold(&mut self) {
        self.clean();
        let before = self.ranges.len();
        for i in 0..before {
            let (first, last) = self.ranges[i];
            fold::for_each_equivalent(first, last, |c| self.ranges.push((c, c)));
        }
        self.clean();
    }

    /// How a class of one code point, or of two that differ only in case, is taken as a literal.
    pub(super) fn as_literal(&self) -> Option<Literal> {
        match *self.ranges {
            [(a, b)] if a == b => Some(Literal::Exact),
            [(a, b)] if a + 1 == b && fold::next(a) == b && fold::next(b) == a => Some(Literal::Folded),
            [(a, b), (c, d)] if a == b && c == d && fold::next(a) == c && fold::next(c) == a => {
                Some(Literal::Folded)
            }
            _ => None,
        }
    }

    /// The class as the engine takes it: scalar values only, since texts hold no surrogates.
    pub(super) fn to_unicode(&self) -> ClassUnicode {
        // U+D800 to U+DFFF are the only code points that are not scalar values.
        let scalar = |first: u32, last: u32| {
            Some(ClassUnicodeRange::new(char::from_u32(first)?, char::from_u32(last)?))
        };
        ClassUnicode::new(self.ranges.iter().flat_map(|&(first, last)| {
            let below = if first < 0xD800 { scalar(first, last.min(0xD7FF)) } else { None };
            let above = if last > 0xDFFF { scalar(first.max(0xE000), last) } else { None };
            below.into_iter().chain(above)
        }))
    }
}

/// A piece of literal text, and whether case counts in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Literal {
    Exact,
    Folded,
}

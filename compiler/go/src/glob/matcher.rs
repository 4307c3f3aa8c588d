//! What patterns are compiled to. Go: gobwas/glob match.

use memchr::memmem;

use super::MatchError;
use super::parse::Sense;
use crate::utf8::{decode, rune_count, runes};

/// The separator that `*` and `?` stop at.
const SEPARATOR: u8 = b'/';

/// Something that texts are matched against.
#[derive(Clone, Debug)]
pub(super) enum Matcher {
    Nothing,
    Super,
    Any,
    Single,
    List(Vec<char>, Sense),
    Range(char, char, Sense),
    Text(Vec<u8>),
    Prefix(Vec<u8>),
    Suffix(Vec<u8>),
    PrefixSuffix(Vec<u8>, Vec<u8>),
    /// A text, then anything without a separator.
    PrefixAny(Vec<u8>),
    /// Anything without a separator, then a text.
    SuffixAny(Vec<u8>),
    Contains(Vec<u8>),
    Lacks(Vec<u8>),
    /// At least, at most so many characters.
    Min(usize),
    Max(usize),
    EveryOf(Vec<Matcher>),
    AnyOf(Vec<Matcher>),
    /// Matchers of fixed length side by side, and that length in characters.
    Row(Vec<Matcher>, usize),
    Tree(Box<Tree>),
}

/// A matcher with what must stand to its left and right.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    pub(super) value: Matcher,
    pub(super) left: Option<Matcher>,
    pub(super) right: Option<Matcher>,
    left_len: Option<usize>,
    right_len: Option<usize>,
    len: Option<usize>,
}

impl Tree {
    pub(super) fn new(value: Matcher, left: Option<Matcher>, right: Option<Matcher>) -> Tree {
        let side = |side: &Option<Matcher>| side.as_ref().map_or(Some(0), Matcher::len);
        let (left_len, right_len) = (side(&left), side(&right));
        let len = value.len().zip(left_len).zip(right_len).map(|((value, left), right)| value + left + right);
        Tree { value, left, right, left_len, right_len, len }
    }

    fn matches(&self, text: &[u8], steps: &mut Steps) -> Result<bool, MatchError> {
        if self.len.is_some_and(|len| len > text.len()) {
            return Ok(false);
        }
        // Lengths are in characters, and are taken for bytes: the least that the sides need.
        let mut offset = self.left_len.unwrap_or(0);
        let Some(limit) = text.len().checked_sub(self.right_len.unwrap_or(0)) else { return Ok(false) };
        while offset < limit {
            let Some(found) = self.value.index(&text[offset..limit], steps)? else { return Ok(false) };
            let start = offset + found.at;
            if side(&self.left, &text[..start], steps)? {
                for &length in found.lengths.iter().rev() {
                    if side(&self.right, text.get(start + length..).unwrap_or_default(), steps)? {
                        return Ok(true);
                    }
                }
            }
            offset = start + decode(&text[start..]).1;
        }
        Ok(false)
    }
}

fn side(matcher: &Option<Matcher>, text: &[u8], steps: &mut Steps) -> Result<bool, MatchError> {
    match matcher {
        Some(matcher) => matcher.matches(text, steps),
        None => Ok(text.is_empty()),
    }
}

/// What a match may still take. Trees within trees take time exponential in their depth.
pub(super) struct Steps {
    left: usize,
}

impl Default for Steps {
    fn default() -> Steps {
        Steps { left: 50_000_000 }
    }
}

impl Steps {
    fn take(&mut self, text: &[u8]) -> Result<(), MatchError> {
        self.left = self.left.checked_sub(text.len() + 1).ok_or(MatchError::TooManySteps)?;
        Ok(())
    }
}

/// Where a matcher first matches within a text, and how long the matches there may be.
struct Found {
    at: usize,
    lengths: Vec<usize>,
}

impl Found {
    fn new(at: usize, lengths: Vec<usize>) -> Option<Found> {
        Some(Found { at, lengths })
    }
}

impl Matcher {
    /// The length of all matches, in characters, if it is fixed (or if the library thinks so).
    pub(super) fn len(&self) -> Option<usize> {
        match self {
            Matcher::Nothing => Some(0),
            Matcher::Single | Matcher::List(..) | Matcher::Range(..) => Some(1),
            Matcher::Text(text) => Some(rune_count(text)),
            Matcher::Row(_, len) => Some(*len),
            Matcher::Tree(tree) => tree.len,
            // Unknown lengths are forgotten as long as none is known before them.
            Matcher::AnyOf(matchers) => {
                let mut lens = matchers.iter().map(Matcher::len).skip_while(Option::is_none);
                let len = lens.next()?;
                if lens.all(|other| other == len) { len } else { None }
            }
            _ => None,
        }
    }

    /// Whether all of `text` matches.
    pub(super) fn matches(&self, text: &[u8], steps: &mut Steps) -> Result<bool, MatchError> {
        steps.take(text)?;
        Ok(match self {
            Matcher::Nothing => text.is_empty(),
            Matcher::Super => true,
            Matcher::Any => !has_separator(text),
            Matcher::Single | Matcher::List(..) | Matcher::Range(..) => {
                // An empty text is a single U+FFFD here.
                let (c, width) = decode(text);
                text.len() <= width && self.accepts(c)
            }
            Matcher::Text(wanted) => text == wanted,
            Matcher::Prefix(prefix) => text.starts_with(prefix),
            Matcher::Suffix(suffix) => text.ends_with(suffix),
            Matcher::PrefixSuffix(prefix, suffix) => text.starts_with(prefix) && text.ends_with(suffix),
            Matcher::PrefixAny(prefix) => {
                text.strip_prefix(&prefix[..]).is_some_and(|rest| !has_separator(rest))
            }
            Matcher::SuffixAny(suffix) => {
                text.strip_suffix(&suffix[..]).is_some_and(|rest| !has_separator(rest))
            }
            Matcher::Contains(needle) => memmem::find(text, needle).is_some(),
            Matcher::Lacks(needle) => memmem::find(text, needle).is_none(),
            // Only made for limits above 0.
            Matcher::Min(limit) => runes(text).nth(limit.saturating_sub(1)).is_some(),
            Matcher::Max(limit) => runes(text).nth(*limit).is_none(),
            Matcher::EveryOf(matchers) => {
                for matcher in matchers {
                    if !matcher.matches(text, steps)? {
                        return Ok(false);
                    }
                }
                true
            }
            Matcher::AnyOf(matchers) => {
                for matcher in matchers {
                    if matcher.matches(text, steps)? {
                        return Ok(true);
                    }
                }
                false
            }
            Matcher::Row(matchers, len) => rune_count(text) == *len && row_matches(matchers, text, steps)?,
            Matcher::Tree(tree) => return tree.matches(text, steps),
        })
    }

    /// Whether a matcher of single characters takes `c`.
    fn accepts(&self, c: char) -> bool {
        match self {
            Matcher::Single => c != SEPARATOR as char,
            Matcher::List(chars, sense) => chars.contains(&c) == (*sense == Sense::Plain),
            Matcher::Range(low, high, sense) => (*low..=*high).contains(&c) == (*sense == Sense::Plain),
            _ => false,
        }
    }

    /// Where this first matches within `text`.
    fn index(&self, text: &[u8], steps: &mut Steps) -> Result<Option<Found>, MatchError> {
        steps.take(text)?;
        Ok(match self {
            Matcher::Nothing => Found::new(0, vec![0]),
            Matcher::Super => Found::new(0, starts(text)),
            Matcher::Any => Found::new(0, starts(before_separator(text))),
            Matcher::Single | Matcher::List(..) | Matcher::Range(..) => runes(text)
                .find(|&(_, c, _)| self.accepts(c))
                .and_then(|(at, c, _)| Found::new(at, vec![c.len_utf8()])),
            Matcher::Text(wanted) => {
                memmem::find(text, wanted).and_then(|at| Found::new(at, vec![wanted.len()]))
            }
            Matcher::Prefix(prefix) => memmem::find(text, prefix)
                .and_then(|at| Found::new(at, lengths_after(prefix.len(), &text[at + prefix.len()..]))),
            Matcher::PrefixAny(prefix) => memmem::find(text, prefix).and_then(|at| {
                Found::new(at, lengths_after(prefix.len(), before_separator(&text[at + prefix.len()..])))
            }),
            Matcher::Suffix(suffix) => {
                memmem::find(text, suffix).and_then(|at| Found::new(0, vec![at + suffix.len()]))
            }
            Matcher::SuffixAny(suffix) => memmem::find(text, suffix).and_then(|at| {
                let start = memchr::memrchr(SEPARATOR, &text[..at]).map_or(0, |separator| separator + 1);
                Found::new(start, vec![at + suffix.len() - start])
            }),
            Matcher::PrefixSuffix(prefix, suffix) => {
                let Some(at) = memmem::find(text, prefix) else { return Ok(None) };
                let mut rest = &text[at..];
                let mut lengths = Vec::new();
                while let Some(end) = memmem::rfind(rest, suffix) {
                    lengths.push(end + suffix.len());
                    rest = &rest[..end];
                }
                lengths.reverse();
                if lengths.is_empty() { None } else { Found::new(at, lengths) }
            }
            Matcher::Contains(needle) => {
                let Some(at) = memmem::find(text, needle) else { return Ok(None) };
                let end = at + needle.len();
                Found::new(0, starts(&text[end..]).into_iter().map(|length| length + end).collect())
            }
            Matcher::Lacks(needle) => {
                Found::new(0, starts(memmem::find(text, needle).map_or(text, |at| &text[..at])))
            }
            Matcher::Min(limit) => {
                let lengths: Vec<usize> = ends(text).skip(limit.saturating_sub(1)).collect();
                if lengths.is_empty() || text.len() < *limit { None } else { Found::new(0, lengths) }
            }
            Matcher::Max(limit) => Found::new(0, std::iter::once(0).chain(ends(text).take(*limit)).collect()),
            Matcher::EveryOf(matchers) => {
                // All that stand in one begin at 0.
                let mut lengths: Option<Vec<usize>> = None;
                for matcher in matchers {
                    let Some(found) = matcher.index(text, steps)? else { return Ok(None) };
                    let common = match lengths {
                        None => found.lengths,
                        Some(before) => {
                            before.into_iter().filter(|length| found.lengths.contains(length)).collect()
                        }
                    };
                    if common.is_empty() {
                        return Ok(None);
                    }
                    lengths = Some(common);
                }
                Found::new(0, lengths.unwrap_or_default())
            }
            Matcher::AnyOf(matchers) => {
                let mut best: Option<Found> = None;
                for matcher in matchers {
                    let Some(mut found) = matcher.index(text, steps)? else { continue };
                    match &mut best {
                        Some(best) if best.at < found.at => {}
                        Some(best) if best.at == found.at => {
                            best.lengths.append(&mut found.lengths);
                            best.lengths.sort_unstable();
                            best.lengths.dedup();
                        }
                        _ => best = Some(found),
                    }
                }
                best
            }
            Matcher::Row(matchers, len) => {
                for (at, _, _) in runes(text) {
                    let rest = &text[at..];
                    if rest.len() < *len {
                        break;
                    }
                    if row_matches(matchers, rest, steps)? {
                        return Ok(Found::new(at, vec![*len]));
                    }
                }
                None
            }
            // The library has left this out.
            Matcher::Tree(_) => None,
        })
    }
}

/// Whether a text begins with the matchers of a row. A character is cut after its first byte, and what has no
/// length is given a byte.
fn row_matches(matchers: &[Matcher], text: &[u8], steps: &mut Steps) -> Result<bool, MatchError> {
    let mut start = 0;
    for matcher in matchers {
        let len = matcher.len().unwrap_or(0);
        let rest = &text[start..];
        let mut count = 0;
        let mut last = 0;
        for (at, _, _) in runes(rest) {
            count += 1;
            last = at;
            if count == len {
                break;
            }
        }
        if count < len {
            return Ok(false);
        }
        let end = start + last + 1;
        let Some(part) = text.get(start..end) else {
            return Err(MatchError::OutOfRange { end, len: text.len() });
        };
        if !matcher.matches(part, steps)? {
            return Ok(false);
        }
        start = end;
    }
    Ok(true)
}

fn has_separator(text: &[u8]) -> bool {
    memchr::memchr(SEPARATOR, text).is_some()
}

fn before_separator(text: &[u8]) -> &[u8] {
    memchr::memchr(SEPARATOR, text).map_or(text, |at| &text[..at])
}

/// Where the characters of `text` begin, and its end.
fn starts(text: &[u8]) -> Vec<usize> {
    runes(text).map(|(at, _, _)| at).chain([text.len()]).collect()
}

/// Where the characters of `text` end; a broken byte counts as long as the U+FFFD it stands for.
fn ends(text: &[u8]) -> impl Iterator<Item = usize> {
    runes(text).map(|(at, c, _)| at + c.len_utf8())
}

fn lengths_after(prefix: usize, rest: &[u8]) -> Vec<usize> {
    std::iter::once(prefix).chain(ends(rest).map(|end| prefix + end)).collect()
}

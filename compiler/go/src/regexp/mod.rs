//! Go's package regexp: RE2 patterns with Go's errors, on the engine of regex-automata.
//!
//! The syntax is read by our own parser, since Go and Rust differ in it (`\w` and `\b` are ASCII here, `$` is
//! the end of the text only, `[a&&b]` has no operators), and so are the loops over matches, since the two
//! differ on empty ones. Between them stands Rust's engine, which finds the same leftmost-first matches in
//! time linear in the text.

mod class;
mod error;
mod fold;
mod haystack;
mod names;
mod parse;
mod piece;
mod sight;
mod tables;
mod template;
#[cfg(test)]
mod tests;

use std::ops::Range;

use regex_automata::meta::{self, Config};
use regex_automata::util::captures::Captures;
use regex_automata::{Input, Match};
use regex_syntax::hir::Hir;

use crate::strconv::{can_backquote, quote};
pub use error::{Error, ErrorKind};
use haystack::Haystack;
use template::Part;
pub use template::quote_meta;

/// A compiled pattern. Go: regexp.Regexp.
///
/// Compiling takes some tens of microseconds, so keep the result; it may be shared between threads.
///
/// ```
/// use nexachart_go::regexp::Regexp;
/// let re = Regexp::new(b"(?P<major>[0-9]+)\\.([0-9]+)")?;
/// assert_eq!(re.find(b"v1.31.2"), Some(&b"1.31"[..]));
/// assert_eq!(re.replace_all(b"v1.31.2", b"${major}-$2"), b"v1-31.2");
/// assert_eq!(Regexp::new(b"a(b").unwrap_err().to_string(), "error parsing regexp: missing closing ): `a(b`");
/// # Ok::<(), nexachart_go::regexp::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Regexp {
    engine: meta::Regex,
    names: Vec<Option<Box<str>>>,
    is_empty_pattern: bool,
    is_far_sighted: bool,
}

/// The places of a match and its groups in the text searched; `None` for a group that took no part.
pub type Groups = Vec<Option<Range<usize>>>;

impl Regexp {
    /// Compiles a pattern in the syntax of RE2 with Perl's classes. Go: regexp.Compile.
    ///
    /// # Errors
    /// Those of Go, with the same texts. Besides, [`ErrorKind::Large`] where the compiled form would take
    /// more than 32 MB; Go gives it for 128 MB of its own.
    pub fn new(pattern: &[u8]) -> Result<Regexp, Error> {
        let parse::Parsed { hir, height, names } = parse::parse(pattern)?;
        let engine = match height > SHALLOW {
            true => compile_apart(&hir),
            false => compile(&hir),
        };
        let engine = engine.ok_or_else(|| Error::new(ErrorKind::Large, pattern))?;
        let is_far_sighted = sight::is_far(&hir);
        Ok(Regexp { engine, names, is_empty_pattern: pattern.is_empty(), is_far_sighted })
    }

    /// As [`Regexp::new`], with the text with which Go panics where a pattern must compile:
    /// ``regexp: Compile(`a(`): error parsing regexp: missing closing ): `a(` ``. Go: regexp.MustCompile.
    ///
    /// # Errors
    /// That text. It quotes the pattern, so it is UTF-8 only if the pattern is.
    pub fn must_compile(pattern: &[u8]) -> Result<Regexp, Vec<u8>> {
        Regexp::new(pattern).map_err(|error| {
            let quoted = match can_backquote(pattern) {
                true => [b"`", pattern, b"`"].concat(),
                false => quote(pattern).into_bytes(),
            };
            [b"regexp: Compile(", &quoted[..], b"): ", &error.message()].concat()
        })
    }

    /// Whether it may look at much of the text behind a match before it knows that the match is one: then all matches
    /// together take time with the square of the text.
    pub fn is_far_sighted(&self) -> bool {
        self.is_far_sighted
    }

    /// How many bytes are looked at in the worst case to find all matches, each time to the end of the text. `None` for
    /// more than `most`.
    pub fn scanned(&self, text: &[u8], most: u64) -> Option<u64> {
        let hay = Haystack::new(text);
        let mut scanned = text.len() as u64;
        for found in self.successive(&hay, -1) {
            scanned += (hay.text().len() - found.start()) as u64;
            if scanned > most {
                return None;
            }
        }
        Some(scanned)
    }

    /// About how many bytes the compiled form takes.
    pub fn size(&self) -> usize {
        self.engine.memory_usage()
    }

    /// Whether the pattern matches anywhere in `text`. Go: Regexp.MatchString.
    pub fn is_match(&self, text: &[u8]) -> bool {
        // Not the engine's `is_match`: it stops at the first end of any match, and where that is an empty one
        // within a character, goes on behind it and forgets what began before.
        self.engine.search_half(&Input::new(Haystack::new(text).text())).is_some()
    }

    /// The leftmost match. Go: Regexp.FindString, which returns an empty string for `None`.
    pub fn find<'h>(&self, text: &'h [u8]) -> Option<&'h [u8]> {
        let hay = Haystack::new(text);
        self.search(&hay, 0).map(|found| hay.slice(found.start(), found.end()))
    }

    /// The leftmost match and its groups. Go: Regexp.FindStringSubmatchIndex.
    pub fn find_submatch(&self, text: &[u8]) -> Option<Groups> {
        let hay = Haystack::new(text);
        let mut captures = self.engine.create_captures();
        self.engine.search_captures(&Input::new(hay.text()), &mut captures);
        captures.get_match()?;
        let place = |i| self.group(&captures, i).map(|(start, end)| hay.offset(start)..hay.offset(end));
        Some((0..self.names.len()).map(place).collect())
    }

    /// Successive matches that do not overlap, at most `n`, or all if `n` is negative. An empty match
    /// just after another match does not count. Go: Regexp.FindAllString, which returns nil for none.
    pub fn find_all<'h>(&self, text: &'h [u8], n: i64) -> Vec<&'h [u8]> {
        let hay = Haystack::new(text);
        self.successive(&hay, n).map(|found| hay.slice(found.start(), found.end())).collect()
    }

    /// As [`Regexp::find_all`], the places of the matches. Go: Regexp.FindAllStringIndex.
    pub fn find_all_index(&self, text: &[u8], n: i64) -> Vec<Range<usize>> {
        let hay = Haystack::new(text);
        self.successive(&hay, n).map(|found| hay.offset(found.start())..hay.offset(found.end())).collect()
    }

    /// Replaces all matches by `template`, in which `$1`, `${1}`, `$name` and `${name}` stand for groups and
    /// `$$` for a dollar sign. A name is as long as possible: `$1x` is the group called `1x`. Groups that do
    /// not exist are empty. Go: Regexp.ReplaceAllString.
    pub fn replace_all(&self, text: &[u8], template: &[u8]) -> Vec<u8> {
        self.replace_all_within(text, template, usize::MAX).unwrap_or_default()
    }

    /// As [`Regexp::replace_all`]; `None` when the result has more than `most` bytes.
    pub fn replace_all_within(&self, text: &[u8], template: &[u8], most: usize) -> Option<Vec<u8>> {
        let parts = template::parse(template);
        if parts.iter().all(|part| matches!(part, Part::Text(_))) {
            let literal: Vec<u8> = parts
                .iter()
                .flat_map(|part| if let Part::Text(text) = part { text } else { &[][..] })
                .copied()
                .collect();
            return self.replace_all_literal_within(text, &literal, most);
        }
        let hay = Haystack::new(text);
        let mut captures = self.engine.create_captures();
        let search = |at| {
            self.engine.search_captures(&Input::new(hay.text()).range(at..), &mut captures);
            let found = captures.get_match()?;
            let mut expansion = Vec::new();
            for part in &parts {
                if expansion.len() > most {
                    break;
                }
                match *part {
                    Part::Text(text) => expansion.extend_from_slice(text),
                    Part::Number(i) => {
                        expansion.extend_from_slice(self.group_text(&hay, &captures, i).unwrap_or_default())
                    }
                    Part::Name(name) => {
                        let named = self.names.iter().enumerate().filter(|(_, group)| {
                            group.as_deref().is_some_and(|group| group.as_bytes() == name)
                        });
                        let text = named.into_iter().find_map(|(i, _)| self.group_text(&hay, &captures, i));
                        expansion.extend_from_slice(text.unwrap_or_default());
                    }
                }
            }
            Some((found, expansion))
        };
        replace(&hay, most, search)
    }

    /// Replaces all matches by `replacement` as it is. Go: Regexp.ReplaceAllLiteralString.
    pub fn replace_all_literal(&self, text: &[u8], replacement: &[u8]) -> Vec<u8> {
        self.replace_all_literal_within(text, replacement, usize::MAX).unwrap_or_default()
    }

    /// As [`Regexp::replace_all_literal`]; `None` when the result has more than `most` bytes.
    pub fn replace_all_literal_within(
        &self,
        text: &[u8],
        replacement: &[u8],
        most: usize,
    ) -> Option<Vec<u8>> {
        let hay = Haystack::new(text);
        replace(&hay, most, |at| Some((self.search(&hay, at)?, replacement)))
    }

    /// The parts of `text` between matches: at most `n`, the last being the rest, or all if `n` is negative.
    /// `None`, a nil slice for Go, if `n` is 0. Go: Regexp.Split.
    pub fn split<'h>(&self, text: &'h [u8], n: i64) -> Option<Vec<&'h [u8]>> {
        if n == 0 {
            return None;
        }
        if text.is_empty() && !self.is_empty_pattern {
            return Some(vec![text]);
        }
        let hay = Haystack::new(text);
        let mut parts = Vec::new();
        let (mut start, mut last_match) = (0, 0);
        for found in self.successive(&hay, n) {
            if n > 0 && parts.len() as i64 >= n - 1 {
                break;
            }
            last_match = found.start();
            // An empty match at the very beginning splits nothing off.
            if found.end() != 0 {
                parts.push(hay.slice(start, last_match));
            }
            start = found.end();
        }
        // So an empty match at the very end leaves no empty part behind.
        if last_match != hay.text().len() {
            parts.push(hay.slice(start, hay.text().len()));
        }
        Some(parts)
    }

    fn search(&self, hay: &Haystack<'_>, at: usize) -> Option<Match> {
        self.engine.search(&Input::new(hay.text()).range(at..))
    }

    fn group(&self, captures: &Captures, i: usize) -> Option<(usize, usize)> {
        captures.get_group(i).map(|span| (span.start, span.end))
    }

    fn group_text<'h>(&self, hay: &Haystack<'h>, captures: &Captures, i: usize) -> Option<&'h [u8]> {
        self.group(captures, i).map(|(start, end)| hay.slice(start, end))
    }

    /// The matches that the All functions of Go deliver.
    fn successive<'r, 'h>(
        &'r self,
        hay: &'r Haystack<'h>,
        n: i64,
    ) -> impl Iterator<Item = Match> + use<'r, 'h> {
        let mut at = 0;
        let mut last_end = None;
        let mut left = usize::try_from(n).unwrap_or(usize::MAX);
        std::iter::from_fn(move || {
            while left > 0 && at <= hay.text().len() {
                let found = self.search(hay, at)?;
                let end = found.end();
                let repeated = end == at && last_end == Some(found.start());
                at = if end == at { at + hay.step(at) } else { end };
                last_end = Some(end);
                if !repeated {
                    left -= 1;
                    return Some(found);
                }
            }
            None
        })
    }
}

/// Trees up to this height are compiled on the caller's stack.
const SHALLOW: u32 = 200;

/// What the compiled form of a pattern may take, in bytes.
const NFA_LIMIT: usize = 32 << 20;

fn compile(hir: &Hir) -> Option<meta::Regex> {
    // A prefilter for anything but plain text takes longer to build than it saves on texts of a chart's size.
    let is_text = hir.properties().is_literal() || hir.properties().is_alternation_literal();
    let config = Config::new().nfa_size_limit(Some(NFA_LIMIT)).auto_prefilter(is_text);
    meta::Builder::new().configure(config).build_from_hir(hir).ok()
}

/// Compiles a tree of up to 1000 levels, over which the engine's compiler recurses, on a stack that has room
/// for it.
fn compile_apart(hir: &Hir) -> Option<meta::Regex> {
    std::thread::scope(|scope| {
        let thread =
            std::thread::Builder::new().stack_size(64 << 20).spawn_scoped(scope, || compile(hir)).ok()?;
        thread.join().ok()?
    })
}

/// Replaces what `search` finds from a place on. Go: Regexp.replaceAll.
fn replace<R: AsRef<[u8]>>(
    hay: &Haystack<'_>,
    most: usize,
    mut search: impl FnMut(usize) -> Option<(Match, R)>,
) -> Option<Vec<u8>> {
    let end = hay.text().len();
    let mut out = Vec::with_capacity(end);
    let (mut copied, mut at) = (0, 0);
    while at <= end {
        let Some((found, replacement)) = search(at) else { break };
        out.extend_from_slice(hay.slice(copied, found.start()));
        // An empty match just after another match is not replaced, except at the beginning.
        if found.end() > copied || found.start() == 0 {
            out.extend_from_slice(replacement.as_ref());
        }
        if out.len() > most {
            return None;
        }
        copied = found.end();
        at = if found.end() > at { found.end() } else { at + hay.step(at) };
    }
    out.extend_from_slice(hay.slice(copied, end));
    Some(out).filter(|out| out.len() <= most)
}

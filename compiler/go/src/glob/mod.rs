//! gobwas/glob: the patterns of `.Files.Glob`, with `/` as the separator.
//!
//! The library rewrites a pattern into faster matchers, and some of its rewritings do not mean quite the
//! same: in `[!ab][!ab]` it is the text `ab` that is excluded, `?a` does not match `éa`, `{a*,b}c` does not
//! match `axc`, and `a{}` fails on the file `a`. Charts see these results, so they are rules here: the steps
//! of the rewriting are those of version 0.2.3.

mod compile;
mod matcher;
mod parse;

use std::fmt;

use matcher::{Matcher, Steps};

/// A compiled pattern: `*` is any text without a `/`, `**` any text, `?` one character but `/`, `[a-z]`,
/// `[abc]` and `[!abc]` one character of a set, `{a,b}` one of several patterns, and `\` takes the special
/// meaning from a character.
///
/// ```
/// use nexachart_go::glob::Glob;
/// let glob = Glob::new(b"conf/**.{yaml,json}")?;
/// assert_eq!(glob.matches(b"conf/a/b.json"), Ok(true));
/// assert_eq!(glob.matches(b"conf.json"), Ok(false));
/// assert_eq!(Glob::new(b"[a").unwrap_err().to_string(), "unexpected end of input");
/// # Ok::<(), nexachart_go::glob::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Glob {
    matcher: Matcher,
}

impl Glob {
    /// Compiles a pattern. Go: glob.Compile(pattern, '/').
    ///
    /// # Errors
    /// Those of the library, after which Helm takes the pattern `**` instead; or [`Error::TooComplex`].
    pub fn new(pattern: &[u8]) -> Result<Glob, Error> {
        Ok(Glob { matcher: compile::compile(parse::parse(pattern)?) })
    }

    /// Whether all of `text` matches.
    ///
    /// # Errors
    /// Some patterns make the library panic; see [`MatchError`].
    pub fn matches(&self, text: &[u8]) -> Result<bool, MatchError> {
        self.matcher.matches(text, &mut Steps::default())
    }
}

/// A pattern that cannot be compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// The library refuses it, with this text.
    Syntax(String),
    /// Longer than 64 KiB, with more than 256 terms in a row or more than 100 levels of braces. The library
    /// would take it, and all the time in the world.
    TooComplex,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Syntax(text) => f.write_str(text),
            Error::TooComplex => f.write_str("glob pattern is too complex"),
        }
    }
}

impl std::error::Error for Error {}

/// A match that does not end well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MatchError {
    /// The library panics, since it looks beyond the end of a text.
    OutOfRange {
        /// How far it looks.
        end: usize,
        /// How long the text is.
        len: usize,
    },
    /// The match would take too many steps; the library might never come back.
    TooManySteps,
}

impl fmt::Display for MatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MatchError::OutOfRange { end, len } => {
                write!(f, "runtime error: slice bounds out of range [:{end}] with length {len}")
            }
            MatchError::TooManySteps => f.write_str("matching the glob pattern takes too many steps"),
        }
    }
}

impl std::error::Error for MatchError {}

#[cfg(test)]
mod tests;

//! What a number that cannot be read gives: Go's error text, and the value that Go returns along with it.

use std::fmt;

use super::quote;

/// Why a text is no number. Go: `*strconv.NumError`.
///
/// Its text is Go's: `strconv.ParseInt: parsing "x": invalid syntax`.
#[derive(Clone, Debug, PartialEq)]
pub struct NumError<T> {
    /// What Go returns together with the error, for callers that ignore it: zero, or the limit that was passed.
    pub value: T,
    /// Go's name of the function that failed: `ParseInt`.
    pub function: &'static str,
    /// The text that was to be read.
    pub text: Vec<u8>,
    /// What is wrong with it.
    pub kind: NumErrorKind,
}

/// The reason inside a [`NumError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumErrorKind {
    /// Not the syntax of such a number. Go: `strconv.ErrSyntax`.
    Syntax,
    /// Too large for the size asked for. Go: `strconv.ErrRange`.
    Range,
    /// The caller asked for this base, which is none.
    Base(u32),
    /// The caller asked for this size, which is more than 64.
    BitSize(u32),
}

impl fmt::Display for NumErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NumErrorKind::Syntax => f.write_str("invalid syntax"),
            NumErrorKind::Range => f.write_str("value out of range"),
            NumErrorKind::Base(base) => write!(f, "invalid base {base}"),
            NumErrorKind::BitSize(bits) => write!(f, "invalid bit size {bits}"),
        }
    }
}

impl<T> fmt::Display for NumError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "strconv.{}: parsing {}: {}", self.function, quote(&self.text), self.kind)
    }
}

impl<T: fmt::Debug> std::error::Error for NumError<T> {}

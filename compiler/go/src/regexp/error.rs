//! What can be wrong with a pattern, in Go's words.

use std::fmt;

/// The ways in which a pattern can be malformed. Go: regexp/syntax.ErrorCode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// `\p{Nope}`, `[z-a]`, `[[:nope:]]`.
    InvalidCharRange,
    /// `\8`, `\C`, `\x{110000}`.
    InvalidEscape,
    /// `(?P<a b>x)`.
    InvalidNamedCapture,
    /// `(?=x)`, `(?z)`.
    InvalidPerlOp,
    /// `a**`.
    InvalidRepeatOp,
    /// `a{1001}`, `(a{100}){100}`.
    InvalidRepeatSize,
    /// The pattern is not UTF-8.
    InvalidUtf8,
    /// `[a`.
    MissingBracket,
    /// `(a`.
    MissingParen,
    /// `*a`.
    MissingRepeatArgument,
    /// `a\`.
    TrailingBackslash,
    /// `a)`.
    UnexpectedParen,
    /// More than 1000 levels.
    NestingDepth,
    /// The compiled form would exceed the memory allowed.
    Large,
}

impl ErrorKind {
    /// The description that stands in the middle of the error text.
    pub fn as_str(self) -> &'static str {
        match self {
            ErrorKind::InvalidCharRange => "invalid character class range",
            ErrorKind::InvalidEscape => "invalid escape sequence",
            ErrorKind::InvalidNamedCapture => "invalid named capture",
            ErrorKind::InvalidPerlOp => "invalid or unsupported Perl syntax",
            ErrorKind::InvalidRepeatOp => "invalid nested repetition operator",
            ErrorKind::InvalidRepeatSize => "invalid repeat count",
            ErrorKind::InvalidUtf8 => "invalid UTF-8",
            ErrorKind::MissingBracket => "missing closing ]",
            ErrorKind::MissingParen => "missing closing )",
            ErrorKind::MissingRepeatArgument => "missing argument to repetition operator",
            ErrorKind::TrailingBackslash => "trailing backslash at end of expression",
            ErrorKind::UnexpectedParen => "unexpected )",
            ErrorKind::NestingDepth => "expression nests too deeply",
            ErrorKind::Large => "expression too large",
        }
    }
}

/// A pattern that Go would not compile. Go: regexp/syntax.Error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    fragment: Vec<u8>,
}

impl Error {
    pub(super) fn new(kind: ErrorKind, fragment: &[u8]) -> Error {
        Error { kind, fragment: fragment.to_vec() }
    }

    /// What is wrong.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The part of the pattern that is at fault.
    pub fn fragment(&self) -> &[u8] {
        &self.fragment
    }

    /// Go's text: ``error parsing regexp: missing closing ): `a(b` ``. It quotes the pattern, so it is UTF-8
    /// only if the pattern is.
    pub fn message(&self) -> Vec<u8> {
        let mut text = b"error parsing regexp: ".to_vec();
        text.extend_from_slice(self.kind.as_str().as_bytes());
        text.extend_from_slice(b": `");
        text.extend_from_slice(&self.fragment);
        text.push(b'`');
        text
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.message()))
    }
}

impl std::error::Error for Error {}

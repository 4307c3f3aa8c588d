//! What the scanner hands to the parser.

/// A place in the text, with its line counted from 0.
#[derive(Clone, Copy, Default)]
pub(super) struct Mark {
    pub pos: u32,
    pub line: u32,
}

/// A piece of text: either where it stands in the source, or in the buffer of texts that had to be
/// decoded (escapes, folded lines, indentation taken away).
///
/// Read it with [`Parser::text`](super::Parser::text).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Text {
    start: u32,
    len: u32,
}

/// The bit of `Text::start` that says "in the decoded buffer". Sources are shorter than this.
const DECODED: u32 = 1 << 31;

impl Text {
    /// No text: an absent anchor or tag, an empty scalar.
    pub const EMPTY: Text = Text { start: 0, len: 0 };

    pub(super) fn source(start: usize, end: usize) -> Text {
        Text { start: start as u32, len: (end - start) as u32 }
    }

    pub(super) fn decoded(start: usize, end: usize) -> Text {
        Text { start: start as u32 | DECODED, len: (end - start) as u32 }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(self) -> bool {
        self.len == 0
    }

    /// The length in bytes.
    pub fn len(self) -> usize {
        self.len as usize
    }

    /// Whether the bytes are not the source's own.
    pub fn is_decoded(self) -> bool {
        self.start & DECODED != 0
    }

    #[inline]
    pub(super) fn get<'t>(self, source: &'t [u8], decoded: &'t [u8]) -> &'t [u8] {
        let (buffer, start) = match self.is_decoded() {
            true => (decoded, (self.start & !DECODED) as usize),
            false => (source, self.start as usize),
        };
        &buffer[start..start + self.len as usize]
    }
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// `text`
    #[default]
    Plain,
    /// `'text'`
    SingleQuoted,
    /// `"text"`
    DoubleQuoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    StreamStart,
    StreamEnd,
    /// `text` is `major.minor`.
    VersionDirective,
    /// `text` is the handle, `more` the prefix.
    TagDirective,
    DocumentStart,
    DocumentEnd,
    BlockSequenceStart,
    BlockMappingStart,
    BlockEnd,
    FlowSequenceStart,
    FlowSequenceEnd,
    FlowMappingStart,
    FlowMappingEnd,
    BlockEntry,
    FlowEntry,
    Key,
    Value,
    Alias,
    Anchor,
    /// `text` is the handle, `more` the suffix.
    Tag,
    Scalar,
}

#[derive(Clone, Copy)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub style: Style,
    /// The index, from 1, of the simple key that may begin with this token; 0 for none.
    pub key: u32,
    pub start: Mark,
    pub end: Mark,
    pub text: Text,
    pub more: Text,
}

impl Token {
    pub fn new(kind: TokenKind, start: Mark, end: Mark) -> Token {
        Token { kind, style: Style::Plain, key: 0, start, end, text: Text::EMPTY, more: Text::EMPTY }
    }
}

//! The pieces that the lexer makes.

/// A piece of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    /// What it is.
    pub kind: Kind,
    /// Where it starts, in bytes.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
}

/// What a piece is. The numbers are those of Go's `itemType`, which an error text shows when the name of
/// the file has a `%d` in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
pub(crate) enum Kind {
    /// The lexer cannot go on; [`Lexer::error`] says why.
    Error = 0,
    Bool = 1,
    /// A printable character without a meaning of its own.
    Char = 2,
    /// `'x'`
    CharConstant = 3,
    /// `1+2i`
    Complex = 5,
    /// `=`
    Assign = 6,
    /// `:=`
    Declare = 7,
    Eof = 8,
    /// `.name`
    Field = 9,
    Identifier = 10,
    LeftDelim = 11,
    LeftParen = 12,
    Number = 13,
    Pipe = 14,
    RawString = 15,
    RightDelim = 16,
    RightParen = 17,
    /// Blanks between words.
    Space = 18,
    String = 19,
    /// Text between actions, trimmed.
    Text = 20,
    /// `$` or `$name`
    Variable = 21,
    // Keywords.
    Block = 23,
    Break = 24,
    Continue = 25,
    Dot = 26,
    Define = 27,
    Else = 28,
    End = 29,
    If = 30,
    Nil = 31,
    Range = 32,
    Template = 33,
    With = 34,
}

impl Kind {
    /// Whether it is a keyword: those are shown in angle brackets in error texts.
    pub fn is_keyword(self) -> bool {
        self > Kind::Variable
    }
}

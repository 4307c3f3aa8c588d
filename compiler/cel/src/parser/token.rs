//! Tokens, and sets of them (cel-go: parser/gen/CEL.g4).

/// What a token is. The numbers order the tokens where an error text lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    Eof = 0,
    Equals,
    NotEquals,
    In,
    Less,
    LessEquals,
    GreaterEquals,
    Greater,
    And,
    Or,
    LeftBracket,
    RightBracket,
    LeftBrace,
    RightBrace,
    LeftParen,
    RightParen,
    Dot,
    Comma,
    Minus,
    Not,
    Question,
    Colon,
    Plus,
    Star,
    Slash,
    Percent,
    True,
    False,
    Null,
    Float,
    Int,
    Uint,
    String,
    Bytes,
    Identifier,
    Escaped,
}

use Kind::*;

/// The names, by number.
const NAMES: [&str; 36] = [
    "<EOF>",
    "'=='",
    "'!='",
    "'in'",
    "'<'",
    "'<='",
    "'>='",
    "'>'",
    "'&&'",
    "'||'",
    "'['",
    "']'",
    "'{'",
    "'}'",
    "'('",
    "')'",
    "'.'",
    "','",
    "'-'",
    "'!'",
    "'?'",
    "':'",
    "'+'",
    "'*'",
    "'/'",
    "'%'",
    "'true'",
    "'false'",
    "'null'",
    "NUM_FLOAT",
    "NUM_INT",
    "NUM_UINT",
    "STRING",
    "BYTES",
    "IDENTIFIER",
    "ESC_IDENTIFIER",
];

/// A token's place and text, in code points.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    pub kind: Kind,
    pub start: u32,
    pub end: u32,
    /// Put in by the parser where one was missing.
    pub missing: bool,
}

/// A set of kinds, and whether the rule may end there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Set(u64);

/// The rule may end there.
pub const END: Set = Set(1 << 63);

/// A set of kinds.
pub const fn set(kinds: &[Kind]) -> Set {
    let mut bits = 0;
    let mut n = 0;
    while n < kinds.len() {
        bits |= 1 << kinds[n] as u64;
        n += 1;
    }
    Set(bits)
}

impl Set {
    pub const fn or(self, other: Set) -> Set {
        Set(self.0 | other.0)
    }

    pub const fn with(self, kinds: &[Kind]) -> Set {
        self.or(set(kinds))
    }

    pub fn contains(self, kind: Kind) -> bool {
        self.0 >> kind as u8 & 1 == 1
    }

    pub fn may_end(self) -> bool {
        self.0 & END.0 != 0
    }

    pub fn without_end(self) -> Set {
        Set(self.0 & !END.0)
    }
}

impl std::fmt::Display for Set {
    /// As ANTLR lists expected tokens.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<&str> =
            NAMES.iter().enumerate().filter(|(n, _)| self.0 >> n & 1 == 1).map(|(_, name)| *name).collect();
        match names.as_slice() {
            [one] => f.write_str(one),
            many => write!(f, "{{{}}}", many.join(", ")),
        }
    }
}

pub const RELATIONS: Set = set(&[Equals, NotEquals, In, Less, LessEquals, GreaterEquals, Greater]);
pub const ARITHMETIC: Set = set(&[Star, Slash, Percent, Plus, Minus]);
pub const LITERAL: Set = set(&[Minus, True, False, Null, Float, Int, Uint, String, Bytes]);
pub const PRIMARY: Set = LITERAL.with(&[Dot, Identifier, LeftParen, LeftBracket, LeftBrace]);
pub const EXPR: Set = PRIMARY.with(&[Not]);
pub const OPT_EXPR: Set = EXPR.with(&[Question]);
pub const NAME: Set = set(&[Identifier, Escaped]);
pub const OPT_NAME: Set = NAME.with(&[Question]);
pub const CHAIN: Set = set(&[Dot, LeftBracket]).or(END);

//! A pattern to its tree. Go: gobwas/glob syntax/lexer and syntax/ast.

use super::Error;
use crate::utf8::{self, RUNE_ERROR};

/// A term of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    /// What is left of an alternative when the parts it shares with the others are taken out.
    Nothing,
    Pattern(Vec<Node>),
    Text(String),
    Any,
    Super,
    Single,
    List(Vec<char>, Sense),
    Range(char, char, Sense),
    AnyOf(Vec<Node>),
}

/// Whether a set is meant or all that is not in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    Plain,
    Not,
}

const MAX_LENGTH: usize = 1 << 16;
const MAX_TERMS: usize = 256;
const MAX_DEPTH: usize = 100;

/// Reads a pattern. Braces that are still open at its end are closed there.
pub(super) fn parse(pattern: &[u8]) -> Result<Node, Error> {
    if pattern.len() > MAX_LENGTH {
        return Err(Error::TooComplex);
    }
    let mut lexer = Lexer { pattern, at: 0, depth: 0, error: None };
    let mut terms = Vec::new();
    // For each open brace the terms before it and the alternatives in it that are complete.
    let mut open: Vec<(Vec<Node>, Vec<Node>)> = Vec::new();
    loop {
        match lexer.next()? {
            Token::Term(node) => terms.push(node),
            Token::Open => open.push((std::mem::take(&mut terms), Vec::new())),
            Token::Separator => {
                if let Some((_, alternatives)) = open.last_mut() {
                    alternatives.push(Node::Pattern(std::mem::take(&mut terms)));
                }
            }
            Token::Close => close(&mut terms, &mut open),
            Token::End => break,
        }
        if terms.len() > MAX_TERMS || open.len() > MAX_DEPTH {
            return Err(Error::TooComplex);
        }
    }
    while !open.is_empty() {
        close(&mut terms, &mut open);
    }
    Ok(Node::Pattern(terms))
}

fn close(terms: &mut Vec<Node>, open: &mut Vec<(Vec<Node>, Vec<Node>)>) {
    if let Some((outer, mut alternatives)) = open.pop() {
        alternatives.push(Node::Pattern(std::mem::replace(terms, outer)));
        terms.push(Node::AnyOf(alternatives));
    }
}

enum Token {
    Term(Node),
    Open,
    Separator,
    Close,
    End,
}

/// What the library takes for the end of a pattern, although it may stand within one.
const END: char = '\0';

struct Lexer<'p> {
    pattern: &'p [u8],
    at: usize,
    /// How many braces are open.
    depth: usize,
    /// What went wrong while the current token was read; the last of it counts.
    error: Option<&'static str>,
}

impl Lexer<'_> {
    fn next(&mut self) -> Result<Token, Error> {
        loop {
            let token = self.token();
            if let Some(text) = self.error {
                return Err(Error::Syntax(text.to_owned()));
            }
            if let Some(token) = token? {
                return Ok(token);
            }
        }
    }

    /// Reads a token; a text can turn out to be empty.
    fn token(&mut self) -> Result<Option<Token>, Error> {
        let start = self.at;
        Ok(Some(match self.read() {
            END => Token::End,
            '{' => {
                self.depth += 1;
                Token::Open
            }
            ',' if self.depth > 0 => Token::Separator,
            '}' if self.depth > 0 => {
                self.depth -= 1;
                Token::Close
            }
            '[' => Token::Term(self.set()?),
            '?' => Token::Term(Node::Single),
            '*' => {
                let second = self.at;
                if self.read() == '*' {
                    Token::Term(Node::Super)
                } else {
                    self.at = second;
                    Token::Term(Node::Any)
                }
            }
            _ => {
                self.at = start;
                let text = self.text(if self.depth > 0 { "?*[{}," } else { "?*[{" });
                if text.is_empty() {
                    return Ok(None);
                }
                Token::Term(Node::Text(text))
            }
        }))
    }

    /// The next character and its width. A broken one is an error, and an end.
    fn peek(&mut self) -> (char, usize) {
        match utf8::decode(&self.pattern[self.at..]) {
            (_, 0) => (END, 0),
            (RUNE_ERROR, _) => {
                self.error = Some("could not read rune");
                (END, 0)
            }
            found => found,
        }
    }

    fn read(&mut self) -> char {
        let (c, width) = self.peek();
        self.at += width;
        c
    }

    /// Reads up to one of `breakers`, which stays unread, or over an end.
    fn text(&mut self, breakers: &str) -> String {
        let mut text = String::new();
        let mut escaped = false;
        loop {
            let start = self.at;
            match self.read() {
                END => return text,
                '\\' if !escaped => escaped = true,
                c if !escaped && breakers.contains(c) => {
                    self.at = start;
                    return text;
                }
                c => {
                    escaped = false;
                    text.push(c);
                }
            }
        }
    }

    /// Reads what follows a `[`.
    fn set(&mut self) -> Result<Node, Error> {
        let mut sense = Sense::Plain;
        let mut start = self.at;
        let mut low = self.read();
        if low == '!' {
            sense = Sense::Not;
            start = self.at;
            low = self.read();
        }
        let (mut high, mut chars) = (None, Vec::new());
        if low != END {
            let (next, width) = self.peek();
            if next == '-' {
                self.at += width;
                high = Some(self.read());
            } else {
                self.at = start;
                chars = self.text("]").chars().collect();
            }
        }
        let end = if low == END || high == Some(END) { END } else { self.read() };
        match end {
            ']' => {}
            END => self.error = Some("unexpected end of input"),
            _ => self.error = Some("expected close range character"),
        }
        let refused = match high {
            Some(high) if high < low => format!("hi character '{high}' should be greater than lo '{low}'"),
            Some(high) => return Ok(Node::Range(low, high, sense)),
            None if chars.is_empty() => "could not parse range".to_owned(),
            None => return Ok(Node::List(chars, sense)),
        };
        Err(Error::Syntax(refused))
    }
}

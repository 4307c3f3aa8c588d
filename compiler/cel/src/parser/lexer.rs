//! Text to tokens, with ANTLR's rule: the longest token wins, and text that begins none is an error up to the character
//! that no token could go on with (cel-go: parser/gen/CEL.g4; antlr4: lexer_atn_simulator.go).

use super::token::{Kind, Token};

/// A token of the stream: those that only separate others are kept for error texts.
#[derive(Clone, Copy, Debug)]
pub struct Lexed {
    pub token: Token,
    pub hidden: bool,
}

/// The tokens, the end of the text last, and the errors as (start, end) of text that is no token.
pub fn lex(chars: &[char]) -> (Vec<Lexed>, Vec<(u32, u32)>) {
    let mut tokens = Vec::new();
    let mut errors = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        match next(&chars[at..]) {
            Ok((kind, length)) => {
                let token = Token {
                    kind: kind.unwrap_or(Kind::Eof),
                    start: at as u32,
                    end: (at + length) as u32,
                    missing: false,
                };
                tokens.push(Lexed { token, hidden: kind.is_none() });
                at += length;
            }
            // The character that fails is part of the text, and is skipped with it.
            Err(length) => {
                let end = (at + length + 1).min(chars.len());
                errors.push((at as u32, end as u32));
                at = end;
            }
        }
    }
    let end = chars.len() as u32;
    tokens.push(Lexed { token: Token { kind: Kind::Eof, start: end, end, missing: false }, hidden: false });
    (tokens, errors)
}

/// The token at the start of a text, `None` for space; or how many characters could begin one.
fn next(text: &[char]) -> Result<(Option<Kind>, usize), usize> {
    let peek = |n: usize| text.get(n).copied().unwrap_or('\0');
    let one = |kind| Ok((Some(kind), 1));
    let two = |kind| Ok((Some(kind), 2));
    match text[0] {
        '\t' | ' ' | '\r' | '\n' | '\u{c}' => {
            Ok((None, count(text, |c| matches!(c, '\t' | ' ' | '\r' | '\n' | '\u{c}'))))
        }
        '/' if peek(1) == '/' => Ok((None, count(text, |c| c != '\n'))),
        '=' if peek(1) == '=' => two(Kind::Equals),
        '=' => Err(1),
        '!' if peek(1) == '=' => two(Kind::NotEquals),
        '!' => one(Kind::Not),
        '<' if peek(1) == '=' => two(Kind::LessEquals),
        '<' => one(Kind::Less),
        '>' if peek(1) == '=' => two(Kind::GreaterEquals),
        '>' => one(Kind::Greater),
        '&' if peek(1) == '&' => two(Kind::And),
        '|' if peek(1) == '|' => two(Kind::Or),
        '&' | '|' => Err(1),
        '[' => one(Kind::LeftBracket),
        ']' => one(Kind::RightBracket),
        '{' => one(Kind::LeftBrace),
        '}' => one(Kind::RightBrace),
        '(' => one(Kind::LeftParen),
        ')' => one(Kind::RightParen),
        '.' if !peek(1).is_ascii_digit() => one(Kind::Dot),
        ',' => one(Kind::Comma),
        '-' => one(Kind::Minus),
        '?' => one(Kind::Question),
        ':' => one(Kind::Colon),
        '+' => one(Kind::Plus),
        '*' => one(Kind::Star),
        '/' => one(Kind::Slash),
        '%' => one(Kind::Percent),
        '.' | '0'..='9' => {
            let (kind, length) = number(text);
            Ok((Some(kind), length))
        }
        '\'' | '"' => string(text, 0).map(|length| (Some(Kind::String), length)),
        '`' => escaped(text).map(|length| (Some(Kind::Escaped), length)),
        c if c.is_ascii_alphabetic() || c == '_' => Ok(word(text)),
        _ => Err(0),
    }
}

fn count(text: &[char], is: impl Fn(char) -> bool) -> usize {
    text.iter().take_while(|c| is(**c)).count()
}

fn number(text: &[char]) -> (Kind, usize) {
    let at = |n: usize| text.get(n).copied().unwrap_or('\0');
    let digits = |from: usize| count(text.get(from..).unwrap_or_default(), |c| c.is_ascii_digit());
    if text[0] == '0' && at(1) == 'x' {
        let hex = count(&text[2..], |c| c.is_ascii_hexdigit());
        if hex > 0 {
            return if matches!(at(2 + hex), 'u' | 'U') {
                (Kind::Uint, 3 + hex)
            } else {
                (Kind::Int, 2 + hex)
            };
        }
    }
    let whole = digits(0);
    let mut end = whole;
    let mut kind = Kind::Int;
    if at(end) == '.' && digits(end + 1) > 0 {
        end += 1 + digits(end + 1);
        kind = Kind::Float;
    }
    if matches!(at(end), 'e' | 'E') {
        let sign = usize::from(matches!(at(end + 1), '+' | '-'));
        let exponent = digits(end + 1 + sign);
        if exponent > 0 {
            return (Kind::Float, end + 1 + sign + exponent);
        }
    }
    if kind == Kind::Int && matches!(at(end), 'u' | 'U') {
        return (Kind::Uint, end + 1);
    }
    (kind, end)
}

/// The length of the string literal whose quote is at this index, from the start of the text; or how far one could go.
fn string(text: &[char], quote: usize) -> Result<usize, usize> {
    let raw = quote > 0 && matches!(text[quote - 1], 'r' | 'R');
    let mark = text[quote];
    let is_triple = |at: usize| text.get(at..at + 3).is_some_and(|c| c.iter().all(|c| *c == mark));
    if is_triple(quote) {
        let mut at = quote + 3;
        while at < text.len() {
            if is_triple(at) {
                return Ok(at + 3);
            }
            match text[at] {
                '\\' if !raw => match escape(&text[at..]) {
                    Ok(length) => at += length,
                    Err(_) => break,
                },
                _ => at += 1,
            }
        }
    }
    let mut at = quote + 1;
    loop {
        match text.get(at) {
            Some(c) if *c == mark => return Ok(at + 1),
            None | Some('\n' | '\r') => return Err(at),
            Some('\\') if !raw => at += escape(&text[at..]).map_err(|length| at + length)?,
            Some(_) => at += 1,
        }
    }
}

/// The length of an escape; or how far one could go.
fn escape(text: &[char]) -> Result<usize, usize> {
    let all = |from: usize, n: usize, is: fn(char) -> bool| match count(
        &text[from..text.len().min(from + n)],
        is,
    ) {
        found if found == n => Ok(from + n),
        found => Err(from + found),
    };
    match text.get(1) {
        Some('a' | 'b' | 'f' | 'n' | 'r' | 't' | 'v' | '"' | '\'' | '\\' | '?' | '`') => Ok(2),
        Some('x' | 'X') => all(2, 2, |c| c.is_ascii_hexdigit()),
        Some('u') => all(2, 4, |c| c.is_ascii_hexdigit()),
        Some('U') => all(2, 8, |c| c.is_ascii_hexdigit()),
        Some('0'..='3') => all(2, 2, |c| matches!(c, '0'..='7')),
        _ => Err(1),
    }
}

fn escaped(text: &[char]) -> Result<usize, usize> {
    let inner = count(&text[1..], |c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '/' | ' '));
    if inner > 0 && text.get(1 + inner) == Some(&'`') { Ok(inner + 2) } else { Err(1 + inner) }
}

fn word(text: &[char]) -> (Option<Kind>, usize) {
    let bytes = matches!(text[0], 'b' | 'B');
    let prefix = usize::from(bytes) + usize::from(matches!(text.get(usize::from(bytes)), Some('r' | 'R')));
    if prefix > 0
        && matches!(text.get(prefix), Some('\'' | '"'))
        && let Ok(length) = string(text, prefix)
    {
        return (Some(if bytes { Kind::Bytes } else { Kind::String }), length);
    }
    let length = count(text, |c| c.is_ascii_alphanumeric() || c == '_');
    let kind = match length {
        2 if text[..2] == ['i', 'n'] => Kind::In,
        4 if text[..4] == ['t', 'r', 'u', 'e'] => Kind::True,
        4 if text[..4] == ['n', 'u', 'l', 'l'] => Kind::Null,
        5 if text[..5] == ['f', 'a', 'l', 's', 'e'] => Kind::False,
        _ => Kind::Identifier,
    };
    (Some(kind), length)
}

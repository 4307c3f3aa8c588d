//! The lexer: a template file cut into text, delimiters and the words inside actions.
//! Go: text/template/parse/lex.go.

mod item;

use memchr::memmem;
use nexachart_go::strconv::{Escape, append_quote};
use nexachart_go::{unicode, utf8};
use nexachart_source::Exceeded;

pub(crate) use self::item::{Item, Kind};
use crate::{ParseFault, Text};

/// Which keywords there are beside the fixed ones: a function named `break` or `continue` takes the
/// word away from the statement.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keywords {
    pub break_ok: bool,
    pub continue_ok: bool,
}

/// The state of the scan. Positions are byte offsets, line numbers follow from them.
pub(crate) struct Lexer<'a> {
    input: &'a [u8],
    pos: usize,
    start: usize,
    inside_action: bool,
    parens: u32,
    keywords: Keywords,
    delim: memmem::Finder<'static>,
    /// Why the last item is an error.
    error: Vec<u8>,
    fault: ParseFault,
    /// After an error there is nothing more.
    failed: bool,
    /// How many items there may still be, none after an error, and what is wrong with more.
    pub left: u64,
    exceeded: Exceeded,
}

/// `None` stands for the end of the input.
type Rune = Option<char>;

impl<'a> Lexer<'a> {
    pub fn new(input: &'a [u8], keywords: Keywords, (most, exceeded): (u64, Exceeded)) -> Lexer<'a> {
        Lexer {
            input,
            pos: 0,
            start: 0,
            inside_action: false,
            parens: 0,
            keywords,
            delim: memmem::Finder::new(b"{{"),
            error: Vec::new(),
            fault: ParseFault::Other,
            failed: false,
            left: most,
            exceeded,
        }
    }

    /// All of the text.
    pub fn input(&self) -> &'a [u8] {
        self.input
    }

    /// The text of an item.
    pub fn text(&self, item: Item) -> &'a [u8] {
        &self.input[item.start as usize..item.end as usize]
    }

    /// A piece of the text.
    pub fn text_at(&self, text: Text) -> &'a [u8] {
        &self.input[text.start as usize..text.end as usize]
    }

    /// Why the last item is an error.
    pub fn error(&self) -> &[u8] {
        &self.error
    }

    /// What kind of error that is.
    pub fn fault(&self) -> ParseFault {
        self.fault.clone()
    }

    /// The number of the line in which an item starts, from 1.
    pub fn line(&self, pos: u32) -> usize {
        1 + memchr::memchr_iter(b'\n', &self.input[..pos as usize]).count()
    }

    /// The next item. After the end or an error there is no use in asking again.
    pub fn next_item(&mut self) -> Item {
        if self.left == 0 {
            return self.stop();
        }
        self.left -= 1;
        if self.inside_action { self.action_item() } else { self.text_item() }
    }

    /// There are no more items: after an error, or because there were too many.
    #[cold]
    fn stop(&mut self) -> Item {
        if !self.failed {
            self.failed = true;
            self.error = self.exceeded.to_string().into_bytes();
        }
        Item { kind: Kind::Error, start: self.start as u32, end: self.start as u32 }
    }

    fn emit(&mut self, kind: Kind) -> Item {
        let item = Item { kind, start: self.start as u32, end: self.pos as u32 };
        self.start = self.pos;
        item
    }

    fn fail(&mut self, fault: ParseFault, message: impl Into<Vec<u8>>) -> Item {
        (self.error, self.fault) = (message.into(), fault);
        (self.failed, self.left) = (true, 0);
        Item { kind: Kind::Error, start: self.start as u32, end: self.start as u32 }
    }

    fn fail_quoting(&mut self, what: &str) -> Item {
        let mut message = what.as_bytes().to_vec();
        append_quote(&mut message, &self.input[self.start..self.pos], Escape::NotPrintable);
        self.fail(ParseFault::BadConstant, message)
    }

    fn rest(&self) -> &'a [u8] {
        &self.input[self.pos..]
    }

    fn byte(&self) -> Option<u8> {
        self.input.get(self.pos).copied()
    }

    /// The character at the current place and its length in bytes; U+FFFD for a byte that is not UTF-8.
    fn rune(&self) -> (Rune, usize) {
        match self.byte() {
            None => (None, 0),
            Some(b) if b < 0x80 => (Some(b as char), 1),
            Some(_) => {
                let (c, len) = utf8::decode(self.rest());
                (Some(c), len)
            }
        }
    }

    /// Text up to the next action, or what follows when there is none. Comments are skipped.
    fn text_item(&mut self) -> Item {
        loop {
            let Some(x) = self.delim.find(self.rest()) else {
                self.pos = self.input.len();
                let kind = if self.pos > self.start { Kind::Text } else { Kind::Eof };
                return self.emit(kind);
            };
            let delim = self.pos + x;
            let trims = has_left_trim_marker(&self.input[delim + 2..]);
            if x > 0 {
                let text = &self.input[self.start..delim];
                let kept = if trims { trim_right(text).len() } else { text.len() };
                let item =
                    Item { kind: Kind::Text, start: self.start as u32, end: (self.start + kept) as u32 };
                self.pos = delim;
                self.start = delim;
                if kept > 0 {
                    return item;
                }
            }
            let after_marker = delim + 2 + if trims { 2 } else { 0 };
            if !self.input[after_marker..].starts_with(b"/*") {
                let item = Item { kind: Kind::LeftDelim, start: delim as u32, end: delim as u32 + 2 };
                self.inside_action = true;
                self.parens = 0;
                self.pos = after_marker;
                self.start = after_marker;
                return item;
            }
            self.start = after_marker;
            let Some(x) = memmem::find(&self.input[after_marker + 2..], b"*/") else {
                return self.fail(ParseFault::UnclosedComment, "unclosed comment");
            };
            self.pos = after_marker + 2 + x + 2;
            let Some(trims) = self.at_right_delim() else {
                return self.fail(ParseFault::UnclosedComment, "comment ends before closing delimiter");
            };
            self.skip_right_delim(trims);
        }
    }

    /// Whether a right delimiter is here, and if so whether it trims.
    fn at_right_delim(&self) -> Option<bool> {
        match self.rest() {
            [b'}', b'}', ..] => Some(false),
            [s, b'-', b'}', b'}', ..] if is_space(*s) => Some(true),
            _ => None,
        }
    }

    /// Goes past the right delimiter and what it trims.
    fn skip_right_delim(&mut self, trims: bool) {
        self.pos += if trims { 4 } else { 2 };
        if trims {
            let rest = self.rest();
            self.pos += rest.iter().position(|b| !is_space(*b)).unwrap_or(rest.len());
        }
        self.start = self.pos;
    }

    fn right_delim(&mut self, trims: bool) -> Item {
        if self.parens > 0 {
            return self.fail(ParseFault::Parentheses, "unclosed left paren");
        }
        let start = self.pos as u32 + if trims { 2 } else { 0 };
        self.skip_right_delim(trims);
        self.inside_action = false;
        Item { kind: Kind::RightDelim, start, end: start + 2 }
    }

    fn action_item(&mut self) -> Item {
        let Some(b) = self.byte() else {
            return self.fail(ParseFault::UnclosedAction, "unclosed action");
        };
        match b {
            b' ' | b'\t' | b'\r' | b'\n' => self.space(),
            b'}' if self.input.get(self.pos + 1) == Some(&b'}') => self.right_delim(false),
            b'=' => self.single(Kind::Assign),
            b'|' => self.single(Kind::Pipe),
            b':' => {
                if self.input.get(self.pos + 1) != Some(&b'=') {
                    return self.fail(ParseFault::UnexpectedToken, "expected :=");
                }
                self.pos += 2;
                self.emit(Kind::Declare)
            }
            b'"' => self.quoted(b'"', Kind::String, "unterminated quoted string"),
            b'\'' => self.quoted(b'\'', Kind::CharConstant, "unterminated character constant"),
            b'`' => match memchr::memchr(b'`', &self.input[self.pos + 1..]) {
                Some(x) => {
                    self.pos += x + 2;
                    self.emit(Kind::RawString)
                }
                None => self.fail(ParseFault::UnterminatedString, "unterminated raw quoted string"),
            },
            b'$' => self.name(Kind::Variable, Kind::Variable),
            b'.' if !matches!(self.input.get(self.pos + 1), None | Some(b'0'..=b'9')) => {
                self.name(Kind::Field, Kind::Dot)
            }
            b'.' | b'+' | b'-' | b'0'..=b'9' => self.number(),
            b'(' => {
                self.parens += 1;
                self.single(Kind::LeftParen)
            }
            b')' => {
                if self.parens == 0 {
                    return self.fail(ParseFault::Parentheses, "unexpected right paren");
                }
                self.parens -= 1;
                self.single(Kind::RightParen)
            }
            b'_' | b'a'..=b'z' | b'A'..=b'Z' => self.identifier(),
            0x21..=0x7e => self.single(Kind::Char),
            _ => {
                let (r, _) = self.rune();
                if r.is_some_and(is_alphanumeric) {
                    return self.identifier();
                }
                self.bad_rune("unrecognized character in action: ", r)
            }
        }
    }

    fn single(&mut self, kind: Kind) -> Item {
        self.pos += 1;
        self.emit(kind)
    }

    /// Go's `%#U` of a character; the end of the input counts as -1 there.
    fn bad_rune(&mut self, what: &str, r: Rune) -> Item {
        let mut message = what.as_bytes().to_vec();
        match r {
            Some(c) if unicode::is_print(c) => {
                message.extend(format!("U+{:04X} '{c}'", c as u32).into_bytes());
            }
            Some(c) => message.extend(format!("U+{:04X}", c as u32).into_bytes()),
            None => message.extend(b"U+FFFFFFFFFFFFFFFF"),
        }
        self.fail(ParseFault::UnexpectedToken, message)
    }

    /// A run of blanks, less one when that one belongs to a trimming right delimiter.
    fn space(&mut self) -> Item {
        let rest = self.rest();
        let run = rest.iter().position(|b| !is_space(*b)).unwrap_or(rest.len());
        self.pos += run;
        if self.rest().starts_with(b"-}}") {
            self.pos -= 1;
            if run == 1 {
                return self.right_delim(true);
            }
        }
        self.emit(Kind::Space)
    }

    /// Goes past letters, digits and underscores.
    fn skip_alphanumeric(&mut self) {
        loop {
            let rest = self.rest();
            self.pos += rest.iter().position(|b| !ALPHANUMERIC[*b as usize]).unwrap_or(rest.len());
            if self.byte().is_none_or(|b| b < 0x80) {
                return;
            }
            match self.rune() {
                (Some(c), len) if is_alphanumeric(c) => self.pos += len,
                _ => return,
            }
        }
    }

    /// Whether what is here may follow a name.
    fn at_terminator(&self) -> bool {
        match self.byte() {
            None => true,
            Some(b) if is_space(b) => true,
            Some(b'.' | b',' | b'|' | b':' | b')' | b'(') => true,
            _ => self.rest().starts_with(b"}}"),
        }
    }

    fn identifier(&mut self) -> Item {
        self.skip_alphanumeric();
        if !self.at_terminator() {
            let (r, _) = self.rune();
            return self.bad_rune("bad character ", r);
        }
        // The patterns have fixed lengths and become comparisons of a few words.
        let kind = match &self.input[self.start..self.pos] {
            [b'i', b'f'] => Kind::If,
            [b'e', b'n', b'd'] => Kind::End,
            [b'n', b'i', b'l'] => Kind::Nil,
            [b'e', b'l', b's', b'e'] => Kind::Else,
            [b'w', b'i', b't', b'h'] => Kind::With,
            [b't', b'r', b'u', b'e'] => Kind::Bool,
            [b'f', b'a', b'l', b's', b'e'] => Kind::Bool,
            [b'r', b'a', b'n', b'g', b'e'] => Kind::Range,
            [b'b', rest @ ..] if rest == b"lock" => Kind::Block,
            [b'b', rest @ ..] if rest == b"reak" && self.keywords.break_ok => Kind::Break,
            [b'c', rest @ ..] if rest == b"ontinue" && self.keywords.continue_ok => Kind::Continue,
            [b'd', rest @ ..] if rest == b"efine" => Kind::Define,
            [b't', rest @ ..] if rest == b"emplate" => Kind::Template,
            _ => Kind::Identifier,
        };
        self.emit(kind)
    }

    /// What starts with `.` or `$`: `alone` when nothing follows that belongs to it.
    fn name(&mut self, kind: Kind, alone: Kind) -> Item {
        self.pos += 1;
        if self.at_terminator() {
            return self.emit(alone);
        }
        self.skip_alphanumeric();
        if !self.at_terminator() {
            let (r, _) = self.rune();
            return self.bad_rune("bad character ", r);
        }
        self.emit(kind)
    }

    /// A string or character with backslashes; it may not go over a line's end. What is in it, the
    /// parser looks at.
    fn quoted(&mut self, quote: u8, kind: Kind, unterminated: &str) -> Item {
        self.pos += 1;
        loop {
            let Some(x) = memchr::memchr3(quote, b'\\', b'\n', self.rest()) else {
                return self.fail(ParseFault::UnterminatedString, unterminated);
            };
            self.pos += x + 1;
            match self.input[self.pos - 1] {
                b'\\' => match self.byte() {
                    None | Some(b'\n') => return self.fail(ParseFault::UnterminatedString, unterminated),
                    // A character of several bytes has no quote, backslash or newline in its others.
                    Some(_) => self.pos += 1,
                },
                b'\n' => return self.fail(ParseFault::UnterminatedString, unterminated),
                _ => return self.emit(kind),
            }
        }
    }

    /// A number, or two that make a complex one. It may still be wrong (`08`, `0x0.2`): the parser
    /// finds that out.
    fn number(&mut self) -> Item {
        if !self.scan_number() {
            return self.fail_quoting("bad number syntax: ");
        }
        if !matches!(self.byte(), Some(b'+' | b'-')) {
            return self.emit(Kind::Number);
        }
        if !self.scan_number() || self.input[self.pos - 1] != b'i' {
            return self.fail_quoting("bad number syntax: ");
        }
        self.emit(Kind::Complex)
    }

    fn scan_number(&mut self) -> bool {
        fn decimal(b: u8) -> bool {
            matches!(b, b'0'..=b'9' | b'_')
        }
        let mut digits: fn(u8) -> bool = decimal;
        let mut exponent: &[u8] = b"eE";
        self.accept(b"+-");
        if self.accept(b"0") {
            if self.accept(b"xX") {
                digits = |b| matches!(b, b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F' | b'_');
                exponent = b"pP";
            } else if self.accept(b"oO") {
                digits = |b| matches!(b, b'0'..=b'7' | b'_');
                exponent = b"";
            } else if self.accept(b"bB") {
                digits = |b| matches!(b, b'0' | b'1' | b'_');
                exponent = b"";
            }
        }
        self.accept_run(digits);
        if self.accept(b".") {
            self.accept_run(digits);
        }
        if self.accept(exponent) {
            self.accept(b"+-");
            self.accept_run(decimal);
        }
        self.accept(b"i");
        match self.rune() {
            (Some(c), len) if is_alphanumeric(c) => {
                self.pos += len;
                false
            }
            _ => true,
        }
    }

    fn accept(&mut self, valid: &[u8]) -> bool {
        let accepted = self.byte().is_some_and(|b| valid.contains(&b));
        self.pos += usize::from(accepted);
        accepted
    }

    fn accept_run(&mut self, valid: fn(u8) -> bool) {
        while self.byte().is_some_and(valid) {
            self.pos += 1;
        }
    }
}

/// The ASCII letters, digits and the underscore.
const ALPHANUMERIC: [bool; 256] = {
    let mut table = [false; 256];
    let mut b = 0;
    while b < 128 {
        table[b] = b == b'_' as usize || (b as u8).is_ascii_alphanumeric();
        b += 1;
    }
    table
};

/// The blanks that Go's templates know: space, tab, carriage return, newline.
fn is_space(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\r' | b'\n')
}

fn has_left_trim_marker(s: &[u8]) -> bool {
    matches!(s, [b'-', b, ..] if is_space(*b))
}

fn trim_right(s: &[u8]) -> &[u8] {
    let end = s.iter().rposition(|b| !is_space(*b)).map_or(0, |i| i + 1);
    &s[..end]
}

fn is_alphanumeric(c: char) -> bool {
    match c {
        '_' | 'a'..='z' | 'A'..='Z' | '0'..='9' => true,
        c if c.is_ascii() => false,
        c => unicode::is_letter(c) || unicode::is_digit(c),
    }
}

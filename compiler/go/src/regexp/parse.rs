//! RE2's syntax: a pattern to the engine's own tree. Go: regexp/syntax/parse.go with the flags of Perl.

use super::class::{CharClass, Literal};
use super::error::{Error, ErrorKind};
use super::fold;
use super::names::{self, Sense};
use super::piece::{Frame, Group, Piece, Repeat};
use crate::utf8::{self, RUNE_ERROR};
use regex_syntax::hir::{Hir, Look};

/// A pattern taken apart.
pub(super) struct Parsed {
    pub(super) hir: Hir,
    /// How many levels the tree has.
    pub(super) height: u32,
    /// The groups' names, the whole match (without a name) first.
    pub(super) names: Vec<Option<Box<str>>>,
}

/// Reads a pattern.
pub(super) fn parse(pattern: &[u8]) -> Result<Parsed, Error> {
    let mut parser = Parser {
        pattern,
        pos: 0,
        flags: Flags::default(),
        frames: Vec::new(),
        frame: Frame::new(Group::Plain, Flags::default()),
        names: vec![None],
        ranges: 0,
    };
    parser.run()?;
    if !parser.frames.is_empty() {
        // Go finishes what stands in the innermost group before it looks, and so finds it too large first.
        parser.frame.finish().map_err(|kind| Error::new(kind, pattern))?;
        return Err(Error::new(ErrorKind::MissingParen, pattern));
    }
    let piece = parser.frame.finish().map_err(|kind| Error::new(kind, pattern))?;
    Ok(Parsed { height: piece.height(), hir: piece.into_hir(), names: parser.names })
}

/// How many ranges all classes of a pattern may have together. Go allows 16 million, which take 128 MB; a letter class `\pL`
/// has 659, so this is enough for 700 of them.
const MAX_RANGES: usize = 1 << 19;

/// What `(?ims-U)` switches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Flags {
    ignore_case: bool,
    multi_line: bool,
    dot_matches_newline: bool,
    swap_greed: bool,
}

impl Flags {
    fn literal(self) -> Literal {
        if self.ignore_case { Literal::Folded } else { Literal::Exact }
    }
}

struct Parser<'p> {
    pattern: &'p [u8],
    pos: usize,
    flags: Flags,
    /// The open groups around `frame`, the outermost first.
    frames: Vec<Frame>,
    frame: Frame,
    names: Vec<Option<Box<str>>>,
    /// Ranges in all classes so far.
    ranges: usize,
}

impl<'p> Parser<'p> {
    fn run(&mut self) -> Result<(), Error> {
        // Where the operator just before this place begins, if there is one: `a**` is refused.
        let mut last_repeat = None;
        while let Some(byte) = self.peek() {
            let start = self.pos;
            let previous = std::mem::take(&mut last_repeat);
            match byte {
                b'(' => self.open_group()?,
                b')' => self.close_group()?,
                b'|' => {
                    self.pos += 1;
                    self.frame.end_alternative().map_err(|kind| self.whole(kind))?;
                }
                b'^' => self.look(1, if self.flags.multi_line { Look::StartLF } else { Look::Start })?,
                b'$' => self.look(1, if self.flags.multi_line { Look::EndLF } else { Look::End })?,
                b'.' => {
                    self.pos += 1;
                    let any = match self.flags.dot_matches_newline {
                        true => CharClass::new(&[(0, char::MAX as u32)]),
                        false => CharClass::new(&[(0, 0x09), (0x0B, char::MAX as u32)]),
                    };
                    self.push(Piece::class(&any))?;
                }
                b'[' => self.bracket_class()?,
                b'*' | b'+' | b'?' => {
                    self.pos += 1;
                    let repeat = match byte {
                        b'*' => Repeat::Star,
                        b'+' => Repeat::Plus,
                        _ => Repeat::Optional,
                    };
                    self.repeat(repeat, start, previous)?;
                    last_repeat = Some(start);
                }
                b'{' => match self.repeat_count() {
                    None => self.literal_char()?,
                    Some(Count { min, max }) => {
                        let (Some(min), Some(max)) = (min, max) else {
                            return Err(self.since(ErrorKind::InvalidRepeatSize, start));
                        };
                        if min > 1000 || max.is_some_and(|max| max > 1000 || min > max) {
                            return Err(self.since(ErrorKind::InvalidRepeatSize, start));
                        }
                        self.repeat(Repeat::Counted { min, max }, start, previous)?;
                        last_repeat = Some(start);
                    }
                },
                b'\\' => self.backslash()?,
                _ => self.literal_char()?,
            }
        }
        Ok(())
    }

    // Reading.

    fn peek(&self) -> Option<u8> {
        self.pattern.get(self.pos).copied()
    }

    fn peek_at(&self, offset: usize) -> Option<u8> {
        self.pattern.get(self.pos + offset).copied()
    }

    fn rest(&self) -> &'p [u8] {
        &self.pattern[self.pos..]
    }

    /// The next character, which is `None` at the end.
    fn next_char(&mut self) -> Result<Option<char>, Error> {
        let rest = self.rest();
        match utf8::decode(rest) {
            (_, 0) => Ok(None),
            (RUNE_ERROR, 1) => Err(Error::new(ErrorKind::InvalidUtf8, rest)),
            (c, width) => {
                self.pos += width;
                Ok(Some(c))
            }
        }
    }

    // Errors.

    /// An error whose fragment is the pattern from `start` to here.
    fn since(&self, kind: ErrorKind, start: usize) -> Error {
        Error::new(kind, &self.pattern[start..self.pos])
    }

    fn whole(&self, kind: ErrorKind) -> Error {
        Error::new(kind, self.pattern)
    }

    // Building.

    fn push(&mut self, piece: Piece) -> Result<(), Error> {
        piece.check().map_err(|kind| self.whole(kind))?;
        self.frame.push(piece);
        Ok(())
    }

    fn push_class(&mut self, class: &CharClass) -> Result<(), Error> {
        self.ranges += class.ranges().len();
        if self.ranges > MAX_RANGES {
            return Err(self.whole(ErrorKind::Large));
        }
        self.push(Piece::class(class))
    }

    fn look(&mut self, width: usize, look: Look) -> Result<(), Error> {
        self.pos += width;
        self.push(Piece::look(look))
    }

    fn literal_char(&mut self) -> Result<(), Error> {
        match self.next_char()? {
            Some(c) => self.literal(c as u32),
            None => Ok(()),
        }
    }

    fn literal(&mut self, c: u32) -> Result<(), Error> {
        self.push(Piece::literal(c, self.flags.literal()))
    }

    /// Applies a repetition whose operator began at `start` to what stands before it.
    fn repeat(&mut self, repeat: Repeat, start: usize, previous: Option<usize>) -> Result<(), Error> {
        let mut greedy = !self.flags.swap_greed;
        if self.peek() == Some(b'?') {
            self.pos += 1;
            greedy = !greedy;
        }
        if let Some(previous) = previous {
            return Err(self.since(ErrorKind::InvalidRepeatOp, previous));
        }
        let Some(operand) = self.frame.pop() else {
            return Err(self.since(ErrorKind::MissingRepeatArgument, start));
        };
        let piece = operand.repeated(repeat, greedy);
        piece.check().map_err(|kind| self.whole(kind))?;
        if piece.copies_too_often() {
            return Err(self.since(ErrorKind::InvalidRepeatSize, start));
        }
        self.frame.push(piece);
        Ok(())
    }

    /// Reads `{n}`, `{n,}` or `{n,m}`; what has another form is literal text, and nothing is read.
    fn repeat_count(&mut self) -> Option<Count> {
        let start = self.pos;
        self.pos += 1;
        let count = self.repeat_count_body();
        if count.is_none() {
            self.pos = start;
        }
        count
    }

    fn repeat_count_body(&mut self) -> Option<Count> {
        let min = self.number()?;
        let mut max = min.map(Some);
        if self.peek()? == b',' {
            self.pos += 1;
            max = if self.peek()? == b'}' { Some(None) } else { self.number()?.map(Some) };
        }
        if self.peek()? != b'}' {
            return None;
        }
        self.pos += 1;
        Some(Count { min, max })
    }

    /// Reads a decimal number without leading zeros; one too large to matter is `Some(None)`.
    fn number(&mut self) -> Option<Option<u32>> {
        let digits = self.rest().iter().take_while(|b| b.is_ascii_digit()).count();
        let text = &self.rest()[..digits];
        if digits == 0 || digits > 1 && text[0] == b'0' {
            return None;
        }
        self.pos += digits;
        if digits > 9 {
            return Some(None);
        }
        Some(Some(text.iter().fold(0, |n, &digit| n * 10 + u32::from(digit - b'0'))))
    }

    // Groups.

    fn open_group(&mut self) -> Result<(), Error> {
        if self.peek_at(1) == Some(b'?') {
            return self.open_perl_group();
        }
        self.pos += 1;
        self.open(Group::Capture(self.names.len()));
        self.names.push(None);
        Ok(())
    }

    fn open(&mut self, group: Group) {
        let frame = Frame::new(group, self.flags);
        self.frames.push(std::mem::replace(&mut self.frame, frame));
    }

    fn close_group(&mut self) -> Result<(), Error> {
        let piece = self.frame.finish().map_err(|kind| self.whole(kind))?;
        let Some(outer) = self.frames.pop() else {
            return Err(self.whole(ErrorKind::UnexpectedParen));
        };
        let inner = std::mem::replace(&mut self.frame, outer);
        self.pos += 1;
        self.flags = inner.flags_outside();
        match inner.group() {
            Group::Plain => self.push(piece),
            Group::Capture(index) => self.push(piece.captured(index)),
        }
    }

    /// Reads what begins with `(?`: a named group, flags, or a group that does not capture.
    fn open_perl_group(&mut self) -> Result<(), Error> {
        let start = self.pos;
        let rest = self.rest();
        let name_at = match rest {
            [_, _, b'P', b'<', _, ..] => Some(4),
            [_, _, b'<', _, ..] => Some(3),
            _ => None,
        };
        if let Some(name_at) = name_at {
            let Some(end) = memchr::memchr(b'>', rest) else {
                check_utf8(rest)?;
                return Err(Error::new(ErrorKind::InvalidNamedCapture, rest));
            };
            let name = check_utf8(&rest[name_at.min(end)..end])?;
            if name.is_empty() || !name.bytes().all(|b| b == b'_' || b.is_ascii_alphanumeric()) {
                return Err(Error::new(ErrorKind::InvalidNamedCapture, &rest[..=end]));
            }
            self.pos += end + 1;
            self.open(Group::Capture(self.names.len()));
            self.names.push(Some(name.into()));
            return Ok(());
        }
        self.pos += 2;
        let mut flags = self.flags;
        let mut on = true;
        // Whether a flag follows the last sign: `(?i-)` is refused.
        let mut any = false;
        while let Some(c) = self.next_char()? {
            match c {
                'i' => flags.ignore_case = on,
                'm' => flags.multi_line = on,
                's' => flags.dot_matches_newline = on,
                'U' => flags.swap_greed = on,
                '-' if on => {
                    (on, any) = (false, false);
                    continue;
                }
                ':' | ')' if on || any => {
                    if c == ':' {
                        self.open(Group::Plain);
                    }
                    self.flags = flags;
                    return Ok(());
                }
                _ => break,
            }
            any = true;
        }
        Err(self.since(ErrorKind::InvalidPerlOp, start))
    }

    // Escapes.

    fn backslash(&mut self) -> Result<(), Error> {
        match self.peek_at(1) {
            Some(b'A') => return self.look(2, Look::Start),
            Some(b'z') => return self.look(2, Look::End),
            Some(b'b') => return self.look(2, Look::WordAscii),
            Some(b'B') => return self.look(2, Look::WordAsciiNegate),
            Some(b'C') => return Err(Error::new(ErrorKind::InvalidEscape, &self.rest()[..2])),
            Some(b'Q') => return self.quoted(),
            _ => {}
        }
        let mut class = CharClass::default();
        if self.class_escape(&mut class)? {
            return self.push_class(&class);
        }
        let c = self.escape()?;
        self.literal(c)
    }

    /// Reads `\Q…\E`, the `\E` being optional at the end of the pattern.
    fn quoted(&mut self) -> Result<(), Error> {
        let rest = &self.rest()[2..];
        let (text, width) = match memchr::memmem::find(rest, b"\\E") {
            Some(end) => (&rest[..end], end + 4),
            None => (rest, rest.len() + 2),
        };
        let after = self.pos + width;
        for (at, c, width) in utf8::runes(text) {
            if c == RUNE_ERROR && width == 1 {
                return Err(Error::new(ErrorKind::InvalidUtf8, &text[at..]));
            }
            self.literal(c as u32)?;
        }
        self.pos = after;
        Ok(())
    }

    /// Reads an escape that stands for a class, `\d` or `\pL`, into `class`, which becomes clean if it was empty. Says whether there was one.
    fn class_escape(&mut self, class: &mut CharClass) -> Result<bool, Error> {
        match self.rest() {
            [b'\\', b'p' | b'P', ..] => {
                let (mut named, folds, sense) = self.unicode_class()?;
                if folds && self.flags.ignore_case {
                    named.fold();
                }
                insert(class, named, sense);
                Ok(true)
            }
            &[b'\\', letter, ..] => {
                let Some((ranges, sense)) = names::perl(letter) else { return Ok(false) };
                self.pos += 2;
                self.insert_group(class, ranges, sense);
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    fn insert_group(&self, class: &mut CharClass, ranges: &[(u32, u32)], sense: Sense) {
        let mut group = CharClass::new(ranges);
        if self.flags.ignore_case {
            group.fold();
        }
        insert(class, group, sense);
    }

    /// Reads `\pL`, `\p{Greek}`, `\P{^Greek}`. Gives the class, whether it folds, and whether its complement is meant.
    fn unicode_class(&mut self) -> Result<(CharClass, bool, Sense), Error> {
        let start = self.pos;
        let mut sense = if self.peek_at(1) == Some(b'P') { Sense::Negated } else { Sense::Plain };
        self.pos += 2;
        let mut name = match self.next_char()? {
            Some('{') => {
                let rest = &self.pattern[start..];
                let Some(end) = memchr::memchr(b'}', rest) else {
                    check_utf8(rest)?;
                    return Err(Error::new(ErrorKind::InvalidCharRange, rest));
                };
                self.pos = start + end + 1;
                check_utf8(&rest[3..end])?.as_bytes()
            }
            _ => &self.pattern[start + 2..self.pos],
        };
        if let Some(rest) = name.strip_prefix(b"^") {
            sense = sense.flip();
            name = rest;
        }
        match names::unicode(name) {
            Some(found) => Ok((found.class, found.folds, sense)),
            None => Err(self.since(ErrorKind::InvalidCharRange, start)),
        }
    }

    /// Reads an escape that stands for one code point.
    fn escape(&mut self) -> Result<u32, Error> {
        let start = self.pos;
        self.pos += 1;
        let Some(c) = self.next_char()? else { return Err(Error::new(ErrorKind::TrailingBackslash, b"")) };
        let code = match c {
            '0' => Some(self.octal(0)),
            // One digit alone would be a reference to a group.
            '1'..='7' if matches!(self.peek(), Some(b'0'..=b'7')) => Some(self.octal(c as u32 - '0' as u32)),
            'x' => self.hex()?,
            'a' => Some(0x07),
            'f' => Some(0x0C),
            'n' => Some(0x0A),
            'r' => Some(0x0D),
            't' => Some(0x09),
            'v' => Some(0x0B),
            c if c.is_ascii() && !c.is_ascii_alphanumeric() => Some(c as u32),
            _ => None,
        };
        code.ok_or_else(|| self.since(ErrorKind::InvalidEscape, start))
    }

    /// Reads up to two more octal digits after the value `first`.
    fn octal(&mut self, first: u32) -> u32 {
        let mut value = first;
        for _ in 0..2 {
            let Some(digit @ b'0'..=b'7') = self.peek() else { break };
            value = value * 8 + u32::from(digit - b'0');
            self.pos += 1;
        }
        value
    }

    /// Reads what follows `\x`: two digits, or any number in braces.
    fn hex(&mut self) -> Result<Option<u32>, Error> {
        let Some(c) = self.next_char()? else { return Ok(None) };
        if c != '{' {
            let high = c.to_digit(16);
            let low = self.next_char()?.and_then(|c| c.to_digit(16));
            return Ok(high.zip(low).map(|(high, low)| high * 16 + low));
        }
        let mut value = None;
        while let Some(c) = self.next_char()? {
            if c == '}' {
                return Ok(value);
            }
            let Some(digit) = c.to_digit(16) else { break };
            let sum = value.unwrap_or(0) * 16 + digit;
            if sum > char::MAX as u32 {
                break;
            }
            value = Some(sum);
        }
        Ok(None)
    }

    // Bracket classes.

    fn bracket_class(&mut self) -> Result<(), Error> {
        let start = self.pos;
        self.pos += 1;
        let mut class = CharClass::default();
        let sense = match self.peek() {
            Some(b'^') => {
                self.pos += 1;
                Sense::Negated
            }
            _ => Sense::Plain,
        };
        let mut first = true;
        while first || self.peek() != Some(b']') {
            first = false;
            self.class_item(&mut class, start)?;
            if class.ranges().len() > MAX_RANGES {
                return Err(self.whole(ErrorKind::Large));
            }
        }
        self.pos += 1;
        class.clean();
        if sense == Sense::Negated {
            class = class.negated();
        }
        self.push_class(&class)
    }

    /// Reads one item of the bracket class that begins at `start`.
    fn class_item(&mut self, class: &mut CharClass, start: usize) -> Result<(), Error> {
        let rest = self.rest();
        if rest.starts_with(b"[:")
            && let Some(end) = memchr::memmem::find(&rest[2..], b":]")
        {
            let text = &rest[..end + 4];
            let Some((ranges, sense)) = names::posix(text) else {
                return Err(Error::new(ErrorKind::InvalidCharRange, text));
            };
            self.pos += text.len();
            self.insert_group(class, ranges, sense);
            return Ok(());
        }
        if self.class_escape(class)? {
            return Ok(());
        }
        let item = self.pos;
        let low = self.class_char(start)?;
        let mut high = low;
        // A hyphen just before the closing bracket is itself.
        if self.peek() == Some(b'-') && self.peek_at(1).is_some_and(|b| b != b']') {
            self.pos += 1;
            high = self.class_char(start)?;
            if high < low {
                return Err(self.since(ErrorKind::InvalidCharRange, item));
            }
        }
        class.insert(low, high);
        if self.flags.ignore_case {
            fold::for_each_equivalent(low, high, |c| class.insert(c, c));
        }
        Ok(())
    }

    fn class_char(&mut self, start: usize) -> Result<u32, Error> {
        if self.peek() == Some(b'\\') {
            return self.escape();
        }
        match self.next_char()? {
            Some(c) => Ok(c as u32),
            None => Err(Error::new(ErrorKind::MissingBracket, &self.pattern[start..])),
        }
    }
}

/// The numbers of `{min,max}`. The outer `None` stands for a number that is too large, the inner one of `max` for none.
struct Count {
    min: Option<u32>,
    max: Option<Option<u32>>,
}

fn insert(class: &mut CharClass, named: CharClass, sense: Sense) {
    match sense {
        Sense::Plain => class.insert_all(&named),
        Sense::Negated => class.insert_all(&named.negated()),
    }
}

fn check_utf8(text: &[u8]) -> Result<&str, Error> {
    std::str::from_utf8(text).map_err(|e| Error::new(ErrorKind::InvalidUtf8, &text[e.valid_up_to()..]))
}

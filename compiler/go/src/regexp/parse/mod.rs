//! RE2's syntax: a pattern to the engine's own tree. Go: regexp/syntax/parse.go with the flags of Perl.

mod escape;

use super::class::{CharClass, Literal};
use super::error::{Error, ErrorKind};
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

/// How many ranges all classes of a pattern may have together. Go allows 16 million, which take 128 MB; a
/// letter class `\pL` has 659, so this is enough for 700 of them.
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
}

/// The numbers of `{min,max}`. The outer `None` stands for a number that is too large, the inner one of `max`
/// for none.
struct Count {
    min: Option<u32>,
    max: Option<Option<u32>>,
}

fn check_utf8(text: &[u8]) -> Result<&str, Error> {
    std::str::from_utf8(text).map_err(|e| Error::new(ErrorKind::InvalidUtf8, &text[e.valid_up_to()..]))
}

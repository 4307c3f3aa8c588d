//! The parts of a pattern while it is read, with the measures that Go limits: height, size, copies.

use regex_syntax::hir::{self, Class, Hir, HirKind, Look};

use super::class::{CharClass, Literal};
use super::error::ErrorKind;
use super::fold;
use super::parse::Flags;

/// How many levels a pattern may have. Go: maxHeight.
const MAX_HEIGHT: u32 = 1000;

/// How many instructions of Go's machine a pattern may need: what fits 128 MB at 40 bytes each. Go: maxSize.
const MAX_SIZE: u64 = (128 << 20) / 40;

/// How often repetitions within repetitions may copy the innermost thing.
const MAX_COPIES: u32 = 1000;

/// A repetition operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Repeat {
    Star,
    Plus,
    Optional,
    /// `{min,max}`; without `max` any number of times.
    Counted {
        min: u32,
        max: Option<u32>,
    },
}

/// A part of a pattern: the engine's tree for it, and what it would measure in Go.
#[derive(Debug)]
pub(super) struct Piece {
    hir: Hir,
    shape: Shape,
    height: u32,
    /// In instructions.
    size: u64,
    /// The largest product of counts on a way down to the innermost thing.
    copies: u32,
    /// Whether the outermost operator is a count of two or more, which is when Go looks at the copies.
    counted: bool,
}

/// What Go's parser would hold for a piece, as far as it decides what it is joined with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// One literal character, or several of them.
    Char(Literal),
    Text(Literal),
    Class,
    Concat,
    Alternate,
    Other,
}

impl Piece {
    fn leaf(hir: Hir, shape: Shape) -> Piece {
        Piece { hir, shape, height: 1, size: 1, copies: 1, counted: false }
    }

    pub(super) fn literal(c: u32, literal: Literal) -> Piece {
        let hir = match char::from_u32(c) {
            Some(_) if literal == Literal::Folded && fold::next(c) != c => {
                let mut class = CharClass::new(&[(c, c)]);
                class.fold();
                Hir::class(Class::Unicode(class.to_unicode()))
            }
            Some(c) => Hir::literal(c.encode_utf8(&mut [0; 4]).as_bytes()),
            // A surrogate stands in no text.
            None => Hir::fail(),
        };
        Piece::leaf(hir, Shape::Char(literal))
    }

    /// The piece for a clean class.
    pub(super) fn class(class: &CharClass) -> Piece {
        let shape = class.as_literal().map_or(Shape::Class, Shape::Char);
        Piece::leaf(Hir::class(Class::Unicode(class.to_unicode())), shape)
    }

    pub(super) fn look(look: Look) -> Piece {
        Piece::leaf(Hir::look(look), Shape::Other)
    }

    /// The piece as the group with number `index`. Its name stays out of the tree, since Go lets groups share
    /// one.
    pub(super) fn captured(self, index: usize) -> Piece {
        // A pattern would have to be 4 GB long to have so many groups.
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        Piece {
            hir: Hir::capture(hir::Capture { index, name: None, sub: Box::new(self.hir) }),
            shape: Shape::Other,
            height: self.height + 1,
            size: self.size + 2,
            copies: self.copies,
            counted: false,
        }
    }

    pub(super) fn repeated(self, repeat: Repeat, greedy: bool) -> Piece {
        let size = self.size;
        let (min, max, size, factor) = match repeat {
            Repeat::Star => (0, None, size + 2, 1),
            Repeat::Plus => (1, None, size + 1, 1),
            Repeat::Optional => (0, Some(1), size + 1, 1),
            Repeat::Counted { min: 0, max: None } => (0, None, size + 2, 1),
            Repeat::Counted { min, max: None } => (min, None, u64::from(min) * size + 1, min),
            Repeat::Counted { min, max: Some(max) } => {
                (min, Some(max), u64::from(max) * size + u64::from(max - min.min(max)), max)
            }
        };
        Piece {
            hir: Hir::repetition(hir::Repetition { min, max, greedy, sub: Box::new(self.hir) }),
            shape: Shape::Other,
            height: self.height + 1,
            size: size.max(1),
            copies: if factor == 0 { 1 } else { self.copies.saturating_mul(factor) },
            counted: matches!(repeat, Repeat::Counted { min, max } if min >= 2 || max.is_some_and(|max| max >= 2)),
        }
    }

    pub(super) fn check(&self) -> Result<(), ErrorKind> {
        if self.size > MAX_SIZE {
            return Err(ErrorKind::Large);
        }
        if self.height > MAX_HEIGHT {
            return Err(ErrorKind::NestingDepth);
        }
        Ok(())
    }

    /// Whether counts within counts, as in `(a{100}){100}`, multiply to more than Go allows.
    pub(super) fn copies_too_often(&self) -> bool {
        self.counted && self.copies > MAX_COPIES
    }

    pub(super) fn height(&self) -> u32 {
        self.height
    }

    pub(super) fn into_hir(self) -> Hir {
        self.hir
    }

    /// How high a tree of kind `parent` becomes with this piece in it: those of one kind are joined into one
    /// level.
    fn height_within(&self, parent: Shape) -> u32 {
        if self.shape == parent { self.height } else { self.height + 1 }
    }

    fn is_class(&self) -> bool {
        matches!(self.shape, Shape::Char(_) | Shape::Class)
    }
}

/// Whether a group is numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    Plain,
    Capture(usize),
}

/// A group being read, or the whole pattern.
pub(super) struct Frame {
    group: Group,
    /// The flags to return to when it closes.
    flags_outside: Flags,
    alternatives: Vec<Piece>,
    sequence: Vec<Piece>,
}

impl Frame {
    pub(super) fn new(group: Group, flags_outside: Flags) -> Frame {
        Frame { group, flags_outside, alternatives: Vec::new(), sequence: Vec::new() }
    }

    pub(super) fn group(&self) -> Group {
        self.group
    }

    pub(super) fn flags_outside(&self) -> Flags {
        self.flags_outside
    }

    pub(super) fn push(&mut self, piece: Piece) {
        self.sequence.push(piece);
    }

    /// Takes what an operator here applies to.
    pub(super) fn pop(&mut self) -> Option<Piece> {
        self.sequence.pop()
    }

    /// Ends the alternative being read.
    pub(super) fn end_alternative(&mut self) -> Result<(), ErrorKind> {
        let piece = concat(std::mem::take(&mut self.sequence));
        piece.check()?;
        match self.alternatives.last_mut() {
            Some(last) if last.is_class() && piece.is_class() => {
                let before = std::mem::replace(&mut last.hir, Hir::empty());
                last.hir = Hir::alternation(vec![before, piece.hir]);
                last.shape = Shape::Class;
            }
            _ => self.alternatives.push(piece),
        }
        Ok(())
    }

    /// Ends the group; what was read is taken out of it.
    pub(super) fn finish(&mut self) -> Result<Piece, ErrorKind> {
        self.end_alternative()?;
        let piece = alternate(std::mem::take(&mut self.alternatives));
        piece.check()?;
        Ok(piece)
    }
}

fn concat(mut sequence: Vec<Piece>) -> Piece {
    if sequence.len() <= 1 {
        return sequence.pop().unwrap_or_else(|| Piece::leaf(Hir::empty(), Shape::Other));
    }
    // Literals side by side count as one, if they agree on case.
    let mut text = None;
    let (mut parts, mut height, mut size, mut copies) = (0, 1, 0, 1);
    for piece in &sequence {
        let literal = match piece.shape {
            Shape::Char(literal) | Shape::Text(literal) => Some(literal),
            _ => None,
        };
        if literal.is_none() || literal != text {
            parts += 1;
        }
        text = literal;
        height = height.max(piece.height_within(Shape::Concat));
        size += piece.size;
        copies = copies.max(piece.copies);
    }
    let hir = Hir::concat(sequence.into_iter().map(Piece::into_hir).collect());
    match text {
        Some(literal) if parts == 1 => {
            Piece { hir, shape: Shape::Text(literal), height: 1, size, copies, counted: false }
        }
        _ => Piece { hir, shape: Shape::Concat, height, size, copies, counted: false },
    }
}

fn alternate(mut alternatives: Vec<Piece>) -> Piece {
    if alternatives.len() <= 1 {
        return alternatives.pop().unwrap_or_else(|| Piece::leaf(Hir::fail(), Shape::Other));
    }
    let height = alternatives.iter().map(|piece| piece.height_within(Shape::Alternate)).max().unwrap_or(1);
    let size = alternatives.iter().map(|piece| piece.size + 1).sum::<u64>() - 1;
    let copies = alternatives.iter().map(|piece| piece.copies).max().unwrap_or(1);
    let mut choices: Vec<Hir> = alternatives.into_iter().map(Piece::into_hir).collect();
    if shares_inexact_prefix(&choices) {
        choices.push(Hir::fail());
    }
    Piece { hir: Hir::alternation(choices), shape: Shape::Alternate, height, size, copies, counted: false }
}

/// Whether the tree would factor a common beginning out of all `choices` that can match in more than one way.
/// That would change which match comes first: in `.*?c|.*?b` the first choice is tried to the end before the
/// second. One more choice, which never matches, keeps the tree as it is.
fn shares_inexact_prefix(choices: &[Hir]) -> bool {
    let mut flat = choices.iter().flat_map(|hir| match hir.kind() {
        HirKind::Alternation(inner) => inner.as_slice(),
        _ => std::slice::from_ref(hir),
    });
    let Some(HirKind::Concat(first)) = flat.next().map(Hir::kind) else { return false };
    let is_exact =
        |hir: &Hir| matches!(hir.kind(), HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_));
    let Some(mut shared) = first.iter().position(|hir| !is_exact(hir)).map(|inexact| &first[..=inexact])
    else {
        return false;
    };
    for hir in flat {
        let HirKind::Concat(parts) = hir.kind() else { return false };
        let common = shared.iter().zip(parts).take_while(|(a, b)| a == b).count();
        shared = &shared[..common];
    }
    !shared.last().is_none_or(is_exact)
}

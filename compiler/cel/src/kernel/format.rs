//! The clauses of `format`: `%s`, `%.2f`. Go: cel-go ext/formatting.go `parseFormatString`.

use nexachart_go::strconv::atoi;

/// A way to write an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clause {
    /// `%s`.
    Text,
    /// `%d`.
    Decimal,
    /// `%f`, with this many digits after the point.
    Fixed(i64),
    /// `%e`, with this number where Go takes a width.
    Scientific(i64),
    /// `%b`.
    Binary,
    /// `%x`.
    Hex,
    /// `%X`.
    UpperHex,
    /// `%o`.
    Octal,
}

/// A part of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// What stands for itself.
    Literal(&'a str),
    /// How the next argument is written.
    Argument(Clause),
}

/// When a format is read: a missing argument is told earlier at run time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Before the program runs, with the types of arguments.
    Check,
    /// With arguments.
    Run,
}

/// The precision of a clause that has none.
const PRECISION: i64 = 6;

/// Walks through a format with so many arguments, and tells how many of them it takes.
///
/// ```
/// use nexachart_cel::kernel::format::{Clause, Piece, Stage, walk};
/// let mut pieces = Vec::new();
/// let taken = walk("%.2f%%", 1, Stage::Run, |piece| Ok::<(), String>(pieces.push(piece)));
/// assert_eq!((taken, &pieces[..]), (Ok(1), &[Piece::Argument(Clause::Fixed(2)), Piece::Literal("%")][..]));
/// ```
///
/// # Errors
/// cel-go's texts, and what `piece` fails with.
pub fn walk<'a, E: From<String>>(
    format: &'a str,
    arguments: usize,
    stage: Stage,
    mut piece: impl FnMut(Piece<'a>) -> Result<(), E>,
) -> Result<usize, E> {
    let mut rest = format;
    let mut taken = 0;
    while !rest.is_empty() {
        let Some(percent) = rest.find('%') else {
            piece(Piece::Literal(rest))?;
            break;
        };
        if percent > 0 {
            piece(Piece::Literal(&rest[..percent]))?;
        }
        rest = &rest[percent + 1..];
        if let Some(after) = rest.strip_prefix('%') {
            piece(Piece::Literal("%"))?;
            rest = after;
            continue;
        }
        let missing = || Err(format!("index {taken} out of range").into());
        if stage == Stage::Run && taken >= arguments {
            return missing();
        }
        if rest.is_empty() {
            return Err("unexpected end of string".to_owned().into());
        }
        if taken >= arguments {
            return missing();
        }
        let (clause, after) =
            clause(rest).map_err(|error| format!("could not parse formatting clause: {error}"))?;
        piece(Piece::Argument(clause))?;
        taken += 1;
        rest = after;
    }
    Ok(taken)
}

fn clause(text: &str) -> Result<(Clause, &str), String> {
    let (precision, rest) = match text.strip_prefix('.') {
        None => (None, text),
        Some(after) => {
            let wrong = |error: &str| format!("error while parsing precision: {error}");
            let digits = after.bytes().take_while(u8::is_ascii_digit).count();
            if digits == after.len() {
                return Err(wrong("could not find end of precision specifier"));
            }
            let precision = atoi(&after.as_bytes()[..digits]);
            let precision = precision
                .map_err(|error| wrong(&format!("error while converting precision to integer: {error}")))?;
            (Some(precision), &after[digits..])
        }
    };
    let precision = precision.unwrap_or(PRECISION);
    let clause = match rest.as_bytes().first() {
        Some(b's') => Clause::Text,
        Some(b'd') => Clause::Decimal,
        Some(b'f') => Clause::Fixed(precision),
        Some(b'e') => Clause::Scientific(precision),
        Some(b'b') => Clause::Binary,
        Some(b'x') => Clause::Hex,
        Some(b'X') => Clause::UpperHex,
        Some(b'o') => Clause::Octal,
        // cel-go shows a byte as the character of that number.
        Some(byte) => return Err(format!("unrecognized formatting clause \"{}\"", char::from(*byte))),
        None => return Err("could not find end of precision specifier".to_owned()),
    };
    Ok((clause, &rest[1..]))
}

//! TOML strings, numbers, dates and words, as values begin.

use nexachart_go::unicode::is_letter;

use super::read::{Reader, Result, Stop};
use super::scan::{END, Problem, Scanner, quoted, quoted_text};
use super::{date, number, strings};
use crate::Value;

/// What begins at a value.
pub(super) enum Start {
    Scalar(Value),
    Array,
    Table,
}

impl Reader<'_> {
    /// Reads a value, or the bracket with which one begins.
    pub(super) fn start_of_value(&mut self) -> Result<Start> {
        self.scanner.skip_blanks()?;
        let scanner = &mut self.scanner;
        scanner.begin();
        let first = scanner.next()?;
        let value = match first {
            '[' => return Ok(Start::Array),
            '{' => return Ok(Start::Table),
            '0'..='9' => return self.number_or_date(first).map(Start::Scalar),
            '+' | '-' => return self.signed_number().map(Start::Scalar),
            '"' => match quotes(scanner, '"')? {
                Quotes::One => strings::basic(scanner)?,
                Quotes::Three => strings::basic_lines(scanner)?,
            },
            '\'' => match quotes(scanner, '\'')? {
                Quotes::One => strings::literal(scanner)?,
                Quotes::Three => strings::literal_lines(scanner)?,
            },
            '.' => return Err(scanner.unexpected("floats must start with a digit, not '.'"))?,
            _ => return self.word(first).map(Start::Scalar),
        };
        Ok(Start::Scalar(Value::from(value)))
    }

    /// Reads `true`, `false`, `inf` or `nan`.
    fn word(&mut self, first: char) -> Result<Value> {
        let scanner = &mut self.scanner;
        if matches!(first, 'i' | 'n')
            && (scanner.accept('n')? && scanner.accept('f')?
                || scanner.accept('a')? && scanner.accept('n')?)
        {
            return self.float();
        }
        if !is_letter(first) {
            let message = match first {
                END => "unexpected EOF; expected value".to_owned(),
                c => format!("expected value but found {} instead", quoted(c)),
            };
            let newline = first == '\n';
            return Err(if newline { scanner.error_before(message) } else { scanner.unexpected(message) })?;
        }
        // As in the original, what was read in vain before is not part of the word.
        scanner.back();
        scanner.begin();
        while is_letter(scanner.next()?) {}
        scanner.back();
        match scanner.piece() {
            b"true" => Ok(Value::Bool(true)),
            b"false" => Ok(Value::Bool(false)),
            word => {
                let message = format!("expected value but found {} instead", quoted_text(word));
                Err(scanner.unexpected(message))?
            }
        }
    }

    /// Reads a number or a date, whose first digit was read.
    fn number_or_date(&mut self, first: char) -> Result<Value> {
        let scanner = &mut self.scanner;
        if first == '0' {
            let base = scanner.next()?;
            let (name, is_digit): (_, fn(char) -> bool) = match base {
                'b' => ("a binary", |c| matches!(c, '0' | '1')),
                'o' => ("an octal", |c| matches!(c, '0'..='7')),
                'x' => ("a hexadecimal", |c| c.is_ascii_hexdigit()),
                // A date begins with two digits.
                '-' | ':' => {
                    scanner.back();
                    return self.integer();
                }
                _ => {
                    scanner.back();
                    return self.decimal_or_date();
                }
            };
            let c = scanner.peek()?;
            if !is_digit(c) {
                let piece = String::from_utf8_lossy(scanner.piece());
                return Err(scanner.unexpected(format!("not {name} number: '{piece}{c}'")))?;
            }
            self.take_while(|c| is_digit(c) || c == '_')?;
            return self.integer();
        }
        self.decimal_or_date()
    }

    fn decimal_or_date(&mut self) -> Result<Value> {
        self.take_while(|c| c.is_ascii_digit())?;
        match self.scanner.next()? {
            '-' | ':' => {
                let in_date = |c: char| c.is_ascii_digit() || "-:Tt .Zz+".contains(c);
                self.take_while(in_date)?;
                self.date()
            }
            _ => {
                self.scanner.back();
                self.decimal()
            }
        }
    }

    /// Reads the rest of a decimal number.
    fn decimal(&mut self) -> Result<Value> {
        self.take_while(|c| c.is_ascii_digit() || c == '_')?;
        match self.scanner.next()? {
            '.' | 'e' | 'E' => {
                self.take_while(|c| c.is_ascii_digit() || "_.-+eE".contains(c))?;
                self.float()
            }
            _ => {
                self.scanner.back();
                self.integer()
            }
        }
    }

    /// Reads a number, whose sign was read.
    fn signed_number(&mut self) -> Result<Value> {
        let scanner = &mut self.scanner;
        let piece = |scanner: &Scanner| String::from_utf8_lossy(scanner.piece()).into_owned();
        match scanner.next()? {
            'i' => {
                if !(scanner.accept('n')? && scanner.accept('f')?) {
                    return Err(scanner.unexpected(format!("invalid float: '{}'", piece(scanner))))?;
                }
                self.float()
            }
            'n' => {
                if !(scanner.accept('a')? && scanner.accept('n')?) {
                    return Err(scanner.unexpected(format!("invalid float: '{}'", piece(scanner))))?;
                }
                self.float()
            }
            '.' => Err(scanner.unexpected("floats must start with a digit, not '.'"))?,
            c @ '0'..='9' => {
                let base = if c == '0' { scanner.peek()? } else { c };
                if matches!(base, 'b' | 'o' | 'x') {
                    let piece = piece(scanner);
                    let message = format!("cannot use sign with non-decimal numbers: '{piece}{base}'");
                    return Err(scanner.unexpected(message))?;
                }
                self.decimal()
            }
            c => Err(scanner.unexpected(format!("expected a digit but got {}", quoted(c))))?,
        }
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> Result<()> {
        while wanted(self.scanner.next()?) {}
        self.scanner.back();
        Ok(())
    }

    fn integer(&self) -> Result<Value> {
        self.scalar(number::integer(self.scanner.piece()))
    }

    fn float(&self) -> Result<Value> {
        self.scalar(number::float(self.scanner.piece()))
    }

    fn date(&self) -> Result<Value> {
        self.scalar(date::read(self.scanner.piece().trim_ascii(), self.zones))
    }

    fn scalar(&self, value: Result<Value, String>) -> Result<Value> {
        value.map_err(|message| Stop::Problem(Problem { line: self.scanner.line(), message }))
    }
}

/// How many quotes a string begins with.
enum Quotes {
    One,
    Three,
}

/// Reads on after the first quote of a string.
fn quotes(scanner: &mut Scanner, quote: char) -> Result<Quotes> {
    if scanner.accept(quote)? {
        if scanner.accept(quote)? {
            return Ok(Quotes::Three);
        }
        scanner.back();
    }
    Ok(Quotes::One)
}

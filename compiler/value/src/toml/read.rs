//! Reading TOML.

use nexachart_go::strconv::quote;

use super::date::Zones;
use super::scan::{END, Problem, Scanner, is_blank, is_newline, quoted};
use super::strings;
use super::tables::{Clash, Header, Item, Path, Tables};
use super::write::TomlError;
use crate::{Str, Value};

/// A TOML document as a `map[string]interface {}`: integers are `int64`, dates and times `time.Time`, `[[tables]]`
/// a `[]map[string]interface {}`, arrays a `[]interface {}`. Dates and times without a zone are in those of `zones`.
///
/// # Errors
/// Go's text, with the line and the key before: `toml: line 2 (last key "a"): Key 'a' has already been defined.`
///
/// ```
/// use nexachart_value::toml::{Zones, from_toml};
/// let table = from_toml(b"a.b = 1_000\n[c]\nd = [0x1F]", &Zones::UTC).unwrap();
/// let json = nexachart_value::json::to_json(&table).unwrap();
/// assert_eq!(json, br#"{"a":{"b":1000},"c":{"d":[31]}}"#);
/// ```
pub fn from_toml(text: &[u8], zones: &Zones) -> Result<Value, TomlError> {
    // Marks of an encoding; that of UTF-16 is passed over too.
    let marks: [&[u8]; 3] = [b"\xFF\xFE", b"\xFE\xFF", b"\xEF\xBB\xBF"];
    let text = marks.iter().find_map(|mark| text.strip_prefix(*mark)).unwrap_or(text);
    if text.iter().take(6).any(|b| *b == 0) {
        let message = "files cannot contain NULL bytes; probably using UTF-16; TOML files must be UTF-8";
        return Err(TomlError::Returned(format!("toml: line 1: {message}")));
    }
    let mut reader = Reader { scanner: Scanner::new(text), tables: Tables::default(), key_line: 0, zones };
    match reader.document() {
        Ok(()) => Ok(reader.tables.finish()),
        Err(Stop::Panic(text)) => Err(TomlError::Panicked(text)),
        Err(Stop::Problem(Problem { line, message })) => {
            let last_key = reader.tables.last_key();
            let key =
                if last_key.is_empty() { String::new() } else { format!(" (last key {})", quote(&last_key)) };
            Err(TomlError::Returned(format!("toml: line {line}{key}: {message}")))
        }
    }
}

/// Tables, arrays and the parts of keys may not be nested deeper. Go has no limit.
pub(super) const MAX_DEPTH: usize = 10_000;

/// Reads a document.
pub(super) struct Reader<'t> {
    pub(super) scanner: Scanner<'t>,
    pub(super) tables: Tables,
    /// The line of the key read last, for errors in what it defines.
    pub(super) key_line: i64,
    pub(super) zones: &'t Zones,
}

/// Why it stops.
pub(super) enum Stop {
    /// An error in the document.
    Problem(Problem),
    /// What makes the original panic.
    Panic(String),
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Stop {
        Stop::Problem(problem)
    }
}

pub(super) type Result<T, E = Stop> = std::result::Result<T, E>;

impl Reader<'_> {
    fn document(&mut self) -> Result<()> {
        loop {
            match self.scanner.next()? {
                END => return Ok(()),
                c if is_blank(c) || is_newline(c) => {}
                '#' => self.scanner.comment()?,
                '[' => {
                    self.header()?;
                    self.end_of_line()?;
                }
                _ => {
                    self.scanner.back();
                    self.definition()?;
                    self.end_of_line()?;
                }
            }
        }
    }

    /// Reads what may follow on a line.
    fn end_of_line(&mut self) -> Result<()> {
        loop {
            match self.scanner.next()? {
                '#' => return Ok(self.scanner.comment()?),
                END => {
                    self.scanner.back();
                    return Ok(());
                }
                c if is_newline(c) => return Ok(()),
                c if is_blank(c) => {}
                c => {
                    return Err(self.scanner.unexpected(format!(
                        "expected a top-level item to end with a newline, comment, or EOF, but got {} instead",
                        quoted(c)
                    )))?;
                }
            }
        }
    }

    /// Reads `[a.b]` or `[[a.b]]`, whose first bracket was read.
    fn header(&mut self) -> Result<()> {
        let header = if self.scanner.accept('[')? { Header::Tables } else { Header::Table };
        let mut path = Path::new();
        loop {
            self.scanner.skip_blanks()?;
            let message = match self.scanner.peek()? {
                ']' | END => "unexpected end of table name (table names cannot be empty)",
                '.' => "unexpected table separator (table names cannot be empty)",
                _ => "",
            };
            if !message.is_empty() {
                return Err(self.scanner.unexpected(message))?;
            }
            self.part(&mut path)?;
            self.scanner.skip_blanks()?;
            match self.scanner.next()? {
                '.' => {}
                ']' => break,
                c => {
                    return Err(self.scanner.unexpected(format!(
                        "expected '.' or ']' to end table name, but got {} instead",
                        quoted(c)
                    )))?;
                }
            }
        }
        if header == Header::Tables {
            let c = self.scanner.next()?;
            if c != ']' {
                return Err(self.scanner.unexpected(format!(
                    "expected end of table array name delimiter ']', but got {} instead",
                    quoted(c)
                )))?;
            }
        }
        let entered = self.tables.enter(&path, header);
        self.check(entered)?;
        self.tables.note_array(&Str::default(), false);
        Ok(())
    }

    /// Reads `key = value`.
    fn definition(&mut self) -> Result<()> {
        let outer_context = self.tables.context.clone();
        self.key()?;
        let item = self.value()?;
        self.define(&item)?;
        self.tables.context = outer_context;
        self.tables.current = Str::default();
        Ok(())
    }

    /// Reads a key and its equals sign, makes its first parts the context and its last one the current key; the first
    /// parts.
    pub(super) fn key(&mut self) -> Result<Path> {
        self.scanner.skip_blanks()?;
        match self.scanner.peek()? {
            '=' | END => return Err(self.scanner.unexpected("unexpected '=': key name appears blank"))?,
            '.' => return Err(self.scanner.unexpected("unexpected '.': keys cannot start with a '.'"))?,
            _ => {}
        }
        let mut path = Path::new();
        loop {
            self.scanner.skip_blanks()?;
            match self.scanner.peek()? {
                '=' | END => return Err(self.scanner.unexpected("unexpected '='"))?,
                '.' => return Err(self.scanner.unexpected("unexpected '.'"))?,
                _ => self.part(&mut path)?,
            }
            self.scanner.skip_blanks()?;
            match self.scanner.next()? {
                '=' => break,
                '.' => {}
                END => {
                    return Err(self.scanner.unexpected("unexpected EOF; expected key separator '='"))?;
                }
                c => {
                    let message = format!("expected '.' or '=', but got {} instead", quoted(c));
                    return Err(if c == '\n' {
                        self.scanner.error_before(message)
                    } else {
                        self.scanner.unexpected(message)
                    })?;
                }
            }
        }
        self.tables.current = path.pop().unwrap_or_default();
        for part in &path {
            let entered = self.tables.enter_implicit(part);
            self.check(entered)?;
        }
        Ok(path)
    }

    /// Reads one part of a key. A character that cannot begin one makes it empty, and is an error then.
    fn part(&mut self, path: &mut Path) -> Result<()> {
        let part = match self.scanner.next()? {
            '"' => Str::from(strings::basic(&mut self.scanner)?),
            '\'' => Str::from(strings::literal(&mut self.scanner)?),
            _ => {
                self.scanner.back();
                self.scanner.begin();
                while let 'A'..='Z' | 'a'..='z' | '0'..='9' | '_' | '-' = self.scanner.next()? {}
                self.scanner.back();
                Str::from(self.scanner.piece())
            }
        };
        if path.is_empty() {
            self.key_line = self.scanner.line();
        }
        path.push(part);
        if path.len() + self.tables.context.len() > MAX_DEPTH {
            return Err(too_deep());
        }
        Ok(())
    }

    /// Sets the current key.
    pub(super) fn define(&mut self, item: &Item) -> Result<()> {
        let is_array = matches!(item, Item::Value(Value::List(_)));
        let current = self.tables.current.clone();
        let set = self.tables.set(&current, item);
        self.check(set)?;
        self.tables.note_array(&current, is_array);
        Ok(())
    }

    pub(super) fn check(&self, result: Result<(), Clash>) -> Result<()> {
        result.map_err(|clash| match clash {
            Clash::Message(message) => Stop::Problem(Problem { line: self.key_line, message }),
            Clash::Panic(text) => Stop::Panic(text),
        })
    }
}

/// The end of deeper nesting.
pub(super) fn too_deep() -> Stop {
    Stop::Panic("stack overflow".to_owned())
}

//! Reading TOML.

use nexachart_go::strconv::quote;
use nexachart_go::unicode::is_letter;

use super::date::{self, Zones};
use super::scan::{END, Problem, Scanner, is_blank, is_newline, quoted, quoted_text};
use super::tables::{Clash, Header, Item, Path, Table, Tables, shown};
use super::write::TomlError;
use super::{number, strings};
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
const MAX_DEPTH: usize = 10_000;

struct Reader<'t> {
    scanner: Scanner<'t>,
    tables: Tables,
    /// The line of the key read last, for errors in what it defines.
    key_line: i64,
    zones: &'t Zones,
}

enum Stop {
    Problem(Problem),
    Panic(String),
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Stop {
        Stop::Problem(problem)
    }
}

type Result<T, E = Stop> = std::result::Result<T, E>;

/// What begins at a value.
enum Start {
    Scalar(Value),
    Array,
    Table,
}

/// An array or an inline table that is being read.
enum Open {
    Array(Vec<Value>),
    Table(Inline),
}

/// An inline table that is being read. It is put together by itself for arrays, and in the tables of the document.
struct Inline {
    table: Table,
    /// The context within it.
    context: Path,
    /// The first parts of the current key.
    parents: Path,
    outer_context: Path,
    outer_current: Str,
}

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
    fn key(&mut self) -> Result<Path> {
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
    fn define(&mut self, item: &Item) -> Result<()> {
        let is_array = matches!(item, Item::Value(Value::List(_)));
        let current = self.tables.current.clone();
        let set = self.tables.set(&current, item);
        self.check(set)?;
        self.tables.note_array(&current, is_array);
        Ok(())
    }

    /// Reads a value of the current key. Only inline tables come as a table.
    fn value(&mut self) -> Result<Item> {
        let mut around: Vec<Open> = Vec::new();
        loop {
            let mut item = match self.start_of_value()? {
                Start::Scalar(value) => Item::Value(value),
                Start::Array => {
                    let current = self.tables.current.clone();
                    self.tables.note_array(&current, true);
                    self.open(&mut around, Open::Array(Vec::new()))?;
                    if self.begins_item()? {
                        continue;
                    }
                    around.pop();
                    Item::Value(Value::list(Vec::new()))
                }
                Start::Table => {
                    let header =
                        if let Some(Open::Array(_)) = around.last() { Header::Tables } else { Header::Table };
                    let inline = self.begin_inline(header)?;
                    self.open(&mut around, Open::Table(inline))?;
                    if self.begins_pair()? {
                        if let Some(Open::Table(inline)) = around.last_mut() {
                            inline.parents = self.key()?;
                        }
                        continue;
                    }
                    match around.pop() {
                        Some(Open::Table(inline)) => self.end_inline(inline),
                        _ => Item::Table(Table::new()),
                    }
                }
            };
            // It has ended; perhaps what is around it too.
            loop {
                match around.pop() {
                    None => return Ok(item),
                    Some(Open::Array(mut items)) => {
                        items.push(item.into_value());
                        if self.continues("a comma (',') or array terminator (']'), but got", "", ']')?
                            && self.begins_item()?
                        {
                            around.push(Open::Array(items));
                            break;
                        }
                        item = Item::Value(Value::list(items));
                    }
                    Some(Open::Table(mut inline)) => {
                        self.end_pair(&mut inline, item)?;
                        if self.next_pair()? {
                            inline.parents = self.key()?;
                            around.push(Open::Table(inline));
                            break;
                        }
                        item = self.end_inline(inline);
                    }
                }
            }
        }
    }

    fn open(&self, around: &mut Vec<Open>, open: Open) -> Result<()> {
        around.push(open);
        if around.len() + self.tables.context.len() > MAX_DEPTH { Err(too_deep()) } else { Ok(()) }
    }

    /// Reads on to the next item of an array, whose bracket or comma was read; or to its end.
    fn begins_item(&mut self) -> Result<bool> {
        loop {
            match self.scanner.next()? {
                c if is_blank(c) || is_newline(c) => {}
                '#' => self.scanner.comment()?,
                ',' => return Err(self.scanner.unexpected("unexpected comma"))?,
                ']' => return Ok(false),
                _ => {
                    self.scanner.back();
                    return Ok(true);
                }
            }
        }
    }

    /// Reads on to the comma after an item or pair, or to the end of what it is in.
    fn continues(&mut self, expected: &str, instead: &str, close: char) -> Result<bool> {
        loop {
            match self.scanner.next()? {
                c if is_blank(c) || is_newline(c) => {}
                '#' => self.scanner.comment()?,
                ',' => return Ok(true),
                c if c == close => return Ok(false),
                c => {
                    let found = if c == END { "end of file".to_owned() } else { format!("'{c}'") };
                    return Err(self.scanner.unexpected(format!("expected {expected} {found}{instead}")))?;
                }
            }
        }
    }

    fn begin_inline(&mut self, header: Header) -> Result<Inline> {
        let outer_context = self.tables.context.clone();
        let outer_current = self.tables.current.clone();
        let entered = self.tables.enter_inline(header);
        self.check(entered)?;
        let context = self.tables.context.clone();
        Ok(Inline { table: Table::new(), context, parents: Path::new(), outer_context, outer_current })
    }

    /// Reads on to the next pair of an inline table, whose brace or comma was read; or to its end.
    fn begins_pair(&mut self) -> Result<bool> {
        loop {
            match self.scanner.next()? {
                c if is_blank(c) || is_newline(c) => {}
                '#' => self.scanner.comment()?,
                ',' => return Err(self.scanner.unexpected("unexpected comma"))?,
                '}' => return Ok(false),
                _ => {
                    self.scanner.back();
                    return Ok(true);
                }
            }
        }
    }

    /// Reads on to the next pair of an inline table after one, or to its end.
    fn next_pair(&mut self) -> Result<bool> {
        let expected = "a comma or an inline table terminator '}', but got";
        Ok(self.continues(expected, " instead", '}')? && self.begins_pair()?)
    }

    fn end_pair(&mut self, inline: &mut Inline, item: Item) -> Result<()> {
        self.define(&item)?;
        let mut table = &mut inline.table;
        for part in &inline.parents {
            let below = table.entry(part.clone()).or_insert_with(|| Item::Table(Table::new()));
            let Item::Table(below) = below else {
                let context = quoted_text(shown(&self.tables.context).as_bytes());
                let message = format!("{context} is not a table");
                return Err(Problem { line: self.key_line, message })?;
            };
            table = below;
        }
        table.insert(self.tables.current.clone(), item);
        self.tables.context.clone_from(&inline.context);
        Ok(())
    }

    fn end_inline(&mut self, inline: Inline) -> Item {
        self.tables.context = inline.outer_context;
        self.tables.current = inline.outer_current;
        Item::Table(inline.table)
    }

    /// Reads a value, or the bracket with which one begins.
    fn start_of_value(&mut self) -> Result<Start> {
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

    fn check(&self, result: Result<(), Clash>) -> Result<()> {
        result.map_err(|clash| match clash {
            Clash::Message(message) => Stop::Problem(Problem { line: self.key_line, message }),
            Clash::Panic(text) => Stop::Panic(text),
        })
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

fn too_deep() -> Stop {
    Stop::Panic("stack overflow".to_owned())
}

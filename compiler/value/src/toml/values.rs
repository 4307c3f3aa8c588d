//! TOML values: arrays and inline tables, and what is in them.

use super::read::{MAX_DEPTH, Reader, Result, too_deep};
use super::scalars::Start;
use super::scan::{END, Problem, is_blank, is_newline, quoted_text};
use super::tables::{Header, Item, Path, Table, shown};
use crate::{Str, Value};

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
    /// Reads a value of the current key. Only inline tables come as a table.
    pub(super) fn value(&mut self) -> Result<Item> {
        let mut around: Vec<Open> = Vec::new();
        loop {
            let mut item = match self.start_of_value()? {
                Start::Scalar(value) => Item::Value(value),
                Start::Array => {
                    let current = self.tables.current.clone();
                    self.tables.note_array(&current, true);
                    if self.begins_item()? {
                        self.open(&mut around, Open::Array(Vec::new()))?;
                        continue;
                    }
                    Item::Value(Value::list(Vec::new()))
                }
                Start::Table => {
                    let header =
                        if let Some(Open::Array(_)) = around.last() { Header::Tables } else { Header::Table };
                    let mut inline = self.begin_inline(header)?;
                    if self.begins_pair()? {
                        inline.parents = self.key()?;
                        self.open(&mut around, Open::Table(inline))?;
                        continue;
                    }
                    self.end_inline(inline)
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
                        self.end_pair(&inline, item)?;
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
        Ok(Inline { table: Table::default(), context, parents: Path::new(), outer_context, outer_current })
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

    fn end_pair(&mut self, inline: &Inline, item: Item) -> Result<()> {
        self.define(&item)?;
        let mut table = inline.table.clone();
        for part in &inline.parents {
            let below = table.get(part).unwrap_or_else(|| table.insert(part, Item::Table(Table::default())));
            let Item::Table(below) = below else {
                let context = quoted_text(shown(&self.tables.context).as_bytes());
                let message = format!("{context} is not a table");
                return Err(Problem { line: self.key_line, message })?;
            };
            table = below;
        }
        table.insert(&self.tables.current, item);
        self.tables.context.clone_from(&inline.context);
        Ok(())
    }

    fn end_inline(&mut self, inline: Inline) -> Item {
        self.tables.context = inline.outer_context;
        self.tables.current = inline.outer_current;
        Item::Table(inline.table)
    }
}

//! The tables of a TOML document while it is read, and which keys may be defined when.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use super::key;
use crate::{List, Map, Str, Type, Value};

/// A key of several parts.
pub(super) type Path = Vec<Str>;

/// A table: a reference, as Go's maps are. An inline table can become the one of the document, and is still written
/// to by both names then.
#[derive(Clone, Default)]
pub(super) struct Table(Rc<RefCell<BTreeMap<Str, Item>>>);

/// What a key stands for.
#[derive(Clone)]
pub(super) enum Item {
    /// A plain value, or an array.
    Value(Value),
    /// A table.
    Table(Table),
    /// The tables of `[[key]]`, one at least.
    Tables(Rc<RefCell<Vec<Table>>>),
}

/// Whether a header names one table or adds one to a list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Header {
    /// `[key]`.
    Table,
    /// `[[key]]`, and tables in an array.
    Tables,
}

/// The document, and the place in it where keys are defined now.
#[derive(Default)]
pub(super) struct Tables {
    root: Table,
    /// The table that is written to.
    pub(super) context: Path,
    /// The last part of the key that is being defined; empty between them.
    pub(super) current: Str,
    /// Keys of tables that were made on the way to another: they may be defined once more.
    implicit: HashSet<Vec<u8>>,
    /// Keys that hold arrays, or did.
    arrays: HashMap<Vec<u8>, bool>,
}

/// The message of an error, or one of a mistake in the original, which makes it panic.
pub(super) enum Clash {
    Message(String),
    Panic(String),
}

type Result<T> = std::result::Result<T, Clash>;

impl Tables {
    /// The document as a value.
    pub(super) fn finish(self) -> Value {
        self.root.into_value()
    }

    /// The key that error texts name.
    pub(super) fn last_key(&self) -> Vec<u8> {
        match (self.context.is_empty(), self.current.is_empty()) {
            (_, true) => key::path(&self.context),
            (true, false) => self.current.to_vec(),
            (false, false) => [&key::path(&self.context), &b"."[..], &self.current].concat(),
        }
    }

    /// Makes the tables of the first parts of a dotted key, below the context.
    pub(super) fn enter_implicit(&mut self, part: &Str) -> Result<()> {
        let path = with(&self.context, part);
        self.add_implicit(&path);
        self.enter(&path, Header::Table)
    }

    /// Makes the table of an inline one that begins at the current key.
    pub(super) fn enter_inline(&mut self, header: Header) -> Result<()> {
        let path = with(&self.context, &self.current);
        self.current = Str::default();
        self.context.clone_from(&path);
        self.add_implicit(&path);
        self.enter(&path, header)
    }

    /// Makes a table, or one more of a list, with those on the way to it; it becomes the context.
    pub(super) fn enter(&mut self, path: &[Str], header: Header) -> Result<()> {
        let Some((last, parents)) = path.split_last() else { return Ok(()) };
        let mut table = self.root.clone();
        for (i, part) in parents.iter().enumerate() {
            let item = table.get(part).unwrap_or_else(|| {
                self.implicit.insert(key::path(&parents[..=i]));
                table.insert(part, Item::Table(Table::default()))
            });
            table = match item {
                Item::Table(table) => table,
                Item::Tables(tables) => last_of(&tables)?,
                Item::Value(_) => {
                    let shown = shown(&parents[..=i]);
                    return Err(Clash::Message(format!("Key '{shown}' was already created as a hash.")));
                }
            };
        }
        self.context = parents.to_vec();
        match header {
            Header::Table => self.set(last, &Item::Table(Table::default()))?,
            Header::Tables => {
                let item = table.get(last).unwrap_or_else(|| table.insert(last, Item::Tables(Rc::default())));
                match item {
                    Item::Tables(tables) => tables.borrow_mut().push(Table::default()),
                    _ => {
                        let shown = shown(path);
                        return Err(Clash::Message(format!(
                            "Key '{shown}' was already created and cannot be used as an array."
                        )));
                    }
                }
            }
        }
        self.context.push(last.clone());
        Ok(())
    }

    /// Sets a key of the context.
    pub(super) fn set(&mut self, name: &Str, item: &Item) -> Result<()> {
        let mut table = self.root.clone();
        for (i, part) in self.context.iter().enumerate() {
            let place = &self.context[..=i];
            table = match table.get(part) {
                Some(Item::Table(table)) => table,
                Some(Item::Tables(tables)) => last_of(&tables)?,
                Some(Item::Value(_)) => return Err(defined(place)),
                None => {
                    let shown = shown(place);
                    return Err(bug(format!("Context for key '{shown}' has not been established.")));
                }
            };
        }
        let path = with(&self.context, name);
        if table.get(name).is_none() {
            table.insert(name, item.clone());
            return Ok(());
        }
        let key = key::path(&path);
        if !self.implicit.remove(&key) {
            return Err(defined(&path));
        }
        if self.arrays.get(&key) == Some(&true) {
            table.insert(name, item.clone());
        }
        Ok(())
    }

    /// Notes whether a key of the context holds an array; an empty name is for the context itself.
    pub(super) fn note_array(&mut self, name: &Str, is_array: bool) {
        let path = if name.is_empty() { self.context.clone() } else { with(&self.context, name) };
        // The document itself counts as the empty key.
        let key = if path.is_empty() { b"\"\"".to_vec() } else { key::path(&path) };
        self.arrays.insert(key, is_array);
    }

    fn add_implicit(&mut self, path: &[Str]) {
        self.implicit.insert(key::path(path));
    }
}

impl Table {
    /// What a key stands for.
    pub(super) fn get(&self, name: &Str) -> Option<Item> {
        self.0.borrow().get(name).cloned()
    }

    /// Sets a key; what it was set to.
    pub(super) fn insert(&self, name: &Str, item: Item) -> Item {
        self.0.borrow_mut().insert(name.clone(), item.clone());
        item
    }

    fn into_value(self) -> Value {
        let entries = Rc::try_unwrap(self.0).map_or_else(|table| table.borrow().clone(), RefCell::into_inner);
        let entries = entries.into_iter().map(|(name, item)| (name, item.into_value())).collect();
        Value::Map(Map::new(Type::MAP, entries))
    }
}

impl Item {
    /// The item as a value.
    pub(super) fn into_value(self) -> Value {
        match self {
            Item::Value(value) => value,
            Item::Table(table) => table.into_value(),
            Item::Tables(tables) => {
                let tables = tables.borrow().iter().cloned().map(Table::into_value).collect();
                Value::List(List::new(Type::Slice(&Type::MAP), tables))
            }
        }
    }
}

fn with(path: &[Str], part: &Str) -> Path {
    let mut path = path.to_vec();
    path.push(part.clone());
    path
}

fn last_of(tables: &RefCell<Vec<Table>>) -> Result<Table> {
    // There is one as soon as there is the list.
    tables.borrow().last().cloned().ok_or_else(|| bug("index out of range".to_owned()))
}

fn defined(path: &[Str]) -> Clash {
    Clash::Message(format!("Key '{}' has already been defined.", shown(path)))
}

fn bug(message: String) -> Clash {
    Clash::Panic(format!("BUG: {message}\n\n"))
}

/// A key as error texts show it.
pub(super) fn shown(path: &[Str]) -> String {
    String::from_utf8_lossy(&key::path(path)).into_owned()
}

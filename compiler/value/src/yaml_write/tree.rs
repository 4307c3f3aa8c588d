//! Blocks: lists and maps, and the scalars in them, as `toYaml` writes them.

use std::collections::BTreeMap;

use super::page::Page;
use nexachart_go::strconv::{append_int, append_uint};

use super::passage::{self, Refused};
use super::scalar::{self, Role};
use super::{Dialect, order};
use crate::json::{self, Plain};
use crate::{FloatType, Map, Str, Type, UintType, Value, float};

/// Lines are folded at the first blank after this column.
const WIDTH: usize = 80;
/// How deep the YAML reader goes into flow collections, as which it sees JSON.
const MAX_DEPTH: usize = 10_000;
/// From here on maps that contain themselves are looked for, as json.Marshal does.
const CYCLE_CHECK_DEPTH: usize = 1000;

pub(super) fn write_through_json(value: &Value, margin: usize, out: &mut Vec<u8>) -> Result<(), Refused> {
    let mut writer = Writer { page: Page::new(out, margin, WIDTH), depth: 0, around: Vec::new() };
    writer.node(value, Place::Root)?;
    writer.page.finish();
    Ok(())
}

struct Writer<'o> {
    page: Page<'o>,
    depth: usize,
    /// The maps around the current place, from [`CYCLE_CHECK_DEPTH`] on.
    around: Vec<Map>,
}

/// Where a node stands.
#[derive(Clone, Copy)]
enum Place {
    /// It is the document.
    Root,
    /// After a key and its colon, in the block at that column.
    Value(usize),
    /// After the dash of a list, or the colon below a long key, in the block at that column.
    Item(usize),
}

impl Place {
    /// The column of a block of maps in this place.
    fn map_column(self) -> usize {
        match self {
            Place::Root => 0,
            Place::Value(column) | Place::Item(column) => column + 2,
        }
    }

    /// The column of the dashes of a list in this place: not indented below a key.
    fn list_column(self) -> usize {
        match self {
            Place::Root => 0,
            Place::Value(column) => column,
            Place::Item(column) => column + 2,
        }
    }

    fn scalar_role(self) -> Role {
        let column = match self {
            Place::Root => 0,
            Place::Value(column) | Place::Item(column) => column,
        };
        Role::Value { indent: column + 2 }
    }
}

impl Writer<'_> {
    fn node(&mut self, value: &Value, place: Place) -> Result<(), Refused> {
        match value {
            Value::Nil => self.word(b"null", place),
            Value::Bool(b) => self.word(if *b { b"true" } else { b"false" }, place),
            Value::Int(_, n) => {
                self.separate(place);
                self.page.number(|out| append_int(out, *n, 10));
            }
            Value::Uint(_, n) => {
                self.separate(place);
                self.page.number(|out| append_uint(out, *n, 10));
            }
            Value::Float(ty, n) if n.is_finite() => {
                self.separate(place);
                self.page.number(|out| append_float(out, *n, *ty));
            }
            Value::Float(..) | Value::Complex(..) => return Err(Refused),
            Value::String(s) => self.string(s, place)?,
            Value::Bytes(s) => self.string(json::base64(s).as_bytes(), place)?,
            Value::List(list) if list.is_nil() => self.word(b"null", place),
            Value::List(list) if matches!(list.elem(), Type::Uint(UintType::Uint8)) => {
                self.string(json::base64_of_list(list).as_bytes(), place)?;
            }
            Value::List(list) => self.list(list, place)?,
            Value::Map(map) if map.is_nil() => self.word(b"null", place),
            Value::Map(map) => self.map(map, place)?,
            Value::Object(object) => match json::plain(&**object).map_err(|_| Refused)? {
                // It is no object again.
                Plain::Value(value) => self.node(&value, place)?,
                Plain::Fields(fields) => {
                    let entries = fields.into_iter().map(|(name, value)| (Str::from(name), value)).collect();
                    self.map(&Map::new(Type::MAP, entries), place)?;
                }
            },
        }
        Ok(())
    }

    /// Text that is plain for sure.
    fn word(&mut self, word: &[u8], place: Place) {
        self.separate(place);
        self.page.text(word);
    }

    fn string(&mut self, s: &[u8], place: Place) -> Result<(), Refused> {
        self.separate(place);
        if scalar::is_plainly_plain(s, Dialect::Yaml2) {
            scalar::write_plain(&mut self.page, s, place.scalar_role());
        } else {
            scalar::write(&mut self.page, &passage::text(s)?, place.scalar_role(), Dialect::Yaml2);
        }
        Ok(())
    }

    /// The blank after a colon or a dash.
    fn separate(&mut self, place: Place) {
        if !matches!(place, Place::Root) {
            self.page.byte(b' ');
        }
    }

    fn list(&mut self, items: &[Value], place: Place) -> Result<(), Refused> {
        if items.is_empty() {
            self.word(b"[]", place);
            return Ok(());
        }
        let column = place.list_column();
        self.deeper(|writer| {
            for (i, item) in items.iter().enumerate() {
                writer.line(i == 0, place, column);
                writer.page.byte(b'-');
                writer.node(item, Place::Item(column))?;
            }
            Ok(())
        })
    }

    fn map(&mut self, map: &Map, place: Place) -> Result<(), Refused> {
        let entries = map.entries();
        if entries.is_empty() {
            self.word(b"{}", place);
            return Ok(());
        }
        // Keys that are not UTF-8 are changed, and may become equal: the last one stays.
        let fixed: BTreeMap<Str, Value>;
        let is_utf8 = |key: &Str| key.is_ascii() || std::str::from_utf8(key).is_ok();
        let entries = if entries.keys().all(is_utf8) {
            &*entries
        } else {
            let mut changed = BTreeMap::new();
            for (key, value) in entries.iter() {
                if passage::is_lost_key(key) {
                    return Err(Refused);
                }
                changed.insert(Str::from(passage::key(key)?), value.clone());
            }
            fixed = changed;
            &fixed
        };
        let checked = self.depth >= CYCLE_CHECK_DEPTH;
        if checked {
            if self.around.iter().any(|other| other.same(map)) {
                return Err(Refused);
            }
            self.around.push(map.clone());
        }
        self.deeper(|writer| {
            // Byte order, in which the entries are, is mostly also the order to write them in.
            let less = |a: &[u8], b: &[u8]| order::less(a, b, Dialect::Yaml2);
            if entries.keys().zip(entries.keys().skip(1)).all(|(a, b)| less(a, b)) {
                writer.entries(entries.iter(), place)
            } else {
                let mut sorted: Vec<(&Str, &Value)> = entries.iter().collect();
                order::sort(&mut sorted, &|a, b| less(a.0, b.0));
                writer.entries(sorted.into_iter(), place)
            }
        })?;
        if checked {
            self.around.pop();
        }
        Ok(())
    }

    fn entries<'v>(
        &mut self,
        entries: impl Iterator<Item = (&'v Str, &'v Value)>,
        place: Place,
    ) -> Result<(), Refused> {
        let column = place.map_column();
        for (i, (key, value)) in entries.enumerate() {
            self.line(i == 0, place, column);
            let place = self.key(key, column)?;
            self.node(value, place)?;
        }
        Ok(())
    }

    /// Goes to where the next entry of a block begins: after a dash that is on the same line.
    fn line(&mut self, first: bool, place: Place, column: usize) {
        match place {
            Place::Root if first => {}
            Place::Item(_) if first => self.page.byte(b' '),
            _ => self.page.next_line(column),
        }
    }

    /// Writes a key and its colon; the place of its value.
    fn key(&mut self, key: &[u8], column: usize) -> Result<Place, Refused> {
        if passage::is_lost_key(key) {
            return Err(Refused);
        }
        if scalar::is_simple_key(key) {
            if !scalar::is_plainly_plain(key, Dialect::Yaml2) {
                scalar::write(&mut self.page, &passage::key(key)?, Role::Key, Dialect::Yaml2);
            } else {
                self.page.text(key);
            }
            self.page.byte(b':');
            return Ok(Place::Value(column));
        }
        self.page.text(b"? ");
        scalar::write(
            &mut self.page,
            &passage::key(key)?,
            Role::Value { indent: column + 2 },
            Dialect::Yaml2,
        );
        self.page.next_line(column);
        self.page.byte(b':');
        Ok(Place::Item(column))
    }

    fn deeper(&mut self, write: impl FnOnce(&mut Self) -> Result<(), Refused>) -> Result<(), Refused> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Refused);
        }
        let result = write(self);
        self.depth -= 1;
        result
    }
}

/// Appends a finite float after the passage: a whole number in JSON that fits 64 bits is an integer.
fn append_float(out: &mut Vec<u8>, n: f64, ty: FloatType) {
    if let Some(n) = float::as_integer(n, ty) {
        return append_int(out, n, 10);
    }
    let start = out.len();
    if n.trunc() == n && n.abs() < 1e20 {
        float::append_json(out, n, ty);
        let fits = |text: &str| text.parse::<i64>().is_ok() || text.parse::<u64>().is_ok();
        if std::str::from_utf8(&out[start..]).is_ok_and(fits) {
            return;
        }
        out.truncate(start);
    }
    float::append_general(out, n, ty);
}

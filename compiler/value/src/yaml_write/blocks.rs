//! Lists and maps as blocks, for both writers.

use super::Dialect;
use super::order::{self, Survey};
use super::page::Page;
use super::scalar::{self, Role};
use crate::{Map, Str, Value};

/// How one of the two libraries sees values: what it makes of those that are no lists or maps.
pub(super) trait View: Sized {
    /// Why the writer stops.
    type Stop;
    /// Whose rules hold.
    const DIALECT: Dialect;

    /// Writes a value, with the blank before it.
    fn node(writer: &mut Writer<'_, Self>, value: &Value, place: Place) -> Result<(), Self::Stop>;
    /// Writes a key and its colon; the place of its value.
    fn key(writer: &mut Writer<'_, Self>, key: &[u8], column: usize) -> Result<Place, Self::Stop>;
    /// The value is too deep, or contains itself.
    fn too_deep() -> Self::Stop;
}

/// Writes blocks to a page.
pub(super) struct Writer<'o, V> {
    pub(super) page: Page<'o>,
    depth: usize,
    /// The maps around the current place, from [`CYCLE_CHECK_DEPTH`] on.
    around: Vec<Map>,
    view: std::marker::PhantomData<V>,
}

/// How deep values may be nested. It is how deep the YAML reader goes into JSON.
const MAX_DEPTH: usize = 10_000;
/// From here on maps that contain themselves are looked for, as json.Marshal does.
const CYCLE_CHECK_DEPTH: usize = 1000;

/// Where a node stands.
#[derive(Clone, Copy)]
pub(super) enum Place {
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

    /// The column of the dashes of a list in this place. Version 2 does not indent them below a key.
    fn list_column(self, dialect: Dialect) -> usize {
        match self {
            Place::Root => 0,
            Place::Value(column) if dialect == Dialect::Yaml2 => column,
            Place::Value(column) | Place::Item(column) => column + 2,
        }
    }

    /// A scalar in this place.
    pub(super) fn scalar_role(self) -> Role {
        let column = match self {
            Place::Root => 0,
            Place::Value(column) | Place::Item(column) => column,
        };
        Role::Value { indent: column + 2 }
    }
}

impl<'o, V: View> Writer<'o, V> {
    pub(super) fn new(page: Page<'o>) -> Writer<'o, V> {
        Writer { page, depth: 0, around: Vec::new(), view: std::marker::PhantomData }
    }

    /// Writes the document.
    pub(super) fn document(mut self, value: &Value) -> Result<(), V::Stop> {
        V::node(&mut self, value, Place::Root)?;
        self.page.finish();
        Ok(())
    }

    /// Writes text that is plain for sure.
    pub(super) fn word(&mut self, word: &[u8], place: Place) {
        self.separate(place);
        self.page.ascii(word);
    }

    /// Writes a number, which `append` adds.
    pub(super) fn number(&mut self, place: Place, append: impl FnOnce(&mut Vec<u8>)) {
        self.separate(place);
        self.page.number(append);
    }

    /// Writes the blank after a colon or a dash.
    pub(super) fn separate(&mut self, place: Place) {
        if !matches!(place, Place::Root) {
            self.page.byte(b' ');
        }
    }

    /// Writes a list of any type.
    pub(super) fn list(&mut self, items: &[Value], place: Place) -> Result<(), V::Stop> {
        if items.is_empty() {
            self.word(b"[]", place);
            return Ok(());
        }
        self.deepen()?;
        let column = place.list_column(V::DIALECT);
        for (i, item) in items.iter().enumerate() {
            self.line(i == 0, place, column);
            self.page.byte(b'-');
            V::node(self, item, Place::Item(column))?;
        }
        self.depth -= 1;
        Ok(())
    }

    /// Writes a map of any type.
    pub(super) fn map(&mut self, map: &Map, survey: Survey, place: Place) -> Result<(), V::Stop> {
        let checked = self.depth >= CYCLE_CHECK_DEPTH;
        if checked {
            if self.around.iter().any(|other| other.same(map)) {
                return Err(V::too_deep());
            }
            self.around.push(map.clone());
        }
        let entries = map.entries();
        if survey.sorted {
            self.entries(entries.iter().map(|(key, value)| (key.as_bytes(), value)), place)?;
        } else {
            let mut sorted: Vec<(&Str, &Value)> = entries.iter().collect();
            order::sort(&mut sorted, &|a, b| order::less(a.0, b.0, V::DIALECT));
            self.entries(sorted.into_iter().map(|(key, value)| (key.as_bytes(), value)), place)?;
        }
        if checked {
            self.around.pop();
        }
        Ok(())
    }

    /// Writes entries in their order.
    pub(super) fn entries<'v>(
        &mut self,
        entries: impl ExactSizeIterator<Item = (&'v [u8], &'v Value)>,
        place: Place,
    ) -> Result<(), V::Stop> {
        if entries.len() == 0 {
            self.word(b"{}", place);
            return Ok(());
        }
        self.deepen()?;
        let column = place.map_column();
        for (i, (key, value)) in entries.enumerate() {
            self.line(i == 0, place, column);
            let place = V::key(self, key, column)?;
            V::node(self, value, place)?;
        }
        self.depth -= 1;
        Ok(())
    }

    /// Writes a key that is UTF-8: on the line of its value if it is short, else above it.
    pub(super) fn text_key(&mut self, key: &[u8], column: usize) -> Place {
        if scalar::is_simple_key(key) {
            scalar::write(&mut self.page, key, Role::Key, V::DIALECT);
            return self.colon(column);
        }
        self.page.text(b"? ");
        scalar::write(&mut self.page, key, Role::Value { indent: column + 2 }, V::DIALECT);
        self.colon_below(column)
    }

    /// Ends a key on the line of its value.
    pub(super) fn colon(&mut self, column: usize) -> Place {
        self.page.byte(b':');
        Place::Value(column)
    }

    /// Ends a key that stands above its value.
    pub(super) fn colon_below(&mut self, column: usize) -> Place {
        self.page.next_line(column);
        self.page.byte(b':');
        Place::Item(column)
    }

    /// Goes to where the next entry of a block begins: after a dash that is on the same line.
    fn line(&mut self, first: bool, place: Place, column: usize) {
        match place {
            Place::Root if first => {}
            Place::Item(_) if first => self.page.byte(b' '),
            _ => self.page.next_line(column),
        }
    }

    fn deepen(&mut self) -> Result<(), V::Stop> {
        self.depth += 1;
        if self.depth > MAX_DEPTH { Err(V::too_deep()) } else { Ok(()) }
    }
}

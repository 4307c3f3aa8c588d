//! From events to documents.

use std::collections::HashMap;

use nexachart_source::{Budget, Budgets};

use super::document::{Document, Entry, Hazards, Kind, Source};
use super::error::{Error, Span};
use super::event::{Event, EventKind, Layout};
use super::input::Input;
use super::json::MAX_JSON_DEPTH;
use super::parser::Parser;
use super::resolve::{Resolved, resolve};
use super::token::{Style, Text};

/// Reads documents one after the other.
pub(super) struct Composer<'t> {
    parser: Parser<'t>,
    text: &'t [u8],
    started: bool,
    budgets: &'t Budgets,
}

/// A document without its source.
pub(super) struct Tree {
    decoded: Vec<u8>,
    entries: Vec<Entry>,
    tags: Vec<Text>,
    hazards: Hazards,
}

impl Tree {
    pub fn with_source(self, source: Source<'_>, budgets: Budgets) -> Document<'_> {
        let Tree { decoded, entries, tags, hazards } = self;
        Document { source, decoded, entries, tags, hazards, budgets }
    }
}

/// A collection that is open.
struct Open {
    id: u32,
    layout: Layout,
}

impl<'t> Composer<'t> {
    pub fn new(input: &'t Input<'_>, budgets: &'t Budgets) -> Composer<'t> {
        Composer { parser: Parser::new(input), text: &input.text, started: false, budgets }
    }

    /// The next document, `None` at the end of the stream.
    pub fn next_document(&mut self) -> Result<Option<Tree>, Error> {
        // Charts print about a node for each dozen bytes.
        let capacity = if self.started { 0 } else { (self.text.len() / 16).min(1 << 12) };
        if !self.started {
            self.parser.next_event()?;
            self.started = true;
        }
        if self.parser.next_event()?.kind == EventKind::StreamEnd {
            return Ok(None);
        }
        let mut tree = Tree {
            decoded: Vec::new(),
            entries: Vec::with_capacity(capacity),
            tags: Vec::new(),
            hazards: Hazards::default(),
        };
        let most = self.budgets[Budget::Nodes];
        let mut anchors = HashMap::new();
        let mut open: Vec<Open> = Vec::new();
        // Where the last node ended that is complete.
        let mut last_end = 0;
        loop {
            let event = self.parser.next_event()?;
            match event.kind {
                EventKind::DocumentEnd | EventKind::StreamEnd => break,
                EventKind::SequenceEnd | EventKind::MappingEnd => {
                    if let Some(collection) = open.pop() {
                        last_end = tree.close(&collection, event.span, last_end);
                    }
                    continue;
                }
                _ => {}
            }
            let is_key = tree.add_to(open.last());
            let id = tree.entries.len() as u32;
            let entry = self.entry(&mut tree, &event, &anchors, is_key)?;
            if !event.anchor.is_empty() && entry.kind != Kind::Alias {
                anchors.insert(self.parser.text(event.anchor).to_vec(), id);
            }
            if let EventKind::SequenceStart(layout) | EventKind::MappingStart(layout) = event.kind {
                open.push(Open { id, layout });
                if open.len() > MAX_JSON_DEPTH {
                    tree.hazards.add(Hazards::DEEP);
                }
            }
            last_end = entry.span.end;
            tree.entries.push(entry);
            if tree.entries.len() as u64 > most {
                return Err(Error::from(self.budgets.exceeded(Budget::Nodes)).at(event.span.start));
            }
        }
        tree.decoded = self.parser.take_decoded();
        Ok(Some(tree))
    }

    #[inline]
    fn entry(
        &self,
        tree: &mut Tree,
        event: &Event,
        anchors: &HashMap<Vec<u8>, u32>,
        is_key: bool,
    ) -> Result<Entry, Error> {
        let mut entry = Entry {
            kind: Kind::Scalar,
            style: Style::Plain,
            implicit: false,
            span: event.span,
            text: Text::EMPTY,
            link: 0,
            len: 0,
            tag: 0,
        };
        if !event.tag.is_empty() {
            tree.tags.push(event.tag);
            entry.tag = tree.tags.len() as u32;
        }
        match event.kind {
            EventKind::Scalar { value, style, start, implicit } => {
                entry.style = style;
                entry.text = value;
                entry.implicit = implicit;
                entry.span.start = start;
                if entry.tag != 0 {
                    tree.hazards.add(Hazards::TAG);
                }
                if implicit {
                    tree.hazards.add(plain_hazards(self.parser.text(value), is_key));
                }
            }
            EventKind::Alias => {
                let name = self.parser.text(event.anchor);
                let Some(&target) = anchors.get(name) else {
                    let name = String::from_utf8_lossy(name);
                    let message = format!("yaml: unknown anchor '{name}' referenced");
                    return Err(Error::convert(message).at(event.span.start));
                };
                entry.kind = Kind::Alias;
                entry.link = target;
                tree.hazards.add(Hazards::ALIAS);
            }
            kind => {
                entry.kind = match kind {
                    EventKind::MappingStart(_) => Kind::Mapping,
                    _ => Kind::Sequence,
                };
                if is_key {
                    tree.hazards.add(Hazards::COLLECTION_KEY);
                }
            }
        }
        Ok(entry)
    }
}

impl Tree {
    /// Counts a node in the collection that it stands in, and tells whether it is a key.
    #[inline]
    fn add_to(&mut self, open: Option<&Open>) -> bool {
        let Some(open) = open else { return false };
        let parent = &mut self.entries[open.id as usize];
        parent.len += 1;
        parent.kind == Kind::Mapping && parent.len % 2 == 1
    }

    /// Ends a collection whose last node ended at `last_end`, and tells where it ends itself.
    #[inline]
    fn close(&mut self, open: &Open, end: Span, last_end: u32) -> u32 {
        let after = self.entries.len() as u32;
        let entry = &mut self.entries[open.id as usize];
        entry.link = after;
        if entry.kind == Kind::Mapping {
            entry.len /= 2;
        }
        entry.span.end = match open.layout {
            Layout::Flow => end.end,
            Layout::Block => last_end,
        };
        entry.span.end
    }
}

/// What a plain scalar asks for.
#[inline]
fn plain_hazards(text: &[u8], is_key: bool) -> Hazards {
    match text.first() {
        Some(b'.' | b'+' | b'-') => match resolve(text) {
            Resolved::Float(value) if !value.is_finite() && !is_key => Hazards::NOT_FINITE,
            Resolved::Uint(_) if is_key => Hazards::ODD_KEY,
            _ => Hazards::default(),
        },
        Some(b'<') if is_key && text == b"<<" => Hazards::MERGE,
        None | Some(b'0'..=b'9' | b'n' | b'N' | b'~') if is_key => match resolve(text) {
            Resolved::Null | Resolved::Uint(_) => Hazards::ODD_KEY,
            _ => Hazards::default(),
        },
        _ => Hazards::default(),
    }
}

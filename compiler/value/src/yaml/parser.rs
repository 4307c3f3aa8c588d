//! From tokens to events: go-yaml's parser (parserc.go), a state machine on an explicit stack.

use std::collections::HashMap;

use super::error::{Error, Layer, Span, grammar};
use super::event::{Event, EventKind, Layout};
use super::input::Input;
use super::scan::Scanner;
use super::token::{Mark, Style, Text, Token, TokenKind};

#[derive(Clone, Copy)]
enum State {
    StreamStart,
    ImplicitDocumentStart,
    DocumentStart,
    DocumentContent,
    DocumentEnd,
    BlockNode,
    BlockSequenceFirst,
    BlockSequence,
    IndentlessSequence,
    BlockMappingFirst,
    BlockMappingKey,
    BlockMappingValue,
    FlowSequenceFirst,
    FlowSequence,
    FlowPairKey,
    FlowPairValue,
    FlowPairEnd,
    FlowMappingFirst,
    FlowMappingKey,
    FlowMappingValue,
    FlowMappingEmptyValue,
    End,
}

/// What kinds of nodes may stand at a place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Block,
    /// Also a sequence that is not indented.
    BlockOrIndentless,
    Flow,
}

/// A reader of events.
pub struct Parser<'t> {
    scanner: Scanner<'t>,
    state: State,
    states: Vec<State>,
    /// Where the open collections began.
    marks: Vec<Mark>,
    /// The `%TAG` directives of the document.
    tag_handles: HashMap<Vec<u8>, Vec<u8>>,
    /// How long the tags were, all together.
    tag_bytes: usize,
}

/// Ours: a `%TAG` directive with a long prefix makes each tag long. Go has no such limit, and no such memory.
const MAX_TAG_BYTES: usize = 1 << 28;

type Result<T> = std::result::Result<T, Error>;

impl<'t> Parser<'t> {
    pub(super) fn new(input: &'t Input<'_>) -> Parser<'t> {
        Parser {
            scanner: Scanner::new(input),
            state: State::StreamStart,
            states: Vec::with_capacity(16),
            marks: Vec::with_capacity(16),
            tag_handles: HashMap::new(),
            tag_bytes: 0,
        }
    }

    /// The bytes of a text that an event of this parser holds.
    #[inline]
    pub fn text(&self, text: Text) -> &[u8] {
        text.get(self.scanner.text, &self.scanner.decoded)
    }

    /// The texts that are not slices of the source.
    pub(super) fn take_decoded(&mut self) -> Vec<u8> {
        self.scanner.take_decoded()
    }

    /// The next event. After [`EventKind::StreamEnd`], and after an error, it must not be called again: it
    /// returns `StreamEnd`.
    pub fn next_event(&mut self) -> Result<Event> {
        let event = self.step();
        if event.is_err() {
            self.state = State::End;
        }
        event
    }

    #[inline]
    fn step(&mut self) -> Result<Event> {
        match self.state {
            State::StreamStart => {
                let token = self.scanner.peek()?;
                self.state = State::ImplicitDocumentStart;
                self.scanner.skip();
                Ok(event(EventKind::StreamStart, token.start, token.end))
            }
            State::ImplicitDocumentStart => self.document_start(true),
            State::DocumentStart => self.document_start(false),
            State::DocumentContent => self.document_content(),
            State::DocumentEnd => self.document_end(),
            State::BlockNode => self.node(Place::Block),
            State::BlockSequenceFirst => {
                self.open()?;
                self.block_sequence()
            }
            State::BlockSequence => self.block_sequence(),
            State::IndentlessSequence => self.indentless_sequence(),
            State::BlockMappingFirst => {
                self.open()?;
                self.block_mapping_key()
            }
            State::BlockMappingKey => self.block_mapping_key(),
            State::BlockMappingValue => self.block_mapping_value(),
            State::FlowSequenceFirst => {
                self.open()?;
                self.flow_sequence(Entry::First)
            }
            State::FlowSequence => self.flow_sequence(Entry::Next),
            State::FlowPairKey => self.flow_pair_key(),
            State::FlowPairValue => self.flow_pair_value(),
            State::FlowPairEnd => {
                let token = self.scanner.peek()?;
                self.state = State::FlowSequence;
                Ok(event(EventKind::MappingEnd, token.start, token.start))
            }
            State::FlowMappingFirst => {
                self.open()?;
                self.flow_mapping_key(Entry::First)
            }
            State::FlowMappingKey => self.flow_mapping_key(Entry::Next),
            State::FlowMappingValue => self.flow_mapping_value(),
            State::FlowMappingEmptyValue => {
                let token = self.scanner.peek()?;
                self.empty_scalar(State::FlowMappingKey, token.start)
            }
            State::End => {
                let mark = self.scanner.mark();
                Ok(event(EventKind::StreamEnd, mark, mark))
            }
        }
    }

    /// The state to return to.
    #[inline]
    fn pop(&mut self) {
        self.state = self.states.pop().unwrap_or(State::End);
    }

    /// Takes the token that opens a collection.
    #[inline]
    fn open(&mut self) -> Result<()> {
        let token = self.scanner.peek()?;
        self.marks.push(token.start);
        self.scanner.skip();
        Ok(())
    }

    /// Takes the token that closes a collection.
    #[inline]
    fn close(&mut self, kind: EventKind, token: Token) -> Event {
        self.pop();
        self.marks.pop();
        self.scanner.skip();
        event(kind, token.start, token.end)
    }

    /// Takes a token and looks at the one after it.
    #[inline]
    fn skip_and_peek(&mut self) -> Result<Token> {
        self.scanner.skip();
        self.scanner.peek()
    }

    fn empty_scalar(&mut self, state: State, mark: Mark) -> Result<Event> {
        self.state = state;
        let kind =
            EventKind::Scalar { value: Text::EMPTY, style: Style::Plain, start: mark.pos, implicit: true };
        Ok(event(kind, mark, mark))
    }

    #[cold]
    fn error(&self, context: Mark, problem: &str, token: Token) -> Error {
        grammar(Layer::Parser, problem, (token.start.pos, token.start.line), (context.pos, context.line))
    }

    /// The error in a collection: something else than the next entry or the end of it.
    #[cold]
    fn unexpected(&self, problem: &str, token: Token) -> Error {
        self.error(self.marks.last().copied().unwrap_or_default(), problem, token)
    }

    // Documents.

    fn document_start(&mut self, implicit: bool) -> Result<Event> {
        let mut token = self.scanner.peek()?;
        while !implicit && token.kind == TokenKind::DocumentEnd {
            token = self.skip_and_peek()?;
        }
        let start = token.start;
        match token.kind {
            TokenKind::StreamEnd => {
                self.state = State::End;
                self.scanner.skip();
                Ok(event(EventKind::StreamEnd, token.start, token.end))
            }
            TokenKind::VersionDirective | TokenKind::TagDirective | TokenKind::DocumentStart => {
                self.explicit_document(start)
            }
            _ if !implicit => self.explicit_document(start),
            _ => {
                self.states.push(State::DocumentEnd);
                self.state = State::BlockNode;
                Ok(event(EventKind::DocumentStart, token.start, token.end))
            }
        }
    }

    fn explicit_document(&mut self, start: Mark) -> Result<Event> {
        self.directives()?;
        let token = self.scanner.peek()?;
        if token.kind != TokenKind::DocumentStart {
            return Err(self.error(Mark::default(), "did not find expected <document start>", token));
        }
        self.states.push(State::DocumentEnd);
        self.state = State::DocumentContent;
        self.scanner.skip();
        Ok(event(EventKind::DocumentStart, start, token.end))
    }

    fn directives(&mut self) -> Result<()> {
        let mut version_seen = false;
        let mut token = self.scanner.peek()?;
        loop {
            match token.kind {
                TokenKind::VersionDirective => {
                    let problem = if version_seen {
                        "found duplicate %YAML directive"
                    } else if is_version_1_1(self.text(token.text)) {
                        version_seen = true;
                        token = self.skip_and_peek()?;
                        continue;
                    } else {
                        "found incompatible YAML document"
                    };
                    return Err(self.error(Mark::default(), problem, token));
                }
                TokenKind::TagDirective => {
                    let (handle, prefix) = (self.text(token.text).to_vec(), self.text(token.more).to_vec());
                    if self.tag_handles.insert(handle, prefix).is_some() {
                        return Err(self.error(Mark::default(), "found duplicate %TAG directive", token));
                    }
                    token = self.skip_and_peek()?;
                }
                _ => return Ok(()),
            }
        }
    }

    fn document_content(&mut self) -> Result<Event> {
        let token = self.scanner.peek()?;
        match token.kind {
            TokenKind::VersionDirective
            | TokenKind::TagDirective
            | TokenKind::DocumentStart
            | TokenKind::DocumentEnd
            | TokenKind::StreamEnd => {
                self.pop();
                self.empty_scalar(self.state, token.start)
            }
            _ => self.node(Place::Block),
        }
    }

    fn document_end(&mut self) -> Result<Event> {
        let token = self.scanner.peek()?;
        let mut end = token.start;
        if token.kind == TokenKind::DocumentEnd {
            end = token.end;
            self.scanner.skip();
        }
        self.tag_handles.clear();
        self.state = State::DocumentStart;
        Ok(event(EventKind::DocumentEnd, token.start, end))
    }

    // Nodes.

    #[inline]
    fn node(&mut self, place: Place) -> Result<Event> {
        let mut token = self.scanner.peek()?;
        let start = token.start;
        let mut end = token.start;
        let mut anchor = Text::EMPTY;
        let mut tag = Text::EMPTY;
        match token.kind {
            TokenKind::Alias => {
                self.pop();
                self.scanner.skip();
                let event = event(EventKind::Alias, token.start, token.end);
                return Ok(Event { anchor: token.text, ..event });
            }
            // One anchor and one tag, in any order.
            TokenKind::Anchor | TokenKind::Tag => {
                let mut tag_token = None;
                let first = token.kind;
                for _ in 0..2 {
                    match token.kind {
                        TokenKind::Anchor => anchor = token.text,
                        _ => tag_token = Some(token),
                    }
                    end = token.end;
                    token = self.skip_and_peek()?;
                    if token.kind == first || !matches!(token.kind, TokenKind::Anchor | TokenKind::Tag) {
                        break;
                    }
                }
                if let Some(tag_token) = tag_token {
                    tag = self.resolve_tag(tag_token, start)?;
                }
            }
            _ => {}
        }

        let kind = match token.kind {
            TokenKind::Scalar => {
                self.pop();
                self.scanner.skip();
                end = token.end;
                let implicit = match tag.is_empty() {
                    true => token.style == Style::Plain,
                    false => self.text(tag) == b"!",
                };
                EventKind::Scalar { value: token.text, style: token.style, start: token.start.pos, implicit }
            }
            TokenKind::BlockEntry if place == Place::BlockOrIndentless => {
                end = token.end;
                self.state = State::IndentlessSequence;
                EventKind::SequenceStart(Layout::Block)
            }
            TokenKind::FlowSequenceStart => {
                end = token.end;
                self.state = State::FlowSequenceFirst;
                EventKind::SequenceStart(Layout::Flow)
            }
            TokenKind::FlowMappingStart => {
                end = token.end;
                self.state = State::FlowMappingFirst;
                EventKind::MappingStart(Layout::Flow)
            }
            TokenKind::BlockSequenceStart if place != Place::Flow => {
                end = token.end;
                self.state = State::BlockSequenceFirst;
                EventKind::SequenceStart(Layout::Block)
            }
            TokenKind::BlockMappingStart if place != Place::Flow => {
                end = token.end;
                self.state = State::BlockMappingFirst;
                EventKind::MappingStart(Layout::Block)
            }
            _ if !anchor.is_empty() || !tag.is_empty() => {
                self.pop();
                EventKind::Scalar {
                    value: Text::EMPTY,
                    style: Style::Plain,
                    start: end.pos,
                    implicit: tag.is_empty(),
                }
            }
            _ => return Err(self.error(start, "did not find expected node content", token)),
        };
        Ok(Event { anchor, tag, ..event(kind, start, end) })
    }

    /// The tag with its handle replaced.
    fn resolve_tag(&mut self, token: Token, start: Mark) -> Result<Text> {
        if token.text.is_empty() {
            return Ok(token.more);
        }
        let handle = self.text(token.text);
        let mut tag = match (self.tag_handles.get(handle), handle) {
            (Some(prefix), _) => prefix.clone(),
            (None, b"!") => b"!".to_vec(),
            (None, b"!!") => b"tag:yaml.org,2002:".to_vec(),
            _ => return Err(self.error(start, "found undefined tag handle", token)),
        };
        tag.extend_from_slice(self.text(token.more));
        self.tag_bytes += tag.len();
        if self.tag_bytes > MAX_TAG_BYTES {
            return Err(self.error(start, "tags are too long", token));
        }
        let decoded = &mut self.scanner.decoded;
        let from = decoded.len();
        decoded.extend_from_slice(&tag);
        Ok(Text::decoded(from, decoded.len()))
    }

    // Collections in blocks.

    #[inline]
    fn block_sequence(&mut self) -> Result<Event> {
        let token = self.scanner.peek()?;
        match token.kind {
            TokenKind::BlockEntry => match self.skip_and_peek()?.kind {
                TokenKind::BlockEntry | TokenKind::BlockEnd => {
                    self.empty_scalar(State::BlockSequence, token.end)
                }
                _ => {
                    self.states.push(State::BlockSequence);
                    self.node(Place::Block)
                }
            },
            TokenKind::BlockEnd => Ok(self.close(EventKind::SequenceEnd, token)),
            _ => Err(self.unexpected("did not find expected '-' indicator", token)),
        }
    }

    #[inline]
    fn indentless_sequence(&mut self) -> Result<Event> {
        let token = self.scanner.peek()?;
        if token.kind != TokenKind::BlockEntry {
            self.pop();
            return Ok(event(EventKind::SequenceEnd, token.start, token.start));
        }
        match self.skip_and_peek()?.kind {
            TokenKind::BlockEntry | TokenKind::Key | TokenKind::Value | TokenKind::BlockEnd => {
                self.empty_scalar(State::IndentlessSequence, token.end)
            }
            _ => {
                self.states.push(State::IndentlessSequence);
                self.node(Place::Block)
            }
        }
    }

    #[inline]
    fn block_mapping_key(&mut self) -> Result<Event> {
        let token = self.scanner.peek()?;
        match token.kind {
            TokenKind::Key => self.block_mapping_node(State::BlockMappingValue, token),
            TokenKind::BlockEnd => Ok(self.close(EventKind::MappingEnd, token)),
            _ => Err(self.unexpected("did not find expected key", token)),
        }
    }

    #[inline]
    fn block_mapping_value(&mut self) -> Result<Event> {
        let token = self.scanner.peek()?;
        match token.kind {
            TokenKind::Value => self.block_mapping_node(State::BlockMappingKey, token),
            _ => self.empty_scalar(State::BlockMappingKey, token.start),
        }
    }

    /// What stands after `?` or `:`, and the state after it.
    #[inline]
    fn block_mapping_node(&mut self, state: State, indicator: Token) -> Result<Event> {
        match self.skip_and_peek()?.kind {
            TokenKind::Key | TokenKind::Value | TokenKind::BlockEnd => {
                self.empty_scalar(state, indicator.end)
            }
            _ => {
                self.states.push(state);
                self.node(Place::BlockOrIndentless)
            }
        }
    }

    // Collections in brackets.

    fn flow_sequence(&mut self, entry: Entry) -> Result<Event> {
        let mut token = self.scanner.peek()?;
        if token.kind != TokenKind::FlowSequenceEnd {
            if entry == Entry::Next {
                if token.kind != TokenKind::FlowEntry {
                    return Err(self.unexpected("did not find expected ',' or ']'", token));
                }
                token = self.skip_and_peek()?;
            }
            match token.kind {
                TokenKind::Key => {
                    self.state = State::FlowPairKey;
                    self.scanner.skip();
                    return Ok(event(EventKind::MappingStart(Layout::Flow), token.start, token.end));
                }
                TokenKind::FlowSequenceEnd => {}
                _ => {
                    self.states.push(State::FlowSequence);
                    return self.node(Place::Flow);
                }
            }
        }
        Ok(self.close(EventKind::SequenceEnd, token))
    }

    fn flow_pair_key(&mut self) -> Result<Event> {
        let token = self.scanner.peek()?;
        match token.kind {
            // Go takes this token, whatever it is: `[? ]` goes on as if it were open.
            TokenKind::Value | TokenKind::FlowEntry | TokenKind::FlowSequenceEnd => {
                self.scanner.skip();
                self.empty_scalar(State::FlowPairValue, token.end)
            }
            _ => {
                self.states.push(State::FlowPairValue);
                self.node(Place::Flow)
            }
        }
    }

    fn flow_pair_value(&mut self) -> Result<Event> {
        let token = self.scanner.peek()?;
        if token.kind == TokenKind::Value {
            let next = self.skip_and_peek()?;
            if !matches!(next.kind, TokenKind::FlowEntry | TokenKind::FlowSequenceEnd) {
                self.states.push(State::FlowPairEnd);
                return self.node(Place::Flow);
            }
        }
        self.empty_scalar(State::FlowPairEnd, token.start)
    }

    fn flow_mapping_key(&mut self, entry: Entry) -> Result<Event> {
        let mut token = self.scanner.peek()?;
        if token.kind != TokenKind::FlowMappingEnd {
            if entry == Entry::Next {
                if token.kind != TokenKind::FlowEntry {
                    return Err(self.unexpected("did not find expected ',' or '}'", token));
                }
                token = self.skip_and_peek()?;
            }
            match token.kind {
                TokenKind::Key => {
                    token = self.skip_and_peek()?;
                    return match token.kind {
                        TokenKind::Value | TokenKind::FlowEntry | TokenKind::FlowMappingEnd => {
                            self.empty_scalar(State::FlowMappingValue, token.start)
                        }
                        _ => {
                            self.states.push(State::FlowMappingValue);
                            self.node(Place::Flow)
                        }
                    };
                }
                TokenKind::FlowMappingEnd => {}
                _ => {
                    self.states.push(State::FlowMappingEmptyValue);
                    return self.node(Place::Flow);
                }
            }
        }
        Ok(self.close(EventKind::MappingEnd, token))
    }

    fn flow_mapping_value(&mut self) -> Result<Event> {
        let mut token = self.scanner.peek()?;
        if token.kind == TokenKind::Value {
            token = self.skip_and_peek()?;
            if !matches!(token.kind, TokenKind::FlowEntry | TokenKind::FlowMappingEnd) {
                self.states.push(State::FlowMappingKey);
                return self.node(Place::Flow);
            }
        }
        self.empty_scalar(State::FlowMappingKey, token.start)
    }
}

/// Which entry of a collection in brackets comes next: only the first has no comma before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Entry {
    First,
    Next,
}

#[inline]
fn event(kind: EventKind, start: Mark, end: Mark) -> Event {
    Event {
        kind,
        span: Span { start: start.pos, end: end.pos },
        line: start.line,
        anchor: Text::EMPTY,
        tag: Text::EMPTY,
    }
}

/// Whether a version is 1.1; it may be written `01.01`.
fn is_version_1_1(version: &[u8]) -> bool {
    let one = |number: &[u8]| matches!(number, b"1" | b"01");
    let mut parts = version.split(|&b| b == b'.');
    parts.next().is_some_and(one) && parts.next().is_some_and(one)
}

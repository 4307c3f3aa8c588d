//! From text to tokens: go-yaml's scanner (scannerc.go), over a slice.
//!
//! The clever parts are libyaml's: a key is recognized when its `:` is seen, so the KEY token is put
//! into the queue before tokens that are there already ("simple keys"), and changes of indentation
//! become BLOCK-START and BLOCK-END tokens.

use super::chars::{INDICATOR, is};
use super::error::Error;
use super::input::{Input, Window};
use super::token::{Mark, Style, Text, Token, TokenKind};

/// Neither brackets nor indentation go deeper (scannerc.go: max_flow_level, max_indents).
const MAX_DEPTH: usize = 10_000;
const TOO_DEEP: &str = "exceeded max depth of 10000";

/// The `:` of a key without `?` follows within that many characters.
const MAX_KEY_LEN: usize = 1024;

pub(super) struct Scanner<'t> {
    pub(super) text: &'t [u8],
    pub(super) pos: usize,
    pub(super) line: u32,
    /// Where the line begins.
    pub(super) line_start: usize,
    pub(super) ascii: bool,
    pub(super) lf_only: bool,
    /// In a text that is not ASCII: how many bytes of `line_start..counted` are not columns.
    pub(super) counted: usize,
    pub(super) extra: i32,
    pub(super) window: Option<Box<Window>>,

    pub(super) flow_level: usize,
    /// The column of the block that is open, -1 for none.
    pub(super) indent: i32,
    indents: Vec<i32>,
    pub(super) simple_key_allowed: bool,
    /// A simple key may have begun: one entry a flow level, the outermost first.
    keys: Vec<SimpleKey>,
    /// The entry of `keys` that the next token begins, from 1.
    next_key: u32,

    queue: Vec<Token>,
    head: usize,
    /// How many tokens have left the queue.
    parsed: usize,
    started: bool,

    /// Texts that are not slices of the source.
    pub(super) decoded: Vec<u8>,
    /// The line breaks after the first one, while a scalar is scanned.
    pub(super) breaks: Vec<u8>,
}

#[derive(Clone, Copy, Default)]
struct SimpleKey {
    possible: bool,
    /// Without its `:` it would be an error.
    required: bool,
    /// The number of the token that begins it.
    number: usize,
    mark: Mark,
    column: i32,
}

impl<'t> Scanner<'t> {
    pub fn new(input: &'t Input<'_>) -> Scanner<'t> {
        Scanner {
            text: &input.text,
            pos: input.start,
            line: 0,
            line_start: input.start,
            ascii: input.ascii,
            lf_only: input.lf_only,
            counted: input.start,
            extra: 0,
            window: input.window.clone(),
            flow_level: 0,
            indent: -1,
            indents: Vec::new(),
            simple_key_allowed: true,
            keys: vec![SimpleKey::default()],
            next_key: 0,
            queue: Vec::with_capacity(16),
            head: 0,
            parsed: 0,
            started: false,
            decoded: Vec::new(),
            breaks: Vec::new(),
        }
    }

    /// The next token, which stays in the queue.
    #[inline]
    pub fn peek(&mut self) -> Result<Token, Error> {
        match self.queue.get(self.head) {
            Some(token) if token.key == 0 => {}
            _ => self.fetch_more()?,
        }
        Ok(self.queue[self.head])
    }

    /// Takes the token away that was peeked at.
    #[inline]
    pub fn skip(&mut self) {
        self.parsed += 1;
        self.head += 1;
        if self.head == self.queue.len() {
            self.queue.clear();
            self.head = 0;
        }
    }

    /// Hands the decoded texts over. Those of tokens that are waiting are kept.
    pub fn take_decoded(&mut self) -> Vec<u8> {
        let decoded = std::mem::take(&mut self.decoded);
        for token in &mut self.queue[self.head..] {
            for text in [&mut token.text, &mut token.more] {
                if text.is_decoded() {
                    let from = self.decoded.len();
                    self.decoded.extend_from_slice(text.get(&[], &decoded));
                    *text = Text::decoded(from, self.decoded.len());
                }
            }
        }
        decoded
    }

    #[inline]
    pub(super) fn push(&mut self, mut token: Token) {
        token.key = std::mem::take(&mut self.next_key);
        self.queue.push(token);
    }

    /// Puts a token before the one with that number; at the end if that one has left already
    /// (apic.go: yaml_insert_token).
    fn insert(&mut self, number: usize, token: Token) {
        match number.checked_sub(self.parsed) {
            Some(ahead) => self.queue.insert((self.head + ahead).min(self.queue.len()), token),
            None => self.queue.push(token),
        }
    }

    /// Fetches until the head of the queue is sure not to become a simple key.
    fn fetch_more(&mut self) -> Result<(), Error> {
        loop {
            match self.queue.get(self.head) {
                Some(Token { key: 0, .. }) => return Ok(()),
                Some(token) => {
                    let key = token.key as usize - 1;
                    if !self.is_key_possible(key)? {
                        // It stays so, and need not be asked again.
                        self.queue[self.head].key = 0;
                        return Ok(());
                    }
                }
                None => {}
            }
            self.fetch_next()?;
        }
    }

    fn fetch_next(&mut self) -> Result<(), Error> {
        self.need(1)?;
        if !self.started {
            self.started = true;
            self.push(Token::new(TokenKind::StreamStart, self.mark(), self.mark()));
            return Ok(());
        }
        self.skip_to_token()?;
        let column = self.column();
        self.unroll_indent(column);
        self.need(4)?;

        let first = self.byte(0);
        if column == 0 {
            match first {
                b'%' => return self.fetch_directive(),
                b'-' if self.at_document_indicator() => {
                    return self.fetch_document_indicator(TokenKind::DocumentStart);
                }
                b'.' if self.at_document_indicator() => {
                    return self.fetch_document_indicator(TokenKind::DocumentEnd);
                }
                _ => {}
            }
        }
        let block = self.flow_level == 0;
        match first {
            0 => self.fetch_stream_end(),
            b'[' => self.fetch_flow_start(TokenKind::FlowSequenceStart),
            b'{' => self.fetch_flow_start(TokenKind::FlowMappingStart),
            b']' => self.fetch_flow_end(TokenKind::FlowSequenceEnd),
            b'}' => self.fetch_flow_end(TokenKind::FlowMappingEnd),
            b',' => {
                self.remove_key()?;
                self.simple_key_allowed = true;
                self.push_indicator(TokenKind::FlowEntry, 1);
                Ok(())
            }
            b'-' if self.blank_or_end(1) => self.fetch_block_entry(column),
            b'?' if !block || self.blank_or_end(1) => self.fetch_key(column),
            b':' if !block || self.blank_or_end(1) => self.fetch_value(column),
            b'*' => self.fetch_anchor(TokenKind::Alias),
            b'&' => self.fetch_anchor(TokenKind::Anchor),
            b'!' => {
                self.save_key(column)?;
                self.simple_key_allowed = false;
                let token = self.scan_tag()?;
                self.push(token);
                Ok(())
            }
            b'|' if block => self.fetch_block_scalar(Style::Literal),
            b'>' if block => self.fetch_block_scalar(Style::Folded),
            b'\'' | b'"' => self.fetch_flow_scalar(column, first),
            _ if self.starts_plain(first) => self.fetch_flow_scalar(column, first),
            _ => Err(self.error(self.mark(), "found character that cannot start any token")),
        }
    }

    /// Whether a plain scalar may start with this character.
    #[inline(always)]
    fn starts_plain(&self, first: u8) -> bool {
        match first {
            // An entry's dash was told apart before.
            b'-' => true,
            b'?' | b':' => self.flow_level == 0 && !self.blank_or_end(1),
            _ => !is(first, INDICATOR) && !self.blank_or_end(0),
        }
    }

    /// Skips blanks, comments and line breaks.
    #[inline]
    fn skip_to_token(&mut self) -> Result<(), Error> {
        loop {
            self.need(1)?;
            if let Some(window) = &mut self.window {
                if self.pos == self.line_start && self.extra == 0 && window.starts_with_bom(self.text) {
                    if self.pos >= self.text.len() {
                        window.skip_nul();
                        self.extra -= 1;
                    }
                    self.step();
                }
                self.need(1)?;
            }
            let tabs = self.flow_level > 0 || !self.simple_key_allowed;
            while self.byte(0) == b' ' || (tabs && self.byte(0) == b'\t') {
                self.skip_spaces();
                self.need(1)?;
            }
            self.skip_comment()?;
            let len = self.break_here();
            if len == 0 {
                return Ok(());
            }
            self.need(2)?;
            self.skip_break(len);
            if self.flow_level == 0 {
                self.simple_key_allowed = true;
            }
        }
    }

    // Simple keys.

    /// Whether the key may still turn out to be one: on one line and within 1024 characters.
    fn is_key_possible(&mut self, index: usize) -> Result<bool, Error> {
        let Some(&key) = self.keys.get(index) else { return Ok(false) };
        if !key.possible {
            return Ok(false);
        }
        if key.mark.line < self.line || key.column + (MAX_KEY_LEN as i32) < self.column() {
            if key.required {
                return Err(self.error(key.mark, "could not find expected ':'"));
            }
            self.keys[index].possible = false;
            return Ok(false);
        }
        Ok(true)
    }

    /// Notes that a simple key may start here, with the next token.
    #[inline]
    fn save_key(&mut self, column: i32) -> Result<(), Error> {
        if self.simple_key_allowed {
            self.remove_key()?;
            let key = SimpleKey {
                possible: true,
                required: self.flow_level == 0 && self.indent == column,
                number: self.next_number(),
                mark: self.mark(),
                column,
            };
            if let Some(last) = self.keys.last_mut() {
                *last = key;
            }
            self.next_key = self.keys.len() as u32;
        }
        Ok(())
    }

    /// The number of the token that comes next.
    fn next_number(&self) -> usize {
        self.parsed + self.queue.len() - self.head
    }

    /// Gives up the key of this flow level.
    #[inline]
    fn remove_key(&mut self) -> Result<(), Error> {
        let Some(&key) = self.keys.last() else { return Ok(()) };
        if key.possible {
            if key.required {
                return Err(self.error(key.mark, "could not find expected ':'"));
            }
            if let Some(last) = self.keys.last_mut() {
                last.possible = false;
            }
            self.forget_key(key.number);
        }
        Ok(())
    }

    /// The token with that number is no longer looked upon as the beginning of a key.
    fn forget_key(&mut self, number: usize) {
        if let Some(ahead) = number.checked_sub(self.parsed) {
            match self.queue.get_mut(self.head + ahead) {
                Some(token) => token.key = 0,
                None => self.next_key = 0,
            }
        }
    }

    // Indentation.

    /// Opens a block if the column is deeper than the one that is open. Its token goes before the one with
    /// that number, or to the end.
    #[inline]
    fn roll_indent(
        &mut self,
        column: i32,
        number: Option<usize>,
        kind: TokenKind,
        mark: Mark,
    ) -> Result<(), Error> {
        if self.flow_level > 0 || self.indent >= column {
            return Ok(());
        }
        self.indents.push(self.indent);
        self.indent = column;
        if self.indents.len() > MAX_DEPTH {
            return Err(self.error(self.keys.last().map_or(mark, |key| key.mark), TOO_DEEP));
        }
        let token = Token::new(kind, mark, mark);
        match number {
            Some(number) => self.insert(number, token),
            None => self.queue.push(token),
        }
        Ok(())
    }

    /// Closes the blocks that are deeper than the column.
    #[inline]
    fn unroll_indent(&mut self, column: i32) {
        if self.flow_level > 0 {
            return;
        }
        while self.indent > column {
            self.queue.push(Token::new(TokenKind::BlockEnd, self.mark(), self.mark()));
            self.indent = self.indents.pop().unwrap_or(-1);
        }
    }

    // One function a token.

    fn fetch_stream_end(&mut self) -> Result<(), Error> {
        if self.column() != 0 {
            self.skip_break(0);
        }
        self.unroll_indent(-1);
        self.remove_key()?;
        self.simple_key_allowed = false;
        self.push(Token::new(TokenKind::StreamEnd, self.mark(), self.mark()));
        Ok(())
    }

    fn fetch_directive(&mut self) -> Result<(), Error> {
        self.unroll_indent(-1);
        self.remove_key()?;
        self.simple_key_allowed = false;
        let token = self.scan_directive()?;
        self.push(token);
        Ok(())
    }

    fn fetch_document_indicator(&mut self, kind: TokenKind) -> Result<(), Error> {
        self.unroll_indent(-1);
        self.remove_key()?;
        self.simple_key_allowed = false;
        self.push_indicator(kind, 3);
        Ok(())
    }

    fn push_indicator(&mut self, kind: TokenKind, len: usize) {
        let start = self.mark();
        self.pos += len;
        self.push(Token::new(kind, start, self.mark()));
    }

    fn fetch_flow_start(&mut self, kind: TokenKind) -> Result<(), Error> {
        let column = self.column();
        self.save_key(column)?;
        let key = SimpleKey { number: self.next_number(), mark: self.mark(), ..SimpleKey::default() };
        self.keys.push(key);
        self.flow_level += 1;
        if self.flow_level > MAX_DEPTH {
            return Err(self.error(self.mark(), TOO_DEEP));
        }
        self.simple_key_allowed = true;
        self.push_indicator(kind, 1);
        Ok(())
    }

    fn fetch_flow_end(&mut self, kind: TokenKind) -> Result<(), Error> {
        self.remove_key()?;
        if self.flow_level > 0 {
            self.flow_level -= 1;
            // Go: where nothing inside the brackets could have been a key, this number is that of the opening
            // bracket itself. So `[]: x` is no key unless its `:` was seen before the bracket left the queue.
            if let Some(key) = self.keys.pop() {
                self.forget_key(key.number);
            }
        }
        self.simple_key_allowed = false;
        self.push_indicator(kind, 1);
        Ok(())
    }

    fn fetch_block_entry(&mut self, column: i32) -> Result<(), Error> {
        // Inside brackets the parser says what is wrong with it.
        if self.flow_level == 0 {
            if !self.simple_key_allowed {
                let problem = "block sequence entries are not allowed in this context";
                return Err(self.error(self.mark(), problem));
            }
            self.roll_indent(column, None, TokenKind::BlockSequenceStart, self.mark())?;
        }
        self.remove_key()?;
        self.simple_key_allowed = true;
        self.push_indicator(TokenKind::BlockEntry, 1);
        Ok(())
    }

    fn fetch_key(&mut self, column: i32) -> Result<(), Error> {
        if self.flow_level == 0 {
            if !self.simple_key_allowed {
                return Err(self.error(self.mark(), "mapping keys are not allowed in this context"));
            }
            self.roll_indent(column, None, TokenKind::BlockMappingStart, self.mark())?;
        }
        self.remove_key()?;
        self.simple_key_allowed = self.flow_level == 0;
        self.push_indicator(TokenKind::Key, 1);
        Ok(())
    }

    fn fetch_value(&mut self, column: i32) -> Result<(), Error> {
        let index = self.flow_level;
        if self.is_key_possible(index)? {
            let key = self.keys[index];
            self.forget_key(key.number);
            self.insert(key.number, Token::new(TokenKind::Key, key.mark, key.mark));
            self.roll_indent(key.column, Some(key.number), TokenKind::BlockMappingStart, key.mark)?;
            self.keys[index].possible = false;
            self.simple_key_allowed = false;
        } else {
            // The `:` after a key that had its `?`.
            if self.flow_level == 0 {
                if !self.simple_key_allowed {
                    return Err(self.error(self.mark(), "mapping values are not allowed in this context"));
                }
                self.roll_indent(column, None, TokenKind::BlockMappingStart, self.mark())?;
            }
            self.simple_key_allowed = self.flow_level == 0;
        }
        self.push_indicator(TokenKind::Value, 1);
        Ok(())
    }

    fn fetch_anchor(&mut self, kind: TokenKind) -> Result<(), Error> {
        let column = self.column();
        self.save_key(column)?;
        self.simple_key_allowed = false;
        let token = self.scan_anchor(kind)?;
        self.push(token);
        Ok(())
    }

    /// A scalar that is plain or quoted.
    #[inline]
    fn fetch_flow_scalar(&mut self, column: i32, first: u8) -> Result<(), Error> {
        self.save_key(column)?;
        let key_allowed = std::mem::replace(&mut self.simple_key_allowed, false);
        let token = match first {
            b'\'' => self.scan_single_quoted()?,
            b'"' => self.scan_double_quoted()?,
            _ => self.scan_plain()?,
        };
        // The usual key of a block: its `:` follows at once. The tokens that the scanner would come to with a
        // look ahead and insertions can be told now.
        if key_allowed
            && self.flow_level == 0
            && self.byte(0) == b':'
            && self.blank_or_end(1)
            && self.line == token.start.line
            && self.pos - (token.start.pos as usize) <= MAX_KEY_LEN
            && self.window.is_none()
            && self.indents.len() < MAX_DEPTH
        {
            self.next_key = 0;
            self.keys[0].possible = false;
            self.simple_key_allowed = false;
            self.roll_indent(column, None, TokenKind::BlockMappingStart, token.start)?;
            self.queue.push(Token::new(TokenKind::Key, token.start, token.start));
            self.queue.push(token);
            self.push_indicator(TokenKind::Value, 1);
        } else {
            self.push(token);
        }
        Ok(())
    }

    fn fetch_block_scalar(&mut self, style: Style) -> Result<(), Error> {
        self.remove_key()?;
        self.simple_key_allowed = true;
        let token = self.scan_block_scalar(style)?;
        self.push(token);
        Ok(())
    }

    /// A scalar token whose text is `text`.
    pub(super) fn scalar(&self, style: Style, start: Mark, end: Mark, text: Text) -> Token {
        Token { style, text, ..Token::new(TokenKind::Scalar, start, end) }
    }
}

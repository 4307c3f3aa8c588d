//! A template while it is being parsed: its tokens, and what is open in it.

use super::pipeline::Context;
use super::variables::{Mark, Variables};
use super::{Failure, Parser};
use crate::lex::{Item, Kind};
use crate::{At, Id, List, Pipe, TemplateCall};

/// A template being parsed.
pub(super) struct Draft<'a> {
    pub purpose: Purpose,
    pub name: Vec<u8>,
    /// The list that is being filled.
    pub list: OpenList,
    /// The control structures around it.
    pub open: Vec<Open>,
    /// How many of them are `range`s, in their body and not in their `else`.
    pub range_depth: u32,
    pub variables: Variables<'a>,
    /// How many string constants there have been.
    pub constants: u32,
    /// Where the action starts in which the parser is. Go forgets it when an action inside a control
    /// structure is over.
    pub action: Option<u32>,
    /// Three tokens of lookahead, the first being the last one read; `peeked` of them are to come.
    /// Error texts name the line of the first.
    pub tokens: [Item; 3],
    peeked: usize,
    next_id: u32,
}

/// What is being parsed.
pub(super) enum Purpose {
    File,
    Define,
    /// The statement that is left in its place.
    Block(TemplateCall),
}

/// A list that is being filled.
#[derive(Clone, Copy)]
pub(super) struct OpenList {
    pub at: At,
    /// Where its statements begin among those that have no list yet.
    pub from: usize,
}

/// A control structure whose `end` has not come yet.
pub(super) struct Open {
    pub control: Control,
    /// It stands in `else if` or `else with`, and ends with the structure around it.
    pub chained: bool,
    pub pipe: Id<Pipe>,
    /// The variables before it.
    pub mark: Mark,
    /// The variables before its body: those of its pipeline are there.
    pub body_mark: Mark,
    /// The body, when the `else` part is being filled.
    pub body: Option<List>,
    /// The list in which it stands.
    pub outer: OpenList,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Control {
    If,
    With,
    Range,
}

impl Control {
    pub fn context(self) -> Context {
        match self {
            Control::If => Context::If,
            Control::With => Context::With,
            Control::Range => Context::Range,
        }
    }
}

impl<'a> Draft<'a> {
    pub fn new(purpose: Purpose, name: Vec<u8>) -> Draft<'a> {
        Draft {
            purpose,
            name,
            list: OpenList { at: At { id: 0, pos: 0 }, from: 0 },
            open: Vec::new(),
            range_depth: 0,
            variables: Variables::new(),
            constants: 0,
            action: None,
            tokens: [Item { kind: Kind::Eof, start: 0, end: 0 }; 3],
            peeked: 0,
            next_id: 0,
        }
    }

    /// The place of a new node that is where the token is.
    pub fn at(&mut self, token: Item) -> At {
        self.at_pos(token.start)
    }

    /// The place of a new node.
    pub fn at_pos(&mut self, pos: u32) -> At {
        let id = self.next_id;
        self.next_id += 1;
        At { id, pos }
    }
}

impl Parser<'_> {
    pub(super) fn next(&mut self) -> Item {
        let draft = &mut self.draft;
        if draft.peeked > 0 {
            draft.peeked -= 1;
        } else {
            draft.tokens[0] = self.lexer.next_item();
        }
        draft.tokens[draft.peeked]
    }

    pub(super) fn peek(&mut self) -> Item {
        let draft = &mut self.draft;
        if draft.peeked == 0 {
            draft.peeked = 1;
            draft.tokens[0] = self.lexer.next_item();
        }
        draft.tokens[draft.peeked - 1]
    }

    pub(super) fn next_non_space(&mut self) -> Item {
        loop {
            let token = self.next();
            if token.kind != Kind::Space {
                return token;
            }
        }
    }

    pub(super) fn peek_non_space(&mut self) -> Item {
        let token = self.next_non_space();
        self.backup();
        token
    }

    /// Gives the last token back.
    pub(super) fn backup(&mut self) {
        self.draft.peeked += 1;
    }

    /// Gives two tokens back, the one before the last being `first`.
    pub(super) fn backup2(&mut self, first: Item) {
        self.draft.tokens[1] = first;
        self.draft.peeked = 2;
    }

    /// Gives three tokens back; the last one is still there.
    pub(super) fn backup3(&mut self, first: Item, second: Item) {
        self.draft.tokens[1] = second;
        self.draft.tokens[2] = first;
        self.draft.peeked = 3;
    }

    pub(super) fn expect(&mut self, kind: Kind, context: &str) -> Result<Item, Failure> {
        let token = self.next_non_space();
        if token.kind == kind { Ok(token) } else { Err(self.unexpected(token, context)) }
    }

    /// The place of a new node that begins at the next token.
    pub(super) fn place_of_next(&mut self) -> At {
        let token = self.peek_non_space();
        self.draft.at(token)
    }
}

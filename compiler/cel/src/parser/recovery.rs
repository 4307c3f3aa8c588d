//! Reading tokens as ANTLR's generated parsers do, with its default error strategy: what is reported, skipped and put in
//! after a mistake decides the texts of all later errors (antlr4: error_strategy.go, parser.go; cel-go: parser.go).
//!
//! A state is a number that stands for a place in the grammar. They are ANTLR's for cel-go's grammar, but nothing depends on
//! the values: two places only must not share one.

use super::lexer::Lexed;
use super::token::{Kind, Set, Token};
use super::tree::{Node, NodeId, NodeKind};

/// How deep a rule may be nested in itself (cel-go: `maxRecursionDepth`).
pub const DEPTH: u16 = 250;
/// How many mistakes are tried to recover from (cel-go: `errorRecoveryLimit`).
const ATTEMPTS: u32 = 30;
/// How many tokens are skipped to recover from one (cel-go: `errorRecoveryTokenLookaheadLimit`).
const LOOKAHEAD: u32 = 256;
/// How many syntax errors are reported (cel-go: `errorReportingLimit`).
const REPORTS: usize = 100;

/// Why a rule ends early.
pub enum Stop {
    /// The token is none of those that may stand here.
    Mismatch { at: usize, expected: Set },
    /// The tokens fit no alternative.
    NoAlternative { from: usize, to: usize },
    /// The whole parse ends, with an error that belongs to no place, or was reported already.
    Abort(Option<String>),
}

/// What a state is, which decides how a token that does not fit is treated.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The start of alternatives or of a loop.
    Block,
    /// Behind one round of a loop.
    LoopBack,
}

/// The tokens with where the parser is in them.
pub struct Reader<'a> {
    pub chars: &'a [char],
    all: &'a [Lexed],
    /// The tokens that are not hidden, by their index in all.
    seen: Vec<u32>,
    at: usize,
    state: u16,
    /// For each rule on the way here: the state that called it, and what may follow it.
    calls: Vec<(u16, Set)>,
    depths: [u16; 17],
    recovering: bool,
    last_error: Option<usize>,
    last_states: Vec<u16>,
    attempts: u32,
    /// Offset and text of each syntax error.
    pub errors: Vec<(u32, String)>,
    pub nodes: Vec<Node>,
}

impl<'a> Reader<'a> {
    pub fn new(chars: &'a [char], all: &'a [Lexed]) -> Reader<'a> {
        let seen = all.iter().enumerate().filter(|(_, lexed)| !lexed.hidden).map(|(n, _)| n as u32).collect();
        Reader {
            chars,
            all,
            seen,
            at: 0,
            state: 0,
            calls: Vec::new(),
            depths: [0; 17],
            recovering: false,
            last_error: None,
            last_states: Vec::new(),
            attempts: 0,
            errors: Vec::new(),
            nodes: Vec::new(),
        }
    }

    fn token_at(&self, at: usize) -> Token {
        self.all[self.seen[at.min(self.seen.len() - 1)] as usize].token
    }

    /// The token `ahead` of the next one.
    pub fn peek(&self, ahead: usize) -> Token {
        self.token_at(self.at + ahead)
    }

    /// The kind of the next token.
    pub fn kind(&self) -> Kind {
        self.peek(0).kind
    }

    /// The kind of the token after that.
    pub fn second(&self) -> Kind {
        self.peek(1).kind
    }

    /// Where the last token that was read ends.
    pub fn last_end(&self) -> u32 {
        if self.at == 0 { 0 } else { self.token_at(self.at - 1).end }
    }

    pub fn node(&mut self, kind: NodeKind, start: u32) -> NodeId {
        let end = self.last_end().max(start);
        self.nodes.push(Node { kind, start, end });
        (self.nodes.len() - 1) as NodeId
    }

    /// Reads a rule: `number` counts its depth, `follow` may stand behind it. An error in it is reported here, and ends the
    /// rule; `whole` makes its node of what was found until then.
    pub fn rule<P: Default>(
        &mut self,
        number: usize,
        state: u16,
        follow: Set,
        body: impl FnOnce(&mut Self, &mut P) -> Result<(), Stop>,
        whole: impl FnOnce(&mut Self, P, u32) -> Result<NodeId, Stop>,
    ) -> Result<NodeId, Stop> {
        self.state = state;
        self.calls.push((state, follow));
        self.depths[number] += 1;
        if self.depths[number] > DEPTH {
            return Err(Stop::Abort(Some(format!("expression recursion limit exceeded: {DEPTH}"))));
        }
        let start = self.peek(0).start;
        let mut parts = P::default();
        match body(self, &mut parts) {
            Ok(()) => {}
            Err(abort @ Stop::Abort(_)) => return Err(abort),
            Err(stop) => {
                self.report(stop)?;
                self.recover()?;
            }
        }
        self.depths[number] -= 1;
        if let Some((state, _)) = self.calls.pop() {
            self.state = state;
        }
        whole(self, parts, start)
    }

    /// Takes the next token if it is of this kind; else tries to do without it. `after` is what may stand behind it.
    pub fn take(&mut self, state: u16, kind: Kind, after: Set) -> Result<Token, Stop> {
        self.state = state;
        if self.kind() == kind {
            let token = self.peek(0);
            self.matched();
            self.consume();
            return Ok(token);
        }
        self.count_attempt()?;
        let expected = super::token::set(&[kind]);
        if self.delete_one(expected)? {
            let token = self.peek(0);
            self.consume();
            return Ok(token);
        }
        let here = self.peek(0);
        if self.in_context(after).contains(here.kind) {
            if !self.recovering {
                self.recovering = true;
                let text = format!("missing {expected} at {}", self.quoted(self.at));
                self.error(here.start, text)?;
            }
            return Ok(Token { kind, start: here.start, end: here.start, missing: true });
        }
        Err(Stop::Mismatch { at: self.at, expected: self.in_context(expected) })
    }

    /// Takes the next token, which is known to fit.
    pub fn take_any(&mut self) -> Token {
        let token = self.peek(0);
        self.matched();
        self.consume();
        token
    }

    /// Looks whether the next token can stand in this state, and skips what cannot.
    pub fn sync(&mut self, state: u16, place: Place, next: Set) -> Result<(), Stop> {
        self.state = state;
        if self.recovering || next.may_end() || next.contains(self.kind()) {
            return Ok(());
        }
        let expected = self.in_context(next);
        if place == Place::LoopBack {
            self.unwanted(expected)?;
            return self.skip_until(expected.or(self.follow()), None);
        }
        if self.delete_one(expected)? {
            return Ok(());
        }
        Err(Stop::Mismatch { at: self.at, expected })
    }

    /// The error that no alternative fits the tokens up to the one that is `ahead` of the next.
    pub fn no_alternative(&self, ahead: usize) -> Stop {
        Stop::NoAlternative { from: self.at, to: self.at + ahead }
    }

    fn matched(&mut self) {
        self.recovering = false;
        self.last_error = None;
        self.last_states.clear();
    }

    fn consume(&mut self) {
        if self.at + 1 < self.seen.len() {
            self.at += 1;
        }
    }

    /// What may stand here, where the end of the rule stands for what may follow it.
    fn in_context(&self, mut next: Set) -> Set {
        let mut all = next.without_end();
        for (_, follow) in self.calls.iter().rev() {
            if !next.may_end() {
                return all;
            }
            next = *follow;
            all = all.or(next.without_end());
        }
        if next.may_end() { all.with(&[Kind::Eof]) } else { all }
    }

    /// What may follow any of the rules that are being read.
    fn follow(&self) -> Set {
        self.calls.iter().fold(super::token::set(&[]), |all, (_, follow)| all.or(follow.without_end()))
    }

    fn delete_one(&mut self, expected: Set) -> Result<bool, Stop> {
        if !expected.contains(self.second()) {
            return Ok(false);
        }
        self.unwanted(expected)?;
        self.consume();
        self.matched();
        Ok(true)
    }

    fn unwanted(&mut self, expected: Set) -> Result<(), Stop> {
        if self.recovering {
            return Ok(());
        }
        self.recovering = true;
        let text = format!("extraneous input {} expecting {expected}", self.quoted(self.at));
        self.error(self.peek(0).start, text)
    }

    fn report(&mut self, stop: Stop) -> Result<(), Stop> {
        if self.recovering {
            return Ok(());
        }
        self.recovering = true;
        match stop {
            Stop::Mismatch { at, expected } => {
                let text = format!("mismatched input {} expecting {expected}", self.quoted(at));
                self.error(self.token_at(at).start, text)
            }
            Stop::NoAlternative { from, to } => {
                let text = self.no_alternative_text(from, to);
                self.error(self.token_at(to).start, text)
            }
            abort @ Stop::Abort(_) => Err(abort),
        }
    }

    /// cel-go gives the keywords `true`, `false` and `null` after a character another text (`reservedIdentifier`).
    fn no_alternative_text(&self, from: usize, to: usize) -> String {
        let clamp = |n: usize| self.seen[n.min(self.seen.len() - 1)] as usize;
        let (first, last) = (clamp(from), clamp(to));
        if self.all[first].token.kind == Kind::Eof {
            return "no viable alternative at input '<EOF>'".into();
        }
        let tokens = self.all[first..=last].iter().map(|lexed| lexed.token);
        let input: String = tokens.flat_map(|t| &self.chars[t.start as usize..t.end as usize]).collect();
        let mut rest = input.chars();
        match rest.next().map(|_| rest.as_str()) {
            Some(word @ ("true" | "false" | "null")) => {
                format!("mismatched input '{word}' expecting IDENTIFIER")
            }
            _ => format!("no viable alternative at input {}", quote(&input)),
        }
    }

    fn quoted(&self, at: usize) -> String {
        let token = self.token_at(at);
        if token.kind == Kind::Eof {
            return "'<EOF>'".into();
        }
        quote(&self.chars[token.start as usize..token.end as usize].iter().collect::<String>())
    }

    fn error(&mut self, offset: u32, text: String) -> Result<(), Stop> {
        if self.errors.len() >= REPORTS {
            self.errors.push((offset, format!("More than {REPORTS} syntax errors")));
            return Err(Stop::Abort(None));
        }
        self.errors.push((offset, text));
        Ok(())
    }

    fn count_attempt(&mut self) -> Result<(), Stop> {
        if self.attempts == ATTEMPTS {
            self.error(self.peek(0).start, format!("error recovery attempt limit exceeded: {ATTEMPTS}"))?;
            return Err(Stop::Abort(None));
        }
        self.attempts += 1;
        Ok(())
    }

    fn recover(&mut self) -> Result<(), Stop> {
        self.count_attempt()?;
        let mut left = LOOKAHEAD;
        if self.last_error == Some(self.at) && self.last_states.contains(&self.state) {
            self.consume();
            left -= 1;
        }
        self.last_error = Some(self.at);
        self.last_states.push(self.state);
        self.skip_until(self.follow(), Some(left))
    }

    fn skip_until(&mut self, wanted: Set, most: Option<u32>) -> Result<(), Stop> {
        let mut skipped = 0;
        while self.kind() != Kind::Eof && !wanted.contains(self.kind()) {
            if most == Some(skipped) {
                let text = format!("error recovery token lookahead limit exceeded: {LOOKAHEAD}");
                return Err(Stop::Abort(Some(text)));
            }
            self.consume();
            skipped += 1;
        }
        Ok(())
    }
}

/// A text in quotes, with white space made visible (antlr4: `escapeWSAndQuote`).
fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r"))
}

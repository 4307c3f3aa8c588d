//! The grammar of lists, maps, messages, arguments and literals (cel-go: parser/gen/CEL.g4).

use super::grammar::Found;
use super::recovery::{Place, Reader, Stop};
use super::token::*;
use super::tree::{Entries, Name, NodeId, NodeKind};
use Kind::*;

const COMMA_END: Set = set(&[Comma]).or(END);

impl Reader<'_> {
    pub(super) fn list(&mut self, found: &mut Option<NodeKind>) -> Result<(), Stop> {
        *found = Some(NodeKind::List { open: None, items: Vec::new() });
        let open = Some(self.take(148, LeftBracket, OPT_EXPR.with(&[Comma, RightBracket]))?);
        *found = Some(NodeKind::List { open, items: Vec::new() });
        self.sync(150, Place::Block, OPT_EXPR.with(&[Comma, RightBracket]))?;
        if OPT_EXPR.contains(self.kind()) {
            let items = self.list_init(149, set(&[Comma, RightBracket]))?;
            *found = Some(NodeKind::List { open, items });
        }
        self.sync(153, Place::Block, set(&[Comma, RightBracket]))?;
        if self.kind() == Comma {
            self.take(152, Comma, set(&[RightBracket]))?;
        }
        self.take(155, RightBracket, END)?;
        Ok(())
    }

    pub(super) fn map(&mut self, found: &mut Option<NodeKind>) -> Result<(), Stop> {
        *found = Some(NodeKind::Map { open: None, entries: Entries::default() });
        let open = Some(self.take(156, LeftBrace, OPT_EXPR.with(&[Comma, RightBrace]))?);
        *found = Some(NodeKind::Map { open, entries: Entries::default() });
        self.sync(158, Place::Block, OPT_EXPR.with(&[Comma, RightBrace]))?;
        if OPT_EXPR.contains(self.kind()) {
            let entries = self.entries(13, 157, OPT_EXPR, |r, state| r.opt_expr(state, set(&[Colon])))?;
            *found = Some(NodeKind::Map { open, entries });
        }
        self.sync(161, Place::Block, set(&[Comma, RightBrace]))?;
        if self.kind() == Comma {
            self.take(160, Comma, set(&[RightBrace]))?;
        }
        self.take(163, RightBrace, END)?;
        Ok(())
    }

    pub(super) fn message(&mut self, found: &mut Option<NodeKind>) -> Result<(), Stop> {
        let dot = self.kind() == Dot;
        let set_to = |names: &Vec<Token>, open, entries| {
            Some(NodeKind::Message { dot, names: names.clone(), open, entries })
        };
        let mut names = Vec::new();
        *found = set_to(&names, None, Entries::default());
        if dot {
            self.take(164, Dot, set(&[Identifier]))?;
        }
        names.push(self.take(167, Identifier, set(&[Dot, LeftBrace]))?);
        self.sync(172, Place::Block, set(&[Dot, LeftBrace]))?;
        while self.kind() == Dot {
            self.take(168, Dot, set(&[Identifier]))?;
            names.push(self.take(169, Identifier, set(&[Dot, LeftBrace]))?);
            self.sync(174, Place::LoopBack, set(&[Dot, LeftBrace]))?;
        }
        let open = Some(self.take(175, LeftBrace, OPT_NAME.with(&[Comma, RightBrace]))?);
        *found = set_to(&names, open, Entries::default());
        self.sync(177, Place::Block, OPT_NAME.with(&[Comma, RightBrace]))?;
        if OPT_NAME.contains(self.kind()) {
            let entries = self.entries(11, 176, OPT_NAME, |r, state| {
                let (name, optional) = r.opt_field(state)?;
                Ok((Some(name), optional))
            })?;
            *found = set_to(&names, open, entries);
        }
        self.sync(180, Place::Block, set(&[Comma, RightBrace]))?;
        if self.kind() == Comma {
            self.take(179, Comma, set(&[RightBrace]))?;
        }
        self.take(182, RightBrace, END)?;
        Ok(())
    }

    /// `mapInitializerList` (rule 13) and `fieldInitializerList` (rule 11).
    pub(super) fn entries<K>(
        &mut self,
        number: usize,
        state: u16,
        first: Set,
        key: impl Fn(&mut Self, u16) -> Result<(K, bool), Stop>,
    ) -> Result<Entries<K>, Stop> {
        let base = if number == 13 { 220 } else { 202 };
        let mut entries = Entries { start: self.peek(0).start, ..Entries::default() };
        self.rule::<()>(
            number,
            state,
            set(&[Comma, RightBrace]),
            |r, ()| {
                let one = |r: &mut Self, entries: &mut Entries<K>, base: u16| {
                    entries.keys.push(key(r, base)?);
                    entries.colons.push(r.take(base + 1, Colon, EXPR)?);
                    entries.values.push(r.expr(base + 2, COMMA_END)?);
                    Ok(())
                };
                one(r, &mut entries, base)?;
                while r.kind() == Comma && first.contains(r.second()) {
                    r.take(base + 3, Comma, first)?;
                    one(r, &mut entries, base + 4)?;
                }
                Ok(())
            },
            |_, (), _| Ok(0),
        )?;
        Ok(entries)
    }

    pub(super) fn expr_list(&mut self, state: u16, follow: Set) -> Result<Vec<NodeId>, Stop> {
        let mut items = Vec::new();
        self.rule::<()>(
            9,
            state,
            follow,
            |r, ()| {
                items.push(r.expr(186, COMMA_END)?);
                while r.kind() == Comma {
                    r.take(187, Comma, EXPR)?;
                    items.push(r.expr(188, COMMA_END)?);
                }
                Ok(())
            },
            |_, (), _| Ok(0),
        )?;
        Ok(items)
    }

    pub(super) fn list_init(&mut self, state: u16, follow: Set) -> Result<Vec<(NodeId, bool)>, Stop> {
        let mut items = Vec::new();
        self.rule::<()>(
            10,
            state,
            follow,
            |r, ()| {
                items.push(r.opt_expr(194, COMMA_END)?);
                while r.kind() == Comma && OPT_EXPR.contains(r.second()) {
                    r.take(195, Comma, OPT_EXPR)?;
                    items.push(r.opt_expr(196, COMMA_END)?);
                }
                Ok(())
            },
            |_, (), _| Ok(0),
        )?;
        Ok(items)
    }

    pub(super) fn opt_expr(&mut self, state: u16, follow: Set) -> Result<(NodeId, bool), Stop> {
        let mut optional = false;
        let node = self.rule::<Option<NodeId>>(
            15,
            state,
            follow,
            |r, found| {
                r.sync(238, Place::Block, OPT_EXPR)?;
                if r.kind() == Question {
                    r.take(237, Question, EXPR)?;
                    optional = true;
                }
                *found = Some(r.expr(240, END)?);
                Ok(())
            },
            |r, found, start| Ok(found.unwrap_or_else(|| r.node(NodeKind::Nothing, start))),
        )?;
        Ok((node, optional))
    }

    pub(super) fn opt_field(&mut self, state: u16) -> Result<(Name, bool), Stop> {
        let mut optional = false;
        let mut name = Name { token: None, start: self.peek(0).start };
        self.rule::<()>(
            12,
            state,
            set(&[Colon]),
            |r, ()| {
                r.sync(216, Place::Block, OPT_NAME)?;
                if r.kind() == Question {
                    r.take(215, Question, NAME)?;
                    optional = true;
                }
                name = r.name(218, END)?;
                Ok(())
            },
            |_, (), _| Ok(0),
        )?;
        Ok((name, optional))
    }

    /// `escapeIdent`.
    pub(super) fn name(&mut self, state: u16, follow: Set) -> Result<Name, Stop> {
        let mut name = Name { token: None, start: self.peek(0).start };
        self.rule::<()>(
            14,
            state,
            follow,
            |r, ()| {
                r.sync(235, Place::Block, NAME)?;
                match r.kind() {
                    Identifier | Escaped => name.token = Some(r.take_any()),
                    _ => return Err(r.no_alternative(0)),
                }
                Ok(())
            },
            |_, (), _| Ok(0),
        )?;
        Ok(name)
    }

    pub(super) fn literal(&mut self, state: u16, follow: Set) -> Found {
        type Parts = (Option<Token>, Option<Token>);
        self.rule::<Parts>(
            16,
            state,
            follow,
            |r, (sign, token)| {
                r.sync(256, Place::Block, LITERAL)?;
                match (r.kind(), r.second()) {
                    (Minus, Int | Float) => {
                        *sign = Some(r.take_any());
                        *token = Some(r.take_any());
                    }
                    (Minus, _) => return Err(r.no_alternative(1)),
                    (kind, _) if LITERAL.contains(kind) => *token = Some(r.take_any()),
                    _ => return Err(r.no_alternative(0)),
                }
                Ok(())
            },
            |r, (sign, token), start| Ok(r.node(NodeKind::Literal { sign, token }, start)),
        )
    }
}

//! The grammar (cel-go: parser/gen/CEL.g4), rule by rule. How an alternative is chosen is what ANTLR's prediction comes to
//! for this grammar, also for text that fits none.

use super::recovery::{Place, Reader, Stop};
use super::token::*;
use super::tree::{Entries, Name, NodeId, NodeKind};
use Kind::*;

type Found = Result<NodeId, Stop>;

const OR_END: Set = set(&[Or]).or(END);
const AND_END: Set = set(&[And]).or(END);
const COMMA_END: Set = set(&[Comma]).or(END);

impl Reader<'_> {
    /// The whole text.
    pub fn start(&mut self) -> Found {
        self.rule::<Option<NodeId>>(
            0,
            0,
            END,
            |r, found| {
                *found = Some(r.expr(34, set(&[Eof]))?);
                r.take(35, Eof, END)?;
                Ok(())
            },
            |r, found, start| Ok(found.unwrap_or_else(|| r.node(NodeKind::Nothing, start))),
        )
    }

    fn expr(&mut self, state: u16, follow: Set) -> Found {
        #[derive(Default)]
        struct Parts {
            condition: Option<NodeId>,
            op: Option<Token>,
            then: Option<NodeId>,
            otherwise: Option<NodeId>,
        }
        self.rule::<Parts>(
            1,
            state,
            follow,
            |r, parts| {
                parts.condition = Some(r.logic(37, set(&[Question]).or(END), LogicRule::Or)?);
                if r.kind() == Question {
                    parts.op = Some(r.take(38, Question, EXPR)?);
                    parts.then = Some(r.logic(39, set(&[Colon]), LogicRule::Or)?);
                    r.take(40, Colon, EXPR)?;
                    parts.otherwise = Some(r.expr(41, END)?);
                }
                Ok(())
            },
            |r, Parts { condition, op, then, otherwise }, start| {
                let condition = condition.unwrap_or_else(|| r.node(NodeKind::Nothing, start));
                Ok(match op {
                    Some(op) => r.node(NodeKind::Conditional { condition, op, then, otherwise }, start),
                    None => condition,
                })
            },
        )
    }

    fn logic(&mut self, state: u16, follow: Set, rule: LogicRule) -> Found {
        type Parts = (Option<NodeId>, Vec<Token>, Vec<NodeId>);
        let (number, op, function, base) = match rule {
            LogicRule::Or => (2, Or, "_||_", 45),
            LogicRule::And => (3, And, "_&&_", 53),
        };
        let term = move |r: &mut Self, state: u16| match rule {
            LogicRule::Or => r.logic(state, OR_END, LogicRule::And),
            LogicRule::And => r.relation(state, AND_END, 0),
        };
        self.rule::<Parts>(
            number,
            state,
            follow,
            |r, parts| {
                parts.0 = Some(term(r, base)?);
                while r.kind() == op {
                    parts.1.push(r.take(base + 1, op, EXPR)?);
                    parts.2.push(term(r, base + 2)?);
                }
                Ok(())
            },
            |r, (first, ops, rest), start| {
                let first = first.unwrap_or_else(|| r.node(NodeKind::Nothing, start));
                Ok(if ops.is_empty() {
                    first
                } else {
                    r.node(NodeKind::Logic { function, first, ops, rest }, start)
                })
            },
        )
    }

    /// `precedence` 2 is the right side of another relation.
    fn relation(&mut self, state: u16, follow: Set, precedence: u8) -> Found {
        self.rule::<Option<NodeId>>(
            4,
            state,
            follow,
            |r, found| {
                let start = r.peek(0).start;
                let mut left = r.calc(62, RELATIONS.or(END), 0)?;
                *found = Some(left);
                while RELATIONS.contains(r.kind()) && precedence <= 1 {
                    let op = r.take_any();
                    let right = r.relation(66, RELATIONS.or(END), 2)?;
                    left = r.node(NodeKind::Binary { op, left, right }, start);
                    *found = Some(left);
                }
                Ok(())
            },
            |r, found, start| Ok(found.unwrap_or_else(|| r.node(NodeKind::Nothing, start))),
        )
    }

    /// `precedence` 3 is the right side of a product, 2 that of a sum.
    fn calc(&mut self, state: u16, follow: Set, precedence: u8) -> Found {
        self.rule::<Option<NodeId>>(
            5,
            state,
            follow,
            |r, found| {
                let start = r.peek(0).start;
                let mut left = r.unary(73, ARITHMETIC.or(END))?;
                *found = Some(left);
                loop {
                    let (limit, state, inner) = match r.kind() {
                        Star | Slash | Percent => (2, 77, 3),
                        Plus | Minus => (1, 80, 2),
                        _ => return Ok(()),
                    };
                    if precedence > limit {
                        return Ok(());
                    }
                    let op = r.take_any();
                    let right = r.calc(state, ARITHMETIC.or(END), inner)?;
                    left = r.node(NodeKind::Binary { op, left, right }, start);
                    *found = Some(left);
                }
            },
            |r, found, start| Ok(found.unwrap_or_else(|| r.node(NodeKind::Nothing, start))),
        )
    }

    fn unary(&mut self, state: u16, follow: Set) -> Found {
        #[derive(Default)]
        struct Parts {
            function: Option<&'static str>,
            ops: Vec<Token>,
            member: Option<NodeId>,
        }
        self.rule::<Parts>(
            6,
            state,
            follow,
            |r, parts| {
                r.sync(99, Place::Block, EXPR)?;
                match (r.kind(), r.second()) {
                    (Not, _) => {
                        parts.function = Some("!_");
                        while parts.ops.is_empty() || r.kind() == Not {
                            parts.ops.push(r.take(87, Not, EXPR)?);
                            r.sync(90, Place::LoopBack, EXPR)?;
                        }
                        parts.member = Some(r.member(92, END)?);
                    }
                    (Minus, second) if second != Int && second != Float => {
                        if !PRIMARY.contains(second) {
                            return Err(r.no_alternative(1));
                        }
                        parts.function = Some("-_");
                        loop {
                            parts.ops.push(r.take(93, Minus, PRIMARY)?);
                            r.sync(96, Place::LoopBack, PRIMARY)?;
                            if r.kind() != Minus {
                                break;
                            }
                            if !PRIMARY.contains(r.second()) {
                                return Err(r.no_alternative(1));
                            }
                        }
                        if !PRIMARY.contains(r.kind()) {
                            return Err(r.no_alternative(0));
                        }
                        parts.member = Some(r.member(98, END)?);
                    }
                    (kind, _) if PRIMARY.contains(kind) => parts.member = Some(r.member(86, END)?),
                    _ => return Err(r.no_alternative(0)),
                }
                Ok(())
            },
            |r, Parts { function, ops, member }, start| {
                Ok(match (function, member) {
                    (Some(function), member) => r.node(NodeKind::Unary { function, ops, member }, start),
                    (None, Some(member)) => member,
                    (None, None) => r.node(NodeKind::NoUnary, start),
                })
            },
        )
    }

    fn member(&mut self, state: u16, follow: Set) -> Found {
        self.rule::<Option<(NodeId, Option<NodeKind>)>>(
            7,
            state,
            follow,
            |r, found| {
                let start = r.peek(0).start;
                let mut operand = r.primary(102, CHAIN)?;
                *found = Some((operand, None));
                loop {
                    match (r.kind(), r.second()) {
                        (Dot, Identifier) if r.peek(2).kind == LeftParen => r.member_call(operand, found)?,
                        (Dot, Identifier | Escaped | Question) => r.select(operand, found)?,
                        (Dot, _) => return Err(r.no_alternative(1)),
                        (LeftBracket, _) => r.index(operand, found)?,
                        _ => return Ok(()),
                    }
                    if let Some((_, Some(kind))) = found.take() {
                        operand = r.node(kind, start);
                    }
                    *found = Some((operand, None));
                }
            },
            |r, found, start| {
                Ok(match found {
                    Some((_, Some(kind))) => r.node(kind, start),
                    Some((node, None)) => node,
                    None => r.node(NodeKind::Nothing, start),
                })
            },
        )
    }

    fn select(
        &mut self,
        operand: NodeId,
        found: &mut Option<(NodeId, Option<NodeKind>)>,
    ) -> Result<(), Stop> {
        let mut set_to = |op, optional, name| {
            *found = Some((operand, Some(NodeKind::Select { operand, op, optional, name })));
        };
        set_to(None, false, None);
        let op = Some(self.take(105, Dot, OPT_NAME)?);
        set_to(op, false, None);
        self.sync(107, Place::Block, OPT_NAME)?;
        let optional = self.kind() == Question;
        if optional {
            self.take(106, Question, NAME)?;
            set_to(op, optional, None);
        }
        let name = self.name(109, CHAIN)?;
        set_to(op, optional, Some(name));
        Ok(())
    }

    fn member_call(
        &mut self,
        operand: NodeId,
        found: &mut Option<(NodeId, Option<NodeKind>)>,
    ) -> Result<(), Stop> {
        let mut set_to = |name, open, args| {
            *found = Some((operand, Some(NodeKind::MemberCall { operand, name, open, args })));
        };
        set_to(None, None, Vec::new());
        self.take(111, Dot, set(&[Identifier]))?;
        let name = Some(self.take(112, Identifier, set(&[LeftParen]))?);
        set_to(name, None, Vec::new());
        let open = Some(self.take(113, LeftParen, EXPR.with(&[RightParen]))?);
        set_to(name, open, Vec::new());
        self.sync(115, Place::Block, EXPR.with(&[RightParen]))?;
        if EXPR.contains(self.kind()) {
            let args = self.expr_list(114, set(&[RightParen]))?;
            set_to(name, open, args);
        }
        self.take(117, RightParen, CHAIN)?;
        Ok(())
    }

    fn index(&mut self, operand: NodeId, found: &mut Option<(NodeId, Option<NodeKind>)>) -> Result<(), Stop> {
        let mut set_to = |op, optional, index| {
            *found = Some((operand, Some(NodeKind::Index { operand, op, optional, index })));
        };
        set_to(None, false, None);
        let op = Some(self.take(119, LeftBracket, OPT_EXPR)?);
        set_to(op, false, None);
        self.sync(121, Place::Block, OPT_EXPR)?;
        let optional = self.kind() == Question;
        if optional {
            self.take(120, Question, EXPR)?;
            set_to(op, optional, None);
        }
        let index = self.expr(123, set(&[RightBracket]))?;
        set_to(op, optional, Some(index));
        self.take(124, RightBracket, CHAIN)?;
        Ok(())
    }

    fn primary(&mut self, state: u16, follow: Set) -> Found {
        self.rule::<Option<NodeKind>>(
            8,
            state,
            follow,
            |r, found| {
                r.sync(184, Place::Block, PRIMARY)?;
                match r.kind() {
                    LeftParen => r.nested(found),
                    LeftBracket => r.list(found),
                    LeftBrace => r.map(found),
                    Dot | Identifier => {
                        let first = usize::from(r.kind() == Dot);
                        if r.peek(first).kind != Identifier {
                            return Err(r.no_alternative(1));
                        }
                        let mut ahead = first + 1;
                        if r.peek(ahead).kind == LeftParen {
                            return r.call(found);
                        }
                        while r.peek(ahead).kind == Dot && r.peek(ahead + 1).kind == Identifier {
                            ahead += 2;
                        }
                        if r.peek(ahead).kind == LeftBrace { r.message(found) } else { r.ident(found) }
                    }
                    kind if LITERAL.contains(kind) => {
                        let node = r.literal(183, END)?;
                        *found = Some(NodeKind::Only(node));
                        Ok(())
                    }
                    _ => Err(r.no_alternative(0)),
                }
            },
            |r, found, start| {
                Ok(match found {
                    Some(NodeKind::Only(node)) => node,
                    Some(kind) => r.node(kind, start),
                    None => r.node(NodeKind::Nothing, start),
                })
            },
        )
    }

    fn nested(&mut self, found: &mut Option<NodeKind>) -> Result<(), Stop> {
        *found = Some(NodeKind::Nothing);
        self.take(144, LeftParen, EXPR)?;
        *found = Some(NodeKind::Only(self.expr(145, set(&[RightParen]))?));
        self.take(146, RightParen, END)?;
        Ok(())
    }

    fn ident(&mut self, found: &mut Option<NodeKind>) -> Result<(), Stop> {
        self.sync(132, Place::Block, set(&[Dot, Identifier]))?;
        let dot = self.kind() == Dot;
        *found = Some(NodeKind::Ident { dot, name: None });
        if dot {
            self.take(131, Dot, set(&[Identifier]))?;
        }
        let name = Some(self.take(134, Identifier, END)?);
        *found = Some(NodeKind::Ident { dot, name });
        Ok(())
    }

    fn call(&mut self, found: &mut Option<NodeKind>) -> Result<(), Stop> {
        let dot = self.kind() == Dot;
        let mut set_to = |name, open, args| *found = Some(NodeKind::Call { dot, name, open, args });
        set_to(None, None, Vec::new());
        if dot {
            self.take(135, Dot, set(&[Identifier]))?;
        }
        let name = Some(self.take(138, Identifier, set(&[LeftParen]))?);
        set_to(name, None, Vec::new());
        let open = Some(self.take(139, LeftParen, EXPR.with(&[RightParen]))?);
        set_to(name, open, Vec::new());
        self.sync(141, Place::Block, EXPR.with(&[RightParen]))?;
        if EXPR.contains(self.kind()) {
            let args = self.expr_list(140, set(&[RightParen]))?;
            set_to(name, open, args);
        }
        self.take(143, RightParen, END)?;
        Ok(())
    }

    fn list(&mut self, found: &mut Option<NodeKind>) -> Result<(), Stop> {
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

    fn map(&mut self, found: &mut Option<NodeKind>) -> Result<(), Stop> {
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

    fn message(&mut self, found: &mut Option<NodeKind>) -> Result<(), Stop> {
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
    fn entries<K>(
        &mut self,
        number: usize,
        state: u16,
        first: Set,
        key: impl Fn(&mut Self, u16) -> Result<(K, bool), Stop>,
    ) -> Result<Entries<K>, Stop> {
        let base = if number == 13 { 220 } else { 202 };
        let mut entries = Entries::default();
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

    fn expr_list(&mut self, state: u16, follow: Set) -> Result<Vec<NodeId>, Stop> {
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

    fn list_init(&mut self, state: u16, follow: Set) -> Result<Vec<(NodeId, bool)>, Stop> {
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

    fn opt_expr(&mut self, state: u16, follow: Set) -> Result<(NodeId, bool), Stop> {
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

    fn opt_field(&mut self, state: u16) -> Result<(Name, bool), Stop> {
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
    fn name(&mut self, state: u16, follow: Set) -> Result<Name, Stop> {
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

    fn literal(&mut self, state: u16, follow: Set) -> Found {
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

#[derive(Clone, Copy)]
enum LogicRule {
    Or,
    And,
}

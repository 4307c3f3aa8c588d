//! The grammar (cel-go: parser/gen/CEL.g4), rule by rule. How an alternative is chosen is what ANTLR's prediction comes to
//! for this grammar, also for text that fits none.

use super::recovery::{Place, Reader, Stop};
use super::token::*;
use super::tree::{NodeId, NodeKind};
use Kind::*;

/// A rule's node.
pub(super) type Found = Result<NodeId, Stop>;

const OR_END: Set = set(&[Or]).or(END);
const AND_END: Set = set(&[And]).or(END);

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

    pub(super) fn expr(&mut self, state: u16, follow: Set) -> Found {
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
                    if matches!(r.kind(), Dot | LeftBracket) {
                        r.sync(126, Place::Block, CHAIN)?;
                    }
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
}

#[derive(Clone, Copy)]
enum LogicRule {
    Or,
    And,
}

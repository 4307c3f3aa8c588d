//! The grammar's tree to expressions; macros are expanded on the way (cel-go: parser/parser.go, the visitor; helper.go).

use std::sync::Arc;

use nexachart_go::strconv::{FloatBits, parse_float, parse_int, parse_uint};

use super::macros;
use super::recovery::DEPTH;
use super::token::{Kind, Token};
use super::tree::{Entries, Name, Node, NodeId, NodeKind};
use super::unescape::{Literal, unescape};
use crate::ast::{Call, Element, Entry, Expr, ExprId, ExprKind, Field, Select, Span, Spans};
use crate::source::{Issue, Location, NOWHERE, Source};
use crate::value::Value;

/// Chains such as `a.b.c` may be this long: cel-go has no bound of its own there but the length of the text.
const CHAIN: u32 = 2000;

/// Names that may not be used as identifiers (cel-go: parser.go, `reservedIds`).
const RESERVED: [&str; 21] = [
    "as",
    "break",
    "const",
    "continue",
    "else",
    "false",
    "for",
    "function",
    "if",
    "import",
    "in",
    "let",
    "loop",
    "package",
    "namespace",
    "null",
    "return",
    "true",
    "var",
    "void",
    "while",
];

/// The expression is nested too deeply.
pub struct TooDeep(pub String);

type Built = Result<Expr, TooDeep>;

/// Makes expressions of nodes.
pub struct Builder<'a> {
    source: &'a Source,
    nodes: Vec<Node>,
    pub issues: Vec<Issue>,
    pub spans: Spans,
    pub features: Vec<crate::eval::Feature>,
    depth: u16,
    chain: u32,
}

impl<'a> Builder<'a> {
    pub fn new(source: &'a Source, nodes: Vec<Node>, issues: Vec<Issue>) -> Builder<'a> {
        Builder { source, nodes, issues, spans: Spans::default(), features: Vec::new(), depth: 0, chain: 0 }
    }

    /// The expression of a node.
    pub fn visit(&mut self, id: NodeId) -> Built {
        let Some(node) = self.nodes.get_mut(id as usize) else {
            return Ok(self.error_expr());
        };
        let span = Span { place: node.start, start: node.start, end: node.end };
        let kind = std::mem::replace(&mut node.kind, NodeKind::Nothing);
        self.chain += 1;
        if self.chain > CHAIN {
            return Err(TooDeep("max recursion depth exceeded".into()));
        }
        let deep =
            matches!(kind, NodeKind::Conditional { .. } | NodeKind::Binary { .. } | NodeKind::Index { .. });
        if deep {
            self.depth += 1;
            if self.depth > DEPTH {
                return Err(TooDeep("max recursion depth exceeded".into()));
            }
        }
        let expr = self.visit_kind(kind, span)?;
        self.depth -= u16::from(deep);
        self.chain -= 1;
        Ok(expr)
    }

    fn visit_kind(&mut self, kind: NodeKind, span: Span) -> Built {
        match kind {
            NodeKind::Nothing | NodeKind::Only(_) => Ok(self.error_expr()),
            NodeKind::NoUnary => Ok(self.literal(span, "<<error>>".into())),
            NodeKind::Conditional { condition, op, then, otherwise } => {
                let condition = self.visit(condition)?;
                let id = self.id_at(op, span);
                let then = self.visit_part(then)?;
                let otherwise = self.visit_part(otherwise)?;
                self.global_call(id, "_?_:_", vec![condition, then, otherwise])
            }
            NodeKind::Logic { function, first, ops, rest } => {
                let mut terms = vec![self.visit(first)?];
                let mut ids = Vec::with_capacity(ops.len());
                for (n, op) in ops.iter().enumerate() {
                    let Some(term) = rest.get(n) else {
                        let wanted = &function[1..3];
                        return Ok(self.report(span, format!("unexpected character, wanted '{wanted}'")));
                    };
                    terms.push(self.visit(*term)?);
                    ids.push(self.id_at(*op, span));
                }
                let mut terms: Vec<Option<Expr>> = terms.into_iter().map(Some).collect();
                Ok(balanced(function, &mut terms, &ids))
            }
            NodeKind::Binary { op, left, right } => {
                let function = operator(op.kind);
                let left = self.visit(left)?;
                let id = self.id_at(op, span);
                let right = self.visit(right)?;
                self.global_call(id, function, vec![left, right])
            }
            NodeKind::Unary { function, ops, member } => {
                if ops.len() % 2 == 0 {
                    return self.visit_part(member);
                }
                let id = self.id_at(ops[0], span);
                let member = self.visit_part(member)?;
                self.global_call(id, function, vec![member])
            }
            NodeKind::Select { operand, op, optional, name } => {
                let operand = self.visit(operand)?;
                let (Some(op), Some(name)) = (op, name) else {
                    return Ok(self.unspecified(span));
                };
                let field = self.field_name(name, name.start);
                if optional {
                    let id = self.id_at(op, span);
                    let field = self
                        .literal(Span { place: name.start, start: name.start, end: span.end }, field.into());
                    return Ok(call(id, "_?._", vec![operand, field]));
                }
                let id = self.id_at(op, span);
                let select = Select { operand, field: field.into(), test_only: false };
                Ok(Expr { id, kind: ExprKind::Select(Box::new(select)) })
            }
            NodeKind::MemberCall { operand, name, open, args } => {
                let operand = self.visit(operand)?;
                let Some(name) = name else {
                    return Ok(self.unspecified(span));
                };
                let function = self.token_text(name);
                let id = self.id_opt(open, span);
                let args = self.visit_all(args)?;
                self.member_call(id, &function, operand, args)
            }
            NodeKind::Index { operand, op, optional, index } => {
                let operand = self.visit(operand)?;
                let Some(op) = op else {
                    return Ok(self.unspecified(span));
                };
                let id = self.id_at(op, span);
                let index = self.visit_part(index)?;
                self.global_call(id, if optional { "_[?_]" } else { "_[_]" }, vec![operand, index])
            }
            NodeKind::Ident { dot, name } => {
                let Some(token) = name else {
                    return Ok(self.unspecified(span));
                };
                let name = self.token_text(token);
                if RESERVED.contains(&name.as_str()) {
                    return Ok(self.report(span, format!("reserved identifier: {name}")));
                }
                let id = self.id_at(token, span);
                let name = if dot { format!(".{name}") } else { name };
                Ok(Expr { id, kind: ExprKind::Ident(name.into()) })
            }
            NodeKind::Call { dot, name, open, args } => {
                let Some(token) = name else {
                    return Ok(self.unspecified(span));
                };
                let name = self.token_text(token);
                if RESERVED.contains(&name.as_str()) {
                    return Ok(self.report(span, format!("reserved identifier: {name}")));
                }
                let id = self.id_opt(open, span);
                let args = self.visit_all(args)?;
                let name = if dot { format!(".{name}") } else { name };
                self.global_call(id, &name, args)
            }
            NodeKind::List { open, items } => {
                let id = self.id_opt(open, span);
                let mut elements = Vec::with_capacity(items.len());
                for (item, optional) in items {
                    elements.push(Element { value: self.visit(item)?, optional });
                }
                Ok(Expr { id, kind: ExprKind::List(elements) })
            }
            NodeKind::Map { open, entries } => {
                let id = self.id_opt(open, span);
                let Entries { keys, colons, values, .. } = entries;
                let mut built = Vec::with_capacity(values.len());
                for (n, colon) in colons.iter().enumerate() {
                    let entry = self.id_at(*colon, span);
                    let (Some((key, optional)), Some(value)) = (keys.get(n), values.get(n)) else {
                        built.clear();
                        break;
                    };
                    let key = self.visit(*key)?;
                    let value = self.visit(*value)?;
                    built.push(Entry { id: entry, key, value, optional: *optional });
                }
                Ok(Expr { id, kind: ExprKind::Map(built) })
            }
            NodeKind::Message { dot, names, open, entries } => self.message(span, dot, &names, open, entries),
            NodeKind::Literal { sign, token } => Ok(self.constant(span, sign, token)),
        }
    }

    fn message(
        &mut self,
        span: Span,
        dot: bool,
        names: &[Token],
        open: Option<Token>,
        entries: Entries<Option<Name>>,
    ) -> Built {
        let names: Vec<String> = names.iter().map(|name| self.token_text(*name)).collect();
        let name = format!("{}{}", if dot { "." } else { "" }, names.join("."));
        let id = self.id_opt(open, span);
        let Entries { keys, colons, values, start: list } = entries;
        let mut fields = Vec::with_capacity(keys.len());
        for (n, (name, optional)) in keys.iter().enumerate() {
            let (Some(colon), Some(value)) = (colons.get(n), values.get(n)) else {
                fields.clear();
                break;
            };
            let entry = self.id_at(*colon, span);
            let known = self.issues.len();
            let name = name.map_or_else(String::new, |name| self.field_name(name, list));
            if self.issues.len() > known {
                continue;
            }
            let value = self.visit(*value)?;
            fields.push(Field { id: entry, name: name.into(), value, optional: *optional });
        }
        Ok(Expr { id, kind: ExprKind::Struct(name.into(), fields) })
    }

    fn visit_all(&mut self, ids: Vec<NodeId>) -> Result<Vec<Expr>, TooDeep> {
        ids.into_iter().map(|id| self.visit(id)).collect()
    }

    fn visit_part(&mut self, id: Option<NodeId>) -> Built {
        match id {
            Some(id) => self.visit(id),
            None => Ok(self.error_expr()),
        }
    }

    /// A field's name; what is wrong with it is reported at `place`.
    fn field_name(&mut self, name: Name, place: u32) -> String {
        let message = match name.token {
            Some(token) if token.kind == Kind::Identifier => return self.token_text(token),
            Some(_) => "unsupported syntax: '`'",
            None => "unsupported ident kind",
        };
        self.issue(place, message.into());
        String::new()
    }

    fn constant(&mut self, span: Span, sign: Option<Token>, token: Option<Token>) -> Expr {
        let Some(token) = token else {
            return self.error_expr();
        };
        let text = self.token_text(token);
        let minus = if sign.is_some() { "-" } else { "" };
        let hex = |digits: &str| digits.strip_prefix("0x").map(|rest| (rest.to_owned(), 16));
        let value = match token.kind {
            Kind::Int => {
                let (digits, base) = hex(&text).unwrap_or((text, 10));
                match parse_int(format!("{minus}{digits}").as_bytes(), base, 64) {
                    Ok(n) => Value::Int(n),
                    Err(_) => return self.report(span, "invalid int literal".into()),
                }
            }
            Kind::Uint => {
                let text = &text[..text.len() - 1];
                let (digits, base) = hex(text).unwrap_or((text.to_owned(), 10));
                match parse_uint(digits.as_bytes(), base, 64) {
                    Ok(n) => Value::Uint(n),
                    Err(_) => return self.report(span, "invalid uint literal".into()),
                }
            }
            Kind::Float => match parse_float(format!("{minus}{text}").as_bytes(), FloatBits::B64) {
                Ok(x) => Value::Double(x),
                Err(_) => return self.report(span, "invalid double literal".into()),
            },
            Kind::String => match unescape(&text, Literal::Text) {
                Ok(bytes) => Value::text(&bytes),
                Err(message) => {
                    self.issue(span.place, message.into());
                    text.into()
                }
            },
            Kind::Bytes => match unescape(&text[1..], Literal::Bytes) {
                Ok(bytes) => Value::Bytes(bytes.into()),
                Err(message) => {
                    self.issue(span.place, message.into());
                    Value::Bytes(text.into_bytes().into())
                }
            },
            Kind::True => Value::Bool(true),
            Kind::False => Value::Bool(false),
            _ => Value::Null,
        };
        self.literal(span, value)
    }

    fn global_call(&mut self, id: ExprId, function: &str, args: Vec<Expr>) -> Built {
        match macros::expand(self, id, function, None, args) {
            Ok(expanded) => Ok(expanded),
            Err((_, args)) => Ok(call(id, function, args)),
        }
    }

    fn member_call(&mut self, id: ExprId, function: &str, target: Expr, args: Vec<Expr>) -> Built {
        match macros::expand(self, id, function, Some(target), args) {
            Ok(expanded) => Ok(expanded),
            Err((target, args)) => {
                let call = Call { function: function.into(), target, args };
                Ok(Expr { id, kind: ExprKind::Call(Box::new(call)) })
            }
        }
    }

    fn token_text(&self, token: Token) -> String {
        if token.missing { "<missing>".into() } else { self.source.text(token.start, token.end) }
    }

    fn id_at(&mut self, token: Token, span: Span) -> ExprId {
        self.spans.add(Span { place: token.start, ..span })
    }

    fn id_opt(&mut self, token: Option<Token>, span: Span) -> ExprId {
        self.spans.add(Span { place: token.map_or(span.place, |token| token.start), ..span })
    }

    fn literal(&mut self, span: Span, value: Value) -> Expr {
        Expr { id: self.spans.add(span), kind: ExprKind::Literal(value) }
    }

    fn unspecified(&mut self, span: Span) -> Expr {
        Expr { id: self.spans.add(span), kind: ExprKind::Unspecified }
    }

    /// What stands where nothing could be read: there is an error already.
    fn error_expr(&mut self) -> Expr {
        if self.issues.is_empty() {
            self.issues.push(Issue {
                location: Location::NONE,
                message: "unknown parse element encountered: <<nil>>".into(),
            });
        }
        self.unspecified(Span { place: NOWHERE, ..Span::default() })
    }

    fn issue(&mut self, offset: u32, message: String) {
        self.issues.push(Issue { location: self.source.location(offset), message });
    }

    /// Reports an error at a node and gives what stands for it.
    pub fn report(&mut self, span: Span, message: String) -> Expr {
        self.issue(span.place, message);
        self.unspecified(span)
    }
}

fn call(id: ExprId, function: &str, args: Vec<Expr>) -> Expr {
    Expr { id, kind: ExprKind::Call(Box::new(Call { function: function.into(), target: None, args })) }
}

/// The terms of `&&` or `||` as a balanced tree (cel-go: helper.go, `balancedTree`).
fn balanced(function: &'static str, terms: &mut [Option<Expr>], ids: &[ExprId]) -> Expr {
    fn tree(function: &Arc<str>, terms: &mut [Option<Expr>], ids: &[ExprId]) -> Expr {
        if ids.is_empty() {
            let term = terms.first_mut().and_then(Option::take);
            return term.unwrap_or(Expr { id: 0, kind: ExprKind::Unspecified });
        }
        let middle = ids.len() / 2;
        let (left, right) = terms.split_at_mut(middle + 1);
        let args = vec![tree(function, left, &ids[..middle]), tree(function, right, &ids[middle + 1..])];
        let call = Call { function: Arc::clone(function), target: None, args };
        Expr { id: ids[middle], kind: ExprKind::Call(Box::new(call)) }
    }
    tree(&function.into(), terms, ids)
}

fn operator(kind: Kind) -> &'static str {
    match kind {
        Kind::Equals => "_==_",
        Kind::NotEquals => "_!=_",
        Kind::In => "@in",
        Kind::Less => "_<_",
        Kind::LessEquals => "_<=_",
        Kind::GreaterEquals => "_>=_",
        Kind::Greater => "_>_",
        Kind::Plus => "_+_",
        Kind::Minus => "_-_",
        Kind::Star => "_*_",
        Kind::Slash => "_/_",
        _ => "_%_",
    }
}

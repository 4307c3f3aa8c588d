//! Pipelines: declarations, commands, operands.

use nexachart_value::Value;

use super::{Failure, Parser, number};
use crate::lex::{Item, Kind};
use crate::{At, Chain, Command, Expr, Identifier, Pipe, StringConst, Variable};

/// How deep parentheses may stand in each other (Go: maxStackDepth).
const MAX_EXPRESSION_DEPTH: usize = 10_000;

/// Where a pipeline stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Context {
    Command,
    If,
    With,
    Range,
    Template,
    Block,
    Define,
    Parentheses,
}

impl Context {
    /// As errors call it.
    pub fn name(self) -> &'static str {
        match self {
            Context::Command => "command",
            Context::If => "if",
            Context::With => "with",
            Context::Range => "range",
            Context::Template => "template clause",
            Context::Block => "block clause",
            Context::Define => "define clause",
            Context::Parentheses => "parenthesized pipeline",
        }
    }

    /// What ends the pipeline.
    fn end(self) -> Kind {
        match self {
            Context::Parentheses => Kind::RightParen,
            _ => Kind::RightDelim,
        }
    }
}

/// A pipeline that has not ended.
struct Open<'a> {
    context: Context,
    pipe: Pipe,
    /// The names that it declares or assigns.
    names: Vec<&'a [u8]>,
    /// The command whose arguments are being read.
    command: Option<Command>,
}

impl<'a> Parser<'a> {
    /// A pipeline, with what ends it.
    pub(super) fn pipeline(&mut self, context: Context) -> Result<Pipe, Failure> {
        // The pipelines around the current one, which is in parentheses then.
        let mut outer: Vec<Open<'a>> = Vec::new();
        let mut open = self.open_pipeline(context)?;
        loop {
            if open.command.is_none() {
                let token = self.next_non_space();
                if token.kind == open.context.end() {
                    let pipe = self.close_pipeline(open)?;
                    let Some(around) = outer.pop() else { return Ok(pipe) };
                    open = around;
                    self.operand(&mut open, Expr::Pipe(Box::new(pipe)))?;
                    continue;
                }
                if !starts_operand(token.kind) {
                    return Err(self.unexpected(token, open.context.name()));
                }
                self.backup();
                open.command = Some(Command { at: self.draft.at(token), args: Vec::with_capacity(1) });
            }
            let token = self.next_non_space();
            if token.kind == Kind::LeftParen {
                if outer.len() >= MAX_EXPRESSION_DEPTH {
                    return Err(self.fail("max expression depth exceeded", &[]));
                }
                outer.push(open);
                open = self.open_pipeline(Context::Parentheses)?;
                continue;
            }
            match self.term(token)? {
                Some(term) => self.operand(&mut open, term)?,
                None => {
                    self.backup();
                    self.after_operand(&mut open)?;
                }
            }
        }
    }

    /// The beginning of a pipeline: what it declares or assigns.
    fn open_pipeline(&mut self, context: Context) -> Result<Open<'a>, Failure> {
        let at = self.place_of_next();
        let pipe = Pipe { at, is_assign: false, decl: Vec::new(), cmds: Vec::with_capacity(1) };
        let mut open = Open { context, pipe, names: Vec::new(), command: None };
        loop {
            let variable = self.peek_non_space();
            if variable.kind != Kind::Variable {
                return Ok(open);
            }
            self.next();
            // A blank is a token too: in `$x foo` it takes three tokens to see that `$x` is an argument.
            let after = self.peek();
            let next = self.peek_non_space();
            let comma = next.kind == Kind::Char && self.lexer.text(next) == b",";
            if matches!(next.kind, Kind::Assign | Kind::Declare) || comma {
                self.next_non_space();
                let name = self.lexer.text(variable);
                let at = self.draft.at(variable);
                open.pipe.decl.push(Variable {
                    at,
                    name: name.into(),
                    slot: Variable::UNDEFINED,
                    fields: Vec::new(),
                });
                open.names.push(name);
                self.draft.variables.name(name);
            }
            if !comma {
                match next.kind {
                    Kind::Assign | Kind::Declare => open.pipe.is_assign = next.kind == Kind::Assign,
                    _ if after.kind == Kind::Space => self.backup3(variable, after),
                    _ => self.backup2(variable),
                }
                return Ok(open);
            }
            if context != Context::Range || open.pipe.decl.len() >= 2 {
                return Err(self.fail("too many declarations in %s", &[context.name().into()]));
            }
            let next = self.peek_non_space();
            if !matches!(next.kind, Kind::Variable | Kind::RightDelim | Kind::RightParen) {
                return Err(self.fail("range can only initialize variables", &[]));
            }
        }
    }

    /// The end of a pipeline: checks it, and lets its declarations take effect.
    fn close_pipeline(&mut self, open: Open<'a>) -> Result<Pipe, Failure> {
        let Open { context, mut pipe, names, .. } = open;
        if pipe.cmds.is_empty() {
            return Err(self.fail("missing value for %s", &[context.name().into()]));
        }
        for (i, command) in pipe.cmds.iter().enumerate().skip(1) {
            let constant = matches!(
                command.args.first(),
                Some(Expr::Bool(..) | Expr::Dot(_) | Expr::Nil(_) | Expr::Number(..) | Expr::String(_))
            );
            if constant {
                return Err(
                    self.fail("non executable command in pipeline stage %d", &[Value::int(i as i64 + 1)])
                );
            }
        }
        for (variable, name) in pipe.decl.iter_mut().zip(names) {
            let variables = &mut self.draft.variables;
            variable.slot = if pipe.is_assign {
                variables.slot(name).unwrap_or(Variable::UNDEFINED)
            } else {
                variables.declare(name)
            };
        }
        Ok(pipe)
    }

    /// Adds an operand, with the fields that may follow it, to the command.
    fn operand(&mut self, open: &mut Open<'a>, term: Expr) -> Result<(), Failure> {
        let operand = if self.peek().kind == Kind::Field { self.fields(term)? } else { term };
        if let Some(command) = &mut open.command {
            command.args.push(operand);
        }
        self.after_operand(open)
    }

    /// What follows an operand: a blank and the next one, or the end of the command.
    fn after_operand(&mut self, open: &mut Open<'a>) -> Result<(), Failure> {
        let token = self.next();
        match token.kind {
            Kind::Space => return Ok(()),
            Kind::RightDelim | Kind::RightParen => self.backup(),
            Kind::Pipe => {}
            _ => return Err(self.unexpected(token, "operand")),
        }
        open.pipe.cmds.extend(open.command.take());
        Ok(())
    }

    /// A term with the fields that follow it. The node gets the place of the first of them: that is
    /// what Go's run-time errors show.
    fn fields(&mut self, term: Expr) -> Result<Expr, Failure> {
        let first = self.peek();
        Ok(match term {
            Expr::Field(_, mut fields) => {
                self.read_fields(&mut fields);
                Expr::Field(self.draft.at(first), fields)
            }
            Expr::Variable(mut variable) => {
                self.read_fields(&mut variable.fields);
                Expr::Variable(Variable { at: self.draft.at(first), ..variable })
            }
            Expr::Bool(..) | Expr::String(_) | Expr::Number(..) | Expr::Nil(_) | Expr::Dot(_) => {
                self.read_fields(&mut Vec::new());
                let mut text = Vec::new();
                term.write(&mut text);
                return Err(self.fail("unexpected . after term %q", &[Value::string(text)]));
            }
            base => {
                let mut fields = Vec::new();
                self.read_fields(&mut fields);
                Expr::Chain(Box::new(Chain { at: self.draft.at(first), base, fields }))
            }
        })
    }

    fn read_fields(&mut self, fields: &mut Vec<Box<[u8]>>) {
        while self.peek().kind == Kind::Field {
            let token = self.next();
            fields.push(self.field_name(token));
        }
    }

    /// A term other than parentheses; nothing if the token is none.
    fn term(&mut self, token: Item) -> Result<Option<Expr>, Failure> {
        let text = self.lexer.text(token);
        let at = self.draft.at(token);
        Ok(Some(match token.kind {
            Kind::Identifier => self.identifier(at, text)?,
            Kind::Dot => Expr::Dot(at),
            Kind::Nil => Expr::Nil(at),
            Kind::Bool => Expr::Bool(at, text == b"true"),
            Kind::Field => Expr::Field(at, vec![self.field_name(token)]),
            Kind::Variable => {
                if !self.draft.variables.is_named(text) {
                    return Err(self.fail("undefined variable %q", &[Value::string(text)]));
                }
                let slot = self.draft.variables.slot(text).unwrap_or(Variable::UNDEFINED);
                Expr::Variable(Variable { at, name: text.into(), slot, fields: Vec::new() })
            }
            Kind::CharConstant | Kind::Complex | Kind::Number => {
                let number = match token.kind {
                    Kind::CharConstant => number::character(text),
                    Kind::Complex => number::complex(text),
                    _ => number::number(text),
                };
                Expr::Number(at, Box::new(number.map_err(|message| self.fail_with(message))?))
            }
            Kind::String | Kind::RawString => {
                let value = self.unquote(token)?;
                let constant = self.draft.constants;
                self.draft.constants += 1;
                Expr::String(StringConst { at, quoted: text.into(), text: value.as_ref().into(), constant })
            }
            _ => return Ok(None),
        }))
    }

    fn identifier(&self, at: At, text: &[u8]) -> Result<Expr, Failure> {
        // A name is letters and digits, so it is UTF-8.
        let found = std::str::from_utf8(text).ok().and_then(|name| Some((name, self.functions.find(name)?)));
        let Some((name, func)) = found else {
            return Err(self.fail("function %q not defined", &[Value::string(text)]));
        };
        Ok(Expr::Identifier(Identifier { at, name: name.into(), func }))
    }

    /// The name in a field token, without the dot.
    fn field_name(&self, token: Item) -> Box<[u8]> {
        self.lexer.text(token)[1..].into()
    }
}

fn starts_operand(kind: Kind) -> bool {
    use Kind::*;
    matches!(
        kind,
        Bool | CharConstant
            | Complex
            | Dot
            | Field
            | Identifier
            | Number
            | Nil
            | RawString
            | String
            | Variable
            | LeftParen
    )
}

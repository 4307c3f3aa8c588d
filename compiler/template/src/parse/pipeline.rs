//! Pipelines: declarations, commands, operands.

use nexachart_value::Value;

use super::{Failure, Parser, number};
use crate::lex::{Item, Kind};
use crate::{
    At, Chain, Command, Expr, Id, Identifier, Ids, Number, ParseFault, Pipe, StringConst, Text, Variable,
};

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
struct Open {
    context: Context,
    at: At,
    is_assign: bool,
    /// Where its variables and commands begin among those that wait.
    variables: usize,
    commands: usize,
    /// The command whose arguments are being read.
    command: Option<OpenCommand>,
}

struct OpenCommand {
    at: At,
    /// Where its arguments begin among those that wait.
    args: usize,
}

impl<'a> Parser<'a> {
    /// A pipeline, with what ends it.
    pub(super) fn pipeline(&mut self, context: Context) -> Result<Id<Pipe>, Failure> {
        // The pipelines around the current one, which is in parentheses then.
        let mut outer: Vec<Open> = Vec::new();
        let mut open = self.open_pipeline(context)?;
        loop {
            if open.command.is_none() {
                let token = self.next_non_space();
                if token.kind == open.context.end() {
                    let at = open.at;
                    let pipe = self.close_pipeline(open)?;
                    let Some(around) = outer.pop() else { return Ok(pipe) };
                    open = around;
                    self.operand(&mut open, Expr::Pipe(at, pipe))?;
                    continue;
                }
                if !starts_operand(token.kind) {
                    return Err(self.unexpected(token, open.context.name()));
                }
                self.backup();
                let args = self.waiting.exprs.len();
                open.command = Some(OpenCommand { at: self.draft.at(token), args });
            }
            let token = self.next_non_space();
            if token.kind == Kind::LeftParen {
                if outer.len() >= MAX_EXPRESSION_DEPTH {
                    return Err(self.fail(ParseFault::Other, "max expression depth exceeded", &[]));
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
    fn open_pipeline(&mut self, context: Context) -> Result<Open, Failure> {
        let mut open = Open {
            context,
            at: self.place_of_next(),
            is_assign: false,
            variables: self.waiting.variables.len(),
            commands: self.waiting.commands.len(),
            command: None,
        };
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
                let at = self.draft.at(variable);
                self.waiting.variables.push(Variable {
                    at,
                    name: Text::of(variable),
                    slot: Variable::UNDEFINED,
                    fields: Ids::NONE,
                });
                self.draft.variables.name(self.lexer.text(variable));
            }
            if !comma {
                match next.kind {
                    Kind::Assign | Kind::Declare => open.is_assign = next.kind == Kind::Assign,
                    _ if after.kind == Kind::Space => self.backup3(variable, after),
                    _ => self.backup2(variable),
                }
                return Ok(open);
            }
            if context != Context::Range || self.waiting.variables.len() - open.variables >= 2 {
                return Err(self.fail(
                    ParseFault::UnexpectedToken,
                    "too many declarations in %s",
                    &[context.name().into()],
                ));
            }
            let next = self.peek_non_space();
            if !matches!(next.kind, Kind::Variable | Kind::RightDelim | Kind::RightParen) {
                return Err(self.fail(
                    ParseFault::UnexpectedToken,
                    "range can only initialize variables",
                    &[],
                ));
            }
        }
    }

    /// The end of a pipeline: checks it, and lets its declarations take effect.
    fn close_pipeline(&mut self, open: Open) -> Result<Id<Pipe>, Failure> {
        let Open { context, at, is_assign, variables, commands, .. } = open;
        let cmds = self.nodes.take(&mut self.waiting.commands, commands);
        if cmds.is_empty() {
            return Err(self.fail(
                ParseFault::MissingValue,
                "missing value for %s",
                &[context.name().into()],
            ));
        }
        for (i, command) in self.nodes[cmds].iter().enumerate().skip(1) {
            let constant = matches!(
                self.nodes[command.args].first(),
                Some(Expr::Bool(..) | Expr::Dot(_) | Expr::Nil(_) | Expr::Number(..) | Expr::String(_))
            );
            if constant {
                return Err(self.fail(
                    ParseFault::UnexpectedToken,
                    "non executable command in pipeline stage %d",
                    &[Value::int(i as i64 + 1)],
                ));
            }
        }
        for variable in &mut self.waiting.variables[variables..] {
            let name = self.lexer.text_at(variable.name);
            let known = &mut self.draft.variables;
            variable.slot =
                if is_assign { known.slot(name).unwrap_or(Variable::UNDEFINED) } else { known.declare(name) };
        }
        let decl = self.nodes.take(&mut self.waiting.variables, variables);
        Ok(self.nodes.push(Pipe { at, is_assign, decl, cmds }))
    }

    /// Adds an operand, with the fields that may follow it, to the command.
    fn operand(&mut self, open: &mut Open, term: Expr) -> Result<(), Failure> {
        let operand = if self.peek().kind == Kind::Field { self.fields(term)? } else { term };
        self.waiting.exprs.push(operand);
        self.after_operand(open)
    }

    /// What follows an operand: a blank and the next one, or the end of the command.
    fn after_operand(&mut self, open: &mut Open) -> Result<(), Failure> {
        let token = self.next();
        match token.kind {
            Kind::Space => return Ok(()),
            Kind::RightDelim | Kind::RightParen => self.backup(),
            Kind::Pipe => {}
            _ => return Err(self.unexpected(token, "operand")),
        }
        if let Some(OpenCommand { at, args }) = open.command.take() {
            let args = self.nodes.take(&mut self.waiting.exprs, args);
            self.waiting.commands.push(Command { at, args });
        }
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
            Expr::Variable(_, id) => {
                let mut fields = Ids::NONE;
                self.read_fields(&mut fields);
                let at = self.draft.at(first);
                let variable = &mut self.nodes[id];
                (variable.at, variable.fields) = (at, fields);
                Expr::Variable(at, id)
            }
            Expr::Bool(..) | Expr::String(_) | Expr::Number(..) | Expr::Nil(_) | Expr::Dot(_) => {
                let text = &self.lexer.input()[term.at().pos as usize..first.start as usize];
                while self.peek().kind == Kind::Field {
                    self.next();
                }
                return Err(self.fail(
                    ParseFault::UnexpectedToken,
                    "unexpected . after term %q",
                    &[Value::string(text)],
                ));
            }
            base => {
                let mut fields = Ids::NONE;
                self.read_fields(&mut fields);
                let at = self.draft.at(first);
                Expr::Chain(at, self.nodes.push(Chain { at, base, fields }))
            }
        })
    }

    fn read_fields(&mut self, fields: &mut Ids<Text>) {
        while self.peek().kind == Kind::Field {
            let token = self.next();
            self.nodes.append(fields, field_name(token));
        }
    }

    /// A term other than parentheses; nothing if the token is none.
    fn term(&mut self, token: Item) -> Result<Option<Expr>, Failure> {
        let text = self.lexer.text(token);
        let at = self.draft.at(token);
        Ok(Some(match token.kind {
            Kind::Identifier => self.identifier(at, token)?,
            Kind::Dot => Expr::Dot(at),
            Kind::Nil => Expr::Nil(at),
            Kind::Bool => Expr::Bool(at, text == b"true"),
            Kind::Field => {
                let mut fields = Ids::NONE;
                self.nodes.append(&mut fields, field_name(token));
                Expr::Field(at, fields)
            }
            Kind::Variable => {
                if !self.draft.variables.is_named(text) {
                    let fault = ParseFault::UndefinedVariable { name: text.to_vec() };
                    return Err(self
                        .fail(fault, "undefined variable %q", &[Value::string(text)])
                        .at(token.start));
                }
                let slot = self.draft.variables.slot(text).unwrap_or(Variable::UNDEFINED);
                let name = Text::of(token);
                Expr::Variable(at, self.nodes.push(Variable { at, name, slot, fields: Ids::NONE }))
            }
            Kind::CharConstant | Kind::Complex | Kind::Number => {
                let number = match token.kind {
                    Kind::CharConstant => number::character(text),
                    Kind::Complex => number::complex(text),
                    _ => number::number(text),
                };
                let number = number.map_err(|message| self.fail_with(message))?;
                Expr::Number(at, self.nodes.push(Number { text: Text::of(token), ..number }))
            }
            Kind::String | Kind::RawString => {
                self.unquote(token)?;
                let constant = self.draft.constants;
                self.draft.constants += 1;
                Expr::String(StringConst { at, quoted: Text::of(token), constant })
            }
            _ => return Ok(None),
        }))
    }

    fn identifier(&self, at: At, token: Item) -> Result<Expr, Failure> {
        let text = self.lexer.text(token);
        // A name is letters and digits, so it is UTF-8.
        let found = std::str::from_utf8(text).ok().and_then(|name| self.functions.find(name));
        let Some(func) = found else {
            let fault = ParseFault::UnknownFunction { name: text.to_vec() };
            return Err(self.fail(fault, "function %q not defined", &[Value::string(text)]).at(token.start));
        };
        Ok(Expr::Identifier(Identifier { at, name: Text::of(token), func }))
    }
}

/// The name in a field token, without the dot.
fn field_name(token: Item) -> Text {
    Text { start: token.start + 1, end: token.end }
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

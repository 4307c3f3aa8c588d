//! How errors are worded. Go: Tree.errorf and Tree.unexpected.

use std::any::Any;

use memchr::memmem;
use nexachart_go::strconv::{Escape, append_quote};
use nexachart_go::utf8;
use nexachart_value::{Object, Type, Value};

use super::draft::{Draft, Purpose};
use super::pipeline::Context;
use super::{Failure, Parser};
use crate::fmt::sprintf;
use crate::lex::{Item, Kind};
use crate::{ParseError, ParseFault};

impl Parser<'_> {
    /// An error at the last token, which Go names the line of; `format` and `args` as for `Sprintf`.
    pub(super) fn fail(&self, fault: ParseFault, format: &str, args: &[Value]) -> Failure {
        self.fail_in(&self.draft, fault, format, args)
    }

    /// An error that another function made.
    pub(super) fn fail_with(&self, error: impl Into<Vec<u8>>) -> Failure {
        let text = error.into();
        let ty = Type::Pointer(&Type::Struct("errors.errorString"));
        let fields = vec![("s", Value::string(&*text))];
        self.fail(ParseFault::BadConstant, "%s", &[Value::object(Shown { ty, text, fields })])
    }

    /// As in Go the place goes through the formatting too, so that a `%` in a file's name has the same
    /// strange effect.
    fn fail_in(&self, draft: &Draft<'_>, fault: ParseFault, format: &str, args: &[Value]) -> Failure {
        let at = draft.tokens[0].start;
        let line = self.lexer.line(at).to_string();
        let format =
            [b"template: ", self.name.unwrap_or_default(), b":", line.as_bytes(), b": ", format.as_bytes()]
                .concat();
        let mut text = Vec::new();
        sprintf(&mut text, &format, args);
        Box::new(ParseError { text, fault, offset: Some(at) })
    }

    /// The end of the file where something is open: at the beginning of that.
    pub(super) fn fail_at_end(&self) -> Failure {
        let mut failure = self.fail(ParseFault::MissingEnd, "unexpected EOF", &[]);
        let inside = match (self.draft.open.last(), &self.draft.purpose) {
            (Some(open), _) => Some(self.nodes[open.pipe].at.pos),
            (None, Purpose::Block(call)) => Some(call.at.pos),
            (None, Purpose::Define) => Some(self.draft.list.at.pos),
            (None, Purpose::File) => None,
        };
        if let Some(pos) = inside
            && let Some(start) = memmem::rfind(&self.lexer.input()[..pos as usize], b"{{")
        {
            failure.offset = Some(start as u32);
        }
        failure
    }

    /// An `else` or `end` that nothing is open for.
    pub(super) fn fail_clause(&self, found: &str) -> Failure {
        let ty = Type::Pointer(&Type::Struct("parse.elseNode"));
        let node = Value::object(Shown { ty, text: found.into(), fields: Vec::new() });
        let (draft, context) = match self.draft.purpose {
            Purpose::File => return self.fail(ParseFault::StrayEnd, "unexpected %s", &[node]),
            Purpose::Define => (&self.draft, Context::Define),
            // It is the surrounding template that complains, and that is still at the `block`.
            Purpose::Block(_) => (self.outer.last().unwrap_or(&self.draft), Context::Block),
        };
        let mut failure =
            self.fail_in(draft, ParseFault::StrayEnd, "unexpected %s in %s", &[node, context.name().into()]);
        failure.offset = Some(self.draft.tokens[0].start);
        failure
    }

    /// A token that cannot stand where it does.
    pub(super) fn unexpected(&self, token: Item, context: &str) -> Failure {
        let shown = self.shown(token);
        // Where the action starts, if that is in another line: then it is the likelier place of the error.
        let start = self.draft.action.filter(|&at| self.lexer.line(at) != self.lexer.line(token.start));
        if token.kind != Kind::Error {
            let brace = token.kind == Kind::Char && matches!(self.lexer.text(token), b"{" | b"}");
            let unclosed = brace || start.is_some();
            let fault = if unclosed { ParseFault::UnclosedAction } else { ParseFault::UnexpectedToken };
            let mut failure = self.fail(fault, "unexpected %s in %s", &[shown, context.into()]);
            failure.offset = Some(start.unwrap_or(token.start));
            return failure;
        }
        let mut extra = Vec::new();
        if let Some(action) = start {
            let what = if self.lexer.error().ends_with(b" action") { "" } else { " in action" };
            let line = self.lexer.line(action);
            let args = [what.into(), Value::string(self.name.unwrap_or_default()), Value::int(line as i64)];
            sprintf(&mut extra, b"%s started at %s:%d", &args);
        }
        let fault = self.lexer.fault();
        let mut failure = self.fail(fault.clone(), "%s%s", &[shown, Value::string(extra)]);
        let action = match fault {
            ParseFault::UnclosedAction => self.draft.action,
            ParseFault::Parentheses => start,
            _ => None,
        };
        failure.offset = Some(action.unwrap_or(token.start));
        failure
    }

    /// A token as errors show it (Go: item.String).
    fn shown(&self, token: Item) -> Value {
        let text = match token.kind {
            Kind::Error => self.lexer.error(),
            _ => self.lexer.text(token),
        };
        let mut shown = Vec::new();
        match token.kind {
            Kind::Eof => shown.extend(b"EOF"),
            Kind::Error => shown.extend(text),
            kind if kind.is_keyword() => shown.extend([b"<", text, b">"].concat()),
            _ if text.len() > 10 => {
                let end = utf8::runes(text).take(10).map(|(at, _, width)| at + width).last().unwrap_or(0);
                append_quote(&mut shown, &text[..end], Escape::NotPrintable);
                shown.extend(b"...");
            }
            _ => append_quote(&mut shown, text, Escape::NotPrintable),
        }
        let fields = vec![
            ("typ", Value::object(Defined("parse.itemType", token.kind as i64))),
            ("pos", Value::object(Defined("parse.Pos", token.start.into()))),
            ("val", Value::string(text)),
            ("line", Value::int(self.lexer.line(token.start) as i64)),
        ];
        Value::object(Shown { ty: Type::Struct("parse.item"), text: shown, fields })
    }
}

/// Something of the parser in an error text: a struct with a `String()` method.
#[derive(Debug)]
struct Shown {
    ty: Type,
    text: Vec<u8>,
    fields: Vec<(&'static str, Value)>,
}

impl Object for Shown {
    fn ty(&self) -> Type {
        self.ty
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        self.fields.clone()
    }

    fn string(&self) -> Option<Vec<u8>> {
        Some(self.text.clone())
    }

    fn equal(&self, other: &dyn Object) -> bool {
        other.as_any().downcast_ref::<Shown>().is_some_and(|other| self.text == other.text)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// A number of a defined type.
#[derive(Debug)]
struct Defined(&'static str, i64);

impl Object for Defined {
    fn ty(&self) -> Type {
        Type::Named(self.0, &Type::INT)
    }

    fn underlying(&self) -> Option<Value> {
        Some(Value::int(self.1))
    }

    fn equal(&self, other: &dyn Object) -> bool {
        other.as_any().downcast_ref::<Defined>().is_some_and(|other| self.1 == other.1)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

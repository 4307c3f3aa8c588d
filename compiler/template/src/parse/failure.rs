//! How errors are worded. Go: Tree.errorf and Tree.unexpected.

use std::any::Any;

use nexachart_go::strconv::{Escape, append_quote};
use nexachart_go::utf8;
use nexachart_value::{Object, Type, Value};

use super::draft::{Draft, Purpose};
use super::pipeline::Context;
use super::{Failure, Parser};
use crate::fmt::sprintf;
use crate::lex::{Item, Kind};

impl Parser<'_> {
    /// An error at the line of the last token; `format` and `args` as for `Sprintf`.
    pub(super) fn fail(&self, format: &str, args: &[Value]) -> Failure {
        self.fail_in(&self.draft, format, args)
    }

    /// An error that another function made.
    pub(super) fn fail_with(&self, error: impl Into<Vec<u8>>) -> Failure {
        let text = error.into();
        let ty = Type::Pointer(&Type::Struct("errors.errorString"));
        let fields = vec![("s", Value::string(&*text))];
        self.fail("%s", &[Value::object(Shown { ty, text, fields })])
    }

    /// As in Go the place goes through the formatting too, so that a `%` in a file's name has the same
    /// strange effect.
    fn fail_in(&self, draft: &Draft<'_>, format: &str, args: &[Value]) -> Failure {
        let line = self.lexer.line(draft.tokens[0].start).to_string();
        let format =
            [b"template: ", self.name.unwrap_or_default(), b":", line.as_bytes(), b": ", format.as_bytes()]
                .concat();
        let mut message = Vec::new();
        sprintf(&mut message, &format, args);
        message
    }

    /// An `else` or `end` that nothing is open for.
    pub(super) fn fail_clause(&self, found: &str) -> Failure {
        let ty = Type::Pointer(&Type::Struct("parse.elseNode"));
        let node = Value::object(Shown { ty, text: found.into(), fields: Vec::new() });
        let (draft, context) = match self.draft.purpose {
            Purpose::File => return self.fail("unexpected %s", &[node]),
            Purpose::Define => (&self.draft, Context::Define),
            // It is the surrounding template that complains, and that is still at the `block`.
            Purpose::Block(_) => (self.outer.last().unwrap_or(&self.draft), Context::Block),
        };
        self.fail_in(draft, "unexpected %s in %s", &[node, context.name().into()])
    }

    /// A token that cannot stand where it does.
    pub(super) fn unexpected(&self, token: Item, context: &str) -> Failure {
        let shown = self.shown(token);
        if token.kind != Kind::Error {
            return self.fail("unexpected %s in %s", &[shown, context.into()]);
        }
        let mut extra = Vec::new();
        if let Some(action) = self.draft.action {
            let line = self.lexer.line(action);
            if line != self.lexer.line(token.start) {
                let what = if self.lexer.error().ends_with(b" action") { "" } else { " in action" };
                let args =
                    [what.into(), Value::string(self.name.unwrap_or_default()), Value::int(line as i64)];
                sprintf(&mut extra, b"%s started at %s:%d", &args);
            }
        }
        self.fail("%s%s", &[shown, Value::string(extra)])
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

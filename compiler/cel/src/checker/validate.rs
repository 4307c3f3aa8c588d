//! What Kubernetes asks of literals after the types are checked (cel-go: cel/validator.go; apiserver: environment/base.go).

use nexachart_go::regexp::Regexp;

use super::{Checked, Reference, shown};
use crate::ast::{Expr, ExprId, ExprKind, Spans};
use crate::library::{self, LiteralCheck, Shape};
use crate::source::{Issue, Source};
use crate::types::Type;
use crate::value::Value;

/// The issues, validator by validator, each in the order of the text's tree.
pub fn validate(source: &Source, spans: &Spans, checked: &Checked, expr: &Expr) -> Vec<Issue> {
    let mut found = Found { source, spans, checked, issues: Default::default() };
    found.walk(expr, Context::Plain);
    found.issues.into_iter().flatten().collect()
}

/// The validators, in the order in which they run.
#[derive(Clone, Copy)]
enum Validator {
    Lists,
    Maps,
    Duration,
    Timestamp,
    Pattern,
    Format,
}

/// Where lists and maps of mixed types are fine: inside of `format`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Context {
    Plain,
    Format,
}

struct Found<'a> {
    source: &'a Source,
    spans: &'a Spans,
    checked: &'a Checked,
    issues: [Vec<Issue>; 6],
}

impl Found<'_> {
    fn walk(&mut self, expr: &Expr, context: Context) {
        match &expr.kind {
            ExprKind::Unspecified | ExprKind::Literal(_) | ExprKind::Ident(_) => {}
            ExprKind::Select(select) => self.walk(&select.operand, context),
            ExprKind::Call(call) => {
                self.literal_argument(&call.function, call.args.first());
                let mut inner = context;
                if let Some(check) = self.literal_check(expr.id) {
                    // Lists of arguments may be of mixed types.
                    inner = Context::Format;
                    if let (Some(target), [args]) = (&call.target, call.args.as_slice()) {
                        self.literal_receiver(expr.id, check, target, args);
                    }
                }
                for part in call.target.iter().chain(&call.args) {
                    self.walk(part, inner);
                }
            }
            ExprKind::List(elements) => {
                if context == Context::Plain {
                    self.same_types(Validator::Lists, elements.iter().map(|e| (&e.value, e.optional)));
                }
                for element in elements {
                    self.walk(&element.value, context);
                }
            }
            ExprKind::Map(entries) => {
                if context == Context::Plain {
                    let mut issues = Vec::new();
                    self.map_types(entries, &mut issues);
                    for (id, message) in issues {
                        self.report(Validator::Maps, id, message);
                    }
                }
                for entry in entries {
                    self.walk(&entry.key, context);
                    self.walk(&entry.value, context);
                }
            }
            ExprKind::Struct(_, fields) => fields.iter().for_each(|field| self.walk(&field.value, context)),
            ExprKind::Comprehension(all) => {
                for part in [&all.range, &all.init, &all.condition, &all.step, &all.result] {
                    self.walk(part, context);
                }
            }
        }
    }

    fn literal_argument(&mut self, function: &str, argument: Option<&Expr>) {
        let Some(Expr { id, kind: ExprKind::Literal(value) }) = argument else { return };
        let (validator, valid) = match function {
            "duration" => (Validator::Duration, library::conversions::converts(function, value)),
            "timestamp" => (Validator::Timestamp, library::conversions::converts(function, value)),
            "matches" => {
                (Validator::Pattern, value.as_str().is_none_or(|p| Regexp::new(p.as_bytes()).is_ok()))
            }
            _ => return,
        };
        if !valid {
            self.report(validator, *id, format!("invalid {function} argument"));
        }
    }

    fn literal_check(&self, call: ExprId) -> Option<LiteralCheck> {
        match self.checked.reference(call) {
            Some(Reference::Overloads(found)) => found.first()?.function.literal,
            _ => None,
        }
    }

    fn literal_receiver(&mut self, call: ExprId, check: LiteralCheck, target: &Expr, args: &Expr) {
        let (ExprKind::Literal(Value::String(text)), ExprKind::List(elements)) = (&target.kind, &args.kind)
        else {
            return;
        };
        let shapes: Vec<Shape> = elements.iter().map(|element| self.shape(&element.value)).collect();
        if let Err((at, message)) = check(text, &shapes) {
            self.report(Validator::Format, at.unwrap_or(call), message);
        }
    }

    fn shape(&self, expr: &Expr) -> Shape {
        let parts = match &expr.kind {
            ExprKind::List(elements) => elements.iter().map(|element| self.shape(&element.value)).collect(),
            ExprKind::Map(entries) => {
                entries.iter().flat_map(|entry| [self.shape(&entry.key), self.shape(&entry.value)]).collect()
            }
            _ => Vec::new(),
        };
        Shape { id: expr.id, of: self.type_of(expr, false), parts }
    }

    fn type_of(&self, expr: &Expr, optional: bool) -> Type {
        let of = self.checked.type_of(expr.id).cloned().unwrap_or(Type::Dyn);
        // cel-go panics where an optional element is dyn.
        if optional { of.optional_inner().cloned().unwrap_or(Type::Error) } else { of }
    }

    fn same_types<'e>(&mut self, validator: Validator, values: impl Iterator<Item = (&'e Expr, bool)>) {
        let mut expected: Option<Type> = None;
        for (value, optional) in values {
            let of = self.type_of(value, optional);
            match &expected {
                _ if of == Type::Error => return self.report(validator, value.id, not_optional()),
                None => expected = Some(of),
                Some(expected) if equivalent(expected, &of) => {}
                Some(expected) => return self.report(validator, value.id, mismatch(expected, &of)),
            }
        }
    }

    fn map_types(&self, entries: &[crate::ast::Entry], issues: &mut Vec<(ExprId, String)>) {
        let mut expected: Option<(Type, Type)> = None;
        for entry in entries {
            let (key, value) = (self.type_of(&entry.key, false), self.type_of(&entry.value, entry.optional));
            if value == Type::Error {
                issues.push((entry.value.id, not_optional()));
                return;
            }
            let Some((keys, values)) = &expected else {
                expected = Some((key, value));
                continue;
            };
            if !equivalent(keys, &key) {
                issues.push((entry.key.id, mismatch(keys, &key)));
            }
            if !equivalent(values, &value) {
                issues.push((entry.value.id, mismatch(values, &value)));
            }
        }
    }

    fn report(&mut self, validator: Validator, id: ExprId, message: String) {
        let place = self.spans.get(id).unwrap_or_default().place;
        self.issues[validator as usize].push(Issue { location: self.source.location(place), message });
    }
}

fn not_optional() -> String {
    "an optional element must be of type optional, not dyn".into()
}

fn mismatch(expected: &Type, found: &Type) -> String {
    format!("expected type '{}' but found '{}'", shown(expected), shown(found))
}

/// The same type, whatever type parameters are called.
fn equivalent(a: &Type, b: &Type) -> bool {
    match (a, b) {
        (Type::Param(_), Type::Param(_)) => true,
        (Type::List(a), Type::List(b)) => equivalent(a, b),
        (Type::Map(ak, av), Type::Map(bk, bv)) => equivalent(ak, bk) && equivalent(av, bv),
        (Type::Opaque(a, ap), Type::Opaque(b, bp)) => {
            a == b && ap.len() == bp.len() && ap.iter().zip(&**bp).all(|(a, b)| equivalent(a, b))
        }
        (Type::Type(Some(a)), Type::Type(Some(b))) => equivalent(a, b),
        (a, b) => a == b,
    }
}

//! The type checker (cel-go: checker/checker.go).

mod calls;
mod mapping;
pub mod validate;

use std::sync::Arc;

use crate::ast::{Comprehension, Element, Entry, Expr, ExprId, ExprKind, Field, Select, Spans};
use crate::env::{DeclaredOverload, Env, Ident};
use crate::eval::Feature;
use crate::library::Version;
use crate::source::{Issue, Source};
use crate::types::Type;
use crate::value::Value;
use crate::wellknown;
pub use mapping::shown;
use mapping::{Free, Mapping, most_general, size};

/// The largest type that an expression may have, in nodes: types that double with each step would take for ever to compare.
const SIZE: usize = 5000;

/// What the checker found, by the numbers of nodes.
#[derive(Debug)]
pub struct Checked {
    types: Vec<Option<Type>>,
    references: Vec<Option<Reference>>,
}

/// What a node refers to.
#[derive(Clone, Debug)]
pub enum Reference {
    /// A variable or a name that a loop gave.
    Variable,
    /// A type.
    Type(Type),
    /// A type that only the checker knows.
    Unbuildable,
    /// A constant of an enumeration.
    Constant(Value),
    /// Calls that the arguments may mean, by the types that are known.
    Overloads(Vec<&'static DeclaredOverload>),
}

impl Checked {
    /// A node's type.
    pub fn type_of(&self, id: ExprId) -> Option<&Type> {
        self.types.get(id as usize)?.as_ref()
    }

    /// What calls use that was not always there: where several overloads are possible, what the oldest of them needs.
    pub fn features(&self) -> impl Iterator<Item = Feature> {
        self.references.iter().enumerate().filter_map(|(id, reference)| {
            let Some(Reference::Overloads(found)) = reference else { return None };
            let oldest = found.iter().min_by_key(|overload| overload.since())?;
            (oldest.since() > Version(1, 0)).then(|| Feature {
                name: oldest.function.name.to_owned(),
                since: oldest.since(),
                node: id as ExprId,
            })
        })
    }

    /// What a node refers to.
    pub fn reference(&self, id: ExprId) -> Option<&Reference> {
        self.references.get(id as usize)?.as_ref()
    }
}

/// Checks an expression. Names are resolved in it: a qualified name becomes an identifier, a function's name loses what
/// looked like a receiver.
pub fn check(env: &Env, source: &Source, spans: &Spans, expr: &mut Expr) -> Result<Checked, Vec<Issue>> {
    let mut checker = Checker {
        env,
        source,
        spans,
        scopes: Vec::new(),
        mapping: Mapping::default(),
        checked: Checked { types: vec![None; spans.len() + 1], references: vec![None; spans.len() + 1] },
        issues: Vec::new(),
    };
    checker.check(expr);
    let Checker { mapping, mut checked, issues, .. } = checker;
    for of in checked.types.iter_mut().flatten() {
        *of = mapping.substitute(of, Free::Dyn);
    }
    if issues.is_empty() { Ok(checked) } else { Err(issues) }
}

struct Checker<'a> {
    env: &'a Env,
    source: &'a Source,
    spans: &'a Spans,
    /// The names that loops give, the innermost last.
    scopes: Vec<(Arc<str>, Type)>,
    mapping: Mapping,
    checked: Checked,
    issues: Vec<Issue>,
}

impl Checker<'_> {
    fn check(&mut self, expr: &mut Expr) {
        let id = expr.id;
        let of = match &mut expr.kind {
            ExprKind::Unspecified => {
                self.issue(id, "unexpected unspecified type: ".into());
                return;
            }
            ExprKind::Literal(value) => literal_type(value),
            ExprKind::Ident(name) => match self.lookup(name) {
                Some((reference, of)) => {
                    self.refer(id, reference);
                    of
                }
                None => self.undeclared(id, name),
            },
            ExprKind::Select(_) => return self.check_select(expr),
            ExprKind::Call(_) => return self.check_call(expr),
            ExprKind::List(elements) => self.check_list(elements),
            ExprKind::Map(entries) => self.check_map(entries),
            ExprKind::Struct(name, fields) => self.check_struct(id, name, fields),
            ExprKind::Comprehension(all) => self.check_comprehension(all),
        };
        self.set_type(id, of);
    }

    fn lookup(&self, name: &str) -> Option<(Reference, Type)> {
        let name = name.strip_prefix('.').unwrap_or(name);
        if let Some((_, of)) = self.scopes.iter().rev().find(|(known, _)| **known == *name) {
            return Some((Reference::Variable, of.clone()));
        }
        self.env.ident(name).map(|ident| match ident {
            Ident::Variable(of) => (Reference::Variable, of),
            Ident::Unbuildable(of) => (Reference::Unbuildable, Type::type_of(of)),
            Ident::Constant(n) => (Reference::Constant(Value::Int(n)), Type::Int),
            Ident::Type(of) => (Reference::Type(of.clone()), Type::type_of(of)),
        })
    }

    fn check_select(&mut self, expr: &mut Expr) {
        let id = expr.id;
        if let Some(name) = qualified(expr)
            && let Some((reference, of)) = self.lookup(&name)
        {
            self.set_type(id, of);
            self.refer(id, reference);
            expr.kind = ExprKind::Ident(name.into());
            return;
        }
        let ExprKind::Select(select) = &mut expr.kind else { return };
        let Select { operand, field, test_only } = &mut **select;
        let found = self.check_field(id, operand, field, Chain::Plain);
        let of = if *test_only { Type::Bool } else { self.mapping.substitute(&found, Free::Kept) };
        self.set_type(id, of);
    }

    /// The type of a field of an operand.
    fn check_field(&mut self, id: ExprId, operand: &mut Expr, field: &str, chain: Chain) -> Type {
        self.check(operand);
        let of = self.mapping.substitute(&self.type_of(operand.id), Free::Kept);
        let inner = of.optional_inner();
        let target = inner.unwrap_or(&of);
        let result = match target {
            Type::Map(_, value) => (**value).clone(),
            Type::Object(name) => self.field_type(id, name, field),
            Type::Param(_) => {
                self.mapping.assignable(&Type::Dyn, target);
                Type::Dyn
            }
            Type::Dyn | Type::Any | Type::Error => Type::Dyn,
            other => {
                self.issue(id, format!("type '{}' does not support field selection", shown(other)));
                Type::Dyn
            }
        };
        if inner.is_some() || chain == Chain::Optional { Type::optional(result) } else { result }
    }

    fn field_type(&mut self, id: ExprId, object: &str, field: &str) -> Type {
        let Some(fields) = self.env.fields(object) else {
            self.issue(id, format!("unexpected failed resolution of '{object}'"));
            return Type::Error;
        };
        // Keywords may be declared in the form that CRDs use (apiserver: cel/types.go, `FindStructFieldType`).
        let known = fields
            .get(field)
            .or_else(|| RESERVED.contains(&field).then(|| fields.get(&*format!("__{field}__"))).flatten());
        match known {
            Some(of) => of.clone(),
            None => {
                self.issue(id, format!("undefined field '{field}'"));
                Type::Error
            }
        }
    }

    fn check_list(&mut self, elements: &mut [Element]) -> Type {
        let mut joined = None;
        for Element { value, optional } in elements {
            self.check(value);
            let of = self.optional_value(value, *optional);
            joined = Some(self.join(joined, of));
        }
        let element = joined.unwrap_or_else(|| self.mapping.fresh());
        Type::list(element)
    }

    fn check_map(&mut self, entries: &mut [Entry]) -> Type {
        let (mut keys, mut values) = (None, None);
        for Entry { key, value, optional, .. } in entries {
            self.check(key);
            let of = self.type_of(key.id);
            keys = Some(self.join(keys, of));
            self.check(value);
            let of = self.optional_value(value, *optional);
            values = Some(self.join(values, of));
        }
        let key = keys.unwrap_or_else(|| self.mapping.fresh());
        let value = values.unwrap_or_else(|| self.mapping.fresh());
        Type::map(key, value)
    }

    /// The type of an element or entry, which `?` makes that of what the optional holds.
    fn optional_value(&mut self, value: &Expr, optional: bool) -> Type {
        let of = self.type_of(value.id);
        if !optional {
            return of;
        }
        if let Some(inner) = of.optional_inner() {
            return inner.clone();
        }
        if !matches!(of, Type::Dyn | Type::Any) {
            self.mismatch(value.id, &Type::optional(of.clone()), &of);
        }
        of
    }

    fn check_struct(&mut self, id: ExprId, name: &mut Arc<str>, fields: &mut [Field]) -> Type {
        let of = match self.lookup(name) {
            None => return self.undeclared(id, name),
            Some((Reference::Type(of), _))
                if matches!(of, Type::Object(_)) || wellknown::message(of_name(name)).is_some() =>
            {
                of
            }
            Some((Reference::Type(of), _)) => {
                self.issue(id, format!("'{}' is not a message type", of.name()));
                return Type::Error;
            }
            Some((_, of)) => {
                if of != Type::Error {
                    self.issue(id, format!("'{}' is not a type", of.name()));
                }
                return Type::Error;
            }
        };
        *name = of_name(name).into();
        self.refer(id, Reference::Type(of.clone()));
        for Field { id, name: field, value, optional } in fields {
            self.check(value);
            let expected = match &of {
                Type::Object(object) => self.field_type(*id, object, field),
                message => wellknown::field(message, field).unwrap_or_else(|| {
                    self.issue(*id, format!("undefined field '{field}'"));
                    Type::Error
                }),
            };
            let found = self.optional_value(value, *optional);
            if !self.mapping.assignable(&expected, &found) {
                let (expected, of) = (shown(&expected), shown(&found));
                self.issue(
                    *id,
                    format!("expected type of field '{field}' is '{expected}' but provided type is '{of}'"),
                );
            }
        }
        of
    }

    fn check_comprehension(&mut self, all: &mut Comprehension) -> Type {
        self.check(&mut all.range);
        self.check(&mut all.init);
        let range = self.mapping.substitute(&self.type_of(all.range.id), Free::Kept);
        let outer = self.scopes.len();
        let accumulated = self.type_of(all.init.id);
        self.scopes.push((Arc::clone(&all.accumulator), accumulated.clone()));
        let (first, second) = match &range {
            Type::List(element) if all.second.is_some() => (Type::Int, (**element).clone()),
            Type::List(element) => ((**element).clone(), Type::Dyn),
            Type::Map(key, value) => ((**key).clone(), (**value).clone()),
            Type::Dyn | Type::Any | Type::Error | Type::Param(_) => {
                self.mapping.assignable(&Type::Dyn, &range);
                (Type::Dyn, Type::Dyn)
            }
            other => {
                let of = shown(other);
                const MUST: &str = "cannot be range of a comprehension (must be list, map, or dynamic)";
                self.issue(all.range.id, format!("expression of type '{of}' {MUST}"));
                (Type::Error, Type::Error)
            }
        };
        self.scopes.push((Arc::clone(&all.variable), first));
        if let Some(name) = &all.second {
            self.scopes.push((Arc::clone(name), second));
        }
        self.check(&mut all.condition);
        self.assert_type(all.condition.id, &Type::Bool);
        self.check(&mut all.step);
        self.assert_type(all.step.id, &accumulated);
        self.scopes.truncate(outer + 1);
        self.check(&mut all.result);
        self.scopes.truncate(outer);
        self.mapping.substitute(&self.type_of(all.result.id), Free::Kept)
    }

    /// Elements of different types make a list or map of `dyn`; what Kubernetes thinks of that is said later, by
    /// [`validate`].
    fn join(&mut self, before: Option<Type>, now: Type) -> Type {
        let Some(before) = before else { return now };
        if self.mapping.assignable(&before, &now) { most_general(&before, &now).clone() } else { Type::Dyn }
    }

    fn assert_type(&mut self, id: ExprId, expected: &Type) {
        let of = self.type_of(id);
        if !self.mapping.assignable(expected, &of) {
            self.mismatch(id, expected, &of);
        }
    }

    fn mismatch(&mut self, id: ExprId, expected: &Type, found: &Type) {
        self.issue(id, format!("expected type '{}' but found '{}'", shown(expected), shown(found)));
    }

    fn undeclared(&mut self, id: ExprId, name: &str) -> Type {
        self.issue(id, format!("undeclared reference to '{name}' (in container '')"));
        Type::Error
    }

    fn type_of(&self, id: ExprId) -> Type {
        self.checked.type_of(id).cloned().unwrap_or(Type::Error)
    }

    fn set_type(&mut self, id: ExprId, of: Type) {
        let of = if matches!(of, Type::List(_) | Type::Map(..)) && size(&of, SIZE) >= SIZE {
            self.issue(id, "type is too large".into());
            Type::Error
        } else {
            of
        };
        if let Some(slot) = self.checked.types.get_mut(id as usize) {
            *slot = Some(of);
        }
    }

    fn refer(&mut self, id: ExprId, reference: Reference) {
        if let Some(slot) = self.checked.references.get_mut(id as usize) {
            *slot = Some(reference);
        }
    }

    fn issue(&mut self, id: ExprId, message: String) {
        let place = self.spans.get(id).unwrap_or_default().place;
        self.issues.push(Issue { location: self.source.location(place), message });
    }
}

/// Whether a selection is `a.b` or `a.?b`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chain {
    Plain,
    Optional,
}

/// The words that CRDs may have as names of fields in an escaped form (apiserver: cel/escaping.go).
const RESERVED: [&str; 17] = [
    "true",
    "false",
    "null",
    "in",
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "let",
    "loop",
    "package",
    "namespace",
];

fn literal_type(value: &Value) -> Type {
    value.type_of()
}

/// The qualified name that a chain of selections spells (cel-go: containers.go, `ToQualifiedName`).
fn qualified(expr: &Expr) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    let mut at = expr;
    loop {
        match &at.kind {
            ExprKind::Ident(name) => {
                parts.push(name);
                parts.reverse();
                return Some(parts.join("."));
            }
            ExprKind::Select(select) if !select.test_only => {
                parts.push(&select.field);
                at = &select.operand;
            }
            _ => return None,
        }
    }
}

/// A name without the dot that says that it is the whole name.
fn of_name(name: &str) -> &str {
    name.strip_prefix('.').unwrap_or(name)
}

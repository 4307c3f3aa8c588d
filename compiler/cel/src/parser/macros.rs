//! Macros: calls that become other expressions (cel-go: parser/macro.go, cel/library.go, ext/comprehensions.go, ext/lists.go).

use std::sync::Arc;

use super::build::Builder;
use crate::ast::{Call, Comprehension, Element, Expr, ExprId, ExprKind, Select, Span, Spans};
use crate::eval::Feature;
use crate::library::Version;
use crate::value::Value;

/// What was always there.
const ALWAYS: Version = Version(1, 0);

/// What a comprehension computes: no expression can name it by itself.
const ACCUMULATOR: &str = "__result__";

/// How many nodes there may be for `optMap` to copy some: a chain of n copies its first part 2^n times. cel-go has no bound.
const SIZE: usize = 100_000;

/// A mistake in a macro's arguments, at this node.
type Mistake = (ExprId, String);

/// The expansion of a call if it is a macro; else target and arguments are given back.
pub fn expand(
    builder: &mut Builder<'_>,
    id: ExprId,
    function: &str,
    target: Option<Expr>,
    mut args: Vec<Expr>,
) -> Result<Expr, (Option<Expr>, Vec<Expr>)> {
    let Some(which) = find(function, target.is_some(), args.len()) else {
        return Err((target, args));
    };
    let since = match which {
        Macro::Has | Macro::Map | Macro::Filter | Macro::Quantifier(_, Variables::One) => ALWAYS,
        Macro::OptMap => Version(1, 28),
        Macro::OptFlatMap => Version(1, 29),
        Macro::SortBy => Version(1, 34),
        _ => Version(1, 32),
    };
    if since > ALWAYS {
        builder.features.push(Feature { name: function.to_owned(), since, node: id });
    }
    let span = builder.spans.get(id).unwrap_or_default();
    let mut maker = Maker {
        spans: &mut builder.spans,
        span: Span { start: span.start, end: span.end, place: span.place },
    };
    let expanded = match (which, target) {
        (Macro::Has, _) => maker.has(args),
        (which, Some(target)) => {
            let last = args.pop().unwrap_or_else(|| maker.unspecified());
            maker.member(which, target, args, last)
        }
        (_, None) => return Err((None, args)),
    };
    Ok(expanded.unwrap_or_else(|(at, message)| {
        let place = builder.spans.get(at).map_or(span.place, |at| at.place);
        builder.report(Span { place, ..span }, message)
    }))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Macro {
    Has,
    Quantifier(Quantifier, Variables),
    Map,
    Filter,
    TransformList,
    TransformMap,
    TransformMapEntry,
    OptMap,
    OptFlatMap,
    SortBy,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Quantifier {
    All,
    Exists,
    ExistsOne,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Variables {
    One,
    Two,
}

fn find(function: &str, member: bool, args: usize) -> Option<Macro> {
    Some(match (function, member, args) {
        ("has", false, 1) => Macro::Has,
        ("all", true, 2) => Macro::Quantifier(Quantifier::All, Variables::One),
        ("exists", true, 2) => Macro::Quantifier(Quantifier::Exists, Variables::One),
        ("exists_one" | "existsOne", true, 2) => Macro::Quantifier(Quantifier::ExistsOne, Variables::One),
        ("all", true, 3) => Macro::Quantifier(Quantifier::All, Variables::Two),
        ("exists", true, 3) => Macro::Quantifier(Quantifier::Exists, Variables::Two),
        ("exists_one" | "existsOne", true, 3) => Macro::Quantifier(Quantifier::ExistsOne, Variables::Two),
        ("map", true, 2 | 3) => Macro::Map,
        ("filter", true, 2) => Macro::Filter,
        ("transformList", true, 3 | 4) => Macro::TransformList,
        ("transformMap", true, 3 | 4) => Macro::TransformMap,
        ("transformMapEntry", true, 3 | 4) => Macro::TransformMapEntry,
        ("optMap", true, 2) => Macro::OptMap,
        ("optFlatMap", true, 2) => Macro::OptFlatMap,
        ("sortBy", true, 2) => Macro::SortBy,
        _ => return None,
    })
}

struct Maker<'a> {
    spans: &'a mut Spans,
    /// The call's place, which all nodes made here have.
    span: Span,
}

impl Maker<'_> {
    fn expr(&mut self, kind: ExprKind) -> Expr {
        Expr { id: self.spans.add(self.span), kind }
    }

    fn unspecified(&mut self) -> Expr {
        self.expr(ExprKind::Unspecified)
    }

    fn literal(&mut self, value: impl Into<Value>) -> Expr {
        self.expr(ExprKind::Literal(value.into()))
    }

    fn ident(&mut self, name: &str) -> Expr {
        self.expr(ExprKind::Ident(name.into()))
    }

    fn accumulator(&mut self) -> Expr {
        self.ident(ACCUMULATOR)
    }

    fn call(&mut self, function: &str, args: Vec<Expr>) -> Expr {
        self.expr(ExprKind::Call(Box::new(Call { function: function.into(), target: None, args })))
    }

    fn member_call(&mut self, function: &str, target: Expr, args: Vec<Expr>) -> Expr {
        self.expr(ExprKind::Call(Box::new(Call { function: function.into(), target: Some(target), args })))
    }

    fn list(&mut self, values: Vec<Expr>) -> Expr {
        self.expr(ExprKind::List(
            values.into_iter().map(|value| Element { value, optional: false }).collect(),
        ))
    }

    fn has(&mut self, mut args: Vec<Expr>) -> Result<Expr, Mistake> {
        match args.pop() {
            Some(Expr { kind: ExprKind::Select(select), .. }) => {
                Ok(self.expr(ExprKind::Select(Box::new(Select { test_only: true, ..*select }))))
            }
            other => Err((other.map_or(0, |expr| expr.id), "invalid argument to has() macro".into())),
        }
    }

    /// `args` are the arguments but for the last.
    fn member(
        &mut self,
        which: Macro,
        target: Expr,
        mut args: Vec<Expr>,
        last: Expr,
    ) -> Result<Expr, Mistake> {
        match which {
            Macro::Has => Err((target.id, "invalid argument to has() macro".into())),
            Macro::Quantifier(quantifier, Variables::One) => {
                let variable = one_variable(&args[0], "argument must be a simple name")?;
                Ok(self.quantifier(quantifier, target, variable, None, last))
            }
            Macro::Quantifier(quantifier, Variables::Two) => {
                let (variable, second) = two_variables(&args)?;
                Ok(self.quantifier(quantifier, target, variable, Some(second), last))
            }
            Macro::Map => {
                let variable = one_variable(&args[0], "argument is not an identifier")?;
                let filter = (args.len() == 2).then(|| args.pop()).flatten();
                Ok(self.collect_list(target, variable, None, filter, last))
            }
            Macro::Filter => {
                let variable = one_variable(&args[0], "argument is not an identifier")?;
                let element = args.swap_remove(0);
                Ok(self.collect_list(target, variable, None, Some(last), element))
            }
            Macro::TransformList => {
                let (variable, second) = two_variables(&args)?;
                let filter = (args.len() == 3).then(|| args.pop()).flatten();
                Ok(self.collect_list(target, variable, Some(second), filter, last))
            }
            Macro::TransformMap | Macro::TransformMapEntry => {
                let (variable, second) = two_variables(&args)?;
                let filter = (args.len() == 3).then(|| args.pop()).flatten();
                let accumulator = self.accumulator();
                let insert = if which == Macro::TransformMap {
                    let key = self.ident(&variable);
                    vec![accumulator, key, last]
                } else {
                    vec![accumulator, last]
                };
                let step = self.call("cel.@mapInsert", insert);
                let init = self.expr(ExprKind::Map(Vec::new()));
                Ok(self.collect(target, variable, Some(second), init, filter, step))
            }
            Macro::OptMap | Macro::OptFlatMap => {
                let flat = which == Macro::OptFlatMap;
                let name = if flat { "optFlatMap" } else { "optMap" };
                let ExprKind::Ident(variable) = &args[0].kind else {
                    return Err((args[0].id, format!("{name}() variable name must be a simple identifier")));
                };
                if self.spans.len() > SIZE {
                    return Err((target.id, "expression is too large".into()));
                }
                let copy = copy(self.spans, &target);
                let has_value = self.member_call("hasValue", target, Vec::new());
                let value = self.member_call("value", copy, Vec::new());
                let bound = self.bind(variable, value, last);
                let then = if flat { bound } else { self.call("optional.of", vec![bound]) };
                let none = self.call("optional.none", Vec::new());
                Ok(self.call("_?_:_", vec![has_value, then, none]))
            }
            Macro::SortBy => {
                const INPUT: &str = "@__sortBy_input__";
                let sortable = matches!(
                    target.kind,
                    ExprKind::List(_)
                        | ExprKind::Select(_)
                        | ExprKind::Ident(_)
                        | ExprKind::Comprehension(_)
                        | ExprKind::Call(_)
                );
                if !sortable {
                    const TEXT: &str = "sortBy can only be applied to a list, identifier, comprehension, call or select expression";
                    return Err((target.id, TEXT.into()));
                }
                let variable = one_variable(&args[0], "argument is not an identifier")?;
                let range = self.ident(INPUT);
                let keys = self.collect_list(range, variable, None, None, last);
                let input = self.ident(INPUT);
                let sorted = self.member_call("@sortByAssociatedKeys", input, vec![keys]);
                Ok(self.bind(&INPUT.into(), target, sorted))
            }
        }
    }

    fn quantifier(
        &mut self,
        quantifier: Quantifier,
        range: Expr,
        variable: Arc<str>,
        second: Option<Arc<str>>,
        predicate: Expr,
    ) -> Expr {
        let accumulator: Arc<str> = ACCUMULATOR.into();
        let (init, condition, step, result);
        match quantifier {
            Quantifier::All => {
                init = self.literal(true);
                let so_far = self.accumulator();
                condition = self.call("@not_strictly_false", vec![so_far]);
                let so_far = self.accumulator();
                step = self.call("_&&_", vec![so_far, predicate]);
                result = self.accumulator();
            }
            Quantifier::Exists => {
                init = self.literal(false);
                let so_far = self.accumulator();
                let not = self.call("!_", vec![so_far]);
                condition = self.call("@not_strictly_false", vec![not]);
                let so_far = self.accumulator();
                step = self.call("_||_", vec![so_far, predicate]);
                result = self.accumulator();
            }
            Quantifier::ExistsOne => {
                init = self.literal(0_i64);
                condition = self.literal(true);
                let (so_far, one, same) = (self.accumulator(), self.literal(1_i64), self.accumulator());
                let more = self.call("_+_", vec![so_far, one]);
                step = self.call("_?_:_", vec![predicate, more, same]);
                let (so_far, one) = (self.accumulator(), self.literal(1_i64));
                result = self.call("_==_", vec![so_far, one]);
            }
        }
        let all = Comprehension { range, variable, second, accumulator, init, condition, step, result };
        self.expr(ExprKind::Comprehension(Box::new(all)))
    }

    fn collect_list(
        &mut self,
        range: Expr,
        variable: Arc<str>,
        second: Option<Arc<str>>,
        filter: Option<Expr>,
        element: Expr,
    ) -> Expr {
        let init = self.list(Vec::new());
        let so_far = self.accumulator();
        let one = self.list(vec![element]);
        let step = self.call("_+_", vec![so_far, one]);
        self.collect(range, variable, second, init, filter, step)
    }

    fn collect(
        &mut self,
        range: Expr,
        variable: Arc<str>,
        second: Option<Arc<str>>,
        init: Expr,
        filter: Option<Expr>,
        step: Expr,
    ) -> Expr {
        let condition = self.literal(true);
        let step = match filter {
            Some(filter) => {
                let same = self.accumulator();
                self.call("_?_:_", vec![filter, step, same])
            }
            None => step,
        };
        let result = self.accumulator();
        let accumulator = ACCUMULATOR.into();
        let all = Comprehension { range, variable, second, accumulator, init, condition, step, result };
        self.expr(ExprKind::Comprehension(Box::new(all)))
    }

    /// `value` under a name, for the one expression: a loop over nothing.
    fn bind(&mut self, name: &Arc<str>, value: Expr, result: Expr) -> Expr {
        let range = self.list(Vec::new());
        let condition = self.literal(false);
        let step = self.ident(name);
        let all = Comprehension {
            range,
            variable: "#unused".into(),
            second: None,
            accumulator: Arc::clone(name),
            init: value,
            condition,
            step,
            result,
        };
        self.expr(ExprKind::Comprehension(Box::new(all)))
    }
}

fn one_variable(arg: &Expr, message: &str) -> Result<Arc<str>, Mistake> {
    match &arg.kind {
        ExprKind::Ident(name) if is_accumulator(name) => {
            Err((arg.id, "iteration variable overwrites accumulator variable".into()))
        }
        ExprKind::Ident(name) => Ok(Arc::clone(name)),
        _ => Err((arg.id, message.into())),
    }
}

fn is_accumulator(name: &str) -> bool {
    name == ACCUMULATOR
}

fn two_variables(args: &[Expr]) -> Result<(Arc<str>, Arc<str>), Mistake> {
    let name = |arg: &Expr| match &arg.kind {
        ExprKind::Ident(name) => Ok(Arc::clone(name)),
        _ => Err((arg.id, String::from("argument must be a simple name"))),
    };
    let (first, second) = (name(&args[0])?, name(&args[1])?);
    if first == second {
        return Err((args[1].id, format!("duplicate variable name: {first}")));
    }
    for (name, arg) in [(&first, &args[0]), (&second, &args[1])] {
        if is_accumulator(name) {
            return Err((arg.id, "iteration variable overwrites accumulator variable".into()));
        }
    }
    Ok((first, second))
}

/// The same expression with numbers of its own, at the same places.
fn copy(spans: &mut Spans, expr: &Expr) -> Expr {
    let mut copied = expr.clone();
    renumber(spans, &mut copied);
    copied
}

/// The depth of an expression is bounded by the parser.
fn renumber(spans: &mut Spans, expr: &mut Expr) {
    let fresh = |spans: &mut Spans, id: ExprId| {
        let span = spans.get(id).unwrap_or_default();
        spans.add(span)
    };
    expr.id = fresh(spans, expr.id);
    match &mut expr.kind {
        ExprKind::Unspecified | ExprKind::Literal(_) | ExprKind::Ident(_) => {}
        ExprKind::Select(select) => renumber(spans, &mut select.operand),
        ExprKind::Call(call) => {
            for part in call.target.iter_mut().chain(&mut call.args) {
                renumber(spans, part);
            }
        }
        ExprKind::List(elements) => {
            elements.iter_mut().for_each(|element| renumber(spans, &mut element.value))
        }
        ExprKind::Map(entries) => {
            for entry in entries {
                entry.id = fresh(spans, entry.id);
                renumber(spans, &mut entry.key);
                renumber(spans, &mut entry.value);
            }
        }
        ExprKind::Struct(_, fields) => {
            for field in fields {
                field.id = fresh(spans, field.id);
                renumber(spans, &mut field.value);
            }
        }
        ExprKind::Comprehension(all) => {
            for part in [&mut all.range, &mut all.init, &mut all.condition, &mut all.step, &mut all.result] {
                renumber(spans, part);
            }
        }
    }
}

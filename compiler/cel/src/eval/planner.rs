//! Checked expressions to steps (cel-go: interpreter/planner.go, decorators.go; cel/library.go, `decorateOptionalOr`).

use std::sync::Arc;

use nexachart_go::regexp::Regexp;

use super::machine::fold_constant;
use super::plan::{Attribute, Call, Fold, Key, Node, NodeKind, Path, Qualifier, Root, Way};
use crate::ast::{self, Comprehension, Element, Entry, Expr, ExprKind, Field};
use crate::checker::{Checked, Reference};
use crate::env::{Declared, DeclaredOverload, Env};
use crate::fault::Fault;
use crate::library::Cost;
use crate::value::{Map, Value};

/// Makes steps of a checked expression. What fails here fails the compilation: `program instantiation failed`.
pub struct Planner<'a> {
    pub env: &'a Env,
    pub checked: &'a Checked,
    /// The names that loops give, with their slots.
    pub scopes: Vec<(Arc<str>, usize)>,
    /// How many slots there are.
    pub slots: usize,
}

type Planned = Result<Node, Fault>;

impl Planner<'_> {
    /// The steps of an expression.
    pub fn plan(&mut self, expr: &Expr) -> Planned {
        match &expr.kind {
            ExprKind::Literal(value) => Ok(NodeKind::Const(expr.id, value.clone()).into()),
            ExprKind::Ident(name) => self.ident(expr, name),
            ExprKind::Select(select) => self.select(expr, select),
            ExprKind::Call(call) => self.call(expr, call),
            ExprKind::List(elements) => self.list(expr, elements),
            ExprKind::Map(entries) => self.map(expr, entries),
            ExprKind::Comprehension(all) => self.fold(expr, all),
            ExprKind::Struct(name, fields) => self.message(expr, name, fields),
            ExprKind::Unspecified => Err(Fault::new("unsupported expr")),
        }
    }

    fn ident(&self, expr: &Expr, name: &Arc<str>) -> Planned {
        let constant = match self.checked.reference(expr.id) {
            Some(Reference::Type(of)) => Some(Value::Type(of.clone())),
            Some(Reference::Constant(value)) => Some(value.clone()),
            Some(Reference::Unbuildable) => {
                return Err(Fault::new(format!("reference to undefined type: {name}")));
            }
            _ => None,
        };
        if let Some(value) = constant {
            return Ok(NodeKind::Const(expr.id, value).into());
        }
        let plain = name.strip_prefix('.').unwrap_or(name);
        let root = match self.scopes.iter().rev().find(|(known, _)| **known == *plain) {
            Some((_, slot)) => Root::Slot { id: expr.id, slot: *slot, take: false },
            None => Root::Variable { id: expr.id, name: plain.into() },
        };
        Ok(attribute(Path { root, qualifiers: Vec::new() }))
    }

    fn select(&mut self, expr: &Expr, select: &ast::Select) -> Planned {
        let operand = self.plan(&select.operand)?;
        let mut path = path_of(operand);
        let key = Key::Const(Value::String(Arc::clone(&select.field)));
        path.push(Qualifier { id: expr.id, key, optional: false, test: select.test_only });
        let test = select.test_only.then_some(expr.id);
        Ok(NodeKind::Attribute(Box::new(Attribute { path, test })).into())
    }

    fn call(&mut self, expr: &Expr, call: &ast::Call) -> Planned {
        let mut args = Vec::with_capacity(call.args.len() + 1);
        for arg in call.target.iter().chain(&call.args) {
            args.push(self.plan(arg)?);
        }
        let id = expr.id;
        match (&*call.function, args.len()) {
            ("_&&_" | "_||_", 2) => {
                let decisive = &*call.function == "_||_";
                return Ok(NodeKind::Logic { id, decisive, terms: two(args)? }.into());
            }
            ("_==_" | "_!=_", 2) => {
                let equal = &*call.function == "_==_";
                args.iter_mut().for_each(|arg| arg.keep = true);
                return Ok(NodeKind::Equality { id, equal, sides: two(args)? }.into());
            }
            ("_?_:_", 3) => return choice(id, args),
            ("_[_]", 2) => return index(id, args, false),
            ("_[?_]" | "_?._", 2) => return index(id, args, true),
            ("or", 2) if call.target.is_some() => return Ok(NodeKind::Or { id, sides: two(args)? }.into()),
            ("orValue", 2) if call.target.is_some() => {
                return Ok(NodeKind::OrValue { id, sides: two(args)? }.into());
            }
            _ => {}
        }
        let Some(declared) = self.env.function(&call.function) else {
            return Err(Fault::new(format!("no such overload: {}", call.function)));
        };
        let overload = match self.checked.reference(id) {
            Some(Reference::Overloads(found)) if found.len() == 1 => found.first().copied(),
            _ => None,
        };
        finish(id, declared, overload, args)
    }

    fn list(&mut self, expr: &Expr, elements: &[Element]) -> Planned {
        let mut planned = Vec::with_capacity(elements.len());
        for Element { value, optional } in elements {
            planned.push((self.plan(value)?, *optional));
        }
        let constant = planned.iter().all(|(node, _)| matches!(node.kind, NodeKind::Const(..)));
        let node = NodeKind::List { id: expr.id, elements: planned }.into();
        if constant { folded(node) } else { Ok(node) }
    }

    fn map(&mut self, expr: &Expr, entries: &[Entry]) -> Planned {
        let mut planned = Vec::with_capacity(entries.len());
        for Entry { key, value, optional, .. } in entries {
            planned.push((self.plan(key)?, self.plan(value)?, *optional));
        }
        let is_const = |node: &Node| matches!(node.kind, NodeKind::Const(..));
        let constant = planned.iter().all(|(key, value, _)| is_const(key) && is_const(value));
        let node = NodeKind::Map { id: expr.id, entries: planned }.into();
        if constant { folded(node) } else { Ok(node) }
    }

    fn message(&mut self, expr: &Expr, name: &Arc<str>, fields: &[Field]) -> Planned {
        let mut planned = Vec::with_capacity(fields.len());
        for Field { name, value, optional, .. } in fields {
            planned.push((Arc::clone(name), self.plan(value)?, *optional));
        }
        Ok(NodeKind::Message { id: expr.id, name: Arc::clone(name), fields: planned }.into())
    }

    fn fold(&mut self, expr: &Expr, all: &Comprehension) -> Planned {
        let slot = self.slots_in_use();
        self.slots = self.slots.max(slot + 3);
        // The first value is computed when it is asked for, among the names of the loop: it may not use their places.
        let outer = self.scopes.len();
        self.scopes.push((HIDDEN.into(), slot + 2));
        let init = self.plan(&all.init)?;
        let range = self.plan(&all.range)?;
        self.scopes.truncate(outer);
        self.scopes.push((Arc::clone(&all.accumulator), slot));
        self.scopes.push((Arc::clone(&all.variable), slot + 1));
        self.scopes.push((all.second.clone().unwrap_or_else(|| HIDDEN.into()), slot + 2));
        let condition = self.plan(&all.condition)?;
        let mut step = self.plan(&all.step)?;
        take_accumulator(&mut step, &all.step, &all.accumulator);
        self.scopes.truncate(outer + 1);
        self.scopes.push((HIDDEN.into(), slot + 2));
        let result = self.plan(&all.result)?;
        self.scopes.truncate(outer);
        let two = all.second.is_some();
        let fold = Fold { id: expr.id, range, init, condition, step, result, slot, two };
        Ok(NodeKind::Fold(Box::new(fold)).into())
    }

    fn slots_in_use(&self) -> usize {
        self.scopes.iter().map(|(_, slot)| slot + 1).max().unwrap_or(0)
    }
}

/// A name that no expression can have: it only keeps a slot.
const HIDDEN: &str = "";

fn attribute(path: Path) -> Node {
    NodeKind::Attribute(Box::new(Attribute { path, test: None })).into()
}

/// What can be selected of: an attribute itself, or what stands for the result of a step.
fn path_of(node: Node) -> Path {
    match node.kind {
        NodeKind::Attribute(attribute) if attribute.test.is_none() => attribute.path,
        kind => {
            let step = Node { keep: node.keep, kind };
            Path { root: Root::Step { id: step.id(), step }, qualifiers: Vec::new() }
        }
    }
}

fn two(args: Vec<Node>) -> Result<[Box<Node>; 2], Fault> {
    let boxed: Vec<Box<Node>> = args.into_iter().map(Box::new).collect();
    boxed.try_into().map_err(|_| Fault::no_such_overload())
}

fn choice(id: u32, args: Vec<Node>) -> Planned {
    let [condition, then, otherwise] = <[Node; 3]>::try_from(args).map_err(|_| Fault::no_such_overload())?;
    let (then, otherwise) = (Box::new(path_of(then)), Box::new(path_of(otherwise)));
    Ok(attribute(Path { root: Root::Choice { id, condition, then, otherwise }, qualifiers: Vec::new() }))
}

fn index(id: u32, args: Vec<Node>, optional: bool) -> Planned {
    let [operand, index] = <[Node; 2]>::try_from(args).map_err(|_| Fault::no_such_overload())?;
    let key = match index.kind {
        NodeKind::Const(_, value) => match value {
            Value::String(_) | Value::Int(_) | Value::Uint(_) | Value::Bool(_) | Value::Double(_) => {
                Key::Const(value)
            }
            other => {
                return Err(Fault::new(format!("invalid qualifier type: {}", super::text::go_type(&other))));
            }
        },
        NodeKind::Attribute(attribute) => Key::Path(Arc::new(attribute.path)),
        kind => {
            let step = Node { keep: false, kind };
            Key::Step(Arc::new(Path { root: Root::Step { id, step }, qualifiers: Vec::new() }))
        }
    };
    let mut path = path_of(operand);
    path.push(Qualifier { id, key, optional, test: false });
    Ok(attribute(path))
}

fn finish(
    id: u32,
    declared: &'static Declared,
    overload: Option<&'static DeclaredOverload>,
    mut args: Vec<Node>,
) -> Planned {
    let name = &*declared.name;
    if let ("@in", Some("in_list"), [_, Node { kind: NodeKind::Const(_, Value::List(list)), .. }]) =
        (name, overload.map(|o| o.overload.id), args.as_slice())
    {
        if list.is_empty() {
            return Ok(NodeKind::Const(id, Value::Bool(false)).into());
        }
        if let Some(set) = membership(list.items()) {
            let value = Box::new(args.swap_remove(0));
            return Ok(NodeKind::Member { id, value, set }.into());
        }
    }
    let bodies = declared.overloads.iter().filter(|o| o.overload.body.is_some());
    let singleton = declared.overloads.iter().find_map(|o| o.function.singleton);
    let way = match (singleton, overload.and_then(|o| Some((o.overload.body?, o)))) {
        (Some(body), _) if name == "_+_" => Way::Add(body),
        _ if name == "cel.@mapInsert" => Way::Insert,
        (Some(body), _) => Way::Singleton(body),
        (None, Some((body, overload))) => Way::Overload(body, overload),
        (None, None) => match (bodies.clone().next(), bodies.count()) {
            (Some(only), 1) => Way::Overload(only.overload.body.ok_or_else(Fault::no_such_overload)?, only),
            (None, _) => return Err(Fault::new(format!("no such overload: {name}"))),
            _ => Way::Dispatch,
        },
    };
    let pattern = declared.overloads.iter().find_map(|o| o.overload.pattern);
    let compiled = match pattern.and_then(|n| args.get(n)) {
        Some(Node { kind: NodeKind::Const(_, Value::String(text)), .. }) => {
            match Regexp::new(text.as_bytes()) {
                Ok(regexp) => Some(Arc::new(regexp)),
                Err(error) => return Err(Fault::new(error.to_string())),
            }
        }
        _ => None,
    };
    let unresolved = declared.overloads.first().map_or(Cost::Fixed(1), |o| o.function.unresolved_cost);
    let cost = overload.map_or(unresolved, |o| o.overload.cost);
    if !matches!(cost, Cost::Fixed(_)) {
        args.iter_mut().for_each(|arg| arg.keep = true);
    }
    let in_turn = matches!(way, Way::Overload(_, o) if o.overload.in_turn);
    let stops = args.len() > 2 || in_turn || compiled.is_some() || matches!(way, Way::Dispatch | Way::Insert);
    let constant = matches!(args.as_slice(), [Node { kind: NodeKind::Const(..), .. }]) && is_conversion(name);
    let node = NodeKind::Call(Box::new(Call { id, declared, way, stops, args, cost, compiled })).into();
    if constant { folded(node) } else { Ok(node) }
}

/// cel-go: common/overloads/overloads.go, `IsTypeConversionFunction`.
fn is_conversion(name: &str) -> bool {
    const NAMES: [&str; 10] =
        ["bool", "bytes", "double", "duration", "dyn", "int", "string", "timestamp", "type", "uint"];
    NAMES.contains(&name)
}

fn folded(node: Node) -> Planned {
    let id = node.id();
    Ok(NodeKind::Const(id, fold_constant(&node)?).into())
}

/// The set that `x in [constants]` looks into: the elements, and numbers in the other types that hold them
/// (cel-go: decorators.go, `maybeOptimizeSetMembership`).
fn membership(items: &[Value]) -> Option<Map> {
    let mut entries = Vec::with_capacity(items.len());
    let mut add = |value: Value| entries.push((value, Value::Null));
    for item in items {
        match *item {
            Value::Bool(_) | Value::String(_) => {}
            Value::Int(n) => {
                add(Value::Double(n as f64));
                if let Ok(n) = u64::try_from(n) {
                    add(Value::Uint(n));
                }
            }
            Value::Uint(n) => {
                add(Value::Double(n as f64));
                if let Ok(n) = i64::try_from(n) {
                    add(Value::Int(n));
                }
            }
            // NaN is no element: it is not equal to itself.
            Value::Double(x) if x.is_nan() => continue,
            Value::Double(x) => {
                if let Some(n) = crate::value::double_to_int(x) {
                    add(Value::Int(n));
                }
                if let Some(n) = crate::value::double_to_uint(x) {
                    add(Value::Uint(n));
                }
            }
            _ => return None,
        }
        add(item.clone());
    }
    Some(Map::new(entries))
}

/// Lets a step that ends in `accumulator + […]` have the accumulator for itself, if it names it nowhere else in that part:
/// the list then grows in place.
fn take_accumulator(step: &mut Node, expr: &Expr, accumulator: &str) {
    let ExprKind::Call(call) = &expr.kind else { return };
    match (&mut step.kind, &*call.function) {
        (NodeKind::Call(planned), "_+_" | "cel.@mapInsert") => {
            let [Expr { kind: ExprKind::Ident(first), .. }, rest @ ..] = call.args.as_slice() else {
                return;
            };
            if **first != *accumulator || rest.iter().any(|part| names(part, accumulator)) {
                return;
            }
            if let Some(Node { keep: false, kind: NodeKind::Attribute(attribute) }) = planned.args.first_mut()
                && let Root::Slot { take, .. } = &mut attribute.path.root
            {
                *take = true;
            }
        }
        (NodeKind::Attribute(attribute), "_?_:_") => {
            if let (Root::Choice { then, .. }, [_, chosen, _]) =
                (&mut attribute.path.root, call.args.as_slice())
                && let Root::Step { step, .. } = &mut then.root
            {
                take_accumulator(step, chosen, accumulator);
            }
        }
        _ => {}
    }
}

/// Whether an expression names something.
fn names(expr: &Expr, name: &str) -> bool {
    match &expr.kind {
        ExprKind::Ident(other) => other.strip_prefix('.').unwrap_or(other) == name,
        ExprKind::Select(select) => names(&select.operand, name),
        ExprKind::Call(call) => call.target.iter().chain(&call.args).any(|part| names(part, name)),
        ExprKind::List(elements) => elements.iter().any(|element| names(&element.value, name)),
        ExprKind::Map(entries) => entries.iter().any(|e| names(&e.key, name) || names(&e.value, name)),
        ExprKind::Struct(_, fields) => fields.iter().any(|field| names(&field.value, name)),
        // An inner loop has its own accumulator; what it walks and begins with is outside of it.
        ExprKind::Comprehension(all) => {
            names(&all.range, name)
                || names(&all.init, name)
                || all.accumulator.as_ref() != name
                    && [&all.condition, &all.step, &all.result].into_iter().any(|part| names(part, name))
        }
        ExprKind::Unspecified | ExprKind::Literal(_) => false,
    }
}

//! Running the steps (cel-go: interpreter/interpretable.go, attributes.go).

use std::sync::Arc;

use super::cost::Tracker;
use super::find::{find, fits_all, no_overload, unhashable};
use super::plan::{Attribute, Call, Fold, Key, Node, NodeKind, Path, Qualifier, Root, Way};
use super::text::{go_data, go_type, go_value};
use super::{Observer, Variables};
use crate::fault::{Fault, FaultKind};
use crate::library;
use crate::value::{Map, Value, equal};
use crate::wellknown;

/// How many elements may be copied when lists and maps are joined. cel-go joins lists without copying; without a bound, some
/// lines of an expression could ask for more memory than there is.
const COPIES: usize = 10_000_000;

/// A name that a loop gives.
enum Slot<'p> {
    Empty,
    /// To be computed when it is asked for.
    Pending(&'p Node),
    Known(Result<Value, Fault>),
}

/// One evaluation.
pub struct Machine<'p, 'v> {
    variables: &'v dyn Variables,
    observer: Option<&'v mut dyn Observer>,
    slots: Vec<Slot<'p>>,
    pub tracker: Tracker,
    copies: usize,
}

type Result1 = Result<Value, Fault>;

/// The value of a step whose parts are constants.
pub fn fold_constant(node: &Node) -> Result1 {
    Machine::new(&(), None, 0, 0, u64::MAX).run(node)
}

impl<'p, 'v> Machine<'p, 'v> {
    pub fn new(
        variables: &'v dyn Variables,
        observer: Option<&'v mut dyn Observer>,
        slots: usize,
        ids: usize,
        limit: u64,
    ) -> Machine<'p, 'v> {
        let slots = (0..slots).map(|_| Slot::Empty).collect();
        Machine { variables, observer, slots, tracker: Tracker::new(ids, limit), copies: COPIES }
    }

    /// Runs a step and counts what it costs.
    pub fn eval(&mut self, node: &'p Node) -> Result1 {
        let result = self.run(node);
        if let Err(Fault { kind: FaultKind::Cancelled, .. }) = &result {
            return result;
        }
        self.tracker.step(node, &result)?;
        if let Some(observer) = &mut self.observer {
            observer.value(node.id(), &result);
        }
        result
    }

    fn run(&mut self, node: &'p Node) -> Result1 {
        match &node.kind {
            NodeKind::Const(_, value) => Ok(value.clone()),
            NodeKind::Attribute(attribute) => self.attribute(attribute),
            NodeKind::Logic { id, decisive, terms } => self.logic(*id, *decisive, terms),
            NodeKind::Equality { equal: wanted, sides, .. } => {
                let (left, right) = (self.part(&sides[0])?, self.part(&sides[1])?);
                let (left, right) = (left?, right?);
                match (equal(&left, &right), wanted) {
                    (Ok(same), wanted) => Ok(Value::Bool(same == *wanted)),
                    (Err(fault), true) => Err(fault.at(node.id())),
                    // Whatever is not equal is unequal, also where the comparison fails.
                    (Err(fault), false) if fault.kind == FaultKind::Error => Ok(Value::Bool(true)),
                    (Err(fault), false) => Err(fault),
                }
            }
            NodeKind::Call(call) => self.call(call),
            NodeKind::List { id, elements } => {
                let mut items = Vec::with_capacity(elements.len());
                for (element, optional) in elements {
                    let item = self.eval(element)?;
                    match item {
                        item if !optional => items.push(item),
                        Value::Optional(Some(inner)) => items.push((*inner).clone()),
                        Value::Optional(None) => {}
                        other => {
                            let shown = go_value(&other);
                            let text = format!(
                                "cannot initialize optional list element from non-optional value {shown}"
                            );
                            return Err(Fault::new(text).at(*id));
                        }
                    }
                }
                Ok(Value::list(items))
            }
            NodeKind::Map { id, entries } => self.map(*id, entries),
            NodeKind::Message { id, name, fields } => {
                let mut made = Vec::with_capacity(fields.len());
                for (field, value, optional) in fields {
                    match self.eval(value)? {
                        value if !optional => made.push((Arc::clone(field), value)),
                        Value::Optional(Some(inner)) => made.push((Arc::clone(field), (*inner).clone())),
                        Value::Optional(None) => {}
                        other => {
                            let value = go_value(&other);
                            let text = format!(
                                "cannot initialize optional entry '{field}' from non-optional value {value}"
                            );
                            return Err(Fault::new(text).at(*id));
                        }
                    }
                }
                wellknown::make(name, &made).map_err(|fault| fault.at(*id))
            }
            NodeKind::Fold(fold) => self.fold(fold),
            NodeKind::Member { value, set, .. } => {
                let value = self.eval(value)?;
                if matches!(value, Value::Bytes(_)) {
                    return Err(unhashable());
                }
                Ok(Value::Bool(set.get_exact(&value).is_some()))
            }
            NodeKind::Or { sides, .. } => match self.eval(&sides[0])? {
                Value::Optional(None) => self.eval(&sides[1]),
                other => Ok(other),
            },
            NodeKind::OrValue { sides, .. } => match self.eval(&sides[0])? {
                Value::Optional(None) => self.eval(&sides[1]),
                Value::Optional(Some(inner)) => Ok((*inner).clone()),
                other => Ok(other),
            },
        }
    }

    /// Runs a step whose error is looked at later; what ends the evaluation ends it now.
    fn part(&mut self, node: &'p Node) -> Result<Result1, Fault> {
        match self.eval(node) {
            Err(fault) if fault.kind == FaultKind::Cancelled => Err(fault),
            other => Ok(other),
        }
    }

    fn logic(&mut self, id: u32, decisive: bool, terms: &'p [Box<Node>; 2]) -> Result1 {
        let mut error = None;
        for term in terms {
            match self.part(term)? {
                Ok(Value::Bool(value)) if value == decisive => return Ok(Value::Bool(decisive)),
                Ok(Value::Bool(_)) => {}
                Ok(_) => error = error.or_else(|| Some(Fault::no_such_overload().at(id))),
                Err(fault) => error = error.or(Some(fault)),
            }
        }
        error.map_or(Ok(Value::Bool(!decisive)), Err)
    }

    fn map(&mut self, id: u32, entries: &'p [(Node, Node, bool)]) -> Result1 {
        let mut found: Vec<(Value, Value)> = Vec::with_capacity(entries.len());
        for (key, value, optional) in entries {
            let key = self.eval(key)?;
            let mut value = self.eval(value)?;
            if matches!(key, Value::Bytes(_)) {
                return Err(unhashable());
            }
            if *optional {
                match value {
                    Value::Optional(Some(inner)) => value = (*inner).clone(),
                    Value::Optional(None) => {
                        let same = Map::new(vec![(key, Value::Null)]);
                        found.retain(|(other, _)| same.get_exact(other).is_none());
                        continue;
                    }
                    other => {
                        let (key, value) = (go_value(&key), go_value(&other));
                        let text = format!(
                            "cannot initialize optional entry '{key}' from non-optional value {value}"
                        );
                        return Err(Fault::new(text).at(id));
                    }
                }
            }
            found.push((key, value));
        }
        Ok(Value::Map(Map::new(found)))
    }

    fn call(&mut self, call: &'p Call) -> Result1 {
        let mut args = Vec::with_capacity(call.args.len());
        let mut error = None;
        for arg in &call.args {
            match self.part(arg)? {
                Ok(value) => args.push(value),
                Err(fault) if call.stops => return Err(fault),
                Err(fault) => error = error.or(Some(fault)),
            }
        }
        if &*call.declared.name == "@not_strictly_false" {
            // The one function that takes errors.
            return Ok(Value::Bool(!matches!(args.first(), Some(Value::Bool(false)))));
        }
        if let Some(fault) = error {
            return Err(fault);
        }
        let result = match call.way {
            Way::Add(body) => self.add(body, args),
            Way::Insert => self.insert(args),
            Way::Singleton(body) => body(&library::Call { args: &args, compiled: call.compiled.as_ref() }),
            Way::Overload(body, overload) => {
                // A pattern that is a constant makes a call of its own, without the look at types.
                let unguarded = overload.function.unguarded || call.compiled.is_some();
                if unguarded || fits_all(&overload.signature.parameters, &args) {
                    body(&library::Call { args: &args, compiled: call.compiled.as_ref() })
                } else {
                    Err(no_overload(&call.declared.name, &args))
                }
            }
            Way::Dispatch => {
                let found = call.declared.overloads.iter().find_map(|o| {
                    let counts = o.signature.parameters.len() == args.len();
                    let fits = counts && (o.function.unguarded || fits_all(&o.signature.parameters, &args));
                    o.overload.body.filter(|_| fits)
                });
                match found {
                    Some(body) => body(&library::Call { args: &args, compiled: call.compiled.as_ref() }),
                    None => Err(no_overload(&call.declared.name, &args)),
                }
            }
        };
        result.map_err(|fault| fault.at(call.id))
    }

    fn add(&mut self, body: library::Body, mut args: Vec<Value>) -> Result1 {
        let Some([Value::List(_), Value::List(_)]) = args.get(..) else {
            return body(&library::Call { args: &args, compiled: None });
        };
        let (Some(Value::List(right)), Some(Value::List(left))) = (args.pop(), args.pop()) else {
            return Err(Fault::no_such_overload());
        };
        if right.is_empty() {
            return Ok(Value::List(left));
        }
        if left.is_empty() {
            return Ok(Value::List(right));
        }
        self.copied(if left.is_shared() { left.len() + right.len() } else { right.len() })?;
        Ok(Value::List(left.concat(&right)))
    }

    fn insert(&mut self, mut args: Vec<Value>) -> Result1 {
        let rest = args.split_off(args.len().min(1));
        let Some(Value::Map(mut map)) = args.pop() else {
            return Err(no_overload("cel.@mapInsert", &rest));
        };
        let entries: Vec<(Value, Value)> = match rest.as_slice() {
            [key, value] => vec![(key.clone(), value.clone())],
            [Value::Map(more)] => more.entries().to_vec(),
            _ => {
                let mut all = vec![Value::Map(map)];
                all.extend(rest);
                return Err(no_overload("cel.@mapInsert", &all));
            }
        };
        self.copied(if map.is_shared() { map.len() + entries.len() } else { entries.len() })?;
        for (key, value) in entries {
            if matches!(key, Value::Bytes(_)) {
                return Err(unhashable());
            }
            if map.get(&key).is_some() {
                return Err(Fault::new(format!("insert failed: key {} already exists", go_value(&key))));
            }
            map = map.with(key, value);
        }
        Ok(Value::Map(map))
    }

    fn copied(&mut self, elements: usize) -> Result<(), Fault> {
        match self.copies.checked_sub(elements) {
            Some(left) => {
                self.copies = left;
                Ok(())
            }
            None => Err(Fault::cancelled("operation cancelled: too many elements are copied")),
        }
    }

    fn fold(&mut self, fold: &'p Fold) -> Result1 {
        let range = self.eval(&fold.range)?;
        let outer: [Slot<'p>; 3] =
            std::array::from_fn(|n| std::mem::replace(&mut self.slots[fold.slot + n], Slot::Empty));
        self.slots[fold.slot] = Slot::Pending(&fold.init);
        let result = self.fold_range(fold, &range);
        for (n, slot) in outer.into_iter().enumerate() {
            self.slots[fold.slot + n] = slot;
        }
        result
    }

    fn fold_range(&mut self, fold: &'p Fold, range: &Value) -> Result1 {
        match (range, fold.two) {
            (Value::List(list), false) => {
                for (n, item) in list.items().iter().enumerate() {
                    self.read(fold.id, list.origin(), || Value::Int(n as i64));
                    if !self.round(fold, item.clone(), None)? {
                        break;
                    }
                }
            }
            (Value::List(list), true) => {
                for (n, item) in list.items().iter().enumerate() {
                    self.read(fold.id, list.origin(), || Value::Int(n as i64));
                    if !self.round(fold, Value::Int(n as i64), Some(item.clone()))? {
                        break;
                    }
                }
            }
            (Value::Map(map), two) => {
                for (key, value) in map.entries() {
                    self.read(fold.id, map.origin(), || key.clone());
                    if !self.round(fold, key.clone(), two.then(|| value.clone()))? {
                        break;
                    }
                }
            }
            (other, false) => {
                return Err(
                    Fault::new(format!("got '{}', expected iterable type", go_type(other))).at(fold.id)
                );
            }
            (other, true) => {
                return Err(Fault::new(format!("unsupported comprehension range type: {}", go_type(other)))
                    .at(fold.id));
            }
        }
        self.eval(&fold.result)
    }

    /// One round of a loop; false when it is the last.
    fn round(&mut self, fold: &'p Fold, first: Value, second: Option<Value>) -> Result<bool, Fault> {
        self.slots[fold.slot + 1] = Slot::Known(Ok(first));
        if let Some(second) = second {
            self.slots[fold.slot + 2] = Slot::Known(Ok(second));
        }
        if let Ok(Value::Bool(false)) = self.part(&fold.condition)? {
            return Ok(false);
        }
        let next = self.part(&fold.step)?;
        self.slots[fold.slot] = Slot::Known(next);
        Ok(true)
    }

    fn slot(&mut self, slot: usize, take: bool) -> Result1 {
        if let Slot::Pending(init) = self.slots[slot] {
            self.slots[slot] = Slot::Empty;
            let value = self.part(init)?;
            self.slots[slot] = Slot::Known(value);
        }
        match &mut self.slots[slot] {
            known @ Slot::Known(_) if take => match std::mem::replace(known, Slot::Empty) {
                Slot::Known(value) => value,
                _ => Err(Fault::no_such_overload()),
            },
            Slot::Known(value) => value.clone(),
            _ => Err(Fault::new("no such attribute(s): ")),
        }
    }

    fn attribute(&mut self, attribute: &'p Attribute) -> Result1 {
        let id = attribute.test.unwrap_or_else(|| attribute.path.id());
        let value = self.resolve(&attribute.path).map_err(|fault| fault.at(id))?;
        Ok(match (attribute.test, value) {
            (Some(_), Value::Optional(inner)) => Value::Bool(inner.is_some()),
            (_, value) => value,
        })
    }

    fn resolve(&mut self, path: &'p Path) -> Result1 {
        let root = match &path.root {
            Root::Variable { name, .. } => match self.variables.get(name) {
                Some(value) => value,
                None => return Err(Fault::new(format!("no such attribute(s): {name}"))),
            },
            Root::Slot { slot, take, .. } => self.slot(*slot, *take)?,
            Root::Step { step, .. } => self.eval(step)?,
            Root::Choice { condition, then, otherwise, .. } => {
                return match self.eval(condition)? {
                    Value::Bool(true) => self.resolve(then),
                    Value::Bool(false) => self.resolve(otherwise),
                    _ => Err(Fault::no_such_overload()),
                };
            }
        };
        self.select(root, &path.qualifiers)
    }

    fn select(&mut self, root: Value, qualifiers: &'p [Qualifier]) -> Result1 {
        let (mut value, mut optional) = match root {
            Value::Optional(None) => return Ok(Value::Optional(None)),
            Value::Optional(Some(inner)) if !qualifiers.is_empty() => ((*inner).clone(), true),
            root @ Value::Optional(_) => return Ok(root),
            root => (root, false),
        };
        for qualifier in qualifiers {
            optional |= qualifier.optional;
            match self.qualify(&value, qualifier, optional)? {
                Some(next) => value = next,
                None => return Ok(Value::Optional(None)),
            }
        }
        Ok(if optional { Value::some(value) } else { value })
    }

    /// What one selection gives; `None` where it is asked for and is not there.
    fn qualify(&mut self, value: &Value, by: &'p Qualifier, optional: bool) -> Result<Option<Value>, Fault> {
        let key = match &by.key {
            Key::Const(key) => Ok(key.clone()),
            Key::Path(path) | Key::Step(path) => self.resolve(path).and_then(|key| match key {
                Value::String(_) | Value::Int(_) | Value::Uint(_) | Value::Bool(_) | Value::Double(_) => {
                    Ok(key)
                }
                other => {
                    let of = if matches!(path.root, Root::Variable { .. }) {
                        go_data(&other)
                    } else {
                        go_type(&other)
                    };
                    Err(Fault::new(format!("invalid qualifier type: {of}")))
                }
            }),
        };
        if let Err(Fault { kind: FaultKind::Cancelled, .. }) = key {
            return key.map(Some);
        }
        let found = key.and_then(|key| {
            self.read_of(by.id, value, &key);
            find(value, &key, optional || by.test)
        });
        let result = match found {
            Ok(found) if by.test && !optional => Ok(Some(Value::Bool(found.is_some()))),
            other => other.map_err(|fault| fault.at(by.id)),
        };
        if !optional || matches!(result, Ok(Some(_))) {
            self.tracker.qualifier(by)?;
        }
        result
    }

    fn read_of(&mut self, node: u32, value: &Value, key: &Value) {
        let origin = match value {
            Value::List(list) => list.origin(),
            Value::Map(map) => map.origin(),
            _ => None,
        };
        self.read(node, origin, || key.clone());
    }

    fn read(&mut self, node: u32, origin: crate::value::Origin, key: impl FnOnce() -> Value) {
        if let (Some(observer), Some(origin)) = (&mut self.observer, origin) {
            observer.read(node, origin, &key());
        }
    }
}

/// No variables.
impl Variables for () {
    fn get(&self, _name: &str) -> Option<Value> {
        None
    }
}

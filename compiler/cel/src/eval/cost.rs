//! What an evaluation costs, counted as cel-go counts it (cel-go: interpreter/runtimecost.go): each step leaves its value on a
//! stack; a call takes those of its arguments off it, and counts nothing where one is missing.

use super::plan::{Key, Node, NodeKind, Path, Qualifier, Root};
use super::text::go_type;
use crate::ast::ExprId;
use crate::fault::Fault;
use crate::library::{Cost, text_cost};
use crate::value::{Opaque, Value};

/// What a list costs to make (cel-go: common/cost.go).
const LIST: u64 = 10;
/// What a map costs to make.
const MAP: u64 = 30;
/// What a message costs to make.
const MESSAGE: u64 = 40;

/// The cost so far.
#[derive(Debug)]
pub struct Tracker {
    pub cost: u64,
    limit: u64,
    stack: Vec<(ExprId, Value)>,
    /// How many values on the stack are of a step: most look-ups find nothing, and are answered by this.
    counts: Vec<u32>,
}

impl Tracker {
    pub fn new(ids: usize, limit: u64) -> Tracker {
        Tracker { cost: 0, limit, stack: Vec::new(), counts: vec![0; ids + 1] }
    }

    /// Counts a step.
    pub fn step(&mut self, node: &Node, result: &Result<Value, Fault>) -> Result<(), Fault> {
        match &node.kind {
            NodeKind::Const(..)
            | NodeKind::Member { .. }
            | NodeKind::Or { .. }
            | NodeKind::OrValue { .. } => {}
            NodeKind::Attribute(attribute) => {
                self.path(&attribute.path);
                if attribute.test.is_some() {
                    // A choice has not been counted: cel-go's cost then passes below 0, and with it any limit.
                    self.cost = self.cost.wrapping_sub(1);
                }
            }
            NodeKind::Logic { terms, .. } => terms.iter().for_each(|term| self.drop(term.id())),
            NodeKind::Fold(fold) => self.drop(fold.range.id()),
            NodeKind::Equality { sides, .. } => {
                if let Some(args) = self.drop_args(sides.iter().map(|side| side.id())) {
                    self.cost = self.cost.saturating_add(equality(
                        &args,
                        matches!(node.kind, NodeKind::Equality { equal: true, .. }),
                    ));
                }
            }
            NodeKind::Call(call) => {
                let ids = || call.args.iter().map(Node::id);
                let cost = match call.cost {
                    Cost::Fixed(cost) if self.drop_all(ids()) => cost,
                    Cost::Fixed(_) => 0,
                    Cost::Of(of) => match self.drop_args(ids()) {
                        Some(args) => of(&args, result.as_ref().unwrap_or(&Value::Null)),
                        None => 0,
                    },
                    Cost::OfList(n, of) => match self.drop_args(ids()) {
                        Some(args) => {
                            if let Some(other) = args.get(n).filter(|arg| !matches!(arg, Value::List(_))) {
                                return Err(no_list(other));
                            }
                            of(&args, result.as_ref().unwrap_or(&Value::Null))
                        }
                        None => 0,
                    },
                };
                self.cost = self.cost.saturating_add(cost);
            }
            NodeKind::List { elements, .. } => {
                self.drop_all(elements.iter().map(|(element, _)| element.id()));
                self.cost += LIST;
            }
            NodeKind::Map { entries, .. } => {
                self.drop_all(entries.iter().flat_map(|(key, value, _)| [key.id(), value.id()]));
                self.cost += MAP;
            }
            NodeKind::Message { fields, .. } => {
                self.drop_all(fields.iter().map(|(_, value, _)| value.id()));
                self.cost += MESSAGE;
            }
        }
        let value = match result {
            Ok(value) if node.keep => value.clone(),
            Err(_) if node.keep => Value::opaque(Failed),
            _ => Value::Null,
        };
        self.push(node.id(), value)
    }

    /// Counts a selection.
    pub fn qualifier(&mut self, by: &Qualifier) -> Result<(), Fault> {
        if let Key::Step(_) = by.key {
            self.drop(by.id);
        }
        self.cost += 1;
        self.push(by.id, Value::Null)
    }

    fn path(&mut self, path: &Path) {
        if let Root::Choice { condition, then, otherwise, .. } = &path.root {
            self.drop(otherwise.id());
            self.drop(then.id());
            self.drop(condition.id());
        } else {
            self.drop(path.id());
            self.cost += 1;
        }
    }

    fn push(&mut self, id: ExprId, value: Value) -> Result<(), Fault> {
        // Constants are folded before there are numbers to count.
        if let Some(count) = self.counts.get_mut(id as usize) {
            *count += 1;
            self.stack.push((id, value));
        }
        if self.cost > self.limit {
            return Err(Fault::cancelled("operation cancelled: actual cost limit exceeded"));
        }
        Ok(())
    }

    fn take(&mut self, id: ExprId) -> Option<Value> {
        if self.counts.get(id as usize).is_none_or(|count| *count == 0) {
            return None;
        }
        while let Some((top, value)) = self.stack.pop() {
            if let Some(count) = self.counts.get_mut(top as usize) {
                *count -= 1;
            }
            if top == id {
                return Some(value);
            }
        }
        None
    }

    fn drop(&mut self, id: ExprId) {
        self.take(id);
    }

    /// Takes the values of these steps off the stack, from the last; false where one is missing.
    fn drop_all(&mut self, ids: impl DoubleEndedIterator<Item = ExprId>) -> bool {
        ids.rev().all(|id| self.take(id).is_some())
    }

    fn drop_args(&mut self, ids: impl DoubleEndedIterator<Item = ExprId>) -> Option<Vec<Value>> {
        let mut args = Vec::new();
        for id in ids.rev() {
            args.push(self.take(id)?);
        }
        args.reverse();
        Some(args)
    }
}

/// What `==` and `!=` cost: a tenth of the smaller side; 1 for values of libraries on the left of `==`
/// (apiserver: cel/library/cost.go).
fn equality(args: &[Value], equal: bool) -> u64 {
    match args {
        [Value::Opaque(left), _] if equal && left.has_unit_equality() => 1,
        [left, right] => text_cost(left.size().min(right.size()) as f64),
        _ => 1,
    }
}

/// What stands for an error among the arguments of a call.
#[derive(Debug)]
struct Failed;

impl Opaque for Failed {
    fn type_name(&self) -> &str {
        "error"
    }

    fn equals(&self, _other: &Value) -> Option<bool> {
        None
    }

    fn has_unit_equality(&self) -> bool {
        false
    }
}

/// What Go says where cel-go takes a value for a list.
fn no_list(value: &Value) -> Fault {
    let (of, method) = match value {
        Value::Opaque(value) if value.type_name() == "error" => ("*types.Err", "Add"),
        Value::Int(_)
        | Value::Uint(_)
        | Value::Double(_)
        | Value::String(_)
        | Value::Bytes(_)
        | Value::Duration(_)
        | Value::Timestamp(_) => (go_type(value), "Contains"),
        other => (go_type(other), "Add"),
    };
    Fault::cancelled(format!(
        "internal error: interface conversion: {of} is not traits.Lister: missing method {method}"
    ))
}

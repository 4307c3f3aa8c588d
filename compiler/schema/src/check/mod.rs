//! Checking a value against a schema: which of its keywords do not allow it, in the order of the schema library
//! (its validator.go). Where Go walks a map, which it does in any order, this walks it in byte order of the keys.

mod array;
mod logic;
mod object;
mod pending;
mod reference;
mod scalar;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use nexachart_go::regexp::Regexp;
use nexachart_source::{Budget, Budgets, Exceeded};

use crate::compile::Regexps;
use crate::document::{Document, Incomparable, Node, NodeId};
use crate::draft::Draft;
use crate::message::quote;
use crate::path::Path;
use crate::schema::{Schema, SchemaId, Schemas, Types};
use crate::violation::{Kind, Place, Refusal, Violation};
use pending::Pending;
use reference::Scope;

/// So many steps does it cost to tell of a violation: trees of them take memory.
const TELLING: u64 = 20;

/// A value that is checked, and what it takes.
pub(crate) struct Check<'a> {
    schemas: &'a Schemas,
    /// Schemas numbered after those.
    more: &'a [Schema],
    pub document: &'a Document,
    regexps: &'a Regexps,
    resources: &'a Resources,
    /// The length of the pointer of the value in its document.
    base: Cell<usize>,
    budgets: Budgets,
    depth: Cell<u64>,
    steps: Cell<u64>,
    stopped: RefCell<Option<String>>,
}

/// Of the value that is itself a schema: the metaschemas of its resources, by their pointers.
#[derive(Debug, Default)]
pub(crate) struct Resources(pub HashMap<Vec<u8>, SchemaId>);

/// Why a value is not valid.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The schema does not allow it: what the schema library says.
    Invalid(String),
    /// It could not be told: what Helm says.
    Stopped(String),
}

/// What is wanted to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// All violations.
    Report,
    /// Whether there is one.
    Decide,
}

type Outcome<'a, T> = Result<T, Refusal<'a>>;

/// A schema at work on a value.
struct Visit<'v, 'a> {
    check: &'v Check<'a>,
    scope: Scope<'v>,
    id: SchemaId,
    schema: &'a Schema,
    node: NodeId,
    path: Path,
    mode: Mode,
    /// The metaschema, if the value is a schema.
    meta: Option<SchemaId>,
    pending: Pending,
    problems: Vec<Refusal<'a>>,
}

impl<'a> Check<'a> {
    /// A check of a document.
    pub fn new(
        schemas: &'a Schemas,
        more: &'a [Schema],
        document: &'a Document,
        regexps: &'a Regexps,
        resources: &'a Resources,
    ) -> Check<'a> {
        let (base, budgets, depth, steps, stopped) = Default::default();
        Check { schemas, more, document, regexps, resources, base, budgets, depth, steps, stopped }
    }

    /// The same check within other than the default budgets: so many schemas at work on a value and the values around
    /// it, so many times that a schema is applied to a value.
    pub fn within(mut self, budgets: &Budgets) -> Check<'a> {
        self.budgets = *budgets;
        self
    }

    /// Counts steps of something that takes more than one, and tells whether there are enough.
    fn spend(&self, steps: u64) -> bool {
        let steps = self.steps.get().saturating_add(steps);
        self.steps.set(steps);
        let within = self.budgets.check(Budget::SchemaSteps, steps);
        within.map_err(|exceeded| self.stop_over(exceeded)).is_ok()
    }

    /// Counts a pattern that is held against a text: in the worst case each of its states at each byte.
    fn spend_pattern(&self, regexp: &Regexp, text: &[u8]) -> bool {
        let states = regexp.size() as u64 / 4096;
        self.spend(12 + states.saturating_mul(text.len() as u64) / 16)
    }

    fn stop_over(&self, exceeded: Exceeded) {
        self.stop(format!("unable to validate schema: {exceeded}"));
    }

    /// Checks the value at a node of the document.
    ///
    /// # Errors
    /// A violation is told with the head `jsonschema validation failed with '…'`, the violations on lines of their own.
    pub fn run(&self, schema: SchemaId, node: NodeId, meta: Option<SchemaId>) -> Result<(), Failure> {
        self.base.set(self.document.pointer(node).len());
        let outcome = self.begin(schema, node, meta, Mode::Report);
        if let Some(text) = self.stopped.take() {
            return Err(Failure::Stopped(text));
        }
        outcome.map_err(|refusal| {
            let location = self.location(schema);
            let mut text = format!("jsonschema validation failed with {}", quote(location.as_bytes()));
            for cause in ungrouped(refusal) {
                cause.write(self, 1, &mut text);
            }
            Failure::Invalid(text)
        })
    }

    /// Whether a schema allows the value at a node of the document. No if it cannot be told.
    pub fn allows(&self, schema: SchemaId, node: NodeId) -> bool {
        self.begin(schema, node, None, Mode::Decide).is_ok() && self.stopped.take().is_none()
    }

    /// Applies a schema as the first one.
    fn begin(&self, id: SchemaId, node: NodeId, meta: Option<SchemaId>, mode: Mode) -> Outcome<'a, ()> {
        let schema = self.schema(id);
        let visit = Visit {
            check: self,
            scope: Scope { schema: id, keyword: "", level: 0, parent: None },
            id,
            schema,
            node,
            path: Path::root(),
            mode,
            meta,
            pending: Pending::of(self.document, node, schema, false),
            problems: Vec::new(),
        };
        visit.run().map(|_| ())
    }

    fn schema(&self, id: SchemaId) -> &'a Schema {
        let index = id.0 as usize;
        self.schemas.schemas.get(index).unwrap_or_else(|| &self.more[index - self.schemas.schemas.len()])
    }

    /// Where a schema stands.
    pub fn location(&self, id: SchemaId) -> String {
        self.schemas.location(self.schema(id).place)
    }

    /// Where a node stands in the value.
    pub fn pointer(&self, node: NodeId) -> Vec<u8> {
        let pointer = self.document.pointer(node);
        pointer.get(self.base.get()..).unwrap_or_default().to_vec()
    }

    /// Gives up: all further schemas are skipped.
    fn stop(&self, text: impl Into<String>) {
        self.stopped.borrow_mut().get_or_insert_with(|| text.into());
    }

    /// Gives up where Go would meet a nil pointer.
    fn stop_at_nil(&self) {
        self.stop(
            "unable to validate schema: runtime error: invalid memory address or nil pointer dereference",
        );
    }

    /// The metaschema that a resource at a node of the value asks for.
    fn metaschema_at(&self, node: NodeId) -> Option<SchemaId> {
        if self.resources.0.is_empty() {
            return None;
        }
        self.resources.0.get(&self.pointer(node)).copied()
    }
}

/// The violations that stand for one.
fn ungrouped(refusal: Refusal<'_>) -> Vec<Violation<'_>> {
    match refusal {
        None => Vec::new(),
        Some(violation) if matches!(violation.kind, Kind::Group) => violation.causes,
        Some(violation) => vec![*violation],
    }
}

impl<'v, 'a> Visit<'v, 'a> {
    /// Applies the schema: what of the value it leaves to `unevaluated…`.
    fn run(mut self) -> Outcome<'a, Pending> {
        let check = self.check;
        if check.stopped.borrow().is_some() {
            return Err(None);
        }
        let (depth, steps) = (check.depth.get() + 1, check.steps.get() + 1);
        // DIFFERENCE: Go's stack is larger, and nobody counts the steps.
        let within = check.budgets.check(Budget::SchemaDepth, depth);
        if let Err(exceeded) = within.and_then(|()| check.budgets.check(Budget::SchemaSteps, steps)) {
            check.stop_over(exceeded);
            return Err(None);
        }
        check.depth.set(depth);
        check.steps.set(steps);
        let outcome = self.apply();
        check.depth.set(depth - 1);
        outcome?;
        match self.problems.len() {
            0 => Ok(self.pending),
            1 => Err(self.problems.swap_remove(0)),
            _ => {
                let causes = std::mem::take(&mut self.problems);
                Err(self.refusal_with(Kind::Group, causes))
            }
        }
    }

    /// Applies the keywords. An error is one after which the others do not count.
    fn apply(&mut self) -> Outcome<'a, ()> {
        let (schema, check) = (self.schema, self.check);
        match schema.boolean {
            Some(true) => return Ok(()),
            Some(false) => return Err(self.refusal(Kind::FalseSchema)),
            None => {}
        }
        self.check_cycle()?;
        let node = check.document.node(self.node);
        self.check_general(node)?;
        if let Some(target) = schema.reference {
            let outcome = self.on_reference(target, "$ref");
            if schema.draft < Draft::Draft2019 {
                return outcome;
            }
            self.note(outcome);
        }
        match node {
            Node::Object(_) => self.check_object(),
            Node::List(_) => self.check_array(),
            Node::String(text) => self.check_string(text),
            Node::Number(_) => self.check_number(),
            _ => {}
        }
        if self.problems.is_empty() || self.mode == Mode::Report {
            if schema.draft >= Draft::Draft2019 {
                self.check_references();
            }
            self.check_logic();
            if schema.draft >= Draft::Draft2019 {
                self.check_unevaluated();
            }
        }
        Ok(())
    }

    /// The keywords for values of any type.
    fn check_general(&mut self, node: Node) -> Outcome<'a, ()> {
        let (schema, check) = (self.schema, self.check);
        if let Node::Foreign(ty) = node {
            return Err(self.refusal(Kind::Foreign(ty)));
        }
        let types = Types::of(node);
        if !schema.types.is_empty() && !schema.types.contains(types) {
            let is_integer = || check.document.as_number(self.node).is_some_and(|n| n.is_integer());
            if !(schema.types.contains(Types::INTEGER) && types == Types::NUMBER && is_integer()) {
                return Err(self.refusal(Kind::Type { got: node, want: schema.types }));
            }
        }
        if let Some(constant) = schema.constant
            && !self.equals(constant)?
        {
            return Err(self.refusal(Kind::Const(schema)));
        }
        if let Some(enumeration) = &schema.enumeration {
            let mut is_one = false;
            if !self.check.spend(enumeration.items.len() as u64 / 4) {
                return Err(None);
            }
            if enumeration.types.contains(types) {
                for item in &enumeration.items {
                    is_one = self.equals(*item)?;
                    if is_one {
                        break;
                    }
                }
            }
            if !is_one {
                return Err(self.refusal(Kind::Enum(schema)));
            }
        }
        if let (Some(format), Node::String(text)) = (schema.format, node) {
            let bytes = check.document.text(text);
            let checked = match format.is_regex() {
                true => check.regexps.get(bytes).map(|_| ()),
                false => format.check(bytes),
            };
            if let Err(error) = checked {
                return Err(self.refusal(Kind::Format { text, name: format.name, error }));
            }
        }
        Ok(())
    }

    /// Whether the value equals a node of the schema's document.
    fn equals(&self, node: NodeId) -> Outcome<'a, bool> {
        let document = self.check.document;
        let equal = document.equal(self.node, self.check.schemas.document(self.schema), node);
        equal.map_err(|incomparable| self.incomparable(incomparable))
    }

    fn incomparable(&self, what: Incomparable) -> Refusal<'a> {
        match what {
            Incomparable::Foreign(node) => match self.check.document.node(node) {
                Node::Foreign(ty) => self.refusal(Kind::Foreign(ty)),
                _ => None,
            },
            Incomparable::NilNumber => {
                self.check.stop_at_nil();
                None
            }
        }
    }

    /// Applies a schema to the value itself.
    fn on_self(&mut self, id: SchemaId, keyword: &'static str, mode: Mode) -> Outcome<'a, ()> {
        let scope = Scope { schema: id, keyword, parent: Some(&self.scope), ..self.scope };
        let is_asked = !self.pending.is_empty();
        let left = self.sub_visit(scope, self.node, mode, self.path.clone(), is_asked)?;
        self.pending.keep(&left);
        Ok(())
    }

    /// Applies a schema to a part of the value.
    fn on_child(&self, id: SchemaId, child: NodeId) -> Outcome<'a, ()> {
        let level = self.scope.level + 1;
        let scope = Scope { schema: id, keyword: "", level, parent: Some(&self.scope) };
        self.sub_visit(scope, child, self.mode, self.path.child(child), false).map(|_| ())
    }

    fn sub_visit(
        &self,
        scope: Scope<'_>,
        node: NodeId,
        mode: Mode,
        path: Path,
        is_asked: bool,
    ) -> Outcome<'a, Pending> {
        let check = self.check;
        let id = scope.schema;
        let pending = Pending::of(check.document, node, check.schema(id), is_asked);
        // A schema inside a schema can have a metaschema of its own.
        let (id, meta) = match check.metaschema_at(node).filter(|_| self.meta == Some(id)) {
            Some(other) => (other, Some(other)),
            None => (id, self.meta),
        };
        let mode = if self.mode == Mode::Decide { Mode::Decide } else { mode };
        let schema = check.schema(id);
        Visit { check, scope, id, schema, node, path, mode, meta, pending, problems: Vec::new() }.run()
    }

    /// A violation by the value itself.
    fn refusal(&self, kind: Kind<'a>) -> Refusal<'a> {
        self.refusal_with(kind, Vec::new())
    }

    fn refusal_with(&self, kind: Kind<'a>, causes: Vec<Refusal<'a>>) -> Refusal<'a> {
        if self.mode == Mode::Decide {
            return None;
        }
        self.check.steps.update(|steps| steps + TELLING);
        let causes = causes.into_iter().flatten().map(|cause| *cause).collect();
        Some(Box::new(Violation { place: Place::Node(self.node), kind, causes }))
    }

    fn problem(&mut self, kind: Kind<'a>) {
        self.problem_with(kind, Vec::new());
    }

    fn problem_with(&mut self, kind: Kind<'a>, causes: Vec<Refusal<'a>>) {
        let refusal = self.refusal_with(kind, causes);
        self.problems.push(refusal);
    }

    fn note(&mut self, outcome: Outcome<'a, ()>) {
        self.problems.extend(outcome.err());
    }

    /// Whether it is known that the value is not valid and nobody wants to know more.
    fn is_decided(&self) -> bool {
        self.mode == Mode::Decide && !self.problems.is_empty()
    }
}

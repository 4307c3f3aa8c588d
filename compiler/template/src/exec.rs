//! The evaluator (Go: text/template/exec.go). Statements and pipelines are here; calls and their
//! arguments in `call.rs`.
//!
//! As in Go, the node that is being evaluated is noted as evaluation goes on, and an error names the
//! node noted last: which one that is shows in error texts, so the places where it is noted are Go's.

use std::any::Any;
use std::mem;
use std::rc::Rc;

use nexachart_go::strconv;
use nexachart_source::{Budget, Budgets, Exceeded};
use nexachart_value::{Kind, Map, Str, Type, Value};

use crate::call::Final;
use crate::meter::{Meter, steps_of};
use crate::set::{Loaded, Template};
use crate::trace::{Key, Origin, Recording, Silent, Sink};
use crate::{
    At, Branch, Error, Fault, List, MissingKey, Node, ParseError, Pipe, Set, TemplateCall, Variable, fmt,
    print,
};

/// What the functions of a table keep or need beyond their arguments; the table's own type behind it.
pub trait Host: Any {
    /// A method of a defined map type (`.Values.AsMap`).
    fn map_method(&self, _ty: Type, _name: &[u8]) -> Option<&'static MapMethod> {
        None
    }

    /// For the functions to find their own type again.
    fn as_any_mut(&mut self) -> &mut dyn Any;
}

/// A method of a defined map type.
#[derive(Debug)]
pub struct MapMethod {
    /// The types of its parameters.
    pub params: &'static [Type],
    /// The type of its result.
    pub result: Type,
    /// The body.
    pub call: fn(&Map, &[Value]) -> Result<Value, String>,
}

/// How long a message may become by the values in it. Go prints all of them.
const MAX_MESSAGE: usize = 16 << 20;

/// What a function's body can ask of the evaluator.
pub trait Call {
    /// Executes the template of that name (Go: Template.ExecuteTemplate).
    fn execute_template(&mut self, name: &[u8], data: Value) -> Result<Vec<u8>, Error>;

    /// Parses a text as a template in a copy of the current set, and executes it there: what it
    /// defines is seen by what it calls, and is forgotten afterwards. The outer error is the parser's,
    /// the inner one that of the execution.
    fn execute_text(&mut self, text: &Str, data: Value) -> Result<Result<Vec<u8>, Error>, Box<ParseError>>;

    /// How much everything may take.
    fn budgets(&self) -> &Budgets;

    /// Counts what is spent: steps, memory, keys. The error goes up to the end of the render.
    fn spend(&mut self, budget: Budget, amount: u64) -> Result<(), Error>;

    /// What the function table brought along.
    fn host(&mut self) -> &mut dyn Host;

    /// Where a function that asks for the time or for randomness is called: `file:line:column`, the column in bytes from
    /// 0, and the command. Looking for it takes time.
    fn spot(&self) -> (Vec<u8>, Vec<u8>);
}

/// Executes the template of that name with `data` as dot and `$`. Gives its output, or the first
/// error; nothing of the output is left then.
pub fn execute(set: &Rc<Set>, name: &[u8], data: Value, host: &mut dyn Host) -> Result<Vec<u8>, Error> {
    run(set, name, data, host, Silent)
}

/// [`execute`], with a record of where everything comes from.
pub fn execute_recorded(
    set: &Rc<Set>,
    name: &[u8],
    data: Value,
    host: &mut dyn Host,
    recording: &mut Recording,
) -> Result<Vec<u8>, Error> {
    run(set, name, data, host, recording)
}

fn run<S: Sink>(set: &Rc<Set>, name: &[u8], data: Value, host: &mut dyn Host, sink: S) -> Result<Vec<u8>> {
    let mut exec = Exec {
        set: set.clone(),
        host,
        vars: Vec::new(),
        out: Vec::new(),
        frame: Frame { template: None, base: 0, at: None, depth: 0 },
        stack_start: stack_pointer(),
        out_limit: Budget::Output,
        meter: set.meter.get(),
        asking: 0,
        sink,
    };
    let mut result = exec.execute_template(name, data);
    if let Ok(text) = &result
        && let Err(exceeded) = exec.meter.spend(Budget::Output, text.len() as u64)
    {
        result = Err(exec.over(exceeded));
    }
    set.meter.set(exec.meter);
    result
}

/// A value during evaluation: Go's `reflect.Value`.
#[derive(Clone, Debug)]
pub(crate) struct Operand {
    pub value: Value,
    /// Whether Go holds it in an `interface {}` (an element of a list or map of any values). With nil
    /// inside that is a nil interface; nil without it is Go's zero `reflect.Value`.
    pub boxed: bool,
    /// Where it came from, when that is recorded.
    pub origin: Origin,
}

/// Where a loop body ended.
enum Flow {
    Next,
    Break,
    Continue,
}

pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

/// The state of an execution.
pub(crate) struct Exec<'h, S> {
    pub set: Rc<Set>,
    pub host: &'h mut dyn Host,
    /// The variables of all templates being executed; `None` before their declaration was reached.
    vars: Vec<Option<Operand>>,
    out: Vec<u8>,
    frame: Frame,
    /// The address of the stack where the execution began.
    stack_start: usize,
    /// What bounds `out`: the output of a file, or a text that a function makes.
    out_limit: Budget,
    pub meter: Meter,
    /// The command of the last call of a function that asks for the time or for randomness.
    pub asking: u32,
    /// What is told where texts and values come from.
    pub sink: S,
}

/// What belongs to one template being executed.
#[derive(Clone)]
struct Frame {
    template: Option<Template>,
    /// Where its variables begin.
    base: usize,
    /// The node noted last.
    at: Option<u32>,
    depth: u32,
}

impl<S: Sink> Call for Exec<'_, S> {
    fn execute_template(&mut self, name: &[u8], data: Value) -> Result<Vec<u8>> {
        self.meter.count(u64::from(self.set.depth()));
        let Some(template) = self.set.lookup(name) else {
            let mut text = Vec::new();
            let args = [Value::string(name), Value::string(self.set.name())];
            fmt::sprintf(&mut text, b"template: no template %q associated with template %q", &args);
            return Err(Error::new(text).because(Fault::UnknownTemplate { name: name.to_vec() }));
        };
        self.execute(template, data)
    }

    fn execute_text(&mut self, text: &Str, data: Value) -> Result<Result<Vec<u8>>, Box<ParseError>> {
        let depth = u64::from(self.set.depth()) + 1;
        if let Err(exceeded) = self.meter.budgets.check(Budget::TplDepth, depth) {
            return Ok(Err(exceeded.into()));
        }
        let (set, template, memory) = self.set.over(text, &mut self.meter)?;
        if let Err(exceeded) = self.meter.hold(memory) {
            return Ok(Err(exceeded.into()));
        }
        let outer = mem::replace(&mut self.set, set);
        let result = self.execute(template, data);
        self.set = outer;
        self.meter.free(memory);
        Ok(result)
    }

    fn budgets(&self) -> &Budgets {
        &self.meter.budgets
    }

    fn spend(&mut self, budget: Budget, amount: u64) -> Result<()> {
        Ok(self.meter.spend(budget, amount)?)
    }

    fn host(&mut self) -> &mut dyn Host {
        self.host
    }

    fn spot(&self) -> (Vec<u8>, Vec<u8>) {
        self.frame
            .template
            .as_ref()
            .map(|template| print::context(&template.tree, self.asking))
            .unwrap_or_default()
    }
}

impl<S: Sink> Exec<'_, S> {
    /// Executes a template into a text of its own (Go: Template.execute).
    fn execute(&mut self, template: Template, data: Value) -> Result<Vec<u8>> {
        // Set aside, the text begun so far is memory that others use up.
        let aside = self.out.len() as u64;
        self.bounded(|meter| meter.hold(aside))?;
        let limit = if self.frame.template.is_some() { Budget::Text } else { self.out_limit };
        let limit = mem::replace(&mut self.out_limit, limit);
        let out = mem::take(&mut self.out);
        let origin = self.sink.given(&data);
        let dot = Operand { origin, ..Operand::plain(data) };
        self.sink.text_begun();
        let result = self.invoke(template, &dot, 0).and_then(|()| self.check_output());
        self.sink.text_ended();
        self.meter.release(&dot.value);
        let text = mem::replace(&mut self.out, out);
        self.out_limit = limit;
        self.meter.free(aside);
        result.map(|()| text)
    }

    /// Runs a template's statements with variables of its own.
    fn invoke(&mut self, template: Template, dot: &Operand, depth: u32) -> Result<()> {
        let base = self.vars.len();
        let slots = template.tree.slots.max(1) as usize;
        // A thousand variables, a hundred thousand levels deep, are 3 GB.
        let memory = (slots * size_of::<Option<Operand>>()) as u64;
        self.bounded(|meter| meter.hold(memory))?;
        self.vars.resize(base + slots, None);
        self.vars[base] = Some(dot.clone());
        self.sink.entered(&template.tree, dot.origin, self.frame.at);
        let frame = Frame { template: Some(template.clone()), base, at: None, depth };
        let outer = mem::replace(&mut self.frame, frame);
        let result = self.check_stack().and_then(|()| self.list(&template, dot, &template.tree.root));
        if S::ON && result.is_err() {
            let node = self.frame.at;
            self.sink.blame(node, Vec::new);
        }
        self.frame = outer;
        self.sink.left();
        for var in self.vars.drain(base..) {
            self.meter.release(&var.map_or(Value::Nil, |var| var.value));
        }
        self.meter.free(memory);
        result.map(|_| ())
    }

    fn check_stack(&self) -> Result<()> {
        let used = self.stack_start.abs_diff(stack_pointer());
        if used > self.set.options().stack {
            let error = self.error("templates are nested too deep: the stack is used up", &[]);
            return Err(error.into_budget(Budget::TemplateDepth));
        }
        Ok(())
    }

    /// Counts a step; an error when there were too many, or when the output is too long.
    fn step(&mut self) -> Result<()> {
        self.bounded(|meter| meter.steps(1))?;
        self.check_output()
    }

    #[inline]
    fn check_output(&mut self) -> Result<()> {
        let len = self.out.len() as u64;
        let most = match self.out_limit {
            Budget::Output => self.meter.output_left(),
            _ => self.meter.budgets[Budget::Text],
        };
        if len > most {
            return Err(self.over(self.meter.budgets.exceeded(self.out_limit)));
        }
        Ok(())
    }

    /// The result of some counting; where a budget is used up, with the place.
    #[inline]
    pub fn bounded(&mut self, count: impl FnOnce(&mut Meter) -> Result<(), Exceeded>) -> Result<()> {
        count(&mut self.meter).map_err(|exceeded| self.over(exceeded))
    }

    /// The error of a budget that is used up, at the node noted last: it ends everything.
    #[cold]
    pub fn over(&self, exceeded: Exceeded) -> Error {
        self.error("%s", &[Value::string(exceeded.to_string())]).into_budget(exceeded.budget)
    }

    /// Counts a value that came into being: an error when it is too large to go on with.
    pub fn made(&mut self, value: &Value) -> Result<(), Exceeded> {
        let (budget, len) = match value {
            Value::String(text) | Value::Bytes(text) => (Budget::Text, text.len()),
            Value::List(list) => (Budget::Items, list.len()),
            Value::Map(map) => (Budget::Items, map.len()),
            Value::Object(_) => (Budget::Items, 0),
            _ => return Ok(()),
        };
        let bytes = value.sole_bytes();
        if bytes > 0 {
            self.meter.budgets.check(budget, len as u64)?;
            self.meter.steps(steps_of(bytes))?;
            self.meter.hold(bytes)?;
        }
        Ok(())
    }

    /// Notes the node being evaluated.
    pub fn at(&mut self, at: At) {
        self.frame.at = Some(at.id);
    }

    fn list(&mut self, template: &Loaded, dot: &Operand, list: &List) -> Result<Flow> {
        let file = &*template.tree.file;
        self.at(list.at);
        for node in &file[list.nodes] {
            self.step()?;
            match node {
                Node::Text(at, text) => {
                    self.at(*at);
                    let text = &file[*text];
                    self.meter.count(steps_of(text.len() as u64));
                    self.sink.wrote(self.out.len(), at.id, Origin::UNKNOWN);
                    self.out.extend_from_slice(text);
                }
                Node::Action(at, pipe) => {
                    self.at(*at);
                    let pipe = &file[*pipe];
                    let value = self.pipe(template, dot, pipe)?;
                    if pipe.decl.is_empty() {
                        self.at(*at);
                        self.sink.wrote(self.out.len(), at.id, value.origin);
                        self.print(&value.value)?;
                        self.meter.release(&value.value);
                    }
                }
                Node::If(branch) => {
                    let branch = &file[*branch];
                    self.at(branch.at);
                    let (holds, value) = self.condition(template, dot, branch)?;
                    self.meter.release(&value.value);
                    drop(value);
                    let flow = match holds {
                        true => self.list(template, dot, &branch.list)?,
                        false => self.else_list(template, dot, branch)?,
                    };
                    let Flow::Next = flow else { return Ok(flow) };
                }
                Node::With(branch) => {
                    let branch = &file[*branch];
                    self.at(branch.at);
                    let (holds, value) = self.condition(template, dot, branch)?;
                    let flow = match holds {
                        true => self.list(template, &value, &branch.list)?,
                        false => self.else_list(template, dot, branch)?,
                    };
                    self.meter.release(&value.value);
                    let Flow::Next = flow else { return Ok(flow) };
                }
                Node::Range(branch) => {
                    let flow = self.range(template, dot, &file[*branch])?;
                    let Flow::Next = flow else { return Ok(flow) };
                }
                Node::Template(call) => {
                    self.at(call.at);
                    self.template(template, dot, call)?;
                }
                Node::Break(at) => {
                    self.at(*at);
                    return Ok(Flow::Break);
                }
                Node::Continue(at) => {
                    self.at(*at);
                    return Ok(Flow::Continue);
                }
            }
        }
        Ok(Flow::Next)
    }

    fn else_list(&mut self, template: &Loaded, dot: &Operand, branch: &Branch) -> Result<Flow> {
        match &branch.else_list {
            Some(list) => self.list(template, dot, list),
            None => Ok(Flow::Next),
        }
    }

    fn condition(&mut self, template: &Loaded, dot: &Operand, branch: &Branch) -> Result<(bool, Operand)> {
        let value = self.pipe(template, dot, &template.tree.file[branch.pipe])?;
        Ok((value.value.truth(), value))
    }

    fn range(&mut self, template: &Loaded, dot: &Operand, branch: &Branch) -> Result<Flow> {
        self.at(branch.at);
        let pipe = &template.tree.file[branch.pipe];
        let Operand { value: over, origin, .. } = self.pipe(template, dot, pipe)?;
        // What a defined type holds (an API version set, a duration) is ranged over like the plain value.
        let plain = over.underlying();
        if let Value::Object(_) = over {
            self.bounded(|meter| meter.hold(plain.sole_bytes()))?;
        }
        let flow = self.rounds(template, dot, branch, (&over, origin), &plain)?;
        self.meter.release(&plain);
        drop(plain);
        self.meter.release(&over);
        Ok(flow)
    }

    fn rounds(
        &mut self,
        template: &Loaded,
        dot: &Operand,
        branch: &Branch,
        (over, origin): (&Value, Origin),
        plain: &Value,
    ) -> Result<Flow> {
        let pipe = &template.tree.file[branch.pipe];
        let mut ran = false;
        macro_rules! iterate {
            ($index:expr, $elem:expr) => {
                ran = true;
                match self.iteration(template, branch, &template.tree.file[pipe.decl], $index, $elem)? {
                    Flow::Break => return Ok(Flow::Next),
                    Flow::Next | Flow::Continue => {}
                }
            };
        }
        match plain {
            number @ (Value::Int(..) | Value::Uint(..)) => {
                if pipe.decl.len() > 1 {
                    let over = over.clone();
                    return Err(self.error("can't use %v to iterate over more than one variable", &[over]));
                }
                match *number {
                    Value::Int(ty, n) => {
                        for i in 0..n {
                            // A number of a defined type counts in that type.
                            let counted = match &over {
                                Value::Object(object) => object.with_number(i),
                                _ => None,
                            };
                            iterate!(
                                Operand::invalid(),
                                Operand::plain(counted.unwrap_or(Value::Int(ty, i)))
                            );
                        }
                    }
                    Value::Uint(ty, n) => {
                        for i in 0..n {
                            iterate!(Operand::invalid(), Operand::plain(Value::Uint(ty, i)));
                        }
                    }
                    _ => {}
                }
            }
            Value::Map(map) => {
                let boxed = map.elem().kind() == Kind::Interface;
                self.meter.count(map.len() as u64);
                for (key, value) in map.to_vec() {
                    let itself = self.sink.part(plain, origin, self.frame.at, || Key::Itself(key.clone()));
                    let origin = self.sink.part(plain, origin, self.frame.at, || Key::Name(key.clone()));
                    let index = Operand { origin: itself, ..Operand::plain(Value::String(key)) };
                    iterate!(index, Operand { value, boxed, origin });
                }
            }
            Value::Nil => {}
            slice @ (Value::List(_) | Value::Bytes(_)) => {
                if let Some(list) = slice.items() {
                    let boxed = list.elem().kind() == Kind::Interface;
                    for i in 0..list.len() {
                        // Looked up in each round, since the round before may have sorted the list.
                        let value = list[i].clone();
                        let origin = self.sink.part(plain, origin, self.frame.at, || Key::Index(i));
                        iterate!(Operand::plain(Value::int(i as i64)), Operand { value, boxed, origin });
                    }
                }
            }
            // Go takes pointers away before it looks. Only a version then has a method that prints it.
            other => {
                let shown = match other {
                    Value::Object(object) if object.string().is_none() => pointee(other),
                    _ => other.clone(),
                };
                self.blame(branch.at, over, origin);
                let got = other.ty().map_or_else(String::new, |ty| ty.to_string());
                let error = self.error("range can't iterate over %v", &[shown]);
                return Err(error.because(Fault::NotIterable { got }));
            }
        }
        if ran { Ok(Flow::Next) } else { self.else_list(template, dot, branch) }
    }

    /// One round of a loop. With two variables the index comes first, with one it is the element.
    fn iteration(
        &mut self,
        template: &Loaded,
        branch: &Branch,
        decl: &[Variable],
        index: Operand,
        elem: Operand,
    ) -> Result<Flow> {
        self.step()?;
        match decl {
            [] => {}
            [only] => self.set_var(template, only, elem.clone())?,
            [first, second, ..] => {
                self.set_var(template, first, index)?;
                self.set_var(template, second, elem.clone())?;
            }
        }
        self.list(template, &elem, &branch.list)
    }

    fn template(&mut self, template: &Loaded, dot: &Operand, call: &TemplateCall) -> Result<()> {
        let file = &*template.tree.file;
        let name = strconv::unquote(&file[call.quoted]).unwrap_or_default();
        let Some(called) = self.set.lookup(&name) else {
            let error = self.error("template %q not defined", &[Value::string(&*name)]);
            return Err(error.because(Fault::UnknownTemplate { name: name.into() }));
        };
        let most = self.meter.budgets[Budget::TemplateDepth];
        if u64::from(self.frame.depth) >= most {
            let error = self.error("exceeded maximum template depth (%v)", &[Value::int(most as i64)]);
            return Err(error.into_budget(Budget::TemplateDepth));
        }
        self.meter.count(u64::from(self.set.depth()));
        let dot = match call.pipe {
            Some(pipe) => self.pipe(template, dot, &file[pipe])?,
            None => Operand::invalid(),
        };
        let result = self.invoke(called, &dot, self.frame.depth + 1);
        self.meter.release(&dot.value);
        result
    }

    /// Evaluates a pipeline and declares or assigns its variables.
    pub fn pipe(&mut self, template: &Loaded, dot: &Operand, pipe: &Pipe) -> Result<Operand> {
        self.at(pipe.at);
        let mut last: Final = None;
        for command in &template.tree.file[pipe.cmds] {
            let mut value = self.command(template, dot, command, last)?;
            value.boxed = false; // What an interface holds is taken out of it.
            last = Some(value);
        }
        let value = last.unwrap_or_else(Operand::invalid);
        for variable in &template.tree.file[pipe.decl] {
            self.set_var(template, variable, value.clone())?;
        }
        Ok(value)
    }

    fn set_var(&mut self, template: &Loaded, variable: &Variable, value: Operand) -> Result<()> {
        match self.vars.get_mut(self.frame.base + variable.slot as usize) {
            Some(slot) => {
                if let Some(old) = slot.replace(value) {
                    self.meter.release(&old.value);
                }
            }
            None => return Err(self.undefined(template, variable)),
        }
        Ok(())
    }

    fn undefined(&self, template: &Loaded, variable: &Variable) -> Error {
        let name = &template.tree.file[variable.name];
        let fault = Fault::UndefinedVariable { name: name.to_vec() };
        self.error("undefined variable: %s", &[Value::string(name)]).because(fault)
    }

    pub fn var(&self, template: &Loaded, variable: &Variable) -> Result<Operand> {
        match self.vars.get(self.frame.base + variable.slot as usize) {
            Some(Some(value)) => Ok(value.clone()),
            _ => Err(self.undefined(template, variable)),
        }
    }

    /// The error of a field read from nothing, where missing keys are errors.
    pub fn missing_key(&self) -> MissingKey {
        self.set.options().missing_key
    }

    /// Prints a value as an action does (Go: printValue).
    fn print(&mut self, value: &Value) -> Result<()> {
        if let Value::List(_) | Value::Map(_) | Value::Object(_) = value {
            self.go_through(value, Type::String)?;
        }
        match value {
            Value::String(s) => self.out.extend_from_slice(s),
            Value::Nil => self.out.extend_from_slice(b"<no value>"),
            Value::Object(o) => match o.string().or_else(|| o.addressed_string()) {
                Some(text) => self.out.extend_from_slice(&text),
                None => fmt::sprint(&mut self.out, &[pointee(value)]),
            },
            other => fmt::sprint(&mut self.out, std::slice::from_ref(other)),
        }
        Ok(())
    }

    /// Counts what it takes to go through all that is in a value, and to make a `result` of it.
    pub fn go_through(&mut self, value: &Value, result: Type) -> Result<()> {
        let (steps, text) = (self.meter.steps_left(), self.meter.budgets[Budget::Text]);
        let most = if result == Type::String { text } else { steps.saturating_mul(32) };
        let expanse = value.expanse(steps, most);
        if result == Type::String && expanse.bytes > text {
            return Err(self.over(self.meter.budgets.exceeded(Budget::Text)));
        }
        self.bounded(|meter| meter.steps(expanse.values + steps_of(expanse.bytes)))
    }

    /// Says that the error to come is about a value.
    #[cold]
    pub fn blame(&mut self, at: At, value: &Value, origin: Origin) {
        self.sink.blame(Some(at.id), || vec![(value.clone(), origin)]);
    }

    /// An error at the node noted last (Go: state.errorf). The place goes through the formatting as
    /// in Go, so that a `%` in a file's name has the same strange effect.
    pub fn error(&self, format: &str, args: &[Value]) -> Error {
        self.error_about(format, args, None)
    }

    /// An error at the node noted last that wraps another one.
    pub fn error_about(&self, format: &str, args: &[Value], cause: Option<Error>) -> Error {
        let mut text = Vec::new();
        let name = self.frame.template.as_ref().map_or(&b""[..], |t| &t.tree.name);
        let name = double_percent(name);
        match (&self.frame.template, self.frame.at) {
            (Some(template), Some(id)) => {
                let (location, context) = print::context(&template.tree, id);
                let parts = [location, name, double_percent(&context), format.into()].map(Value::string);
                fmt::sprintf(&mut text, b"template: %s: executing %q at <%s>: %s", &parts);
            }
            _ => {
                let parts = [name, format.into()].map(Value::string);
                fmt::sprintf(&mut text, b"template: %s: %s", &parts);
            }
        }
        let mut message = Vec::new();
        fmt::sprintf_within(&mut message, &text, args, MAX_MESSAGE);
        Error::exec(message, cause)
    }
}

impl Operand {
    /// A value whose Go type is its own.
    pub fn plain(value: Value) -> Operand {
        Operand { value, boxed: false, origin: Origin::UNKNOWN }
    }

    /// Nothing: Go's zero `reflect.Value`.
    pub fn invalid() -> Operand {
        Operand::plain(Value::Nil)
    }

    pub fn is_invalid(&self) -> bool {
        !self.boxed && self.value.is_nil()
    }

    /// The static type; `None` for nothing.
    pub fn ty(&self) -> Option<Type> {
        if self.boxed { Some(Type::Any) } else { self.value.ty() }
    }
}

/// A pointer to a struct prints as the struct.
fn pointee(value: &Value) -> Value {
    match value {
        Value::Object(object) => fmt::pointee(object),
        other => other.clone(),
    }
}

fn double_percent(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for &b in text {
        out.push(b);
        if b == b'%' {
            out.push(b);
        }
    }
    out
}

/// Roughly where the stack is now.
#[inline(never)]
fn stack_pointer() -> usize {
    let here = 0u8;
    std::hint::black_box(&raw const here) as usize
}

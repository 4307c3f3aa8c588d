//! The evaluator (Go: text/template/exec.go). Statements and pipelines are here; calls and their
//! arguments in `call.rs`.
//!
//! As in Go, the node that is being evaluated is noted as evaluation goes on, and an error names the
//! node noted last: which one that is shows in error texts, so the places where it is noted are Go's.

use std::any::Any;
use std::mem;
use std::rc::Rc;

use nexachart_value::{Kind, Map, Str, Type, Value};

use crate::call::Final;
use crate::set::{Loaded, Template};
use crate::{At, Branch, Error, List, MissingKey, Node, Pipe, Set, TemplateCall, Variable, fmt, print};

/// How deep `{{ template }}` may nest (Go: maxExecDepth).
const MAX_DEPTH: u32 = 100_000;

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

/// How many bytes a text may have, be it a template's output or the result of a function.
const MAX_BYTES: usize = 1 << 30;

/// How many items the result of a function may have.
const MAX_ITEMS: usize = 50_000_000;

/// How many statements and rounds of loops may be executed. Helm would need many minutes for so many.
const MAX_STEPS: u64 = 1_000_000_000;

/// How many texts may be executed within each other. Helm has no limit: where a text executes itself, it runs
/// until its stack of 1 GB is full.
const MAX_TEXTS: u32 = 10_000;

/// What a function's body can ask of the evaluator.
pub trait Call {
    /// Executes the template of that name (Go: Template.ExecuteTemplate).
    fn execute_template(&mut self, name: &[u8], data: Value) -> Result<Vec<u8>, Error>;

    /// Parses a text as a template in a copy of the current set, and executes it there: what it
    /// defines is seen by what it calls, and is forgotten afterwards. The outer error is the parser's
    /// text, the inner one that of the execution.
    fn execute_text(&mut self, text: &Str, data: Value) -> Result<Result<Vec<u8>, Error>, Vec<u8>>;

    /// What the function table brought along.
    fn host(&mut self) -> &mut dyn Host;
}

/// Executes the template of that name with `data` as dot and `$`. Gives its output, or the first
/// error; nothing of the output is left then.
pub fn execute(set: &Rc<Set>, name: &[u8], data: Value, host: &mut dyn Host) -> Result<Vec<u8>, Error> {
    let mut exec = Exec {
        set: set.clone(),
        host,
        vars: Vec::new(),
        out: Vec::new(),
        frame: Frame { template: None, base: 0, at: None, depth: 0 },
        stack_start: stack_pointer(),
        steps: 0,
    };
    exec.execute_template(name, data)
}

/// A value during evaluation: Go's `reflect.Value`.
#[derive(Clone, Debug)]
pub(crate) struct Operand {
    pub value: Value,
    /// Whether Go holds it in an `interface {}` (an element of a list or map of any values). With nil
    /// inside that is a nil interface; nil without it is Go's zero `reflect.Value`.
    pub boxed: bool,
}

/// Where a loop body ended.
enum Flow {
    Next,
    Break,
    Continue,
}

pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

/// The state of an execution.
pub(crate) struct Exec<'h> {
    pub set: Rc<Set>,
    pub host: &'h mut dyn Host,
    /// The variables of all templates being executed; `None` before their declaration was reached.
    vars: Vec<Option<Operand>>,
    out: Vec<u8>,
    frame: Frame,
    /// The address of the stack where the execution began.
    stack_start: usize,
    /// The statements and rounds of loops executed so far.
    steps: u64,
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

impl Call for Exec<'_> {
    fn execute_template(&mut self, name: &[u8], data: Value) -> Result<Vec<u8>> {
        let Some(template) = self.set.lookup(name) else {
            let mut text = Vec::new();
            let args = [Value::string(name), Value::string(self.set.name())];
            fmt::sprintf(&mut text, b"template: no template %q associated with template %q", &args);
            return Err(Error::new(text));
        };
        self.execute(template, data)
    }

    fn execute_text(&mut self, text: &Str, data: Value) -> Result<Result<Vec<u8>>, Vec<u8>> {
        if self.set.depth() == MAX_TEXTS {
            let depth = Value::int(MAX_TEXTS.into());
            return Ok(Err(
                self.over_budget("texts are executed within texts too deep: more than %d", &[depth])
            ));
        }
        let (set, template) = self.set.over(text)?;
        let outer = mem::replace(&mut self.set, set);
        let result = self.execute(template, data);
        self.set = outer;
        Ok(result)
    }

    fn host(&mut self) -> &mut dyn Host {
        self.host
    }
}

impl Exec<'_> {
    /// Executes a template into a text of its own (Go: Template.execute).
    fn execute(&mut self, template: Template, data: Value) -> Result<Vec<u8>> {
        let out = mem::take(&mut self.out);
        let result = self.invoke(template, Operand::plain(data), 0);
        let text = mem::replace(&mut self.out, out);
        result.map(|()| text)
    }

    /// Runs a template's statements with variables of its own.
    fn invoke(&mut self, template: Template, dot: Operand, depth: u32) -> Result<()> {
        let base = self.vars.len();
        self.vars.resize(base + template.tree.slots.max(1) as usize, None);
        self.vars[base] = Some(dot.clone());
        let frame = Frame { template: Some(template.clone()), base, at: None, depth };
        let outer = mem::replace(&mut self.frame, frame);
        let result = self.check_stack().and_then(|()| self.list(&template, &dot, &template.tree.root));
        self.frame = outer;
        self.vars.truncate(base);
        result.map(|_| ())
    }

    fn check_stack(&self) -> Result<()> {
        let used = self.stack_start.abs_diff(stack_pointer());
        if used > self.set.options().stack {
            return Err(self.over_budget("templates are nested too deep: the stack budget is used up", &[]));
        }
        Ok(())
    }

    /// Counts a step; an error when there were too many, or when the output is too long.
    fn step(&mut self) -> Result<()> {
        self.steps += 1;
        if self.steps > MAX_STEPS {
            return Err(self.over_budget("the template runs too long: its budget of steps is used up", &[]));
        }
        if self.out.len() > MAX_BYTES {
            let most = Value::int(MAX_BYTES as i64);
            return Err(self.over_budget("the output is too long: more than %d bytes", &[most]));
        }
        Ok(())
    }

    /// An error for a result that is too large to go on with.
    pub fn check_size(&self, name: &[u8], value: &Value) -> Result<()> {
        let (len, most) = match value {
            Value::String(text) | Value::Bytes(text) => (text.len(), MAX_BYTES),
            Value::List(list) => (list.len(), MAX_ITEMS),
            _ => return Ok(()),
        };
        if len > most {
            let args = [Value::string(name), Value::int(most as i64)];
            return Err(self.over_budget("the result of %s is too large: more than %d bytes or items", &args));
        }
        Ok(())
    }

    /// Notes the node being evaluated.
    pub fn at(&mut self, at: At) {
        self.frame.at = Some(at.id);
    }

    fn list(&mut self, template: &Loaded, dot: &Operand, list: &List) -> Result<Flow> {
        self.at(list.at);
        for node in &list.nodes {
            self.at(node.at());
            self.step()?;
            match node {
                Node::Text(_, text) => self.out.extend_from_slice(text),
                Node::Action(at, pipe) => {
                    let value = self.pipe(template, dot, pipe)?;
                    if pipe.decl.is_empty() {
                        self.at(*at);
                        self.print(&value.value);
                    }
                }
                Node::If(branch) => {
                    let flow = match self.condition(template, dot, branch)? {
                        (true, _) => self.list(template, dot, &branch.list)?,
                        (false, _) => self.else_list(template, dot, branch)?,
                    };
                    let Flow::Next = flow else { return Ok(flow) };
                }
                Node::With(branch) => {
                    let flow = match self.condition(template, dot, branch)? {
                        (true, value) => self.list(template, &value, &branch.list)?,
                        (false, _) => self.else_list(template, dot, branch)?,
                    };
                    let Flow::Next = flow else { return Ok(flow) };
                }
                Node::Range(branch) => {
                    let flow = self.range(template, dot, branch)?;
                    let Flow::Next = flow else { return Ok(flow) };
                }
                Node::Template(call) => self.template(template, dot, call)?,
                Node::Break(_) => return Ok(Flow::Break),
                Node::Continue(_) => return Ok(Flow::Continue),
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
        let value = self.pipe(template, dot, &branch.pipe)?;
        Ok((value.value.truth(), value))
    }

    fn range(&mut self, template: &Loaded, dot: &Operand, branch: &Branch) -> Result<Flow> {
        self.at(branch.at);
        let over = self.pipe(template, dot, &branch.pipe)?.value;
        let mut ran = false;
        macro_rules! iterate {
            ($index:expr, $elem:expr) => {
                ran = true;
                match self.iteration(template, branch, $index, $elem)? {
                    Flow::Break => return Ok(Flow::Next),
                    Flow::Next | Flow::Continue => {}
                }
            };
        }
        // What a defined type holds (an API version set, a duration) is ranged over like the plain value.
        match over.underlying() {
            number @ (Value::Int(..) | Value::Uint(..)) => {
                if branch.pipe.decl.len() > 1 {
                    return Err(self.error("can't use %v to iterate over more than one variable", &[over]));
                }
                match number {
                    Value::Int(ty, n) => {
                        for i in 0..n {
                            iterate!(Operand::invalid(), Operand::plain(Value::Int(ty, i)));
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
                for (key, value) in map.to_vec() {
                    iterate!(Operand::plain(Value::String(key)), Operand { value, boxed });
                }
            }
            Value::Nil => {}
            slice @ (Value::List(_) | Value::Bytes(_)) => {
                if let Some(list) = slice.items() {
                    let boxed = list.elem().kind() == Kind::Interface;
                    for i in 0..list.len() {
                        // Looked up in each round, since the round before may have sorted the list.
                        let value = list[i].clone();
                        iterate!(Operand::plain(Value::int(i as i64)), Operand { value, boxed });
                    }
                }
            }
            // Go takes pointers away before it looks. Only a version then has a method that prints it.
            other => {
                let shown = match &other {
                    Value::Object(object) if object.string().is_none() => pointee(&other),
                    _ => other,
                };
                return Err(self.error("range can't iterate over %v", &[shown]));
            }
        }
        if ran { Ok(Flow::Next) } else { self.else_list(template, dot, branch) }
    }

    /// One round of a loop. With two variables the index comes first, with one it is the element.
    fn iteration(
        &mut self,
        template: &Loaded,
        branch: &Branch,
        index: Operand,
        elem: Operand,
    ) -> Result<Flow> {
        self.step()?;
        match &*branch.pipe.decl {
            [] => {}
            [only] => self.set_var(only, elem.clone())?,
            [first, second, ..] => {
                self.set_var(first, index)?;
                self.set_var(second, elem.clone())?;
            }
        }
        self.list(template, &elem, &branch.list)
    }

    fn template(&mut self, template: &Loaded, dot: &Operand, call: &TemplateCall) -> Result<()> {
        let Some(called) = self.set.lookup(&call.name) else {
            return Err(self.error("template %q not defined", &[Value::string(&*call.name)]));
        };
        if self.frame.depth == MAX_DEPTH {
            let depth = Value::int(MAX_DEPTH.into());
            return Err(self.error("exceeded maximum template depth (%v)", &[depth]));
        }
        let dot = match &call.pipe {
            Some(pipe) => self.pipe(template, dot, pipe)?,
            None => Operand::invalid(),
        };
        self.invoke(called, dot, self.frame.depth + 1)
    }

    /// Evaluates a pipeline and declares or assigns its variables.
    pub fn pipe(&mut self, template: &Loaded, dot: &Operand, pipe: &Pipe) -> Result<Operand> {
        self.at(pipe.at);
        let mut last: Final = None;
        for command in &pipe.cmds {
            let mut value = self.command(template, dot, command, last)?;
            value.boxed = false; // What an interface holds is taken out of it.
            last = Some(value);
        }
        let value = last.unwrap_or_else(Operand::invalid);
        for variable in &pipe.decl {
            self.set_var(variable, value.clone())?;
        }
        Ok(value)
    }

    fn set_var(&mut self, variable: &Variable, value: Operand) -> Result<()> {
        match self.vars.get_mut(self.frame.base + variable.slot as usize) {
            Some(slot) => *slot = Some(value),
            None => return Err(self.undefined(variable)),
        }
        Ok(())
    }

    fn undefined(&self, variable: &Variable) -> Error {
        self.error("undefined variable: %s", &[Value::string(&*variable.name)])
    }

    pub fn var(&self, variable: &Variable) -> Result<Operand> {
        match self.vars.get(self.frame.base + variable.slot as usize) {
            Some(Some(value)) => Ok(value.clone()),
            _ => Err(self.undefined(variable)),
        }
    }

    /// The error of a field read from nothing, where missing keys are errors.
    pub fn missing_key(&self) -> MissingKey {
        self.set.options().missing_key
    }

    /// Prints a value as an action does (Go: printValue).
    fn print(&mut self, value: &Value) {
        match value {
            Value::String(s) => self.out.extend_from_slice(s),
            Value::Nil => self.out.extend_from_slice(b"<no value>"),
            Value::Object(o) => match o.string().or_else(|| o.addressed_string()) {
                Some(text) => self.out.extend_from_slice(&text),
                None => fmt::sprint(&mut self.out, &[pointee(value)]),
            },
            other => fmt::sprint(&mut self.out, std::slice::from_ref(other)),
        }
    }

    /// An error at the node noted last (Go: state.errorf). The place goes through the formatting as
    /// in Go, so that a `%` in a file's name has the same strange effect.
    pub fn error(&self, format: &str, args: &[Value]) -> Error {
        self.error_about(format, args, None)
    }

    /// An error at the node noted last that ends everything.
    fn over_budget(&self, format: &str, args: &[Value]) -> Error {
        self.error(format, args).into_budget()
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
        fmt::sprintf(&mut message, &text, args);
        Error::exec(message, cause)
    }
}

impl Operand {
    /// A value whose Go type is its own.
    pub fn plain(value: Value) -> Operand {
        Operand { value, boxed: false }
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

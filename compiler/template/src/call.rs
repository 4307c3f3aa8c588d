//! Commands, fields, methods and function calls (Go: the eval… functions of text/template/exec.go).

use nexachart_source::Budget;
use nexachart_value::{Kind, List, Map, Method, Type, Value};

use crate::exec::{Exec, MapMethod, Operand, Result};
use crate::meter::steps_of;
use crate::set::Loaded;
use crate::trace::{Key, Origin, Sink};
use crate::{
    Args, At, Chain, Command, Effect, Error, Expr, Fault, Func, Identifier, Ids, MissingKey, NodeRef, Number,
    Reads, Special, Text, Variable, print,
};

/// The value that comes through a pipe as the last argument, if there is one.
pub(crate) type Final = Option<Operand>;

/// What is called.
#[derive(Clone, Copy)]
enum Callee<'a> {
    Func(&'static Func),
    Method(&'static Method, &'a Value, Origin),
    MapMethod(&'static MapMethod, &'a Map, Origin),
}

/// The arguments as they stand in the template, without the callee itself.
type ArgNodes<'a> = &'a [Expr];

impl<S: Sink> Exec<'_, S> {
    /// Evaluates one command of a pipeline.
    pub fn command(&mut self, t: &Loaded, dot: &Operand, command: &Command, last: Final) -> Result<Operand> {
        let Some((first, args)) = t.tree.file[command.args].split_first() else {
            return Ok(Operand::invalid()); // The parser makes no command without an operand.
        };
        match first {
            Expr::Field(at, names) => {
                self.at(*at);
                return self.fields(t, dot, dot.clone(), *at, *names, args, last);
            }
            Expr::Chain(_, chain) => return self.chain(t, dot, &t.tree.file[*chain], args, last),
            Expr::Identifier(identifier) => return self.function(t, dot, identifier, command.at, args, last),
            Expr::Pipe(_, pipe) => {
                self.no_arguments(t, first, args, &last)?;
                return self.pipe(t, dot, &t.tree.file[*pipe]);
            }
            Expr::Variable(_, variable) => {
                return self.variable(t, dot, &t.tree.file[*variable], args, last);
            }
            _ => {}
        }
        self.at(first.at());
        self.no_arguments(t, first, args, &last)?;
        match first {
            Expr::Bool(_, b) => Ok(Operand::plain(Value::Bool(*b))),
            Expr::Dot(_) => Ok(dot.clone()),
            Expr::Number(at, number) => self.ideal_constant(t, *at, &t.tree.file[*number]),
            Expr::String(string) => Ok(Operand::plain(t.constant(string))),
            _ => Err(self.error("nil is not a command", &[])),
        }
    }

    fn no_arguments(&self, t: &Loaded, first: &Expr, args: ArgNodes<'_>, last: &Final) -> Result<()> {
        if !args.is_empty() || last.is_some() {
            return Err(self.not_a_function(text(t, first)));
        }
        Ok(())
    }

    #[cold]
    fn not_a_function(&self, written: Value) -> Error {
        let name = written.as_str().map_or_else(Vec::new, |name| name.to_vec());
        self.error("can't give argument to non-function %s", &[written]).because(Fault::NotAFunction { name })
    }

    /// A number where no type is asked for: its syntax decides (Go: idealConstant).
    fn ideal_constant(&mut self, t: &Loaded, at: At, number: &Number) -> Result<Operand> {
        self.at(at);
        let text = &t.tree.file[number.text];
        let is_rune = text.first() == Some(&b'\'');
        let is_hex =
            matches!(text, [b'0', b'x' | b'X', _, ..]) && !text.iter().any(|b| matches!(b, b'p' | b'P'));
        let looks_float = text.iter().any(|b| matches!(b, b'.' | b'e' | b'E' | b'p' | b'P'));
        if let Some((re, im)) = number.complex {
            Ok(Operand::plain(Value::Complex(re, im)))
        } else if let (Some(float), false, false, true) = (number.float, is_hex, is_rune, looks_float) {
            Ok(Operand::plain(Value::float(float)))
        } else if let Some(int) = number.int {
            Ok(Operand::plain(Value::int(int)))
        } else if number.uint.is_some() {
            Err(self.error("%s overflows int", &[Value::string(text)]))
        } else {
            Ok(Operand::invalid())
        }
    }

    fn variable(
        &mut self,
        t: &Loaded,
        dot: &Operand,
        var: &Variable,
        args: ArgNodes<'_>,
        last: Final,
    ) -> Result<Operand> {
        self.at(var.at);
        let value = self.var(t, var)?;
        if var.fields.is_empty() {
            if !args.is_empty() || last.is_some() {
                return Err(self.not_a_function(Value::string(&t.tree.file[var.name])));
            }
            return Ok(value);
        }
        self.fields(t, dot, value, var.at, var.fields, args, last)
    }

    fn chain(
        &mut self,
        t: &Loaded,
        dot: &Operand,
        chain: &Chain,
        args: ArgNodes<'_>,
        last: Final,
    ) -> Result<Operand> {
        self.at(chain.at);
        if let Expr::Nil(_) = chain.base {
            let mut text = Vec::new();
            print::chain(&t.tree.file, chain, &mut text);
            return Err(self.error("indirection through explicit nil in %s", &[Value::string(text)]));
        }
        let base = self.untyped_arg(t, dot, &chain.base)?;
        let field = self.fields(t, dot, base.clone(), chain.at, chain.fields, args, last);
        self.meter.release(&base.value);
        field
    }

    /// A chain of fields; the last one, where it is a method, takes the arguments.
    #[allow(
        clippy::too_many_arguments,
        reason = "Go's evalFieldChain; each call site has all of these at hand"
    )]
    fn fields(
        &mut self,
        t: &Loaded,
        dot: &Operand,
        receiver: Operand,
        at: At,
        names: Ids<Text>,
        args: ArgNodes<'_>,
        last: Final,
    ) -> Result<Operand> {
        self.meter.count(names.len() as u64);
        let file = &*t.tree.file;
        let Some((name, path)) = file[names].split_last() else { return Ok(receiver) };
        let mut receiver = receiver;
        for name in path {
            receiver = self.field(t, dot, receiver, at, &file[*name], &[], None)?;
        }
        self.field(t, dot, receiver, at, &file[*name], args, last)
    }

    /// `.Field` or `.Method args` of a receiver (Go: evalField).
    #[allow(clippy::too_many_arguments, reason = "see `fields`")]
    fn field(
        &mut self,
        t: &Loaded,
        dot: &Operand,
        receiver: Operand,
        at: At,
        name: &[u8],
        args: ArgNodes<'_>,
        last: Final,
    ) -> Result<Operand> {
        let Some(ty) = receiver.ty() else {
            return match self.missing_key() {
                MissingKey::Error => {
                    let error = self.error("nil data; no entry for key %q", &[Value::string(name)]);
                    Err(error.because(Fault::NilField { name: name.to_vec() }))
                }
                MissingKey::Zero => Ok(Operand::invalid()),
            };
        };
        let ty_text = || Value::string(ty.to_string());
        if receiver.value.is_nil() {
            self.blame(at, &receiver.value, receiver.origin);
            let error = self.error("nil pointer evaluating %s.%s", &[ty_text(), Value::string(name)]);
            return Err(error.because(Fault::NilField { name: name.to_vec() }));
        }
        let has_args = !args.is_empty() || last.is_some();
        match &receiver.value {
            Value::Map(map) => {
                if let Type::Named(..) = map.ty()
                    && let Some(method) = self.host.map_method(map.ty(), name)
                {
                    let method = Callee::MapMethod(method, map, receiver.origin);
                    return self.call(t, dot, method, at, name, args, last);
                }
                return self.entry(map, receiver.origin, at, name, has_args);
            }
            value @ Value::Object(object) => {
                let text = String::from_utf8_lossy(name);
                if let Some(method) = object.method(&text) {
                    let method = Callee::Method(method, value, receiver.origin);
                    return self.call(t, dot, method, at, name, args, last);
                }
                if let Some(Value::Map(map)) = object.underlying() {
                    return self.entry(&map, receiver.origin, at, name, has_args);
                }
                if let Some(value) = object.field(&text) {
                    self.made(&value).map_err(|exceeded| self.over(exceeded))?;
                    if has_args {
                        let format = "%s has arguments but cannot be invoked as function";
                        let error = self.error(format, &[Value::string(name)]);
                        return Err(error.because(Fault::NotAFunction { name: name.to_vec() }));
                    }
                    let key = || Key::Name(name.into());
                    let origin = self.sink.part(&receiver.value, receiver.origin, Some(at.id), key);
                    return Ok(Operand { boxed: value.is_nil(), value, origin });
                }
                if object.fields().iter().any(|(field, _)| field.as_bytes() == name) {
                    let format = "%s is an unexported field of struct type %s";
                    let error = self.error(format, &[Value::string(name), ty_text()]);
                    return Err(error.because(Fault::NoField { name: name.to_vec(), of: ty.to_string() }));
                }
            }
            _ => {}
        }
        self.blame(at, &receiver.value, receiver.origin);
        let error = self.error("can't evaluate field %s in type %s", &[Value::string(name), ty_text()]);
        let of = receiver.value.ty().unwrap_or(ty).to_string();
        Err(error.because(Fault::NoField { name: name.to_vec(), of }))
    }

    fn entry(&mut self, map: &Map, origin: Origin, at: At, name: &[u8], has_args: bool) -> Result<Operand> {
        if has_args {
            let error = self.error("%s is not a method but has arguments", &[Value::string(name)]);
            return Err(error.because(Fault::NotAFunction { name: name.to_vec() }));
        }
        let boxed = map.elem().kind() == Kind::Interface;
        let origin = match S::ON {
            true => self.sink.part(&Value::Map(map.clone()), origin, Some(at.id), || Key::Name(name.into())),
            false => origin,
        };
        match map.get(name) {
            Some(value) => Ok(Operand { value, boxed, origin }),
            None => match self.missing_key() {
                MissingKey::Zero => Ok(Operand { value: self.meter.note(zero(map.elem())), boxed, origin }),
                MissingKey::Error => {
                    let error = self.error("map has no entry for key %q", &[Value::string(name)]);
                    Err(error.because(Fault::MissingKey { name: name.to_vec() }))
                }
            },
        }
    }

    fn function(
        &mut self,
        t: &Loaded,
        dot: &Operand,
        identifier: &Identifier,
        command: At,
        args: ArgNodes<'_>,
        last: Final,
    ) -> Result<Operand> {
        self.at(identifier.at);
        let name = &t.tree.file[identifier.name];
        self.call(t, dot, Callee::Func(identifier.func), command, name, args, last)
    }

    /// Calls a function or method (Go: evalCall). `at` is the node that a failure of the call itself
    /// is reported at.
    #[allow(clippy::too_many_arguments, reason = "see `fields`")]
    fn call(
        &mut self,
        t: &Loaded,
        dot: &Operand,
        callee: Callee<'_>,
        at: At,
        name: &[u8],
        args: ArgNodes<'_>,
        last: Final,
    ) -> Result<Operand> {
        let (params, variadic) = callee.params();
        let given = args.len() + usize::from(last.is_some());
        let fixed = if variadic { params.len() - 1 } else { params.len() };
        if variadic && given < fixed {
            let counts = [Value::string(name), Value::int(fixed as i64), Value::int(args.len() as i64)];
            let error = self.error("wrong number of args for %s: want at least %d got %d", &counts);
            let function = name.to_vec();
            return Err(error.because(Fault::ArgumentCount {
                function,
                wanted: fixed,
                or_more: true,
                given,
            }));
        }
        if !variadic && given != fixed {
            let counts = [Value::string(name), Value::int(fixed as i64), Value::int(given as i64)];
            let error = self.error("wrong number of args for %s: want %d got %d", &counts);
            let function = name.to_vec();
            return Err(error.because(Fault::ArgumentCount {
                function,
                wanted: fixed,
                or_more: false,
                given,
            }));
        }
        if let Callee::Method(method, ..) = callee {
            self.check_results(method, name)?;
        }
        let special = match callee {
            Callee::Func(func) => func.special,
            _ => Special::None,
        };
        if let Special::And | Special::Or = special {
            return self.short_circuit(t, dot, special, at, args, last);
        }
        let param = |i: usize| params.get(i).or(params.last()).copied().unwrap_or(Type::Any);
        let mut values = Vec::with_capacity(given + 1);
        let mut origins: Vec<Origin> = Vec::new();
        let mut interface_nils = 0u64;
        if special == Special::Call {
            // Go: `call` is given the text of what it is to call, for its messages.
            let callee = match (args.first(), &last) {
                (Some(arg), _) => text(t, arg),
                (None, Some(last)) => reflected(last),
                (None, None) => Value::string(""), // Refused above: `call` wants an argument.
            };
            values.push(callee);
        }
        for (i, arg) in args.iter().enumerate() {
            let value = self.arg(t, dot, param(i), arg, at)?;
            note_nil(&mut interface_nils, values.len(), &value);
            if S::ON {
                origins.resize(values.len(), Origin::UNKNOWN);
                origins.push(value.origin);
            }
            values.push(value.value);
        }
        if let Some(last) = last {
            let value = self.fit(last, param(args.len()), at)?;
            note_nil(&mut interface_nils, values.len(), &value);
            if S::ON {
                origins.resize(values.len(), Origin::UNKNOWN);
                origins.push(value.origin);
            }
            values.push(value.value);
        }
        self.charge(callee, &values)?;
        if S::ON {
            self.sink.call_begun(at.id, callee.func(), callee.told(&values, origins));
        }
        let result = match callee {
            Callee::Func(func) => {
                if let Effect::Clock | Effect::Random = func.effect {
                    self.asking = at.id;
                }
                (func.call)(self, Args::new(&values, interface_nils))
            }
            Callee::Method(method, Value::Object(object), _) => {
                (method.call)(&**object, &values).map_err(Error::from)
            }
            Callee::Method(..) => Ok(Value::Nil), // Only objects have methods.
            Callee::MapMethod(method, map, _) => (method.call)(map, &values).map_err(Error::from),
        };
        match result.and_then(|value| Ok(self.made(&value).map(|()| value)?)) {
            Ok(value) => {
                for arg in &values {
                    self.meter.release(arg);
                }
                let origin = self.sink.call_ended(at.id, callee.func(), name, Some(&value));
                Ok(Operand { value, boxed: callee.result() == Type::Any, origin })
            }
            Err(error) if error.is_final() => Err(error),
            Err(error) => {
                self.at(at);
                self.sink.call_failed(at.id);
                let args = [Value::string(name), Value::string(error.message())];
                let format = "error calling %s: %v";
                Err(match error.bare_budget() {
                    Some(budget) => self.error(format, &args).into_budget(budget),
                    None => {
                        let fault = Fault::Call { function: name.to_vec() };
                        self.error_about(format, &args, Some(error)).because(fault)
                    }
                })
            }
        }
    }

    /// Counts what a call is going to go through.
    fn charge(&mut self, callee: Callee<'_>, args: &[Value]) -> Result<()> {
        let mut steps = 1 + args.len() as u64;
        for arg in args {
            if let Value::String(text) | Value::Bytes(text) = arg {
                steps += steps_of(text.len() as u64);
            }
        }
        self.bounded(|meter| meter.steps(steps))?;
        let (reads, result) = match callee {
            Callee::Func(func) => (func.reads, func.result),
            Callee::Method(method, value, _) => match value {
                Value::Object(object) => {
                    let makes = (method.makes)(&**object, args);
                    // What is made may be nothing in the end: making it has to be paid for all the same.
                    let steps = steps_of(object.weight()).saturating_add(makes.steps);
                    return self.bounded(|meter| meter.steps(steps).and_then(|()| meter.has_room(makes)));
                }
                _ => return Ok(()),
            },
            Callee::MapMethod(method, map, _) if method.result == Type::String => {
                return self.go_through(&Value::Map(map.clone()), Type::String);
            }
            Callee::MapMethod(..) => return Ok(()),
        };
        if reads == Reads::Texts {
            return Ok(());
        }
        for arg in args {
            match arg {
                Value::List(_) | Value::Map(_) | Value::Object(_) => self.go_through(arg, result)?,
                _ => {}
            }
            match (reads, arg) {
                (Reads::Pairs, Value::List(list)) => {
                    let pairs = (list.len() as u64).saturating_mul(list.len() as u64);
                    self.bounded(|meter| meter.steps(pairs / 16))?;
                }
                (Reads::Copied, Value::List(_) | Value::Map(_)) => {
                    let left = self.meter.memory_left();
                    if arg.expanse(left, u64::MAX).copy > left {
                        return Err(self.over(self.meter.budgets.exceeded(Budget::Memory)));
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Refuses methods with results that a template cannot take (Go: goodFunc).
    fn check_results(&self, method: &Method, name: &[u8]) -> Result<()> {
        let name = Value::string(name);
        match method.more {
            [] => Ok(()),
            [second] => {
                let format = "invalid function signature for %s: second return value should be error; is %s";
                Err(self.error(format, &[name, Value::string(second.to_string())]))
            }
            more => {
                let count = Value::int(more.len() as i64 + 1);
                Err(self.error("function %s has %d return values; should be 1 or 2", &[name, count]))
            }
        }
    }

    /// `and` and `or`: the first argument that decides is the result.
    fn short_circuit(
        &mut self,
        t: &Loaded,
        dot: &Operand,
        special: Special,
        at: At,
        args: ArgNodes<'_>,
        last: Final,
    ) -> Result<Operand> {
        let mut value = Operand::invalid();
        self.meter.count(args.len() as u64);
        for arg in args {
            self.meter.release(&value.value);
            value = self.arg(t, dot, Type::Reflect, arg, at)?;
            if value.value.truth() == (special == Special::Or) {
                return Ok(value);
            }
        }
        Ok(last.unwrap_or(value))
    }

    /// An argument for a parameter of type `ty` of the function that is called at `callee` (Go: evalArg).
    fn arg(&mut self, t: &Loaded, dot: &Operand, ty: Type, arg: &Expr, callee: At) -> Result<Operand> {
        self.at(arg.at());
        match arg {
            Expr::Dot(_) => return self.fit(dot.clone(), ty, callee),
            Expr::Nil(_) => {
                if !can_be_nil(ty) {
                    return Err(self.error("cannot assign nil to %s", &[Value::string(ty.to_string())]));
                }
                return Ok(Operand::plain(self.meter.note(zero(ty))));
            }
            Expr::Field(..) | Expr::Variable(..) | Expr::Pipe(..) | Expr::Identifier(_) | Expr::Chain(..) => {
                let value = self.untyped_arg(t, dot, arg)?;
                return self.fit(value, ty, callee);
            }
            Expr::Bool(..) | Expr::Number(..) | Expr::String(_) => {}
        }
        let file = &*t.tree.file;
        let plain = |value| Ok(Operand::plain(value));
        let (expected, value) = match (ty.kind(), arg) {
            (_, Expr::Bool(_, b)) if matches!(ty, Type::Any | Type::Reflect) => {
                return plain(Value::Bool(*b));
            }
            (_, Expr::String(string)) if matches!(ty, Type::Any | Type::Reflect) => {
                return plain(t.constant(string));
            }
            (_, Expr::Number(at, number)) if matches!(ty, Type::Any | Type::Reflect) => {
                return self.ideal_constant(t, *at, &t.tree.file[*number]);
            }
            (Kind::Bool, Expr::Bool(_, b)) => return plain(Value::Bool(*b)),
            (Kind::String, Expr::String(string)) => return plain(t.constant(string)),
            (Kind::Int(int), Expr::Number(_, n)) => ("integer", file[*n].int.map(|n| Value::Int(int, n))),
            (Kind::Uint(uint), Expr::Number(_, n)) => {
                ("unsigned integer", file[*n].uint.map(|n| Value::Uint(uint, n)))
            }
            (Kind::Float(float), Expr::Number(_, n)) => {
                ("float", file[*n].float.map(|n| Value::Float(float, n)))
            }
            (Kind::Complex, Expr::Number(_, n)) => {
                ("complex", file[*n].complex.map(|(re, im)| Value::Complex(re, im)))
            }
            (Kind::Bool, _) => ("bool", None),
            (Kind::String, _) => ("string", None),
            (Kind::Int(_), _) => ("integer", None),
            (Kind::Uint(_), _) => ("unsigned integer", None),
            (Kind::Float(_), _) => ("float", None),
            (Kind::Complex, _) => ("complex", None),
            _ => {
                self.sink.blame(Some(callee.id), Vec::new);
                let args = [text(t, arg), Value::string(ty.to_string())];
                return Err(self.error("can't handle %s for arg of type %s", &args));
            }
        };
        match value {
            Some(value) => plain(value),
            None => {
                self.sink.blame(Some(callee.id), Vec::new);
                let found = text(t, arg);
                let got =
                    found.as_str().map_or_else(String::new, |text| String::from_utf8_lossy(text).into());
                let error = self.error("expected %s; found %s", &[Value::string(expected), found]);
                Err(error.because(Fault::WrongType { wanted: expected.to_string(), got }))
            }
        }
    }

    /// An operand that is computed, where no type is asked for.
    fn untyped_arg(&mut self, t: &Loaded, dot: &Operand, arg: &Expr) -> Result<Operand> {
        self.at(arg.at());
        match arg {
            Expr::Field(at, names) => self.fields(t, dot, dot.clone(), *at, *names, &[], None),
            Expr::Variable(_, variable) => self.variable(t, dot, &t.tree.file[*variable], &[], None),
            Expr::Pipe(_, pipe) => self.pipe(t, dot, &t.tree.file[*pipe]),
            Expr::Identifier(identifier) => self.function(t, dot, identifier, identifier.at, &[], None),
            Expr::Chain(_, chain) => self.chain(t, dot, &t.tree.file[*chain], &[], None),
            Expr::Dot(_) => Ok(dot.clone()),
            Expr::Bool(_, b) => Ok(Operand::plain(Value::Bool(*b))),
            Expr::String(string) => Ok(Operand::plain(t.constant(string))),
            Expr::Number(at, number) => self.ideal_constant(t, *at, &t.tree.file[*number]),
            Expr::Nil(_) => Ok(Operand::invalid()),
        }
    }

    /// Checks that a value can be given where `ty` is asked, and makes it so (Go: validateType).
    fn fit(&mut self, operand: Operand, ty: Type, callee: At) -> Result<Operand> {
        if operand.is_invalid() {
            if can_be_nil(ty) {
                return Ok(Operand { value: self.meter.note(zero(ty)), ..operand });
            }
            self.blame(callee, &operand.value, operand.origin);
            let error = self.error("invalid value; expected %s", &[Value::string(ty.to_string())]);
            return Err(error.because(Fault::WrongType { wanted: ty.to_string(), got: String::new() }));
        }
        if matches!(ty, Type::Reflect | Type::Any) {
            return Ok(operand);
        }
        let Some(own) = operand.value.ty() else {
            self.blame(callee, &operand.value, operand.origin);
            let args = [Value::string(ty.to_string()), Value::string("interface {}")];
            let error = self.error("wrong type for value; expected %s; got %s", &args);
            return Err(error.because(Fault::WrongType { wanted: ty.to_string(), got: String::new() }));
        };
        let points_to = match own {
            Type::Pointer(to) => to.assignable_to(ty),
            _ => false,
        };
        if own.assignable_to(ty) || points_to {
            // A defined map type becomes the plain one that the parameter has.
            let value = match operand.value {
                Value::Map(map) if ty == Type::MAP => map.converted(&Type::MAP).into(),
                value => value,
            };
            return Ok(Operand { value, boxed: false, origin: operand.origin });
        }
        self.blame(callee, &operand.value, operand.origin);
        let args = [Value::string(ty.to_string()), Value::string(own.to_string())];
        let error = self.error("wrong type for value; expected %s; got %s", &args);
        Err(error.because(Fault::WrongType { wanted: ty.to_string(), got: own.to_string() }))
    }
}

/// A value as its own name (Go: reflect.Value.String, which tells the text of strings alone).
fn reflected(value: &Operand) -> Value {
    match (&value.value, value.value.ty()) {
        (Value::String(text), _) => Value::String(text.clone()),
        (_, Some(ty)) => Value::string(format!("<{ty} Value>")),
        (_, None) => Value::string("<invalid Value>"),
    }
}

impl Callee<'_> {
    fn params(self) -> (&'static [Type], bool) {
        match self {
            Callee::Func(func) => (func.params, func.variadic),
            Callee::Method(method, ..) => (method.params, method.variadic),
            Callee::MapMethod(method, ..) => (method.params, false),
        }
    }

    fn func(self) -> Option<&'static Func> {
        match self {
            Callee::Func(func) => Some(func),
            Callee::Method(..) | Callee::MapMethod(..) => None,
        }
    }

    /// The arguments with their origins, a receiver before them.
    fn told(self, values: &[Value], mut origins: Vec<Origin>) -> Vec<(Value, Origin)> {
        origins.resize(values.len(), Origin::UNKNOWN);
        let receiver = match self {
            Callee::Func(_) => None,
            Callee::Method(_, value, origin) => Some((value.clone(), origin)),
            Callee::MapMethod(_, map, origin) => Some((Value::Map(map.clone()), origin)),
        };
        receiver.into_iter().chain(values.iter().cloned().zip(origins)).collect()
    }

    fn result(self) -> Type {
        match self {
            Callee::Func(func) => func.result,
            Callee::Method(method, ..) => method.result,
            Callee::MapMethod(method, ..) => method.result,
        }
    }
}

fn note_nil(nils: &mut u64, i: usize, operand: &Operand) {
    if operand.boxed && operand.value.is_nil() && i < 64 {
        *nils |= 1 << i;
    }
}

fn text(t: &Loaded, expr: &Expr) -> Value {
    let mut text = Vec::new();
    NodeRef::Expr(expr).write(&t.tree.file, &mut text);
    Value::string(text)
}

fn can_be_nil(ty: Type) -> bool {
    matches!(ty, Type::Reflect)
        || matches!(ty.kind(), Kind::Interface | Kind::Map | Kind::Slice | Kind::Pointer | Kind::Func)
}

/// The zero value of a type, in what Go would call a variable of that type.
fn zero(ty: Type) -> Value {
    match ty.underlying() {
        Type::Bool => Value::Bool(false),
        Type::Int(int) => Value::Int(int, 0),
        Type::Uint(uint) => Value::Uint(uint, 0),
        Type::Float(float) => Value::Float(float, 0.0),
        Type::Complex => Value::Complex(0.0, 0.0),
        Type::String => Value::from(""),
        Type::Slice(_) if ty == Type::BYTES => Value::Bytes("".into()),
        Type::Slice(_) => Value::List(List::nil(ty)),
        Type::Map(_) => Value::Map(Map::nil(ty)),
        _ => Value::Nil,
    }
}

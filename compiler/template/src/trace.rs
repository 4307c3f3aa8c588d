//! Where texts and values come from, as an execution tells it.
//!
//! The evaluator is generic over a `Sink`. `Silent` is told nothing and costs nothing; a [`Recording`] keeps for each
//! value the step that made it (a field of something, a call with its arguments) and for each piece of output the node
//! that printed it. Nothing is worked out while templates run: which bytes of a text came from which argument is found
//! when somebody asks, by the function's [`Flow`](crate::Flow). So a recorded execution takes about as long as a plain one.

use std::collections::HashMap;
use std::sync::Arc;

use nexachart_value::{Map, Str, Value};

use crate::{Effect, Func, Tree};

/// Where a value came from: a number in a [`Recording`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin(u32);

/// A step through a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// The value of a key.
    Name(Str),
    /// An item.
    Index(usize),
    /// The key itself, or the number of the item, as `range` gives it.
    Itself(Str),
}

/// What a value is made of.
#[derive(Debug)]
pub enum Source {
    /// Not known.
    Unknown,
    /// What a file was given as its dot, by the order of executions.
    Dot(u32),
    /// A part of another value, and where it was first taken.
    Part(Origin, Key, Spot),
    /// The result of a call.
    Call(Box<Made>),
}

/// A call and what came of it.
#[derive(Debug)]
pub struct Made {
    /// Where it stands.
    pub spot: Spot,
    /// The function; nothing for a method.
    pub func: Option<&'static Func>,
    /// The name in the template.
    pub name: Str,
    /// The arguments; a method's receiver is the first one. What is written to is here as it was before.
    pub args: Box<[(Value, Origin)]>,
    /// The result.
    pub result: Value,
    /// What a template printed within it (`include`, `tpl`): a number of [`Recording::printed`].
    pub printed: Option<u32>,
}

/// A node of a template that is being executed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Spot {
    /// The execution of the template: a number of [`Recording::frame`].
    pub frame: u32,
    /// The node's number in its tree.
    pub node: u32,
}

/// The execution of one template.
#[derive(Debug)]
pub struct Frame {
    /// The template.
    pub tree: Arc<Tree>,
    /// Its dot.
    pub dot: Origin,
    /// From where it was called; nothing for a file.
    pub called: Option<Spot>,
    /// The text that `tpl` was given, where it is one.
    pub text: Option<(Value, Origin)>,
}

/// A piece of a text that a template printed. It ends where the next one begins.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    /// Its first byte in the text.
    pub start: u32,
    /// What printed it: a text, an action.
    pub spot: Spot,
    /// The value that was printed.
    pub origin: Origin,
}

/// Why an execution ended: the node, and the values that the error is about.
#[derive(Debug)]
pub struct Fault {
    /// The node that the error names.
    pub spot: Spot,
    /// The values: a nil with a field behind it, the arguments of a call.
    pub blamed: Vec<(Value, Origin)>,
}

/// What is told of an execution.
pub(crate) trait Sink {
    /// Whether anything is kept.
    const ON: bool;
    fn entered(&mut self, _tree: &Arc<Tree>, _dot: Origin, _called: Option<u32>) {}
    fn left(&mut self) {}
    fn text_begun(&mut self) {}
    fn text_ended(&mut self) {}
    fn wrote(&mut self, _start: usize, _node: u32, _origin: Origin) {}
    fn part(
        &mut self,
        _of: &Value,
        _origin: Origin,
        _node: Option<u32>,
        _key: impl FnOnce() -> Key,
    ) -> Origin {
        Origin::UNKNOWN
    }
    fn call_begun(&mut self, _node: u32, _func: Option<&'static Func>, _args: Vec<(Value, Origin)>) {}
    fn call_ended(
        &mut self,
        _node: u32,
        _func: Option<&'static Func>,
        _name: &[u8],
        _result: Option<&Value>,
    ) -> Origin {
        Origin::UNKNOWN
    }
    /// The call that is going on ends in an error.
    fn call_failed(&mut self, _node: u32) {}
    /// The origin of an argument of the call that is going on; of the whole where no call is.
    fn given(&mut self, _data: &Value) -> Origin {
        Origin::UNKNOWN
    }
    fn blame(&mut self, _node: Option<u32>, _blamed: impl FnOnce() -> Vec<(Value, Origin)>) {}
}

/// Nothing is kept.
pub(crate) struct Silent;

impl Sink for Silent {
    const ON: bool = false;
}

/// What was told of executions.
#[derive(Debug)]
pub struct Recording {
    sources: Vec<Source>,
    parts: HashMap<(Origin, Key), Origin>,
    /// What `set` wrote, by the map's number.
    written: HashMap<(usize, Str), Origin>,
    frames: Vec<Frame>,
    printed: Vec<Vec<Piece>>,
    fault: Option<Fault>,
    files: u32,
    /// The frames, texts and calls that are going on.
    running: Vec<u32>,
    printing: Vec<Vec<Piece>>,
    calling: Vec<Calling>,
    /// How many more steps and bytes are kept.
    room: usize,
}

#[derive(Debug)]
struct Calling {
    func: Option<&'static Func>,
    spot: Spot,
    args: Vec<(Value, Origin)>,
    printed: Option<u32>,
}

/// So much is kept, counted in steps and in 64 bytes of text: some 256 MiB.
const ROOM: usize = 4 << 20;

impl Origin {
    /// It is not known.
    pub const UNKNOWN: Origin = Origin(0);

    /// Whether anything is known.
    pub fn is_known(self) -> bool {
        self != Origin::UNKNOWN
    }
}

impl Default for Recording {
    fn default() -> Recording {
        Recording {
            sources: vec![Source::Unknown],
            parts: HashMap::new(),
            written: HashMap::new(),
            frames: Vec::new(),
            printed: Vec::new(),
            fault: None,
            files: 0,
            running: Vec::new(),
            printing: Vec::new(),
            calling: Vec::new(),
            room: ROOM,
        }
    }
}

impl Recording {
    /// All values that are known of, the earliest first.
    pub fn origins(&self) -> impl Iterator<Item = Origin> {
        (1..self.sources.len() as u32).map(Origin)
    }

    /// The texts that templates printed.
    pub fn texts(&self) -> impl Iterator<Item = &[Piece]> {
        self.printed.iter().map(Vec::as_slice)
    }

    /// What a value is made of.
    pub fn source(&self, origin: Origin) -> &Source {
        &self.sources[origin.0 as usize]
    }

    /// The execution of a template.
    pub fn frame(&self, number: u32) -> &Frame {
        &self.frames[number as usize]
    }

    /// A text that a template printed: its pieces in order.
    pub fn printed(&self, number: u32) -> &[Piece] {
        self.printed.get(number as usize).map_or(&[], Vec::as_slice)
    }

    /// The number of the text that was printed last: after an execution, that of the whole.
    pub fn last(&self) -> Option<u32> {
        (self.printed.len() as u32).checked_sub(1)
    }

    /// Why the last execution ended, if it failed. It is forgotten then.
    pub fn take_fault(&mut self) -> Option<Fault> {
        self.running.clear();
        self.printing.clear();
        self.calling.clear();
        self.fault.take()
    }

    /// Whether there was more than could be kept: what came later is not known.
    pub fn is_full(&self) -> bool {
        self.room == 0
    }

    /// Counts what is kept.
    fn has_room(&mut self, bytes: usize) -> bool {
        let left = self.room.checked_sub(1 + bytes / 64);
        self.room = left.unwrap_or(0);
        left.is_some()
    }

    fn add(&mut self, source: Source) -> Origin {
        self.sources.push(source);
        Origin(self.sources.len() as u32 - 1)
    }

    fn spot(&self, node: u32) -> Spot {
        Spot { frame: self.running.last().copied().unwrap_or(0), node }
    }
}

impl Sink for &mut Recording {
    const ON: bool = true;

    fn entered(&mut self, tree: &Arc<Tree>, dot: Origin, called: Option<u32>) {
        let around = self.running.last().copied();
        // A function that executes templates is what calls; the node noted last is its last argument.
        let by = self.calling.last().filter(|call| Some(call.spot.frame) == around);
        let text = by.filter(|call| call.func.is_some_and(|func| func.name == "tpl"));
        let text = text.and_then(|call| call.args.first().cloned());
        let called = match (called, around) {
            (Some(node), Some(_)) => Some(by.map_or_else(|| self.spot(node), |call| call.spot)),
            _ => None,
        };
        // Frames are always kept: who asks for a piece's place needs its tree.
        self.room = self.room.saturating_sub(1);
        self.frames.push(Frame { tree: tree.clone(), dot, called, text });
        self.running.push(self.frames.len() as u32 - 1);
    }

    fn left(&mut self) {
        self.running.pop();
    }

    fn text_begun(&mut self) {
        self.printing.push(Vec::new());
    }

    fn text_ended(&mut self) {
        let pieces = self.printing.pop().unwrap_or_default();
        self.printed.push(pieces);
        let number = self.printed.len() as u32 - 1;
        if let Some(call) = self.calling.last_mut() {
            call.printed = Some(number);
        }
    }

    fn wrote(&mut self, start: usize, node: u32, origin: Origin) {
        if self.has_room(0) {
            let spot = self.spot(node);
            if let Some(pieces) = self.printing.last_mut() {
                pieces.push(Piece { start: start as u32, spot, origin });
            }
        }
    }

    fn part(&mut self, of: &Value, origin: Origin, node: Option<u32>, key: impl FnOnce() -> Key) -> Origin {
        let key = key();
        if !self.written.is_empty()
            && let (Value::Map(map), Key::Name(name)) = (of, &key)
            && let Some(&written) = self.written.get(&(map.id(), name.clone()))
        {
            return written;
        }
        if !origin.is_known() {
            return origin;
        }
        if let Some(&known) = self.parts.get(&(origin, key.clone())) {
            return known;
        }
        if !self.has_room(0) {
            return Origin::UNKNOWN;
        }
        let spot = self.spot(node.unwrap_or(0));
        let part = self.add(Source::Part(origin, key.clone(), spot));
        self.parts.insert((origin, key), part);
        part
    }

    fn call_begun(&mut self, node: u32, func: Option<&'static Func>, mut args: Vec<(Value, Origin)>) {
        if func.is_some_and(|func| func.effect == Effect::Writes) {
            for (value, _) in &mut args {
                *value = snapshot(value, 8);
            }
        }
        let spot = self.spot(node);
        self.calling.push(Calling { func, spot, args, printed: None });
    }

    fn call_ended(
        &mut self,
        node: u32,
        func: Option<&'static Func>,
        name: &[u8],
        result: Option<&Value>,
    ) -> Origin {
        let Some(Calling { args, printed, .. }) = self.calling.pop() else { return Origin::UNKNOWN };
        let Some(result) = result else { return Origin::UNKNOWN };
        let bytes = match result {
            Value::String(text) | Value::Bytes(text) => text.len(),
            _ => 0,
        };
        if !self.has_room(bytes + 16 * args.len()) {
            return Origin::UNKNOWN;
        }
        if func.is_some_and(|func| func.name == "set")
            && let (Value::Map(map), [_, (Value::String(key), _), (_, origin)]) = (result, &args[..])
        {
            self.written.insert((map.id(), key.clone()), *origin);
        }
        let spot = self.spot(node);
        let made = Made { spot, func, name: name.into(), args: args.into(), result: result.clone(), printed };
        self.add(Source::Call(Box::new(made)))
    }

    fn call_failed(&mut self, node: u32) {
        if let Some(call) = self.calling.pop() {
            self.blame(Some(node), || call.args);
        }
    }

    fn given(&mut self, data: &Value) -> Origin {
        match self.calling.last() {
            Some(call) => {
                let given = call.args.iter().rev().find(|(value, _)| is_same(value, data));
                given.map_or(Origin::UNKNOWN, |(_, origin)| *origin)
            }
            None => {
                self.files += 1;
                let number = self.files - 1;
                self.add(Source::Dot(number))
            }
        }
    }

    fn blame(&mut self, node: Option<u32>, blamed: impl FnOnce() -> Vec<(Value, Origin)>) {
        if self.fault.is_none() {
            let spot = self.spot(node.unwrap_or(0));
            self.fault = Some(Fault { spot, blamed: blamed() });
        }
    }
}

/// Whether both are one and the same: lists, maps and texts by who they are, all else by what they are.
pub fn is_same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Nil, Value::Nil) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Int(_, a), Value::Int(_, b)) => a == b,
        (Value::Uint(_, a), Value::Uint(_, b)) => a == b,
        (Value::Float(_, a), Value::Float(_, b)) => a == b,
        (Value::String(a) | Value::Bytes(a), Value::String(b) | Value::Bytes(b)) => {
            a.as_ptr() == b.as_ptr() && a.len() == b.len()
        }
        (Value::List(a), Value::List(b)) => a.same(b),
        (Value::Map(a), Value::Map(b)) => a.same(b),
        _ => false,
    }
}

/// A copy of a map and the maps in it, so many levels deep.
fn snapshot(value: &Value, levels: usize) -> Value {
    match value {
        Value::Map(map) if levels > 0 => {
            let entries = map.to_vec().into_iter().map(|(key, value)| (key, snapshot(&value, levels - 1)));
            Map::new(map.ty(), entries.collect()).into()
        }
        other => other.clone(),
    }
}

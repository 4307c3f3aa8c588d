//! What wrote a byte of a rendered text: the node of a template, the calls that led to it, and the values that went in.
//!
//! The evaluator records steps ([`nexachart_template::trace`]); here they are followed backwards, from a byte of the output to
//! the pieces of the texts that functions were given, through `include` and `tpl`, `toYaml` and `indent`, `dict` and `merge`, down
//! to parts of the dot that a file was given. Nothing is worked out that nobody asks for.

mod structure;
mod text;
mod tree;

use nexachart_template::trace::{Key, Made, Origin, Piece, Recording, Source, Spot};
use nexachart_template::{Flow, Tree};
use nexachart_value::Value;

/// What a byte, or a value, came from.
#[derive(Debug, Default)]
pub struct Found {
    /// The node that wrote it, and before it the calls that led there, the outermost first.
    pub chain: Vec<Spot>,
    /// Which byte of what that node wrote.
    pub within: usize,
    /// The parts of a file's dot that went into it, the most direct one first, each once.
    pub inputs: Vec<Input>,
}

/// A part of the dot that a file was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Which execution's dot, in their order.
    pub file: u32,
    /// The way into it: `Values`, `image`, `tag`.
    pub keys: Vec<Key>,
    /// Where in the text of that value, in bytes, when it is a text that was taken over.
    pub offset: Option<usize>,
    /// Whether it was taken over, and did not merely decide what was: the condition of a `ternary`, the value that a `default` was
    /// taken for.
    pub is_taken: bool,
}

/// So many inputs are told.
const MOST_INPUTS: usize = 32;
/// So many steps are followed, and so deep.
const MOST_STEPS: u32 = 20_000;
const MOST_DEPTH: u32 = 200;

/// What wrote a byte of a text that a template printed ([`Recording::printed`]).
pub fn byte(recording: &Recording, printed: u32, offset: usize) -> Found {
    let mut search = Search::new(recording);
    search.printed(printed, offset, 0);
    search.found
}

/// What a byte of a text came from, which is a value.
pub fn text(recording: &Recording, origin: Origin, offset: usize) -> Found {
    let mut search = Search::new(recording);
    search.follow(origin, &mut Vec::new(), At::Byte(offset), 0);
    search.found
}

/// What went into a value.
pub fn value(recording: &Recording, origin: Origin) -> Found {
    let mut search = Search::new(recording);
    search.follow(origin, &mut Vec::new(), At::All, 0);
    search.found
}

/// The calls that led to a node, the outermost first, and the node.
pub fn chain(recording: &Recording, spot: Spot) -> Vec<Spot> {
    let mut chain = vec![spot];
    let mut spot = spot;
    while let Some(called) = recording.frame(spot.frame).called
        && chain.len() < 1000
    {
        chain.push(called);
        spot = called;
    }
    chain.reverse();
    chain
}

/// The byte at which a statement or operand begins, as a reader sees it: behind the braces of an action.
pub fn start(tree: &Tree, node: u32) -> Option<usize> {
    tree::start(tree, node)
}

/// What of a value is asked for.
#[derive(Clone, Copy)]
enum At {
    /// All of it.
    All,
    /// The byte there, of its text.
    Byte(usize),
}

struct Search<'r> {
    recording: &'r Recording,
    found: Found,
    steps: u32,
    /// Whether what is followed was written anew (`toYaml`), or only decided something: who wrote the text that it was read from is
    /// no longer asked.
    rewritten: bool,
    /// How many calls around have only decided something.
    deciding: u32,
}

impl<'r> Search<'r> {
    fn new(recording: &'r Recording) -> Search<'r> {
        Search { recording, found: Found::default(), steps: 0, rewritten: false, deciding: 0 }
    }

    /// Follows a byte of a printed text. The chain ends with the node that wrote it.
    fn printed(&mut self, printed: u32, offset: usize, depth: u32) {
        let pieces = self.recording.printed(printed);
        let after = pieces.partition_point(|piece| piece.start as usize <= offset);
        // Pieces without a byte stand at the place of the next one.
        let Some(piece) = after.checked_sub(1).map(|i| pieces[i]) else { return };
        self.written_by(piece, offset);
        self.follow(piece.origin, &mut Vec::new(), At::Byte(offset - piece.start as usize), depth);
    }

    fn written_by(&mut self, piece: Piece, offset: usize) {
        if self.rewritten {
            return;
        }
        self.found.chain = chain(self.recording, piece.spot);
        self.found.within = offset - piece.start as usize;
    }

    /// Follows a part of a value; `path` is the way into it, backwards.
    fn follow(&mut self, origin: Origin, path: &mut Vec<Key>, at: At, depth: u32) {
        self.steps += 1;
        if self.steps > MOST_STEPS || depth > MOST_DEPTH {
            return;
        }
        match self.recording.source(origin) {
            Source::Unknown => {}
            Source::Dot(file) => self.add(*file, path, at),
            Source::Part(of, key, _) => {
                path.push(key.clone());
                self.follow(*of, path, at, depth + 1);
                path.pop();
            }
            Source::Call(made) => {
                let before = self.found.inputs.len();
                self.call(made, path, at, depth + 1);
                if self.found.inputs.len() == before {
                    // A constant was taken, or a text of the function's own: what it was decided by is still worth knowing.
                    // Of `b64enc` all of it is in the result, in another form.
                    let is_computed =
                        made.printed.is_none() && made.func.is_some_and(|func| func.flow == Flow::Opaque);
                    self.deciding += u32::from(!is_computed);
                    self.all(made, depth + 1);
                    self.deciding -= u32::from(!is_computed);
                }
            }
        }
    }

    fn call(&mut self, made: &Made, path: &mut Vec<Key>, at: At, depth: u32) {
        if let Some(printed) = made.printed {
            return self.within(made, printed, at, depth);
        }
        let Some(func) = made.func else { return self.method(made, path, at, depth) };
        match func.flow {
            Flow::Opaque => {}
            Flow::Same | Flow::Structure => self.structure(made, path, at, depth),
            Flow::Slices | Flow::Lines | Flow::Concat => self.text(made, path, at, depth),
            Flow::Print => self.print(made, path, at, depth),
            Flow::Parse => self.parse(made, path, at, depth),
        }
    }

    /// What a template printed within a call.
    fn within(&mut self, made: &Made, printed: u32, at: At, depth: u32) {
        match at {
            At::Byte(offset) => {
                let pieces = self.recording.printed(printed);
                let after = pieces.partition_point(|piece| piece.start as usize <= offset);
                let Some(piece) = after.checked_sub(1).map(|i| pieces[i]) else { return };
                self.written_by(piece, offset);
                self.follow(piece.origin, &mut Vec::new(), At::Byte(offset - piece.start as usize), depth);
                // A text for `tpl` is a value itself: its byte is where the template's text stands.
                if made.func.is_some_and(|func| func.name == "tpl")
                    && let Some((_, origin)) = made.args.first()
                {
                    let pos = tree::start(&self.recording.frame(piece.spot.frame).tree, piece.spot.node);
                    let chain = std::mem::take(&mut self.found.chain);
                    let within = self.found.within;
                    self.follow(*origin, &mut Vec::new(), pos.map_or(At::All, At::Byte), depth);
                    if self.found.chain.is_empty() {
                        (self.found.chain, self.found.within) = (chain, within);
                    }
                }
            }
            At::All => {
                for piece in self.recording.printed(printed) {
                    if self.found.inputs.len() >= MOST_INPUTS {
                        break;
                    }
                    self.follow(piece.origin, &mut Vec::new(), At::All, depth);
                }
            }
        }
    }

    /// `.Files.Get "name"` is that file; of any other method the receiver and the arguments count.
    fn method(&mut self, made: &Made, path: &mut Vec<Key>, at: At, depth: u32) {
        if let ([(_, receiver), (Value::String(file), _), ..], b"Get" | b"GetBytes" | b"Lines") =
            (&*made.args, &*made.name)
        {
            path.push(Key::Name(file.clone()));
            self.follow(*receiver, path, at, depth);
            path.pop();
        }
    }

    fn all(&mut self, made: &Made, depth: u32) {
        let before = std::mem::replace(&mut self.rewritten, true);
        for (_, origin) in &made.args {
            self.follow(*origin, &mut Vec::new(), At::All, depth);
        }
        self.rewritten = before;
    }

    fn add(&mut self, file: u32, path: &[Key], at: At) {
        let keys: Vec<Key> = path.iter().rev().cloned().collect();
        let offset = match at {
            At::Byte(offset) => Some(offset),
            At::All => None,
        };
        let is_taken = self.deciding == 0;
        let inputs = &mut self.found.inputs;
        if inputs.len() < MOST_INPUTS && !inputs.iter().any(|input| input.file == file && input.keys == keys)
        {
            inputs.push(Input { file, keys, offset, is_taken });
        }
    }
}

/// A part of a value.
fn entry(value: &Value, key: &Key) -> Option<Value> {
    match (value.underlying(), key) {
        (Value::Map(map), Key::Name(name)) => map.get(name),
        (Value::List(list), Key::Index(index)) => list.get(*index).cloned(),
        (_, Key::Itself(name)) => Some(Value::String(name.clone())),
        _ => None,
    }
}

/// A part of a value, the way given backwards.
fn at_path(value: &Value, path: &[Key]) -> Option<Value> {
    let mut value = value.clone();
    for key in path.iter().rev() {
        value = entry(&value, key)?;
    }
    Some(value)
}

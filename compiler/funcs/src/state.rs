//! What the functions keep during a render, and what they may ask of the outside.

use std::any::Any;
use std::collections::HashMap;
use std::rc::Rc;

use nexachart_go::regexp::Regexp;
use nexachart_go::time::{Location, Time};
use nexachart_template::{Call, Effect, Host, MapMethod};
use nexachart_value::{Str, Type};

use crate::values;

/// What functions may ask of the outside: the clock, randomness, names.
pub trait Outside {
    /// A file begins to be rendered: where randomness follows from a seed, it follows from the name of
    /// the file too, so that files can be rendered in any order.
    fn begin_file(&mut self, name: &[u8]);

    /// The time, in the local zone.
    fn now(&mut self) -> Time;

    /// The local zone.
    fn zone(&mut self) -> Location;

    /// Fills `bytes` with random ones.
    fn fill(&mut self, bytes: &mut [u8]);

    /// How many threads may look for primes.
    fn threads(&self) -> usize {
        1
    }

    /// The address of a host, or an empty text where the network is not allowed.
    fn address(&mut self, name: &[u8]) -> Vec<u8>;
}

/// How many calls are noted of each kind. Looking for the place takes time.
const MOST_NOTED: u32 = 1000;

/// Whether calls are noted that ask for the time or for randomness.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Notes {
    /// They are not.
    #[default]
    None,
    /// They are.
    Taken,
}

/// A call whose result differs from run to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// [`Effect::Clock`] or [`Effect::Random`].
    pub what: Effect,
    /// Where it is called: `app/templates/a.yaml:3:14`, the column in bytes from 0.
    pub place: Vec<u8>,
    /// The command there: `randAlphaNum 16`.
    pub command: Vec<u8>,
    /// The file that was rendered.
    pub file: Vec<u8>,
}

/// What would have ended a render that goes on (Helm's lint mode).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlooked {
    /// `required` of nil.
    Nil,
    /// `required` of an empty text.
    Empty,
    /// `fail`.
    Failed,
}

/// The state of the functions during the render of one target: what their bodies reach through
/// [`Call::host`].
pub struct State {
    /// The outside.
    pub outside: Box<dyn Outside>,
    /// Whether `required` and `fail` let the render go on (Helm's lint mode).
    pub lint: bool,
    /// What they would have said, where they let it go on.
    pub overlooked: Vec<(Overlooked, Vec<u8>)>,
    /// How often each name is being included right now.
    pub(crate) including: HashMap<Str, u32>,
    /// Whether calls are noted that ask for the time or for randomness.
    pub notes: Notes,
    /// The calls that were noted, each once.
    pub drawn: Vec<Drawn>,
    /// How often the clock was asked, and randomness, as far as it is noted.
    asked: [u32; 2],
    /// The file that is being rendered.
    file: Vec<u8>,
    /// Compiled regular expressions, by their text.
    pub(crate) patterns: HashMap<Str, Rc<Regexp>>,
    /// How many bytes these take.
    patterns_size: usize,
}

impl State {
    /// A state at the beginning of a render.
    pub fn new(outside: Box<dyn Outside>) -> State {
        State {
            outside,
            lint: false,
            overlooked: Vec::new(),
            including: HashMap::new(),
            notes: Notes::None,
            drawn: Vec::new(),
            asked: [0; 2],
            file: Vec::new(),
            patterns: HashMap::new(),
            patterns_size: 0,
        }
    }

    /// Tells that a file begins to be rendered.
    pub fn begin_file(&mut self, name: &[u8]) {
        self.outside.begin_file(name);
        self.file = name.to_vec();
    }

    /// The state, for a function that draws random values: notes where.
    pub(crate) fn random(call: &mut dyn Call) -> Option<&mut State> {
        State::note(call, Effect::Random)
    }

    /// Notes what is asked of the outside, and where.
    fn note(call: &mut dyn Call, what: Effect) -> Option<&mut State> {
        let state = State::of(call)?;
        let asked = &mut state.asked[usize::from(what == Effect::Random)];
        if state.notes == Notes::Taken && *asked < MOST_NOTED {
            *asked += 1;
            let (place, command) = call.spot();
            let state = State::of(call)?;
            let drawn = Drawn { what, place, command, file: state.file.clone() };
            if !state.drawn.contains(&drawn) {
                state.drawn.push(drawn);
            }
        }
        State::of(call)
    }

    /// Keeps a compiled pattern, and as many others as there is room for.
    pub(crate) fn keep(&mut self, pattern: Str, regexp: &Rc<Regexp>, room: usize) {
        let size = regexp.size() + pattern.len();
        if self.patterns_size.saturating_add(size) > room {
            self.patterns.clear();
            self.patterns_size = 0;
        }
        self.patterns_size += size;
        self.patterns.insert(pattern, regexp.clone());
    }

    /// A random number below `limit`, which is not 0, each as likely as the other.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        // Numbers beyond the last whole multiple of the limit would favour the small ones.
        let fair = u64::MAX - u64::MAX % limit;
        loop {
            let mut bytes = [0; 8];
            self.outside.fill(&mut bytes);
            let n = u64::from_le_bytes(bytes);
            if n < fair {
                return n % limit;
            }
        }
    }

    /// The time of this render.
    pub(crate) fn now(call: &mut dyn Call) -> Time {
        State::note(call, Effect::Clock).map_or(Time::ZERO, |state| state.outside.now())
    }

    /// How far the local zone is from UTC at the time of this render, in seconds.
    pub(crate) fn zone_offset(call: &mut dyn Call) -> i32 {
        State::of(call).map_or(0, |state| state.outside.now().zone().1)
    }

    /// The local zone of this render.
    pub(crate) fn zone(call: &mut dyn Call) -> Location {
        State::of(call).map_or(Location::UTC, |state| state.outside.zone())
    }

    /// The state behind a call, where the evaluator was started with one.
    pub(crate) fn of(call: &mut dyn Call) -> Option<&mut State> {
        call.host().as_any_mut().downcast_mut()
    }
}

impl Host for State {
    fn map_method(&self, ty: Type, name: &[u8]) -> Option<&'static MapMethod> {
        if ty == Type::VALUES { values::method(name) } else { None }
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

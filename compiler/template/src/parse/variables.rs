//! Variables and where they are in scope.
//!
//! Go keeps two lists: the parser one of names, which it only asks whether a name is there, and the
//! evaluator one of values, which it searches by name from the end. They differ: the parser knows a
//! variable from where its declaration begins and also when it is only assigned, the evaluator from
//! where the pipeline has been evaluated. Here both are followed, and a use of a variable gets the slot
//! that the evaluator's search would find.

use std::collections::HashMap;

/// A point to which the scope can be taken back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark(usize);

/// The variables of a template.
pub(super) struct Variables<'a> {
    numbers: HashMap<&'a [u8], usize>,
    known: Vec<Known>,
    /// What was done, to take it back at the end of a scope.
    log: Vec<Done>,
    slots: u32,
}

/// A name.
#[derive(Default)]
struct Known {
    /// How often it has been declared or assigned in the current scope: above 0 the parser accepts it.
    named: u32,
    /// Where the evaluator finds it.
    slot: Option<u32>,
}

enum Done {
    Named(usize),
    /// The slot that it had before.
    Declared(usize, Option<u32>),
}

impl<'a> Variables<'a> {
    /// With `$` in slot 0.
    pub fn new() -> Variables<'a> {
        Variables {
            numbers: HashMap::new(),
            known: vec![Known { named: 1, slot: Some(0) }],
            log: Vec::new(),
            slots: 1,
        }
    }

    /// How many slots there are.
    pub fn slots(&self) -> u32 {
        self.slots
    }

    pub fn mark(&self) -> Mark {
        Mark(self.log.len())
    }

    /// Forgets what came after the mark.
    pub fn pop(&mut self, mark: Mark) {
        for done in self.log.drain(mark.0..).rev() {
            match done {
                Done::Named(i) => self.known[i].named -= 1,
                Done::Declared(i, slot) => self.known[i].slot = slot,
            }
        }
    }

    /// Leaves the body of a control structure for its `else` part: what was declared since the mark is not
    /// to be found there any more, though the parser goes on to accept the names until the `end`.
    pub fn leave(&mut self, mark: Mark) {
        let mut named = Vec::new();
        for done in self.log.drain(mark.0..).rev() {
            match done {
                Done::Named(_) => named.push(done),
                Done::Declared(i, slot) => self.known[i].slot = slot,
            }
        }
        self.log.extend(named);
    }

    fn number(&mut self, name: &'a [u8]) -> usize {
        if name == b"$" {
            return 0;
        }
        *self.numbers.entry(name).or_insert_with(|| {
            self.known.push(Known::default());
            self.known.len() - 1
        })
    }

    /// A declaration or assignment begins: from here on the parser accepts the name.
    pub fn name(&mut self, name: &'a [u8]) {
        let i = self.number(name);
        self.known[i].named += 1;
        self.log.push(Done::Named(i));
    }

    /// A declaration takes effect. The slot it gets.
    pub fn declare(&mut self, name: &'a [u8]) -> u32 {
        let i = self.number(name);
        let slot = self.slots;
        self.slots += 1;
        let before = self.known[i].slot.replace(slot);
        self.log.push(Done::Declared(i, before));
        slot
    }

    /// The slot in which the evaluator would find the name now.
    pub fn slot(&mut self, name: &'a [u8]) -> Option<u32> {
        let i = self.number(name);
        self.known[i].slot
    }

    /// Whether the parser accepts the name.
    pub fn is_named(&mut self, name: &'a [u8]) -> bool {
        let i = self.number(name);
        self.known[i].named > 0
    }
}

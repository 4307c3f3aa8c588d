//! What executions have used of the budgets.

use nexachart_source::{Budget, Budgets, Exceeded};
use nexachart_value::{Makes, Value};

/// The budgets of a set of templates, and what has been used of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Meter {
    pub budgets: Budgets,
    used: Used,
}

#[derive(Clone, Copy, Debug, Default)]
struct Used {
    steps: u64,
    /// What functions made and nobody has let go of. What is let go of unseen, in the middle of an error for one, stays
    /// counted.
    memory: u64,
    keys: u64,
    tokens: u64,
    output: u64,
}

/// Two to the power of this are the bytes that cost as much as a step, to read or to make.
const BYTES_A_STEP: u32 = 5;

/// So many bytes as this cost so many steps.
pub(crate) fn steps_of(bytes: u64) -> u64 {
    bytes >> BYTES_A_STEP
}

impl Meter {
    pub fn new(budgets: Budgets) -> Meter {
        Meter { budgets, used: Used::default() }
    }

    /// Counts steps without looking whether there are too many.
    #[inline]
    pub fn count(&mut self, steps: u64) {
        self.used.steps += steps;
    }

    /// Counts steps.
    #[inline]
    pub fn steps(&mut self, steps: u64) -> Result<(), Exceeded> {
        self.used.steps = self.used.steps.saturating_add(steps);
        self.budgets.check(Budget::Steps, self.used.steps)
    }

    /// How many steps are left.
    pub fn steps_left(&self) -> u64 {
        self.budgets[Budget::Steps].saturating_sub(self.used.steps)
    }

    /// How many bytes of memory are left.
    pub fn memory_left(&self) -> u64 {
        self.budgets[Budget::Memory].saturating_sub(self.used.memory)
    }

    /// How many tokens are left.
    pub fn tokens_left(&self) -> u64 {
        self.budgets[Budget::Tokens].saturating_sub(self.used.tokens)
    }

    /// How many bytes of output are left.
    pub fn output_left(&self) -> u64 {
        self.budgets[Budget::Output].saturating_sub(self.used.output)
    }

    /// Counts bytes that are held from now on.
    #[inline]
    pub fn hold(&mut self, bytes: u64) -> Result<(), Exceeded> {
        self.used.memory = self.used.memory.saturating_add(bytes);
        self.budgets.check(Budget::Memory, self.used.memory)
    }

    /// Whether there is room for what is about to be made. It is counted once it is there.
    pub fn has_room(&self, makes: Makes) -> Result<(), Exceeded> {
        self.budgets.check(Budget::Text, makes.text)?;
        self.budgets.check(Budget::Items, makes.items)?;
        self.budgets.check(Budget::Memory, self.used.memory.saturating_add(makes.memory))
    }

    /// Counts bytes that are free again.
    #[inline]
    pub fn free(&mut self, bytes: u64) {
        self.used.memory = self.used.memory.saturating_sub(bytes);
    }

    /// Counts a small value that came into being; what it leads to is found when the next one does.
    #[inline]
    pub fn note(&mut self, value: Value) -> Value {
        self.used.memory += value.sole_bytes();
        value
    }

    /// Counts what nobody but this reference holds, which is going to be dropped, as free again.
    #[inline]
    pub fn release(&mut self, value: &Value) {
        let bytes = value.sole_bytes();
        if bytes > 0 {
            self.free(bytes);
        }
    }

    /// Counts what is spent of a budget: steps, memory, keys, tokens, output.
    pub fn spend(&mut self, budget: Budget, amount: u64) -> Result<(), Exceeded> {
        let used = match budget {
            Budget::Steps => return self.steps(amount),
            Budget::Memory => return self.hold(amount),
            Budget::Keys => &mut self.used.keys,
            Budget::Tokens => &mut self.used.tokens,
            Budget::Output => &mut self.used.output,
            _ => return self.budgets.check(budget, amount),
        };
        *used = used.saturating_add(amount);
        let used = *used;
        self.budgets.check(budget, used)
    }
}

//! Reading rendered files, beside their rendering.

use std::collections::BTreeMap;
use std::mem;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use nexachart_manifest::{Documents, ParseError, read};
use nexachart_source::Budgets;

/// How many bytes are worth calling a helper.
const BATCH: usize = 32 << 10;

/// Rendered files and the documents in them.
pub(crate) struct Reading {
    budgets: Budgets,
    state: Mutex<Progress>,
    changed: Condvar,
}

/// There will be more files as long as it lives, which ends with a panic too.
pub(crate) struct More<'a>(&'a Reading);

impl Drop for More<'_> {
    fn drop(&mut self) {
        self.0.lock().ended = true;
        self.0.changed.notify_all();
    }
}

#[derive(Default)]
struct Progress {
    waiting: Vec<(Vec<u8>, Arc<Vec<u8>>)>,
    /// How many bytes have come since a helper was called.
    bytes: usize,
    ended: bool,
    read: BTreeMap<Vec<u8>, Result<Documents, ParseError>>,
}

impl Reading {
    /// Nothing as yet.
    pub fn new(budgets: &Budgets) -> Reading {
        Reading { budgets: *budgets, state: Mutex::default(), changed: Condvar::new() }
    }

    /// Adds a file.
    pub fn add(&self, name: &[u8], text: &Arc<Vec<u8>>) {
        let mut state = self.lock();
        state.waiting.push((name.to_vec(), text.clone()));
        state.bytes += text.len();
        if state.bytes >= BATCH {
            state.bytes = 0;
            drop(state);
            self.changed.notify_one();
        }
    }

    /// Until this is dropped, there will be more files.
    pub fn more(&self) -> More<'_> {
        More(self)
    }

    /// Reads files until there are no more.
    pub fn work(&self) {
        loop {
            let mut state = self.lock();
            while state.waiting.is_empty() && !state.ended {
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
            let files = mem::take(&mut state.waiting);
            drop(state);
            if files.is_empty() {
                return;
            }
            for (name, text) in files {
                let documents = read(&name, &text, &self.budgets);
                self.lock().read.insert(name, documents);
            }
        }
    }

    /// The documents of all files in byte order of their names, or the first error in that order.
    pub fn finish(self) -> Result<Vec<Documents>, ParseError> {
        self.work();
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        state.read.into_values().collect()
    }

    fn lock(&self) -> MutexGuard<'_, Progress> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

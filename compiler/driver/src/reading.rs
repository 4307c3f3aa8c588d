//! Reading rendered files, beside their rendering.

use std::collections::BTreeMap;
use std::mem;
use std::sync::{Arc, Mutex};

use nexachart_manifest::{Documents, ParseError, read};
use nexachart_source::Budgets;

use crate::workers::{Queue, lock};

/// Rendered files and the documents in them.
#[derive(Debug)]
pub(crate) struct Reading {
    budgets: Budgets,
    /// By their names.
    files: Mutex<BTreeMap<Vec<u8>, Arc<Task>>>,
    waiting: Queue<Arc<Task>>,
}

#[derive(Debug)]
struct Task {
    name: Vec<u8>,
    text: Arc<Vec<u8>>,
    /// Locked by whoever reads it.
    read: Mutex<Option<Result<Documents, ParseError>>>,
}

impl Reading {
    /// Nothing as yet.
    pub fn new(budgets: &Budgets) -> Reading {
        Reading { budgets: *budgets, files: Mutex::default(), waiting: Queue::new() }
    }

    /// Adds a file.
    pub fn add(&self, name: &[u8], text: &Arc<Vec<u8>>) {
        let task = Arc::new(Task { name: name.to_vec(), text: text.clone(), read: Mutex::default() });
        lock(&self.files).insert(name.to_vec(), task.clone());
        self.waiting.add(task, text.len());
    }

    /// Reads files as long as there may be more.
    pub fn help(&self) {
        while let Some(task) = self.waiting.wait() {
            self.read(&task);
        }
    }

    /// There will be no more files.
    pub fn end(&self) {
        self.waiting.end();
    }

    /// Nobody will ask for those that wait.
    pub fn clear(&self) {
        self.waiting.clear();
    }

    /// The documents of all files in byte order of their names, or the first error in that order.
    pub fn finish(&self) -> Result<Vec<Documents>, ParseError> {
        self.end();
        while let Some(task) = self.waiting.next() {
            self.read(&task);
        }
        let files = mem::take(&mut *lock(&self.files));
        let taken =
            |task: Arc<Task>| lock(&task.read).take().unwrap_or_else(|| task.documents(&self.budgets));
        files.into_values().map(taken).collect()
    }

    fn read(&self, task: &Task) {
        lock(&task.read).get_or_insert_with(|| task.documents(&self.budgets));
    }
}

impl Task {
    fn documents(&self, budgets: &Budgets) -> Result<Documents, ParseError> {
        read(&self.name, &self.text, budgets)
    }
}

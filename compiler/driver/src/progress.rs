//! How far a render is.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// A count of templates that another thread may look at. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Progress(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    begun: AtomicUsize,
    all: AtomicUsize,
}

impl Progress {
    /// How many templates have begun to render, and how many there are; both 0 before rendering.
    pub fn counts(&self) -> (usize, usize) {
        (self.0.begun.load(Relaxed), self.0.all.load(Relaxed))
    }

    pub(crate) fn begin(&self, all: usize) {
        self.0.all.store(all, Relaxed);
    }

    pub(crate) fn step(&self) {
        self.0.begun.fetch_add(1, Relaxed);
    }
}

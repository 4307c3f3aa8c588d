//! Parsing templates, on as many threads as there are.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, OnceLock};

use nexachart_chart::File;
use nexachart_funcs::TABLE;
use nexachart_template::{Tree, parse};

use nexachart_source::Diagnostic;

/// The trees of a file, or Go's text of what is wrong with it.
pub(crate) type Parsed = Result<Vec<Arc<Tree>>, Vec<u8>>;

/// Template files and what became of them.
pub(crate) struct Parsing {
    files: Vec<(Arc<[u8]>, File)>,
    results: Vec<OnceLock<Result<Parsed, Diagnostic>>>,
    next: AtomicUsize,
}

impl Parsing {
    /// Of template files with the names of their templates.
    pub fn new(files: impl Iterator<Item = (Arc<[u8]>, File)>) -> Parsing {
        let files: Vec<_> = files.collect();
        let results = files.iter().map(|_| OnceLock::new()).collect();
        Parsing { files, results, next: AtomicUsize::new(0) }
    }

    /// How many bytes there are to be parsed.
    pub fn bytes(&self) -> usize {
        self.files.iter().map(|(_, file)| file.bytes().map_or(0, |bytes| bytes.len())).sum()
    }

    /// Parses files that nobody has begun, until there are none.
    pub fn work(&self) {
        loop {
            let i = self.next.fetch_add(1, Relaxed);
            let Some((name, file)) = self.files.get(i) else { return };
            let parsed = file.bytes().map(|text| parse(name, text, &TABLE)).map_err(Diagnostic::from);
            let _ = self.results[i].set(parsed);
        }
    }

    /// Lets the files be that nobody has begun.
    pub fn stop(&self) {
        self.next.store(self.files.len(), Relaxed);
    }

    /// What became of the files, in order. Those that were not parsed are parsed now.
    pub fn finish(self) -> impl Iterator<Item = Result<Parsed, Diagnostic>> {
        self.work();
        let files = self.files.into_iter().zip(self.results);
        files.filter_map(|(_, result)| result.into_inner())
    }
}

//! Parsing templates, on as many threads as there are.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use nexachart_chart::File;
use nexachart_funcs::TABLE;
use nexachart_source::{Budget, Budgets, Diagnostic, Exceeded};
use nexachart_template::{Scratch, Tree, parse_within};

/// From how many bytes of templates on helpers are asked: below, starting them takes longer than the work.
const MANY: usize = 64 << 10;

/// The trees of a file, or Go's text of what is wrong with it.
pub(crate) type Parsed = Result<Vec<Arc<Tree>>, Vec<u8>>;

/// The same, with the number of its tokens.
type Counted = Result<(Vec<Arc<Tree>>, u64), Vec<u8>>;

/// What became of a file, once somebody has parsed it.
type Slot = Arc<OnceLock<Result<Counted, Diagnostic>>>;

/// What was parsed of a chart's files, for the next render of the same chart. A file is known by the name that its
/// templates have, which the trees hold, and by its content: a name can be that of another file where another
/// dependency is on.
#[derive(Debug, Default)]
pub(crate) struct Trees(Mutex<HashMap<Key, Slot>>);

/// The name of a file's templates, and [`File::identity`].
type Key = (Arc<[u8]>, usize);

impl Trees {
    fn slot(&self, name: &Arc<[u8]>, file: &File) -> Slot {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        slots.entry((name.clone(), file.identity())).or_default().clone()
    }
}

/// Template files and what became of them.
pub(crate) struct Parsing {
    files: Vec<(Arc<[u8]>, File)>,
    results: Vec<Slot>,
    next: AtomicUsize,
    /// What there is to say of more tokens than are allowed, and how many there have been.
    exceeded: Exceeded,
    tokens: AtomicU64,
}

impl Parsing {
    /// Of template files with the names of their templates. What is in `trees` is not parsed again.
    pub fn new(files: impl Iterator<Item = (Arc<[u8]>, File)>, budgets: &Budgets, trees: &Trees) -> Parsing {
        let files: Vec<_> = files.collect();
        let results = files.iter().map(|(name, file)| trees.slot(name, file)).collect();
        let exceeded = budgets.exceeded(Budget::Tokens);
        Parsing { files, results, next: AtomicUsize::new(0), exceeded, tokens: AtomicU64::new(0) }
    }

    /// Whether helpers are of use: not for a few bytes, and not for so many that several threads may be at work on
    /// files which, together, have more tokens than are allowed.
    pub fn is_for_many(&self) -> bool {
        let bytes: usize =
            self.files.iter().map(|(_, file)| file.bytes().map_or(0, |bytes| bytes.len())).sum();
        // A token is a byte or more.
        let most = self.exceeded.allowed;
        bytes >= MANY && bytes as u64 <= most.saturating_add(most / 2)
    }

    /// Parses files that nobody has begun, until there are none, or too many tokens.
    pub fn work(&self) {
        let most = self.exceeded.allowed;
        let mut scratch = Scratch::default();
        loop {
            let Some(left) = most.checked_sub(self.tokens.load(Relaxed)) else { return };
            let i = self.next.fetch_add(1, Relaxed);
            let Some((name, file)) = self.files.get(i) else { return };
            let slot = &self.results[i];
            if slot.get().is_none() {
                let limit = (left, self.exceeded);
                let parsed = file.bytes().map(|text| parse_within(name, text, &TABLE, limit, &mut scratch));
                if let Ok(Err(text)) = &parsed
                    && Budget::told_in(&String::from_utf8_lossy(text)) == Some(Budget::Tokens)
                {
                    // It says nothing of the file alone, so it is not kept.
                    self.tokens.store(most.saturating_add(1), Relaxed);
                    return;
                }
                let _ = slot.set(parsed.map_err(Diagnostic::from));
            }
            if let Some(Ok(Ok((_, tokens)))) = slot.get() {
                self.tokens.fetch_add(*tokens, Relaxed);
            }
        }
    }

    /// Lets the files be that nobody has begun.
    pub fn stop(&self) {
        self.next.store(self.files.len(), Relaxed);
    }

    /// What became of the files, in order. Those that were not parsed are parsed now.
    pub fn finish(self) -> impl Iterator<Item = Result<Parsed, Diagnostic>> {
        self.work();
        let Parsing { files, results, exceeded, .. } = self;
        let mut total = 0;
        files.into_iter().zip(results).map(move |((name, _), result)| {
            // The error is that of the first file, in order, with which there are too many.
            let over = || Ok(Err([b"template: ", &*name, b":1: ", exceeded.to_string().as_bytes()].concat()));
            let Some(result) = result.get() else { return over() };
            result
                .clone()
                .map(|parsed| {
                    parsed.map(|(trees, tokens)| {
                        total += tokens;
                        trees
                    })
                })
                .and_then(|parsed| if total > exceeded.allowed { over() } else { Ok(parsed) })
        })
    }
}

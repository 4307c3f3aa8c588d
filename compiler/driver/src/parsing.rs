//! Parsing templates, on as many threads as there are.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, OnceLock};

use nexachart_chart::File;
use nexachart_funcs::TABLE;
use nexachart_source::{Budget, Budgets, Exceeded, OsError};
use nexachart_template::{ParseError, Parsed, Scratch, Tree, parse_unnamed, parse_within};

use crate::workers::{Queue, lock};

/// From how many bytes of templates on helpers are asked: below, starting them takes longer than the work.
const MANY: usize = 64 << 10;

/// The template files of a chart that was loaded, or is being loaded, and what is parsed of them: once a file, for
/// all names that it has and all renders of the chart.
#[derive(Debug)]
pub(crate) struct Trees {
    /// By [`File::identity`].
    known: Mutex<HashMap<usize, Arc<Task>>>,
    waiting: Queue<Arc<Task>>,
    bytes: AtomicUsize,
    /// What there is to say of more tokens than are allowed, and how many there have been.
    exceeded: Exceeded,
    tokens: AtomicU64,
}

#[derive(Debug)]
struct Task {
    file: File,
    /// Nothing where there is an error, whose text needs a name.
    parsed: OnceLock<Option<Parsed>>,
}

impl Trees {
    /// Of no files as yet.
    pub fn new(budgets: &Budgets) -> Trees {
        Trees {
            known: Mutex::default(),
            waiting: Queue::new(),
            bytes: AtomicUsize::new(0),
            exceeded: budgets.exceeded(Budget::Tokens),
            tokens: AtomicU64::new(0),
        }
    }

    /// Adds a file that will be asked for; whether helpers are of use.
    pub fn add(&self, file: &File) -> bool {
        let bytes = file.bytes().map_or(0, |bytes| bytes.len());
        self.waiting.add(self.task(file), bytes);
        self.bytes.fetch_add(bytes, Relaxed) + bytes >= MANY
    }

    /// There will be no more files.
    pub fn end(&self) {
        self.waiting.end();
    }

    /// Nobody will ask for those that wait.
    pub fn clear(&self) {
        self.waiting.clear();
    }

    /// Parses files as long as there may be more, but not where there is so much that several threads may be at work on
    /// files which, together, have more tokens than are allowed.
    pub fn help(&self) {
        // A token is a byte or more.
        let most = self.exceeded.allowed.saturating_add(self.exceeded.allowed / 2);
        self.work(|| self.waiting.wait().filter(|_| self.bytes.load(Relaxed) as u64 <= most));
    }

    /// Parses files that nobody has begun.
    pub fn finish(&self) {
        self.work(|| self.waiting.next());
    }

    fn work(&self, mut next: impl FnMut() -> Option<Arc<Task>>) {
        let mut scratch = Scratch::default();
        while self.tokens.load(Relaxed) <= self.exceeded.allowed
            && let Some(task) = next()
        {
            self.parsed(&task, &mut scratch);
        }
    }

    /// The trees of files in order, each under a name; or Helm's text of what is wrong with the first one that is wrong.
    pub fn under<'a>(
        &self,
        files: impl Iterator<Item = (&'a Arc<[u8]>, &'a File)>,
    ) -> impl Iterator<Item = Result<Result<Vec<Arc<Tree>>, Box<ParseError>>, OsError>> {
        let mut scratch = Scratch::default();
        let mut total = 0;
        let allowed = self.exceeded.allowed;
        files.map(move |(name, file)| {
            let left = allowed - total;
            let task = self.task(file);
            let parsed = self.parsed(&task, &mut scratch).filter(|parsed| parsed.tokens <= left);
            let parsed = parsed.and_then(|parsed| Some((parsed.under(name)?, parsed.tokens)));
            let (trees, tokens) = match parsed {
                Some(parsed) => parsed,
                // An error, that of too many tokens too, is found here, so that it is the same whoever parsed what before.
                None => {
                    match parse_within(name, file.bytes()?, &TABLE, (left, self.exceeded), &mut scratch) {
                        Ok(parsed) => parsed,
                        Err(error) => return Ok(Err(error)),
                    }
                }
            };
            total += tokens;
            Ok(Ok(trees))
        })
    }

    fn parsed<'t>(&self, task: &'t Task, scratch: &mut Scratch) -> Option<&'t Parsed> {
        let parse = || {
            // An error for want of tokens says nothing of the file alone: it is parsed again when its turn comes.
            let left = self.exceeded.allowed.saturating_sub(self.tokens.load(Relaxed));
            let limit = (left, self.exceeded);
            let parsed = parse_unnamed(task.file.bytes().ok()?, &TABLE, limit, scratch)?;
            self.tokens.fetch_add(parsed.tokens, Relaxed);
            Some(parsed)
        };
        task.parsed.get_or_init(parse).as_ref()
    }

    fn task(&self, file: &File) -> Arc<Task> {
        let task = || Arc::new(Task { file: file.clone(), parsed: OnceLock::new() });
        lock(&self.known).entry(file.identity()).or_insert_with(task).clone()
    }
}
